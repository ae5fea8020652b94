"""The pages of retention: what comes to its term, why, what holds it; the act of destroying, and its certificate."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dla_collectif.privacy import holds
from dla_collectif.privacy.models import Hold
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.teams.guards import team_view
from dla_collectif.teams.views import address
from programs.journey.guards import program_view
from programs.journey.models import Program
from programs.journey.prints import answer_one

from . import actions, plan
from .forms import DestroyForm, HoldForm, KeepingForm, LiftForm
from .models import Destruction, Keeping
from .prints import CERTIFICATES
from .rules import Lot

MOST = 200  # programmes of a page, the first to end first
LATEST = 20  # certificates


@team_view("team.read")
def plan_of_team(request, dla):
    """What a DLA's programmes have that is overdue or comes within six months, what is held, what was destroyed."""
    carried = Program.objects.visible_to(request.user).filter(carriers__dla=dla)
    programs = list(carried.order_by("ended_on", "pk"))
    ended = [program for program in programs if program.state != Program.State.UNDER_WAY]
    lines = [line for line in plan.lines_of(ended[:MOST]) if line.is_seen]
    plan.count(lines)
    dated = sorted((line for line in lines if line.until.day), key=lambda line: (line.until.day, line.program.pk))
    destroyed = Destruction.objects.filter(program__in=ended).exclude(emptied_at=None)
    context = {
        "dla": dla,
        "due": [line for line in dated if line.is_due],
        "coming": [line for line in dated if not line.is_due],
        "undated": [line for line in lines if line.until.day is None],
        "held": plan.holds_on(programs),
        "held_programs": {program.journal_scope: program for program in programs},
        "destructions": destroyed.select_related("program", "validated_by__person").order_by("-validated_at")[:LATEST],
        "crumbs": [Link(str(dla), address(dla))],
    }
    return render(request, "programs/retention/team.html", context)


@program_view("program.follow")
def plan_of_program(request, journey):
    """Until when each lot of a programme is kept, by which rule; who pays; the hold; the certificates."""
    program = journey.program
    lines = plan.lines_of([program])
    plan.count(lines)
    context = {
        "program": program,
        "lines": lines,
        "facts": lines[0].facts,
        "hold": lines[0].hold,
        "past_holds": Hold.objects.filter(scope=program.journal_scope).exclude(lifted_at=None).order_by("-pk")[:LATEST],
        "crumbs": crumbs(program),
    }
    return render(request, "programs/retention/program.html", context)


@program_view("program.follow")
def write_keeping(request, journey):
    """Who pays, and the last payment."""
    program = journey.program
    stored = Keeping.objects.filter(program=program).first() or Keeping(program=program)
    form = KeepingForm(request.POST or None, instance=stored, program=program)
    if accepted(form, lambda data: actions.write_keeping(program, data, by=request.user)):
        return done(request, "Les financements sont notés, les dates sont recalculées.", home(program))
    return own_form(request, form, program, "Financements et dernier paiement", "Enregistrer")


@program_view("program.keep")
def place_hold(request, journey):
    """Nothing of the programme is destroyed any more."""
    program, form = journey.program, HoldForm(request.POST or None)
    if accepted(form, lambda data: holds.place_hold(program, data, by=request.user)):
        return done(request, "Le gel est posé\u00a0: rien de cet accompagnement ne sera détruit.", home(program))
    return own_form(request, form, program, "Geler toute destruction", "Poser le gel")


@program_view("program.keep")
def lift_hold(request, journey):
    """Destruction is possible again."""
    program, form = journey.program, LiftForm(request.POST or None)
    if accepted(form, lambda data: holds.lift_hold(program, data["reason"], by=request.user)):
        return done(request, "Le gel est levé\u00a0: les durées de conservation courent de nouveau.", home(program))
    return own_form(request, form, program, "Lever le gel", "Lever le gel")


@program_view("program.keep")
def destroy(request, journey, lot):
    """What will be destroyed, how much, by which rule; then the act of a named person."""
    program, lot = journey.program, lot_of(lot)
    line = next(line for line in plan.lines_of([program]) if line.lot == lot)
    plan.count([line])
    form = DestroyForm(request.POST or None, initial={"seen": line.total})
    if accepted(form, lambda data: actions.destroy_lot(program, lot, data, by=request.user)):
        return done(request, "La destruction est faite, son procès-verbal est gardé.", home(program))
    if form.is_bound:  # the numbers shown now are those that the next sending is about
        form.data = form.data.copy()
        form.data["seen"] = line.total
    return own_form(
        request,
        form,
        program,
        f"Détruire les {lot.label}",
        "Valider la destruction",
        template="programs/retention/destroy.html",
        line=line,
        keep=False,
    )


@program_view("program.follow")
def certificate(request, journey, oid):
    """Who had what destroyed, when, by which rule."""
    row = find_destruction(journey, oid)
    way = [*crumbs(journey.program), Link("Conservation", home(journey.program))]
    context = {"program": journey.program, "destruction": row, "crumbs": way}
    return render(request, "programs/retention/certificate.html", context)


@program_view("program.follow")
def certificate_pdf(request, journey, oid):
    """The same on paper, for the file of the funder."""
    return answer_one(request, journey, CERTIFICATES, about=find_destruction(journey, oid).pk)


def find_destruction(journey, oid) -> Destruction:
    """A certificate of this programme. Raises Http404."""
    rows = Destruction.objects.exclude(emptied_at=None).select_related("validated_by__person")
    return get_object_or_404(rows, program=journey.program, public_id=oid)


def lot_of(slug) -> Lot:
    """The lot of an address. Raises Http404."""
    lot = next((lot for lot in Lot if lot.slug == slug), None)
    if lot is None:
        raise Http404("Il n’y a rien de ce nom à conserver.")
    return lot


def own_form(request, form, program, title, submit, **context):
    """A form about a programme's retention, with the way back."""
    way = [*crumbs(program), Link("Conservation", home(program))]
    context |= {"program": program, "crumbs": way, "cancel_url": home(program)}
    return form_page(request, form, title=title, submit=submit, **context)


def crumbs(program) -> list[Link]:
    """The way back to the programme."""
    return [Link(program.title, program.get_absolute_url())]


def home(program) -> str:
    """The page of a programme's retention."""
    return reverse("retention:program", args=[program.public_id])
