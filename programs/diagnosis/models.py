"""The needs diagnosis: what is asked, what each association answered, what the group says together, who commits."""

from .attachment_models import AnswerFile
from .commitment_models import Commitment, CommitmentFile, Departure, LetterText
from .indicator_models import Indicator
from .question_models import Edition, Question, Questionnaire, needs_to_weigh
from .reading_models import ResultsShared
from .response_models import Answer, NeedRating, Origin, Presence, Response
from .shared_models import SharedEdition, SharedVoice, Synthesis
from .vote_models import Ballot, PriorityVote, VoteOption

__all__ = [
    "Answer",
    "AnswerFile",
    "Ballot",
    "Commitment",
    "CommitmentFile",
    "Departure",
    "Edition",
    "Indicator",
    "LetterText",
    "NeedRating",
    "Origin",
    "PriorityVote",
    "Presence",
    "Question",
    "Questionnaire",
    "Response",
    "ResultsShared",
    "SharedEdition",
    "SharedVoice",
    "Synthesis",
    "VoteOption",
    "needs_to_weigh",
]
