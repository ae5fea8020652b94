"""The verbs of the restitution."""

from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from programs.journey import phases

from .models import Chapter, Effect, FollowUp, Undertaking


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
    """Write the officer's own text in the chapter of the phase `key`. `data`: text, version."""
    row = Chapter.objects.filter(program=step.program, phase=key).first() or Chapter(program=step.program, phase=key)
    row = edit(row, data, by=by, lookup=("program", "phase"))
    record(step, f"a écrit son texte du chapitre « {phases.get(key).title} »", by=by)
    return row
