"""The officer's pages until the choice: the consultation, its providers, the opening, the grids and results."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from dla_collectif.services import clock, files
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from programs.journey.forms import ReasonForm
from programs.journey.guards import phase_view, shown_to_viewers
from programs.journey.mailing import mailing_page
from programs.reminders.readings import dates_of
from programs.specification.models import Specification

from . import actions, grid_actions, readings, tables
from . import register as registers
from .forms import CallForm, ExtendForm, HearingForm, JustificationForm, ProviderForm
from .models import Call, Proposal, SealedContent

IN_MINUTES = "Imprimé au procès-verbal du choix."


def page(request, step, template, **context):
    """A page of the room for officers, with its tabs."""
    tabs = [
        Link(each.label, step.reverse(each.url_name), request.path == step.reverse(each.url_name))
        for each in step.phase.pages
    ]
    common = {"step": step, "steps": step.journey.steps, "here": step, "crumbs": step.crumbs, "program": step.program}
    return render(request, template, {**common, "tabs": tabs, **context})


def call_of(step) -> Call:
    """The programme's consultation, or a blank one that is not stored."""
    return Call.objects.filter(program=step.program).first() or Call(program=step.program)


def register_of(step):
    """The register once providers are consulted; None before."""
    register = registers.read(step.program)
    return register if register is not None and register.call.is_sent else None


@phase_view("phase.read")
def call(request, step):
    """The consultation: deadline, what all are told, who is consulted and what they answered."""
    row = call_of(step)
    proposals = list(row.proposals.select_related("participation__organisation")) if row.pk else []
    context = {
        "call": row,
        "proposals": proposals,
        "waiting": [proposal for proposal in proposals if not proposal.invited_at],
        "specification": Specification.objects.filter(program=step.program).select_related("document").first(),
        "minimum": step.program.rule_set.minimum_consulted,
        "reminded": dates_of(step.program, [each.participation for each in proposals], "intention", "proposition"),
    }
    return page(request, step, "programs/selection/call.html", **context)


@phase_view("phase.write")
def edit_call(request, step):
    """Deadline, information, justification; once sent, the justification alone."""
    row = call_of(step)
    initial = (
        {}
        if row.shared_information or row.is_sent
        else {"shared_information": readings.suggested_information(step.program)}
    )
    form = (JustificationForm if row.is_sent else CallForm)(request.POST or None, instance=row, initial=initial)
    minimum = step.program.rule_set.minimum_consulted
    form.fields["justification"].help_text = f"À écrire en dessous de {minimum} prestataires consultés. " + IN_MINUTES
    if accepted(form, lambda data: actions.write_call(step, data, by=request.user)):
        return done(request, "La consultation est enregistrée.", step.reverse("selection:call"))
    return form_page(request, form, title="Préparer la consultation", submit="Enregistrer", step=step)


@phase_view("phase.write")
def add_provider(request, step):
    """One more consultancy to consult."""
    form = ProviderForm(request.POST or None, program=step.program)
    if accepted(form, lambda data: actions.add_provider(step, data, by=request.user)):
        return done(
            request,
            "Le prestataire est sur la liste\u202f; il n’est pas encore prévenu.",
            step.reverse("selection:call"),
        )
    return form_page(request, form, title="Ajouter un prestataire", submit="Ajouter à la liste", step=step)


@phase_view("phase.write")
@require_POST
def drop_provider(request, step, oid):
    """Take a consultancy off the list."""
    proposal = get_object_or_404(Proposal, call__program=step.program, public_id=oid)
    actions.drop_provider(step, proposal, by=request.user)
    return done(request, f"{proposal} n’est plus sur la liste.", step.reverse("selection:call"))


@phase_view("phase.write")
def send_call(request, step):
    """The consultation reread, then sent to the providers who were not written to yet."""
    row, home = call_of(step), step.reverse("selection:call")
    waiting = (
        list(row.proposals.filter(invited_at=None).select_related("participation__organisation")) if row.pk else []
    )
    if request.method != "POST" and not (waiting and row.deadline):
        return HttpResponseRedirect(home)
    return mailing_page(
        request,
        step,
        actions.consultation(step, row, waiting),
        send=lambda: actions.send_call(step, by=request.user),
        told=lambda count: f"La consultation est envoyée à {count} prestataire{'s' if count > 1 else ''}.",
        home=home,
    )


@phase_view("phase.write")
def extend(request, step):
    """Give all providers more time."""
    form = ExtendForm(request.POST or None)
    if accepted(form, lambda data: actions.extend_deadline(step, data, by=request.user)):
        return done(
            request,
            "La date limite est reportée\u202f; chaque prestataire en est averti.",
            step.reverse("selection:call"),
        )
    return form_page(
        request, form, title="Reporter la date limite", submit="Reporter et prévenir tous les prestataires", step=step
    )


@phase_view("phase.read")
def opening(request, step):
    """What was handed in and its receipts; after the deadline, the button that opens."""
    return page(request, step, "programs/selection/opening.html", register=register_of(step), now=clock.now())


@phase_view("phase.write")
@require_POST
def open_proposals(request, step):
    """Break the seals."""
    actions.open_proposals(step, by=request.user)
    return done(request, "Les propositions sont ouvertes.", step.reverse("selection:proposals"))


@phase_view("phase.read")
def proposals(request, step):
    """The opened proposals side by side."""
    register = register_of(step)
    if register is None or not register.call.is_opened:
        return HttpResponseRedirect(step.reverse("selection:opening"))
    return page(request, step, "programs/selection/proposals.html", register=register)


def is_opened(request, step, oid) -> bool:
    """Whether a proposal's document may be read by the officers."""
    return Proposal.objects.filter(call__program=step.program, public_id=oid, call__opened_at__isnull=False).exists()


@phase_view("program.read")
@shown_to_viewers(is_opened, "Cette proposition n’est pas encore ouverte.")
def document(request, step, oid):
    """The document of a proposal: for its author at any time, for the officers and the group once opened."""
    proposal = get_object_or_404(Proposal.objects.select_related("call"), call__program=step.program, public_id=oid)
    contents = SealedContent.objects.filter(proposal=proposal).exclude(file="")
    if readings.speaks_for(proposal, request.user):
        content = contents.written_by(request.user).first()
    else:
        judges = step.is_carried_by(request.user) or readings.may_judge(step, request.user)
        content = contents.opened().first() if judges and proposal.call.is_opened else None
    if content is None:
        raise Http404("Ce document n’existe pas, ou ne vous est pas ouvert.")
    return files.serve(content.file.open("rb"), content.filename, content.content_type)


@phase_view("phase.read")
def board(request, step):
    """Declarations, grids received, and the results once they may be seen."""
    register = register_of(step)
    if register is None or not register.call.is_opened:
        return page(request, step, "programs/selection/board.html", register=register)
    known = {} if register.choice else readings.known_links(step.program)
    context = {
        "register": register,
        "voters": tables.voters(register, known),
        "results": tables.results(register),
        "details": tables.details(register),
    }
    return page(request, step, "programs/selection/board.html", **context)


@phase_view("phase.write")
def end_scoring(request, step):
    """Declare scoring over though grids are missing."""
    help_text = "Les notes deviennent visibles et aucune grille ne change plus. Ce motif est imprimé au procès-verbal."
    form = ReasonForm(request.POST or None, help_text=help_text)
    if accepted(form, lambda data: grid_actions.end_scoring(step, data, by=request.user)):
        return done(request, "La notation est close.", step.reverse("selection:board"))
    return form_page(request, form, title="Clore la notation", submit="Clore la notation", step=step)


@phase_view("phase.write")
def hearing(request, step):
    """Which of several meetings is the hearing."""
    form = HearingForm(request.POST or None, program=step.program, initial={"hearing": call_of(step).hearing_id})
    if accepted(form, lambda data: actions.choose_hearing(step, data, by=request.user)):
        return done(request, "L’audition est rattachée à la consultation.", step.reverse("selection:board"))
    return form_page(request, form, title="Quelle réunion est l’audition\u202f?", submit="Rattacher", step=step)
