"""What scoping declares: what is missing, and its report."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from associations.models import PastSupport
from programs.journey import reports
from programs.journey.models import Participation, Program
from programs.scoping import actions
from programs.scoping.phase import phase
from tests import cast


def missing(world):
    return [line.label for line in cast.step(world.program, "scoping", world.alice).missing]


def write(world, **data):
    return actions.write_note(cast.step(world.program, "scoping", world.alice), data, by=world.alice)


def test_requirements_of_an_empty_programme(world):
    world.empty = cast.program("Vide", world.lille)
    lines = cast.step(world.empty, "scoping", world.alice).requirements
    assert [(line.met, line.hard, line.detail) for line in lines] == [
        (False, False, ""),
        (False, False, ""),
        (False, True, "aucune repérée"),
        (False, False, ""),
    ]


def test_requirements_are_met_one_by_one(world):
    assert missing(world) == ["Dire le thème et le territoire", "Écrire la note de cadrage", "Dater la décision"]
    Program.objects.filter(pk=world.program.pk).update(theme="pooling", territory="Métropole")
    assert missing(world) == ["Écrire la note de cadrage", "Dater la décision"]
    write(world, origin="a", finding="b", territory="c")
    assert missing(world) == ["Écrire la note de cadrage", "Dater la décision"]
    write(world, sought_effects="d", decided_on="2006-05-16")
    assert missing(world) == []


def test_one_association_is_not_enough(world):
    Participation.objects.filter(pk=world.dora_seat.pk).delete()
    [line] = cast.step(world.program, "scoping", world.alice).blocking
    assert (line.label, line.detail) == ("Repérer au moins 2 associations", "1 repérée")


def test_report_same_statements_with_2_and_30(world):
    counts = []
    for number in (0, 28):
        for place in range(number):
            who = cast.organisation(f"Asso {place}")
            cast.seat(world.program, who)
            PastSupport.objects.create(
                association=who.association, dla=world.lille, year=2005, theme="skills", consultancy=world.multi
            )
        program = Program.objects.get(pk=world.program.pk)
        with CaptureQueriesContext(connection) as queries:
            facts = phase.report(program)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
    assert len(facts["associations"]) == 30


def test_report_prints_note_carriers_partner_and_associations(world):
    step = cast.step(world.program, "scoping", world.alice)
    PastSupport.objects.create(
        association=world.cine.association, dla=world.lille, year=2005, theme="governance", consultancy=world.multi
    )
    actions.add_partner(step, {"organisation": cast.organisation("Maison de l’Emploi", "partner")}, by=world.alice)
    write(world, origin="Quatre **accompagnements**", half_days=7, decided_on="2006-05-16")
    html = reports.step_html(cast.step(world.program, "scoping", world.alice))
    for words in (
        "DLA de Lille, DLA de Roubaix",
        "Maison de l’Emploi",
        "Quatre <strong>accompagnements</strong>",
        "3,5\u00a0jours",
        "mardi 16 mai 2006",
        "Accompagnement de 2005\u00a0: gouvernance",
        "dont 1 qu’un DLA",
    ):
        assert words in html
    assert "Constat" not in html


def test_report_of_an_empty_programme_shows_no_heading_over_nothing(world):
    html = reports.step_html(cast.step(cast.program("Vide", world.lille), "scoping", world.alice))
    assert ("Associations repérées" in html, "<h3>" in html, "n’est pas encore écrite" in html) == (False, False, True)
