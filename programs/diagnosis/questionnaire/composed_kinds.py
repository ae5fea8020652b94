"""Kinds of question whose answer is more than one text: an order, rows, files."""

from collections import Counter
from statistics import mean

from django import forms
from django.core.exceptions import ValidationError

from dla_collectif.services.ids import public_id_in
from dla_collectif.services.templatetags.house import plural

from .kinds import SHORT, THIN, FigureField, Kind, Summary, figure, text_field

MOST_ROWS = 30
MOST_FILES = 5
BLANK_ROWS = 2  # drawn on a table that holds nothing yet
CHANGED = "Cette question a changé depuis que la page est ouverte : rechargez la page."


class Misplaced(ValidationError):
    """What is wrong with one of several controls of one name; `place` counts them from 0, in the order of the page."""

    def __init__(self, words, place):
        super().__init__(words)
        self.place = place


class Texts(forms.Widget):
    """Several controls of one name: what they hold, in the order of the page."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])


class TextsField(forms.Field):
    """The texts of several controls of one name."""

    widget = Texts

    def __init__(self, clean):
        super().__init__(required=False)
        self.checked = clean

    def clean(self, value):
        return self.checked(value or [])


class Ranking(Kind):
    """Some or all of the proposed answers, in order: a rank beside each."""

    key, label, widget, several = "ranking", "classement", "ranks", True
    settings = ("options",)
    example = {
        "question": {
            "label": "Par quoi commencer ?",
            "options": [{"key": "room", "label": "Les locaux"}, {"key": "money", "label": "L’argent"}],
        },
        "typed": ["room:2", "money:1"],
        "stored": {"room": 2, "money": 1},
    }

    def choices(self, question) -> list[tuple[str, str]]:
        """What is ranked: (key, label)."""
        return [(option["key"], option["label"]) for option in question.options]

    def field(self, question):
        return TextsField(lambda typed: self.ranks(question, typed))

    def ranks(self, question, typed) -> dict[str, int]:
        """{key: rank} of « key:rank » texts. Raises ValidationError for twice the same rank."""
        names, ranks = dict(self.choices(question)), {}
        for text in filter(None, typed):
            key, _, rank = text.rpartition(":")
            if key not in names or rank not in [str(one) for one in range(1, len(names) + 1)]:
                raise ValidationError(CHANGED)
            ranks[key] = int(rank)
        for rank, times in Counter(ranks.values()).items():
            if times > 1:
                same = " et à ".join(f"« {names[key]} »" for key in names if ranks.get(key) == rank)
                second = [place for place, text in enumerate(typed) if text.endswith(f":{rank}")][1]
                raise Misplaced(
                    f"Le rang {rank} est donné à {same} : donnez à chaque ligne un rang différent, ou aucun.", second
                )
        return ranks

    def stored(self, cleaned):
        return cleaned or None

    def typed(self, question, value):
        ranks = value if isinstance(value, dict) else {}
        return [f"{key}:{ranks[key]}" if key in ranks else "" for key, _ in self.choices(question)]

    def layout(self, question, typed):
        """[(label, [(what is typed, words, whether it is chosen)])] for each answer proposed."""
        places = range(1, len(question.options) + 1)
        return [
            (label, [(f"{key}:{rank}", ordinal(rank), f"{key}:{rank}" in (typed or [])) for rank in places])
            for key, label in self.choices(question)
        ]

    def order(self, question, value) -> list[str]:
        """The keys that were ranked, the first one first; a rank left out in between moves the next ones up."""
        ranks = value if isinstance(value, dict) else {}
        return sorted((key for key, _ in self.choices(question) if key in ranks), key=ranks.get)

    def words(self, question, value):
        names = dict(self.choices(question))
        return "\n".join(f"{place}. {names[key]}" for place, key in enumerate(self.order(question, value), 1))

    def summary(self, question, answers):
        orders = [self.order(question, value) for _, value in answers]
        rows = []
        for key, label in self.choices(question):
            places = [order.index(key) + 1 for order in orders if key in order]
            rows.append((mean(places) if places else len(question.options) + 1, label, places))
        rows.sort(key=lambda row: (row[0], -len(row[2])))
        told = [
            [label, figure(round(middle, 1)) if places else "–", str(places.count(1)), str(len(places))]
            for middle, label, places in rows
        ]
        columns = ["Réponse proposée", "Rang moyen", "Classée première", "Classée"]
        return Summary("table", len(answers), columns=columns, rows=told)


class Table(Kind):
    """Rows of the same columns, each a text or a number."""

    key, label, widget, several = "table", "tableau", "rows", True
    settings = ("columns",)
    most_rows = MOST_ROWS
    example = {
        "question": {
            "label": "Vos lieux",
            "columns": [
                {"key": "name", "label": "Lieu", "kind": "text"},
                {"key": "size", "label": "m²", "kind": "number"},
            ],
        },
        "typed": ["Salle Rameau", "120"],
        "stored": [{"name": "Salle Rameau", "size": 120}],
    }

    def field(self, question):
        return TextsField(lambda typed: self.rows(question, typed))

    def rows(self, question, typed) -> list[dict]:
        """One dict a row of what its cells hold; rows without anything are left out. Raises ValidationError."""
        width = len(question.columns)
        if not any(text.strip() for text in typed):
            return []
        if not width or len(typed) % width:
            raise ValidationError(CHANGED)
        rows = [typed[start : start + width] for start in range(0, len(typed), width)]
        kept = []
        for number, cells in enumerate(rows, 1):
            row = {
                column["key"]: value
                for place, (column, text) in enumerate(zip(question.columns, cells, strict=True))
                if (value := self.cell(column, text, number, (number - 1) * width + place)) is not None
            }
            kept += [row] if row else []
        if len(kept) > MOST_ROWS:
            raise ValidationError(f"Ce tableau compte {len(kept)} lignes{THIN}; {MOST_ROWS} au plus.")
        return kept

    def cell(self, column, text, number, place):
        """What one cell holds, None for nothing. Raises Misplaced, that says which cell."""
        field = FigureField() if column["kind"] == "number" else text_field(SHORT, forms.TextInput())
        try:
            cleaned = field.clean(text)
        except ValidationError as wrong:
            where = f"Ligne {number}, « {column['label']} »"
            raise Misplaced(f"{where} : {wrong.messages[0]}", place) from None
        if cleaned in (None, ""):
            return None
        if column["kind"] != "number":
            return cleaned
        return int(cleaned) if cleaned == cleaned.to_integral_value() else float(cleaned)

    def stored(self, cleaned):
        return cleaned or None

    def typed(self, question, value):
        return [as_typed(row.get(column["key"])) for row in rows_of(value) for column in question.columns]

    def layout(self, question, typed):
        """The rows to draw, [[(column, text)]]: those that hold something, and some to fill in."""
        width = max(len(question.columns), 1)
        rows = [typed[start : start + width] for start in range(0, len(typed or []), width)]
        filled = rows[: max((number for number, row in enumerate(rows, 1) if any(row)), default=0)]
        blank = min(max(BLANK_ROWS - len(filled), 1), max(MOST_ROWS - len(filled), 0))
        return [list(zip(question.columns, row, strict=False)) for row in [*filled, *([[""] * width] * blank)]]

    def words(self, question, value):
        lines = []
        for row in rows_of(value):
            cells = [(column["label"], row[column["key"]]) for column in question.columns if column["key"] in row]
            lines.append(f"{THIN}; ".join(f"{label} : {read(held)}" for label, held in cells))
        return "\n".join(lines)

    def summary(self, question, answers):
        held = [(who, row) for who, value in answers for row in rows_of(value)]
        told = [[who, *(read(row.get(column["key"])) for column in question.columns)] for who, row in held]
        totals = [f"{len(told)} ligne{plural(len(told))}"]
        for column in question.columns:
            numbers = [number for _, row in held if isinstance(number := row.get(column["key"]), int | float)]
            totals.append(figure(sum(numbers)) if column["kind"] == "number" else "")
        columns = ["Association", *(column["label"] for column in question.columns)]
        return Summary("table", len(answers), columns=columns, rows=told, totals=totals if told else [], named=True)


class Files(Kind):
    """One or several files; they are put in on a page of their own, the answer holds their identifiers."""

    key, label, widget, several = "file", "fichiers", "files", True
    has_field = False
    example = {"question": {"label": "Vos statuts"}, "typed": ["23456789abcdef"], "stored": ["23456789abcdef"]}

    def field(self, question):
        return TextsField(self.identifiers)

    def identifiers(self, typed) -> list[str]:
        """Identifiers of files, each once. Raises ValidationError."""
        found = list(dict.fromkeys(filter(None, typed)))
        if len(found) > MOST_FILES or not all(public_id_in(one) for one in found):
            raise ValidationError(CHANGED)
        return found

    def typed(self, question, value):
        return value or []

    def words(self, question, value):
        return f"{len(value)} fichier{plural(len(value))}" if value else ""

    def summary(self, question, answers):
        told = super().summary(question, answers)
        return Summary("files", told.count, words=told.words)


def ordinal(rank) -> str:
    """« 1er », « 2e »."""
    return "1er" if rank == 1 else f"{rank}e"


def as_typed(value) -> str:
    """What a cell holds, as it is typed."""
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


def read(value) -> str:
    """What a cell holds, as it is read."""
    return figure(value) if isinstance(value, int | float) else str(value or "")


def rows_of(value) -> list[dict]:
    """The rows of a kept value; none of anything else."""
    return [row for row in value or [] if isinstance(row, dict)] if isinstance(value, list) else []
