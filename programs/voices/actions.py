"""What happens to a text that the group talks about: announced, talked about by each association, answered."""

from django.utils.text import capfirst

from dla_collectif.accounts.actions import mail
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import plural
from programs.journey.mailing import Mailing, post_all
from programs.meetings.reach import mailing_to

from .models import WORDS, GroupText, Voice

ONLINE = "online"


def announcement(step, text, kind, words) -> Mailing:
    """Who would be told that a text awaits their word, and who has no address. `words(seat)`: the mail's variables."""
    title = f"{capfirst(text.named)}, à relire par le groupe"
    mailing = Mailing(f"{kind.key}-{text.number}", title, [])
    return mailing_to(
        step,
        mailing,
        text.to_ask(),
        kind,
        mark=text.public_id,
        link=lambda seat: seat.page(text.PAGE),
        words=words,
    )


def announced_already(text) -> str:
    """Why a text is not announced again: a French sentence, or nothing."""
    return f"{capfirst(text.named)} est déjà annoncée : les rappels suivent leurs règles." if text.announced_on else ""


def announce(step, text, announcing, *, by) -> int:
    """Write to every association that has not said anything; once for a text. Raises Refusal.

    `announcing(step, text)` gives the batch, once the text is locked.
    """
    text = type(text).objects.select_for_update().get(pk=text.pk)
    text.program = step.program
    if text.announced_on is not None:
        raise Refusal(announced_already(text))
    mailing = announcing(step, text)
    if not mailing.letters:
        raise Refusal("Il n’y a personne à qui l’annoncer : notez ce que chacune vous dit.")
    post_all(step, mailing, by=by)
    edit(text, {"announced_on": clock.today()}, by=by)
    count = len({letter.seat.pk for letter in mailing.letters})
    record(step, f"a annoncé {text.named} à {count} association{plural(count)}", by=by)
    return count


def say(step, text, seat, data, *, by, origin=ONLINE, beside=None) -> Voice:
    """An association says what it thinks of the open text (`open_in`); it may change its mind until the decision.

    `data`: stance, words, number (of the text that was read), version, person where the DLA notes it; `beside`: what a
    room keeps beyond that. What changes takes the answer away, which answered other words. Raises Refusal or Conflict.
    """
    if data.get("number") not in (None, text.number):
        raise Refusal(f"{capfirst(text.named)} vient d’être proposée : lisez-la avant de vous prononcer.")
    if seat.status not in text.ASKED:
        raise Refusal(f"{seat.organisation} {text.NOT_ASKED}")
    voice = text.voice_of(seat)
    fields = {"stance": data["stance"], "words": data.get("words", "").strip(), **(beside or {})}
    if fields["stance"] in voice.DEMANDING and not fields["words"]:
        raise Refusal(WORDS, "words")
    if any(getattr(voice, name) != value for name, value in fields.items()):
        fields |= {"outcome": "", "answer": "", "answered_at": None}
    person = data.get("person") or (by.person if origin == ONLINE else None)
    fields |= {"person": person, "origin": origin, "said_at": clock.now()}
    if "version" in data:
        fields["version"] = data["version"]
    edit(voice, fields, by=by, lookup=("edition", "participation"))
    how = "" if origin == ONLINE else f" (noté par le DLA, {voice.get_origin_display()})"
    record(step, f"{seat.organisation} sur {text.named} : {voice.get_stance_display()}{how}", by=by)
    return voice


def answer_voice(step, voice, data, *, by) -> Voice:
    """Answer what an association said: the text changes, or stays as it is and why. `data`: outcome, answer, version.

    Who said it is told by mail. Raises Refusal once the group decided, or where nothing was asked.
    """
    text: GroupText = type(voice.edition).objects.select_for_update().get(pk=voice.edition_id)
    text.refuse_decided()
    if not voice.is_demanding:
        raise Refusal("Cette association n’a rien demandé : il n’y a rien à répondre.")
    edit(voice, {**data, "answered_at": clock.now()}, by=by, lookup=("edition", "participation"))
    seat = voice.participation
    seat.program = step.program
    if voice.person is not None and voice.person.email:
        mail(
            voice.person,
            "programs/voices/mail/answered.txt",
            key=f"voices:answered:{voice.public_id}:{voice.version}",
            about=step,
            by=by,
            link=seat.page(text.PAGE),
            program=step.program,
            voice=voice,
        )
    said = f"a répondu à {seat.organisation} sur {text.named} : {voice.get_outcome_display()}"
    record(step, said, by=by)
    return voice
