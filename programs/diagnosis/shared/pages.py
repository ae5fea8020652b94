"""The DLA's pages of the shared diagnosis: where it stands, its draft, its proposal, the answers, the validation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from dla_collectif.services.refusals import Refusal
from programs.journey.guards import phase_view
from programs.journey.models import Participation
from programs.journey.pages import around
from programs.reminders.readings import dates_of
from programs.voices.pages import announcing_page, answering_page, noting_page

from ..answering.doors import seat_of_association
from ..models import SharedEdition, SharedVoice, Synthesis
from ..pages import room_page
from . import actions as acts
from . import live_figures
from .forms import AnswerForm, NotedVoiceForm, PublishForm, ReadersForm, SynthesisForm, ValidationForm
from .matter import matter_of


@phase_view("phase.read")
def synthesis(request, step):
    """Where the shared diagnosis stands: its versions, what each association said, the next gesture."""
    draft = Synthesis.objects.filter(program=step.program).first()
    editions = list(SharedEdition.objects.of(step.program).select_related("meeting"))
    edition = editions[0] if editions else None
    lines = voices_of(step, edition) if edition else []
    context = {
        "draft": draft,
        "editions": editions,
        "edition": edition,
        "lines": lines,
        "said": sum(voice is not None for _, voice in lines),
        "waiting": sum(voice is not None and voice.awaits for _, voice in lines),
        "why_not": acts.why_not_validated(edition) if edition and edition.validated_on is None else "",
        "reminded": dates_of(step.program, [seat for seat, _ in lines], "synthese"),
        "is_newer": bool(draft and draft.text.strip() and edition and is_newer(step.program, draft, edition)),
    }
    return room_page(request, step, "programs/diagnosis/shared/synthesis.html", **context)


def is_newer(program, draft, edition) -> bool:
    """Whether the draft says something else than the version proposed last; figures that moved count too."""
    return live_figures.resolve(draft.text, live_figures.figures_of(program)).strip() != edition.text


def voices_of(step, edition) -> list[tuple]:
    """Each association of the group with what it said: [(seat, voice or None)]; of those that left, only who spoke."""
    rows = edition.voices.select_related("participation__organisation", "person")
    voices = {voice.participation_id: voice for voice in rows}
    seats = Participation.objects.associations().filter(program=step.program).select_related("organisation")
    seats = seats.exclude(status=Participation.Status.SPOTTED).order_by("organisation__name", "id")
    return [(seat, voices.get(seat.pk)) for seat in seats if seat.status in Participation.SEATED or seat.pk in voices]


@phase_view("phase.write")
def draft(request, step):
    """Write the draft, beside the figures that it may cite and the matter that it draws from."""
    row = Synthesis.objects.filter(program=step.program).first() or Synthesis(program=step.program)
    form = SynthesisForm(request.POST or None, instance=row)
    home = step.reverse("diagnosis:draft")
    if accepted(form, lambda data: acts.write_synthesis(step, data, by=request.user)):
        return done(request, "Le brouillon est enregistré. Le DLA seul le lit.", home)
    figures = live_figures.figures_of(step.program)
    context = around(request, step) | {
        "form": form,
        "conflict": form.conflict,
        "figures": live_figures.listed(figures),
        "matter": matter_of(step.program),
        "preview": live_figures.resolve(row.text, figures),
        "home": step.reverse("diagnosis:synthesis"),
    }
    return render(request, "programs/diagnosis/shared/draft.html", context, status=409 if form.conflict else 200)


@phase_view("phase.write")
def publish(request, step):
    """Reread the version as the group will read it, then propose it."""
    home = step.reverse("diagnosis:synthesis")
    last = SharedEdition.objects.of(step.program).first()
    try:
        text = acts.proposal(step.program)
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect(step.reverse("diagnosis:draft"))
    number = last.number + 1 if last else 1
    form = PublishForm(request.POST or None, number=number, read=acts.seal(text))
    if accepted(form, lambda data: acts.publish_edition(step, data, by=request.user)):
        sentence = f"La version {number} est proposée au groupe. Annoncez-la aux associations."
        return done(request, sentence, step.reverse("diagnosis:offer"))
    return form_page(
        request,
        form,
        title=f"Proposer la version {number} au groupe",
        submit=f"Proposer la version {number}",
        step=step,
        cancel_url=home,
        intro="Son texte et ses chiffres ne changeront plus. Une correction fera une nouvelle version.",
        template="programs/diagnosis/shared/publish.html",
        text=text,
    )


@phase_view("phase.write")
def offer(request, step):
    """The messages that announce a version, reread then sent."""
    edition = get_object_or_404(SharedEdition.objects.talked_about(), program=step.program)
    return announcing_page(request, step, edition, acts.offers, home=step.reverse("diagnosis:synthesis"))


@phase_view("phase.write")
def note_voice(request, step, oid):
    """Note what an association said aloud or on paper."""
    seat = seat_of_association(step, oid)
    edition = get_object_or_404(SharedEdition.objects.talked_about(), program=step.program)
    home = step.reverse("diagnosis:synthesis")
    return noting_page(request, step, edition, seat, NotedVoiceForm, acts.say, home=home)


@phase_view("phase.write")
def answer_voice(request, step, oid):
    """Answer a reservation."""
    voices = SharedVoice.objects.filter(edition__program=step.program)
    return answering_page(
        request, step, voices, oid, AnswerForm, home=lambda voice: step.reverse("diagnosis:synthesis")
    )


@phase_view("phase.write")
def validate(request, step):
    """Note the meeting in which the group made the version its own."""
    edition = get_object_or_404(SharedEdition.objects.talked_about(), program=step.program)
    home = step.reverse("diagnosis:synthesis")
    form = ValidationForm(request.POST or None, edition=edition)
    if accepted(form, lambda data: acts.validate_edition(step, data, by=request.user)):
        return done(request, "La validation est notée. Le cahier des charges peut citer cette version.", home)
    return form_page(
        request,
        form,
        title=f"Validation de la version {edition.number}",
        submit="Noter la validation",
        step=step,
        cancel_url=home,
        template="programs/diagnosis/shared/validate.html",
        edition=edition,
        why_not=acts.why_not_validated(edition),
        silent=edition.to_ask(),
    )


@phase_view("phase.write")
def readers(request, step, number):
    """Who reads a validated version."""
    rows = SharedEdition.objects.of(step.program).validated()
    edition = get_object_or_404(rows, number=number)
    home = step.reverse("diagnosis:synthesis")
    form = ReadersForm(request.POST or None, edition=edition)
    if accepted(form, lambda data: acts.change_readers(step, edition, data["visibility"], by=request.user)):
        return done(request, f"Qui lit la version {edition.number} est enregistré.", home)
    return form_page(
        request, form, title="Qui lit le diagnostic partagé", submit="Enregistrer", step=step, cancel_url=home
    )
