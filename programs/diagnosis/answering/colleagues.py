"""An association asks a colleague of its own to write in the same questionnaire."""

from dla_collectif.accounts.actions import mail
from dla_collectif.accounts.codes import confirmed
from dla_collectif.directory.models import Affiliation
from dla_collectif.directory.people import enter_person
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from programs.meetings.models import speaking_for

MOST = 10  # people of one association


def invite_colleague(step, response, data, *, by, proof=None):
    """Note that somebody represents the inviter's association too, by the same word, and send them a link of their own.

    `data`: first_name, last_name, email, function. Raises Refusal for somebody who does already, for an address that is
    known under another name, or when the association has many people there.
    """
    organisation = response.participation.organisation
    speaking = list(speaking_for([organisation.pk], step.program))
    if len({row.person_id for row in speaking}) >= MOST:
        raise Refusal(f"{MOST} personnes écrivent déjà pour {organisation} : demandez à votre DLA d’en ajouter.")
    colleague = enter_person(data, by=by)
    if any(row.person_id == colleague.pk for row in speaking):
        raise Refusal(f"{colleague} peut déjà écrire dans ce questionnaire, par son propre lien.", "email")
    for row in speaking:
        if row.person_id == by.person_id:
            word = {"person": colleague, "organisation": organisation, "noted_by": row.noted_by}
            Affiliation.objects.update_or_create(**word, defaults={"function": data["function"], "until": None})
    mail(
        colleague,
        "programs/diagnosis/mail/colleague.txt",
        key=f"diagnosis:colleague:{response.public_id}:{colleague.pk}:{clock.today():%Y%m%d}",
        about=step,
        by=by,
        link=response.path,
        program=step.program,
        organisation=organisation,
        inviter=by.person,
    )
    record(step, f"a invité {colleague} à répondre aussi pour {organisation}{confirmed(proof)}", by=by)
    return colleague
