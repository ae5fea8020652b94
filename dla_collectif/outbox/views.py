"""The mails that left and those that wait; the words that a DLA gives them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow
from dla_collectif.services.pages import Link, done, form_page

from . import actions
from .forms import AddressForm
from .kinds import Words, kinds
from .models import Message, Text
from .pages import text_page

PAGE = 50
State = Message.State
SHOWN = {  # what the address says, what the page says, the states
    "": ("Tous", State.values),
    "attente": ("En attente", [State.QUEUED, State.SENDING]),
    "partis": ("Partis", list(Message.LEFT)),
    "non-remis": ("Non remis", [State.FAILED]),
}


@allow("outbox.read")
def messages(request):
    """The latest mails written by the visitor's own account, newest first."""
    before, shown = request.GET.get("avant", ""), request.GET.get("etat", "")
    mine = Message.objects.written_by(request.user)
    rows = mine.select_related("to__person").order_by("-id")
    if shown in SHOWN and shown:
        rows = rows.filter(state__in=SHOWN[shown][1])
    if before.isascii() and before.isdigit() and len(before) < 16:
        rows = rows.filter(pk__lt=int(before))
    rows = list(rows[: PAGE + 1])
    context = {
        "messages_sent": rows[:PAGE],
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "failed": mine.failed().count(),
        "shown": shown,
        "choices": [(key, label, key == shown) for key, (label, _) in SHOWN.items()],
        "tabs": tabs(request),
    }
    return render(request, "outbox/list.html", context)


@allow("outbox.write")
@require_POST
def again(request, mid):
    """Send a mail again that was not delivered."""
    message = actions.send_again(own_message(request, mid), by=request.user)
    return done(request, f"Le message à {message.to} repart.", "outbox:list")


@allow("outbox.write")
def address(request, mid):
    """Correct the address of a mail that was not delivered, and send it again."""
    message = own_message(request, mid)
    form = AddressForm(request.POST or None, initial={"address": message.address})
    if accepted(form, lambda data: actions.correct_address(message, data["address"], by=request.user)):
        return done(request, f"L’adresse de {message.to} est corrigée, et le message repart.", "outbox:list")
    return form_page(
        request,
        form,
        title=f"Corriger l’adresse de {message.to}",
        submit="Corriger et renvoyer",
        intro=message.error,
        cancel_url=reverse("outbox:list"),
        crumbs=[Link("Messages", reverse("outbox:list"))],
    )


@allow("outbox.read")
def texts(request):
    """The kinds of mail, and those whose words the visitor's DLA changed."""
    changed = set(Text.objects.filter(dla=own_dla(request)).values_list("kind", flat=True))
    lines = [(kind, kind.key in changed) for kind in kinds().values()]
    return render(request, "outbox/texts.html", {"lines": lines, "tabs": tabs(request)})


@allow("outbox.write")
def text(request, key):
    """The words of a kind of mail in the visitor's DLA; shown on the last mail of this kind that they wrote."""
    kind, team = kinds().get(key), own_dla(request)
    if kind is None:
        raise Http404("Ce message n’existe pas.")
    row = Text.objects.filter(dla=team, kind=key).first() or Text(dla=team, kind=key)
    last = (
        Message.objects.written_by(request.user).filter(kind=key).select_related("to__person").order_by("-id").first()
    )
    words = last.words if last else kind.example_words
    return text_page(
        request,
        kind,
        row,
        Words(row.subject, row.body) if row.pk else kind.own_words,
        words=words,
        home=reverse("outbox:texts"),
        title=kind.title,
        intro=f"Ces mots valent pour tous les messages de ce genre qu’enverra votre DLA ({team}).",
        shown_for=str(last.to) if last else "",
        crumbs=[Link("Messages", reverse("outbox:list")), Link("Textes", reverse("outbox:texts"))],
    )


def own_message(request, mid) -> Message:
    """A mail that the visitor wrote. Raises Http404."""
    return get_object_or_404(Message.objects.written_by(request.user).select_related("to__person"), public_id=mid)


def own_dla(request):
    """The DLA whose words the visitor changes: the first one joined. Raises PermissionDenied."""
    membership = request.user.memberships.all().active().select_related("dla__organisation").order_by("dla_id").first()
    if membership is None:
        raise PermissionDenied("Cette page est réservée aux chargé·es de mission d’un DLA.")
    return membership.dla


def tabs(request) -> list[Link]:
    """The pages of the outbox."""
    pages = (("Messages", "outbox:list"), ("Textes", "outbox:texts"))
    return [Link(label, reverse(name), request.path == reverse(name)) for label, name in pages]
