"""Who may do what: the only place where that is written.

An action is about phases and programmes, never about one room: a new phase adds no row. A predicate asks the thing in
its own words, so this table imports no model.
"""

from collections.abc import Callable
from typing import Any


class Rule:
    """A predicate on (user, thing), with the French reason given when it says no."""

    def __init__(self, test: Callable[[Any, Any], bool], reason: str):
        self.test, self.reason = test, reason

    def refusal(self, user, thing) -> str:
        """The reason for a no; an empty string for a yes."""
        return "" if self.test(user, thing) else self.reason

    def __and__(self, other: "Rule") -> "Rule":
        return Both(self, other)

    def __or__(self, other: "Rule") -> "Rule":
        return Either(self, other)


class Both(Rule):
    """Yes when both say yes."""

    def __init__(self, first: Rule, second: Rule):
        self.first, self.second = first, second

    def refusal(self, user, thing) -> str:
        return self.first.refusal(user, thing) or self.second.refusal(user, thing)


class Either(Rule):
    """Yes when one says yes."""

    def __init__(self, first: Rule, second: Rule):
        self.first, self.second = first, second

    def refusal(self, user, thing) -> str:
        return self.first.refusal(user, thing) and self.second.refusal(user, thing)


signed_in = Rule(lambda user, thing: user.is_authenticated, "Ouvrez d’abord votre session.")
is_officer = Rule(lambda user, thing: user.is_officer, "Cette page est réservée aux chargé·es de mission d’un DLA.")
leads = Rule(lambda user, thing: user.is_manager, "Cette page est réservée aux responsables d’un DLA.")
of_a_team = Rule(
    lambda user, thing: user.is_in_team or user.has_usable_password(),
    "Cette page est réservée aux équipes des DLA : vous entrez par votre lien personnel, sans mot de passe.",
)
is_regional_reader = Rule(
    lambda user, thing: user.is_regional_reader, "Cette page est réservée aux personnes à qui un DLA ouvre sa lecture."
)
in_team = Rule(lambda user, thing: thing.is_worked_in_by(user), "Cette page est réservée à l’équipe de ce DLA.")
manages = Rule(
    lambda user, thing: thing.is_managed_by(user),
    "Seul·e un·e responsable du DLA peut le faire. Adressez-vous à celle ou celui de votre équipe.",
)
carries = Rule(
    lambda user, thing: thing.is_carried_by(user), "Cette page est réservée aux DLA qui portent l’accompagnement."
)
answers_for = Rule(
    lambda user, thing: thing.is_answered_for_by(user),
    "Seul·e un·e responsable d’un DLA porteur peut le faire. Adressez-vous à celle ou celui de votre équipe.",
)
has_seat = Rule(
    lambda user, thing: thing.has_seat_for(user), "Cette page est réservée aux participants de l’accompagnement."
)
reads_from_afar = Rule(
    lambda user, thing: thing.is_read_from_afar_by(user), "Cette page est réservée à la lecture régionale."
)
is_asked = Rule(lambda user, thing: thing.is_asked_of(user), "Cette demande s’adresse à un autre DLA.")
reads = Rule(lambda user, thing: thing.is_readable_by(user), "Ce document ne vous est pas destiné.")
unfrozen = Rule(
    lambda user, thing: thing.is_writable,
    "Cette étape est close : ce qui a été remis ne change plus. Rouvrez-la pour la modifier.",
)
under_way = Rule(lambda user, thing: thing.is_under_way, "Cet accompagnement est terminé ou arrêté.")
is_current = Rule(lambda user, thing: thing.is_current, "Ce n’est pas l’étape en cours.")
is_last_closed = Rule(
    lambda user, thing: thing.is_last_closed, "Seule la dernière étape close peut être rouverte, avec son motif."
)

GRANTS: dict[str, Rule] = {
    "home.see": signed_in,
    "desk.see": is_officer,
    "space.see": signed_in,
    "account.see": signed_in,
    "account.secure": of_a_team,
    "team.secure": leads,
    "directory.read": is_officer,
    "directory.write": is_officer,
    "outbox.read": is_officer,
    "outbox.write": is_officer,
    "data.read": signed_in,
    "register.read": is_officer,
    "erasure.read": is_officer,
    "erasure.answer": is_officer & manages,
    "journal.read": leads,
    "team.read": in_team,
    "team.manage": in_team & manages,
    "region.read": is_regional_reader,
    "program.open": is_officer,
    "program.read": carries | has_seat | reads_from_afar,
    "program.reply": has_seat,
    "carrier.answer": is_asked,
    "program.manage": carries & under_way,
    "program.follow": carries,
    "program.see_as": carries,
    "program.keep": carries & answers_for,
    "phase.read": carries,
    "phase.write": carries & unfrozen,
    "phase.answer": has_seat & unfrozen,
    "phase.reply": has_seat,
    "phase.close": carries & under_way & is_current,
    "phase.reopen": carries & is_last_closed,
    "document.read": reads,
}


def refusal(user, action: str, thing=None) -> str:
    """Why `user` may not do `action` to `thing`: a French sentence, or an empty string when it is allowed.

    Raises KeyError for an action that the table does not know: a misspelt door must not open.
    """
    if not user.is_active and user.is_authenticated:
        return "Ce compte est suspendu. Adressez-vous au DLA."
    return GRANTS[action].refusal(user, thing)


def can(user, action: str, thing=None) -> bool:
    """Whether `user` may do `action` to `thing`."""
    return not refusal(user, action, thing)
