"""The pages of scoping: the note, who carries and with whom, the associations spotted."""

from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render

from associations.history import history_of
from associations.listing import narrowed, page_of
from associations.people import own_teams
from dla_collectif.directory.models import Organisation
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view
from programs.journey.models import CarrierRequest, Participation
from programs.journey.pages import around

from . import actions
from .forms import NoteForm, PartnerForm, SpotForm, SpottingFilter
from .models import ScopingNote
from .phase import carriers_of, dlas_of

Role = Participation.Role
INTRO = "Elle s’écrit en plusieurs fois : enregistrez ce que vous savez, complétez plus tard."


@phase_view("phase.read")
def note(request, step):
    """The scoping note as it stands."""
    stored = ScopingNote.objects.filter(program=step.program).select_related("edited_by__person").first()
    return render(request, "programs/scoping/note.html", {**around(request, step), "note": stored})


@phase_view("phase.write")
def write_note(request, step):
    """Write the scoping note."""
    stored = ScopingNote.objects.filter(program=step.program).first() or ScopingNote(program=step.program)
    form = NoteForm(request.POST or None, instance=stored)
    if accepted(form, lambda data: actions.write_note(step, data, by=request.user)):
        return done(request, "La note de cadrage est enregistrée.", step.reverse("scoping:note"))
    words = {"title": "Note de cadrage", "submit": "Enregistrer la note", "intro": INTRO}
    return own_form(request, form, step, "scoping:note", **words)


@phase_view("phase.read")
def carriers(request, step):
    """The DLA that carry the programme, and its partners."""
    program = step.program
    rows = carriers_of(program).endable_by(request.user).annotate(host_id=F("dla__organisation__public_id"))
    context = {
        "carriers": list(rows),
        "requests": CarrierRequest.objects.filter(program=program).exclude(state=CarrierRequest.State.ACCEPTED).told(),
        "partners": seats(step, Role.PARTNER),
    }
    return render(request, "programs/scoping/carriers.html", {**around(request, step), **context})


@phase_view("phase.write")
def add_partner(request, step):
    """The programme is led with an organisation."""
    form = PartnerForm(request.POST or None, program=step.program)
    added = Organisation.objects.filter(public_id=request.GET.get("ajout", "").replace("\0", ""))
    form.initial["organisation"] = added.values_list("pk", flat=True).first() if "ajout" in request.GET else None
    if accepted(form, lambda data: actions.add_partner(step, data, by=request.user)):
        return done(request, "Ce partenaire est noté.", step.reverse("scoping:carriers"))
    words = {"title": "Ajouter un partenaire", "submit": "Ajouter ce partenaire"}
    return own_form(request, form, step, "scoping:carriers", template="programs/scoping/partner.html", **words)


@phase_view("phase.write")
def remove_partner(request, step, oid):
    """Take a partner away when its button is pressed."""
    if request.method == "POST":
        seat = get_object_or_404(seats(step, Role.PARTNER), public_id=oid)
        actions.remove_partner(step, seat, by=request.user)
        return done(request, f"{seat.organisation} n’est plus partenaire.", step.reverse("scoping:carriers"))
    return redirect(step.reverse("scoping:carriers"))


@phase_view("phase.read")
def associations(request, step):
    """The associations of the programme, and those of the directory among which one spots."""
    return board(request, step, SpotForm())


@phase_view("phase.write")
def spot(request, step):
    """Spot the associations that are ticked."""
    form = SpotForm(request.POST or None)
    spotted = []

    def act(data):
        ticked = list(data["organisations"])
        spotted.extend(actions.spot_associations(step, ticked, source=data["source"], by=request.user))

    if accepted(form, act):
        sentence = f"{len(spotted)} associations sont repérées." if len(spotted) > 1 else f"{spotted[0]} est repérée."
        return done(request, sentence, step.reverse("scoping:associations"))
    return board(request, step, form)


@phase_view("phase.write")
def unspot(request, step, oid):
    """Take away an association spotted by mistake, when its button is pressed."""
    if request.method == "POST":
        seat = get_object_or_404(seats(step, Role.ASSOCIATION), public_id=oid)
        actions.unspot_association(step, seat, by=request.user)
        return done(request, f"{seat.organisation} n’est plus repérée.", step.reverse("scoping:associations"))
    return redirect(step.reverse("scoping:associations"))


def board(request, step, form):
    """The page of the associations: the table of those spotted, then the directory to choose from."""
    there = list(seats(step, Role.ASSOCIATION))
    filters = SpottingFilter(request.GET)
    others = Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION)
    others = others.exclude(pk__in=[seat.organisation_id for seat in there])
    added = request.GET.get("ajout", "").replace("\0", "")
    known = own_teams(request.user)
    chosen = others.filter(public_id=added) if added else narrowed(others, dlas=known, **filters.wished)
    rows, following = page_of(chosen, request.GET.get("apres", "")) if step.is_writable else ([], "")
    told = history_of([seat.organisation_id for seat in there], dlas_of(step.program))
    history = history_of([row.pk for row in rows], known) if rows else {}
    context = {
        "seats": [(seat, told.get(seat.organisation_id, ())) for seat in there],
        "candidates": [(row, history.get(row.pk, ())) for row in rows],
        "ticked": set(form.data.getlist("organisations") if form.is_bound else [added]),
        "filters": filters,
        "form": form,
        "following": following,
        "added": added,
        "counts": funnel(there),
    }
    return render(request, "programs/scoping/associations.html", {**around(request, step), **context})


def funnel(there) -> list[tuple[str, int]]:
    """How many were spotted, and how many of them were invited, committed, withdrew."""
    return [
        ("repérées", len(there)),
        ("conviées", sum(seat.invited_on is not None for seat in there)),
        ("engagées", sum(seat.status == Participation.Status.COMMITTED for seat in there)),
        ("retirées", sum(seat.status == Participation.Status.WITHDRAWN for seat in there)),
    ]


def seats(step, role):
    """The seats of a role in this programme, in the order they came."""
    rows = Participation.objects.filter(program=step.program, role=role).select_related("organisation")
    return rows.order_by("spotted_on", "id")


def own_form(request, form, step, back, **context):
    """A form of this room, with the way back without saving."""
    return form_page(request, form, step=step, cancel_url=step.reverse(back), **context)
