"""Kinds of question: what is typed, what is kept, what is read back, what is summed up."""

import pytest
from django.core.exceptions import ValidationError

from programs.diagnosis.models import Question
from programs.diagnosis.questions import BY_KEY, KINDS, kind_of


def question(kind, **fields):
    """A question of a kind, not stored."""
    return Question(**{"number": 1, "kind": kind, "label": "Question", **fields})


CHOICES = [{"key": "up", "label": "augmente"}, {"key": "down", "label": "diminue"}]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_kind_keeps_its_own_example(kind):
    asked = question(kind.key, **kind.example["question"])
    kept = kind.clean(asked, kind.example["typed"])
    assert kept == kind.example["stored"]
    typed = kind.typed(kept)
    assert (typed if kind.several else [typed]) == kind.example["typed"]
    assert kind.words(asked, kept) != ""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_kind_keeps_nothing_of_nothing(kind):
    asked = question(kind.key, **kind.example["question"])
    assert kind.clean(asked, [""]) is None
    assert kind.clean(asked, []) is None
    assert kind.words(asked, None) == ""
    assert kind.summary(asked, []).count == 0


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("number", "beaucoup", "Écrivez un nombre en chiffres, par exemple 1 200 ou 2,5."),
        ("number", "nan", "Écrivez un nombre en chiffres, par exemple 1 200 ou 2,5."),
        ("number", "-3", "Écrivez un nombre positif, ou zéro."),
        ("number", "2,555", "Deux chiffres après la virgule au plus."),
        ("number", "9" * 14, "Ce nombre est trop grand\u00a0: vérifiez les zéros."),
        ("number", "1e400", "Ce nombre est trop grand\u00a0: vérifiez les zéros."),
        ("choice", "sideways", "Choisissez une des réponses proposées."),
        ("choices", "sideways", "Choisissez une des réponses proposées."),
        ("scale", "7", "Choisissez une des réponses proposées."),
        ("yesno", "peut-être", "Choisissez une des réponses proposées."),
        ("short", "a" * 201, "Ce texte compte 201 signes\u202f; 200 au plus."),
        ("long", "a" * 5001, "Ce texte compte 5001 signes\u202f; 5000 au plus."),
    ],
)
def test_value_that_cannot_be_is_refused_in_french(kind, typed, sentence):
    asked = question(kind, options=CHOICES if kind.startswith("choice") else ["Bas", "Haut"])
    with pytest.raises(ValidationError) as refused:
        kind_of(asked).clean(asked, [typed])
    assert sentence in refused.value.messages


@pytest.mark.parametrize(("typed", "kept"), [("1 200", 1200), ("1\u202f200,5", 1200.5), ("0", 0), ("2.50", 2.5)])
def test_number_is_read_as_people_write_it(typed, kept):
    assert kind_of(question("number")).clean(question("number"), [typed]) == kept


def test_number_is_read_back_with_its_unit():
    assert BY_KEY["number"].words(question("number", unit="€"), 118000) == "118\u202f000\u00a0€"
    assert BY_KEY["number"].words(question("number"), 1989) == "1989"


def test_choices_are_counted_each():
    asked = question("choices", options=CHOICES)
    summary = BY_KEY["choices"].summary(asked, [("A", ["up", "down"]), ("B", ["up"])])
    assert (summary.count, summary.bars) == (2, [("augmente", 2), ("diminue", 1)])


def test_figures_are_summed_up():
    summary = BY_KEY["number"].summary(question("number", unit="salariés"), [("A", 2), ("B", 4), ("C", 9)])
    told = dict(summary.figures)
    assert (summary.count, told["médiane"], told["moyenne"], told["total"]) == (
        3,
        "4\u00a0salariés",
        "5\u00a0salariés",
        "15\u00a0salariés",
    )


def test_words_keep_their_author():
    summary = BY_KEY["long"].summary(question("long"), [("Ciné-Club", "Des films.")])
    assert summary.words == [("Ciné-Club", "Des films.")]


def test_kind_that_the_code_lost_still_shows_its_answers():
    assert kind_of(question("gone")).words(question("gone"), "Des films.") == "Des films."
