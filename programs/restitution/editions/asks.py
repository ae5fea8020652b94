"""What an association is asked about the report, and what it keeps of what it said."""

from django.db.models import OuterRef, Subquery

from dla_collectif.services.templatetags.house import local
from programs.journey.models import Participation
from programs.journey.phases import Ask, Given, Reminder

from ..models import ReportEdition, ReportVoice

GESTURE = "rapport"
REMINDER = Reminder(GESTURE, "Donner l’avis de l’association sur le rapport", days=(-7, -1))
here = ReportEdition.objects.talked_about().filter(program=OuterRef("program"))
own = ReportVoice.objects.filter(participation=OuterRef("pk")).order_by("-edition__number")
own_here = own.filter(edition__in=ReportEdition.objects.talked_about().values("pk"))
SEAT_MEASURES = {
    "report_number": Subquery(here.values("number")[:1]),
    "report_closes_on": Subquery(here.values("closes_on")[:1]),
    "report_announced_on": Subquery(here.values("announced_on")[:1]),
    "report_approved_on": Subquery(here.values("approved_on")[:1]),
    "report_voice": Subquery(own_here.values("stance")[:1]),
    "report_said_at": Subquery(own.values("said_at")[:1]),
    "report_said": Subquery(own.values("stance")[:1]),
}


def voice_ask(seat, measures) -> list[Ask]:
    """To say whether it approves the edition proposed last, until the group's decision."""
    if measures.report_number is None or seat.status != Participation.Status.COMMITTED:
        return []
    url = seat.page("restitution:our_voice")
    if measures.report_voice or measures.report_approved_on:
        ended = "vous avez donné votre avis" if measures.report_voice else "approuvé par le groupe"
        return [Ask(f"Rapport, édition {measures.report_number} : {ended}", url, done=True)]
    return [
        Ask(
            "Lire le rapport et donner votre avis",
            url,
            f"L’édition {measures.report_number} attend l’accord du groupe. Les institutions ne la lisent pas avant.",
            measures.report_closes_on,
            button="Lire et donner notre avis",
            gesture=GESTURE,
            since=measures.report_announced_on,
        )
    ]


def voice_given(seat, measures) -> list[Given]:
    """What it said of the report last."""
    if not measures.report_said:
        return []
    said = ReportVoice.Stance(measures.report_said).label
    return [Given("Avis sur le rapport", local(measures.report_said_at), seat.page("restitution:our_voice"), said)]
