"""A questionnaire comes from a list, a file or a former programme, and leaves as a file that is read back the same."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programs.diagnosis.models import Answer, Question, Questionnaire, needs_to_weigh
from programs.diagnosis.questionnaire import building, sources
from programs.diagnosis.questionnaire.files import CONTENT, PROPOSING, Need, ReadyMade, read, ready_made
from programs.diagnosis.questionnaire.questions import KINDS
from tests import cast

from ..conftest import send, text

HOSTILE = [
    '"',
    "\\",
    "'",
    "<script>alert(1)</script>",
    "{{ x }}",
    "{% now %}",
    "]]",
    "=",
    "#",
    "é",
    "\u202e",
    "😀",
    "=1+1",
]


@pytest.fixture
def begun(world):
    """A programme in its diagnosis, without a questionnaire."""
    cast.at_phase(world.program, "diagnosis")
    world.step = cast.step(world.program, "diagnosis", world.alice)
    return world


def told(model):
    """Everything that a questionnaire says."""
    names = [*CONTENT, "number", "section", "section_title"]
    questions = [{name: getattr(one, name) for name in names} for one in model.questions]
    return (model.title, model.description, model.sections, questions, [(one.label, one.theme) for one in model.needs])


def words(chance, most=6):
    """A text that somebody might type, or wish to break something with."""
    return " ".join(chance.choice([*HOSTILE, "mot", "Où", "combien"]) for _ in range(chance.randint(1, most)))


def any_question(chance, number, section, earlier):
    """A question of any kind, with any settings that the kind has."""
    kind = chance.choice(KINDS)
    row = Question(number=number, section=section, key=f"k{number}", kind=kind.key, label=words(chance))
    row.help, row.required, row.allows_aloud = words(chance), chance.random() < 0.5, chance.random() < 0.5
    if "unit" in kind.settings:
        row.unit, row.with_year = words(chance, 1), chance.random() < 0.5
    labels = list(dict.fromkeys(f"{place} {words(chance)}" for place in range(chance.randint(2, 6))))
    if "options" in kind.settings:
        marks = PROPOSING[kind.key] is str
        row.options = labels if marks else [{"key": f"o{at}", "label": one} for at, one in enumerate(labels)]
    if "columns" in kind.settings:
        row.columns = [{"key": f"c{at}", "label": one, "kind": "number"} for at, one in enumerate(labels)]
    carriers = [one for one in earlier if one.kind == "yesno"]
    if carriers and chance.random() < 0.5:
        row.condition = {"question": chance.choice(carriers).key, "is": ["oui"]}
    return row


@pytest.mark.parametrize("seed", range(40))
def test_export_then_import_is_the_same_questionnaire(seed):
    chance = random.Random(seed)  # noqa: S311 (a seed to find the same case again)
    titles = [f"{place} {words(chance)}" for place in range(chance.randint(1, 5))]
    questions = []
    for section, title in enumerate(titles, 1):
        for _ in range(chance.randint(1, 8)):
            row = any_question(chance, len(questions) + 1, section, questions)
            row.section_title = title
            questions.append(row)
    needs = [Need(f"n{place}", f"{place} {words(chance)}", chance.choice(["", "strategy"])) for place in range(4)]
    model = ReadyMade(
        "x", words(chance), f"{words(chance)}\n\n  {words(chance)}\n{words(chance)}", titles, questions, needs
    )
    assert told(read(sources.as_toml(model))) == told(model)


def test_file_is_read_by_people_too():
    options = [{"key": "a", "label": "Toute l’année"}, {"key": "b", "label": "L’été"}]
    row = Question(
        number=1, section=1, section_title="Vous", key="quand", kind="choice", label="Quand ?", options=options
    )
    model = ReadyMade("x", "Besoins", "Une première ligne.\n\nUne autre, « accentuée ».", ["Vous"], [row], [])
    lines = sources.as_toml(model).splitlines()
    assert lines[0].startswith("# Un questionnaire de diagnostic.")
    place = lines.index('description = """')
    assert lines[place + 1 : place + 4] == ["Une première ligne.", "", 'Une autre, « accentuée »."""']
    assert '    { key = "a", label = "Toute l’année" },' in lines


@pytest.mark.parametrize("key", ["general", "culture", "sport-insertion"])
def test_ready_made_questionnaire_goes_through_a_file_unchanged(begun, sign_in, key):
    chosen = sources.choose_questionnaire(begun.step, key, by=begun.alice)
    browser = sign_in(begun.alice)
    answer = browser.get(begun.step.reverse("diagnosis:export_questionnaire"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/toml; charset=utf-8")
    assert told(read(answer.content.decode())) == told(ready_made()[key])
    upload = {"file": SimpleUploadedFile("q.toml", answer.content)}
    assert browser.post(begun.step.reverse("diagnosis:import_questionnaire"), upload).status_code == 302
    again = Questionnaire.objects.get()
    assert (again.pk != chosen.pk, told(sources.content_of(again))) == (True, told(ready_made()[key]))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xfe\x00", "n’est pas un texte en UTF-8"),
        (b"title = ", "une faute d’écriture"),
        (b"", "il manque « key »"),
        (b"#" * 200_001, "trop lourd"),
    ],
)
def test_file_that_cannot_be_used_says_why_and_changes_nothing(begun, sign_in, data, sentence):
    upload = {"file": SimpleUploadedFile("q.toml", data)}
    refused = sign_in(begun.alice).post(begun.step.reverse("diagnosis:import_questionnaire"), upload)
    assert (refused.status_code, sentence in text(refused)) == (200, True)
    assert Questionnaire.objects.count() == 0


def test_hostile_file_is_text(begun, sign_in):
    sources.start_blank(begun.step, "<script>alert(1)</script>", by=begun.alice)
    building.add_section(begun.step, "{{ title }}", by=begun.alice)
    data = {"label": "<img src=x onerror=alert(1)>", "kind": "short"}
    building.add_question(begun.step, data, ("{{ title }}", 0), by=begun.alice)
    browser = sign_in(begun.alice)
    exported = browser.get(begun.step.reverse("diagnosis:export_questionnaire")).content
    upload = {"file": SimpleUploadedFile("q.toml", exported)}
    assert browser.post(begun.step.reverse("diagnosis:import_questionnaire"), upload).status_code == 302
    for name in ("questionnaire", "build", "preview", "editions"):
        page = browser.get(begun.step.reverse(f"diagnosis:{name}")).content.decode()
        assert ("<script>alert" in page, "<img src=x" in page) == (False, False)


def test_questionnaire_of_a_former_programme_is_copied_without_answers(asked, sign_in):
    send(asked, asked.cine_response)
    source = Questionnaire.objects.get()
    later = cast.program("Suite", asked.lille)
    cast.at_phase(later, "diagnosis")
    step = cast.step(later, "diagnosis", asked.alice)
    browser = sign_in(asked.alice)
    assert str(asked.program) in text(browser.get(step.reverse("diagnosis:questionnaire")))
    copied = browser.post(step.reverse("diagnosis:copy_questionnaire"), {"source": source.public_id})
    assert copied.status_code == 302
    twin = later.questionnaire
    assert told(sources.content_of(twin)) == told(sources.content_of(source))
    assert (Answer.objects.filter(question__questionnaire=twin).count(), twin.sent_on) == (0, None)
    assert needs_to_weigh(later).count() == needs_to_weigh(asked.program).count()


def test_questionnaire_of_others_is_not_copied(asked, sign_in):
    theirs = cast.program("Ailleurs", asked.arras)
    cast.at_phase(theirs, "diagnosis")
    other = cast.step(theirs, "diagnosis", asked.chloe)
    assert str(asked.program) not in text(sign_in(asked.chloe).get(other.reverse("diagnosis:questionnaire")))
    source = {"source": Questionnaire.objects.get().public_id}
    assert sign_in(asked.chloe).post(other.reverse("diagnosis:copy_questionnaire"), source).status_code == 404


def test_questionnaire_that_was_sent_is_not_replaced(alice, asked, address):
    before = Questionnaire.objects.get().pk
    for name, data in (("start_blank", {"title": "Autre"}), ("import_questionnaire", {})):
        upload = {"file": SimpleUploadedFile("q.toml", sources.as_toml(ready_made()["general"]).encode())}
        refused = alice.post(address(name), data or upload)
        assert "ne se remplace plus" in text(refused)
    assert Questionnaire.objects.get().pk == before


def test_needs_leave_with_the_questionnaire_that_brought_them(begun):
    sources.choose_questionnaire(begun.step, "general", by=begun.alice)
    sources.choose_questionnaire(begun.step, "culture", by=begun.alice)
    assert needs_to_weigh(begun.program).count() == len(ready_made()["culture"].needs)
    sources.start_blank(begun.step, "Rien", by=begun.alice)
    assert needs_to_weigh(begun.program).count() == 0
