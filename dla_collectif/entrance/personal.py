"""What the entrance holds about people."""

from dla_collectif.services.holdings import DELETED, Basis, Holding, Kept

from .models import Factor, RecoveryCode, Session

OWNER = "vous seul·e"

HOLDINGS = [
    Holding(
        Session,
        "Vos connexions",
        "user",
        {"ouverte le": "began_at", "dernier geste": "seen_at", "navigateur": "browser"},
        Basis.SECURITY,
        Kept.ACCESS,
        OWNER,
        DELETED,
    ),
    Holding(
        Factor,
        "Votre second facteur",
        "user",
        {"mis en place le": "made_at", "activé le": "confirmed_at"},
        Basis.SECURITY,
        Kept.ACCESS,
        "vous ; les responsables de votre DLA savent s’il est en place",
        DELETED,
    ),
    Holding(
        RecoveryCode,
        "Vos codes de secours",
        "user",
        {"utilisé le": "used_at"},
        Basis.SECURITY,
        Kept.ACCESS,
        OWNER,
        DELETED,
    ),
]
