"""What the needs diagnosis holds about people."""

from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept

from .models import AnswerFile, Commitment, Departure, Response, SharedVoice

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
        AnswerFile,
        "Fichiers que vous avez joints aux réponses d’une association",
        "by",
        {
            "accompagnement": "answer__response__participation__program__title",
            "pour": "answer__response__participation__organisation__name",
            "fichier": "filename",
            "le": "at",
        },
        Basis.MISSION,
        Kept.PROGRAM,
        "l’association, et les DLA qui portent l’accompagnement une fois les réponses envoyées",
        KEPT,
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
            "images": "image_allowed",
            "le": "signed_at",
        },
        Basis.MISSION,
        Kept.PROOF,
        "le groupe et les DLA qui portent l’accompagnement",
        KEPT,
    ),
    Holding(
        SharedVoice,
        "Ce que vous avez dit du diagnostic partagé",
        "person",
        {
            "accompagnement": "edition__program__title",
            "pour": "participation__organisation__name",
            "position": "stance",
            "vos mots": "words",
            "le": "said_at",
            "réponse": "answer",
        },
        Basis.MISSION,
        Kept.PROOF,
        "le groupe et les DLA qui portent l’accompagnement",
        KEPT,
    ),
    Holding(
        Departure,
        "Retraits que vous avez annoncés pour votre association",
        "person",
        {
            "accompagnement": "participation__program__title",
            "pour": "participation__organisation__name",
            "le": "left_on",
            "motif": "reason",
            "revenue le": "back_on",
        },
        Basis.MISSION,
        Kept.PROOF,
        "le groupe et les DLA qui portent l’accompagnement",
        KEPT,
    ),
]
