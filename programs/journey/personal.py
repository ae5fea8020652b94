"""What a programme holds about people."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import Document

HOLDINGS = [
    Holding(
        Document,
        "Documents que vous avez remis",
        "by",
        {"accompagnement": "program__title", "titre": "title", "fichier": "filename", "le": "at"},
        Basis.MISSION,
        Kept.PROGRAM,
        "selon le niveau de lecture de chaque document",
    ),
]
