"""What accounts hold about people."""

from dla_collectif.services.holdings import DELETED, AtErasure, Basis, Holding, Kept

from .models import Code, Dla, HeldUpload, Membership, Opening, PersonalLink, User

CLOSED = AtErasure("fermé, sans adresse ni mot de passe, sous pseudonyme")

HOLDINGS = [
    Holding(
        User,
        "Votre compte",
        "person",
        {"adresse": "email", "ouvert": "is_active", "dernière connexion": "last_login"},
        Basis.MISSION,
        Kept.CONTACT,
        "les chargé·es de mission des DLA",
        CLOSED,
    ),
    Holding(
        Membership,
        "Vos rôles dans un DLA",
        "user",
        {"DLA": "dla__organisation__name", "rôle": "role", "suspendu": "suspended"},
        Basis.MISSION,
        Kept.CONTACT,
        "l’équipe du DLA",
        DELETED,
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
        DELETED,
    ),
    Holding(
        Opening,
        "Entrées par vos liens personnels",
        "user",
        {"le": "at", "réseau": "network", "navigateur": "browser"},
        Basis.SECURITY,
        Kept.ACCESS,
        "vous ; les DLA qui portent l’accompagnement savent quand et combien de fois",
        DELETED,
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
        AtErasure("gardé comme preuve, sans adresse, sous pseudonyme", sets={"email": ""}),
    ),
    Holding(
        HeldUpload,
        "Fichiers gardés le temps d’un code",
        "user",
        {"fichier": "filename", "reçu le": "at"},
        Basis.SECURITY,
        Kept.ACCESS,
        "vous seul·e",
        AtErasure("supprimé avec le fichier, sous un jour"),
    ),
]


def obstacles(person) -> list[str]:
    """The last manager of a team is replaced first: nobody else could let anybody in."""
    led = Dla.objects.filter(pk__in=Membership.objects.filter(user__person=person).managing().values("dla"))
    return [
        f"{person} est le ou la dernier·e responsable de «\u00a0{dla}\u00a0»\u00a0: nommez d’abord un·e autre "
        "responsable dans la page de l’équipe."
        for dla in led.select_related("organisation")
        if not Membership.objects.filter(dla=dla).managing().exclude(user__person=person).exists()
    ]


def known_to(person) -> set[int]:
    """The DLA where they work or worked, and those that noted whom they speak for."""
    worked = Membership.objects.filter(user__person=person).values_list("dla", flat=True)
    noted = Dla.objects.filter(organisation__in=person.affiliations.values("noted_by")).values_list("pk", flat=True)
    return {*worked, *noted}
