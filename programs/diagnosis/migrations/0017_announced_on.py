"""The day of the announcement bears one name in every room."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("diagnosis", "0016_told_results")]

    operations = [migrations.RenameField("sharededition", "offered_on", "announced_on")]
