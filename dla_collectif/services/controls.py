"""How the controls of forms are drawn: the commonest ones without a template each, for pages have many.

What is drawn is what Django's templates draw, to the letter; any other control is still theirs.
"""

from html import escape

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

FOLDER = "django/forms/widgets/"
INPUTS = {
    f"{FOLDER}{name}.html"
    for name in ("text", "number", "email", "url", "tel", "search", "password", "hidden", "date", "datetime", "time")
} | {f"{FOLDER}checkbox.html"}
TEXTAREA = f"{FOLDER}textarea.html"


class ControlRenderer(DjangoTemplates):
    """Django's own renderer of forms, with a short way for inputs of one line, boxes and areas."""

    def render(self, template_name, context, request=None):
        """The HTML of a control, a form or a list of errors."""
        if template_name in INPUTS:
            return drawn_input(context["widget"])
        if template_name == TEXTAREA:
            return drawn_area(context["widget"])
        return super().render(template_name, context, request)


def attributes(named) -> str:
    """« id="id_name" required »: what is False is left out, what is True has no value."""
    told = [
        f" {name}" if value is True else f' {name}="{text(value)}"'
        for name, value in named.items()
        if value is not False
    ]
    return "".join(told)


def text(value) -> str:
    """A value as it stands in HTML."""
    return str(value) if hasattr(value, "__html__") else escape(str(value))


def drawn_input(widget) -> SafeString:
    """An input."""
    value = "" if widget["value"] is None else f' value="{text(widget["value"])}"'
    return SafeString(
        f'<input type="{widget["type"]}" name="{text(widget["name"])}"{value}{attributes(widget["attrs"])}>'
    )


def drawn_area(widget) -> SafeString:
    """An area; its first end of line is the page's, not the text's."""
    opening = f'<textarea name="{text(widget["name"])}"{attributes(widget["attrs"])}>'
    return SafeString(f"{opening}\n{text(widget['value'] or '')}</textarea>")


def drawn_choices(field) -> SafeString:
    """All the radio buttons or boxes of a field, each with its label."""
    rows = ((drawn_input(each.data), text(each.id_for_label), text(each.choice_label)) for each in field)
    label = '<label class="form-check-label" for="'
    return SafeString(
        "".join(f'<div class="form-check">{box}{label}{key}">{words}</label></div>' for box, key, words in rows)
    )
