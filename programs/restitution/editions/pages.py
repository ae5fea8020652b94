"""The DLA's pages of the editions: the list, one of them, making, proposing, noting, answering, approving, opening."""

from operator import attrgetter

from django.http import Http404
from django.shortcuts import get_object_or_404

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from dla_collectif.services.templatetags.house import plural
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.guards import phase_view
from programs.journey.mailing import mailing_page
from programs.journey.pages import step_page
from programs.journey.readers import who_reads
from programs.reminders.readings import dates_of
from programs.voices.pages import announcing_page, answering_page, noting_page

from ..models import Rendition, ReportEdition, ReportVoice
from . import actions as acts
from . import approval as approving
from . import making
from .asks import GESTURE
from .comparison import chapters_of
from .forms import AnswerForm, ApprovalForm, MakeForm, NotedVoiceForm, OpenForm, ProposeForm


@phase_view("phase.read")
def editions(request, step):
    """Every edition, the newest first: where it stands, what it says that it changed."""
    rows = list(ReportEdition.objects.of(step.program).select_related("meeting"))
    return step_page(request, step, "programs/restitution/editions/editions.html", editions=rows)


@phase_view("phase.write")
def make_edition(request, step):
    """What would be frozen, for whom, what is not ready; then the act."""
    number, promised = ReportEdition.objects.next_one(step.program)
    form = MakeForm(request.POST or None, number=number)
    made = []
    if accepted(form, lambda data: made.append(making.make_edition(step, data, by=request.user))):
        return done(request, f"L’édition {number} est figée. Relisez-la, puis proposez-la au groupe.", made[0])
    return form_page(
        request,
        form,
        title=f"Faire l’édition {number} du rapport",
        submit=f"Figer l’édition {number}",
        step=step,
        cancel_url=step.reverse("restitution:editions"),
        template="programs/restitution/editions/make.html",
        intro="Ses mots et ses chiffres ne changeront plus. Une correction fera une autre édition.",
        audiences=making.audiences(step.program),
        promised=promised,
        not_ready=making.not_ready(step),
        program=step.program,
    )


def found(step, number) -> ReportEdition:
    """An edition of the programme by its number. Raises Http404."""
    edition = get_object_or_404(ReportEdition.objects.of(step.program).select_related("meeting"), number=number)
    edition.program = step.program
    return edition


@phase_view("phase.read")
def edition(request, step, number):
    """An edition: its renditions and their fingerprints, what each association said, the next gesture."""
    every = list(Rendition.objects.of(step.program, whole=number))
    renditions = [each for each in every if each.edition.number == number]
    if not renditions:
        raise Http404("Cette édition n’existe pas.")
    row = renditions[0].edition
    row.program = step.program
    for each in renditions:
        each.edition, each.document.html = row, each.words
        each.intact = reports.is_intact(each.document)
        older = [other.edition.number for other in every if other.readers == each.readers]
        each.earlier = sorted((other for other in older if other < number), reverse=True)
    voices = {
        voice.participation_id: voice for voice in row.voices.select_related("participation__organisation", "person")
    }
    seats = list(row.group_of(step.program)) if row.proposed_on else []
    known = {seat.pk for seat in seats}
    lines = [(seat, voices.get(seat.pk)) for seat in seats]
    lines += [(voice.participation, voice) for pk, voice in voices.items() if pk not in known]
    lines.sort(key=lambda line: (line[1] is None, line[1] is not None and not line[1].awaits))
    later = [each.edition for each in every if each.edition.proposed_on and each.edition.number > number]
    undecided = row.proposed_on is not None and row.approved_on is None
    open_now = undecided and not later
    context = {
        "edition": row,
        "renditions": renditions,
        "lines": lines,
        "said": len(voices),
        "count": approving.counted(seats, voices.values()) if open_now else None,
        "open_now": open_now,
        "replaced_by": max(later, key=attrgetter("number")) if undecided and later else None,
        "why_not_opened": approving.why_not_opened(row) if row.approved_on else "",
        "rule": approving.RULE,
        "reminded": dates_of(step.program, [seat for seat, _ in lines], GESTURE) if open_now else {},
    }
    return step_page(request, step, "programs/restitution/editions/edition.html", **context)


@phase_view("phase.write")
def propose(request, step, number):
    """Give an edition to the group to read, until a day; then the messages are reread."""
    row = found(step, number)
    form = ProposeForm(request.POST or None)
    if accepted(form, lambda data: acts.propose(step, row, data, by=request.user)):
        sentence = f"L’édition {number} est proposée au groupe. Annoncez-la aux associations."
        return done(request, sentence, step.reverse("restitution:announce_edition", number))
    return form_page(
        request,
        form,
        title=f"Proposer l’édition {number} au groupe",
        submit="Proposer au groupe",
        step=step,
        cancel_url=row.get_absolute_url(),
        intro="Chaque association engagée lit ce que les institutions liraient, et donne un avis. "
        "Les institutions ne la voient pas.",
    )


@phase_view("phase.write")
def announce_edition(request, step, number):
    """The messages that ask each association for its word, reread then sent."""
    row = found(step, number)
    why = "" if row.proposed_on else "Proposez d’abord cette édition au groupe."
    return announcing_page(request, step, row, acts.announcement, home=row.get_absolute_url(), why=why)


@phase_view("phase.write")
def note_voice(request, step, oid):
    """Note what an association said by telephone, in a meeting or on paper."""
    row = talked_about(step)
    seat = get_object_or_404(row.group_of(step.program), public_id=oid)
    made = {"home": row.get_absolute_url(), "chapters": chapters_to_name(row)}
    return noting_page(request, step, row, seat, NotedVoiceForm, acts.say, **made)


@phase_view("phase.write")
def answer_voice(request, step, oid):
    """Answer a remark or a request."""
    voices = ReportVoice.objects.filter(edition__program=step.program)
    return answering_page(request, step, voices, oid, AnswerForm, home=lambda voice: voice.edition.get_absolute_url())


def talked_about(step) -> ReportEdition:
    """The edition that associations are asked about. Raises Http404."""
    row = get_object_or_404(ReportEdition.objects.talked_about(), program=step.program)
    row.program = step.program
    return row


def chapters_to_name(edition) -> list[str]:
    """The titles of the chapters that the group reads."""
    read = edition.renditions.select_related("document").filter(readers__lt=3).order_by("-readers").first()
    return [chapter.title[:200] for chapter in chapters_of(read.document.html) if chapter.title]


@phase_view("phase.write")
def approve(request, step):
    """Note that the group approved the edition proposed last: the rule, where it stands, how it was decided."""
    row = talked_about(step)
    form = ApprovalForm(request.POST or None, edition=row)
    if accepted(form, lambda data: approving.approve(step, data, by=request.user)):
        return done(request, f"L’approbation de l’édition {row.number} est notée.", row)
    return form_page(
        request,
        form,
        title=f"Approbation de l’édition {row.number}",
        submit="Noter l’approbation",
        step=step,
        cancel_url=row.get_absolute_url(),
        template="programs/restitution/editions/approve.html",
        rule=approving.RULE,
        count=approving.count_of(row),
        decided=row.closed if row.approved_on else "",
    )


@phase_view("program.follow")
def open_edition(request, step, number):
    """Who will see what; then the act that opens an approved edition to the institutions."""
    row = found(step, number)
    form = OpenForm(request.POST or None, initial={"number": number})
    if accepted(form, lambda data: approving.open_to_institutions(step, row, by=request.user)):
        sentence = f"L’édition {number} est ouverte aux institutions. Prévenez-les."
        return done(request, sentence, step.reverse("restitution:tell_institutions", number))
    return form_page(
        request,
        form,
        title=f"Ouvrir l’édition {number} aux institutions",
        submit="Ouvrir aux institutions",
        step=step,
        cancel_url=row.get_absolute_url(),
        template="programs/restitution/editions/open.html",
        edition=row,
        rendition=approving.for_institutions(row),
        why=approving.why_not_opened(row),
        readers=who_reads(step.program, Visibility.INSTITUTIONS),
    )


@phase_view("program.follow")
def tell_institutions(request, step, number):
    """The messages that tell the institutions that the report is open to them, reread then sent."""
    row = found(step, number)
    why = "" if row.opened_on else "Ouvrez d’abord cette édition aux institutions."
    return mailing_page(
        request,
        step,
        approving.telling(step, row),
        send=lambda: approving.tell(step, row, by=request.user),
        told=lambda count: f"{count} message{plural(count)} {plural(count, 'part,partent')} vers les institutions.",
        home=row.get_absolute_url(),
        why="Les institutions sont déjà prévenues de cette édition." if row.told_on else why,
    )
