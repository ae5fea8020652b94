"""Print a programme's papers without a server: `manage.py report lille rapport -o rapport.pdf`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dla_collectif.services import pdf
from programs.journey import prints
from programs.journey.models import Program
from programs.journey.progress import Journey


class Command(BaseCommand):
    """Any paper by its name, or all of them; without a name, the list of those that the programme prints now."""

    help = "Prints any document of a programme; without a name, lists them."

    def add_arguments(self, parser):
        parser.add_argument("program", metavar="PROGRAM", help="the programme's short reference, such as lille")
        parser.add_argument("name", metavar="NAME", nargs="?", default="", help="the document, such as rapport")
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="default: PROGRAM-NAME.pdf")
        parser.add_argument("--all", metavar="DIRECTORY", type=Path, help="print every document into a folder")

    def handle(self, *args, program, name="", output=None, **options):
        row = Program.objects.filter(reference=program).first()
        if row is None:
            known = ", ".join(Program.objects.values_list("reference", flat=True)[:20]) or "aucun"
            raise CommandError(
                f"Aucun accompagnement ne s’appelle «\u00a0{program}\u00a0». Références connues\u00a0: {known}."
            )
        pieces = {piece.name: piece for _print, piece in prints.pieces(Journey(row))}
        if options["all"]:
            self.print_all(pieces.values(), row, options["all"])
        elif not name:
            for piece in pieces.values():
                self.stdout.write(f"{piece.name:<40} {piece.title}")
        elif name in pieces:
            self.print_one(pieces[name], output or Path(f"{program}-{name}.pdf"))
        else:
            raise CommandError(
                f"Aucun document de «\u00a0{row.title}\u00a0» ne s’appelle «\u00a0{name}\u00a0». "
                f"Leur liste\u00a0: manage.py report {program}"
            )

    def print_all(self, pieces, program, folder):
        """Every paper; one that cannot be printed does not hold up the others."""
        failed = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CommandError(f"Le dossier {folder} n’a pas pu être créé\u00a0: {problem.strerror}.") from None
        for piece in pieces:
            try:
                self.print_one(piece, folder / f"{program.reference}-{piece.name}.pdf")
            except CommandError as problem:
                failed.append(piece.name)
                self.stderr.write(f"{piece.name}\u00a0: {problem}")
        if failed:
            raise CommandError(f"N’ont pas été imprimés\u00a0: {', '.join(failed)}.")

    def print_one(self, piece, output):
        """One paper to its file."""
        try:
            output.write_bytes(pdf.cached_pdf(piece.make(), timeout=pdf.BESIDE).read_bytes())
        except pdf.PdfError as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(f"Le fichier {output} n’a pas pu être écrit\u00a0: {problem.strerror}.") from None
        self.stdout.write(f"{output}\u00a0: {output.stat().st_size // 1024} Ko")
