"""How a session finds its user: with what every page needs to know of them, in one statement."""

from django.contrib.auth.backends import ModelBackend
from django.db import models

from dla_collectif.services.kept import Given, Kept

from .models import User

known = Kept(lambda: User.objects.with_roles().filter(pk=Given("user", models.BigIntegerField())))


class RolesBackend(ModelBackend):
    """Django's backend, with the roles read along."""

    def get_user(self, user_id):
        """The user of a session, if the account is open."""
        user = known.first(user=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user):
        """A suspended member comes in no more: their sessions end at the next request."""
        return user.may_enter
