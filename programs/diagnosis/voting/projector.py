"""What a preparatory meeting looks at together: needs, results and the vote, one idea a slide, without a name."""

from dataclasses import dataclass, field
from typing import Any

from django.shortcuts import render

from programs.journey.guards import phase_view

from ..models import PriorityVote
from ..reading.outside import Told, ToldNeed, told_results
from . import actions as votes
from .pages import mark_of, qr_of, result_of

NEEDS_EACH = 5  # needs on a slide, so that the back of the room can read


@dataclass(frozen=True)
class Slide:
    """One idea: its kind names the fragment that draws it."""

    kind: str  # title, needs, question, vote
    title: str
    matter: Any = field(default=None)


def slides_of(program) -> list[Slide]:
    """Everything to show, in order: the programme, the needs, the closed questions, the latest vote."""
    count, needs, parts, _edition = told_results(program)
    slides = [Slide("title", program.title, count)]
    some = [needs[place : place + NEEDS_EACH] for place in range(0, len(needs), NEEDS_EACH)]
    slides += [Slide("needs", "Nos besoins, du plus partagé au moins partagé", rows) for rows in some]
    slides += [Slide("question", one.question.label, one) for _title, told in parts for one in told if one.bars]
    vote = PriorityVote.objects.of(program).first()
    if vote is not None:
        slides.append(Slide("vote", vote.title, vote))
    return slides


@phase_view("phase.read")
def projector(request, step):
    """One slide of what the meeting reads together; `?page=` its number, `vote` the vote."""
    slides = slides_of(step.program)
    wanted = request.GET.get("page", "1")
    if wanted == "vote" and slides[-1].kind == "vote":
        place = len(slides)
    else:
        place = int(wanted) if wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:4]) <= len(slides) else 1
    slide = slides[place - 1]
    context = {
        "step": step,
        "program": step.program,
        "slide": slide,
        "place": place,
        "count": len(slides),
        "previous": place - 1 if place > 1 else None,
        "next": place + 1 if place < len(slides) else None,
    }
    if slide.kind == "vote":
        context |= about(step, slide.matter)
    elif slide.kind in ("needs", "question"):
        context["bars"] = bars_of(slide.matter)
    return render(request, "programs/diagnosis/voting/projector.html", context)


def bars_of(matter: Told | list[ToldNeed]) -> list[tuple[str, int, str]]:
    """A slide's bars: hidden counts have no length and say « moins de 3 »."""
    if isinstance(matter, Told):
        return matter.drawn
    return [(need.text, need.shared or 0, need.shared_words) for need in matter]


def about(step, vote) -> dict:
    """How far a vote is, where to vote, and its result once closed."""
    called = votes.voters(vote, step.program)
    path = step.reverse("diagnosis:ballot", vote.public_id)
    return {
        "vote": vote,
        "voted": sum(voter.ballot is not None for voter in called),
        "expected": len(called),
        "mark": mark_of(vote, called),
        **result_of(vote),
        "qr": "" if vote.is_closed else qr_of(path),
    }
