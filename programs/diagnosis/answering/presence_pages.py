"""Where the script of a questionnaire says where its reader is, and learns what colleagues wrote meanwhile."""

from django.http import HttpResponseNotAllowed, JsonResponse

from programs.journey.guards import phase_view

from . import presence as here
from .doors import own_door
from .pages import told_in_json


@told_in_json
@phase_view("phase.answer")
def presence(request, step):
    """Who else is here and where, and the answers that are newer than the page: 201, since it notes something."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    response = own_door(request, step).response
    others = here.note_presence(response, request.user, request.POST.get("field", ""))
    news = here.news(response, request.POST.get("known", ""))
    told = {
        "others": [{"field": one.field, "who": str(one.user)} for one in others],
        "news": [{**as_shown(entry), **here.who_and_when(entry.row, request.user)} for entry in news],
        "sent": response.is_sent,
    }
    return JsonResponse(told, status=201)


def as_shown(entry) -> dict:
    """An entry as its fields show it: {"name", "version", "values": {field: [text, …]}}."""
    values = {f"{entry.name}{end}": here.shown(entry.typed(end)) for end in entry.columns}
    return {
        "name": entry.name,
        "version": entry.version,
        "values": {name: value for name, value in values.items() if value is not None},
    }
