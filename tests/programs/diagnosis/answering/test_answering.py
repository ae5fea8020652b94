"""Answers saved one by one: versions, races, replays, bad values, who may, and the counter that follows."""

import json

import pytest

from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services.refusals import Refusal
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Answer, NeedRating, Origin, Question, Response, needs_to_weigh
from programs.diagnosis.questionnaire import sources
from programs.journey.models import Participation
from tests import cast

from ..conftest import response_of, send


def save(browser, url, name, value, version=0):
    """One field, as the page's script posts it."""
    return browser.post(url, {"name": name, "value": value, "version": version})


def test_field_is_saved_and_the_response_begins(denis, asked, address):
    answer = save(denis, address("save"), "q1", "Des films.")
    response = response_of(asked.denis_seat)
    assert (answer.status_code, answer.headers["X-Version"]) == (204, "1")
    assert (Answer.objects.get().value, response.state, response.answered) == ("Des films.", "started", 1)
    assert response.opened_at is not None


@pytest.mark.parametrize(
    ("name", "typed", "column", "kept"),
    [
        ("q2", ["creation", "festival"], "value", ["creation", "festival"]),
        ("q3", "annee", "value", "annee"),
        ("q10", "1 200", "value", 1200),
        ("q10_year", "2025", "year", 2025),
        ("q18", "3", "value", 3),
        ("q20", "non", "value", False),
        ("q1_stance", "aloud", "stance", "aloud"),
    ],
)
def test_each_kind_of_field_is_saved(denis, address, name, typed, column, kept):
    assert save(denis, address("save"), name, typed).status_code == 204
    assert getattr(Answer.objects.get(), column) == kept


def test_need_is_weighed_field_by_field(denis, asked, address):
    need = needs_to_weigh(asked.program)[0]
    assert save(denis, address("save"), f"n{need.pk}_words", "Vite.").headers["X-Version"] == "1"
    assert NeedRating.objects.get().intensity is None  # unknown is not « non concernée »
    assert save(denis, address("save"), f"n{need.pk}", "0", 1).headers["X-Version"] == "2"
    assert save(denis, address("save"), f"n{need.pk}_priority", "on", 2).headers["X-Version"] == "3"
    rating = NeedRating.objects.get()
    assert (rating.intensity, rating.priority, rating.words) == (0, True, "Vite.")


def test_need_that_does_not_concern_is_an_answer(denis, asked, address):
    need = needs_to_weigh(asked.program)[0]
    assert save(denis, address("save"), f"n{need.pk}", "0").headers["X-Version"] == "1"
    assert NeedRating.objects.get().intensity == 0


def test_counter_follows_what_is_expected_alone(denis, asked, address):
    counted = []
    for name, value, version in [
        ("q1", "Des films.", 0),
        ("q4", "facultative", 0),
        ("q1", "", 1),
        ("q1_stance", "not_concerned", 2),
        ("q10_year", "2025", 0),
        ("q10", "12", 1),
    ]:
        assert save(denis, address("save"), name, value, version).status_code == 204
        counted.append(response_of(asked.denis_seat).answered)
    assert counted == [1, 1, 0, 1, 1, 2]


def test_race_is_lost_with_both_texts(denis, asked, address, sign_in):
    colleague = sign_in(cast.person("Lucie", "Colle", asked.cine))
    assert save(denis, address("save"), "q1", "Des films.").status_code == 204
    assert save(colleague, address("save"), "q1", "Un festival.", 1).status_code == 204
    lost = save(denis, address("save"), "q1", "Des films, toujours.", 1)
    told = json.loads(lost.content)
    assert (lost.status_code, told["theirs"], told["version"]) == (409, "Un festival.", 2)
    assert (told["who"], told["mine"], told["when"][:2]) == ("Lucie Colle", False, "à ")
    assert Answer.objects.get().value == "Un festival."
    assert save(denis, address("save"), "q1", "Des films, toujours.", 2).status_code == 204


def test_first_answer_of_two_colleagues_is_one_row(denis, asked, address):
    assert save(denis, address("save"), "q1", "Des films.", 0).status_code == 204
    assert save(denis, address("save"), "q1", "Autre.", 0).status_code == 409
    assert Answer.objects.count() == 1


def test_replay_is_no_second_write(denis, asked, address):
    first = save(denis, address("save"), "q1", "Des films.")
    again = save(denis, address("save"), "q1", "Des films.")
    assert (again.status_code, again.headers["X-Version"]) == (204, first.headers["X-Version"])
    assert (Answer.objects.get().version, response_of(asked.denis_seat).answered) == (1, 1)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("q10", "beaucoup", "Écrivez un nombre en chiffres, par exemple 1 200 ou 2,5."),
        ("q10_year", "25", "Écrivez une année sur quatre chiffres, entre 1900 et"),
        ("q3", "jamais", "Choisissez une des réponses proposées."),
        ("q1_stance", "peut-être", "Choisissez une des réponses proposées."),
        ("q1", "a\x00b", "nul"),
        ("q99", "x", "Cette question n’est plus dans le questionnaire\u00a0: rechargez la page."),
        ("q1_year", "2025", "Cette question n’est plus dans le questionnaire\u00a0: rechargez la page."),
        ("q1_words", "x", "Cette question n’est plus dans le questionnaire\u00a0: rechargez la page."),
        ("n999999999", "3", "Cette question n’est plus dans le questionnaire\u00a0: rechargez la page."),
        ("q1; drop", "x", "Cette question n’est plus dans le questionnaire\u00a0: rechargez la page."),
        ("", "x", "Cette question n’est plus dans le questionnaire\u00a0: rechargez la page."),
    ],
)
def test_bad_value_is_refused_with_a_sentence(denis, asked, address, name, value, sentence):
    refused = save(denis, address("save"), name, value)
    assert refused.status_code == 422
    assert sentence in json.loads(refused.content)["error"]
    assert (Answer.objects.count(), response_of(asked.denis_seat).state) == (0, "waiting")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_odd_version_is_held_to_be_old(denis, address, version):
    assert save(denis, address("save"), "q1", "Des films.", version).status_code == 204
    assert save(denis, address("save"), "q1", "Autre.", version).status_code == 409


def test_closed_phase_refuses_in_words(denis, asked, address):
    cast.at_phase(asked.program, "specification")
    refused = save(denis, address("save"), "q1", "Des films.")
    assert refused.status_code == 403
    assert json.loads(refused.content)["error"].startswith("Cette étape est close")
    assert Answer.objects.count() == 0


def test_answers_of_another_association_are_not_found(denis, asked, address):
    foreign = f"{address('save')}?pour={asked.dora_seat.public_id}"
    assert save(denis, foreign, "q1", "Des films.").status_code == 404
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [("emma", 404), ("gaelle", 404), ("hugo", 404), ("alice", 403)])
def test_autosave_is_for_associations_of_the_programme(asked, address, sign_in, who, status):
    assert save(sign_in(getattr(asked, who)), address("save"), "q1", "Des films.").status_code == status
    assert Answer.objects.count() == 0


def test_need_of_another_programme_is_not_weighed(denis, asked, address):
    step = cast.step(cast.at_phase(asked.foreign, "diagnosis"), "diagnosis", asked.chloe)
    sources.choose_questionnaire(step, "culture", by=asked.chloe)
    need = needs_to_weigh(asked.foreign)[0]
    assert save(denis, address("save"), f"n{need.pk}", "4").status_code == 422
    assert NeedRating.objects.count() == 0


def test_session_that_ended_is_said_without_navigating(asked, address, client):
    assert save(client, address("save"), "q1", "Des films.").status_code == 401


def test_reading_saves_nothing(denis, asked, address):
    assert denis.get(address("save")).status_code == 405
    for page in ("answer", "send", "save_part"):
        args = [1] if page == "save_part" else []
        denis.get(address(page, *args), follow=True)
    assert (Answer.objects.count(), response_of(asked.denis_seat).opened_at) == (0, None)


def test_autosave_costs_the_same_whatever_was_answered(denis, asked, address, statements):
    def costs(name, texts, version):
        """Statements of one save after the other."""
        said = list(enumerate(texts, version))
        return [statements(lambda v=v, t=t: save(denis, address("save"), name, t, v)) for v, t in said]

    save(denis, address("save"), "q1", "Des films.")
    assert costs("q2", [["creation"], ["festival"]], 0) == [7, 6]
    assert costs("q20", ["oui", "non"], 0) == [8, 8]  # what is asked depends on it: the answers are counted afresh
    answers = {one.key: {"stance": "not_concerned"} for one in Question.objects.all() if one.number > 1}
    answering.fill_in(asked.step, response_of(asked.denis_seat), answers, {}, by=asked.denis)
    assert costs("q2", [["creation"], ["festival"]], 3) == [6, 6]
    assert costs("q20", ["oui", "non"], 3) == [8, 8]


def test_sent_answers_are_not_saved_over(denis, asked, address):
    send(asked, asked.cine_response)
    refused = save(denis, address("save"), "q1", "Autre.", 1)
    assert (refused.status_code, json.loads(refused.content)["error"]) == (422, answering.SENT)
    assert Answer.objects.get().value == "Des films."


def test_empty_questionnaire_is_not_sent(asked):
    with pytest.raises(Refusal) as no:
        answering.send_response(asked.step, asked.cine_response, by=asked.denis)
    assert no.value.sentence == "Répondez au moins à une question avant d’envoyer."


def test_sending_mends_the_counter_and_gives_a_receipt(asked):
    answering.fill_in(asked.step, asked.cine_response, {"projet": "Des films."}, {}, by=asked.denis)
    Response.objects.filter(pk=asked.cine_response.pk).update(answered=40)
    response = response_of(asked.denis_seat)
    answering.send_response(asked.step, response, by=asked.denis)
    response = response_of(asked.denis_seat)
    assert (response.state, response.answered, response.sent_by) == ("sent", 1, asked.denis)
    assert Message.objects.filter(subject__startswith="Bien reçu le").count() == 1


def test_reopened_answers_must_be_sent_again(asked):
    response = send(asked, asked.cine_response)
    answering.reopen_response(asked.step, response, by=asked.denis)
    assert (response_of(asked.denis_seat).state, response.sent_at) == ("started", None)
    with pytest.raises(Refusal):
        answering.reopen_response(asked.step, response, by=asked.denis)


def test_story_answers_by_keys(asked):
    needs = {"connaitre": {"intensity": 4, "priority": True, "words": "Seuls."}}
    answers = {"salaries": {"value": 2.5, "year": 2025}, "deja_ensemble": True, "equipe": {"stance": "aloud"}}
    answering.fill_in(asked.step, asked.cine_response, answers, needs, by=asked.denis)
    kept = {row.question.key: (row.value, row.year, row.stance) for row in Answer.objects.all()}
    assert kept == {
        "salaries": (2.5, 2025, "answered"),
        "deja_ensemble": (True, None, "answered"),
        "equipe": (None, None, "aloud"),
    }
    assert NeedRating.objects.get().intensity == 4
    with pytest.raises(Refusal) as no:
        answering.fill_in(asked.step, response_of(asked.denis_seat), {"inconnue": 1}, {}, by=asked.denis)
    assert "inconnue" in no.value.sentence


def test_officer_types_for_an_association_and_the_origin_stays(alice, asked, address):
    url = address("interview_save", asked.denis_seat.public_id)
    assert save(alice, f"{url}?origine=papier", "q1", "Des films.").status_code == 204
    assert save(alice, f"{url}?origine=entretien", "q4", "Un prix.").status_code == 204
    assert sorted(Answer.objects.values_list("origin", flat=True)) == [Origin.INTERVIEW, Origin.PAPER]
    sentences = Entry.objects.filter(scope=asked.program.public_id).values_list("sentence", flat=True)
    assert [one for one in sentences if "saisi" in one] == ["a saisi des réponses de Ciné-Club des Lilas (papier)"]


def test_interview_of_an_association_not_yet_asked_gives_it_its_questionnaire(alice, asked, address):
    seat = cast.seat(asked.program, cast.organisation("Sans adresse"), status="spotted")
    assert alice.get(address("interview", seat.public_id)).status_code == 200
    assert Response.objects.filter(participation=seat).count() == 0
    assert save(alice, address("interview_save", seat.public_id), "q1", "Des films.").status_code == 204
    seat.refresh_from_db()
    assert (seat.status, seat.response.answered, seat.response.asked_on) == ("invited", 1, None)


def test_officer_neither_reads_nor_overwrites_what_is_not_sent(denis, alice, asked, address):
    save(denis, address("save"), "q1", "Notre secret.")
    oid = asked.denis_seat.public_id
    refused = save(alice, address("interview_save", oid), "q1", "Autre.", 0)
    assert refused.status_code == 422
    pages = [address("interview", oid), address("response", oid), address("followup"), address("results")]
    pages += [address("matrix"), address("interview_send", oid), asked.step.url]
    seen = [alice.get(page).content.decode() for page in pages] + [refused.content.decode()]
    assert [page for page in seen if "Notre secret." in page] == []
    posted = alice.post(address("interview_part", oid, 1), {"q1": "Autre.", "q1_version": 0}, follow=True)
    assert "Notre secret." not in posted.content.decode()
    assert Answer.objects.get(question__number=1).value == "Notre secret."
    answering.send_response(asked.step, response_of(asked.denis_seat), by=asked.denis)
    assert "Notre secret." in alice.get(address("response", oid)).content.decode()


def test_officer_of_another_programme_types_nothing(asked, address, sign_in):
    chloe = sign_in(asked.chloe)
    assert save(chloe, address("interview_save", asked.denis_seat.public_id), "q1", "x").status_code == 404


def test_interview_of_one_that_left_is_not_found(alice, asked, address):
    Participation.objects.filter(pk=asked.denis_seat.pk).update(status="withdrawn", reason="Trop peu de temps.")
    assert alice.get(address("interview", asked.denis_seat.public_id)).status_code == 404
