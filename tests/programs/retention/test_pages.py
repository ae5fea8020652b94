"""The pages of retention as officers and managers meet them, on the days that matter."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.accounts.models import Dla
from dla_collectif.journal.models import Entry
from dla_collectif.privacy.models import Hold
from programs.journey.models import Carrier, Program
from programs.retention.models import Destruction, Keeping
from programs.retention.rules import Lot
from tests import cast

from .conftest import line_of, on, term


@pytest.fixture
def ours(world):
    """A programme that ended on 10 March 2024, its DLA with a funding in its rules."""
    program = world.program
    Program.objects.filter(pk=program.pk).update(state="finished", phase="", ended_on=date(2024, 3, 10))
    rules = world.lille.rule_sets.create(valid_from=date(2020, 1, 1))
    world.esf = rules.schemes.create(label="FSE+", keep_years=5)
    world.home = reverse("retention:program", args=[program.public_id])
    world.plan = reverse("retention:plan", args=[world.lille.organisation.public_id])
    return world


def read(user, path) -> str:
    client = Client()
    client.force_login(user, backend="dla_collectif.accounts.backends.RolesBackend")
    return client.get(path).content.decode().replace("\u00a0", " ")


def test_page_of_a_dla_shows_what_is_overdue_then_what_comes_within_six_months(ours):
    with on(date(2026, 3, 11)):
        due = read(ours.alice, ours.plan)
    with on(date(2026, 3, 10)):
        coming = read(ours.alice, ours.plan)
    with on(date(2025, 9, 8)):
        early = read(ours.alice, ours.plan)
    assert ("Rien n’est arrivé à son terme" in due, "à valider" in due) == (False, True)
    assert ("Rien n’est arrivé à son terme" in coming, "10/03/2026" in coming) == (True, True)
    assert "Rien n’arrive à son terme dans les six mois" in early
    assert "2 ans après la fin de l’accompagnement" in due


def test_page_of_a_dla_takes_the_same_statements_with_1_and_20_programmes(ours, sign_in):
    client, counts = sign_in(ours.alice), []
    for _ in range(2):
        with on(date(2026, 3, 11)), CaptureQueriesContext(connection) as queries:
            client.get(ours.plan)
        counts.append(len(queries))
        for number in range(20 - 20 * (len(counts) - 1)):
            cast.program(f"Autre {number}", ours.lille, state="finished", phase="", ended_on=date(2024, 3, 1))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


@pytest.mark.parametrize("name", ["program", "keeping"])
def test_page_of_a_programme_takes_the_same_statements_with_1_and_9_carriers_and_fundings(ours, sign_in, name):
    client, counts = sign_in(ours.alice), []
    keeping = Keeping.objects.create(program=ours.program)
    for size in (1, 9):
        for number in range(size):
            team = cast.dla(f"DLA {size}.{number}")
            rules = team.rule_sets.create(valid_from=date(2020, 1, 1))
            Carrier.objects.create(program=ours.program, dla=team)
            keeping.schemes.add(rules.schemes.create(label=f"Fonds {size}.{number}", keep_years=5))
        with on(date(2026, 3, 11)), CaptureQueriesContext(connection) as queries:
            assert (
                "Fonds 1.0" in client.get(reverse(f"retention:{name}", args=[ours.program.public_id])).content.decode()
            )
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_officer_says_who_pays_and_the_dates_follow(ours, sign_in):
    path = reverse("retention:keeping", args=[ours.program.public_id])
    assert "FSE+" in read(ours.alice, path)
    form = {"schemes": [ours.esf.pk], "paid_on": "2024-02-01", "version": "0"}
    assert sign_in(ours.alice).post(path, form).status_code == 302
    assert line_of(ours.program, Lot.PROOFS).until.day == date(2029, 12, 31)
    assert "FSE+ (5 ans)" in Entry.objects.of(ours.program.journal_scope).first().sentence
    assert sign_in(ours.alice).post(path, {**form, "paid_on": "2024-03-01"}).status_code == 409
    assert Keeping.objects.get().paid_on == date(2024, 2, 1)


def test_funding_of_another_dla_cannot_be_chosen(ours, sign_in):
    foreign = ours.arras.rule_sets.create(valid_from=date(2020, 1, 1)).schemes.create(label="Ailleurs", keep_years=1)
    path = reverse("retention:keeping", args=[ours.program.public_id])
    answer = sign_in(ours.alice).post(path, {"schemes": [foreign.pk], "version": "0"})
    assert (answer.status_code, Keeping.objects.count(), "Ailleurs" in read(ours.alice, path)) == (200, 0, False)


def test_payment_to_come_is_refused(ours, sign_in):
    path = reverse("retention:keeping", args=[ours.program.public_id])
    with on(date(2024, 5, 1)):
        answer = sign_in(ours.alice).post(path, {"paid_on": "2024-05-02", "version": "0"})
    assert (answer.status_code, Keeping.objects.count()) == (200, 0)


def test_manager_puts_a_hold_and_lifts_it_each_with_its_reason(ours, sign_in):
    client, pid = sign_in(ours.farid), ours.program.public_id
    place, lift = reverse("retention:place_hold", args=[pid]), reverse("retention:lift_hold", args=[pid])
    assert client.post(place, {"reason": ""}).status_code == 200
    assert client.post(place, {"reason": "Contrôle de la Région."}).status_code == 302
    assert client.post(place, {"reason": "Une seconde fois."}).status_code == 200
    page = read(ours.alice, ours.home)
    assert ("Sous gel : rien n’est détruit" in page, "Contrôle de la Région." in page) == (True, True)
    with on(date(2026, 3, 11)):
        assert "Contrôle de la Région." in read(ours.alice, ours.plan)
    assert client.post(lift, {"reason": ""}).status_code == 200
    assert client.post(lift, {"reason": "Contrôle fini."}).status_code == 302
    assert client.post(lift, {"reason": "Encore."}).status_code == 200
    assert (Hold.objects.count(), Hold.objects.active().count()) == (1, 0)
    sentences = [entry.sentence for entry in Entry.objects.of(ours.program.journal_scope)[:2]]
    assert ["levé" in sentences[0], "Contrôle de la Région" in sentences[1]] == [True, True]


def test_officers_read_and_managers_alone_act(ours, sign_in):
    for name, args in [("place_hold", ()), ("lift_hold", ()), ("destroy", ("travail",))]:
        path = reverse(f"retention:{name}", args=[ours.program.public_id, *args])
        got = [sign_in(user).get(path).status_code for user in (ours.farid, ours.alice, ours.bruno, ours.denis)]
        assert got == [200, 403, 403, 403]
        assert sign_in(ours.chloe).get(path).status_code == 404
    assert [sign_in(user).get(ours.home).status_code for user in (ours.alice, ours.bruno, ours.chloe)] == [
        200,
        200,
        404,
    ]


def test_manager_destroys_by_typing_the_title_and_a_double_click_does_it_once(ours, sign_in):
    client = sign_in(ours.farid)
    path = reverse("retention:destroy", args=[ours.program.public_id, "travail"])
    with on(term(ours.program)):
        form = {"title": ours.program.title, "seen": line_of(ours.program).total, "form_key": "unefois"}
        assert client.post(path, {**form, "title": "Un autre", "form_key": "autre"}).status_code == 200
        assert Destruction.objects.count() == 0
        answers = [client.post(path, form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    done = Destruction.objects.get()
    assert "Détruire" not in read(ours.farid, ours.home)
    page = read(ours.alice, reverse("retention:certificate", args=[ours.program.public_id, done.public_id]))
    assert ("Farid Amrani" in page, done.public_id in page) == (True, True)


def test_certificate_prints(ours, sign_in, settings):
    settings.PRINT_INLINE = True
    with on(term(ours.program)):
        path = reverse("retention:destroy", args=[ours.program.public_id, "travail"])
        seen = line_of(ours.program).total
        sign_in(ours.farid).post(path, {"title": ours.program.title, "seen": seen})
    done = Destruction.objects.get()
    answer = sign_in(ours.alice).get(
        reverse("retention:certificate_pdf", args=[ours.program.public_id, done.public_id])
    )
    assert (answer.status_code, b"".join(answer.streaming_content)[:5]) == (200, b"%PDF-")


def test_dla_that_carries_no_more_sees_nothing_of_the_programme(ours):
    Carrier.objects.filter(program=ours.program, dla=Dla.objects.get(pk=ours.lille.pk)).delete()
    with on(date(2026, 3, 11) + timedelta(days=1)):
        assert ours.program.title not in read(ours.alice, ours.plan)
