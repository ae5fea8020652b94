"""The sheet of Lille against the real case, fact by fact: what the published sheet says, ours says."""

import io
import re
import zipfile
from html import unescape
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import override_settings
from pypdf import PdfReader

from dla_collectif.services import office
from dla_collectif.services.pdf import html_to_pdf
from programs.demo import player
from programs.journey.models import Program
from programs.journey.progress import Journey
from programs.restitution.composition.report import report_html
from programs.restitution.digest.sheet import sheet_html
from programs.restitution.digest.summary import summary_html

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lille(django_db_setup, django_db_blocker, tmp_path_factory):
    """The finished programme as its officer walks it; all is undone at the end of the module."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        player.play("lille")
        yield Journey(Program.objects.get(reference="lille"))
        transaction.set_rollback(True)


def words_of(html):
    """What the paper says, its lines made one."""
    text = unescape(re.sub(r"<[^>]+>", " ", html.partition("<body")[2])).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def sheet(lille):
    return words_of(sheet_html(lille))


# Each line of cases/lille.md that a sheet can say.
FACTS = {
    "title": "Accompagnement collectif audiovisuel et cinéma",
    "focus": "d’associations de la métropole lilloise dans le secteur de l’audiovisuel et du cinéma",
    "fields": "animation, documentaire, cinémas associatifs",
    "two host bodies": "Deux DLA ont porté ensemble cet accompagnement",
    "first host": "DLA du CBE de Lille",
    "second host": "DLA du CBE de Roubaix-Tourcoing-Vallée de la Lys",
    "partnership": "En partenariat avec : Maison de l’Emploi de Lille",
    "territory": "Territoire : Métropole lilloise (territoires des deux DLA)",
    "supports of 2005": "En 2005, les deux DLA ont mené séparément quatre accompagnements individuels",
    "requests for 2006": "six nouvelles demandes arrivent du même secteur",
    "collective need": "les mêmes questions reviennent",
    "consultants": "rencontré trois consultants qui avaient mené les accompagnements individuels",
    "their words": "pour recueillir leurs avis et leurs orientations",
    "institutions": "interrogé quatre institutions sur leurs attentes",
    "spotted": "Quinze associations ont été repérées et conviées",
    "preparatory": "deux réunions préparatoires",
    "shared diagnosis": "d’où sont sortis un diagnostic partagé des besoins",
    "group": "un groupe de treize structures prêtes à s’engager",
    "three sources": "Le cahier des charges s’appuie sur trois sources",
    "source 1": "la rencontre avec les consultants",
    "source 2": "les entretiens avec les institutions",
    "source 3": "les séances de travail avec les associations",
    "providers": "Il a été envoyé à deux prestataires",
    "who had taken part": "déjà entendus pendant la préparation",
    "heard": "tous deux ont présenté leur proposition devant le groupe",
    "choice": "Les associations ont pris toute leur part au choix",
    "provider": "Multicité, retenu le",
    "specialist": "dont un spécialisé dans l’audiovisuel",
    "delivery": "De février à octobre 2007",
    "led by": "conduit par Multicité",
    "individual meetings": "rencontres individuelles ont permis de dresser l’état des lieux",
    "state of play": "État des lieux de l’offre de cinéma et d’audiovisuel dans la métropole",
    "workshops": "ateliers collectifs ont donné naissance",
    "network born": "au réseau « Collectif Audiovisuel et Cinéma (CAC) »",
    "charter": "à la charte « Charte de valeurs et d’intentions du CAC »",
    "half a dozen": "Six entretiens ont été menés avec des institutions",
    "which": "DRAC Nord-Pas-de-Calais",
    "youth and sports": "Direction régionale Jeunesse et Sports",
    "restitution": "une restitution suivie d’un débat a réuni",
    "before institutions": "et six institutions",
    "network": "Les principales associations du secteur sont en réseau",
    "still meeting": "le groupe se réunit encore, en dehors du DLA",
    "legibility": "Les institutions lisent mieux le secteur",
    "bullet 1": "L’intuition, partagée par deux DLA",
    "bullet 2": "Un travail de préparation en amont",
    "bullet 3": "L’implication des associations dans le cahier des charges et dans le choix du prestataire",
    "bullet 4": "Une restitution suivie d’un débat devant les institutions",
    "bullet 5": "Un réseau, le CAC, dont la vie continue après l’accompagnement",
    "contacts": "alice@example.org",
}


@pytest.mark.parametrize("fact", FACTS)
def test_sheet_of_lille_says_the_published_fact(sheet, fact):
    assert FACTS[fact] in sheet


def test_sheet_of_lille_is_in_the_published_order(lille):
    html = fullest(sheet_html(lille))
    headings = [unescape(each) for each in re.findall(r"<h2[^>]*>([^<]+)</h2>", html)]
    assert headings == ["Montage", "Déroulement général et effets", "En résumé", "Contacts"]
    assert html.index('class="lead"') < html.index("<h2")


def test_sheet_of_lille_says_every_number_in_words_and_no_unknown(sheet):
    assert re.findall(r"\b(?:zéro|None|0) \w+", sheet) == []


def test_sheet_of_lille_is_two_pages_and_its_summary_one(lille):
    pages = [len(PdfReader(io.BytesIO(html_to_pdf(make(lille)))).pages) for make in (sheet_html, summary_html)]
    assert pages == [2, 1]


@pytest.mark.parametrize(
    "fact",
    [
        "Treize associations engagées",
        "Métropole lilloise",
        "De février à octobre 2007",
        "Les principales associations du secteur sont en réseau",
        "Ce que les institutions s’engagent à faire",
        "le groupe se réunit encore, en dehors du DLA",
        "alice@example.org",
        "15 associations repérées",
    ],
)
def test_summary_of_lille_says_what_whoever_decides_asks(lille, fact):
    html = words_of(summary_html(lille))
    assert fact in html


def test_summary_holds_five_figures_and_one_picture(lille):
    html = fullest(summary_html(lille))
    figures = html.partition('class="figures"')[2].partition("</ul>")[0]
    assert (figures.count("<strong>"), html.count("<svg")) == (5, 1)


def fullest(html):
    """What a paper says where there is room for it."""
    return re.sub(r"<template>.*?</template>", "", html, flags=re.S)


def signs(html):
    """Every sign that a print shows after its cover and contents, blanks apart, but for the words of its drawings."""
    left_out = r"<svg.*?</svg>|<section class=.cover.*?</section>|<nav class=.contents.*?</nav>"
    text = re.sub(left_out, "", html.partition("<body")[2].partition(">")[2], flags=re.S)
    return re.sub(r"\s", "", unescape(re.sub(r"<!--.*?-->|<[^>]+>", "", text, flags=re.S)))


NOTE = re.compile(r'<span class="footnote"[^>]*>(.*?)</span>', re.S)


def told(content, name):
    """The words of a part of an office file, without what stands for a drawing or numbers a note."""
    part = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))  # noqa: S314
    for kind in ("xmlns:svg-compatible:1.0}title", "xmlns:text:1.0}note-citation"):
        for each in part.iter(f"{{urn:oasis:names:tc:opendocument:{kind}"):
            each.text = ""
    return re.sub(r"\s", "", re.sub(r"(?:Tableau|Figure) \d+\. ", "", "".join(part.itertext())))


@pytest.mark.parametrize("make", [report_html, sheet_html], ids=["report", "sheet"])
def test_office_files_of_lille_say_the_print_to_the_letter(lille, make):
    html = fullest(make(lille))
    document = office.read(make(lille))
    document.cover, document.contents = [], []
    word = office.to_docx(document)
    assert told(word, "word/document.xml") == signs(NOTE.sub("", html))
    assert told(word, "word/footnotes.xml") == re.sub(r"\s", "", unescape("".join(NOTE.findall(html))))
    assert told(office.to_odt(document), "content.xml") == signs(html)
