"""The needs diagnosis: what is asked, what each association answered, what the group says together, who commits."""

from .commitment_models import Commitment, CommitmentFile, Departure, LetterText
from .indicator_models import Indicator
from .question_models import Question, Questionnaire, needs_to_weigh
from .response_models import Answer, NeedRating, Origin, Response
from .shared_models import SharedEdition, SharedVoice, Synthesis

__all__ = [
    "Answer",
    "Commitment",
    "CommitmentFile",
    "Departure",
    "Indicator",
    "LetterText",
    "NeedRating",
    "Origin",
    "Question",
    "Questionnaire",
    "Response",
    "SharedEdition",
    "SharedVoice",
    "Synthesis",
    "needs_to_weigh",
]
