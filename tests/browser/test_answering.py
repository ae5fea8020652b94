"""The questionnaire as people live it: two tabs, no network, two colleagues, the keyboard, a screen reader's tree."""

import re

import pytest
from playwright.sync_api import expect

from programs.diagnosis.models import Answer, Response
from tests import cast
from tests.browser.test_lost_session import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST, SECOND = re.compile("Que fait votre association"), re.compile("De quelle réussite")
SAVED = re.compile("^Enregistré à")
FIGURE = re.compile("[Aa]nnée|Combien|Personnes|Quel est le total")
LINE = re.compile(r'\s*- (textbox|radio|checkbox|button|link|group|heading) "([^"]+)"')


def begin(visitor, user, asked):
    """Open the questionnaire at its first part."""
    enter(visitor, user, asked)
    visitor.press("Commencer")
    visitor.page.get_by_label(FIRST).wait_for()
    visitor.page.wait_for_load_state()
    return visitor.page.locator("[data-state]")


def answers(world):
    """What is stored of Ciné-Club's texts."""
    rows = Answer.objects.filter(response__participation=world.denis_seat, question__kind="long")
    return [row.value for row in rows.order_by("question__number")]


def test_second_tab_shows_what_the_first_wrote(world, asked, welcome):
    denis = welcome()
    state = begin(denis, world.denis, asked)
    other = denis.page.context.new_page()
    other.goto(denis.page.url)
    expect(other.get_by_label(FIRST)).to_be_visible()
    denis.page.bring_to_front()
    denis.field(FIRST).fill("Des films au café.")
    expect(state).to_have_text(SAVED)
    expect(other.get_by_label(FIRST)).to_have_value("Des films au café.")
    other.bring_to_front()
    other.get_by_label(FIRST).fill("Des films, partout.")
    expect(other.locator("[data-state]")).to_have_text(SAVED)
    assert answers(world) == ["Des films, partout."]


def test_answer_written_without_network_is_told_kept_and_put_back(world, asked, welcome):
    denis = welcome(width=360)
    state = begin(denis, world.denis, asked)
    address = denis.page.url
    denis.page.context.set_offline(True)
    denis.field(FIRST).fill("Écrit dans le métro.")
    expect(denis.page.get_by_role("alert")).to_contain_text("n’est pas encore enregistré")
    expect(denis.page.get_by_role("alert")).to_be_focused()
    expect(state).to_contain_text("Pas encore enregistré")
    denis.page.close()
    denis.page.context.set_offline(False)
    assert answers(world) == []
    denis.page = denis.page.context.new_page()
    denis.page.goto(address)
    expect(denis.page.get_by_text("Ce que vous aviez écrit n’est pas perdu.")).to_be_visible()
    expect(denis.field(FIRST)).to_have_value("Écrit dans le métro.")
    expect(denis.page.locator("[data-state]")).to_have_text(SAVED)
    assert answers(world) == ["Écrit dans le métro."]
    assert denis.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('dla:copy:')).length") == 0


def test_network_that_comes_back_puts_itself_right(world, asked, welcome):
    denis = welcome()
    state = begin(denis, world.denis, asked)
    denis.page.context.set_offline(True)
    denis.field(FIRST).fill("Écrit dans le métro.")
    expect(denis.page.get_by_role("alert")).to_be_visible()
    denis.page.context.set_offline(False)
    expect(state).to_have_text(SAVED)
    expect(denis.page.get_by_role("alert")).to_have_count(0)
    assert answers(world) == ["Écrit dans le métro."]


def test_two_colleagues_in_one_field_keep_both_texts(world, asked, welcome):
    lucie_user = cast.person("Lucie", "Colle", world.denis_seat.organisation)
    denis, lucie = welcome(), welcome()
    state = begin(denis, world.denis, asked)
    enter(lucie, lucie_user, f"{asked}?partie=1")
    expect(lucie.field(FIRST)).to_be_visible()
    denis.field(FIRST).fill("Des films.")
    expect(state).to_have_text(SAVED)
    lucie.field(FIRST).fill("Un festival.")
    box = lucie.page.get_by_role("alert")
    expect(box).to_contain_text("Denis Leroy a écrit cette réponse à")
    lucie.press("Garder les deux")
    expect(lucie.page.locator("[data-state]")).to_have_text(SAVED)
    assert answers(world) == ["Des films.\n\nUn festival."]


def test_form_is_completed_by_keyboard_alone_on_a_narrow_screen(world, asked, welcome):
    denis = welcome(width=320)
    begin(denis, world.denis, asked)
    assert denis.page.evaluate("document.documentElement.scrollWidth") <= 320
    keys, reached = denis.page.keyboard, "document.activeElement"
    for _ in range(60):
        keys.press("Tab")
        kind = denis.page.evaluate(f"{reached}.type || {reached}.tagName")
        if kind == "textarea" and not denis.page.evaluate(f"{reached}.value"):
            keys.type("Au clavier.")
        elif kind == "checkbox":
            keys.press("Space")
        elif kind == "submit" and "Enregistrer" in denis.page.evaluate(f"{reached}.textContent"):
            keys.press("Enter")
            break
    denis.is_told("Partie 1 enregistrée")
    assert "Au clavier." in answers(world)
    assert denis.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_form_is_completed_with_the_accessibility_tree_alone(world, asked, welcome):
    """Each step reads the tree as a screen reader does, and acts on what it names: roles and names, nothing else."""
    denis = welcome(width=360)
    begin(denis, world.denis, asked)
    main, done = denis.page.get_by_role("main"), set()
    for _ in range(8):
        tree = LINE.findall(main.aria_snapshot())
        heading = next(name for role, name in tree if role == "heading")
        if heading.startswith("Envoyer"):
            break
        for role, name in tree:
            field = main.get_by_role(role, name=name, exact=True).first
            if role == "textbox" and (heading, name) not in done:
                done.add((heading, name))
                kind = field.get_attribute("type")
                field.fill("2027-03-12" if kind == "date" else "2025" if FIGURE.search(name) else "Lu à voix haute.")
        for group in (name for role, name in tree if role == "group"):
            marks = main.get_by_role("group", name=group, exact=True).first.get_by_role("radio")
            if marks.count():
                marks.first.press("Space")
                expect(marks.first).to_be_checked()
        following = next(name for role, name in tree if role == "button" and name.startswith("Enregistrer et"))
        main.get_by_role("button", name=following, exact=True).click()
        expect(main.get_by_role("heading", level=1)).not_to_have_text(heading)
    main.get_by_role("button", name="Envoyer nos réponses", exact=True).click()
    expect(main.get_by_role("heading", name="envoyées")).to_be_visible()
    assert Response.objects.get(participation=world.denis_seat).is_sent
    assert "Lu à voix haute." in answers(world)


def two_versions(world, asked, welcome, label):
    """Denis and Lucie have written a table, a ranking and a date at once: Lucie's page, at the box of one question."""
    lucie_user = cast.person("Lucie", "Colle", world.denis_seat.organisation)
    denis, lucie = welcome(), welcome(width=360)
    for visitor, user in ((denis, world.denis), (lucie, lucie_user)):
        enter(visitor, user, f"{asked}?partie=6")
        expect(visitor.page.locator("#q26")).to_be_visible()
        visitor.page.wait_for_load_state()
    for visitor, gala, rank, day in ((denis, "Gala", "1er", "2027-03-12"), (lucie, "Kermesse", "2e", "2027-04-02")):
        if label == "q26":
            visitor.fill({"Temps fort, ligne 1": gala})
        elif label == "q27":
            visitor.field("Parler d’une seule voix aux institutions").select_option(label=rank)
        else:
            visitor.page.locator("#id_q28").fill(day)
        expect(visitor.page.locator("[data-state]")).to_have_text(re.compile("^(Enregistré à|Non enregistré)"))
    return lucie, lucie.page.locator(f"#{label} .conflict")


def test_two_tables_are_told_by_their_rows_and_both_may_be_kept(world, asked, welcome):
    lucie, box = two_versions(world, asked, welcome, "q26")
    expect(box).to_contain_text("Temps fort : Gala", use_inner_text=True)
    expect(box).to_contain_text("Temps fort : Kermesse", use_inner_text=True)
    lucie.press("Garder les deux")
    expect(lucie.page.locator("[data-state]")).to_have_text(SAVED)
    assert Answer.objects.get(question__key="temps_forts").value == [{"nom": "Gala"}, {"nom": "Kermesse"}]


@pytest.mark.parametrize(
    ("question", "theirs", "mine"),
    [
        ("q27", "1. Parler d’une seule voix aux institutions", "2. Parler d’une seule voix aux institutions"),
        ("q28", "12 mars 2027", "2 avril 2027"),
    ],
)
def test_what_cannot_be_kept_twice_is_told_in_words(world, asked, welcome, question, theirs, mine):
    lucie, box = two_versions(world, asked, welcome, question)
    expect(box).to_contain_text(theirs)
    expect(box).to_contain_text(mine)
    expect(box.get_by_role("button")).to_have_text(["Garder la mienne", "Prendre l’autre"])
    lucie.press("Prendre l’autre")
    expect(box).to_have_count(0)
