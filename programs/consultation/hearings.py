"""Who was heard, who remains to be heard: readings that the pages, the to-do and the report share."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from associations.models import PastSupport
from programs.journey.models import Participation
from programs.meetings.models import Attendance, Meeting

from .models import Hearing

PHASE = __package__.rpartition(".")[2]
Role, Present = Participation.Role, Attendance.State.PRESENT
# A hearing is one whatever the page it was planned from; the interviews of later steps are theirs.
OF_THIS_ROOM = Q(kind__in=Hearing.KINDS) & (Q(phase=PHASE) | Q(hearing__isnull=False))


def hearings(program):
    """The meetings with consultants and the interviews with partners, planned or held, with those on their lists."""
    lines = Attendance.objects.select_related("participation__organisation", "person").order_by("id")
    rows = Meeting.objects.filter(OF_THIS_ROOM, program=program).exclude(state=Meeting.State.CANCELLED)
    rows = rows.select_related("hearing").prefetch_related(Prefetch("attendances", lines, "listed"))
    return rows.order_by("starts_at", "id")


def with_said(rows):
    """With how many things were noted as said there (`said_count`)."""
    return rows.annotate(said_count=Count("contributions"))


def organisations_of(meeting) -> list:
    """The organisations heard at a meeting that was held; those expected at one that is planned. Each once."""
    held = meeting.state == Meeting.State.HELD
    lines = [line for line in meeting.listed if line.state == Present or not held]
    return list({line.participation.organisation_id: line.participation.organisation for line in lines}.values())


def heard(*roles):
    """The seats of these roles that were present at a hearing."""
    rows = Meeting.objects.filter(OF_THIS_ROOM, state=Meeting.State.HELD)
    there = Attendance.objects.filter(participation=OuterRef("pk"), state=Present, meeting__in=rows)
    return Participation.objects.filter(Exists(there), role__in=roles)


def consultancies_to_hear(program) -> dict:
    """Who led past supports of the programme's associations: {consultancy: {name of the association: [year]}}."""
    associations = Participation.objects.associations().filter(program=program).values("organisation")
    supports = PastSupport.objects.filter(dla__carried__program=program)  # what other DLA did is not told here
    supports = supports.filter(consultancy__isnull=False, association__organisation__in=associations)
    found = {}
    for support in supports.select_related("consultancy", "association__organisation").order_by(
        "consultancy__search", "year"
    ):
        known = found.setdefault(support.consultancy, {})
        known.setdefault(support.association.organisation.name, []).append(support.year)
    return found


def counted(number: int, noun: str) -> str:
    """« 3 consultants », « 1 institution »."""
    return f"{number} {noun}{'s' if number > 1 else ''}"
