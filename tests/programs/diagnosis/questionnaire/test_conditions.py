"""A question that depends on another: asked, counted and read only when it should be."""

import pytest
from django.http import HttpResponse

from dla_collectif.services import printing
from dla_collectif.services.refusals import Refusal
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Question, Response
from programs.diagnosis.questionnaire import conditions
from programs.diagnosis.questionnaire.entries import Sheet
from programs.diagnosis.questionnaire.finding import find_entry
from programs.diagnosis.reading.results import read_together, respondents

from ..conftest import response_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(asked):
    """Four questions: yes or no; a number if yes; a choice if yes; a text if the choice was « more »."""
    questionnaire = asked.program.questionnaire
    questionnaire.questions.all().delete()
    options = [{"key": "more", "label": "Plus"}, {"key": "less", "label": "Moins"}]
    rows = [
        ("employer", "yesno", {}, []),
        ("jobs", "number", {"question": "employer", "is": ["oui"]}, []),
        ("trend", "choice", {"question": "employer", "is": ["oui"]}, options),
        ("why", "long", {"question": "trend", "is": ["more", "less"]}, []),
    ]
    for number, (key, kind, condition, proposed) in enumerate(rows, 1):
        Question.objects.create(
            questionnaire=questionnaire,
            number=number,
            key=key,
            section=1,
            section_title="Emploi",
            kind=kind,
            label=f"Question {key}",
            condition=condition,
            options=proposed,
        )
    Response.objects.update(expected=Sheet(asked.program).expected)
    asked.cine_response.refresh_from_db()
    return asked


def put(world, name, *typed):
    """Save one field as the page does; returns (given, expected)."""
    response = response_of(world.denis_seat)
    version = find_entry(world.program, response, name)[0].version
    answering.save_field(world.step, response, name, list(typed), version, by=world.denis)
    response.refresh_from_db()
    sheet = Sheet(world.program, response)
    assert (response.answered, response.expected) == (sheet.answered, sheet.expected)
    return response.answered, response.expected


def test_what_is_expected_follows_the_answers_at_once(chain):
    assert (chain.cine_response.answered, chain.cine_response.expected) == (0, 1)
    assert put(chain, "q1", "oui") == (1, 3)
    assert put(chain, "q2", "3") == (2, 3)
    assert put(chain, "q3", "more") == (3, 4)
    assert put(chain, "q4", "Des aides.") == (4, 4)
    assert put(chain, "q1", "non") == (1, 1)
    assert put(chain, "q1", "oui") == (4, 4)  # what was typed was kept
    assert put(chain, "q1_stance", "aloud") == (1, 1)


def test_part_saved_as_a_whole_counts_too(chain, denis, address):
    data = {"q1": "oui", "q2": "3", "q3": "less", "q4": "Peu de moyens."}
    versions = {f"q{number}_version": "0" for number in range(1, 5)}
    denis.post(address("save_part", 1), data | versions)
    response = response_of(chain.denis_seat)
    assert (response.answered, response.expected) == (4, 4)


def test_question_not_asked_is_neither_missing_nor_read(chain):
    for name, typed in (("q1", "oui"), ("q2", "3"), ("q3", "more"), ("q4", "Des aides."), ("q1", "non")):
        put(chain, name, typed)
    response = response_of(chain.denis_seat)
    assert Sheet(chain.program, response).missing[0].label != "Question jobs"
    answering.send_response(chain.step, response, by=chain.denis)
    reads = read_together(chain.program, respondents(chain.program))
    assert [(one.asked, one.summary.count) for one in reads] == [(1, 1), (0, 0), (0, 0), (0, 0)]


def test_nothing_is_sent_when_all_that_was_typed_is_not_asked(chain):
    put(chain, "q2", "3")
    with pytest.raises(Refusal) as no:
        answering.send_response(chain.step, response_of(chain.denis_seat), by=chain.denis)
    assert no.value.sentence == "Répondez au moins à une question avant d’envoyer."


def test_page_says_when_a_question_is_asked(chain, denis, address):
    denis.post(address("start"))
    page = denis.get(address("answer"), {"partie": 1})
    assert "Si vous avez répondu « Oui » à la question 1" in text(page)
    assert "Si vous avez répondu « Plus » ou « Moins » à la question 3" in text(page)
    assert 'data-if="q1" data-is="[&quot;oui&quot;]"' in page.content.decode()
    assert " hidden data-if" not in page.content.decode()  # without script everything on the page can be answered


def test_question_that_depends_on_another_page_is_hidden_by_the_server(chain, denis, address):
    Question.objects.filter(key__in=["trend", "why"]).update(section=2, section_title="Suite")
    denis.post(address("start"))
    url = address("answer")
    shut = denis.get(url, {"partie": 2}).content.decode()
    assert 'id="q3" data-version="0" hidden>' in shut
    assert 'id="q4" data-version="0" hidden data-if="q3"' in shut
    put(chain, "q1", "oui")
    assert 'id="q3" data-version="0">' in denis.get(url, {"partie": 2}).content.decode()


def test_blank_form_says_the_same(chain, alice, address, monkeypatch):
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))
    assert "Si vous avez répondu « Oui » à la question 1" in text(alice.get(address("blank")))


def test_condition_on_a_question_that_is_gone_or_later_is_none(chain):
    Question.objects.filter(key="employer").delete()
    questions = list(Question.objects.order_by("number"))
    assert conditions.asked(questions, {}) == {one.pk for one in questions if one.key != "why"}
    assert conditions.words(questions[0], questions) == ""
    questions[0].condition = {"question": "why", "is": ["x"]}
    assert conditions.depends_on(questions[0], questions) is None


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ({}, ""),
        ({"question": "employer", "is": ["oui"]}, ""),
        ({"question": "employer", "is": []}, "Choisissez au moins une réponse."),
        ({"question": "employer", "is": ["peut-être"]}, "Choisissez des réponses que cette question propose."),
        ({"question": "jobs", "is": ["1"]}, "Choisissez une question posée avant celle-ci"),
        ({"question": "why", "is": ["x"]}, "Choisissez une question posée avant celle-ci"),
        ({"is": ["oui"]}, "Une condition dit une question et des réponses."),
        (["employer"], "Une condition dit une question et des réponses."),
    ],
)
def test_condition_is_checked_before_it_is_kept(chain, condition, sentence):
    questions = list(Question.objects.order_by("number"))
    found = conditions.problem(condition, questions[2], questions)
    assert found.startswith(sentence) if sentence else found == ""


def test_questions_that_can_carry_a_condition_are_earlier_and_propose_their_answers(chain):
    questions = list(Question.objects.order_by("number"))
    told = [(one.key, choices) for one, choices in conditions.carriers(questions[3], questions)]
    assert told == [
        ("employer", [("oui", "Oui"), ("non", "Non")]),
        ("trend", [("more", "Plus"), ("less", "Moins")]),
    ]


def test_question_not_to_be_told_aloud_does_not_offer_it(chain, denis, address):
    Question.objects.filter(key="employer").update(allows_aloud=False)
    denis.post(address("start"))
    page = denis.get(address("answer"), {"partie": 1}).content.decode()
    assert 'name="q1_stance" value="not_concerned"' in page
    assert 'name="q1_stance" value="aloud"' not in page
    assert 'name="q2_stance" value="aloud"' in page
