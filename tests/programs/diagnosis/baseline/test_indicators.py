"""The baseline: five to eight figures of the questionnaire, whose first value is what the association answered."""

import pytest

from dla_collectif.services.refusals import Refusal
from programs.diagnosis import actions
from programs.diagnosis.baseline import indicators
from programs.diagnosis.models import Indicator, Question
from programs.diagnosis.questionnaire import building, sources
from programs.journey.models import Participation
from tests import cast

from ..conftest import send, text

FIVE = ["benevoles", "salaries", "etp", "budget", "solidite"]


@pytest.fixture
def early(world):
    """The questionnaire is chosen, nobody received it."""
    cast.at_phase(world.program, "diagnosis")
    Participation.objects.filter(role="association").update(status="spotted", invited_on=None)
    world.step = cast.step(world.program, "diagnosis", world.alice)
    sources.choose_questionnaire(world.step, "culture", by=world.alice)
    return world


def test_indicators_are_questions_of_the_questionnaire_in_its_order(asked, alice, address):
    assert alice.post(address("choose_indicators"), {"keys": FIVE[::-1]}).status_code == 302
    rows = Indicator.objects.of(asked.program)
    assert [row.question.key for row in rows] == [key for key in order(asked) if key in FIVE]
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]


def order(world):
    """The keys of the questionnaire, in its order."""
    return (
        Question.objects.filter(questionnaire__program=world.program).order_by("number").values_list("key", flat=True)
    )


@pytest.mark.parametrize("keys", [FIVE[:4], [], [*FIVE, "projet"]])
def test_too_few_none_or_words_are_refused_beside_the_list(asked, alice, address, keys):
    page = alice.post(address("choose_indicators"), {"keys": keys, "form_key": "un"})
    assert list(page.context["form"].errors) == ["keys"]
    assert not Indicator.objects.exists()


def test_ready_figure_adds_its_question_until_the_questionnaire_is_received(early):
    chosen = indicators.choose_indicators(early.step, [*FIVE, "ind_tresorerie"], by=early.alice)
    added = Question.objects.get(key="ind_tresorerie")
    assert (len(chosen), added.unit, added.with_year) == (6, "mois", True)
    assert added.number == max(Question.objects.values_list("number", flat=True))
    actions.send_invitations(early.step, by=early.alice)
    assert indicators.ready_left(early.program) == []
    with pytest.raises(Refusal):
        indicators.choose_indicators(early.step, [*FIVE, "ind_etp"], by=early.alice)


def test_ready_figure_joins_a_questionnaire_that_was_rewritten(early):
    first = Question.objects.filter(questionnaire__program=early.program).exclude(key__in=FIVE).first()
    building.remove_question(early.step, first, by=early.alice)
    indicators.choose_indicators(early.step, [*FIVE, "ind_tresorerie", "ind_etp"], by=early.alice)
    asked = list(Question.objects.filter(questionnaire__program=early.program))
    assert [one.key for one in asked[-2:]] == ["ind_tresorerie", "ind_etp"]
    assert [one.number for one in asked] == list(range(1, len(asked) + 1))
    assert early.program.questionnaire.sections[-1] == asked[-1].section_title == indicators.READY_SECTION


def test_question_of_an_indicator_is_not_taken_away_in_silence(early):
    chosen = indicators.choose_indicators(early.step, FIVE, by=early.alice)
    with pytest.raises(Refusal, match="est un des indicateurs"):
        building.remove_question(early.step, chosen[0].question, by=early.alice)
    assert Indicator.objects.of(early.program).count() == 5


def test_first_value_is_the_answer_once_it_is_sent_with_its_year(asked):
    rows = indicators.choose_indicators(asked.step, FIVE, by=asked.alice)
    assert Indicator.objects.first_values(asked.program) == {}
    send(asked, asked.cine_response, {"budget": {"value": 41000, "year": 2025}})
    budget = next(row for row in rows if row.question.key == "budget")
    assert Indicator.objects.first_values(asked.program) == {(budget.pk, asked.denis_seat.pk): (41000, 2025)}


def test_page_says_unknown_and_never_zero(asked, alice, address):
    indicators.choose_indicators(asked.step, FIVE, by=asked.alice)
    page = text(alice.get(address("indicators")))
    assert page.count("pas encore connue") == 5


def test_indicators_do_not_change_once_they_were_asked_again(asked):
    indicators.choose_indicators(asked.step, FIVE, by=asked.alice)
    Indicator.objects.update(asked_again=True)
    with pytest.raises(Refusal, match="ne changent plus"):
        indicators.choose_indicators(asked.step, FIVE, by=asked.alice)
