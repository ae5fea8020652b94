"""Cut the installed Inter down to what French pages need on a screen; paper has dla_collectif.services.pdf_fonts."""

import hashlib
import sys
from importlib import metadata, util
from pathlib import Path

LATIN = [*range(0x20, 0x7F), *range(0xC0, 0x100)]
FRENCH_AND_PUNCTUATION = "\u00a0§«\u00ad°²·»\u202fŒœŸ‑–—‘’“”•…›€"
SIGNS = "←→−×≤≥✓"
FEATURES = ["kern", "tnum"]
AXES = {"opsz": 14, "wght": (400, 700)}  # one optical size; every weight from regular to bold in one file


def cut(source: Path, target: Path) -> None:
    """Write a font that holds fewer signs and fewer axes, compressed for the web."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LATIN, text=FRENCH_AND_PUNCTUATION + SIGNS)
    # The date inside stays the package's: the same input gives the same file, hence the same hashed name.
    font = TTFont(source, recalcTimestamp=False)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, AXES)
    subset.save_font(font, str(target), options)


def main(folder: Path) -> None:
    """Make inter.woff2 in this folder, unless it is there already from the same source and the same choices."""
    versions = metadata.version("fontpkg-inter") + metadata.version("fonttools")
    key = hashlib.sha256(versions.encode() + Path(__file__).read_bytes()).hexdigest()
    font, stamp = folder / "inter.woff2", folder / ".made-from"
    if font.exists() and stamp.exists() and stamp.read_text() == key:
        return
    print("Préparation des polices de caractères")
    folder.mkdir(parents=True, exist_ok=True)
    [package] = util.find_spec("fontpkg_inter").submodule_search_locations
    cut(Path(package) / "files" / "Inter[opsz,wght].ttf", font)
    stamp.write_text(key)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
