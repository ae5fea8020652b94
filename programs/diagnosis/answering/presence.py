"""Several people of one association in one questionnaire: who wrote what and when, who is where, what is new."""

import re
from datetime import timedelta

from dla_collectif.accounts.models import User
from dla_collectif.services import clock
from dla_collectif.services.templatetags.house import day, hour, local

from ..models import Answer, NeedRating, Origin, Presence
from ..questionnaire.entries import AnswerEntry, Entry, RatingEntry

HERE = timedelta(seconds=45)  # how long one is held to be there after one's last sign
MOST = 200  # entries that a page may ask about
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
KNOWN = re.compile(r"([qn])([0-9]{1,9}):([0-9]{1,9})")


def lately(at) -> str:
    """« à 20 h 14 », « mardi à 20 h 14 », « le jeudi 12 mars 2026 »: as much as one needs to know."""
    gap = (clock.today() - local(at)).days
    if gap == 0:
        return f"à {hour(at)}"
    return f"{DAYS[local(at).weekday()]} à {hour(at)}" if 0 < gap < 6 else f"le {day(at)}"


def who_and_when(row, user) -> dict:
    """Who wrote a row last, and when: {"who", "when", "mine"}. `who` is empty for an account that is no more."""
    who = str(row.edited_by or "")
    if row.origin != Origin.ONLINE:
        who = f"{who or 'le DLA'}, pour le DLA ({Origin(row.origin).label})"
    return {"who": who, "when": lately(row.edited_at), "mine": row.edited_by_id == user.pk}


def by_another(row, user) -> str:
    """« Denis Petit, mardi à 20 h 14 » for what somebody else wrote; empty for one's own, and for nothing."""
    if row._state.adding or row.edited_by_id == user.pk:
        return ""
    said = who_and_when(row, user)
    return f"{said['who'] or 'Quelqu’un'}, {said['when']}"


def name_writers(rows, user) -> None:
    """Put on each row that somebody else wrote who that was; one statement if there are any."""
    written = [row for row in rows if row.edited_by_id not in (None, user.pk)]
    people = {row.edited_by_id for row in written}
    known = User.objects.select_related("person").in_bulk(people) if people else {}
    for row in written:
        row.edited_by = known[row.edited_by_id]


def shown(value) -> list[str] | None:
    """A field's value as its controls hold it; None for one that a script cannot fill in."""
    if isinstance(value, bool):
        return ["on"] if value else []
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values] if all(isinstance(one, str | int | float) for one in values) else None


def note_presence(response, user, field) -> list[Presence]:
    """Note that `user` is in `field` (empty: in none); the others who are here now. Three statements."""
    now = clock.now()
    here = Presence(response=response, user=user, field=field[:60], at=now)
    Presence.objects.bulk_create(
        [here], update_conflicts=True, unique_fields=["response", "user"], update_fields=["field", "at"]
    )
    Presence.objects.filter(at__lt=now - HERE).delete()
    others = Presence.objects.filter(response=response).exclude(user=user).select_related("user__person")
    return list(others.order_by("id"))


def news(response, known: str) -> list[Entry]:
    """What changed since a page knew it. `known`: « q1:3 n12:0 », each entry's name and version. Two statements."""
    told = {(letter, int(key)): int(version) for letter, key, version in KNOWN.findall(known[: 20 * MOST])[:MOST]}
    serials, needs = ([key for letter, key in told if letter == wanted] for wanted in "qn")
    people = "edited_by__person"
    answers = Answer.objects.filter(response=response, question__serial__in=serials).select_related("question", people)
    ratings = NeedRating.objects.filter(response=response, need__in=needs).select_related("need", people)
    found: list[Entry] = [AnswerEntry(row.question, response, row) for row in answers]
    found += [RatingEntry(row.need, response, row, 0, 0) for row in ratings]
    keys = {"q": lambda entry: entry.question.serial, "n": lambda entry: entry.need.pk}
    return [entry for entry in found if told.get((entry.name[0], keys[entry.name[0]](entry)), 0) < entry.version]
