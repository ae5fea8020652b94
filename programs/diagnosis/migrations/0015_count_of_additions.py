from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('diagnosis', '0014_marks_validation_presence'),
    ]

    operations = [
        migrations.AddField(
            model_name='response',
            name='added',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='questions ajoutées depuis l’envoi'),
        ),
    ]
