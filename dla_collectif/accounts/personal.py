"""What accounts hold about people."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import Code, HeldUpload, Membership, Opening, PersonalLink, User

HOLDINGS = [
    Holding(
        User,
        "Votre compte",
        "person",
        {"adresse": "email", "ouvert": "is_active", "dernière connexion": "last_login"},
        Basis.MISSION,
        Kept.CONTACT,
        "les chargé·es de mission des DLA",
    ),
    Holding(
        Membership,
        "Vos rôles dans un DLA",
        "user",
        {"DLA": "dla__organisation__name", "rôle": "role", "suspendu": "suspended"},
        Basis.MISSION,
        Kept.CONTACT,
        "l’équipe du DLA",
    ),
    Holding(
        PersonalLink,
        "Liens personnels envoyés",
        "user",
        {
            "écrit le": "created_at",
            "valable jusqu’au": "expires_at",
            "ouvert le": "opened_at",
            "fermé le": "revoked_at",
            "pourquoi": "ending",
        },
        Basis.SECURITY,
        Kept.ACCESS,
        "les DLA qui portent l’accompagnement",
    ),
    Holding(
        Opening,
        "Entrées par vos liens personnels",
        "user",
        {"le": "at", "réseau": "network", "navigateur": "browser"},
        Basis.SECURITY,
        Kept.ACCESS,
        "vous ; les DLA qui portent l’accompagnement savent quand et combien de fois",
    ),
    Holding(
        Code,
        "Codes qui ont confirmé vos actes",
        "user",
        {
            "acte": "words",
            "adresse": "email",
            "demandé le": "sent_at",
            "tapé le": "verified_at",
            "réseau": "network",
            "navigateur": "browser",
        },
        Basis.SECURITY,
        Kept.PROOF,
        "les DLA qui portent l’accompagnement, sur la preuve de signature",
    ),
    Holding(
        HeldUpload,
        "Fichiers gardés le temps d’un code",
        "user",
        {"fichier": "filename", "reçu le": "at"},
        Basis.SECURITY,
        Kept.ACCESS,
        "vous seul·e",
    ),
]
