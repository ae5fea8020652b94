"""Choosing the indicators of a programme: 5 to 8 figures or scales of its questionnaire, or ready ones added to it."""

from dataclasses import dataclass

from dla_collectif.journal.actions import record
from dla_collectif.services.refusals import Refusal

from ..models import Indicator, Question, Questionnaire, Response
from ..questionnaire import building

MEASURED = ("number", "scale")
READY_SECTION = "Quelques chiffres"
FEWEST, MOST = Indicator.FEWEST, Indicator.MOST


@dataclass(frozen=True)
class Ready:
    """A figure that most associations can tell; its question joins the questionnaire when it is chosen."""

    key: str
    label: str
    unit: str


READY = [
    Ready("ind_adherents", "Combien d’adhérents l’association compte-t-elle ?", "adhérents"),
    Ready("ind_benevoles", "Combien de bénévoles y sont actifs ?", "bénévoles"),
    Ready("ind_etp", "Combien d’emplois, en équivalents temps plein ?", "ETP"),
    Ready("ind_budget", "Quel est le budget annuel ?", "€"),
    Ready("ind_recettes", "Quelle part du budget vient de vos propres recettes ?", "%"),
    Ready("ind_partenaires", "Avec combien de structures travaillez-vous régulièrement ?", "partenaires"),
    Ready("ind_tresorerie", "De combien de mois de dépenses disposez-vous en trésorerie ?", "mois"),
]


def candidates(program) -> list[Question]:
    """The questions that may be indicators: figures and scales of the questionnaire."""
    rows = Question.objects.filter(questionnaire__program=program, kind__in=MEASURED)
    return list(rows.order_by("number"))


def may_add(program) -> bool:
    """Whether ready figures may still join the questionnaire: until an association received it."""
    return not Response.objects.filter(participation__program=program).exists()


def ready_left(program) -> list[Ready]:
    """The ready figures that are not in the questionnaire yet; none once it was received."""
    if not may_add(program):
        return []
    there = set(Question.objects.filter(questionnaire__program=program).values_list("key", flat=True))
    return [ready for ready in READY if ready.key not in there]


def choose_indicators(step, keys, *, by) -> list[Indicator]:
    """The indicators of the programme, in the order of the questionnaire, in place of those chosen before.

    `keys`: of questions, or of ready figures, whose question is added. Raises Refusal for fewer than five or more than
    eight, and once a term was asked: both times ask the same.
    """
    program, keys = step.program, list(dict.fromkeys(keys))
    questionnaire = Questionnaire.objects.select_for_update().filter(program=program).first()
    if questionnaire is None:
        raise Refusal("Choisissez d’abord un questionnaire : les indicateurs sont de ses questions.")
    if not FEWEST <= len(keys) <= MOST:
        raise Refusal(f"Choisissez de {FEWEST} à {MOST} indicateurs ; {len(keys)} pour l’instant.", "keys")
    if Indicator.objects.filter(program=program, asked_again=True).exists():
        raise Refusal("Une échéance a déjà été demandée : les indicateurs ne changent plus.")
    ready = {each.key: each for each in ready_left(program)}
    for key in keys:
        if key in ready:
            add_ready(step, questionnaire, ready[key], by=by)
    questions = [question for question in candidates(program) if question.key in keys]
    if len(questions) != len(keys):
        raise Refusal("Un des indicateurs n’est plus dans le questionnaire : choisissez de nouveau.", "keys")
    Indicator.objects.filter(program=program).delete()
    rows = Indicator.objects.bulk_create(
        Indicator(
            program=program,
            question=question,
            number=place,
            label=question.label,
            unit=question.unit,
            kind=question.kind,
            options=question.options,
        )
        for place, question in enumerate(questions, 1)
    )
    record(step, f"a choisi {len(rows)} indicateurs : {', '.join(row.label for row in rows)}"[:480], by=by)
    return rows


def add_ready(step, questionnaire, ready, *, by) -> None:
    """A ready figure as the last question of a part of its own, with its year."""
    if READY_SECTION not in questionnaire.sections:
        building.add_section(step, READY_SECTION, by=by)
        questionnaire.refresh_from_db(fields=["sections"])
    data = {"key": ready.key, "kind": "number", "label": ready.label, "unit": ready.unit}
    place = (READY_SECTION, building.LAST)
    building.add_question(step, {**data, "with_year": True, "required": False}, place, by=by)
