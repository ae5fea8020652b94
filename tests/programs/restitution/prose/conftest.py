"""What the tests of the officer's text share: a walk at its last step, a chapter, a page that saves itself."""

import pytest

from tests import cast

ONE = "Le constat est né de plusieurs demandes voisines."
TWO = "Les consultants ont été réunis avant tout."
THREE = "Le groupe a écrit son cahier des charges."


@pytest.fixture
def walk(world):
    """The programme at its last step."""
    cast.at_phase(world.program, "restitution")
    return world


@pytest.fixture
def chapter_url(walk):
    """The address where the text of the first chapter is written."""
    return f"/accompagnements/{walk.program.public_id}/restitution/rapport/chapitres/scoping/"


class Page:
    """An open page that saves itself, as its script does."""

    def __init__(self, client, url, name, text="", version=0):
        self.client, self.url, self.name = client, url, name
        self.base, self.version, self.turn = text, version, 0

    def save(self, text, *, is_heard=True, **more):
        """Save by itself; with the base when it is asked. The answer is lost unless `is_heard`."""
        self.turn += 1
        told = {"text": text, "version": self.version, "page": self.name, "turn": self.turn, **more}
        answer = self.client.post(f"{self.url}enregistrer/", told)
        if answer.status_code == 409 and "needs" in answer.json():
            self.turn += 1
            told |= {"base_text": self.base, "turn": self.turn}
            answer = self.client.post(f"{self.url}enregistrer/", told)
        if answer.status_code == 201 and is_heard:
            self.version = answer.json()["version"]
            self.base = answer.json().get("values", {"text": text})["text"]
        return answer


@pytest.fixture
def open_page(sign_in, chapter_url):
    """`open_page(user, "nom")`: a page of the chapter, opened before anything was written or on what is given."""

    def make(user, name, **known):
        return Page(sign_in(user), chapter_url, f"page{name}0000", **known)

    return make
