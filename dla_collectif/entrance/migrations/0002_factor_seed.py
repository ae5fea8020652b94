"""What a phone holds is made of this seed and of the installation's key; factors of before are set up again."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('entrance', '0001_initial'),
    ]

    operations = [
        migrations.RenameField(
            model_name='factor',
            old_name='key',
            new_name='seed',
        ),
    ]
