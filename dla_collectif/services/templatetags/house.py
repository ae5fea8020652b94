"""What templates need of the house: permissions, tokens of forms, French dates and figures."""

import secrets
from datetime import date, datetime

from django import template
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dla_collectif.services import clock, permissions
from dla_collectif.services.controls import drawn_choices, drawn_input
from dla_collectif.services.texts import to_html

register = template.Library()
NBSP, THIN = "\u00a0", "\u202f"
MARKS = {state: format_html('<i class="{}"></i>', state) for state in ("closed", "current", "ahead")}


@register.simple_tag(takes_context=True)
def can(context, action, thing=None):
    """`{% can "phase.write" step as may_write %}`: whether the visitor may."""
    return permissions.can(context["request"].user, action, thing)


@register.simple_tag(takes_context=True)
def form_tokens(context):
    """The two hidden fields of every form that writes: against forgery, and against sending twice."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="form_key" value="{}">',
        get_token(context["request"]),
        secrets.token_urlsafe(24),
    )


@register.simple_tag
def tick(option):
    """`{% tick option %}`: a radio button or a box, drawn without a template of its own: pages have many."""
    return drawn_input(option.data)


@register.simple_tag
def ticks(field):
    """`{% ticks field %}`: all its radio buttons or boxes, each with its label."""
    return drawn_choices(field)


@register.simple_tag
def steps_path(steps):
    """`{% steps_path journey.steps %}`: a mark for each step, closed, current or ahead; said in words beside it."""
    marks = SafeString("".join(MARKS[step.state] for step in steps))
    return format_html('<span class="path" aria-hidden="true">{}</span>', marks)


@register.simple_tag
def footnote(text):
    """`{% footnote "Source : émargements." %}`: at the foot of the printed page, beside its call on screen."""
    return format_html('<span class="footnote" role="note">{}</span>', text)


@register.filter
def prose(text):
    """CommonMark to HTML, without any HTML of the writer's."""
    return to_html(text or "")


@register.filter
def day(value):
    """« jeudi 12 mars 2026 »."""
    return date_format(local(value), "l j F Y").replace(" 1 ", " 1er ") if value else ""


@register.filter
def short_day(value):
    """« 12/03/2026 »."""
    return date_format(local(value), "d/m/Y") if value else ""


@register.filter
def moment(value):
    """« jeudi 12 mars 2026 à 14 h 05 », Paris time."""
    return f"{day(value)} à {hour(value)}" if value else ""


@register.filter
def hour(value):
    """« 14 h 05 », « 14 h »; Paris time."""
    if not value:
        return ""
    value = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{value.hour}{NBSP}h{NBSP}{value.minute:02d}" if value.minute else f"{value.hour}{NBSP}h"


@register.filter
def in_days(value):
    """« aujourd’hui », « demain », « dans 3 jours », « il y a 2 jours »."""
    if not value:
        return ""
    gap = (local(value) - clock.today()).days
    named = {0: "aujourd’hui", 1: "demain", -1: "hier"}
    return named.get(gap) or (f"dans {gap} jours" if gap > 0 else f"il y a {-gap} jours")


@register.filter
def days(halves):
    """Half-days to days: 7 → « 3,5 jours »."""
    if halves is None:
        return ""
    number = f"{halves / 2:.1f}".replace(".0", "").replace(".", ",")
    return f"{number}{NBSP}{'jour' if halves < 4 else 'jours'}"


@register.filter
def euros(amount):
    """1234.5 → « 1 234,50 € »; whole amounts without cents."""
    if amount is None:
        return ""
    text = f"{amount:,.2f}".replace(",", THIN).replace(".", ",")
    return f"{text.removesuffix(',00')}{NBSP}€"


@register.filter
def unknown(value):
    """What nobody entered is said, never shown as zero or as a blank."""
    return "non renseigné" if value is None or value == "" else value


@register.filter
def plural(count, forms="s"):
    """`{{ n }} association{{ n|plural }}`: French counts 0 and 1 as singular. `"al,aux"` gives both endings."""
    singular, _, many = forms.rpartition(",")
    return many if count and count >= 2 else singular


@register.filter
def told(value):
    """A value of any kind in French: « oui », « 12/03/2026 », « jeudi 12 mars 2026 à 14 h »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else "–" if value is None else value


@register.filter
def some(rows, path):
    """Whether any row has something at `path` (« commitment.board_on »): a column of unknowns is left out."""
    return any(_at(row, path.split(".")) not in (None, "", [], ()) for row in rows)


def _at(thing, names):
    """What is at the end of a path of attributes; None where it breaks off."""
    for name in names:
        thing = getattr(thing, name, None)
    return thing


@register.filter
def item(mapping, key):
    """A value by its key, for tables."""
    return mapping.get(key)


def local(value) -> date:
    """The day of a date or of a moment, in Paris."""
    return timezone.localdate(value) if isinstance(value, datetime) else value
