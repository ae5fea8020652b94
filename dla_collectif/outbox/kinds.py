"""Kinds of mail whose words can be changed: what each says, and the variables that its words may hold.

A text holds variables in braces (« {structure} »), found in a list and replaced in one pass: no engine ever runs what
somebody typed. The pieces of the house declare their kinds in a module `mails`, found late.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from django.conf import settings
from django.template.loader import get_template

from dla_collectif.services.refusals import Refusal

from .models import LINK, Message

VARIABLE = re.compile(r"( ?)\{([^{}\n]{0,60})\}")
NBSP = "\u00a0"
LONGEST_SUBJECT = 200
COMMON = {
    "lien": "le lien personnel de la personne, fait au moment de l’envoi",
    "accompagnement": "l’intitulé de l’accompagnement",
    "destinataire": "le prénom et le nom de la personne",
    "signature": "le nom de la personne qui écrit",
}
COMMON_EXAMPLES = {
    "accompagnement": "Cinéma et audiovisuel",
    "destinataire": "Denis Leroy",
    "signature": "Alice Martin",
}


class Words(NamedTuple):
    """The subject and the body of a mail, with their variables or with what these stand for."""

    subject: str
    body: str


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of mail: its key, its name in French, the template of the product's words (first line the subject).

    `variables` says in French what each stands for; `examples` are shown until a real mail of this kind has left.
    `reminds`: it counts among the mails that nobody gets twice in three days. `refresh` is asked at the moment of
    sending: the message's words as they are true by then, or None when there is no reason left to send it.
    """

    key: str
    title: str
    template: str
    variables: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    button: str = "Ouvrir"
    reminds: bool = False
    refresh: Callable[[Message], Words | None] | None = None

    @property
    def known(self) -> dict[str, str]:
        """Every variable that its words may hold, with its meaning."""
        return {**COMMON, **self.variables}

    @property
    def own_words(self) -> Words:
        """The product's words."""
        subject, _, body = get_template(self.template).template.source.strip().partition("\n")
        return Words(subject, body.strip())

    @property
    def example_words(self) -> dict[str, str]:
        """What the variables stand for, as long as nothing real is known."""
        return {**COMMON_EXAMPLES, **self.examples}

    def check(self, subject: str, body: str) -> None:
        """Raises Refusal, with the field, for words that cannot be sent."""
        for name, text in (("subject", subject), ("body", body)):
            unknown = next((found for _, found in VARIABLE.findall(text) if found not in self.known), None)
            if unknown is not None:
                raise Refusal(
                    f"{{{unknown}}} n’est pas une variable de ce message{NBSP}: "
                    f"choisissez parmi {', '.join(f'{{{each}}}' for each in self.known)}.",
                    name,
                )
        if LINK in subject:
            raise Refusal(f"{LINK} n’a pas sa place dans l’objet{NBSP}: gardez-le pour le texte.", "subject")
        if LINK in self.own_words.body and LINK not in body:
            raise Refusal(f"Gardez {LINK} dans le texte{NBSP}: c’est par lui que la personne entre.", "body")


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of mail that the house declares, by key, in the order of the rooms."""
    named = (f"{package}.mails" for package in [*settings.FURNITURE, *settings.PHASES])
    return {kind.key: kind for name in named if find_spec(name) for kind in import_module(name).KINDS}


def fill(text: str, words: Mapping[str, str]) -> str:
    """`text` with its variables replaced, once: what a word holds is never read again.

    A variable that stands for nothing takes the space before it along; a line of such variables alone goes.
    """

    def value(found):
        if found[2] == LINK[1:-1]:
            return found[0]
        inert = str(words.get(found[2], "")).replace(LINK, LINK[1:-1])
        return found[1] + inert if inert else ""

    lines = []
    for line in text.splitlines():
        filled = VARIABLE.sub(value, line)
        if filled.strip() or not line.strip():
            lines.append(filled.rstrip(" "))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def filled(text: Words, words: Mapping[str, str]) -> Words:
    """A mail as it will be read."""
    return Words(one_line(fill(one_line(text.subject), words)), fill(text.body, words) + "\n")


def one_line(text: str) -> str:
    """A header never holds a line break; French spaces stay."""
    return re.sub(r"[\x00-\x20\x7f\x85\u2028\u2029]+", " ", text).strip()[:LONGEST_SUBJECT]


def reminding() -> list[str]:
    """The keys of the kinds that remind."""
    return [kind.key for kind in kinds().values() if kind.reminds]
