"""What leaves the DLA: how many, never who; small counts hidden on every picture, print and export."""

import re
from datetime import date
from io import BytesIO

from django.http import HttpResponse
from openpyxl import load_workbook

from dla_collectif.services import printing
from dla_collectif.services.pdf import Paper as Sheet
from dla_collectif.services.pdf import render_html
from programs.diagnosis.models import Question
from programs.diagnosis.phase import report
from programs.diagnosis.questionnaire.questions import kind_of
from programs.diagnosis.reading import sharing
from programs.diagnosis.reading.outside import told_needs, told_of, told_results, wide_steps
from programs.diagnosis.reading.results import Read, nice, read_together, respondents, steps_of
from programs.diagnosis.reading.smallness import FEW, MASKED
from programs.journey.models import Document
from tests import cast
from tests.programs.demo.paper import Paper

from ..conftest import crowd, send, text
from .conftest import ALONE, WORDS


def printed(monkeypatch):
    """What would be printed."""
    found = []
    monkeypatch.setattr(printing, "answer", lambda *args: found.append(args[1]) or HttpResponse())
    return found


def body(response):
    """A file handed out."""
    return b"".join(response.streaming_content).decode()


# What is told --------------------------------------------------------------------------------------------------------
def test_needs_are_told_by_number_and_small_ones_come_last(answered):
    needs = told_needs(answered.program, 5, None)
    assert [(need.shared, need.shared_words) for need in needs[:2]] == [(5, "5\u00a0/\u00a05"), (None, FEW)]
    assert [need.first_words for need in needs[:2]] == ["4", FEW]


def test_figures_of_one_association_are_not_told(answered):
    _count, _needs, parts, _edition = told_results(answered.program)
    one = next(one for _title, told in parts for one in told if one.question.key == "salaries")
    assert [name for name, _words in one.figures] == ["médiane", "moyenne", "total"]
    assert one.bars == []  # the one who is alone would be a bar


def test_sentences_and_names_are_never_told(answered):
    _count, _needs, parts, _edition = told_results(answered.program)
    told = str(parts)
    assert [one in told for one in (ALONE, "Des films.", "Ciné-Club des Lilas")] == [False] * 3


def test_nothing_is_told_of_two_answers(asked):
    send(asked, asked.cine_response, {"solidite": 2})
    send(asked, asked.video_response, {"solidite": 2}, by=asked.dora)
    assert told_results(asked.program) == (2, [], [], None)
    assert told_needs(asked.program, 2, None) == []


def test_report_hides_small_counts(answered, alice):
    facts = report(answered.program)
    assert [(need.shared_words, need.first_words) for need in facts["needs"]] == [("5\u00a0/\u00a05", "4")]
    page = alice.get(cast.step(answered.program, "diagnosis", answered.alice).url).content.decode()
    assert ALONE not in page
    assert WORDS not in page


# Every way out -------------------------------------------------------------------------------------------------------
def test_print_holds_neither_names_nor_words(answered, alice, address, monkeypatch):
    found = printed(monkeypatch)
    alice.get(address("results_pdf"))
    html = found[0]
    hidden = ["Ciné-Club des Lilas", "Vidéo Quartier", "Association 02", ALONE, WORDS, ">47<", "47\u00a0"]
    assert [one in html for one in hidden] == [False] * 7
    assert MASKED in html
    assert drawn_in_cells(html) == html.count("<svg xmlns") > 0


def drawn_in_cells(html):
    """How many pictures stand in a cell whose alternative text is the figure that one sees at the end of the bar."""
    cells = re.findall(r"<td><svg [^>]+><title>([^<]+)</title>.*?<text [^>]+>([^<]+)</text></svg></td>", html)
    return len([said for said, shown in cells if said == shown])


def test_every_question_told_by_figures_is_one_table_with_its_bars(answered, alice, address):
    page = alice.get(address("results")).content.decode().split("<main")[1]
    assert (page.count("<table"), page.count('<figure class="chart')) == (3, 1)
    assert drawn_in_cells(page) == page.count("<td><svg") > 3


def test_how_many_answered_stands_on_the_page_of_what_they_answered():
    sizes = [2 + place * place % 5 + place % 3 for place in range(40)]  # alone, the line would begin four of the pages
    told = {"question": {"number": 1, "label": "Où agissez-vous ?"}, "answered": "9 / 9"}
    questions = [told | {"bars": [("Une commune", row, str(row)) for row in range(3, 3 + size)]} for size in sizes]
    context = {"paper": Sheet("Résultats", "Programme", date(2026, 2, 3)), "parts": [("Vos activités", questions)]}
    pages = Paper(render_html("programs/diagnosis/reading/results_pdf.html", context)).pages
    assert len(pages) > 8
    assert [page.number for page in pages if page.lines[0][1].startswith("Ont répondu")] == []


def test_export_that_may_be_handed_on_holds_neither_names_nor_words(answered, alice, address):
    sheet = body(alice.get(address("results_csv")))
    assert [one in sheet for one in ("Ciné-Club des Lilas", ALONE, WORDS)] == [False] * 3
    assert (FEW in sheet, MASKED in sheet) == (True, True)


def sheets_of(browser, path):
    """A workbook as a spreadsheet reads it: {page: rows}."""
    book = load_workbook(BytesIO(browser.get(path).content))
    return {page.title: [list(row) for row in page.values] for page in book.worksheets}


def test_workbook_that_may_be_handed_on_says_what_the_csv_says(answered, alice, address):
    pages = sheets_of(alice, address("results_xlsx"))
    assert list(pages) == ["Besoins", "Questions", "Réponses", "Chiffres", "À savoir"]
    told = str(pages)
    assert [one in told for one in ("Ciné-Club des Lilas", "Vidéo Quartier", ALONE, WORDS, "47")] == [False] * 5
    assert (FEW in told, MASKED in told) == (True, True)
    assert [row[2:] for row in pages["Besoins"][1:3]] == [[5, 4, 5], [FEW, FEW, 5]]
    figures = [row[2:] for row in pages["Chiffres"] if "salari" in row[1]]
    assert figures == [["médiane", 2, "salariés"], ["moyenne", 11, "salariés"], ["total", 55, "salariés"]]
    hidden = [row[3] for row in pages["Réponses"][1:]]
    assert [count for count in hidden if count in (1, 2)] == []
    assert {MASKED} <= set(hidden)


def test_workbook_tells_nothing_of_two_answers(asked, alice, address):
    send(asked, asked.cine_response, {"solidite": 2})
    send(asked, asked.video_response, {"solidite": 2}, by=asked.dora)
    pages = sheets_of(alice, address("results_xlsx"))
    assert [len(rows) for title, rows in pages.items() if title != "À savoir"] == [1] * 4


def test_named_workbook_has_names_words_and_numbers_and_runs_nothing(asked, alice, address):
    needs = {"connaitre": {"intensity": 4, "priority": True, "words": "=1+1"}}
    send(asked, asked.cine_response, {}, needs)
    pages = sheets_of(alice, address("needs_xlsx"))
    assert list(pages) == ["Besoins", "Besoins par association"]
    assert pages["Besoins par association"][1][3:] == ["Ciné-Club des Lilas", 4, "oui", None, "=1+1"]
    assert [type(value) for value in pages["Besoins"][1][3:]] == [int, int, int, int]
    book = load_workbook(BytesIO(alice.get(address("needs_xlsx")).content))
    assert "f" not in {one.data_type for page in book.worksheets for row in page.rows for one in row}


def test_first_and_last_days_are_one_associations_own():
    question = Question(kind="date", label="Votre création ?", number=1)
    values = [(f"Association {year}", f"{year}-03-12") for year in (1998, 2004, 2010)]
    read = Read(question, kind_of(question).summary(question, values), 3, values=values)
    assert told_of(read).figures == [("celle du milieu", "12 mars 2004")]
    assert told_of(read).exact == {"celle du milieu": date(2004, 3, 12)}


def test_named_export_disarms_formulas(asked, alice, address):
    needs = {"connaitre": {"intensity": 4, "words": "=1+1"}}
    send(asked, asked.cine_response, {}, needs)
    sheet = body(alice.get(address("needs_csv")))
    assert "Ciné-Club des Lilas;4;;;'=1+1" in sheet


def test_projector_holds_neither_names_nor_words(answered, alice, address):
    pages = [alice.get(f"{address('projector')}?page={page}").content.decode() for page in range(1, 25)]
    told = "".join(pages)
    assert [one in told for one in ("Ciné-Club des Lilas", "Vidéo Quartier", ALONE, WORDS)] == [False] * 4
    assert MASKED in told


# The group -----------------------------------------------------------------------------------------------------------
def test_group_reads_its_results_once_they_are_shared(answered, alice, denis, address):
    path = address("our_results")
    assert denis.get(path).status_code == 404
    assert alice.post(address("share_results")).status_code == 302
    page = denis.get(path)
    assert page.status_code == 200
    told = page.content.decode().split("<main")[1]
    assert [one in told for one in ("Vidéo Quartier", "Association 02", ALONE, "Des films.", WORDS)] == [False] * 5
    assert address("our_results") in denis.get(answered.denis_seat.part_url).content.decode()
    alice.post(address("share_results"), {"fin": "1"})
    assert denis.get(path).status_code == 404


def test_association_reads_the_group_after_it_sent_its_own_answers(answered, sign_in, address):
    late = cast.organisation("Tardive")
    person = cast.person("Tara", "Dive", late)
    cast.seat(answered.program, late)
    sharing.share_results(answered.step, by=answered.alice)
    assert sign_in(person).get(address("our_results")).status_code == 404


def test_two_answers_are_not_shared(asked, alice, address):
    send(asked, asked.cine_response)
    alice.post(address("share_results"))
    assert sharing.shared(asked.program) is None
    assert "il faut trois réponses" in text(alice.get(address("results")))


def test_results_are_for_whom_they_are(answered, sign_in, address):
    sharing.share_results(answered.step, by=answered.alice)
    named = ("results", "voices", "results_pdf", "results_csv", "results_xlsx", "needs_csv", "needs_xlsx")
    named += ("projector", "share_results")
    for person in (answered.denis, answered.hugo, answered.gaelle):
        browser = sign_in(person)
        assert {browser.get(address(page)).status_code for page in named} <= {403, 404}
    for person in (answered.hugo, answered.gaelle):
        assert sign_in(person).get(address("our_results")).status_code == 404
    assert sign_in(answered.alice).get(address("our_results")).status_code == 403


def test_institution_finds_no_small_count_in_the_frozen_report(answered, sign_in):
    assert "1\u00a0/\u00a05" not in str(report(answered.program)["needs"])
    assert not Document.objects.filter(program=answered.program, visibility__gte=2).exists()


# All the words -------------------------------------------------------------------------------------------------------
def test_voices_are_grouped_by_theme_and_by_question(answered, alice, address):
    page = text(alice.get(address("voices")))
    assert page.index(WORDS) < page.index("Par question") < page.index(ALONE)
    assert "Mutualisation, regroupement" in page or "Sans thème" in page


def test_needs_are_ranked_by_number_or_by_intensity(answered, alice, address):
    numbered = text(alice.get(address("results")))
    intense = text(alice.get(f"{address('results')}?tri=intensite"))
    assert "du plus partagé au moins partagé" in numbered
    assert "du plus intense au moins intense" in intense


def test_results_cost_the_same_whatever_their_size(answered, alice, address, statements):
    pages = [address(name) for name in ("results", "projector", "voices", "results_csv", "results_xlsx", "needs_xlsx")]
    before = [statements(lambda page=page: alice.get(page).getvalue()) for page in pages]
    crowd(answered, 10)
    assert [statements(lambda page=page: alice.get(page).getvalue()) for page in pages] == before
    assert max(before[:2]) <= 10  # boards
    assert max(before[2:]) <= 8


def test_wide_steps_hold_three_associations_each_and_no_figure_of_anybody():
    told = wide_steps([1, 2, 3, 14, 15, 16, 18, 44, 47, 49, 120])
    assert sum(count for _label, count, _words in told) == 11
    assert min(count for _label, count, _words in told) >= 3
    assert (told[0][0].startswith("moins de"), told[-1][0].endswith("et plus")) == (True, True)
    assert wide_steps([5] * 9) == wide_steps([1, 2, 3, 4, 5]) == []


# Spreads -------------------------------------------------------------------------------------------------------------
def test_figures_are_spread_on_a_few_round_steps():
    assert steps_of([2, 2, 5]) == [("2", 2), ("5", 1)]
    assert steps_of([0, 3, 12, 18, 25, 31, 49, 50]) == [
        ("0 à 9", 2), ("10 à 19", 2), ("20 à 29", 1), ("30 à 39", 1), ("40 à 49", 1), ("50 à 59", 1)
    ]  # fmt: skip
    assert steps_of([]) == []
    assert [nice(width) for width in (0.03, 0.7, 1, 3, 12, 600)] == [0.05, 1, 1, 5, 20, 1000]


def test_every_figure_stands_on_one_step():
    values = [0, 0.5, 1.25, 7, 7.5, 11, 40, 41.75]
    assert sum(count for _label, count in steps_of(values)) == len(values)


def test_spread_is_of_figures_alone(answered):
    reads = {read.question.key: read for read in read_together(answered.program, respondents(answered.program))}
    assert (reads["salaries"].spread, reads["projet"].spread) == ([("2", 4), ("47", 1)], [])
