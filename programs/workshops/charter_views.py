"""The pages of the charter: writing it, offering it, adopting it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from dla_collectif.accounts import codes
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view, shown_to_viewers
from programs.journey.models import Participation
from programs.journey.pages import step_page
from programs.journey.prints import answer_one
from programs.journey.seats import seat_for
from programs.reminders.readings import dates_of

from . import charter as verbs
from .forms import AdoptionForm, CharterForm, ClauseForm, PaperAdoptionForm, ReopenCharterForm
from .models import Adoption, Charter, Clause
from .prints import CHARTER, signatures

MOVES = {"monter": True, "descendre": False}


@phase_view("phase.read")
def charter(request, step):
    """The charter, its clauses, who adopted it."""
    row = Charter.objects.filter(program=step.program).first()
    context = {"charter": row, "clauses": step.program.clauses.all(), "signatures": signatures(step.program, row)}
    group = [seat for seat, _ in context["signatures"]] if row and row.offered_at else []
    context["reminded"] = dates_of(step.program, group, "charte")
    return step_page(request, step, "programs/workshops/charter.html", **context)


@phase_view("phase.write")
def preamble(request, step):
    """Title and preamble."""
    row = Charter.objects.filter(program=step.program).first() or Charter(program=step.program)
    form = CharterForm(request.POST or None, instance=row)
    if accepted(form, lambda data: verbs.write_charter(step, data, by=request.user)):
        return done(request, "Le préambule est enregistré.", step.reverse("workshops:charter"))
    return form_page(request, form, title="Titre et préambule de la charte", submit="Enregistrer", step=step)


@phase_view("phase.write")
def clause(request, step, oid=None):
    """Add or change a clause."""
    row = get_object_or_404(Clause, program=step.program, public_id=oid) if oid else None
    form = ClauseForm(request.POST or None, instance=row)
    if accepted(form, lambda data: verbs.write_clause(step, data, row, by=request.user)):
        return done(request, "L’article est enregistré.", step.reverse("workshops:charter"))
    return form_page(request, form, title="Article de la charte", submit="Enregistrer l’article", step=step)


@phase_view("phase.write")
def arrange(request, step, oid):
    """Move a clause, or take it away: one button each."""
    row = get_object_or_404(Clause, program=step.program, public_id=oid)
    gesture = request.POST.get("geste", "")
    if gesture in MOVES:
        verbs.move_clause(step, row, MOVES[gesture], by=request.user)
        return done(request, "L’article est déplacé.", step.reverse("workshops:charter"))
    if gesture == "retirer":
        verbs.remove_clause(step, row, by=request.user)
        return done(request, "L’article est retiré.", step.reverse("workshops:charter"))
    raise Http404("Ce geste n’existe pas.")


@phase_view("phase.write")
def offer(request, step):
    """Offer the charter for adoption."""
    if request.method == "POST":
        verbs.offer_charter(step, by=request.user)
        return done(request, "La charte est proposée à l’adoption.", step.reverse("workshops:charter"))
    raise Http404("Cette adresse ne s’ouvre que par son bouton.")


@phase_view("phase.write")
def take_back(request, step):
    """Write the charter again, with a reason."""
    form = ReopenCharterForm(request.POST or None)
    if accepted(form, lambda data: verbs.take_back_charter(step, data["reason"], by=request.user)):
        return done(request, "La charte peut de nouveau être modifiée.", step.reverse("workshops:charter"))
    return form_page(request, form, title="Reprendre la charte", submit="Reprendre la charte", step=step)


@phase_view("phase.answer")
@shown_to_viewers()
def adopt(request, step):
    """An association reads the charter and adopts it."""
    seats = Participation.objects.held_by(request.user).committed().filter(program=step.program)
    seat = seat_for(request, seats, "Cette charte n’est pas proposée à votre structure.")
    return adoption_page(request, step, seat, "journey:space", AdoptionForm)


@phase_view("phase.write")
def adopt_for(request, step, oid):
    """The officer notes an adoption signed on paper."""
    seat = get_object_or_404(Participation.objects.committed(), program=step.program, public_id=oid)
    return adoption_page(request, step, seat, step.reverse("workshops:charter"), PaperAdoptionForm)


def adoption_page(request, step, seat, back, form_class):
    """The charter to read, and the act of adopting it; once done, what was adopted."""
    row = Charter.objects.filter(program=step.program, offered_at__isnull=False).first()
    if row is None:
        raise Http404("Aucune charte n’est proposée à l’adoption.")
    form = form_class(request.POST or None, seat=seat, charter=row)
    on_paper = form_class is PaperAdoptionForm

    def act(data):
        words = f"adopter la charte « {row.title} » pour {seat.organisation}"
        proof = None if on_paper else codes.proof(request, "charter", words, step)
        verbs.adopt_charter(step, seat, data, by=request.user, proof=proof)

    if accepted(form, act):
        return done(request, f"{seat.organisation} a adopté la charte.", back)
    context = {
        "charter": row,
        "clauses": step.program.clauses.all(),
        "seat": seat,
        "step": None,
        "program": step.program,
        "on_paper": on_paper,
    }
    context["adoption"] = Adoption.objects.filter(charter=row, participation=seat).select_related("person").first()
    title, template = row.title, "programs/workshops/adopt.html"
    return form_page(request, form, title=title, submit="Adopter la charte", template=template, **context)


@phase_view("phase.read")
def charter_pdf(request, step):
    """The charter on paper, with its signatories and lines for those who have not signed."""
    return answer_one(request, step.journey, CHARTER)
