"""The figures that the shared diagnosis cites: of today until it is proposed; unknown is said, small is hidden."""

from programs.diagnosis.models import SharedEdition, needs_to_weigh
from programs.diagnosis.reading import sharing
from programs.diagnosis.shared import actions as shared_diagnosis
from programs.diagnosis.shared import live_figures

from ..conftest import crowd, propose, send


def value(world, name):
    """A figure as the text would print it today."""
    return next(figure for figure in live_figures.figures_of(world.program) if figure.name == name).value


def test_figure_that_does_not_exist_is_refused_beside_the_text(asked, alice, address):
    page = alice.post(address("draft"), {"text": "{reponses} associations.", "version": 0})
    assert "{reponses} n’est pas un chiffre de la liste" in page.context["form"].errors["text"][0]
    assert "{reponses} associations." in page.context["form"]["text"].value()


def test_what_nobody_told_is_said_and_never_zero(asked):
    need = live_figures.slug(needs_to_weigh(asked.program)[0].text)
    assert value(asked, f"partagent {need}") == "non connu à ce jour"
    assert value(asked, f"rang {need}") == "non connu à ce jour"
    assert value(asked, "médiane budget") == "non connu à ce jour"


def test_small_counts_are_hidden_from_what_may_leave_the_group(asked, alice, address):
    send(asked, asked.cine_response, {"budget": {"value": 41234, "year": 2025}})
    send(asked, asked.video_response, {"budget": {"value": 51234, "year": 2025}}, by=asked.dora)
    assert (value(asked, "réponses"), value(asked, "réponses budget")) == ("moins de 3", "moins de 3")
    assert value(asked, "médiane budget") == "non publié (moins de 3 réponses)"
    propose(asked, "{réponses} réponses, {médiane budget}.")
    assert SharedEdition.objects.get().text == "moins de 3 réponses, non publié (moins de 3 réponses)."
    assert "46\u202f234" in alice.get(address("draft")).content.decode()


def test_figures_live_until_a_version_is_proposed_and_then_are_those_told(asked):
    crowd(asked, 2)
    assert value(asked, "réponses") == "moins de 3"
    crowd(asked, 1)
    shared_diagnosis.write_synthesis(asked.step, {"text": "{réponses} réponses."}, by=asked.alice)
    assert shared_diagnosis.proposal(asked.program) == "3 réponses."
    edition = shared_diagnosis.publish_edition(asked.step, {}, by=asked.alice)
    crowd(asked, 3)
    edition.refresh_from_db()
    assert (edition.text, shared_diagnosis.proposal(asked.program)) == ("3 réponses.", "3 réponses.")
    sharing.renew_results(asked.step, by=asked.alice)
    edition.refresh_from_db()
    assert (edition.text, shared_diagnosis.proposal(asked.program)) == ("3 réponses.", "6 réponses.")


def test_need_is_cited_with_its_rank_and_those_who_share_it(asked):
    crowd(asked, 4)
    need = live_figures.slug(needs_to_weigh(asked.program)[0].text)
    assert (value(asked, f"partagent {need}"), value(asked, f"rang {need}")) == ("4", "1er")


def test_two_needs_that_begin_alike_have_two_names():
    assert live_figures.unique(["etre", "etre", "autre"]) == ["etre", "etre-2", "autre"]
