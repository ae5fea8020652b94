"""What leaves of meetings: minutes and decisions with the everyday matter, attendance and workshops with the proofs."""

from django.db.models import Q

from programs.retention.matters import GONE, Matter
from programs.retention.rules import Lot

from .models import Attendance, Decision, Meeting, Minutes

WORKSHOPS = Q(meeting__kind=Meeting.Kind.WORKSHOP)
MATTERS = [
    Matter(Lot.WORKING, "comptes rendus de réunions", Minutes, "meeting__program", ~WORKSHOPS, {"text": GONE}),
    Matter(Lot.WORKING, "décisions de réunions", Decision, "meeting__program", ~WORKSHOPS, {"text": GONE, "by": None}),
    Matter(Lot.PROOFS, "comptes rendus d’ateliers", Minutes, "meeting__program", WORKSHOPS, {"text": GONE}),
    Matter(Lot.PROOFS, "décisions d’ateliers", Decision, "meeting__program", WORKSHOPS, {"text": GONE, "by": None}),
    Matter(Lot.PROOFS, "présences", Attendance, "meeting__program"),
]
