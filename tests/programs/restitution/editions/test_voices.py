"""What associations say of an edition: one word each, changed until the decision, noted by the DLA, answered."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Conflict, Refusal
from dla_collectif.services.templatetags.house import day
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Participation
from programs.journey.phases import worked
from programs.journey.progress import asks_of
from programs.reminders.background import remind_everybody
from programs.restitution.editions import actions
from programs.restitution.models import ReportEdition, ReportVoice
from programs.restitution.phase import phase
from programs.voices import actions as voices
from tests import cast

from .conftest import CHANGE, REMARK, YES, answer, approve, approved, document, make, propose, say


def measured(seat):
    """A seat with its measures."""
    return Participation.objects.measured().select_related("program", "organisation").get(pk=seat.pk)


def labels(seat):
    """What a seat is asked, about the report."""
    return [(ask.label, ask.done) for ask in asks_of(measured(seat)) if "apport" in ask.label]


def test_group_reads_nothing_before_the_proposal_and_what_institutions_would_read_after(told, sign_in, address):
    denis = sign_in(told.denis)
    edition = make(told)
    assert [denis.get(path).status_code for path in reading(edition, address)] == [404, 404, 404]
    assert denis.get(address("our_voice")).status_code == 404
    propose(told, "Le chapitre 1.")
    paths = reading(ReportEdition.objects.select_related("program").get(number=2), address)
    assert [denis.get(path).status_code for path in paths] == [200, 200, 200]
    page = denis.get(address("our_voice")).content.decode()
    assert address("read_edition", 2, "institutions") in page


def reading(edition, address):
    """The addresses of an edition that a reader may try."""
    print_of = document(edition).get_absolute_url()
    return [address("read_edition", edition.number, slug) for slug in ("institutions", "groupe")] + [print_of]


def test_proposal_is_one_gesture_with_its_day_and_mails_say_so(told):
    edition = propose(told)
    assert labels(told.denis_seat) == [("Lire le rapport et donner votre avis", False)]
    ask = next(ask for ask in asks_of(measured(told.denis_seat)) if "rapport" in ask.label)
    assert (ask.until, ask.since) == (edition.closes_on, None)
    assert labels(told.gaelle_seat) == labels(told.hugo_seat) == []
    assert voices.announce(told.step, edition, actions.announcement, by=told.alice) == 2
    mails = Message.objects.filter(kind="restitution-rapport")
    assert sorted(mails.values_list("to__person__first_name", flat=True)) == ["Denis", "Dora"]
    assert {mail.subject for mail in mails} == {
        f"Relisez le rapport avant le {day(edition.closes_on)} : l’avis de {name}"
        for name in ("Ciné-Club des Lilas", "Vidéo Quartier")
    }
    with pytest.raises(Refusal, match="déjà annoncée"):
        voices.announce(told.step, edition, actions.announcement, by=told.alice)
    say(told, told.denis_seat, told.denis)
    assert labels(told.denis_seat) == [("Rapport, édition 1 : vous avez donné votre avis", True)]


def test_reminder_leaves_before_the_day_and_not_to_who_has_answered(told):
    edition = propose(told)
    voices.announce(told.step, edition, actions.announcement, by=told.alice)
    say(told, told.denis_seat, told.denis)
    Message.objects.all().delete()
    noon = timezone.make_aware(datetime.combine(worked(edition.closes_on - timedelta(days=7)), time(12)))
    with clock.set_to(noon):
        remind_everybody()
    assert [mail.to.person for mail in Message.objects.all()] == [told.dora.person]


def test_association_changes_its_mind_until_the_decision(told, sign_in, address):
    propose(told)
    denis = sign_in(told.denis)
    data = {"stance": "remark", "words": "Un nom est faux.", "chapter": "Cadrage", "number": "1", "version": "0"}
    assert denis.post(address("our_voice"), data).status_code == 302
    voice = ReportVoice.objects.get()
    assert (voice.stance, voice.words, voice.chapter, voice.person) == (
        "remark",
        "Un nom est faux.",
        "Cadrage",
        told.denis.person,
    )
    answer(told, voice)
    denis.post(address("our_voice"), {**data, "stance": "yes", "words": "", "chapter": "", "version": "2"})
    voice.refresh_from_db()
    assert (voice.stance, voice.outcome, voice.answer) == ("yes", "", "")
    say(told, told.dora_seat, told.dora)
    approve(told)
    denis.post(address("our_voice"), {**data, "version": "3"})
    voice.refresh_from_db()
    assert voice.stance == "yes"
    page = denis.get(address("our_voice")).content.decode()
    assert ("approuvée par 2 associations sur 2" in page, "<textarea" in page) == (True, False)


def test_two_people_of_one_association_do_not_lose_each_other_s_words(told, sign_in, address):
    propose(told)
    denis = sign_in(told.denis)
    say(told, told.denis_seat, told.denis, REMARK)
    late = denis.post(address("our_voice"), {"stance": "yes", "words": "Tout va.", "number": "1", "version": "0"})
    page = late.content.decode()
    assert (late.status_code, "Tout va." in page, REMARK["words"] in page) == (409, True, True)
    with pytest.raises(Conflict):
        say(told, told.denis_seat, told.denis, {**YES, "version": 9})


def test_remark_and_request_need_words(told, sign_in, address):
    propose(told)
    page = sign_in(told.denis).post(address("our_voice"), {"stance": "change", "words": " ", "number": "1"})
    assert "on vous répondra" in page.content.decode()
    assert ReportVoice.objects.count() == 0
    with pytest.raises(Refusal):
        say(told, told.denis_seat, told.denis, {"stance": "remark"})


def test_edition_read_must_be_the_one_proposed_last(told):
    propose(told)
    propose(told, "Une phrase.")
    with pytest.raises(Refusal, match="L’édition 2 du rapport vient d’être proposée"):
        say(told, told.denis_seat, told.denis, {**YES, "number": 1})
    with pytest.raises(Refusal, match="plus récente"):
        actions.propose(told.step, ReportEdition.objects.get(number=1), {"closes_on": date.max}, by=told.alice)


def test_only_committed_associations_have_a_word(told, sign_in, address):
    propose(told)
    Participation.objects.filter(pk=told.dora_seat.pk).update(status="invited")
    told.dora_seat.refresh_from_db()
    with pytest.raises(Refusal, match="n’est pas engagée"):
        say(told, told.dora_seat, told.dora)
    found = {
        who: sign_in(getattr(told, who)).get(address("our_voice")).status_code
        for who in ("dora", "hugo", "gaelle", "emma", "alice")
    }
    assert found == {"dora": 404, "hugo": 404, "gaelle": 404, "emma": 404, "alice": 403}


def test_officer_notes_a_word_with_its_origin_and_its_owner_corrects_it(told, sign_in, address):
    propose(told)
    alice = sign_in(told.alice)
    data = {"stance": "change", "words": "Il manque un chiffre.", "origin": "phone", "number": "1", "version": "0"}
    data["person"] = str(told.denis.person_id)
    path = address("note_report_voice", told.denis_seat.public_id)
    assert alice.post(path, data)["Location"] == address("edition", 1)
    voice = ReportVoice.objects.get()
    assert (voice.origin, voice.person, voice.edited_by) == ("phone", told.denis.person, told.alice)
    denis = sign_in(told.denis)
    assert "par téléphone, noté par le DLA" in denis.get(address("our_voice")).content.decode()
    denis.post(address("our_voice"), {"stance": "yes", "words": "", "number": "1", "version": str(voice.version)})
    voice.refresh_from_db()
    assert (voice.stance, voice.origin, voice.edited_by) == ("yes", "online", told.denis)


def test_answer_is_read_by_its_association_and_nobody_else(told, sign_in, address):
    propose(told)
    voice = say(told, told.denis_seat, told.denis, CHANGE)
    alice = sign_in(told.alice)
    path = address("answer_report_voice", voice.public_id)
    assert CHANGE["words"] in alice.get(path).content.decode()
    reply = {"outcome": "kept", "answer": "Le budget n’y figure pas.", "version": str(voice.version)}
    assert alice.post(path, reply).status_code == 302
    mail = Message.objects.get(to=told.denis)
    assert ("Le budget n’y figure pas." in mail.body, "notre-avis" in mail.body or mail.words is not None) == (
        True,
        True,
    )
    assert "Le budget n’y figure pas." in sign_in(told.denis).get(address("our_voice")).content.decode()
    others = sign_in(told.dora).get(address("our_voice")).content.decode()
    assert (CHANGE["words"] in others, "Le budget n’y figure pas." in others) == (False, False)


def test_word_that_only_approves_has_no_answer(told, sign_in, address):
    propose(told)
    voice = say(told, told.denis_seat, told.denis)
    assert sign_in(told.alice).get(address("answer_report_voice", voice.public_id)).status_code == 404
    with pytest.raises(Refusal, match="rien à répondre"):
        answer(told, voice)


def test_next_edition_recalls_what_was_said_of_the_last(told, sign_in, address):
    propose(told)
    voice = say(told, told.denis_seat, told.denis, CHANGE)
    answer(told, voice, "changed", "Le chiffre est retiré.")
    alice = sign_in(told.alice)
    assert CHANGE["words"] in alice.get(address("make_edition")).content.decode()
    assert address("make_edition") in alice.get(address("edition", 1)).content.decode()
    propose(told, "Le budget est retiré.")
    former = alice.get(address("edition", 1)).content.decode()
    assert ("faites d’abord" in former, f'href="{address("edition", 2)}"' in former) == (False, True)
    page = sign_in(told.denis).get(address("our_voice")).content.decode()
    assert CHANGE["words"] in page
    assert "Le chiffre est retiré." in page
    assert address("compare_editions", 2, "institutions", 1) in page


def test_word_stands_on_the_association_s_part(told):
    propose(told)
    say(told, told.denis_seat, told.denis, REMARK)
    measures = phase.measured(vars(measured(told.denis_seat)))
    assert [(given.label, given.detail) for given in phase.given(measured(told.denis_seat), measures)] == [
        ("Avis sur le rapport", "nous approuvons, avec une remarque")
    ]


def test_day_that_is_past_is_refused(told, sign_in, address):
    make(told)
    page = sign_in(told.alice).post(address("propose_edition", 1), {"closes_on": "2020-01-01"})
    assert "Ce jour est passé" in page.content.decode()
    assert ReportEdition.objects.get().proposed_on is None


def test_announcement_says_who_has_no_address(told, sign_in, address):
    edition = propose(told)
    person = told.dora.person
    type(person).objects.filter(pk=person.pk).update(email="")
    page = sign_in(told.alice).get(address("announce_edition", edition.number)).content.decode()
    assert ("Vidéo Quartier" in page, "1 message prêt" in page) == (True, True)


def test_pages_cost_the_same_with_few_and_many(told, sign_in, address, statements):
    propose(told)
    approved_before = [
        (told.alice, "edition", 1),
        (told.alice, "editions"),
        (told.denis, "our_voice"),
        (told.alice, "approve_edition"),
    ]
    approved_before += [
        (told.denis, "read_edition", 1, "institutions"),
        (told.alice, "make_edition"),
        (told.alice, "report"),
    ]
    browsers = {user: sign_in(user) for user in (told.alice, told.denis)}
    say(told, told.denis_seat, told.denis, REMARK)

    def counts():
        return [statements(lambda u=user, p=page: browsers[u].get(address(*p))) for user, *page in approved_before]

    counts()
    before = counts()
    for place in range(15):
        seat = cast.seat(told.program, cast.organisation(f"Association {place:02d}"))
        say(told, seat, told.alice, REMARK)
    assert counts() == before
    assert max(before) <= 8


@pytest.mark.parametrize("page", ["editions", "report"])
def test_page_costs_the_same_with_one_and_five_editions_approved_in_meetings(told, sign_in, address, statements, page):
    browser, counts = sign_in(told.alice), []
    for numbers in ([1], range(2, 6)):
        for number in numbers:
            way = {"approval": "meeting", "approved_on": clock.today(), "made_by": told.alice}
            way |= dict.fromkeys(("asked", "approving", "remarks", "against", "answered"), 0)
            meeting = cast.meeting(told.program, "restitution", title=f"Bilan {number}", state="held")
            ReportEdition.objects.create(program=told.program, number=number, meeting=meeting, **way)
        counts.append(statements(lambda: browser.get(address(page))))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_data_of_who_spoke_are_theirs_to_read(told, sign_in):
    propose(told)
    say(told, told.denis_seat, told.denis, REMARK)
    page = sign_in(told.denis).get(reverse("privacy:mine")).content.decode()
    assert REMARK["words"] in page


def test_public_rendition_is_read_by_the_dla_alone(told, sign_in, address):
    approved(told, readers=[Visibility.INSTITUTIONS, Visibility.PUBLIC])
    found = [
        sign_in(who).get(address("read_edition", 1, "public")).status_code
        for who in (told.alice, told.denis, told.hugo)
    ]
    assert found == [200, 404, 404]


def test_officer_finds_first_who_awaits_an_answer_then_who_spoke(told, sign_in, address):
    propose(told)
    cast.seat(told.program, cast.organisation("Amicale"))
    say(told, told.denis_seat, told.denis)
    say(told, told.dora_seat, told.dora, REMARK)
    page = sign_in(told.alice).get(address("edition", 1)).content.decode()
    heads = [page.index(f'<th scope="row">{name}') for name in ("Vidéo Quartier", "Ciné-Club", "Amicale")]
    assert heads == sorted(heads)
