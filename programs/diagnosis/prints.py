"""The papers of the diagnosis, alcove by alcove."""

from .answering import prints as answering
from .commitment import prints as commitment
from .following import prints as following
from .reading import prints as reading
from .shared import prints as shared

PRINTS = [each for alcove in (following, answering, reading, shared, commitment) for each in alcove.PRINTS]
