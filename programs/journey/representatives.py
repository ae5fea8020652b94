"""Who represents an organisation in a programme, by which links they come in, and who takes over from whom."""

from django.db.models import OuterRef, Q, Subquery

from associations.actions import add_person, change_affiliation, known_person
from dla_collectif.accounts.actions import mail
from dla_collectif.accounts.codes import confirmed
from dla_collectif.accounts.models import PersonalLink
from dla_collectif.directory.models import Affiliation
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import Participation, Program

SHOWN = 5  # links of each person


def today():
    """Affiliations of today."""
    return Q(until__isnull=True) | Q(until__gte=clock.today())


def people_of(program) -> list[Affiliation]:
    """Those who speak today for an organisation that takes part, with their account if they have one."""
    seats = Participation.objects.filter(program=program, status__in=Participation.SEATED)
    rows = Affiliation.objects.filter(today(), organisation__in=seats.values("organisation"))
    own = seats.filter(organisation=OuterRef("organisation")).order_by("pk")
    rows = rows.annotate(seat_id=Subquery(own.values("public_id")[:1]))
    return list(rows.select_related("organisation", "person__user").order_by("organisation__name", "pk"))


def links_of(program, users) -> dict[int, list[PersonalLink]]:
    """The latest links of each account: those that this programme sent, and those that their owner asked for."""
    rows = PersonalLink.objects.filter(user__in=users, scope__in=("", program.journal_scope)).listed()
    found = {}
    for row in rows:
        mine = found.setdefault(row.user_id, [])
        if len(mine) < SHOWN:
            mine.append(row)
    return found


def replace_representative(leaving, data, *, by, proof=None) -> Affiliation:
    """Somebody takes over from `leaving`, an affiliation; what the leaver did stays theirs.

    `data`: first_name, last_name, email, function, leaves_on (the last day of the leaver's access). Raises Refusal for
    an address that is known under another name, or for somebody who represents the organisation already.
    """
    try:
        known_person(data)
    except Refusal:  # the house's own sentence tells whose address it is
        sentence = "Cette adresse est déjà connue sous un autre nom. Vérifiez-la, ou demandez au DLA."
        raise Refusal(sentence, "email") from None
    organisation, person = leaving.organisation, leaving.person
    successor = add_person(organisation, data, by=by)
    change_affiliation(leaving, {"function": leaving.function, "until": data["leaves_on"]}, by=by)
    told = {"organisation": organisation, "leaver": person, "successor": successor.person, "until": data["leaves_on"]}
    key = f"{organisation.public_id}:{successor.person_id}:{clock.today():%Y%m%d}"
    mail(
        successor.person, "programs/journey/mail/successor.txt", key=f"successor:{key}", link="/espace/", by=by, **told
    )
    if person.email:
        mail(person, "programs/journey/mail/leaving.txt", key=f"leaving:{key}:{person.pk}", by=by, **told)
    seats = Participation.objects.filter(organisation=organisation, status__in=Participation.SEATED)
    for program in Program.objects.filter(pk__in=seats.values("program"), state=Program.State.UNDER_WAY).order_by("pk"):
        sentence = f"a désigné {successor.person} pour représenter {organisation} à la place de {person}"
        record(program, f"{sentence}, dont l’accès s’arrête le {data['leaves_on']:%d/%m/%Y}{confirmed(proof)}", by=by)
    return successor
