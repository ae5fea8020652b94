"""The questionnaire before it is answered: on a phone's width, and on paper with the numbers of the screen."""

import re

from django.http import HttpResponse

from dla_collectif.services import printing
from dla_collectif.services.templatetags.house import day
from programs.diagnosis import actions
from programs.diagnosis.models import Question, Questionnaire
from programs.diagnosis.questionnaire import building

from .conftest import days_ago, send, text


def printed(monkeypatch, browser, address):
    """The HTML that the blank form is made of."""
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))
    return browser.get(address("blank")).content.decode()


def on_screen(browser, address):
    """Every question of the preview with its number."""
    found, page = [], 1
    while True:
        html = browser.get(address("preview"), {"partie": page}).content.decode()
        labels = re.findall(
            r'class="q-label".*?<span class="q-num">(\d+)\.</span> (.*?)</(?:label|legend)>', html, re.S
        )
        found += [(number, " ".join(re.sub(r"<[^>]+>.*", "", label).split())) for number, label in labels]
        page += 1
        if f"?partie={page}" not in html:
            return found


def test_paper_has_the_numbers_of_the_screen(monkeypatch, alice, denis, asked, address):
    send(asked, asked.cine_response)
    third = Question.objects.get(number=3)
    building.move_question(asked.step, third, ("Travailler avec d’autres", 0), by=asked.alice)
    first = Question.objects.first()
    building.add_question(asked.step, {"label": "En plus", "kind": "date"}, (first.section_title, 0), by=asked.alice)
    told = [(str(one.number), " ".join(one.label.split())) for one in Question.objects.all()]
    needs = len(actions.needs_to_weigh(asked.program))
    assert on_screen(alice, address)[:-needs] == told
    paper = re.findall(r"<h3>(\d+)\. (.*?)(?: <small|</h3>)", printed(monkeypatch, alice, address))
    assert [(number, " ".join(label.split())) for number, label in paper] == told
    read = denis.get(address("answer")).content.decode()
    assert [(number, " ".join(label.split())) for number, label in re.findall(r"<dt>(\d+)\. (.*?)</dt>", read)] == told


def test_paper_says_its_version_whom_to_return_it_to_and_until_when(monkeypatch, alice, asked, address):
    row = Questionnaire.objects.get()
    actions.change_questionnaire(asked.step, row, {"closes_on": days_ago(-9)}, by=asked.alice)
    asked.lille.organisation.email = "accueil@example.org"
    asked.lille.organisation.save()
    html = " ".join(printed(monkeypatch, alice, address).split())
    assert (day(days_ago(-9)) in html, "accueil@example.org" in html, "version 1" in html) == (True, True, True)
    send(asked, asked.cine_response)
    building.add_section(asked.step, "Encore", by=asked.alice)
    building.add_question(asked.step, {"label": "En plus", "kind": "short"}, ("Encore", 0), by=asked.alice)
    assert "version 2, du" in printed(monkeypatch, alice, address)


def test_preview_is_the_width_of_a_phone_and_keeps_nothing(alice, asked, address):
    page = alice.get(address("preview"))
    assert ('class="phone"' in page.content.decode(), "n’est enregistré" in text(page)) == (True, True)
    assert ("<iframe" in page.content.decode(), 'method="post"' in page.content.decode().split('class="phone"')[1]) == (
        False,
        False,
    )
