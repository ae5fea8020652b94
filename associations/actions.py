"""What happens to the directory: organisations, their people, past supports and requests."""

from django.db import IntegrityError, transaction

from dla_collectif.accounts.models import Dla, Membership
from dla_collectif.directory.models import Affiliation, Organisation
from dla_collectif.directory.people import enter_person
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from .models import Association, PastSupport, SupportRequest
from .people import seats_elsewhere, teams_of

IDENTITY = ("kind", "name", "acronym", "siret", "rna", "address", "postcode", "town", "email", "phone", "website")
PROFILE = ("purpose", "sector", "employees", "volunteers", "budget", "figures_year")


def add_organisation(data, *, by) -> Organisation:
    """Add an organisation to the directory; an association gets its profile.

    `data`: kind, name, and any of acronym, siret, rna, address, postcode, town, email, phone, website. Raises Refusal
    when somebody else just added the same number.
    """
    organisation = write_identity(Organisation(), {name: data[name] for name in IDENTITY if name in data}, by=by)
    record(None, f"a ajouté {organisation} à l’annuaire", by=by)
    return organisation


def change_organisation(organisation, data, *, by) -> Organisation:
    """Change the identity of an organisation. `data`: as for `add_organisation`, and version.

    Raises Conflict, and Refusal for the host body of a DLA: its name stands on its papers, its managers keep it.
    """
    is_host = Dla.objects.filter(organisation=organisation).exists()
    if is_host and not teams_of(by).filter(organisation=organisation, reader_role=Membership.Role.MANAGER).exists():
        raise Refusal(f"L’identité de {organisation} est tenue par les responsables de ce DLA.")
    write_identity(organisation, {name: data[name] for name in (*IDENTITY, "version") if name in data}, by=by)
    record(None, f"a modifié {organisation} dans l’annuaire", by=by)
    return organisation


def write_identity(organisation, fields, *, by) -> Organisation:
    """Store an identity, and the profile that an association has. Raises Refusal for a number that is taken."""
    try:
        with transaction.atomic():
            edit(organisation, fields, by=by, lookup=("public_id",))
    except IntegrityError:
        raise Refusal(
            "Un organisme porte déjà ce SIRET ou ce numéro RNA : cherchez-le dans l’annuaire.", "siret"
        ) from None
    if organisation.kind == Organisation.Kind.ASSOCIATION:
        Association.objects.get_or_create(organisation=organisation, defaults={"edited_by": by})
    return organisation


def write_profile(organisation, data, *, by) -> Association:
    """Write an association's profile. `data`: purpose, sector, employees, volunteers, budget, figures_year, version."""
    profile = Association.objects.filter(organisation=organisation).first() or Association(organisation=organisation)
    fields = {name: data[name] for name in (*PROFILE, "version") if name in data}
    edit(profile, fields, by=by, lookup=("organisation",))
    record(None, f"a modifié le profil de {organisation}", by=by)
    return profile


def add_person(organisation, data, *, by) -> Affiliation:
    """Somebody speaks for an organisation; a person already known by their address is not made twice.

    `data`: first_name, last_name, and any of email, phone, function, and dla, whose word it is when `by` works in
    several. Their account is made at the first mail. It opens a seat in what this DLA carries, and nowhere else.
    Raises Refusal when the address is somebody else's, or when the person speaks for the organisation already.
    """
    person = enter_person(data, by=by)
    dla = data.get("dla") or (teams_of(by).first() if by else None)
    host = dla.organisation if dla else None
    known = Affiliation.objects.filter(person=person, organisation=organisation)
    affiliation = known.filter(noted_by=host).first() or known.filter(noted_by=None).first()
    if affiliation and (affiliation.until is None or affiliation.until >= clock.today()):
        raise Refusal(f"{person} représente déjà {organisation}.", "email")
    if affiliation and (affiliation.noted_by_id or not seats_elsewhere(organisation, [dla] if dla else []).exists()):
        affiliation.until, affiliation.function = None, data.get("function") or affiliation.function
        affiliation.save(update_fields=["until", "function"])
    else:
        fields = {"noted_by": host, "function": data.get("function", "")}
        affiliation = Affiliation.objects.create(person=person, organisation=organisation, **fields)
    record(None, f"a noté que {person} représente {organisation}", by=by)
    return affiliation


def change_affiliation(affiliation, data, *, by) -> Affiliation:
    """Change in what function somebody speaks for an organisation, and until when (`until`: a date or None)."""
    affiliation.function, affiliation.until = data["function"], data["until"]
    affiliation.save(update_fields=["function", "until"])
    when = f" jusqu’au {affiliation.until:%d/%m/%Y}" if affiliation.until else ""
    record(None, f"a modifié le rattachement de {affiliation.person} à {affiliation.organisation}{when}", by=by)
    return affiliation


def note_past_support(organisation, data, *, by) -> PastSupport:
    """Note an individual support already given. `data`: dla, year, theme, and any of consultancy, summary."""
    fields = {name: data[name] for name in ("dla", "year", "theme", "consultancy", "summary") if name in data}
    row = PastSupport.objects.create(association=profile_of(organisation, by=by), **fields)
    record(None, f"a noté un accompagnement individuel de {organisation} en {row.year}", by=by)
    return row


def note_request(organisation, data, *, by) -> SupportRequest:
    """Note a request for support. `data`: dla, received_on, theme, text."""
    fields = {name: data[name] for name in ("dla", "received_on", "theme", "text") if name in data}
    row = SupportRequest.objects.create(association=profile_of(organisation, by=by), **fields)
    record(None, f"a noté une demande de {organisation} reçue le {row.received_on:%d/%m/%Y}", by=by)
    return row


def remove_line(organisation, row, *, by) -> None:
    """Take away a past support or a request that was noted by mistake."""
    row.delete()
    record(None, f"a retiré de l’annuaire : {row}, {organisation}", by=by)


def profile_of(organisation, *, by) -> Association:
    """The profile of an association, made at its first use."""
    defaults = {"edited_by": by, "edited_at": clock.now()}
    return Association.objects.get_or_create(organisation=organisation, defaults=defaults)[0]
