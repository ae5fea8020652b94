"""An edition as its readers find it: on the screen, beside another one; and where an association says its word."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from dla_collectif.services import office
from dla_collectif.services.addresses import address_of
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done
from dla_collectif.services.permissions import can
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.guards import phase_view, program_view, shown_to_viewers
from programs.journey.models import Participation
from programs.journey.seats import seat_for

from ..composition.twin import twin_of
from ..models import Rendition, ReportEdition
from . import actions as acts
from .comparison import changed_figures, compare
from .copies import copy_of
from .forms import VoiceForm
from .pages import chapters_to_name

NOTHING = "Cette édition du rapport n’existe pas, ou ne vous est pas ouverte."
LEVELS = {slug: level for level, slug in Rendition.SLUGS.items()}


def rendition(program, number, readers) -> Rendition:
    """An edition as these readers read it, if the visitor may too. Raises Http404: unknown and shut look alike."""
    rows = Rendition.objects.visible_to(program).filter(edition__number=number, readers=LEVELS.get(readers))
    found = rows.select_related("document", "edition").first()
    if found is None:
        raise Http404(NOTHING)
    found.edition.program = program
    return found


@program_view("program.read")
@shown_to_viewers()
def read_edition(request, journey, number, readers):
    """The same words as on paper, on the screen."""
    row = rendition(journey.program, number, readers)
    others = Rendition.objects.visible_to(journey.program).filter(readers=row.readers, edition__number__lt=number)
    before = others.order_by("-edition__number").values_list("edition__number", flat=True).first()
    context = {
        "program": journey.program,
        "rendition": row,
        "twin": twin_of(row.document.printed),
        "intact": reports.is_intact(row.document),
        "before": before,
        "own_page": own_page(request, journey.program, row.edition),
        "crumbs": [Link(journey.program.title, journey.program.get_absolute_url())],
    }
    return render(request, "programs/restitution/editions/read.html", context)


@program_view("program.read")
@shown_to_viewers()
def edition_office(request, journey, number, readers, kind):
    """The same words as a file to retouch: « docx » or « odt »."""
    document = rendition(journey.program, number, readers).document
    return office.answer(request, copy_of(document), document.filename.removesuffix(".pdf"), kind)


def own_page(request, program, edition) -> str:
    """Where a visitor of a committed association gives its word; nothing for the others, or once it is decided."""
    if edition.approved_on is not None or program.reading_level != Visibility.GROUP:
        return ""
    seat = Participation.objects.held_by(request.user).committed().filter(program=program).first()
    return address_of("restitution:our_voice", program.public_id) if seat else ""


@program_view("program.read")
@shown_to_viewers()
def compare_editions(request, journey, number, readers, earlier):
    """What changed from one edition to a later one, for the same readers."""
    if earlier >= number:
        raise Http404("Une édition se compare à une plus ancienne.")
    now, was = rendition(journey.program, number, readers), rendition(journey.program, earlier, readers)
    chapters = compare(was.document.html, now.document.html)
    context = {
        "program": journey.program,
        "now": now,
        "was": was,
        "figures": changed_figures(was.edition.figures, now.edition.figures),
        "chapters": [chapter for chapter in chapters if chapter.kind != "same"],
        "own_page": own_page(request, journey.program, now.edition),
        "same": [chapter.title for chapter in chapters if chapter.kind == "same"],
        "crumbs": [Link(journey.program.title, journey.program.get_absolute_url())],
    }
    return render(request, "programs/restitution/editions/compare.html", context)


@phase_view("phase.reply")
@shown_to_viewers()
def our_voice(request, step):
    """An association reads what the institutions would read, and says whether it approves."""
    seats = Participation.objects.held_by(request.user).committed().filter(program=step.program)
    seat = seat_for(request, seats, "Cette page est celle des associations engagées.")
    seat.program = step.program
    editions = list(ReportEdition.objects.of(step.program).proposed()[:2])
    if not editions:
        raise Http404(NOTHING)
    edition = editions[0]
    edition.program = step.program
    voice = edition.voice_of(seat)
    may_say = edition.approved_on is None and can(request.user, "phase.answer", step)
    form = VoiceForm(request.POST or None, instance=voice, chapters=chapters_to_name(edition)) if may_say else None
    home = seat.page("restitution:our_voice")
    if request.method == "POST" and form is None:
        raise Refusal(edition.closed)
    if form is not None and accepted(form, lambda data: acts.say(step, seat, data, by=request.user)):
        return done(request, "C’est noté, merci. Vous pouvez changer d’avis jusqu’à la décision du groupe.", home)
    conflict = getattr(form, "conflict", None)
    read = edition.renditions.select_related("document").filter(readers__lt=3).order_by("-readers")
    former = editions[1].voices.filter(participation=seat).demanding().first() if len(editions) > 1 else None
    context = {
        "program": step.program,
        "seat": seat,
        "edition": edition,
        "rendition": first_of(read, edition),
        "earlier": editions[1] if len(editions) > 1 else None,
        "former": former,
        "voice": voice if voice.pk else None,
        "form": form,
        "conflict": conflict,
        "crumbs": [
            Link("Mon espace", reverse("journey:space")),
            Link(step.program.title, step.program.get_absolute_url()),
        ],
    }
    return render(request, "programs/restitution/editions/our_voice.html", context, status=409 if conflict else 200)


def first_of(renditions, edition) -> Rendition:
    """The rendition that the group is asked about: the institutions' one if there is one."""
    row = renditions.first()
    row.edition = edition
    return row
