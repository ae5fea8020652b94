"""The needs diagnosis: what is asked, what each association answered, what the group says together, who commits."""

from .commitment_models import Commitment
from .question_models import Question, Questionnaire, needs_to_weigh
from .response_models import Answer, NeedRating, Origin, Presence, Response
from .shared_models import Synthesis

__all__ = [
    "Answer",
    "Commitment",
    "NeedRating",
    "Origin",
    "Presence",
    "Question",
    "Questionnaire",
    "Response",
    "Synthesis",
    "needs_to_weigh",
]
