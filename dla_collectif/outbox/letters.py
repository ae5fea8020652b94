"""A mail as it leaves: plain text first, then the same words in HTML; no header holds what it should not."""

import re
from copy import copy
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .kinds import one_line
from .models import CODE, CODE_KEY, LINK

BREAK = format_html("<br>{}", "\n")


def compose(message) -> EmailMultiAlternatives:
    """The mail as it leaves, with a fresh personal link, or the digits of a code, in place of its mark."""
    url = ""
    if message.link and LINK in message.body:
        token = message.to.issue_link(message.link, subject=message.subject, scope=message.scope)
        url = settings.PUBLIC_URL + reverse("accounts:link", args=[token])
    if message.key.startswith(CODE_KEY):
        message = copy(message)  # the row itself never holds them
        message.body = message.body.replace(CODE, message.to.tell_code(message.key))
    mail = EmailMultiAlternatives(
        subject=one_line(message.subject),
        body=message.body.replace(LINK, url),
        from_email=sender(message.from_name),
        to=[message.address],
        reply_to=[message.reply_to] if message.reply_to else [],
        headers={"Message-ID": message.message_id},
    )
    mail.attach_alternative(as_html(message, url), "text/html")
    return mail


def sender(name: str) -> str:
    """Our address, in the name of whoever writes: « Alice Martin, par DLA collectif »."""
    own_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    name = one_line(name)
    return formataddr((f"{name}, par {own_name}" if name else own_name, address), "utf-8")


def as_html(message, url: str) -> str:
    """The text as a page: paragraphs, the personal link as a button. What people typed stays text."""
    context = {"subject": message.subject, "blocks": blocks(message, url), "url": url, "site_url": settings.PUBLIC_URL}
    return render_to_string("outbox/mail.html", context)


def blocks(message, url: str) -> list[tuple[str, SafeString | str]]:
    """The paragraphs: ("button", its words) where the link stands alone, ("text", HTML) elsewhere."""
    found = []
    for paragraph in re.split(r"\n\s*\n", message.body.strip()):
        if paragraph.strip() == LINK and url:
            found.append(("button", message.button or "Ouvrir"))
        else:
            lines = ((words(line, url),) for line in paragraph.split("\n"))
            found.append(("text", format_html_join(BREAK, "{}", lines)))
    return found


def words(line: str, url: str) -> SafeString:
    """A line: the personal link and our own addresses can be followed, nothing else can."""
    own = re.compile(rf"({re.escape(LINK)}|{re.escape(settings.PUBLIC_URL)}/[^\s<>\"']*)")
    parts = ((part, url if part == LINK else part if own.fullmatch(part) else "") for part in own.split(line))
    return format_html_join("", "{}", ((link(target) if target else part,) for part, target in parts))


def link(target: str) -> SafeString:
    """An address that can be followed, shown as it is."""
    return format_html('<a href="{}">{}</a>', target, target)
