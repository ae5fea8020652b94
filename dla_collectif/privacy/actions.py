"""What people do with the data that are held about them."""

from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit


def correct_identity(person, data, *, by):
    """Correct names and telephone. Raises Conflict when somebody else did meanwhile."""
    before = str(person)
    edit(person, data, by=by)
    record(None, f"a corrigé l’identité de {before}" if by.person_id != person.pk else "a corrigé son identité", by=by)
    return person
