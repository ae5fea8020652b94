"""What happens to the shared diagnosis: written, proposed to the group, talked about, answered, validated."""

import hashlib
import json

from dla_collectif.accounts.actions import mail
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day, plural
from programs.journey.mailing import Letter, Mailing, post_all
from programs.journey.models import Participation
from programs.meetings.models import Meeting, people_reached

from .. import mails
from ..models import Origin, SharedEdition, SharedVoice, Synthesis
from ..reach import NO_ADDRESS
from ..reading.sharing import tell_first
from .live_figures import figures_of, refuse_unknown, resolve

Stance, Outcome, Readers = SharedVoice.Stance, SharedVoice.Outcome, SharedEdition.Readers
GROUP_MEETINGS = (Meeting.Kind.PREPARATORY, Meeting.Kind.WORKING)
NOTHING = "Le diagnostic partagé n’est pas encore écrit."
NOT_PROPOSED = "Aucune version n’est proposée au groupe."
CHANGED = "Le texte ou un chiffre a changé depuis que cette page s’est ouverte : relisez avant de proposer."
VALIDATED = "Cette version est validée : elle ne change plus, ni ce qui en a été dit."


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


def to_ask(edition) -> list[Participation]:
    """The associations of the group that have not said anything of a version."""
    seats = Participation.objects.associations().filter(program=edition.program_id, status__in=Participation.SEATED)
    heard = edition.voices.values("participation")
    return list(seats.exclude(pk__in=heard).select_related("organisation").order_by("organisation__name", "id"))


def offers(step, edition) -> Mailing:
    """Who would be told that a version awaits their word, and who has no address."""
    seats = to_ask(edition)
    people = people_reached([seat.organisation_id for seat in seats], step.program)
    mailing = Mailing(f"diagnostic-partage-{edition.number}", f"Version {edition.number} du diagnostic partagé", [])
    for seat in seats:
        seat.program = step.program
        words = mails.words_of(step, seat) | {"version": str(edition.number), "changements": edition.changes}
        for person in people.get(seat.organisation_id, ()):
            key = f"{mails.SHARED.key}:{edition.number}:{seat.public_id}:{person.pk}"
            link = seat.page("diagnosis:shared")
            mailing.letters.append(Letter(person, str(seat), mails.SHARED, key, link, words, seat=seat))
        if seat.organisation_id not in people:
            mailing.left_out.append((str(seat), NO_ADDRESS))
    return mailing


def send_offers(step, edition, *, by) -> int:
    """Write to every association that has not said anything; once for a version. Raises Refusal."""
    edition = SharedEdition.objects.select_for_update().get(pk=edition.pk)
    if edition.offered_on is not None:
        raise Refusal(f"La version {edition.number} est déjà annoncée : les rappels suivent leurs règles.")
    mailing = offers(step, edition)
    if not mailing.letters:
        raise Refusal("Il n’y a personne à qui l’annoncer : notez ce que chacune vous dit.")
    post_all(step, mailing, by=by)
    edit(edition, {"offered_on": clock.today()}, by=by)
    count = len({letter.seat.pk for letter in mailing.letters})
    record(
        step,
        f"a annoncé la version {edition.number} du diagnostic partagé à {count} association{plural(count)}",
        by=by,
    )
    return count


def open_edition_of(step) -> SharedEdition:
    """The version that may be talked about, locked until the end of the request. Raises Refusal."""
    edition = SharedEdition.objects.of(step.program).select_for_update().first()
    if edition is None:
        raise Refusal(NOT_PROPOSED)
    if edition.validated_on is not None:
        raise Refusal(VALIDATED)
    return edition


def say(step, seat, data, *, by, origin=Origin.ONLINE) -> SharedVoice:
    """An association says whether it recognises itself in the version proposed last; it may change its mind.

    `data`: stance, words, number (of the version that was read), version, person where the DLA notes it. What changes
    of a reservation takes its answer away, which answered other words. Raises Refusal or Conflict.
    """
    edition = open_edition_of(step)
    if data.get("number") not in (None, edition.number):
        raise Refusal(f"La version {edition.number} vient d’être proposée : lisez-la avant de vous prononcer.")
    if seat.status not in Participation.SEATED:
        raise Refusal(f"{seat.organisation} ne prend plus part à l’accompagnement.")
    words = data.get("words", "").strip()
    if data["stance"] in SharedVoice.RESERVED and not words:
        raise Refusal("Dites avec vos mots ce qui manque ou ce qui ne convient pas : on vous répondra.", "words")
    voice = edition.voices.filter(participation=seat).first() or SharedVoice(edition=edition, participation=seat)
    person = data.get("person") if origin != Origin.ONLINE else data.get("person") or by.person
    fields = {"stance": data["stance"], "words": words, "origin": origin, "person": person}
    fields |= {"carried": False, "said_at": clock.now()}
    if (voice.stance, voice.words) != (fields["stance"], words):
        fields |= {"outcome": "", "answer": "", "answered_at": None}
    if "version" in data:
        fields["version"] = data["version"]
    edit(voice, fields, by=by, lookup=("edition", "participation"))
    how = "" if origin == Origin.ONLINE else f" (noté par le DLA, {voice.get_origin_display()})"
    record(step, f"{seat.organisation} sur la version {edition.number} : {voice.get_stance_display()}{how}", by=by)
    return voice


def answer_voice(step, voice, data, *, by) -> SharedVoice:
    """Answer a reservation: the text changes, or stays as it is and why. `data`: outcome, answer, version.

    Who said it is told by mail. Raises Refusal once the version is validated, or for a voice without reservation.
    """
    edition = SharedEdition.objects.select_for_update().get(pk=voice.edition_id)
    if edition.validated_on is not None:
        raise Refusal(VALIDATED)
    if not voice.is_reserved:
        raise Refusal("Cette association s’y reconnaît : il n’y a rien à répondre.")
    edit(voice, {**data, "answered_at": clock.now()}, by=by, lookup=("edition", "participation"))
    seat = voice.participation
    seat.program = step.program
    if voice.person is not None and voice.person.email:
        mail(
            voice.person,
            "programs/diagnosis/mail/answered.txt",
            key=f"diagnosis:answered:{voice.public_id}:{voice.version}",
            about=step,
            by=by,
            link=seat.page("diagnosis:shared"),
            program=step.program,
            voice=voice,
        )
    record(
        step,
        f"a répondu à la réserve de {seat.organisation} sur la version {edition.number} : "
        f"{voice.get_outcome_display()}",
        by=by,
    )
    return voice


def why_not_validated(edition) -> str:
    """What must come before a version is validated: a French sentence, or nothing."""
    voices = list(
        edition.voices.filter(participation__status__in=Participation.SEATED).select_related(
            "participation__organisation"
        )
    )
    waiting = [str(voice.participation) for voice in voices if voice.is_reserved and not voice.outcome]
    if waiting:
        return f"Répondez d’abord à {', '.join(waiting)} : chaque réserve reçoit sa réponse avant la validation."
    owed = [str(voice.participation) for voice in voices if voice.outcome == Outcome.ACCEPTED]
    if owed:
        return f"Vous avez accepté de changer le texte pour {', '.join(owed)} : proposez d’abord la version suivante."
    if not any(voice.stance == Stance.YES for voice in voices):
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
    edition = open_edition_of(step)
    if data.get("number") not in (None, edition.number):
        raise Refusal(f"La version {edition.number} vient d’être proposée : relisez avant de valider.")
    why = why_not_validated(edition)
    if why:
        raise Refusal(why)
    seats = Participation.objects.associations().filter(program=step.program, status__in=Participation.SEATED)
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
    announced = f", annoncée le {day(edition.offered_on)}" if edition.offered_on else ""
    return f"proposée le {day(edition.published_at)}{announced}"
