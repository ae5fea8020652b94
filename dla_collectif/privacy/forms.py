"""A person corrects what is held about them."""

from dla_collectif.directory.models import Person
from dla_collectif.services.forms import HouseModelForm


class IdentityForm(HouseModelForm):
    """Names and telephone; the address is the way in, so it has its own page (`accounts.address_views`)."""

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "phone"]
        help_texts = {"phone": "Celui où le DLA peut vous joindre pour cet accompagnement ; facultatif."}
