"""The pages of the room: texts, articles, objectives, criteria, coverage, freezing."""

from functools import wraps

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from dla_collectif.services.forms import HouseForm, accepted
from dla_collectif.services.pages import done, form_page
from programs.consultation.models import CommitteeOpinion
from programs.contributions.models import Contribution
from programs.journey.forms import ReasonForm
from programs.journey.guards import phase_view
from programs.journey.pages import step_page, tabs_of
from programs.journey.prints import answer_one

from . import actions, prints
from . import coverage as said
from . import criteria as kinds
from .clauses import CLAUSES
from .drafts import cited_line, drafts_for
from .forms import ArticleForm, CriterionForm, ObjectiveForm, SetAsideForm, SpecificationForm
from .models import Article, Criterion, Objective, Specification


def specification_of(step) -> Specification:
    """The programme's specification, or a blank one that is not stored."""
    stored = Specification.objects.filter(program=step.program).select_related("document").first()
    return stored or Specification.blank(step.program)


def page(request, step, template, row, **context):
    """A page of the room: they all say whether the specification is frozen."""
    return step_page(request, step, template, specification=row, **context)


def unless_frozen(view):
    """The form of something frozen leads to the page that says so; a write is refused by its action."""

    @wraps(view)
    def shown(request, step, **kwargs):
        if request.method in ("GET", "HEAD") and specification_of(step).is_frozen:
            return HttpResponseRedirect(step.reverse("specification:freeze"))
        return view(request, step, **kwargs)

    return shown


def found(model, step, oid):
    """A line of this programme's specification."""
    return get_object_or_404(model, specification__program=step.program, public_id=oid)


def removal(request, step, row, act, title, back):
    """A page that says what goes for good, with the button that takes it out."""
    back = step.reverse(f"specification:{back}")
    form = HouseForm(request.POST if request.method == "POST" else None)
    if accepted(form, lambda data: act(step, row, by=request.user)):
        return done(request, f"«\u00a0{row.title}\u00a0» est retiré.", back)
    template = "programs/specification/remove.html"
    return form_page(request, form, title=title, submit=title, step=step, row=row, cancel_url=back, template=template)


@phase_view("phase.write")
@unless_frozen
def specification(request, step):
    """The texts, the days, the ceiling; `?modele=diagnostic` fills what is empty with drafts, and stores nothing."""
    row = specification_of(step)
    drafts = drafts_for(step.program, row) if request.GET.get("modele") == "diagnostic" else {}
    form = SpecificationForm(request.POST or None, instance=row, initial=drafts)
    if accepted(form, lambda data: actions.write_specification(step, data, by=request.user)):
        return done(
            request, "Les textes du cahier des charges sont enregistrés.", step.reverse("specification:objectives")
        )
    context = {"template": "programs/specification/specification.html", "drafts": len(drafts)}
    context["cited"] = cited_line(step.program)
    context["tabs"] = tabs_of(request, step)
    context["may_draft"] = not drafts and len(row.framing) < len(Specification.FRAMING)
    return form_page(request, form, title="Textes et jours", submit="Enregistrer", step=step, **context)


@phase_view("phase.read")
def articles(request, step):
    """The articles, in order."""
    rows = list(Article.objects.filter(specification__program=step.program))
    titles = {row.title for row in rows}
    clauses = sum(clause.title not in titles for clause in CLAUSES)
    template = "programs/specification/articles.html"
    return page(request, step, template, specification_of(step), articles=rows, clauses=clauses)


@phase_view("phase.write")
@unless_frozen
def add_article(request, step):
    """A new article, at the end."""
    form = ArticleForm(request.POST or None)
    if accepted(form, lambda data: actions.add_article(step, data, by=request.user)):
        return done(request, "L’article est ajouté à la fin.", step.reverse("specification:articles"))
    return form_page(request, form, title="Nouvel article", submit="Ajouter l’article", step=step)


@phase_view("phase.write")
@require_POST
def add_clauses(request, step):
    """The ready-made articles that are not there yet."""
    count = actions.add_clauses(step, by=request.user)
    sentence = f"{count} articles types sont ajoutés\u00a0: relisez-les, tout se modifie."
    return done(
        request, sentence if count > 1 else "Les articles types sont là.", step.reverse("specification:articles")
    )


@phase_view("phase.write")
@unless_frozen
def change_article(request, step, oid):
    """Change an article."""
    row = found(Article, step, oid)
    form = ArticleForm(request.POST or None, instance=row)
    if accepted(form, lambda data: actions.change_article(step, row, data, by=request.user)):
        return done(request, f"L’article {row.number} est enregistré.", step.reverse("specification:articles"))
    return form_page(request, form, title=f"Article {row.number}", submit="Enregistrer", step=step)


@phase_view("phase.write")
@require_POST
def move_article(request, step, oid, up):
    """One place up or down."""
    row = found(Article, step, oid)
    actions.move_article(step, row, up=up, by=request.user)
    return done(request, f"«\u00a0{row.title}\u00a0» a changé de place.", step.reverse("specification:articles"))


@phase_view("phase.write")
@unless_frozen
def remove_article(request, step, oid):
    """Say what goes, then take the article out."""
    row = found(Article, step, oid)
    return removal(request, step, row, actions.remove_article, f"Retirer l’article {row.number}", "articles")


@phase_view("phase.read")
def objectives(request, step):
    """The objectives, with deliverables and sources."""
    coverage = said.read(step.program)
    row = coverage.objectives[0].specification if coverage.objectives else specification_of(step)
    return page(request, step, "programs/specification/objectives.html", row, coverage=coverage)


@phase_view("phase.write")
@unless_frozen
def add_objective(request, step):
    """A new objective; each `?source=` ticks a contribution that it comes from, and the first ones give it a title."""
    rows, chosen = said.everything_said(step.program), request.GET.getlist("source")
    ticked = [row for row in rows if row.public_id in chosen]
    form = ObjectiveForm(request.POST or None, said=rows, sources=ticked, initial={"title": said.title_from(ticked)})
    if accepted(form, lambda data: actions.add_objective(step, data, by=request.user)):
        return done(request, "L’objectif est ajouté.", step.reverse("specification:objectives"))
    return form_page(request, form, title="Nouvel objectif", submit="Ajouter l’objectif", step=step)


@phase_view("phase.write")
@unless_frozen
def change_objective(request, step, oid):
    """Change an objective, its deliverables, its sources."""
    row = found(Objective, step, oid)
    form = ObjectiveForm(request.POST or None, instance=row, said=said.everything_said(step.program, row))
    if accepted(form, lambda data: actions.change_objective(step, row, data, by=request.user)):
        return done(request, f"L’objectif {row.number} est enregistré.", step.reverse("specification:objectives"))
    return form_page(request, form, title=f"Objectif {row.number}", submit="Enregistrer", step=step)


@phase_view("phase.write")
@unless_frozen
def remove_objective(request, step, oid):
    """Say what goes, then take the objective out."""
    row = found(Objective, step, oid)
    return removal(request, step, row, actions.remove_objective, f"Retirer l’objectif {row.number}", "objectives")


@phase_view("phase.read")
def criteria(request, step):
    """The criteria and their total."""
    row = specification_of(step)
    rows = list(Criterion.objects.filter(specification__program=step.program))
    total = sum(each.weight for each in rows)
    context = {"criteria": rows, "total": total, "left": row.weights_total - total, "proposed": len(kinds.PROPOSED)}
    return page(request, step, "programs/specification/criteria.html", row, **context)


@phase_view("phase.write")
@unless_frozen
def add_criterion(request, step):
    """A new criterion, at the end."""
    form = CriterionForm(request.POST or None)
    if accepted(form, lambda data: actions.add_criterion(step, data, by=request.user)):
        return done(request, "Le critère est ajouté.", step.reverse("specification:criteria"))
    return form_page(request, form, title="Nouveau critère", submit="Ajouter le critère", step=step)


@phase_view("phase.write")
@require_POST
def propose_criteria(request, step):
    """Start from the usual criteria."""
    count = actions.propose_criteria(step, by=request.user)
    return done(
        request, f"{count} critères sont proposés\u00a0: tout se modifie.", step.reverse("specification:criteria")
    )


@phase_view("phase.write")
@unless_frozen
def change_criterion(request, step, oid):
    """Change a criterion."""
    row = found(Criterion, step, oid)
    form = CriterionForm(request.POST or None, instance=row)
    if accepted(form, lambda data: actions.change_criterion(step, row, data, by=request.user)):
        return done(request, "Le critère est enregistré.", step.reverse("specification:criteria"))
    return form_page(request, form, title="Modifier un critère", submit="Enregistrer", step=step)


@phase_view("phase.write")
@require_POST
def remove_criterion(request, step, oid):
    """Take a criterion out."""
    row = found(Criterion, step, oid)
    actions.remove_criterion(step, row, by=request.user)
    return done(request, f"Le critère «\u00a0{row.label}\u00a0» est retiré.", step.reverse("specification:criteria"))


@phase_view("phase.read")
def coverage(request, step):
    """What is taken up, what is set aside and why, what waits; which objectives come from nowhere."""
    context = {"coverage": said.read(step.program)}
    return page(request, step, "programs/specification/coverage.html", specification_of(step), **context)


@phase_view("phase.write")
@unless_frozen
def set_aside(request, step, oid):
    """Why no objective takes something up."""
    row = get_object_or_404(Contribution.objects.select_related("set_aside"), program=step.program, public_id=oid)
    reason = row.set_aside.reason if hasattr(row, "set_aside") else ""
    form = SetAsideForm(request.POST or None, initial={"reason": reason})
    if accepted(form, lambda data: actions.set_aside(step, row, data, by=request.user)):
        return done(request, "Le motif est noté.", step.reverse("specification:coverage"))
    context = {"template": "programs/specification/set_aside.html", "row": row, "author": row.author}
    return form_page(request, form, title="Noter pourquoi", submit="Noter ce motif", step=step, **context)


@phase_view("phase.write")
@require_POST
def take_back(request, step, oid):
    """Undo a setting aside."""
    row = get_object_or_404(Contribution, program=step.program, public_id=oid)
    actions.take_back(step, row, by=request.user)
    return done(request, "Cette contribution attend de nouveau une suite.", step.reverse("specification:coverage"))


@phase_view("phase.read")
def freeze(request, step):
    """What is ready, who will read it, then the act; or the edition that was handed out."""
    context = {"measures": step.measures, "texts": len(Specification.FRAMING)}
    context["opinion"] = CommitteeOpinion.objects.filter(program=step.program).last()
    return page(request, step, "programs/specification/freeze.html", specification_of(step), **context)


@phase_view("phase.write")
@require_POST
def freeze_now(request, step):
    """Freeze the specification."""
    document = actions.freeze_specification(step, by=request.user)
    sentence = f"Le cahier des charges est figé, édition {document.edition}. Le groupe peut le lire."
    return done(request, sentence, step.reverse("specification:freeze"))


@phase_view("phase.write")
def start_new_version(request, step):
    """Open a frozen specification again, with a reason."""
    help_text = "Ce motif est gardé au journal. L’édition déjà figée reste lisible\u00a0; la suivante aura son numéro."
    form = ReasonForm(request.POST or None, help_text=help_text)
    if accepted(form, lambda data: actions.start_new_version(step, data, by=request.user)):
        return done(request, "Le cahier des charges peut être modifié.", step.reverse("specification:freeze"))
    return form_page(
        request, form, title="Établir une nouvelle version", submit="Ouvrir une nouvelle version", step=step
    )


@phase_view("phase.read")
def pdf(request, step):
    """The frozen text if there is one, else a working copy."""
    return answer_one(request, step.journey, prints.SPECIFICATION)
