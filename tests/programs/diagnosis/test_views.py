"""The DLA's pages of the diagnosis: who may open them, what they answer, what they cost."""

import pytest
from django.http import HttpResponse
from django.utils.html import escape

from dla_collectif.outbox.models import Message
from dla_collectif.services import printing
from programs.diagnosis import actions
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Questionnaire, Response, needs_to_weigh
from tests import cast

from .conftest import crowd, days_ago, send, text

READ = ["questionnaire", "preview", "invitations", "followup", "meetings", "results", "matrix", "commitments"]
WRITE = ["change", "add_need", "draft"]


@pytest.mark.parametrize("name", [*READ, *WRITE])
def test_page_of_the_dla_answers(alice, address, name):
    assert alice.get(address(name)).status_code == 200


@pytest.mark.parametrize("name", [*READ, "synthesis"])
def test_page_answers_before_anything_is_done(world, sign_in, name):
    url = cast.step(world.program, "diagnosis", world.alice).reverse(f"diagnosis:{name}")
    assert sign_in(world.alice).get(url, follow=True).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("chloe", 404), ("emma", 404), ("denis", 403), ("hugo", 404)])
def test_page_of_the_dla_is_for_those_who_carry(asked, address, sign_in, who, status):
    if who == "hugo":
        asked.hugo_seat.delete()
    browser = sign_in(getattr(asked, who))
    assert {browser.get(address(name)).status_code for name in [*READ, *WRITE]} == {status}


def test_closed_step_is_read_and_not_written(alice, denis, asked, address):
    send(asked, asked.cine_response)
    cast.at_phase(asked.program, "specification")
    assert [alice.get(address(name)).status_code for name in READ] == [200] * len(READ)
    assert [alice.get(address(name)).status_code for name in WRITE] == [403] * len(WRITE)
    assert [alice.post(address(name)).status_code for name in ("remind", "choose")] == [403] * 2
    assert "Des films." in text(denis.get(address("answer")))
    assert denis.post(address("reopen")).status_code == 403
    assert "Rouvrir" not in text(denis.get(address("answer")))


def test_questionnaire_is_chosen_from_a_list_with_a_preview(world, sign_in):
    cast.at_phase(world.program, "diagnosis")
    alice, step = sign_in(world.alice), cast.step(world.program, "diagnosis", world.alice)
    assert "Que fait votre association" in text(alice.get(step.reverse("diagnosis:ready", "culture")))
    assert alice.get(step.reverse("diagnosis:ready", "rien")).status_code == 404
    form = {"key": "culture", "form_key": "un"}
    answers = [alice.post(step.reverse("diagnosis:choose"), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Questionnaire.objects.get().key, needs_to_weigh(world.program).count()) == ("culture", 11)


def test_two_officers_changing_the_questionnaire_lose_nothing(alice, asked, address):
    row = Questionnaire.objects.get()
    actions.change_questionnaire(asked.step, row, {"title": "Titre de Bruno", "version": row.version}, by=asked.bruno)
    typed = {"title": "Titre d’Alice", "introduction": "", "closes_on": "", "version": row.version - 1}
    lost = alice.post(address("change"), typed)
    assert lost.status_code == 409
    assert ("Titre de Bruno" in text(lost), "Titre d’Alice" in lost.content.decode()) == (True, True)
    assert Questionnaire.objects.get().title == "Titre de Bruno"


@pytest.mark.parametrize(
    ("name", "typed", "field", "sentence"),
    [
        ("change", {"title": "", "introduction": "Bonjour"}, "title", "Remplissez ce champ pour continuer."),
        (
            "change",
            {"title": "T", "closes_on": "demain", "introduction": "Bonjour"},
            "closes_on",
            "Cette date n’existe pas",
        ),
        ("add_need", {"text": "", "theme": "strategy"}, "text", "Remplissez ce champ pour continuer."),
        ("add_need", {"text": "Un\x00besoin", "theme": ""}, "text", "nul"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(alice, address, name, typed, field, sentence):
    page = alice.post(address(name), typed)
    assert page.status_code == 200
    assert sentence in page.context["form"].errors[field][0]
    kept = next(value for value in typed.values() if value)
    assert escape(kept) in page.content.decode() or kept in page.content.decode()


def test_invitations_are_counted_in_the_button(asked, alice, address):
    for name in ("Un", "Deux"):
        organisation = cast.organisation(name)
        cast.person(name, "Nom", organisation)
        cast.seat(asked.program, organisation, status="spotted")
    cast.seat(asked.program, cast.organisation("Sans adresse"), status="spotted")
    page = text(alice.get(address("invitations")))
    assert ("Relire les 2 invitations" in page, "1 association sans adresse électronique" in page) == (True, True)
    before = Message.objects.count()
    answers = [alice.post(address("send_invitations"), {"form_key": "un"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Response.objects.count(), Message.objects.count() - before) == (4, 2)


def test_reminder_is_offered_for_those_who_have_not_sent_alone(asked, alice, address):
    Response.objects.update(asked_on=days_ago(10))
    send(asked, asked.cine_response)
    page = alice.get(address("followup"))
    assert [str(row.participation) for row in page.context["due"]] == ["Vidéo Quartier"]
    assert "Relancer cette association" in text(page)
    assert alice.post(address("remind")).status_code == 302
    assert "Relancer" not in text(alice.get(address("followup")))
    refused = alice.post(address("remind"), follow=True)
    assert "Chacune a reçu un message il y a moins de trois jours" in text(refused)


def test_followup_shows_progress(asked, alice, address):
    needs = {"connaitre": {"intensity": 2}}
    answering.fill_in(asked.step, asked.cine_response, {"projet": "Des films."}, needs, by=asked.denis)
    page = text(alice.get(address("followup")))
    assert "1 / 14 (7 %) 1 / 11 besoins" in page
    assert ("commencé" in page, "pas encore ouvert" in page, "Des films." in page) == (True, True, False)


def test_blank_form_and_screen_have_the_same_numbers(asked, alice, address, monkeypatch):
    printed = []
    monkeypatch.setattr(printing, "answer", lambda request, html, name: printed.append(html) or _empty())
    assert alice.get(address("blank")).status_code == 200
    screen = [(entry.number, entry.label) for one in (1, 2) for entry in _entries(alice, address, one)]
    assert [f"{number}. {escape(label)}" in printed[0] for number, label in screen] == [True] * len(screen)


def _empty():
    return HttpResponse()


def _entries(browser, address, number):
    return browser.get(f"{address('preview')}?partie={number}").context["part"].entries


def test_pages_of_the_dla_cost_the_same_with_one_and_with_thirty(asked, alice, address, statements):
    pages = [*READ, "synthesis"]
    crowd(asked, 1)
    before = {name: statements(lambda name=name: alice.get(address(name))) for name in pages}
    crowd(asked, 30)
    after = {name: statements(lambda name=name: alice.get(address(name))) for name in pages}
    assert before == after
    assert {name: count for name, count in after.items() if count > (10 if name == "results" else 8)} == {}  # a board


def test_meetings_are_counted_with_those_who_came(asked, alice, address):
    seats = [asked.denis_seat, asked.dora_seat]
    cast.meeting(asked.program, title="Première", state="held", present=seats[:1], expected=seats[1:])
    page = text(alice.get(address("meetings")))
    assert ("Première" in page, "1 présente sur 2" in page) == (True, True)
