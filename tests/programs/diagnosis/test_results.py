"""Reading together: only what was sent, summed up, side by side, with and without names."""

from django.http import HttpResponse

from programs.diagnosis import actions, answering, result_pages
from programs.diagnosis.matrix import build, letter
from programs.diagnosis.models import NeedRating, Response
from programs.diagnosis.results import ranked_needs, read_together, respondents
from programs.journey.participations import withdraw_association
from tests import cast

from .conftest import crowd, send

ASKED = "Mieux connaître ce que font les autres associations"
WORDS = "Trois services nous renvoient de l’un à l’autre."


def rating(intensity, priority=False, words=""):
    return {"intensity": intensity, "priority": priority, "words": words}


def both(world):
    """Ciné-Club and Vidéo Quartier sent their answers."""
    needs = {"connaitre": rating(4, True, WORDS), "cooperer": rating(0)}
    send(world, world.cine_response, {"solidite": 2, "equipe": {"stance": "aloud"}}, needs)
    send(world, world.video_response, {"solidite": 2}, {"connaitre": rating(1), "cooperer": rating(2)}, by=world.dora)


def test_results_hold_only_what_was_sent(asked):
    answering.fill_in(asked.step, asked.cine_response, {"projet": "Secret."}, {}, by=asked.denis)
    names = respondents(asked.program)
    assert names == {}
    send(asked, asked.video_response, {"projet": "De la vidéo."}, by=asked.dora)
    names = respondents(asked.program)
    first = read_together(asked.program, names)[0]
    assert first.summary.words == [("Vidéo Quartier", "De la vidéo.")]


def test_results_tell_how_the_question_was_taken(asked):
    both(asked)
    reads = {read.question.key: read for read in read_together(asked.program, respondents(asked.program))}
    assert dict(reads["solidite"].summary.bars)["Plutôt incertaines"] == 2
    assert (reads["equipe"].aloud, reads["equipe"].summary.count, reads["equipe"].asked) == (
        ["Ciné-Club des Lilas"],
        0,
        2,
    )


def test_needs_are_ranked_by_how_many_share_them(asked):
    both(asked)
    first, second = ranked_needs(asked.program)[:2]
    assert [(need.shared, need.first, need.weight) for need in (first, second)] == [(1, 1, 5), (1, 0, 2)]


def test_matrix_lays_needs_beside_associations(asked):
    both(asked)
    matrix = build(asked.program)
    assert [(column.letter, column.name) for column in matrix.columns] == [
        ("A", "Ciné-Club des Lilas"),
        ("B", "Vidéo Quartier"),
    ]
    first, second, third = matrix.rows[:3]
    assert first.cells == [("heat-4", "4", "!", True), ("heat-1", "1", "", False)]
    assert second.cells == [("heat-0", "0", "", False), ("heat-2", "2", "", False)]
    assert third.cells == [("heat-0", "–", "", False)] * 2  # nobody weighed it: never a zero
    assert ((first.shared, matrix.total), first.words) == ((1, 2), [("A", "Ciné-Club des Lilas", WORDS)])


def test_matrix_leaves_out_what_is_not_sent(asked):
    answering.fill_in(asked.step, asked.cine_response, {}, {"connaitre": rating(4, True, WORDS)}, by=asked.denis)
    matrix = build(asked.program)
    assert (matrix.total, matrix.spoken) == (0, [])


def test_matrix_without_names_holds_neither_names_nor_words(asked, alice, address):
    both(asked)
    named = alice.get(address("matrix")).content.decode()
    hidden = alice.get(f"{address('matrix')}?anonyme=1").content.decode()
    told = ["Ciné-Club des Lilas", "Vidéo Quartier", WORDS]
    assert [one in named for one in told] == [True, True, True]
    assert [one in hidden for one in told] == [False, False, False]


def test_matrix_without_names_is_not_in_the_order_of_names(asked):
    crowd(asked, 8)
    for place, response in enumerate(Response.objects.sent().order_by("participation__organisation__name")):
        Response.objects.filter(pk=response.pk).update(public_id=f"{9 - place:014}")
        NeedRating.objects.filter(response=response, need__text=ASKED).update(intensity=place // 2)
    cells = {anonymous: _row(asked, anonymous) for anonymous in (False, True)}
    assert cells[False] == ["0", "0", "1", "1", "2", "2", "3", "3"]
    assert cells[True] == cells[False][::-1]


def _row(world, anonymous):
    row = next(row for row in build(world.program, anonymous=anonymous).rows if row.text == ASKED)
    return [cell[1] for cell in row.cells]


def test_matrix_prints_across_without_words(asked, alice, address, monkeypatch):
    both(asked)
    printed = []
    monkeypatch.setattr(result_pages.printing, "answer", lambda *args: printed.append(args[1]) or HttpResponse())
    alice.get(address("matrix_pdf"))
    alice.get(f"{address('matrix_pdf')}?anonyme=1")
    assert ["is-landscape" in html for html in printed] == [True, True]
    assert [WORDS in html for html in printed] == [False, False]
    assert ["Ciné-Club des Lilas" in html for html in printed] == [True, False]


def test_matrix_costs_the_same_whatever_its_size(asked, alice, address, statements):
    both(asked)
    before = statements(lambda: alice.get(address("matrix")))
    for number in range(19):
        actions.add_need(asked.step, {"text": f"Besoin {number}", "theme": ""}, by=asked.alice)
    crowd(asked, 28)
    matrix = build(asked.program)
    assert (matrix.total, len(matrix.rows)) == (30, 30)
    assert statements(lambda: alice.get(address("matrix"))) == before
    assert before <= 10


def test_results_of_another_programme_stay_there(asked):
    both(asked)
    assert respondents(asked.foreign) == {}
    assert build(asked.foreign).rows == []


def test_columns_have_letters_beyond_z():
    assert [letter(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_association_that_left_after_answering_stays_in_the_results(asked):
    both(asked)
    withdraw_association(asked.step, asked.dora_seat, "Trop peu de temps.", by=asked.alice)
    assert list(respondents(asked.program).values()) == ["Ciné-Club des Lilas", "Vidéo Quartier"]
    assert cast.step(asked.program, "diagnosis", asked.alice).measures.answered == 2
