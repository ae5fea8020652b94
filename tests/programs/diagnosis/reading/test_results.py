"""Reading together: only what was sent, summed up, side by side, with and without names."""

from programs.diagnosis.answering import actions as answering
from programs.diagnosis.reading.matrix import build
from programs.diagnosis.reading.results import ranked_needs, read_together, respondents
from programs.journey.participations import withdraw_association
from tests import cast

from ..conftest import send

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


def test_results_of_another_programme_stay_there(asked):
    both(asked)
    assert respondents(asked.foreign) == {}
    assert build(asked.foreign).rows == []


def test_association_that_left_after_answering_stays_in_the_results(asked):
    both(asked)
    withdraw_association(asked.step, asked.dora_seat, "Trop peu de temps.", by=asked.alice)
    assert list(respondents(asked.program).values()) == ["Ciné-Club des Lilas", "Vidéo Quartier"]
    assert cast.step(asked.program, "diagnosis", asked.alice).measures.answered == 2
