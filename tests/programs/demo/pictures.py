"""Pages compared with pictures of themselves: whole blocks, so that smoother letters pass and a moved line does not.

A picture is a page in grey at 50 dots an inch, kept in `tests/pictures`. To make them anew after the print has changed
on purpose, then look at each of them before it is committed:

    PICTURES=renew .venv/bin/python -m pytest -n0 tests/programs/demo/test_shapes.py -k picture
"""

import os
from pathlib import Path

from PIL import Image, ImageChops

FOLDER = Path(__file__).parents[2] / "pictures"
BLOCK = 8  # points a side: a line of text and a half
SHADES = 8  # of 255 that the mean of a block may differ: antialiasing stays under 5, half a line gives 20
FEW = 3  # blocks that may differ all the same: letters at their edge
HEAVIEST = 60_000  # bytes of a stored picture


def renews() -> bool:
    """Whether the pictures are to be made anew."""
    return os.environ.get("PICTURES") == "renew"


def moved_blocks(one: Image.Image, other: Image.Image) -> list[tuple[int, int]]:
    """The blocks (column, row) whose mean shade differs; all of them when the sizes do."""
    if one.size != other.size:
        return [(-1, -1)]
    size = tuple(-(-side // BLOCK) for side in one.size)
    ground = (size[0] * BLOCK, size[1] * BLOCK)
    means = [on(ground, image).resize(size, Image.Resampling.BOX) for image in (one, other)]
    difference = ImageChops.difference(*means)
    return [
        (place % size[0], place // size[0])
        for place, shade in enumerate(difference.get_flattened_data())
        if shade > SHADES
    ]


def on(ground, image) -> Image.Image:
    """An image on white paper of a given size."""
    paper = Image.new("L", ground, 255)
    paper.paste(image.convert("L"))
    return paper


def check(name: str, page: Image.Image) -> list[tuple[int, int]]:
    """What differs between a page and its picture; a picture that is missing or renewed is written."""
    path = FOLDER / f"{name}.png"
    if renews():
        FOLDER.mkdir(exist_ok=True)
        page.save(path, optimize=True)
        return []
    moved = moved_blocks(Image.open(path).convert("L"), page)
    return moved if len(moved) > FEW else []


def grey(red, green, blue):
    """What a photocopier sees of a colour."""
    return 0.299 * red + 0.587 * green + 0.114 * blue


def protan(red, green, blue):
    """The lightness without the cones for red (Viénot, Brettel and Mollon, 1999)."""
    return grey(0.113 * red + 0.887 * green, 0.113 * red + 0.887 * green, 0.004 * red - 0.004 * green + blue)


def deutan(red, green, blue):
    """The lightness without the cones for green."""
    return grey(0.293 * red + 0.707 * green, 0.293 * red + 0.707 * green, -0.022 * red + 0.022 * green + blue)


def tritan(red, green, blue):
    """The lightness without the cones for blue."""
    return grey(red + 0.127 * green - 0.127 * blue, 0.874 * green + 0.126 * blue, 0.874 * green + 0.126 * blue)


EYES = (grey, protan, deutan, tritan)
