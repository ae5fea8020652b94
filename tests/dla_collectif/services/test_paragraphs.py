"""Texts merged and compared by paragraph: what only one side changed is kept, nothing is lost."""

from hypothesis import assume, given
from hypothesis import strategies as st

from dla_collectif.services.paragraphs import (
    BOTH,
    DELETED,
    INSERTED,
    MINE,
    SAME,
    THEIRS,
    Piece,
    conflicts,
    join,
    merge,
    redline,
    settle,
    split,
)

ONE = "Quinze associations ont été repérées dans la métropole."
TWO = "Deux réunions préparatoires ont eu lieu."
THREE = "Les associations ont choisi le cabinet."
WORDS = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"]
paragraph = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
text = st.lists(paragraph, max_size=6).map(join)


def merged(base, mine, theirs):
    pieces = merge(join(base), join(mine), join(theirs))
    assert not conflicts(pieces)
    return split(settle(pieces, []))


def test_a_paragraph_is_what_stands_between_blank_lines():
    assert split("Un\r\n\r\n\r\nDeux\nsuite\n  \nTrois\n") == ["Un", "Deux\nsuite", "Trois"]
    assert split(" \n\n") == []


def test_neighbouring_paragraphs_changed_by_two_people_are_merged():
    assert merged([ONE, TWO], [ONE + " Enfin.", TWO], [ONE, TWO + " Bientôt."]) == [ONE + " Enfin.", TWO + " Bientôt."]


def test_new_paragraphs_of_both_are_kept_one_after_the_other():
    assert merged([ONE], [ONE, TWO], [ONE, THREE]) == [ONE, THREE, TWO]
    assert merged([], [TWO], [THREE]) == [THREE, TWO]


def test_paragraph_that_one_took_away_and_the_other_left_is_gone():
    assert merged([ONE, TWO, THREE], [ONE, THREE], [ONE + " !", TWO, THREE]) == [ONE + " !", THREE]


def test_paragraph_that_one_took_away_and_the_other_changed_is_asked():
    (piece,) = conflicts(merge(join([ONE, TWO]), ONE, join([ONE, TWO + " Bientôt."])))
    assert (piece.base, piece.mine, piece.theirs) == (TWO, "", TWO + " Bientôt.")


def test_same_paragraph_changed_by_both_is_asked_and_settled_by_one_choice():
    base, mine, theirs = join([ONE, TWO]), join([ONE + " A.", TWO]), join([ONE + " B.", TWO + " C."])
    pieces = merge(base, mine, theirs)
    assert pieces == [Piece(base=ONE, mine=ONE + " A.", theirs=ONE + " B.", in_conflict=True), Piece(TWO + " C.")]
    assert [split(settle(pieces, [choice])) for choice in (MINE, THEIRS, BOTH)] == [
        [ONE + " A.", TWO + " C."],
        [ONE + " B.", TWO + " C."],
        [ONE + " B.", ONE + " A.", TWO + " C."],
    ]


def test_what_a_lost_answer_had_stored_is_not_asked_again():
    assert merged([], ["Le groupe se réunit."], ["Le groupe"]) == ["Le groupe se réunit."]


def test_redline_says_the_words_that_changed():
    parts = redline(join([ONE, TWO]), join([ONE.replace("Quinze", "Quatorze"), TWO, THREE]))
    assert parts[:2] == [(DELETED, "Quinze"), (INSERTED, "Quatorze")]
    assert (SAME, TWO + "\n\n") in parts
    assert parts[-1] == (INSERTED, THREE + "\n\n")


def test_phrase_that_changed_is_one_change():
    parts = redline("Ils ont rendu visite à chacune.", "Ils ont passé une journée dans chacune.")
    assert parts[1:3] == [(DELETED, "rendu visite à"), (INSERTED, "passé une journée dans")]


@given(text, text)
def test_redline_reads_both_texts_back(before, after):
    parts = redline(before, after)
    assert "".join(words for kind, words in parts if kind != INSERTED).rstrip("\n") == before
    assert "".join(words for kind, words in parts if kind != DELETED).rstrip("\n") == after


@given(st.lists(paragraph, min_size=1, max_size=8, unique=True), st.data())
def test_every_paragraph_that_only_one_side_changed_is_kept(base, data):
    changed_by = data.draw(st.lists(st.sampled_from(["mine", "theirs", ""]), min_size=len(base), max_size=len(base)))
    mine = [
        each + f" moi{place}" if who == "mine" else each
        for place, (each, who) in enumerate(zip(base, changed_by, strict=True))
    ]
    theirs = [
        each + f" eux{place}" if who == "theirs" else each
        for place, (each, who) in enumerate(zip(base, changed_by, strict=True))
    ]
    whole = [our if our != each else their for each, our, their in zip(base, mine, theirs, strict=True)]
    assert merged(base, mine, theirs) == whole


@given(text, text)
def test_side_that_changed_nothing_asks_nothing(base, other):
    assert settle(merge(base, other, base), []) == other
    assert settle(merge(base, base, other), []) == other
    assert settle(merge(base, other, other), []) == other


@given(text, text, text)
def test_nothing_that_was_written_is_lost(base, mine, theirs):
    assume(base != mine or base != theirs)
    pieces = merge(base, mine, theirs)
    kept = settle(pieces, [BOTH] * len(conflicts(pieces)))
    for written in {*split(mine), *split(theirs)} - set(split(base)):
        assert written in kept
