"""Before the opening nobody but its author reads what a proposal says; afterwards its receipt proves it is the same."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from programs.journey import phases, reports
from programs.selection import actions, bid_actions, choice_actions, seal
from programs.selection.models import Proposal, SealedContent
from tests import cast
from tests.programs.selection import matter

OFFICER_PAGES = ["call", "opening", "board", "choice", "answers", "minutes_pdf", "proposals", "edit_call", "extend"]
SECRETS = [matter.CANARY, "12600", "12 600", "10080", "10\u202f080", "proposition.pdf", "canari-fichier"]


def read(client, url):
    """A page and the statements it took."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace"), [query["sql"] for query in queries]


def corridor(world):
    """The pages of the corridor that officers read."""
    slug, pid = phases.get("selection").slug, world.program.public_id
    names = ["program", "documents", "journal"]
    return [
        *(reverse(f"journey:{name}", args=[pid]) for name in names),
        reverse("journey:phase", args=[pid, slug]),
        reverse("journey:close", args=[pid, slug]),
        reverse("journey:desk"),
        reverse("outbox:list"),
    ]


@pytest.mark.parametrize("reader", ["alice", "bruno", "farid", "denis", "hugo", "chloe"])
def test_no_page_reads_what_is_sealed(world, sign_in, html_prints, reader):
    cast.at_phase(world.program, "selection")
    matter.sealed(world)
    pages = [reverse(f"selection:{name}", args=[world.program.public_id]) for name in OFFICER_PAGES]
    bid = matter.proposal(world, world.multi)
    pages += [reverse("selection:document", args=[world.program.public_id, bid.public_id])]
    pages += [reverse("selection:grid", args=[world.program.public_id, world.denis_seat.public_id])]
    pages += [*corridor(world), reverse("journey:space")]
    client = sign_in(getattr(world, reader))
    with clock.set_to(matter.AFTER):
        read_pages = {url: read(client, url) for url in pages}
    touched = [url for url, (_, sql) in read_pages.items() if any("selection_sealedcontent" in line for line in sql)]
    assert touched == []
    assert [(url, word) for url, (body, _) in read_pages.items() for word in SECRETS if word in body] == []
    document = reverse("selection:document", args=[world.program.public_id, bid.public_id])
    with clock.set_to(matter.AFTER):
        assert client.get(document).status_code == 404


def test_author_reads_its_own(world, sign_in):
    matter.sealed(world)
    client = sign_in(world.gaelle)
    with clock.set_to(matter.DEADLINE - timedelta(hours=1)):
        body, _ = read(client, reverse("selection:our_proposal", args=[world.program.public_id]))
        bid = matter.proposal(world, world.multi)
        document, _ = read(client, reverse("selection:document", args=[world.program.public_id, bid.public_id]))
        rival = matter.proposal(world, world.rival)
        assert (
            client.get(reverse("selection:document", args=[world.program.public_id, rival.public_id])).status_code
            == 404
        )
    assert (matter.CANARY in body, bid.sha256 in body, "canari-fichier" in document) == (True, True, True)
    assert "10\u202f080" not in body


def test_journal_and_mails_hold_the_receipt_and_nothing_else(world):
    matter.sealed(world)
    told = [*Entry.objects.values_list("sentence", flat=True)]
    told += [f"{mail.subject}\n{mail.body}" for mail in Message.objects.all()]
    assert [word for word in SECRETS for text in told if word in text] == []
    bid = matter.proposal(world, world.multi)
    assert sum(bid.sha256 in text for text in told) == 2  # the journal's entry and the author's mail


def test_report_and_measures_read_nothing_sealed(world):
    matter.sealed(world)
    step = matter.step_of(world)
    with CaptureQueriesContext(connection) as queries:
        html = reports.step_html(step)
        assert step.requirements
    assert [query["sql"] for query in queries if "selection_sealedcontent" in query["sql"]] == []
    assert [word for word in SECRETS if word in html] == []


def test_provider_pages_are_the_same_with_and_without_rivals(world, sign_in):
    cast.at_phase(world.program, "selection")
    matter.sent(world, world.multi)
    client, moment = sign_in(world.gaelle), matter.DEADLINE - timedelta(hours=5)
    names = ["our_proposal", "hand_in"]
    pages = [reverse(f"selection:{name}", args=[world.program.public_id]) for name in names]
    pages += [reverse("journey:space"), reverse("journey:program", args=[world.program.public_id])]

    def seen():
        with clock.set_to(moment):
            return [strip(read(client, url)[0]) for url in pages]

    alone = seen()
    with clock.set_to(matter.START):
        for number in range(3):
            other = cast.organisation(f"Cabinet {number}", "consultancy")
            cast.person("Paul", f"Numéro{number}", other)
            actions.add_provider(matter.step_of(world), {"organisation": other, "reason": "x"}, by=world.alice)
        actions.send_call(matter.step_of(world), by=world.alice)
    assert seen() == alone


def strip(html):
    """A page without what changes at each showing: tokens."""
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def test_receipt_is_recomputed_from_what_was_opened(world):
    matter.sent(world)
    for price in range(1, 21):
        bid = matter.hand_in(
            world, world.multi, "gaelle", price=Decimal(price), document=matter.pdf(matter=b"%d" % price)
        )
        content = SealedContent.objects.get(proposal=bid)
        assert seal.receipt_of(content) == bid.sha256
        assert seal.is_intact(content, bid.sha256)


@pytest.mark.parametrize(
    "field", ["summary", "team", "price", "day_rate", "group_half_days", "filename", "file_sha256"]
)
def test_altered_proposal_no_longer_matches_its_receipt(world, field):
    matter.sent(world)
    bid = matter.hand_in(world, world.multi, "gaelle", document=matter.pdf())
    content = SealedContent.objects.get(proposal=bid)
    setattr(content, field, 1 if isinstance(getattr(content, field), int | Decimal) else "autre")
    assert not seal.is_intact(content, bid.sha256)


def test_altered_document_is_told_at_the_opening(world):
    matter.sealed(world)
    content = SealedContent.objects.get(proposal=matter.proposal(world, world.multi))
    content.file.storage.delete(content.file.name)
    with clock.set_to(matter.AFTER):
        actions.open_proposals(matter.step_of(world), by=world.alice)
    told = Entry.objects.filter(sentence__contains="ne correspond plus à son reçu")
    assert [str(world.multi) in entry.sentence for entry in told] == [True]


@pytest.mark.parametrize(("seconds", "stored"), [(-3, True), (-0.001, True), (0, False), (0.001, False), (3, False)])
def test_deadline_is_compared_once_with_what_is_stored(world, seconds, stored):
    matter.sent(world)
    at = matter.DEADLINE + timedelta(seconds=seconds)
    if stored:
        matter.hand_in(world, world.multi, "gaelle", at=at)
    else:
        with pytest.raises(Refusal) as refused:
            matter.hand_in(world, world.multi, "gaelle", at=at)
        assert "12\u00a0h\u00a000\u00a0min" in refused.value.sentence
    bid = matter.proposal(world, world.multi)
    assert bid.submitted_at == (at if stored else None)
    assert SealedContent.objects.filter(proposal=bid).count() == int(stored)


def test_clock_is_read_once_when_a_proposal_is_stored(world, monkeypatch):
    matter.sent(world)
    ticks = iter(matter.DEADLINE + timedelta(milliseconds=n) for n in range(-1, 500))
    bid = matter.proposal(world, world.multi)
    step = matter.step_of(world, "gaelle")
    monkeypatch.setattr(clock, "now", lambda: next(ticks))
    bid_actions.hand_in(step, bid, matter.BID, by=world.gaelle)
    assert Proposal.objects.get(pk=bid.pk).submitted_at < matter.DEADLINE


@pytest.mark.parametrize("answered", ["both handed in", "one declined"])
def test_opening_waits_for_the_deadline_though_all_have_answered(world, answered):
    matter.sent(world)
    matter.hand_in(world, world.multi, "gaelle")
    if answered == "both handed in":
        matter.hand_in(world, world.rival, "rita")
    else:
        with clock.set_to(matter.START):
            no = {"intent": "no", "intent_reason": "Agenda plein."}
            bid_actions.say_intent(
                matter.step_of(world, "rita"), matter.proposal(world, world.rival), no, by=world.rita
            )
    with clock.set_to(matter.DEADLINE - timedelta(seconds=1)), pytest.raises(Refusal, match="après la date limite"):
        actions.open_proposals(matter.step_of(world), by=world.alice)
    with clock.set_to(matter.DEADLINE):
        call = actions.open_proposals(matter.step_of(world), by=world.alice)
    assert (call.opened_at, call.opened_by) == (matter.DEADLINE, world.alice)


def test_letter_of_the_loser_says_nothing_of_the_winning_proposal(world):
    matter.answered(world)
    letter = Message.objects.get(to=world.rita, subject__startswith="Lisez la réponse")
    assert [
        word for word in (matter.CANARY, "12600", "12\u202f600", "Force de Coopérative") if word in letter.body
    ] == []
    assert choice_actions.read(world.program).choice.proposal_id == matter.bids(world)[0].pk
