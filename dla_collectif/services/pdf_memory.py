"""What the engine keeps in memory and never uses, spared in the child that prints: the bytes of a print stay the same.

* its own sheet gives each element six styles for notes and list marks: a fifth of the time, a third of the memory;
* each piece of a PDF, however small, carries four numbers that only those with an address need;
* what was laid out is full of cycles, and no cycle is looked for while a document is laid out (`pdf.main`): in a long
  one, what an earlier turn left is let go before the pages are drawn, and the pages themselves before the file is put
  together;
* what is drawn is let go page by page: a drawing is some thousand pieces, and each line and each text some 35 figures.
"""

import gc

NOTES = {"class_selectors": ["footnote"]}  # of our style sheet
PSEUDO = {"footnote-call": NOTES, "footnote-marker": NOTES, "note-call": {}, "note-marker": {}, "note-callback": {}}
PSEUDO["marker"] = {"lower_local_name_selectors": ["li", "summary"]}

MANY = 60  # pages: with fewer, looking for what is left costs more than it gives back
PLACE = ("element", "element_tag", "style", "children")  # what the tree of the text asks of a line and of a text


def spare(matcher) -> None:
    """Spare what can be before anything is read. `matcher`: that of the engine's own sheet."""
    spare_styles(matcher)
    spare_numbers()
    spare_what_is_drawn()


def spare_styles(matcher) -> None:
    """Give notes and list marks a style where there are some."""
    kept = []
    for selector in matcher.other_selectors:
        for kind, named in PSEUDO.get(selector[3], {}).items():
            for name in named:
                getattr(matcher, kind).setdefault(name, []).append(selector)
        if selector[3] not in PSEUDO:
            kept.append(selector)
    matcher.other_selectors = kept


def spare_numbers() -> None:
    """A piece of a PDF begins with the numbers of its class, and has its own once it has an address."""
    from pydyf import Object

    Object.number, Object.offset, Object.generation, Object.free = None, 0, 0, "n"
    Object.__init__ = lambda self: None


def spare_what_is_drawn() -> None:
    """Once a page is drawn, its drawing is in few pieces; of its lines and texts only their place in the tree stays."""
    from weasyprint.document import Page
    from weasyprint.formatting_structure.boxes import LineBox, TextBox

    paint = Page.paint

    def paint_and_let_go(self, stream, scale=1):
        paint(self, stream, scale)
        stream.stream = packed(stream.stream)
        for box in list(self._page_box.descendants()):
            if isinstance(box, (LineBox, TextBox)):
                box.__dict__ = {name: vars(box)[name] for name in PLACE}

    Page.paint = paint_and_let_go


def packed(pieces) -> list:
    """The pieces of a drawing: one for all that stands between two marks, which `pdf_finish` looks at."""
    packed, run = [], []
    for piece in pieces:
        if isinstance(piece, bytes) and piece != b"BDC":
            run.append(piece)
        else:
            packed += [b"\n".join(run), piece] if run else [piece]
            run = []
    return [*packed, b"\n".join(run)] if run else packed


def drawn(document, finisher, **options) -> bytes:
    """The PDF of a document of the engine's that is laid out."""
    is_long = len(document.pages) > MANY
    if is_long:
        gc.collect()

    def finish(document, pdf):
        finisher(document, pdf)
        document.pages.clear()
        if is_long:
            gc.collect()

    return document.write_pdf(finisher=finish, **options)
