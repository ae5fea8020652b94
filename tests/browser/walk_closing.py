"""The walk, last two phases: the workshops with their charter, the restitution with its report."""

import re
from io import BytesIO

from pypdf import PdfReader

from tests.browser import walk_meetings
from tests.browser.walk_meetings import day
from tests.browser.walk_opening import CONSULTANCY, INSTITUTION, enter
from tests.browser.walk_specification import OBJECTIVE

OUTPUT = "Règlement de prêt du matériel"
CLAUSE = "Chaque association prête ce qu’elle n’utilise pas."
UNDERTAKING = "Recevoir le collectif une fois par an."
EFFECT = "Le projecteur n’est plus loué qu’une fois"
CHAPTER = "Tout a commencé par trois demandes arrivées la même semaine."
REMARK = "Citez aussi la médiathèque qui nous a prêté sa salle."
SUMMARY = "Trois associations partagent désormais leur matériel."


def deliver(alice, present):
    """The agreement, an individual meeting, a workshop, what it produced, the charter."""
    enter(alice, "Ateliers")
    alice.follow("Convention")
    alice.follow("Noter la convention")
    alice.fill({"Signée le": day(), "Du": day(30), "Au": day(-200)})
    alice.press("Noter la convention")
    alice.is_told("La convention est notée")
    alice.follow("Séances")
    alice.follow("Prévoir un rendez-vous")
    walk_meetings.hold(alice, f"Rendez-vous avec {present[0]}", present[:1])
    enter(alice, "Ateliers")
    alice.follow("Séances")
    alice.follow("Prévoir un atelier")
    alice.fill(
        {
            "Objet": "Écrire le règlement de prêt",
            "Objectif servi": re.compile(OBJECTIVE),
            "Début": f"{day(1)}T14:00",
            "Fin": f"{day(1)}T17:00",
            "Jours du prestataire": "0,5",
        }
    )
    alice.press("Prévoir l’atelier")
    alice.follow("Écrire le règlement de prêt")
    walk_meetings.note_attendance(alice, [*present, CONSULTANCY[0]])
    enter(alice, "Ateliers")
    alice.follow("Productions")
    alice.follow("Noter une production")
    alice.fill({"Nature": "outil ou poste partagé", "Production": OUTPUT, "Objectif": re.compile(OBJECTIVE)})
    alice.fill({"Remise le": day()})
    alice.press("Noter la production")
    alice.is_told("La production est notée")
    write_charter(alice)


def write_charter(alice):
    """Title, one clause, the offer."""
    enter(alice, "Ateliers")
    alice.follow("Charte")
    alice.follow("Écrire le titre et le préambule")
    alice.fill({"Titre": "Charte du matériel partagé", "Préambule": "Ce que nous nous devons."})
    alice.press("Enregistrer")
    alice.follow("Ajouter un article")
    alice.fill({"Titre": "Le prêt", "Texte": CLAUSE})
    alice.look()
    alice.press("Enregistrer l’article")
    alice.look()
    alice.press("Proposer la charte à l’adoption")
    alice.is_told("La charte est proposée à l’adoption")


def adopt(denis, letters):
    """The association reads the charter, and adopts it."""
    denis.open("/espace/")
    denis.follow("Lire et adopter")
    denis.sees(CLAUSE)
    denis.look()
    denis.fill({"En qualité de": "président"})
    denis.press("Adopter la charte")
    denis.confirm(letters)
    denis.is_told("a adopté la charte")


def give_account(alice, present):
    """The event, what an institution undertook, what changed, the officer's own words."""
    enter(alice, "Restitution")
    alice.follow("Restitution et invitations")
    alice.follow("Fixer la date")
    walk_meetings.hold(alice, "Restitution au cinéma municipal", [*present, INSTITUTION[0]], "Un débat nourri.")
    enter(alice, "Restitution")
    alice.follow("Engagements")
    alice.follow("Noter un engagement")
    alice.fill({"Organisme": INSTITUTION[0], "Engagement pris": UNDERTAKING, "Dit le": day(1)})
    alice.press("Noter l’engagement")
    enter(alice, "Restitution")
    alice.follow("Effets")
    alice.follow("Noter un effet")
    alice.fill({"Nature": "pratiques", "Effet": EFFECT, "Constaté le": day(), "Production": re.compile(OUTPUT)})
    alice.press("Noter l’effet")
    write_report(alice)


def write_report(alice):
    """The summary and the officer's text in the first chapter."""
    open_report(alice)
    alice.follow(re.compile("le texte de .*Cadrage"))
    alice.fill({"Votre texte": CHAPTER})
    alice.press("Enregistrer ce texte")
    open_report(alice)
    alice.follow(re.compile("le texte de .*L’essentiel"))
    alice.fill({"En une phrase": "Du matériel en commun.", "En résumé": SUMMARY})
    alice.press("Enregistrer")
    alice.is_told("Le résumé et la fiche sont enregistrés")


def propose_report(alice):
    """An edition is frozen, proposed to the group and announced."""
    enter(alice, "Restitution")
    alice.follow("Éditions")
    alice.follow("Faire une édition")
    alice.press("Figer l’édition 1")
    alice.is_told("L’édition 1 est figée")
    alice.follow("Proposer au groupe")
    alice.press("Proposer au groupe")
    alice.press(re.compile("^Envoyer les . messages"))
    alice.is_told("L’édition 1 du rapport est annoncée à 2 associations")


def approve_report(denis, letters):
    """The association comes by the letter, reads what the institutions would read, and approves with a remark."""
    denis.come_by(letters()[-1])
    denis.follow("Lire le rapport")
    denis.sees(CLAUSE)
    denis.follow("Donner notre avis")
    denis.choose("Votre avis", "nous approuvons, avec une remarque")
    denis.fill({"Votre remarque, ou ce que vous voulez voir changer": REMARK})
    denis.press("Enregistrer notre avis")
    denis.is_told("C’est noté")


def open_the_report(alice, second):
    """The remark is answered, the other association says yes by telephone; the approval is noted, the report opened."""
    enter(alice, "Restitution")
    alice.sees("1 réponse à donner")
    alice.follow("Éditions")
    alice.follow("Édition 1")
    alice.follow(re.compile("^Répondre à "))
    alice.sees(REMARK)
    alice.choose("Ce que cela change", "le rapport reste : dites pourquoi")
    alice.fill({"Réponse": "Elle est citée dans le chapitre des ateliers."})
    alice.press("Répondre")
    alice.sees("1 association sur 2 l’approuve ; il en faut 2.")
    alice.follow(f"Noter l’avis de {second}")
    alice.choose("Son avis", "nous approuvons")
    alice.choose("Comment", "par téléphone")
    alice.press("Noter")
    alice.follow("Noter l’approbation")
    alice.choose("Comment le groupe l’a approuvée", "par les avis donnés jusqu’ici")
    alice.press("Noter l’approbation")
    alice.sees("approuvée par 2 associations sur 2")
    alice.follow("Ouvrir aux institutions")
    alice.press("Ouvrir aux institutions")
    alice.press(re.compile("^Envoyer le"))
    alice.is_told("1 message part vers les institutions")


def open_report(alice):
    """The page of the report."""
    enter(alice, "Restitution")
    alice.follow("Rapport")


def read_pdf(visitor, link):
    """The text of the PDF that a link of the page leads to, spaces made plain."""
    address = visitor.page.get_by_role("link", name=link, exact=True).get_attribute("href")
    answer = visitor.page.request.get(address, timeout=60_000)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    pages = PdfReader(BytesIO(answer.body())).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
