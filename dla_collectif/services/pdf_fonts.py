"""The faces that print: cut once from Inter's variable files, so that no document pays for cutting them again.

`python -m dla_collectif.services.pdf_fonts var/print` does it beforehand, at set-up.
"""

import io
import os
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

RANGES = (  # what French and its neighbours write, and the signs that our pages use; the rest falls back on DejaVu
    (0x0020, 0x017F),
    (0x0218, 0x021B),
    (0x0300, 0x030C),
    (0x2000, 0x206F),
    (0x20AC, 0x20AC),
    (0x2116, 0x2122),
    (0x2190, 0x2193),
    (0x2202, 0x2265),
    (0x25A0, 0x25FF),
    (0x2600, 0x27BF),
)
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "case")
FACES = {  # file -> (variable file, weight, optical size)
    "inter-regular.ttf": ("Inter[opsz,wght].ttf", 400, 14),
    "inter-bold.ttf": ("Inter[opsz,wght].ttf", 620, 14),
    "inter-display.ttf": ("Inter[opsz,wght].ttf", 680, 32),
    "inter-italic.ttf": ("Inter-Italic[opsz,wght].ttf", 400, 14),
    "inter-bold-italic.ttf": ("Inter-Italic[opsz,wght].ttf", 620, 14),
}


def folder(parent: Path) -> Path:
    """Where this release's faces live."""
    return parent / f"inter-{version('fontpkg-inter')}"


def make(parent: Path) -> Path:
    """Cut the faces that are missing and return their folder: some 7 s the first time, nothing afterwards."""
    target = folder(parent)
    missing = [name for name in FACES if not (target / name).exists()]
    if not missing:
        return target
    target.mkdir(parents=True, exist_ok=True)
    for source in sorted({FACES[name][0] for name in missing}):
        small = _subset(source)
        for name in missing:
            if FACES[name][0] == source:
                _cut(small, FACES[name][1], FACES[name][2], target / name)
    return target


def _subset(source: str) -> bytes:
    """A variable file with our signs alone."""
    import fontpkg_inter
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(fontpkg_inter.ROOT / "files" / source)
    subsetter = Subsetter(Options(layout_features=list(FEATURES), hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=[sign for first, last in RANGES for sign in range(first, last + 1)])
    subsetter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _cut(variable: bytes, weight: int, size: int, path: Path) -> None:
    """One static face, written beside and renamed, so that nobody ever reads half of it."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = instantiateVariableFont(TTFont(io.BytesIO(variable)), {"wght": weight, "opsz": size}, static=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        font.save(file)
    os.replace(beside, path)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
