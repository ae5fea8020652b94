"""The mails that left, and those that wait."""

from django.shortcuts import render

from dla_collectif.services.guards import allow

from .models import Message

PAGE = 50


@allow("outbox.read")
def messages(request):
    """The latest mails written by the visitor's own account, newest first."""
    before = request.GET.get("avant", "")
    rows = Message.objects.filter(reply_to=request.user.email).select_related("to__person").order_by("-id")
    if before.isascii() and before.isdigit() and len(before) < 16:
        rows = rows.filter(pk__lt=int(before))
    rows = list(rows[: PAGE + 1])
    return render(
        request,
        "outbox/list.html",
        {"messages_sent": rows[:PAGE], "next": rows[PAGE - 1].pk if len(rows) > PAGE else None},
    )
