"""Check that the journal is whole, and say where it ends, so that this can be noted elsewhere."""

from django.core.management.base import BaseCommand, CommandError

from dla_collectif.journal import checking
from dla_collectif.journal.actions import SEALS, end_of


class Command(BaseCommand):
    """`manage.py verify_journal [--scope SCOPE] [--known END]`; exit status 1 when anything is wrong."""

    help = "Finds what was changed, removed, reordered, inserted or cut off in the journal."

    def add_arguments(self, parser):
        parser.add_argument("--scope", default="", help="this chain alone: the public id of a programme, or « maison »")
        parser.add_argument(
            "--known", default="", metavar="END", help="an end kept elsewhere, of that chain or of the seals"
        )

    def handle(self, *args, scope="", known="", **options):
        said = [f"{fault.scope}, acte {fault.number}\u00a0: {fault.sentence}." for fault in checking.faults(scope)]
        chain = scope or SEALS
        if known and not checking.is_known(chain, known):
            said.append(f"{chain}\u00a0: la fin notée ailleurs, {known}, ne s’y trouve plus\u202f; elle a été récrite.")
        said += [f"La base ne protège plus le journal\u00a0: il manque {name}." for name in checking.unguarded()]
        for line in said:
            self.stderr.write(line)
        if said:
            raise CommandError("Le journal n’est pas intact.", returncode=1)
        self.stdout.write("Le journal est intact\u00a0: chaque acte suit celui qui le précède, aucun ne manque.")
        self.stdout.write(f"Fin de la chaîne «\u00a0{chain}\u00a0», à noter ailleurs (--known)\u00a0: {end_of(chain)}")
