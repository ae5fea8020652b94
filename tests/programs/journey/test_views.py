"""The pages of the corridor as their users meet them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dla_collectif.services.models import FormReceipt
from programs.journey.models import Program
from tests import cast


def url(program, *words):
    return f"/accompagnements/{program.public_id}/" + "".join(f"{word}/" for word in words)


def test_desk_shows_what_the_officer_carries_and_nothing_else(world, sign_in):
    page = sign_in(world.alice).get("/bureau/").content.decode()
    assert world.program.title in page
    assert world.foreign.title not in page


def test_desk_is_closed_to_an_association(world, sign_in):
    assert sign_in(world.denis).get("/bureau/").status_code == 403


@pytest.mark.parametrize("who", ["chloe", "emma"])
def test_programme_of_others_looks_like_no_programme(world, sign_in, who):
    client = sign_in(getattr(world, who))
    foreign = client.get(url(world.program))
    unknown = client.get("/accompagnements/" + "2" * 14 + "/")
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert world.program.title not in foreign.content.decode()


def test_programme_is_open_to_both_carriers_and_to_those_who_take_part(world, sign_in):
    codes = [sign_in(user).get(url(world.program)).status_code for user in (world.alice, world.bruno, world.denis)]
    assert codes == [200, 200, 200]


def test_phase_is_refused_with_a_reason_to_an_association(world, sign_in):
    answer = sign_in(world.denis).get(url(world.program, "cadrage"))
    assert answer.status_code == 403
    assert "réservée aux DLA qui portent" in answer.content.decode()


def test_visitor_without_a_session_is_led_to_sign_in(world):
    answer = Client().get(url(world.program))
    assert (answer.status_code, answer["Location"]) == (302, f"/connexion/?next={url(world.program)}")


def test_text_typed_after_the_session_ended_is_kept_on_the_page(world):
    answer = Client().post(url(world.program, "arret"), {"reason": "Le groupe ne s’est pas formé"})
    assert answer.status_code == 401
    assert "Le groupe ne s’est pas formé" in answer.content.decode()


def test_text_sent_with_an_old_token_is_kept_on_the_page(world, sign_in):
    client = Client(enforce_csrf_checks=True)
    cast.force_login(client, world.alice)
    answer = client.post(url(world.program, "arret"), {"reason": "Le groupe ne s’est pas formé"})
    assert answer.status_code == 403
    assert "Le groupe ne s’est pas formé" in answer.content.decode()
    assert Program.objects.get(pk=world.program.pk).is_under_way


def test_same_form_sent_twice_opens_one_programme(world, sign_in):
    client = sign_in(world.alice)
    form = {"title": "Théâtre", "theme": "", "sector": "", "territory": "", "dla": world.lille.pk, "form_key": "k" * 24}
    first, second = client.post("/accompagnements/nouveau/", form), client.post("/accompagnements/nouveau/", form)
    assert first["Location"] == second["Location"]
    assert Program.objects.filter(title="Théâtre").count() == 1


def test_refused_form_leaves_no_receipt_and_may_be_sent_again(world, sign_in):
    client = sign_in(world.alice)
    form = {"title": "", "dla": world.lille.pk, "form_key": "k" * 24}
    page = client.post("/accompagnements/nouveau/", form)
    assert (page.status_code, FormReceipt.objects.count()) == (200, 0)
    assert client.post("/accompagnements/nouveau/", {**form, "title": "Théâtre"}).status_code == 302


def test_key_of_another_person_is_refused(world, sign_in):
    form = {"title": "Théâtre", "dla": world.lille.pk, "form_key": "k" * 24}
    assert sign_in(world.alice).post("/accompagnements/nouveau/", form).status_code == 302
    assert sign_in(world.bruno).post("/accompagnements/nouveau/", {**form, "dla": world.roubaix.pk}).status_code == 403


def test_two_officers_writing_at_once_lose_nothing(world, sign_in):
    form = {"title": "Titre d’Alice", "theme": "", "sector": "", "territory": "Nord", "version": "1"}
    assert sign_in(world.alice).post(url(world.program, "intitule"), form).status_code == 302
    late = sign_in(world.bruno).post(url(world.program, "intitule"), {**form, "title": "Titre de Bruno"})
    page = late.content.decode()
    assert late.status_code == 409
    assert ("Titre d’Alice" in page, "Titre de Bruno" in page, "Alice Martin" in page) == (True, True, True)
    assert 'name="version" value="2"' in page
    again = sign_in(world.bruno).post(url(world.program, "intitule"), {**form, "title": "Titre commun", "version": "2"})
    assert (again.status_code, Program.objects.get(pk=world.program.pk).title) == (302, "Titre commun")


def count(client, path):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_desk_takes_the_same_statements_with_1_and_30_programmes(world, sign_in):
    client = sign_in(world.alice)
    with_one = count(client, "/bureau/")
    for number in range(29):
        cast.program(f"Programme {number}", world.lille)
    assert count(client, "/bureau/") == with_one
    assert with_one <= 10


def test_space_takes_the_same_statements_with_1_and_30_seats(world, sign_in):
    client = sign_in(world.denis)
    with_one = count(client, "/espace/")
    for number in range(29):
        cast.seat(cast.program(f"Programme {number}", world.lille), world.cine)
    assert count(client, "/espace/") == with_one
    assert with_one <= 10


def test_programme_page_takes_ten_statements_at_most(world, sign_in):
    assert count(sign_in(world.alice), url(world.program)) <= 10
    assert count(sign_in(world.denis), url(world.program)) <= 10


def test_get_writes_nothing(world, sign_in):
    client = sign_in(world.alice)
    with CaptureQueriesContext(connection) as queries:
        for path in (
            "/bureau/",
            "/espace/",
            url(world.program),
            url(world.program, "documents"),
            url(world.program, "journal"),
        ):
            client.get(path)
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize("odd", ["%00", "<script>", "-1", "9" * 40, "é"])
def test_odd_words_in_addresses_are_no_error(world, sign_in, odd):
    client = sign_in(world.alice)
    assert client.get(url(world.program, "journal") + f"?avant={odd}").status_code == 200
    assert client.get(f"/messages/?avant={odd}").status_code == 200
    assert client.get(f"/documents/{odd}/").status_code == 404
