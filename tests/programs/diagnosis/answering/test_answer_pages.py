"""The association's pages: welcome, parts with and without JavaScript, sending, reading again."""

import pytest

from dla_collectif.directory.models import Affiliation
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from programs.diagnosis import actions
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Answer, Questionnaire
from programs.diagnosis.questionnaire.entries import Sheet

from ..conftest import response_of, text

OWN = ["answer", "send", "commitment"]


def part(page):
    """What the form of a page would post: every field as it stands."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}


@pytest.mark.parametrize("name", OWN)
def test_page_of_an_association_answers(denis, address, name):
    assert denis.get(address(name)).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("emma", 404), ("gaelle", 404), ("hugo", 404)])
def test_page_of_an_association_is_for_associations(asked, address, sign_in, who, status):
    browser = sign_in(getattr(asked, who))
    assert {browser.get(address(name)).status_code for name in OWN} == {status}


def test_welcome_comes_before_the_first_part(denis, asked, address):
    assert "Commencer" in text(denis.get(address("answer")))
    assert response_of(asked.denis_seat).opened_at is None
    assert denis.post(address("start")).url == f"{address('answer')}?partie=1"
    assert response_of(asked.denis_seat).opened_at is not None
    assert "Partie 1 sur 7" in text(denis.get(address("answer")))


@pytest.mark.parametrize("typed", ["", "0", "99", "-1", "x", "²", "1" * 40, "%00"])
def test_odd_part_is_the_first(denis, address, typed):
    assert "Partie 1 sur 7" in text(denis.get(f"{address('answer')}?partie={typed}"))


def test_part_is_saved_without_javascript(denis, asked, address):
    typed = {"q1": "Des films.", "q2": ["creation", "festival"], "q3": "annee", "q4_stance": "aloud"}
    answer = denis.post(address("save_part", 1), typed)
    assert (answer.status_code, answer.url) == (302, f"{address('answer')}?partie=2")
    kept = {row.question.number: (row.value, row.stance) for row in Answer.objects.all()}
    assert kept == {
        1: ("Des films.", "answered"),
        2: (["creation", "festival"], "answered"),
        3: ("annee", "answered"),
        4: (None, "aloud"),
    }
    assert response_of(asked.denis_seat).answered == 3
    last = denis.post(address("save_part", 7), {})
    assert last.url == address("send")


def test_part_saved_again_unchanged_writes_nothing(denis, address):
    denis.post(address("save_part", 1), {"q1": "Des films."})
    typed = part(denis.get(f"{address('answer')}?partie=1"))
    assert typed["q1"] == "Des films."
    assert denis.post(address("save_part", 1), typed).status_code == 302
    assert Answer.objects.get().version == 1


def test_part_that_is_wrong_keeps_every_value(denis, address):
    page = denis.post(
        address("save_part", 3), {"q10": "beaucoup", "q11": "3", "q14": "Les horaires.", "q11_year": "25"}
    )
    assert page.status_code == 200
    shown = page.content.decode()
    assert [value in shown for value in ("beaucoup", "Les horaires.", 'value="25"')] == [True] * 3
    assert "Écrivez un nombre en chiffres, par exemple 1 200 ou 2,5." in shown
    assert Answer.objects.count() == 0


def test_part_that_a_colleague_wrote_meanwhile_shows_both_texts(denis, asked, address):
    answering.save_field(asked.step, asked.cine_response, "q1", ["Le texte de Lucie."], 0, by=asked.dora)
    lost = denis.post(address("save_part", 1), {"q1": "Le texte de Denis.", "q1_version": "0", "q4": "Un prix."})
    shown = text(lost)
    assert (lost.status_code, "Le texte de Lucie." in shown, "Le texte de Denis." in shown) == (409, True, True)
    assert Answer.objects.get().value == "Le texte de Lucie."
    again = denis.post(address("save_part", 1), part(lost))
    assert again.status_code == 302
    assert sorted(row.value for row in Answer.objects.all()) == ["Le texte de Denis.", "Un prix."]


def test_stale_page_left_blank_takes_nothing_away(denis, asked, address):
    answering.save_field(asked.step, asked.cine_response, "q1", ["Le texte de Lucie."], 0, by=asked.dora)
    assert denis.post(address("save_part", 1), {"q4": "Un prix."}).status_code == 302
    assert sorted(row.value for row in Answer.objects.all()) == ["Le texte de Lucie.", "Un prix."]


def test_missing_answers_are_listed_with_links(denis, asked, address):
    answering.fill_in(asked.step, asked.cine_response, {"projet": "Des films."}, {}, by=asked.denis)
    page = denis.get(address("send"))
    listed = [url for _, url in page.context["missing"]]
    assert (len(listed), listed[0]) == (13 + 11, f"{address('answer')}?partie=1#q2")
    assert "pas encore envoyées" in text(page)


def test_sending_is_said_and_can_be_undone(denis, asked, address):
    answering.fill_in(asked.step, asked.cine_response, {"projet": "Des films."}, {}, by=asked.denis)
    answers = [denis.post(address("send"), {"form_key": "un"}) for _ in range(2)]
    assert [answer.url for answer in answers] == [address("answer")] * 2
    assert Message.objects.filter(subject__startswith="Bien reçu").count() == 1
    page = text(denis.get(address("answer")))
    assert ("envoyées" in page, "Des films." in page, "Rouvrir pour modifier" in page) == (True, True, True)
    assert denis.post(address("reopen")).status_code == 302
    assert "Partie 1 sur 7" in text(denis.get(address("answer")))


def test_person_who_speaks_for_two_associations_answers_for_each(asked, address, sign_in):
    Affiliation.objects.create(person=asked.denis.person, organisation=asked.video)
    denis = sign_in(asked.denis)
    url = f"{address('answer')}?pour={asked.dora_seat.public_id}"
    page = denis.get(f"{url}&partie=1")
    assert "Vidéo Quartier" in text(page)
    assert denis.post(page.context["action"], {"q1": "De la vidéo."}).status_code == 302
    assert Answer.objects.get().response.participation == asked.dora_seat


def test_pages_of_an_association_cost_the_same_empty_and_full(asked, denis, address, statements):
    pages = [f"{address('answer')}?partie=1", address("send"), address("commitment")]
    before = [statements(lambda page=page: denis.get(page)) for page in pages]
    answers = {one.question.key: {"stance": "not_concerned"} for one in _sheet(asked)}
    answering.fill_in(asked.step, asked.cine_response, answers, {}, by=asked.denis)
    assert [statements(lambda page=page: denis.get(page)) for page in pages] == before
    assert before == [7, 8, 8]  # one of them for what was answered to questions that are no longer asked
    Answer.objects.update(edited_by=asked.dora)
    assert statements(lambda: denis.get(pages[0])) == before[0] + 1  # who wrote them: once, however many they are


def _sheet(world):
    return [entry for entry in Sheet(world.program).entries if hasattr(entry, "question")]


def test_closing_date_is_shown_to_the_association(asked, denis, address):
    row = Questionnaire.objects.get()
    actions.change_questionnaire(asked.step, row, {"closes_on": clock.today()}, by=asked.alice)
    assert "(aujourd’hui)" in text(denis.get(address("answer")))


def test_two_versions_of_a_ranking_and_of_a_table_are_told_in_words(denis, asked, address):
    save = {"by": asked.dora}
    answering.save_field(
        asked.step, asked.cine_response, "q26", ["Gala", "mars", "1200", "Kermesse", "", ""], 0, **save
    )
    answering.save_field(asked.step, asked.cine_response, "q27", ["rencontres:2", "", "voix:1", ""], 0, **save)
    answering.save_field(asked.step, asked.cine_response, "q28", ["2027-03-12"], 0, **save)
    typed = {"q26": ["Gala", "mai", "800"], "q27": ["rencontres:1", "", "", ""], "q28": "2027-04-02", "q28_stance": ""}
    shown = text(denis.post(address("save_part", 6), typed)).replace("\u00a0", " ").replace("\u202f", " ")
    for words in (
        "1. Parler d’une seule voix aux institutions 2. Se rencontrer et visiter les lieux de chacun",
        "1. Se rencontrer et visiter les lieux de chacun",
        "Temps fort : Gala ; Période : mars ; Personnes : 1 200 Temps fort : Kermesse",
        "Temps fort : Gala ; Période : mai ; Personnes : 800",
        "12 mars 2027",
        "2 avril 2027",
    ):
        assert words in shown
