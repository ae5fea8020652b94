"""Say who pays for a programme; have a lot destroyed, by the word of a named person."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from dla_collectif.journal.actions import record
from dla_collectif.privacy.holds import refuse_if_held
from dla_collectif.services import clock, pdf
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.search import normalise
from programs.journey.models import Program

from . import matters, plan
from .models import Destruction, Keeping
from .rules import Lot


def write_keeping(program, data, *, by) -> Keeping:
    """Say who pays for a programme and when the last payment was. `data`: schemes, paid_on, version.

    Raises Refusal once the proofs are destroyed, or Conflict.
    """
    lines = {line.lot: line for line in plan.lines_of([program])}
    if lines[Lot.PROOFS].destruction is not None:
        raise Refusal("Les preuves de cet accompagnement sont détruites\u00a0: ces dates ne servent plus.")
    row = Keeping.objects.filter(program=program).first() or Keeping(program=program)
    row = edit(row, {name: data[name] for name in ("paid_on", "version") if name in data}, by=by)
    row.schemes.set(data["schemes"])
    named = ", ".join(f"{scheme.label} ({scheme.keep_years} ans)" for scheme in data["schemes"]) or "aucun"
    paid = f"{row.paid_on:%d/%m/%Y}" if row.paid_on else "non indiqué"
    record(program, f"a noté les financements\u00a0: {named}, dernier paiement\u00a0: {paid}", by=by)
    return row


def destroy_lot(program, lot: Lot, data, *, by) -> Destruction:
    """Destroy a lot whose time has come, by the word of `by`. `data`: title, typed again; seen, how many were told.

    Raises Refusal before its day, on hold, when somebody was faster, when the title is not that of the programme, and
    when there is more or less to destroy than the page told.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    line = next(line for line in plan.lines_of([program]) if line.lot == lot)
    if line.destruction is not None:
        who = f"{line.destruction.validated_by}, le {timezone.localtime(line.destruction.validated_at):%d/%m/%Y}"
        raise Refusal(f"C’est déjà fait\u00a0: destruction validée par {who}.")
    refuse_if_held(program)
    if not line.is_due:
        raise Refusal(f"Ce n’est pas encore l’heure\u00a0: {told_until(line)}.")
    if normalise(data["title"]) != normalise(program.title):
        raise Refusal("Ce n’est pas l’intitulé de l’accompagnement\u00a0: recopiez-le tel qu’il est écrit.", "title")
    plan.count([line])
    if data["seen"] != line.total:
        raise Refusal("Le contenu a changé depuis que cette page s’est ouverte\u00a0: relisez les nombres.")
    return carry_out(line, by=by)


def carry_out(line: plan.Line, *, by) -> Destruction:
    """Note the destruction, take the rows away, shut the door, write the journal; files go once that is certain."""
    now = clock.now()
    destruction = Destruction.objects.create(
        program=line.program,
        lot=line.lot,
        kept_until=line.until.day,
        rule=line.until.rule[:300],
        counts=line.counts,
        validated_at=now,
        validated_by=by,
        files_left=files_of(line),
    )
    prints = prints_of(line)
    for matter in matters.matters(line.lot):
        matter.destroy(line.program)
    Destruction.objects.filter(pk=destruction.pk).update(emptied_at=now)
    much = "\u00a0; ".join(f"{title}\u00a0: {number}" for title, number in line.counts) or "rien n’y était"
    what = f"des {line.lot.label}, conservées {told_until(line)} (procès-verbal {destruction.public_id})"
    record(line.program, f"a validé la destruction {what}. {much}", by=by)
    transaction.on_commit(lambda: forget_prints(prints), robust=True)
    transaction.on_commit(lambda: remove_files(destruction.pk), robust=True)
    return destruction


def told_until(line: plan.Line) -> str:
    """« jusqu’au 11/03/2028 (2 ans après…) »."""
    return f"jusqu’au {line.until.day:%d/%m/%Y} ({line.until.rule})" if line.until.day else line.until.rule


def files_of(line: plan.Line) -> list[str]:
    """The stored files that go with a lot."""
    return [
        name
        for matter in matters.matters(line.lot)
        for column in matter.files
        for name in matter.rows([line.program]).exclude(**{column: ""}).values_list(column, flat=True)
    ]


def prints_of(line: plan.Line) -> list[str]:
    """The texts of a lot whose prints may wait for a reader."""
    return [
        html
        for matter in matters.matters(line.lot)
        for column in matter.prints
        for row in matter.rows([line.program]).exclude(**{column: ""})
        for html in {getattr(row, column), getattr(row, "printed", "")} - {""}
    ]


def forget_prints(prints: list[str]) -> None:
    """Remove what was printed of these texts."""
    for html in prints:
        pdf.forget(html)


def remove_files(pk) -> None:
    """Remove the stored files of a destruction that is certain; begun again by the worker until none is left."""
    destruction = Destruction.objects.exclude(emptied_at=None).filter(pk=pk, done_at=None).first()
    if destruction is None:
        return
    left = []
    for name in destruction.files_left:
        try:
            default_storage.delete(name)
        except OSError:
            left.append(name)
    done_at = None if left else clock.now()
    Destruction.objects.filter(pk=pk).update(files_left=left, done_at=done_at)
