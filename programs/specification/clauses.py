"""The starter set of articles for a collective DLA programme: a beginning, each sentence can be changed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """A ready-made article."""

    title: str
    text: str


CLAUSES = (
    Clause(
        "Objet",
        "La prestation est un accompagnement collectif d’associations, conduit dans le cadre du dispositif "
        "local d’accompagnement. Elle vise les objectifs énoncés dans ce cahier des charges et se juge à "
        "leurs livrables. Le diagnostic est fourni\u00a0: le prestataire part de lui et ne le refait pas.",
    ),
    Clause(
        "Le groupe",
        "Les associations engagées sont celles de la liste ci-dessus. Une association peut quitter le groupe "
        "en cours de route, en disant pourquoi\u202f; une autre peut le rejoindre avec l’accord du groupe. Aucune "
        "n’est tenue de suivre l’avis des autres.",
    ),
    Clause(
        "Jours de prestation",
        "Le temps se compte par demi-journées, selon le tableau des jours. Une demi-journée n’est due que si "
        "elle a eu lieu et si la présence y a été notée. Passer du temps d’un type à un autre demande "
        "l’accord écrit des DLA.",
    ),
    Clause(
        "Présence et comptes rendus",
        "Chaque séance donne lieu à une feuille d’émargement et à un compte rendu, remis sous huit jours. Le "
        "prestataire signale sans attendre une association qui ne vient plus.",
    ),
    Clause(
        "Confidentialité",
        "Ce qui est dit dans une association reste à elle tant qu’elle n’a pas accepté de le partager. Rien "
        "de ce qui est dit dans le groupe n’est rapporté aux institutions ou aux financeurs sans l’accord du "
        "groupe. Cette règle tient après la fin de la prestation.",
    ),
    Clause(
        "Propriété des productions",
        "Les livrables appartiennent au groupe, qui peut les reproduire, les modifier et les diffuser. Le "
        "prestataire peut les citer comme référence, sans nommer une association qui ne l’aurait pas permis.",
    ),
    Clause(
        "Pilotage",
        "Un comité de suivi réunit les DLA, le prestataire et des associations désignées par le groupe. Il se "
        "tient au lancement, à mi-parcours et avant la restitution. Il constate l’avancement et tranche ce "
        "qui s’écarte de ce cahier des charges.",
    ),
    Clause(
        "Évaluation",
        "Chaque association, le prestataire et les DLA disent en fin de parcours ce qui a été atteint, "
        "objectif par objectif. Les effets sont relevés de nouveau six mois et douze mois après la "
        "restitution.",
    ),
    Clause(
        "Paiement",
        "Le prix est ferme. Il est payé sur présentation des feuilles d’émargement et des livrables, selon "
        "l’échéancier de la convention. Une séance annulée par le prestataire n’est pas due.",
    ),
    Clause(
        "Contenu et remise de la proposition",
        "La proposition dit comment la demande est comprise, la méthode, le calendrier, l’équipe nommément, "
        "des références, le nombre de jours par type, le prix d’une journée et le prix total, hors taxes et "
        "toutes taxes comprises. Le prestataire y déclare tout lien avec une des associations. Une "
        "proposition remise après la date limite n’est pas ouverte.",
    ),
    Clause(
        "Protection des données",
        "Le prestataire ne recueille sur les personnes que ce qui sert à la prestation, ne le transmet à "
        "personne et l’efface à la fin de celle-ci. Il prévient les DLA sans délai si ces données ont pu être "
        "vues par un tiers.",
    ),
    Clause(
        "Mentions et logos",
        "Les documents remis portent le nom des DLA, de leurs structures porteuses et de leurs financeurs, "
        "avec les logos que les DLA fournissent. Ceux du groupe n’y figurent qu’avec son accord.",
    ),
)
