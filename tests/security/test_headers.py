"""What every answer says to the browser, refusals and breakdowns too; cookies and HTTPS of a real installation."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dla_collectif.accounts.models import PersonalLink
from programs.journey import views
from tests import cast
from tests.test_settings import environment_of

pytestmark = pytest.mark.django_db
SAID = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "default-src 'self'"}


def missing(answer) -> list[str]:
    """The headers that an answer has not, or not as they must be."""
    policy = set(answer.headers.get("Content-Security-Policy", "").split("; "))
    wrong = [name for name, value in SAID.items() if answer.headers.get(name) != value]
    return wrong + sorted(POLICY - policy) + [each for each in policy if "unsafe" in each or "*" in each]


def answers(world, client, monkeypatch):
    """One answer of each kind: (its status, itself)."""
    client.raise_request_exception = False
    token = PersonalLink.issue(world.denis)[1]
    yield 200, Client().get("/connexion/")
    yield 200, Client().get(f"/entrer/{token}/")  # it names somebody, before anybody signed in
    yield 200, client.get("/bureau/")
    yield 302, client.get("/")
    yield 302, Client().get("/bureau/")
    yield 400, client.get("/connexion/", headers={"Host": "ailleurs.example.org"})
    kind = "application/x-www-form-urlencoded; charset=utf-7"
    yield 400, client.generic("POST", "/connexion/", b"a=1", content_type=kind)
    yield 401, Client().post("/accompagnements/nouveau/", {"title": "Un texte"})
    yield 403, Client(enforce_csrf_checks=True).post("/connexion/", {"mdp-email": "alice@example.org"})
    yield 404, client.get("/nulle-part/")
    yield 405, client.get(reverse("specification:add_clauses", args=[world.program.public_id]))
    monkeypatch.setattr(views, "render", None)
    yield 500, client.get("/bureau/")


def test_every_answer_says_what_the_browser_must_not_do(world, sign_in, monkeypatch):
    cast.at_phase(world.program, "specification")
    found = list(answers(world, sign_in(world.alice), monkeypatch))
    assert [answer.status_code for _, answer in found] == [status for status, _ in found]
    assert [(status, missing(answer)) for status, answer in found if missing(answer)] == []


def test_breakdown_tells_nothing_of_the_inside(world, sign_in, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("le secret de la panne")

    monkeypatch.setattr(views, "render", broken)
    client = sign_in(world.alice)
    client.raise_request_exception = False
    page = client.get("/bureau/").content.decode()
    assert ("La panne vient de chez nous" in page, "secret" in page, "Traceback" in page) == (True, False, False)


def test_page_with_the_secret_of_a_factor_is_kept_nowhere(world):
    """Whoever must set one up reads it before being signed in."""
    world.lille.requires_factor = True
    world.lille.save()
    client = Client()
    client.post("/connexion/", {"mdp-email": world.alice.email, "mdp-password": cast.PASSWORD})
    client.post("/connexion/second-facteur/")
    page = client.get("/connexion/second-facteur/")
    assert ('class="secret"' in page.content.decode(), page["Cache-Control"]) == (True, "no-store")


@pytest.mark.parametrize("path", [".git/config", ".env", "manage.py", "db.sqlite3", "var/secret-key", "static/../.env"])
def test_nothing_of_the_installation_is_served(path):
    assert Client().get(f"/{path}").status_code == 404


VISIT = """
import json, django
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
from django.test import Client
host = {"Host": "dla.example.org"}
plain, page = (Client().get("/connexion/", secure=secure, headers=host) for secure in (False, True))
told = {
    "to": plain["Location"],
    "hsts": page["Strict-Transport-Security"],
    "cookies": [morsel.OutputString() for morsel in page.cookies.values()],
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN,
                settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE],
}
print(json.dumps(told))
"""


def test_real_installation_speaks_https_alone_and_binds_its_cookies(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=settings.BASE_DIR,
        env=environment_of(tmp_path) | {"DJANGO_SETTINGS_MODULE": "dla_collectif.settings"},
        capture_output=True,
        text=True,
    )
    told = json.loads(run.stdout)
    assert told["to"] == "https://dla.example.org/connexion/"
    assert told["hsts"] == f"max-age={365 * 24 * 3600}; includeSubDomains; preload"
    assert told["session"] == ["__Host-sessionid", "/", None, True, True, "Lax"]
    (cookie,) = told["cookies"]
    assert cookie.startswith("__Host-csrftoken=")
    assert {"Path=/", "Secure", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
