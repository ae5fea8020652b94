"""The first three rooms of a shape: scoping, partners, needs."""

from itertools import cycle

from dla_collectif.services import clock
from dla_collectif.services.visibility import Visibility
from programs.consultation.actions import add_opinion
from programs.consultation.models import CommitteeOpinion, Hearing
from programs.contributions.actions import contribute
from programs.contributions.models import Contribution
from programs.diagnosis.commitment import actions as commitments
from programs.diagnosis.models import Commitment, Departure, NeedRating, Response, SharedVoice
from programs.diagnosis.questionnaire import sources
from programs.diagnosis.shared import actions as shared
from programs.journey.actions import stop_program
from programs.journey.models import Participation
from programs.meetings.models import Meeting
from programs.scoping.actions import write_note

from . import words
from .ground import Ground, Role

Kind, Status = Meeting.Kind, Participation.Status
NEWER = {"status": Status.INVITED}
LEAVES = 9  # of so many associations, one says no


def arrive(shape) -> Ground:
    """The people and the programme."""
    ground = Ground(shape)
    with ground.on(0):
        ground.open()
    return ground


def scope(ground, shape) -> None:
    """The associations spotted; the note and the partners, unless nothing optional is told."""
    names = [words.association(place, long=shape.long) for place in range(shape.count)]
    with ground.on(12):
        rows = ground.organisations("association", names)
        ground.seat(rows, Role.ASSOCIATION, 12, source="" if shape.bare else "demande reçue par le DLA")
    if shape.bare:
        return
    with ground.on(20):
        partners = ground.organisations("network", words.PARTNERS[: shape.partners])
        ground.seat(partners, Role.PARTNER, 20, invited_on=ground.day(20), **NEWER)
        count = 24 if shape.long else 3
        note = {name: words.text(count, start) for start, name in enumerate(("origin", "finding", "sought_effects"))}
        note |= {"territory": shape.territory, "decision": "Proposer un accompagnement collectif."}
        write_note(ground.step("scoping"), {**note, "half_days": 36, "decided_on": ground.day(19)}, by=ground.by)


def consult(ground, shape) -> None:
    """Consultants and institutions heard, what they said, the committee's opinion."""
    if shape.bare:
        return
    with ground.on(33):
        consultants = ground.organisations("consultancy", words.CONSULTANCIES)
        heard = ground.seat(consultants[:2], Role.CONSULTANT, 33, invited_on=ground.day(33), **NEWER)
        institutions = ground.organisations("institution", words.INSTITUTIONS[: 5 if shape.long else 2])
        asked = ground.seat(institutions, Role.INSTITUTION, 33, invited_on=ground.day(33), **NEWER)
        together = ground.hold("consultation", Kind.CONSULTANTS, "Rencontre avec les consultants", 33, heard)
        Hearing.objects.create(meeting=together, mode=Hearing.Mode.MEETING)
    for place, seat in enumerate(asked):
        talk = ground.hold("consultation", Kind.INTERVIEW, f"Entretien\u00a0: {seat.organisation}", 36 + place, [seat])
        Hearing.objects.create(meeting=talk, mode=Hearing.Mode.PHONE if place % 2 else Hearing.Mode.MEETING)
    with ground.on(50):
        step = ground.step("consultation")
        for place, (kind, theme, text) in enumerate(words.SAID * (4 if shape.long else 1)):
            seat = (heard if kind == "advice" else asked)[place % 2]
            told = {"kind": kind, "theme": theme, "text": text, "organisation": seat.organisation}
            told |= {"visibility": Visibility.INSTITUTIONS, "quotable": place % 3 > 0}
            ground.needs.append(contribute(step, told, by=ground.by))
        opinion = {"given_on": ground.day(48), "opinion": CommitteeOpinion.Opinion.FAVOURABLE}
        opinion |= {"text": words.text(2), "visibility": Visibility.INSTITUTIONS}
        add_opinion(step, opinion, by=ground.by)


def diagnose(ground, shape) -> None:
    """Needs, answers, preparatory meetings, the shared diagnosis, who commits and who does not."""
    seats = ground.seats()
    of_program = Participation.objects.filter(program=ground.program, role=Role.ASSOCIATION)
    of_program.update(status=Status.INVITED, invited_on=ground.day(64))
    if not shape.bare:
        with ground.on(65):
            answer(ground, shape, seats)
        for place in range(4 if shape.long else 2):
            title = f"Réunion préparatoire {place + 1}"
            ground.hold("diagnosis", Kind.PREPARATORY, title, 95 + 7 * place, seats, place="Salle des fêtes")
        propose(ground, shape, seats)
    leaving = [] if shape.count < LEAVES else seats[LEAVES - 1 :: LEAVES]
    staying = [seat for seat in seats if seat not in leaving][: 2 if shape.stops else None]
    of_program.filter(pk__in=[seat.pk for seat in staying]).update(
        status=Status.COMMITTED, committed_on=ground.day(140)
    )
    if shape.bare:
        return
    with ground.on(140, "18:00"):
        for place, seat in enumerate(leaving):
            gone = {"status": Status.WITHDRAWN, "withdrawn_on": ground.day(138), "reason": words.REASONS}
            of_program.filter(pk=seat.pk).update(**gone)
            kind = Departure.Kind.values[place % 2]
            Departure.objects.create(participation=seat, kind=kind, reason=words.REASONS, left_on=ground.day(138))
        sign(ground, staying)


def answer(ground, shape, seats) -> None:
    """The questionnaire, and what each association says of each need."""
    step = ground.step("diagnosis")
    questionnaire = sources.choose_questionnaire(step, "general", by=ground.by)
    questionnaire.sent_on, questionnaire.closes_on = ground.day(65), ground.day(90)
    questionnaire.save(update_fields=["sent_on", "closes_on"])
    people = ground.people(seats)
    for place, (theme, text) in enumerate(words.NEEDS * (3 if shape.long else 1)):
        told = {"kind": "need", "theme": theme, "text": text if place < len(words.NEEDS) else f"{text} ({place})"}
        told |= {"visibility": Visibility.INSTITUTIONS}
        if place < len(seats):
            told |= {"organisation": seats[place].organisation, "quotable": True}
        ground.needs.append(contribute(step, told, by=ground.by))
    needs = list(Contribution.objects.needs().filter(program=ground.program).order_by("pk"))
    rows = Response.objects.bulk_create(
        Response(
            participation=seat,
            state=Response.State.SENT if place % 7 != 6 else Response.State.WAITING,
            sent_at=ground.moment(70 + place % 15, "20:14") if place % 7 != 6 else None,
            sent_by=None,
            answered=28,
            expected=30,
            asked_on=ground.day(65),
        )
        for place, seat in enumerate(seats)
    )
    NeedRating.objects.bulk_create(
        NeedRating(
            response=row,
            need=need,
            intensity=(place * 3 + number * 5) % 5,
            priority=(place + number) % 5 == 4 and (place * 3 + number * 5) % 5 > 0,
            helps=(place + number) % 6 == 1,
            words=words.SENTENCES[(place + number) % 6] if people and (place + number) % 4 == 0 else "",
        )
        for place, row in enumerate(rows)
        if row.is_sent
        for number, need in enumerate(needs)
    )


def propose(ground, shape, seats) -> None:
    """The shared diagnosis: proposed, recognised, validated in a meeting."""
    with ground.on(125):
        step = ground.step("diagnosis")
        text = "### Ce qui nous rassemble\n\n" + words.text(30 if shape.long else 5)
        text += "\n\n### Ce que nous voulons\n\n- un calendrier commun\n- un emploi partagé\n- une parole commune"
        shared.write_synthesis(step, {"text": text}, by=ground.by)
        edition = shared.publish_edition(step, {}, by=ground.by)
        SharedVoice.objects.bulk_create(
            SharedVoice(edition=edition, participation=seat, stance=SharedVoice.Stance.YES) for seat in seats
        )
    meeting = ground.hold("diagnosis", Kind.PREPARATORY, "Validation du diagnostic", 132, seats)
    with ground.on(133):
        data = {"meeting": meeting, "visibility": Visibility.INSTITUTIONS}
        shared.validate_edition(ground.step("diagnosis"), data, by=ground.by)


def sign(ground, seats) -> None:
    """A letter each."""
    people, medium = ground.people(seats), Commitment.Medium.PAPER
    text = "Notre association s’engage à prendre part aux ateliers, et à y envoyer les deux mêmes personnes."
    rows = []
    for seat, capacity in zip(seats, cycle(("présidente", "vice-présidente déléguée aux partenariats")), strict=False):
        facts = {"text": text, "person": people[seat.organisation_id], "capacity": capacity, "medium": medium}
        row = Commitment(participation=seat, signed_at=clock.now(), board_on=ground.day(136), **facts)
        row.sha256 = commitments.fingerprint(seat, signed_at=row.signed_at, **facts)
        rows.append(row)
    Commitment.objects.bulk_create(rows)


def stop(ground, day) -> None:
    """The walk ends here, with its reason."""
    with ground.on(day):
        stop_program(ground.step("specification").journey, words.STOP, by=ground.by)
