"""What the needs diagnosis holds about people."""

from dla_collectif.services.holdings import DELETED, KEPT, Basis, Holding, Kept

from .models import Commitment, Presence, Response

HOLDINGS = [
    Holding(
        Response,
        "Réponses que vous avez envoyées pour votre association",
        "sent_by",
        {
            "accompagnement": "participation__program__title",
            "pour": "participation__organisation__name",
            "état": "state",
            "envoyé le": "sent_at",
        },
        Basis.MISSION,
        Kept.PROGRAM,
        "les DLA qui portent l’accompagnement",
        KEPT,
    ),
    Holding(
        Response,
        "Réponses que vous avez validées au nom de votre association",
        "validated_by",
        {
            "accompagnement": "participation__program__title",
            "pour": "participation__organisation__name",
            "en qualité de": "validated_as",
            "validé le": "validated_at",
        },
        Basis.MISSION,
        Kept.PROGRAM,
        "les DLA qui portent l’accompagnement",
        KEPT,
    ),
    Holding(
        Presence,
        "Votre présence dans un questionnaire ouvert, oubliée au bout d’une minute",
        "user",
        {"pour": "response__participation__organisation__name", "vu·e le": "at"},
        Basis.MISSION,
        Kept.PROGRAM,
        "les personnes de votre association",
        DELETED,
    ),
    Holding(
        Commitment,
        "Lettres d’engagement que vous avez signées",
        "person",
        {
            "accompagnement": "participation__program__title",
            "pour": "participation__organisation__name",
            "en qualité de": "capacity",
            "signée": "medium",
            "le": "signed_at",
        },
        Basis.MISSION,
        Kept.PROOF,
        "le groupe et les DLA qui portent l’accompagnement",
        KEPT,
    ),
]
