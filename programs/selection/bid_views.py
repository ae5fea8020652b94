"""The provider's pages: what it is asked, its own answer and proposal. Nothing of the others, not their number."""

from datetime import timedelta

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dla_collectif.accounts import codes
from dla_collectif.services import clock
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from programs.journey.guards import phase_view, shown_to_viewers

from . import bid_actions as actions
from .forms import DeclineForm, ProposalForm
from .models import Proposal, SealedContent
from .readings import own_proposal

SEALED = "Cette page montre une proposition scellée : elle se lira à l’ouverture, comme les autres."


def way_back(step, *links):
    """The way back of those who are not officers."""
    return [Link(step.program.title, step.program.get_absolute_url()), *links]


def home_of(proposal) -> str:
    """The provider's page, as its own people open it."""
    return proposal.participation.page("selection:our_proposal")


def holds_nothing_sealed(request, step) -> bool:
    """Whether the provider's page holds nothing, or what was opened to everybody who judges."""
    proposal = own_proposal(request, step)
    return proposal.call.is_opened or not SealedContent.objects.filter(proposal=proposal).exists()


def own_page(request, step, proposal, form):
    """The provider's page, with the form for saying no."""
    content = SealedContent.objects.written_by(request.user).filter(proposal=proposal).first()
    now = clock.now()
    context = {
        "step": step,
        "program": step.program,
        "crumbs": way_back(step),
        "proposal": proposal,
        "call": proposal.call,
        "content": content,
        "is_open": proposal.call.takes_bids_at(now),
        "left": time_left(proposal.call.deadline - now),
        "form": form,
        "pour": f"?pour={proposal.participation.public_id}",
    }
    return render(request, "programs/selection/our_proposal.html", context)


def time_left(gap: timedelta) -> str:
    """« 3 jours et 4 heures », « 5 heures et 20 minutes », « 12 minutes »; an empty string once it is over."""
    minutes = int(gap.total_seconds() // 60)
    if gap <= timedelta(0):
        return ""
    if minutes < 1:
        return "moins d’une minute"
    parts = [(minutes // 1440, "jour"), (minutes % 1440 // 60, "heure"), (minutes % 60, "minute")]
    shown = [f"{number}\u00a0{word}{'s' if number > 1 else ''}" for number, word in parts if number]
    return " et ".join(shown[:2])


@phase_view("phase.reply")
@shown_to_viewers(holds_nothing_sealed, SEALED)
def our_proposal(request, step):
    """What the provider is asked, what it said, what it handed in."""
    return own_page(request, step, own_proposal(request, step), DeclineForm())


@phase_view("phase.answer")
@require_POST
def accept(request, step):
    """« Nous répondrons. »"""
    proposal = own_proposal(request, step)
    actions.say_intent(step, proposal, {"intent": Proposal.Intent.YES}, by=request.user)
    return done(request, "Votre intention de répondre est enregistrée.", home_of(proposal))


@phase_view("phase.answer")
def decline(request, step):
    """« Nous ne répondrons pas, parce que… »"""
    proposal, form = own_proposal(request, step), DeclineForm(request.POST or None)

    def act(data):
        actions.say_intent(step, proposal, {"intent": Proposal.Intent.NO, **data}, by=request.user)

    if accepted(form, act):
        return done(
            request,
            "Votre réponse est enregistrée. Merci de nous l’avoir dite.",
            home_of(proposal),
        )
    return own_page(request, step, proposal, form)


@phase_view("phase.answer")
@shown_to_viewers(holds_nothing_sealed, SEALED)
def hand_in(request, step):
    """Hand the proposal in, or replace it, until the deadline.

    The code is asked for before the form: nothing then stands between the sending and the deadline.
    """
    proposal = own_proposal(request, step)

    def proof():
        """What confirms it; one that comes too late is refused without being asked for a code."""
        words = f"remettre la proposition de {proposal}, « {step.program.title} »"
        return codes.proof(request, "proposal", words, step) if proposal.call.is_open_for_bids else None

    if request.method != "POST" and not proposal.call.is_open_for_bids:
        return HttpResponseRedirect(home_of(proposal))
    if request.method != "POST" or codes.was_asked_first(request):
        proof()
    if codes.was_asked_first(request):
        return HttpResponseRedirect(proposal.participation.page("selection:hand_in"))
    content = SealedContent.objects.written_by(request.user).filter(proposal=proposal).first()
    form = ProposalForm(
        request.POST or None, codes.uploads(request) or None, instance=content or SealedContent(proposal=proposal)
    )
    if accepted(form, lambda data: actions.hand_in(step, proposal, data, by=request.user, proof=proof())):
        codes.let_go(request)
        return done(
            request,
            "Votre proposition est remise et scellée. Son reçu est ci-dessous.",
            home_of(proposal),
        )
    return form_page(
        request,
        form,
        title="Remplacer votre proposition" if content else "Remettre votre proposition",
        submit="Remplacer la proposition" if content else "Remettre la proposition",
        crumbs=way_back(step, Link("Votre proposition", home_of(proposal))),
        template="programs/selection/hand_in.html",
        cancel_url=home_of(proposal),
        call=proposal.call,
    )
