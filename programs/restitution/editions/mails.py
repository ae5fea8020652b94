"""The mails about the editions of the report whose words can be changed."""

from dla_collectif.outbox.kinds import Kind
from dla_collectif.services.templatetags.house import day

EDITION = {"édition": "le numéro de l’édition"}
PROPOSED = Kind(
    "restitution-rapport",
    "Rapport à relire par le groupe",
    "programs/restitution/editions/mail/proposed.txt",
    {
        "structure": "le nom de l’association",
        **EDITION,
        "changements": "ce qui change depuis l’édition précédente",
        "avant_le": "« avant le … »",
    },
    {
        "structure": "Ciné-Club des Lilas",
        "édition": "2",
        "changements": "Le chapitre des ateliers est complété.",
        "avant_le": "avant le jeudi 12 mars 2026",
    },
    button="Lire et donner notre avis",
)
OPENED = Kind(
    "restitution-rapport-ouvert",
    "Rapport ouvert aux institutions",
    "programs/restitution/editions/mail/opened.txt",
    {"structure": "le nom de l’institution", **EDITION, "approbation": "comment le groupe l’a approuvée"},
    {
        "structure": "DRAC",
        "édition": "1",
        "approbation": "approuvée par 11 associations sur 13, le jeudi 12 mars 2026",
    },
    button="Lire le rapport",
)
KINDS = [PROPOSED, OPENED]


def until(closes_on) -> dict[str, str]:
    """What the variable about the day says."""
    return {"avant_le": f"avant le {day(closes_on)}"}
