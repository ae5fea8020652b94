"""The papers of the selection."""

from functools import partial

from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.prints import Piece, Print

from . import facts
from . import register as registers

TITLE = "Procès-verbal du choix du prestataire"


def minutes_html(journey, register) -> str:
    """The minutes of the choice, to sign: nothing sealed before the opening, no score before all may see them."""
    subtitle = "" if register.choice else "Document de travail\u00a0: le choix n’est pas encore noté."
    paper = reports.paper(journey, TITLE, subtitle=subtitle, with_stones=False)
    context = {"paper": paper, "program": journey.program, "facts": facts.of_register(register)}
    return render_html("programs/selection/minutes.html", {**context, "signatories": paper.carriers})


def minutes(journey) -> list[Piece]:
    """Once providers are consulted."""
    register = registers.read(journey.program)
    if register is None or not register.call.is_sent:
        return []
    return [Piece("proces-verbal", TITLE, partial(minutes_html, journey, register))]


NOTHING = "Le procès-verbal s’établit une fois la consultation envoyée."
MINUTES = Print("proces-verbal", TITLE, minutes, NOTHING)
PRINTS = [MINUTES]
