"""What the tests of the shared diagnosis do: associations say their word, the officer answers, the group validates."""

from dla_collectif.services import clock
from dla_collectif.services.visibility import Visibility
from programs.diagnosis.shared import actions as shared_diagnosis
from programs.voices import actions as voices
from tests import cast

YES, NO = {"stance": "yes", "words": ""}, {"stance": "no", "words": "Ce n’est pas nous."}
BUT = {"stance": "but", "words": "Et le calendrier commun ?"}


def say(world, seat, who, data):
    """An association says its word."""
    return shared_diagnosis.say(world.step, seat, data, by=who)


def answer(world, voice, outcome="kept", said="Le groupe en parlera."):
    """The officer answers."""
    return voices.answer_voice(world.step, voice, {"outcome": outcome, "answer": said}, by=world.alice)


def validate(world, visibility=Visibility.INSTITUTIONS):
    """The group validates in a meeting."""
    data = {"meeting": cast.meeting(world.program, state="held", starts_at=clock.now()), "visibility": visibility}
    return shared_diagnosis.validate_edition(world.step, data, by=world.alice)
