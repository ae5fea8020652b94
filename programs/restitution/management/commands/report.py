"""Print a programme's papers without a server: `manage.py report lille -o rapport.pdf`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dla_collectif.services import pdf
from programs.journey import phases, reports
from programs.journey.models import Program
from programs.journey.progress import Journey
from programs.restitution import prints


class Command(BaseCommand):
    """The restitution report; with `--phase` one step's report, with `--sheet` the experience sheet."""

    help = "Prints the restitution report of a programme, the report of one phase, or the experience sheet."

    def add_arguments(self, parser):
        parser.add_argument("program", metavar="PROGRAM", help="the programme's short reference, such as lille")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--phase", metavar="KEY", choices=phases.keys(), help="one phase's report")
        which.add_argument("--sheet", action="store_true", help="the experience sheet of two pages")
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)

    def handle(self, *args, program, phase=None, sheet=False, output=None, **options):
        row = Program.objects.filter(reference=program).first()
        if row is None:
            known = ", ".join(Program.objects.values_list("reference", flat=True)[:20]) or "aucun"
            raise CommandError(f"Aucun accompagnement ne s’appelle « {program} ». Références connues : {known}.")
        journey = Journey(row)
        if phase:
            html = reports.step_html(journey.step(phase))
        else:
            html = prints.sheet_html(journey) if sheet else prints.report_html(journey)
        try:
            output.write_bytes(pdf.cached_pdf(html).read_bytes())
        except OSError as problem:
            raise CommandError(f"Le fichier {output} n’a pas pu être écrit : {problem.strerror}.") from None
        self.stdout.write(f"{output} : {output.stat().st_size // 1024} Ko")
