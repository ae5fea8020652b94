"""What happens to commitments: the letter is proposed, signed, completed; or an association says no."""

import hashlib
import json

from django.template.loader import render_to_string

from dla_collectif.accounts.actions import mail
from dla_collectif.accounts.codes import confirmed
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import plural
from programs.journey.mailing import Letter, Mailing, post_all
from programs.journey.models import Participation
from programs.journey.participations import commit_association, withdraw_association

from . import mails
from .actions import NO_ADDRESS, people_of
from .models import Commitment, Response, SharedEdition

FIELDS = ("capacity", "board_on", "volunteer_delegate", "employee_delegate", "brings")
TOO_EARLY = "Le diagnostic partagé n’est pas encore écrit : la lettre d’engagement vient après."


def letter_text(program, organisation) -> str:
    """The letter that an association reads before it signs."""
    context = {"program": program, "organisation": organisation, "carriers": program.carrier_names}
    return render_to_string("programs/diagnosis/letter.txt", context).strip()


def sign_commitment(step, seat, data, *, by, proof=None) -> Commitment:
    """An association commits online, by whoever is signed in; `proof` is the code that confirmed it, if one was asked.

    `data`: capacity, board_on, volunteer_delegate, employee_delegate, brings; `person` where a story tells who signed.
    Raises Refusal before the shared diagnosis is proposed, or when the letter is signed already.
    """
    if not SharedEdition.objects.of(step.program).exists():
        raise Refusal(TOO_EARLY)
    return sign(step, seat, data.get("person") or by.person, data, Commitment.Medium.ONLINE, by=by, proof=proof)


def record_paper_commitment(step, seat, data, *, by) -> Commitment:
    """Note a letter signed on paper. `data`: as for `sign_commitment`, with person. Raises Refusal for a second one."""
    return sign(step, seat, data["person"], data, Commitment.Medium.PAPER, by=by)


def fingerprint(seat, *, text, person, capacity, medium, signed_at) -> str:
    """SHA-256 of what was signed, by whom, in what capacity, when: what completing the letter does not change."""
    facts = [seat.public_id, text, str(person), capacity, medium, signed_at.isoformat()]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def is_intact(commitment) -> bool:
    """Whether a signed letter still is what was signed."""
    names = ("text", "person", "capacity", "medium", "signed_at")
    facts = {name: getattr(commitment, name) for name in names}
    return commitment.sha256 == fingerprint(commitment.participation, **facts)


def sign(step, seat, person, data, medium, *, by, proof=None) -> Commitment:
    """Store the letter as it was read, and note the association as committed."""
    if Commitment.objects.filter(participation=seat).exists():
        raise Refusal(f"La lettre d’engagement de {seat.organisation} est déjà signée.")
    commitment = Commitment(participation=seat, signed_at=clock.now())
    fields = {name: data[name] for name in FIELDS if name in data}
    fields |= {"person": person, "medium": medium, "text": letter_text(step.program, seat.organisation)}
    signed = {name: fields[name] for name in ("text", "person", "capacity", "medium")}
    fields["sha256"] = fingerprint(seat, signed_at=commitment.signed_at, **signed)
    fields["proof"] = proof
    edit(commitment, fields, by=by, lookup=("participation",))
    commit_association(step, seat, by=by)
    if person.email:
        mail(
            person,
            "programs/diagnosis/mail/signed.txt",
            key=f"diagnosis:signed:{seat.public_id}",
            about=step,
            by=by,
            link=letter_path(step, seat),
            program=step.program,
            organisation=seat.organisation,
            commitment=commitment,
        )
    record(
        step, f"a enregistré la lettre d’engagement de {seat.organisation} ({medium.label}){confirmed(proof)}", by=by
    )
    return commitment


def letter_path(step, seat) -> str:
    """Where an association reads and signs its letter."""
    seat.program = step.program
    return seat.page("diagnosis:commitment")


def complete_commitment(step, commitment, data, *, by) -> Commitment:
    """Complete a signed letter: the text and its signatory stay. `data`: board_on, volunteer_delegate,
    employee_delegate, brings, version. Raises Conflict."""
    edit(commitment, data, by=by, lookup=("participation",))
    record(step, f"a complété la lettre d’engagement de {commitment.participation.organisation}", by=by)
    return commitment


def decline_commitment(step, seat, reason, *, by) -> None:
    """Note that an association will not commit, and why. Raises Refusal without a reason, or when it left already."""
    if seat.status == Participation.Status.WITHDRAWN:
        raise Refusal(f"Le retrait de {seat.organisation} est déjà noté.")
    withdraw_association(step, seat, reason, by=by)


def letters_to_propose(program):
    """The responses of those invited who have neither signed nor received the letter."""
    waiting = Response.objects.filter(participation__program=program, letter_on=None, participation__commitment=None)
    waiting = waiting.filter(participation__status__in=Participation.SEATED)
    return waiting.select_related("participation__organisation").order_by("participation__organisation__name")


def letters(step) -> Mailing:
    """Who would receive the letter, and who has no address."""
    waiting = list(letters_to_propose(step.program))
    people = people_of([response.participation.organisation_id for response in waiting], step.program)
    mailing = Mailing("lettres", "Propositions de la lettre d’engagement", [])
    for response in waiting:
        seat = response.participation
        words = mails.words_of(step, seat)
        for person in people.get(seat.organisation_id, ()):
            key = f"{mails.LETTER.key}:{seat.public_id}:{person.pk}"
            mailing.letters.append(
                Letter(person, str(seat), mails.LETTER, key, letter_path(step, seat), words, seat=seat)
            )
        if seat.organisation_id not in people:
            mailing.left_out.append((str(seat), NO_ADDRESS))
    return mailing


def propose_letters(step, *, by) -> list[Response]:
    """Send the letter to every association that neither signed nor received it; once each.

    Raises Refusal before the shared diagnosis is proposed, or when there is nobody to send it to.
    """
    if not SharedEdition.objects.of(step.program).exists():
        raise Refusal(TOO_EARLY)
    mailing = letters(step)
    if not mailing.letters:
        raise Refusal("Chaque association qui peut recevoir la lettre d’engagement l’a reçue.")
    post_all(step, mailing, by=by)
    seats = {letter.seat.pk for letter in mailing.letters}
    reached = Response.objects.filter(participation__in=seats)
    reached.update(letter_on=clock.today())
    count = len(seats)
    record(step, f"a proposé la lettre d’engagement à {count} association{plural(count)}", by=by)
    return list(reached)
