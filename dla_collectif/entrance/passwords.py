"""What a team's password must be: long and not to be guessed; nothing about figures or signs (CNIL 2022-100)."""

import re
import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LEAST = 14  # 65 bits in lower case alone; with limited tries, CNIL asks for 50
LEAST_BESIDES = 8  # signs that are neither names nor common words
HELP = (
    f"{LEAST} signes au moins. Une phrase que vous seul·e écririez convient très bien, avec ses espaces. "
    "Chiffres et signes ne sont pas exigés ; vous pouvez coller le mot de passe de votre gestionnaire."
)
KEYBOARDS = ["azertyuiop", "qsdfghjklm", "azerty", "qsdfgh", "wxcvbn", "qwertyuiop", "qwerty"]
WORDS = ["motdepasse", "password", "bonjour", "bienvenue", "soleil", "france", "association", "accompagnement"]
PRODUCT = ["dlacollectif", "dispositif", "local", "collectif", "dla"]


class LongEnough:
    """Length alone."""

    def validate(self, password, user=None):
        """Raises ValidationError with how many signs are missing."""
        if len(password) < LEAST:
            missing = LEAST - len(password)
            signs = "signes" if missing > 1 else "signe"
            raise ValidationError(f"Il manque {missing} {signs} : {LEAST} au moins, espaces compris.", code="short")

    def get_help_text(self):
        """The rule, before it is broken."""
        return HELP


class Uncommon(CommonPasswordValidator):
    """Not on Django's list of common ones, and more than names, common words and one group repeated."""

    def validate(self, password, user=None):
        """Raises ValidationError with what is wrong and what would do; a short one has its own sentence."""
        if len(password) < LEAST:
            return
        plain = folded(password)
        if password.lower().strip() in self.passwords or plain in self.passwords:
            raise ValidationError(
                "Ce mot de passe est parmi les plus utilisés : il serait deviné. Choisissez une phrase à vous.",
                code="common",
            )
        rest = plain
        for word in sorted({*KEYBOARDS, *WORDS, *PRODUCT, *words_about(user)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        rest = unrepeated(rest)
        if len(rest) < LEAST_BESIDES or rest in self.passwords:
            raise ValidationError(
                "Il repose sur votre nom, celui du DLA, des mots courants ou une répétition : ajoutez des mots sans "
                "rapport.",
                code="context",
            )

    def get_help_text(self):
        """The rule, before it is broken."""
        return "Ni votre nom, ni celui du DLA, ni un mot de passe courant."


def folded(text) -> str:
    """Letters and figures alone, without accents or capitals."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalnum())


def unrepeated(text) -> str:
    """« abcabcabc » → « abc »."""
    period = (text + text).find(text, 1) if text else 0
    return text[:period]


def words_about(user) -> set[str]:
    """What anybody knows of a person: names, address, organisations; words of three signs and more."""
    if user is None:
        return set()
    known = [user.email, *user.known_names()]
    words = {folded(word) for text in known for word in re.split(r"[\W_]+", text)}
    return {word for word in words if len(word) > 2}
