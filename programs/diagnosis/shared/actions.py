"""What happens to the shared diagnosis: written, proposed to the group, talked about, answered, validated."""

import hashlib
import json

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day
from programs.journey.mailing import Mailing
from programs.journey.models import Participation
from programs.meetings.models import Meeting
from programs.voices import actions as voices

from .. import mails
from ..models import Origin, SharedEdition, SharedVoice, Synthesis
from ..reading.sharing import tell_first
from .live_figures import figures_of, refuse_unknown, resolve

Stance, Outcome, Readers = SharedVoice.Stance, SharedVoice.Outcome, SharedEdition.Readers
GROUP_MEETINGS = (Meeting.Kind.PREPARATORY, Meeting.Kind.WORKING)
NOTHING = "Le diagnostic partagé n’est pas encore écrit."
CHANGED = "Le texte ou un chiffre a changé depuis que cette page s’est ouverte : relisez avant de proposer."


def write_synthesis(step, data, *, by) -> Synthesis:
    """Write the draft, which the DLA alone reads. `data`: text, version. Raises Conflict, or Refusal for a figure
    that does not exist."""
    refuse_unknown(data["text"], figures_of(step.program))
    synthesis = Synthesis.objects.filter(program=step.program).first() or Synthesis(program=step.program)
    edit(synthesis, data, by=by)
    record(step, "a écrit le brouillon du diagnostic partagé", by=by)
    return synthesis


def proposal(program) -> str:
    """What would be proposed now: the draft with today's figures. Raises Refusal without a draft."""
    synthesis = Synthesis.objects.filter(program=program).first()
    if synthesis is None or not synthesis.text.strip():
        raise Refusal(NOTHING)
    figures = figures_of(program)
    refuse_unknown(synthesis.text, figures)
    return resolve(synthesis.text, figures).strip()


def fingerprint(program, number, text) -> str:
    """SHA-256 of a version: of which programme, its number, its words."""
    return hashlib.sha256(json.dumps([program.public_id, number, text], ensure_ascii=False).encode()).hexdigest()


def seal(text) -> str:
    """A mark of what a page showed, to be sent back with its form."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def publish_edition(step, data, *, by) -> SharedEdition:
    """Propose the draft to the group as a numbered version whose words and figures are frozen.

    `data`: changes (what is new, from the second version on), readers (who reads again), read (`seal` of the page).
    Associations that recognised themselves and are not asked to read again keep what they said. Raises Refusal.
    """
    program = step.program
    list(Synthesis.objects.filter(program=program).select_for_update())
    tell_first(program)
    text, last = proposal(program), SharedEdition.objects.of(program).first()
    if data.get("read") and data["read"] != seal(text):
        raise Refusal(CHANGED)
    if last is not None and last.text == text:
        raise Refusal(f"Ce texte est déjà celui de la version {last.number}.")
    if last is not None and not data.get("changes", "").strip():
        raise Refusal("Dites ce qui change : les associations le lisent avant de se prononcer.", "changes")
    number = last.number + 1 if last else 1
    edition = SharedEdition(program=program, number=number)
    fields = {
        "text": text,
        "changes": data.get("changes", "").strip() if last else "",
        "readers": data.get("readers") or Readers.ALL if last else Readers.ALL,
        "sha256": fingerprint(program, number, text),
    }
    edit(edition, fields, by=by, lookup=("program", "number"))
    if edition.readers == Readers.RESERVED:
        carry_voices(last, edition)
    record(step, f"a proposé au groupe la version {number} du diagnostic partagé ({edition.sha256[:12]})", by=by)
    return edition


def carry_voices(last, edition) -> None:
    """Who recognised itself in the last version, and is not asked again, goes on doing so."""
    kept = ("participation_id", "person_id", "stance", "words", "origin", "said_at", "edited_at", "edited_by_id")
    SharedVoice.objects.bulk_create(
        SharedVoice(edition=edition, carried=True, **{name: getattr(voice, name) for name in kept})
        for voice in last.voices.filter(stance=Stance.YES, participation__status__in=Participation.SEATED)
    )


def offers(step, edition) -> Mailing:
    """Who would be told that a version awaits their word, and who has no address."""

    def words(seat):
        return mails.words_of(step, seat) | {"version": str(edition.number), "changements": edition.changes}

    return voices.announcement(step, edition, mails.SHARED, words)


def say(step, seat, data, *, by, origin=Origin.ONLINE) -> SharedVoice:
    """An association says whether it recognises itself in the version proposed last (`voices.say`)."""
    edition = SharedEdition.objects.open_in(step.program)
    return voices.say(step, edition, seat, data, by=by, origin=origin, beside={"carried": False})


def why_not_validated(edition) -> str:
    """What must come before a version is validated: a French sentence, or nothing."""
    said = list(
        edition.voices.filter(participation__status__in=Participation.SEATED).select_related(
            "participation__organisation"
        )
    )
    waiting = [str(voice.participation) for voice in said if voice.awaits]
    if waiting:
        return f"Répondez d’abord à {', '.join(waiting)} : chaque réserve reçoit sa réponse avant la validation."
    owed = [str(voice.participation) for voice in said if voice.outcome == Outcome.ACCEPTED]
    if owed:
        return f"Vous avez accepté de changer le texte pour {', '.join(owed)} : proposez d’abord la version suivante."
    if not any(voice.stance == Stance.YES for voice in said):
        return "Aucune association ne s’y est encore reconnue."
    return "" if held_since(edition).exists() else f"La validation se fait en réunion : {next_meeting(edition)}."


def held_since(edition):
    """The meetings in which the group may have validated a version, the latest first."""
    held = Meeting.objects.filter(program=edition.program_id, phase="diagnosis", ends_at__gte=edition.published_at)
    return held.held().of_kind(*GROUP_MEETINGS).order_by("-starts_at")


def next_meeting(edition) -> str:
    """What is to be done so that there is such a meeting, in French."""
    rows = Meeting.objects.filter(program=edition.program_id, phase="diagnosis", state=Meeting.State.PLANNED)
    coming = rows.of_kind(*GROUP_MEETINGS).filter(ends_at__gt=clock.now()).order_by("starts_at").first()
    if coming is None:
        return "prévoyez une réunion préparatoire, puis notez ici ce que le groupe y a décidé"
    return f"vous la noterez après « {coming.title} », {day(coming.starts_at)}"


def validate_edition(step, data, *, by) -> SharedEdition:
    """The group makes the version its own, in a meeting that was held. `data`: meeting, visibility, number.

    From then on the text and what was said of it are frozen, and the specification may cite it. Raises Refusal while
    a reservation is not answered, or an accepted change is not in the text.
    """
    edition = SharedEdition.objects.open_in(step.program)
    if data.get("number") not in (None, edition.number):
        raise Refusal(f"La version {edition.number} vient d’être proposée : relisez avant de valider.")
    why = why_not_validated(edition)
    if why:
        raise Refusal(why)
    seats = edition.group_of(step.program)
    stances = list(edition.voices.filter(participation__in=seats).values_list("stance", flat=True))
    fields = {
        "validated_on": data["meeting"].day,
        "meeting": data["meeting"],
        "visibility": data["visibility"],
        "asked": seats.count(),
        "recognised": stances.count(Stance.YES),
        "reserved": stances.count(Stance.BUT),
        "opposed": stances.count(Stance.NO),
    }
    edit(edition, fields, by=by)
    record(step, f"a noté la validation du diagnostic partagé : {edition.line}", by=by)
    return edition


def change_readers(step, edition, visibility, *, by) -> SharedEdition:
    """Open a validated version to others, or to fewer. Raises Refusal before it is validated."""
    if edition.validated_on is None:
        raise Refusal("Avant sa validation, une version n’est lue que du groupe.")
    edit(edition, {"visibility": visibility}, by=by)
    record(step, f"a changé qui lit le diagnostic partagé : {edition.get_visibility_display()}", by=by)
    return edition


def is_intact(edition) -> bool:
    """Whether a version still is what was proposed."""
    return edition.sha256 == fingerprint(edition.program, edition.number, edition.text)


def told_on(edition) -> str:
    """When it was proposed and announced, in French."""
    announced = f", annoncée le {day(edition.announced_on)}" if edition.announced_on else ""
    return f"proposée le {day(edition.published_at)}{announced}"
