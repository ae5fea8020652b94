"""The DLA's pages about one association's answers: it types for one, reads what was sent, looks at the form."""

from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render

from programs.journey.guards import phase_view

from ..models import Response
from ..questionnaire.entries import Sheet
from .doors import dla_door
from .forms import PartForm
from .pages import dla_door_to_read, part_page, read_page, save_one, save_whole, send_page, take_back, told_in_json


@phase_view("phase.write")
def interview(request, step, oid):
    """The same questionnaire, typed by the DLA from an interview or from paper."""
    door = dla_door(request, step, oid)
    if door.response is not None and door.response.is_sent:
        return redirect(step.reverse("diagnosis:response", oid))
    sheet = Sheet(step.program, door.response, by_dla=True)
    if not sheet:
        return redirect(step.reverse("diagnosis:questionnaire"))
    return part_page(request, door, sheet, PartForm(part=sheet.part(request.GET.get("partie"))))


@told_in_json
@phase_view("phase.write")
def interview_save(request, step, oid):
    """Save one field for an association."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return save_one(request, dla_door(request, step, oid, writing=True))


@phase_view("phase.write")
def interview_part(request, step, oid, number):
    """Save a whole part for an association."""
    return save_whole(request, dla_door(request, step, oid, writing=request.method == "POST"), number)


@phase_view("phase.write")
def interview_send(request, step, oid):
    """Send what was typed for an association."""
    return send_page(request, dla_door(request, step, oid, writing=request.method == "POST"))


@phase_view("phase.write")
def interview_reopen(request, step, oid):
    """Take back what was sent, to correct it."""
    return take_back(request, dla_door(request, step, oid, writing=request.method == "POST"))


@phase_view("phase.read")
def response(request, step, oid):
    """What an association sent; how far it is until then, and nothing of what it wrote."""
    rows = Response.objects.select_related("participation__organisation", "validated_by", "sent_by__person").filter(
        participation__program=step.program
    )
    row = get_object_or_404(rows, participation__public_id=oid)
    door = dla_door_to_read(step, row)
    sheet = Sheet(step.program, row) if row.is_sent else None
    return read_page(request, door, sheet)


@phase_view("phase.read")
def preview(request, step):
    """The questionnaire as an association sees it; nothing is saved."""
    sheet = Sheet(step.program)
    if not sheet:
        return redirect(step.reverse("diagnosis:questionnaire"))
    form = PartForm(part=sheet.part(request.GET.get("partie")))
    place = sheet.parts.index(form.part)
    around = {"previous": place, "following": place + 2 if place + 1 < len(sheet.parts) else 0}
    context = {"program": step.program, "part": form.part, "parts": sheet.parts, "crumbs": step.crumbs, **around}
    return render(
        request, "programs/diagnosis/answering/preview.html", {**context, "questionnaire": sheet.questionnaire}
    )
