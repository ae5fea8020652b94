"""First drafts of the specification's texts, drawn from the scoping note and from the shared diagnosis."""

from programs.diagnosis.models import Synthesis
from programs.scoping.models import ScopingNote


def drafts_for(program, specification) -> dict[str, str]:
    """A draft for each text that is still empty and of which an earlier room knows something; nothing is written."""
    note = ScopingNote.objects.filter(program=program).first() or ScopingNote()
    synthesis = Synthesis.objects.filter(program=program).first() or Synthesis()
    effects = f"Effets recherchés\u00a0: {note.sought_effects}" if note.sought_effects.strip() else ""
    drafts = {
        "context": joined(note.origin, note.finding, synthesis.text),
        "why_collective": joined(note.added_value, effects),
        "calendar": note.calendar.strip(),
    }
    return {name: text for name, text in drafts.items() if text and not getattr(specification, name).strip()}


def joined(*texts: str) -> str:
    """The texts that say something, a blank line between them."""
    return "\n\n".join(text.strip() for text in texts if text.strip())
