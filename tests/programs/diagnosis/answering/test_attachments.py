"""Files that answer a question: who puts them in, who reads them, what remains of them."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dla_collectif.services import files
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.answering import attachments
from programs.diagnosis.models import AnswerFile, Question
from programs.retention import matters
from programs.retention.rules import Lot

from ..conftest import response_of, text

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 statuts"


@pytest.fixture
def asking(asked, settings, tmp_path):
    """The first question asks for files."""
    settings.MEDIA_ROOT = tmp_path
    Question.objects.filter(number=1).update(kind="file", label="Vos statuts", options=[])
    return asked


def upload(name="statuts.pdf", content=PDF):
    """What a browser sends."""
    return SimpleUploadedFile(name, content)


def photo(**options):
    """A photo with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone"
    exif[0x0112] = 6  # on its side
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif, **options)
    return out.getvalue()


def put(client, address, name="statuts.pdf", content=PDF, **data):
    """Hand a file in on the question's page."""
    return client.post(address("own_files", 1), {"file": upload(name, content), **data})


def status(client, path):
    """What a file's address answers."""
    answered = client.get(path)
    if answered.streaming:
        b"".join(answered.streaming_content)
    return answered.status_code


def names(response):
    """The files of an answer, in order."""
    return [file.filename for file in AnswerFile.objects.filter(answer__response=response)]


def test_file_is_an_answer_and_is_read_by_its_association(asking, denis, address):
    before = asking.cine_response.expected
    put(denis, address)
    response = response_of(asking.denis_seat)
    file = AnswerFile.objects.get()
    assert (response.answered, response.expected, file.answer.value) == (1, before, [file.public_id])
    page = denis.get(address("answer"), {"partie": 1})
    assert address("own_answer_file", file.public_id) in page.content.decode()
    got = denis.get(address("own_answer_file", file.public_id))
    assert got.getvalue() == PDF
    assert "attachment" in got["Content-Disposition"]
    assert "sandbox" in got["Content-Security-Policy"]


def test_file_of_another_association_is_not_there(asking, denis, address, sign_in):
    put(denis, address)
    file = AnswerFile.objects.get()
    dora = sign_in(asking.dora)
    assert status(dora, address("own_answer_file", file.public_id)) == 404
    assert dora.post(address("remove_file", file.public_id)).status_code == 404
    assert AnswerFile.objects.count() == 1


def test_dla_reads_a_file_once_it_is_sent(asking, denis, alice, address):
    put(denis, address)
    file = AnswerFile.objects.get()
    assert status(alice, address("answer_file", file.public_id)) == 404
    interview = alice.get(address("interview_files", asking.denis_seat.public_id, 1))
    assert "statuts.pdf" not in interview.content.decode()
    assert alice.post(address("remove_answer_file", file.public_id)).status_code == 404
    answering.send_response(asking.step, response_of(asking.denis_seat), by=asking.denis)
    assert status(alice, address("answer_file", file.public_id)) == 200
    assert "statuts.pdf" in alice.get(address("response", asking.denis_seat.public_id)).content.decode()
    assert "statuts.pdf" in alice.get(address("results")).content.decode()


def test_dla_reads_what_it_put_in_itself(asking, alice, address, denis):
    where = address("interview_files", asking.denis_seat.public_id, 1)
    alice.post(where, {"file": upload()})
    file = AnswerFile.objects.get()
    assert file.origin == "interview"
    assert status(alice, address("answer_file", file.public_id)) == 200
    assert status(denis, address("own_answer_file", file.public_id)) == 200
    alice.post(address("remove_answer_file", file.public_id))
    assert not AnswerFile.objects.exists()


def test_dla_adds_nothing_to_what_the_association_answered_itself(asking, denis, alice, address):
    put(denis, address)
    refused = alice.post(address("interview_files", asking.denis_seat.public_id, 1), {"file": upload("autre.pdf")})
    assert "Sa réponse se lira quand elle l’aura envoyée." in text(refused)
    assert names(asking.cine_response) == ["statuts.pdf"]


def test_file_takes_the_place_of_another_which_is_destroyed(asking, denis, address, django_capture_on_commit_callbacks):
    put(denis, address)
    former = AnswerFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        put(denis, address, "nouveaux.pdf", replaces=former.public_id)
    assert names(asking.cine_response) == ["nouveaux.pdf"]
    assert not former.file.storage.exists(former.file.name)


def test_file_taken_out_is_destroyed_and_the_answer_is_missing_again(
    asking, denis, address, django_capture_on_commit_callbacks
):
    put(denis, address)
    file = AnswerFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        denis.post(address("remove_file", file.public_id))
    assert not file.file.storage.exists(file.file.name)
    response = response_of(asking.denis_seat)
    assert (response.answered, names(response)) == (0, [])


def test_sixth_file_says_to_replace_one(asking, denis, address):
    for number in range(5):
        put(denis, address, f"{number}.pdf")
    refused = put(denis, address, "6.pdf")
    assert "Il y a déjà 5 fichiers" in text(refused)
    assert len(names(asking.cine_response)) == 5


def test_sent_answer_takes_no_file(asking, denis, address):
    put(denis, address)
    answering.send_response(asking.step, response_of(asking.denis_seat), by=asking.denis)
    put(denis, address, "tard.pdf")
    denis.post(address("remove_file", AnswerFile.objects.get().public_id))
    assert names(asking.cine_response) == ["statuts.pdf"]


def test_photo_is_kept_upright_without_where_it_was_taken(asking, denis, address):
    put(denis, address, "salle.jpg", photo())
    with AnswerFile.objects.get().file.open("rb") as stored, Image.open(stored) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (20, 40), {})


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.heic", b"....ftypheic", "Cette photo est au format HEIC"),
        ("photo.jpg", b"\xff\xd8\xff no picture", "Cette image ne s’ouvre pas"),
        ("page.html", b"<script>", "Ce type de fichier n’est pas accepté"),
        ("statuts.pdf", b"MZ not a pdf", "n’est pas celui d’un document PDF"),
    ],
)
def test_file_that_cannot_be_kept_says_why(asking, denis, address, name, content, sentence):
    refused = put(denis, address, name, content)
    assert sentence in text(refused)
    assert not AnswerFile.objects.exists()


def test_file_too_heavy_says_how_much_is_allowed(asking, denis, address, monkeypatch):
    monkeypatch.setattr(files, "LIMIT", 10)
    assert "Ce fichier pèse" in text(put(denis, address))


def test_page_without_a_file_says_so(asking, denis, address):
    assert "Choisissez un fichier, ou prenez une photo." in text(denis.post(address("own_files", 1)))


def test_page_says_the_limit_before(asking, denis, address):
    assert "20 Mo au plus" in text(denis.get(address("own_files", 1)))


def test_question_that_asks_for_no_file_has_no_such_page(asking, denis, address):
    assert denis.get(address("own_files", 2)).status_code == 404
    assert denis.get(address("own_files", 999)).status_code == 404


def test_button_saves_the_part_then_goes_to_the_files(asking, denis, address):
    got = denis.post(address("save_part", 1), {"q4": "Un film.", "q4_version": "0", "ensuite": "q1"})
    assert got["Location"] == address("own_files", 1)
    assert response_of(asking.denis_seat).answers.get().value == "Un film."


def test_field_of_a_file_cannot_be_typed(asking, denis, address):
    refused = denis.post(address("save"), {"name": "q1", "value": "23456789abcdef", "version": "0"})
    assert refused.status_code == 422


def test_files_leave_with_the_answers(asking, denis, address):
    put(denis, address)
    matter = next(one for one in matters.matters(Lot.WORKING) if one.model is AnswerFile)
    assert matter.files == ("file",)
    assert matters.counts([(matter, [asking.program])]) == [{asking.program.pk: 1}]


def test_file_of_a_story_is_stored_like_any_other(asking):
    content = ContentFile(PDF, name="statuts.pdf")
    content.kind = files.check(content)
    attachments.add_file(asking.step, asking.cine_response, 1, content, by=asking.denis)
    assert names(asking.cine_response) == ["statuts.pdf"]
