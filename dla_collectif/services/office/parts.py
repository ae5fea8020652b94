"""What both kinds of files share: text that XML can hold, and a zip that is the same for the same parts."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day of zip files
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def held(text: str) -> str:
    """Words as the text of an element, or the value of an attribute."""
    return escape(UNHOLDABLE.sub("", str(text)), {'"': "&quot;", "\n": " ", "\t": " ", "\r": ""})


def packed(parts: dict[str, str | bytes], bare: str = "") -> bytes:
    """A zip of parts, in their order; `bare` is the part that must stand first and uncompressed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == bare else zipfile.ZIP_DEFLATED
            archive.writestr(entry, part if isinstance(part, bytes) else part.encode())
    return content.getvalue()
