"""Small counts: none can be read, nor computed from what is told."""

from itertools import product

import pytest

from programs.diagnosis.reading.smallness import FEW, in_words, told, veiled


def test_count_alone_is_told_from_three_and_when_it_is_zero():
    assert [told(count) for count in (0, 1, 2, 3, 13)] == [0, None, None, 3, 13]


def test_count_in_words_says_that_it_is_small():
    assert [in_words(told(2), total=13), in_words(told(11), total=13), in_words(0)] == [FEW, "11\u00a0/\u00a013", "0"]


def test_parts_without_a_small_one_are_all_told():
    assert veiled([5, 4, 0]) == [5, 4, 0]


def test_small_part_takes_another_with_it():
    assert veiled([1, 5, 7]) == [None, None, 7]
    assert veiled([1, 5, 5, 7]) == [None, None, None, 7]  # equals go together: which one is small stays unknown


def test_small_parts_alone_hide_everything():
    assert (veiled([2, 2, 0]), veiled([1, 0])) == ([None] * 3, [None] * 2)


@pytest.mark.parametrize("parts", [2, 3, 4])
def test_no_small_part_can_be_computed_by_who_knows_the_total_and_the_rule(parts):
    for total in range(1, 14):
        seen = {}
        for counts in product(range(total + 1), repeat=parts):
            if sum(counts) == total:
                seen.setdefault(tuple(veiled(counts)), []).append(counts)
        for pattern, possible in seen.items():
            for place, count in enumerate(pattern):
                values = {counts[place] for counts in possible}
                assert count is not None or len(values) > 1, (pattern, possible)
