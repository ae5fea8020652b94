"""Following up: who waits longest first, the list of calls on paper, the way to replace a contact."""

from django.http import HttpResponse

from dla_collectif.services import clock, printing
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.following.table import lines_of
from programs.diagnosis.models import Response
from programs.journey.participations import withdraw_association

from ..conftest import crowd, days_ago, send, text


def names(world, order="retard"):
    return [str(line.row.participation.organisation) for line in lines_of(world.program, world.alice, order)]


def printed(monkeypatch):
    found = []
    monkeypatch.setattr(printing, "answer", lambda *args: found.append(args[1]) or HttpResponse())
    return found


def test_those_who_wait_longest_come_first_and_those_done_last(asked):
    crowd(asked, 1)
    Response.objects.filter(pk=asked.video_response.pk).update(asked_on=days_ago(20))
    assert names(asked) == ["Vidéo Quartier", "Ciné-Club des Lilas", "Association 02"]
    answering.fill_in(asked.step, asked.video_response, {"projet": "x"}, {}, by=asked.dora)  # she came today
    Response.objects.filter(pk=asked.cine_response.pk).update(asked_on=days_ago(9))
    assert names(asked) == ["Ciné-Club des Lilas", "Vidéo Quartier", "Association 02"]
    assert names(asked, "nom") == ["Association 02", "Ciné-Club des Lilas", "Vidéo Quartier"]


def test_order_is_chosen_in_the_address(asked, alice, address):
    crowd(asked, 1)
    for query, first in (("", "Ciné-Club"), ("?tri=nom", "Association 02"), ("?tri=x", "Ciné-Club")):
        page = text(alice.get(f"{address('followup')}{query}")).split("Avancement des réponses")[1]
        assert page.index(first) < 250


def test_list_of_calls_holds_only_those_awaited_with_their_telephone(asked, alice, address, monkeypatch):
    person = asked.denis.person
    person.phone = "03 20 00 00 01"
    person.save(update_fields=["phone"])
    send(asked, asked.video_response, by=asked.dora)
    found = printed(monkeypatch)
    alice.get(address("calls"))
    html = found[0]
    told = ["Ciné-Club des Lilas", "03 20 00 00 01", person.email, "pas encore ouvert", "Vidéo Quartier"]
    assert [one in html for one in told] == [True, True, True, True, False]
    assert "is-landscape" in html


def test_list_of_calls_leaves_out_those_that_left_and_says_when_nobody_is_left(asked, alice, address, monkeypatch):
    send(asked, asked.video_response, by=asked.dora)
    withdraw_association(asked.step, asked.denis_seat, "Trop peu de temps.", by=asked.alice)
    found = printed(monkeypatch)
    alice.get(address("calls"))
    assert "Aucun questionnaire n’est attendu" in found[0]
    assert "Ciné-Club" not in found[0].split("<main")[1]


def test_list_of_calls_says_how_far_and_nothing_of_what_was_written(asked, alice, address, monkeypatch):
    answering.fill_in(asked.step, asked.cine_response, {"projet": "Secret."}, {}, by=asked.denis)
    found = printed(monkeypatch)
    alice.get(address("calls"))
    assert "1 réponse sur" in found[0]
    assert "Secret." not in found[0]


def test_contact_is_replaced_from_the_line_by_the_dla_whose_word_it_is(asked, alice, address):
    lines = {str(line.row.participation.organisation): line for line in lines_of(asked.program, asked.alice)}
    page = alice.get(address("followup")).content.decode()
    for line in lines.values():
        path = f"/structures/{line.row.participation.public_id}/remplacement/"
        assert (path in page) == line.may_replace
        if line.may_replace:
            assert alice.get(f"/accompagnements/{asked.program.public_id}{path}").status_code == 200


def test_table_and_list_cost_the_same_whatever_their_size(asked, alice, address, statements, monkeypatch):
    printed(monkeypatch)
    pages = [address("followup"), address("calls")]
    before = [statements(lambda page=page: alice.get(page)) for page in pages]
    crowd(asked, 12)
    Response.objects.exclude(pk=asked.cine_response.pk).update(state="started", opened_at=clock.now())
    assert [statements(lambda page=page: alice.get(page)) for page in pages] == before
    assert before[0] == 8


def test_since_is_the_last_sign_of_life(asked):
    line = lines_of(asked.program, asked.alice)[0]
    assert (line.since, line.stage) == (line.row.asked_on, "pas encore ouvert")
