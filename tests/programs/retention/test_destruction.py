"""Nothing leaves before its day, on hold, or without a named person; what leaves is gone, the rest still counts."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse

from dla_collectif.journal.checking import faults, unguarded
from dla_collectif.journal.models import Entry
from dla_collectif.privacy import holds
from dla_collectif.services import clock, printing
from dla_collectif.services.refusals import Refusal
from programs.contributions.models import Contribution
from programs.diagnosis.models import Answer, Commitment
from programs.journey.models import Document, Program
from programs.meetings.models import Attendance
from programs.retention import actions, background
from programs.retention.matters import GONE, matters
from programs.retention.models import Destruction
from programs.retention.rules import Lot
from programs.selection.models import Choice, Proposal, Score, SealedContent
from tests.security.crawl import Walker, visits

from .conftest import destroy, line_of, on, term

ROOMS = tuple(f"{package.rpartition('.')[2]}:" for package in ("journey", *settings.FURNITURE, *settings.PHASES))
HOLD = {"reason": "Contrôle de la Région.", "until": None}


def test_nothing_is_destroyed_on_the_last_day_and_all_on_the_next(ended):
    with pytest.raises(Refusal, match="pas encore l’heure"):
        destroy(ended.program, by=ended.farid, after=-1)
    assert Contribution.objects.filter(program=ended.program, text=GONE).count() == 0
    done = destroy(ended.program, by=ended.farid)
    words = Contribution.objects.filter(program=ended.program)
    assert (words.filter(text=GONE).count(), words.exclude(person=None).count()) == (words.count(), 0)
    assert Answer.objects.filter(response__participation__program=ended.program).count() == 0
    assert done.validated_by == ended.farid


@pytest.mark.parametrize("lot", Lot)
def test_destruction_tells_in_the_journal_who_what_how_much_and_by_which_rule(ended, lot):
    line = line_of(ended.program, lot)
    done = destroy(ended.program, lot, by=ended.farid)
    entry = Entry.objects.of(ended.program.journal_scope).first()
    assert (entry.by, done.public_id in entry.sentence) == (ended.farid, True)
    assert f"{line.counts[0][0]} : {line.counts[0][1]}" in entry.sentence.replace("\u00a0", " ")
    assert line.until.rule[:40] in entry.sentence
    assert [tuple(pair) for pair in Destruction.objects.get(pk=done.pk).counts] == line.counts != []


def test_everything_leaves_at_the_end_and_the_journal_stays_whole(ended):
    chosen = Choice.objects.get(call__program=ended.program).proposal
    scope, before = ended.program.journal_scope, Proposal.objects.filter(call__program=ended.program).count()
    destroy(ended.program, Lot.BIDS, by=ended.farid)
    contents = SealedContent.objects.filter(proposal__call__program=ended.program)
    assert [content.proposal for content in contents] == [chosen]
    assert Score.objects.filter(proposal__call__program=ended.program).count() == 0
    for lot in (Lot.WORKING, Lot.PROOFS, Lot.ACCOUNTS):
        destroy(ended.program, lot, by=ended.farid)
    for lot in Lot:
        left = {matter.title for matter in matters(lot) if matter.emptied is None and matter.rows([ended.program])}
        assert left == set()
    assert contents.all().count() == Attendance.objects.filter(meeting__program=ended.program).count() == 0
    assert Commitment.objects.filter(participation__program=ended.program).count() == 0
    documents = Document.objects.filter(program=ended.program)
    assert (documents.kept().count(), documents.exclude(sha256="").count() > 0) == (0, True)
    assert Proposal.objects.filter(call__program=ended.program).exclude(sha256="").count() <= before
    assert (faults(scope), unguarded()) == ([], [])


def test_pages_of_a_programme_still_open_when_all_of_it_is_destroyed(ended, monkeypatch):
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))
    logging.disable()
    for lot in Lot:
        destroy(ended.program, lot, by=ended.farid)
    walker = Walker(ended.farid, "farid")
    seen = {name: answer.status_code for name, _, answer in visits(walker, ended.program, ROOMS)}
    logging.disable(logging.NOTSET)
    assert [(fault[2].rpartition("/accompagnements/")[2], *fault[4:]) for fault in walker.faults] == []
    assert (seen["journey:program"], seen["retention:program"], seen["journey:documents"]) == (200, 200, 200)


def test_figures_of_a_programme_stay_when_its_working_data_leave(ended):
    measured = Program.objects.filter(pk=ended.program.pk).measured()
    before = {name: value for name, value in vars(measured[0]).items() if "__" in name and name.startswith("scoping")}
    said = Contribution.objects.filter(program=ended.program).count()
    destroy(ended.program, by=ended.farid)
    after = {name: value for name, value in vars(measured.all()[0]).items() if name in before}
    assert (after, Contribution.objects.filter(program=ended.program).count()) == (before, said)


def test_nothing_on_hold_is_destroyed_until_it_is_lifted(ended):
    holds.place_hold(ended.program, HOLD, by=ended.farid)
    with pytest.raises(Refusal, match="Contrôle de la Région"):
        destroy(ended.program, by=ended.farid)
    holds.lift_hold(ended.program, "Le contrôle est fini.", by=ended.farid)
    assert destroy(ended.program, by=ended.farid).pk


def test_hold_with_a_day_ends_with_that_day(ended):
    day = term(ended.program)
    with on(day):
        holds.place_hold(ended.program, {"reason": "Litige.", "until": day}, by=ended.farid)
    with pytest.raises(Refusal, match="Litige"):
        destroy(ended.program, by=ended.farid)
    assert destroy(ended.program, by=ended.farid, after=1).pk


def test_second_manager_learns_who_was_faster(ended):
    destroy(ended.program, by=ended.farid)
    with pytest.raises(Refusal, match="déjà fait\u00a0: destruction validée par Farid"):
        destroy_again(ended)
    assert Destruction.objects.filter(program=ended.program).count() == 1


def destroy_again(ended):
    """The same form, sent by another manager."""
    with on(ended.program.ended_on + timedelta(days=4000)):
        actions.destroy_lot(ended.program, Lot.WORKING, {"title": ended.program.title, "seen": 0}, by=ended.alice)


def test_title_must_be_typed_and_the_numbers_be_those_that_were_read(ended):
    with pytest.raises(Refusal, match="intitulé"):
        destroy(ended.program, by=ended.farid, title="Autre chose")
    with pytest.raises(Refusal, match="a changé"):
        destroy(ended.program, by=ended.farid, seen=1)
    assert destroy(ended.program, by=ended.farid, title=f"  {ended.program.title.upper()} ").pk


def test_programme_under_way_loses_nothing(ended):
    Program.objects.filter(pk=ended.program.pk).update(state="under_way", ended_on=None)
    with on(ended.program.ended_on + timedelta(days=9000)), pytest.raises(Refusal, match="en cours"):
        actions.destroy_lot(ended.program, Lot.WORKING, {"title": ended.program.title, "seen": 0}, by=ended.farid)


def test_programme_ended_anew_has_a_new_term(ended):
    destroy(ended.program, by=ended.farid)
    Program.objects.filter(pk=ended.program.pk).update(ended_on=clock.today())
    line = line_of(ended.program)
    assert (line.destruction, line.is_due) == (None, False)


def test_stored_files_leave_with_the_transaction_and_are_tried_again(
    ended, monkeypatch, django_capture_on_commit_callbacks
):
    document = Document.objects.filter(program=ended.program, phase="workshops").first()
    name = default_storage.save("zz/fichier", ContentFile(b"x"))
    Document.objects.filter(pk=document.pk).update(file=name)
    with monkeypatch.context() as patched:
        patched.setattr(default_storage, "delete", broken)
        with django_capture_on_commit_callbacks(execute=True):
            done = destroy(ended.program, Lot.ACCOUNTS, by=ended.farid)
    left = Destruction.objects.get(pk=done.pk)
    assert (left.done_at, name in left.files_left, default_storage.exists(name)) == (None, True, True)
    background.work()
    left.refresh_from_db()
    assert (left.done_at is not None, left.files_left, default_storage.exists(name)) == (True, [], False)


def broken(name):
    raise OSError("disque absent")


@pytest.mark.parametrize("statement", ["DELETE FROM selection_score", "DELETE FROM selection_sealedcontent"])
def test_database_still_guards_what_no_destruction_names(ended, statement):
    destroy(ended.program, Lot.WORKING, by=ended.farid)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_certificate_cannot_be_changed_nor_removed(ended):
    done = destroy(ended.program, by=ended.farid)
    rows = Destruction.objects.filter(pk=done.pk)
    for attempt in (
        lambda: rows.update(emptied_at=None),
        lambda: rows.update(validated_by=ended.alice),
        lambda: rows.update(counts=[]),
        lambda: rows._raw_delete(rows.db),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
