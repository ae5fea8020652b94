"""Who answers for what is written: typing is one act, validating in the association's name is another.

A validation says who, in what capacity, when and by which way (online, on paper, aloud). Changing an answer undoes it.
"""

from datetime import datetime, time

from django.utils import timezone

from dla_collectif.accounts.codes import confirmed
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from ..models import Answer, NeedRating, Origin, Response

NONE = {"validated_at": None, "validated_by": None, "validated_as": "", "validated_how": "", "validation_proof": None}
ALREADY = "Ces réponses sont déjà validées."
EARLY = "Ces réponses ne sont pas envoyées : leur validation se note après l’envoi."
EMPTY = "Répondez au moins à une question avant de valider."


def validate_response(step, response, capacity, *, by, proof=None) -> Response:
    """« Je valide ces réponses au nom de l’association »: by whoever is signed in; `proof` is its code.

    Raises Refusal when nothing is answered, or when it is done already.
    """
    return note(step, response, by.person, capacity, clock.now(), Origin.ONLINE, by=by, proof=proof)


def record_validation(step, response, data, *, by) -> Response:
    """Note a validation given on paper or aloud. `data`: person, capacity, on (a day), how (an Origin).

    Raises Refusal for answers that are not sent: what is not sent is still the association's.
    """
    if not response.is_sent:
        raise Refusal(EARLY)
    today = data["on"] == clock.today()
    at = clock.now() if today else timezone.make_aware(datetime.combine(data["on"], time(12)))
    return note(step, response, data["person"], data["capacity"], at, Origin(data["how"]), by=by)


def note(step, response, person, capacity, at, how, *, by, proof=None) -> Response:
    """Store a validation."""
    if response.is_validated:
        raise Refusal(ALREADY)
    if not any(model.objects.filter(response=response).exists() for model in (Answer, NeedRating)):
        raise Refusal(EMPTY)
    response.validated_at, response.validated_by, response.validated_as = at, person, capacity
    response.validated_how, response.validation_proof = how, proof
    response.save(update_fields=list(NONE))
    way = "" if how == Origin.ONLINE else f", notée par le DLA ({how.label})"
    organisation = response.participation.organisation
    record(
        step,
        f"a noté la validation des réponses de {organisation} par {person}, {capacity}{way}{confirmed(proof)}",
        by=by,
    )
    return response


def undo_validation(step, response, *, by) -> None:
    """An answer changed: what was validated is not what is written any more. Nothing for answers that are not."""
    if not response.is_validated:
        return
    for name, value in NONE.items():
        setattr(response, name, value)
    Response.objects.filter(pk=response.pk).update(**NONE)
    organisation = response.participation.organisation
    record(step, f"a modifié les réponses de {organisation} : leur validation est défaite", by=by)
