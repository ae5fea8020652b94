"""Ready-made questionnaires: one TOML file each, checked loudly, copied into a programme when chosen."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dla_collectif.directory.vocabulary import THEMES

from . import conditions
from .models import Question
from .questions import BY_KEY

FOLDER = Path(__file__).parent / "questionnaires"
KEYS = {
    "questionnaire": {"key", "title", "description", "sections", "needs"},
    "section": {"title", "questions"},
    "question": {
        "key",
        "kind",
        "label",
        "help",
        "unit",
        "year",
        "options",
        "columns",
        "required",
        "aloud",
        "condition",
    },
    "need": {"key", "label", "theme"},
}
LIMITS = {"key": 40, "label": 300, "help": 300, "unit": 40, "title": 120}
PROPOSING = {
    "choice": dict,
    "choices": dict,
    "scale": str,
    "ranking": dict,
}  # kinds that need options, and what an option is


class BadQuestionnaire(ValueError):
    """A TOML file that cannot be used; says which, where and why."""


@dataclass(frozen=True)
class Need:
    """A need that each association weighs."""

    key: str
    label: str
    theme: str

    def get_theme_display(self) -> str:
        """The theme in French."""
        return THEMES[self.theme]


@dataclass(frozen=True)
class ReadyMade:
    """A questionnaire as its file tells it; `questions` are rows not yet stored."""

    key: str
    title: str
    description: str
    questions: list[Question] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)


@cache
def ready_made() -> dict[str, ReadyMade]:
    """All the ready-made questionnaires by their key, in the order of their files. Raises BadQuestionnaire."""
    read_ones = [read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return {one.key: one for one in read_ones}


def read(name: str, text: str) -> ReadyMade:
    """One questionnaire from its TOML. Raises BadQuestionnaire."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadQuestionnaire(f"{name}.toml: {problem}") from None
    check(name, "questionnaire", told, {"key", "title", "description", "sections"})
    if told["key"] != name:
        raise BadQuestionnaire(f"{name}.toml: its key must be {name!r}, the file's name")
    questions = []
    for number, section in enumerate(told["sections"], 1):
        check(name, "section", section, {"title", "questions"})
        for one in section["questions"]:
            questions.append(question(name, one, number, section["title"], len(questions) + 1))
    needs = [need(name, one) for one in told.get("needs", [])]
    for one in questions:
        if one.condition and (wrong := conditions.problem(one.condition, one, questions)):
            raise BadQuestionnaire(f"{name}.toml, question {one.key!r}: {wrong}")
    for keys in ([one.key for one in questions], [one.key for one in needs]):
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise BadQuestionnaire(f"{name}.toml: {sorted(twice)} stand twice")
    return ReadyMade(told["key"], told["title"], told["description"].strip(), questions, needs)


def question(name, told, section, section_title, number) -> Question:
    """One question of a file. Raises BadQuestionnaire."""
    where = f"question {told.get('key', number)!r}"
    check(name, "question", told, {"key", "kind", "label"}, where)
    if told["kind"] not in BY_KEY:
        raise BadQuestionnaire(f"{name}.toml, {where}: kind {told['kind']!r} is not one of {sorted(BY_KEY)}")
    options, shape = told.get("options", []), PROPOSING.get(told["kind"])
    if bool(options) != bool(shape) or not all(isinstance(option, shape) for option in options):
        raise BadQuestionnaire(f"{name}.toml, {where}: options do not fit the kind {told['kind']!r}")
    if shape is dict and (
        any(set(option) != {"key", "label"} for option in options) or len({o["key"] for o in options}) < len(options)
    ):
        raise BadQuestionnaire(f"{name}.toml, {where}: each option has a key of its own and a label")
    columns = told.get("columns", [])
    if bool(columns) != (told["kind"] == "table") or not all(
        isinstance(one, dict) and set(one) == {"key", "label", "kind"} and one["kind"] in ("text", "number")
        for one in columns
    ):
        raise BadQuestionnaire(f"{name}.toml, {where}: a table, and it alone, has columns: key, label, kind")
    return Question(
        number=number,
        key=told["key"],
        section=section,
        section_title=section_title,
        kind=told["kind"],
        label=told["label"],
        help=told.get("help", ""),
        unit=told.get("unit", ""),
        with_year=told.get("year", False),
        options=options,
        columns=columns,
        required=told.get("required", True),
        allows_aloud=told.get("aloud", True),
        condition=told.get("condition", {}),
    )


def need(name, told) -> Need:
    """One need of a file. Raises BadQuestionnaire."""
    where = f"need {told.get('key')!r}"
    check(name, "need", told, {"key", "label", "theme"}, where)
    if told["theme"] not in THEMES:
        raise BadQuestionnaire(f"{name}.toml, {where}: theme {told['theme']!r} is not in the vocabulary")
    return Need(**told)


def check(name, what, told, necessary, where="") -> None:
    """The names that a table holds, and the length of its texts. Raises BadQuestionnaire."""
    place = f"{name}.toml, {where or what}"
    if necessary - set(told) or set(told) - KEYS[what]:
        raise BadQuestionnaire(
            f"{place}: missing {sorted(necessary - set(told))}, unknown {sorted(set(told) - KEYS[what])}"
        )
    for key, limit in LIMITS.items():
        if key in told and not (isinstance(told[key], str) and len(told[key]) <= limit):
            raise BadQuestionnaire(f"{place}: {key} is a text of {limit} signs at most")
