"""Saves that were cut, delayed, doubled or overtaken on their way; other pages; other fields of the same answer."""

import pytest

from programs.diagnosis.models import Answer, needs_to_weigh
from tests import cast

from ..conftest import response_of

PAGE, OTHER = "a" * 20, "b" * 20


@pytest.fixture
def save(denis, address):
    """`save(turn, value)`: what Denis's page posts; the status, and the version when there is one."""

    def post(turn, value, version=0, *, name="q1", page=PAGE, was="", browser=denis):
        fields = {"name": name, "value": value, "version": version, "page": page, "turn": turn, "was": was}
        answer = browser.post(address("save"), fields)
        return answer.status_code, int(answer.headers.get("X-Version", 0))

    return post


def kept():
    """What is stored of the first question."""
    return Answer.objects.get(question__number=1).value


def test_doubled_request_writes_once(save):
    assert [save(1, "Des films."), save(1, "Des films.")] == [(204, 1), (204, 1)]
    assert kept() == "Des films."


def test_page_goes_on_though_it_never_heard_that_it_was_saved(save):
    assert save(1, "Des films.") == (204, 1)
    assert save(2, "Des films, l’été.", 0) == (204, 2)


def test_request_that_comes_after_its_turn_brings_nothing_back(save):
    save(1, "Premier texte.")
    save(3, "Second texte.", 1)
    assert save(2, "Entre les deux.", 1)[0] == 409
    assert save(1, "Premier texte.", 0)[0] == 409
    assert kept() == "Second texte."


def test_value_taken_back_stays_taken_back(save):
    """Typed, its save lost on the way; typed as before: the lost save arrives at last."""
    save(1, "A")
    assert save(3, "A", 1) == (204, 1)
    assert save(2, "B", 1)[0] == 409
    assert kept() == "A"


def test_answer_erased_before_its_first_save_arrived_stays_erased(save, asked):
    assert save(2, "") == (204, 1)
    assert save(1, "Trop tard.")[0] == 409
    assert (kept(), response_of(asked.denis_seat).answered) == (None, 0)


def test_late_request_of_a_closed_page_does_not_win(save):
    save(1, "De la première page.")
    assert save(1, "De la seconde.", 1, page=OTHER) == (204, 2)
    assert save(2, "Encore la première.", 1)[0] == 409
    assert kept() == "De la seconde."


def test_page_opened_again_goes_on_from_what_the_device_kept(save):
    save(1, "Des fil")
    assert save(1, "Des films.", 0, page=OTHER)[0] == 409
    assert save(2, "Des films.", 0, page=OTHER, was=PAGE) == (204, 2)


def test_two_fields_of_one_answer_are_two_colleagues_matter(save, asked, sign_in):
    lucie = sign_in(cast.person("Lucie", "Colle", asked.cine))
    assert save(1, "12", name="q10") == (204, 1)
    assert save(1, "2025", 0, name="q10_year", page=OTHER, browser=lucie) == (204, 2)
    assert save(2, "13", 1, name="q10") == (204, 3)
    row = Answer.objects.get(question__number=10)
    assert (row.value, row.year) == (13, 2025)


def test_own_save_of_one_field_hides_nothing_of_another(save, asked, sign_in):
    lucie = sign_in(cast.person("Lucie", "Colle", asked.cine))
    save(1, "12", name="q10")
    save(1, "20", 1, name="q10", page=OTHER, browser=lucie)
    assert save(2, "2025", 1, name="q10_year") == (204, 3)
    assert save(3, "13", 1, name="q10")[0] == 409
    assert Answer.objects.get(question__number=10).value == 20


def test_what_a_form_without_script_wrote_is_not_overwritten(save, denis, address):
    assert denis.post(address("save_part", 1), {"q1": "Sans script."}).status_code == 302
    assert save(1, "Plus vieux.", 0)[0] == 409
    assert kept() == "Sans script."


def test_same_text_sent_by_a_form_is_no_change(save, denis, address):
    """A form's sending ends lines in its own way."""
    save(1, "Un.\nDeux.")
    denis.post(address("save_part", 1), {"q1": "Un.\r\nDeux.", "q1_version": 1})
    assert Answer.objects.get().version == 1


@pytest.mark.parametrize("page", ["", "court", "x" * 33, "a/b-c_d efgh", "é" * 10])
def test_odd_page_is_no_page(save, page):
    assert save(1, "Des films.", page=page) == (204, 1)
    assert save(2, "Autre.", page=page)[0] == 409


@pytest.mark.parametrize("turn", ["", "0", "-1", "x", "1" * 12])
def test_odd_turn_is_no_page(save, turn):
    assert save(turn, "Des films.") == (204, 1)
    assert save(turn, "Autre.")[0] == 409


def test_save_costs_few_statements(save, asked, statements):
    need = needs_to_weigh(asked.program)[0]
    save(1, "Des films.")
    save(1, "3", name=f"n{need.pk}")
    acts = [
        lambda: save(2, "Des films, l’été.", 1),
        lambda: save(2, "Des films, l’été.", 1),
        lambda: save(2, "Vite.", 1, name=f"n{need.pk}_words"),
        lambda: save(3, "8", name="q10"),
    ]
    assert [statements(act) for act in acts] == [6, 5, 6, 7]
