"""When a question is asked: always, or only if an earlier one was answered in a certain way.

A condition is {"question": key of an earlier question, "is": [answers, as they are typed]}. It holds when that question
is itself asked and one of these answers was given. A condition on a question that is not there, or no longer, or not
earlier, is none: nothing that somebody wanted to ask is ever lost.
"""

from ..models import Answer
from .questions import kind_of

NBSP = "\u00a0"


def depends_on(question, questions):
    """The earlier question that `question` depends on; None when it is always asked."""
    if not question.condition:
        return None
    wanted = question.condition.get("question")
    earlier = (one for one in questions if one.key == wanted and one.number < question.number)
    found = next(earlier, None)
    return found if found is not None and kind_of(found).carries and question.condition.get("is") else None


def carriers(question, questions) -> list[tuple]:
    """What `question` may depend on: [(earlier question, [(what is typed, what is read)])]."""
    earlier = [one for one in questions if one.number < question.number and kind_of(one).carries]
    return [(one, kind_of(one).choices(one)) for one in earlier]


def problem(condition, question, questions) -> str:
    """What is wrong with a condition, in French; nothing when it is sound, or when there is none."""
    if not condition:
        return ""
    if not isinstance(condition, dict) or set(condition) != {"question", "is"}:
        return "Une condition dit une question et des réponses."
    proposed = {one.key: dict(choices) for one, choices in carriers(question, questions)}
    if condition["question"] not in proposed:
        return "Choisissez une question posée avant celle-ci, et dont les réponses sont proposées."
    answers = condition["is"]
    if not isinstance(answers, list) or not answers:
        return "Choisissez au moins une réponse."
    if not all(isinstance(one, str) and one in proposed[condition["question"]] for one in answers):
        return "Choisissez des réponses que cette question propose."
    return ""


def words(question, questions) -> str:
    """« Si vous avez répondu « oui » à la question 4 »; nothing when the question is always asked."""
    other = depends_on(question, questions)
    if other is None:
        return ""
    proposed = dict(kind_of(other).choices(other))
    told = [proposed[one] for one in question.condition["is"] if one in proposed]
    either = " ou ".join(f"«{NBSP}{one}{NBSP}»" for one in told)
    return f"Si vous avez répondu {either} à la question {other.number}" if told else ""


def asked(questions, answers) -> set[int]:
    """The keys of the rows of the questions asked to who gave `answers`: {question pk: Answer}."""
    found = set()
    for question in sorted(questions, key=lambda one: one.number):
        other = depends_on(question, questions)
        if other is None or (other.pk in found and holds(question.condition, other, answers.get(other.pk))):
            found.add(question.pk)
    return found


def holds(condition, other, answer) -> bool:
    """Whether the answer to the `other` question is one of those that the condition names."""
    if answer is None or answer.stance != Answer.Stance.ANSWERED:
        return False
    typed = kind_of(other).typed(other, answer.value)
    return bool(set(typed if isinstance(typed, list) else [typed]) & set(condition["is"]))


def awaited(questions) -> set[str]:
    """The keys of the questions on whose answers others wait."""
    return {one.condition["question"] for one in questions if one.condition.get("question")}
