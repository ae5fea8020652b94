"""Pictures that people hand in: read once, drawn again as a small PNG, so that nothing of the file itself remains."""

import base64
import io

from django import forms
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from . import files

FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 6000 * 6000  # of the picture handed in, known before it is unpacked
LARGEST = (640, 240)  # of the picture kept
SIDE = 3000  # of a photo kept as it is, but for its traces
LIMIT = 5 * files.MEGABYTE
ACCEPTED = "PNG ou JPEG, 5 Mo au plus"


def redrawn(upload) -> ContentFile:
    """An uploaded picture as a PNG of ours, without anything else. Raises ValidationError with a French sentence."""
    if files.check(upload).label not in FORMATS:
        raise forms.ValidationError(f"Déposez une image\u00a0: {ACCEPTED}.")
    if upload.size > LIMIT:
        raise forms.ValidationError(f"Cette image pèse plus de 5 Mo. Déposez une image {ACCEPTED}.")
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise forms.ValidationError("Cette image est trop grande\u00a0: 6000 points de côté au plus.")
            small = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise forms.ValidationError("Cette image ne s’ouvre pas. Enregistrez-la de nouveau, puis déposez-la.") from None
    small.thumbnail(LARGEST)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return ContentFile(out.getvalue(), name="logo.png")


def without_traces(upload):
    """A checked PNG or JPEG drawn again upright: without place, hour or device, of 3000 points a side at most.

    Raises ValidationError with a French sentence for a picture that does not open.
    """
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise forms.ValidationError("Cette image est trop grande\u00a0: 6000 points de côté au plus.")
            kind = picture.format
            upright = ImageOps.exif_transpose(picture)
            upright = upright.convert("RGB" if kind == "JPEG" else "RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise forms.ValidationError("Cette image ne s’ouvre pas. Enregistrez-la de nouveau, puis déposez-la.") from None
    upright.info.clear()
    upright.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    upright.save(out, kind, quality=88, optimize=True)
    drawn = ContentFile(out.getvalue(), name=upload.name)
    drawn.kind = upload.kind
    return drawn


class PictureField(forms.FileField):
    """A file field whose value is the picture drawn again."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", f"{ACCEPTED}.")
        super().__init__(max_length=150, **kwargs)
        self.widget.attrs["accept"] = ".png,.jpg,.jpeg"

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return redrawn(upload) if upload and hasattr(upload, "read") else upload


def data_address(file) -> str:
    """A stored PNG as an address that holds it: for prints, which open nothing."""
    with file.open("rb") as picture:
        return f"data:image/png;base64,{base64.b64encode(picture.read()).decode('ascii')}"
