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
    """A preparatory meeting, the shared diagnosis, the letters."""
    present = list(ASSOCIATIONS)[:2]
    enter(alice, PHASE)
    alice.follow("Suivi")
    alice.sees("1 réponse envoyée sur 3")
    alice.follow("Besoins")
    alice.sees("prioritaire")
    alice.follow("Réunions préparatoires")
    alice.follow("Prévoir une réunion préparatoire")
    walk_meetings.hold(alice, "Se rencontrer", present, "Chacun a raconté sa saison.")
    enter(alice, PHASE)
    alice.follow("Synthèse")
    alice.fill({"Diagnostic partagé": SYNTHESIS, "Validée par le groupe le": day(1)})
    alice.press("Enregistrer")
    alice.is_told("Le diagnostic partagé est enregistré")
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
            "J’ai lu la lettre et j’engage mon association": True,
        }
    )
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
    alice.press("Noter cet engagement")
    alice.is_told("est noté")
    alice.follow(f"Noter un retrait : {third}")
    alice.fill({"Motif": "Pas de disponibilité cette année."})
    alice.press("Noter ce retrait")
    close(alice, PHASE, "Les deux autres associations ont été entendues en réunion.")
