"""The needs diagnosis: what is asked, what each association answered, what the group says together, who commits."""

from .commitment_models import Commitment
from .question_models import Question, Questionnaire, needs_to_weigh
from .reading_models import ResultsShared
from .response_models import Answer, NeedRating, Origin, Response
from .shared_models import Synthesis
from .vote_models import Ballot, PriorityVote, VoteOption

__all__ = [
    "Answer",
    "Ballot",
    "Commitment",
    "NeedRating",
    "Origin",
    "PriorityVote",
    "Question",
    "Questionnaire",
    "Response",
    "ResultsShared",
    "Synthesis",
    "VoteOption",
    "needs_to_weigh",
]
