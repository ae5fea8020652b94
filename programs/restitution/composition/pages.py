"""The pages of the composition: the report and its chapters, the plan, the report as each reader finds it."""

from django.http import Http404

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view
from programs.journey.pages import step_page
from programs.journey.prints import answer_one

from ..models import Plan, ReportEdition
from ..prose.reading import marks, written
from .actions import arrange_report
from .forms import PlanForm
from .outline import outline_of, task_of
from .parts import compose
from .readers import READERS, readers_named
from .report import REPORT, composed_html
from .twin import twin_of


@phase_view("phase.read")
def report(request, step):
    """The report: its chapters in their order, what each lacks, whom it is for, how it reads."""
    texts = written(step.program)
    outline = outline_of(step, texts)
    return step_page(
        request,
        step,
        "programs/restitution/report_page.html",
        chapters=[each for each in outline if not each.line.is_annex],
        annexes=[each for each in outline if each.line.is_annex],
        readers=READERS,
        task=task_of(step, outline),
        marks=marks(step.program, texts),
        editions=list(ReportEdition.objects.of(step.program).select_related("meeting")),
    )


@phase_view("phase.write")
def plan(request, step):
    """Choose and order the chapters; each button saves what was chosen."""
    stored = Plan.objects.filter(program=step.program).first()
    form = PlanForm(request.POST or None, plan=stored, steps=step.journey.steps)
    if accepted(form, lambda data: arrange_report(step, data, by=request.user)):
        moved = request.POST.get("move", "").rpartition(":")[0]
        to = step.reverse("restitution:plan") if moved or "add" in request.POST else step.reverse("restitution:report")
        return done(request, "La composition du rapport est enregistrée.", f"{to}#{moved}" if moved else to)
    template = "programs/restitution/composition/plan.html"
    return form_page(request, form, title="Composer le rapport", submit="Enregistrer", step=step, template=template)


@phase_view("phase.read")
def read(request, step, readers):
    """The working report on screen, as some readers would find it today."""
    chosen = chosen_readers(readers)
    composition = compose(step.journey, chosen.level)
    return step_page(
        request,
        step,
        "programs/restitution/composition/twin.html",
        chosen=chosen,
        readers=READERS,
        left_out=composition.left_out,
        twin=twin_of(composed_html(step.journey, composition, chosen.level)),
    )


@phase_view("phase.read")
def printed(request, step, readers):
    """The working report on paper, for some readers."""
    return answer_one(request, step.journey, REPORT, f"rapport-{chosen_readers(readers).slug}")


def chosen_readers(slug):
    """The readers of an address. Raises Http404."""
    found = readers_named(slug)
    if found is None:
        raise Http404("Ces lecteurs n’existent pas.")
    return found
