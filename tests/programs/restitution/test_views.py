"""The restitution as its officer works on it, and as its readers receive it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.services import clock
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.restitution.composition.report import report_html
from programs.restitution.models import Chapter, Effect, FollowUp, Undertaking
from programs.restitution.thread import read_thread
from programs.specification.models import Citation, Objective, Specification
from programs.workshops.models import Output, Workshop
from tests import cast


@pytest.fixture
def walk(world):
    """The programme at its last step."""
    cast.at_phase(world.program, "restitution")
    return world


def url(world, name):
    return f"/accompagnements/{world.program.public_id}/restitution/{name}"


def objective(world, number=1):
    specification, _ = Specification.objects.get_or_create(program=world.program)
    return Objective.objects.create(specification=specification, number=number, title=f"Se fédérer {number}")


def said(world, text, visibility):
    return Contribution.objects.create(
        program=world.program, phase="diagnosis", kind="need", text=text, visibility=visibility, organisation=world.cine
    )


PAGES = [
    "restitution/",
    "engagements/",
    "effets/",
    "fil/",
    "rapport/",
    "fiche/",
    "fiche/ecrire/",
    "suites/",
    "engagements/nouveau/",
]


@pytest.mark.parametrize("page", [*PAGES, "effets/nouveau/", "suites/nouvelles/", "rapport/chapitres/scoping/"])
def test_page_is_open_to_carriers_and_unknown_to_strangers(walk, sign_in, page):
    codes = [
        sign_in(user).get(url(walk, page)).status_code for user in (walk.alice, walk.bruno, walk.denis, walk.chloe)
    ]
    assert codes == [200, 200, 403, 404]


def test_undertaking_is_noted_with_who_and_when(walk, sign_in):
    form = {"participation": walk.hugo_seat.pk, "text": "Recevoir le collectif", "said_on": "2026-01-12"}
    assert sign_in(walk.alice).post(url(walk, "engagements/nouveau/"), form).status_code == 302
    assert Undertaking.objects.get().participation == walk.hugo_seat


def test_undertaking_said_tomorrow_is_refused_and_kept(walk, sign_in):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    form = {"participation": walk.hugo_seat.pk, "text": "Recevoir le collectif", "said_on": tomorrow}
    page = sign_in(walk.alice).post(url(walk, "engagements/nouveau/"), form).content.decode()
    assert ("est à venir" in page, "Recevoir le collectif" in page, Undertaking.objects.count()) == (True, True, 0)


def test_undertaking_of_an_organisation_of_another_programme_is_refused(walk, sign_in):
    form = {"participation": walk.emma_seat.pk, "text": "Recevoir", "said_on": "2026-01-12"}
    assert sign_in(walk.alice).post(url(walk, "engagements/nouveau/"), form).status_code == 200
    assert Undertaking.objects.count() == 0


def test_chapter_written_by_two_at_once_shows_both_texts(walk, sign_in):
    page = url(walk, "rapport/chapitres/scoping/")
    assert sign_in(walk.alice).post(page, {"text": "Le beau texte d’Alice", "version": "0"}).status_code == 302
    late = sign_in(walk.bruno).post(page, {"text": "Le beau texte de Bruno", "version": "0"})
    assert late.status_code == 409
    assert ("<mark>d’Alice</mark>" in late.content.decode(), "texte de Bruno" in late.content.decode()) == (True, True)
    assert Chapter.objects.get().text == "Le beau texte d’Alice"


def test_chapter_of_no_phase_is_not_found(walk, sign_in):
    assert sign_in(walk.alice).get(url(walk, "rapport/chapitres/inconnu/")).status_code == 404


def test_follow_up_is_noted_once_the_walk_is_over(walk, sign_in):
    cast.at_phase(walk.program, "")
    type(walk.program).objects.filter(pk=walk.program.pk).update(state="finished")
    form = {"months": "6", "taken_on": "2026-06-01", "still_meets": "yes"}
    client = sign_in(walk.alice)
    assert client.post(url(walk, "suites/nouvelles/"), form).status_code == 302
    again = client.post(url(walk, "suites/nouvelles/"), form).content.decode()
    assert ("déjà notées" in again, FollowUp.objects.count()) == (True, 1)
    assert client.get(url(walk, "effets/nouveau/")).status_code == 403


def test_thread_goes_from_the_need_to_the_effect(walk):
    goal = objective(walk)
    Citation.objects.create(objective=goal, contribution=said(walk, "Être connus", Visibility.INSTITUTIONS))
    meeting = cast.meeting(walk.program, "workshops", "workshop", "Atelier 1")
    Workshop.objects.create(meeting=meeting, number=1, objective=goal)
    output = Output.objects.create(program=walk.program, kind="network", title="Le collectif", objective=goal)
    Effect.objects.create(
        program=walk.program, kind="network", title="Ils se voient", output=output, observed_on=clock.today()
    )
    (knot,) = read_thread(walk.program)
    assert [source.text for source in knot.sources] == ["Être connus"]
    assert [str(each.title) for each in (*knot.outputs, *knot.effects)] == ["Le collectif", "Ils se voient"]
    assert knot.is_whole is True


def test_report_counts_what_its_readers_may_not_read_and_never_shows_it(walk):
    goal = objective(walk)
    Citation.objects.create(objective=goal, contribution=said(walk, "PHRASE OUVERTE", Visibility.INSTITUTIONS))
    Citation.objects.create(objective=goal, contribution=said(walk, "PHRASE RÉSERVÉE", Visibility.GROUP))
    Output.objects.create(program=walk.program, kind="network", title="Le collectif", objective=goal)
    html = report_html(cast.journey(walk.program, walk.alice))
    assert ("PHRASE OUVERTE" in html, "PHRASE RÉSERVÉE" in html, "1 parole réservée" in html) == (True, False, True)


def test_report_of_an_empty_programme_shows_no_zero(walk):
    html = report_html(cast.journey(walk.program, walk.alice))
    assert "<strong>0</strong>" not in html
    assert "None" not in html


def test_thread_takes_the_same_statements_with_1_and_30_objectives(walk, sign_in):
    client, counts = sign_in(walk.alice), []
    for number in range(1, 31):
        goal = objective(walk, number)
        Citation.objects.create(objective=goal, contribution=said(walk, f"Besoin {number}", Visibility.GROUP))
        if number in (1, 30):
            with CaptureQueriesContext(connection) as queries:
                client.get(url(walk, "fil/"))
            counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_report_command_names_the_known_programmes_when_it_finds_none(world, tmp_path):
    with pytest.raises(CommandError, match="cinema"):
        call_command("report", "lille", output=tmp_path / "rapport.pdf")
