"""Ready-made questionnaires are read as they are, and refused loudly when they cannot be."""

import pytest

from programs.diagnosis.questionnaire.files import BadQuestionnaire, read, ready_made

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
    assert set(ready_made()) >= {"general", "culture", "sport-insertion"}
    assert [(len(one.questions) > 0, len(one.needs) > 0) for one in ready_made().values()] == [(True, True)] * len(
        ready_made()
    )


def test_questions_are_numbered_across_parts():
    numbers = [question.number for question in ready_made()["culture"].questions]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('kind = "short"', 'kind = "sort"', "Question 1 (« A ») : cette forme de réponse"),
        ('kind = "short"', "kind = 1", "cette forme de réponse (« kind ») n’existe pas"),
        ('label = "A"', "", "Question 1 : il manque « label »"),
        ('label = "A"', 'label = "A"\nhint = "?"', "« hint » n’est pas connu ici"),
        ('label = "A"', 'label = "  "', "« label » est vide"),
        ('label = "A"', "label = 7", "« label » est un texte"),
        ('label = "A"', 'label = "a\\u0000b"', "un signe illisible"),
        ('label = "A"', 'label = "a\\nb"', "un retour à la ligne"),
        ('kind = "short"', 'kind = "choice"', "proposez au moins deux réponses"),
        ('kind = "short"', 'kind = "short"\noptions = ["a", "b"]', "ne propose pas de réponses"),
        ('kind = "short"', 'kind = "choice"\noptions = [{key = "a"}, {key = "b"}]', "réponse proposée 1 : il manque"),
        ('kind = "short"', 'kind = "scale"\noptions = [1, 2]', "réponse proposée 1 : « label » est un texte"),
        ('kind = "short"', 'kind = "scale"\noptions = ["a", "a"]', "« a » figure deux fois"),
        ('kind = "short"', 'kind = "table"', "écrivez ses colonnes"),
        ('kind = "short"', 'kind = "short"\nrequired = "oui"', "« required » est true ou false"),
        ('kind = "short"', 'kind = "short"\ncondition = {question = "z", is = ["oui"]}', "une question posée avant"),
        ('kind = "short"', 'kind = "short"\ncondition = 3', "Une condition dit une question"),
        ('theme = "strategy"', 'theme = "autre chose"', "Besoin 1 : ce thème n’existe pas"),
        ('key = "a"', 'key = "a b"', "« key » est fait de 40 lettres"),
        ('label = "A"', f'label = "{"A" * 301}"', "compte 301 signes ; 300 au plus"),
        ("[[needs]]", '[[sections.questions]]\nkey = "a"\nkind = "long"\nlabel = "B"\n[[needs]]', "« a » figure deux"),
        ("[[needs]]", '[[sections]]\ntitle = "S"\nquestions = []\n[[needs]]', "« S » figure deux fois"),
        ('title = "X"', "title = ", "Ligne 3, colonne 9 : une faute d’écriture"),
        ('title = "X"', "title = " + "[" * 3_000, "imbrique trop de crochets"),
    ],
)
def test_questionnaire_that_cannot_be_is_refused_in_french(before, after, told):
    assert read(GOOD).title == "X"
    with pytest.raises(BadQuestionnaire) as refused:
        read(GOOD.replace(before, after, 1))
    assert told in str(refused.value).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("told", ["", "a = 1", "sections = 3", "[[sections]]", 'key = "x"\nsections = "rien"'])
def test_file_of_something_else_is_refused(told):
    with pytest.raises(BadQuestionnaire, match="Début du fichier"):
        read(told)


def test_file_with_too_much_is_refused():
    asked = "".join(f'[[sections.questions]]\nkey = "k{n}"\nkind = "short"\nlabel = "Q"\n' for n in range(150))
    with pytest.raises(BadQuestionnaire, match="151 questions"):
        read(GOOD.replace("[[needs]]", f"{asked}[[needs]]"))
