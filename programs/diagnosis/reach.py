"""Mails to the people of associations: to each of them, and what is said when nobody has an address."""

NO_ADDRESS = "personne n’a d’adresse électronique : complétez la fiche dans l’annuaire"


def each(seats, people) -> list[tuple]:
    """Every person of every seat that has one."""
    return [(seat, person) for seat in seats for person in people.get(seat.organisation_id, ())]
