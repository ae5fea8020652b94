"""The walk, first two phases: scoping, then the partners' consultation."""

import re

from tests.browser.walk_meetings import day

ASSOCIATIONS = {
    "Ciné-Club des Lilas": ("Denis", "Leroy", "président"),
    "Vidéo Quartier": ("Dora", "Blin", "directrice"),
    "Plan large": ("Emma", "Caron", "trésorière"),
}
CONSULTANCY = ("Coopérative Conseil", "Gaëlle", "Robin")
INSTITUTION = ("Service culturel de la métropole", "Hugo", "Meunier")
FINDING = "Chacune projette seule, avec le même matériel loué trois fois."
ADVICE = "Mettre en commun le matériel de projection avant tout."
EXPECTATION = "Un interlocuteur unique pour le cinéma associatif."
RESERVED = "Deux des présidents ne se parlent plus."  # for the officers alone


def address_of(first_name):
    """The address of a person of the walk."""
    return f"{first_name.lower().replace('ë', 'e')}@example.org"


def open_program(alice):
    """A new programme, from the empty desk."""
    alice.follow(re.compile("Ouvrir"))
    alice.fill(
        {
            "Intitulé": "Cinéma et audiovisuel",
            "Thème": "mutualisation, regroupement",
            "Secteur": "culture",
            "Territoire": "Métropole européenne de Lille",
        }
    )
    alice.press("Ouvrir l’accompagnement")
    alice.is_told("L’accompagnement est ouvert")


def enter(alice, phase):
    """The page of a phase, by the stepper."""
    alice.page.get_by_role("navigation", name="Étapes de l’accompagnement").get_by_role(
        "link", name=re.compile(phase)
    ).first.click()
    alice.is_at(phase)


def close(alice, phase, reason=""):
    """Close a phase; what is missing is passed over with a written reason."""
    enter(alice, phase)
    alice.follow("Clore l’étape")
    if reason:
        alice.fill({"Motif": reason})
    alice.press("Clore en passant outre" if reason else "Clore l’étape")
    alice.is_told("est close")


def scope(alice):
    """The note, the associations with their people, the first closing."""
    enter(alice, "Cadrage")
    alice.follow("Note de cadrage")
    alice.follow("Écrire la note")
    alice.fill(
        {
            "Origine": "Trois demandes reçues la même année.",
            "Constat": FINDING,
            "Territoire": "Métropole européenne de Lille",
            "Effets recherchés": "Un matériel partagé et une programmation commune.",
            "Jours de prestation envisagés": "8,5",
            "Décidé le": day(),
        }
    )
    alice.press("Enregistrer la note")
    alice.is_told("La note de cadrage est enregistrée")
    for name, (first, last, function) in ASSOCIATIONS.items():
        add_to_directory(alice, name, "Association", first, last, function)
    enter(alice, "Cadrage")
    alice.follow("Associations")
    alice.fill({"Parmi": "toutes"})
    alice.press("Chercher")
    for name in ASSOCIATIONS:
        alice.fill({name: True})
    alice.press("Repérer les associations cochées")
    alice.is_told("3 associations sont repérées")
    close(alice, "Cadrage")


def add_to_directory(alice, name, nature, first_name, last_name, function):
    """A new organisation, and who speaks for it."""
    program = alice.page.url
    alice.page.get_by_role("link", name="Annuaire").first.click()
    alice.follow(re.compile("^Ajouter (une structure|la première)"))
    alice.fill({"Nature": nature, "Nom": name, "Commune": "Lille"})
    alice.press("Ajouter à l’annuaire")
    alice.is_at(name)
    alice.follow("Ajouter une personne")
    alice.fill(
        {"Prénom": first_name, "Nom": last_name, "Fonction": function, "Adresse électronique": address_of(first_name)}
    )
    alice.press("Ajouter cette personne")
    alice.is_told("représente désormais")
    alice.open(program)


def consult(alice):
    """A consultant and an institution are heard, each says something, the committee gives its opinion."""
    add_to_directory(alice, CONSULTANCY[0], "Prestataire", *CONSULTANCY[1:], "consultante")
    add_to_directory(alice, INSTITUTION[0], "Institution", *INSTITUTION[1:], "conseiller")
    hear(alice, "Rencontre avec les consultants", CONSULTANCY[0])
    note(alice, CONSULTANCY[0], "orientation", ADVICE, "le groupe")
    note(alice, CONSULTANCY[0], "point de vigilance", RESERVED, "DLA seulement")
    hear(alice, "Entretien avec un partenaire", INSTITUTION[0])
    note(alice, INSTITUTION[0], "attente", EXPECTATION, "le groupe et les institutions")
    enter(alice, "Concertation des partenaires")
    alice.follow("Avis du comité d’appui")
    alice.follow("Noter l’avis")
    alice.fill({"Rendu le": day(), "favorable": True, "Remarques du comité": "À mener sans tarder."})
    alice.press("Noter cet avis")
    alice.is_told("L’avis est noté")
    close(alice, "Concertation des partenaires")


def hear(alice, kind, organisation):
    """A hearing of yesterday."""
    enter(alice, "Concertation des partenaires")
    alice.follow("Entretiens")
    alice.follow(kind)
    alice.fill({"Qui est entendu": organisation, "Jour": day(1), "Début": "14 h", "Fin": "15 h 30"})
    alice.press("Enregistrer l’entretien")
    alice.is_told("L’entretien est noté")


def note(alice, organisation, nature, said, readers):
    """One thing that was said, and who may read it."""
    alice.follow("Noter ce qui a été dit")
    alice.fill({nature: True, "Ce qui a été dit": said, "Organisme": organisation, "Qui peut le lire": readers})
    alice.press("Noter")
    alice.is_told("C’est noté")
