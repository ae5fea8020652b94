"""Small makers of what the room's tests need."""

from dla_collectif.services import clock
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.diagnosis.models import NeedRating, Response
from programs.specification import actions
from tests import cast

TEXTS = {name: f"Texte {name}" for name in ("context", "why_collective", "method", "steering", "calendar")}
DAYS = {"individual_half_days": 13, "group_half_days": 12, "interview_half_days": 6, "restitution_half_days": 7}


def step_of(world, who="alice"):
    """The specification's step as somebody of the cast walks it."""
    return cast.step(world.program, "specification", getattr(world, who))


def said(program, text="Mieux se connaître", kind="need", visibility=Visibility.GROUP, **fields):
    """Something that was said."""
    return Contribution.objects.create(
        program=program, phase="diagnosis", kind=kind, text=text, visibility=visibility, **fields
    )


def share(need, *seats, intensity=3, state="sent"):
    """Associations weigh a need in the answers they sent, or did not send."""
    for seat in seats:
        response, _created = Response.objects.get_or_create(participation=seat, defaults={"state": state})
        NeedRating.objects.create(response=response, need=need, intensity=intensity)


def objective(step, title="Dresser l’état des lieux", by=None, **data):
    """An objective with one deliverable."""
    fields = {"title": title, "text": "", "deliverable_lines": ["Un état des lieux"], "cited": [], **data}
    return actions.add_objective(step, fields, by=by)


def ready(world):
    """A specification that may be frozen: its step, and a need that its objective cites."""
    step, by = step_of(world), world.alice
    need = said(world.program, organisation=world.cine)
    actions.write_specification(step, {**TEXTS, **DAYS, "ceiling": 14500, "weights_total": 100}, by=by)
    objective(step, by=by, cited=[need])
    actions.add_clauses(step, by=by)
    actions.propose_criteria(step, by=by)
    return step_of(world), need


def today():
    """The product's own day."""
    return clock.today()
