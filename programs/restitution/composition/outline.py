"""The report before it is printed: each chapter with its text begun or not, whether it prints, the one thing to do."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.journey.measuring import measure
from programs.journey.models import Participation
from programs.journey.progress import Task
from programs.meetings.models import Meeting
from programs.specification.models import Objective
from programs.workshops.models import Baseline, Clause

from ..models import IndicatorAnswer
from .annexes import ALONE
from .plan import INDEX, SUMMARY, THREAD, Line, lines_from

BEGINNING = 140


@dataclass(frozen=True)
class Outlined:
    """A line of the plan as its page shows it. `why_not`: why it does not print today; `text`: how its text begins."""

    line: Line
    number: str
    text: str
    why_not: str
    url: str  # where its text is written; empty where it takes none


def outline_of(step, written) -> list[Outlined]:
    """The plan of a programme with what each chapter holds, of the texts `written`: one statement."""
    plan, told = measured_plan(step), vars(step.program)
    texts = {key: text for key, text, _figures in written}
    begun = told["sheet_summary"] or told["sheet_focus"] or ""
    outlined, number = [], 0
    for line in plan:
        text = (begun if line.key == SUMMARY else "") or texts.get(line.key, "")
        why_not = why_not_printed(line, text, told)
        number += line.step is not None and not why_not
        shown = str(number) if line.step is not None and not why_not else ""
        outlined.append(Outlined(line, shown, text[:BEGINNING], why_not, writing_url(step, line)))
    return outlined


def measured_plan(step) -> list[Line]:
    """The plan of a programme, read with every room's measures and what each annex would hold; one statement."""
    measure([step.program], "measures", asked_besides)
    return lines_from(vars(step.program)["report_lines"], step.journey.steps)


def why_not_printed(line, text, told) -> str:
    """Why a chapter or an annex has no page today; empty when it has one."""
    if not line.printed:
        return "Retiré du rapport"
    if text:
        return ""
    if line.step is not None:
        begun = line.step.state != "ahead" or any(each.met for each in line.step.requirements)
        return "" if begun else "Étape pas encore commencée"
    if line.is_free:
        return "Pas encore de texte"
    return "" if told.get(named(line.key), True) else "Rien à y lire pour l’instant"


def named(key: str) -> str:
    """Under which name a programme tells whether an annex, or the thread, has something to hold."""
    return f"report_{key.replace('-', '_')}"


def asked_besides() -> dict:
    """What the outline asks of a programme besides the rooms' measures: plan, summary, matter."""
    sheet = {"sheet_summary": F("sheet__summary"), "sheet_focus": F("sheet__focus")}
    held = {named(key): Exists(rows) for key, rows in matter().items()}
    return {"report_lines": F("report_plan__lines")} | sheet | held


def matter() -> dict:
    """What each annex, and the thread, would hold, by its key: rows of the programme at hand."""
    here = {"program": OuterRef("pk")}
    objectives = Objective.objects.filter(specification__program=OuterRef("pk"))
    tied = Q(workshops__isnull=False) | Q(outputs__isnull=False) | Q(effects__isnull=False)
    return {
        THREAD: objectives.filter(tied),
        "annexe-participants": Participation.objects.filter(**here).exclude(status=Participation.Status.SPOTTED),
        "annexe-presences": Meeting.objects.filter(**here).held().exclude(kind__in=ALONE),
        "annexe-offre": Baseline.objects.filter(participation__program=OuterRef("pk")),
        "annexe-charte": Clause.objects.filter(program__charter__isnull=False, **here),
        "annexe-indicateurs": IndicatorAnswer.objects.filter(term__program=OuterRef("pk"), value__isnull=False),
        "annexe-sources": Contribution.objects.filter(**here).at_level(Visibility.GROUP),
        INDEX: Participation.objects.associations().filter(**here),
    }


def writing_url(step, line) -> str:
    """Where a chapter's text is written; the summary has a page of its own, the index has no text."""
    if line.key == SUMMARY:
        return step.reverse("restitution:write_sheet")
    takes_text = line.key != INDEX
    return step.reverse("restitution:chapter", line.key) if takes_text else ""


def task_of(step, outline) -> Task:
    """The one thing to do next on the way to the printed report."""
    summary = next(each for each in outline if each.line.key == SUMMARY)
    bare = [each for each in outline if each.line.step is not None and not each.text and not each.why_not]
    if not summary.text and summary.line.printed:
        why = "Une phrase et quelques points\u00a0: c’est ce que tout le monde lira d’abord."
        return Task("Écrire l’essentiel", summary.url, why)
    if bare:
        why = "Les faits, les tableaux et les images sont déjà là\u202f; quelques phrases de vous les font parler."
        return Task(f"Écrire votre texte dans «\u00a0{bare[0].line.title}\u00a0»", bare[0].url, why, "Écrire ce texte")
    why = "Vérifiez ce que chacun lira avant de le remettre."
    url = step.reverse("restitution:read", "institutions")
    return Task("Relire comme les institutions", url, why, "Lire le rapport")
