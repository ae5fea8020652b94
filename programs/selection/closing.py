"""What the database itself refuses of a consultation: to touch what was opened, closed or chosen, whoever asks.

The words of each condition are SQL that SQLite and PostgreSQL share; `services/triggers.py` makes triggers of them.
"""

from dla_collectif.services.triggers import Never

OPENED = "Les propositions sont ouvertes : ce qui a été remis ne change plus."
CLOSED = "La notation est close : plus aucune note ni aucune grille ne change."
CHOSEN = "Le choix est fait : les déclarations ne changent plus."
TOLD = "Les prestataires ont reçu leur réponse : le choix ne change plus."
FOR_GOOD = "Ce qui est ouvert ou clos le reste, à la même heure."
EMPTIED = "Cette table ne se vide pas."

CALL_OF = "SELECT 1 FROM selection_call AS c WHERE c.id = {row}.call_id AND "
CALL_OF_BID = (
    "SELECT 1 FROM selection_call AS c JOIN selection_proposal AS p ON p.call_id = c.id "
    "WHERE p.id = {row}.proposal_id AND "
)
IS_CHOSEN = "EXISTS (SELECT 1 FROM selection_choice AS h WHERE h.call_id = c.id)"
IS_CLOSED = f"(c.scoring_ended_at IS NOT NULL OR {IS_CHOSEN})"
IS_OPENED = "c.opened_at IS NOT NULL"
IS_TOLD = "EXISTS (SELECT 1 FROM selection_proposal AS b WHERE b.call_id = c.id AND b.answered_at IS NOT NULL)"

BEING_DESTROYED = (
    "EXISTS (SELECT 1 FROM retention_destruction AS d "
    "WHERE d.program_id = c.program_id AND d.emptied_at IS NULL AND d.lot IN ({lots}))"
)


def of_bid(row: str, condition: str) -> str:
    """« The consultation of the proposal that this row is about is so. »"""
    return f"EXISTS ({CALL_OF_BID.format(row=row)}{condition})"


def of_call(row: str, condition: str) -> str:
    """« The consultation that this row belongs to is so. »"""
    return f"EXISTS ({CALL_OF.format(row=row)}{condition})"


def kept(name: str, says: str, told, condition: str, *words: str, lots: tuple[str, ...]) -> list[Never]:
    """A table's rules: nothing is brought into a consultation that is so, nor changed, nor taken out of it.

    `words` are the columns that the erasure of a person may rewrite all the same. Rows may be taken out while a
    destruction of one of `lots`, which somebody validated, is under way.
    """
    stays = f"{condition} AND NOT {BEING_DESTROYED.format(lots=', '.join(repr(lot) for lot in lots))}"
    return [
        Never(f"{name}_now", ("INSERT", "UPDATE"), says, when=told("NEW", condition), words=words),
        Never(f"{name}_before", ("UPDATE",), says, when=told("OLD", condition), words=words),
        Never(f"{name}_before", ("DELETE",), says, when=told("OLD", stays)),
        Never("emptied", ("TRUNCATE",), EMPTIED),
    ]


def moved(column: str) -> str:
    """« This column was written, and would be written again. »"""
    return f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"


CALL = [
    Never(
        "for_good",
        ("UPDATE",),
        FOR_GOOD,
        when=f"{moved('opened_at')} OR {moved('scoring_ended_at')} "
        f"OR (OLD.opened_at IS NOT NULL AND ({moved('deadline')} OR NEW.program_id <> OLD.program_id))",
    ),
    Never("for_good", ("DELETE",), FOR_GOOD, when="OLD.opened_at IS NOT NULL"),
    Never("emptied", ("TRUNCATE",), EMPTIED),
]
PROPOSAL = [
    Never(
        "handed_in",
        ("UPDATE",),
        OPENED,
        when=of_call("OLD", IS_OPENED)
        + " AND (NEW.sha256 <> OLD.sha256 OR NEW.call_id <> OLD.call_id OR NEW.participation_id <> OLD.participation_id"
        + f" OR {moved('submitted_at')} OR (OLD.submitted_at IS NULL AND NEW.submitted_at IS NOT NULL))",
    ),
    Never("handed_in", ("INSERT",), OPENED, when="NEW.submitted_at IS NOT NULL AND " + of_call("NEW", IS_OPENED)),
    Never("handed_in", ("DELETE",), OPENED, when="OLD.submitted_at IS NOT NULL"),
    Never("emptied", ("TRUNCATE",), EMPTIED),
]
CONTENT = kept("opened", OPENED, of_bid, IS_OPENED, "summary", "team", "filename", lots=("bids", "accounts"))
SCORE = kept("closed", CLOSED, of_bid, IS_CLOSED, "comment", lots=("bids",))
BALLOT = kept("closed", CLOSED, of_call, IS_CLOSED, lots=("accounts",))
INTEREST = kept("chosen", CHOSEN, of_bid, IS_CHOSEN, "text", lots=("accounts",))
CHOICE = kept("told", TOLD, of_call, IS_TOLD, "reasons", lots=("accounts",))
