"""The last four rooms of a shape: what is asked for, who delivers it, what it gave, what became of it."""

from dla_collectif.services import clock
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.meetings.models import Meeting
from programs.restitution import actions as restitution
from programs.restitution.models import Effect, FollowUp
from programs.restitution.prose import actions as prose
from programs.selection import actions as selection
from programs.selection import bid_actions, choice_actions
from programs.selection.models import Ballot, Interest, Proposal, Score
from programs.specification import actions as specification
from programs.specification.models import SetAside
from programs.workshops import actions as workshops
from programs.workshops import charter
from programs.workshops.models import Adoption, Baseline, Output, Workshop

from . import words
from .ground import Role

Kind = Meeting.Kind
DAYS = {"individual_half_days": 8, "group_half_days": 18, "interview_half_days": 4, "restitution_half_days": 2}
TEXTS = ("context", "why_collective", "method", "steering", "calendar")
OUTPUTS = (Output.Kind.STATE_OF_PLAY, Output.Kind.TOOL, Output.Kind.OFFER)


def specify(ground, shape) -> None:
    """Objectives with their sources, criteria, then the specification is frozen."""
    with ground.on(165):
        step = ground.step("specification")
        if not shape.bare:
            count = 16 if shape.long else 3
            texts = {name: words.text(count, start) for start, name in enumerate(TEXTS)}
            specification.write_specification(step, {**texts, **DAYS, "ceiling": 18000}, by=ground.by)
        specification.add_article(step, {"title": "Objet", "text": words.text(2)}, by=ground.by)
        cited = list(Contribution.objects.filter(program=ground.program).order_by("pk"))
        for place in range(shape.objectives):
            title, deliverable = words.OBJECTIVES[place % len(words.OBJECTIVES)]
            told = {"title": title if place < len(words.OBJECTIVES) else f"{title}, volet {place // 5 + 1}"}
            if not shape.bare:
                told |= {"text": words.text(2, place), "deliverable_lines": [deliverable]}
                told |= {"cited": cited[place % 6 :: 9][:3] if place % 7 != 3 else []}
            ground.objectives.append(specification.add_objective(step, told, by=ground.by))
        aside = [row for row in cited if not row.citations.exists()]
        SetAside.objects.bulk_create(
            SetAside(specification=ground.objectives[0].specification, contribution=row, reason="Hors du champ retenu.")
            for row in aside
        )
        specification.propose_criteria(step, by=ground.by)
    with ground.on(180):
        specification.freeze_specification(ground.step("specification"), by=ground.by)


def select(ground, shape) -> None:
    """Two providers (one, where nothing is told) are consulted; the group scores, and chooses."""
    with ground.on(195):
        step = ground.step("selection")
        deadline = {"deadline": ground.moment(220, "12:00")}
        if not shape.bare:
            deadline["justification"] = "Peu de cabinets connaissent à la fois le secteur et le territoire."
        selection.write_call(step, deadline, by=ground.by)
        for row in ground.organisations("consultancy", words.CONSULTANCIES[: 1 if shape.bare else 2]):
            reason = "" if shape.bare else "Connaît le secteur."
            selection.add_provider(step, {"organisation": row, "reason": reason}, by=ground.by)
        selection.send_call(step, by=ground.by)
    bids = list(Proposal.objects.filter(call__program=ground.program).order_by("pk"))
    with ground.on(215):
        for place, bid in enumerate(bids):
            told = {"summary": words.text(3), "team": "Une consultante.", "day_rate": 820, "price": 16400 + 800 * place}
            bid_actions.hand_in(ground.step("selection"), bid, {**told, **DAYS, "vat_rate": 20}, by=ground.by)
    with ground.on(221):
        selection.open_proposals(ground.step("selection"), by=ground.by)
    group = ground.group()
    if not shape.bare:
        ground.hold("selection", Kind.HEARING, "Audition des prestataires", 230, group, place="Salle du conseil")
    with ground.on(238):
        judge(ground, bids, group)
    with ground.on(245):
        told = {"proposal": bids[0], "decided_on": ground.day(244), "reasons": words.text(2)}
        choice_actions.choose_provider(ground.step("selection"), told, by=ground.by)
        if not shape.bare:
            for bid in bids:
                said = {"strengths": "Une démarche claire.", "gaps": "Peu de visites prévues."}
                choice_actions.write_answer(ground.step("selection"), bid, said, by=ground.by)
            choice_actions.send_answers(ground.step("selection"), by=ground.by)


def judge(ground, bids, group) -> None:
    """One voice per association, on every criterion that is judged."""
    criteria = list(ground.objectives[0].specification.criteria.exclude(kind="price"))
    Interest.objects.bulk_create(
        Interest(proposal=bid, participation=seat, by=ground.by) for seat in group for bid in bids
    )
    Score.objects.bulk_create(
        Score(
            proposal=bid,
            criterion=criterion,
            participation=seat,
            points=max(0, criterion.weight - (place + 3 * rank) % 9),
            comment=words.SENTENCES[place % 6] if place % 3 == 0 and not ground.shape.bare else "",
            by=ground.by,
        )
        for place, seat in enumerate(group)
        for rank, bid in enumerate(bids)
        for criterion in criteria
    )
    Ballot.objects.bulk_create(
        Ballot(call=bids[0].call, participation=seat, sent_at=clock.now(), by=ground.by) for seat in group
    )


def deliver(ground, shape) -> None:
    """The agreement, visits, workshops, the state of play, what was produced, the charter."""
    group = ground.group()
    if not shape.bare:
        with ground.on(265):
            told = {"participation": bids_of(ground)[0].participation, "number": "2024-17", "half_days": 32}
            told |= {"signed_on": ground.day(264), "starts_on": ground.day(266), "ends_on": ground.day(476)}
            told |= {"day_rate": 820, "price": 16400, "vat_rate": 20}
            workshops.sign_agreement(ground.step("workshops"), told, by=ground.by)
        for place, seat in enumerate(group):
            title = f"Visite\u00a0: {seat}"[:200]
            halves = 1 if place % 10 == 0 else 0
            ground.hold("workshops", Kind.INDIVIDUAL, title, 270 + place // 4, [seat], half_days=halves)
    for place in range(shape.workshops):
        title = "Atelier" if shape.bare else words.OBJECTIVES[place % 5][0]
        meeting = ground.hold(
            "workshops", Kind.WORKSHOP, title, 300 + 5 * place, group, half_days=0 if shape.bare else 1
        )
        goal = None if shape.bare else ground.objectives[place % (shape.objectives - 1)]
        Workshop.objects.create(meeting=meeting, number=place + 1, objective=goal)
    if shape.bare:
        return
    for place, seat in enumerate(ground.seats(Role.INSTITUTION)):
        ground.hold("workshops", Kind.INTERVIEW, f"Entretien\u00a0: {seat}"[:200], 400 + place, [seat], half_days=1)
    Baseline.objects.bulk_create(
        Baseline(
            participation=seat,
            activities=words.ACTIVITIES[place % 4],
            publics=words.PUBLICS[place % 3],
            places=words.SPOTS[place % 4] if place % 5 else "",
            means=words.MEANS[place % 4] if place % 3 else "",
        )
        for place, seat in enumerate(group)
    )
    with ground.on(470):
        for place in range(max(2, shape.objectives // 2)):
            title = words.OBJECTIVES[place % 5][1]
            told = {"kind": OUTPUTS[place % 3], "title": title, "text": words.text(1, place)}
            told |= {"objective": ground.objectives[place], "delivered_on": ground.day(468)}
            workshops.write_output(ground.step("workshops"), told, by=ground.by)
        if shape.count == 2:
            adopt(ground, group)


def bids_of(ground) -> list[Proposal]:
    """The proposals, in the order they were asked for."""
    rows = Proposal.objects.filter(call__program=ground.program).select_related("participation__organisation")
    return list(rows.order_by("pk"))


def adopt(ground, group) -> None:
    """A short charter that both associations adopt."""
    step = ground.step("workshops")
    charter.write_charter(step, {"title": "Charte du local partagé", "preamble": words.text(2)}, by=ground.by)
    for title in ("Se prévenir", "Rendre le local comme on l’a trouvé"):
        charter.write_clause(step, {"title": title, "text": words.text(1)}, by=ground.by)
    offered, people = charter.offer_charter(step, by=ground.by), ground.people(group)
    for seat in group:
        facts = {"person": people[seat.organisation_id], "capacity": "présidente", "adopted_on": ground.day(470)}
        Adoption.objects.create(charter=offered, participation=seat, sha256=offered.sha256, **facts)


def render(ground, shape) -> None:
    """The restitution, what institutions undertook, the effects, the officer's own texts."""
    if shape.bare:
        return
    asked = ground.seats(Role.INSTITUTION)
    everybody = [*ground.group(), *asked]
    event = ground.hold("restitution", Kind.RESTITUTION, "Restitution", 500, everybody, place="Salle du conseil")
    ground.write_up(event, 12 if shape.long else 3, Visibility.INSTITUTIONS)
    with ground.on(520):
        step = ground.step("restitution")
        for place, seat in enumerate(asked):
            told = {"participation": seat, "text": words.SENTENCES[place % 6], "said_on": ground.day(500)}
            told |= {"due_on": ground.day(700) if place % 2 else None, "meeting": event}
            restitution.write_undertaking(step, told, by=ground.by)
        outputs = list(Output.objects.filter(program=ground.program).order_by("pk"))
        for place, output in enumerate(outputs[: max(1, len(outputs) - 2)]):
            told = {"kind": Effect.Kind.values[place % 3], "title": f"Effet constaté {place + 1}"}
            told |= {"text": words.text(1, place), "proof": "Comptes rendus du groupe" if place % 2 else ""}
            told |= {"objective": ground.objectives[place], "output": output, "observed_on": ground.day(515)}
            restitution.write_effect(step, told, by=ground.by)
        told = {"months": 6, "taken_on": ground.day(519), "still_meets": FollowUp.StillMeets.YES}
        restitution.write_follow_up(step, {**told, "how_often": "une fois par mois"}, by=ground.by)
        for key in ("scoping", "diagnosis", "workshops"):
            prose.write_chapter(step, key, {"text": words.text(10 if shape.long else 4)}, by=ground.by)
        told = {"focus": words.SENTENCES[3], "summary": "\n".join(words.SENTENCES[:5])}
        prose.write_sheet(step, {**told, "contacts": f"{ground.by}, {ground.by.email}"}, by=ground.by)
