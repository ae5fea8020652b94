"""Who represents an organisation in a programme, by which links they come in, and who takes over from whom.

Whom a person speaks for is somebody's word: the organisation's own, or a DLA's (`Affiliation.noted_by`). Who takes over
does so by the same words, and so opens no more than the leaver did.
"""

from django.db.models import BigIntegerField, BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery

from associations.people import seats_elsewhere, teams_of
from dla_collectif.accounts.actions import mail
from dla_collectif.accounts.codes import confirmed
from dla_collectif.accounts.models import PersonalLink
from dla_collectif.directory.models import Affiliation
from dla_collectif.directory.people import enter_person
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.kept import Given, Kept
from dla_collectif.services.refusals import Refusal

from .guards import Reader
from .models import Carrier, Participation, Program

SHOWN = 5  # links of each person


def spoken_in(program):
    """The affiliations that hold in a programme today: by the organisation's word, or that of a DLA that carries it."""
    hosts = Carrier.objects.filter(program=program).values("dla__organisation")
    return Affiliation.objects.current().by_word_of(hosts)


def spokespeople():
    """Those who speak today for an organisation that takes part in a programme, each affiliation with its seat.

    `is_changeable` tells whether it is the word of the visitor's DLA.
    """
    program = Given("program", BigIntegerField())
    seats = Participation.objects.filter(program=program, status__in=Participation.SEATED)
    rows = spoken_in(program).filter(organisation__in=seats.values("organisation"))
    own = seats.filter(organisation=OuterRef("organisation")).order_by("pk")
    rows = rows.annotate(seat_id=Subquery(own.values("public_id")[:1]), is_changeable=word_of(teams_of(Reader())))
    return rows.select_related("organisation", "person__user").order_by("organisation__search", "pk")


spoken = Kept(spokespeople)


def people_of(program, user) -> list[Affiliation]:
    """Those who speak today for an organisation that takes part, each once, with their account if they have one.

    `is_ours` tells whether `user` may note who takes over: it is their DLA's word, and nobody else's.
    """
    found = {}
    for row in spoken.run(program=program.pk, user=user.pk):
        first = found.setdefault((row.organisation_id, row.person_id), row)
        first.is_ours = bool(row.is_changeable) and getattr(first, "is_ours", True)
    return list(found.values())


def word_of(teams) -> ExpressionWrapper:
    """Whether an affiliation rests on a word that these DLA may change, as in the directory."""
    ours, nobodys = Q(noted_by__in=teams.values("organisation")), Q(noted_by=None)
    free = nobodys & ~Exists(seats_elsewhere(OuterRef("organisation"), teams))
    return ExpressionWrapper(ours | free, output_field=BooleanField())


def links_of(program, users) -> dict[int, list[PersonalLink]]:
    """The latest links of each account: those that this programme sent, and those that belong to no programme."""
    rows = PersonalLink.objects.filter(user__in=users, scope__in=("", program.journal_scope)).listed()
    found = {}
    for row in rows:
        mine = found.setdefault(row.user_id, [])
        if len(mine) < SHOWN:
            mine.append(row)
    return found


def replace_representative(leaving, data, *, by, about=None, proof=None) -> None:
    """Somebody takes over from a representative; what the leaver did stays theirs.

    `leaving`: the affiliations of one person with one organisation that end, each handed on by the same word. `data`:
    first_name, last_name, email, function, leaves_on (the last day of the leaver's access). Raises Refusal for an
    address that is known under another name, or for the leaver's own.
    """
    organisation, leaver = leaving[0].organisation, leaving[0].person
    successor = enter_person(data, by=by)
    if successor == leaver:
        raise Refusal("C’est l’adresse de la personne qui part : écrivez celle de qui prend sa place.", "email")
    for row in leaving:
        hand_on(row, successor, data)
    told = {"organisation": organisation, "leaver": leaver, "successor": successor, "until": data["leaves_on"]}
    key = f"{organisation.public_id}:{successor.pk}:{clock.today():%Y%m%d}"
    told.update(by=by, about=about)
    mail(successor, "programs/journey/mail/successor.txt", key=f"successor:{key}", link="/espace/", **told)
    if leaver.email:
        mail(leaver, "programs/journey/mail/leaving.txt", key=f"leaving:{key}:{leaver.pk}", **told)
    sentence = (
        f"a désigné {successor} pour représenter {organisation} à la place de {leaver}, dont l’accès s’arrête "
        f"le {data['leaves_on']:%d/%m/%Y}{confirmed(proof)}"
    )
    programs = programs_opened_by(leaving)
    for program in programs:
        record(program, sentence, by=by)
    if not programs:
        record(None, sentence, by=by)


def hand_on(row, successor, data) -> None:
    """End an affiliation on the leaver's last day, and give its word to who takes over."""
    Affiliation.objects.filter(pk=row.pk).update(until=data["leaves_on"])
    facts = {"function": data["function"], "until": None}
    word = {"person": successor, "organisation": row.organisation, "noted_by": row.noted_by}
    Affiliation.objects.update_or_create(**word, defaults=facts)


def programs_opened_by(affiliations) -> list[Program]:
    """The programmes under way in which these affiliations hold."""
    organisation, words = affiliations[0].organisation, {row.noted_by_id for row in affiliations}
    seats = Participation.objects.filter(organisation=organisation, status__in=Participation.SEATED)
    rows = Program.objects.filter(pk__in=seats.values("program"), state=Program.State.UNDER_WAY)
    if None not in words:
        carried = Carrier.objects.filter(dla__organisation__in=words)
        rows = rows.filter(pk__in=carried.values("program"))
    return list(rows.order_by("pk"))
