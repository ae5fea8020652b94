"""The needs diagnosis: what is asked, what each association answered, what the group says together, who commits."""

from .answering.attachment_models import AnswerFile
from .answering.models import Answer, NeedRating, Origin, Presence, Response
from .baseline.models import Indicator
from .commitment.models import Commitment, CommitmentFile, Departure, LetterText
from .questionnaire.models import Edition, Question, Questionnaire, needs_to_weigh
from .reading.models import ResultsShared, ToldResults
from .shared.models import SharedEdition, SharedVoice, Synthesis
from .voting.models import Ballot, PriorityVote, VoteOption

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
    "ToldResults",
    "VoteOption",
    "needs_to_weigh",
]
