"""Letters of commitment and the evidence of their signatures, on paper."""

from functools import partial

from django.utils.text import slugify

from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.models import Participation
from programs.journey.prints import Piece, Print, about_each

from ..models import Commitment
from . import actions as acts
from . import letter_texts

LETTER_TITLE, EVIDENCE_TITLE = "Lettre d’engagement", "Preuve de signature"


def letters_html(journey, seats) -> str:
    """Letters, one a page: signed ones as they were signed, the others with room for the hand."""
    program = journey.program
    rows = Commitment.objects.filter(participation__in=seats).select_related("person")
    signed = {row.participation_id: row for row in rows}
    text = letter_texts.text_of(program)
    sheets = [
        (seat, row, row.text if row else letter_texts.letter_text(program, seat.organisation, text))
        for seat, row in ((seat, signed.get(seat.pk)) for seat in seats)
    ]
    paper = reports.paper(journey, LETTER_TITLE, with_stones=False)
    return render_html("programs/diagnosis/commitment/letter_pdf.html", {"paper": paper, "sheets": sheets})


def letter_html(journey, seat) -> str:
    """The letter of one association."""
    return letters_html(journey, [seat])


def letter_piece(journey, seat, name="") -> Piece:
    """The letter of one association, to sign by hand or as it was signed."""
    name = name or f"lettre-{slugify(str(seat.organisation))}"
    return Piece(name, f"{LETTER_TITLE}\u00a0: {seat}", partial(letter_html, journey, seat))


def to_sign(journey) -> list[Piece]:
    """The letters to sign by hand, one a page, of all who have not signed."""
    seats = list(associations(journey).filter(commitment=None, status__in=Participation.SEATED))
    return [Piece(LETTERS.key, LETTERS.title, partial(letters_html, journey, seats))] if seats else []


def signed(journey) -> list[Piece]:
    """The letter of each association that signed, as it was signed."""
    seats = associations(journey).exclude(commitment=None)
    return about_each("lettre", LETTER_TITLE, seats, partial(letter_html, journey))


def evidence_html(journey, row) -> str:
    """What was signed with its fingerprint, when, by whom, through which address, confirmed how; what was changed."""
    seat = row.participation
    seat.program = journey.program
    context = {
        "paper": reports.paper(journey, EVIDENCE_TITLE, subtitle=str(seat.organisation), with_stones=False),
        "commitment": row,
        "seat": seat,
        "is_intact": acts.is_intact(row),
        "departures": seat.departures.all(),
    }
    return render_html("programs/diagnosis/commitment/evidence_pdf.html", context)


def evidence(journey) -> list[Piece]:
    """The evidence of each signature."""
    rows = Commitment.objects.filter(participation__program=journey.program).prefetch_related("files")
    rows = rows.select_related("person", "proof", "edited_by", "participation__organisation")
    rows = rows.order_by("participation__organisation__name", "id")
    return about_each("preuve", EVIDENCE_TITLE, rows, partial(evidence_html, journey), word=signatory, told=signatory)


def signatory(commitment) -> str:
    """The association that signed."""
    return str(commitment.participation)


def associations(journey):
    """The associations of the programme, in their order."""
    rows = Participation.objects.associations().filter(program=journey.program)
    return rows.select_related("organisation").order_by("organisation__name", "id")


NOTHING = "Il n’y a pas de lettre à signer : invitez d’abord des associations."
LETTERS = Print("lettres-d-engagement", "Lettres d’engagement à signer", to_sign, NOTHING)
EVIDENCE = Print("preuve", EVIDENCE_TITLE, evidence)
PRINTS = [LETTERS, Print("lettre", LETTER_TITLE, signed), EVIDENCE]
