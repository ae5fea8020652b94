"""What the room looks up beside its register: who can be written to, who was heard, known links, one's own papers."""

from django.db.models import Exists, F, OuterRef

from associations.models import PastSupport
from dla_collectif.directory.models import Affiliation
from dla_collectif.directory.vocabulary import THEMES
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.journey import phases
from programs.journey.models import Participation
from programs.journey.seats import seat_for
from programs.meetings.models import Attendance

from .models import Interest, Proposal

LONGEST_TIE = 300  # signs, as in the declaration


def was_heard(step, organisation) -> bool:
    """Whether a provider took part in the preparation: it came to an earlier step's meeting, or its words are kept."""
    met = Attendance.objects.filter(
        meeting__program=step.program,
        meeting__phase__in=phases.keys()[: step.index],
        participation__organisation=organisation,
        state=Attendance.State.PRESENT,
    )
    said = Contribution.objects.filter(program=step.program, organisation=organisation)
    return met.exists() or said.exists()


def suggested_information(program) -> str:
    """What was said and may be told to anybody: a first draft of the information given to all providers."""
    rows = Contribution.objects.filter(program=program, visibility__gte=Visibility.PUBLIC).select_related(
        "organisation"
    )
    by_kind = {}
    for row in rows.order_by("kind", "id")[:200]:
        author = f" ({row.organisation})" if row.quotable and row.organisation else ""
        by_kind.setdefault(row.kind, []).append(f"- {' '.join(row.text.split())}{author}")
    titles = {
        Contribution.Kind.NEED: "Besoins des associations",
        Contribution.Kind.EXPECTATION: "Attentes des partenaires",
        Contribution.Kind.ADVICE: "Orientations",
        Contribution.Kind.WARNING: "Points de vigilance",
    }
    return "\n\n".join(
        f"**{title}**\n\n" + "\n".join(by_kind[kind]) for kind, title in titles.items() if kind in by_kind
    )


def known_links(program) -> dict[tuple[int, int], str]:
    """What the carrying DLA remember of ties between the group and the bidders: {(seat pk, proposal pk): sentence}."""
    bids = Proposal.objects.filter(call__program=program, submitted_at__isnull=False)
    ours = Participation.objects.associations().filter(program=program)
    supports = PastSupport.objects.filter(
        dla__carried__program=program,
        association__organisation__participations__in=ours,
        consultancy__participations__proposal__in=bids,
    )
    columns = ("association__organisation__participations", "consultancy__participations__proposal")
    links = {}
    for seat, bid, theme, year in supports.values_list(*columns, "theme", "year").order_by("year", "id"):
        support = f"accompagnement individuel de {year} ({THEMES.get(theme, theme)})"
        links.setdefault((seat, bid), []).append(support)
    columns = ("person__affiliations__organisation__participations", "organisation__participations__proposal")
    told = Affiliation.objects.by_word_of(program.hosts)
    shared = told.filter(
        organisation__participations__proposal__in=bids,
        person__affiliations__in=told,
        person__affiliations__organisation__participations__in=ours,
    ).values_list(*columns, "person__first_name", "person__last_name")
    for seat, bid, first_name, last_name in shared:
        links.setdefault((seat, bid), []).append(f"{first_name} {last_name} parle aussi au nom de ce prestataire")
    return {pair: sentence(texts) for pair, texts in links.items()}


def sentence(texts) -> str:
    """Several links in one line that fits a declaration."""
    line = "\u202f; ".join(dict.fromkeys(texts))
    return f"{line[:1].upper()}{line[1:]}"[:LONGEST_TIE]


def own_proposal(request, step) -> Proposal:
    """The proposal of the provider that the visitor speaks for, with its consultation. Raises Http404, SeatNeeded."""
    seats = Participation.objects.held_by(request.user).filter(program=step.program, proposal__invited_at__isnull=False)
    seat = seat_for(request, seats, "Aucune consultation ne vous est adressée ici.")
    rows = Proposal.objects.select_related("call", "submitted_by__person")
    document = F("call__program__specification__document__public_id")
    proposal = rows.annotate(specification_id=document).get(participation=seat)
    proposal.participation, seat.program = seat, step.program
    return proposal


def speaks_for(proposal, user) -> bool:
    """Whether the visitor speaks for the proposal's author."""
    return Participation.objects.held_by(user).filter(pk=proposal.participation_id).exists()


def own_association(request, step, oid) -> Participation:
    """The committed association of an address, if the visitor speaks for it. Raises Http404."""
    seats = Participation.objects.held_by(request.user)
    seats = seats.filter(pk__in=step.program.participations.committed().values("pk"))
    return seat_for(request, seats.filter(public_id=oid), "Cette grille n’est pas la vôtre.")


def may_judge(step, user) -> bool:
    """Whether the visitor speaks for an association that declared its ties with every bidder, and so may read them."""
    bids = Proposal.objects.filter(call__program=OuterRef("program"), submitted_at__isnull=False)
    declared = Interest.objects.filter(proposal=OuterRef("pk"), participation=OuterRef(OuterRef("pk")))
    seats = Participation.objects.held_by(user).filter(pk__in=step.program.participations.committed().values("pk"))
    return seats.filter(~Exists(bids.filter(~Exists(declared)))).exists()
