"""The mails of the restitution whose words can be changed."""

from dla_collectif.outbox.kinds import Kind

INDICATORS = Kind(
    "restitution-indicateurs",
    "Indicateurs demandés de nouveau",
    "programs/restitution/mail/indicators.txt",
    {"structure": "le nom de l’association", "échéance": "« 6 mois », « 12 mois » ou « 24 mois »"},
    {"structure": "Ciné-Club des Lilas", "échéance": "12 mois"},
    button="Donner nos chiffres",
)
KINDS = [INDICATORS]
