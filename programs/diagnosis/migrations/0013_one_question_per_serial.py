from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("diagnosis", "0012_number_questions")]

    operations = [
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=["questionnaire", "serial"], name="one_question_per_serial"),
        ),
    ]
