"""The pages where answers are given, sent and read: the association's, and what the DLA's (`typing_pages`) share."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render

from dla_collectif.services.forms import accepted, as_version
from dla_collectif.services.pages import done
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import plural
from programs.journey.guards import phase_view, shown_to_viewers

from ..models import Origin
from ..questionnaire.editions import added_since_sending, former_entries, put_former
from ..questionnaire.entries import Sheet
from . import actions as answering
from .doors import Door, own_door
from .forms import PartForm
from .marks import Mark, Overtaken
from .presence import by_another, name_writers, who_and_when

UNSENT = (
    "Ces réponses ne sont pas envoyées : ce qui est écrit se lira quand elles le seront. Le suivi dit où elles en sont."
)

UNDONE = "La validation de ces réponses est défaite : elles sont à valider de nouveau."


def holds_nothing_unsent(request, step) -> bool:
    """Whether the page holds no answer that the DLA may not read yet: they were sent, or nobody has begun."""
    response = own_door(request, step).response
    return response.is_sent or (response.opened_at is None and step.is_writable and "partie" not in request.GET)


def told_in_json(view):
    """A door that stays shut says so to the script that saves field by field."""

    @wraps(view)
    def told(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as no:
            return JsonResponse({"error": str(no)}, status=403)

    return told


# The association -----------------------------------------------------------------------------------------------------
@phase_view("phase.reply")
@shown_to_viewers(holds_nothing_unsent, UNSENT)
def answer(request, step):
    """An association's questionnaire: the welcome, a part to fill in, or what was sent."""
    door = own_door(request, step)
    is_over = door.response.is_sent or not step.is_writable
    if not is_over and door.response.opened_at is None and "partie" not in request.GET:
        return door_page(request, door, asked(Sheet(step.program)), "programs/diagnosis/answering/welcome.html")
    sheet = sheet_of(door)
    if is_over:
        return read_page(request, door, sheet)
    return part_page(request, door, sheet, PartForm(part=sheet.part(request.GET.get("partie"))))


@phase_view("phase.answer")
def start(request, step):
    """« Commencer »: the questionnaire is noted as opened."""
    door = own_door(request, step, writing=request.method == "POST")
    if request.method == "POST":
        answering.start_response(step, door.response, by=request.user)
    return redirect(door.back_url)


@told_in_json
@phase_view("phase.answer")
def save(request, step):
    """Save one field: 204 and its version, 409 with what somebody else wrote, 422 with what is wrong."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return save_one(request, own_door(request, step, writing=True))


@phase_view("phase.answer")
def save_part(request, step, number):
    """Save a whole part: how the questionnaire works without JavaScript."""
    door = own_door(request, step, writing=request.method == "POST")
    return save_whole(request, door, number)


@phase_view("phase.answer")
def send(request, step):
    """Before sending: what is missing, who will read what; then the one act."""
    return send_page(request, own_door(request, step, writing=request.method == "POST"))


@phase_view("phase.answer")
def reopen(request, step):
    """Take sent answers back."""
    return take_back(request, own_door(request, step, writing=request.method == "POST"))


# What both doors share -----------------------------------------------------------------------------------------------
def sheet_of(door) -> Sheet:
    """What was asked and answered. Raises Http404 for a programme without a questionnaire."""
    return asked(Sheet(door.step.program, door.response, by_dla=door.by_dla))


def asked(sheet) -> Sheet:
    """The sheet, if it asks anything. Raises Http404."""
    if not sheet:
        raise Http404("Il n’y a pas encore de questionnaire.")
    return sheet


def dla_door_to_read(step, row) -> Door:
    """The DLA's door to a response that is only read."""
    row.participation.program = step.program
    return Door(step, row.participation, row, Origin.INTERVIEW)


def door_page(request, door, sheet, template, status=200, **context):
    """A page about an association's answers."""
    context |= {
        "door": door,
        "step": door.step,
        "program": door.step.program,
        "sheet": sheet,
        "response": door.response,
    }
    context |= {"crumbs": door.crumbs, "organisation": door.seat.organisation}
    return render(request, template, context, status=status)


def part_page(request, door, sheet, form):
    """A part to fill in; 409 when somebody else wrote the same answers."""
    place = sheet.parts.index(form.part)
    name_writers([entry.row for entry in form.part.entries], request.user)
    for entry in form.part.entries:
        entry.said_by = by_another(entry.row, request.user)
    context = {
        "form": form,
        "part": form.part,
        "parts": progress(sheet, door),
        "has_previous": place > 0,
        "is_last": place == len(sheet.parts) - 1,
        "heading": heading(request),
        "form_id": f"reponse-{door.seat.public_id}-{form.part.number}",
        "action": door.url("save_part", form.part.number),
        "todo": [(entry, door.entry_url(entry)) for entry in sheet.entries if entry.is_missing or is_here(entry, form)],
        "missing": len(sheet.missing),
        "former": put_former(sheet),
    }
    status = 409 if form.conflict else 200
    return door_page(request, door, sheet, "programs/diagnosis/answering/part.html", status, **context)


def is_expected(entry) -> bool:
    """Whether an answer is awaited, given or not."""
    return entry.is_missing or (entry.is_given and (entry.weighs or entry.question.required))


def is_here(entry, form) -> bool:
    """Whether an awaited answer is asked on this page: the script says when it is missing again."""
    return entry in form.part.entries and is_expected(entry)


def progress(sheet, door) -> list[tuple]:
    """How far each part is: (part, its address, answers given, answers awaited)."""
    told = []
    for part in sheet.parts:
        awaited = sum(is_expected(entry) for entry in part.entries)
        told.append((part, door.part_url(part), awaited - len(part.missing), awaited))
    return told


def save_one(request, door):
    """Save one field by either door."""
    typed, name, mark = request.POST.getlist("value"), request.POST.get("name", ""), Mark.of(request.POST)
    version, was_validated = as_version(request.POST.get("version")), door.is_validated
    act = {"by": request.user, "origin": door.origin, "mark": mark}
    try:
        saved = answering.save_field(door.step, door.response, name, typed, version, **act)
    except answering.FieldConflict as lost:
        said = who_and_when(lost.current, request.user)
        return JsonResponse({"theirs": lost.theirs, "version": lost.current.version, **said}, status=409)
    except Overtaken:
        return JsonResponse({"overtaken": True}, status=409)
    except ValidationError as wrong:
        place = getattr(wrong, "place", None)
        told = {"error": wrong.messages[0]} | ({} if place is None else {"place": place})
        return JsonResponse(told, status=422)
    except Refusal as no:
        return JsonResponse({"error": no.sentence}, status=422)
    undone = {"X-Undone": "validation"} if was_validated and not door.is_validated else {}
    return HttpResponse(status=204, headers={"X-Version": str(saved), **undone})


def save_whole(request, door, number):
    """Save a part by either door, then go where one was going: to the next one, most often.

    What cannot be is shown on the page with all that was typed; who goes on knowingly (« sans ») has the rest saved.
    """
    if request.method != "POST":
        return redirect(door.url("answer", partie=number))
    if door.response.is_sent:
        raise Refusal(answering.SENT)
    sheet = sheet_of(door)
    form = PartForm(request.POST, part=sheet.part(number))
    refused, was_validated = form.refused, door.is_validated
    if "sans" in request.POST:
        form.leave_refused_out()
    save = answering.save_part
    if not accepted(
        form, lambda data: save(door.step, door.response, form.part, data, by=request.user, origin=door.origin)
    ):
        return part_page(request, door, sheet, form)
    stays = next((entry for entry in form.part.entries if entry.name == heading(request)), None)
    if stays is not None and stays.shape == "files":
        return redirect(door.url("files", stays.question.serial))
    if stays is not None:
        return redirect(f"{door.part_url(form.part)}#{stays.name}")
    undone = f" {UNDONE}" if was_validated and not door.is_validated else ""
    following = after_part(request, door, sheet, form.part)
    if refused:
        messages.warning(request, f"Partie {number} enregistrée, sauf {told_left(refused)}.{undone}")
        return redirect(following)
    return done(request, f"Partie {number} enregistrée.{undone}", following)


def heading(request) -> str:
    """Where the sender of a part was going: back (« avant »), to the sending, to a question; on, for anything else."""
    return request.POST.get("sans") or request.POST.get("ensuite") or "suite"


def after_part(request, door, sheet, part) -> str:
    """The address that comes after a part."""
    place = sheet.parts.index(part) + (-1 if heading(request) == "avant" else 1)
    if heading(request) == "envoyer" or place == len(sheet.parts):
        return door.send_url
    return door.part_url(sheet.parts[max(place, 0)])


def told_left(entries) -> str:
    """« 2 réponses à corriger, aux questions 10 et 11 »."""
    numbers = [str(entry.number) for entry in entries]
    what = "au besoin,aux besoins" if entries[0].weighs else "à la question,aux questions"
    which = " et ".join(part for part in (", ".join(numbers[:-1]), numbers[-1]) if part)
    count = "une réponse" if len(numbers) == 1 else f"{len(numbers)} réponses"
    return f"{count} à corriger, {plural(len(numbers), what)} {which}"


def send_page(request, door):
    """The page before sending, by either door; a sent one shows what was sent."""
    typed = door.by_dla and door.response is not None
    home = door.step.reverse("diagnosis:response", door.seat.public_id) if typed else door.url("answer")
    if door.response is None or door.response.is_sent:
        return redirect(home)
    if request.method == "POST":
        answering.send_response(door.step, door.response, by=request.user, origin=door.origin)
        return done(request, "Les réponses sont envoyées.", home)
    sheet = sheet_of(door)
    missing = [(entry, door.entry_url(entry)) for entry in sheet.missing]
    context = {"missing": missing, "parts": progress(sheet, door), "former": former_entries(sheet)}
    return door_page(request, door, sheet, "programs/diagnosis/answering/send.html", **context)


def take_back(request, door):
    """Reopen by either door."""
    if request.method == "POST" and door.response is not None:
        answering.reopen_response(door.step, door.response, by=request.user)
        return done(request, "Les réponses sont rouvertes : il faudra les envoyer de nouveau.", door.back_url)
    return redirect(door.url("answer"))


def read_page(request, door, sheet):
    """Answers to read."""
    added = added_since_sending(sheet) if sheet else []
    context = {"added": added, "may_add": any(entry.kind.has_field for entry in added)}
    context["former"] = former_entries(sheet) if sheet else []
    return door_page(request, door, sheet, "programs/diagnosis/answering/read.html", **context)
