"""What an association answered before a question was reworded or retired, while it has not sent yet."""

from django.http import HttpResponse

from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Origin, Question
from programs.diagnosis.questionnaire import building

from ..conftest import text

OLD, NEW = "Que fait votre association", "Quel est votre projet pour 2030"


def change(world, how=building.OTHER):
    """Alice asks another question in the place of the first one, and retires the fourth."""
    row = Question.objects.get(key="projet")
    data = {"label": f"{NEW} ?", "version": row.version}
    building.change_question(world.step, row, data, how, by=world.alice)
    building.remove_question(world.step, Question.objects.get(key="reussite"), by=world.alice)


def begun(world):
    """Denis has written two answers and sent nothing; then the questionnaire changes."""
    typed = {"projet": "Des films au café.", "reussite": "Un prix à Lille."}
    answering.fill_in(world.step, world.cine_response, typed, {}, by=world.denis)
    change(world)


def part(browser, address, number):
    """A part of the questionnaire, as it reads."""
    return text(browser.get(f"{address('answer')}?partie={number}")).replace("\u00a0", " ")


def test_former_answer_stands_beside_the_question_that_took_its_place(denis, asked, address):
    begun(asked)
    page = denis.get(f"{address('answer')}?partie=1")
    question = page.content.decode().split('class="question"')[1]
    assert NEW in question
    assert (OLD in question, "Des films au café." in question, "jusqu’à la version 1" in question) == (True,) * 3
    assert page.context["form"]["q30"].value() == ""


def test_answer_to_a_retired_question_is_read_on_every_part(denis, asked, address):
    begun(asked)
    for number in (1, 3, 7):
        page = part(denis, address, number)
        assert ("De quelle réussite récente" in page, "Un prix à Lille." in page) == (True, True)
    assert "Des films au café." not in part(denis, address, 3)


def test_all_are_read_before_sending_and_on_paper(denis, asked, address, monkeypatch):
    begun(asked)
    page = text(denis.get(address("send")))
    assert [words in page for words in ("Des films au café.", OLD, "Un prix à Lille.")] == [True] * 3
    monkeypatch.setattr("dla_collectif.services.printing.answer", lambda _, html, name: HttpResponse(html))
    paper = text(denis.get(address("own_print")))
    assert [words in paper for words in ("Des films au café.", OLD, "Un prix à Lille.")] == [True] * 3


def test_dla_that_types_reads_only_what_it_typed(alice, asked, address):
    begun(asked)
    seat = asked.denis_seat.public_id
    page = text(alice.get(address("interview", seat)))
    assert ("Des films au café." in page, "Un prix à Lille." in page) == (False, False)
    assert "Un prix à Lille." not in text(alice.get(address("interview_send", seat)))
    by_dla = {"by": asked.alice, "origin": Origin.INTERVIEW}
    asked.video_response.refresh_from_db()
    Question.ever.filter(key="reussite").update(retired_in=None)
    answering.fill_in(asked.step, asked.video_response, {"reussite": "Le festival."}, {}, **by_dla)
    Question.ever.filter(key="reussite").update(retired_in=2)
    assert "Le festival." in text(alice.get(address("interview", asked.dora_seat.public_id)))


def test_nothing_is_said_when_nothing_changed(denis, address):
    assert "anciennes questions" not in part(denis, address, 1)
