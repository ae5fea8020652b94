"""The associations' pages: declare ties, read the proposals, score, see the results; the same under dictation."""

from django.db.models import Exists, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from dla_collectif.accounts import codes
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from programs.journey.guards import phase_view, shown_to_viewers
from programs.journey.models import Participation

from . import grid_actions as actions
from . import readings, tables
from . import register as registers
from .bid_views import way_back
from .grid_forms import GridForm, InterestsForm
from .models import Ballot, Call, Interest, Proposal, Score

DICTATED = (
    "Ce que l’association vous dit de vive voix. Votre nom est gardé avec chaque réponse\u202f; elle peut la corriger."
)


def opened_bids(step) -> tuple[Call, list[Proposal]]:
    """An opened consultation and its proposals with what they say. Raises Http404 before the opening."""
    call = Call.objects.filter(program=step.program, opened_at__isnull=False).select_related("choice").first()
    if call is None:
        raise Http404("Les propositions ne sont pas encore ouvertes.")
    rows = call.proposals.filter(submitted_at__isnull=False).select_related("participation__organisation", "content")
    return call, list(rows.order_by("id"))


def committed_seat(step, oid) -> Participation:
    """A committed association of this programme."""
    group = Participation.objects.committed().select_related("organisation")
    return get_object_or_404(group, program=step.program, public_id=oid)


def declared_of(seat, bids) -> dict[int, tuple[bool, str]]:
    """What an association declared: {proposal pk: (is tied, text)}."""
    rows = Interest.objects.filter(participation=seat, proposal__in=bids)
    return {row.proposal_id: (row.is_tied, row.text) for row in rows}


def shows_results(step) -> bool:
    """Whether the group's results may be seen: the same rule as the register's, as one measure."""
    awaited = Participation.objects.committed().filter(program=step.program, ballot__isnull=True)
    call = Call.objects.filter(program=step.program).filter(Q(scoring_ended_at__isnull=False) | ~Exists(awaited))
    return call.exists()


UNTOLD = "Cette grille se lira quand toutes seront envoyées, comme les autres."


def is_told_to_officers(request, step, oid) -> bool:
    """Whether what this association gave may be read by the officers: nothing yet, or sent and told with the others."""
    given = Score.objects.filter(participation__public_id=oid, participation__program=step.program)
    sent = Ballot.objects.filter(participation__public_id=oid, participation__program=step.program)
    return not given.exists() or (sent.exists() and shows_results(step))


def declare(request, step, seat, *, dictated, to, crumbs):
    """The form of declarations, for an association or under its dictation."""
    _call, bids = opened_bids(step)
    links = readings.known_links(step.program)
    known = {bid: text for (voter, bid), text in links.items() if voter == seat.pk}
    form = InterestsForm(request.POST or None, bids=bids, stored=declared_of(seat, bids), known=known)

    def act(data):
        actions.declare_interests(step, seat, data, by=request.user, dictated=dictated)

    if accepted(form, act):
        return done(request, "La déclaration est enregistrée.", to)
    return form_page(
        request,
        form,
        title=f"Liens avec les prestataires\u00a0: {seat.organisation}"
        if dictated
        else "Vos liens avec les prestataires",
        submit="Enregistrer la déclaration",
        crumbs=crumbs,
        template="programs/selection/interests.html",
        intro=DICTATED if dictated else "",
    )


def score(request, step, seat, *, dictated, urls, crumbs):
    """The grid, for an association or under its dictation: what the proposals say, then points and remarks."""
    call, bids = opened_bids(step)
    ties = declared_of(seat, bids)
    if {bid.pk for bid in bids} - set(ties):
        return HttpResponseRedirect(urls["declare_url"])
    is_sending = request.POST.get("geste") == "envoyer"
    criteria = list(actions.judged_by_hand(step))
    stored = Score.objects.filter(participation=seat)
    if dictated:  # an officer sees nothing that somebody else typed
        stored = stored.filter(by=request.user)
    form = GridForm(
        request.POST or None,
        bids=[bid for bid in bids if not ties[bid.pk][0]],
        criteria=criteria,
        stored={(row.proposal_id, row.criterion_id): (row.points, row.comment) for row in stored},
        complete=is_sending,
    )

    def act(data):
        if not is_sending:
            return actions.save_scores(step, seat, data, by=request.user, dictated=dictated)
        proof = None if dictated else codes.proof(request, "grid", f"envoyer la grille de {seat.organisation}", step)
        return actions.send_grid(step, seat, data, by=request.user, dictated=dictated, proof=proof)

    if accepted(form, act):
        return done(request, "La grille est envoyée." if is_sending else "Le brouillon est enregistré.", urls["to"])
    context = {
        "step": step,
        "program": step.program,
        "crumbs": crumbs,
        "seat": seat,
        "dictated": dictated,
        "form": form,
        "bids": bids,
        "tied": [(bid, ties[bid.pk][1]) for bid in bids if ties[bid.pk][0]],
        "ballot": Ballot.objects.filter(participation=seat).first(),
        "shows_results": not dictated and shows_results(step),
        "call": call,
        "is_chosen": hasattr(call, "choice"),
        **urls,
    }
    return render(request, "programs/selection/grid.html", context)


@phase_view("phase.answer")
@shown_to_viewers()
def interests(request, step, oid):
    """An association declares its ties, before it reads."""
    seat = readings.own_association(request, step, oid)
    to = step.reverse("selection:grid", seat.public_id)
    return declare(request, step, seat, dictated=False, to=to, crumbs=way_back(step))


@phase_view("phase.answer")
@shown_to_viewers(is_told_to_officers, UNTOLD)
def grid(request, step, oid):
    """An association reads the proposals side by side, and scores them."""
    seat = readings.own_association(request, step, oid)
    names = {"declare_url": "interests", "to": "grid", "abstain_url": "abstain", "results_url": "results"}
    urls = {key: step.reverse(f"selection:{name}", seat.public_id) for key, name in names.items()}
    return score(request, step, seat, dictated=False, urls=urls, crumbs=way_back(step))


@phase_view("phase.answer")
@require_POST
def abstain(request, step, oid):
    """An association does not score."""
    seat = readings.own_association(request, step, oid)
    proof = codes.proof(request, "grid", f"noter l’abstention de {seat.organisation}", step)
    actions.abstain(step, seat, by=request.user, proof=proof)
    return done(request, "Votre abstention est enregistrée.", step.reverse("selection:grid", seat.public_id))


@phase_view("phase.reply")
@shown_to_viewers()
def results(request, step, oid):
    """What the group gave, for its associations, once all grids are in."""
    seat = readings.own_association(request, step, oid)
    register = registers.read(step.program)
    if register is None or not register.shows_results:
        raise Http404("Les résultats se lisent une fois toutes les grilles envoyées.")
    context = {
        "step": step,
        "program": step.program,
        "crumbs": way_back(step, Link("Votre grille", step.reverse("selection:grid", seat.public_id))),
        "register": register,
        "results": tables.results(register),
        "details": tables.details(register),
    }
    return render(request, "programs/selection/results.html", context)


@phase_view("phase.write")
def dictated_interests(request, step, oid):
    """The officer types the ties that an association says aloud."""
    seat = committed_seat(step, oid)
    to = step.reverse("selection:dictated_grid", seat.public_id)
    return declare(request, step, seat, dictated=True, to=to, crumbs=step.crumbs)


@phase_view("phase.write")
def dictated_grid(request, step, oid):
    """The officer types the grid that an association says aloud."""
    seat = committed_seat(step, oid)
    names = {"declare_url": "dictated_interests", "abstain_url": "dictated_abstention"}
    urls = {key: step.reverse(f"selection:{name}", seat.public_id) for key, name in names.items()}
    urls["to"] = step.reverse("selection:board")
    return score(request, step, seat, dictated=True, urls=urls, crumbs=step.crumbs)


@phase_view("phase.write")
@require_POST
def dictated_abstention(request, step, oid):
    """The officer notes that an association abstains."""
    seat = committed_seat(step, oid)
    actions.abstain(step, seat, by=request.user, dictated=True)
    return done(request, f"L’abstention de {seat.organisation} est notée.", step.reverse("selection:board"))
