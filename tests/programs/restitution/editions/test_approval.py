"""The group approves before the institutions see anything: the rule, the line that is printed, the opening."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Participation
from programs.meetings.models import Minutes
from programs.restitution.editions import approval
from programs.restitution.editions.approval import Count
from programs.restitution.models import ReportEdition, ReportVoice
from tests import cast

from .conftest import CHANGE, REMARK, answer, approve, approved, document, make, opened, propose, say, write


def test_half_is_not_enough_and_more_than_half_is(told):
    propose(told)
    say(told, told.denis_seat, told.denis)
    with pytest.raises(Refusal, match="1 association sur 2 l’approuve.* il en faut 2"):
        approve(told)
    say(told, told.dora_seat, told.dora, REMARK)
    edition = approve(told)
    assert edition.line.startswith("approuvée par 2 associations sur 2, le ")
    assert edition.line.endswith("une remarque, sans réponse")


@pytest.mark.parametrize(
    ("asked", "approving", "enough"),
    [(0, 0, False), (1, 1, True), (2, 1, False), (3, 2, True), (13, 6, False), (13, 7, True)],
)
def test_rule_counts_committed_associations(asked, approving, enough):
    assert (Count(asked, approving, 0, 0, 0, (), (), ()).why_not == "") == enough


def test_request_for_change_is_answered_first_and_a_promise_is_kept_in_another_edition(told):
    propose(told)
    seat = cast.seat(told.program, cast.organisation("Troisième"))
    say(told, told.denis_seat, told.denis)
    say(told, told.dora_seat, told.dora)
    voice = say(told, seat, told.alice, CHANGE)
    with pytest.raises(Refusal, match="Répondez d’abord à Troisième"):
        approve(told)
    voice = answer(told, voice, "changed", "Nous le retirons.")
    with pytest.raises(Refusal, match="faites d’abord l’édition suivante"):
        approve(told)
    answer(told, voice, "kept", "La loi le demande.")
    assert "une demande de changement, répondue" in approve(told).line


def test_promised_changes_are_reread_before_the_next_edition_is_frozen(told, sign_in, address):
    assert "Changements promis" not in sign_in(told.alice).get(address("make_edition")).content.decode()
    propose(told)
    answer(told, say(told, told.denis_seat, told.denis, CHANGE), "changed", "Nous le retirons.")
    answer(
        told, say(told, told.dora_seat, told.dora, {**CHANGE, "words": "Le nom du quartier."}), "kept", "Il est juste."
    )
    make(told, "Rien encore.")
    page = sign_in(told.alice).get(address("make_edition")).content.decode()
    assert ("Changements promis" in page, str(told.denis_seat.organisation) in page) == (True, True)
    assert (CHANGE["words"] in page, "Le nom du quartier." in page, "Faire l’édition 3" in page) == (True, False, True)


def test_approval_in_a_meeting_notes_the_raised_hands(told, sign_in, address):
    edition = propose(told)
    say(told, told.denis_seat, told.denis)
    cast.meeting(told.program, title="Trop tôt", kind="preparatory", state="held")
    held = cast.meeting(
        told.program, phase="restitution", kind="restitution", title="Restitution", state="held", starts_at=clock.now()
    )
    alice = sign_in(told.alice)
    page = alice.get(address("approve_edition")).content.decode()
    assert ("Restitution" in page, "Trop tôt" in page) == (True, False)
    data = {"approval": "meeting", "meeting": str(held.pk), "seats": [str(told.dora_seat.pk)], "number": "1"}
    assert alice.post(address("approve_edition"), data).status_code == 302
    voice = ReportVoice.objects.get(participation=told.dora_seat)
    assert (voice.origin, voice.stance, voice.edited_by) == ("meeting", "yes", told.alice)
    edition.refresh_from_db()
    assert (edition.approved_on, edition.meeting) == (held.day, held)
    assert "en réunion (Restitution)" in edition.line


def test_meeting_must_be_said(told):
    propose(told)
    with pytest.raises(Refusal, match="dans quelle réunion"):
        approve(told, approval="meeting")


def test_override_needs_a_reason_which_is_printed_and_kept_in_the_journal(told, sign_in, address):
    propose(told)
    alice = sign_in(told.alice)
    page = alice.post(address("approve_edition"), {"approval": "override", "number": "1"})
    assert "pourquoi vous passez outre" in page.content.decode()
    reason = "Le groupe s’est dissous avant de répondre."
    alice.post(address("approve_edition"), {"approval": "override", "reason": reason, "number": "1"})
    edition = ReportEdition.objects.get()
    assert edition.line.startswith("approuvée par le DLA, le ")
    assert "aucune association ne l’a approuvée, 2 ne se sont pas prononcées" in edition.line
    assert edition.state.startswith("approuvée par le DLA, en passant outre, le ")
    assert (
        reason.rstrip(".") in document(edition).printed,
        reason.rstrip(".") in Entry.objects.latest("pk").sentence,
    ) == (True, True)


def test_override_is_refused_where_the_rule_is_met(told):
    propose(told)
    say(told, told.denis_seat, told.denis)
    say(told, told.dora_seat, told.dora)
    with pytest.raises(Refusal, match="sans passer outre"):
        approve(told, approval="override", reason="Par habitude.")


def test_database_refuses_an_opening_without_an_approval(told):
    edition = propose(told)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEdition.objects.filter(pk=edition.pk).update(opened_on=clock.today())


def test_nothing_is_opened_nor_mailed_before_the_approval(told, sign_in, address):
    edition = propose(told)
    alice = sign_in(told.alice)
    page = alice.post(address("open_edition", 1), {"number": "1"})
    assert "n’a pas encore approuvé" in page.content.decode()
    assert "Ouvrez d’abord cette édition" in alice.get(address("tell_institutions", 1)).content.decode()
    alice.post(address("tell_institutions", 1))
    with pytest.raises(Refusal):
        approval.tell(told.step, edition, by=told.alice)
    assert (Message.objects.filter(kind="restitution-rapport-ouvert").count(), document(edition).visibility) == (0, 1)


def test_edition_without_a_rendition_for_institutions_is_not_opened(told):
    edition = approved(told, readers=())
    with pytest.raises(Refusal, match="pas d’exemplaire pour les institutions"):
        approval.open_to_institutions(told.step, edition, by=told.alice)


def test_page_says_who_will_see_what_then_institutions_are_told(told, sign_in, address):
    approved(told)
    alice = sign_in(told.alice)
    page = alice.get(address("open_edition", 1)).content.decode()
    assert ("DRAC" in page, "Lecture régionale" in page, "Ciné-Club" in page) == (True, True, True)
    to = alice.post(address("open_edition", 1), {"number": "1"})
    assert to["Location"] == address("tell_institutions", 1)
    assert "1 message prêt" in alice.get(to["Location"]).content.decode()
    alice.post(to["Location"])
    mail = Message.objects.get(kind="restitution-rapport-ouvert")
    assert (mail.to.person, "approuvée par 2 associations sur 2" in mail.body) == (told.hugo.person, True)
    with pytest.raises(Refusal, match="déjà prévenues"):
        approval.tell(told.step, ReportEdition.objects.get(), by=told.alice)
    assert Message.objects.filter(kind="restitution-rapport-ouvert").count() == 1


SECRET = "canari-du-rapport"


def trail(world, edition, address):
    """Every address by which somebody might come to an edition, guessed or not."""
    number = edition.number
    paths = [address("read_edition", number, slug) for slug in ("groupe", "institutions", "public", "dla")]
    paths += [
        address(name, number)
        for name in ("edition", "propose_edition", "announce_edition", "open_edition", "tell_institutions")
    ]
    paths += [address(name) for name in ("editions", "make_edition", "approve_edition", "our_voice", "report")]
    paths += [address("compare_editions", number + 1, slug, number) for slug in ("groupe", "institutions")]
    for row in edition.renditions.all():
        paths.append(row.document.get_absolute_url())
        paths.append(reverse("journey:document_readers", args=[world.program.public_id, row.document.public_id]))
    paths += [world.program.get_absolute_url(), reverse("journey:documents", args=[world.program.public_id])]
    return [*paths, reverse("journey:space"), reverse("privacy:mine"), world.hugo_seat.part_url]


def seen(client, paths, *words):
    """The addresses that show the secret, or one of other words."""
    pages = {path: client.get(path, follow=True).content.decode() for path in paths}
    return [path for path, page in pages.items() if any(word in page for word in (SECRET, *words))]


def test_institutions_see_find_and_print_nothing_before_the_approval_and_their_own_rendition_after(
    told, sign_in, address
):
    write(told, f"Le mot est {SECRET}.")
    institutions = {"hugo": sign_in(told.hugo), "nadia": sign_in(told.nadia)}
    strangers = {who: sign_in(getattr(told, who)) for who in ("rita", "emma", "chloe")}
    edition = make(told, readers=[Visibility.INSTITUTIONS, Visibility.PUBLIC])
    paths = trail(told, edition, address)
    told_apart = {
        "frozen": lambda: None,
        "proposed": lambda: propose(told, "Rien.", [Visibility.INSTITUTIONS]),
        "said": lambda: [say(told, told.denis_seat, told.denis), say(told, told.dora_seat, told.dora)],
        "approved": lambda: approve(told),
    }
    for moment, happens in told_apart.items():
        happens()
        second = ReportEdition.objects.filter(number=2).first()
        everywhere = paths + (trail(told, second, address) if second else [])
        for who, client in {**institutions, **strangers}.items():
            assert (moment, who, seen(client, everywhere, "Édition 2")) == (moment, who, [])
    assert Message.objects.filter(to__in=[told.hugo, told.nadia]).count() == 0
    second = ReportEdition.objects.select_related("program").get(number=2)
    approval.open_to_institutions(told.step, second, by=told.alice)
    everywhere = paths + trail(told, second, address)
    allowed = {address("read_edition", 2, "institutions"), document(second).get_absolute_url()}
    for client in institutions.values():
        assert set(seen(client, everywhere)) == allowed
    for client in strangers.values():
        assert seen(client, everywhere) == []


def test_group_rendition_never_goes_to_the_institutions(told, sign_in, address):
    meeting = cast.meeting(told.program, phase="restitution", kind="restitution", title="Restitution", state="held")
    Minutes.objects.create(meeting=meeting, text=SECRET, visibility=Visibility.GROUP)
    edition = opened(told)
    hugo = sign_in(told.hugo)
    assert seen(hugo, trail(told, edition, address)) == []
    assert SECRET in sign_in(told.denis).get(address("read_edition", 1, "groupe")).content.decode()
    assert hugo.get(document(edition, Visibility.GROUP).get_absolute_url()).status_code == 404


def test_withdrawn_association_no_longer_counts(told):
    propose(told)
    say(told, told.denis_seat, told.denis)
    say(told, told.dora_seat, told.dora, CHANGE)
    Participation.objects.filter(pk=told.dora_seat.pk).update(status="withdrawn", reason="Dissoute.")
    assert approve(told).line.startswith("approuvée par 1 association sur 1")


def test_step_asks_for_the_approval_softly(told):
    line = next(line for line in told.step.requirements if line.label.startswith("Faire approuver"))
    assert (line.met, line.hard, line.detail) == (False, False, "")
    approved(told)
    step = cast.step(told.program, "restitution", told.alice)
    assert next(line for line in step.requirements if line.label.startswith("Faire approuver")).met


def test_meetings_before_the_proposal_decide_nothing(told):
    edition = propose(told)
    cast.meeting(told.program, kind="preparatory", state="held", starts_at=clock.now() - timedelta(days=2))
    assert list(approval.deciding_meetings(edition)) == []


def test_step_tells_how_many_answers_are_owed(told):
    propose(told)
    voice = say(told, told.denis_seat, told.denis, REMARK)
    say(told, told.dora_seat, told.dora, CHANGE)
    details = []
    for gesture in (lambda: None, lambda: answer(told, voice), lambda: propose(told, "Le budget est retiré.")):
        gesture()
        step = cast.step(told.program, "restitution", told.alice)
        details += [line.detail for line in step.requirements if line.label.startswith("Faire approuver")]
    assert details == ["2 réponses à donner", "1 réponse à donner", ""]
