"""Needs × associations: the words behind each cell, sort and filter, with and without names, on paper, onwards."""

import pytest
from django.http import HttpResponse
from django.http.request import QueryDict

from dla_collectif.services import printing
from programs.contributions.models import Contribution
from programs.diagnosis import actions
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Commitment, NeedRating, Response
from programs.diagnosis.questionnaire.entries import Sheet
from programs.diagnosis.reading.helping import matches
from programs.diagnosis.reading.matrix import Choice, build, letter
from programs.specification.models import Objective
from programs.workshops.models import Workshop
from tests import cast

from ..conftest import crowd, send, text

KNOW = "Mieux connaître ce que font les autres associations"
WORDS = "Trois services nous renvoient de l’un à l’autre."


def rating(intensity, priority=False, words="", helps=False):
    return {"intensity": intensity, "priority": priority, "words": words, "helps": helps}


@pytest.fixture
def both(asked):
    """Ciné-Club and Vidéo Quartier sent their answers."""
    needs = {"connaitre": rating(4, True, WORDS), "cooperer": rating(0, helps=True)}
    send(asked, asked.cine_response, {"solidite": 2}, needs)
    send(asked, asked.video_response, {"solidite": 2}, {"connaitre": rating(1), "cooperer": rating(3)}, by=asked.dora)
    return asked


def rows(world, query=""):
    """The needs that an address shows, in their order."""
    return [row.text for row in build(world.program, Choice.of(QueryDict(query))).rows]


def test_needs_lie_beside_associations(both):
    matrix = build(both.program)
    assert [(column.letter, column.name) for column in matrix.columns] == [
        ("A", "Ciné-Club des Lilas"),
        ("B", "Vidéo Quartier"),
    ]
    first, second, third = matrix.rows[:3]
    assert [(cell.heat, cell.figure, cell.said) for cell in first.cells] == [
        ("heat-4", "4", "vital, prioritaire"),
        ("heat-1", "1", "pas du tout"),
    ]
    assert [cell.said for cell in second.cells] == ["non concernée, peut aider", "beaucoup"]
    assert [cell.figure for cell in third.cells] == ["–", "–"]  # nobody weighed it: never a zero
    assert (first.shared, first.mean, third.mean, matrix.total) == (1, 2.5, None, 2)


def test_what_is_not_sent_is_left_out(asked):
    answering.fill_in(asked.step, asked.cine_response, {}, {"connaitre": rating(4, True, WORDS)}, by=asked.denis)
    matrix = build(asked.program)
    assert (matrix.total, matrix.spoken) == (0, [])


def test_each_cell_leads_to_its_words_and_back(both, alice, address):
    page = alice.get(address("matrix")).content.decode()
    number = next(row.number for row in build(both.program).rows if row.text == KNOW)
    assert f'href="#mots-{number}-A"' in page
    assert f'id="mots-{number}-A"' in page
    assert f'href="#cellule-{number}-A"' in page
    assert WORDS in page


def test_needs_keep_the_numbers_of_the_questionnaire_in_any_order(both):
    numbers = {row.text: row.number for row in build(both.program).rows}
    order = [row.number for row in build(both.program, Choice(sort="numero")).rows]
    assert order == sorted(order)
    assert {row.text: row.number for row in build(both.program, Choice(sort="theme")).rows} == numbers


def test_rows_are_sorted_as_asked(both):
    first = {sort: rows(both, f"tri={sort}")[0] for sort in ("partage", "intensite", "priorites", "numero")}
    numbered = [row.text for row in sorted(build(both.program).rows, key=lambda row: row.number)]
    assert first["numero"] == numbered[0]
    assert first["priorites"] == first["intensite"] == KNOW
    assert rows(both, "tri=inconnu") == rows(both)


def test_rows_are_filtered_by_theme_priority_association_and_share(both):
    every = rows(both)
    assert rows(both, "prioritaires=1") == [KNOW]
    assert rows(both, "partage=2") == []
    assert len(rows(both, "partage=1")) == 2
    assert rows(both, f"association={both.denis_seat.public_id}") == [KNOW]
    themed = Contribution.objects.get(text=KNOW)
    Contribution.objects.filter(pk=themed.pk).update(theme="finance")
    assert KNOW in rows(both, "theme=finance")
    for senseless in ("partage=-1", "partage=²", "theme=x", "tri=", "partage=99999"):
        assert rows(both, senseless) == every


def test_choices_stay_in_the_address_of_the_page_and_of_the_print(both, alice, address):
    page = alice.get(f"{address('matrix')}?tri=theme&prioritaires=1").content.decode()
    assert f"{address('matrix_pdf')}?tri=theme&amp;prioritaires=1&amp;format=a3" in page
    assert "1 besoin sur" in text(alice.get(f"{address('matrix')}?prioritaires=1")).replace("\u00a0", " ")
    assert "Aucun besoin ne répond" in alice.get(f"{address('matrix')}?partage=2").content.decode()


def test_without_names_nothing_of_anybody_remains(both, alice, address):
    crowd(both, 3)
    named = alice.get(address("matrix")).content.decode()
    hidden = alice.get(f"{address('matrix')}?anonyme=1").content.decode()
    told = ["Ciné-Club des Lilas", "Vidéo Quartier", "Association 02", WORDS, "Nous ne savons rien des autres."]
    assert [one in named for one in told] == [True] * 5
    assert [one in hidden for one in told] == [False] * 5
    assert both.denis_seat.public_id not in hidden


def test_without_names_small_counts_are_hidden(both, alice, address):
    crowd(both, 3)  # three weigh « connaitre » 3 and make it a priority; Ciné-Club alone weighs it 4
    row = next(row for row in build(both.program, anonymous=True).rows if row.text == KNOW)
    assert (row.shared_told, row.first_told) == (4, 4)
    assert row.veiled == [(4, None), (3, None), (2, 0)]  # 4 - 3 would tell the one who is alone
    other = next(row for row in build(both.program, anonymous=True).rows if row.shared == 1)
    assert (other.shared_told, [count for _level, count in other.veiled]) == (None, [None] * 3)


def test_without_names_nothing_is_told_of_two_associations(both, alice, address):
    page = alice.get(f"{address('matrix')}?anonyme=1").content.decode()
    assert "Moins de trois associations ont répondu" in page
    assert KNOW not in page


def test_without_names_the_rows_are_not_in_the_order_of_what_is_hidden(both):
    crowd(both, 3)
    matrix = build(both.program, anonymous=True)
    hidden = [row.number for row in matrix.rows if not row.shared_told]
    assert hidden == sorted(hidden)


def test_without_names_an_association_cannot_be_asked_for(both):
    crowd(both, 3)
    choice = Choice(seat=both.denis_seat.public_id, priorities=True, least=1)
    assert len(build(both.program, choice, anonymous=True).rows) == len(build(both.program).rows)


@pytest.mark.parametrize("query", ["", "?format=a3", "?anonyme=1", "?anonyme=1&format=a3"])
def test_prints_on_two_sizes(both, alice, address, monkeypatch, query):
    crowd(both, 1)
    printed = []
    monkeypatch.setattr(printing, "answer", lambda *args: printed.append(args[1]) or HttpResponse())
    alice.get(f"{address('matrix_pdf')}{query}")
    html = printed[0]
    assert ("is-a3" in html, "is-landscape" in html) == ("a3" in query, True)
    assert ("Ciné-Club des Lilas" in html) == ("anonyme" not in query)
    assert (WORDS in html) == (query == "?format=a3")


def test_costs_the_same_whatever_its_size(both, alice, address, statements):
    before = statements(lambda: alice.get(address("matrix")))
    helping = statements(lambda: alice.get(address("helping")))
    for number in range(19):
        actions.add_need(both.step, {"text": f"Besoin {number}", "theme": ""}, by=both.alice)
    crowd(both, 28)
    matrix = build(both.program)
    assert (matrix.total, len(matrix.rows)) == (30, 30)
    assert statements(lambda: alice.get(address("matrix"))) == before
    assert statements(lambda: alice.get(address("helping"))) == helping
    assert (before, helping) == (5, 7)
    assert before <= 10


def test_columns_have_letters_beyond_z():
    assert [letter(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


# Who can help whom ---------------------------------------------------------------------------------------------------
def test_who_can_help_stands_beside_who_needs_it_most(both):
    found = {match.row.text: match for match in matches(build(both.program))}
    know = found.pop(KNOW)
    assert ([cell.column.name for cell in know.light], know.helpers) == (["Vidéo Quartier"], [])
    (offered,) = found.values()
    assert [cell.column.name for cell in offered.helpers] == ["Ciné-Club des Lilas"]
    assert [cell.column.name for cell in offered.most] == ["Vidéo Quartier"]


def test_what_each_can_bring_is_read_from_answers_and_letters(both, alice, address):
    person = both.denis.person
    Commitment.objects.create(participation=both.denis_seat, person=person, capacity="x", text="y", brings="Une salle.")
    page = text(alice.get(address("helping")))
    assert "Une salle." in page
    assert page.index("Proposent d’aider") < page.index("Ce que chacune peut apporter")


def test_who_can_help_is_said_beside_the_priority_and_saved(asked, denis, address):
    need = Contribution.objects.get(text=KNOW)
    last = Sheet(asked.program).parts[-1].number
    assert "nous pouvons aider les autres" in denis.get(f"{address('answer')}?partie={last}").content.decode()
    saved = denis.post(address("save"), {"name": f"n{need.pk}_helps", "value": "on", "version": "0"})
    assert (saved.status_code, NeedRating.objects.get().helps) == (204, True)


# Onwards -------------------------------------------------------------------------------------------------------------
def test_chosen_rows_become_one_objective_that_cites_them(both, alice, address):
    chosen = list(Contribution.objects.needs().filter(program=both.program).order_by("id")[:2])
    page = alice.get(address("matrix")).content.decode()
    target = f"/accompagnements/{both.program.public_id}/cahier-des-charges/objectifs/ajout/"
    assert f'formaction="{target}"' in page
    query = "&".join(f"source={need.public_id}" for need in chosen)
    form = alice.get(f"{target}?{query}").content.decode()
    assert form.count("checked") == 2
    assert chosen[0].text in form.split('name="title"')[1].split(">")[0].replace("&#x27;", "'")
    sent = {"title": "Se connaître", "version": 0, "cited_need": [need.public_id for need in chosen]}
    assert alice.post(target, sent).status_code == 302
    assert set(Objective.objects.get().sources.all()) == set(chosen)


def test_chosen_rows_begin_a_workshop_with_the_objective_that_cites_them(both, alice, address):
    need = Contribution.objects.get(text=KNOW)
    base = f"/accompagnements/{both.program.public_id}"
    sent = {"title": "A", "version": 0, "cited_need": need.public_id}
    alice.post(f"{base}/cahier-des-charges/objectifs/ajout/", sent)
    form = alice.get(f"{base}/ateliers/seances/atelier/?source={need.public_id}").content.decode()
    objective = Objective.objects.get()
    assert f'value="{objective.pk}" selected' in form
    assert f"- {KNOW}" in form
    assert not Workshop.objects.exists()


def test_rows_of_a_closed_walk_lead_nowhere(both, alice, address):
    cast.at_phase(both.program, "restitution")
    page = alice.get(address("matrix")).content.decode()
    assert "formaction" not in page
    assert 'name="source"' not in page


def test_foreign_sources_are_left_out(both, alice):
    need = Contribution.objects.create(
        program=both.foreign, phase="diagnosis", kind="need", text="Secret d’ailleurs", visibility=1
    )
    base = f"/accompagnements/{both.program.public_id}"
    for path in ("cahier-des-charges/objectifs/ajout/", "ateliers/seances/atelier/"):
        assert "Secret d’ailleurs" not in alice.get(f"{base}/{path}?source={need.public_id}").content.decode()


def test_matrix_is_for_the_dla_alone(both, sign_in, address):
    for person in (both.denis, both.hugo, both.gaelle):
        browser = sign_in(person)
        for page in ("matrix", "matrix_pdf", "helping"):
            assert browser.get(address(page)).status_code in (403, 404)
            assert browser.get(f"{address(page)}?anonyme=1").status_code in (403, 404)
    assert Response.objects.sent().count() == 2
