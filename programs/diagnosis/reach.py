"""Who can be written to in an association, and what is said when nobody can."""

from programs.meetings.models import speaking_for

NO_ADDRESS = "personne n’a d’adresse électronique : complétez la fiche dans l’annuaire"


def people_of(organisations, program) -> dict:
    """Who can be written to in each organisation: {organisation pk: [person]}."""
    people = {}
    rows = speaking_for(organisations, program).exclude(person__email="").select_related("person").order_by("id")
    for affiliation in rows:
        people.setdefault(affiliation.organisation_id, []).append(affiliation.person)
    return people


def each(seats, people) -> list[tuple]:
    """Every person of every seat that has one."""
    return [(seat, person) for seat in seats for person in people.get(seat.organisation_id, ())]
