"""The map of the offer: which words of the state of play several associations share, and where nothing is told.

What people write is free text, so two associations overlap where they use the same word: « ateliers », « enfants ».
Words that one association alone uses stay in the table of the state of play.
"""

import re
import unicodedata
from dataclasses import dataclass

FACETS = (("activities", "Activités"), ("publics", "Publics"), ("places", "Lieux"), ("means", "Moyens"))
SHARED = 2  # associations that use a word, for it to be an overlap
MOST = 4  # words of a facet that are drawn
LARGE = 40  # associations; beyond, words are counted and not marked one by one
SHORTEST = 4  # letters of a word that says something by itself
SAYING_NOTHING = (
    "dans avec pour sans leur leurs chez plus deux trois quatre cinq sept huit neuf onze douze vingt trente cent mille "
    "personne autre autres entre tout tous toute toutes chaque plusieurs dont environ selon mise propre petit petite "
    "grand grande annee jour mois semaine compris aussi ainsi comme"
)
EMPTY = set(SAYING_NOTHING.split())
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(frozen=True)
class Row:
    """One association of the map. `marks`: for each word, whether it uses it, or None where nothing is told."""

    participation: object
    marks: list[bool | None]


class Offer(list):
    """The lines of a state of play, in their order, with the map that they draw."""

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """The facets that have common words, with these words, the most shared first."""
        return [(title, [word for word, _key in self._common[name]]) for name, title in FACETS if self._common[name]]

    @property
    def words(self) -> list[str]:
        """The words of all facets in their order: the columns."""
        return [word for _title, words in self.groups for word in words]

    @property
    def rows(self) -> list[Row]:
        """An association a row."""
        return [Row(line.participation, self._marks(line)) for line in self]

    @property
    def totals(self) -> list[int]:
        """How many use each word."""
        return [sum(1 for row in self.rows if row.marks[place]) for place in range(len(self.words))]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The words with how many use each: what is drawn of a group too large for a line each."""
        titles = [title for title, words in self.groups for _word in words]
        return [
            (f"{title}\u00a0: {word}", total)
            for title, word, total in zip(titles, self.words, self.totals, strict=True)
        ]

    @property
    def is_large(self) -> bool:
        """Whether a line for each association would fill pages."""
        return len(self) > LARGE

    def _marks(self, line) -> list[bool | None]:
        marks = []
        for name, _title in FACETS:
            text = getattr(line, name)
            keys = keys_of(text)
            marks += [key in keys if text.strip() else None for _word, key in self._common[name]]
        return marks

    @property
    def _common(self) -> dict[str, list[tuple[str, str]]]:
        """(word, its key) that at least `SHARED` associations use, by facet; read once."""
        if "common" not in self.__dict__:
            self.__dict__["common"] = {name: common(getattr(line, name) for line in self) for name, _title in FACETS}
        return self.__dict__["common"]


def common(texts) -> list[tuple[str, str]]:
    """The words that several texts share: as the first writes it, with its key; the most shared first."""
    seen = {}
    for text in texts:
        for key, word in keys_of(text).items():
            word, count = seen.get(key, (word, 0))
            seen[key] = (word, count + 1)
    shared = [(-count, key, word) for key, (word, count) in seen.items() if count >= SHARED]
    return [(word, key) for _count, key, word in sorted(shared)[:MOST]]


def keys_of(text) -> dict[str, str]:
    """The telling words of a text, by what makes two of them the same: no accent, no capital, no plural."""
    words = {}
    for found in WORD.findall(text):
        word = found.rpartition("’")[2].lower()
        plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
        key = plain.rstrip("sx")
        if len(key) >= SHORTEST and plain not in EMPTY and key not in EMPTY:
            words.setdefault(key, word)
    return words
