from django.db import migrations

from dla_collectif.services.search import normalise


def fill(apps, schema_editor):
    """Entries written before the column can be found by their words too; `migrate` has lifted what protects them."""
    entries = apps.get_model('journal', 'Entry').objects.using(schema_editor.connection.alias)
    some = []
    for entry in entries.filter(search='').only('pk', 'who', 'sentence').iterator(chunk_size=2000):
        entry.search = normalise(entry.who, entry.sentence)[:750]
        some.append(entry)
    entries.bulk_update(some, ['search'], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_where_an_act_comes_from'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
