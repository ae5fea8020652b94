"""Figures told once stay as they were told, until three associations at least make the difference."""

from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from dla_collectif.services.refusals import Refusal
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Response, SharedEdition, ToldResults
from programs.diagnosis.phase import report
from programs.diagnosis.reading import sharing
from programs.diagnosis.reading.matrix import build, told_rows
from programs.diagnosis.reading.outside import told_results
from programs.diagnosis.reading.renewal import apart, counted_now, renewal_of
from programs.diagnosis.shared.live_figures import figures_of

from ..conftest import crowd, propose, send, text
from .test_outside import printed


def one_more(world):
    """Ciné-Club takes its answers back and sends others: one association makes the difference."""
    answering.reopen_response(world.step, world.cine_response, by=world.denis)
    world.cine_response.refresh_from_db()
    answers = {"solidite": 4, "salaries": {"value": 90, "year": 2025}}
    send(world, world.cine_response, answers, {"connaitre": {"intensity": 1, "priority": False}})


def everything(world, browser, address, monkeypatch):
    """All that leaves without names: group, projector, prints, files, report, figures of the shared diagnosis."""
    sheets = printed(monkeypatch)
    browser.get(address("results_pdf"))
    book = load_workbook(BytesIO(browser.get(address("results_xlsx")).content))
    return {
        "results": str(told_results(world.program)),
        "projector": [text(browser.get(f"{address('projector')}?page={page}")) for page in range(1, 9)],
        "pdf": text_of(sheets[0]),
        "csv": b"".join(browser.get(address("results_csv"))).decode(),
        "xlsx": [[list(row) for row in page.values] for page in book.worksheets],
        "report": str(report(world.program)["needs"]),
        "figures": [(one.name, one.value) for one in figures_of(world.program) if "invitées" not in one.name],
        "matrix": [(row.text, *rest) for row, *rest in told_rows(build(world.program, anonymous=True))],
        "matrix page": text(browser.get(f"{address('matrix')}?anonyme=1")),
    }


def text_of(html):
    """A print without the number of its making."""
    return html.split("<body")[1]


@pytest.mark.parametrize("change", ["sends", "sends again", "takes back"])
def test_nothing_that_leaves_tells_what_one_association_changed(answered, alice, address, monkeypatch, change):
    sharing.share_results(answered.step, by=answered.alice)
    before = everything(answered, alice, address, monkeypatch)
    if change == "sends":
        crowd(answered, 1)
    elif change == "sends again":
        one_more(answered)
    else:
        answering.reopen_response(answered.step, answered.cine_response, by=answered.denis)
    after = everything(answered, alice, address, monkeypatch)
    assert [name for name in before if before[name] != after[name]] == []
    with pytest.raises(Refusal, match="Trois associations au moins"):
        sharing.renew_results(answered.step, by=answered.alice)


def test_until_something_was_told_figures_are_todays(answered):
    assert told_results(answered.program)[0] == 5
    crowd(answered, 1)
    assert told_results(answered.program)[0] == 6
    assert renewal_of(answered.program, counted_now(answered.program)).told is None


def test_three_that_changed_renew_the_figures(answered, alice, address):
    alice.post(address("share_results"))
    assert "Rien n’a changé depuis" in text(alice.get(address("results")))
    crowd(answered, 2)
    waiting = text(alice.get(address("results")))
    assert ("2 associations ont envoyé, corrigé ou repris leurs réponses" in waiting, "Mettre à jour" in waiting) == (
        True,
        False,
    )
    alice.post(address("share_results"), {"nouveaux": "1"})
    assert told_results(answered.program)[0] == 5
    crowd(answered, 1)
    assert "Mettre à jour ces chiffres" in text(alice.get(address("results")))
    alice.post(address("share_results"), {"nouveaux": "1"})
    assert told_results(answered.program)[0] == 8
    assert ToldResults.objects.filter(program=answered.program).count() == 2


def test_edition_that_comes_near_a_former_one_is_refused(answered):
    sharing.share_results(answered.step, by=answered.alice)
    crowd(answered, 3)
    sharing.renew_results(answered.step, by=answered.alice)
    for response in Response.objects.sent().order_by("-pk")[:2]:
        answering.reopen_response(answered.step, response, by=answered.alice)
    one_more(answered)
    renewal = renewal_of(answered.program, counted_now(answered.program))
    assert (renewal.changed, renewal.may_renew) == (3, False)  # two of the first edition: the third, and Ciné-Club
    with pytest.raises(Refusal):
        sharing.renew_results(answered.step, by=answered.alice)


def test_sharing_again_tells_the_same_edition(answered):
    sharing.share_results(answered.step, by=answered.alice)
    sharing.unshare_results(answered.step, by=answered.alice)
    crowd(answered, 1)
    sharing.share_results(answered.step, by=answered.alice)
    assert told_results(answered.program)[0] == 5


def test_versions_of_the_shared_diagnosis_cite_one_edition(answered):
    words = "{réponses} réponses, {total salaries} en tout, {partagent mieux-connaitre-ce-que-font-les-autres}."
    names = {figure.name for figure in figures_of(answered.program)}
    shared = next(name for name in names if name.startswith("partagent"))
    words = f"{{réponses}} réponses, {{total salaries}} en tout, {{{shared}}}."
    first = propose(answered, words)
    crowd(answered, 1)
    propose(answered, f"Ensemble : {words}", changes="Un mot.")
    told = SharedEdition.objects.of(answered.program).first().text
    assert told == f"Ensemble : {first.text}"
    crowd(answered, 2)
    sharing.renew_results(answered.step, by=answered.alice)
    propose(answered, f"Enfin : {words}", changes="Des chiffres.")
    assert SharedEdition.objects.of(answered.program).first().text.startswith("Enfin : 8 réponses")


def test_group_and_papers_say_of_which_day_figures_are(answered, alice, denis, address):
    alice.post(address("share_results"))
    page = text(denis.get(address("our_results")))
    assert "D’après 5 associations, sans les noms, chiffres du" in page
    book = load_workbook(BytesIO(alice.get(address("results_xlsx")).content))
    assert "5 associations, chiffres du" in book["À savoir"]["A2"].value


def test_officer_is_told_before_sharing_what_waiting_spares(answered, alice, address):
    Response.objects.filter(pk=answered.video_response.pk).update(state="started")
    assert "1 association n’a pas encore envoyé" in text(alice.get(address("results")))


def test_edition_holds_no_name_no_words_and_no_answer_of_one(answered, alice, address):
    alice.post(address("share_results"))
    told = ToldResults.objects.get().content
    content = str(list(told_in(told)))
    hidden = ("Ciné-Club", "Trois services", "Seuls avec", "Des films", "47")
    assert [one for one in hidden if one in content] == []


def test_edition_that_was_told_is_never_rewritten(answered, alice, address):
    alice.post(address("share_results"))
    with pytest.raises(DatabaseError, match="ne changent plus"), transaction.atomic():
        ToldResults.objects.update(content={})


def told_in(content):
    """Everything an edition says; its keys are identifiers, drawn by lot or by the database."""
    if isinstance(content, dict | list):
        for one in content.values() if isinstance(content, dict) else content:
            yield from told_in(one)
    else:
        yield content


def test_apart_counts_who_came_who_left_and_who_wrote_again():
    before, now = {"1": "a", "2": "a", "3": "a"}, {"1": "a", "2": "b", "4": "a"}
    assert (apart(before, now), apart(before, before), apart({}, now)) == (3, 0, 3)
