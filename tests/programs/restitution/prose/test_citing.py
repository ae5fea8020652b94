"""Which figures a paragraph cites, and when it is marked: a number and its noun, in digits or in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dla_collectif.services.paragraphs import join
from programs.restitution.figures import BARE, DECLARED, Cited, presence
from programs.restitution.prose.citing import marks_of, remember, resolve, unknown_names
from programs.restitution.prose.numbers import NUMBER, WORDS, in_words, read, said_like

VALUES = {
    "committed": 13,
    "spotted": 15,
    "invited": 15,
    "withdrawn": 2,
    "workshops": 4,
    "consultants": 3,
    "preparatory": 2,
    "individual": 13,
    "interviews": 6,
    "half_days": 38,
    "days": 19.0,
}


def figures(**changed):
    values = VALUES | changed
    found = [
        Cited(name, one, many, values.get(key), "", noun, sign, key in BARE)
        for name, one, many, key, noun, sign in DECLARED
    ]
    return [*found, presence(1, 13, 12), presence(2, 13, values.get("second", 11))]


def cited(text):
    return {each["name"]: each["said"] for each in remember(text, figures())}


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("Il y avait 15 associations repérées.", "associations repérées", "15"),
        ("Quinze structures ont été repérées au départ.", "associations repérées", "Quinze"),
        ("treize associations", "associations engagées", "treize"),
        ("Les 13 associations se sont engagées.", "associations engagées", "13"),
        ("13 engagées, c’est beaucoup.", "associations engagées", "13"),
        ("Puis quatre ateliers ont eu lieu.", "ateliers tenus", "quatre"),
        ("11 présentes à l’atelier 2.", "présentes atelier 2", "11"),
        ("Onze associations présentes au deuxième atelier", "présentes atelier 2", "Onze"),
        ("L’atelier 2 a réuni onze associations.", "présentes atelier 2", "onze"),
        ("les trois consultants", "consultants rencontrés", "trois"),
        ("deux réunions préparatoires", "réunions préparatoires", "deux"),
        ("13 rencontres individuelles", "rencontres individuelles", "13"),
        ("six entretiens avec des institutions", "entretiens", "six"),
        ("19 jours de prestation", "jours réalisés", "19"),
        ("Deux associations se sont retirées", "associations retirées", "Deux"),
    ],
)
def test_number_and_noun_that_match_are_recognised(text, name, said):
    assert cited(text) == {name: said}


@pytest.mark.parametrize(
    "text",
    [
        "14 associations repérées",  # not the figure
        "Une quinzaine d’associations",  # an estimate
        "L’article 13 de la charte",
        "le 15 octobre, associations et institutions",
        "19 jours plus tard",  # not the provider's
        "20,4 ateliers",
        "un atelier",
        "Un atelier animé par deux associations",
        "quatre-vingts associations repérées",
        "115 associations repérées",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert cited(text) == {}


def test_two_numbers_of_one_sentence_are_two_figures():
    text = "Quinze associations repérées, 15 conviées et treize engagées."
    assert cited(text) == {
        "associations repérées": "Quinze",
        "associations conviées": "15",
        "associations engagées": "treize",
    }


def test_figure_by_its_name_is_remembered_and_written():
    text = "Avec {associations engagées} associations et {réponses} réponses."
    assert cited(text) == {"associations engagées": "", "réponses": ""}
    assert resolve(text, figures()) == "Avec 13 associations et non renseigné réponses."


def test_unknown_name_is_told_and_left():
    assert "{assos} n’est pas un chiffre" in unknown_names("Les {assos} et {réponses}", figures())
    assert resolve("Les {assos}", figures()) == "Les {assos}"
    assert unknown_names("Les {réponses}", figures()) == ""


def marks(text, memory, **changed):
    return marks_of(text, memory, figures(**changed))


def test_paragraph_is_marked_with_the_sentence_of_the_issue(monkeypatch):
    text = "Il y avait 15 associations repérées."
    memory = [{**remember(text, figures())[0], "on": "2026-10-12"}]
    (mark,) = marks(text, memory, spotted=14)
    monkeypatch.setattr("dla_collectif.services.clock.today", lambda: date(2026, 11, 2))
    assert mark.sentence == "15 → 14 associations repérées depuis votre texte du 12/10"
    assert (mark.written, mark.rewritten) == ("14", "Il y avait 14 associations repérées.")
    monkeypatch.setattr("dla_collectif.services.clock.today", lambda: date(2027, 1, 2))
    assert mark.sentence.endswith("depuis votre texte du 12/10/2026")


def test_number_is_written_as_it_was_typed_and_where_it_stood():
    text = "Le 4 avril, Quatre ateliers."
    (mark,) = marks(text, remember(text, figures()), workshops=21)
    assert mark.rewritten == "Le 4 avril, Vingt et un ateliers."


def test_figure_that_becomes_unknown_is_told_and_offers_no_number():
    text = "six entretiens"
    (mark,) = marks(text, remember(text, figures()), interviews=None)
    assert mark.sentence.startswith("6 → non renseigné (entretiens menés) depuis votre texte du ")
    assert mark.may_be_written is False


def test_one_is_singular():
    text = "deux réunions préparatoires"
    (mark,) = marks(text, remember(text, figures()), preparatory=1)
    assert "2 → 1 réunion préparatoire depuis" in mark.sentence


def test_paragraph_left_alone_keeps_its_memory_wherever_it_goes():
    one, two = "treize associations engagées", "quatre ateliers"
    memory = [{**each, "on": "2026-01-01"} for each in remember(join([one, two]), figures())]
    again = remember(join(["Un titre", two, one]), figures(committed=12), join([one, two]), memory)
    assert [(each["place"], each["name"], each["on"], each["value"]) for each in again] == [
        (1, "ateliers tenus", "2026-01-01", 4),
        (2, "associations engagées", "2026-01-01", 13),
    ]


def test_comma_corrected_beside_a_stale_number_does_not_make_it_right():
    before = "treize associations engagées ont répondu"
    memory = remember(before, figures())
    after = "treize associations engagées, ont répondu"
    again = remember(after, figures(committed=12), before, memory)
    assert [mark.was for mark in marks(after, again, committed=12)] == [13]
    right = remember("douze associations engagées", figures(committed=12), before, memory)
    assert marks("douze associations engagées", right, committed=12) == []


def test_number_that_was_one_figure_is_not_read_as_another_that_is_equal():
    before = "15 associations"
    memory = remember(before, figures(committed=15, spotted=20))
    again = remember(before + ".", figures(committed=14, spotted=15), before, memory)
    assert [each["name"] for each in again] == ["associations engagées"]


@given(st.integers(2, 99))
def test_numbers_are_read_as_they_are_written(number):
    import re

    words = in_words(number)
    assert (WORDS[words], read(words)) == (number, number)
    assert re.fullmatch(NUMBER, words)
    assert said_like("treize", number) == words
    assert said_like("13", number) == str(number)


def test_french_numbers_are_spelled():
    assert [in_words(number) for number in (17, 21, 71, 80, 81, 91, 99)] == [
        "dix-sept",
        "vingt et un",
        "soixante et onze",
        "quatre-vingts",
        "quatre-vingt-un",
        "quatre-vingt-onze",
        "quatre-vingt-dix-neuf",
    ]
