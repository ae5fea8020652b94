"""By which door one comes to an association's answers: its own space, or the DLA that types for it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import BigIntegerField
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dla_collectif.services.kept import Given, Kept
from dla_collectif.services.pages import Link
from programs.journey.guards import Reader
from programs.journey.models import Participation
from programs.journey.seats import POUR, choose

from ..models import Origin, Response
from .actions import ask_to_answer

DOORS = {Origin.INTERVIEW: "entretien", Origin.PAPER: "papier"}  # as addresses say it
OF_THE_DLA = {
    "answer": "interview",
    "save": "interview_save",
    "save_part": "interview_part",
    "files": "interview_files",
    "send": "interview_send",
    "reopen": "interview_reopen",
    "validate_answers": "note_validation",
    "own_print": "sent_print",
}


@dataclass
class Door:
    """Who types what for whom, and the addresses that go with it."""

    step: object
    seat: Participation
    response: Response | None
    origin: Origin = Origin.ONLINE
    query: str = ""

    @property
    def by_dla(self) -> bool:
        """Whether the DLA types for the association."""
        return self.origin != Origin.ONLINE

    @property
    def is_validated(self) -> bool:
        """Whether somebody answers for what is written."""
        return self.response is not None and self.response.is_validated

    def url(self, page, *args, **query) -> str:
        """The address of a page by this door."""
        name = OF_THE_DLA[page] if self.by_dla else {"files": "own_files"}.get(page, page)
        where = self.step.reverse(f"diagnosis:{name}", *([self.seat.public_id] if self.by_dla else []), *args)
        asked = "&".join(part for part in (self.query, urlencode(query)) if part)
        return f"{where}?{asked}" if asked else where

    @property
    def save_url(self) -> str:
        """Where one field is saved."""
        return self.url("save")

    @property
    def parts_url(self) -> str:
        """What the addresses of all parts begin with: what a device keeps of them is found by it."""
        return self.url("save_part", 1).partition("?")[0].removesuffix("1/")

    @property
    def presence_url(self) -> str:
        """Where an association's people learn of each other; the DLA does not."""
        return "" if self.by_dla else self.url("presence")

    @property
    def send_url(self) -> str:
        """Where the answers are sent."""
        return self.url("send")

    @property
    def validate_url(self) -> str:
        """Where the answers are validated in the association's name, or where the DLA notes that they were."""
        return self.url("validate_answers")

    @property
    def colleague_url(self) -> str:
        """Where an association invites somebody else to write; the DLA has the directory for it."""
        return "" if self.by_dla else self.url("colleague")

    @property
    def print_url(self) -> str:
        """The answers on paper."""
        return self.url("own_print")

    @property
    def reopen_url(self) -> str:
        """Where sent answers are taken back."""
        return self.url("reopen")

    @property
    def added_url(self) -> str:
        """Where an association answers what was added since it sent."""
        return self.url("added")

    @property
    def back_url(self) -> str:
        """The questionnaire's first part."""
        return self.url("answer", partie=1)

    @property
    def start_url(self) -> str:
        """Where an association begins."""
        return self.url("start")

    def part_url(self, part) -> str:
        """Where a part is read."""
        return self.url("answer", partie=part.number)

    def entry_url(self, entry) -> str:
        """Where a question stands."""
        return f"{self.url('answer', partie=entry.part)}#{entry.name}"

    @property
    def crumbs(self) -> list[Link]:
        """The way back: the step for the DLA, the space for an association."""
        if self.by_dla:
            return [*self.step.crumbs, Link("Suivi des réponses", self.step.reverse("diagnosis:followup"))]
        program = self.step.program
        return [Link("Mon espace", reverse("journey:space")), Link(program.title, program.get_absolute_url())]


def own_responses():
    """The responses of the associations that a visitor speaks for in a programme."""
    return Response.objects.of(Reader(), Given("program", BigIntegerField()))


own = Kept(lambda: own_responses().select_related("sent_by__person"))
own_held = Kept(lambda: own_responses().select_for_update(of=("self",)))


def own_door(request, step, *, writing=False) -> Door:
    """The visitor's association's door. Raises Http404, or SeatNeeded for who speaks for two."""
    user, program = request.user, step.program
    responses = (own_held if writing else own).run(person=user.person_id, program=program.pk)
    seats = {response.participation: response for response in responses}
    seat = choose(request, seats, "Votre association n’a pas de questionnaire dans cet accompagnement.")
    seat.program = program
    return Door(step, seat, seats[seat], query=urlencode({POUR: seat.public_id}) if POUR in request.GET else "")


def seat_of_association(step, oid) -> Participation:
    """An association of this programme that did not leave. Raises Http404."""
    seats = Participation.objects.associations().exclude(status=Participation.Status.WITHDRAWN)
    seat = get_object_or_404(seats.select_related("organisation"), program=step.program, public_id=oid)
    seat.program = step.program
    return seat


def dla_door(request, step, oid, *, writing=False) -> Door:
    """The door of an interview or of a paper form; the association is given its questionnaire at the first writing."""
    seat = seat_of_association(step, oid)
    origin = Origin.PAPER if request.GET.get("origine") == DOORS[Origin.PAPER] else Origin.INTERVIEW
    rows = Response.objects.filter(participation=seat)
    response = (rows.select_for_update() if writing else rows).first()
    if response is None and writing:
        response = ask_to_answer(step, seat, by=request.user)
    if response is not None:
        response.participation = seat
    return Door(step, seat, response, origin, urlencode({"origine": DOORS[origin]}))
