"""The versions of a chapter's text: their list, one, two compared, one taken up again."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dla_collectif.services.forms import as_version
from dla_collectif.services.pages import done
from dla_collectif.services.paragraphs import DELETED, INSERTED, redlined
from programs.journey.guards import phase_view
from programs.journey.pages import around

from ..models import Chapter, ChapterVersion
from . import actions
from .pages import title_of


def versions_of(step, key):
    """The versions of a chapter, the newest first."""
    rows = ChapterVersion.objects.filter(chapter__program=step.program, chapter__phase=key)
    return rows.select_related("edited_by__person").order_by("-number")


@phase_view("phase.read")
def versions(request, step, key):
    """Every version: who wrote it, when, how long it is; two may be chosen to be compared."""
    title, rows = title_of(step, key), list(versions_of(step, key).defer("text"))
    return version_page(request, step, "programs/restitution/prose/versions.html", key, title, versions=rows)


@phase_view("phase.read")
def version(request, step, key, number):
    """One version, as it would be read."""
    title, row = title_of(step, key), versions_of(step, key).filter(number=number).first()
    if row is None:
        raise Http404("Cette version n’existe pas.")
    now = Chapter.objects.filter(program=step.program, phase=key).values_list("text", flat=True).first()
    context = {"version": row, "is_now": now == row.text}
    return version_page(request, step, "programs/restitution/prose/version.html", key, title, **context)


@phase_view("phase.read")
def compare(request, step, key):
    """What changed from one version to another, marked in the text and said in words."""
    title, asked = title_of(step, key), [as_version(request.GET.get(name)) for name in ("de", "a")]
    found = {row.number: row for row in versions_of(step, key).filter(number__in=asked)}
    if len(found) < len(set(asked)):
        raise Http404("Choisissez deux versions de la liste.")
    old, new = (found[number] for number in sorted(asked))
    paragraphs = redlined(old.text, new.text)
    kinds = [kind for paragraph in paragraphs for kind, _ in paragraph]
    context = {
        "old": old,
        "new": new,
        "paragraphs": paragraphs,
        "inserted": kinds.count(INSERTED),
        "deleted": kinds.count(DELETED),
    }
    return version_page(request, step, "programs/restitution/prose/compare.html", key, title, **context)


def version_page(request, step, template, key, title, **context):
    """A page about the versions of a chapter."""
    return render(request, template, around(request, step) | {"key": key, "title": title} | context)


@phase_view("phase.write")
@require_POST
def restore(request, step, key, number):
    """Take an earlier version up again; it becomes the newest."""
    title_of(step, key)
    actions.restore_version(step, key, number, by=request.user)
    sentence = f"La version {number} est de nouveau le texte du chapitre ; les autres sont gardées."
    return done(request, sentence, step.reverse("restitution:chapter", key))
