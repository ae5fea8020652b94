"""People nobody exchanges with any more, and accounts nobody enters: who is concerned, since when, and what is done."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from dla_collectif.accounts.models import Membership, User
from dla_collectif.directory.models import Affiliation, Person
from dla_collectif.journal.actions import record
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.actions import send
from dla_collectif.outbox.models import Message
from dla_collectif.privacy import holds
from dla_collectif.privacy.erasure import erase_person
from dla_collectif.privacy.models import Hold
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.search import normalise
from dla_collectif.teams.models import RuleSet, years
from programs.journey.models import Participation, Program

from .rules import SEEN_AHEAD, WARNED, later

MOST = 2000  # people looked at for one page


@dataclass
class Contact:
    """Somebody a DLA knows: their last exchange, and until when they are kept."""

    person: Person
    last: date
    until: date
    rule: str
    hold: Hold | None = None

    @property
    def is_due(self) -> bool:
        """Whether they may be erased today."""
        return self.until < clock.today()


def known_by(dla) -> QuerySet:
    """The people whom a DLA noted, or who sat in a programme that it carries; not teams, nor those erased already."""
    teams = Membership.objects.active().values("user__person")
    rows = Person.objects.filter(pk__in=noted_by(dla), erasure=None)
    return rows.exclude(pk__in=teams.filter(user__person__isnull=False)).select_related("user")


def noted_by(dla) -> QuerySet:
    """Whom a DLA noted, or met in a programme that it carries: their keys."""
    seats = Participation.objects.filter(program__carriers__dla=dla).values("organisation")
    words = Affiliation.objects.filter(Q(noted_by=dla.organisation) | Q(noted_by=None, organisation__in=seats))
    return words.values("person")


def with_exchanges(people: QuerySet) -> QuerySet:
    """With the last day of each kind of exchange, whatever the DLA; without those who take part in something now."""
    seats = Participation.objects.filter(organisation__affiliations__person=OuterRef("pk"))
    running = seats.filter(program__state=Program.State.UNDER_WAY)
    ended = seats.order_by().values("organisation__affiliations__person").annotate(at=Max("program__ended_on"))
    mails = Message.objects.filter(to__person=OuterRef("pk"), state__in=Message.LEFT).order_by("-created_at")
    acts = Entry.objects.filter(by__person=OuterRef("pk")).order_by("-at")
    return people.filter(~Exists(running)).annotate(
        entered_at=F("user__last_login"),
        ended_on=Subquery(ended.values("at")[:1]),
        written_at=Subquery(mails.values("created_at")[:1]),
        acted_at=Subquery(acts.values("at")[:1]),
    )


def last_exchange(person) -> date:
    """The last day on which anything passed between a person (from `with_exchanges`) and a DLA."""
    moments = [each for each in (person.entered_at, person.written_at, person.acted_at, person.edited_at) if each]
    return max([timezone.localdate(each) for each in moments] + ([person.ended_on] if person.ended_on else []))


def contacts_of(dla) -> list[Contact]:
    """The people of a DLA whose time has come, or comes within six months; the oldest exchange first."""
    soon, own = clock.today() + timedelta(days=SEEN_AHEAD), RuleSet.objects.in_force(dla)
    before = clock.now() + timedelta(days=SEEN_AHEAD + 2 - 365 * own.keep_prospects)  # more than enough, for leap years
    people = with_exchanges(known_by(dla)).filter(edited_at__lt=before)
    for name in ("entered_at", "written_at", "acted_at"):
        people = people.filter(Q(**{name: None}) | Q(**{f"{name}__lt": before}))
    near = [
        person for person in people.order_by("pk")[:MOST] if later(last_exchange(person), own.keep_prospects) <= soon
    ]
    counts = longest(near, "keep_prospects")
    found = [contact_of(person, counts[person.pk]) for person in near]
    found = [contact for contact in found if contact.until <= soon]
    held = {hold.person_id: hold for hold in Hold.objects.active().filter(person__in=near)}
    for contact in found:
        contact.hold = held.get(contact.person.pk)
    return sorted(found, key=lambda contact: (contact.until, contact.person.pk))


def contact_of(person, count: int) -> Contact:
    """A person from `with_exchanges`, kept so many years."""
    last = last_exchange(person)
    return Contact(person, last, later(last, count), f"{years(count)} après le dernier échange, le {last:%d/%m/%Y}")


def longest(people, name: str) -> dict[int, int]:
    """A figure of the rules in force in the DLA that know each person: the longest; the house's where there is none.

    {person pk: years}; four statements, whatever the number of people.
    """
    known, default = knowers(people), getattr(RuleSet(), name)
    sets = RuleSet.objects.filter(valid_from__lte=clock.today()).order_by("valid_from")
    figures = dict(sets.values_list("dla", name))  # the latest of each DLA comes last, and stays
    return {pk: max((figures.get(dla, default) for dla in dlas), default=default) for pk, dlas in known.items()}


def knowers(people) -> dict[int, set[int]]:
    """The DLA where each person works or worked, that noted them, or that carry a programme of their organisations."""
    found = {person.pk: set() for person in people}
    words = Affiliation.objects.filter(person__in=found)
    carriers = "organisation__participations__program__carriers__dla"
    for rows in (
        Membership.objects.filter(user__person__in=found).values_list("user__person", "dla"),
        words.values_list("person", "noted_by__dla"),
        words.values_list("person", carriers).distinct(),
    ):
        for person, dla in rows:
            found[person] |= {dla} - {None}
    return found


def erase_contact(dla, person, data, *, by) -> None:
    """Erase somebody whose time has come, by the word of `by`. `data`: name, typed again.

    Raises Refusal before their day, on hold, while somebody needs them, or when the name is not theirs.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    holds.refuse_if_held(person)
    current = with_exchanges(known_by(dla)).filter(pk=person.pk).first()
    contact = contact_of(current, longest([current], "keep_prospects")[current.pk]) if current else None
    if contact is None or not contact.is_due:
        raise Refusal("Ce n’est pas, ou plus, l’heure\u00a0: un échange est récent, ou c’est déjà fait.")
    if normalise(data["name"]) != normalise(str(person)):
        raise Refusal("Ce n’est pas le nom de cette personne\u00a0: recopiez-le tel qu’il est écrit.", "name")
    erase_person(person, by=by, reason=f"Conservation\u00a0: {contact.rule}")
    record(dla, f"a validé l’effacement d’un contact\u00a0: {contact.rule}", by=by)


def reopen_account(dla, person, *, by) -> None:
    """Open again an account that was closed for nobody entered; its person has a month to enter. Raises Refusal."""
    if not User.objects.filter(person=person, is_active=False).update(is_active=True):
        raise Refusal("Ce compte est déjà ouvert.")
    told = Message.objects.filter(key=key_of(person.user)).first()
    if told is not None:  # so that they are written to anew, with a link
        Message.objects.filter(pk=told.pk).update(key=f"{told.key}:{told.pk}")
    record(dla, f"a rouvert le compte de {person}", by=by)


def closed_of(dla) -> QuerySet:
    """The people of a DLA, its team included, whose account is closed and who were not erased."""
    mine = Q(pk__in=noted_by(dla)) | Q(user__memberships__dla=dla)
    rows = Person.objects.filter(mine, erasure=None, user__is_active=False).select_related("user")
    return rows.distinct().order_by("last_name", "pk")


def care_for_accounts() -> None:
    """Warn those who have not entered for long, a month ahead; close what was warned and not entered since."""
    shortest = min([RuleSet().keep_accounts, *RuleSet.objects.values_list("keep_accounts", flat=True).distinct()])
    oldest = clock.now() - timedelta(days=shortest * 365 - WARNED)
    for user in User.objects.filter(is_active=True, last_login__lt=oldest).select_related("person").order_by("pk"):
        if user.person is not None:
            care_for(user)


def care_for(user) -> None:
    """Warn one person, or close their account; a last manager, and whoever is on hold, keeps theirs."""
    entered_on = timezone.localdate(user.last_login)
    until = later(entered_on, longest([user.person], "keep_accounts")[user.person.pk])
    key = key_of(user)
    warned = Message.objects.filter(key=key).first()
    if warned is None and clock.today() >= until - timedelta(days=WARNED):
        closes_on = max(until, clock.today() + timedelta(days=WARNED)) + timedelta(days=1)
        send("programs/retention/mail/inactive.txt", to=user, key=key, link="/", closes_on=closes_on)
    elif warned is not None and is_over(until, warned) and not must_stay(user):
        close_account(user)


def key_of(user) -> str:
    """What a warning is written once for: an absence, from an entry on."""
    return f"inactif:{user.pk}:{user.last_login:%Y%m%d%H%M%S}"


def is_over(until: date, warned: Message) -> bool:
    """Whether both the years and the month after the warning have passed."""
    warned_on = timezone.localdate(warned.created_at)
    return clock.today() > max(until, warned_on + timedelta(days=WARNED))


def must_stay(user) -> bool:
    """Whether the account is a last manager's, or its person is on hold."""
    led = Membership.objects.managing().filter(user=user).values_list("dla", flat=True)
    others = Membership.objects.managing().exclude(user=user)
    return any(not others.filter(dla=dla).exists() for dla in led) or bool(holds.told(user.person))


def close_account(user) -> None:
    """Nobody enters by it any more; what was said and signed stays until its own time."""
    if not User.objects.filter(pk=user.pk, is_active=True, last_login=user.last_login).update(is_active=False):
        return  # they came back this very moment
    user.sessions.all().delete()
    user.links.filter(revoked_at=None).update(revoked_at=clock.now())
    record(None, f"a fermé le compte de {user}, sans entrée depuis le {user.last_login:%d/%m/%Y}", by=None)
