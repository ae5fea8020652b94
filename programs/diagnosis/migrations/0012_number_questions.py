"""Existing questions get what the new columns say: their order of arrival, since when they are asked, the parts."""

from datetime import UTC, datetime

from django.db import migrations
from django.db.models import F

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # before any answer that was sent


def number_questions(apps, schema_editor):
    """Serials follow numbers; parts are named in their order."""
    questions = apps.get_model("diagnosis", "Question")._base_manager
    questions.update(serial=F("number"), asked_since=LONG_AGO)
    for questionnaire in apps.get_model("diagnosis", "Questionnaire").objects.all():
        titles = questions.filter(questionnaire=questionnaire).order_by("number")
        questionnaire.sections = list(dict.fromkeys(titles.values_list("section_title", flat=True)))
        questionnaire.save(update_fields=["sections"])


class Migration(migrations.Migration):

    dependencies = [("diagnosis", "0011_editable_questions")]

    operations = [migrations.RunPython(number_questions, migrations.RunPython.noop)]
