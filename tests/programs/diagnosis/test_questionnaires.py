"""Ready-made questionnaires are read as they are, and refused loudly when they cannot be."""

import pytest

from programs.diagnosis.questionnaires import BadQuestionnaire, read, ready_made

GOOD = """
key = "x"
title = "X"
description = "D"
[[sections]]
title = "S"
[[sections.questions]]
key = "a"
kind = "short"
label = "A"
[[needs]]
key = "n"
label = "N"
theme = "strategy"
"""


def test_ready_made_questionnaires_are_sound():
    assert set(ready_made()) >= {"general", "culture"}
    assert [(len(one.questions) > 0, len(one.needs) > 0) for one in ready_made().values()] == [(True, True)] * len(
        ready_made()
    )


def test_questions_are_numbered_across_parts():
    numbers = [question.number for question in ready_made()["culture"].questions]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('kind = "short"', 'kind = "sort"', "'sort' is not one of"),
        ('label = "A"', "", "missing ['label']"),
        ('label = "A"', 'label = "A"\nhint = "?"', "unknown ['hint']"),
        ('kind = "short"', 'kind = "choice"', "options do not fit"),
        ('kind = "short"', 'kind = "choice"\noptions = [{key = "a"}]', "a key of its own and a label"),
        ('theme = "strategy"', 'theme = "autre chose"', "not in the vocabulary"),
        ('key = "x"', 'key = "y"', "the file's name"),
        ('label = "A"', f'label = "{"A" * 301}"', "300 signs at most"),
        ("[[needs]]", '[[sections.questions]]\nkey = "a"\nkind = "long"\nlabel = "B"\n[[needs]]', "stand twice"),
        ('title = "X"', "title = ", "x.toml"),
    ],
)
def test_questionnaire_that_cannot_be_is_refused_loudly(before, after, told):
    assert read("x", GOOD).title == "X"
    with pytest.raises(BadQuestionnaire) as refused:
        read("x", GOOD.replace(before, after, 1))
    assert told in str(refused.value)
