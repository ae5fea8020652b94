"""Answers that cannot be: told with their number and label, kept on the page, and never a trap."""

import re

import pytest

from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Answer, Question

from ..conftest import text

WRONG = {"q10": "beaucoup", "q11": "3", "q11_year": "25", "q14": "Les horaires."}
RANKS = {"q27": ["rencontres:1", "", "voix:1", ""]}
NEARBY = re.compile(r'<section class="error-summary".*?</section>', re.DOTALL)


def summary(page):
    """The summary of a page: (its words, where its links lead)."""
    shown = NEARBY.search(page.content.decode())[0]
    return " ".join(re.sub(r"<[^>]+>", " ", shown).split()), re.findall(r'href="#([^"]+)"', shown)


def stored():
    """What is stored, by the number of the question."""
    return {row.question.number: row.value for row in Answer.objects.all()}


def test_summary_leads_to_each_field_by_its_number_and_label(denis, address):
    said, links = summary(denis.post(address("save_part", 3), WRONG))
    assert "2 réponses à corriger" in said
    assert "10. Combien de bénévoles sont actifs ? : Écrivez un nombre en chiffres" in said
    assert "11. Combien de salariés employez-vous ? : Écrivez une année" in said
    assert links == ["id_q10", "id_q11_year"]


def test_field_says_that_it_is_wrong_and_where_the_words_are(denis, address):
    page = denis.post(address("save_part", 3), WRONG).content.decode()
    field = re.search(r'<input[^>]*id="id_q10"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in field
    assert re.search(r'aria-describedby="[^"]*q10-error', field)
    assert 'data-refused="q11_year"' in page


@pytest.mark.parametrize(
    ("typed", "link", "words"),
    [
        (RANKS, "id_q27_3", "Le rang 1 est donné à"),
        ({"q26": ["Gala", "mars", "cent", "", "", ""]}, "id_q26_1_3", "Ligne 1, « Personnes » : Écrivez un nombre"),
        ({"q26": ["Gala", "", "", "", "", "", "", "", "cent"]}, "id_q26_3_3", "Ligne 3, « Personnes »"),
        ({"q26": ["Gala", "x" * 201, ""]}, "id_q26_1_2", "Ce texte compte 201 signes"),
        ({"q28": "2027-02-31"}, "id_q28", "Écrivez une date comme 12/03/2019"),
        ({"q26": ["Gala"] * 4}, "id_q26_1_1", "rechargez la page"),
    ],
)
def test_summary_leads_to_the_very_cell(denis, address, typed, link, words):
    page = denis.post(address("save_part", 6), typed)
    said, links = summary(page)
    assert links == [link]
    assert words in said.replace("\u00a0", " ")
    control = re.search(rf'<(?:input|select)[^>]*id="{link}"[^>]*>', page.content.decode())[0]
    assert ('aria-invalid="true"' in control, f"{link.split('_')[1]}-error" in control) == (True, True)


def test_script_learns_which_cell_is_wrong(denis, address):
    page = {"page": "a" * 20, "turn": "1", "version": "0"}
    told = denis.post(address("save"), {"name": "q26", "value": ["Gala", "", "cent"], **page}).json()
    assert (told["place"], "Ligne 1" in told["error"]) == (2, True)
    assert "place" not in denis.post(address("save"), {"name": "q10", "value": "cent", **page}).json()


def test_going_on_saves_the_rest_and_says_what_was_left(denis, address):
    page = denis.post(address("save_part", 3), WRONG)
    assert "Continuer sans corriger" in summary(page)[0]
    assert stored() == {}
    following = denis.post(address("save_part", 3), WRONG | {"sans": "corriger"}, follow=True)
    assert "Partie 4 sur 7" in text(following)
    assert "Partie 3 enregistrée, sauf 2 réponses à corriger" in text(following)
    assert "aux questions 10 et 11" in text(following)
    assert stored() == {11: 3, 14: "Les horaires."}
    assert Answer.objects.get(question__number=11).year is None


def test_answer_refused_leaves_what_was_stored(denis, asked, address):
    answering.save_field(asked.step, asked.cine_response, "q10", ["12"], 0, by=asked.denis)
    denis.post(address("save_part", 3), {"q10": "beaucoup", "q10_version": "1", "sans": "corriger"})
    assert stored() == {10: 12}


def test_going_on_leads_where_one_was_going(denis, address):
    page = denis.post(address("save_part", 6), RANKS | {"ensuite": "q29"})
    assert re.search(r'name="sans" value="q29"', page.content.decode())
    assert denis.post(address("save_part", 6), RANKS | {"sans": "q29"}).url == address("own_files", 29)
    assert denis.post(address("save_part", 6), RANKS | {"sans": "avant"}).url == f"{address('answer')}?partie=5"
    assert denis.post(address("save_part", 6), RANKS | {"sans": "envoyer"}).url == address("send")


def test_part_is_saved_before_going_back_or_sending(denis, address):
    assert denis.post(address("save_part", 1), {"q1": "Des films.", "ensuite": "envoyer"}).url == address("send")
    assert denis.post(address("save_part", 2), {"q8": "Au café.", "ensuite": "avant"}).url.endswith("?partie=1")
    assert denis.post(address("save_part", 1), {"q4": "Un prix.", "ensuite": "avant"}).url.endswith("?partie=1")
    assert stored() == {1: "Des films.", 8: "Au café.", 4: "Un prix."}


def test_one_wrong_answer_is_told_in_the_singular(denis, address):
    assert "Une réponse à corriger" in summary(denis.post(address("save_part", 3), {"q10": "beaucoup"}))[0]
    left = denis.post(address("save_part", 3), {"q10": "beaucoup", "sans": "corriger"}, follow=True)
    assert "sauf une réponse à corriger, à la question 10" in text(left)


def test_conflict_is_shown_even_to_who_goes_on(denis, asked, address):
    answering.save_field(asked.step, asked.cine_response, "q14", ["Le texte de Lucie."], 0, by=asked.dora)
    lost = denis.post(address("save_part", 3), WRONG | {"sans": "corriger"})
    assert (lost.status_code, "Le texte de Lucie." in text(lost)) == (409, True)
    assert "beaucoup" in lost.content.decode()


def test_dla_that_types_for_an_association_goes_on_in_the_same_way(alice, asked, address):
    page = address("interview_part", asked.denis_seat.public_id, 3)
    assert "Continuer sans corriger" in summary(alice.post(page, WRONG))[0]
    assert alice.post(page, WRONG | {"sans": "corriger"}).status_code == 302
    assert stored() == {11: 3, 14: "Les horaires."}


def test_question_that_what_is_typed_no_longer_asks_refuses_nothing(asked, denis, address):
    Question.objects.filter(key="ensemble").update(kind="number", label="Combien de fois ?")
    typed = {"q20": "non", "q21": "beaucoup", "q22": "Personne."}
    assert denis.post(address("save_part", 5), typed).status_code == 302
    assert stored() == {20: False, 22: "Personne."}
    assert denis.post(address("save_part", 5), typed | {"q20": "oui", "q20_version": "1"}).status_code == 200
