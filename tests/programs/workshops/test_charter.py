"""The charter: its text is fixed once offered, and each association commits itself once."""

import io

import pytest
from pypdf import PdfReader

from dla_collectif.services import clock
from dla_collectif.services.pdf import html_to_pdf
from dla_collectif.services.refusals import Refusal
from programs.workshops import charter
from programs.workshops.models import Adoption, Charter, Clause
from programs.workshops.prints import charter_html
from tests import cast


@pytest.fixture
def step(world):
    """The workshops, with a charter of two clauses not yet offered."""
    step = cast.step(cast.at_phase(world.program, "workshops"), "workshops", world.alice)
    charter.write_charter(step, {"title": "Charte du collectif", "preamble": "Nous, associations."}, by=world.alice)
    for title in ("Coopérer", "Partager"):
        charter.write_clause(step, {"title": title, "text": f"{title} toujours."}, by=world.alice)
    return step


def signature(world, **more):
    return {"person": world.denis.person, "capacity": "présidente", "adopted_on": clock.today(), **more}


def test_clause_moves_and_goes_and_the_others_keep_their_numbers(step, world):
    last = Clause.objects.get(title="Partager")
    charter.move_clause(step, last, True, by=world.alice)
    assert list(step.program.clauses.values_list("number", "title")) == [(1, "Partager"), (2, "Coopérer")]
    charter.remove_clause(step, Clause.objects.get(title="Partager"), by=world.alice)
    assert list(step.program.clauses.values_list("number", "title")) == [(1, "Coopérer")]


def test_charter_offered_changes_no_more(step, world):
    charter.offer_charter(step, by=world.alice)
    for change in (
        lambda: charter.write_clause(step, {"title": "Encore", "text": "Un mot."}, by=world.alice),
        lambda: charter.write_charter(step, {"title": "Autre", "preamble": ""}, by=world.alice),
        lambda: charter.remove_clause(step, Clause.objects.first(), by=world.alice),
    ):
        with pytest.raises(Refusal, match="ne change plus"):
            change()


def test_charter_without_a_clause_is_not_offered(step, world):
    Clause.objects.all().delete()
    with pytest.raises(Refusal, match="au moins un article"):
        charter.offer_charter(step, by=world.alice)


def test_charter_is_taken_back_with_a_reason_while_nobody_adopted_it(step, world):
    charter.offer_charter(step, by=world.alice)
    with pytest.raises(Refusal, match="pourquoi"):
        charter.take_back_charter(step, " ", by=world.alice)
    charter.take_back_charter(step, "Un article manquait", by=world.alice)
    assert Charter.objects.get().offered_at is None
    charter.offer_charter(step, by=world.alice)
    charter.adopt_charter(step, world.denis_seat, signature(world), by=world.denis)
    with pytest.raises(Refusal, match="déjà adopté"):
        charter.take_back_charter(step, "Trop tard", by=world.alice)


def test_adoption_is_once_for_each_association(step, world):
    charter.offer_charter(step, by=world.alice)
    charter.adopt_charter(step, world.denis_seat, signature(world), by=world.denis)
    with pytest.raises(Refusal, match="déjà adopté"):
        charter.adopt_charter(step, world.denis_seat, signature(world), by=world.denis)
    assert Adoption.objects.count() == 1


def test_adoption_of_a_text_that_changed_since_is_refused(step, world):
    read = charter.offer_charter(step, by=world.alice).sha256
    charter.take_back_charter(step, "Une faute", by=world.alice)
    charter.write_clause(step, {"title": "Encore", "text": "Un mot."}, by=world.alice)
    charter.offer_charter(step, by=world.alice)
    with pytest.raises(Refusal, match="relisez"):
        charter.adopt_charter(step, world.denis_seat, signature(world, sha256=read), by=world.denis)


def test_adoption_by_one_who_left_is_refused(step, world):
    charter.offer_charter(step, by=world.alice)
    world.denis_seat.status = "withdrawn"
    with pytest.raises(Refusal, match="n’est pas proposée"):
        charter.adopt_charter(step, world.denis_seat, signature(world), by=world.denis)


def test_association_adopts_from_its_space(step, world, sign_in):
    charter.offer_charter(step, by=world.alice)
    denis = sign_in(world.denis)
    assert "Adopter la charte" in denis.get("/espace/").content.decode()
    page = f"/accompagnements/{world.program.public_id}/ateliers/charte/adoption/"
    assert "Coopérer toujours." in denis.get(page).content.decode()
    form = {"capacity": "présidente", "sha256": Charter.objects.get().sha256}
    assert denis.post(page, {**form, "capacity": ""}).status_code == 200
    assert denis.post(page, form).status_code == 302
    assert "Adoptée le" in denis.get(page).content.decode()


def test_adoption_is_signed_by_whoever_is_signed_in_whatever_is_sent(step, world, sign_in):
    charter.offer_charter(step, by=world.alice)
    page = f"/accompagnements/{world.program.public_id}/ateliers/charte/adoption/"
    form = {"person": world.dora.person_id, "capacity": "présidente", "adopted_on": "2020-01-01"}
    sign_in(world.denis).post(page, {**form, "sha256": Charter.objects.get().sha256})
    adoption = Adoption.objects.get()
    assert (adoption.person, adoption.adopted_on) == (world.denis.person, clock.today())


def test_adoption_in_the_name_of_another_association_is_refused(step, world, sign_in):
    charter.offer_charter(step, by=world.alice)
    page = f"/accompagnements/{world.program.public_id}/ateliers/charte/adoption/"
    assert sign_in(world.emma).get(page).status_code == 404
    assert sign_in(world.gaelle).get(page).status_code == 404
    assert Adoption.objects.count() == 0


def test_more_lines_to_sign_than_a_page_holds_begin_under_their_heading(step, world):
    for place in range(12):
        cast.seat(world.program, cast.organisation(f"Association {place:02d}"))
    charter.write_clause(step, {"title": "Longuement", "text": "Toujours et partout.\n\n" * 22}, by=world.alice)
    print_of = charter_html(cast.journey(world.program, world.alice), Charter.objects.get())
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(html_to_pdf(print_of))).pages]
    heading = next(text for text in pages if "Signataires" in text)
    assert "Association 00" in heading
    assert sum("Association" in text for text in pages) == 2
