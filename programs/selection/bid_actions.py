"""The provider's verbs: say whether it will answer, hand in its proposal, replace it until the deadline."""

from django.db import transaction
from django.utils import timezone

from dla_collectif.accounts.actions import mail
from dla_collectif.accounts.codes import confirmed
from dla_collectif.journal.actions import record
from dla_collectif.services import clock, files
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Conflict, Refusal
from dla_collectif.services.templatetags.house import moment
from programs.meetings.models import people_reached

from . import seal
from .actions import locked_call
from .models import Proposal, SealedContent

WRITTEN = (
    "summary",
    "team",
    "individual_half_days",
    "group_half_days",
    "interview_half_days",
    "restitution_half_days",
    "day_rate",
    "price",
    "vat_rate",
    "version",
)


def say_intent(step, proposal, data, *, by) -> Proposal:
    """The provider says whether it will answer. `data`: intent (yes or no), intent_reason (asked for a no).

    Raises Refusal after the deadline, for a no without a reason, or for a no after a proposal was handed in.
    """
    call = locked_call(step)
    if not call.is_open_for_bids:
        raise Refusal(too_late(call, clock.now()))
    answers, reason = data["intent"] == Proposal.Intent.YES, data.get("intent_reason", "").strip()
    if not answers and not reason:
        raise Refusal("Dites en une phrase pourquoi vous ne répondrez pas.", "intent_reason")
    if not answers and Proposal.objects.filter(pk=proposal.pk, submitted_at__isnull=False).exists():
        raise Refusal("Votre proposition est déjà remise. Pour la retirer, écrivez au DLA.", "intent_reason")
    proposal.intent = Proposal.Intent.YES if answers else Proposal.Intent.NO
    proposal.intent_reason = "" if answers else reason
    proposal.save(update_fields=["intent", "intent_reason"])
    said = "répondra" if answers else f"ne répondra pas\u00a0: {reason}"
    record(step, f"a dit que {proposal} {said}", by=by)
    return proposal


def hand_in(step, proposal, data, *, by, proof=None) -> Proposal:
    """Seal a proposal, or replace the one that was sealed; returns it with its receipt.

    `data`: summary, team, the four numbers of half-days, day_rate, price and vat_rate (before tax, in euros; per cent),
    document (an upload that `CheckedFileField` checked, or None to keep the one handed in before), version.
    `proof`: the code that confirmed it, if one was asked. The deadline is compared once, with the moment that is
    stored. Raises Refusal when it has passed, or Conflict.
    """
    call = locked_call(step)
    now = clock.now()
    if not call.takes_bids_at(now):
        raise Refusal(too_late(call, now))
    content = SealedContent.objects.filter(proposal=proposal).first() or SealedContent(proposal=proposal)
    before = content.file.name
    fields = {name: data[name] for name in WRITTEN if name in data} | stored_document(data.get("document"))
    storage = SealedContent.file.field.storage
    try:
        content = edit(content, fields, by=by, lookup=("proposal",))
    except Conflict:
        if "file" in fields:
            storage.delete(fields["file"])
        raise
    if before and before != content.file.name:
        transaction.on_commit(lambda: storage.delete(before))
    proposal.submitted_at, proposal.submitted_by, proposal.proof = now, by, proof
    proposal.sha256, proposal.intent = seal.receipt_of(content), Proposal.Intent.YES
    proposal.save(update_fields=["submitted_at", "submitted_by", "proof", "sha256", "intent"])
    send_receipt(step, proposal, content.version, call.deadline)
    verb = "a remis" if content.version == 1 else "a remplacé"
    record(step, f"{verb} la proposition de {proposal}, empreinte {proposal.sha256}{confirmed(proof)}", by=by)
    return proposal


def stored_document(upload) -> dict:
    """Keep an upload under a random name; the columns that describe it, none without an upload."""
    if not upload:
        return {}
    kind = getattr(upload, "kind", None) or files.check(upload)
    field = SealedContent.file.field
    return {
        "file": field.storage.save(files.random_name(None, ""), upload),
        "filename": files.clean_name(upload.name),
        "content_type": kind.content_type,
        "file_sha256": files.fingerprint(upload),
    }


def send_receipt(step, proposal, version, deadline) -> None:
    """Write the fingerprint to the provider's people, and nothing of what the proposal says."""
    organisation = proposal.participation.organisation_id
    for person in people_reached([organisation], step.program).get(organisation, []):
        mail(
            person,
            "programs/selection/mail/receipt.txt",
            key=f"selection-receipt:{proposal.public_id}:{version}:{person.pk}",
            about=step,
            link=proposal.participation.page("selection:our_proposal"),
            program=step.program,
            person=person,
            proposal=proposal,
            deadline=deadline,
        )


def too_late(call, now) -> str:
    """The sentence of a late answer, with the server's own time to the second."""
    if call.is_opened:
        return "Les propositions sont ouvertes\u00a0: plus rien ne peut être remis ni changé."
    here = timezone.localtime(now)
    return (
        f"La remise s’est close {moment(call.deadline)}\u202f; à notre horloge il est "
        f"{here.hour}\u00a0h\u00a0{here.minute:02d}\u00a0min\u00a0{here.second:02d}\u00a0s ce {here:%d/%m/%Y} "
        "(heure de Paris). Rien n’a été enregistré\u202f; ce que vous avez écrit est resté dans la page."
    )
