"""The report as it is composed: order, detail, readers, nothing empty, the index, its cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.services import clock
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.journey import prints
from programs.journey.models import Program
from programs.restitution.composition.mentions import anchored
from programs.restitution.composition.plan import lines_of, usual_lines
from programs.restitution.composition.readers import READERS
from programs.restitution.composition.report import REPORT, report_html
from programs.restitution.composition.twin import twin_of
from programs.restitution.models import Chapter, Effect, Plan, Sheet, Undertaking
from programs.scoping.models import ScopingNote
from programs.specification.models import Citation, Objective, Specification
from programs.workshops.models import Adoption, Baseline, Charter, Clause, Output, Workshop
from tests import cast

TAGS = re.compile(r"<[^>]*>")
GROUP, INSTITUTIONS, PUBLIC = Visibility.GROUP, Visibility.INSTITUTIONS, Visibility.PUBLIC


@pytest.fixture
def walk(world):
    """The programme at its last step."""
    cast.at_phase(world.program, "restitution")
    return world


def report(world, readers=GROUP):
    """The report of the programme today."""
    return report_html(cast.journey(world.program, world.alice), readers)


def headings(html):
    """The chapters and annexes in their order, as a reader names them."""
    return [" ".join(TAGS.sub("", found).split()) for found in re.findall(r"<h2 id=[^>]*>(.*?)</h2>", html, re.DOTALL)][
        1:
    ]


def compose(world, **choices):
    """A plan with other choices for some chapters: `compose(world, scoping={"printed": False})`."""
    steps = cast.journey(world.program, world.alice).steps
    rows = [line.stored for line in usual_lines(steps)]
    for row in rows:
        row.update(choices.get(row["key"].replace("-", "_"), {}))
    return Plan.objects.update_or_create(program=world.program, defaults={"lines": rows})[0]


def fill(world, size):
    """A programme with matter in every chapter and annex, for `size` associations, meetings and objectives."""
    program, today = world.program, clock.today()
    ScopingNote.objects.get_or_create(program=program, defaults={"origin": "Une intuition."})
    specification, _ = Specification.objects.get_or_create(program=program)
    charter, _ = Charter.objects.get_or_create(program=program, defaults={"title": "Charte"})
    for number in range(program.outputs.count() + 1, size + 1):
        named = cast.organisation(f"Association {number:02d}")
        seat = cast.seat(program, named, spotted_on=today)
        goal = Objective.objects.create(specification=specification, number=number, title=f"Objectif n{number}")
        said = Contribution.objects.create(
            program=program, phase="consultation", kind="expectation", text=f"Attente {number}", visibility=PUBLIC
        )
        Citation.objects.create(objective=goal, contribution=said)
        meeting = cast.meeting(program, "workshops", "workshop", f"Atelier {number}", present=[seat], state="held")
        cast.meeting(program, "consultation", "interview", f"Entretien {number}", [world.hugo_seat], state="held")
        cast.meeting(program, "restitution", "restitution", f"Restitution {number}", present=[seat], state="held")
        Workshop.objects.create(meeting=meeting, number=number, objective=goal)
        Output.objects.create(program=program, kind="network", title=f"Production {number}", objective=goal)
        Effect.objects.create(
            program=program, kind="network", title=f"Effet {number}", objective=goal, observed_on=today
        )
        Undertaking.objects.create(program=program, participation=world.hugo_seat, text=f"Dit {number}", said_on=today)
        Baseline.objects.create(participation=seat, activities=f"Activité {number}")
        Clause.objects.create(program=program, number=number, title=f"Article {number}", text="Ensemble.")
        person = world.denis.person
        Adoption.objects.create(
            charter=charter, participation=seat, person=person, capacity="présidente", adopted_on=today
        )


def test_usual_report_has_its_chapters_numbered_then_its_annexes_lettered(walk):
    fill(walk, 2)
    assert headings(report(walk)) == [
        "L’essentiel",
        "1 Cadrage",
        "2 Concertation des partenaires",
        "3 Diagnostic des besoins",
        "4 Cahier des charges",
        "5 Ateliers",
        "6 Restitution",
        "Le fil : du besoin à l’effet",
        "Annexe A Les participants",
        "Annexe B Les présences, réunion par réunion",
        "Annexe C La carte de l’offre",
        "Annexe D La charte et ses signataires",
        "Annexe E Ce qui a été dit, et ce qui en a été fait",
        "Annexe F Index des associations",
    ]


def test_programme_at_its_beginning_prints_neither_heading_nor_zero(world):
    html = report(world)
    assert headings(html)[:2] == ["L’essentiel", "1 Cadrage"]
    assert [title for title in headings(html) if "Ateliers" in title or "fil" in title or "Choix" in title] == []
    assert ("None" in html, "<strong>0</strong>" in html, "pas encore" in html.lower()) == (False, False, False)


def test_no_heading_stands_without_matter_under_it(walk):
    fill(walk, 2)
    for level in (GROUP, INSTITUTIONS, PUBLIC):
        html = report(walk, level)
        after = re.findall(r"<h([2-6])\b[^>]*>(.*?)</h\1>\s*<(h[2-6]|/section)", html, re.DOTALL)
        bare = [title for rank, title, then in after if then == "/section" or then[1] <= rank]
        assert bare == [], level


def test_stopped_programme_says_so_and_prints_what_was_done(walk):
    cast.at_phase(walk.program, "diagnosis")
    Program.objects.filter(pk=walk.program.pk).update(
        state="stopped", ended_on="2026-03-02", stop_reason="Faute de groupe."
    )
    html, public = report(walk), report(walk, PUBLIC)
    assert ("a été arrêté le lundi 2 mars 2026" in html, "Faute de groupe." in html) == (True, True)
    assert ("a été arrêté" in public, "Faute de groupe." in public) == (True, False)
    assert [title for title in headings(html) if "Choix" in title] == []


def test_chapter_taken_out_moved_or_kept_for_the_group_is_so_in_the_print(walk):
    fill(walk, 2)
    plan = compose(walk, scoping={"printed": False}, workshops={"readers": int(GROUP)})
    plan.lines.append(
        {"key": "libre-suite", "title": "Recommandations", "printed": True, "detail": "whole", "readers": 2}
    )
    plan.save()
    Chapter.objects.create(program=walk.program, phase="libre-suite", text="Se voir **souvent**.")
    group, institutions = headings(report(walk)), headings(report(walk, INSTITUTIONS))
    assert ("1 Concertation des partenaires" in group, "Recommandations" in group) == (True, True)
    assert (any("Ateliers" in one for one in group), any("Ateliers" in one for one in institutions)) == (True, False)
    assert not any("Cadrage" in one for one in group)
    assert "<strong>souvent</strong>" in report(walk, INSTITUTIONS)


def test_added_chapter_without_text_does_not_print(walk):
    plan = compose(walk)
    plan.lines.append(
        {"key": "libre-vide", "title": "Recommandations", "printed": True, "detail": "whole", "readers": 3}
    )
    plan.save()
    assert "Recommandations" not in report(walk)


def test_essential_chapter_keeps_its_figures_without_its_long_tables(walk):
    fill(walk, 4)
    whole = report(walk)
    compose(walk, workshops={"detail": "essential"}, consultation={"detail": "essential"})
    brief = report(walk)
    assert ("Ateliers tenus" in whole, "Ateliers tenus" in brief) == (True, False)
    assert ("1 institution ou partenaire a été entendu" in whole.replace("\u00a0", " ")) is True
    assert "1 institution ou partenaire a été entendu" in brief
    assert ("Atelier 3" in brief, 'href="#annexe-sources"' in brief) == (True, True)


def test_public_reads_what_an_officer_opened_and_the_summary(walk):
    fill(walk, 2)
    Sheet.objects.create(program=walk.program, summary="Un réseau est né.")
    Chapter.objects.create(program=walk.program, phase="scoping", text="Notes de travail.")
    usual = report(walk, PUBLIC)
    compose(walk, scoping={"readers": int(PUBLIC)})
    opened = report(walk, PUBLIC)
    assert ("Un réseau est né." in usual, "Notes de travail." in usual, "Notes de travail." in opened) == (
        True,
        False,
        True,
    )


def test_each_kind_of_readers_has_its_paper(walk):
    pieces = list(REPORT.pieces(cast.journey(walk.program, walk.alice)))
    assert [piece.name for piece in pieces] == ["rapport-groupe", "rapport-institutions", "rapport-public"]
    assert [each.kind in piece.make() for piece, each in zip(pieces, READERS, strict=True)] == [True, True, True]


def test_report_takes_the_same_statements_with_3_and_30_associations(walk):
    counts = {}
    for size in (3, 30):
        fill(walk, size)
        for level in (GROUP, INSTITUTIONS, PUBLIC):
            journey = cast.journey(walk.program, walk.alice)
            with CaptureQueriesContext(connection) as queries:
                report_html(journey, level)
            counts.setdefault(level, []).append(len(queries))
    assert {level: few == many for level, (few, many) in counts.items()} == {
        GROUP: True,
        INSTITUTIONS: True,
        PUBLIC: True,
    }
    assert counts[GROUP][0] <= 90


def test_papers_of_one_process_read_each_as_its_own_readers_may(walk, monkeypatch):
    """The order in which a command prints several papers changes nothing to what each tells, nor one that failed."""
    fill(walk, 2)
    names = ["rapport-public", "rapport-groupe", "etape-concertation-des-partenaires", "rapport-institutions"]

    def paper(journey, name):
        return next(piece for _print, piece in prints.pieces(journey) if piece.name == name).make()

    alone = [paper(cast.journey(walk.program, walk.alice), name) for name in names]
    journey = cast.journey(walk.program, walk.alice)
    assert [paper(journey, name) for name in names] == alone
    assert len(set(alone)) == 4
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr("programs.restitution.composition.parts.number", lambda parts: 1 / 0)
        paper(journey, "rapport-public")
    assert [paper(journey, name) for name in reversed(names)] == alone[::-1]


def test_index_leads_to_the_first_mention_in_each_chapter(walk):
    fill(walk, 2)
    Chapter.objects.create(
        program=walk.program, phase="scoping", text="Vidéo  Quartier a dit, puis Vidéo Quartier redit."
    )
    html = report(walk)
    index = html[html.index('class="index"') :]
    line = next(line for line in index.split("<li>") if line.startswith("Vidéo Quartier"))
    anchors = re.findall(r'href="#(m-[^"]+)"', line)
    assert [html.count(f'id="{anchor}"') for anchor in anchors] == [1] * len(anchors)
    assert "m-scoping-1" in anchors
    assert re.findall(r'class="screen label">([^<]+)<', line)[0] == "chapitre 1"
    assert html.count('id="m-scoping-1"') == 1


@pytest.mark.parametrize(
    ("html", "names", "expected"),
    [
        (
            "<p>Doc &amp; Cie, Doc</p>",
            ["Doc", "Doc & Cie"],
            '<p><span id="x-1">Doc &amp; Cie</span>, <span id="x-2">Doc</span></p>',
        ),
        ("<p>L&#x27;Œil et L’Œil</p>", ["L’Œil"], '<p><span id="x-1">L&#x27;Œil</span> et L’Œil</p>'),
        (
            '<a href="#">Doc</a> <svg><text>Doc</text></svg> Doc',
            ["Doc"],
            '<a href="#">Doc</a> <svg><text>Doc</text></svg> <span id="x-1">Doc</span>',
        ),
        ('<p title="Doc">Docteur</p>', ["Doc"], '<p title="Doc">Docteur</p>'),
        ("<p>Rien</p>", [], "<p>Rien</p>"),
        ("<p>&lt;Doc&gt;</p>", ["Doc"], '<p>&lt;<span id="x-1">Doc</span>&gt;</p>'),
    ],
)
def test_anchor_stands_around_whole_names_in_the_text_alone(html, names, expected):
    assert anchored(html, names, "x")[0] == expected


def test_twin_says_the_words_of_the_print(walk):
    fill(walk, 2)
    Sheet.objects.create(program=walk.program, focus="<b>Un réseau</b> & une charte", summary="Un point.")
    for level in (GROUP, INSTITUTIONS, PUBLIC):
        html = report(walk, level)
        words = TAGS.sub(" ", html[html.index("<body") :]).split()
        twin = twin_of(html)
        assert TAGS.sub(" ", twin).split() == words
        assert ("<h1" in twin, "<main" in twin, "<body" in twin) == (False, False, False)


def test_plan_that_knows_an_old_chapter_and_misses_a_new_one_still_reads(walk):
    steps = cast.journey(walk.program, walk.alice).steps
    rows = [line.stored for line in usual_lines(steps) if line.key != "diagnosis"]
    rows.insert(0, {"key": "disparue", "printed": True, "detail": "whole", "readers": 2})
    lines = lines_of(Plan(program=walk.program, lines=rows), steps)
    assert [line.key for line in lines] == [line.key for line in usual_lines(steps)]


def test_presences_under_three_are_not_counted_outside_the_group(walk):
    fill(walk, 2)
    group, institutions, public = (report(walk, level) for level in (GROUP, INSTITUTIONS, PUBLIC))
    assert ("1 sur 1" in group, "1 sur 1" in institutions, "1 sur 1" in public) == (True, False, False)
    assert "moins de 3" in institutions
