"""What leaves of what was said: the words and who said them; how much was said stays."""

from programs.retention.matters import GONE, Matter
from programs.retention.rules import Lot

from .models import Contribution

MATTERS = [Matter(Lot.WORKING, "paroles recueillies", Contribution, emptied={"text": GONE, "person": None})]
