"""The verbs of the corridor: closing, reopening, stopping, and the papers that they freeze."""

import pytest

from dla_collectif.journal.actions import end_of, record
from dla_collectif.journal.checking import is_known
from dla_collectif.journal.models import Entry
from dla_collectif.services.refusals import Refusal
from programs.journey import actions, phases, reports
from programs.journey.models import Document, Program
from programs.journey.phases import Phase, Requirement
from tests import cast, tampering
from tests.tampering import broken


@pytest.fixture
def gate(monkeypatch):
    """Give the first phase requirements of our own: `gate(soft=True, hard=True)` says which are met."""

    def make(soft=True, hard=True):
        first = phases.phases()[0]
        requirements = [
            Requirement("Écrire la note", lambda m: soft, "journey:program"),
            Requirement("Repérer deux associations", lambda m: hard, "journey:program", hard=True),
        ]
        room = Phase(first.package, first.title, first.aim, requirements)
        monkeypatch.setattr(phases, "phases", lambda: (room, *others))

    others = phases.phases()[1:]
    return make


def scoping(world):
    return cast.step(world.program, "scoping", world.alice)


def test_close_with_everything_met_moves_the_pointer_and_freezes_the_report(world, gate):
    gate()
    document = actions.close_phase(scoping(world), by=world.alice)
    assert Program.objects.get(pk=world.program.pk).phase == "consultation"
    assert (document.number, document.edition, document.title) == (1, 1, "Cadrage")
    assert document.sha256 in document.html
    assert reports.is_intact(document)


def test_close_with_something_soft_missing_asks_for_a_reason(world, gate):
    gate(soft=False)
    with pytest.raises(Refusal, match="passez outre"):
        actions.close_phase(scoping(world), by=world.alice)
    assert Program.objects.get(pk=world.program.pk).phase == "scoping"


def test_close_over_something_soft_prints_and_journals_the_reason(world, gate):
    gate(soft=False)
    document = actions.close_phase(scoping(world), reason="La note est chez l’autre DLA", by=world.alice)
    assert "La note est chez l’autre DLA" in document.html
    assert "La note est chez l’autre DLA" in Entry.objects.latest("pk").sentence


def test_close_with_something_hard_missing_is_refused_even_with_a_reason(world, gate):
    gate(hard=False)
    with pytest.raises(Refusal, match="repérer deux associations"):
        actions.close_phase(scoping(world), reason="Tant pis", by=world.alice)


def test_close_twice_is_refused(world, gate):
    gate()
    step = scoping(world)
    actions.close_phase(step, by=world.alice)
    with pytest.raises(Refusal, match="n’est plus l’étape en cours"):
        actions.close_phase(step, by=world.bruno)


def test_close_a_step_ahead_is_refused(world, gate):
    gate()
    with pytest.raises(Refusal):
        actions.close_phase(cast.step(world.program, "diagnosis", world.alice), reason="Pressée", by=world.alice)


def test_reopen_keeps_the_earlier_edition(world, gate):
    gate()
    actions.close_phase(scoping(world), by=world.alice)
    actions.reopen_phase(scoping(world), "Une association oubliée", by=world.alice)
    assert Program.objects.get(pk=world.program.pk).phase == "scoping"
    actions.close_phase(scoping(world), by=world.alice)
    assert list(Document.objects.order_by("number").values_list("number", "edition")) == [(1, 1), (2, 2)]


def test_reopen_without_a_reason_is_refused(world, gate):
    gate()
    actions.close_phase(scoping(world), by=world.alice)
    with pytest.raises(Refusal, match="pourquoi"):
        actions.reopen_phase(scoping(world), "  ", by=world.alice)


def test_reopen_an_earlier_step_is_refused(world):
    cast.at_phase(world.program, "specification")
    with pytest.raises(Refusal, match="dernière étape close"):
        actions.reopen_phase(scoping(world), "Un oubli", by=world.alice)


def test_close_the_last_step_ends_the_walk(world, monkeypatch):
    cast.at_phase(world.program, phases.keys()[-1])
    step = cast.journey(world.program, world.alice).current
    monkeypatch.setattr(type(step), "blocking", [])
    actions.close_phase(step, reason="Tout est fait ailleurs", by=world.alice)
    program = Program.objects.get(pk=world.program.pk)
    assert (program.state, program.phase) == (Program.State.FINISHED, "")


def test_stop_is_an_end_with_its_reason_and_its_report(world):
    journey = cast.journey(cast.at_phase(world.program, "diagnosis"), world.alice)
    document = actions.stop_program(journey, "Le groupe ne s’est pas formé", by=world.alice)
    program = Program.objects.get(pk=world.program.pk)
    assert (program.state, program.phase) == (Program.State.STOPPED, "diagnosis")
    assert "Le groupe ne s’est pas formé" in document.html
    assert cast.step(world.program, "diagnosis", world.alice).is_writable is False


def test_open_program_finds_a_free_reference(world):
    first = actions.open_program({"title": "Cinéma"}, world.lille, by=world.alice)
    second = actions.open_program({"title": "Cinéma"}, world.lille, by=world.alice)
    assert (first.reference, second.reference) == ("cinema-2", "cinema-3")


def test_journal_of_a_programme_is_a_whole_chain(world, gate):
    gate()
    actions.close_phase(scoping(world), by=world.alice)
    actions.reopen_phase(scoping(world), "Un oubli", by=world.bruno)
    scope = world.program.journal_scope
    assert broken(scope) is None
    with tampering.lifted(Entry):
        Entry.objects.filter(scope=scope, number=1).update(sentence="n’a rien fait")
    assert broken(scope) == 1


def test_frozen_report_that_was_changed_is_found_out(world, gate):
    gate()
    document = actions.close_phase(scoping(world), by=world.alice)
    document.html = document.html.replace("Cinéma", "Théâtre")
    assert reports.is_intact(document) is False


def test_frozen_report_says_where_the_journal_ended(world, gate):
    gate()
    record(world.program, "a fait un premier geste", by=world.alice)
    end = end_of(world.program.journal_scope)
    document = actions.close_phase(scoping(world), by=world.alice)
    assert end in document.html
    assert (is_known(world.program.journal_scope, end), reports.is_intact(document)) == (True, True)
