"""The pages of people: who comes in by which link, for the DLA; who represents an organisation, for itself."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dla_collectif.accounts import codes, links
from dla_collectif.accounts.models import PersonalLink, User
from dla_collectif.directory.models import Affiliation, Organisation
from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.services.refusals import Refusal

from . import representatives as verbs
from .forms import SuccessorForm
from .guards import program_view
from .seats import speak_for


@program_view("program.follow")
def people(request, journey):
    """Everybody who speaks for an organisation of the programme, and the links by which they come in."""
    rows = verbs.people_of(journey.program, request.user)
    users = {row.person_id: row.person.user for row in rows if hasattr(row.person, "user")}
    found = verbs.links_of(journey.program, users.values())
    lines = [(row, found.get(users[row.person_id].pk, []) if row.person_id in users else []) for row in rows]
    context = {
        "program": journey.program,
        "people": [(row, own, sum(not link.is_over for link in own) > 1) for row, own in lines],
        "crumbs": way_back(journey),
    }
    return render(request, "programs/journey/people.html", context)


def way_back(journey, *links_on):
    """The way back of the pages of people."""
    return [Link(journey.program.title, journey.program.get_absolute_url()), *links_on]


def person_of(request, journey, oid):
    """Somebody who speaks for an organisation of this programme. Raises Http404."""
    rows = verbs.people_of(journey.program, request.user)
    person = next((row.person for row in rows if row.person.public_id == oid), None)
    if person is None:
        raise Http404("Cette personne ne prend pas part à l’accompagnement.")
    return person


@program_view("program.follow")
@require_POST
def send_link(request, journey, oid):
    """A fresh link, to where the last one of this programme led."""
    person = person_of(request, journey, oid)
    if not person.email:
        raise Refusal(f"{person} n’a pas d’adresse électronique : ajoutez-la dans l’annuaire.")
    user = User.objects.of(person)
    last = PersonalLink.objects.filter(user=user, scope=journey.program.journal_scope).order_by("-id").first()
    path = last.path if last else reverse("journey:space")
    links.send_link(user, path, about=journey.program, by=request.user)
    return done(request, f"Un nouveau lien part vers {person}.", "journey:people", journey.program.public_id)


@program_view("program.follow")
@require_POST
def close_link(request, journey, oid):
    """Close one link of somebody, or all those that this programme's DLA see, with the sessions they opened."""
    person, number = person_of(request, journey, oid), request.POST.get("lien", "")
    own = PersonalLink.objects.filter(user__person=person, scope__in=("", journey.program.journal_scope))
    if number != "tous":
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404("Ce lien n’existe pas.")
        own = own.filter(pk=int(number))
    count = links.close_links(own, links.Ending.BY_DLA, about=journey.program, by=request.user)
    sentence = "Fermé : les sessions ouvertes par là sont closes aussi." if count else "Ce lien était déjà fermé."
    return done(request, sentence, "journey:people", journey.program.public_id)


@program_view("program.follow")
def replace(request, journey, oid):
    """The DLA notes who takes over from a representative."""
    rows = verbs.people_of(journey.program, request.user)
    rows = [row for row in rows if row.seat_id == oid and row.is_ours]
    if not rows:
        raise Http404("Personne ici dont votre DLA puisse noter le remplacement.")
    organisation = rows[0].organisation
    leaving = Affiliation.objects.filter(pk__in=[row.pk for row in rows]).select_related("person", "organisation")
    form = SuccessorForm(request.POST or None, leaving=leaving.order_by("pk"))

    def act(data):
        own = verbs.spoken_in(journey.program).filter(person=data["leaving"].person, organisation=organisation)
        own = list(own.select_related("organisation", "person", "noted_by"))
        verbs.replace_representative(own, data, by=request.user, about=journey.program)

    if accepted(form, act):
        return done(request, "C’est noté, et le lien est parti.", "journey:people", journey.program.public_id)
    home = reverse("journey:people", args=[journey.program.public_id])
    words = {"title": f"Remplacer qui représente {organisation}", "submit": "Enregistrer et envoyer le lien"}
    return form_page(request, form, crumbs=way_back(journey, Link("Personnes", home)), cancel_url=home, **words)


@allow("space.see")
def own_representatives(request, oid):
    """An organisation's own page: who represents it, and who takes over from the visitor."""
    rows = Affiliation.objects.current().filter(organisation__public_id=oid).order_by("pk")
    rows = rows.exclude(organisation__kind=Organisation.Kind.DLA).select_related("organisation", "person", "noted_by")
    own = list(rows.filter(person=request.user.person_id))
    if not own:
        raise Http404("Vous ne représentez pas cette structure.")
    organisation, people = own[0].organisation, rows.by_word_of({row.noted_by_id for row in own} - {None})
    speak_for(request, organisation)
    form = SuccessorForm(request.POST or None)

    def act(data):
        words = f"désigner qui vous remplace pour représenter {organisation}"
        proof = codes.proof(request, "representative", words)
        verbs.replace_representative(own, data, by=request.user, proof=proof)

    if accepted(form, act):
        return done(request, "C’est noté : un lien part vers la personne qui vous remplace.", "journey:space")
    words = {"title": f"Qui représente {organisation}", "submit": "Désigner cette personne"}
    space = reverse("journey:space")
    template = "programs/journey/representatives.html"
    crumbs = [Link("Mon espace", space)]
    return form_page(
        request, form, template=template, crumbs=crumbs, cancel_url=space, people=first_of_each(people), **words
    )


def first_of_each(rows) -> list[Affiliation]:
    """Each person once: two DLA may have noted the same one."""
    found = {}
    for row in rows:
        found.setdefault(row.person_id, row)
    return list(found.values())
