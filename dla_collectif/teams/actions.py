"""What happens to a team: invited, given another role, suspended, restored; its letterhead and its rules."""

from django.db import IntegrityError, transaction
from django.urls import reverse

from dla_collectif.accounts.actions import mail
from dla_collectif.accounts.models import Dla, Membership, User
from dla_collectif.directory.models import Affiliation
from dla_collectif.directory.people import enter_person
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from .models import FundingScheme, Letterhead, RuleSet

Role = Membership.Role
LAST_MANAGER = "C’est la dernière personne responsable de ce DLA : nommez-en d’abord une autre."
LETTERHEAD = ("address", "phone", "email", "website", "colour", "version")
FIGURES = (*RuleSet.BUYING, *RuleSet.KEEPING)


def join_team(user, dla, role=Role.OFFICER, *, by=None) -> Membership:
    """Give a person a role in a DLA's team; somebody suspended comes back."""
    membership, _ = Membership.objects.update_or_create(user=user, dla=dla, defaults={"role": role, "suspended": False})
    record(dla, f"a donné à {user} le rôle « {membership.get_role_display()} »", by=by)
    return membership


def invite_member(dla, data, *, by) -> Membership:
    """Somebody joins the team; they are written to with their personal link.

    `data`: first_name, last_name, email, role, and function if one is known. Raises Refusal for a member, for a
    suspended one, and for an address that is somebody else's.
    """
    locked(dla)
    person = enter_person(data, by=by)
    user = User.objects.of(person)
    present = Membership.objects.filter(user=user, dla=dla).first()
    if present is not None:
        state = "suspendu·e : rétablissez son accès" if present.suspended else "dans votre équipe : changez son rôle"
        raise Refusal(f"{user} est déjà {state} depuis la page de l’équipe.", "email")
    if not user.is_active:
        raise Refusal("Le compte de cette personne est fermé.", "email")
    if data["role"] in Membership.WORKING:
        told = {"noted_by": dla.organisation}
        function = data.get("function") or Role(data["role"]).label
        Affiliation.objects.get_or_create(
            person=person, organisation=dla.organisation, **told, defaults={"function": function}
        )
    membership = join_team(user, dla, data["role"], by=by)
    send_invitation(membership, by=by)
    return membership


def send_invitation(membership, *, by) -> None:
    """The mail by which somebody first comes in; asked again, a fresh link."""
    is_reader = membership.role == Role.REGIONAL
    mail(
        membership.user.person,
        "teams/mail/invitation.txt",
        key=f"team:{membership.pk}:{clock.now():%Y%m%d%H%M}",
        link=reverse("journey:region") if is_reader else reverse("journey:desk"),
        about=membership.dla,
        by=by,
        membership=membership,
        is_reader=is_reader,
    )


def resend_invitation(dla, membership, *, by) -> None:
    """A fresh link for somebody who lost theirs. Raises Refusal for a suspended member."""
    if membership.suspended:
        raise Refusal(f"L’accès de {membership.user} est suspendu : rétablissez-le d’abord.")
    send_invitation(membership, by=by)
    record(dla, f"a envoyé un nouveau lien à {membership.user}", by=by)


def change_role(dla, membership, role, *, by) -> Membership:
    """Give a member another role. Raises Refusal when nobody would be left to manage the team."""
    membership = member(dla, membership)
    if membership.role == role:
        return membership
    if membership.role == Role.MANAGER:
        keep_a_manager(dla, membership)
    membership.role = role
    membership.save(update_fields=["role"])
    record(dla, f"a donné à {membership.user} le rôle « {membership.get_role_display()} »", by=by)
    return membership


def suspend_member(dla, membership, *, by) -> Membership:
    """A member opens nothing of this DLA any more, from their next request on. Raises Refusal for the last manager."""
    membership = member(dla, membership)
    if membership.suspended:
        return membership
    if membership.role == Role.MANAGER:
        keep_a_manager(dla, membership)
    membership.suspended = True
    membership.save(update_fields=["suspended"])
    record(dla, f"a suspendu l’accès de {membership.user}", by=by)
    return membership


def restore_member(dla, membership, *, by) -> Membership:
    """A suspended member comes back, in the same role."""
    membership = member(dla, membership)
    if membership.suspended:
        membership.suspended = False
        membership.save(update_fields=["suspended"])
        record(dla, f"a rétabli l’accès de {membership.user}", by=by)
    return membership


def member(dla, membership) -> Membership:
    """A member as they are now, the team locked until the transaction ends."""
    locked(dla)
    return Membership.objects.select_related("user__person").get(pk=membership.pk, dla=dla)


def locked(dla) -> None:
    """One change of a team at a time: two managers must not suspend one another at once."""
    Dla.objects.select_for_update().get(pk=dla.pk)


def keep_a_manager(dla, leaving) -> None:
    """Raises Refusal when nobody else manages the team."""
    if not leaving.suspended and not Membership.objects.filter(dla=dla).managing().exclude(pk=leaving.pk).exists():
        raise Refusal(LAST_MANAGER)


def change_identity(dla, data, *, by) -> Letterhead:
    """Write the territory and the letterhead. `data`: territory, address, phone, email, website, colour, version, logo.

    `logo` is a picture drawn again (`services.images`), False to take it away, None to keep it. Raises Conflict.
    """
    letterhead = Letterhead.objects.filter(dla=dla).first() or Letterhead(dla=dla)
    edit(letterhead, {name: data[name] for name in LETTERHEAD if name in data}, by=by, lookup=("dla",))
    if data.get("logo") is not None:
        set_logo(letterhead, data["logo"])
    Dla.objects.filter(pk=dla.pk).update(territory=data["territory"])
    record(dla, "a modifié le territoire, l’en-tête ou le logo du DLA", by=by)
    return letterhead


def set_logo(letterhead, picture) -> None:
    """Replace the logo, or take it away; the former file goes once that is certain."""
    former, storage = letterhead.logo.name, letterhead.logo.storage
    letterhead.logo = picture or ""
    letterhead.save(update_fields=["logo"])
    if former:
        transaction.on_commit(lambda: storage.delete(former))


def add_rules(dla, data, *, by) -> RuleSet:
    """Write the rules that hold from a day on. `data`: valid_from, the figures of a `RuleSet`, and schemes.

    `schemes`: (label, years) each. Raises Refusal for a day that has begun, since programmes may have been opened under
    the rules of that day, and for a day at which another set begins.
    """
    if data["valid_from"] <= clock.today():
        raise Refusal("Ces règles ne peuvent commencer que demain : celles d’aujourd’hui servent déjà.", "valid_from")
    try:
        with transaction.atomic():
            rules = RuleSet.objects.create(
                dla=dla,
                valid_from=data["valid_from"],
                added_at=clock.now(),
                added_by=by,
                **{name: data[name] for name in FIGURES},
            )
    except IntegrityError:
        raise Refusal("D’autres règles commencent déjà ce jour-là : retirez-les d’abord.", "valid_from") from None
    FundingScheme.objects.bulk_create(
        FundingScheme(rules=rules, label=label, keep_years=count) for label, count in data.get("schemes", ())
    )
    record(dla, f"a écrit les règles valables à partir du {rules.valid_from:%d/%m/%Y}", by=by)
    return rules


def withdraw_rules(dla, rules, *, by) -> None:
    """Take away rules that have not begun. Raises Refusal for those under which programmes may have been opened."""
    if not rules.is_to_come:
        raise Refusal("Ces règles ont commencé : elles restent. Écrivez-en d’autres, à partir de demain.")
    day = rules.valid_from
    rules.delete()
    record(dla, f"a retiré les règles prévues à partir du {day:%d/%m/%Y}", by=by)


def require_factor(dla, wanted: bool, *, by):
    """Let nobody of a DLA's team in without a second factor, from their next sign-in on; or let them again."""
    dla.requires_factor = wanted
    dla.save(update_fields=["requires_factor"])
    record(dla, f"{'demande' if wanted else 'ne demande plus'} un second facteur à l’équipe", by=by)
