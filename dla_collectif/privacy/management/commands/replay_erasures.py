"""After a backup is restored: erase again those who were erased since."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dla_collectif.privacy.erasure import register_file, replay


class Command(BaseCommand):
    """`manage.py replay_erasures [FILE]`; exit status 1 when a line cannot be read, once the others are done."""

    help = "Erases again, in a restored database, the people of a list of erasures."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default="", help="the list; var/erasures.jsonl without one")

    def handle(self, *args, file="", **options):
        path = Path(file) if file else register_file()
        if not path.exists():
            raise CommandError(f"Cette liste n’existe pas\u00a0: {path}")
        counts, unread = replay(path.read_text(encoding="utf-8").splitlines())
        self.stdout.write(
            f"Effacements rejoués\u00a0: {counts['done']}. Déjà faits\u00a0: {counts['known']}. "
            f"Personnes absentes de cette base\u00a0: {counts['absent']}."
        )
        if unread:
            raise CommandError(f"Lignes illisibles\u00a0: {', '.join(map(str, unread))}.", returncode=1)
