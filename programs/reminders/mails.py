"""The one mail of reminders: every gesture of a person, the most pressing first."""

from datetime import date

from django.urls import reverse

from dla_collectif.accounts.models import User
from dla_collectif.outbox import actions as outbox
from dla_collectif.outbox.kinds import Kind, Words, filled
from dla_collectif.services.templatetags.house import day, plural
from programs.journey.models import Participation

from .models import Reminded
from .readings import awaited

SIMPLE = "Ouvrir mon espace"


def refresh(message) -> Words | None:
    """A reminder as it is true when it leaves: what was done or stopped meanwhile is gone; None when all is."""
    places = {tuple(place.split("/")) for place in message.words.get("places", "").split()}
    seats = Participation.objects.filter(public_id__in=[seat for seat, _ in places]).measured()
    lines = awaited(seats.select_related("program", "organisation"))
    lines = [line for line in lines if line.person == message.to.person and line.place in places and not line.silence]
    gone = Reminded.objects.filter(message=message)
    for line in lines:
        gone = gone.exclude(participation=line.seat, gesture=line.rule.gesture)
    gone.delete()
    if not lines:
        return None
    lines.sort(key=lambda line: (line.ask.until or date.max, line.seat.pk))
    by = User.objects.filter(email=message.reply_to).select_related("person").first()
    message.link, message.button = path_of(lines)
    message.words = {**message.words, **words_of(lines)}
    return filled(outbox.texts_of([DIGEST], by=by)[DIGEST.key], message.words)


DIGEST = Kind(
    "rappel",
    "Rappel des gestes attendus",
    "programs/reminders/mail/digest.txt",
    {
        "geste": "le geste le plus pressé",
        "date": "« avant le … » ou « le … », si ce geste a une date",
        "autres": "« (et 2 autres gestes) », s’il y en a d’autres",
        "gestes": "la liste des gestes attendus, avec leur date et leur raison",
    },
    {
        "geste": "Répondre au questionnaire sur vos besoins",
        "date": "avant le jeudi 12 mars 2026",
        "gestes": "– Répondre au questionnaire sur vos besoins, avant le jeudi 12 mars 2026\n  Cinéma et audiovisuel",
    },
    button=SIMPLE,
    reminds=True,
    refresh=refresh,
)
KINDS = [DIGEST]


def date_of(ask) -> str:
    """« avant le jeudi 12 mars 2026 », « le … » for a meeting, or nothing."""
    if ask.until is None:
        return ""
    return f"le {day(ask.until)}" if ask.on_the_day else f"avant le {day(ask.until)}"


def words_of(lines) -> dict[str, str]:
    """What the variables stand for: `lines` are the gestures of one person, the most pressing first."""
    first, others = lines[0], len(lines) - 1
    return {
        "accompagnement": first.seat.program.title,
        "geste": first.ask.label,
        "date": date_of(first.ask),
        "autres": f"(et {others} autre{plural(others)} geste{plural(others)})" if others else "",
        "gestes": "\n\n".join(told(line) for line in lines),
        "places": " ".join(f"{seat}/{gesture}" for seat, gesture in (line.place for line in lines)),
    }


def told(line) -> str:
    """A gesture in three lines: what and until when, for whom, why."""
    until = date_of(line.ask)
    parts = [
        f"– {line.ask.label}" + (f", {until}" if until else ""),
        f"  {line.seat.program.title}, pour {line.seat.organisation}",
        f"  {line.ask.why}" if line.ask.why else "",
    ]
    return "\n".join(part for part in parts if part)


def path_of(lines) -> tuple[str, str]:
    """Where the mail leads, and its button: to the gesture itself, or to the space that shows them all."""
    if len(lines) == 1:
        return lines[0].ask.url, lines[0].ask.button
    return reverse("journey:space"), SIMPLE
