"""First drafts of the specification's texts, drawn from the scoping note and from the shared diagnosis.

Of the shared diagnosis only the version that the group validated is cited, the pages and the print say by whom.
"""

from programs.diagnosis.models import SharedEdition
from programs.scoping.models import ScopingNote


def drafts_for(program, specification) -> dict[str, str]:
    """A draft for each text that is still empty and of which an earlier room knows something; nothing is written."""
    note = ScopingNote.objects.filter(program=program).first() or ScopingNote()
    shared = SharedEdition.objects.cited(program)
    effects = f"Effets recherchés\u00a0: {note.sought_effects}" if note.sought_effects.strip() else ""
    drafts = {
        "context": joined(note.origin, note.finding, shared.text if shared else ""),
        "why_collective": joined(note.added_value, effects),
        "calendar": note.calendar.strip(),
    }
    return {name: text for name, text in drafts.items() if text and not getattr(specification, name).strip()}


def cited_line(program) -> str:
    """« Version 2, validée le … par 12 associations sur 13 », or why the drafts cite no shared diagnosis."""
    edition = SharedEdition.objects.cited(program)
    return edition.line if edition else why_not_cited(program)


def why_not_cited(program) -> str:
    """Why no shared diagnosis stands in the drafts."""
    last = SharedEdition.objects.of(program).first()
    if last is None:
        return "Le diagnostic partagé n’est pas encore proposé au groupe\u00a0: les textes préparés ne le citent pas."
    return (
        f"La version {last.number} du diagnostic partagé n’est pas encore validée par le groupe\u00a0: "
        "les textes préparés ne la citent pas."
    )


def joined(*texts: str) -> str:
    """The texts that say something, a blank line between them."""
    return "\n\n".join(text.strip() for text in texts if text.strip())
