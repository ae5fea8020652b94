"""Figures that a text cites by their name in braces: « {réponses} » is today's figure wherever the text is shown."""

import re

from .templatetags.house import plural

NAMED = re.compile(r"\{([^{}\n]{1,80})\}")


def names_in(text: str) -> list[str]:
    """The names that stand in braces, each once, in their order."""
    return list(dict.fromkeys(name.strip() for name in NAMED.findall(text)))


def resolve(text: str, values: dict[str, str]) -> str:
    """`text` with the value of each name, in one pass; what is no name of theirs stays as it was typed."""
    return NAMED.sub(lambda found: values.get(found[1].strip(), found[0]), text)


def unknown_in(text: str, names) -> str:
    """« {x} n’est pas un chiffre de la liste »; nothing when every name is known."""
    lost = [f"{{{name}}}" for name in names_in(text) if name not in names]
    if not lost:
        return ""
    return f"{', '.join(lost)} {plural(len(lost), 'n’est pas un chiffre,ne sont pas des chiffres')} de la liste"
