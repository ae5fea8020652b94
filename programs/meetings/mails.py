"""The mail of the meetings whose words can be changed: the invitation."""

from django.conf import settings

from dla_collectif.outbox.kinds import Kind
from dla_collectif.services.templatetags.house import day, hour, moment

from .models import Meeting

INVITATION = Kind(
    "reunion-invitation",
    "Invitation à une réunion",
    "programs/meetings/mail/invitation.txt",
    {
        "réunion": "l’objet de la réunion",
        "moment": "le jour et l’heure du début",
        "horaire": "le jour, le début et la fin",
        "lieu": "le lieu, s’il est connu",
        "visio": "l’adresse de la visioconférence, s’il y en a une",
        "ordre_du_jour": "l’ordre du jour, s’il est écrit",
        "agenda": "l’adresse du fichier pour l’agenda",
    },
    {
        "réunion": "Première réunion",
        "moment": "jeudi 12 mars 2026 à 14 h",
        "horaire": "jeudi 12 mars 2026, de 14 h à 17 h",
        "lieu": "Maison des associations",
        "ordre_du_jour": "Ordre du jour\n\nTour de table",
        "agenda": "https://…/agenda.ics",
    },
    button="Voir la réunion",
)
KINDS = [INVITATION]


def words_of(step, meeting: Meeting) -> dict[str, str]:
    """What the variables stand for; the same for all those invited."""
    return {
        "accompagnement": step.program.title,
        "réunion": meeting.title,
        "moment": moment(meeting.starts_at),
        "horaire": f"{day(meeting.starts_at)}, de {hour(meeting.starts_at)} à {hour(meeting.ends_at)}",
        "lieu": meeting.place,
        "visio": f"Visioconférence : {meeting.online}" if meeting.online else "",
        "ordre_du_jour": f"Ordre du jour\n\n{meeting.agenda}" if meeting.agenda else "",
        "agenda": settings.PUBLIC_URL + meeting.path(step.program, "calendar"),
    }
