"""The mails of the restitution whose words can be changed."""

from dla_collectif.outbox.kinds import Kind
from dla_collectif.services.templatetags.house import day

from .editions import mails as editions

CLOSING = {
    "avant_le": "« avant le … », si une échéance est fixée",
    "merci": "la phrase qui dit jusqu’à quand, s’il y a une échéance",
}
INDICATORS = Kind(
    "restitution-indicateurs",
    "Indicateurs demandés de nouveau",
    "programs/restitution/mail/indicators.txt",
    {"structure": "le nom de l’association", "échéance": "« 6 mois », « 12 mois » ou « 24 mois »", **CLOSING},
    {
        "structure": "Ciné-Club des Lilas",
        "échéance": "12 mois",
        "avant_le": "avant le jeudi 12 mars 2026",
        "merci": "Merci de les donner avant le jeudi 12 mars 2026. Plus tard, ils comptent encore.",
    },
    button="Donner nos chiffres",
)
KINDS = [INDICATORS, *editions.KINDS]


def until(closes_on) -> dict[str, str]:
    """What the variables about the day say; nothing without one."""
    if closes_on is None:
        return {}
    told = f"avant le {day(closes_on)}"
    return {"avant_le": told, "merci": f"Merci de les donner {told}. Plus tard, ils comptent encore."}
