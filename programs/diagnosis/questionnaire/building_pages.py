"""The pages where an officer writes the questionnaire: parts, questions, their order, their conditions."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from dla_collectif.services.refusals import Refusal
from programs.journey.guards import phase_view

from ..models import Question, Questionnaire
from ..pages import room_page
from . import building, conditions
from .building_forms import ConditionForm, MoveForm, QuestionForm, SectionForm
from .editions import has_answers, is_begun
from .questions import BY_KEY, KINDS, kind_of

STEPS = {"up": -1, "down": 1}


def found(step) -> Questionnaire:
    """The programme's questionnaire. Raises Http404."""
    return get_object_or_404(Questionnaire, program=step.program)


def asked(step, number) -> Question:
    """A question that is asked, by its serial. Raises Http404."""
    return get_object_or_404(Question, questionnaire__program=step.program, serial=number)


def home(step, question=None) -> str:
    """The page where the questionnaire is written, at a question if one is given."""
    return step.reverse("diagnosis:build") + (f"#q{question.serial}" if question else "")


@phase_view("phase.write")
def build(request, step):
    """The questionnaire as it is written: every part and question, with what may be done to them."""
    row = Questionnaire.objects.filter(program=step.program).first()
    if row is None:
        return redirect(step.reverse("diagnosis:questionnaire"))
    questions = list(Question.objects.filter(questionnaire=row))
    parts = {title: [] for title in row.sections}
    for question in questions:
        line = (question, kind_of(question), conditions.words(question, questions))
        parts.setdefault(question.section_title, []).append(line)
    context = {"questionnaire": row, "parts": list(parts.items()), "count": len(questions)}
    return room_page(
        request, step, "programs/diagnosis/questionnaire/build.html", begun=is_begun(step.program), **context
    )


# Parts ---------------------------------------------------------------------------------------------------------------
@phase_view("phase.write")
def add_section(request, step):
    """Add a part."""
    found(step)
    form = SectionForm(request.POST or None)
    if accepted(form, lambda data: building.add_section(step, data["title"], by=request.user)):
        return done(request, "La partie est ajoutée à la fin : donnez-lui des questions.", home(step))
    return form_page(request, form, title="Ajouter une partie", submit="Ajouter", step=step, cancel_url=home(step))


@phase_view("phase.write")
def rename_section(request, step, number):
    """Give a part another title."""
    sections = found(step).sections
    if not 0 < number <= len(sections):
        raise Http404("Cette partie n’existe pas.")
    was = sections[number - 1]
    form = SectionForm(request.POST or None, initial={"title": was, "was": was})

    def rename(data):
        building.rename_section(step, data["was"] or was, data["title"], by=request.user)

    if accepted(form, rename):
        return done(request, "La partie est renommée.", home(step))
    return form_page(request, form, title="Renommer la partie", submit="Renommer", step=step, cancel_url=home(step))


@phase_view("phase.write")
def section_gesture(request, step):
    """Move a part, or take an empty one away."""
    if request.method != "POST":
        return redirect(home(step))
    title, gesture = request.POST.get("title", ""), request.POST.get("gesture", "")
    if gesture == "remove":
        building.remove_section(step, title, by=request.user)
        return done(request, "La partie est retirée.", home(step))
    building.move_section(step, title, told_steps(gesture), by=request.user)
    return done(request, "La partie est déplacée : les questions sont renumérotées.", home(step))


def told_steps(gesture) -> int:
    """-1 or 1. Raises Refusal for anything that no button sends."""
    if gesture not in STEPS:
        raise Refusal("Ce geste n’existe pas : revenez au questionnaire.")
    return STEPS[gesture]


# Questions -----------------------------------------------------------------------------------------------------------
@phase_view("phase.write")
def add_question(request, step):
    """First the kind of answer, then the question."""
    sections = found(step).sections
    if not sections:
        return done(request, "Ajoutez d’abord une partie : chaque question est dans une partie.", home(step))
    kind, wanted = BY_KEY.get(request.GET.get("forme")), request.GET.get("partie", "")
    if kind is None:
        return kinds_page(request, step, "Ajouter une question", wanted)
    form = QuestionForm(request.POST or None, kind=kind, sections=sections, instance=Question())
    form.initial["section"] = sections[int(wanted) - 1] if wanted in numbers(sections) else sections[-1]

    def add(data):
        place = (data["section"], building.LAST)
        return building.add_question(step, form.columns_of_question | {"version": 1}, place, by=request.user)

    if accepted(form, add):
        return done(request, "La question est ajoutée.", home(step))
    title = f"Ajouter une question : {kind.label}"
    return form_page(request, form, title=title, submit="Ajouter", step=step, cancel_url=home(step))


def numbers(rows) -> list[str]:
    """The places of some rows, as addresses say them."""
    return [str(number) for number in range(1, len(rows) + 1)]


def kinds_page(request, step, title, wanted="", question=None):
    """The kinds of answer to choose from."""
    context = {"kinds": KINDS, "title": title, "wanted": wanted, "question": question, "home": home(step)}
    return room_page(request, step, "programs/diagnosis/questionnaire/kinds.html", **context)


@phase_view("phase.write")
def change_question(request, step, number):
    """Change a question; `?forme=` another kind of answer, `?formes=1` to choose it."""
    row = asked(step, number)
    if "formes" in request.GET:
        return kinds_page(request, step, f"Changer la forme de la question {row.number}", question=row)
    kind = BY_KEY.get(request.GET.get("forme")) or kind_of(row)
    form = QuestionForm(request.POST or None, kind=kind, answered=has_answers(row), instance=row)

    def change(data):
        building.change_question(step, row, form.columns_of_question, data.get("how"), by=request.user)

    if accepted(form, change):
        return done(request, "La question est modifiée.", home(step, row))
    return form_page(
        request,
        form,
        title=f"Modifier la question {row.number}",
        intro=f"Forme de réponse : {kind.label}.",
        submit="Enregistrer",
        step=step,
        cancel_url=home(step, row),
    )


@phase_view("phase.write")
def question_gesture(request, step, number):
    """Move a question one place, or copy it."""
    if request.method != "POST":
        return redirect(home(step))
    row, gesture = asked(step, number), request.POST.get("gesture", "")
    if gesture == "duplicate":
        twin = building.duplicate_question(step, row, by=request.user)
        return done(request, f"La copie est la question {twin.number} : modifiez-la.", home(step, twin))
    moved = building.shift_question(step, row, told_steps(gesture), by=request.user)
    return done(request, f"C’est maintenant la question {moved.number}.", home(step, moved))


@phase_view("phase.write")
def move_question(request, step, number):
    """Move a question anywhere, also into another part."""
    row = asked(step, number)
    groups = []
    others = list(Question.objects.filter(questionnaire=row.questionnaire).exclude(pk=row.pk))
    for at, title in enumerate(row.questionnaire.sections, 1):
        after = [(f"{at}-{one.serial}", f"Après : {one}"[:120]) for one in others if one.section_title == title]
        groups.append((title, [(f"{at}-0", "En premier dans cette partie"), *after]))
    form = MoveForm(request.POST or None, groups=groups)

    def move(data):
        at, serial = data["place"].split("-")
        place = (row.questionnaire.sections[int(at) - 1], int(serial))
        building.move_question(step, row, place, by=request.user)

    if accepted(form, move):
        return done(request, "La question est déplacée : les suivantes sont renumérotées.", home(step, row))
    title = f"Déplacer la question {row.number}"
    return form_page(request, form, title=title, intro=row.label, submit="Déplacer", step=step, cancel_url=home(step))


@phase_view("phase.write")
def remove_question(request, step, number):
    """Take a question away, once it is said what becomes of its answers."""
    row = asked(step, number)
    if request.method == "POST":
        kept = building.remove_question(step, row, by=request.user)
        told = "La question est retirée ; ses réponses restent lisibles." if kept else "La question est retirée."
        return done(request, told, home(step))
    questions = list(Question.objects.filter(questionnaire=row.questionnaire))
    dependents = [one for one in questions if conditions.depends_on(one, questions) == row]
    context = {"question": row, "answered": has_answers(row), "dependents": dependents, "home": home(step, row)}
    return room_page(request, step, "programs/diagnosis/questionnaire/remove_question.html", **context)


@phase_view("phase.write")
def condition(request, step, number):
    """When a question is asked: always, or after certain answers to an earlier one (`?de=` its serial)."""
    row = asked(step, number)
    questions = list(Question.objects.filter(questionnaire=row.questionnaire))
    carriers = conditions.carriers(row, questions)
    if request.method == "POST" and request.POST.get("gesture") == "always":
        building.set_condition(step, row, {}, by=request.user)
        return done(request, f"La question {row.number} est posée à toutes.", home(step, row))
    carrier, choices = next((pair for pair in carriers if str(pair[0].serial) == request.GET.get("de")), (None, ()))
    if carrier is None:
        context = {"question": row, "carriers": carriers, "words": conditions.words(row, questions)}
        return room_page(
            request, step, "programs/diagnosis/questionnaire/condition.html", home=home(step, row), **context
        )
    form = ConditionForm(request.POST or None, carrier=carrier, choices=choices, chosen=row.condition.get("is", ()))

    def ask_if(data):
        told = {"question": carrier.key, "is": data["answers"]}
        building.set_condition(step, row, told, by=request.user)

    if accepted(form, ask_if):
        return done(request, f"La question {row.number} n’est posée qu’après ces réponses.", home(step, row))
    title = f"Quand poser la question {row.number} ?"
    return form_page(
        request, form, title=title, intro=row.label, submit="Enregistrer", step=step, cancel_url=home(step)
    )
