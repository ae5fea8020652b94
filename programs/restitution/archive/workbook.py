"""The figures of a programme as a workbook: one sheet for each kind of thing, its columns fixed and in a fixed order.

Columns may be added at the end of a sheet, never moved, renamed or taken away: what reads the file goes on reading it.
"""

import io
import re
import zipfile

from dla_collectif.services import exports
from dla_collectif.services.exports import Sheet
from dla_collectif.services.office.parts import packed

from . import rows

COLUMNS = {
    "Associations": "Association;Ville;Situation;Repérée par;Repérée le;Conviée le;Engagée le;Retirée le;"
    "Motif;Réunions suivies",
    "Représentants": "Organisme;Qualité;Prénom;Nom;Fonction;Courriel;Téléphone",
    "Réunions": "Étape;Nature;Objet;Début;Fin;Lieu;État;Demi-journées;Organismes attendus;Organismes présents",
    "Présences": "Réunion;Début;Organisme;Qualité;Personne;Présence",
    "Jours": "Nature;Demi-journées demandées;Demi-journées commandées;Demi-journées faites",
    "Besoins": "Étape;Nature;Besoin;Thème;Dit par;Dit le;Partagé par;Objectifs",
    "Indicateurs": "Indicateur;Unité;Organisme;Échéance en mois;Valeur;Année",
    "Objectifs": "Numéro;Objectif;Précisions;Livrables;Paroles citées",
    "Propositions": "Prestataire;Consulté le;Remise le;Empreinte;Demi-journées;Prix d’une journée HT;"
    "Prix total HT;TVA (%);Retenu",
    "Notes": "Prestataire;Critère;Points possibles;Association;Points;Remarque",
    "Productions": "Production;Nature;Description;Objectif;Remise le",
    "Effets": "Effet;Nature;Description;Ce qui le montre;Objectif;Production;Constaté le",
    "Engagements": "Organisme;Engagement;Dit le;Pour le;Tenu le",
}
MODIFIED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def sheets(program) -> list[Sheet]:
    """Every sheet, empty ones included: their columns are a promise."""
    return [Sheet(title, columns.split(";"), rows.OF[title](program)) for title, columns in COLUMNS.items()]


def to_xlsx(program) -> bytes:
    """The workbook; the same rows give the same bytes, so it bears no hour of its making."""
    made = zipfile.ZipFile(io.BytesIO(exports.workbook("donnees", sheets(program)).content))
    return packed({name: MODIFIED.sub(b"", made.read(name)) for name in made.namelist()})
