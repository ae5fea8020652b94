"""How a session finds its user: with what every page needs to know of them, in one statement."""

from django.contrib.auth.backends import ModelBackend

from .models import User


class RolesBackend(ModelBackend):
    """Django's backend, with the roles read along."""

    def get_user(self, user_id):
        """The user of a session, if the account is open."""
        user = User.objects.with_roles().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
