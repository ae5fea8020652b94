"""A step to its report: the same facts on its page, in its PDF and in its chapter of the final report."""

import hashlib

from dla_collectif.journal.actions import end_of
from dla_collectif.services import clock, pdf_styles
from dla_collectif.services.pdf import Paper, Stone, render_html
from dla_collectif.teams.models import Letterhead

from .models import Document, Funder, Participation

EDITION = "[[édition]]"  # the three marks are replaced when a report is frozen
FINGERPRINT = "[[empreinte]]"
JOURNAL = "[[journal]]"


def stones(journey) -> list[Stone]:
    """The path of the programme, with the day each step was closed."""
    closed = {}
    reports = Document.objects.filter(program=journey.program, kind=Document.Kind.REPORT).order_by("number")
    for phase, at in reports.values_list("phase", "at"):
        closed[phase] = at.date()
    return [
        Stone(step.number, step.title, step.state, closed.get(step.key) if step.state == "closed" else None)
        for step in journey.steps
    ]


def paper(journey, kind, *, subtitle="", edition="", fingerprint="", landscape=False, with_stones=True) -> Paper:
    """The head of a printed document of a programme."""
    program = journey.program
    partners = Participation.objects.filter(program=program, role=Participation.Role.PARTNER)
    heads = Letterhead.objects.filter(dla__carried__program=program).select_related("dla__organisation")
    return Paper(
        kind=kind,
        title=program.title,
        subtitle=subtitle,
        carriers=program.carrier_names,
        partners=partners.order_by("id").values_list("organisation__name", flat=True),  # asked for by a cover alone
        funders=list(Funder.objects.filter(program=program)),
        letterheads=list(heads.order_by("dla__carried__id")),
        date=clock.today(),
        edition=edition,
        fingerprint=fingerprint,
        journal=JOURNAL if fingerprint else "",
        stones=stones(journey) if with_stones else [],
        demonstration=program.demonstration,
        landscape=landscape,
    )


def facts(step) -> dict:
    """What a step's page, PDF and chapter show: the room's own facts, and what every room has."""
    return {"step": step, "program": step.program, "facts": step.phase.report(step.program)}


def step_html(step, *, edition="Document de travail", fingerprint="", passed_over="") -> str:
    """The printable report of one step, as it stands now."""
    sheet = paper(step.journey, step.title, subtitle=step.phase.aim, edition=edition, fingerprint=fingerprint)
    context = {**facts(step), "paper": sheet, "requirements": step.requirements, "passed_over": passed_over}
    return render_html(step.phase.report_template, context)


def chapters(journey) -> list[dict]:
    """Every step as a chapter of the final report: what its own page shows, in the order of the walk."""
    return [facts(step) for step in journey.steps]


def frozen_html(step, passed_over="") -> str:
    """The report of one step, with the marks that freezing replaces."""
    return step_html(step, edition=EDITION, fingerprint=FINGERPRINT, passed_over=passed_over)


def sealed(html: str, edition: int, scope: str) -> tuple[str, str]:
    """A report with its style sheets in it and its marks replaced; its fingerprint. `scope`: of its journal."""
    html = html.replace(EDITION, f"Édition {edition}").replace(JOURNAL, end_of(scope))
    html = pdf_styles.kept_inside(html)
    sha256 = fingerprint(html)
    return html.replace(FINGERPRINT, sha256), sha256


def fingerprint(html: str) -> str:
    """SHA-256 of a frozen report, its own mark left in place."""
    return hashlib.sha256(html.encode()).hexdigest()


def is_intact(document) -> bool:
    """Whether a frozen report still is what was handed out."""
    return fingerprint(document.html.replace(document.sha256, FINGERPRINT)) == document.sha256
