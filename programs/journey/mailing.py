"""Mails to many: what would leave, to whom, who is left out and why; reread on one page, sent by one button.

A room says once who is written to (`Mailing`); its page shows that before, its action sends that. What the officer
changed of the words for this batch is kept until it leaves.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.shortcuts import render
from django.utils import timezone

from dla_collectif.accounts.models import User
from dla_collectif.outbox import actions as outbox
from dla_collectif.outbox.kinds import Kind, filled, reminding
from dla_collectif.outbox.models import Message, Text
from dla_collectif.outbox.pages import readable, text_page
from dla_collectif.services import clock
from dla_collectif.services.pages import done
from dla_collectif.services.refusals import Refusal

from .pages import around

PAUSE = 3  # days between two reminders to one person
READ_AGAIN = "La liste ou le texte a changé depuis que cette page s’est ouverte : relisez avant d’envoyer."


@dataclass(frozen=True)
class Letter:
    """One mail of a batch: to whom, in whose name they are written to, and what its variables stand for."""

    person: object
    organisation: str
    kind: Kind
    key: str
    link: str
    words: dict
    seat: object = None

    @property
    def all_words(self) -> dict[str, str]:
        """With the person's own name."""
        return {"destinataire": str(self.person), **{name: str(value) for name, value in self.words.items() if value}}


@dataclass
class Mailing:
    """A batch of mails: `name` tells it from the programme's others; `left_out` says who gets none, and why."""

    name: str
    title: str
    letters: list[Letter]
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of mail in it."""
        return list(dict.fromkeys(letter.kind for letter in self.letters))

    def batch(self, step) -> str:
        """What its own words are kept under."""
        return f"{step.journal_scope}:{self.name}"

    def seal(self, step, texts) -> str:
        """A fingerprint of everything that was read: who, and which words."""
        told = [(letter.key, sorted(letter.all_words.items())) for letter in self.letters]
        return hashlib.sha256(repr((self.batch(step), told, sorted(texts.items()))).encode()).hexdigest()[:24]


def reminded_lately(people) -> set[int]:
    """Those of these persons whom a reminder was written to in the last three days, whatever about: their keys."""
    since = start_of(clock.today() - timedelta(days=PAUSE - 1))
    mails = Message.objects.not_dropped().filter(kind__in=reminding(), created_at__gte=since)
    return set(mails.filter(to__person__in=[person.pk for person in people]).values_list("to__person", flat=True))


def start_of(day) -> datetime:
    """The first moment of a day, in Paris."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def post_all(step, mailing: Mailing, *, by) -> int:
    """Queue every mail of a batch, with the words that were reread; returns how many."""
    batch = mailing.batch(step)
    texts = outbox.texts_of(mailing.kinds, by=by, batch=batch)
    for letter in mailing.letters:
        outbox.post(
            letter.kind,
            to=User.objects.of(letter.person),
            key=letter.key,
            words={"accompagnement": step.program.title, **letter.words},
            link=letter.link,
            about=step,
            by=by,
            text=texts[letter.kind.key],
        )
    Text.objects.filter(batch=batch).delete()
    return len(mailing.letters)


def mailing_page(request, step, mailing: Mailing, *, send: Callable, told: Callable, home: str, why: str = ""):
    """The page of a batch: GET shows it, POST sends it by `send()`; `told(result)` says what was done, at `home`.

    `?texte=<kind>` changes the words of this batch. `why` says why it cannot leave now.
    """
    texts = outbox.texts_of(mailing.kinds, by=request.user, batch=mailing.batch(step))
    chosen = next((kind for kind in mailing.kinds if kind.key == request.GET.get("texte")), None)
    if chosen is not None:
        return batch_text(request, step, mailing, chosen, texts[chosen.key])
    if request.method == "POST":
        read = request.POST.get("relu", "")
        if read and read != mailing.seal(step, texts):
            raise Refusal(READ_AGAIN)
        return done(request, told(send()), home)
    shown = chosen_letter(request, mailing)
    words = words_of(request, step, shown) if shown else {}
    context = {
        "mailing": mailing,
        "shown": shown,
        "sample": readable(filled(texts[shown.kind.key], words)) if shown else None,
        "why": why,
        "home": home,
        "relu": mailing.seal(step, texts),
        "choices": list(enumerate(mailing.letters)),
    }
    return render(request, "programs/journey/mailing.html", around(request, step) | context)


def batch_text(request, step, mailing, kind, current):
    """Change the words of one kind of mail in this batch alone."""
    batch = mailing.batch(step)
    row = Text.objects.filter(batch=batch, kind=kind.key).first() or Text(batch=batch, kind=kind.key)
    letter = next(letter for letter in mailing.letters if letter.kind == kind)
    return text_page(
        request,
        kind,
        row,
        current,
        words=words_of(request, step, letter),
        home=request.path,
        title=f"Texte de cet envoi : {kind.title.lower()}",
        intro="Ces mots ne valent que pour cet envoi. Pour les suivants, changez les textes de votre DLA.",
        shown_for=str(letter.person),
        step=step,
    )


def words_of(request, step, letter: Letter) -> dict[str, str]:
    """What the variables of a letter stand for."""
    return {"accompagnement": step.program.title, "signature": str(request.user), **letter.all_words}


def chosen_letter(request, mailing) -> Letter | None:
    """The letter that the address names by its place, else the first; None in an empty batch."""
    place = request.GET.get("pour", "")
    place = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else 0
    return mailing.letters[min(place, len(mailing.letters) - 1)] if mailing.letters else None
