"""What the room reports: the same facts on its page, in its printed report, in the final report and in the minutes."""

from . import register as registers
from . import tables
from .ranking import PRICE


def report(program) -> dict:
    """The facts of a programme's selection; nothing sealed before the opening, no score before all may see them."""
    register = registers.read(program)
    if not register:
        return {}
    facts = of_register(register)
    return facts if program.told_to_group else {"outside": outside(facts, counted=program.told_to_institutions)}


def outside(facts, *, counted) -> dict:
    """What is told outside the group: how it was chosen and who, never who else bid, at what price, with what score."""
    call, choice = facts["call"], facts["choice"]
    if not call.sent_at:
        return {}
    told = {"sent_at": call.sent_at, "criteria": facts["criteria"], "weights_total": facts["weights_total"]}
    if counted:
        told |= {"consulted": len(facts["proposals"]), "bids": len(facts["bids"]) if call.is_opened else 0}
        told |= {"voters": facts["voters"], "sent": facts["sent"] if choice else 0}
    if choice:
        told |= {"chosen": str(facts["chosen"]), "decided_on": choice.decided_on}
    return told


def of_register(register) -> dict:
    """The same, from a register already read."""
    bids, results = register.bids, tables.results(register)
    return {
        "call": register.call,
        "proposals": register.consulted,
        "replied": sum(1 for one in register.consulted if one.intent != one.Intent.UNKNOWN),
        "bids": bids,
        "prices": [(bid, bid.content) for bid in register.legible],
        "heard": [str(one) for one in register.consulted if one.heard_before],
        "criteria": [(one.label, one.weight, one.kind == PRICE) for one in register.criteria],
        "weights_total": register.weights_total,
        "voters": len(register.voters),
        "declared": len(register.declared),
        "ties": [(voter.name, str(bid), text) for voter, bid, text in register.ties],
        "sent": len(register.sent),
        "abstaining": [voter.name for voter in register.abstaining],
        "waiting": [voter.name for voter in register.waiting],
        "results": results,
        "hearing": register.hearing,
        "choice": register.choice,
        "chosen": register.chosen,
        "chosen_row": next((row for row in results["rows"] if row["is_chosen"]), None) if results else None,
        "told": sum(1 for bid in bids if bid.answered_at),
    }
