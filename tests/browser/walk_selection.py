"""The walk, fifth phase: the consultation, a sealed proposal, ties, grids, the choice."""

import re
from datetime import timedelta

from django.utils import timezone

from dla_collectif.services import clock
from tests.browser.walk_meetings import day
from tests.browser.walk_opening import CONSULTANCY, close, enter

METHOD = "Nous partirons de vos séances telles qu’elles sont, puis nous écrirons le règlement ensemble."
REASONS = "Le groupe a retenu la démarche la plus proche du terrain."


def consult_providers(alice):
    """One provider, a deadline in two hours, the letter."""
    enter(alice, "Choix du prestataire")
    alice.follow("Consultation")
    alice.follow("Préparer la consultation")
    deadline = timezone.localtime(clock.now() + timedelta(hours=2))
    alice.fill({"Date limite de remise": f"{deadline:%Y-%m-%dT%H:%M}", "Pourquoi ces prestataires": "Une urgence."})
    alice.press("Enregistrer")
    alice.is_told("La consultation est enregistrée")
    alice.follow("Ajouter un prestataire")
    alice.fill({"Prestataire": CONSULTANCY[0], "Pourquoi ce prestataire": "Connaît le cinéma associatif."})
    alice.look()
    alice.press("Ajouter à la liste")
    alice.follow("Relire la consultation de 1 prestataire")
    alice.press("Envoyer le message")
    alice.is_told("La consultation est envoyée")
    alice.follow("Ouverture")
    alice.sees("Aucune proposition n’est encore remise")


def hand_in(gaelle, tmp_path, letters):
    """The consultant answers, with a document; the code comes before the form, the receipt is hers."""
    paper = tmp_path / "proposition.pdf"
    paper.write_bytes(b"%PDF-1.4\n% une proposition\n")
    gaelle.look()
    gaelle.press("Nous répondrons")
    gaelle.is_told("Votre intention de répondre est enregistrée")
    gaelle.follow("Remettre la proposition")
    gaelle.look()
    gaelle.press("Recevoir mon code")
    gaelle.confirm(letters)
    gaelle.is_at("Remettre votre proposition")
    gaelle.look()
    gaelle.fill(
        {
            "Compréhension de la demande et démarche proposée": METHOD,
            "Équipe": "Gaëlle Robin",
            "Demi-journées de rendez-vous individuels": "5",
            "Demi-journées d’ateliers collectifs": "12",
            "Demi-journées d’entretiens avec les institutions": "0",
            "Demi-journées de restitution": "1",
            "Prix d’une journée, en euros hors taxes": "800",
            "Prix total, en euros hors taxes": "7200",
            "Taux de TVA, en pourcentage": "20",
            "Document": paper,
        }
    )
    gaelle.press("Remettre la proposition")
    gaelle.is_told("Votre proposition est remise et scellée")
    gaelle.sees("Votre reçu", re.compile("^[0-9a-f]{64}$"))


def stay_sealed(alice):
    """Before the deadline the officer sees that it is there, and nothing of it."""
    alice.follow("Ouverture")
    alice.sees("La remise est ouverte jusqu’au", CONSULTANCY[0])
    assert alice.page.get_by_text(METHOD).count() == 0


def open_bids(alice):
    """After the deadline."""
    alice.follow("Ouverture")
    alice.press("Ouvrir la proposition")
    alice.is_told("Les propositions sont ouvertes")
    alice.sees(METHOD)


def declare_and_score(denis, letters):
    """An association of the group: no tie, then its grid."""
    denis.open("/espace/")
    denis.follow("Déclarer")
    denis.look()
    denis.choose(f"Avec {CONSULTANCY[0]}", "Nous n’avons aucun lien")
    denis.press("Enregistrer la déclaration")
    denis.is_told("La déclaration est enregistrée")
    denis.look()
    marks = denis.page.get_by_label(re.compile(r"^Note de .* sur \d+"))
    for mark in marks.all():
        mark.fill(mark.get_attribute("max"))
    denis.press("Envoyer notre grille")
    denis.confirm(letters)
    denis.is_told("La grille est envoyée")


def choose(alice):
    """Scoring ends without the other grids, the choice is noted, the provider is answered."""
    alice.follow("Notation")
    alice.follow("Clore la notation")
    alice.fill({"Motif": "Les autres associations ont donné leur accord de vive voix."})
    alice.press("Clore la notation")
    alice.is_told("La notation est close")
    alice.follow("Noter le choix")
    alice.fill({"Prestataire retenu": CONSULTANCY[0], "Décidé le": day(), "Motifs du choix": REASONS})
    alice.look()
    alice.press("Enregistrer le choix")
    alice.follow(re.compile("^Écrire les points forts"))
    alice.fill({"Points forts": "La démarche.", "Ce qui a manqué": "Un calendrier."})
    alice.press("Enregistrer")
    alice.look()
    alice.follow("Relire la réponse")
    alice.press("Envoyer le message")
    alice.is_told("La réponse est partie")
    close(alice, "Choix du prestataire", "Une seule association a noté, les autres se sont dites d’accord.")
