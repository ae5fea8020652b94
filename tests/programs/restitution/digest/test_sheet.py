"""The sheet and the summary whatever is known: nothing, one of each, the longest texts; never a page too many."""

import io
import re
import zipfile
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from dla_collectif.services.pdf import html_to_pdf
from dla_collectif.teams.models import Letterhead
from programs.journey.models import Participation
from programs.restitution.digest.facts import read_story
from programs.restitution.digest.forms import SheetForm
from programs.restitution.digest.sheet import LADDER, compose, offered, sheet_html
from programs.restitution.digest.summary import summary_html
from programs.restitution.digest.words import agreed, clipped, listed, number, period
from programs.restitution.models import Effect, FollowUp, Sheet, Undertaking
from programs.scoping.models import ScopingNote
from programs.workshops.models import Output
from tests import cast


@pytest.fixture
def walk(world):
    """The programme at its last step."""
    cast.at_phase(world.program, "restitution")
    return world


def read(walk, make=sheet_html):
    return make(cast.journey(walk.program, walk.alice))


def words_of(html):
    text = unescape(re.sub(r"<[^>]+>", " ", html.partition("<body")[2])).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"\s+", " ", text)


def printed(html):
    return PdfReader(io.BytesIO(html_to_pdf(html))).pages


def pages(html):
    return len(printed(html))


def effect(walk, title="Ils se parlent", proof="", kind="network"):
    return Effect.objects.create(
        program=walk.program, kind=kind, title=title, proof=proof, observed_on=date(2026, 1, 5)
    )


@pytest.mark.parametrize("make", [sheet_html, summary_html])
def test_paper_of_a_programme_without_anything_is_one_page_without_empty_heading_nor_zero(walk, make):
    Participation.objects.filter(program=walk.program).exclude(role="institution").update(status="spotted")
    html = read(walk, make)
    assert pages(html) == 1
    assert re.findall(r"</h[23]>\s*(?:<h[23]|</section|</main)", html) == []
    assert re.findall(r"\b(?:0|zéro|None)\b", words_of(html)) == []


def test_sheet_agrees_with_one_of_each(walk):
    seats = Participation.objects.filter(program=walk.program, role="association")
    seats.exclude(pk=seats.first().pk).delete()
    present = [walk.hugo_seat]
    cast.meeting(walk.program, "consultation", "interview", "Entretien", present, state="held")
    cast.meeting(walk.program, "diagnosis", "preparatory", "Réunion", state="held")
    cast.meeting(walk.program, "workshops", "workshop", "Atelier", state="held")
    cast.meeting(walk.program, "workshops", "individual", "Rendez-vous", state="held")
    text = words_of(read(walk))
    assert "interrogé une institution sur ses attentes" in text
    assert "à une réunion préparatoire, d’où est sorti un groupe d’une structure prête à s’engager" in text
    assert "Une rencontre individuelle a eu lieu." in text
    assert "Un atelier collectif a eu lieu." in text


def test_text_of_the_officer_stands_in_for_the_sentences_and_the_facts_stay(walk):
    Sheet.objects.create(program=walk.program, setup="Nous avons **bâti** ceci.", course="Puis cela.")
    effect(walk, proof="Six réunions")
    text = words_of(read(walk))
    assert ("Nous avons bâti ceci." in text, "Puis cela." in text, "Six réunions" in text) == (True, True, True)
    assert "ont porté ensemble" not in text
    assert "ont porté ensemble" in offered(walk.program)["setup"]


def test_news_say_whether_the_group_still_meets(walk):
    told = {"taken_on": date(2026, 1, 5)}
    FollowUp.objects.create(program=walk.program, months=6, still_meets="yes", how_often="Chaque mois.", **told)
    assert "Six mois après, le groupe se réunit encore, en dehors du DLA (chaque mois)." in words_of(read(walk))
    FollowUp.objects.create(program=walk.program, months=12, still_meets="no", **told)
    text = words_of(read(walk))
    assert ("Douze mois après, le groupe ne se réunit plus." in text, "Six mois" in text) == (True, False)


def longest(name):
    """The longest text that a field of the form takes, as words, as capitals, or as as many lines as can be."""
    most = SheetForm.LONGEST[name]
    return {
        "words": ("partenariat métropolitain " * most)[:most],
        "CAPITALS": ("WMQ ÉTAT " * most)[:most],
        "lines": ("- m\n" * most)[:most],
        "one word": "m" * most,
        "signs": ("漢字 " * most)[:most],
    }


@pytest.mark.once  # how long a text is, no database changes
@pytest.mark.parametrize("make, most", [(sheet_html, 2), (summary_html, 1)])
@pytest.mark.parametrize("shape", ["words", "CAPITALS", "lines", "one word", "signs"])
@pytest.mark.parametrize("own", [True, False])
def test_paper_stays_within_its_pages_with_the_longest_texts(walk, make, most, shape, own):
    names = [name for name in SheetForm.LONGEST if own or name not in ("setup", "course")]
    Sheet.objects.create(program=walk.program, **{name: longest(name)[shape] for name in names})
    walk.program.title, walk.program.territory = longest("focus")[shape][:200], longest("focus")[shape][:200]
    walk.program.save()
    note = longest("setup")[shape] * 3
    ScopingNote.objects.create(program=walk.program, origin=note)
    for place in range(12):
        effect(walk, longest("focus")[shape][:198] + str(place), longest("focus")[shape][:300])
        Output.objects.create(program=walk.program, kind="network", title=longest("focus")[shape][:198] + str(place))
        Undertaking.objects.create(
            program=walk.program, participation=walk.hugo_seat, text=note, said_on=date(2026, 1, 5)
        )
    FollowUp.objects.create(
        program=walk.program,
        months=6,
        still_meets="yes",
        how_often=longest("focus")[shape][:200],
        taken_on=date(2026, 1, 5),
    )
    for carrier in walk.program.carriers.all():
        Letterhead.objects.create(dla=carrier.dla, address="1 rue des Arts\n2e étage\n59000 Lille", phone="0320000000")
    assert pages(read(walk, make)) <= most


def test_what_is_left_out_is_counted(walk):
    for place in range(12):
        effect(walk, f"Effet {place}")
    text = squeezed(printed(read(walk)))
    shown = len(re.findall(r"Effet \d", text))
    assert f"et {12 - shown} autres effets, dans le rapport de restitution" in text


def squeezed(pages):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_summary_says_as_much_as_one_page_holds_and_no_less(walk):
    Participation.objects.filter(program=walk.program, role="association").update(status="committed")
    for place in range(9):
        effect(walk, f"Effet {place}")
    brief = squeezed(printed(read(walk, summary_html)))
    assert ("et 3 autres effets" in brief, len(re.findall(r"Effet \d", brief))) == (True, 6)
    for row in Effect.objects.all():
        row.title, row.proof = f"{row.title} {'de plus en plus ' * 9}", "Le rapport le dit, " * 10
        row.save()
    told = squeezed(printed(read(walk, summary_html)))
    assert 2 <= len(re.findall(r"Effet \d", told)) < 6
    assert html_to_pdf(read(walk, summary_html)) == html_to_pdf(read(walk, summary_html))


def test_ladder_leaves_out_more_at_each_rung(walk):
    for place in range(12):
        effect(walk, f"Effet {place}")
    journey = cast.journey(walk.program, walk.alice)
    story, sheet = read_story(journey.program), Sheet(summary="\n".join("abcdefghijkl"))
    counts = [len(compose(sheet, story, limits)["effects"]) for limits in LADDER]
    assert counts == sorted(counts, reverse=True)


def test_words_of_numbers_and_lists():
    assert (number(1, True), number(13), number(1200)) == ("une", "treize", "1\u202f200")
    assert agreed(2, "réunion préparatoire", True) == "deux réunions préparatoires"
    assert listed(["A", "B", "C"]) == "A, B et C"
    assert listed(["A", "B", "C"], 1) == "A et deux autres"
    assert listed([]) == ""
    assert period(date(2007, 4, 1), date(2008, 3, 1)) == "d’avril 2007 à mars 2008"
    assert period(date(2007, 2, 1), date(2007, 10, 31)) == "de février à octobre 2007"
    assert period(date(2007, 2, 1), date(2007, 2, 3)) == "en février 2007"


def test_clipped_text_ends_with_a_sentence_or_a_word():
    assert clipped("Une phrase courte. Une autre bien plus longue que la place.", 25) == "Une phrase courte."
    assert clipped("Des mots sans aucune fin de phrase", 12) == "Des mots…"
    assert clipped("Court", 12) == "Court"


def url(world, name):
    return f"/accompagnements/{world.program.public_id}/restitution/{name}"


def test_sheet_is_written_from_the_text_of_the_facts(walk, sign_in):
    client = sign_in(walk.alice)
    page = client.get(url(walk, "fiche/ecrire/?depart=faits")).content.decode()
    assert "ont porté ensemble cet accompagnement" in page
    form = {"setup": "Notre montage", "summary": "Un point", "version": "0"}
    assert client.post(url(walk, "fiche/ecrire/"), form).status_code == 302
    page = client.get(url(walk, "fiche/")).content.decode()
    assert ("Notre montage" in page, "Ce que disent les faits aujourd’hui" in page) == (True, True)


def test_text_too_long_for_two_pages_is_refused_and_kept(walk, sign_in):
    form = {"setup": "x" * 2501, "version": "0"}
    page = sign_in(walk.alice).post(url(walk, "fiche/ecrire/"), form).content.decode()
    assert ("2500" in page.replace("\u202f", "").replace("\u00a0", ""), "x" * 2501 in page) == (True, True)
    assert Sheet.objects.count() == 0


def test_prints_are_handed_to_carriers_alone(walk, sign_in):
    for name in ("fiche.pdf", "synthese.pdf"):
        answers = [sign_in(user).get(url(walk, name)) for user in (walk.alice, walk.denis, walk.chloe)]
        codes = [answer.status_code for answer in answers]
        answers[0].close()
        assert codes[0] in (200, 202)
        assert codes[1:] == [403, 404]


def test_report_to_retouch_is_that_of_the_readers_it_is_asked_for(walk, sign_in):
    client = sign_in(walk.alice)
    for readers, kind in (
        ("groupe", "Rapport de restitution, pour le groupe"),
        ("institutions", "Rapport de restitution"),
    ):
        answer = client.get(url(walk, f"rapport/retoucher/{readers}.odt"))
        assert f"-rapport-{readers}.odt" in answer["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            assert f">{kind}</text:p>" in archive.read("content.xml").decode()
    assert client.get(url(walk, "rapport/retoucher/presse.docx")).status_code == 404


@pytest.mark.parametrize("page", ["", "ecrire/", "ecrire/?depart=faits"])
def test_page_of_the_sheet_takes_the_same_few_statements_with_1_and_30_of_everything(walk, sign_in, page):
    Sheet.objects.create(program=walk.program, focus="En une phrase.", edited_by=walk.alice)
    client, counts = sign_in(walk.alice), []
    for start, stop in ((0, 1), (1, 30)):
        for place in range(start, stop):
            heard = cast.seat(walk.program, cast.organisation(f"Institution {place}", "institution"), "institution")
            cast.meeting(walk.program, "consultation", "interview", f"Entretien {place}", [heard], state="held")
            cast.meeting(walk.program, "workshops", "workshop", f"Atelier {place}", state="held")
            Output.objects.create(program=walk.program, kind="charter", title=f"Charte {place}")
            said_on = date(2026, 1, 5)
            Undertaking.objects.create(program=walk.program, participation=heard, text="Un local", said_on=said_on)
            effect(walk, f"Effet {place}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/accompagnements/{walk.program.public_id}/restitution/fiche/{page}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 8
