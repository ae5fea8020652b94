"""Restitution: what this room declares."""

from django.db.models import Exists, OuterRef, Prefetch, Subquery

from programs.journey.models import Participation
from programs.journey.phases import Ask, Page, Phase, Reminder, Requirement, count_of
from programs.meetings.models import Attendance, Meeting

from .archive.background import work
from .became import became
from .before_after import changes
from .editions.asks import REMINDER, SEAT_MEASURES, voice_ask, voice_given
from .models import (
    Chapter,
    Effect,
    FollowUp,
    IndicatorAnswer,
    IndicatorTerm,
    ReportEdition,
    ReportVoice,
    Sheet,
    Undertaking,
)
from .prints import PRINTS

SEATED = Attendance.objects.select_related("participation__organisation").order_by("id")
terms = IndicatorTerm.objects.filter(program=OuterRef("program_id")).order_by("-months")
later = IndicatorTerm.objects.filter(program=OuterRef("program"), months__gt=OuterRef("months"))
last_asked = IndicatorTerm.objects.filter(~Exists(later)).values("pk")
EVENT = Meeting.objects.filter(kind=Meeting.Kind.RESTITUTION)


def report(program):
    """The event with who was there, what institutions undertook, the effects, the news and the figures since."""
    events = EVENT.filter(program=program).exclude(state=Meeting.State.CANCELLED)
    events = list(events.select_related("minutes").prefetch_related(Prefetch("attendances", SEATED)))
    for event in events:
        there = [line for line in event.attendances.all() if line.state == Attendance.State.PRESENT]
        present = list(dict.fromkeys(str(line.participation.organisation) for line in there))
        event.present, event.present_count = present if program.told_to_group else [], len(present)
        minutes = getattr(event, "minutes", None)
        event.told = minutes.text if minutes and minutes.visibility >= program.told_level else ""
    undertakings = Undertaking.objects.filter(program=program).select_related("participation__organisation")
    return {
        "events": events,
        "undertakings": undertakings if program.told_to_institutions else [],
        "effects": Effect.objects.filter(program=program).select_related("output"),
        "follow_ups": FollowUp.objects.filter(program=program),
        "changes": changes(program, outside=True) if program.told_to_institutions else [],
    }


def asks(seat, measures) -> list[Ask]:
    """The word of those who committed on the report; then the figures of the start, asked again of them."""
    found = voice_ask(seat, measures)
    if measures.term_months is None or seat.status != Participation.Status.COMMITTED:
        return found
    label = f"Donner vos chiffres, {measures.term_months} mois après"
    url = seat.page("restitution:own_indicators")
    if measures.told:
        return [*found, Ask(label, url, done=True)]
    why = "Les mêmes questions qu’au départ : trois minutes."
    asked = {"gesture": "indicateurs", "since": measures.term_asked_on}
    return [*found, Ask(label, url, why, measures.term_closes_on, "Donner nos chiffres", **asked)]


def said_of(count, singular, plural):
    """« 5 effets », or nothing yet."""
    return f"{count} {singular if count < 2 else plural}" if count else ""


phase = Phase(
    __package__,
    title="Restitution",
    aim="Rendre compte devant le groupe et les institutions, et noter les effets.",
    measures={
        "held": Exists(EVENT.filter(program=OuterRef("pk")).held()),
        "undertakings": count_of(Undertaking.objects.all()),
        "effects": count_of(Effect.objects.all()),
        "chapters": count_of(Chapter.objects.exclude(text="")),
        "report_approved": Exists(ReportEdition.objects.approved().filter(program=OuterRef("pk"))),
        "unanswered": count_of(ReportVoice.objects.unanswered(), by="edition__program"),
        "has_sheet": Exists(Sheet.objects.filter(program=OuterRef("pk")).exclude(summary="")),
        "institutions": count_of(Participation.objects.filter(role=Participation.Role.INSTITUTION)),
    },
    requirements=[
        Requirement(
            "Tenir la restitution devant le groupe et les institutions",
            lambda m: m.held,
            "restitution:event",
            why="Les résultats sont débattus avec celles et ceux qui les ont demandés.",
        ),
        Requirement(
            "Noter ce que les institutions se sont engagées à faire",
            lambda m: m.undertakings > 0 or m.institutions == 0,
            "restitution:undertakings",
            detail=lambda m: said_of(m.undertakings, "engagement", "engagements"),
        ),
        Requirement(
            "Noter les effets constatés",
            lambda m: m.effects > 0,
            "restitution:effects",
            why="Un accompagnement se juge à ce qu’il a changé.",
            detail=lambda m: said_of(m.effects, "effet", "effets"),
        ),
        Requirement(
            "Écrire votre texte dans les chapitres du rapport",
            lambda m: m.chapters > 0,
            "restitution:report",
            detail=lambda m: said_of(m.chapters, "chapitre écrit", "chapitres écrits"),
        ),
        Requirement("Rédiger le résumé et la fiche d’expérience", lambda m: m.has_sheet, "restitution:sheet"),
        Requirement(
            "Faire approuver le rapport par le groupe",
            lambda m: m.report_approved,
            "restitution:editions",
            detail=lambda m: said_of(m.unanswered, "réponse à donner", "réponses à donner"),
            why="Un rapport appartient aux associations dont il parle : elles le lisent avant les institutions.",
        ),
    ],
    seat_measures={
        "term_months": Subquery(terms.values("months")[:1]),
        "term_asked_on": Subquery(terms.values("asked_on")[:1]),
        "term_closes_on": Subquery(terms.values("closes_on")[:1]),
        **SEAT_MEASURES,
        "told": Exists(IndicatorAnswer.objects.filter(participation=OuterRef("pk"), term__in=last_asked)),
    },
    report=report,
    asks=asks,
    given=voice_given,
    reminders=[Reminder("indicateurs", "Donner ses chiffres de nouveau", days=(-7, -1)), REMINDER],
    became=became,
    prints=PRINTS,
    jobs=[work],
    pages=[
        Page("Restitution et invitations", "restitution:event"),
        Page("Engagements", "restitution:undertakings"),
        Page("Effets", "restitution:effects"),
        Page("Fil", "restitution:thread"),
        Page("Rapport", "restitution:report"),
        Page("Éditions", "restitution:editions"),
        Page("Fiche d’expérience", "restitution:sheet"),
        Page("Suites", "restitution:follow_ups"),
        Page("Indicateurs", "restitution:indicators"),
        Page("Dossier complet", "restitution:archive"),
    ],
)
