"""Ask a DLA to carry a programme, answer, leave; and what a regional reader reads from afar."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dla_collectif.accounts.models import Membership
from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow, declare, enter, kept_or_sign_in, perform
from dla_collectif.services.pages import Link, done, form_page

from . import carriers as actions
from .forms import CarrierForm, ReasonForm
from .guards import program_view
from .models import Carrier, CarrierRequest, Program, name_carriers
from .progress import Journey

REGION_MOST = 200


@allow("region.read")
def region(request):
    """The programmes that DLA open to a regional reader: where each stands, nothing of what was said."""
    roles = Membership.objects.filter(user=request.user, role=Membership.Role.REGIONAL).active()
    rows = Program.objects.visible_to(request.user).filter(carriers__dla__in=roles.values("dla")).distinct()
    rows = rows.order_by("-opened_on", "-id")[:REGION_MOST]
    name_carriers(rows)
    journeys = [Journey(program) for program in rows]
    teams = [str(row.dla) for row in roles.select_related("dla__organisation").order_by("dla__organisation__search")]
    return render(request, "programs/journey/region.html", {"journeys": journeys, "teams": teams})


@program_view("program.manage")
def ask_carrier(request, journey):
    """Ask another DLA to carry the programme."""
    form = CarrierForm(request.POST or None, program=journey.program)
    if accepted(form, lambda data: actions.ask_carrier(journey.program, data["dla"], by=request.user)):
        return done(request, "La demande est partie : ce DLA l’accepte ou la décline.", to_carriers(journey))
    return own_form(request, form, journey, "Demander à un DLA de porter l’accompagnement", "Envoyer la demande")


@program_view("program.manage")
@require_POST
def withdraw_request(request, journey, oid):
    """Take a request back."""
    rows = CarrierRequest.objects.waiting().select_related("dla__organisation")
    row = get_object_or_404(rows, program=journey.program, public_id=oid)
    actions.withdraw_request(journey.program, row, by=request.user)
    return done(request, f"La demande faite à {row.dla} est retirée.", to_carriers(journey))


@program_view("program.manage")
def remove_carrier(request, journey, oid):
    """A DLA stops carrying the programme, with its reason."""
    rows = Carrier.objects.filter(program=journey.program).select_related("dla__organisation")
    row = get_object_or_404(rows, dla__organisation__public_id=oid)
    form = ReasonForm(
        request.POST or None, help_text="Ce motif est gardé au journal. L’équipe de ce DLA ne lira plus rien."
    )
    if accepted(form, lambda data: actions.remove_carrier(journey.program, row, data["reason"], by=request.user)):
        visible = Program.objects.visible_to(request.user).filter(pk=journey.program.pk, reader_carries=True)
        return done(
            request, f"{row.dla} ne porte plus l’accompagnement.", to_carriers(journey) if visible else reverse("home")
        )
    return own_form(request, form, journey, f"{row.dla} ne porte plus l’accompagnement", "Confirmer")


def asked_view(view):
    """A page of a request: for the team of the DLA that is asked; it does not exist for anybody else."""

    @wraps(view)
    def guarded(request, oid):
        if not request.user.is_authenticated:
            return kept_or_sign_in(request)
        row = CarrierRequest.objects.asked_of(request.user).told().filter(public_id=oid).first()
        if row is None:
            raise Http404("Cette demande n’existe pas, ou ne s’adresse pas à vous.")
        enter(request, "carrier.answer", row)
        return perform(view, request, row)

    return declare(guarded, view, "carrier.answer")


@asked_view
def carrier_request(request, row):
    """What another DLA asks: the title and who asks, nothing more; accept it, or decline with a reason."""
    if row.state != CarrierRequest.State.ASKED:
        return render(request, "programs/journey/carrier_request.html", {"row": row, "form": None})
    form = ReasonForm(request.POST or None, help_text="Ce motif est envoyé au DLA qui vous le demande.")
    if accepted(form, lambda data: actions.decline_request(row, data["reason"], by=request.user)):
        return done(request, "Votre réponse est envoyée.", "home")
    return render(request, "programs/journey/carrier_request.html", {"row": row, "form": form})


@asked_view
@require_POST
def accept_request(request, row):
    """Carry the programme with those who ask."""
    actions.accept_request(row, by=request.user)
    return done(request, "Votre DLA porte désormais l’accompagnement, à égalité.", row.program)


def own_form(request, form, journey, title, submit):
    """A form about who carries, with the way back."""
    back = to_carriers(journey)
    crumbs = [Link(journey.program.title, journey.program.get_absolute_url()), Link("Porteurs et partenaires", back)]
    return form_page(request, form, title=title, submit=submit, crumbs=crumbs, cancel_url=back)


def to_carriers(journey) -> str:
    """The page of those who carry, in the first room."""
    return reverse("scoping:carriers", args=[journey.program.public_id])
