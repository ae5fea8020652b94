"""What WeasyPrint's tagged PDF still lacks before strict readers and checkers are content; mended before it is written.

* a table over several pages becomes one table again, its repeated heads are decoration (WeasyPrint issue 2903);
* running heads and page numbers are decoration, no orphan content (WeasyPrint issue 1836);
* lists hold items alone, headings skip no rank, header cells say what they head;
* pictures say their description after their title, and do not ask to be smoothed;
* the metadata are readable without unpacking (PDF/A) and declare PDF/UA-1 beside PDF/A-3a.
"""

import re
from collections import defaultdict

import pydyf

SVG = "{http://www.w3.org/2000/svg}"
HEADING = re.compile("/H[1-6]")
SCOPES = {"row": "/Row", "rowgroup": "/Row"}
DECORATION = b"<</Type /Pagination>>"

# PDF/A wants every foreign property described beside its use: this is the description of `pdfuaid:part`.
UA_PART = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


class Finisher:
    """WeasyPrint's `finisher`: called with the laid-out document and the PDF about to be written."""

    def __init__(self, tree):
        self.descriptions = dict(described_pictures(tree))
        self.unknown_signs = set()  # what no font of this machine can draw

    def __call__(self, document, pdf):
        self.pdf = pdf
        self.unknown_signs.update(sign for font in document.fonts.values() for sign in font.missing)
        if self.unknown_signs:
            return  # it will be made again without them
        join_tables(self, document)
        self.flatten_lists()
        self.step_headings()
        self.describe()
        self.decorate()
        self.sharpen()
        self.declare()

    def get(self, reference):
        """The object behind a reference such as `b"12 0 R"`."""
        return self.pdf.objects[int(reference.split()[0])]

    def flatten_lists(self):
        """A list holds items alone: what groups them on the page (the `div` of a `dl`) is no step of the reading."""
        for thing in self.pdf.objects:
            if not isinstance(thing, pydyf.Dictionary) or thing.get("S") != "/L":
                continue
            kids = pydyf.Array()
            for reference in thing["K"]:
                kid = self.get(reference)
                is_step = kid["S"] in ("/LI", "/L", "/Caption") or any(isinstance(item, int) for item in kid["K"])
                inner = [reference] if is_step else kid["K"]
                for item in inner:
                    self.get(item)["P"] = thing.reference
                kids.extend(inner)
            thing["K"] = kids

    def step_headings(self):
        """No rank is skipped on the way down: a text that people wrote begins at h3 wherever it is printed."""
        above = 0
        for element in self.elements():
            if HEADING.fullmatch(str(element["S"])):
                above = min(int(element["S"][2]), above + 1)
                element["S"] = f"/H{above}"

    def elements(self):
        """The structure elements in the order they are read."""
        pile = list(self.get(self.pdf.catalog["StructTreeRoot"])["K"])
        while pile:
            element = self.get(pile.pop())
            if element.get("Type") == "/StructElem":
                yield element
                pile.extend(kid for kid in reversed(element.get("K", ())) if not isinstance(kid, int))

    def describe(self):
        """A picture's alternative is its title and its description, not its title alone."""
        for thing in self.pdf.objects:
            if isinstance(thing, pydyf.Dictionary) and thing.get("S") == "/Figure" and "Alt" in thing:
                title = thing["Alt"].string
                if self.descriptions.get(title):
                    thing["Alt"] = pydyf.String(f"{title.rstrip('.')}. {self.descriptions[title]}")

    def decorate(self):
        """Whatever is drawn and does not belong to the tree of the text is decoration."""
        told = self.told()
        numbers = self.get(self.get(self.pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
        parents = {numbers[index]: numbers[index + 1] for index in range(0, len(numbers), 2)}
        for number, reference in enumerate(self.pdf.page_references):
            stream = self.get(self.get(reference)["Contents"]).stream
            for index, item in enumerate(stream):
                if item != b"BDC" or "MCID" not in stream[index - 1]:
                    continue
                mark = stream[index - 1]["MCID"]
                if mark not in told[number]:
                    stream[index - 2], stream[index - 1] = b"/Artifact", DECORATION
                    self.get(parents[number][mark])["K"] = pydyf.Array()
                    parents[number][mark] = "null"

    def sharpen(self):
        """No picture asks to be smoothed where it is shown: PDF/A forbids it."""
        for thing in self.pdf.objects:
            if isinstance(thing, pydyf.Stream) and thing.extra.get("Subtype") == "/Image":
                thing.extra.pop("Interpolate", None)

    def told(self):
        """The marks of each page that a reader following the tree meets."""
        pages = {int(reference.split()[0]): number for number, reference in enumerate(self.pdf.page_references)}
        met = defaultdict(set)
        for element in self.elements():
            marks = {kid for kid in element.get("K", ()) if isinstance(kid, int)}
            if marks:
                met[pages[int(element["Pg"].split()[0])]] |= marks
        return met

    def declare(self):
        """Both standards, in metadata that no filter hides."""
        metadata = self.get(self.pdf.catalog["Metadata"])
        metadata.compress = False
        metadata.stream = [part.replace(b"</rdf:RDF>", UA_PART) for part in metadata.stream]


def described_pictures(tree):
    """(title, description) of each picture in an HTML tree."""
    for picture in tree.iter(f"{SVG}svg"):
        title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
        if title is not None and description is not None and title.text and description.text:
            yield title.text, description.text.strip()


def join_tables(finisher, document):
    """Name what each header cell heads, then make one table of the pieces that page breaks left."""
    pieces = defaultdict(list)
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.element_tag != "table" or getattr(box, "is_table_wrapper", False) or box.element is None:
                continue
            cells = list(_cells(box))
            for cell in cells:
                if cell.mark["S"] == "/TH":
                    cell.mark["A"]["Scope"] = SCOPES.get(cell.element.get("scope"), "/Column")
            if cells:
                pieces[id(box.element)].append((_table(finisher, cells[0].mark), cells))
    for (first, _cells_of_first), *others in pieces.values():
        for piece, cells in others:
            _join(finisher, first, piece, cells)


def _cells(box):
    """The cells of a table, not those of a table inside it."""
    for child in box.children:
        if getattr(child, "mark", None) is not None:
            yield child
        elif child.element_tag in ("thead", "tbody", "tfoot", "tr"):
            yield from _cells(child)


def _table(finisher, element):
    """The table that a structure element is in."""
    while element["S"] != "/Table":
        element = finisher.get(element["P"])
    return element


def _join(finisher, first, piece, cells):
    """Hang the rows of a later piece under the first; its head repeats what was read already."""
    kinds = {reference: finisher.get(reference)["S"] for reference in piece["K"]}
    heads = sum(len(finisher.get(reference)["K"]) for reference, kind in kinds.items() if kind == "/THead")
    for cell in cells:
        headers = cell.mark["A"].get("Headers", ())
        for index, header in enumerate(headers):
            table, row, column = header.string.split("-")
            if int(table) == piece.number and int(row) < heads:
                headers[index] = pydyf.String(f"{first.number}-{row}-{column}")
    first["K"][:] = [reference for reference in first["K"] if finisher.get(reference)["S"] != "/TFoot"]
    for reference, kind in kinds.items():
        if kind != "/THead":
            finisher.get(reference)["P"] = first.reference
            first["K"].append(reference)
    finisher.get(piece["P"])["K"].remove(piece.reference)
