"""What accounts hold about people."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import Membership, PersonalLink, User

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
            "révoqué le": "revoked_at",
        },
        Basis.SECURITY,
        Kept.ACCESS,
        "les DLA qui portent l’accompagnement",
    ),
]
