"""The sheet's two texts that an officer may write in their own words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("restitution", "0030_editions")]

    operations = [
        migrations.AddField(
            "sheet", "setup", models.TextField("montage, dans vos mots", blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "sheet", "course", models.TextField("déroulement, dans vos mots", blank=True, default=""), preserve_default=False
        ),
    ]
