"""The letter of commitment: its text, written by the officer before the first signature, and its two clauses.

The text holds variables in braces, replaced in one pass as those of mails are. What an association signs is the whole:
its text, the clause on data, the clause on images.
"""

import hashlib

from django.template.loader import get_template

from dla_collectif.journal.actions import record
from dla_collectif.outbox.kinds import VARIABLE, fill
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from ..models import Commitment, LetterText

VARIABLES = {
    "structure": "le nom de l’association",
    "accompagnement": "l’intitulé de l’accompagnement",
    "dla": "les DLA qui portent l’accompagnement",
    "territoire": "le territoire de l’accompagnement",
}
DATA_CLAUSE = (
    "Nos réponses ne sont lues que des DLA qui portent l’accompagnement ; le groupe et les institutions en lisent des "
    "synthèses. Les noms et les adresses de nos délégué·es ne servent qu’à l’accompagnement et à son évaluation ; "
    "chacun·e peut les voir, les faire corriger ou effacer."
)
IMAGE_CLAUSE = (
    "Des photographies et des films des ateliers peuvent être pris, et publiés pour rendre compte de l’accompagnement. "
    "Nous disons à part si nous l’acceptons. Ce choix ne change rien à notre engagement, et nous pouvons en changer à "
    "tout moment ; chaque personne garde le droit de ne pas être prise."
)
SIGNED = "Une association a déjà signé : le texte de la lettre ne change plus, pour que toutes signent le même."


def text_of(program) -> str:
    """The programme's own text, with its variables; the house's until the officer writes one."""
    row = LetterText.objects.filter(program=program).first()
    return row.text if row else default_text()


def default_text() -> str:
    """The house's text."""
    return get_template("programs/diagnosis/commitment/letter.txt").template.source.strip()


def words_for(program, organisation) -> dict[str, str]:
    """What the variables stand for, for one association."""
    return {
        "structure": str(organisation),
        "accompagnement": program.title,
        "dla": " et ".join(program.carrier_names),
        "territoire": program.territory,
    }


def letter_text(program, organisation, text=None) -> str:
    """The whole letter that an association reads before it signs."""
    body = fill(text if text is not None else text_of(program), words_for(program, organisation))
    return f"{body}\n\n**Données.** {DATA_CLAUSE}\n\n**Image.** {IMAGE_CLAUSE}"


def seal(text) -> str:
    """A mark of the letter that was read, sent back with the signature."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def current_version(program) -> int | None:
    """Which version of the officer's text is signed today; None for the house's."""
    return LetterText.objects.filter(program=program).values_list("version", flat=True).first()


def write_letter_text(step, data, *, by) -> LetterText:
    """Write what the associations commit to. `data`: text, version. Raises Refusal once one signed, for an unknown
    variable, or Conflict."""
    if Commitment.objects.filter(participation__program=step.program).exists():
        raise Refusal(SIGNED)
    unknown = next((name for _, name in VARIABLE.findall(data["text"]) if name not in VARIABLES), None)
    if unknown is not None:
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise Refusal(f"{{{unknown}}} n’est pas une variable de la lettre : choisissez parmi {known}.", "text")
    row = LetterText.objects.filter(program=step.program).first() or LetterText(program=step.program)
    edit(row, data, by=by)
    record(step, f"a écrit le texte de la lettre d’engagement (version {row.version})", by=by)
    return row
