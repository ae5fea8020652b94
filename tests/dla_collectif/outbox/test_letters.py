"""A mail as it leaves: nothing typed becomes a header, a link or HTML; text and HTML say the same."""

from email import message_from_bytes, policy

import pytest

from dla_collectif.outbox import actions, letters
from dla_collectif.outbox.kinds import Words, fill, filled, kinds
from dla_collectif.outbox.models import Text
from dla_collectif.services.refusals import Refusal

HOSTILE = "Titre\r\nBcc: tous@example.org\n\n<script>alert(1)</script> [click](https://mal.example) {lien} {{ 1 }}"


def as_sent(message):
    return message_from_bytes(letters.compose(message).message().as_bytes(), policy=policy.default)


def post(world, **words):
    kind = kinds()["diagnostic-engagement"]
    words = {"accompagnement": "Cinéma", "structure": "Ciné-Club", **words}
    return actions.post(kind, to=world.denis, key="cle", words=words, link="/espace/", by=world.alice)


def test_title_with_line_breaks_adds_no_header(world):
    mail = as_sent(post(world, structure=HOSTILE))
    assert (mail["Bcc"], mail["To"]) == (None, world.denis.email)
    assert "\n" not in mail["Subject"]


def test_name_with_commas_and_quotes_is_one_sender(world):
    world.alice.person.first_name = 'Alice "la, grande"\r\nBcc: x@example.org'
    message = post(world)
    mail = as_sent(message)
    assert [address.addr_spec for address in mail["From"].addresses] == ["ne-pas-repondre@example.org"]
    assert (mail["Bcc"], mail["Reply-To"].addresses[0].addr_spec) == (None, world.alice.email)


def test_what_was_typed_is_neither_html_nor_a_link(world):
    mail = as_sent(post(world, structure=HOSTILE, accompagnement=HOSTILE))
    html = mail.get_body(("html",)).get_content()
    assert ("<script" in html, 'href="https://mal.example' in html) == (False, False)
    assert "&lt;script&gt;" in html


def test_text_comes_first_and_both_lead_to_the_same_place(world):
    mail = as_sent(post(world))
    parts = [part.get_content_type() for part in mail.iter_parts()]
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    link = next(line for line in text.splitlines() if "/entrer/" in line)
    assert (parts, f'href="{link}"' in html, ">Lire la lettre</a>" in html) == (
        ["text/plain", "text/html"],
        True,
        True,
    )


def test_variables_are_replaced_once():
    assert fill("{a} {b} {lien}", {"a": "{b}", "b": "{lien}"}) == "{b} lien {lien}"


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_product_s_own_words_use_known_variables_alone(kind):
    kind.check(*kind.own_words)
    mail = filled(kind.own_words, kind.example_words)
    assert [name for name in kind.known if name != "lien" and f"{{{name}}}" in mail.subject + mail.body] == []


def test_empty_variable_takes_its_space_along():
    mail = filled(Words("Répondez {avant} : les besoins", "Un\n\n{rien}\n\nDeux {vide}."), {})
    assert mail == ("Répondez : les besoins", "Un\n\nDeux.\n")


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [
        ("Bonjour {prénom}", "{lien}", "subject"),
        ("Bonjour", "{lien} {{ settings.SECRET_KEY }} {mot}", "body"),
        ("Bonjour {lien}", "{lien}", "subject"),
        ("Bonjour", "Sans adresse", "body"),
    ],
)
def test_words_that_cannot_be_sent_are_refused(world, subject, body, field):
    row = Text(dla=world.lille, kind="diagnostic-engagement")
    with pytest.raises(Refusal) as no:
        actions.write_text(kinds()[row.kind], row, {"subject": subject, "body": body}, by=world.alice)
    assert (no.value.field, Text.objects.count()) == (field, 0)


def test_django_s_own_marks_are_plain_text(world):
    row = Text(dla=world.lille, kind="diagnostic-engagement")
    body = "{% load static %} {lien}"
    with pytest.raises(Refusal):  # a brace is a variable or nothing
        actions.write_text(kinds()[row.kind], row, {"subject": "Bonjour", "body": body}, by=world.alice)
