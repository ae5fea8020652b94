"""A chapter that saves itself, by two people and two tabs at once: merged by paragraph, asked only where it must be."""

import pytest

from dla_collectif.services.paragraphs import join
from programs.restitution.models import Chapter, ChapterVersion, Sheet

from .conftest import ONE, THREE, TWO


def text_of():
    return Chapter.objects.get().text


def test_chapter_saves_itself_and_says_when(walk, open_page):
    answer = open_page(walk.alice, "a").save(ONE)
    assert (answer.status_code, answer.json()["version"], "\u00a0h" in answer.json()["at"]) == (201, 1, True)
    assert text_of() == ONE


def test_two_officers_in_different_paragraphs_are_merged_without_asking(walk, open_page):
    alice, bruno = open_page(walk.alice, "a"), open_page(walk.bruno, "b")
    alice.save(join([ONE, TWO]))
    bruno.base, bruno.version = alice.base, alice.version
    alice.save(join([ONE + " Elles viennent de la métropole.", TWO]))
    answer = bruno.save(join([ONE, TWO + " Ils étaient trois.", THREE]))
    assert answer.status_code == 201
    whole = join([ONE + " Elles viennent de la métropole.", TWO + " Ils étaient trois.", THREE])
    assert (text_of(), answer.json()["values"]) == (whole, {"text": whole})


def test_same_paragraph_is_asked_and_nothing_is_stored_meanwhile(walk, open_page):
    alice, bruno = open_page(walk.alice, "a"), open_page(walk.bruno, "b")
    alice.save(ONE)
    bruno.base, bruno.version = alice.base, alice.version
    alice.save(ONE + " Oui.")
    answer = bruno.save(ONE + " Non.")
    assert (answer.status_code, answer.json()["who"], text_of()) == (409, str(walk.alice), ONE + " Oui.")


def test_answer_lost_on_its_way_makes_no_conflict_with_oneself(walk, open_page):
    page = open_page(walk.alice, "a")
    page.save("Il était", is_heard=False)
    assert page.save("Elle fut une fois.").status_code == 201
    assert text_of() == "Elle fut une fois."


def test_late_request_of_the_same_page_is_ignored(walk, open_page):
    page = open_page(walk.alice, "a")
    page.save(ONE)
    page.save(ONE + " Enfin.")
    assert page.save("Ancien", turn=1).status_code == 204
    assert text_of() == ONE + " Enfin."


def test_page_opened_again_goes_on_from_its_kept_copy(walk, open_page):
    open_page(walk.alice, "a").save("Le début", is_heard=False)
    again = open_page(walk.alice, "b")
    assert again.save("Une suite tout autre", was="pagea0000").status_code == 201
    assert text_of() == "Une suite tout autre"


def test_what_comes_after_an_unheard_merge_keeps_the_words_of_the_other(walk, open_page):
    alice, bruno = open_page(walk.alice, "a"), open_page(walk.bruno, "b")
    alice.save(join([ONE, TWO]))
    bruno.base, bruno.version = alice.base, alice.version
    alice.save(join([ONE + " Oui.", TWO]))
    bruno.save(join([ONE, TWO, THREE]), is_heard=False)
    assert bruno.save(join([ONE, TWO, THREE])).status_code == 201
    assert text_of() == join([ONE + " Oui.", TWO, THREE])


def test_form_without_script_is_merged_too(walk, sign_in, chapter_url):
    client = sign_in(walk.alice)
    client.post(chapter_url, {"text": join([ONE, TWO]), "version": "0", "base_text": ""})
    sign_in(walk.bruno).post(
        chapter_url, {"text": join([ONE + " B.", TWO]), "version": "1", "base_text": join([ONE, TWO])}
    )
    form = {"text": join([ONE, TWO + " A."]).replace("\n", "\r\n"), "version": "1", "base_text": join([ONE, TWO])}
    assert client.post(chapter_url, form).status_code == 302
    assert text_of() == join([ONE + " B.", TWO + " A."])


@pytest.fixture
def clash(walk, sign_in, chapter_url):
    """Bruno's form, sent after Alice wrote the same paragraph otherwise: (his client, what he sent)."""
    alice = sign_in(walk.alice)
    alice.post(chapter_url, {"text": ONE, "version": "0", "base_text": ""})
    alice.post(chapter_url, {"text": ONE + " D’Alice.", "version": "1", "base_text": ONE})
    return sign_in(walk.bruno), {"text": ONE + " De Bruno.", "version": "1", "base_text": ONE}


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("mine", ONE + " De Bruno."),
        ("theirs", ONE + " D’Alice."),
        ("both", join([ONE + " D’Alice.", ONE + " De Bruno."])),
    ],
)
def test_conflict_is_settled_without_script_by_one_choice(clash, chapter_url, choice, kept):
    bruno, form = clash
    page = bruno.post(chapter_url, form)
    assert page.status_code == 409
    assert all(
        words in page.content.decode() for words in ("<mark>D’Alice</mark>", "<mark>De Bruno</mark>", "text_0-both")
    )
    settled = {**form, "version": "2", "regler": "1"}
    assert bruno.post(chapter_url, settled).status_code == 409
    assert bruno.post(chapter_url, {**settled, "text_0": choice}).status_code == 302
    kept_texts = set(ChapterVersion.objects.values_list("text", flat=True))
    assert text_of() == kept
    assert {ONE + " D’Alice.", ONE + " De Bruno."} <= {*kept_texts, kept}


def test_conflict_settled_too_late_is_asked_again(walk, clash, sign_in, chapter_url):
    bruno, form = clash
    later = {"text": ONE + " D’Alice encore.", "version": "2", "base_text": ONE + " D’Alice."}
    sign_in(walk.alice).post(chapter_url, later)
    page = bruno.post(chapter_url, {**form, "version": "2", "regler": "1", "text_0": "mine"})
    assert (page.status_code, "D’Alice encore" in page.content.decode()) == (409, True)
    assert text_of() == ONE + " D’Alice encore."


def test_text_too_long_is_refused_in_french_and_kept(walk, sign_in, chapter_url):
    answer = sign_in(walk.alice).post(f"{chapter_url}enregistrer/", {"text": "a" * 20_001, "version": "0"})
    assert (answer.status_code, "20000 au plus" in answer.json()["errors"]["text"]) == (422, True)
    page = sign_in(walk.alice).post(chapter_url, {"text": "a" * 20_001, "version": "0"})
    assert "a" * 20_001 in page.content.decode()


def test_sheet_saves_itself_and_merges_lines(walk, sign_in):
    url = f"/accompagnements/{walk.program.public_id}/restitution/fiche/ecrire/"
    alice, bruno = sign_in(walk.alice), sign_in(walk.bruno)
    sheet = {"focus": "Se fédérer", "summary": "Un besoin partagé\nUn choix commun", "contacts": ""}
    assert alice.post(f"{url}enregistrer/", {**sheet, "version": "0"}).status_code == 201
    bases = {f"base_{name}": text for name, text in sheet.items()}
    changed = {**sheet, "summary": "Un besoin partagé par deux DLA\nUn choix commun"}
    alice.post(f"{url}enregistrer/", {**changed, "version": "1"})
    other = {**sheet, "summary": "Un besoin partagé\nUn choix commun et débattu", "focus": "Se fédérer vraiment"}
    assert bruno.post(f"{url}enregistrer/", {**other, "version": "1"}).json() == {"needs": "base"}
    assert bruno.post(f"{url}enregistrer/", {**other, **bases, "version": "1"}).status_code == 201
    row = Sheet.objects.get()
    assert row.summary == "Un besoin partagé par deux DLA\nUn choix commun et débattu"
    assert row.focus == "Se fédérer vraiment"


def test_strangers_save_nothing(walk, sign_in, chapter_url):
    codes = [
        sign_in(user).post(f"{chapter_url}enregistrer/", {"text": "x"}).status_code for user in (walk.denis, walk.chloe)
    ]
    assert (codes, Chapter.objects.count()) == ([403, 404], 0)
