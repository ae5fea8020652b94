"""What the writers of both kinds of files do alike: the order of the blocks, the ranks of the headings, each picture once."""

from .blocks import Document, Heading, Paragraph, Picture, Table
from .looks import MARGINS


class Writer:
    """Walks a document; `heading`, `paragraph`, `table` and `contents` say each block in a file's own words."""

    def __init__(self, document: Document):
        self.document = document
        self.media: list[bytes] = []
        self.room = (297 if document.landscape else 210) - sum(MARGINS)  # the width of the text, in millimetres

    def text(self) -> str:
        """The whole text: the cover, the contents, the blocks."""
        document = self.document
        top = min((block.rank for block in document.blocks if isinstance(block, Heading)), default=1)
        told = [self.on_cover(block) for block in document.cover if not isinstance(block, Table)]
        told += [self.contents()] if document.contents else []
        begun = False
        for block in document.blocks:
            if isinstance(block, Heading):
                broken = (block.page and bool(begun or document.cover)) or (not begun and bool(document.contents))
                told.append(self.heading(block, min(block.rank - top + 1, 6), broken))
            else:
                told.append(self.table(block) if isinstance(block, Table) else self.paragraph(block))
            begun = True
        return "".join(told)

    def on_cover(self, block) -> str:
        """A block of the cover: its heading is the document's title, which no contents name."""
        return self.paragraph(Paragraph(block.spans, "title") if isinstance(block, Heading) else block)

    def stored(self, picture: Picture) -> int:
        """The number of a picture's file, from 1."""
        if picture.png not in self.media:
            self.media.append(picture.png)
        return self.media.index(picture.png) + 1

    def size(self, picture: Picture) -> tuple[float, float]:
        """How wide and high a picture is, in millimetres: never wider than the text."""
        wide = min(picture.millimetres, self.room)
        return wide, wide * picture.pixels[1] / max(picture.pixels[0], 1)
