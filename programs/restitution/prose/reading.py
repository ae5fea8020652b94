"""The officer's own text, as the report prints it."""

from ..models import Chapter


def texts(program) -> dict[str, str]:
    """The text of each chapter that has one, by the chapter's key; CommonMark."""
    return dict(Chapter.objects.filter(program=program).exclude(text="").values_list("phase", "text"))
