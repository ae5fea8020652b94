"""Small makers of what the room's tests need: a consultation at each of its moments."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dla_collectif.services import clock
from programs.journey.models import Document
from programs.selection import actions, bid_actions, choice_actions, grid_actions
from programs.selection.models import Call, Proposal
from programs.specification.models import Criterion, Specification
from tests import cast

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 3, 20, 11, 0, tzinfo=UTC)  # noon in Paris
AFTER = DEADLINE + timedelta(hours=2)
CANARY = "canari-sous-scellé"
BID = {
    "summary": f"Nous avons compris. {CANARY}",
    "team": f"Deux personnes. {CANARY}",
    "individual_half_days": 13,
    "group_half_days": 12,
    "interview_half_days": 6,
    "restitution_half_days": 5,
    "day_rate": Decimal("700"),
    "price": Decimal("12600"),
    "vat_rate": Decimal("20"),
}


def step_of(world, who="alice"):
    """The step as somebody of the cast walks it, read afresh."""
    return cast.step(world.program, "selection", getattr(world, who))


def specify(world, frozen=True, points=(60, 30), price=10):
    """A specification with its criteria."""
    document = Document.objects.create(
        program=world.program,
        kind="report",
        title="Cahier des charges",
        number=1,
        sha256="0" * 64,
        by=world.alice,
        visibility=1,
        html="<p>cahier</p>",
        filename="cahier.pdf",
    )
    row = Specification.objects.create(
        program=world.program, frozen_at=START if frozen else None, document=document if frozen else None
    )
    for number, weight in enumerate(points, 1):
        Criterion.objects.create(
            specification=row, number=number, kind="points", label=f"Critère {number}", weight=weight
        )
    if price:
        Criterion.objects.create(specification=row, number=9, kind="price", label="Prix", weight=price)
    return row


def prepare(world, *providers):
    """A consultation ready to leave."""
    step = step_of(world)
    data = {
        "deadline": DEADLINE,
        "justification": "Deux connaissent le métier.",
        "shared_information": "Ce que l’on sait.",
    }
    actions.write_call(step, data, by=world.alice)
    for organisation in providers or (world.multi, world.rival):
        actions.add_provider(step, {"organisation": organisation, "reason": "Connaît le secteur."}, by=world.alice)
    return step


def sent(world, *providers):
    """A consultation that left on START."""
    specify(world)
    with clock.set_to(START):
        actions.send_call(prepare(world, *providers), by=world.alice)
    return Call.objects.get(program=world.program)


def proposal(world, organisation):
    """A provider's proposal."""
    return Proposal.objects.select_related("participation__organisation", "call").get(
        call__program=world.program, participation__organisation=organisation
    )


def pdf(name="proposition.pdf", matter=b"canari-fichier"):
    """A document to hand in."""
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + matter, "application/pdf")


def hand_in(world, organisation, who, at=DEADLINE - timedelta(days=1), **data):
    """A provider hands its proposal in."""
    with clock.set_to(at):
        return bid_actions.hand_in(
            step_of(world, who), proposal(world, organisation), {**BID, **data}, by=getattr(world, who)
        )


def sealed(world):
    """Two proposals handed in, not opened."""
    call = sent(world)
    hand_in(world, world.multi, "gaelle", document=pdf())
    hand_in(world, world.rival, "rita", price=Decimal("10080"), day_rate=Decimal("560"))
    return call


def opened(world):
    """Two proposals, opened after the deadline."""
    sealed(world)
    with clock.set_to(AFTER):
        return actions.open_proposals(step_of(world), by=world.alice)


def bids(world):
    """The proposals handed in, in their order."""
    rows = Proposal.objects.filter(call__program=world.program, submitted_at__isnull=False)
    return list(rows.select_related("participation__organisation").order_by("id"))


def declare(world, seat, who, tied=(), dictated=False):
    """An association declares; `tied` are organisations."""
    ties = [
        (
            bid,
            bid.participation.organisation in tied,
            "Nous a accompagnés." if bid.participation.organisation in tied else "",
        )
        for bid in bids(world)
    ]
    grid_actions.declare_interests(step_of(world, who), seat, {"ties": ties}, by=getattr(world, who), dictated=dictated)


def marks(world, points, tied=()):
    """A grid: the same points on each criterion, for each proposal that may be scored; `points` by organisation."""
    rows = Criterion.objects.filter(specification__program=world.program, kind="points").order_by("number")
    return [
        (bid, criterion, given, "")
        for bid in bids(world)
        if bid.participation.organisation not in tied
        for criterion, given in zip(rows, points[bid.participation.organisation.pk], strict=True)
    ]


def send_grid(world, seat, who, points, tied=()):
    """An association sends its grid."""
    data = {"marks": marks(world, points, tied)}
    return grid_actions.send_grid(step_of(world, who), seat, data, by=getattr(world, who))


def scored(world):
    """Both associations declared and sent their grids."""
    opened(world)
    with clock.set_to(AFTER):
        for seat, who in ((world.denis_seat, "denis"), (world.dora_seat, "dora")):
            declare(world, seat, who)
            better = 1 if who == "denis" else 3
            send_grid(world, seat, who, {world.multi.pk: [50 + better, 25], world.rival.pk: [30, 20]})
    return Call.objects.get(program=world.program)


def chosen(world):
    """The choice is noted."""
    scored(world)
    with clock.set_to(AFTER):
        data = {"proposal": bids(world)[0], "decided_on": AFTER.date(), "reasons": "Le groupe l’a préférée."}
        return choice_actions.choose_provider(step_of(world), data, by=world.alice)


def answered(world):
    """Both bidders were told."""
    chosen(world)
    with clock.set_to(AFTER):
        for bid in bids(world):
            data = {"strengths": f"Force de {bid}.", "gaps": f"Manque de {bid}.", "version": bid.version}
            choice_actions.write_answer(step_of(world), bid, data, by=world.alice)
        choice_actions.send_answers(step_of(world), by=world.alice)


def url(world, name, *args):
    """An address of the room."""
    return reverse(f"selection:{name}", args=[world.program.public_id, *args])


def post(client, address, at=AFTER, **data):
    """Send a form at a moment."""
    with clock.set_to(at):
        return client.post(address, data)
