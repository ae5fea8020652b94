"""Every e-mail is a row first, written in the transaction of its cause, and never leaves twice."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dla_collectif.services import clock
from dla_collectif.services.models import Public, Versioned

LINK = "{lien}"  # stands in the text until the moment of sending: no token is ever stored
CODE, CODE_KEY = "{code}", "code:"  # the same for a one-time code, in the mails whose key begins so


class MessageQuerySet(models.QuerySet):
    """Readings of the outbox."""

    def due(self):
        """What should leave now, oldest first."""
        return self.filter(state=Message.State.QUEUED, due_at__lte=clock.now()).order_by("due_at", "id")

    def written_by(self, user):
        """The mails whose answers come to this person."""
        return self.filter(reply_to=user.email)

    def not_dropped(self):
        """Those that left or will leave."""
        return self.exclude(state__in=Message.UNTOLD)

    def failed(self):
        """Those that were not delivered, and that somebody should see to."""
        return self.filter(state=Message.State.FAILED)


class Message(Public):
    """A mail to one person."""

    class State(models.TextChoices):
        """Where a mail stands."""

        QUEUED = "queued", "en attente"
        SENDING = "sending", "en cours d’envoi"
        SENT = "sent", "envoyé"
        UNSURE = "unsure", "peut-être envoyé deux fois"
        FAILED = "failed", "non remis"
        DROPPED = "dropped", "retiré avant l’envoi"

    LEFT = (State.SENT, State.UNSURE)
    UNTOLD = (State.DROPPED, State.FAILED)

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField("nature", max_length=60, blank=True)
    scope = models.CharField(max_length=40, blank=True, db_index=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    address = models.EmailField("adresse")
    from_name = models.CharField("de la part de", max_length=120, blank=True)
    reply_to = models.EmailField("réponse à", blank=True)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    words = models.JSONField(default=dict)  # what the variables of its text stood for: the real data of previews
    link = models.CharField(max_length=500, blank=True)
    button = models.CharField(max_length=60, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(default=clock.now)
    queued_at = models.DateTimeField("mis à l’envoi le", default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField("envoyé le", null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, unique=True)
    maybe_twice = models.BooleanField("peut-être parti déjà", default=False)
    error = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        indexes = [
            models.Index(fields=["state", "due_at"], name="messages_due"),
            models.Index(fields=["scope", "-created_at", "-id"], name="messages_newest_first"),
            models.Index(fields=["reply_to", "-id"], name="messages_by_author"),
            models.Index(fields=["kind", "scope", "-id"], name="messages_by_kind"),
        ]

    def __str__(self):
        return self.subject


class Text(Versioned):
    """The words of a kind of mail, changed by a DLA for all its mails, or by an officer for one batch not yet sent."""

    dla = models.ForeignKey("accounts.Dla", models.CASCADE, null=True, related_name="+")
    batch = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")

    class Meta:
        verbose_name = "texte de message"
        constraints = [
            models.UniqueConstraint(fields=["dla", "kind"], condition=Q(batch=""), name="one_text_per_dla_and_kind"),
            models.UniqueConstraint(fields=["batch", "kind"], condition=~Q(batch=""), name="one_text_per_batch"),
            models.CheckConstraint(condition=Q(dla=None) ^ Q(batch=""), name="text_of_a_dla_or_of_a_batch"),
        ]

    def __str__(self):
        return self.subject
