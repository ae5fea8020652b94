"""The verbs of scoping: note, partners, associations spotted."""

import pytest

from associations.models import PastSupport, SupportRequest
from dla_collectif.journal.models import Entry
from dla_collectif.services import clock
from dla_collectif.services.refusals import Conflict, Refusal
from programs.journey.models import Participation
from programs.scoping import actions
from programs.scoping.models import ScopingNote
from tests import cast


@pytest.fixture
def step(world):
    """The scoping of Alice's programme."""
    return cast.step(world.program, "scoping", world.alice)


def acts(world):
    return list(
        Entry.objects.filter(scope=world.program.journal_scope).order_by("number").values_list("sentence", flat=True)
    )


def test_write_note_keeps_what_is_not_given(world, step):
    actions.write_note(step, {"origin": "Quatre accompagnements", "half_days": 7}, by=world.alice)
    actions.write_note(step, {"finding": "Elles s’ignorent"}, by=world.bruno)
    note = ScopingNote.objects.get(program=world.program)
    assert (note.origin, note.finding, note.half_days, note.edited_by) == (
        "Quatre accompagnements",
        "Elles s’ignorent",
        7,
        world.bruno,
    )
    assert acts(world) == ["a écrit la note de cadrage"] * 2


def test_write_note_with_an_old_version_is_a_conflict(world, step):
    actions.write_note(step, {"origin": "A", "version": 0}, by=world.alice)
    with pytest.raises(Conflict) as conflict:
        actions.write_note(step, {"origin": "B", "version": 0}, by=world.bruno)
    assert conflict.value.current.origin == "A"


def test_add_partner_then_remove(world, step):
    house = cast.organisation("Maison de l’Emploi", "partner")
    seat = actions.add_partner(step, {"organisation": house}, by=world.alice)
    assert (seat.role, seat.status) == ("partner", "invited")
    actions.remove_partner(step, seat, by=world.alice)
    assert Participation.objects.filter(organisation=house).count() == 0


def test_remove_partner_who_met_the_group_is_refused(world, step):
    seat = actions.add_partner(step, {"organisation": cast.organisation("Maison", "partner")}, by=world.alice)
    cast.meeting(world.program, present=[seat])
    with pytest.raises(Refusal, match="Maison figure déjà sur la liste d’une réunion"):
        actions.remove_partner(step, seat, by=world.alice)


def test_spot_says_what_the_directory_knows(world, step):
    known, asked, new = (cast.organisation(name) for name in ("Déjà", "Demande", "Neuve"))
    PastSupport.objects.create(association=known.association, dla=world.lille, year=2005, theme="governance")
    SupportRequest.objects.create(
        association=asked.association, dla=world.lille, received_on="2006-03-02", theme="skills"
    )
    seats = actions.spot_associations(step, [known, asked, new], by=world.alice)
    assert [seat.source for seat in seats] == ["accompagnement de 2005", "demande de mars 2006", "annuaire"]
    assert {(seat.status, seat.spotted_on) for seat in seats} == {("spotted", clock.today())}


def test_spot_keeps_the_source_that_is_given(world, step):
    [seat] = actions.spot_associations(step, [world.cirque], source="Citée par un consultant", by=world.alice)
    assert (seat.source, acts(world)) == ("Citée par un consultant", ["a repéré Le Chapiteau"])


def test_spot_one_already_there_changes_nothing(world, step):
    [seat] = actions.spot_associations(step, [world.cine], by=world.alice)
    assert (seat, seat.status, acts(world)) == (world.denis_seat, "committed", [])


def test_unspot_while_spotted(world, step):
    [seat] = actions.spot_associations(step, [world.cirque], by=world.alice)
    actions.unspot_association(step, seat, by=world.alice)
    assert acts(world)[-1] == "a retiré Le Chapiteau des associations repérées"


def test_unspot_once_invited_is_refused(world, step):
    with pytest.raises(Refusal, match="a déjà été conviée"):
        actions.unspot_association(step, world.denis_seat, by=world.alice)
    assert Participation.objects.filter(pk=world.denis_seat.pk).count() == 1
