"""What must stay within a page or two: told in less and less room, and the engine keeps the first that fits."""

from collections.abc import Iterable
from itertools import groupby

from dla_collectif.services.pdf import render_html


def fitted_html(template: str, body: str, context: dict, contents: Iterable[dict], *, pages: int) -> str:
    """A paper of at most so many `pages`: `body` rendered with each of `contents`, the fullest first."""
    told = (render_html(body, {**context, **content}) for content in contents)
    bodies = [each for each, _same in groupby(told)]
    return render_html(template, {**context, "bodies": bodies, "pages": pages})
