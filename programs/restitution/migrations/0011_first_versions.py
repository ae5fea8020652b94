"""The texts written before versions were kept become their first version."""

from django.db import migrations


def keep_first(apps, schema_editor):
    """One version for each chapter that has a text."""
    chapters = apps.get_model("restitution", "Chapter").objects.exclude(text="").filter(versions=None)
    version = apps.get_model("restitution", "ChapterVersion")
    for chapter in chapters.iterator():
        words = len(chapter.text.split())
        version.objects.create(
            chapter=chapter,
            number=1,
            text=chapter.text,
            words=words,
            most_words=words,
            began_at=chapter.edited_at,
            edited_at=chapter.edited_at,
            edited_by_id=chapter.edited_by_id,
        )


class Migration(migrations.Migration):
    dependencies = [("restitution", "0010_prose")]

    operations = [migrations.RunPython(keep_first, migrations.RunPython.noop, elidable=True)]
