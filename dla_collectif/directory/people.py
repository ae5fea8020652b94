"""People are entered once: whoever is known by their address is found again."""

from dla_collectif.services.refusals import Refusal
from dla_collectif.services.search import normalise

from .models import Person

NAMES = ("first_name", "last_name", "email", "phone")


def enter_person(data, *, by) -> Person:
    """The person of this address, or a new one. `data`: first_name, last_name, and any of email, phone.

    Raises Refusal when the address is known under another name, which is not told: it may be another DLA's contact.
    """
    email = data.get("email", "")
    known = Person.objects.filter(email__iexact=email).order_by("pk").first() if email else None
    if known is None:
        return Person.objects.create(edited_by=by, **{name: data.get(name, "") for name in NAMES})
    if normalise(str(known)) != normalise(data["first_name"], data["last_name"]):
        raise Refusal(
            "Cette adresse est déjà connue sous un autre nom. Vérifiez l’adresse, le prénom et le nom.", "email"
        )
    return known
