"""The pages of the corridor: desk, programme, phase, report, closing, documents, journal."""

import re

from django.http import Http404
from django.shortcuts import render

from dla_collectif.accounts.models import Dla
from dla_collectif.directory.models import Organisation
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import files
from dla_collectif.services.editing import edit
from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow
from dla_collectif.services.ids import PublicIdConverter
from dla_collectif.services.kept import Kept
from dla_collectif.services.pages import Link, done, form_page

from . import actions, prints, reports
from .forms import OpenProgramForm, ProgramForm, ReasonForm
from .guards import Reader, phase_view, program_view, shown_to_viewers
from .measuring import measure
from .models import CarrierRequest, Document, Program, name_carriers
from .participations import spot_association
from .progress import Journey

LATEST = 8
MOST_AT_ONCE = 100  # associations taken along when a programme is opened
on_desk = Kept(lambda: Program.objects.carried_by(Reader())[:100])
asked = Kept(lambda: CarrierRequest.objects.waiting().asked_of(Reader()).told())


@allow("desk.see")
def desk(request):
    """The officer's desk: a line for each programme, the gesture first."""
    programs = on_desk.run(user=request.user.pk, person=request.user.person_id)
    measure(programs, "measures")
    name_carriers(programs)
    journeys = [Journey(program) for program in programs]
    context = {
        "under_way": [journey for journey in journeys if journey.program.is_under_way],
        "failed_mails": Message.objects.written_by(request.user).failed().count(),
        "ended": [journey for journey in journeys if not journey.program.is_under_way],
        "requests": asked.run(user=request.user.pk),
    }
    return render(request, "programs/journey/desk.html", context)


@allow("program.open")
def open_program(request):
    """A new accompagnement collectif, with the associations that were chosen in the directory."""
    teams = Dla.objects.worked_in_by(request.user)
    form = OpenProgramForm(request.POST or None, teams=teams)
    chosen, opened = chosen_associations(request), []

    def act(data):
        opened.append(actions.open_program(data, data["dla"], by=request.user))
        for organisation in chosen:
            spot_association(Journey(opened[0]).current, organisation, source="annuaire", by=request.user)

    if accepted(form, act):
        return done(request, "L’accompagnement est ouvert. Première étape : le cadrage.", opened[0])
    intro = f"Associations repérées : {', '.join(map(str, chosen))}." if chosen else ""
    words = {"title": "Nouvel accompagnement collectif", "submit": "Ouvrir l’accompagnement", "intro": intro}
    return form_page(request, form, **words)


def chosen_associations(request) -> list[Organisation]:
    """The associations that the address names (`?organismes=`, ticked in the directory)."""
    ids = [each for each in request.GET.getlist("organismes") if re.fullmatch(PublicIdConverter.regex, each)]
    rows = Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION, public_id__in=ids[:MOST_AT_ONCE])
    return list(rows.order_by("search")) if ids else []


@program_view("program.read")
@shown_to_viewers()
def program(request, journey):
    """A programme: where it stands, the next task, documents, what happened."""
    carries = journey.program.is_carried_by(request.user)
    scope = journey.program.journal_scope
    context = {
        "journey": journey,
        "program": journey.program,
        "steps": journey.steps,
        "here": None,
        "carries": carries,
        "current": journey.current if carries else None,
        "task": journey.next_task if carries else None,
        "documents": Document.objects.visible_to(journey.program).order_by("-number")[:LATEST],
        "entries": Entry.objects.filter(scope=scope).order_by("-number")[:LATEST] if carries else [],
    }
    return render(request, "programs/journey/program.html", context)


@program_view("program.manage")
def edit_program(request, journey):
    """Title, theme, sector, territory."""
    form = ProgramForm(request.POST or None, instance=journey.program)
    if accepted(form, lambda data: edit(journey.program, data, by=request.user)):
        return done(request, "L’intitulé est enregistré.", journey.program)
    crumbs = [Link(journey.program.title, journey.program.get_absolute_url())]
    return form_page(request, form, title="Intitulé et territoire", submit="Enregistrer", crumbs=crumbs)


@phase_view("phase.read")
def phase(request, step):
    """A step: next task, to-do, the matter itself, the room's pages."""
    context = {
        **reports.facts(step),
        "steps": step.journey.steps,
        "here": step,
        "task": step.next_task if step.is_writable else None,
        "requirements": step.requirements,
        "pages": step.pages,
        "crumbs": step.crumbs[:1],
    }
    return render(request, "programs/journey/phase.html", context)


@phase_view("phase.read")
def phase_pdf(request, step):
    """The report of a step as it stands now, on paper."""
    return prints.answer(request, step.journey, prints.step_report(step))


@phase_view("phase.close")
def close(request, step):
    """Close the step: what is missing, what will be frozen, then the act."""
    help_text = "Ce motif est gardé au journal et imprimé dans le compte rendu de l’étape."
    form = ReasonForm(request.POST or None, required=bool(step.missing), help_text=help_text)
    if not step.blocking and accepted(form, lambda data: actions.close_phase(step, **data, by=request.user)):
        return done(request, f"L’étape « {step.title} » est close, son compte rendu est figé.", step.program)
    return form_page(
        request,
        form,
        title=f"Clore l’étape « {step.title} »",
        submit="Clore l’étape" if not step.missing else "Clore en passant outre",
        step=step,
        template="programs/journey/close.html",
        requirements=step.requirements,
    )


@phase_view("phase.reopen")
def reopen(request, step):
    """Reopen the last closed step."""
    help_text = "Les éditions déjà figées restent ; une nouvelle sera établie à la prochaine clôture."
    form = ReasonForm(request.POST or None, help_text=help_text)
    if accepted(form, lambda data: actions.reopen_phase(step, data["reason"], by=request.user)):
        return done(request, f"L’étape « {step.title} » est rouverte.", step)
    return form_page(request, form, title=f"Rouvrir l’étape « {step.title} »", submit="Rouvrir l’étape", step=step)


@program_view("program.manage")
def stop(request, journey):
    """Stop the programme here, with its reason."""
    help_text = "Un bilan de ce qui a été fait est figé. Un arrêt est une issue comme une autre."
    form = ReasonForm(request.POST or None, help_text=help_text)
    if accepted(form, lambda data: actions.stop_program(journey, data["reason"], by=request.user)):
        return done(request, "L’accompagnement est arrêté, son bilan est figé.", journey.program)
    crumbs = [Link(journey.program.title, journey.program.get_absolute_url())]
    return form_page(request, form, title="Arrêter l’accompagnement", submit="Arrêter ici", crumbs=crumbs)


@program_view("program.read")
@shown_to_viewers()
def documents(request, journey):
    """All the documents that the visitor may read."""
    context = {
        "program": journey.program,
        "carries": journey.program.is_carried_by(request.user),
        "documents": Document.objects.visible_to(journey.program).order_by("-number")[:200],
        "crumbs": [Link(journey.program.title, journey.program.get_absolute_url())],
    }
    return render(request, "programs/journey/documents.html", context)


@allow("home.see")
@shown_to_viewers()
def document(request, did):
    """A document, for whoever may read it: the stored file, or the print of a frozen report."""
    programs = Program.objects.visible_to(request.user)
    row = Document.objects.kept().filter(public_id=did).first()
    program = programs.filter(pk=row.program_id).first() if row else None
    if program is None or row.visibility < program.reading_level:
        raise Http404("Ce document n’existe pas, ou ne vous est pas ouvert.")
    if row.kind == Document.Kind.REPORT:
        return prints.answer_frozen(request, row)
    return files.serve(row.file.open("rb"), row.filename, row.content_type)
