"""What the restitution holds about people."""

from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept

from .models import Archive, IndicatorAnswer, ReportEdition, ReportVoice, Undertaking

HOLDINGS = [
    Holding(
        Archive,
        "Dossiers complets que vous avez demandés",
        "asked_by",
        {"accompagnement": "program__title", "demandé le": "asked_at", "réuni le": "made_at", "empreinte": "sha256"},
        Basis.MISSION,
        Kept.PROGRAM,
        "les DLA qui portent l’accompagnement",
        KEPT,
    ),
    Holding(
        Undertaking,
        "Engagements que vous avez pris",
        "person",
        {
            "accompagnement": "program__title",
            "pour": "participation__organisation__name",
            "texte": "text",
            "dit le": "said_on",
            "pour le": "due_on",
            "tenu le": "done_on",
        },
        Basis.MISSION,
        Kept.PROGRAM,
        "le groupe, les institutions et les DLA qui portent l’accompagnement",
        KEPT,
    ),
    Holding(
        ReportEdition,
        "Éditions du rapport que vous avez figées",
        "made_by",
        {"accompagnement": "program__title", "édition": "number", "le": "made_at", "ce qui change": "changes"},
        Basis.MISSION,
        Kept.PROGRAM,
        "selon les lecteurs de chaque édition",
        KEPT,
    ),
    Holding(
        ReportVoice,
        "Ce que vous avez dit du rapport",
        "person",
        {
            "accompagnement": "edition__program__title",
            "pour": "participation__organisation__name",
            "édition": "edition__number",
            "avis": "stance",
            "vos mots": "words",
            "chapitre": "chapter",
            "le": "said_at",
            "réponse": "answer",
        },
        Basis.MISSION,
        Kept.PROOF,
        "votre association et les DLA qui portent l’accompagnement",
        KEPT,
    ),
    Holding(
        IndicatorAnswer,
        "Chiffres que vous avez donnés après la restitution",
        "person",
        {
            "accompagnement": "term__program__title",
            "pour": "participation__organisation__name",
            "échéance (mois)": "term__months",
            "indicateur": "indicator__label",
            "valeur": "value",
        },
        Basis.MISSION,
        Kept.PROGRAM,
        "les DLA qui portent l’accompagnement",
        KEPT,
    ),
]
