"""What happens to commitments: the letter is proposed, signed online or on paper, completed, its papers kept."""

import hashlib
import json
from functools import partial

from dla_collectif.accounts.actions import mail
from dla_collectif.accounts.codes import confirmed
from dla_collectif.journal.actions import record
from dla_collectif.services import clock, files
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import plural
from programs.journey.mailing import Mailing, post_all
from programs.journey.models import Participation
from programs.journey.participations import commit_association
from programs.meetings.reach import mailing_to

from .. import mails
from ..models import Commitment, CommitmentFile, Response, SharedEdition
from .letter_texts import current_version, letter_text, seal

FIELDS = ("capacity", "board_on", "volunteer_delegate", "employee_delegate", "deputy", "brings")
READ_AGAIN = "Le texte de la lettre a changé depuis que vous l’avez ouverte : relisez-la avant de signer."
TOO_LATE = "Cette étape est close : demandez au DLA de vous proposer la lettre d’engagement."
TOO_EARLY = "Le diagnostic partagé n’est pas encore proposé au groupe : la lettre d’engagement vient après."


def sign_commitment(step, seat, data, *, by, proof=None) -> Commitment:
    """An association commits online, by whoever is signed in; `proof` is the code that confirmed it, if one was asked.

    `data`: capacity, board_on, volunteer_delegate, employee_delegate, deputy, brings, image_allowed, data_read,
    read (`seal` of the letter that was read); `person` where a story tells who signed. Raises Refusal before the shared
    diagnosis is proposed, when the letter is signed already or has changed, or after the step was closed
    for an association to which the letter was not proposed.
    """
    if not SharedEdition.objects.of(step.program).exists():
        raise Refusal(TOO_EARLY)
    if not may_sign(step, seat):
        raise Refusal(TOO_LATE)
    if data.get("read") and data["read"] != seal(letter_text(step.program, seat.organisation)):
        raise Refusal(READ_AGAIN)
    return sign(step, seat, data.get("person") or by.person, data, Commitment.Medium.ONLINE, by=by, proof=proof)


def record_paper_commitment(step, seat, data, *, by) -> Commitment:
    """Note a letter signed on paper, at any moment of the programme. `data`: as for `sign_commitment`, with person and
    scan. Raises Refusal for a second one, or once the programme ended."""
    if not step.program.is_under_way:
        raise Refusal("Cet accompagnement est terminé ou arrêté.")
    return sign(step, seat, data["person"], data, Commitment.Medium.PAPER, by=by)


def may_sign(step, seat) -> bool:
    """Whether an association may sign online: until the step is closed, and later if the letter was proposed to it."""
    if step.is_writable:
        return True
    proposed = Response.objects.filter(participation=seat, letter_on__isnull=False)
    return step.program.is_under_way and proposed.exists()


def fingerprint(seat, *, text, person, capacity, medium, signed_at, data_read=None, image_signed=None) -> str:
    """SHA-256 of what was signed, by whom, in what capacity, when, with the two clauses: what is completed or changed
    later is not in it."""
    facts = [seat.public_id, text, str(person), capacity, medium, signed_at.isoformat()]
    if (data_read, image_signed) != (None, None):  # letters from before the clauses had none
        facts += [data_read, image_signed]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


SIGNED = ("text", "person", "capacity", "medium", "data_read", "image_signed")


def is_intact(commitment) -> bool:
    """Whether a signed letter still is what was signed."""
    facts = {name: getattr(commitment, name) for name in (*SIGNED, "signed_at")}
    return commitment.sha256 == fingerprint(commitment.participation, **facts)


def sign(step, seat, person, data, medium, *, by, proof=None) -> Commitment:
    """Store the letter as it was read, and note the association as committed."""
    if Commitment.objects.filter(participation=seat).exists():
        raise Refusal(f"La lettre d’engagement de {seat.organisation} est déjà signée.")
    commitment = Commitment(participation=seat, signed_at=clock.now())
    fields = {name: data[name] for name in FIELDS if name in data}
    fields |= {"person": person, "medium": medium, "text": letter_text(step.program, seat.organisation)}
    fields |= {"data_read": data.get("data_read"), "image_signed": data.get("image_allowed")}
    fields |= {"image_allowed": data.get("image_allowed"), "letter_version": current_version(step.program)}
    fields["sha256"] = fingerprint(seat, signed_at=commitment.signed_at, **{name: fields[name] for name in SIGNED})
    fields["proof"] = proof
    edit(commitment, fields, by=by, lookup=("participation",))
    keep_files(step, commitment, data, by=by)
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
    image = {True: ", image acceptée", False: ", image refusée"}.get(commitment.image_allowed, "")
    sentence = f"a enregistré la lettre d’engagement de {seat.organisation} ({medium.label}{image})"
    record(step, f"{sentence}{confirmed(proof)}", by=by)
    return commitment


def keep_files(step, commitment, data, *, by) -> list[CommitmentFile]:
    """Keep the papers that came with a letter: each is added, none replaced. `data`: scan, board_file, or neither."""
    kept = []
    for name, kind in (("scan", CommitmentFile.Kind.SCAN), ("board_file", CommitmentFile.Kind.BOARD)):
        upload = data.get(name)
        if upload:
            paper = CommitmentFile.objects.create(
                commitment=commitment,
                kind=kind,
                file=upload,
                filename=files.clean_name(upload.name),
                content_type=upload.kind.content_type,
                sha256=files.fingerprint(upload),
                at=clock.now(),
            )
            kept.append(paper)
            whose = commitment.participation.organisation
            record(step, f"a joint à la lettre de {whose} : {kind.label} ({paper.sha256[:12]})", by=by)
    return kept


def change_image(step, commitment, allowed, *, by) -> Commitment:
    """An association changes its mind on images, at any time; what it said when it signed stays in its letter."""
    if commitment.image_allowed == allowed:
        raise Refusal("C’est déjà votre choix.")
    edit(commitment, {"image_allowed": allowed}, by=by, lookup=("participation",))
    said = "accepte" if allowed else "refuse"
    record(step, f"{commitment.participation.organisation} {said} désormais les images", by=by)
    return commitment


def letter_path(step, seat) -> str:
    """Where an association reads and signs its letter."""
    seat.program = step.program
    return seat.page("diagnosis:commitment")


def complete_commitment(step, commitment, data, *, by) -> Commitment:
    """Complete a signed letter: the text and its signatory stay. `data`: board_on, volunteer_delegate,
    employee_delegate, deputy, brings, version; scan and board_file are added. Raises Conflict."""
    papers = {name: data.pop(name) for name in ("scan", "board_file") if name in data}
    edit(commitment, data, by=by, lookup=("participation",))
    keep_files(step, commitment, papers, by=by)
    record(step, f"a complété la lettre d’engagement de {commitment.participation.organisation}", by=by)
    return commitment


def letters_to_propose(program):
    """The responses of those invited who have neither signed nor received the letter."""
    waiting = Response.objects.filter(participation__program=program, letter_on=None, participation__commitment=None)
    waiting = waiting.filter(participation__status__in=Participation.SEATED)
    return waiting.select_related("participation__organisation").order_by("participation__organisation__name")


def letters(step) -> Mailing:
    """Who would receive the letter, and who has no address."""
    waiting = list(letters_to_propose(step.program))
    return mailing_to(
        step,
        Mailing("lettres", "Propositions de la lettre d’engagement", []),
        [response.participation for response in waiting],
        mails.LETTER,
        link=partial(letter_path, step),
        words=partial(mails.words_of, step),
    )


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
