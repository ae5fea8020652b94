"""The officer's verbs until proposals are read: prepare the consultation, send it, give more time, open, hear."""

from dla_collectif.accounts.actions import mail
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import moment
from dla_collectif.services.visibility import Visibility
from programs.journey import participations
from programs.journey.mailing import Letter, Mailing, post_all
from programs.journey.models import Document, Participation
from programs.meetings.models import Meeting, people_reached
from programs.specification.models import Specification

from . import mails, seal
from .models import Call, Proposal, SealedContent
from .readings import was_heard

HANDED_OUT = ("deadline", "shared_information")


def locked_call(step) -> Call:
    """The consultation, locked until the transaction ends: the one door of bids, opening, grids and choice."""
    call = Call.objects.select_for_update().filter(program=step.program).first()
    if call is None:
        raise Refusal("La consultation n’est pas encore préparée\u00a0: fixez d’abord sa date limite.")
    return call


def write_call(step, data, *, by) -> Call:
    """Prepare the consultation. `data`: any of deadline (aware), justification, shared_information; version.

    Once it is sent only the justification changes. Raises Refusal, or Conflict.
    """
    call = Call.objects.filter(program=step.program).first() or Call(program=step.program)
    if call.is_sent and any(name in data and data[name] != getattr(call, name) for name in HANDED_OUT):
        raise Refusal(
            "La consultation est partie\u00a0: ce que les prestataires ont reçu ne change plus. "
            "Pour leur donner plus de temps à tous, reportez la date limite."
        )
    names = (*HANDED_OUT, "justification", "version")
    call = edit(call, {name: data[name] for name in names if name in data}, by=by)
    record(step, "a préparé la consultation des prestataires", by=by)
    return call


def add_provider(step, data, *, by) -> Proposal:
    """Put a consultancy on the list of those to consult; nobody is written to. `data`: organisation, reason.

    Whether it was heard during the preparation is noted at this moment. Raises Refusal for one already on the list.
    """
    call = Call.objects.filter(program=step.program).first() or edit(Call(program=step.program), {}, by=by)
    if call.is_opened:
        raise Refusal("Les propositions sont ouvertes\u00a0: la liste des prestataires consultés ne change plus.")
    organisation = data["organisation"]
    seat, _ = Participation.objects.get_or_create(  # spotted: it sees nothing before it is consulted
        program=step.program, organisation=organisation, role=Participation.Role.CONSULTANT
    )
    if Proposal.objects.filter(participation=seat).exists():
        raise Refusal(f"{organisation} est déjà sur la liste.", "organisation")
    heard = was_heard(step, organisation)
    proposal = Proposal.objects.create(
        call=call, participation=seat, reason=data.get("reason", ""), heard_before=heard, edited_by=by
    )
    aside = ", entendu pendant la préparation" if heard else ""
    record(step, f"a inscrit {organisation} parmi les prestataires à consulter{aside}", by=by)
    return proposal


def drop_provider(step, proposal, *, by) -> None:
    """Take a consultancy off the list, as long as it was not written to. Raises Refusal afterwards."""
    if proposal.invited_at:
        raise Refusal("Ce prestataire est déjà consulté\u00a0: il reste sur la liste.")
    seat, name = proposal.participation, str(proposal)
    proposal.delete()
    if seat.status == Participation.Status.SPOTTED and not seat.attendances.exists():
        seat.delete()
    record(step, f"a retiré {name} des prestataires à consulter", by=by)


def send_call(step, *, by) -> int:
    """Write to each provider not yet consulted; the specification becomes readable by them. Returns how many.

    Raises Refusal without a frozen specification, a deadline to come, a provider, or somebody to write to at each.
    """
    call = locked_call(step)
    now = clock.now()
    specification = frozen_specification(step)
    if call.is_opened:
        raise Refusal("Les propositions sont ouvertes\u00a0: plus personne ne peut être consulté.")
    if call.deadline is None or call.deadline <= now:
        raise Refusal("La date limite doit être à venir\u00a0: fixez le jour et l’heure de la remise des propositions.")
    waiting = list(call.proposals.filter(invited_at=None).select_related("participation__organisation"))
    if not waiting:
        raise Refusal("Ajoutez d’abord un prestataire à consulter.")
    mailing = consultation(step, call, waiting)
    if specification.document_id:
        Document.objects.filter(pk=specification.document_id).update(visibility=Visibility.PUBLIC)
    Call.objects.filter(pk=call.pk, sent_at=None).update(sent_at=now)
    Proposal.objects.filter(pk__in=[one.pk for one in waiting]).update(invited_at=now)
    for proposal in waiting:
        participations.invite_association(step, proposal.participation, by=by)
    post_all(step, mailing, by=by)
    names = ", ".join(str(one) for one in waiting)
    record(step, f"a envoyé la consultation à {names}\u202f; réponse avant le {moment(call.deadline)}", by=by)
    return len(waiting)


def consultation(step, call, waiting) -> Mailing:
    """The mails of the consultation. Raises Refusal when a provider has nobody to write to."""
    words = {"limite": moment(call.deadline)}
    letters = letters_to(step, waiting, lambda bid: (mails.CALL, words), call.deadline)
    return Mailing("consultation", "Consultation des prestataires", letters)


def letters_to(step, proposals, kind_and_words, occasion="") -> list[Letter]:
    """A mail to each person of each provider. Raises Refusal when one has nobody."""
    people, link = people_to_write_to(step, proposals), step.reverse("selection:our_proposal")
    found = []
    for proposal in proposals:
        kind, words = kind_and_words(proposal)
        for person in people[proposal.participation.organisation_id]:
            key = f"{kind.key}:{proposal.public_id}:{person.pk}:{occasion}"
            found.append(Letter(person, str(proposal), kind, key, link, words, seat=proposal.participation))
    return found


def frozen_specification(step) -> Specification:
    """What providers receive. Raises Refusal as long as it may still change."""
    specification = Specification.objects.filter(program=step.program).first()
    if specification is None or not specification.is_frozen:
        raise Refusal("Figez d’abord le cahier des charges\u00a0: c’est lui que les prestataires reçoivent.")
    return specification


def people_to_write_to(step, proposals) -> dict[int, list]:
    """Who is written to at each provider. Raises Refusal when one has nobody."""
    people = people_reached([one.participation.organisation_id for one in proposals], step.program)
    for proposal in proposals:
        if proposal.participation.organisation_id not in people:
            raise Refusal(
                f"Personne ne peut être joint chez {proposal}\u00a0: ajoutez dans l’annuaire une personne et son "
                "adresse électronique."
            )
    return people


def write_to(step, proposal, people, template, occasion, *, by, **context):
    """One mail to each person of a provider; `occasion` tells this message from the others of its kind."""
    for person in people[proposal.participation.organisation_id]:
        mail(
            person,
            template,
            key=f"{template[9:-4]}:{proposal.public_id}:{person.pk}:{occasion}"[:120],
            about=step,
            by=by,
            link=proposal.participation.page("selection:our_proposal"),
            program=step.program,
            person=person,
            proposal=proposal,
            **context,
        )


def extend_deadline(step, data, *, by) -> Call:
    """Give all providers more time, as long as nothing is opened. `data`: deadline (aware), reason, version.

    Each is told the new date and why. Raises Refusal for a date that gives no more time, or Conflict.
    """
    call = locked_call(step)
    if not call.is_sent or call.is_opened:
        raise Refusal(
            "La date limite ne se reporte qu’entre l’envoi de la consultation et l’ouverture des propositions."
        )
    if data["deadline"] <= max(call.deadline, clock.now()):
        raise Refusal("La nouvelle date limite doit être à venir, et plus tard que la première.", "deadline")
    fields = {name: data[name] for name in ("deadline", "version") if name in data}
    before, call = call.deadline, edit(call, fields, by=by)
    consulted = list(call.proposals.exclude(invited_at=None).select_related("participation__organisation"))
    people = people_to_write_to(step, consulted)
    for proposal in consulted:
        proposal.call = call
        write_to(
            step,
            proposal,
            people,
            "programs/selection/mail/extended.txt",
            call.deadline,
            by=by,
            before=before,
            reason=data["reason"],
        )
    record(step, f"a reporté la date limite au {moment(call.deadline)}\u00a0: {data['reason']}", by=by)
    return call


def open_proposals(step, *, by) -> Call:
    """Break the seals, once and for all: from now on the officers and the group read the proposals.

    Raises Refusal before the deadline (server's clock), when nothing was handed in, or the second time.
    """
    call = locked_call(step)
    now = clock.now()
    if call.is_opened:
        raise Refusal("Les propositions sont déjà ouvertes.")
    if not call.is_sent or call.takes_bids_at(now):
        raise Refusal(f"Les propositions s’ouvrent après la date limite, le {moment(call.deadline) or 'jour dit'}.")
    bids = list(call.proposals.exclude(submitted_at=None).select_related("participation__organisation"))
    if not bids:
        raise Refusal(
            "Aucune proposition n’a été remise\u00a0: reportez la date limite, ou consultez d’autres prestataires."
        )
    call.opened_at, call.opened_by = now, by
    call.save(update_fields=["opened_at", "opened_by"])
    contents = {content.proposal_id: content for content in SealedContent.objects.opened().filter(proposal__in=bids)}
    count = f"les {len(bids)} propositions" if len(bids) > 1 else "la proposition"
    record(step, f"a ouvert {count}", by=by)
    for bid in bids:
        whole = seal.is_intact(contents[bid.pk], bid.sha256)
        finding = "conforme à son reçu" if whole else "qui ne correspond plus à son reçu"
        record(step, f"a ouvert la proposition de {bid}, {finding}, empreinte {bid.sha256}", by=by)
    return call


def choose_hearing(step, data, *, by) -> Call:
    """Say which of several meetings is the hearing of the providers. `data`: hearing (a Meeting), version."""
    call = locked_call(step)
    hearing = data["hearing"]
    if hearing.program_id != step.program.pk or hearing.kind != Meeting.Kind.HEARING:
        raise Refusal("Choisissez une audition de cet accompagnement.", "hearing")
    fields = {name: data[name] for name in ("hearing", "version") if name in data}
    call = edit(call, fields, by=by)
    record(step, f"a rattaché l’audition «\u00a0{hearing.title}\u00a0» à la consultation", by=by)
    return call
