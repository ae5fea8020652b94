"""Several people of one association: who wrote what and when, who is where, what a page has not seen."""

from datetime import timedelta

import pytest

from dla_collectif.accounts.models import Code, User
from dla_collectif.directory.models import Person
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.answering import colleagues
from programs.diagnosis.answering.presence import DAYS, lately
from programs.diagnosis.models import Origin, Presence, Question
from programs.diagnosis.questionnaire import building
from tests import cast

from ..conftest import text


@pytest.fixture
def lucie(asked):
    """Denis's colleague."""
    return cast.person("Lucie", "Colle", asked.cine)


@pytest.fixture
def beat(address):
    """`beat(browser, field, known)`: what the script of an open questionnaire says and hears."""

    def post(browser, field="", known=""):
        answer = browser.post(address("presence"), {"field": field, "known": known})
        assert answer.status_code == 201
        return answer.json()

    return post


def test_two_in_one_question_are_told(denis, lucie, sign_in, beat):
    hers = sign_in(lucie)
    assert beat(hers, "q4")["others"] == []
    assert beat(denis, "q4")["others"] == [{"field": "q4", "who": "Lucie Colle"}]
    assert beat(hers, "q5")["others"] == [{"field": "q4", "who": "Denis Leroy"}]
    assert beat(denis, "q4")["others"] == [{"field": "q5", "who": "Lucie Colle"}]


def test_presence_is_forgotten_soon(denis, lucie, sign_in, beat):
    beat(sign_in(lucie), "q4")
    Presence.objects.update(at=clock.now() - timedelta(minutes=1))
    assert beat(denis, "q4")["others"] == []
    assert Presence.objects.count() == 1


def test_page_hears_what_a_colleague_wrote_and_nothing_that_it_knows(asked, denis, lucie, beat):
    answering.save_field(asked.step, asked.cine_response, "q1", ["Des films."], 0, by=lucie)
    answering.save_field(asked.step, asked.cine_response, "q10_year", ["2025"], 0, by=lucie)
    news = {one["name"]: one for one in beat(denis, known="q1:0 q10:1 q4:0")["news"]}
    assert list(news) == ["q1"]
    assert news["q1"]["values"] == {"q1": ["Des films."], "q1_stance": ["answered"]}
    assert (news["q1"]["who"], news["q1"]["mine"], news["q1"]["version"]) == ("Lucie Colle", False, 1)


def test_page_hears_of_a_question_that_was_moved_meanwhile(asked, denis, lucie, beat):
    questions = list(Question.objects.filter(questionnaire__program=asked.program))
    first, last = questions[0], questions[-1]
    answering.save_field(asked.step, asked.cine_response, "q1", ["Des films."], 0, by=lucie)
    building.move_question(asked.step, first, (last.section_title, last.serial), by=asked.alice)
    news = beat(denis, "q1", "q1:0 q2:0")["news"]
    assert [(one["name"], one["values"]["q1"]) for one in news] == [("q1", ["Des films."])]


def test_page_shows_who_else_wrote_what(asked, denis, lucie, address):
    answering.save_field(asked.step, asked.cine_response, "q1", ["Des films."], 0, by=lucie)
    answering.save_field(asked.step, asked.cine_response, "q4", ["Un prix."], 0, by=asked.denis)
    answering.save_field(
        asked.step, asked.cine_response, "q5_stance", ["aloud"], 0, by=asked.alice, origin=Origin.PAPER
    )
    said = [entry.said_by for entry in denis.get(f"{address('answer')}?partie=1").context["part"].entries]
    assert said[0].startswith("Lucie Colle, à ")
    assert said[3] == ""
    page = text(denis.get(f"{address('answer')}?partie=2"))
    assert "Alice Martin, pour le DLA (papier)" in page


def test_presence_is_the_associations_alone(asked, alice, sign_in, address):
    assert alice.post(address("presence"), {"known": "q1:0"}).status_code == 403
    assert sign_in(asked.emma).post(address("presence"), {}).status_code == 404
    assert "data-presence" not in alice.get(address("interview", asked.denis_seat.public_id)).content.decode()


@pytest.mark.parametrize("known", ["", "q1", "q1:x", "x" * 5000, "q999999999:1", "n1:0 n1:0", "q1:0;drop"])
def test_odd_question_is_no_error(denis, beat, known):
    assert beat(denis, "x" * 300, known)["news"] == []


def test_presence_costs_the_same_with_many_answers(asked, denis, lucie, beat, statements):
    known = " ".join(f"q{number}:0" for number in range(1, 23))
    before = statements(lambda: beat(denis, "q1", known))
    for name in ("q1", "q4", "q14", "q19", "q21"):
        answering.save_field(asked.step, asked.cine_response, name, ["Oui."], 0, by=lucie)
    assert statements(lambda: beat(denis, "q1", known)) == before <= 9


def test_moments_are_told_shortly(asked):
    now = clock.now()
    assert lately(now).startswith("à ")
    assert lately(now - timedelta(days=2)).split()[0] in DAYS
    assert lately(now - timedelta(days=30)).startswith("le ")


# Inviting a colleague -------------------------------------------------------------------------------------------------
def test_colleague_is_invited_with_a_link_of_her_own(asked, denis, address, sign_in):
    typed = {"first_name": "Lucie", "last_name": "Colle", "email": "lucie@example.org", "function": "trésorière"}
    answer = denis.post(address("colleague"), typed)
    if answer.status_code == 200:  # a session opened by a link
        answer = denis.post(address("colleague"), {**typed, "code": Code.objects.get().digits})
    assert answer.status_code == 302
    person = Person.objects.get(email="lucie@example.org")
    assert Message.objects.filter(address="lucie@example.org", subject__contains="vous invite à répondre").exists()
    hers = sign_in(User.objects.get(person=person))
    assert hers.get(address("answer")).status_code == 200


def test_colleague_who_writes_already_is_not_invited_twice(asked, lucie):
    names = {"first_name": "Lucie", "last_name": "Colle", "email": lucie.person.email, "function": "trésorière"}
    with pytest.raises(Refusal, match="peut déjà écrire"):
        colleagues.invite_colleague(asked.step, asked.cine_response, names, by=asked.denis)


def test_crowd_of_colleagues_is_refused(asked, monkeypatch):
    monkeypatch.setattr(colleagues, "MOST", 1)
    names = {"first_name": "Zoé", "last_name": "Neuve", "email": "zoe@example.org", "function": "membre"}
    with pytest.raises(Refusal, match="demandez à votre DLA"):
        colleagues.invite_colleague(asked.step, asked.cine_response, names, by=asked.denis)
    assert not Person.objects.filter(email="zoe@example.org").exists()
