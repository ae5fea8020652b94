"""The pages of the officer's own text: writing beside facts and figures, reading marked paragraphs again."""

from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dla_collectif.services.pages import done
from programs.journey import reports
from programs.journey.guards import phase_view
from programs.journey.pages import around

from ..figures import catalogue
from ..models import Chapter
from . import actions, citing, keys, writing
from .forms import ChapterForm


def title_of(step, key) -> str:
    """The title of a chapter. Raises Http404 for one that does not exist."""
    title = keys.title_of(step.journey, key)
    if title is None:
        raise Http404("Ce chapitre n’existe pas.")
    return title


@phase_view("phase.write")
def chapter(request, step, key):
    """Write the text of a chapter, beside its facts and the figures that it may cite."""
    title = title_of(step, key)
    rows = Chapter.objects.filter(program=step.program, phase=key).select_related("edited_by__person")
    row = rows.annotate(kept=Count("versions")).first() or Chapter(program=step.program, phase=key)
    form, here = ChapterForm(request.POST or None, instance=row), step.reverse("restitution:chapter", key)
    answer = writing.written(
        request,
        step,
        form,
        write=lambda sent: actions.write_chapter(step, key, sent, by=request.user),
        settle=lambda sent, choices: actions.settle_chapter(step, key, sent, choices["text"], by=request.user),
        sentence="Votre texte est enregistré.",
        home=here,
    )
    if answer is not None:
        return answer
    figures = catalogue(step.program)
    about = next((each for each in step.journey.steps if each.key == key), None)
    context = around(request, step) | {
        "key": key,
        "title": title,
        "form": form,
        "row": row,
        "base": request.POST.get("base_text", row.text),
        "marks": citing.marks_of(row.text, row.figures, figures),
        "unknown": citing.unknown_names(row.text, figures),
        "figures": by_heading(figures),
        "versions": getattr(row, "kept", 0),
        "about": reports.facts(about) if about else None,
        "save_url": step.reverse("restitution:save_chapter", key),
    }
    return render(request, "programs/restitution/prose/chapter.html", context)


def by_heading(figures) -> list[tuple]:
    """The figures as the page lists them: [(heading, figures)]."""
    found = {}
    for figure in figures:
        found.setdefault(figure.group, []).append(figure)
    return list(found.items())


@phase_view("phase.write")
@require_POST
def save_chapter(request, step, key):
    """Save the text of a chapter by itself."""
    title_of(step, key)
    row = Chapter.objects.filter(program=step.program, phase=key).first() or Chapter(program=step.program, phase=key)

    def told(row):
        words = citing.unknown_names(row.text, catalogue(step.program)) if "{" in row.text else ""
        return {"text": words}

    form = ChapterForm(request.POST, instance=row)
    return writing.save(request, form, lambda sent: actions.write_chapter(step, key, sent, by=request.user), told)


@phase_view("phase.write")
@require_POST
def reread(request, step, key):
    """Say that a marked paragraph is still right, or write today's number in it."""
    title_of(step, key)
    asked = request.POST.get("chiffre", ""), request.POST.get("sceau", "")
    home = f"{step.reverse('restitution:chapter', key)}#relire"
    with transaction.atomic():
        if request.POST.get("geste") == "ecrire":
            actions.replace_figure(step, key, asked, by=request.user)
            return done(request, "Le chiffre du jour est écrit dans votre texte.", home)
        actions.confirm_text(step, key, asked, by=request.user)
        return done(request, "C’est noté : ce paragraphe est toujours juste.", home)
