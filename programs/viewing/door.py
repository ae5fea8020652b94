"""The door of « voir comme »: /comme/<viewing>/… is the site as somebody else reads it, in one tab, read-only.

The viewing stands in the address, never in the session: the officer's other tabs stay the officer's, and what they
write there is theirs. The prefix becomes that of the request, so every link of a page keeps it. Around the reader's own
permissions stand four walls: it answers GET and HEAD alone; only marked pages, of this one programme, are shown; the
database is asked no statement that writes; and whoever looks must still carry the programme at each request.
"""

import re

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import BigIntegerField, CharField
from django.shortcuts import render
from django.urls import get_script_prefix, reverse, set_script_prefix

from dla_collectif.services.ids import PublicIdConverter
from dla_collectif.services.kept import Given, Kept
from dla_collectif.services.permissions import can
from programs.journey.guards import found

from .models import Viewing

ADDRESS = re.compile(rf"/comme/({PublicIdConverter.regex})(/.*)")
READING = {"GET", "HEAD"}
STATEMENTS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
CLOSED = (
    "Cette page n’est pas montrée\u00a0: elle n’appartient pas à cet accompagnement, "
    "ou elle n’est ouverte qu’à la personne elle-même."
)
READ_ONLY = "Vous regardez sans rien changer\u00a0: ce bouton n’a rien fait, rien n’est enregistré."
RELATED = ("program", "viewer", "seen__person", "seat__organisation")
noted = Kept(
    lambda: Viewing.objects.select_related(*RELATED).filter(
        public_id=Given("code", CharField()), viewer_id=Given("viewer", BigIntegerField())
    )
)


class ViewingMiddleware:
    """Makes of a request under /comme/ a reading by somebody else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = ADDRESS.fullmatch(request.path_info)
        if asked is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("accounts:sign_in"))
        viewing = viewing_of(request.user, asked[1])
        if viewing is None:
            return render(request, "404.html", status=404)
        reader = viewing.reader() if viewing.is_alive else None
        if reader is None:
            return render(request, "programs/viewing/over.html", {"viewing": viewing}, status=403)
        return self.show(request, viewing, reader, asked[2])

    def show(self, request, viewing, reader, path):
        """The page at `path`, as `reader` finds it."""
        before = get_script_prefix()
        viewing.end_url = reverse("viewing:end", args=[viewing.program.public_id, viewing.public_id])
        request.visitor, request.user, request.viewing = request.user, reader, viewing
        request.path_info = path
        set_script_prefix(f"{before}comme/{viewing.public_id}/")
        try:
            with connection.execute_wrapper(only_reads):
                if request.method not in READING:
                    words = {"exception": READ_ONLY, "heading": "Rien n’est enregistré"}
                    return render(request, "403.html", words, status=403)
                response = self.get_response(request)
        finally:
            set_script_prefix(before)
        response.cookies.clear()
        return response

    def process_view(self, request, view, args, kwargs):
        """Called by Django once the view is known."""
        viewing = getattr(request, "viewing", None)
        if viewing is None:
            return
        is_here = kwargs.get("pid", viewing.program.public_id) == viewing.program.public_id
        is_shown = getattr(view, "is_shown_to_viewers", False) or request.resolver_match.view_name == "home"
        if not (is_here and is_shown):
            raise PermissionDenied(CLOSED)


def viewing_of(user, code) -> Viewing | None:
    """A viewing of the visitor's own, in a programme that they still carry; what is not looks like nothing."""
    viewing = noted.first(code=code, viewer=user.pk)
    if viewing is None:
        return None
    program = found.first(user=user.pk, person=user.person_id, pid=viewing.program.public_id)
    if program is None or not can(user, "program.see_as", program):
        return None
    viewing.program = program
    return viewing


def only_reads(execute, sql, params, many, context):
    """Refuses any statement that writes: the last wall, for what a page would do on the side."""
    if not sql.lstrip("( \n").upper().startswith(STATEMENTS):
        raise PermissionDenied(READ_ONLY)
    return execute(sql, params, many, context)
