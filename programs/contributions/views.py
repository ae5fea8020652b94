"""The pages of what was said: the list of a step, one contribution, the form."""

from itertools import groupby
from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_POST

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.services.visibility import Visibility
from programs.journey.guards import phase_view, shown_to_viewers
from programs.journey.models import Participation
from programs.journey.readers import who_reads
from programs.meetings.guards import row_view

from . import actions
from .forms import ContributionForm
from .models import Contribution

ORDER = list(Contribution.Kind)
PREVIEWS = {  # address → (level, what the page says)
    "groupe": (Visibility.GROUP, "Ce que le groupe lira"),
    "institution": (Visibility.INSTITUTIONS, "Ce que les institutions liront"),
    "public": (Visibility.PUBLIC, "Ce que tout le monde lira"),
}


@phase_view("program.read")
@shown_to_viewers()
def contributions(request, step):
    """What was said in a step, for this reader, or as readers of a level will see it."""
    carries = step.is_carried_by(request.user)
    preview = next((name for name in PREVIEWS if carries and name in request.GET), "")
    rows = Contribution.objects.visible_to(step.program, request.user).filter(phase=step.key)
    if preview:
        rows = rows.at_level(PREVIEWS[preview][0])
    rows = list(rows.with_citations().select_related("organisation", "person", "meeting").order_by("id"))
    own = set() if carries else own_organisations(step, request.user)
    context = {
        "kinds": by_kind(rows, lambda row: name_of(row, carries and not preview, own)),
        "preview": PREVIEWS[preview][1] if preview else "",
        "previews": previews(step, preview),
        "own": own,
    }
    return render(request, "programs/contributions/list.html", {**around(request, step), **context})


@phase_view("phase.write")
def add(request, step):
    """Note what was said; what the address names is filled in."""
    form = ContributionForm(request.POST or None, step=step)
    prefill(form, request.GET)
    noted = []
    if accepted(form, lambda data: noted.append(actions.contribute(step, data, by=request.user))):
        to = step.reverse("contributions:list", step.phase.slug)
        if form.cleaned_data["again"]:
            to = f"{step.reverse('contributions:add', step.phase.slug)}?{followed(noted[0])}"
        return done(request, "C’est noté.", to)
    return own_form(request, form, step, title="Noter ce qui a été dit", submit="Noter")


@row_view("program.read", Contribution, "organisation", "person", "meeting")
@shown_to_viewers()
def contribution(request, step, row):
    """One contribution: what was said, by whom, where, who reads it, how often it is cited."""
    carries = step.is_carried_by(request.user)
    own = set() if carries else own_organisations(step, request.user)
    context = {"row": row, "author": name_of(row, carries, own), "times_cited": row.citations.count()}
    if carries:
        context["readers"] = who_reads(step.program, row.visibility, author=row.organisation)
    return render(request, "programs/contributions/contribution.html", {**around(request, step), **context})


@row_view("phase.write", Contribution)
def change(request, step, row):
    """Change a contribution."""
    form = ContributionForm(request.POST or None, instance=row, step=step)
    if accepted(form, lambda data: actions.change_contribution(step, row, data, by=request.user)):
        return done(request, "La contribution est enregistrée.", step.reverse("contributions:list", step.phase.slug))
    return own_form(request, form, step, title="Modifier ce qui a été dit", submit="Enregistrer")


@row_view("phase.write", Contribution)
@require_POST
def remove(request, step, row):
    """Take a contribution away, while nothing cites it."""
    actions.remove_contribution(step, row, by=request.user)
    return done(request, "La contribution est retirée.", step.reverse("contributions:list", step.phase.slug))


def own_organisations(step, user) -> set:
    """The organisations of this programme that the reader speaks for."""
    seats = Participation.objects.held_by(user).filter(program=step.program)
    return set(seats.values_list("organisation_id", flat=True))


def name_of(row, sees_all, own) -> str:
    """The author's name as this reader may read it."""
    return row.author if sees_all or row.organisation_id in own else row.signature


def by_kind(rows, name) -> list:
    """[(kind, count, [(author, rows)])], in the order of kinds, then of authors."""
    for row in rows:
        row.shown_author = name(row)
    rows.sort(key=lambda row: (ORDER.index(row.kind), row.shown_author))
    kinds = [(kind, list(group)) for kind, group in groupby(rows, key=lambda row: row.kind)]
    return [
        (Contribution.Kind(kind).heading, len(group), [(who, list(said)) for who, said in by_author(group)])
        for kind, group in kinds
    ]


def by_author(rows):
    """Rows that are sorted, grouped by the name shown."""
    return groupby(rows, key=lambda row: row.shown_author)


def previews(step, chosen) -> list[Link]:
    """The tabs: everything, then what each level of readers will see."""
    url = step.reverse("contributions:list", step.phase.slug)
    links = [Link("Tout", url, current=not chosen)]
    return links + [Link(label, f"{url}?{name}", current=name == chosen) for name, (_, label) in PREVIEWS.items()]


def prefill(form, asked) -> None:
    """Fill in the meeting, the organisation and the kind that the address names, if they are among the choices."""
    for field, name in (("meeting", "reunion"), ("organisation", "organisme")):
        wanted = asked.get(name, "")
        if wanted:
            row = next((row for row in form.fields[field].queryset if row.public_id == wanted), None)
            form.initial[field] = row and row.pk
            if field == "meeting" and row:
                form.initial["said_on"] = row.day
    if asked.get("nature") in Contribution.Kind.values:
        form.initial["kind"] = asked["nature"]
    form.initial["again"] = "suite" in asked


def followed(row) -> str:
    """The query that opens the next form with the same meeting, organisation and kind."""
    same = {"nature": row.kind, "suite": 1}
    if row.meeting:
        same["reunion"] = row.meeting.public_id
    if row.organisation:
        same["organisme"] = row.organisation.public_id
    return urlencode(same)


def own_form(request, form, step, **context):
    """A form about what was said, with the way back to the list."""
    url = step.reverse("contributions:list", step.phase.slug)
    crumbs = [*step.crumbs, Link("Ce qui a été dit", url)]
    return form_page(request, form, step=step, crumbs=crumbs, cancel_url=url, **context)


def around(request, step) -> dict:
    """What frames these pages: those who do not carry the programme have no page of the step to go back to."""
    carries = step.is_carried_by(request.user)
    return {
        "step": step,
        "program": step.program,
        "here": step,
        "carries": carries,
        "steps": step.journey.steps if carries else None,
        "crumbs": step.crumbs if carries else step.crumbs[:1],
    }
