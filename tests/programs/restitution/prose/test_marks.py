"""Live figures and marks: changing one attendance changes one figure and one mark; the officer alone settles it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.services import clock
from programs.meetings.models import Attendance
from programs.restitution.composition.report import report_html
from programs.restitution.figures import catalogue, read_figures
from programs.restitution.models import Chapter
from programs.restitution.prose.actions import write_chapter
from programs.restitution.prose.reading import marks, texts
from programs.workshops.models import Workshop
from tests import cast

CAME = "L’atelier 1 a réuni deux associations présentes du début à la fin."


@pytest.fixture
def told(walk):
    """Two workshops with their presences, and a chapter that says one of them."""
    seats = list(walk.program.participations.filter(role="association").order_by("id"))
    for number in (1, 2):
        meeting = cast.meeting(
            walk.program, "workshops", "workshop", f"Atelier {number}", present=seats[:2], state="held", half_days=1
        )
        Workshop.objects.create(meeting=meeting, number=number)
    write_chapter(cast.step(walk.program, "restitution", walk.alice), "workshops", {"text": CAME}, by=walk.alice)
    return walk


def values(program):
    return {figure.name: figure.value for figure in catalogue(program)}


def test_changing_one_attendance_changes_one_figure_and_one_mark(told):
    before, line = values(told.program), Attendance.objects.filter(meeting__title="Atelier 1").first()
    assert marks(told.program) == {}
    line.state = "absent"
    line.save()
    after = values(told.program)
    assert {name for name in after if after[name] != before[name]} == {"présentes atelier 1"}
    ((key, (mark,)),) = marks(told.program).items()
    day = f"{clock.today():%d/%m}"
    assert key == "workshops"
    assert mark.sentence == f"2 → 1 association présente à l’atelier 1 depuis votre texte du {day}"


def test_nothing_noted_is_unknown_and_never_zero(walk):
    told = values(walk.program)
    assert {name for name, value in told.items() if value == 0} <= {"associations retirées"}
    assert told["ateliers tenus"] is None
    assert told["jours réalisés"] is None


def test_workshop_without_presences_is_unknown_and_an_empty_one_is_zero(told):
    Attendance.objects.filter(meeting__title="Atelier 1").update(state="expected")
    Attendance.objects.filter(meeting__title="Atelier 2").update(state="absent")
    now = values(told.program)
    assert (now["présentes atelier 1"], now["présentes atelier 2"]) == (None, 0)


def test_figures_are_read_in_two_statements_whatever_the_size(told, django_assert_num_queries):
    with django_assert_num_queries(2):
        catalogue(told.program)
    with django_assert_num_queries(1):
        assert read_figures(told.program).workshops == 2


def stale(world):
    Attendance.objects.filter(meeting__title="Atelier 1").first().delete()
    return f"/accompagnements/{world.program.public_id}/restitution/rapport/"


def test_mark_is_on_the_report_page_and_on_the_writing_page(told, sign_in):
    report, client = stale(told), sign_in(told.alice)
    page = client.get(report).content.decode()
    assert ("1 paragraphe à relire" in page, "2 → 1 association présente" in page) == (True, True)
    page = client.get(f"{report}chapitres/workshops/").content.decode()
    assert ("Mon texte est toujours juste" in page, "2 → 1 association présente" in page) == (True, True)
    assert CAME in page


def act(client, report, gesture):
    seal = re.search(r'name="sceau" value="(\w+)"', client.get(f"{report}chapitres/workshops/").content.decode())
    form = {"sceau": seal[1] if seal else "", "chiffre": "présentes atelier 1", "geste": gesture}
    return client.post(f"{report}chapitres/workshops/relire/", form)


def test_text_still_right_is_recorded_and_marked_again_when_it_changes_again(told, sign_in):
    report, client = stale(told), sign_in(told.alice)
    assert act(client, report, "juste").status_code == 302
    assert (marks(told.program), Chapter.objects.get().text) == ({}, CAME)
    assert "toujours juste" in client.get(f"/accompagnements/{told.program.public_id}/journal/").content.decode()
    Attendance.objects.filter(meeting__title="Atelier 1").update(state="absent")
    ((_, (mark,)),) = marks(told.program).items()
    assert (mark.was, mark.now) == (1, 0)


def test_number_is_written_in_the_place_of_the_other_by_the_officer_alone(told, sign_in):
    seat = cast.seat(told.program, cast.organisation("Ciné Nord"))
    line = Attendance.objects.filter(meeting__title="Atelier 1").first()
    Attendance.objects.create(meeting=line.meeting, participation=seat, state="present")
    report, client = f"/accompagnements/{told.program.public_id}/restitution/rapport/", sign_in(told.alice)
    assert "Écrire trois à la place" in client.get(f"{report}chapitres/workshops/").content.decode()
    assert Chapter.objects.get().text == CAME
    act(client, report, "ecrire")
    assert Chapter.objects.get().text == CAME.replace("deux", "trois")
    assert marks(told.program) == {}
    assert Chapter.objects.get().versions.count() >= 1


def test_act_on_a_mark_that_is_gone_is_refused(told, sign_in):
    report = f"/accompagnements/{told.program.public_id}/restitution/rapport/"
    answer = sign_in(told.alice).post(
        f"{report}chapitres/workshops/relire/",
        {"sceau": "7", "chiffre": "présentes atelier 1", "geste": "ecrire"},
        follow=True,
    )
    assert "n’est plus à revoir" in answer.content.decode()


def test_live_figure_is_written_in_the_report_and_unknown_name_is_told(told, sign_in):
    step = cast.step(told.program, "restitution", told.alice)
    write_chapter(step, "scoping", {"text": "Il y a {ateliers tenus} ateliers et {inventé}."}, by=told.alice)
    assert texts(told.program)["scoping"] == "Il y a 2 ateliers et {inventé}."
    assert "Il y a 2 ateliers" in report_html(cast.journey(told.program, told.alice))
    url = f"/accompagnements/{told.program.public_id}/restitution/rapport/chapitres/scoping/"
    page = sign_in(told.alice).get(url).content.decode()
    assert "{inventé} n’est pas un chiffre de la liste" in page
    answer = sign_in(told.alice).post(f"{url}enregistrer/", {"text": "Encore {faux}.", "version": "1"})
    assert "{faux}" in answer.json()["notes"]["text"]


@pytest.mark.parametrize("key", ["synthese", "fil", "annexe-participants", "scoping"])
def test_every_chapter_has_its_text(told, sign_in, key):
    url = f"/accompagnements/{told.program.public_id}/restitution/rapport/chapitres/{key}/"
    client = sign_in(told.alice)
    assert client.post(url, {"text": "Un mot.", "version": "0", "base_text": ""}).status_code == 302
    assert texts(told.program)[key] == "Un mot."


def test_pages_ask_the_same_with_few_and_many_marks(told, sign_in):
    client, report, counts = sign_in(told.alice), stale(told), []
    step = cast.step(told.program, "restitution", told.alice)
    for text in ("2 ateliers", "\n\n".join(f"Voici 2 ateliers, note {n}." for n in range(40))):
        write_chapter(step, "synthese", {"text": text}, by=told.alice)
        for url in (report, f"{report}chapitres/synthese/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8
