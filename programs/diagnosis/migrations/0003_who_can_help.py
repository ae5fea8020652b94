"""On each need, an association may say that it can help the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0002_proof_of_acts")]

    operations = [
        migrations.AddField(
            model_name="needrating",
            name="helps",
            field=models.BooleanField(default=False, verbose_name="peut aider les autres"),
        ),
    ]
