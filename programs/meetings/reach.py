"""Mails to the people of seats: one letter for each who can be written to, and what is said when nobody can."""

from programs.journey.mailing import Letter, Mailing

from .models import people_reached

NO_ADDRESS = "personne n’a d’adresse électronique : complétez la fiche dans l’annuaire"


def mailing_to(step, mailing, seats, kind, *, link, words, mark="") -> Mailing:
    """Put in a batch one letter for everybody reached in these seats, and leave out the seats that nobody speaks for.

    `link(seat)`: where the letter leads; `words(seat)`: what its variables stand for; `mark` tells this occasion from
    the others of the same kind.
    """
    people = people_reached([seat.organisation_id for seat in seats], step.program)
    occasion = f"{kind.key}:{mark}" if mark else kind.key
    for seat in seats:
        seat.program = step.program
        for person in people.get(seat.organisation_id, ()):
            key = f"{occasion}:{seat.public_id}:{person.pk}"
            mailing.letters.append(Letter(person, str(seat), kind, key, link(seat), words(seat), seat=seat))
        if seat.organisation_id not in people:
            mailing.left_out.append((str(seat), NO_ADDRESS))
    return mailing


def each(seats, people) -> list[tuple]:
    """Every person of every seat that has one, as `people_reached` found them."""
    return [(seat, person) for seat in seats for person in people.get(seat.organisation_id, ())]
