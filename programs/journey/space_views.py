"""The space of those who take part: what they are asked to do now, for whom they speak, what they gave."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dla_collectif.services.guards import allow
from dla_collectif.services.pages import Link, own_path

from .guards import program_view, shown_to_viewers
from .models import Document, Participation
from .progress import Journey, asks_of_all, became_of, given_by
from .seats import CHOICE, choice_page, seat_for

MOST = 50


@allow("space.see")
@shown_to_viewers()
def space(request):
    """What the visitor is asked to do now, then where each programme stands; for one organisation at a time."""
    seats = seats_of(request.user)
    asks = asks_of_all(seats)
    organisations = list(dict.fromkeys(seat.organisation for seat in seats))
    chosen = chosen_among(request, organisations)
    if len(organisations) > 1 and chosen is None:
        return choice_page(request, counted(organisations, asks), request.path)
    mine = [seat for seat in seats if chosen in (None, seat.organisation)]
    asks_of_mine = [(seat, ask) for seat, ask in asks if chosen in (None, seat.organisation)]
    gestures = [(seat, ask) for seat, ask in asks_of_mine if not ask.done]
    context = {
        "gestures": sorted(gestures, key=lambda pair: (pair[1].until is None, pair[1].until)),
        "finished": [(seat, ask) for seat, ask in asks_of_mine if ask.done],
        "seats": [(seat, Journey(seat.program)) for seat in mine],
        "organisations": list(dict.fromkeys(seat.organisation for seat in mine)),
        "others": [
            (each, count) for each, count in counted(organisations, asks) if len(organisations) > 1 and each != chosen
        ],
    }
    return render(request, "programs/journey/space.html", context)


def seats_of(user) -> list[Participation]:
    """The seats that somebody sits in, with what the rooms know of them."""
    seats = Participation.objects.held_by(user).measured().select_related("program", "organisation")
    return list(seats.order_by("-program__opened_on", "-id").distinct()[:MOST])


def chosen_among(request, organisations):
    """The organisation that the visitor chose to speak for, if it still is one of theirs."""
    public_id = request.session.get(CHOICE, ["", ""])[0]
    return next((each for each in organisations if each.public_id == public_id and len(organisations) > 1), None)


def counted(organisations, asks) -> list:
    """Each organisation with how many gestures it is asked."""
    return [(each, sum(seat.organisation == each and not ask.done for seat, ask in asks)) for each in organisations]


@allow("space.see")
def speak_for(request):
    """« Pour qui parlez-vous ? »: the choice is kept for the session."""
    seats = Participation.objects.held_by(request.user).select_related("organisation").order_by("organisation__name")
    organisations = list(dict.fromkeys(seat.organisation for seat in seats))
    if not organisations:
        raise Http404("Vous ne représentez aucune structure ici.")
    if request.method != "POST":
        return choice_page(request, [(each, None) for each in organisations], reverse("journey:space"))
    wanted = request.POST.get("structure", "")
    chosen = next((each for each in organisations if each.public_id == wanted), None)
    if chosen is None:
        raise Http404("Vous ne représentez pas cette structure.")
    request.session[CHOICE] = [chosen.public_id, str(chosen)]
    return HttpResponseRedirect(own_path(request, request.POST.get("suite", "")) or reverse("journey:space"))


@program_view("program.reply")
@shown_to_viewers()
def our_part(request, journey):
    """What an organisation said, gave and signed in a programme, what the group shares, what became of its words."""
    seats = Participation.objects.held_by(request.user).filter(program=journey.program).measured()
    seat = seat_for(request, seats, "Cette page est celle des participants de l’accompagnement.")
    seat.program = journey.program
    context = {
        "seat": seat,
        "program": journey.program,
        "given": given_by(seat),
        "strands": became_of(seat),
        "documents": Document.objects.visible_to(journey.program).order_by("-number")[:MOST],
        "crumbs": [
            Link("Mon espace", reverse("journey:space")),
            Link(journey.program.title, journey.program.get_absolute_url()),
        ],
    }
    return render(request, "programs/journey/our_part.html", context)
