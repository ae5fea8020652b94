"""What an erasure will do, told before it is decided: row by row, text by text, and what it cannot reach."""

from dataclasses import dataclass

from django.apps import apps

from dla_collectif.accounts.models import User
from dla_collectif.directory.models import Person
from dla_collectif.journal.redaction import naming
from dla_collectif.services import holdings

from . import sweep
from .durations import of_everybody
from .erasure import mentions_of


@dataclass(frozen=True)
class Line:
    """One kind of rows: how many, what becomes of them, how long what stays is kept."""

    title: str
    count: int
    becomes: str
    kept: str


@dataclass(frozen=True)
class Plan:
    """`lines`: rows; `texts`: (what, how many, whether frozen); `editions`: frozen documents that name the person;
    `files`: what no erasure rewrites.
    """

    lines: list[Line]
    texts: list[tuple[str, int, bool]]
    editions: list
    files: list
    obstacles: list[str]


def plan_of(person, *, reader) -> Plan:
    """The plan for a person; of files, those that the reader may open."""
    account = User.objects.filter(person=person).first()
    mentions = mentions_of(person, account, "")
    lines, durations = [], of_everybody()
    for holding in holdings.declared():
        count = holding.rows(person, account).order_by().count()
        if count:
            kept = "" if holding.erasure.deletes else durations.told(holding.kept)
            lines.append(Line(holding.title, count, holding.erasure.says, kept))
    texts = []
    for model in apps.get_models():
        columns = [] if model in (Person, User) else sweep.texts_of(model)  # told above
        changed = sweep.changes(model, columns, mentions) if columns else {}
        if changed:
            frozen = bool(sweep.frozen_words(model) & set().union(*changed.values()))
            texts.append((str(model._meta.verbose_name), len(changed), frozen))
    acts = naming(mentions, account).count()
    texts += [("acte du journal", acts, True)] if acts else []
    editions, files = holdings.editions_naming(mentions, reader), holdings.left_in_files(person, reader)
    return Plan(lines, texts, editions, files, holdings.obstacles(person))
