"""The verbs of the restitution."""

from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from .composition.plan import titles
from .models import Chapter, Effect, FollowUp, Sheet, Undertaking


def write_undertaking(step, data, undertaking=None, *, by) -> Undertaking:
    """Note (or change) an undertaking. `data`: participation, text, said_on, due_on, done_on, meeting."""
    row = undertaking or Undertaking(program=step.program)
    row = edit(row, data, by=by)
    record(step, f"a noté un engagement de {row.participation.organisation}", by=by)
    return row


def write_effect(step, data, effect=None, *, by) -> Effect:
    """Note (or change) an effect. `data`: kind, title, text, proof, objective, output, observed_on."""
    row = edit(effect or Effect(program=step.program), data, by=by)
    record(step, f"a noté l’effet « {row.title} »", by=by)
    return row


def write_follow_up(step, data, follow_up=None, *, by) -> FollowUp:
    """Note (or change) the news taken. `data`: months, taken_on, still_meets, how_often, text."""
    taken = FollowUp.objects.filter(program=step.program, months=data["months"])
    if taken.exclude(pk=follow_up.pk if follow_up else None).exists():
        raise Refusal("Les nouvelles de cette échéance sont déjà notées : modifiez-les.", "months")
    row = edit(follow_up or FollowUp(program=step.program), data, by=by, lookup=("program", "months"))
    record(step, f"a noté les suites à {row.months} mois", by=by)
    return row


def write_chapter(step, key, data, *, by) -> Chapter:
    """Write the officer's own text in a chapter of the report's plan. `data`: text, version."""
    row = Chapter.objects.filter(program=step.program, phase=key).first() or Chapter(program=step.program, phase=key)
    row = edit(row, data, by=by, lookup=("program", "phase"))
    record(step, f"a écrit son texte du chapitre « {titles(step.journey)[key]} »", by=by)
    return row


def write_sheet(step, data, *, by) -> Sheet:
    """Write the summary and the experience sheet's own words. `data`: focus, summary, contacts, version."""
    row = edit(Sheet.objects.filter(program=step.program).first() or Sheet(program=step.program), data, by=by)
    record(step, "a écrit le résumé et la fiche d’expérience", by=by)
    return row
