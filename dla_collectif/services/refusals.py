"""What an action says when it must not be done."""

from abc import ABC, abstractmethod


class Refusal(Exception):
    """An act that cannot be done; carries the French sentence shown to the person, and the field it concerns if any."""

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Conflict(Refusal):
    """Somebody wrote the same row meanwhile; carries the row as it stands now."""

    def __init__(self, current):
        super().__init__(
            "Ce texte a été modifié pendant que vous écriviez. Les deux versions sont ci-dessous : "
            "reprenez ce qu’il faut garder, puis enregistrez."
        )
        self.current = current


class Detour(Exception, ABC):
    """Something comes first: the act was not done, nothing of it is kept, and `answer` says what to show.

    `answer(request)` returns a page, or None when what was missing is there by now and the act may be tried again.
    """

    @abstractmethod
    def answer(self, request):
        """The page to show instead, or None."""
