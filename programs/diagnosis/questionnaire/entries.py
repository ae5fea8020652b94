"""A questionnaire beside what one association answered: parts, questions, needs, what is missing."""

import json
from functools import cached_property

from ..models import AnswerFile, Questionnaire
from . import conditions
from .asked import AnswerEntry, Entry, RatingEntry
from .beside import all_asked, answer_beside, rating_beside


class Part:
    """A page of the questionnaire."""

    def __init__(self, number, title, entries, weighs=False):
        self.number, self.title, self.entries, self.weighs = number, title, entries, weighs

    @property
    def missing(self) -> list[Entry]:
        """What is expected here and not given."""
        return [entry for entry in self.entries if entry.is_missing]


class Sheet:
    """A programme's questionnaire, with what one association answered if `response` is given: two statements."""

    def __init__(self, program, response=None, *, by_dla=False):
        self.program, self.response, self.by_dla = program, response, by_dla
        self.questions, self.needs = all_asked(program, response)

    def __bool__(self):
        """Whether anything is asked."""
        return bool(self.questions or self.needs)

    @cached_property
    def questionnaire(self) -> Questionnaire | None:
        """The questionnaire itself; one statement for those who ask."""
        return Questionnaire.objects.filter(program=self.program).first()

    @cached_property
    def parts(self) -> list[Part]:
        """The parts in order; the needs are the last one."""
        is_given = self.response is not None
        answers = {question.pk: answer_beside(question) for question in self.questions} if is_given else {}
        ratings = {need.pk: rating_beside(need) for need in self.needs} if is_given else {}
        by_section: dict[int, Part] = {}
        for question in self.questions:
            part = by_section.setdefault(question.section, Part(question.section, question.section_title, []))
            part.entries.append(AnswerEntry(question, self.response, answers.get(question.pk)))
        last = len(by_section) + 1
        parts = [Part(number, part.title, part.entries) for number, part in enumerate(by_section.values(), 1)]
        if self.needs:
            weighed = [
                RatingEntry(need, self.response, ratings.get(need.pk), last, number)
                for number, need in enumerate(self.needs, 1)
            ]
            parts.append(Part(last, "Vos besoins", weighed, weighs=True))
        for part in parts:
            for entry in part.entries:
                entry.seal(self.response, self.by_dla)
        self.put_files(parts)
        self.put_conditions([entry for part in parts if not part.weighs for entry in part.entries], answers)
        return parts

    def put_files(self, parts) -> None:
        """Give each question that asks for files those that were put in; one statement if there are any."""
        entries = [entry for part in parts for entry in part.entries if entry.shape == "files" and not entry.sealed]
        holding = {entry.row.pk: entry for entry in entries if entry.row.value}
        for file in AnswerFile.objects.filter(answer__in=list(holding)) if holding else ():
            holding[file.answer_id].files.append(file)

    def put_conditions(self, entries, answers) -> None:
        """Say of each question whether it is asked, and on what that depends."""
        asked = conditions.asked(self.questions, answers)
        by_pk = {entry.question.pk: entry for entry in entries}
        awaited = conditions.awaited(self.questions)
        for entry in entries:
            entry.bears = bool(entry.question.condition) or entry.question.key in awaited
            other = conditions.depends_on(entry.question, self.questions)
            if other is not None:
                entry.is_asked = entry.question.pk in asked
                entry.condition_words = conditions.words(entry.question, self.questions)
                carrier = by_pk[other.pk]
                if carrier.part == entry.part and not carrier.sealed:
                    entry.depends_on = carrier.name, json.dumps(entry.question.condition["is"])
                entry.is_shut = not entry.is_asked and (entry.depends_on is None or carrier.is_shut)

    @cached_property
    def entries(self) -> list[Entry]:
        """Everything asked, in order."""
        return [entry for part in self.parts for entry in part.entries]

    @property
    def missing(self) -> list[Entry]:
        """What is expected and not given."""
        return [entry for entry in self.entries if entry.is_missing]

    @property
    def expected(self) -> int:
        """How many questions are expected to be answered."""
        return sum(getattr(entry, "is_expected", False) for entry in self.entries)

    @property
    def answered(self) -> int:
        """How many expected answers were given."""
        return sum(entry.counts for entry in self.entries)

    @property
    def last_saved(self):
        """When anything was last saved; None when nothing was."""
        return max((entry.row.edited_at for entry in self.entries if entry.is_stored), default=None)

    def part(self, number: str | int | None) -> Part:
        """A part by its number as an address says it; the first one for any other."""
        wanted = int(number) if str(number).isascii() and str(number).isdigit() and len(str(number)) < 4 else 1
        return next((part for part in self.parts if part.number == wanted), self.parts[0])


def parts_of(questions):
    """Questions grouped by part: [(title, [question])]."""
    parts = {}
    for question in questions:
        parts.setdefault(question.section_title, []).append(question)
    return list(parts.items())
