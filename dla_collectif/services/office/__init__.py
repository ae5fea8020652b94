"""A printed document as a file to retouch: the HTML of a print → blocks (`reading`) → Word (`docx`), LibreOffice (`odt`).

Both are written without a library: a zip of a few XML parts, made of blocks alone, so that the same HTML gives the same
bytes, the same words as the print, and nothing of a writer's text is ever markup, a formula or an address of a file.
"""

from .answers import answer
from .docx import DOCX, to_docx
from .odt import ODT, to_odt
from .reading import read

__all__ = ["DOCX", "ODT", "answer", "read", "to_docx", "to_odt"]
