"""The mail that warns managers: what comes to its term within a month, and what to do about it."""

from django.urls import reverse

from dla_collectif.accounts.models import Dla, Membership
from dla_collectif.outbox import actions as outbox
from dla_collectif.outbox.kinds import Kind, Words, filled
from programs.journey.models import Carrier, Program

from . import plan
from .models import Warned


def refresh(message) -> Words | None:
    """The warning as it is true when it leaves; None when all of it was destroyed, held or moved meanwhile."""
    warned = Warned.objects.filter(message=message, program__in=managed_by(message.to))
    programs = Program.objects.filter(pk__in=warned.values("program"))
    due = {(line.program.pk, line.lot.value, line.until.day): line for line in plan.lines_of(programs)}
    lines = []
    for row in warned.order_by("kept_until", "pk"):
        line = due.get((row.program_id, row.lot, row.kept_until))
        if line is not None and line.is_announced:
            lines.append(line)
    kept = [(line.program.pk, line.lot.value) for line in lines]
    for row in Warned.objects.filter(message=message):
        if (row.program_id, row.lot) not in kept:
            row.delete()
    if not lines:
        return None
    message.words = {**message.words, **words_of(lines)}
    return filled(outbox.texts_of([TERM], by=None)[TERM.key], message.words)


TERM = Kind(
    "conservation",
    "Durées de conservation qui se terminent",
    "programs/retention/mail/term.txt",
    {
        "nombre": "« une échéance » ou « 3 échéances »",
        "date": "le premier jour où quelque chose peut être détruit",
        "lots": "la liste de ce qui arrive à son terme, avec sa date et sa règle",
    },
    {
        "nombre": "une échéance",
        "date": "11/03/2028",
        "lots": "– Cinéma et audiovisuel\u00a0: données de travail, conservées jusqu’au 10/03/2028",
    },
    button="Ouvrir la conservation",
    reminds=True,
    refresh=refresh,
)
KINDS = [TERM]


def managed_by(user):
    """The programmes whose carriers `user` manages today."""
    managed = Membership.objects.filter(user=user).managing().values("dla")
    return Carrier.objects.filter(dla__in=managed).values("program")


def words_of(lines) -> dict[str, str]:
    """What the variables stand for."""
    first = min(line.until.leaves_on for line in lines)
    return {
        "accompagnement": lines[0].program.title,
        "nombre": "une échéance" if len(lines) == 1 else f"{len(lines)} échéances",
        "date": f"{first:%d/%m/%Y}",
        "lots": "\n\n".join(told(line) for line in lines),
    }


def told(line) -> str:
    """A lot in two lines: what and until when, by which rule."""
    return (
        f"– {line.program.title}\u00a0: {line.lot.label}, conservées jusqu’au {line.until.day:%d/%m/%Y}\n"
        f"  {line.until.rule[0].upper()}{line.until.rule[1:]}"
    )


def path_of(lines, user) -> str:
    """Where the mail leads: to the only programme, or to the page of the DLA that the manager leads."""
    programs = {line.program.public_id for line in lines}
    if len(programs) == 1:
        return reverse("retention:program", args=[programs.pop()])
    carried = Carrier.objects.filter(program=lines[0].program, dla__in=Dla.objects.managed_by(user))
    return reverse("retention:plan", args=[carried.values_list("dla__organisation__public_id", flat=True).first()])
