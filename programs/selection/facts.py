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
