"""How each kind of paragraph looks, said once for both kinds of files; the names are those that word processors know."""

from dataclasses import dataclass

FONT = "Arial"  # what every word processor has, or has the like of: a typeface that is missing is replaced by any other
INK, MUTED, BRICK, PETROL, RULE = "1F2A37", "56606C", "A63F1C", "0B5C6B", "C9C3B5"
SHADES = {"heat-1": "E6ECEA", "heat-2": "BCD3D4", "heat-3": "8FBAC0", "heat-4": "6FA6AF"}  # black is read on each
MARGINS = (24, 20)  # left and right, in millimetres


@dataclass(frozen=True)
class Look:
    """A style: its name, that of OpenDocument if it knows one, points; `kept`: with what follows."""

    word: str
    odt: str
    size: float = 10
    before: float = 0
    after: float = 0
    colour: str = INK
    bold: bool = False
    italic: bool = False
    kept: bool = False
    indent: float = 0  # points
    rule: bool = False  # a line under it
    tab: str = ""  # "none" or "dotted": what leads to the right margin


LOOKS = {
    "Title": Look("Title", "Title", 30, 54, 10, bold=True),
    "Subtitle": Look("Subtitle", "Subtitle", 13, 0, 24, colour=MUTED, rule=True),
    "Heading1": Look("heading 1", "Heading_20_1", 18, 12, 8, bold=True, kept=True),
    "Heading2": Look("heading 2", "Heading_20_2", 13, 18, 6, bold=True, kept=True),
    "Heading3": Look("heading 3", "Heading_20_3", 11, 14, 4, bold=True, kept=True),
    "Heading4": Look("heading 4", "Heading_20_4", 10, 12, 3, bold=True, kept=True),
    "Heading5": Look("heading 5", "Heading_20_5", 10, 12, 3, bold=True, kept=True),
    "Heading6": Look("heading 6", "Heading_20_6", 10, 12, 3, bold=True, kept=True),
    "Lead": Look("Chapeau", "", 11.5, 0, 14, colour=MUTED),
    "Label": Look("Surtitre", "", 8.5, 8, 2, colour=BRICK, bold=True, kept=True),
    "Term": Look("Terme", "", 8.5, 8, 1, colour=MUTED, bold=True, kept=True),
    "Source": Look("Source", "", 8.5, 2, 8, colour=MUTED),
    "Letterhead": Look("Papier à en-tête", "", 8.5, 0, 3, colour=MUTED),
    "Edition": Look("Édition", "", 10, 18, 0),
    "Figure": Look("Figure", "", 10, 0, 2, kept=True),
    "Caption": Look("caption", "Caption", 9, 10, 4, bold=True, kept=True),
    "Quote": Look("Quote", "Quotations", 10.5, 8, 2, italic=True, kept=True, indent=14),
    "Voice": Look("Auteur de la citation", "", 8.5, 0, 8, colour=MUTED, indent=14),
    "Item": Look("List Paragraph", "", 10, 0, 4),
    "ContentsTitle": Look("TOC Heading", "Contents_20_Heading", 18, 0, 14, bold=True, kept=True),
    "TOC1": Look("toc 1", "Contents_20_1", 10, 3, 3, tab="dotted"),
    "Header": Look("header", "Header", 8, colour=MUTED),
    "Footer": Look("footer", "Footer", 8, colour=MUTED, tab="none"),
    "FootnoteText": Look("footnote text", "Footnote", 8.5, 0, 2, indent=12),
    "Cell": Look("Cellule", "", 9, 2, 2),
    "CellHead": Look("En-tête de cellule", "", 9, 2, 2, bold=True),
    "Gap": Look("Après un tableau", "", 4, 0, 4),
}
OF_PARAGRAPHS = {"text": "", "follow": "Item"}  # the others bear the name of their look


def look_of(style: str) -> str:
    """The name of the look of a paragraph's style; none is the text's."""
    return OF_PARAGRAPHS.get(style, style.capitalize())


def in_odt(look: str) -> str:
    """The name of a look's style in an OpenDocument text."""
    return LOOKS[look].odt or look if look else "Standard"
