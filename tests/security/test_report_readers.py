"""The restitution report of the story, every chapter opened to everybody: each reader finds what is theirs, no more.

The plan only opens chapters; what a chapter tells is decided by what was released. So all of them are opened here.
"""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.utils.html import escape

from dla_collectif.services.visibility import Visibility
from programs.consultation.models import CommitteeOpinion
from programs.contributions.models import Contribution
from programs.diagnosis.models import Commitment, Departure, SharedEdition
from programs.journey.models import Participation, Program
from programs.journey.progress import Journey
from programs.meetings.models import Attendance, Meeting, Minutes
from programs.restitution.composition.plan import usual_lines
from programs.restitution.composition.report import report_html
from programs.restitution.models import Chapter, Effect, FollowUp, Plan, Sheet, Undertaking
from programs.scoping.models import ScopingNote
from programs.selection.models import Choice, Proposal, SealedContent
from programs.workshops.models import Adoption, Baseline, Output
from tests import tampering

from .moments import undone

pytestmark = pytest.mark.django_db
OFFICERS, GROUP, INSTITUTIONS, PUBLIC = Visibility
NOBODY = 4
REPORTS = (GROUP, INSTITUTIONS, PUBLIC)


@contextmanager
def story(played, *models):
    """Lille, with the plan that opens everything; `models` whose rows the database keeps may be written."""
    with undone(), tampering.lifted(*models):
        program = Program.objects.get(pk=played.programs["lille"].pk)
        lines = [replace(line, readers=PUBLIC).stored for line in usual_lines(Journey(program).steps)]
        Plan.objects.filter(program=program).delete()
        Plan.objects.create(program=program, lines=lines)
        Chapter.objects.filter(program=program).delete()  # what the officers wrote is told to whom they open it to
        Sheet.objects.filter(program=program).update(summary="", focus="")
        yield program


def told(played, program):
    """The report at each level."""
    found = Program.objects.visible_to(played.people["officer"])
    return {level: report_html(Journey(found.get(pk=program.pk)), level) for level in REPORTS}


def first(rows):
    """The first of some rows, as a query that updates it."""
    return rows.filter(pk=rows.order_by("pk").values_list("pk", flat=True)[0])


def plant(program):
    """(a sentence, the last level that may read it): written straight in the rows."""
    here, seats = {"program": program}, program.participations
    associations = {"participation__in": seats.committed()}
    rows = [
        (ScopingNote.objects.filter(**here), "risks", GROUP),
        (ScopingNote.objects.filter(**here), "calendar", INSTITUTIONS),
        (ScopingNote.objects.filter(**here), "decision", INSTITUTIONS),
        (ScopingNote.objects.filter(**here), "origin", PUBLIC),
        (first(Departure.objects.filter(participation__program=program)), "reason", GROUP),
        (first(Commitment.objects.filter(**associations)), "capacity", GROUP),
        (first(Commitment.objects.filter(**associations)), "deputy", NOBODY),
        (first(Adoption.objects.filter(charter__program=program)), "capacity", GROUP),
        (first(Adoption.objects.filter(charter__program=program)), "reservation", GROUP),
        (first(Undertaking.objects.filter(**here)), "text", INSTITUTIONS),
        (first(Effect.objects.filter(**here)), "title", PUBLIC),
        (first(Effect.objects.filter(**here)), "proof", INSTITUTIONS),
        (first(FollowUp.objects.filter(**here)), "text", INSTITUTIONS),
        (first(Output.objects.filter(**here)), "text", INSTITUTIONS),
        (first(Output.objects.filter(**here)), "title", PUBLIC),
        (Choice.objects.filter(call__program=program), "reasons", GROUP),
        (first(Proposal.objects.filter(call__program=program)), "reason", GROUP),
        (first(SealedContent.objects.filter(proposal__call__program=program)), "team", NOBODY),
    ]
    for place, (row, column, level) in enumerate(rows):
        word = f"canari-{place}-{column}"
        assert row.update(**{column: word}) == 1
        yield word, level
    for level in (OFFICERS, GROUP, INSTITUTIONS, PUBLIC):
        said = Contribution.objects.filter(phase="consultation", **here).order_by("pk")[int(level)]
        Contribution.objects.filter(pk=said.pk).update(text=f"canari-parole-{level}", visibility=level)
        opinion = CommitteeOpinion.objects.create(**here, given_on="2006-06-22", opinion="remarks", visibility=level)
        CommitteeOpinion.objects.filter(pk=opinion.pk).update(text=f"canari-avis-{level}")
        yield f"canari-parole-{level}", level or NOBODY
        yield f"canari-avis-{level}", level or NOBODY


MODELS = (Departure, Commitment, Adoption, Choice, SealedContent, Proposal)


def test_report_tells_each_reader_what_was_released_to_them(played):
    with story(played, *MODELS) as program:
        words = dict(plant(program))
        reports = told(played, program)
    expected = {word: [level for level in REPORTS if level <= last != NOBODY] for word, last in words.items()}
    assert {word: [level for level in REPORTS if word in reports[level]] for word in words} == expected


@pytest.mark.parametrize("level", [OFFICERS, GROUP, INSTITUTIONS, PUBLIC])
def test_minutes_of_the_event_follow_their_level(played, level):
    with story(played, Minutes) as program:
        event = Meeting.objects.filter(program=program, kind="restitution").get()
        Minutes.objects.filter(meeting=event).update(text="canari-compte-rendu", visibility=level)
        reports = told(played, program)
    found = [reader for reader in REPORTS if "canari-compte-rendu" in reports[reader]]
    assert found == [reader for reader in REPORTS if level and reader <= level]


@pytest.mark.parametrize("level", [GROUP, INSTITUTIONS, PUBLIC])
def test_shared_diagnosis_follows_its_level(played, level):
    with story(played, SharedEdition) as program:
        SharedEdition.objects.filter(program=program).update(text="canari-diagnostic", visibility=level)
        reports = told(played, program)
    assert [reader for reader in REPORTS if "canari-diagnostic" in reports[reader]] == list(REPORTS[:level])


def test_losing_bidders_scores_and_prices_stay_with_the_group(played):
    with story(played) as program:
        chosen = Choice.objects.get(call__program=program).proposal
        losers = Proposal.objects.filter(call__program=program).exclude(pk=chosen.pk)
        names = [escape(str(loser)) for loser in losers]
        # nobody quoted them by name, which they may have agreed to
        Contribution.objects.filter(program=program, organisation__kind="consultancy").update(quotable=False)
        reports = told(played, program)
    secrets = [*names, "Moyenne des notes", "Prix d’une journée", "classée", "Déclarations d’intérêts"]
    assert names
    assert [[secret for secret in secrets if secret not in reports[GROUP]]] == [[]]
    assert [secret for level in (INSTITUTIONS, PUBLIC) for secret in secrets if secret in reports[level]] == []
    assert [str(chosen) in reports[level] for level in REPORTS] == [True, True, True]


def test_nobody_is_named_outside_the_group_but_who_agreed(played):
    with story(played, Minutes) as program:
        Minutes.objects.filter(meeting__program=program).update(text="")
        SharedEdition.objects.filter(program=program).update(visibility=GROUP)
        FollowUp.objects.filter(program=program).update(text="")  # the officers' own words
        people = {str(row.person) for row in Commitment.objects.filter(participation__program=program)}
        people |= {str(row.person) for row in Adoption.objects.filter(charter__program=program)}
        people |= {str(row.person) for row in Attendance.objects.filter(meeting__program=program).exclude(person=None)}
        gone = Participation.objects.filter(program=program, role="association").exclude(status="committed")
        gone = {str(seat.organisation) for seat in gone}
        reports = told(played, program)
    assert (len(people) > 10, len(gone) > 0) == (True, True)
    assert [name for level in (INSTITUTIONS, PUBLIC) for name in people | gone if escape(name) in reports[level]] == []


def test_figures_of_money_and_days_are_not_public(played):
    with story(played) as program:
        reports = told(played, program)
    for words in ("Plafond", "Jours commandés", "demi-journées", "de prestation"):
        assert (words in reports[INSTITUTIONS], words in reports[PUBLIC]) == (True, False), words


def test_offer_of_each_association_is_public_only_in_an_annex_that_was_opened(played):
    with story(played) as program:
        first(Baseline.objects.filter(participation__program=program)).update(activities="canari-offre")
        opened = told(played, program)[PUBLIC]
        lines = [line.stored for line in usual_lines(Journey(program).steps)]
        Plan.objects.filter(program=program).update(lines=lines)
        usual = told(played, program)[PUBLIC]
    assert (opened.count("canari-offre"), "canari-offre" in usual) == (1, False)
