"""Every e-mail is a row first, written in the transaction of its cause, and never leaves twice."""

from django.conf import settings
from django.db import models

from dla_collectif.services import clock
from dla_collectif.services.models import Public

LINK = "{lien}"  # stands in the text until the moment of sending: no token is ever stored
CODE = "{code}"  # the same for a one-time code


class MessageQuerySet(models.QuerySet):
    """Readings of the outbox."""

    def due(self):
        """What should leave now, oldest first."""
        return self.filter(state=Message.State.QUEUED, due_at__lte=clock.now()).order_by("due_at", "id")


class Message(Public):
    """A mail to one person."""

    class State(models.TextChoices):
        """Where a mail stands."""

        DRAFT = "draft", "brouillon"
        QUEUED = "queued", "en attente"
        SENDING = "sending", "en cours d’envoi"
        SENT = "sent", "envoyé"
        UNSURE = "unsure", "peut-être envoyé deux fois"
        FAILED = "failed", "non remis"

    key = models.CharField(max_length=120, unique=True)
    scope = models.CharField(max_length=40, blank=True, db_index=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    address = models.EmailField("adresse")
    reply_to = models.EmailField("réponse à", blank=True)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    link = models.CharField(max_length=500, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField("envoyé le", null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, unique=True)
    error = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        indexes = [
            models.Index(fields=["state", "due_at"], name="messages_due"),
            models.Index(fields=["scope", "-created_at", "-id"], name="messages_newest_first"),
            models.Index(fields=["reply_to", "-id"], name="messages_by_author"),
        ]

    def __str__(self):
        return self.subject
