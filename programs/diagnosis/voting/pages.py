"""The pages of a vote: the DLA's, that of each association on its phone, and the small state that both follow."""

import segno
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.services.templatetags.house import moment
from programs.journey.guards import phase_view
from programs.journey.models import Participation
from programs.journey.seats import with_seat
from programs.meetings.models import Meeting

from ..models import Ballot, PriorityVote
from ..pages import own_seat, room_page
from ..reading.results import ranked_needs
from . import actions as acts
from .forms import BallotForm, HandsForm, VoteForm


@phase_view("phase.read")
def meetings(request, step):
    """The preparatory meetings: those held, those to come, their votes, and the way to plan one."""
    rows = Meeting.objects.filter(program=step.program, phase=step.key).of_kind(*acts.KINDS)
    rows = list(rows.with_turnout().order_by("starts_at", "id").prefetch_related("priority_votes"))
    return room_page(request, step, "programs/diagnosis/voting/meetings.html", meetings=rows)


# The DLA -------------------------------------------------------------------------------------------------------------
@phase_view("phase.write")
def vote_new(request, step, oid):
    """Open a vote in a preparatory meeting."""
    meeting = get_object_or_404(
        Meeting.objects.of_kind(*acts.KINDS), program=step.program, phase=step.key, public_id=oid
    )
    form, opened = VoteForm(request.POST or None, ranked=ranked_needs(step.program)), []
    if accepted(form, lambda data: opened.append(acts.open_vote(step, meeting, data, by=request.user))):
        home = step.reverse("diagnosis:vote", opened[0].public_id)
        return done(request, "Le vote est ouvert\u00a0: chaque association le trouve dans son espace.", home)
    home = step.reverse("diagnosis:meetings")
    words = {"title": "Ouvrir un vote", "submit": "Ouvrir le vote", "intro": meeting.title, "cancel_url": home}
    return form_page(request, form, step=step, **words)


@phase_view("phase.read")
def vote(request, step, oid):
    """Who has voted, and how; the result once it is closed, and not before."""
    row = found(step, oid)
    called = acts.voters(row, step.program)
    voted = sum(voter.ballot is not None for voter in called)
    context = {"vote": row, "voters": called, "voted": voted, "expected": len(called), "left": len(called) - voted}
    context["mark"] = mark_of(row, called)
    context["by_hands"] = row.most == 1 and any(voter.may_be_dictated for voter in called)
    context |= result_of(row)
    return room_page(request, step, "programs/diagnosis/voting/vote.html", **context)


@phase_view("phase.read")
def vote_state(request, step, oid):
    """How far a vote is, in a few signs: followed by the DLA's page and by the projector."""
    row = found(step, oid)
    called = acts.voters(row, step.program)
    voted = sum(voter.ballot is not None for voter in called)
    return JsonResponse({"mark": mark_of(row, called), "voted": voted, "expected": len(called)})


@phase_view("phase.write")
def vote_dictate(request, step, oid):
    """Note the voice that `?association=` gives by a raised hand; it may change it until the vote is closed."""
    row, home = found(step, oid), step.reverse("diagnosis:vote", oid)
    seats = Participation.objects.associations().filter(program=step.program).select_related("organisation")
    seat = get_object_or_404(seats, public_id=request.GET.get("association", ""))
    ballot = row.ballots.select_related("edited_by__person").filter(participation=seat).first()
    if row.is_closed or not acts.is_called(seat) or not acts.Voter(seat, ballot).may_be_dictated:
        return redirect(home)
    form = BallotForm(request.POST or None, vote=row, options=list(row.options.select_related("need")), ballot=ballot)
    give = {"by": request.user, "medium": Ballot.Medium.DICTATED}
    if accepted(form, lambda data: acts.cast_ballot(step, row, seat, data, **give)):
        return done(request, f"La voix de {seat.organisation} est notée.", home)
    words = {"title": f"À main levée\u00a0: {seat.organisation}", "submit": "Noter cette voix", "cancel_url": home}
    return form_page(request, form, step=step, intro=row.title, **words)


@phase_view("phase.write")
def vote_hands(request, step, oid):
    """Call the needs one by one and note who raises a hand, on one page."""
    row, home = found(step, oid), step.reverse("diagnosis:vote", oid)
    if row.is_closed or row.most > 1:
        return redirect(home)
    options, called = list(row.options.select_related("need")), acts.voters(row, step.program)
    form, told = HandsForm(request.POST or None, vote=row, options=options, voters=called), []
    if accepted(form, lambda data: told.append(acts.count_hands(step, row, data["hands"], by=request.user))):
        return done(request, hands_told(*told[0]), home)
    words = {"title": "Mains levées", "submit": "Noter ces voix", "cancel_url": home}
    intro = f"{row.title} Une voix par association\u00a0: {row.rule}."
    return form_page(request, form, step=step, intro=intro, **words)


@phase_view("phase.write")
def vote_close(request, step, oid):
    """Close a vote: the result is shown, and freezes."""
    row, home = found(step, oid), step.reverse("diagnosis:vote", oid)
    if request.method != "POST":
        return redirect(home)
    acts.close_vote(step, row, by=request.user)
    return done(request, "Le vote est clos. Son résultat est aussi parmi les décisions de la réunion.", home)


@phase_view("phase.write")
def vote_drop(request, step, oid):
    """Take away a vote opened by mistake, before anybody voted."""
    row, home = found(step, oid), step.reverse("diagnosis:meetings")
    if request.method != "POST":
        return redirect(step.reverse("diagnosis:vote", oid))
    acts.drop_vote(step, row, by=request.user)
    return done(request, "Le vote est annulé.", home)


# The association -----------------------------------------------------------------------------------------------------
@phase_view("phase.reply")
def ballot(request, step, oid):
    """The ballot of an association on its phone; the result once the vote is closed."""
    return ballot_page(request, step, found(step, oid), own_seat(request, step))


@phase_view("phase.answer")
def ballot_cast(request, step, oid):
    """Give the voice of an association, or change it."""
    row, seat = found(step, oid), own_seat(request, step)
    home = with_seat(step.reverse("diagnosis:ballot", oid), seat)
    if request.method != "POST":
        return redirect(home)
    form = form_of(row, seat, request.POST)
    if accepted(form, lambda data: acts.cast_ballot(step, row, seat, data, by=request.user)):
        return done(request, f"La voix de {seat.organisation} est enregistrée.", home)
    return ballot_page(request, step, row, seat, form)


@phase_view("phase.reply")
def ballot_state(request, step, oid):
    """What the phone follows: whether the vote is closed, and who gave the association's voice."""
    row, seat = found(step, oid), own_seat(request, step)
    given = row.ballots.select_related("edited_by__person").filter(participation=seat).first()
    return JsonResponse({"mark": "closed" if row.is_closed else "open", "said": said(given)})


def ballot_page(request, step, row, seat, form=None):
    """A ballot to fill in or to change; 409 when a colleague voted meanwhile."""
    given = row.ballots.select_related("edited_by__person").filter(participation=seat).first()
    may_vote = step.is_writable and not row.is_closed
    context = {
        "vote": row,
        "step": step,
        "program": step.program,
        "seat": seat,
        "said": said(given),
        "form": (form or form_of(row, seat)) if may_vote else None,
        "conflict": form.conflict if form else None,
        **result_of(row),
        "action": with_seat(step.reverse("diagnosis:ballot_cast", row.public_id), seat),
        "state_url": with_seat(step.reverse("diagnosis:ballot_state", row.public_id), seat),
        "crumbs": [
            Link("Mon espace", reverse("journey:space")),
            Link(step.program.title, step.program.get_absolute_url()),
        ],
    }
    status = 409 if form and form.conflict else 200
    return render(request, "programs/diagnosis/voting/ballot.html", context, status=status)


# What both share -----------------------------------------------------------------------------------------------------
def found(step, oid) -> PriorityVote:
    """A vote of this programme. Raises Http404."""
    return get_object_or_404(PriorityVote.objects.of(step.program), public_id=oid)


def form_of(row, seat, data=None) -> BallotForm:
    """The ballot of a seat, with what it gave already."""
    given = row.ballots.filter(participation=seat).first()
    return BallotForm(data, vote=row, options=list(row.options.select_related("need")), ballot=given)


def result_of(row) -> dict:
    """The options of a closed vote, the first first, and their bars; nothing before."""
    if not row.is_closed:
        return {}
    options = acts.ranked(row.options.select_related("need"))
    return {"options": options, "bars": [(option.need.text, option.points) for option in options]}


def hands_told(noted, own) -> str:
    """What became of the raised hands, in French."""
    sentences = ["Une voix est notée." if noted == 1 else f"{noted} voix sont notées."] if noted else []
    if own:
        names = ", ".join(str(seat.organisation) for seat in own)
        one = f"{names} a voté elle-même\u00a0: sa voix reste la sienne."
        sentences.append(one if len(own) == 1 else f"{names} ont voté elles-mêmes\u00a0: leurs voix restent les leurs.")
    return " ".join(sentences) or "Rien n’a changé."


def mark_of(row, called) -> str:
    """What changes when a page that shows who has voted must be drawn again."""
    given = [voter.ballot for voter in called if voter.ballot]
    return f"{'closed' if row.is_closed else 'open'}-{len(called)}-{len(given)}-{sum(one.version for one in given)}"


def said(given) -> str:
    """Who gave a voice, how and when, in French; empty when nobody did."""
    if given is None:
        return ""
    how = "notée à main levée" if given.medium == Ballot.Medium.DICTATED else "donnée"
    return f"Voix {how} par {given.edited_by}, {moment(given.edited_at)}."


def qr_of(path) -> str:
    """The QR code of one of our pages, an SVG in an address: drawn here, nothing of it leaves."""
    return segno.make(settings.PUBLIC_URL + path, error="m").svg_data_uri(scale=8, border=3, dark="#000", light="#fff")
