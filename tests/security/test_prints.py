"""Every paper that the rooms declare: all of them are made, each kind is printed and checked against both standards."""

import io
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import SimpleNamespace

import page
import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test.signals import template_rendered

from dla_collectif.services import pdf
from programs.journey.models import Funder, Program
from programs.journey.prints import pieces
from programs.journey.progress import Journey
from tests.dla_collectif.services.test_images import picture
from tests.security.moments import note_destruction

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # a finished paper is the same whatever the database
NAMES = ("lille", "cirque", "tiers-lieux")
EACH = {"etape", "rapport", "fiche"}  # of the finished programme, every one is printed; of other kinds the longest
LENGTHS = "PDFA3A-STREAM-LENGTH-001"
NO_PROGRAMME = {"privacy/mine_pdf.html"}  # a person's own data
PAPERS = re.compile(r"{% extends \"print/(base|sheet)\.html\" %}")
PATIENT = partial(pdf.html_to_pdf, timeout=300)  # the CPU of a print is bounded all the same
held = SimpleNamespace(made=None, reached=set(), printed={})


@pytest.fixture
def made(played):
    """Every paper of the demonstration: (programme, kind, piece, HTML); made once for the module."""
    if held.made is None:
        template_rendered.connect(note_template)
        held.made = []
        for name in NAMES:
            program = Program.objects.get(reference=name)
            note_destruction(program)
            for row in Funder.objects.filter(program=program):
                row.logo = picture()
                row.save()
            rows = pieces(Journey(program))
            held.made += [(name, kind.key, piece, piece.make()) for kind, piece in rows]
        template_rendered.disconnect(note_template)
    return held.made


def note_template(template, **_kwargs):
    """Which templates a paper is made of."""
    held.reached.add(template.name)


@pytest.fixture
def printed(made):
    """The PDF of the longest paper of each kind; both processors at work, each paper once."""
    if not held.printed:
        chosen = {}
        for name, kind, piece, html in made:
            place = (kind, piece.name) if kind in EACH and name == "lille" else (kind, "")
            chosen[place] = max(chosen.get(place, ""), html, key=len)
        with ThreadPoolExecutor(2) as pool:
            held.printed = dict(zip(chosen, pool.map(PATIENT, chosen.values()), strict=True))
    return held.printed


def test_names_of_papers_are_unique_and_may_stand_in_an_address(made):
    names = Counter((name, piece.name) for name, _kind, piece, _html in made)
    assert [each for each, count in names.items() if count > 1] == []
    assert [piece.name for _name, _kind, piece, _html in made if not re.fullmatch(r"[a-z0-9-]+", piece.name)] == []


def test_every_printed_template_is_reached_by_a_declared_paper(made):
    root = settings.BASE_DIR / "templates"
    papers = {path.relative_to(root).as_posix() for path in root.rglob("*.html") if PAPERS.search(path.read_text())}
    assert papers - held.reached - NO_PROGRAMME - {"print/sheet.html"} == set()


def test_every_paper_bears_the_carriers_and_the_funders(made):
    silent = []
    for name, _kind, piece, html in made:
        program = Program.objects.get(reference=name)
        told = [*program.carrier_names, *(row.mention or row.name for row in Funder.objects.filter(program=program))]
        silent += [(name, piece.name, words) for words in told if words not in html]
    assert silent == []
    assert Funder.objects.filter(program__reference="lille").count() == 2


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_papers_meet_the_standards(printed, tmp_path, profile):
    faults = []
    for place, content in printed.items():
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        failures = page.validate_pdf(str(path), profile=profile).failures
        faults += [
            (place, failure.rule_id, failure.message)
            for failure in failures
            if failure.rule_id != LENGTHS or not has_exact_lengths(content)
        ]
    assert faults == []


def test_papers_say_what_they_are_and_describe_their_pictures(printed):
    faults = []
    for place, content in printed.items():
        with pikepdf.open(io.BytesIO(content)) as file:
            told = (str(file.docinfo.get("/Title", "")), str(file.Root.Lang), bool(file.Root.MarkInfo.Marked))
            kinds = list(elements(file.Root.StructTreeRoot))
            mute = [one for one in kinds if one.S == "/Figure" and not str(one.get("/Alt", "")).strip()]
            empty = [one for one in kinds if re.fullmatch("/H[1-6]", str(one.S)) and "/K" not in one]
            headings = [one for one in kinds if re.fullmatch("/H[1-6]", str(one.S))]
        if not told[0] or told[1:] != ("fr", True) or mute or empty or not headings:
            faults.append((place, told, len(mute), len(empty), len(headings)))
    assert faults == []


def test_bookmarks_lead_in_order_to_the_pages_that_bear_their_titles(printed):
    faults = []
    for place, content in printed.items():
        reader = pypdf.PdfReader(io.BytesIO(content))
        entries = [(one.title, reader.get_destination_page_number(one)) for one in flat(reader.outline)]
        pages = [number for _title, number in entries]
        texts = {number: squeezed(reader.pages[number].extract_text()) for number in set(pages)}
        lost = [title for title, number in entries if squeezed(title) not in texts[number]]
        if not entries or pages != sorted(pages) or lost:
            faults.append((place, lost, pages))
    assert faults == []


def test_report_command_lists_prints_one_and_prints_all(played, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "html_to_pdf", lambda html, timeout: b"%PDF-1.7 " + html[:60].encode())
    call_command("report", "tiers-lieux")
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"etape-cadrage", "guide-entretien", "rapport-groupe", "fiche"} <= set(listed)
    call_command("report", "tiers-lieux", "guide-entretien", output=tmp_path / "guide.pdf")
    assert (tmp_path / "guide.pdf").read_bytes().startswith(b"%PDF-")
    call_command("report", "tiers-lieux", all=tmp_path / "tout")
    assert sorted(path.name for path in (tmp_path / "tout").iterdir()) == sorted(
        f"tiers-lieux-{name}.pdf" for name in listed
    )
    with pytest.raises(CommandError, match="Aucun document"):
        call_command("report", "tiers-lieux", "budget")


def test_paper_that_fails_does_not_hold_up_the_others(played, tmp_path, monkeypatch):
    def fail(html, timeout):
        if "Guide d’entretien" in html:
            raise pdf.PdfError("Trop long.")
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "html_to_pdf", fail)
    with pytest.raises(CommandError, match="N’ont pas été imprimés.*guide-entretien"):
        call_command("report", "tiers-lieux", all=tmp_path)
    assert (tmp_path / "tiers-lieux-rapport-groupe.pdf").exists()


def has_exact_lengths(content):
    """Whether each stream is as long as it says: the checker takes a last byte of data 0x0D for an end of line."""
    lengths = [(found.end(), int(found[1])) for found in re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", content)]
    return bool(lengths) and all(content[at + size :].startswith(b"\nendstream") for at, size in lengths)


def squeezed(text):
    """A text without its spaces, which an extractor guesses."""
    return re.sub(r"[\s\u00a0\u00ad\u202f]", "", text)


def flat(outline):
    """The entries of an outline, those inside others too."""
    for entry in outline:
        yield from flat(entry) if isinstance(entry, list) else [entry]


def elements(node):
    """The structure elements under a node of a PDF's tree."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from elements(kid)
