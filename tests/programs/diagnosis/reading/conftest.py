"""Five associations that answered, one of which stands alone on everything."""

import pytest

from programs.diagnosis.models import Answer, Question, Response

from ..conftest import crowd, send

WORDS = "Trois services nous renvoient de l’un à l’autre."
ALONE = "Seuls avec notre projecteur."


@pytest.fixture
def answered(asked):
    """Five answers: four alike, and Ciné-Club's, that stands alone on everything."""
    needs = {
        "connaitre": {"intensity": 4, "priority": True, "words": WORDS},
        "cooperer": {"intensity": 3, "priority": True},
    }
    answers = {"projet": ALONE, "salaries": {"value": 47, "year": 2025}, "solidite": 1, "equipe": {"stance": "aloud"}}
    send(asked, asked.cine_response, answers, needs)
    needs = {"connaitre": {"intensity": 3}}
    alike = {"projet": "Des films.", "salaries": {"value": 2, "year": 2025}, "solidite": 3}
    send(asked, asked.video_response, alike, needs, by=asked.dora)
    crowd(asked, 3)
    sure = Question.objects.get(questionnaire__program=asked.program, key="solidite")
    for response in Response.objects.sent().filter(answers__isnull=False).exclude(answers__question=sure).distinct():
        Answer.objects.create(response=response, question=sure, value=3)
    return asked
