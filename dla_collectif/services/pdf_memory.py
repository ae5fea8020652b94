"""What the engine keeps in memory and never uses, spared in the child that prints: the bytes of a print stay the same.

* its own sheet gives each element six styles for notes and list marks: a fifth of the time, a third of the memory;
* each piece of a PDF, however small, carries four numbers that only those with an address need;
* what was laid out is full of cycles, and no cycle is looked for while a document is laid out (`pdf.main`): what an
  earlier turn left is let go before the pages are drawn, and the pages themselves before the file is put together.
"""

import gc

NOTES = {"class_selectors": ["footnote"]}  # of our style sheet
PSEUDO = {"footnote-call": NOTES, "footnote-marker": NOTES, "note-call": {}, "note-marker": {}, "note-callback": {}}
PSEUDO["marker"] = {"lower_local_name_selectors": ["li", "summary"]}


def spare(matcher) -> None:
    """Spare what can be before anything is read. `matcher`: that of the engine's own sheet."""
    spare_styles(matcher)
    spare_numbers()


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


def drawn(document, finisher, **options) -> bytes:
    """The PDF of a document of the engine's that is laid out."""
    gc.collect()

    def finish(document, pdf):
        finisher(document, pdf)
        document.pages.clear()
        gc.collect()

    return document.write_pdf(finisher=finish, **options)
