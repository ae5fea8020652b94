"""The shared diagnosis as its readers find it: an association says whether it recognises itself, others read."""

from django.http import Http404
from django.shortcuts import redirect, render

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done
from dla_collectif.services.permissions import can
from dla_collectif.services.visibility import Visibility
from programs.journey.guards import phase_view, program_view, shown_to_viewers
from programs.journey.models import Participation
from programs.journey.prints import answer_one
from programs.journey.seats import choose

from ..models import SharedEdition, SharedVoice
from ..pages import own_seat
from . import actions as acts
from .forms import VoiceForm
from .prints import EDITIONS

NOTHING = "Aucun diagnostic partagé ne vous est ouvert dans cet accompagnement."


@program_view("program.read")
@shown_to_viewers()
def shared(request, journey):
    """The version that the visitor may read; an association of the group says there whether it recognises itself."""
    return edition_page(request, journey)


@program_view("program.read")
@shown_to_viewers()
def edition(request, journey, number):
    """A version by its number."""
    return edition_page(request, journey, number)


@program_view("program.read")
@shown_to_viewers()
def edition_pdf(request, journey, number):
    """A version on paper, with room to answer by hand for whom it is still asked of."""
    return answer_one(request, journey, EDITIONS, about=find(journey, number).pk)


@phase_view("phase.answer")
def say(request, step):
    """An association's word on the version proposed last."""
    seat = own_seat(request, step)
    home = seat.page("diagnosis:shared")
    if request.method != "POST":
        return redirect(home)
    row = SharedEdition.objects.of(step.program).first()
    if row is None:
        raise Http404(NOTHING)
    form = VoiceForm(request.POST, instance=row.voice_of(seat))
    if accepted(form, lambda data: acts.say(step, seat, data, by=request.user)):
        return done(request, "C’est noté. Vous pouvez changer d’avis jusqu’à la validation par le groupe.", home)
    return edition_page(request, step.journey, row.number, seat=seat, form=form)


def find(journey, number) -> SharedEdition:
    """A version that the visitor may read. Raises Http404."""
    row = SharedEdition.objects.visible_to(journey.program).filter(number=number).first()
    if row is None:
        raise Http404(NOTHING)
    return row


def seat_here(request, program) -> Participation | None:
    """The association for which the visitor reads; None for whoever is none. Raises SeatNeeded."""
    seats = Participation.objects.held_by(request.user).associations().filter(program=program)
    seats = list(seats.select_related("organisation").order_by("id"))
    if not seats:
        return None
    seat = choose(request, seats, NOTHING)
    seat.program = program
    return seat


def edition_page(request, journey, number=None, *, seat=None, form=None):
    """A version (the last one without a `number`), what the group said of it, what is asked of the visitor.

    Raises Http404 for one that the visitor may not read.
    """
    program = journey.program
    editions = list(SharedEdition.objects.visible_to(program))
    edition = next((each for each in editions if number in (None, each.number)), None)
    if edition is None:
        raise Http404(NOTHING)
    edition.program = program
    step = journey.step("diagnosis")
    in_group = program.reading_level <= Visibility.GROUP
    seat = seat or seat_here(request, program)
    is_last = editions[0].pk == edition.pk
    may_say = seat is not None and is_last and edition.validated_on is None and can(request.user, "phase.answer", step)
    voice = edition.voice_of(seat) if seat else None
    if form is None and may_say:
        form = VoiceForm(instance=voice)
    conflict = getattr(form, "conflict", None)
    context = {
        "program": program,
        "edition": edition,
        "editions": editions,
        "is_last": is_last,
        "seat": seat,
        "voice": voice if voice is not None and voice.pk else None,
        "former": former_of(editions, edition, seat),
        "reservations": reservations_of(edition) if in_group else [],
        "form": form,
        "conflict": conflict,
        "action": seat.page("diagnosis:say") if seat else "",
        "is_intact": acts.is_intact(edition),
        "crumbs": [Link(program.title, program.get_absolute_url())],
    }
    return render(request, "programs/diagnosis/shared/shared.html", context, status=409 if conflict else 200)


def reservations_of(edition) -> list[SharedVoice]:
    """What was reserved and what it was answered, as the group reads it."""
    rows = edition.voices.demanding().select_related("participation__organisation")
    return list(rows.order_by("participation__organisation__name", "id"))


def former_of(editions, edition, seat) -> SharedVoice | None:
    """What an association said of the version before, with its answer, beside what it is asked now."""
    before = next((each for each in editions if each.number == edition.number - 1), None)
    if seat is None or before is None:
        return None
    return before.voices.demanding().filter(participation=seat).first()
