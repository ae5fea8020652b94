"""The door of a DLA's own pages: found among those where the visitor works; the others do not exist."""

from functools import wraps

from django.http import Http404

from dla_collectif.accounts.models import Dla
from dla_collectif.services.guards import declare, enter, kept_or_sign_in, perform


def team_view(action):
    """A page of a DLA: `view(request, dla, …)`. Its address holds the public id of the host organisation."""

    def decorate(view):
        @wraps(view)
        def guarded(request, oid, **kwargs):
            if not request.user.is_authenticated:
                return kept_or_sign_in(request)
            dla = Dla.objects.worked_in_by(request.user).filter(organisation__public_id=oid).first()
            if dla is None:
                raise Http404("Ce DLA n’existe pas, ou n’est pas le vôtre.")
            enter(request, action, dla)
            return perform(view, request, dla, **kwargs)

        return declare(guarded, view, action)

    return decorate
