"""The walk, third phase: the questionnaire, an association's answers on a phone, the group."""

import re

from playwright.sync_api import expect

from tests.browser import walk_meetings
from tests.browser.walk_meetings import day
from tests.browser.walk_opening import ASSOCIATIONS, close, enter

PHASE = "Diagnostic des besoins"
WHAT_WE_DO = "Nous projetons des films dans les cafés du quartier, l’hiver."
IN_OUR_WORDS = "Le projecteur tombe en panne un soir sur trois."
SYNTHESIS = "Toutes louent le même matériel et programment sans se parler."


def invite(alice):
    """A ready-made questionnaire, its day, the invitations."""
    enter(alice, PHASE)
    alice.follow("Questionnaire")
    alice.follow(re.compile("^Lire : .*culturelles"))
    alice.look()
    alice.press("Choisir ce questionnaire")
    alice.is_told("est choisi")
    alice.follow("Modifier le titre, l’introduction, l’échéance")
    alice.fill({"À remplir avant le": day(-20)})
    alice.press("Enregistrer")
    alice.follow("Préparer les invitations")
    alice.follow("Relire les 3 invitations")
    alice.look()
    alice.press("Envoyer les 3 messages")
    alice.is_told("Les 3 invitations sont envoyées")


def answer(denis):
    """On the phone: what is typed is saved by itself and outlives a reload; then the needs are weighed, and sent."""
    denis.press("Commencer")
    first = denis.page.get_by_label(re.compile(r"^1\.\s*Que fait votre association"))
    first.fill(WHAT_WE_DO)
    expect(denis.page.locator("[data-state]")).to_contain_text("Enregistré à")
    denis.page.reload()
    expect(first).to_have_value(WHAT_WE_DO)
    weigh = denis.page.get_by_role("heading", level=1, name=re.compile("besoins"))
    denis.look()
    while not weigh.is_visible():
        denis.press("Enregistrer et continuer")
        denis.is_told("enregistrée")
    need = denis.page.locator("fieldset.question").first
    need.locator(".marks label").last.click()
    need.get_by_label("C’est une de nos trois priorités").check()
    need.get_by_label(re.compile("^En vos mots")).fill(IN_OUR_WORDS)
    denis.look()
    denis.press("Enregistrer et terminer")
    denis.sees(re.compile("^Il manque"))
    denis.look()
    denis.press("Envoyer nos réponses")
    denis.is_told("Les réponses sont envoyées")
    denis.sees(WHAT_WE_DO)


def gather(alice):
    """The answers and the needs are read; the shared diagnosis is written, reread, proposed and announced."""
    enter(alice, PHASE)
    alice.follow("Suivi")
    alice.sees("1 réponse envoyée sur 3")
    alice.follow("Besoins")
    alice.sees(IN_OUR_WORDS)
    alice.follow("Diagnostic partagé")
    alice.follow("Écrire")
    alice.fill({"Diagnostic partagé": SYNTHESIS})
    alice.press("Enregistrer le brouillon")
    alice.is_told("Le brouillon est enregistré")
    alice.follow("Revenir sans enregistrer")
    alice.follow("Relire et proposer")
    alice.look()
    alice.press("Proposer la version 1")
    alice.is_told("La version 1 est proposée au groupe")
    alice.press(re.compile("^Envoyer les . messages"))
    alice.is_told("La version 1 du diagnostic partagé est annoncée")


def recognise(denis):
    """The association says that it recognises itself."""
    denis.open("/espace/")
    denis.follow("Lire et répondre")
    denis.sees(SYNTHESIS)
    denis.look()
    denis.choose("Vous y reconnaissez-vous ?", "nous nous y reconnaissons")
    denis.press("Enregistrer notre réponse")
    denis.is_told("C’est noté")


def validate(alice):
    """A preparatory meeting validates; the letters leave."""
    present = list(ASSOCIATIONS)[:2]
    enter(alice, PHASE)
    alice.follow("Réunions préparatoires")
    alice.follow("Prévoir une réunion préparatoire")
    today = (0, "0 h 05", "23 h 55")  # it ends after the version was proposed
    walk_meetings.hold(alice, "Se rencontrer", present, "Chacun a raconté sa saison.", today)
    enter(alice, PHASE)
    alice.follow("Diagnostic partagé")
    alice.follow("Noter la validation")
    alice.fill({"Réunion où le groupe a validé": re.compile("Se rencontrer")})
    alice.press("Noter la validation")
    alice.is_told("La validation est notée")
    alice.follow("Engagements")
    alice.follow(re.compile("^Relire les . lettres"))
    alice.press(re.compile("^Envoyer les . messages"))
    alice.is_told("La lettre d’engagement est proposée")


def commit(denis, letters):
    """The association reads the shared diagnosis and signs; what was typed waits for the code."""
    denis.open("/espace/")
    denis.follow("Lire la lettre")
    denis.sees(SYNTHESIS)
    denis.look()
    denis.fill(
        {
            "Vous signez en qualité de": "président",
            "Décision de l’instance dirigeante du": day(2),
            "J’ai lu la clause sur les données": True,
            "J’ai lu la lettre et j’engage mon association": True,
        }
    )
    denis.choose("Images de l’association pendant les ateliers", "nous les acceptons")
    denis.press("Signer la lettre d’engagement")
    denis.confirm(letters)
    denis.is_told("est engagée")


def form_the_group(alice):
    """A second association signed on paper, the third stays out with its reason."""
    _first, second, third = ASSOCIATIONS
    enter(alice, PHASE)
    alice.follow("Engagements")
    alice.follow(f"Noter une lettre sur papier : {second}")
    alice.fill({"Signataire": "Dora Blin", "En qualité de": "directrice"})
    alice.fill({"La clause sur les données figure sur la lettre signée": True})
    alice.choose("Images de l’association pendant les ateliers", "nous les refusons")
    alice.press("Noter cet engagement")
    alice.is_told("est noté")
    alice.follow(f"Noter un retrait : {third}")
    alice.fill({"Motif": "Pas de disponibilité cette année."})
    alice.press("Noter ce retrait")
    close(alice, PHASE, "Les deux autres associations ont été entendues en réunion.")
