"""What comes before any page: odd requests are refused in French, and never break the refusal itself."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast

pytestmark = pytest.mark.django_db
SIGN_IN = "/connexion/"


@pytest.fixture
def door(world):
    """Somebody who is signed in, with the checks that the tests' own client leaves out."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    cast.force_login(client, world.alice)
    return client


def is_french(answer) -> bool:
    """Whether an answer is a page of ours, in French."""
    return '<html lang="fr"' in answer.content.decode()


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "idna", "unknown", "hex", "rot13", "x" * 3000])
@pytest.mark.parametrize("path", [SIGN_IN, "/accompagnements/nouveau/", "/nulle-part/"])
def test_odd_charset_is_refused_with_a_page(door, path, charset):
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        body = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n+AGEA-%ff\xff\r\n--x--\r\n'
        answer = door.generic("POST", path, body, content_type=f"{kind}; charset={charset}")
        assert (answer.status_code in {400, 401, 403, 404}, is_french(answer)) == (True, True)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=\"a\"; filename*=x''%ff\r\n\r\n1",
        ),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Transfer-Encoding: base64\r\n"
            b'Content-Disposition: form-data; name="a"\r\n\r\n&&&\r\n--x--\r\n',
        ),
        ("multipart/form-data; boundary=" + "x" * 5000, b"--x"),
        ("application/json", b'{"a": [1'),
        ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("", b"\0\xff\xfe"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2001))),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * (2 * 1024 * 1024 + 1)),
    ],
)
@pytest.mark.parametrize("path", [SIGN_IN, "/accompagnements/nouveau/"])
def test_malformed_body_is_refused_with_a_page(door, path, kind, body):
    answer = door.generic("POST", path, body, content_type=kind)
    assert answer.status_code in {400, 401, 403, 413}
    assert is_french(answer)


@pytest.mark.parametrize(
    "host", ["ailleurs.example.org", "a b", "", "127.0.0.1:port", "x" * 300, "localhost@ailleurs.example.org", "é"]
)
def test_odd_host_is_refused_with_a_page(door, host):
    answer = door.get(SIGN_IN, headers={"Host": host})
    assert (answer.status_code, is_french(answer)) == (400, True)


@pytest.mark.parametrize("cookie", ["\0", "x" * 5000, "é", "a:b:c", "[[1]]"])
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
def test_odd_cookie_opens_nothing_and_breaks_nothing(cookie, name):
    client, sent = Client(raise_request_exception=False), {"Cookie": f"{name}={cookie}"}
    assert client.get("/bureau/", headers=sent).status_code == 302
    assert client.get(SIGN_IN, headers=sent).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/%00/",
        "/entrer/%00/",
        "/entrer/%ff/",
        "/accompagnements/%00/",
        "/documents/%2e%2e/",
        "/annuaire/?apres=%00",
        "/messages/?avant=%00",
        "/messages/?avant=" + "9" * 5000,
        "/annuaire/?apres=%ff",
        "/" + "a/" * 2000,
    ],
)
def test_odd_address_is_an_ordinary_page(door, path):
    assert door.get(path).status_code in {200, 404}


@pytest.mark.parametrize("number", ["0", "9" * 30, "9" * 5000])
def test_odd_number_in_an_address_is_an_ordinary_page(door, world, number):
    pid, oid = world.program.public_id, world.denis_seat.public_id
    path = f"/accompagnements/{pid}/diagnostic-des-besoins/saisie/{oid}/partie/1/"
    assert path == reverse("diagnosis:interview_part", args=[pid, oid, 1])
    assert door.get(path.replace("/1/", f"/{number}/")).status_code in {200, 302, 404}


@pytest.mark.parametrize("key", ["un\0deux", "x" * 5000, "é", "\u202e"])
def test_odd_form_key_breaks_nothing(world, sign_in, key):
    client = sign_in(world.alice)
    client.raise_request_exception = False
    answer = client.post("/accompagnements/nouveau/", {"form_key": key, "title": "Un essai", "dla": world.lille.pk})
    assert answer.status_code in {200, 302, 400}


def test_page_for_a_button_alone_says_so_in_french(world, sign_in):
    cast.at_phase(world.program, "specification")
    path = reverse("specification:add_clauses", args=[world.program.public_id])
    answer = sign_in(world.alice).get(path)
    assert (answer.status_code, answer["Allow"], is_french(answer)) == (405, "POST", True)


@pytest.mark.parametrize("key", ["un\0deux", "x" * 5000, "é", " "])
def test_odd_key_of_a_form_is_no_key(world, sign_in, key):
    assert sign_in(world.alice).post("/deconnexion/", {"form_key": key}).status_code == 302
