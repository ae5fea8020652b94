"""Our drawings as pictures that any word processor shows, with their words for whoever does not see them."""

import io
import re
from functools import lru_cache
from xml.etree import ElementTree

from django.conf import settings

SVG = "{http://www.w3.org/2000/svg}"
DECLARED = "{http://www.w3.org/2000/xmlns/}xmlns"  # the parser of HTML keeps it as if it were an attribute
WIDTH, DOTS = 627, 2  # of a drawing as wide as the text, in points of a screen; how fine it is drawn
WIDER = {"chart-path": 794}  # of one that the print draws as wide as a page
MM = 25.4 / 96
LARGEST = 4000  # points on a side
BLANKS = re.compile(r"\s+")

Drawn = tuple[bytes, tuple[int, int], float]


def words_of(svg) -> str:
    """What a drawing says: its title, then its description."""
    told = (svg.find(f"{SVG}title"), svg.find(f"{SVG}desc"))
    return " ".join(BLANKS.sub(" ", "".join(part.itertext())).strip() for part in told if part is not None).strip()


def draw(svg) -> Drawn | None:
    """A drawing of ours as a PNG: (bytes, points, width in millimetres); None where it cannot be drawn."""
    height = svg.get("height", "")
    if svg.get("width", "").endswith("%") and re.fullmatch(r"\d{1,4}(\.\d+)?", height):
        svg.set("width", str(next((WIDER[name] for name in svg.get("class", "").split() if name in WIDER), WIDTH)))
    ElementTree.register_namespace("", SVG[1:-1])
    for element in svg.iter():
        for name, value in list(element.attrib.items()):
            if name == DECLARED or (name.rpartition("}")[2] == "href" and not value.startswith(("#", "data:"))):
                del element.attrib[name]  # a drawing asks for no file
    return drawn(ElementTree.tostring(svg, encoding="unicode"))


@lru_cache(maxsize=64)
def drawn(markup: str) -> Drawn | None:
    """The same, from its text: a report is asked for in two kinds of files."""
    import resvg_py  # only the few who retouch pay for it

    from dla_collectif.services import pdf_fonts

    fonts = pdf_fonts.make((settings.GENERATED_DIR.parent / "print").absolute())
    try:
        png = bytes(
            resvg_py.svg_to_bytes(
                svg_string=markup,
                zoom=DOTS,
                background="#ffffff",
                skip_system_fonts=True,
                font_dirs=[str(fonts)],
                font_family="Inter",
                sans_serif_family="Inter",
            )
        )
    except ValueError:
        return None
    return as_png(png, dots=DOTS)


def as_png(content: bytes, dots: int = 1) -> Drawn | None:
    """An image of ours (already drawn again when it was handed in) as a PNG, with its size."""
    from PIL import Image, UnidentifiedImageError

    if not content:
        return None
    try:
        with Image.open(io.BytesIO(content)) as image:
            size = image.size
            if max(size) > LARGEST:
                return None
            if image.format != "PNG":
                beside = io.BytesIO()
                image.convert("RGB").save(beside, "PNG")
                content = beside.getvalue()
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
    return content, size, round(min(size[0] / dots * MM, 166), 1)
