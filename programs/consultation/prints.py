"""The papers of the consultation."""

from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.prints import single


def guide_html(journey) -> str:
    """The interview guide, blank."""
    paper = reports.paper(journey, "Guide d’entretien avec un partenaire", with_stones=False)
    return render_html("programs/consultation/guide.html", {"paper": paper, "program": journey.program})


GUIDE = single("guide-entretien", "Guide d’entretien avec un partenaire", guide_html)
PRINTS = [GUIDE]
