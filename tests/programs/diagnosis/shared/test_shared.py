"""The shared diagnosis: written with live figures, proposed, talked about, answered, validated; who reads what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Conflict, Refusal
from programs.diagnosis.models import SharedEdition, SharedVoice, Synthesis
from programs.diagnosis.shared import actions as shared_diagnosis
from programs.voices import actions as voices
from tests import cast

from ..conftest import crowd, propose, text
from .conftest import BUT, NO, YES, answer, say, validate

# The draft and its figures


def test_draft_is_saved_for_the_dla_alone(asked, alice, denis, address):
    assert alice.post(address("draft"), {"text": "Deux **besoins**.", "version": 0}).status_code == 302
    assert "<strong>besoins</strong>" in alice.get(address("draft")).content.decode()
    assert (denis.get(address("draft")).status_code, denis.get(address("shared")).status_code) == (403, 404)


def test_draft_written_by_two_officers_loses_nothing(asked, alice, address):
    shared_diagnosis.write_synthesis(asked.step, {"text": "Un", "version": 0}, by=asked.bruno)
    lost = alice.post(address("draft"), {"text": "Deux", "version": 0})
    assert (lost.status_code, Synthesis.objects.get().text) == (409, "Un")
    assert ("Un" in text(lost), "Deux" in text(lost)) == (True, True)


# The versions


def test_officer_rereads_then_proposes_then_announces(asked, alice, address):
    shared_diagnosis.write_synthesis(asked.step, {"text": "Deux besoins."}, by=asked.alice)
    page = alice.get(address("publish"))
    assert "Deux besoins." in page.content.decode()
    assert alice.post(address("publish"), {"read": page.context["form"]["read"].value()}).status_code == 302
    Message.objects.all().delete()
    assert "denis" in text(alice.get(address("offer"))).lower()
    assert alice.post(address("offer")).status_code == 302
    assert sorted(Message.objects.values_list("address", flat=True)) == [
        "denis.leroy@example.org",
        "dora.blin@example.org",
    ]
    with pytest.raises(Refusal):
        voices.announce(asked.step, SharedEdition.objects.get(), shared_diagnosis.offers, by=asked.alice)


def test_text_that_changed_since_it_was_reread_is_not_proposed(asked, alice, address):
    shared_diagnosis.write_synthesis(asked.step, {"text": "Un"}, by=asked.alice)
    read = alice.get(address("publish")).context["form"]["read"].value()
    shared_diagnosis.write_synthesis(asked.step, {"text": "Deux"}, by=asked.bruno)
    assert "relisez avant de proposer" in text(alice.post(address("publish"), {"read": read}))
    assert not SharedEdition.objects.exists()


def test_nothing_is_proposed_without_a_draft(asked, alice, address):
    assert alice.get(address("publish")).status_code == 302
    assert alice.get(address("offer")).status_code == 404


def test_same_text_is_not_proposed_twice_and_changes_are_told(asked):
    propose(asked)
    with pytest.raises(Refusal, match="déjà celui de la version 1"):
        shared_diagnosis.publish_edition(asked.step, {"changes": "Rien"}, by=asked.alice)
    with pytest.raises(Refusal) as no:
        propose(asked, "Trois besoins.")
    assert no.value.field == "changes"


def test_proposed_words_never_change_even_by_hand(asked):
    edition = propose(asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedEdition.objects.update(text="Autre chose.")
    assert shared_diagnosis.is_intact(edition)


def test_new_version_is_read_again_by_those_who_had_reservations(asked):
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, YES)
    say(asked, asked.dora_seat, asked.dora, BUT)
    answer(asked, SharedVoice.objects.get(stance="but"), "accepted")
    second = propose(asked, "Trois besoins.", changes="Le calendrier.", readers="reserved")
    assert [(str(voice.participation), voice.carried) for voice in second.voices.all()] == [
        ("Ciné-Club des Lilas", True)
    ]
    assert [str(seat) for seat in second.to_ask()] == ["Vidéo Quartier"]
    say(asked, asked.denis_seat, asked.denis, NO)
    assert [voice.carried for voice in second.voices.all()] == [False]


def test_new_version_for_all_asks_everybody_again(asked):
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, YES)
    second = propose(asked, "Trois besoins.", changes="Le calendrier.", readers="all")
    assert (second.voices.count(), len(second.to_ask())) == (0, 2)


# What associations say, and what they are answered


def test_association_says_its_word_on_its_page(asked, denis, address):
    propose(asked, "Deux besoins **dominent**.")
    assert "<strong>dominent</strong>" in denis.get(address("shared")).content.decode()
    assert denis.post(address("say"), {**BUT, "number": 1, "version": 0}).status_code == 302
    voice = SharedVoice.objects.get()
    assert (voice.stance, voice.words, voice.person, voice.origin) == (
        "but", BUT["words"], asked.denis.person, "online"
    )  # fmt: skip
    assert "On vous répondra" in text(denis.get(address("shared")))


@pytest.mark.parametrize(
    ("typed", "field"), [({"stance": "but", "words": " "}, "words"), ({"stance": "", "words": "Oui"}, "stance")]
)
def test_reservation_without_words_is_asked_for_them(asked, denis, address, typed, field):
    propose(asked)
    page = denis.post(address("say"), {**typed, "number": 1, "version": 0})
    assert list(page.context["form"].errors) == [field]
    assert not SharedVoice.objects.exists()


def test_association_changes_its_mind_until_validation(asked, denis, address):
    propose(asked)
    voice = say(asked, asked.denis_seat, asked.denis, BUT)
    answer(asked, voice)
    assert denis.post(address("say"), {**NO, "number": 1, "version": 2}).status_code == 302
    voice.refresh_from_db()
    assert (voice.stance, voice.outcome, voice.answer) == ("no", "", "")
    answer(asked, voice)
    say(asked, asked.dora_seat, asked.dora, YES)
    validate(asked)
    with pytest.raises(Refusal, match="s’est prononcé"):
        say(asked, asked.denis_seat, asked.denis, YES)
    assert "Changer d’avis" not in text(denis.get(address("shared")))


def test_two_people_of_an_association_do_not_overwrite_each_other(asked, denis, address):
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, YES)
    lost = denis.post(address("say"), {**BUT, "number": 1, "version": 0})
    assert (lost.status_code, SharedVoice.objects.get().stance) == (409, "yes")


def test_word_on_a_version_that_is_no_longer_the_last_is_refused(asked, denis, address):
    propose(asked)
    propose(asked, "Trois besoins.", changes="Un besoin.")
    page = denis.post(address("say"), {**YES, "number": 1, "version": 0})
    assert "La version 2 du diagnostic partagé vient d’être proposée" in text(page)


def test_officer_notes_what_was_said_aloud(asked, alice, address):
    propose(asked)
    url = address("note_voice", asked.dora_seat.public_id)
    typed = {**BUT, "origin": "interview", "person": asked.dora.person.pk, "number": 1, "version": 0}
    assert alice.post(url, typed).status_code == 302
    voice = SharedVoice.objects.get()
    assert (voice.origin, voice.person, voice.edited_by) == ("interview", asked.dora.person, asked.alice)
    assert list(alice.post(url, {**typed, "person": asked.emma.person.pk}).context["form"].errors) == ["person"]


def test_association_reads_the_answer_and_gets_it_by_mail(asked, alice, denis, address):
    propose(asked)
    voice = say(asked, asked.denis_seat, asked.denis, BUT)
    Message.objects.all().delete()
    typed = {"outcome": "kept", "answer": "Le calendrier viendra des ateliers.", "version": voice.version}
    assert alice.post(address("answer_voice", voice.public_id), typed).status_code == 302
    assert "Le calendrier viendra des ateliers." in text(denis.get(address("shared")))
    assert [mail.address for mail in Message.objects.all()] == ["denis.leroy@example.org"]


def test_two_officers_do_not_answer_over_each_other(asked):
    propose(asked)
    voice = say(asked, asked.denis_seat, asked.denis, BUT)
    answer(asked, SharedVoice.objects.get())
    with pytest.raises(Conflict):
        voices.answer_voice(asked.step, voice, {"outcome": "accepted", "answer": "Oui.", "version": 1}, by=asked.bruno)


# The validation


def test_validation_waits_for_every_answer(asked):
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, YES)
    voice = say(asked, asked.dora_seat, asked.dora, BUT)
    with pytest.raises(Refusal, match="Répondez d’abord à Vidéo Quartier"):
        validate(asked)
    answer(asked, voice, "accepted")
    with pytest.raises(Refusal, match="proposez d’abord la version suivante"):
        validate(asked)
    propose(asked, "Trois besoins.", changes="Le calendrier.", readers="reserved")
    assert validate(asked).number == 2


def test_validation_wants_somebody_who_recognises_itself(asked):
    propose(asked)
    with pytest.raises(Refusal, match="Aucune association"):
        validate(asked)


def test_line_counts_everybody(asked):
    crowd(asked, 2)
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, YES)
    answer(asked, say(asked, asked.dora_seat, asked.dora, BUT))
    line = validate(asked).line
    assert line.endswith(
        "par 1 association sur 4, une réserve, à laquelle il a été répondu, 2 ne se sont pas prononcées"
    )


def test_validation_names_a_meeting_held_since_the_proposal(asked, alice, address):
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, YES)
    before = cast.meeting(asked.program, state="held")
    SharedEdition.objects.update(published_at=before.ends_at)
    planned = cast.meeting(asked.program)
    form = alice.get(address("validate")).context["form"]
    assert [meeting.pk for meeting in form.fields["meeting"].queryset] == [before.pk]
    typed = {"meeting": planned.pk, "visibility": 1, "number": 1}
    assert list(alice.post(address("validate"), typed).context["form"].errors) == ["meeting"]
    assert alice.post(address("validate"), {**typed, "meeting": before.pk}).status_code == 302
    edition = SharedEdition.objects.get()
    assert (edition.validated_on, edition.meeting) == (before.day, before)


def test_page_waits_for_the_meeting_and_names_it(asked, alice, address):
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, YES)
    SharedEdition.objects.update(announced_on=clock.today())
    page = text(alice.get(address("synthesis")))
    assert "prévoyez une réunion préparatoire" in page
    assert "Noter la validation" not in page
    cast.meeting(asked.program, title="Seconde réunion", starts_at=clock.now() + timedelta(days=4))
    assert "vous la noterez après" in text(alice.get(address("synthesis")))
    with pytest.raises(Refusal, match="Seconde réunion"):
        shared_diagnosis.validate_edition(
            asked.step, {"meeting": cast.meeting(asked.program), "visibility": 1}, by=asked.alice
        )
    cast.meeting(asked.program, state="held", starts_at=clock.now())
    assert "Noter la validation" in text(alice.get(address("synthesis")))


def test_former_version_stays_the_one_that_is_cited_until_the_next_is_validated(asked):
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, YES)
    validate(asked)
    propose(asked, "Trois besoins.", changes="Un besoin.", readers="reserved")
    assert (SharedEdition.objects.cited(asked.program).number, SharedEdition.objects.count()) == (1, 2)
    validate(asked)
    assert SharedEdition.objects.cited(asked.program).number == 2
