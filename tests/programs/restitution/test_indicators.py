"""The figures of the start asked again: by link, in three minutes, beside the former value; before and after."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Conflict, Refusal
from dla_collectif.services.templatetags.house import day
from programs.diagnosis.models import Answer, Indicator, Question, Questionnaire, Response
from programs.journey.models import Participation, Program
from programs.journey.progress import asks_of
from programs.reminders.background import remind_everybody
from programs.restitution import indicators
from programs.restitution.before_after import changes, figure
from programs.restitution.models import IndicatorAnswer, IndicatorTerm
from programs.restitution.phase import report
from tests import cast

LABELS = ["Combien de bénévoles ?", "Combien d’ETP ?", "Quel budget ?", "Combien de lieux ?", "Votre solidité ?"]


@pytest.fixture
def after(world):
    """Two associations committed, with their five figures of the start; the restitution is the current step."""
    cast.at_phase(world.program, "restitution")
    for seat in (world.denis_seat, world.dora_seat):
        Participation.objects.filter(pk=seat.pk).update(status="committed", committed_on=clock.today())
        seat.refresh_from_db()
    form = Questionnaire.objects.create(program=world.program, key="x", title="Vos besoins", edited_by=world.alice)
    world.rows = []
    for place, label in enumerate(LABELS, 1):
        scale = label == LABELS[-1]
        facts = (
            {"kind": "scale", "options": ["fragile", "moyenne", "solide"]} if scale else {"kind": "number", "unit": "€"}
        )
        question = Question.objects.create(
            questionnaire=form, number=place, key=f"q{place}", section=1, section_title="Chiffres", label=label, **facts
        )
        world.rows.append(
            Indicator.objects.create(program=world.program, question=question, number=place, label=label, **facts)
        )
    world.step = cast.step(world.program, "restitution", world.alice)
    for seat, value in ((world.denis_seat, 10), (world.dora_seat, 20)):
        first(world, seat, value)
    return world


def first(world, seat, value):
    """What an association had answered."""
    response = Response.objects.create(participation=seat, state="sent", sent_at=clock.now())
    for row in world.rows[:4]:
        Answer.objects.create(response=response, question=row.question, value=value, year=2025, edited_by=world.alice)


def more(world, count):
    """That many more committed associations, each with its figures."""
    seats = []
    for number in range(count):
        organisation = cast.organisation(f"Association {number:02}")
        seats.append(cast.seat(world.program, organisation, status="committed"))
        first(world, seats[-1], 30 + number)
    return seats


def address(world, name, *args):
    """A page of the restitution."""
    return reverse(f"restitution:{name}", args=[world.program.public_id, *args])


def tell(world, seat, value, by=None):
    """An association gives one figure for the first indicator."""
    term = indicators.current_term(world.program)
    told = {world.rows[0]: {"value": value, "is_unknown": value is None}}
    return indicators.tell_indicators(world.step, term, seat, told, by=by or world.alice, origin="interview")


def asks(seat):
    """What the restitution asks of a seat."""
    seat = Participation.objects.measured().select_related("program", "organisation").get(pk=seat.pk)
    return [(ask.label, ask.done) for ask in asks_of(seat) if ask.gesture == "indicateurs" or "chiffres" in ask.label]


def test_group_is_asked_at_a_term_once_each(after, sign_in):
    alice = sign_in(after.alice)
    assert "Demander à 6 mois" in alice.get(address(after, "indicators")).content.decode()
    until = clock.today() + timedelta(days=10)
    chosen = alice.post(address(after, "ask_indicators", 6), {"closes_on": f"{until:%Y-%m-%d}"})
    assert chosen["Location"] == address(after, "send_indicators", 6, f"{until:%Y-%m-%d}")
    assert Message.objects.count() == 0
    assert f"avant le {day(until)}" in alice.get(chosen["Location"]).content.decode()
    assert alice.post(chosen["Location"]).status_code == 302
    assert indicators.current_term(after.program).closes_on == until
    assert sorted(Message.objects.values_list("address", flat=True)) == [
        "denis.leroy@example.org",
        "dora.blin@example.org",
    ]
    assert Indicator.objects.filter(asked_again=True).count() == 5
    for months, why in ((6, "déjà demandée"), (7, "6, 12 ou 24")):
        with pytest.raises(Refusal, match=why):
            indicators.ask_indicators(after.step, months, by=after.alice)


def test_mail_and_space_and_page_say_until_when(after, sign_in):
    until = clock.today() + timedelta(days=10)
    indicators.ask_indicators(after.step, 6, until, by=after.alice)
    mail = Message.objects.filter(address="denis.leroy@example.org").get()
    assert mail.subject.startswith(f"Donnez vos chiffres avant le {day(until)}")
    assert f"Merci de les donner avant le {day(until)}." in mail.body
    denis = sign_in(after.denis)
    page = denis.get(address(after, "own_indicators")).content.decode()
    assert f"Avant le {day(until)} (dans 10 jours)" in page.replace("10 jours", "10 jours")
    assert "Le jour est passé" not in page
    assert f"vant le {day(until)}" in denis.get(reverse("journey:space")).content.decode()


def test_mail_without_a_day_says_none(after):
    indicators.ask_indicators(after.step, 6, by=after.alice)
    mail = Message.objects.filter(address="denis.leroy@example.org").get()
    assert mail.subject == "Donnez vos chiffres : trois minutes pour Ciné-Club des Lilas"
    assert ("Merci" in mail.body, "{merci}" in mail.body) == (False, False)


@pytest.mark.parametrize("gap", [-1, 0, 400])
def test_day_that_leaves_no_time_is_refused_beside_its_field(after, sign_in, gap):
    until, alice = clock.today() + timedelta(days=gap), sign_in(after.alice)
    page = alice.post(address(after, "ask_indicators", 6), {"closes_on": f"{until:%Y-%m-%d}"})
    assert list(page.context["form"].errors) == ["closes_on"]
    with pytest.raises(Refusal, match="Choisissez un jour"):
        indicators.ask_indicators(after.step, 6, until, by=after.alice)
    for odd in (f"{until:%Y-%m-%d}", "demain"):
        back = alice.post(address(after, "send_indicators", 6, odd))
        assert back["Location"] == address(after, "ask_indicators", 6)
    assert alice.post(address(after, "send_indicators", 7, "2026-01-01")).status_code == 404
    assert IndicatorTerm.objects.count() == 0


def test_officer_gives_until_another_day(after, sign_in):
    alice = sign_in(after.alice)
    assert alice.get(address(after, "change_indicators_day")).status_code == 404
    indicators.ask_indicators(after.step, 6, by=after.alice)
    until = clock.today() + timedelta(days=30)
    page = alice.get(address(after, "indicators")).content.decode()
    assert ("Aucun jour n’est fixé" in page, "Fixer un jour" in page) == (True, True)
    form = {"closes_on": f"{until:%Y-%m-%d}", "version": "1"}
    assert alice.post(address(after, "change_indicators_day"), form).status_code == 302
    assert f"À donner avant le {day(until)}" in alice.get(address(after, "indicators")).content.decode()
    lost = alice.post(address(after, "change_indicators_day"), form | {"closes_on": f"{until + timedelta(1):%Y-%m-%d}"})
    assert (lost.status_code, indicators.current_term(after.program).closes_on) == (409, until)
    assert sign_in(after.denis).post(address(after, "change_indicators_day"), form).status_code == 403


def test_who_answers_after_the_day_is_heard_and_told_as_late(after, sign_in):
    indicators.ask_indicators(after.step, 6, clock.today() + timedelta(days=10), by=after.alice)
    tell(after, after.dora_seat, Decimal(12))
    with clock.set_to(clock.now() + timedelta(days=12)):
        denis, name = sign_in(after.denis), f"i{after.rows[0].pk}"
        assert "Le jour est passé" in denis.get(address(after, "own_indicators")).content.decode()
        assert denis.post(address(after, "own_indicators"), {name: "14"}).status_code == 302
        page = sign_in(after.alice).get(address(after, "indicators")).content.decode()
    assert page.count("après la date") == 1
    ((_, rows),) = changes(after.program)
    assert rows[0].count == 2


def test_nothing_is_asked_without_indicators(after):
    Indicator.objects.all().delete()
    with pytest.raises(Refusal, match="Aucun indicateur"):
        indicators.ask_indicators(after.step, 6, by=after.alice)


def test_association_tells_its_figures_beside_the_former_ones(after, sign_in):
    denis = sign_in(after.denis)
    assert denis.get(address(after, "own_indicators")).status_code == 404
    indicators.ask_indicators(after.step, 6, by=after.alice)
    page = denis.get(address(after, "own_indicators"))
    assert "Au départ\u00a0: 10\u00a0€ (2025)" in page.content.decode()
    assert "Au départ\u00a0: non renseigné" in page.content.decode()
    one, two, five = (f"i{after.rows[place].pk}" for place in (0, 1, 4))
    typed = {one: "1 250,5", f"{two}_unknown": "on", five: "2"}
    assert denis.post(address(after, "own_indicators"), typed).status_code == 302
    told = {row.indicator.label: (row.value, row.is_unknown, row.person) for row in IndicatorAnswer.objects.all()}
    who = after.denis.person
    assert told == {
        LABELS[0]: (Decimal("1250.50"), False, who),
        LABELS[1]: (None, True, who),
        LABELS[4]: (Decimal("2"), False, who),
    }


@pytest.mark.parametrize("typed", ["beaucoup", "-3", "nan", "1e40"])
def test_figure_that_is_none_is_said_beside_its_field(after, sign_in, typed):
    indicators.ask_indicators(after.step, 6, by=after.alice)
    name = f"i{after.rows[0].pk}"
    page = sign_in(after.denis).post(address(after, "own_indicators"), {name: typed})
    assert (list(page.context["form"].errors), page.context["form"][name].value()) == ([name], typed)


def test_figure_and_unknown_together_are_refused(after, sign_in):
    indicators.ask_indicators(after.step, 6, by=after.alice)
    name = f"i{after.rows[0].pk}"
    page = sign_in(after.denis).post(address(after, "own_indicators"), {name: "3", f"{name}_unknown": "on"})
    assert "pas les deux" in page.context["form"].errors[name][0]


def test_two_people_of_an_association_lose_nothing(after, sign_in):
    indicators.ask_indicators(after.step, 6, by=after.alice)
    tell(after, after.denis_seat, Decimal(12))
    name = f"i{after.rows[0].pk}"
    lost = sign_in(after.denis).post(address(after, "own_indicators"), {name: "15", f"{name}_version": "0"})
    assert (lost.status_code, IndicatorAnswer.objects.get().value) == (409, 12)
    with pytest.raises(Conflict):
        told = {after.rows[0]: {"value": Decimal(9), "is_unknown": False, "version": 0}}
        indicators.tell_indicators(
            after.step, indicators.current_term(after.program), after.denis_seat, told, by=after.denis
        )


def test_dla_notes_what_it_is_told_by_telephone(after, sign_in):
    indicators.ask_indicators(after.step, 12, by=after.alice)
    url = address(after, "note_indicators", after.denis_seat.public_id)
    assert sign_in(after.alice).post(url, {f"i{after.rows[0].pk}": "11", "origin": "interview"}).status_code == 302
    row = IndicatorAnswer.objects.get()
    assert (row.value, row.origin, row.person) == (11, "interview", None)


def test_ask_is_there_from_the_term_to_the_answer_even_once_all_is_over(after):
    label = "Donner vos chiffres, 6 mois après"
    assert asks(after.denis_seat) == []
    indicators.ask_indicators(after.step, 6, by=after.alice)
    Program.objects.update(state="finished", phase="")
    assert asks(after.denis_seat) == [(label, False)]
    tell(after, after.denis_seat, Decimal(12))
    assert (asks(after.denis_seat), asks(after.dora_seat)) == ([(label, True)], [(label, False)])


def test_who_has_not_told_is_reminded_after_the_programme_too(after):
    indicators.ask_indicators(after.step, 6, by=after.alice)
    tell(after, after.denis_seat, Decimal(12))
    Program.objects.filter(pk=after.program.pk).update(state="finished", phase="")
    Message.objects.all().delete()
    with clock.set_to(clock.now() + timedelta(days=10)):
        remind_everybody()
    assert [mail.address for mail in Message.objects.all()] == ["dora.blin@example.org"]


def test_only_those_who_told_both_times_are_compared(after):
    indicators.ask_indicators(after.step, 6, by=after.alice)
    tell(after, after.denis_seat, Decimal(14))
    tell(after, after.dora_seat, None)
    ((_, rows),) = changes(after.program)
    assert (rows[0].count, rows[0].before, rows[0].after) == (1, "10\u00a0€", "14\u00a0€")
    assert (rows[1].count, rows[1].before, rows[4].after) == (0, "", "")


def test_outside_the_group_fewer_than_three_are_not_told(after):
    indicators.ask_indicators(after.step, 6, by=after.alice)
    tell(after, after.denis_seat, Decimal(14))
    tell(after, after.dora_seat, Decimal(24))
    ((_, rows),) = report(after.program)["changes"]
    assert (rows[0].hidden, rows[0].before, rows[0].after) == (True, "", "")
    (third,) = more(after, 1)
    tell(after, third, Decimal(33))
    ((_, rows),) = report(after.program)["changes"]
    assert (rows[0].count, rows[0].before, rows[0].after) == (3, "20\u00a0€", "24\u00a0€")
    assert rows[0].spread_before == "de 15 à 25\u00a0€"


def test_figures_are_written_in_french(after):
    assert figure(after.rows[0], 41234.56) == "41\u202f234,6\u00a0€"
    assert figure(after.rows[4], 2) == "2\u00a0sur 3"


def test_answer_to_a_former_term_is_refused(after):
    former = indicators.ask_indicators(after.step, 6, by=after.alice)
    indicators.ask_indicators(after.step, 12, by=after.alice)
    with pytest.raises(Refusal, match="Une autre échéance"):
        indicators.tell_indicators(after.step, former, after.denis_seat, {}, by=after.denis)
    assert IndicatorTerm.objects.count() == 2


def test_figures_of_a_neighbour_and_of_others_are_not_found(after, sign_in):
    indicators.ask_indicators(after.step, 6, by=after.alice)
    theirs = f"{address(after, 'own_indicators')}?pour={after.dora_seat.public_id}"
    assert sign_in(after.denis).get(theirs).status_code == 404
    note = address(after, "note_indicators", after.dora_seat.public_id)
    assert [sign_in(who).get(note).status_code for who in (after.denis, after.hugo, after.chloe)] == [403, 403, 404]


def test_page_costs_the_same_with_few_and_many(after, sign_in, django_assert_max_num_queries):
    alice = sign_in(after.alice)
    indicators.ask_indicators(after.step, 6, by=after.alice)
    for count in (0, 20):
        for seat in more(after, count):
            tell(after, seat, Decimal(5))
        with django_assert_max_num_queries(11):
            alice.get(address(after, "indicators"))
