"""The standing cast of the tests, and small makers of what they need: plain functions, no factory library."""

from datetime import date, timedelta
from types import SimpleNamespace

from associations.models import Association
from dla_collectif.accounts.models import Dla, Membership, User
from dla_collectif.directory.models import Affiliation, Organisation, Person
from dla_collectif.entrance import arrivals
from dla_collectif.services import clock
from programs.diagnosis.models import SharedEdition
from programs.journey.models import Carrier, Participation, Program
from programs.journey.progress import Journey
from programs.meetings.models import Attendance, Meeting

PASSWORD = "les lundis pluvieux de novembre"  # of everybody who works in a DLA
Role, Status = Participation.Role, Participation.Status


def force_login(client, user, door=arrivals.PASSWORD):
    """Sign a client in without its pages, as if by that door."""
    client.force_login(user, backend=arrivals.BACKEND)
    session = client.session
    session["door"] = door
    session.save()


def organisation(name, kind="association", **fields):
    """An organisation of the directory; an association gets its profile."""
    row = Organisation.objects.create(name=name, kind=kind, **fields)
    if kind == "association":
        Association.objects.create(organisation=row)
    return row


def person(first_name, last_name, *organisations, function="présidente"):
    """Somebody, with an account, who speaks for organisations."""
    email = f"{first_name}.{last_name}@example.org".lower().replace("ë", "e").replace("é", "e")
    row = Person.objects.create(first_name=first_name, last_name=last_name, email=email)
    for each in organisations:
        Affiliation.objects.create(person=row, organisation=each, function=function)
    return User.objects.create_user(email, row)


def dla(name):
    """A DLA."""
    return Dla.objects.create(organisation=organisation(name, "dla"))


def officer(first_name, last_name, team, role=Membership.Role.OFFICER):
    """Somebody who works in a DLA."""
    user = person(first_name, last_name, team.organisation, function="chargé·e de mission")
    user.set_password(PASSWORD)
    user.save()
    Membership.objects.create(user=user, dla=team, role=role)
    return user


def regional_reader(first_name, last_name, *teams):
    """Somebody to whom DLA open their programmes, and who works in none."""
    user = person(first_name, last_name)
    for team in teams:
        Membership.objects.create(user=user, dla=team, role=Membership.Role.REGIONAL)
    return user


def program(title, *teams, **fields):
    """A programme carried by DLAs."""
    fields.setdefault("reference", title.lower().replace(" ", "-"))
    row = Program.objects.create(title=title, **fields)
    for team in teams:
        Carrier.objects.create(program=row, dla=team)
    return row


def seat(row, who, role=Role.ASSOCIATION, status=Status.COMMITTED, **fields):
    """An organisation's seat in a programme."""
    today = clock.today()
    fields = {"invited_on": None if status == Status.SPOTTED else today, **fields}
    return Participation.objects.create(program=row, organisation=who, role=role, status=status, **fields)


def meeting(row, phase="diagnosis", kind="preparatory", title="Réunion", present=(), expected=(), **fields):
    """A meeting of two hours, with those present and those expected."""
    start = fields.pop("starts_at", clock.now() - timedelta(days=3))
    made = Meeting.objects.create(
        program=row, phase=phase, kind=kind, title=title, starts_at=start, ends_at=start + timedelta(hours=2), **fields
    )
    for participation in present:
        Attendance.objects.create(meeting=made, participation=participation, state="present")
    for participation in expected:
        Attendance.objects.create(meeting=made, participation=participation)
    return made


def shared_edition(row, text="Le matériel manque.", number=1, **fields):
    """A version of the shared diagnosis, proposed to the group; validated with `validated_on` and its counts."""
    return SharedEdition.objects.create(program=row, number=number, text=text, sha256="0" * 64, **fields)


VALIDATED = {"validated_on": date(2026, 3, 12), "asked": 2, "recognised": 2, "reserved": 0, "opposed": 0}


def journey(row, user) -> Journey:
    """A programme as `user` walks it."""
    return Journey(Program.objects.visible_to(user).get(pk=row.pk))


def step(row, key, user):
    """A step of a programme as `user` sees it."""
    return journey(row, user).step(key)


def at_phase(row, key):
    """Put a programme's pointer at a phase, as if the earlier ones had been closed."""
    Program.objects.filter(pk=row.pk).update(phase=key)
    row.phase = key
    return row


def cast():
    """Alice and Bruno carry one programme together; Chloé carries another; the others take part."""
    lille, roubaix, arras = dla("DLA de Lille"), dla("DLA de Roubaix"), dla("DLA d’Arras")
    ciné, vidéo, cirque = (
        organisation("Ciné-Club des Lilas"),
        organisation("Vidéo Quartier"),
        organisation("Le Chapiteau"),
    )
    drac = organisation("DRAC", "institution")
    multi, rival = organisation("Coopérative Conseil", "consultancy"), organisation("Cabinet Rival", "consultancy")
    world = SimpleNamespace(
        lille=lille,
        roubaix=roubaix,
        arras=arras,
        cine=ciné,
        video=vidéo,
        cirque=cirque,
        drac=drac,
        multi=multi,
        rival=rival,
        alice=officer("Alice", "Martin", lille),
        bruno=officer("Bruno", "Petit", roubaix),
        chloe=officer("Chloé", "Durand", arras),
        farid=officer("Farid", "Amrani", lille, Membership.Role.MANAGER),
        nadia=regional_reader("Nadia", "Roux", lille),
        denis=person("Denis", "Leroy", ciné),
        dora=person("Dora", "Blin", vidéo),
        emma=person("Emma", "Caron", cirque),
        gaelle=person("Gaëlle", "Robin", multi, function="consultante"),
        rita=person("Rita", "Vasseur", rival, function="consultante"),
        hugo=person("Hugo", "Meunier", drac, function="conseiller"),
    )
    world.program = program("Cinéma et audiovisuel", lille, roubaix, reference="cinema", territory="Métropole")
    world.foreign = program("Arts du cirque", arras, reference="cirque")
    world.denis_seat, world.dora_seat = seat(world.program, ciné), seat(world.program, vidéo)
    world.gaelle_seat = seat(world.program, multi, Role.CONSULTANT, Status.INVITED)
    world.rita_seat = seat(world.program, rival, Role.CONSULTANT, Status.INVITED)
    world.hugo_seat = seat(world.program, drac, Role.INSTITUTION, Status.INVITED)
    world.emma_seat = seat(world.foreign, cirque)
    return world
