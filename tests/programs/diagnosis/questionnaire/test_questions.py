"""Kinds of question: what is typed, what is kept, what is read back, what is summed up."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.diagnosis.models import Question
from programs.diagnosis.questionnaire.questions import BY_KEY, KINDS, kind_of


def question(kind, **fields):
    """A question of a kind, not stored."""
    return Question(**{"number": 1, "kind": kind, "label": "Question", **fields})


CHOICES = [{"key": "up", "label": "augmente"}, {"key": "down", "label": "diminue"}]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_kind_keeps_its_own_example(kind):
    asked = question(kind.key, **kind.example["question"])
    kept = kind.clean(asked, kind.example["typed"])
    assert kept == kind.example["stored"]
    typed = kind.typed(asked, kept)
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


RANKED = {
    "options": [
        {"key": "a", "label": "Les locaux"},
        {"key": "b", "label": "L’argent"},
        {"key": "c", "label": "Le temps"},
    ]
}
COLUMNS = {
    "columns": [
        {"key": "name", "label": "Lieu", "kind": "text"},
        {"key": "size", "label": "Places", "kind": "number"},
    ]
}


@pytest.mark.parametrize(
    ("typed", "kept", "words"),
    [
        ("2019-09-01", "2019-09-01", "1er septembre 2019"),
        ("12/03/2019", "2019-03-12", "12 mars 2019"),
        (" 12/03/2019 ", "2019-03-12", "12 mars 2019"),
    ],
)
def test_date_is_read_as_people_write_it(typed, kept, words):
    kind, asked = BY_KEY["date"], question("date")
    assert kind.clean(asked, [typed]) == kept
    assert kind.words(asked, kept) == words


@pytest.mark.parametrize("typed", ["bientôt", "0019-09-01", "2999-01-01", "31/02/2020"])
def test_date_that_cannot_be_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        BY_KEY["date"].clean(question("date"), [typed])
    assert refused.value.messages == ["Écrivez une date comme 12/03/2019, entre 1800 et 2100."]


def test_dates_are_summed_up():
    told = BY_KEY["date"].summary(question("date"), [("A", "2019-03-12"), ("B", "1987-01-01"), ("C", "2001-06-02")])
    assert told.figures == [
        ("la plus ancienne", "1er janvier 1987"),
        ("celle du milieu", "2 juin 2001"),
        ("la plus récente", "12 mars 2019"),
        ("écart", "32\u00a0ans"),
    ]


def test_ranking_of_some_is_kept_and_read_in_order():
    kind, asked = BY_KEY["ranking"], question("ranking", **RANKED)
    kept = kind.clean(asked, ["a:3", "", "c:1"])
    assert kept == {"a": 3, "c": 1}
    assert kind.typed(asked, kept) == ["a:3", "", "c:1"]
    assert kind.words(asked, kept) == "1. Le temps\n2. Les locaux"


def test_ranking_with_twice_the_same_rank_says_which():
    with pytest.raises(ValidationError) as refused:
        BY_KEY["ranking"].clean(question("ranking", **RANKED), ["a:1", "b:1", ""])
    assert refused.value.messages == [
        "Le rang 1 est donné à «\u00a0Les locaux\u00a0» et à «\u00a0L’argent\u00a0»\u00a0: "
        "donnez à chaque ligne un rang différent, ou aucun."
    ]


@pytest.mark.parametrize("typed", [["z:1"], ["a:4"], ["a:0"], ["a"], ["1"], ["a:²"]])
def test_ranking_of_what_is_not_proposed_is_refused(typed):
    with pytest.raises(ValidationError, match="a changé depuis"):
        BY_KEY["ranking"].clean(question("ranking", **RANKED), typed)


def test_rankings_are_summed_up_by_mean_rank_and_first_places():
    answers = [("A", {"a": 1, "b": 2}), ("B", {"b": 1, "c": 3}), ("C", {"b": 1, "a": 2})]
    told = BY_KEY["ranking"].summary(question("ranking", **RANKED), answers)
    assert told.rows == [["L’argent", "1,3", "2", "3"], ["Les locaux", "1,5", "1", "2"], ["Le temps", "2", "0", "1"]]
    assert (told.count, told.named) == (3, False)


def test_table_keeps_filled_rows_and_reads_them_back():
    kind, asked = BY_KEY["table"], question("table", **COLUMNS)
    kept = kind.clean(asked, ["Salle", "1 200", "", "", "Cour", ""])
    assert kept == [{"name": "Salle", "size": 1200}, {"name": "Cour"}]
    assert kind.typed(asked, kept) == ["Salle", "1200", "Cour", ""]
    assert kind.words(asked, kept) == "Lieu\u00a0: Salle\u202f; Places\u00a0: 1\u202f200\nLieu\u00a0: Cour"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["Salle", "grande"], "Ligne 1, «\u00a0Places\u00a0»\u00a0: Écrivez un nombre en chiffres"),
        (["", "", "a" * 201, ""], "Ligne 2, «\u00a0Lieu\u00a0»\u00a0: Ce texte compte 201 signes"),
        (["Salle", "1", "Cour"], "Cette question a changé"),
        (["Salle", "1"] * 31, "Ce tableau compte 31 lignes\u202f; 30 au plus."),
    ],
)
def test_table_that_cannot_be_says_where(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        BY_KEY["table"].clean(question("table", **COLUMNS), typed)
    assert sentence in refused.value.messages[0]


def test_table_always_has_a_row_to_fill_until_it_is_full():
    kind, asked = BY_KEY["table"], question("table", **COLUMNS)
    assert [len(kind.layout(asked, ["Salle", "1"] * rows)) for rows in (0, 1, 2, 29, 30)] == [2, 2, 3, 30, 30]


def test_tables_are_put_together_by_association_with_totals():
    answers = [("A", [{"name": "Salle", "size": 80}, {"name": "Cour"}]), ("B", [{"size": 20.5}])]
    told = BY_KEY["table"].summary(question("table", **COLUMNS), answers)
    assert told.rows == [["A", "Salle", "80"], ["A", "Cour", ""], ["B", "", "20,5"]]
    assert (told.columns, told.totals) == (["Association", "Lieu", "Places"], ["3 lignes", "", "100,5"])
    assert told.named


ANYTHING = st.lists(
    st.text(max_size=12) | st.sampled_from(["1", "2,5", "a:1", "b:2", "up", "oui", "2020-01-02", "", "Salle", "\0"]),
    max_size=8,
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(typed=ANYTHING)
def test_whatever_is_typed_is_refused_in_french_or_kept_and_shown_again(kind, typed):
    asked = question(kind.key, **kind.example["question"])
    try:
        kept = kind.clean(asked, typed)
    except ValidationError as refused:
        assert refused.messages
        return
    assert json.loads(json.dumps(kept)) == kept
    again = kind.typed(asked, kept)
    again = again if isinstance(again, list) else [again]
    assert kind.clean(asked, again) == kept
    kind.words(asked, kept)
    kind.layout(asked, again)
    if kept is not None:
        assert kind.summary(asked, [("Ciné-Club", kept)]).count == 1
