"""Who reads the shared diagnosis: the group at once, the others once it is validated and opened to them."""

from django.http import HttpResponse

from dla_collectif.services import printing
from dla_collectif.services.visibility import Visibility
from programs.diagnosis.models import SharedEdition
from programs.diagnosis.shared import actions as shared_diagnosis
from programs.journey.models import Participation
from programs.journey.progress import asks_of
from tests import cast

from ..conftest import crowd, propose, text
from .conftest import BUT, YES, answer, say, validate


def test_institutions_read_once_it_is_validated_and_opened_to_them(asked, sign_in, address):
    hugo, emma = sign_in(asked.hugo), sign_in(asked.emma)
    propose(asked)
    voice = say(asked, asked.dora_seat, asked.dora, BUT)
    assert (hugo.get(address("shared")).status_code, emma.get(address("shared")).status_code) == (404, 404)
    answer(asked, voice)
    say(asked, asked.denis_seat, asked.denis, YES)
    validate(asked, Visibility.GROUP)
    assert hugo.get(address("shared")).status_code == 404
    shared_diagnosis.change_readers(asked.step, SharedEdition.objects.get(), Visibility.INSTITUTIONS, by=asked.alice)
    page = text(hugo.get(address("shared")))
    assert ("Deux besoins dominent." in page, BUT["words"] in page) == (True, False)
    propose(asked, "Trois besoins.", changes="Un besoin.")
    assert hugo.get(address("edition", 2)).status_code == 404
    assert "Deux besoins" in text(hugo.get(address("shared")))


def test_visitor_of_the_dla_reads_the_group_page_without_a_form(asked, alice, address):
    propose(asked)
    page = alice.get(address("shared"))
    assert (page.status_code, page.context["form"]) == (200, None)


def test_validated_version_stands_on_the_part_of_those_who_read_it(asked):
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, YES)
    validate(asked)
    measured = Participation.objects.measured().select_related("program", "organisation").get(pk=asked.denis_seat.pk)
    assert [ask.label for ask in asks_of(measured) if "partagé" in ask.label and ask.done] == [
        "Diagnostic partagé\u00a0: validé par le groupe"
    ]


def test_version_on_paper_has_room_to_answer(asked, denis, address, monkeypatch):
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))
    propose(asked)
    paper = text(denis.get(address("edition_pdf", 1)))
    assert ("oui, mais…" in paper, "Deux besoins dominent." in paper) == (True, True)


def test_pages_cost_the_same_with_few_and_many(asked, alice, denis, address, statements):
    propose(asked)
    say(asked, asked.denis_seat, asked.denis, BUT)
    pages = [(alice, "synthesis"), (alice, "draft"), (alice, "shared"), (denis, "shared")]
    crowd(asked, 1)
    before = [statements(lambda b=browser, n=name: b.get(address(n))) for browser, name in pages]
    crowd(asked, 20)
    for seat in Participation.objects.filter(program=asked.program, role="association", shared_voices=None):
        shared_diagnosis.say(asked.step, seat, BUT, by=asked.alice, origin="paper")
    after = [statements(lambda b=browser, n=name: b.get(address(n))) for browser, name in pages]
    assert before == after
    assert before[2:] <= [8, 8]


def test_closed_step_changes_nothing_and_still_reads(asked, denis, alice, address):
    propose(asked)
    cast.at_phase(asked.program, "specification")
    assert denis.post(address("say"), {**YES, "number": 1}).status_code == 403
    assert alice.post(address("draft"), {"text": "Autre"}).status_code == 403
    assert denis.get(address("shared")).status_code == 200
