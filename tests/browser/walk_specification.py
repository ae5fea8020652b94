"""The walk, fourth phase: objectives that cite what was said, articles, criteria, freezing."""

import re

from tests.browser.walk_opening import ADVICE, close, enter

OBJECTIVE = "Mettre en commun le matériel de projection"
DELIVERABLE = "Un règlement de prêt du matériel"
CONTEXT = "Trois associations de cinéma louent le même matériel."


def specify(alice):
    """The whole specification, frozen."""
    enter(alice, "Cahier des charges")
    alice.follow("Textes et jours")
    alice.fill({"Rappel du diagnostic": CONTEXT, "Ateliers collectifs": "6", "Rendez-vous individuels": "2,5"})
    alice.press("Enregistrer")
    alice.is_told("Les textes du cahier des charges sont enregistrés")
    alice.follow("Écrire un objectif")
    alice.fill({"Objectif": OBJECTIVE, "Livrables": DELIVERABLE, re.compile(f"^{ADVICE}"): True})
    alice.press("Ajouter l’objectif")
    alice.is_told("L’objectif est ajouté")
    alice.follow("Articles")
    alice.press(re.compile("^Ajouter les articles types"))
    alice.is_told("articles types sont ajoutés")
    alice.follow("Critères")
    alice.press(re.compile("^Partir des"))
    alice.sees("Le compte y est")
    alice.follow("Figer et envoyer")
    alice.press("Figer le cahier des charges")
    alice.is_told("Le cahier des charges est figé")
    close(alice, "Cahier des charges", "Le comité d’appui a vu les textes en séance.")
