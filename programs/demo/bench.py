"""What the bench measures: the pages people wait for, in the demonstration, with 100 rows more behind each list."""

from dla_collectif.accounts.models import Dla, User
from dla_collectif.directory.models import Affiliation, Organisation, Person
from dla_collectif.services import clock
from programs.diagnosis.models import Response
from programs.journey.models import Carrier, Participation, Program

MORE = 100


def add_rows():
    """100 associations, all spotted in the finished programme; 17 programmes more on the officer's desk."""
    program = Program.objects.get(reference="lille")
    for number in range(MORE):
        name = f"Association d’essai {number}"
        row, created = Organisation.objects.get_or_create(kind="association", name=name, defaults={"town": "Lille"})
        if created:
            Participation.objects.create(program=program, organisation=row, spotted_on=clock.today())
    for number in range(17):
        fields = {"title": f"Accompagnement d’essai {number}", "phase": "diagnosis"}
        row, created = Program.objects.get_or_create(reference=f"essai-{number}", defaults=fields)
        if created:
            Carrier.objects.create(program=row, dla=first_carrier(program))


def add_crowd(count) -> list[User]:
    """As many associations that were asked to answer in the programme under way, one person each."""
    program, people = Program.objects.get(reference="cirque"), []
    for number in range(count):
        name = f"Association de la foule {number}"
        organisation = Organisation.objects.create(kind="association", name=name, town="Lille")
        person = Person.objects.create(
            first_name="Camille", last_name=f"Essai {number}", email=f"c{number}@example.org"
        )
        Affiliation.objects.create(person=person, organisation=organisation)
        seat = Participation.objects.create(
            program=program,
            organisation=organisation,
            spotted_on=clock.today(),
            invited_on=clock.today(),
            status=Participation.Status.INVITED,
        )
        Response.objects.create(participation=seat, expected=1)
        people.append(User.objects.of(person))
    return people


def first_carrier(program) -> Dla:
    """The DLA that opened the programme."""
    return program.carriers.select_related("dla").order_by("id")[0].dla


def pages():
    """(name, goal, the floor it is counted in, who opens it, path)."""
    finished, running = Program.objects.get(reference="lille"), Program.objects.get(reference="cirque")
    officer = User.objects.get(person__first_name="Alice")
    association = User.objects.get(person__first_name="Denis")
    here, there = f"/accompagnements/{finished.public_id}/", f"/accompagnements/{running.public_id}/"
    return [
        ("G1 desk", 2.0, "U", officer, "/bureau/"),
        ("G2 directory, 100 rows", 1.5, "U100", officer, "/annuaire/"),
        ("G3 programme", 2.0, "U", officer, here),
        ("G3 phase", 2.0, "U", officer, f"{there}diagnostic-des-besoins/"),
        ("G4 needs matrix", 2.5, "U100", officer, f"{here}diagnostic-des-besoins/tableau-des-besoins/"),
        ("G5 sign-in", 0.5, "U", None, "/connexion/"),
        ("G6 questionnaire", 2.5, "U", association, f"{there}diagnostic-des-besoins/notre-reponse/"),
        ("space", 2.0, "U", association, "/espace/"),
    ]
