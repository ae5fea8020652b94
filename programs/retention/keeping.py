"""What leaves of the corridor itself: who was warned. Documents are declared by the rooms that hand them out."""

from .matters import Matter
from .models import Warned
from .rules import Lot

MATTERS = [Matter(Lot.WORKING, "avis d’échéance", Warned)]
