"""Questionnaires as files: the ready-made ones, and those that officers import. Read strictly, refused in French."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.text import slugify

from dla_collectif.directory.vocabulary import THEMES

from ..models import Question
from . import conditions
from .questions import BY_KEY

FOLDER = Path(__file__).parents[1] / "questionnaires"
KEYS = {  # what a table may hold, and whether it must
    "questionnaire": {"key": True, "title": True, "description": True, "sections": True, "needs": False},
    "section": {"title": True, "questions": True},
    "question": {
        **dict.fromkeys(["key", "kind", "label"], True),
        **dict.fromkeys(["help", "unit", "year", "options", "columns", "required", "aloud", "condition"], False),
    },
    "option": {"key": True, "label": True},
    "column": {"key": True, "label": True, "kind": True},
    "need": {"key": True, "label": True, "theme": False},
}
LIMITS = {"label": 300, "help": 300, "unit": 40, "title": 120, "description": 5_000}
MAY_BE_EMPTY = {"help", "unit", "description", "theme"}
PROPOSING = {"choice": dict, "choices": dict, "scale": str, "ranking": dict}  # kinds with options; what an option is
CELLS = ("text", "number")  # what a column of a table holds
MOST_QUESTIONS, MOST_SECTIONS, MOST_OPTIONS, MOST_COLUMNS, MOST_NEEDS = 150, 20, 40, 8, 60
KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # signs that no text holds
PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
CONTENT = [  # the columns that say what is asked, wherever the question stands
    each.name
    for each in Question._meta.concrete_fields
    if each.editable and each.name not in {"id", "questionnaire", "number", "section", "section_title"}
]


class BadQuestionnaire(ValueError):
    """A file that cannot be used; says in French which place, what is wrong and what to do."""


@dataclass(frozen=True)
class Need:
    """A need that each association weighs."""

    key: str
    label: str
    theme: str

    def get_theme_display(self) -> str:
        """The theme in French."""
        return THEMES.get(self.theme, "")


@dataclass(frozen=True)
class ReadyMade:
    """A questionnaire as its file tells it; `questions` are rows not yet stored."""

    key: str
    title: str
    description: str
    sections: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)


@cache
def ready_made() -> dict[str, ReadyMade]:
    """All the ready-made questionnaires by their key, in the order of their files. Raises BadQuestionnaire."""
    found = {path.stem: read(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
    for stem, one in found.items():
        if one.key != stem:
            raise BadQuestionnaire(f"{stem}.toml : sa clé doit être « {stem} ».")
    return found


def read(text: str) -> ReadyMade:
    """A questionnaire from its TOML. Raises BadQuestionnaire."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        place = PLACE.search(str(problem))
        where = f"Ligne {place[1]}, colonne {place[2]}" if place else "À la fin du fichier"
        raise BadQuestionnaire(
            f"{where} : une faute d’écriture empêche de lire le fichier (un guillemet ou un crochet manque peut-être). "
            "Corrigez-la, ou repartez d’un fichier exporté d’ici."
        ) from None
    except RecursionError:
        raise BadQuestionnaire("Ce fichier imbrique trop de crochets : repartez d’un fichier exporté d’ici.") from None
    where = "Début du fichier"
    check("questionnaire", told, where)
    sections = rows(told, "sections", where, MOST_SECTIONS, "parties")
    titles, filled, questions = [], 0, []
    for number, section in enumerate(sections, 1):
        where = f"Partie {number}"
        check("section", section, where)
        titles.append(section["title"])
        asked = rows(section, "questions", where, MOST_QUESTIONS, "questions")
        filled += bool(asked)
        questions += [question(one, filled, section["title"], len(questions) + at) for at, one in enumerate(asked, 1)]
    if len(questions) > MOST_QUESTIONS:
        raise BadQuestionnaire(f"Il y a {len(questions)} questions ; {MOST_QUESTIONS} au plus.")
    check_conditions(questions)
    needs = [need(one, at) for at, one in enumerate(rows(told, "needs", "Besoins", MOST_NEEDS, "besoins"), 1)]
    for what, names in (
        ("titre de partie", titles),
        ("« key » de question", [one.key for one in questions]),
        ("« key » de besoin", [one.key for one in needs]),
        ("besoin", [one.label for one in needs]),
    ):
        once(names, what)
    return ReadyMade(told["key"], told["title"], told["description"].strip(), titles, questions, needs)


def question(told, section, section_title, number) -> Question:
    """One question of a file. Raises BadQuestionnaire."""
    where = f"Question {number}"
    if isinstance(told, dict) and isinstance(told.get("label"), str):
        where += f" (« {told['label'][:60]} »)"
    check("question", told, where)
    kind = BY_KEY.get(told["kind"]) if isinstance(told["kind"], str) else None
    if kind is None:
        known = ", ".join(f"{one.key} ({one.label})" for one in BY_KEY.values())
        raise BadQuestionnaire(f"{where} : cette forme de réponse (« kind ») n’existe pas. Choisissez : {known}.")
    return Question(
        number=number,
        serial=number,
        key=told["key"],
        section=section,
        section_title=section_title,
        kind=kind.key,
        label=told["label"],
        help=told.get("help", ""),
        unit=told.get("unit", ""),
        with_year=yes_or_no(told, "year", False, where),
        options=options(told, kind.key, where),
        columns=columns(told, kind, where),
        required=yes_or_no(told, "required", True, where),
        allows_aloud=yes_or_no(told, "aloud", True, where),
        condition=told.get("condition", {}),
    )


def options(told, kind, where) -> list:
    """The answers that a question proposes. Raises BadQuestionnaire."""
    proposed, shape = rows(told, "options", where, MOST_OPTIONS, "réponses proposées"), PROPOSING.get(kind)
    if shape is None and proposed:
        raise BadQuestionnaire(f"{where} : la forme « {kind} » ne propose pas de réponses ; retirez « options ».")
    if shape is not None and len(proposed) < 2:
        raise BadQuestionnaire(f"{where} : proposez au moins deux réponses dans « options ».")
    for at, one in enumerate(proposed, 1):
        place = f"{where}, réponse proposée {at}"
        if shape is dict:
            check("option", one, place)
        else:
            text_of({"label": one}, "label", place)
    labels = [one["label"] if shape is dict else one for one in proposed]
    once(labels, f"réponse proposée ({where})")
    once([one["key"] for one in proposed if shape is dict], f"« key » de réponse proposée ({where})")
    return proposed


def columns(told, kind, where) -> list:
    """The columns of a table. Raises BadQuestionnaire."""
    found, wanted = rows(told, "columns", where, MOST_COLUMNS, "colonnes"), "columns" in kind.settings
    if bool(found) != wanted:
        todo = "écrivez ses colonnes dans « columns »" if wanted else "retirez « columns », qui est pour un tableau"
        raise BadQuestionnaire(f"{where} : {todo}.")
    for at, one in enumerate(found, 1):
        check("column", one, f"{where}, colonne {at}")
        if one["kind"] not in CELLS:
            raise BadQuestionnaire(f"{where}, colonne {at} : « kind » est {' ou '.join(CELLS)}.")
    for name in ("key", "label"):
        once([one[name] for one in found], f"« {name} » de colonne ({where})")
    return found


def check_conditions(questions) -> None:
    """Each condition names an earlier question and answers that it proposes. Raises BadQuestionnaire."""
    for one in questions:
        if wrong := conditions.problem(one.condition, one, questions):
            raise BadQuestionnaire(f"Question {one.number} (« {one.label[:60]} ») : « condition ». {wrong}")


def need(told, number) -> Need:
    """One need of a file. Raises BadQuestionnaire."""
    where = f"Besoin {number}"
    check("need", told, where)
    if told.get("theme", "") not in {"", *THEMES}:
        raise BadQuestionnaire(f"{where} : ce thème n’existe pas. Choisissez : {', '.join(THEMES)}.")
    return Need(told["key"], told["label"], told.get("theme", ""))


def check(what, told, where) -> None:
    """The names that a table holds, and its texts. Raises BadQuestionnaire."""
    if not isinstance(told, dict):
        raise BadQuestionnaire(f"{where} : des lignes « nom = valeur » sont attendues ici.")
    missing = [name for name, must in KEYS[what].items() if must and name not in told]
    unknown = sorted(set(told) - set(KEYS[what]))
    if missing:
        raise BadQuestionnaire(f"{where} : il manque « {missing[0]} ». Ajoutez cette ligne.")
    if unknown:
        raise BadQuestionnaire(
            f"{where} : « {UNREADABLE.sub('', unknown[0])[:40]} » n’est pas connu ici. Retirez cette ligne, "
            f"ou choisissez : {', '.join(KEYS[what])}."
        )
    for name in told:
        if name in LIMITS or name == "theme":
            text_of(told, name, where)
    if "key" in told and not (isinstance(told["key"], str) and KEY.fullmatch(told["key"])):
        raise BadQuestionnaire(f"{where} : « key » est fait de 40 lettres sans accent, chiffres, - ou _ au plus.")


def text_of(told, name, where) -> str:
    """A text that is one, not too long. Raises BadQuestionnaire."""
    text, limit = told[name], LIMITS.get(name, 300)
    if not isinstance(text, str):
        raise BadQuestionnaire(f"{where} : « {name} » est un texte, à écrire entre guillemets.")
    if len(text) > limit:
        raise BadQuestionnaire(f"{where} : « {name} » compte {len(text)} signes ; {limit} au plus.")
    if UNREADABLE.search(text) or (name != "description" and re.search(r"[\t\n]", text)):
        raise BadQuestionnaire(f"{where} : « {name} » contient un signe illisible ou un retour à la ligne : ôtez-le.")
    if name not in MAY_BE_EMPTY and not text.strip():
        raise BadQuestionnaire(f"{where} : « {name} » est vide ; écrivez-le.")
    return text


def rows(told, name, where, most, what) -> list:
    """A list that is one, not too long; empty when it is not told. Raises BadQuestionnaire."""
    found = told.get(name, [])
    if not isinstance(found, list):
        raise BadQuestionnaire(f"{where} : « {name} » est une liste.")
    if len(found) > most:
        raise BadQuestionnaire(f"{where} : il y a {len(found)} {what} ; {most} au plus.")
    return found


def yes_or_no(told, name, otherwise, where) -> bool:
    """True or false. Raises BadQuestionnaire."""
    if not isinstance(told.get(name, otherwise), bool):
        raise BadQuestionnaire(f"{where} : « {name} » est true ou false, sans guillemets.")
    return told.get(name, otherwise)


def once(names, what) -> None:
    """Each name stands once. Raises BadQuestionnaire."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadQuestionnaire(f"« {twice} » figure deux fois ({what}) : changez-en un.")


def new_key(text, taken) -> str:
    """A key of its own, drawn from a text."""
    base = slugify(text)[:30].strip("-") or "question"
    return next(key for key in (base, *(f"{base}-{at}" for at in range(2, 10_000))) if key not in taken)
