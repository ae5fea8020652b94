"""What happens to a vote on priorities: opened, voted by phone or by raised hands, closed for good."""

from dataclasses import dataclass

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import plural
from programs.journey.models import Participation
from programs.meetings.actions import decide
from programs.meetings.models import Meeting

from ..models import Ballot, PriorityVote, VoteOption, needs_to_weigh
from ..reading.smallness import LEAST

KINDS = (Meeting.Kind.PREPARATORY, Meeting.Kind.WORKING)  # where the group votes
CLOSED = "Ce vote est clos\u00a0: les voix ne changent plus."
NO_VOICE = "Donnez au moins une voix."
Medium = Ballot.Medium


@dataclass(frozen=True)
class Voter:
    """An association called to vote, and its voice if it gave one."""

    seat: Participation
    ballot: Ballot | None

    @property
    def may_be_dictated(self) -> bool:
        """Whether the DLA may note its voice: an association that voted by itself is alone to change it."""
        return self.ballot is None or self.ballot.medium == Medium.DICTATED


def open_vote(step, meeting, data, *, by) -> PriorityVote:
    """Put needs to the vote in a meeting. `data`: title, needs (contributions), points, most.

    Raises Refusal in a meeting where the group does not vote, while another vote is open there, or below two needs.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk, program=step.program)
    if meeting.kind not in KINDS or meeting.phase != step.key or meeting.state == Meeting.State.CANCELLED:
        raise Refusal("On ne vote que dans une réunion préparatoire qui n’est pas annulée.")
    if PriorityVote.objects.open().filter(meeting=meeting).exists():
        raise Refusal("Un vote est déjà ouvert dans cette réunion\u00a0: closez-le d’abord.")
    ours = {need.pk for need in needs_to_weigh(step.program)}
    needs = [need for need in data["needs"] if need.pk in ours]
    if len(needs) < 2:
        raise Refusal("Choisissez au moins deux besoins à départager.", "needs")
    if data["most"] > data["points"]:
        raise Refusal("Pas plus de points sur un besoin que chacune n’en a.", "most")
    fields = {name: data[name] for name in ("title", "points", "most")}
    vote = PriorityVote.objects.create(meeting=meeting, **fields)
    VoteOption.objects.bulk_create(
        VoteOption(vote=vote, number=number, need=need) for number, need in enumerate(needs, 1)
    )
    record(step, f"a ouvert le vote «\u00a0{vote.title}\u00a0» ({vote.rule}, {len(needs)} besoins)", by=by)
    return vote


def cast_ballot(step, vote, seat, data, *, by, medium=Medium.ONLINE) -> Ballot:
    """Give the voice of an association, or change it. `data`: points ({number of an option: points}), version.

    Raises Refusal once the vote is closed, for points that cannot be, or when the DLA would write over a voice that the
    association gave itself; Conflict when a colleague voted since `version`.
    """
    vote = PriorityVote.objects.select_for_update(of=("self",)).get(pk=vote.pk, meeting__program=step.program)
    if vote.is_closed:
        raise Refusal(CLOSED)
    if seat.program_id != step.program.pk or not is_called(seat):
        raise Refusal("Seules votent les associations qui prennent part à l’accompagnement.")
    points = counted(vote, data["points"])
    row = Ballot.objects.filter(vote=vote, participation=seat).first() or Ballot(vote=vote, participation=seat)
    if medium == Medium.DICTATED and not Voter(seat, None if row._state.adding else row).may_be_dictated:
        raise Refusal(f"{seat.organisation} a voté elle-même\u00a0: elle seule peut changer sa voix.")
    changes = {"points": points, "medium": medium, "version": data["version"]}
    edit(row, changes, by=by, lookup=("vote", "participation"))
    how = " à main levée, noté par le DLA" if medium == Medium.DICTATED else ""
    record(step, f"a donné la voix de {seat.organisation}{how} au vote «\u00a0{vote.title}\u00a0»", by=by)
    return row


def count_hands(step, vote, hands, *, by) -> tuple[int, list[Participation]]:
    """Note the voices that raised hands give. `hands`: [(seat, {number of an option: 1}, version of its ballot)].

    Returns how many voices were noted, and who voted by itself meanwhile: that voice stays. Raises as `cast_ballot`,
    and Refusal without a hand.
    """
    if not hands:
        raise Refusal("Cochez au moins une main levée.")
    vote = PriorityVote.objects.select_for_update(of=("self",)).get(pk=vote.pk, meeting__program=step.program)
    ballots = {ballot.participation_id: ballot for ballot in vote.ballots.all()}
    noted, own = 0, []
    for seat, points, version in hands:
        ballot = ballots.get(seat.pk)
        if not Voter(seat, ballot).may_be_dictated:
            own.append(seat)
        elif ballot is None or ballot.points != counted(vote, points):
            cast_ballot(step, vote, seat, {"points": points, "version": version}, by=by, medium=Medium.DICTATED)
            noted += 1
    return noted, own


def counted(vote, points) -> dict[str, int]:
    """The points of a ballot, those at zero left out. Raises Refusal for what the rule of the vote does not allow."""
    known = set(vote.options.values_list("number", flat=True))
    given = {str(number): count for number, count in points.items() if count}
    if any(int(number) not in known or not 0 < count <= vote.most for number, count in given.items()):
        raise Refusal(f"Ce vote se donne ainsi\u00a0: {vote.rule}.")
    total = sum(given.values())
    if not total:
        raise Refusal(NO_VOICE)
    if total > vote.points:
        over = total - vote.points
        raise Refusal(f"Vous en donnez {total} et vous en avez {vote.points}\u00a0: retirez-en {over}.")
    return given


def is_called(seat) -> bool:
    """Whether a seat votes: an association that is invited or committed."""
    return seat.role == Participation.Role.ASSOCIATION and seat.status in Participation.SEATED


def voters(vote, program) -> list[Voter]:
    """The associations called to vote, and those that did before they left, each with its voice: two statements."""
    ballots = {ballot.participation_id: ballot for ballot in vote.ballots.select_related("edited_by__person")}
    seats = Participation.objects.associations().filter(program=program).select_related("organisation")
    seats = [seat for seat in seats.order_by("organisation__name", "id") if is_called(seat) or seat.pk in ballots]
    return [Voter(seat, ballots.get(seat.pk)) for seat in seats]


def close_vote(step, vote, *, by) -> PriorityVote:
    """Count, freeze, note the result among the meeting's decisions. Raises Refusal when closed, or without a voice."""
    vote = PriorityVote.objects.select_for_update(of=("self",)).get(pk=vote.pk, meeting__program=step.program)
    if vote.is_closed:
        raise Refusal(CLOSED)
    called = voters(vote, step.program)
    ballots = [voter.ballot for voter in called if voter.ballot]
    if not ballots:
        raise Refusal("Aucune association n’a voté\u00a0: annulez ce vote, ou attendez une voix.")
    options = list(vote.options.select_related("need"))
    for option in options:
        given = [ballot.points.get(str(option.number), 0) for ballot in ballots]
        option.points, option.voices = sum(given), sum(count > 0 for count in given)
    VoteOption.objects.bulk_update(options, ["points", "voices"])
    vote.closed_at, vote.voted, vote.expected = clock.now(), len(ballots), len(called)
    vote.save(update_fields=["closed_at", "voted", "expected"])
    decide(step, vote.meeting, in_a_sentence(vote, options), by=by)
    record(step, f"a clos le vote «\u00a0{vote.title}\u00a0» ({len(ballots)} voix sur {len(called)})", by=by)
    return vote


def drop_vote(step, vote, *, by) -> None:
    """Take away a vote opened by mistake. Raises Refusal once somebody voted."""
    vote = PriorityVote.objects.select_for_update(of=("self",)).get(pk=vote.pk, meeting__program=step.program)
    if vote.ballots.exists():
        raise Refusal("Une association a déjà voté\u00a0: closez ce vote plutôt que de l’annuler.")
    title = vote.title
    vote.delete()
    record(step, f"a annulé le vote «\u00a0{title}\u00a0»", by=by)


def ranked(options) -> list[VoteOption]:
    """The options of a closed vote, the first first."""
    return sorted(options, key=lambda option: (-option.points, -option.voices, option.number))


def in_a_sentence(vote, options) -> str:
    """The result as a decision of the meeting: what at least three associations chose, the first three."""
    head = f"Vote «\u00a0{vote.title}\u00a0», {vote.voted} association{plural(vote.voted)} sur {vote.expected}"
    first = [option for option in ranked(options) if option.voices >= LEAST][:3]
    words = [
        f"{rank}. {option.need.text.rstrip('.')} ({option.points} point{plural(option.points)})"
        for rank, option in enumerate(first, 1)
    ]
    told = "\u202f; ".join(words) or "aucun besoin n’est choisi par trois associations"
    limit = 500
    sentence = f"{head}\u00a0: {told}."
    return sentence if len(sentence) <= limit else f"{sentence[: limit - 1]}…"
