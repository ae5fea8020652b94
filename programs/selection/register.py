"""The register of a selection: everything that may be shown of it at this moment, in four statements.

Both secrets are kept here: what proposals say is read only once they are opened, what associations gave only once all
grids are in or the officer has declared scoring over.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import CharField, Q, Value

from dla_collectif.services.search import normalise
from programs.journey.models import Participation
from programs.meetings.models import Attendance, Meeting
from programs.specification.models import Criterion

from .models import Call, Proposal
from .ranking import PRICE, Ranked, ranking

NO = Value("", output_field=CharField())


@dataclass
class Voter:
    """An association of the group: what it declared, whether its grid is in."""

    pk: int
    public_id: str
    name: str
    ballot_at: datetime | None
    abstains: bool
    ties: dict[int, str] = field(default_factory=dict)
    declared: set[int] = field(default_factory=set)


@dataclass
class Hearing:
    """The hearing of the providers: when, where, and who was there."""

    pk: int
    public_id: str
    title: str
    starts_at: datetime
    place: str
    attendances: dict[str, str] = field(default_factory=dict)
    others: int = 0  # meetings of the same kind that are not it

    def note(self, name, state):
        """Note an organisation: present if one of its people was."""
        if self.attendances.get(name) != Attendance.State.PRESENT:
            self.attendances[name] = state

    def names(self, state) -> list[str]:
        """Those of one state."""
        return sorted((name for name, one in self.attendances.items() if one == state), key=normalise)

    @property
    def present(self) -> list[str]:
        """Organisations one of whose people was there."""
        return self.names(Attendance.State.PRESENT)

    @property
    def missing(self) -> list[str]:
        """Organisations excused or absent."""
        return self.names(Attendance.State.EXCUSED) + self.names(Attendance.State.ABSENT)


class Register:
    """A programme's selection as it may be shown now; made by `read`."""

    def __init__(self, call: Call, proposals: list[Proposal], voters: list[Voter], hearing: Hearing | None):
        self.call, self.proposals, self.voters, self.hearing = call, proposals, voters, hearing
        self.criteria: list[Criterion] = []
        self.scores: dict[tuple[int, int, int], int] = {}
        self.comments: dict[tuple[int, int, int], str] = {}

    @property
    def choice(self):
        """The choice, when it is made."""
        return getattr(self.call, "choice", None)

    @property
    def chosen(self) -> Proposal | None:
        """The proposal chosen."""
        return self.bid(self.choice.proposal_id) if self.choice else None

    @cached_property
    def consulted(self) -> list[Proposal]:
        """The providers who were written to."""
        return [proposal for proposal in self.proposals if proposal.invited_at]

    @cached_property
    def bids(self) -> list[Proposal]:
        """The proposals handed in."""
        return [proposal for proposal in self.proposals if proposal.submitted_at]

    @cached_property
    def legible(self) -> list[Proposal]:
        """Those of an opened consultation whose content is still kept."""
        return [bid for bid in self.bids if self.call.is_opened and hasattr(bid, "content")]

    @cached_property
    def sent(self) -> list[Voter]:
        """The associations whose grid, or abstention, is in."""
        return [voter for voter in self.voters if voter.ballot_at]

    @cached_property
    def waiting(self) -> list[Voter]:
        """The associations whose grid is still awaited."""
        return [voter for voter in self.voters if not voter.ballot_at]

    @cached_property
    def abstaining(self) -> list[Voter]:
        """The associations that chose not to score."""
        return [voter for voter in self.voters if voter.abstains]

    @cached_property
    def undeclared(self) -> list[Voter]:
        """The associations that have not declared their ties with every bidder."""
        wanted = {bid.pk for bid in self.bids}
        return [voter for voter in self.voters if wanted - voter.declared]

    @cached_property
    def declared(self) -> list[Voter]:
        """The associations that have."""
        return [voter for voter in self.voters if voter not in self.undeclared]

    @cached_property
    def ties(self) -> list[tuple[Voter, Proposal, str]]:
        """Each declared tie."""
        return [(voter, bid, voter.ties[bid.pk]) for voter in self.voters for bid in self.bids if bid.pk in voter.ties]

    @property
    def is_told(self) -> bool:
        """Whether bidders know the choice: it changes no more."""
        return any(bid.answered_at for bid in self.bids)

    @property
    def shows_results(self) -> bool:
        """Whether scores may be seen: all grids are in, or scoring was declared over."""
        all_in = bool(self.sent) and not self.waiting
        return self.call.is_opened and (all_in or self.call.scoring_ended_at is not None)

    @cached_property
    def ranked(self) -> list[Ranked]:
        """The ranking; empty while scores may not be seen, and once they are destroyed at the end of their time."""
        if not self.shows_results or self.legible != self.bids:
            return []
        return ranking(
            [bid.pk for bid in self.bids],
            [(criterion.pk, criterion.kind, criterion.weight) for criterion in self.criteria],
            self.scores,
            {(bid.pk, voter.pk) for voter, bid, _text in self.ties},
            {bid.pk: bid.content.price for bid in self.bids},
        )

    @property
    def weights_total(self) -> int:
        """How many points there are to give."""
        return sum(criterion.weight for criterion in self.criteria)

    def bid(self, pk) -> Proposal:
        """A proposal by its key."""
        return next(bid for bid in self.bids if bid.pk == pk)


def read(program) -> Register | None:
    """The register of a programme, or None while no consultation is prepared."""
    calls = Call.objects.filter(program=program).select_related("choice", "opened_by__person")
    call = calls.first()
    if call is None:
        return None
    rows = call.proposals.select_related(
        "participation__organisation", "submitted_by__person", *(["content"] if call.is_opened else [])
    )
    proposals = list(rows.order_by("id"))
    voters, hearing = read_seats(call, program)
    register = Register(call, proposals, voters, hearing)
    read_criteria(register, program)
    return register


def read_seats(call, program) -> tuple[list[Voter], Hearing | None]:
    """The associations with their declarations and their ballots, and who came to the hearing: one statement."""
    group = Q(role=Participation.Role.ASSOCIATION, status=Participation.Status.COMMITTED)
    seats = Participation.objects.filter(group | Q(ballot__isnull=False), program=program)
    interest = ("interests__proposal_id", "interests__is_tied", "interests__text")
    seats = seats.values_list(
        Value("seat"), "pk", "public_id", "organisation__name", "ballot__sent_at", "ballot__abstains", *interest, NO, NO
    )
    heard = Attendance.objects.filter(meeting__program=program, meeting__kind=Meeting.Kind.HEARING)
    heard = heard.exclude(meeting__state=Meeting.State.CANCELLED).values_list(
        Value("heard"), "meeting_id", "meeting__public_id", "participation__organisation__name", "meeting__starts_at",
        Value(False), "participation_id", Value(False), "meeting__title", "meeting__place", "state",
    )  # fmt: skip
    voters, found = {}, {}
    for tag, pk, public_id, name, at, abstains, proposal, is_tied, text, place, state in seats.union(heard, all=True):
        if tag == "seat":
            voter = voters.setdefault(pk, Voter(pk, public_id, name, at, bool(abstains)))
            if proposal:
                voter.declared.add(proposal)
            if is_tied:
                voter.ties[proposal] = text
        else:
            found.setdefault(pk, Hearing(pk, public_id, text, at, place)).note(name, state)
    latest = max(found.values(), key=lambda one: one.starts_at, default=None)
    hearing = found.get(call.hearing_id, latest)
    if hearing is not None:
        hearing.others = len(found) - 1
    return sorted(voters.values(), key=lambda voter: (normalise(voter.name), voter.pk)), hearing


def read_criteria(register, program):
    """The criteria, with what each association gave when it may be seen: one statement."""
    criteria = Criterion.objects.filter(specification__program=program).order_by("number", "id")
    if not register.shows_results:
        register.criteria = list(criteria)
        return
    facts = ("id", "public_id", "number", "kind", "label", "weight")
    given = ("scores__proposal_id", "scores__participation_id", "scores__participation__ballot__abstains")
    seen = {}
    for row in criteria.values_list(*facts, *given, "scores__points", "scores__comment"):
        criterion = seen.setdefault(row[0], Criterion(**dict(zip(facts, row, strict=False))))
        proposal, voter, abstains, points, comment = row[len(facts) :]
        if (
            abstains is False and points is not None and criterion.kind != PRICE
        ):  # a draft has no ballot, an abstention says True
            register.scores[proposal, criterion.pk, voter] = points
            if comment:
                register.comments[proposal, criterion.pk, voter] = comment
    register.criteria = list(seen.values())
