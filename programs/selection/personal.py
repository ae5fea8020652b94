"""What the choice of the provider holds about people."""

from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept

from .models import Ballot, Call, Interest, Proposal, Score

JURY = "les DLA qui portent l’accompagnement, et le groupe quand toutes les grilles sont rendues"

HOLDINGS = [
    Holding(
        Call,
        "Propositions que vous avez ouvertes",
        "opened_by",
        {"accompagnement": "program__title", "ouvert le": "opened_at"},
        Basis.MISSION,
        Kept.PROOF,
        "les DLA qui portent l’accompagnement",
        KEPT,
    ),
    Holding(
        Proposal,
        "Propositions que vous avez remises",
        "submitted_by",
        {"accompagnement": "call__program__title", "remise le": "submitted_at"},
        Basis.CONTRACT,
        Kept.BID,
        "personne avant l’ouverture, puis le jury",
        KEPT,
    ),
    Holding(
        Interest,
        "Liens d’intérêts que vous avez déclarés",
        "by",
        {
            "prestataire": "proposal__participation__organisation__name",
            "un lien": "is_tied",
            "texte": "text",
            "déclaré le": "declared_at",
        },
        Basis.MISSION,
        Kept.ACCOUNT,
        JURY,
        KEPT,
    ),
    Holding(
        Score,
        "Notes que vous avez données pour votre association",
        "by",
        {
            "prestataire": "proposal__participation__organisation__name",
            "critère": "criterion__label",
            "points": "points",
            "remarque": "comment",
        },
        Basis.MISSION,
        Kept.BID,
        JURY,
        KEPT,
    ),
    Holding(
        Ballot,
        "Grilles que vous avez envoyées",
        "by",
        {"accompagnement": "call__program__title", "abstention": "abstains", "envoyé le": "sent_at"},
        Basis.MISSION,
        Kept.ACCOUNT,
        JURY,
        KEPT,
    ),
]


def obstacles(person) -> list[str]:
    """What somebody handed in sealed is opened first: until then nobody may touch it, not even to take a name out."""
    sealed = Proposal.objects.filter(
        submitted_by__person=person, submitted_at__isnull=False, call__opened_at=None, call__program__state="under_way"
    )
    return [
        f"{person} a remis une proposition pas encore ouverte pour «\u00a0{bid.call.program}\u00a0»\u00a0: attendez "
        "l’ouverture des propositions."
        for bid in sealed.select_related("call__program")
    ]
