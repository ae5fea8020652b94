"""What was answered, as the pages of a workbook: the one that may be handed on, and the one with names, for the DLA."""

from dla_collectif.services.exports import Sheet

from .outside import Told, ToldNeed
from .smallness import FEW, LEAST, in_words

NEEDS = ["Besoin", "Thème", "Partagé par", "Prioritaire pour", "Sur"]
QUESTIONS = ["N°", "Partie", "Question", "Ont répondu", "Sur"]
ANSWERS = ["N°", "Question", "Réponse", "Associations", "Sur"]
FIGURES = ["N°", "Question", "Chiffre", "Valeur", "Unité"]
NAMED_NEEDS = ["N°", "Besoin", "Thème", "Partagé par", "Prioritaire pour", "Intensité moyenne", "Sur"]
NAMED_CELLS = ["N°", "Besoin", "Thème", "Association", "Intensité", "Prioritaire", "Peut aider", "En ses mots"]


def told_sheets(needs: list[ToldNeed], parts, about: str) -> list[Sheet]:
    """The results as they may leave the DLA: a count that is told is a number, one that is not says so in words.

    `about`: whose answers they are, and of which day.
    """
    asked = [(title, one) for title, questions in parts for one in questions]
    counts = [[one.text, one.theme, number(one.shared), number(one.first), one.total] for one in needs]
    return [
        Sheet("Besoins", NEEDS, counts),
        Sheet("Questions", QUESTIONS, [[*place(one, title), number(one.count), one.asked] for title, one in asked]),
        Sheet("Réponses", ANSWERS, [row for _title, one in asked for row in answers(one)]),
        Sheet("Chiffres", FIGURES, [row for _title, one in asked for row in figures(one)]),
        Sheet("À savoir", ["À savoir"], [[sentence] for sentence in (about, *NOTES)]),
    ]


NOTES = [
    f"« {FEW} » : une ou deux associations ; le nombre ne se précise pas, on les reconnaîtrait.",
    f"« masqué » : un nombre de moins de {LEAST}, ou celui qui permettrait de le calculer.",
    "Aucun nom ni aucune phrase ne figure ici.",
]


def number(count: int | None) -> int | str:
    """A count as a number, or the words that hide it."""
    return in_words(count) if count is None else count


def place(one: Told, *between) -> list:
    """Where a question stands and what it asks."""
    return [one.question.number, *between, one.question.label]


def answers(one: Told) -> list[list]:
    """A line for each answer that a question proposes."""
    return [[*place(one), label, words if count is None else count, one.asked] for label, count, words in one.bars]


def figures(one: Told) -> list[list]:
    """A line for each figure of a question, its unit apart; one that is no number stays in words."""
    return [
        [*place(one), name, one.exact.get(name, words), one.question.unit if name in one.exact else ""]
        for name, words in one.figures
    ]


def named_sheets(matrix) -> list[Sheet]:
    """The needs, then every weight of every association with its words. With names: for the DLA alone."""
    return [
        Sheet(
            "Besoins",
            NAMED_NEEDS,
            [
                [row.number, row.text, row.theme_label, row.shared, row.first, row.mean, matrix.total]
                for row in matrix.rows
            ],
        ),
        Sheet("Besoins par association", NAMED_CELLS, named_rows(matrix)),
    ]


def named_rows(matrix):
    """A line for each need of each association, the file for spreadsheets and the workbook alike."""
    return (
        [row.number, row.text, row.theme_label, cell.column.name, cell.intensity, *marks(cell), cell.words]
        for row in matrix.rows
        for cell in row.cells
    )


def marks(cell) -> tuple[str, str]:
    """The two boxes of a cell, as a spreadsheet says them."""
    return "oui" if cell.priority else "", "oui" if cell.helps else ""
