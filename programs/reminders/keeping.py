"""What leaves of reminders: all of it, with the everyday matter."""

from programs.retention.matters import Matter
from programs.retention.rules import Lot

from .models import Reminded, Silence

MATTERS = [
    Matter(Lot.WORKING, "rappels envoyés", Reminded, "participation__program"),
    Matter(Lot.WORKING, "arrêts de rappels", Silence),
]
