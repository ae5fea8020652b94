"""A person with many traces asks to be erased: their name, address and telephone are nowhere, every figure stays."""

import io
import re
import shutil
import zipfile
from pathlib import Path

import pypdf
import pytest
from django.conf import settings as django_settings
from django.db import connection

from dla_collectif.accounts.models import User
from dla_collectif.directory.models import Affiliation, Person
from dla_collectif.journal.checking import faults, unguarded
from dla_collectif.outbox.delivery import deliver_due
from dla_collectif.outbox.models import Message
from dla_collectif.privacy import requests
from dla_collectif.services import clock
from dla_collectif.services.search import normalise
from programs.contributions.models import Contribution
from programs.diagnosis.models import Answer
from programs.journey import reports
from programs.journey.models import Document, Program
from programs.journey.progress import Journey
from programs.meetings.models import Minutes
from programs.selection.models import Choice, Interest, Score, SealedContent
from tests import tampering

from .crawl import Walker, visits
from .matrix import MATRIX
from .moments import undone

pytestmark = pytest.mark.django_db
PHONE = "03 20 11 22 33"
FROZEN = {SealedContent: "team", Score: "comment", Interest: "text", Choice: "reasons"}

NAMED = {
    "directory_person",
    "journal_entry",
    "journey_document",
    "outbox_message",
    "meetings_minutes",
    "diagnosis_answer",
}
ROOMS = tuple({f"{name.partition(':')[0]}:" for name in MATRIX} - {"outbox:", "reminders:"}) + ("outbox:list",)


def dump() -> dict[str, str]:
    """Every column of every table as text, by table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 — names of our own tables
            found[table] = "\n".join(str(value) for row in cursor.fetchall() for value in row if value)
    return found


def traces(text, words) -> list[str]:
    """Which of `words` a text holds, accents, case and what stands between left aside; JSON's own escapes read."""
    plain = normalise(re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text))
    return [word for word in words if f" {word} " in f" {plain} "]


def told_of(person) -> list[str]:
    """How a person is looked for."""
    first, last = normalise(person.first_name), normalise(person.last_name)
    digits = re.sub(r"\D", "", PHONE)
    return [f"{first} {last}", f"{last} {first}", normalise(person.email), digits, normalise(PHONE)]


def sown(person, program) -> None:
    """The person is named where people type names: texts of others, answers, minutes, what is closed for good."""
    name = f"{person.last_name.upper()}, {person.first_name}"
    Person.objects.filter(pk=person.pk).update(phone=PHONE)
    said = Contribution.objects.filter(program=program).first()
    Contribution.objects.filter(pk=said.pk).update(
        text=f"{said.text} Voir {person} ({person.email}, +33 3.20.11.22.33)."
    )
    minutes = Minutes.objects.filter(meeting__program=program).first()
    Minutes.objects.filter(pk=minutes.pk).update(text=f"{minutes.text}\nPrésents : M. {name}, +33 3.20.11.22.33.")
    answer = Answer.objects.filter(response__participation__program=program).first()
    Answer.objects.filter(pk=answer.pk).update(value={"texte": [f"{name} : {PHONE}"], str(person): "é"})
    with tampering.lifted(*FROZEN):
        for model, column in FROZEN.items():
            model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**{column: f"Dit par {name}."})


def text_of(answer) -> str:
    """What a file or a page says, compressed or not."""
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    return read(content)


def read(content: bytes) -> str:
    """The words of a file: PDF, spreadsheet, calendar, page."""
    if content[:4] == b"%PDF":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return content.decode("utf-8", "replace").replace("\r\n ", "")


def figures(program, reader) -> list[str]:
    """Every number of every report of a programme, in order; a pseudonym's own signs are none."""
    journey = Journey(Program.objects.visible_to(reader).get(pk=program.pk))
    html = "".join(reports.step_html(step) for step in journey.steps)
    return re.findall(r"\d+", re.sub(r"Personne effacée \w+|efface-\w+|\+33 [\d.]+|téléphone effacé", "", html))


@pytest.fixture
def everything(played, settings, django_capture_on_commit_callbacks):
    """Denis asks, both DLA agree, the mail leaves, the worker erases. `words`: how he is looked for."""
    settings.EMAIL_BACKEND = "dla_collectif.outbox.folder.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.VAR_DIR / "mail"
    settings.MEDIA_ROOT = shutil.copytree(played.media, settings.VAR_DIR / "media")  # its own: files are not undone
    people = {name: User.objects.get(email=f"{name}@example.org") for name in ("denis", "farid", "sabine", "alice")}
    denis, program = people["denis"], played.programs["lille"]
    played.words, played.reader = told_of(denis.person), people["alice"]
    with undone():
        sown(denis.person, program)
        successor = Person.objects.create(first_name="Lina", last_name="Suivante")
        Affiliation.objects.create(person=successor, organisation=denis.person.affiliations.first().organisation)
        denis.refresh_from_db()
        played.before = figures(program, people["alice"])
        played.counts = {model: model.objects.count() for model in (Contribution, Answer, Document, Score, Affiliation)}
        played.named = {table for table, text in dump().items() if traces(text, played.words)}
        asked = requests.ask_erasure(denis.person, f"Merci, {denis}.", by=denis)
        for name in ("farid", "sabine"):
            requests.accept_erasure(asked, by=people[name])
        Message.objects.exclude(to=denis).filter(state="queued").update(state="dropped")
        Message.objects.filter(key=requests.key_of(asked)).update(due_at=clock.now())
        assert deliver_due() == 1
        played.mailed = len(list(Path(settings.EMAIL_FILE_PATH).glob("*.eml")))
        with django_capture_on_commit_callbacks(execute=True):
            assert requests.erase_accepted() == 1
        played.program = program
        yield played


def test_nothing_of_them_remains_and_everything_else_does(everything):
    words, program = everything.words, everything.program
    assert {
        "directory_person",
        "journal_entry",
        "journey_document",
        "outbox_message",
        "meetings_minutes",
    } <= everything.named
    assert {"diagnosis_answer", *(model._meta.db_table for model in FROZEN)} <= everything.named
    assert {table: found for table, text in dump().items() if (found := traces(text, words))} == {}
    assert everything.mailed == 1
    files = [
        path
        for root in (django_settings.MEDIA_ROOT, django_settings.VAR_DIR)
        for path in Path(root).rglob("*")
        if path.is_file()
    ]
    assert [path.name for path in files if traces(read(path.read_bytes()), words)] == []
    assert "erasures.jsonl" in {path.name for path in files}
    assert (faults(), unguarded()) == ([], [])
    assert figures(program, everything.reader) == everything.before
    assert {model: model.objects.count() for model in everything.counts} == everything.counts


def test_no_page_print_or_export_names_them_to_an_officer(everything):
    walker, found, count = Walker(everything.reader, "officer"), [], 0
    for _, path, answer in visits(walker, everything.program, ROOMS):
        count += answer.status_code == 200
        if answer.status_code == 200 and traces(text_of(answer), everything.words):
            found.append(path)
    assert (found, walker.faults, count > 100) == ([], [], True)


def test_frozen_edition_says_that_it_was_redacted(everything):
    editions = Document.objects.exclude(redacted_on=None)
    assert editions.count() > 0
    for document in editions:
        assert f"{document.sha256} (édition expurgée le" in document.html
        assert not reports.is_intact(document)
    untouched = Document.objects.filter(kind="report", redacted_on=None)
    assert untouched.count() > 0
    assert all(reports.is_intact(document) for document in untouched)
