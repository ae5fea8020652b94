"""What the consultation declares: what is missing, and a report without the officers' own."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.consultation.models import CommitteeOpinion, Hearing
from programs.consultation.phase import phase
from programs.contributions.models import Contribution
from programs.journey import reports
from programs.journey.models import Participation, Program
from tests import cast


def requirements(world):
    lines = cast.step(world.program, "consultation", world.alice).requirements
    return [(line.met, line.hard, line.detail) for line in lines]


def say(world, text, **fields):
    fields = {"kind": "expectation", "organisation": world.drac, "visibility": 1, "quotable": True, **fields}
    return Contribution.objects.create(program=world.program, phase="consultation", text=text, **fields)


def opinion(world, **fields):
    fields = {"given_on": date(2006, 6, 22), "opinion": "remarks", **fields}
    return CommitteeOpinion.objects.create(program=world.program, **fields)


def hearing(world, *present, kind="interview", state="held", mode="phone", **fields):
    meeting = cast.meeting(world.program, "consultation", kind, present=present, state=state, **fields)
    return Hearing.objects.create(meeting=meeting, mode=mode)


def printed(world):
    return reports.step_html(cast.step(world.program, "consultation", world.alice))


def test_requirements_of_an_empty_programme(world):
    assert requirements(world) == [(False, False, "personne pour l’instant"), (False, False, ""), (False, False, "")]


def test_requirements_count_organisations_once(world):
    hearing(world, world.hugo_seat)
    hearing(world, world.hugo_seat)
    hearing(world, world.gaelle_seat, world.rita_seat, kind="consultants")
    say(world, "Une vue d’ensemble", visibility=0)
    opinion(world)
    opinion(world, given_on=date(2006, 7, 1))
    assert requirements(world) == [
        (True, False, "2 consultants, 1 institution"),
        (True, False, "1 contribution"),
        (True, False, "rendu le 01/07/2006"),
    ]


def test_planned_hearing_hears_nobody_yet(world):
    hearing(world, expected=[world.hugo_seat], state="planned")
    assert requirements(world)[0] == (False, False, "personne pour l’instant")


def test_interviews_of_a_later_step_are_not_counted(world):
    cast.meeting(world.program, "workshops", "interview", present=[world.hugo_seat], state="held")
    assert requirements(world)[0][0] is False


def test_hearing_planned_while_scoping_counts(world):
    meeting = cast.meeting(world.program, "scoping", "consultants", present=[world.gaelle_seat], state="held")
    Hearing.objects.create(meeting=meeting)
    assert requirements(world)[0] == (True, False, "1 consultant")


def test_report_never_prints_what_is_for_officers(world):
    hearing(world, world.hugo_seat)
    Hearing.objects.update(view_of_field="SECRET un", role_accepted="SECRET deux")
    say(world, "SECRET trois", visibility=0)
    say(world, "Parole du groupe")
    opinion(world, text="SECRET quatre", members="SECRET cinq", opinion="unfavourable")
    html = printed(world)
    assert ("SECRET" in html, "éfavorable" in html, "Parole du groupe" in html) == (False, False, True)
    assert "Avis rendu le jeudi 22 juin 2006, réservé aux DLA" in html


def test_report_signs_what_may_be_quoted_alone(world):
    say(world, "Signée")
    say(world, "Anonyme", organisation=world.multi, quotable=False)
    html = printed(world)
    assert ("DRAC" in html, "Coopérative Conseil" in html, "Sans nom d’auteur" in html) == (True, False, True)


def test_report_tells_who_was_heard_and_how(world):
    hearing(world, world.gaelle_seat, world.rita_seat, kind="consultants", mode="meeting")
    hearing(world, world.hugo_seat)
    say(world, "Allez d’abord dans chaque association", kind="advice")
    opinion(world, visibility=1, text="Prévoir une **restitution**")
    html = printed(world)
    for words in (
        "2 consultants et 1 institution ou partenaire ont été entendus.",
        "Coopérative Conseil, Cabinet Rival",
        "téléphone",
        "<h3>Orientations</h3>",
        "Favorable, avec remarques",
        "<strong>restitution</strong>",
    ):
        assert words in html


def test_report_of_an_empty_programme_shows_no_heading_over_nothing(world):
    html = printed(world)
    assert ("<h3>" in html, "Personne n’a encore été entendu." in html) == (False, True)


def test_report_same_statements_with_1_and_30(world):
    counts = []
    for number in (1, 29):
        for place in range(number):
            row = cast.organisation(f"Institution {number} {place}", "institution")
            hearing(world, cast.seat(world.program, row, Participation.Role.INSTITUTION, "invited"))
            say(world, f"Attente {place}", organisation=row)
            opinion(world)
        program = Program.objects.get(pk=world.program.pk)
        with CaptureQueriesContext(connection) as queries:
            facts = phase.report(program)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
    assert facts["institution_count"] == 30
