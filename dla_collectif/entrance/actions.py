"""What happens to passwords, second factors and sessions; each change is journaled and written to the person."""

import secrets

from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import send
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import Factor, RecoveryCode, Session


def set_password(user, password, *, by):
    """A new password; every session of the person ends, but those that the view keeps."""
    user.set_password(password)
    user.save(update_fields=["password"])
    user.sessions.all().delete()
    tell(user, "entrance/mail/password.txt", "password")
    record(None, "a choisi un nouveau mot de passe", by=by)


def begin_factor(user, *, by):
    """A secret for the phone; nothing changes at the door until a code of it was given."""
    if has_factor(user):
        raise Refusal("Votre second facteur est déjà actif : retirez-le d’abord pour changer de téléphone.")
    seed = secrets.token_hex(20)
    Factor.objects.update_or_create(user=user, defaults={"seed": seed, "made_at": clock.now(), "confirmed_at": None})
    record(None, "a commencé à mettre en place son second facteur", by=by)


def confirm_factor(user, code, *, by) -> list[str]:
    """The phone shows good codes: the factor is asked from now on. Returns the recovery codes, to be shown once."""
    factor = Factor.objects.filter(user=user, confirmed_at=None).first()
    if factor is None:
        raise Refusal("Ce second facteur est déjà actif, ou n’a pas été commencé.")
    if not factor.takes(code):
        raise Refusal(
            "Ce code n’est pas celui du moment. Attendez le suivant, et vérifiez que l’heure du téléphone est réglée "
            "automatiquement.",
            field="code",
        )
    Factor.objects.filter(pk=factor.pk).update(confirmed_at=clock.now())
    codes = new_codes(user)
    tell(user, "entrance/mail/factor_on.txt", "factor-on")
    record(None, "a activé son second facteur", by=by)
    return codes


def renew_codes(user, *, by) -> list[str]:
    """Ten new recovery codes; those before open nothing more."""
    if not has_factor(user):
        raise Refusal("Les codes de secours vont avec un second facteur : activez-le d’abord.")
    codes = new_codes(user)
    tell(user, "entrance/mail/codes.txt", "codes")
    record(None, "a renouvelé ses codes de secours", by=by)
    return codes


def remove_factor(user, *, by):
    """No second factor any more: by the person, or by a manager for somebody who lost the phone."""
    if by == user and user.must_have_factor:
        raise Refusal(
            "Votre DLA demande un second facteur : un·e responsable peut retirer le vôtre si vous en changez."
        )
    if not Factor.objects.filter(user=user, confirmed_at__isnull=False).delete()[0]:
        raise Refusal(f"{user} n’a pas de second facteur.")
    user.recovery_codes.all().delete()
    if by != user:
        user.sessions.all().delete()
    tell(user, "entrance/mail/factor_off.txt", "factor-off", by=None if by == user else by)
    record(None, "a retiré son second facteur" if by == user else f"a retiré le second facteur de {user}", by=by)


def use_code(user, code) -> bool:
    """Whether this code of the phone is good; it is used from now on."""
    factor = Factor.objects.filter(user=user, confirmed_at__isnull=False).first()
    return factor is not None and factor.takes("".join(code.split()))


def use_recovery_code(user, code) -> bool:
    """Whether this recovery code is good; it is used from now on, and the person is told."""
    unused = user.recovery_codes.filter(digest=RecoveryCode.digest_of(code), used_at=None)
    if not unused.update(used_at=clock.now()):
        return False
    left = user.recovery_codes.filter(used_at=None).count()
    tell(user, "entrance/mail/code_used.txt", "code-used", left=left)
    record(None, "est entré·e avec un code de secours", by=user)
    return True


def end_session(user, public_id, *, by):
    """End one session of a person, at once."""
    if not Session.objects.filter(user=user, public_id=public_id).delete()[0]:
        raise Refusal("Cette connexion est déjà terminée.")
    record(None, "a mis fin à une de ses connexions", by=by)


def end_other_sessions(user, kept, *, by) -> int:
    """End every session of a person but the one whose public id is `kept`; returns how many."""
    count = user.sessions.exclude(public_id=kept).delete()[0]
    if count:
        record(None, "a mis fin à toutes ses autres connexions", by=by)
    return count


def has_factor(user) -> bool:
    """Whether a second factor is asked of this person."""
    return Factor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def new_codes(user) -> list[str]:
    """Draw recovery codes in place of those before."""
    user.recovery_codes.all().delete()
    codes = [RecoveryCode.draw() for _ in range(RecoveryCode.COUNT)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=RecoveryCode.digest_of(code)) for code in codes)
    return codes


def tell(user, template, cause, *, by=None, **context):
    """Write to a person that what opens their account has changed."""
    moment = clock.now()
    send(template, to=user, key=f"{cause}:{user.pk}:{moment:%Y%m%d%H%M%S%f}", by=by, at=moment, **context)
