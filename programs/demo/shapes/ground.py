"""What a shape walks on: its calendar, its people, its seats, and meetings written as rows."""

from datetime import date, time, timedelta

from associations.actions import add_organisation, add_person
from associations.models import Association
from dla_collectif.accounts.models import Dla, Membership, User
from dla_collectif.directory.models import Affiliation, Organisation, Person
from dla_collectif.services import clock
from dla_collectif.teams.actions import join_team
from programs.journey.actions import close_phase, open_program
from programs.journey.carriers import accept_request, ask_carrier
from programs.journey.models import Participation, Program
from programs.journey.progress import Journey
from programs.meetings.models import Attendance, Meeting, Minutes

from ..calendar import moment, working
from . import words

START = date(2024, 1, 8)
Role = Participation.Role
State = Attendance.State


class Ground:
    """A shape while it is walked."""

    def __init__(self, shape):
        self.shape = shape
        self.program: Program | None = None
        self.officers: list[User] = []
        self.needs = []
        self.objectives = []

    def moment(self, day, hour="10:00"):
        """A moment of the walk, so many days after its start."""
        return moment(working(START + timedelta(days=day)), hour)

    def day(self, day) -> date:
        """A day of the walk."""
        return working(START + timedelta(days=day))

    def on(self, day, hour="10:00"):
        """`with ground.on(30): …`: what is done then."""
        return clock.set_to(self.moment(day, hour))

    def step(self, key):
        """A step as its officer finds it now."""
        return Journey(Program.objects.visible_to(self.officers[0]).get(pk=self.program.pk)).step(key)

    @property
    def by(self) -> User:
        """Who leads the programme."""
        return self.officers[0]

    def open(self) -> None:
        """The carriers with an officer each, then the programme."""
        shape, teams = self.shape, []
        for place in range(shape.carriers):
            name = f"{words.CARRIERS[place]} (forme {shape.key})"
            row = add_organisation({"kind": "dla", "name": name, "town": words.TOWNS[place % 4]}, by=None)
            teams.append(Dla.objects.get_or_create(organisation=row)[0])
            email = f"forme-{shape.key}-{place}@example.org"
            named = {"first_name": words.FIRST_NAMES[place], "last_name": words.LAST_NAMES[place], "email": email}
            person = add_person(row, {**named, "function": "chargée de mission"}, by=None).person
            self.officers.append(User.objects.of(person))
            join_team(self.officers[-1], teams[-1], Membership.Role.OFFICER)
        told = {"reference": f"forme-{shape.key}", "title": shape.title}
        if not shape.bare:
            told |= {"theme": "pooling", "sector": "culture", "territory": shape.territory}
        self.program = open_program(told, teams[0], by=self.by, demonstration=True)
        for team, officer in zip(teams[1:], self.officers[1:], strict=True):
            accept_request(ask_carrier(self.step("scoping").program, team, by=self.by), by=officer)

    def organisations(self, kind, names) -> list[Organisation]:
        """Organisations of the directory in the order of their names; those not there yet come with a person each."""
        known = set(Organisation.objects.filter(kind=kind, name__in=names).values_list("name", flat=True))
        rows = [Organisation(kind=kind, name=name, town=words.TOWNS[len(name) % 4]) for name in names]
        rows = [row for row in rows if row.name not in known]
        for row in rows:
            row.search = row.derived_fields()["search"]
        Organisation.objects.bulk_create(rows)
        self.speak(kind, rows)
        if kind == "association":
            Association.objects.bulk_create(Association(organisation=row) for row in rows)
        found = {row.name: row for row in Organisation.objects.filter(kind=kind, name__in=names)}
        return [found[name] for name in names]

    def speak(self, kind, rows) -> None:
        """Somebody speaks for each of some organisations."""
        says = {"association": "présidente", "consultancy": "consultante"}.get(kind, "chef de service")
        people = Person.objects.bulk_create(
            Person(
                first_name=words.FIRST_NAMES[place % 10],
                last_name=words.LAST_NAMES[(place // 10 + place) % 8],
                email=f"{kind}-{self.shape.key}-{place}@example.org",
            )
            for place in range(len(rows))
        )
        Affiliation.objects.bulk_create(
            Affiliation(person=person, organisation=row, function=says)
            for person, row in zip(people, rows, strict=True)
        )

    def seat(self, organisations, role, day, **fields) -> list[Participation]:
        """Seats for organisations."""
        fields = {"level": Participation.LEVELS[role], "spotted_on": self.day(day), **fields}
        rows = [Participation(program=self.program, organisation=row, role=role, **fields) for row in organisations]
        return Participation.objects.bulk_create(rows)

    def seats(self, role=Role.ASSOCIATION, **having):
        """The seats of a role, in the order they came."""
        rows = self.program.participations.filter(role=role, **having)
        return list(rows.select_related("organisation").order_by("pk"))

    def group(self):
        """The associations that committed."""
        return self.seats(status=Participation.Status.COMMITTED)

    def people(self, seats) -> dict[int, Person]:
        """Who speaks for each of some seats, by organisation."""
        rows = Affiliation.objects.filter(organisation__in=[seat.organisation_id for seat in seats])
        return {row.organisation_id: row.person for row in rows.select_related("person")}

    def hold(self, phase, kind, title, day, seats, **fields) -> Meeting:
        """A meeting that took place, with who came: one out of six had excused themselves."""
        row = Meeting.objects.create(
            program=self.program,
            phase=phase,
            kind=kind,
            title=title,
            starts_at=self.moment(day, "14:00"),
            ends_at=self.moment(day, "17:00"),
            state=Meeting.State.HELD,
            **fields,
        )
        Attendance.objects.bulk_create(
            Attendance(meeting=row, participation=seat, state=State.EXCUSED if place % 6 == 5 else State.PRESENT)
            for place, seat in enumerate(seats)
        )
        return row

    def write_up(self, meeting, count, readers) -> None:
        """Its minutes."""
        Minutes.objects.create(meeting=meeting, text=words.text(count, start=2), visibility=readers)

    def close(self, key, day) -> None:
        """Close a phase, passing over what is missing."""
        with self.on(day, time(18, 30)):
            step = self.step(key)
            close_phase(step, reason=words.PASSED_OVER if step.missing else "", by=self.by)
