"""The specification on paper: working copy at any time, frozen text when it is handed out."""

from functools import partial

from dla_collectif.services.pdf import render_html
from dla_collectif.services.visibility import Visibility
from programs.diagnosis.models import SharedEdition
from programs.journey import reports
from programs.journey.models import Participation
from programs.journey.prints import Piece, Print

from . import coverage
from .models import Article, Criterion, Specification

TITLE = "Cahier des charges pour les prestataires"  # not the step's own title: its report has its own editions
TEMPLATE = "programs/specification/specification_pdf.html"


def specification_html(step, *, edition="Document de travail", fingerprint="") -> str:
    """The specification as providers will read it: nothing in it that they may not read."""
    program = step.program
    row = Specification.objects.filter(program=program).first() or Specification.blank(program)
    context = {
        "paper": reports.paper(step.journey, "Cahier des charges", edition=edition, fingerprint=fingerprint),
        "program": program,
        "specification": row,
        "group": group_of(program),
        "shared": SharedEdition.objects.cited(program),
        "objectives": [as_printed(objective) for objective in coverage.read(program).objectives],
        "criteria": list(Criterion.objects.filter(specification__program=program)),
        "articles": list(Article.objects.filter(specification__program=program)),
    }
    context["criteria_total"] = sum(criterion.weight for criterion in context["criteria"])
    context["contents"] = contents_of(context)
    context["numbers"] = {anchor: number for anchor, number, _title in context["contents"]}
    return render_html(TEMPLATE, context)


def group_of(program) -> list:
    """The associations that committed, in alphabetical order."""
    seats = Participation.objects.filter(program=program).committed().select_related("organisation")
    return [seat.organisation for seat in seats.order_by("organisation__name", "id")]


def as_printed(objective):
    """An objective with its sources as providers may know them: words that are public, else their number and kind."""
    objective.quoted = [(row, coverage.author_of(row)) for row in coverage.readable(objective.said, Visibility.PUBLIC)]
    objective.origin = coverage.counted(objective.said, named_from=Visibility.INSTITUTIONS)
    return objective


def contents_of(context) -> list[tuple[str, int, str]]:
    """The chapters that have something to say: (anchor, number, title)."""
    row = context["specification"]
    chapters = (
        ("contexte", "Le contexte et le groupe", row.context or row.why_collective or context["group"]),
        ("objectifs", "Les objectifs et leurs livrables", context["objectives"]),
        ("demarche", "La démarche attendue", row.method or row.steering or row.calendar),
        ("jours", "Les jours et le plafond", row.half_days or row.ceiling is not None),
        ("criteres", "Comment les propositions seront jugées", context["criteria"]),
        ("articles", "Les articles", context["articles"]),
    )
    kept = [(anchor, title) for anchor, title, matter in chapters if matter]
    return [(anchor, number, title) for number, (anchor, title) in enumerate(kept, 1)]


def to_hand_out(journey) -> list[Piece]:
    """The frozen text if there is one, else a working copy."""
    row = Specification.objects.filter(program=journey.program).select_related("document").first()
    is_frozen = row is not None and row.is_frozen and row.document
    make = partial(str, row.document.html) if is_frozen else partial(specification_html, journey.step("specification"))
    return [Piece("cahier-des-charges", "Cahier des charges", make)]


SPECIFICATION = Print("cahier-des-charges", "Cahier des charges", to_hand_out)
PRINTS = [SPECIFICATION]
