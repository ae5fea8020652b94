"""A sensitive act asks for a one-time code, sent to the person's own address: a link that was forwarded signs nothing.

A view calls `proof(request, …)` where it is about to act. A session opened by password needs none; a code typed less
than ten minutes ago is enough; otherwise the act stops there, nothing of it is kept, and the page that asks for the
code keeps everything that was typed, files included, to do it once the code is right.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from dla_collectif.entrance.arrivals import came_by_password
from dla_collectif.entrance.browsers import in_words
from dla_collectif.entrance.models import Session
from dla_collectif.outbox.actions import send
from dla_collectif.outbox.models import CODE_KEY
from dla_collectif.services import clock, origin
from dla_collectif.services.files import clean_name
from dla_collectif.services.guards import READING
from dla_collectif.services.pages import NEVER_SHOWN_AGAIN
from dla_collectif.services.refusals import Detour
from dla_collectif.services.templatetags.house import hour

from .models import Code, HeldUpload

TYPED, GESTURE, BEFORE, HELD = "code", "code_geste", "code_avant", "code_fichier:"
SPAN, MOST_IN_A_SESSION, MOST_FOR_A_PERSON = timedelta(hours=1), 5, 15
NOT_KEPT = NEVER_SHOWN_AGAIN | {TYPED, GESTURE, BEFORE}


@dataclass(eq=False)
class CodeNeeded(Detour):
    """An act that waits for a code. `words` completes « pour … »; `about` is the programme or step concerned."""

    kind: str
    words: str
    about: object = None

    def answer(self, request):
        """Check the code that was typed, send one, or show where to type it; None once the code is right."""
        if request.method in READING:
            return self.page(request, self.waiting(request), before=True)
        with transaction.atomic():
            code, problem = self.waiting(request), ""
            if TYPED in request.POST and not request.POST.get(GESTURE):
                if code is not None and is_right(request, code):
                    return None
                code = self.waiting(request)
                problem = wrong_code(code)
            elif code is None or request.POST.get(GESTURE):
                code, problem = self.send(request, code)
            return self.page(request, code, problem, before=BEFORE in request.POST)

    def waiting(self, request) -> Code | None:
        """The latest code of this act, if it can still be typed."""
        return waiting(request, self.kind, self.words)

    def send(self, request, code) -> tuple[Code | None, str]:
        """A new code, which replaces the one before; or the sentence that says why not yet."""
        new, problem = send_code(request, self.kind, self.words, about=self.about)
        return new or code, problem

    def page(self, request, code, problem="", *, before):
        """Where the code is typed, with all that was sent."""
        hidden = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_KEPT]
        context = {
            "words": self.words,
            "code": code,
            "address": masked(request.user.email),
            "problem": problem,
            "before": before,
            "hidden": hidden + hold_uploads(request),
            "target": request.get_full_path(),
        }
        return render(request, "accounts/code.html", context)


def waiting(request, kind, words) -> Code | None:
    """The latest code of an act in this session, if it can still be typed."""
    latest = Code.objects.of(session_of(request), kind, words).order_by("-sent_at", "-id")[:1]
    return Code.objects.usable().filter(pk__in=[code.pk for code in latest]).first()


def send_code(request, kind, words, *, about=None, address="", template="accounts/mail/code.txt"):
    """A new code for an act, to the person's address if no other is said: (the code, ""), or (None, why not yet)."""
    recent = Code.objects.filter(user=request.user, sent_at__gt=clock.now() - SPAN).order_by("-sent_at")
    here = [each for each in recent if each.session == session_of(request)]
    for rows, most in ((here, MOST_IN_A_SESSION), (recent, MOST_FOR_A_PERSON)):
        if len(rows) >= most:
            again = hour(rows[most - 1].sent_at + SPAN)
            return None, f"Plusieurs codes sont déjà partis\u00a0: vous pourrez en demander un autre à {again}."
    code = Code.objects.create(
        user=request.user,
        session=session_of(request),
        kind=kind,
        words=words[:300],
        seed=secrets.token_hex(32),
        email=address or request.user.email,
        sent_at=clock.now(),
        expires_at=clock.now() + Code.LIFE,
    )
    key = f"{CODE_KEY}{code.public_id}"
    send(template, to=request.user, address=address, key=key, about=about, asked=code)
    return code, ""


def proof(request, kind, words, about=None) -> Code | None:
    """The verified code that an act of this request rests on; None for a session opened by password.

    Raises CodeNeeded, which becomes the page that asks for the code.
    """
    if came_by_password(request):
        return None
    verified = Code.objects.of(session_of(request), kind, words[:300]).filter(verified_at__isnull=False)
    code = verified.order_by("-verified_at").first()
    if code is None or code.holds_until <= clock.now():
        raise CodeNeeded(kind, words[:300], about)
    return code


def was_asked_first(request) -> bool:
    """Whether this request only brings the code that was asked for before a form was shown."""
    return BEFORE in request.POST


def is_right(request, code) -> bool:
    """Count a try, then compare; a right code is noted with where it was typed."""
    if not Code.objects.usable().filter(pk=code.pk).update(tries=F("tries") + 1):
        return False
    typed = "".join(request.POST[TYPED].split())
    if not constant_time_compare(typed.encode(), code.digits.encode()):
        return False
    browser = in_words(request.META.get("HTTP_USER_AGENT", ""))
    Code.objects.filter(pk=code.pk).update(verified_at=clock.now(), network=origin.here().network, browser=browser)
    return True


def wrong_code(code) -> str:
    """What to say of a code that is not right, or that cannot be typed any more."""
    if code is None:
        return "Ce code ne sert plus. Demandez-en un autre."
    left = Code.TRIES - code.tries
    return f"Ce n’est pas ce code. Vérifiez-le\u00a0: il reste {left} essai{'s' if left > 1 else ''}."


def confirmed(proof) -> str:
    """How the journal ends the sentence of an act that a code confirmed."""
    return ", confirmé par un code reçu à son adresse" if proof else ""


def session_of(request) -> str:
    """A session's mark: its key, digested."""
    return Session.digest_of(request.session.session_key or "")


def masked(email) -> str:
    """« d…@example.org »: enough to know where to look, not enough to learn an address from."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"


# Files sent along -----------------------------------------------------------------------------------------------------
def hold_uploads(request) -> list[tuple[str, str]]:
    """Keep the files that came with an act, until its code is typed: the hidden fields that find them again."""
    kept = []
    for field, upload in request.FILES.items():
        if isinstance(upload, Held):
            continue
        row = HeldUpload(user=request.user, session=session_of(request), field=field[:60], at=clock.now())
        row.filename = clean_name(upload.name)
        upload.seek(0)
        row.file.save(row.filename, upload, save=False)
        row.save()
        kept.append((f"{HELD}{field}", row.public_id))
    return kept


class Held(UploadedFile):
    """A file that was sent before its code."""


def uploads(request):
    """The files of a request, with those kept while its code was asked for; they close with the request."""
    for row in held(request):
        if row.field not in request.FILES:
            request.FILES[row.field] = Held(row.file.open("rb"), row.filename, size=row.file.size)
    return request.FILES


def held(request):
    """The kept files that a request names, if this very session sent them."""
    names = [value for name, value in request.POST.items() if name.startswith(HELD)]
    return HeldUpload.objects.filter(user=request.user, session=session_of(request), public_id__in=names)


def forget(rows) -> None:
    """Remove kept files, once what removes them is sure."""
    for row in rows:
        row.delete()
        transaction.on_commit(lambda file=row.file: file.storage.delete(file.name))


def forget_uploads() -> None:
    """Remove the files whose code was never typed."""
    forget(HeldUpload.objects.filter(at__lt=clock.now() - HeldUpload.LIFE))


def let_go(request) -> None:
    """The act is done: the files kept for it are not needed any more."""
    forget(held(request))
