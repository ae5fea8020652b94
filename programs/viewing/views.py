"""The pages of « voir comme »: as whom, begin, end; and what a reader will find, before it is handed out."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dla_collectif.services.ids import public_id_in
from dla_collectif.services.pages import Link, done
from dla_collectif.services.visibility import Visibility
from programs.journey.guards import program_view
from programs.journey.models import Participation

from . import actions
from .models import LEVELS, LIFE, Viewing
from .readings import people_to_see, seats_to_see, told_to

MINUTES = int(LIFE.total_seconds() // 60)
NAMES = {"groupe": Visibility.GROUP, "institutions": Visibility.INSTITUTIONS, "public": Visibility.PUBLIC}


@program_view("program.see_as")
def choose(request, journey):
    """Those whose pages an officer may look at, and those that nobody speaks for yet."""
    seats = seats_to_see(journey.program)
    people = people_to_see(journey.program, seats)
    named = {seat.pk for seat, _ in people}
    context = {
        "program": journey.program,
        "people": sorted(people, key=lambda pair: (pair[0].role, pair[0].organisation.search)),
        "unspoken": [seat for seat in seats if seat.pk not in named],
        "minutes": MINUTES,
        "crumbs": crumbs(journey),
    }
    return render(request, "programs/viewing/choose.html", context)


@program_view("program.see_as")
@require_POST
def begin(request, journey):
    """Begin to look, as a person, an organisation or a level."""
    oid, person = public_id_in(request.POST.get("seat", "")), public_id_in(request.POST.get("person", ""))
    if not oid:
        level = NAMES.get(request.POST.get("level", ""))
        return at(actions.see_as_level(journey, level, by=request.user), journey)
    seat = get_object_or_404(Participation, program=journey.program, public_id=oid)
    if not person:
        return at(actions.see_as_seat(journey, seat, by=request.user), journey)
    people = people_to_see(journey.program, seats_to_see(journey.program))
    seen = next((user for each, user in people if (each, user.public_id) == (seat, person)), None)
    return at(actions.see_as_person(journey, seat, seen, by=request.user), journey)


def at(viewing, journey):
    """The first page of a viewing: a person's space, the programme for who has none."""
    path = reverse("journey:space") if viewing.seat_id else journey.program.get_absolute_url()
    return HttpResponseRedirect(f"/comme/{viewing.public_id}{path}")


@program_view("program.see_as")
@require_POST
def end(request, journey, oid):
    """« Revenir à ma vue. »"""
    rows = Viewing.objects.select_related("seen__person", "seat__organisation").filter(viewer=request.user)
    viewing = get_object_or_404(rows, program=journey.program, public_id=oid)
    viewing.program = journey.program
    actions.end_viewing(viewing, by=request.user)
    return done(request, "Vous êtes revenu·e à votre vue.", journey.program)


@program_view("program.see_as")
def readers(request, journey):
    """« Que lira la DRAC ? »: what a reader will find, step by step, what is withheld and why."""
    seats = seats_to_see(journey.program)
    wanted = request.GET.get("lecteur", "institutions")
    viewing = reader_named(journey.program, wanted, seats)
    if viewing is None:
        raise Http404("Ce lecteur n’existe pas dans cet accompagnement.")
    steps = told_to(journey, viewing.reader(), request.user)
    context = {
        "program": journey.program,
        "viewing": viewing,
        "sentence": question(viewing),
        "tabs": [link(journey, name, LEVELS[level].capitalize(), wanted) for name, level in NAMES.items()],
        "seats": [(seat, link(journey, seat.public_id, str(seat.organisation), wanted)) for seat in seats],
        "wanted": wanted,
        "steps": steps,
        "crumbs": crumbs(journey),
        "minutes": MINUTES,
    }
    return render(request, "programs/viewing/readers.html", context)


def reader_named(program, name, seats) -> Viewing | None:
    """A viewing that nobody begins: the reader that an address names."""
    if name in NAMES:
        return Viewing(program=program, level=NAMES[name])
    seat = next((seat for seat in seats if seat.public_id == name), None)
    return Viewing(program=program, seat=seat) if seat else None


def question(viewing) -> str:
    """« Que liront les institutions ? »"""
    verb = "liront" if viewing.level == Visibility.INSTITUTIONS else "lira"
    return f"Que {verb} {viewing.whom}\u00a0?"


def link(journey, name, label, wanted) -> Link:
    """The page for a reader."""
    url = reverse("viewing:readers", args=[journey.program.public_id])
    return Link(label, f"{url}?{urlencode({'lecteur': name})}", current=name == wanted)


def crumbs(journey) -> list[Link]:
    """The way back."""
    return [Link(journey.program.title, journey.program.get_absolute_url())]
