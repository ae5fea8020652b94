"""Two editions compared: figures first, then chapter by chapter, word by word."""

from programs.journey.models import Participation
from programs.restitution.editions.comparison import changed_figures, chapters_of, compare

from .conftest import make, opened, propose, write

BEFORE = """<body><header>Couverture</header><main>
<section><h2 id="a"><span class="number">1</span> Cadrage</h2><p>Onze ateliers ont été tenus.</p>
<p>Rien ne change ici.</p>
<table><caption>Les réunions</caption><tr><th scope="row">Lille</th><td>3</td></tr></table>
<svg><title>Image</title></svg></section>
<section><h2 id="b">Retiré</h2><ul><li>Un point</li></ul></section></main><footer>Pied</footer></body>"""
AFTER = """<body><header>Autre couverture</header><main>
<section><h2 id="c">Ajouté</h2><p>Un chapitre neuf.</p></section>
<section><h2 id="a"><span class="number">2</span> Cadrage</h2><p>Douze ateliers ont été tenus.</p>
<p>Rien ne change ici.</p>
<table><caption>Les réunions</caption><tr><th scope="row">Lille</th><td>3</td></tr></table></section></main></body>"""


def test_chapters_are_read_with_their_tables_row_by_row():
    chapters = [(chapter.key, chapter.title, chapter.blocks) for chapter in chapters_of(BEFORE)]
    assert chapters == [
        ("a", "Cadrage", ["Onze ateliers ont été tenus.", "Rien ne change ici.", "Les réunions", "Lille · 3"]),
        ("b", "Retiré", ["Un point"]),
    ]


def test_comparison_says_which_chapters_came_went_and_changed():
    found = {
        each.title: (each.kind, [line.kind for line in each.lines], each.unchanged) for each in compare(BEFORE, AFTER)
    }
    assert found == {
        "Ajouté": ("added", ["added"], 0),
        "Cadrage": ("changed", ["changed"], 3),
        "Retiré": ("removed", ["removed"], 0),
    }
    changed = next(each for each in compare(BEFORE, AFTER) if each.kind == "changed")
    words = [(kind, text) for kind, text in changed.lines[0].words if kind != "same"]
    assert words == [("del", "Onze"), ("ins", "Douze")]


def test_same_words_have_no_line():
    assert [(each.kind, each.lines) for each in compare(BEFORE, BEFORE)] == [("same", []), ("same", [])]


def test_figures_that_moved_are_told_with_what_was_unknown():
    before = [["associations engagées", 15], ["jours", None], ["ateliers", 3]]
    after = [["associations engagées", 14], ["jours", 7], ["ateliers", 3]]
    assert changed_figures(before, after) == [("associations engagées", 15, 14), ("jours", None, 7)]


def test_page_lists_figures_first_and_says_changes_in_words(told, sign_in, address):
    propose(told)
    write(told, "Douze ateliers ont été tenus dans la métropole.")
    Participation.objects.filter(pk=told.dora_seat.pk).update(status="withdrawn", reason="Dissoute.")
    propose(told, "Le nombre d’ateliers est juste.")
    page = sign_in(told.denis).get(address("compare_editions", 2, "institutions", 1)).content.decode()
    assert page.index("associations engagées") < page.index("<ins><span")
    assert (" ajouté\u00a0: </span>Douze" in page, " retiré\u00a0: </span>Onze" in page) == (True, True)
    assert "Le nombre d’ateliers est juste." in page
    assert f'href="{address("our_voice")}"' in page


def test_only_editions_that_one_reads_are_compared(told, sign_in, address):
    opened(told)
    make(told, "Une phrase.")
    hugo, alice = sign_in(told.hugo), sign_in(told.alice)
    path = address("compare_editions", 2, "institutions", 1)
    assert (hugo.get(path).status_code, alice.get(path).status_code) == (404, 200)
    assert alice.get(address("compare_editions", 1, "institutions", 2)).status_code == 404
    assert alice.get(address("compare_editions", 1, "institutions", 1)).status_code == 404


def test_text_that_looks_like_marks_is_shown_as_text(told, sign_in, address):
    write(told, "Avant.")
    propose(told)
    write(told, "Après <script>alert(1)</script> & co.")
    propose(told, "Essai.")
    page = sign_in(told.alice).get(address("compare_editions", 2, "institutions", 1)).content.decode()
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
