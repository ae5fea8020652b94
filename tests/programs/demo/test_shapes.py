"""Four programmes unlike each other print well: one stopped, one of 2, one of 80, one with nothing optional."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from PIL import Image, ImageColor, ImageFilter

from dla_collectif.services import clock
from programs.demo import shapes
from programs.journey import prints
from programs.journey.models import Program
from programs.journey.progress import Journey

from . import pictures
from .outline import Outline, empty_headings
from .paper import Paper

REPORT = "rapport-institutions"
DAY = datetime(2026, 2, 3, 9, tzinfo=UTC)  # of the printing: nothing printed ages
FOOT = 2  # lines at least under a heading, on its page
FEWEST = 7  # lines of a page, where its chapter goes on

pytestmark = [  # alone, this file would otherwise be given no database of its own
    pytest.mark.django_db,
    pytest.mark.once,  # a finished paper is the same whatever the database
]
every_shape = pytest.mark.parametrize("shape", shapes.SHAPES)


class Shelf:
    """The papers of the shapes, each laid out once, when it is asked for."""

    def __init__(self):
        self.programs = {name: shapes.build(name) for name in shapes.SHAPES}
        self.papers = {}

    def paper(self, shape, name=REPORT) -> Paper:
        """A paper of a shape."""
        if (shape, name) not in self.papers:
            journey = Journey(Program.objects.get(pk=self.programs[shape].pk))
            with clock.set_to(DAY):
                html = next(piece for _kind, piece in prints.pieces(journey) if piece.name.startswith(name)).make()
            self.papers[shape, name] = Paper(re.sub(r"\b[0-9a-f]{64}\b", "0" * 64, html))  # another one each time
        return self.papers[shape, name]


@pytest.fixture(scope="module")
def shelf(django_db_setup, django_db_blocker, tmp_path_factory):
    """The four programmes; all is undone at the end of the module."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield Shelf()
        transaction.set_rollback(True)


@every_shape
def test_no_heading_without_matter(shelf, shape):
    assert empty_headings(shelf.paper(shape).html) == []


def test_heading_without_matter_is_seen():
    page = "<main><h2>Un</h2><h3>Deux</h3><h3>Trois</h3><p>mot</p><h2>Quatre</h2></main>"
    assert empty_headings(page) == ["Deux", "Quatre"]


@every_shape
def test_unknown_is_no_zero_and_no_column_of_unknowns(shelf, shape):
    paper = shelf.paper(shape)
    zeros = re.findall(r"\bNone\b|\b(?:0|zéro) (?:association|atelier|partenaire|réponse|jour|séance)", paper.words)
    assert zeros == []
    outline = Outline(paper.html)
    assert [told for _tag, told in outline.lists if told.strip() in ("", "non renseigné")] == []
    for table in outline.tables:
        rows = [[told.strip() for _tag, told in row] for row in table if any(tag == "td" for tag, _told in row)]
        widths = {len(row) for row in rows}
        columns = zip(*rows, strict=True) if len(widths) == 1 else ()
        assert [set(column) for column in columns if set(column) <= {"", "non renseigné"}] == [], table[0]


@every_shape
def test_no_heading_at_the_foot_of_a_page(shelf, shape):
    alone = [
        (page.number, words)
        for page in shelf.paper(shape).pages
        for y, _tag, words in page.headings
        if page.number > 1 and page.under(y) < FOOT
    ]
    assert alone == []


@every_shape
def test_nothing_goes_beyond_the_edge_of_the_page(shelf, shape):
    assert [(page.number, page.outside) for page in shelf.paper(shape).pages if page.outside] == []


@every_shape
def test_pages_are_filled_while_their_chapter_goes_on(shelf, shape):
    pages = shelf.paper(shape).pages[2:]
    going_on = [one for one, after in zip(pages, pages[1:], strict=False) if head(one) == head(after)]
    thin = [(page.number, len(page.lines)) for page in going_on if page.under(0) < FEWEST]
    assert thin == []
    assert [page.number for page in pages if page.under(0) < FOOT] == []


@every_shape
def test_table_over_pages_repeats_its_head_and_leaves_no_row_alone(shelf, shape):
    pieces = {}
    for page in shelf.paper(shape).pages:
        for piece in page.pieces:
            pieces.setdefault(piece.element, []).append((page.number, piece))
    broken = [rows for rows in pieces.values() if len(rows) > 1]
    assert [page for rows in broken for page, piece in rows if not piece.has_head] == []
    assert [page for rows in broken for page, piece in rows if piece.rows < 2] == []
    assert bool(broken) == (shape == "quatre-vingts") or shape != "quatre-vingts"


@every_shape
def test_pages_say_their_number_their_chapter_and_their_edition(shelf, shape):
    paper = shelf.paper(shape)
    count, here = len(paper.pages), "Sommaire"
    assert paper.pages[0].running.get("@bottom-right", "") == ""
    for page in paper.pages[1:]:
        assert squeezed(page.running["@bottom-right"]) == f"{page.number}/{count}"
        assert page.running["@bottom-left"].startswith("Rapport de restitution")
        programme, title = squeezed(page.running["@top-left"]), squeezed(shapes.SHAPES[shape].title)
        assert title.startswith(programme)
        assert len(programme) in range(25, 60) if len(title) > 60 else programme == title  # one line of the head
        starts = [squeezed(words) for y, tag, words in page.headings if tag == "h2"]
        top = min((y for y, _words in page.lines), default=0)
        first = [squeezed(words) for y, tag, words in page.headings if tag == "h2" and y - top < 2]
        assert head(page) == (first[0] if first else here), page.number
        here = starts[-1] if starts else here


@every_shape
def test_contents_give_the_real_pages(shelf, shape):
    paper = shelf.paper(shape)
    chapters = [
        (squeezed(words), page.number) for page in paper.pages for _y, tag, words in page.headings if tag == "h2"
    ]
    told = [re.fullmatch(r"(.*?)(\d+)", squeezed(words)).groups() for _y, words in paper.pages[1].lines[1:]]
    found = [[page for words, page in chapters if words.endswith(title)] for title, _page in told]
    assert found == [[int(page)] for _title, page in told]
    assert len(told) > 2


def test_stopped_programme_says_so_and_tells_of_no_room_that_it_did_not_reach(shelf):
    paper = shelf.paper("arret")
    assert "arrêté" in paper.words
    assert [tag for page in paper.pages for _y, tag, words in page.headings if "Ateliers" in words] == []
    assert "n’est pas encore" not in paper.words


def test_barest_programme_is_short_and_whole(shelf):
    paper = shelf.paper("minimal")
    assert (paper.words.count("Cabinet Arpège") > 0, len(paper.pages) < 14) == (True, True)
    assert shelf.programs["minimal"].state == "finished"


def test_report_of_a_step_with_little_to_say_is_one_page_that_begins_with_its_head(shelf):
    for name in ("etape-cadrage", "etape-concertation", "etape-diagnostic", "etape-ateliers"):
        paper = shelf.paper("minimal", name)
        assert len(paper.pages) == 1, name
        (page,) = paper.pages
        assert [tag for _y, tag, _words in page.headings][:2] == ["h1", "h2"]
        assert "@top-left" not in {place for place, words in page.running.items() if words}
        assert (squeezed(page.running["@bottom-right"]), page.outside) == ("1/1", [])


def test_eighty_associations_print_in_fewer_pages_than_associations(shelf):
    program = shelf.programs["quatre-vingts"]
    assert program.participations.filter(role="association").count() == 80
    assert len(shelf.paper("quatre-vingts").pages) < 80


@pytest.mark.parametrize("name", ["besoins", "besoins-a3"])
def test_table_of_needs_of_eighty_associations_is_spread_in_parts_that_the_sheet_holds(shelf, name):
    paper = shelf.paper("quatre-vingts", name)
    assert [(page.number, page.outside) for page in paper.pages if page.outside] == []
    assert "Associations A à " in paper.pages[0].text
    assert "à BQ" in "".join(page.text for page in paper.pages)


def test_letter_is_signed_on_the_page_of_its_text(shelf):
    paper = shelf.paper("deux", "lettre-")
    assert len(paper.pages) == 1
    assert "Signataire" in paper.pages[0].text


def test_sign_in_sheet_of_a_small_meeting_is_one_page(shelf):
    assert [len(shelf.paper("deux", name).pages) for name in ("emargement", "presences")] == [1, 1]


PICTURES = {  # a typical page: of which shape, of which paper, and some words of it (none: its first page)
    "couverture": ("quatre-vingts", REPORT, ""),
    "sommaire": ("deux", REPORT, "Sommaire"),
    "essentiel": ("deux", REPORT, "Du repérage à l’engagement"),
    "demi-journees": ("deux", REPORT, "Demi-journées commandées et faites"),
    "fil": ("deux", REPORT, "Le fil d’un coup d’œil"),
    "fil-vingt-cinq": ("quatre-vingts", REPORT, "Le fil d’un coup d’œil"),
    "tableau": ("quatre-vingts", REPORT, "Structures ayant pris part"),
    "fiche": ("deux", "fiche", ""),
    "besoins": ("deux", "besoins", ""),
    "emargement": ("deux", "emargement", ""),
    "lettre": ("deux", "lettre-", ""),
}


def drawn(shelf, name):
    """A typical page as a photocopier sees it."""
    shape, paper, words = PICTURES[name]
    paper = shelf.paper(shape, paper)
    if not words:
        return paper.picture(1)
    pages = paper.pages if words == "Sommaire" else paper.pages[2:]
    return paper.picture(next(page.number for page in pages if squeezed(words) in squeezed(page.text)))


@pytest.mark.parametrize("name", PICTURES)
def test_page_looks_like_its_picture(shelf, name):
    assert pictures.check(name, drawn(shelf, name)) == []
    assert (pictures.FOLDER / f"{name}.png").stat().st_size < pictures.HEAVIEST


def test_picture_lets_smoother_letters_pass_and_catches_a_moved_line(shelf):
    page = drawn(shelf, "lettre")
    assert pictures.moved_blocks(page, page.filter(ImageFilter.GaussianBlur(0.6))) == []
    lower = Image.new("L", page.size, 255)
    lower.paste(page, (0, 6))  # three millimetres
    assert len(pictures.moved_blocks(page, lower)) > 20
    without = page.copy()
    top = next(y for y, words in shelf.paper("deux", "lettre-").pages[0].lines if "Signataire" in words)
    place = round(top * page.height / shelf.paper("deux", "lettre-").pages[0].height)
    without.paste(255, (0, place - 2, page.width, place + 12))
    assert pictures.FEW < len(pictures.moved_blocks(page, without)) < 60


FILLS = ("#ffffff", "#e6ecea", "#bcd3d4", "#2d7482", "#07313a")  # heat-0 to heat-4, as in css/print-parts.css


def test_neighbouring_fills_of_the_needs_picture_differ_on_a_photocopy_and_for_every_eye():
    css = (settings.BASE_DIR / "static/css/print-parts.css").read_text()
    assert [fill for fill in FILLS[1:] if f"background: {fill}" not in css] == []
    for seen in pictures.EYES:
        shades = [seen(*ImageColor.getrgb(fill)) for fill in FILLS]
        gaps = [one - after for one, after in zip(shades, shades[1:], strict=False)]
        assert min(gaps) > 14, (seen.__name__, gaps)


def head(page):
    """The chapter that a page says to be of."""
    return squeezed(page.running["@top-right"])


def squeezed(words):
    """Words without the spaces at which lines may break."""
    return "".join(words.split())
