"""The pages of the directory: its list, an organisation, and what officers write there."""

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dla_collectif.directory.models import Organisation
from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow
from dla_collectif.services.pages import Link, done, form_page, own_path

from . import actions, forms, listing
from .history import history_of
from .models import Association, PastSupport, SupportRequest
from .people import own_teams, people_shown, teams_of

ASSOCIATION = Organisation.Kind.ASSOCIATION


@allow("directory.read")
def organisations(request):
    """The directory: associations first, filters, fifty lines a page."""
    filters = forms.DirectoryFilter(request.GET)
    dlas = own_teams(request.user)
    found = listing.narrowed(Organisation.objects.all(), dlas=dlas, **filters.wished)
    rows, following = listing.page_of(found, request.GET.get("apres", ""))
    history = history_of([row.pk for row in rows], dlas)
    context = {
        "filters": filters,
        "narrowed": bool(filters.wished),
        "lines": [(row, Organisation.Kind(row.kind).label, history.get(row.pk, ())) for row in rows],
        "following": following,
    }
    return render(request, "associations/list.html", context)


@allow("directory.read")
def organisation(request, oid):
    """An organisation: identity, people, profile, what the visitor's DLA did with it, the programmes they know of."""
    row = get_object_or_404(Organisation.objects.select_related("association", "edited_by__person"), public_id=oid)
    teams = list(teams_of(request.user))
    dlas = [dla.pk for dla in teams]
    requests = SupportRequest.objects.filter(association__organisation=row, dla__in=dlas)
    context = {
        "organisation": row,
        "profile": getattr(row, "association", None),
        "is_association": row.kind == ASSOCIATION or hasattr(row, "association"),
        "affiliations": people_shown(row, request.user, teams),
        "supports": supports_of(row, dlas),
        "requests": requests.select_related("dla__organisation"),
        "seats": seats_of(row, request.user),
        "crumbs": crumbs(),
    }
    return render(request, "associations/organisation.html", context)


def supports_of(row, dlas):
    """The past supports, of these DLA, that an association received or that a consultancy led."""
    supports = PastSupport.objects.filter(dla__in=dlas)
    supports = supports.select_related("dla__organisation", "consultancy", "association__organisation")
    if row.kind == Organisation.Kind.CONSULTANCY:
        return supports.filter(consultancy=row)
    return supports.filter(association__organisation=row)


def seats_of(row, user):
    """Where it takes part, among the programmes that `user` may know of; the floor above is found by name."""
    visible = apps.get_model("journey", "Program").objects.visible_to(user).values("pk")
    seats = apps.get_model("journey", "Participation").objects.filter(organisation=row, program__in=visible)
    return seats.select_related("program").order_by("-program__opened_on", "-id")


@allow("directory.write")
def add(request):
    """A new organisation; those that look like it are shown first."""
    form = forms.NewOrganisationForm(request.POST or None, initial=typed_before(request))
    added = []
    if accepted(form, lambda data: added.append(actions.add_organisation(data, by=request.user))):
        return done(request, f"{added[0]} est dans l’annuaire.", after_adding(request, added[0]))
    return form_page(
        request,
        form,
        title="Ajouter une structure",
        submit="Ajouter à l’annuaire",
        template="associations/add.html",
        crumbs=crumbs(),
    )


def typed_before(request) -> dict:
    """What the page one comes from knows already: the kind, and the name that was searched in vain."""
    kind = request.GET.get("nature", "")
    name = request.GET.get("nom", "")[:200].replace("\0", "")
    return {"kind": kind if kind in Organisation.Kind.values else ASSOCIATION, "name": name}


def after_adding(request, added) -> str:
    """Back to the page one comes from, which learns what was added; else the organisation's page."""
    path = own_path(request, request.GET.get("next", ""))
    return f"{path}{'&' if '?' in path else '?'}ajout={added.public_id}" if path else address(added)


@allow("directory.write")
def change(request, oid):
    """The identity of an organisation."""
    row = get_object_or_404(Organisation, public_id=oid)
    form = forms.OrganisationForm(request.POST or None, instance=row)
    if accepted(form, lambda data: actions.change_organisation(row, data, by=request.user)):
        return done(request, "L’identité est enregistrée.", address(row))
    return page_of_form(request, form, row, "Identité", "Enregistrer l’identité")


@allow("directory.write")
def profile(request, oid):
    """The profile of an association."""
    row = find_association(oid)
    stored = Association.objects.filter(organisation=row).first() or Association(organisation=row)
    form = forms.ProfileForm(request.POST or None, instance=stored)
    if accepted(form, lambda data: actions.write_profile(row, data, by=request.user)):
        return done(request, "Le profil est enregistré.", address(row))
    return page_of_form(request, form, row, "Profil", "Enregistrer le profil")


@allow("directory.write")
def add_person(request, oid):
    """Somebody speaks for an organisation."""
    row = get_object_or_404(Organisation, public_id=oid)
    form = forms.PersonForm(request.POST or None, teams=teams_of(request.user))
    if accepted(form, lambda data: actions.add_person(row, data, by=request.user)):
        return done(request, "Cette personne représente désormais la structure.", address(row))
    return page_of_form(request, form, row, "Ajouter une personne", "Ajouter cette personne")


@allow("directory.write")
def affiliation(request, oid, person):
    """In what function somebody speaks for an organisation, and until when."""
    organisation = get_object_or_404(Organisation, public_id=oid)
    shown = people_shown(organisation, request.user, list(teams_of(request.user)))
    row = next((row for row in shown if row.is_ours and row.person.public_id == person), None)
    if row is None:
        raise Http404("Ce rattachement n’existe pas, ou un autre DLA l’a noté.")
    form = forms.AffiliationForm(request.POST or None, initial={"function": row.function, "until": row.until})
    if accepted(form, lambda data: actions.change_affiliation(row, data, by=request.user)):
        return done(request, "Le rattachement est enregistré.", address(row.organisation))
    return page_of_form(request, form, row.organisation, f"{row.person} : fonction et durée", "Enregistrer")


@allow("directory.write")
def add_past_support(request, oid):
    """An individual support already given."""
    row = find_association(oid)
    form = forms.PastSupportForm(request.POST or None, teams=teams_of(request.user))
    if accepted(form, lambda data: actions.note_past_support(row, data, by=request.user)):
        return done(request, "L’accompagnement est noté.", address(row))
    return page_of_form(request, form, row, "Accompagnement individuel antérieur", "Noter cet accompagnement")


@allow("directory.write")
def add_request(request, oid):
    """A request for support."""
    row = find_association(oid)
    form = forms.RequestForm(request.POST or None, teams=teams_of(request.user))
    if accepted(form, lambda data: actions.note_request(row, data, by=request.user)):
        return done(request, "La demande est notée.", address(row))
    return page_of_form(request, form, row, "Demande d’accompagnement", "Noter cette demande")


@allow("directory.write")
def remove_past_support(request, oid, line):
    """Take away a past support that was noted by mistake."""
    rows = PastSupport.objects.filter(public_id=line, dla__in=own_teams(request.user))
    return remove(request, oid, rows, "L’accompagnement est retiré.")


@allow("directory.write")
def remove_request(request, oid, line):
    """Take away a request that was noted by mistake."""
    rows = SupportRequest.objects.filter(public_id=line, dla__in=own_teams(request.user))
    return remove(request, oid, rows, "La demande est retirée.")


def remove(request, oid, rows, sentence):
    """Take a line away when its button is pressed; its address alone shows the organisation."""
    row = get_object_or_404(rows.select_related("association__organisation"), association__organisation__public_id=oid)
    organisation = row.association.organisation
    if request.method != "POST":
        return redirect(address(organisation))
    actions.remove_line(organisation, row, by=request.user)
    return done(request, sentence, address(organisation))


def page_of_form(request, form, row, title, submit):
    """The page of a form about an organisation."""
    way = [*crumbs(), Link(str(row), address(row))]
    return form_page(request, form, title=title, submit=submit, crumbs=way, cancel_url=address(row), intro=str(row))


def find_association(oid):
    """The association of an address. Raises Http404 for another kind of organisation."""
    row = get_object_or_404(Organisation, public_id=oid)
    if row.kind != ASSOCIATION:
        raise Http404("Seules les associations ont un profil et des accompagnements.")
    return row


def address(row) -> str:
    """The page of an organisation."""
    return reverse("associations:organisation", args=[row.public_id])


def crumbs() -> list[Link]:
    """The way back to the directory."""
    return [Link("Annuaire", reverse("associations:list"))]
