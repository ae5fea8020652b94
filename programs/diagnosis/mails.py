"""The mails of the diagnosis whose words can be changed."""

from django.urls import reverse

from dla_collectif.outbox.kinds import Kind, Words
from dla_collectif.services.templatetags.house import day, plural

from .models import Questionnaire, Response

ORGANISATION = {"structure": "le nom de l’association"}
CLOSING = {
    "avant_le": "« avant le … », si une échéance est fixée",
    "merci": "la phrase qui rappelle l’échéance, s’il y en a une",
}
EXAMPLES = {
    "structure": "Ciné-Club des Lilas",
    "avant_le": "avant le jeudi 12 mars 2026",
    "merci": "Merci de les envoyer avant le jeudi 12 mars 2026.",
}
INVITATION = Kind(
    "diagnostic-invitation",
    "Invitation au questionnaire",
    "programs/diagnosis/mail/invitation.txt",
    {**ORGANISATION, **CLOSING},
    EXAMPLES,
    button="Répondre au questionnaire",
)


def refresh_reminder(message) -> Words | None:
    """None for an association that has sent its answers, or left, since the reminder was written."""
    rows = Response.objects.awaited().filter(participation__public_id=message.words.get("siège", ""))
    response = rows.select_related("participation__program").first()
    if response is None or not response.participation.program.is_under_way:
        return None
    return Words(message.subject, message.body)


REMINDER = Kind(
    "diagnostic-relance",
    "Relance du questionnaire",
    "programs/diagnosis/mail/reminder.txt",
    {**ORGANISATION, **CLOSING, "avancement": "où en est le questionnaire"},
    {**EXAMPLES, "avancement": "Le questionnaire de Ciné-Club des Lilas n’est pas encore envoyé."},
    button="Reprendre le questionnaire",
    reminds=True,
    refresh=refresh_reminder,
)
LETTER = Kind(
    "diagnostic-engagement",
    "Proposition de la lettre d’engagement",
    "programs/diagnosis/mail/letter.txt",
    ORGANISATION,
    EXAMPLES,
    button="Lire la lettre",
)
SHARED = Kind(
    "diagnostic-partage",
    "Diagnostic partagé proposé au groupe",
    "programs/diagnosis/mail/shared.txt",
    {**ORGANISATION, "version": "le numéro de la version", "changements": "ce qui change depuis la précédente"},
    {**EXAMPLES, "version": "2", "changements": "Les règles entre voisines sont ajoutées."},
    button="Lire et répondre",
)
ADDED = Kind(
    "diagnostic-ajout",
    "Annonce d’une question ajoutée",
    "programs/diagnosis/mail/added.txt",
    {**ORGANISATION, "ajout": "ce qui a été ajouté au questionnaire"},
    {**EXAMPLES, "ajout": "une question a été ajoutée"},
    button="Répondre à ce qui est ajouté",
)
KINDS = [INVITATION, REMINDER, LETTER, SHARED, ADDED]


def told_added(count) -> str:
    """How much was added."""
    return "une question a été ajoutée" if count == 1 else f"{count} questions ont été ajoutées"


def answer_path(program, seat) -> str:
    """Where an association answers."""
    return f"{reverse('diagnosis:answer', args=[program.public_id])}?pour={seat.public_id}"


def words_of(step, seat, questionnaire: Questionnaire | None = None, response: Response | None = None) -> dict:
    """What the variables stand for, for one association."""
    closes_on = questionnaire.closes_on if questionnaire else None
    return {
        "accompagnement": step.program.title,
        "structure": str(seat.organisation),
        "siège": seat.public_id,
        "avant_le": f"avant le {day(closes_on)}" if closes_on else "",
        "merci": f"Merci de les envoyer avant le {day(closes_on)}." if closes_on else "",
        "avancement": progress(response) if response else "",
    }


def progress(response) -> str:
    """How far the answers of an association are, in one or two sentences."""
    seat, done = response.participation, response.answered
    if not done:
        return (
            f"Le questionnaire de {seat.organisation}, pour l’accompagnement collectif « {seat.program.title} », "
            "n’est pas encore envoyé."
        )
    verb = plural(done, "est enregistrée,sont enregistrées")
    return (
        f"Le questionnaire de {seat.organisation} est commencé : {done} réponse{plural(done)} "
        f"attendue{plural(done)} sur {response.expected} {verb}. Il n’est pas encore envoyé."
    )
