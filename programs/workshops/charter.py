"""The charter: written clause by clause, offered, adopted by each association; what was offered changes no more."""

import hashlib

from dla_collectif.accounts.codes import confirmed
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from programs.journey.models import Participation

from .models import Adoption, Charter, Clause


def text_of(charter) -> str:
    """The charter as it is read and hashed."""
    clauses = charter.program.clauses.order_by("number", "id")
    parts = [charter.title, charter.preamble, *(f"{each.number}. {each.title}\n{each.text}" for each in clauses)]
    return "\n\n".join(part for part in parts if part)


def refuse_if_offered(program) -> None:
    """Raises Refusal when the clauses change no more."""
    offered = Charter.objects.filter(program=program, offered_at__isnull=False).first()
    if offered is not None:
        raise Refusal(
            "La charte est proposée à l’adoption : son texte ne change plus. "
            "Tant qu’aucune association ne l’a adoptée, vous pouvez la reprendre, avec un motif."
        )


def write_charter(step, data, *, by) -> Charter:
    """Write the title and the preamble. `data`: title, preamble, version."""
    refuse_if_offered(step.program)
    row = Charter.objects.filter(program=step.program).first() or Charter(program=step.program)
    row = edit(row, data, by=by)
    record(step, f"a écrit le préambule de la charte « {row.title} »", by=by)
    return row


def write_clause(step, data, clause=None, *, by) -> Clause:
    """Add or change a clause. `data`: title, text, version."""
    refuse_if_offered(step.program)
    row = clause or Clause(program=step.program, number=step.program.clauses.count() + 1)
    row = edit(row, data, by=by, lookup=("public_id",))
    record(step, f"a écrit l’article {row.number} de la charte, « {row.title} »", by=by)
    return row


def remove_clause(step, clause, *, by) -> None:
    """Take a clause away; the others keep their order."""
    refuse_if_offered(step.program)
    title = clause.title
    clause.delete()
    renumber(step.program.clauses.order_by("number", "id"))
    record(step, f"a retiré l’article « {title} » de la charte", by=by)


def move_clause(step, clause, up: bool, *, by) -> None:
    """Move a clause one place up or down."""
    refuse_if_offered(step.program)
    order = list(step.program.clauses.order_by("number", "id"))
    place = order.index(clause)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        renumber(order)
        record(step, f"a déplacé l’article « {clause.title} » de la charte", by=by)


def renumber(clauses) -> None:
    """1, 2, 3…"""
    for number, clause in enumerate(clauses, 1):
        Clause.objects.filter(pk=clause.pk).update(number=number)


def offer_charter(step, *, by) -> Charter:
    """Offer the charter: its text is fixed, with its fingerprint. Raises Refusal without a clause."""
    charter = Charter.objects.filter(program=step.program).first()
    if charter is None or not step.program.clauses.exists():
        raise Refusal("Écrivez d’abord le titre de la charte et au moins un article.")
    refuse_if_offered(step.program)
    sha256 = hashlib.sha256(text_of(charter).encode()).hexdigest()
    charter = edit(charter, {"offered_at": clock.now(), "sha256": sha256}, by=by)
    record(step, f"a proposé la charte à l’adoption (empreinte {sha256[:12]})", by=by)
    return charter


def take_back_charter(step, reason, *, by) -> Charter:
    """Write the charter again: only while nobody adopted it, with a reason."""
    charter = Charter.objects.filter(program=step.program).first()
    if charter is None or charter.offered_at is None:
        raise Refusal("La charte n’est pas proposée à l’adoption.")
    if charter.adoptions.exists():
        raise Refusal("Une association a déjà adopté cette charte : son texte ne change plus.")
    if not reason.strip():
        raise Refusal("Dites en une phrase pourquoi vous reprenez la charte.", "reason")
    charter = edit(charter, {"offered_at": None, "sha256": ""}, by=by)
    record(step, f"a repris la charte : {reason.strip()}", by=by)
    return charter


def adopt_charter(step, seat, data, *, by, proof=None) -> Adoption:
    """An association adopts the charter. `data`: capacity, reservation, sha256 of what was read; and for one signed on
    paper, person and adopted_on (else whoever is signed in, today). `proof`: the code that confirmed it.

    Raises Refusal when the charter is not offered, when it changed since, or when the association adopted it already.
    """
    charter = Charter.objects.filter(program=step.program, offered_at__isnull=False).first()
    if charter is None or seat.status != Participation.Status.COMMITTED:
        raise Refusal("Cette charte n’est pas proposée à votre association.")
    if data.get("sha256", charter.sha256) != charter.sha256:
        raise Refusal("La charte a changé depuis que vous l’avez ouverte : rechargez la page et relisez-la.")
    if Adoption.objects.filter(charter=charter, participation=seat).exists():
        raise Refusal(f"{seat.organisation} a déjà adopté la charte.")
    adoption = Adoption.objects.create(
        charter=charter,
        participation=seat,
        person=data.get("person") or by.person,
        capacity=data["capacity"],
        adopted_on=data.get("adopted_on") or clock.today(),
        reservation=data.get("reservation", ""),
        sha256=charter.sha256,
        proof=proof,
    )
    reserve = ", avec une réserve" if adoption.reservation else ""
    record(
        step,
        f"a noté l’adoption de la charte par {seat.organisation} ({adoption.person}){reserve}{confirmed(proof)}",
        by=by,
    )
    return adoption
