"""Where a questionnaire comes from: a ready-made one, a blank page, a file, a former programme; and its own file."""

import tomli_w

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.journey.models import Program

from ..models import Question, Questionnaire, Response, needs_to_weigh
from . import conditions
from .files import CONTENT, BadQuestionnaire, Need, ReadyMade, new_key, read, ready_made

LARGEST = 200_000  # bytes of a file
HEADING = "# Un questionnaire de diagnostic. Ce fichier se relit tel quel : « Importer un fichier ».\n"
ALREADY = "Des associations sont déjà invitées à répondre : le questionnaire ne se remplace plus, il se modifie."


def choose_questionnaire(step, key, *, by) -> Questionnaire:
    """Copy a ready-made questionnaire into the programme, with its needs; until somebody is asked it replaces another.

    Raises Refusal for an unknown key, or once an association was invited to answer.
    """
    model = ready_made().get(key)
    if model is None:
        raise Refusal("Ce questionnaire n’existe pas : choisissez-en un dans la liste.")
    return install(step, model, f"a choisi le questionnaire « {model.title} »", key=key, by=by)


def start_blank(step, title, *, by) -> Questionnaire:
    """Begin with nothing but a title. Raises Refusal once an association was invited to answer."""
    return install(step, ReadyMade("", title, ""), f"a commencé le questionnaire « {title} »", by=by)


def import_questionnaire(step, data: bytes, *, by) -> Questionnaire:
    """Take a questionnaire from a file that this site wrote, or that somebody wrote like it.

    Raises Refusal, with the place and what to do, for a file that cannot be used.
    """
    if len(data) > LARGEST:
        raise Refusal(f"Ce fichier est trop lourd : {LARGEST // 1000} ko au plus.", "file")
    try:
        model = read(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal(
            "Ce fichier n’est pas un texte en UTF-8. Choisissez un fichier « .toml » exporté d’ici.", "file"
        ) from None
    except BadQuestionnaire as bad:
        raise Refusal(str(bad), "file") from None
    return install(step, model, f"a importé le questionnaire « {model.title} » d’un fichier", by=by)


def copy_questionnaire(step, source, *, by) -> Questionnaire:
    """Copy the questionnaire of another programme: its questions and its needs, no answer and nobody's name.

    `source`: a questionnaire that `by` may read.
    """
    told = f"a copié le questionnaire de « {source.program.title} »"
    return install(step, content_of(source), told, key=source.key, by=by)


def copiable(user, program):
    """The questionnaires of the other programmes that somebody's DLA carry, the newest first."""
    carried = Program.objects.carried_by(user).exclude(pk=program.pk)
    rows = Questionnaire.objects.filter(program__in=carried.order_by().values("pk")).select_related("program")
    return rows.order_by("-program__opened_on", "-pk")


def install(step, model: ReadyMade, told, *, key="", by) -> Questionnaire:
    """Put a questionnaire into a programme, in the place of one that nobody received. Raises Refusal."""
    if Response.objects.filter(participation__program=step.program).exists():
        raise Refusal(ALREADY)
    drop_questionnaire(step.program)
    kept = set(needs_to_weigh(step.program).values_list("text", flat=True))
    needs = [need for need in model.needs if need.label not in kept]
    questionnaire = Questionnaire(program=step.program)
    columns = {"key": key, "title": model.title, "introduction": model.description, "sections": model.sections}
    edit(questionnaire, {**columns, "brought": [need.label for need in needs]}, by=by)
    Question.objects.bulk_create(copy_of(question, questionnaire) for question in model.questions)
    Contribution.objects.bulk_create(need_of(step, need.label, need.theme, by) for need in needs)
    record(step, told, by=by)
    return questionnaire


def drop_questionnaire(program) -> None:
    """Take away a questionnaire that nobody received, and the needs that came with it."""
    former = Questionnaire.objects.filter(program=program).first()
    if former is not None:
        needs_to_weigh(program).filter(text__in=former.brought, ratings=None).delete()
        former.delete()


def copy_of(question, questionnaire) -> Question:
    """A row of its own, so that a later edit of the source alters no running diagnosis."""
    names = [*CONTENT, "number", "serial", "section", "section_title"]
    return Question(questionnaire=questionnaire, **{name: getattr(question, name) for name in names})


def need_of(step, text, theme, by) -> Contribution:
    """A need to weigh: nobody's in particular, readable by the group."""
    return Contribution(
        program=step.program,
        phase=step.key,
        kind=Contribution.Kind.NEED,
        theme=theme,
        text=text,
        visibility=Visibility.GROUP,
        said_on=clock.today(),
        edited_at=clock.now(),
        edited_by=by,
    )


# A file --------------------------------------------------------------------------------------------------------------
def content_of(questionnaire) -> ReadyMade:
    """What a questionnaire asks, without answers: its questions numbered afresh, its needs; two statements."""
    questions, filled = [], []
    for number, question in enumerate(Question.objects.filter(questionnaire=questionnaire), 1):
        if question.section_title not in filled:
            filled.append(question.section_title)
        one = copy_of(question, None)
        one.number = one.serial = number
        one.section = len(filled)
        questions.append(one)
    for one in questions:  # a condition on a question that was taken away, or moved after, is none
        one.condition = {} if conditions.problem(one.condition, one, questions) else one.condition
    taken, needs = set(), []
    for need in needs_to_weigh(questionnaire.program):
        taken.add(key := new_key(need.text, taken))
        needs.append(Need(key, " ".join(need.text.split())[:300], need.theme))
    key = questionnaire.key or new_key(questionnaire.title, set())
    return ReadyMade(
        key, questionnaire.title, questionnaire.introduction.strip(), questionnaire.sections, questions, needs
    )


def as_toml(model: ReadyMade) -> str:
    """A questionnaire as the file that `files.read` takes back; a text of several lines stands on several lines."""
    sections = [
        {"title": title, "questions": [as_table(one) for one in model.questions if one.section_title == title]}
        for title in model.sections
    ]
    needs = [{"key": need.key, "label": need.label, "theme": need.theme} for need in model.needs]
    told = {"key": model.key, "title": model.title, "description": model.description}
    return HEADING + tomli_w.dumps({**told, "sections": sections, "needs": needs}, multiline_strings=True)


def as_table(question) -> dict:
    """What a file says of one question; what is not needed is left out."""
    told = {"key": question.key, "kind": question.kind, "label": question.label}
    told |= {name: getattr(question, name) for name in ("help", "unit") if getattr(question, name)}
    told |= {"year": True} if question.with_year else {}
    told |= {name: value for name in ("options", "columns", "condition") if (value := getattr(question, name))}
    return told | {"required": question.required} | ({} if question.allows_aloud else {"aloud": False})
