"""How an officer writes a questionnaire: its parts, its questions, their order. Numbers follow the order, 1 to n."""

from django.db.models import Max
from django.utils.text import Truncator

from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from ..models import Indicator, Question, Questionnaire
from . import conditions
from .editions import has_answers, note_change, recount
from .files import CONTENT, MOST_QUESTIONS, MOST_SECTIONS, new_key

GONE = "Cette partie vient d’être renommée ou retirée : relisez le questionnaire."
FORM, OTHER = "form", "other"  # a correction of form; another question
LAST = -1  # as a serial to follow: the end of the part
NUMBERED = ["number", "section", "section_title"]


class Plan:
    """The parts of a questionnaire with their questions, in order; stored numbered. The row is locked meanwhile."""

    def __init__(self, step):
        self.questionnaire = Questionnaire.objects.select_for_update().filter(program=step.program).first()
        if self.questionnaire is None:
            raise Refusal("Choisissez ou commencez d’abord un questionnaire.")
        self.questionnaire.program = step.program
        self.parts = {title: [] for title in self.questionnaire.sections}
        for question in Question.objects.filter(questionnaire=self.questionnaire):
            self.parts.setdefault(question.section_title, []).append(question)

    @property
    def questions(self) -> list[Question]:
        """All of them in order."""
        return [question for questions in self.parts.values() for question in questions]

    def titled(self, title) -> list[Question]:
        """The questions of a part. Raises Refusal for a part that is gone."""
        if title not in self.parts:
            raise Refusal(GONE)
        return self.parts[title]

    def new_title(self, title) -> str:
        """A title that no other part has. Raises Refusal."""
        if title in self.parts:
            raise Refusal("Une autre partie porte déjà ce titre.", "title")
        return title

    def take(self, pk) -> Question:
        """A question, out of its place. Raises Refusal for one that is gone."""
        for questions in self.parts.values():
            for place, question in enumerate(questions):
                if question.pk == pk:
                    return questions.pop(place)
        raise Refusal("Cette question vient d’être retirée : relisez le questionnaire.")

    def put(self, question, place) -> None:
        """Put a question at a place: (title of the part, serial of the question that it follows or 0)."""
        title, after = place
        questions = self.titled(title)
        serials = [one.serial for one in questions]
        questions.insert(serials.index(after) + 1 if after in serials else len(questions) if after else 0, question)

    def reorder(self, titles) -> None:
        """The parts in another order."""
        self.parts = {title: self.parts[title] for title in titles}

    def store(self, *, by) -> None:
        """Number the questions and keep what changed: two statements at most."""
        moved, number = [], 0
        filled = [title for title, questions in self.parts.items() if questions]
        for title, questions in self.parts.items():
            for question in questions:
                number += 1
                told = {"number": number, "section": filled.index(title) + 1, "section_title": title}
                if any(getattr(question, name) != value for name, value in told.items()):
                    for name, value in told.items():
                        setattr(question, name, value)
                    moved.append(question)
        Question.objects.bulk_update([one for one in moved if one.pk], NUMBERED)
        if list(self.parts) != self.questionnaire.sections:
            edit(self.questionnaire, {"sections": list(self.parts)}, by=by)


def short(text) -> str:
    """The beginning of a question, between quotation marks."""
    return f"« {Truncator(text).chars(120)} »"


def finish(step, plan, sentence, journal, *, by) -> int:
    """Number, note the change, write the journal; returns the version that the change belongs to."""
    plan.store(by=by)
    number = note_change(plan.questionnaire, sentence, by=by)
    record(step, journal, by=by)
    return number


# Parts ---------------------------------------------------------------------------------------------------------------
def add_section(step, title, *, by) -> None:
    """Add a part at the end. Raises Refusal for a title that is taken, or too many parts."""
    plan = Plan(step)
    if len(plan.parts) >= MOST_SECTIONS:
        raise Refusal(f"Un questionnaire compte {MOST_SECTIONS} parties au plus.")
    plan.parts[plan.new_title(title)] = []
    plan.store(by=by)
    record(step, f"a ajouté au questionnaire la partie {short(title)}", by=by)


def rename_section(step, was, title, *, by) -> None:
    """Give a part another title. Raises Refusal for a part that is gone or a title that is taken."""
    plan = Plan(step)
    plan.titled(was)
    if title == was:
        return
    plan.new_title(title)
    plan.parts = {title if one == was else one: questions for one, questions in plan.parts.items()}
    told = f"{short(was)} devient {short(title)}"
    finish(step, plan, f"Partie renommée : {told}.", f"a renommé une partie du questionnaire : {told}", by=by)


def move_section(step, title, steps, *, by) -> None:
    """Move a part up (-1) or down (1), with its questions. Raises Refusal for one that is gone."""
    plan = Plan(step)
    plan.titled(title)
    titles = list(plan.parts)
    place = titles.index(title)
    titles.insert(max(place + steps, 0), titles.pop(place))
    if titles == list(plan.parts):
        return
    plan.reorder(titles)
    finish(step, plan, f"Partie déplacée : {short(title)}.", f"a déplacé la partie {short(title)}", by=by)


def remove_section(step, title, *, by) -> None:
    """Take an empty part away. Raises Refusal for one that holds questions."""
    plan = Plan(step)
    if plan.titled(title):
        raise Refusal("Cette partie contient des questions : déplacez-les ou retirez-les d’abord.")
    del plan.parts[title]
    plan.store(by=by)
    record(step, f"a retiré du questionnaire la partie {short(title)}", by=by)


# Questions -----------------------------------------------------------------------------------------------------------
def prepared(plan, question, *, by) -> Question:
    """A new question, ready to be put at its place. Raises Refusal when there are too many."""
    every = Question.ever.filter(questionnaire=plan.questionnaire)
    question.questionnaire = plan.questionnaire
    question.serial = (every.aggregate(last=Max("serial"))["last"] or 0) + 1
    question.key = question.key or new_key(question.label, set(every.values_list("key", flat=True)))
    question.edited_by = by
    return question


def add_question(step, data, place, *, by) -> Question:
    """Add a question. `data`: columns of `Question`; `place`: (title of the part, serial of the one before or 0)."""
    plan = Plan(step)
    if len(plan.questions) >= MOST_QUESTIONS:
        raise Refusal(f"Un questionnaire compte {MOST_QUESTIONS} questions au plus.")
    question = prepared(plan, Question(**data), by=by)
    plan.put(question, place)
    plan.store(by=by)
    question.save(force_insert=True)
    told = f"question {question.number}, {short(question.label)}"
    note_change(plan.questionnaire, f"Question {question.number} ajoutée : {short(question.label)}.", by=by)
    recount(step.program)
    record(step, f"a ajouté au questionnaire la {told}", by=by)
    return question


def duplicate_question(step, question, *, by) -> Question:
    """Copy a question just after itself, to be changed. Raises Refusal when there are too many."""
    data = {name: getattr(question, name) for name in CONTENT} | {"key": "", "label": f"{question.label[:290]} (copie)"}
    return add_question(step, data, (question.section_title, question.serial), by=by)


def change_question(step, question, data, how, *, by) -> Question:
    """Change a question; once it was answered, `how` says whether it stays the same one (`FORM`) or is `OTHER`.

    `data`: columns of `Question` and `version`. Raises Conflict, and Refusal for an answered question when `how` is not
    told, or says that the same answers stay while what could be answered has changed.
    """
    plan = Plan(step)
    before, answered = question.label, has_answers(question)
    if answered and how not in (FORM, OTHER):
        raise Refusal("Dites si c’est la même question, ou une autre.", "how")
    if answered and how == FORM and not fits(question, data):
        raise Refusal(
            "Des réponses ne tiendraient plus : la forme de réponse, l’unité ou une réponse proposée a changé. "
            "Choisissez « une autre question ».",
            "how",
        )
    if answered and how == OTHER:
        return replace_question(step, plan, question, data, by=by)
    edit(question, data, by=by)
    same = "" if question.label == before else f", devient {short(question.label)}"
    note_change(plan.questionnaire, f"Question {question.number} corrigée : {short(before)}{same}.", by=by)
    recount(step.program)
    record(step, f"a corrigé la question {question.number} du questionnaire : {short(question.label)}", by=by)
    return question


def fits(question, data) -> bool:
    """Whether the answers given still mean what they meant: nothing that could be answered is taken away."""
    for name in ("kind", "unit", "with_year", "columns"):
        if data.get(name, getattr(question, name)) != getattr(question, name):
            return False
    options = data.get("options", question.options)
    if any(isinstance(one, str) for one in [*options, *question.options]):  # marks: their number is the answer
        return len(options) == len(question.options)
    return {one["key"] for one in question.options} <= {one["key"] for one in options}


def replace_question(step, plan, question, data, *, by) -> Question:
    """Ask another question in the place of one that was answered; its answers stay with its words."""
    number = note_change(
        plan.questionnaire,
        f"Question {question.number} remplacée : {short(question.label)} devient {short(data['label'])}. "
        "Elle est posée de nouveau.",
        by=by,
    )
    kept = {name: getattr(question, name) for name in CONTENT}
    told = {name: value for name, value in data.items() if name != "version"}
    edit(question, {"retired_in": number, "version": data["version"]}, by=by)
    other = prepared(plan, Question(**kept | told), by=by)
    questions = plan.titled(question.section_title)
    questions[[one.pk for one in questions].index(question.pk)] = other
    plan.store(by=by)
    other.save(force_insert=True)
    recount(step.program)
    record(step, f"a remplacé la question {other.number} du questionnaire par {short(other.label)}", by=by)
    return other


def move_question(step, question, place, *, by) -> Question:
    """Move a question: `place` is (title of the part, serial of the question that it will follow, or 0)."""
    plan = Plan(step)
    moved = plan.take(question.pk)
    before = moved.number
    plan.put(moved, place)
    told = f"{short(moved.label)}, qui était la question {before}"
    finish(step, plan, f"Question déplacée : {told}.", f"a déplacé dans le questionnaire {told}", by=by)
    return moved


def shift_question(step, question, steps, *, by) -> Question:
    """Move a question one place up (-1) or down (1), into the next part when it is at the end of its own."""
    plan = Plan(step)
    titles = list(plan.parts)
    serials = [one.serial for one in plan.titled(question.section_title)]
    at, part = serials.index(question.serial), titles.index(question.section_title)
    if 0 <= at + steps < len(serials):
        rest = [serial for serial in serials if serial != question.serial]
        place = (question.section_title, rest[at + steps - 1] if at + steps else 0)
    elif 0 <= part + steps < len(titles):
        neighbours = plan.parts[titles[part + steps]]
        place = (titles[part + steps], neighbours[-1].serial if steps < 0 and neighbours else 0)
    else:
        return question
    return move_question(step, question, place, by=by)


def set_condition(step, question, condition, *, by) -> Question:
    """Say when a question is asked; {} for always. Raises Refusal for a condition that cannot be."""
    plan = Plan(step)
    if wrong := conditions.problem(condition, question, plan.questions):
        raise Refusal(wrong)
    edit(question, {"condition": condition}, by=by)
    told = conditions.words(question, plan.questions) or "elle est posée à toutes"
    note_change(plan.questionnaire, f"Question {question.number}, quand elle est posée : {told}.", by=by)
    recount(step.program)
    record(step, f"a changé quand la question {question.number} du questionnaire est posée", by=by)
    return question


def remove_question(step, question, *, by) -> bool:
    """Take a question away: one that was answered is retired with its answers. Returns whether it was.

    Raises Refusal for an indicator that nobody has told yet.
    """
    plan = Plan(step)
    gone = plan.take(question.pk)
    answered = has_answers(gone)
    if not answered and Indicator.objects.filter(question=gone).exists():
        raise Refusal("Cette question est un des indicateurs\u00a0: choisissez-en d’autres avant de la retirer.")
    stay = " Ses réponses restent lisibles." if answered else ""
    sentence = f"Question {gone.number} retirée : {short(gone.label)}.{stay}"
    number = note_change(plan.questionnaire, sentence, by=by)
    if answered:
        edit(gone, {"retired_in": number}, by=by)
    else:
        gone.delete()
    plan.store(by=by)
    recount(step.program)
    record(step, f"a retiré du questionnaire la question {short(gone.label)}", by=by)
    return answered
