"""The restitution report and the experience sheet, assembled from what the phases hold."""

from dla_collectif.services.pdf import render_html
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.models import Participation
from programs.meetings.models import Attendance, Meeting

from .figures import HEARD, read_figures
from .models import Chapter, Effect, FollowUp, Sheet
from .thread import read_thread

READERS = Visibility.INSTITUTIONS  # who the report is handed to: what it cites is at their level
STORY = {Meeting.Kind.PREPARATORY, Meeting.Kind.CONSULTANTS, Meeting.Kind.HEARING, Meeting.Kind.WORKSHOP}
STORY |= {Meeting.Kind.RESTITUTION, Meeting.Kind.KICKOFF}


def report_html(journey, *, edition="Document de travail", fingerprint="") -> str:
    """The whole report: summary, a chapter per phase with the officer's own text, the thread, annexes."""
    program = journey.program
    program.told_level = READERS
    texts = dict(Chapter.objects.filter(program=program).values_list("phase", "text"))
    chapters = [{**chapter, "text": texts.get(chapter["step"].key, "")} for chapter in reports.chapters(journey)]
    contents = [("synthese", "", "L’essentiel")]
    contents += [(chapter["step"].key, chapter["step"].number, chapter["step"].title) for chapter in chapters]
    contents += [("fil", "", "Le fil : du besoin à l’effet"), ("annexe-participants", "", "Annexe : les participants")]
    context = {
        "paper": reports.paper(
            journey, "Rapport de restitution", subtitle=program.territory, edition=edition, fingerprint=fingerprint
        ),
        "program": program,
        "contents": contents,
        "chapters": chapters,
        "figures": read_figures(program),
        "events": [(meeting.starts_at.date(), meeting.title) for meeting in story_of(program)],
        "sheet": Sheet.objects.filter(program=program).first(),
        "bullets": bullets(Sheet.objects.filter(program=program).first()),
        "thread": read_thread(program, READERS),
        "participants": participants(program),
        "provider": provider(program),
    }
    return render_html("programs/restitution/restitution_pdf.html", context)


def sheet_html(journey) -> str:
    """The experience sheet in two pages: focus, montage, course and effects, summary, contacts."""
    program = journey.program
    program.told_level = READERS
    sheet = Sheet.objects.filter(program=program).first()
    facts = {chapter["step"].key: chapter["facts"] for chapter in reports.chapters(journey)}
    context = {
        "paper": reports.paper(journey, "Fiche d’expérience", with_stones=False),
        "program": program,
        "sheet": sheet,
        "bullets": bullets(sheet),
        "contacts": lines(sheet.contacts if sheet else ""),
        "facts": facts,
        "figures": read_figures(program),
        "provider": provider(program),
        "agreement": getattr(program, "agreement", None),
        "effects": Effect.objects.filter(program=program),
        "follow_ups": FollowUp.objects.filter(program=program),
        "institutions": heard(program, Participation.Role.INSTITUTION),
        "consultants": heard(program, Participation.Role.CONSULTANT),
    }
    return render_html("programs/restitution/sheet_pdf.html", context)


def story_of(program):
    """The meetings that make the story, in their order."""
    return Meeting.objects.filter(program=program, kind__in=STORY).held().order_by("starts_at")


def participants(program):
    """Who took part, with how often each came: one statement for the seats, one for their presences."""
    seats = program.participations.exclude(status=Participation.Status.SPOTTED).select_related("organisation")
    seats = seats.prefetch_related("attendances").order_by("role", "organisation__name")
    return [
        (seat, len({each.meeting_id for each in seat.attendances.all() if each.state == Attendance.State.PRESENT}))
        for seat in seats
    ]


def provider(program) -> str:
    """The name of the provider under agreement; empty before there is one."""
    agreement = getattr(program, "agreement", None)
    return str(agreement.participation.organisation) if agreement else ""


def heard(program, role) -> list[str]:
    """The organisations of a role that were heard while the programme was prepared."""
    seats = HEARD.filter(participation__program=program, participation__role=role)
    return sorted(set(seats.values_list("participation__organisation__name", flat=True)))


def lines(text: str) -> list[str]:
    """A text of one item a line, list marks taken off."""
    return [line.strip().lstrip("-•– ").strip() for line in text.splitlines() if line.strip()]


def bullets(sheet) -> list[str]:
    """The points of the summary."""
    return lines(sheet.summary) if sheet else []
