"""What the whole file of a programme holds, in its order: the papers, the files received, the journal, the figures."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils import timezone

from dla_collectif.journal import checking
from dla_collectif.journal.actions import end_of
from dla_collectif.journal.listing import HEAD, Shown
from dla_collectif.journal.models import Entry
from dla_collectif.services import clock, exports, pdf
from dla_collectif.services.files import clean_name
from programs.diagnosis.models import AnswerFile, CommitmentFile
from programs.journey import prints
from programs.journey.models import Document
from programs.selection.models import SealedContent

from .workbook import to_xlsx

PAPERS, FILES = "documents", "fichiers"
SHOWN = re.compile(r"^\.+|[^\w .,()'’&+-]")  # what a path does without, wherever it is unpacked


@dataclass(frozen=True)
class Item:
    """One file: where it stands, what it is, its day, how its bytes are had (`pdf.PdfError` where a paper fails)."""

    path: str
    title: str
    day: date
    content: Callable[[], bytes]


def items(journey) -> list[Item]:
    """Everything there is, told without making it."""
    return [*papers(journey), *received(journey), *journal(journey), figures(journey)]


def papers(journey) -> Iterator[Item]:
    """Each document of the registry, as it prints now; those that were frozen, as they were."""
    frozen = dict(Document.objects.filter(program=journey.program).values_list("number", "at"))
    for rank, (paper, piece) in enumerate(prints.pieces(journey), 1):
        number = piece.name.rpartition("-")[2]
        at = frozen.get(int(number)) if paper is prints.FROZEN and number.isdecimal() else None
        day = timezone.localdate(at) if at else clock.today()
        yield Item(f"{PAPERS}/{rank:03} {named(piece.name)}.pdf", piece.title, day, partial(printed, piece))


def printed(piece) -> bytes:
    """The bytes of a paper: printed once, whoever asked first."""
    return pdf.cached_pdf(piece.make(), timeout=pdf.BESIDE).read_bytes()


def received(journey) -> Iterator[Item]:
    """What was handed in, as far as those who carry the programme may read it: never a sealed proposal."""
    program = journey.program
    uploads = Document.objects.kept().filter(program=program).exclude(file="").order_by("number")
    answers = AnswerFile.objects.read_by_dla().filter(answer__response__participation__program=program)
    answers = answers.select_related("answer__response__participation__organisation").order_by("at", "id")
    letters = CommitmentFile.objects.filter(commitment__participation__program=program).exclude(file="")
    letters = letters.select_related("commitment__participation__organisation").order_by("at", "id")
    bids = SealedContent.objects.opened().filter(proposal__call__program=program).exclude(file="").order_by("id")
    told = [(row, row.title, row.at) for row in uploads]
    told += [(row, f"Réponse au questionnaire, {row.answer.response.participation}", row.at) for row in answers]
    told += [(row, f"Engagement, {row.commitment.participation} : {row.get_kind_display()}", row.at) for row in letters]
    bids = bids.select_related("proposal__participation__organisation")
    told += [(row, f"Proposition de {row.proposal}", row.proposal.submitted_at) for row in bids]
    for rank, (row, title, at) in enumerate(told, 1):
        yield Item(f"{FILES}/{rank:03} {named(row.filename)}", title, timezone.localdate(at), stored(row.file))


def stored(file) -> Callable[[], bytes]:
    """The bytes of a stored file."""

    def content():
        with file.open("rb") as opened:
            return opened.read()

    return content


def named(name: str) -> str:
    """A file's name that no folder escapes by."""
    return SHOWN.sub("_", clean_name(name)).strip(" .") or "document"


def journal(journey) -> Iterator[Item]:
    """The journal of the programme, and what its verification says."""
    program, today = journey.program, clock.today()
    titles = {step.key: step.title for step in journey.steps}
    shown = Shown(Entry.objects.of(program.journal_scope), None, titles)

    def table():
        rows = Entry.objects.of(program.journal_scope).prefetch_related("whereabouts").order_by("number")
        return "".join(exports.lines(HEAD, (shown.row(entry) for entry in rows))).encode()

    yield Item("journal.csv", "Journal de bord", today, table)
    yield Item("journal-verification.txt", "Vérification du journal", today, lambda: verified(program).encode())


def verified(program) -> str:
    """Whether each act follows the one before it, and where the chain ends."""
    scope = program.journal_scope
    faults = [f"Acte {fault.number} : {fault.sentence}." for fault in checking.faults(scope)]
    whole = "Le journal est intact : chaque acte suit celui qui le précède, aucun ne manque."
    end = f"Fin de la chaîne : {end_of(scope)}"
    return "\r\n".join(["\ufeffVérification du journal de bord", *(faults or [whole]), end, ""])


def figures(journey) -> Item:
    """The workbook."""
    return Item("donnees.xlsx", "Données de l’accompagnement", clock.today(), lambda: to_xlsx(journey.program))
