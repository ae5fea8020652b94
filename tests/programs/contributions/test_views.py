"""The pages of what was said, as officers, those who take part and strangers meet them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.services import clock
from programs.contributions.models import Contribution
from tests import cast
from tests.programs.contributions.test_actions import cite

TEXTS = {0: "Secret du DLA", 1: "Pour le groupe", 2: "Pour les institutions", 3: "Pour tout le monde"}


@pytest.fixture
def said(world):
    """One contribution of Dora's association at each level."""
    return {level: say(world, text=text, visibility=level) for level, text in TEXTS.items()}


def say(world, **fields):
    given = {"program": world.program, "phase": "diagnosis", "kind": "need", "organisation": world.video}
    return Contribution.objects.create(**given | {"text": "Un besoin"} | fields)


def at(world, name="list", row=None):
    last = row.public_id if row else "diagnostic-des-besoins"
    return reverse(f"contributions:{name}", args=[world.program.public_id, last])


def typed(world, **fields):
    given = {"kind": "need", "text": "Un local commun", "organisation": world.cine.pk, "said_on": "12/03/2024"}
    return given | {"visibility": "1", "theme": "premises"} | fields


def read(page):
    return [level for level, text in TEXTS.items() if text in page]


# Who reads what -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "levels"),
    [("alice", [0, 1, 2, 3]), ("bruno", [0, 1, 2, 3]), ("denis", [1, 2, 3]), ("hugo", [2, 3]), ("gaelle", [3])],
)
def test_list_is_read_at_the_level_of_each(world, sign_in, said, who, levels):
    assert read(sign_in(getattr(world, who)).get(at(world)).content.decode()) == levels


def test_list_shows_an_association_its_own_words_under_its_name(world, sign_in, said):
    page = sign_in(world.dora).get(at(world)).content.decode()
    assert (read(page), "Vidéo Quartier" in page) == ([0, 1, 2, 3], True)


def test_list_names_no_author_to_others_without_their_agreement(world, sign_in, said):
    client = sign_in(world.denis)
    before = client.get(at(world)).content.decode()
    Contribution.objects.filter(visibility=1).update(quotable=True)
    after = client.get(at(world)).content.decode()
    assert ("Vidéo Quartier" in before, "Sans nom d’auteur" in before) == (False, True)
    assert "Vidéo Quartier" in after


@pytest.mark.parametrize(("preview", "levels"), [("groupe", [1, 2, 3]), ("institution", [2, 3]), ("public", [3])])
def test_preview_shows_what_readers_of_a_level_will_read(world, sign_in, said, preview, levels):
    page = sign_in(world.alice).get(f"{at(world)}?{preview}").content.decode()
    assert (read(page), "Vidéo Quartier" in page) == (levels, False)


def test_preview_opens_nothing_to_those_who_take_part(world, sign_in, said):
    assert read(sign_in(world.gaelle).get(f"{at(world)}?groupe").content.decode()) == [3]


@pytest.mark.parametrize("who", ["chloe", "emma"])
def test_list_of_others_looks_like_no_list(world, sign_in, said, who):
    answer = sign_in(getattr(world, who)).get(at(world))
    assert (answer.status_code, read(answer.content.decode())) == (404, [])


def test_one_that_is_not_for_this_reader_looks_like_none(world, sign_in, said):
    client = sign_in(world.hugo)
    assert [client.get(at(world, "contribution", said[level])).status_code for level in (0, 1, 2, 3)] == [
        404,
        404,
        200,
        200,
    ]
    assert [client.get(at(world, name, said[3])).status_code for name in ("change",)] == [403]


def test_those_who_take_part_see_no_button_that_writes(world, sign_in, said):
    client = sign_in(world.denis)
    pages = client.get(at(world)).content.decode() + client.get(at(world, "contribution", said[1])).content.decode()
    assert [words for words in ("Noter ce qui", "Modifier", "Retirer") if words in pages] == []
    assert client.get(at(world, "add")).status_code == 403


def test_empty_list_offers_the_act_that_fills_it(world, sign_in):
    officer, member = (sign_in(user).get(at(world)).content.decode() for user in (world.alice, world.denis))
    assert (at(world, "add") in officer, at(world, "add") in member) == (True, False)


def test_list_groups_by_kind_then_author(world, sign_in):
    for kind, organisation, text in [
        ("warning", world.cine, "Attention aux délais"),
        ("need", world.video, "Une caméra"),
        ("need", world.cine, "Un écran"),
    ]:
        say(world, kind=kind, organisation=organisation, text=text)
    page = sign_in(world.alice).get(at(world)).content.decode()
    order = [
        "Besoins",
        "Ciné-Club des Lilas",
        "Un écran",
        "Vidéo Quartier",
        "Une caméra",
        "Points de vigilance",
        "Attention",
    ]
    places = [page.index(words, page.index("<main")) for words in order]
    assert places == sorted(places)


# Writing ------------------------------------------------------------------------------------------------------------
def test_add_notes_what_was_said(world, sign_in):
    answer = sign_in(world.alice).post(at(world, "add"), typed(world, person=world.denis.person.pk))
    row = Contribution.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, at(world))
    assert (row.text, row.organisation, row.person, row.theme, str(row.said_on)) == (
        "Un local commun",
        world.cine,
        world.denis.person,
        "premises",
        "2024-03-12",
    )


def test_add_then_another_keeps_the_meeting_and_the_organisation(world, sign_in):
    meeting = cast.meeting(world.program, present=[world.denis_seat])
    client = sign_in(world.alice)
    answer = client.post(at(world, "add"), typed(world, meeting=meeting.pk, again="on"))
    form = client.get(answer["Location"]).context["form"]
    assert (form.initial["meeting"], form.initial["organisation"], form.initial["kind"]) == (
        meeting.pk,
        world.cine.pk,
        "need",
    )
    assert (form.initial["again"], form.initial["said_on"]) == (True, meeting.day)


@pytest.mark.parametrize("query", ["reunion=x", "reunion=%00", "organisme=%00&nature=%00"])
def test_add_with_an_odd_address_answers(world, sign_in, query):
    assert sign_in(world.alice).get(f"{at(world, 'add')}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "Remplissez ce champ pour continuer."),
        ("kind", "", "Remplissez ce champ pour continuer."),
        ("kind", "rumour", "Sélectionnez un choix valide"),
        ("said_on", "31/02/2024", "Cette date n’existe pas"),
        ("said_on", "12/03/2999", "Cette date est à venir"),
        ("visibility", "9", "Sélectionnez un choix valide"),
        ("theme", "gossip", "Sélectionnez un choix valide"),
        ("meeting", "9" * 40, "Sélectionnez un choix valide"),
        ("person", "\0", "nul"),
        ("text", "x" * 20_001, "20000 au plus"),
        ("text", "nul\0", "nul"),
    ],
)
def test_add_with_bad_input_says_so_beside_the_field_and_keeps_what_was_typed(world, sign_in, field, value, sentence):
    answer = sign_in(world.alice).post(at(world, "add"), typed(world, **{field: value}))
    form = answer.context["form"]
    assert (answer.status_code, Contribution.objects.count()) == (200, 0)
    assert sentence in str(form.errors[field])
    assert 'value="premises" selected' in answer.content.decode() or field == "theme"


def test_add_refuses_a_person_who_does_not_speak_for_the_organisation(world, sign_in):
    answer = sign_in(world.alice).post(at(world, "add"), typed(world, person=world.dora.person.pk))
    expected = "Dora Blin ne parle pas pour Ciné-Club des Lilas\u00a0: vérifiez l’un ou l’autre."
    assert answer.context["form"].errors["person"] == [expected]
    assert Contribution.objects.count() == 0


@pytest.mark.parametrize("field", ["organisation", "person"])
def test_add_offers_nobody_of_another_programme(world, sign_in, field):
    stranger = {"organisation": world.cirque.pk, "person": world.emma.person.pk}[field]
    answer = sign_in(world.alice).post(at(world, "add"), typed(world, **{field: stranger}))
    assert field in answer.context["form"].errors
    assert "Le Chapiteau" not in answer.content.decode()


def test_add_offers_the_meetings_of_this_step_alone(world, sign_in):
    cast.meeting(world.program, title="De cette étape")
    cast.meeting(world.program, phase="scoping", title="D’une autre étape")
    cast.meeting(world.foreign, title="D’un autre accompagnement")
    page = sign_in(world.alice).get(at(world, "add")).content.decode()
    assert [words for words in ("De cette étape", "D’une autre étape", "D’un autre") if words in page] == [
        "De cette étape"
    ]


def test_same_form_sent_twice_is_noted_once(world, sign_in):
    client = sign_in(world.alice)
    for _ in range(2):
        client.post(at(world, "add"), typed(world, form_key="c" * 24))
    assert Contribution.objects.count() == 1


def test_change_of_an_older_version_shows_both_texts(world, sign_in, said):
    Contribution.objects.filter(pk=said[1].pk).update(text="Le texte de Bruno", version=2)
    sent = typed(world, text="Le texte d’Alice", version="1", organisation=world.video.pk)
    answer = sign_in(world.alice).post(at(world, "change", said[1]), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Le texte de Bruno" in page, "Le texte d’Alice" in page) == (True, True)


def test_change_keeps_a_person_who_left_since(world, sign_in):
    row = say(world, person=world.dora.person)
    world.dora.person.affiliations.update(until=clock.today() - timedelta(days=1))
    sent = typed(world, organisation=world.video.pk, person=world.dora.person.pk, version="1")
    answer = sign_in(world.alice).post(at(world, "change", row), sent)
    assert (answer.status_code, Contribution.objects.get().person) == (302, world.dora.person)


def test_remove_button_takes_away_what_nothing_cites(world, sign_in, said):
    client = sign_in(world.alice)
    cite(world, said[1])
    for level in (0, 1):
        client.post(at(world, "remove", said[level]))
    assert sorted(Contribution.objects.values_list("visibility", flat=True)) == [1, 2, 3]
    page = client.get(at(world)).content.decode()
    assert ("retirez d’abord la citation" in page, "citée 1 fois" in page) == (True, True)


def test_closed_step_is_read_and_not_written(world, sign_in, said):
    cast.at_phase(world.program, "specification")
    client = sign_in(world.alice)
    assert client.post(at(world, "add"), typed(world)).status_code == 403
    assert client.post(at(world, "remove", said[0])).status_code == 403
    assert Contribution.objects.count() == 4


# Counts -------------------------------------------------------------------------------------------------------------
def test_pages_cost_the_same_with_thirty_contributions(world, sign_in, said):
    def statements(client, url):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    doors = [
        (sign_in(world.alice), at(world)),
        (sign_in(world.denis), at(world)),
        (sign_in(world.alice), at(world, "add")),
    ]
    few = [statements(*door) for door in doors]
    for n in range(30):
        row = cast.organisation(f"Association {n}")
        cast.seat(world.program, row)
        meeting = cast.meeting(world.program, title=f"Réunion {n}")
        say(world, organisation=row, text=f"Besoin {n}", visibility=1, meeting=meeting)
    assert [statements(*door) for door in doors] == few
    assert [count for count in few if count > 8] == []
