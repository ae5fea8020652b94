"""The verbs of the corridor: open a programme, close and reopen its steps, stop it, keep its documents."""

from django.db.models import Max
from django.utils.text import slugify

from dla_collectif.journal.actions import record
from dla_collectif.services import clock, files
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visibility import Visibility
from dla_collectif.teams.models import RuleSet

from . import phases, reports
from .models import Carrier, Document, Program


def open_program(data, dla, *, by, demonstration=False) -> Program:
    """Open a programme carried by `dla`, under the rules that it has today.

    `data`: title, theme, sector, territory, and reference if one is wished.
    """
    reference = free_reference(data.get("reference") or slugify(data["title"])[:50] or "accompagnement")
    fields = {name: data.get(name, "") for name in ("title", "theme", "sector", "territory")}
    rules = RuleSet.objects.in_force(dla)
    program = Program.objects.create(
        reference=reference,
        opened_on=clock.today(),
        rules=rules if rules.pk else None,
        edited_by=by,
        edited_at=clock.now(),
        demonstration=demonstration,
        **fields,
    )
    Carrier.objects.create(program=program, dla=dla)
    record(program, f"a ouvert l’accompagnement « {program.title} »", by=by)
    return program


def free_reference(wished: str) -> str:
    """A short reference that no programme has: `cirque`, `cirque-2`…"""
    taken = set(Program.objects.filter(reference__startswith=wished).values_list("reference", flat=True))
    if wished not in taken:
        return wished
    return next(name for name in (f"{wished}-{n}" for n in range(2, 10_000)) if name not in taken)


def close_phase(step, *, reason="", by) -> Document:
    """Close the current step: freeze its report, move on. `reason` is asked when something soft is missing.

    Raises Refusal when something hard is missing, or when a reason is missing.
    """
    program = Program.objects.select_for_update().get(pk=step.program.pk)
    if program.phase != step.key or not program.is_under_way:
        raise Refusal(f"L’étape « {step.title} » n’est plus l’étape en cours : elle vient sans doute d’être close.")
    if step.blocking:
        raise Refusal(f"Impossible de clore : {step.blocking[0].label.lower()} d’abord.")
    if step.missing and not reason.strip():
        raise Refusal("Il manque quelque chose : dites en une phrase pourquoi vous passez outre.", "reason")
    document = freeze(step, reports.frozen_html(step, passed_over=reason.strip()), step.title, by=by)
    move_on(program)
    passed_over = f", en passant outre : {reason.strip()[:350]}" if reason.strip() else ""
    record(step, f"a clos l’étape « {step.title} »{passed_over} (empreinte {document.sha256})", by=by)
    return document


def move_on(program):
    """The pointer goes to the next step, or the walk is over."""
    order = phases.keys()
    following = order.index(program.phase) + 1
    if following < len(order):
        program.phase = order[following]
    else:
        program.phase, program.state, program.ended_on = "", Program.State.FINISHED, clock.today()
    program.save(update_fields=["phase", "state", "ended_on"])


def reopen_phase(step, reason, *, by) -> None:
    """Reopen the last closed step; what it froze stays. Raises Refusal without a reason, or for another step."""
    program = Program.objects.select_for_update().get(pk=step.program.pk)
    if not step.is_last_closed or program.phase != step.program.phase:
        raise Refusal("Seule la dernière étape close peut être rouverte.")
    if not reason.strip():
        raise Refusal("Dites en une phrase pourquoi vous rouvrez l’étape.", "reason")
    program.phase, program.state, program.ended_on = step.key, Program.State.UNDER_WAY, None
    program.save(update_fields=["phase", "state", "ended_on"])
    record(step, f"a rouvert l’étape « {step.title} » : {reason.strip()}", by=by)


def stop_program(journey, reason, *, by) -> Document:
    """Stop after any step: a valid end, with its reason and a report of what was done. Raises Refusal without one."""
    step, program = journey.current, journey.program
    if step is None:
        raise Refusal("Cet accompagnement est déjà terminé.")
    if not reason.strip():
        raise Refusal("Dites en une phrase pourquoi l’accompagnement s’arrête.", "reason")
    document = freeze(step, reports.frozen_html(step, passed_over=reason.strip()), "Bilan à l’arrêt", by=by)
    Program.objects.filter(pk=program.pk).update(
        state=Program.State.STOPPED, stop_reason=reason.strip(), ended_on=clock.today()
    )
    record(step, f"a arrêté l’accompagnement : {reason.strip()}", by=by)
    return document


def freeze(step, html, title, *, by, visibility=Visibility.OFFICERS) -> Document:
    """Keep a report as it was handed out, numbered, with its fingerprint printed in it."""
    earlier = Document.objects.filter(program=step.program, phase=step.key, kind=Document.Kind.REPORT, title=title)
    edition = earlier.count() + 1
    html, sha256 = reports.sealed(html, edition, step.journal_scope)
    return Document.objects.create(
        program=step.program,
        phase=step.key,
        kind=Document.Kind.REPORT,
        title=title,
        number=next_number(step.program),
        edition=edition,
        html=html,
        filename=f"{step.program.reference}-{slugify(title)}-{edition}.pdf",
        sha256=sha256,
        visibility=visibility,
        at=clock.now(),
        by=by,
    )


def attach(step, upload, title, *, by, visibility=Visibility.OFFICERS) -> Document:
    """Keep a file received. `upload` was checked by `CheckedFileField` and knows its kind."""
    document = Document.objects.create(
        program=step.program,
        phase=step.key,
        kind=Document.Kind.UPLOAD,
        title=title[:200],
        number=next_number(step.program),
        file=upload,
        filename=files.clean_name(upload.name),
        content_type=upload.kind.content_type,
        sha256=files.fingerprint(upload),
        visibility=visibility,
        at=clock.now(),
        by=by,
    )
    record(step, f"a joint le document « {document.title} »", by=by)
    return document


def next_number(program) -> int:
    """Official numbers have no gap: they come from the rows, under the programme's lock, never from a sequence."""
    Program.objects.select_for_update().get(pk=program.pk)
    return (program.documents.aggregate(last=Max("number"))["last"] or 0) + 1
