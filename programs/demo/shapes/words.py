"""What people of the shapes say and are called: all of it invented."""

KINDS = (
    "La Boucle", "Les Amis", "L’Atelier", "Le Relais", "La Maison", "Le Cercle", "Les Passeurs", "L’Union",
)  # fmt: skip
PLACES = (
    "de Combe-Noire", "du Val d’Osse", "des Trois-Moulins", "de la Grande-Prairie", "du Haut-Plateau",
    "de Rive-Haute", "du Marais", "des Quatre-Vents", "de Saint-Aubin-des-Rives", "du Faubourg",
)  # fmt: skip
LONG = ", association intercommunale pour la pratique sportive, l’insertion et l’éducation populaire"
FIRST_NAMES = ("Jeanne", "Karim", "Lucie", "Marius", "Nadia", "Octave", "Pauline", "Rachid", "Solène", "Tristan")
LAST_NAMES = ("Aubry", "Belkacem", "Courcelle", "Delattre", "Esnault", "Fontaine", "Grandjean", "Hamdi")
TOWNS = ("Combe-Noire", "Saint-Aubin-des-Rives", "Pont-des-Deux-Rives", "Rive-Haute")
CARRIERS = ("DLA de la Vallée", "DLA des Plateaux", "DLA du Littoral", "DLA des Grandes Plaines", "DLA des Collines")
INSTITUTIONS = (
    "Direction régionale de l’action associative", "Conseil départemental des Rives", "Communauté de communes d’Osse",
    "Ville de Pont-des-Deux-Rives", "Agence du développement des territoires ruraux et de la montagne",
)  # fmt: skip
PARTNERS = (
    "Maison des associations de la Vallée", "Fédération des œuvres laïques des Plateaux",
    "Mouvement associatif des Rives", "Union des employeurs de l’économie sociale",
)  # fmt: skip
CONSULTANCIES = ("Cabinet Arpège", "Coopérative Le Levier", "Bureau d’études Orée & Associés")

SENTENCES = (
    "Chacune tient par deux ou trois personnes, qui font tout et ne se remplacent pas.",
    "Les locaux se libèrent le soir, quand les publics ne viennent plus.",
    "Le matériel dort dix mois sur douze, alors que la voisine le loue.",
    "Les appels à projets tombent ensemble, et personne n’a le temps de les lire.",
    "Les élus reçoivent quatre demandes pour un même besoin, et n’en comprennent aucune.",
    "Un emploi à temps plein se partagerait, à condition de s’entendre sur qui emploie.",
)
NEEDS = (
    ("pooling", "Partager un emploi administratif"), ("premises", "Trouver un local ouvert toute l’année"),
    ("communication", "Se faire connaître au-delà du quartier"), ("governance", "Renouveler les bureaux"),
    ("economic_model", "Ne plus dépendre d’une seule subvention"), ("partnerships", "Parler d’une seule voix aux élus"),
    ("employer", "Former les salariés ensemble"), ("territory", "Savoir qui fait quoi sur le territoire"),
)  # fmt: skip
SAID = (
    ("expectation", "partnerships", "Nous attendons un interlocuteur, et des comptes lisibles."),
    ("expectation", "economic_model", "Que l’on nous dise ce que les associations font déjà sans nous."),
    ("advice", "pooling", "Commencez par le matériel : on s’entend sur une table avant de s’entendre sur un emploi."),
    ("warning", "governance", "Si une seule association porte tout, les autres viendront pour voir."),
)
OBJECTIVES = (
    ("Dresser la carte de ce que chacune propose", "La carte de l’offre, relue par le groupe"),
    ("Écrire la règle d’un emploi partagé", "Un modèle de convention de mise à disposition"),
    ("Tenir un calendrier commun", "Un calendrier tenu à tour de rôle"),
    ("Se présenter ensemble aux collectivités", "Un document de quatre pages et une rencontre annuelle"),
    ("Former les bénévoles qui arrivent", "Trois demi-journées ouvertes à toutes"),
)
ACTIVITIES = ("ateliers, prêt de matériel", "stages", "fêtes de quartier, concerts", "formation, entraînements")
PUBLICS = ("enfants, familles", "tout public", "jeunes, demandeurs d’emploi", "personnes âgées")
SPOTS = ("salle des fêtes", "école, gymnase", "local prêté", "plein air, gymnase")
MEANS = ("un camion", "sonorisation, un emploi", "trente bénévoles", "un atelier")
REASONS = "Le bureau change au printemps : l’association suivra de loin, et rejoindra peut-être le groupe plus tard."
STOP = (
    "Les associations partagent le constat, mais quatre sur six n’ont personne pour suivre dix ateliers cette année. "
    "Le DLA leur propose un appui individuel, et les réunira de nouveau dans un an."
)
PASSED_OVER = "Les structures étaient d’accord pour avancer sans attendre."


def text(count: int, start: int = 0) -> str:
    """Some sentences that follow each other; paragraphs of four."""
    told = [SENTENCES[(start + place) % len(SENTENCES)] for place in range(count)]
    return "\n\n".join(" ".join(told[place : place + 4]) for place in range(0, count, 4))


def association(place: int, *, long: bool) -> str:
    """The name of an association; where names are long, one out of five is."""
    name = f"{KINDS[place % len(KINDS)]} {PLACES[place // len(KINDS) % len(PLACES)]}"
    return name + LONG if long and place % 5 == 0 else name
