"""Versions: one for each sitting, listed, read, compared, taken up again; nothing is ever deleted."""

from datetime import timedelta

import pytest

from dla_collectif.journal.models import Entry
from dla_collectif.services import clock
from dla_collectif.services.paragraphs import join
from programs.restitution.models import Chapter, ChapterVersion

from .conftest import ONE, THREE, TWO


def told():
    rows = ChapterVersion.objects.order_by("number")
    return [(row.number, row.text, row.kind) for row in rows]


def rest(minutes=31):
    """Let time pass since the last save."""
    ChapterVersion.objects.update(edited_at=clock.now() - timedelta(minutes=minutes))


def test_sitting_makes_one_version_however_often_it_saves(walk, open_page):
    page = open_page(walk.alice, "a")
    for text in ("Le", "Le groupe", "Le groupe se réunit."):
        page.save(text)
    assert told() == [(1, "Le groupe se réunit.", "written")]


def test_pause_or_somebody_else_begins_a_version(walk, open_page):
    page = open_page(walk.alice, "a")
    page.save(ONE)
    rest()
    page.save(join([ONE, TWO]))
    bruno = open_page(walk.bruno, "b", text=page.base, version=page.version)
    bruno.save(join([ONE, TWO, THREE]))
    assert [(number, len(text.split("\n\n"))) for number, text, _ in told()] == [(1, 1), (2, 2), (3, 3)]


def test_what_a_sitting_erases_is_found_again(walk, open_page):
    page = open_page(walk.alice, "a")
    page.save(join([ONE, TWO]))
    page.save("")
    page.save("Autre chose.")
    assert [text for _, text, _ in told()] == [join([ONE, TWO]), "Autre chose."]


def test_version_taken_up_again_is_a_new_one(walk, open_page, chapter_url):
    page = open_page(walk.alice, "a")
    page.save(ONE)
    rest()
    page.save(join([ONE, TWO]))
    assert page.client.post(f"{chapter_url}versions/1/reprendre/").status_code == 302
    assert (Chapter.objects.get().text, [row[0] for row in told()], told()[-1][2]) == (ONE, [1, 2, 3], "restored")
    page.client.post(f"{chapter_url}versions/1/reprendre/")
    assert len(told()) == 3


def test_text_written_meanwhile_is_merged_with_the_version_taken_up(walk, open_page, chapter_url):
    page = open_page(walk.alice, "a")
    page.save(ONE)
    rest()
    page.save(join([ONE, TWO]))
    page.client.post(f"{chapter_url}versions/1/reprendre/")
    page.save(join([ONE, TWO, THREE]))
    assert Chapter.objects.get().text == join([ONE, THREE])


def test_comparison_says_the_words_that_changed(walk, open_page, chapter_url):
    page = open_page(walk.alice, "a")
    page.save("Quinze associations repérées.")
    rest()
    page.save("Quatorze associations repérées.")
    for order in ("?de=1&a=2", "?de=2&a=1"):
        html = page.client.get(f"{chapter_url}versions/comparer/{order}").content.decode()
        assert "<del>" in html
        assert "début de retrait\u00a0: </span>Quinze<" in html
        assert "début d’ajout\u00a0: </span>Quatorze<" in html
    assert page.client.get(f"{chapter_url}versions/comparer/?de=1&a=9").status_code == 404


@pytest.mark.parametrize("many", [2, 30])
def test_list_of_versions_asks_the_same_however_many(walk, open_page, chapter_url, django_assert_max_num_queries, many):
    page = open_page(walk.alice, "a")
    for number in range(many):
        page.save(f"{ONE} {number}")
        rest()
    with django_assert_max_num_queries(8):
        html = page.client.get(f"{chapter_url}versions/").content.decode()
    assert html.count("/versions/") >= many
    assert str(walk.alice) in html
    assert f"{len(ONE.split()) + 1} mots" in html


def test_version_is_read_by_the_carriers_alone(walk, open_page, chapter_url, sign_in):
    page = open_page(walk.alice, "a")
    page.save("**Gras**")
    users = (walk.bruno, walk.denis, walk.chloe)
    assert [sign_in(user).get(f"{chapter_url}versions/1/").status_code for user in users] == [200, 403, 404]
    assert "<strong>Gras</strong>" in page.client.get(f"{chapter_url}versions/1/").content.decode()
    assert page.client.get(f"{chapter_url}versions/7/").status_code == 404


def test_sitting_is_told_once_in_the_journal(walk, open_page):
    page = open_page(walk.alice, "a")
    for text in ("Le", "Le groupe", "Le groupe se réunit."):
        page.save(text)
    told_once = Entry.objects.filter(scope=walk.program.public_id, sentence__contains="a écrit son texte")
    assert told_once.count() == 1
