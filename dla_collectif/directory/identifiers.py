"""French identifiers, checked offline: each refusal says what fails (sources in the project's domain notes)."""

import re

from django.core.exceptions import ValidationError
from stdnum.exceptions import InvalidChecksum, InvalidComponent
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret as siret_rules

RNA = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")  # overseas numbers carry a letter


def compact(value: str) -> str:
    """Without any white space (narrow and no-break included), upper case."""
    return re.sub(r"[\s.\u202f\u00a0-]+", "", value or "").upper()


def check_siret(value: str) -> None:
    """14 digits, key of the SIRET and of its SIREN (INSEE); La Poste's own rule included."""
    if not re.fullmatch(r"[0-9]{14}", value):
        raise ValidationError("Un SIRET compte 14 chiffres.")
    if not value.strip("0"):
        raise ValidationError("Ce SIRET n’existe pas.")
    try:
        siret_rules.validate(value)
    except (InvalidChecksum, InvalidComponent):
        raise ValidationError(
            "La clé de contrôle de ce SIRET (ou de son SIREN) ne correspond pas : relisez-le."
        ) from None
    except NumberError:
        raise ValidationError("Ce SIRET n’est pas valable : relisez-le.") from None


def check_rna(value: str) -> None:
    """W and nine signs (RNA)."""
    if not RNA.fullmatch(value):
        raise ValidationError("Un numéro RNA commence par W, suivi de 9 signes, par exemple W595001234.")


def check_postcode(value: str) -> None:
    """Five digits; CEDEX codes are in no list, so no list is asked."""
    if not re.fullmatch(r"[0-9]{5}", value):
        raise ValidationError("Un code postal compte 5 chiffres.")
