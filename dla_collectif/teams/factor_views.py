"""The second factor of a team: who has one, whether it is asked of all; for the managers of that team."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dla_collectif.accounts.models import Dla, Membership, User
from dla_collectif.entrance import actions as entrance
from dla_collectif.entrance.arrivals import sure
from dla_collectif.services.guards import allow
from dla_collectif.services.ids import public_id_in
from dla_collectif.services.pages import done

from . import actions


@allow("team.secure")
def factors(request):
    """Who of the manager's teams has a second factor; whether it is asked of all."""
    teams = Dla.objects.managed_by(request.user).select_related("organisation")
    rows = Membership.objects.filter(dla__in=teams).active().select_related("user__person", "user__factor")
    members = {}
    for row in rows.order_by("user__person__last_name", "pk"):
        members.setdefault(row.dla_id, []).append(row.user)
    return render(request, "teams/factors.html", {"teams": [(each, members[each.pk]) for each in teams]})


@allow("team.secure")
@require_POST
@sure
def require_factor(request):
    """Ask the second factor of a whole team, or stop asking."""
    dla = found(Dla.objects.managed_by(request.user), organisation__public_id=request.POST.get("dla", ""))
    actions.require_factor(dla, request.POST.get("required") == "1", by=request.user)
    asked = "Le second facteur sera demandé à la prochaine connexion de chacun·e."
    return done(request, asked if dla.requires_factor else "Le second facteur est au choix.", "teams:factors")


@allow("team.secure")
@require_POST
@sure
def remove_factor(request):
    """Remove the second factor of a member who lost the phone."""
    teams = Dla.objects.managed_by(request.user)
    member = found(User.objects.filter(memberships__dla__in=teams).distinct(), public_id=request.POST.get("member", ""))
    entrance.remove_factor(member, by=request.user)
    return done(request, f"Le second facteur de {member} est retiré ; un message le lui dit.", "teams:factors")


def found(rows, **lookup):
    """The one row of a public id, or a page that does not exist."""
    row = rows.filter(**{name: public_id_in(value) for name, value in lookup.items()}).first()
    if row is None:
        raise Http404
    return row
