"""The walk: a meeting that took place yesterday, from any phase."""

from datetime import timedelta

from dla_collectif.services import clock


def day(ago=0):
    """A day as the browser's date fields take it."""
    return (clock.today() - timedelta(days=ago)).isoformat()


def hold(alice, title, present, minutes="", when=(1, "14 h", "17 h")):
    """On the form of a new meeting: yesterday, with these organisations; then who came, and the minutes."""
    ago, begins, ends = when
    alice.fill({"Objet": title, "Jour": day(ago), "Début": begins, "Fin": ends, "Lieu": "Maison des associations"})
    for organisation in present:
        alice.fill({organisation: True})
    alice.press("Prévoir la réunion")
    alice.is_told("La réunion est prévue")
    note_attendance(alice, present)
    if minutes:
        alice.follow("Écrire le compte rendu")
        alice.fill({"Compte rendu": minutes})
        alice.press("Enregistrer le compte rendu")
        alice.is_told("Le compte rendu est enregistré")


def note_attendance(alice, present):
    """From a meeting's page: these came."""
    alice.follow("Noter les présences")
    for organisation in present:
        alice.choose(f"Présence : {organisation}", "présente")
    alice.press("Enregistrer les présences")
    alice.is_told("Les présences sont notées")
