"""Fill a demonstration with its stories, and print the links by which its people sign in."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dla_collectif.services.refusals import Refusal
from programs.demo import player, shapes
from programs.demo.cast import sign_in_links
from programs.journey import phases


class Command(BaseCommand):
    """`manage.py demo [--story NAME] [--until PHASE]` plays; `--links` prints a link per person.

    `manage.py demo --shape NAME` makes a programme that is only there to be printed (`programs.demo.shapes`).
    """

    help = "Plays the stories of the demonstration that are not there yet, or prints a sign-in link per person."

    def add_arguments(self, parser):
        parser.add_argument("--story", choices=player.NAMES, help="this story alone")
        parser.add_argument("--until", choices=phases.keys(), metavar="PHASE", help="stop before this phase is closed")
        parser.add_argument("--shape", choices=shapes.SHAPES, help="a programme to print, and no story")
        parser.add_argument("--links", action="store_true", help="print one JSON line per person, and play nothing")

    def handle(self, *args, story=None, until="", links=False, shape=None, **options):
        if not (settings.DEMONSTRATION or settings.TESTING):
            raise CommandError(
                "Cette installation n’est pas une démonstration\u00a0: on n’y mêle pas de personnes inventées. "
                "Pour essayer l’outil, posez DLA_DEMO=1 dans une autre copie."
            )
        names = [story] if story else player.NAMES
        if shape:
            self.build(shape)
        elif links:
            self.print_links(names)
        else:
            for name in names:
                self.play(name, until or "")

    def build(self, name):
        """Make the programme of a shape unless it is there; print how its officer signs in."""
        title = shapes.SHAPES[name].title
        if shapes.is_built(name):
            self.stdout.write(f"L’accompagnement «\u00a0{title}\u00a0» est déjà là\u00a0: rien n’y change.")
            return
        program = shapes.build(name)
        self.stdout.write(f"L’accompagnement «\u00a0{title}\u00a0» est fait.")
        self.stdout.write(shapes.link_of(program))

    def print_links(self, names):
        """One line per person of the stories that were played."""
        lines = sign_in_links([player.read(name) for name in names])
        if not lines:
            raise CommandError("Aucune histoire n’est encore jouée\u00a0: lancez d’abord «\u00a0manage.py demo\u00a0».")
        for line in lines:
            self.stdout.write(line)

    def play(self, name, until):
        """Play a story unless it is there; say so in one line."""
        title = player.read(name)["program"]["title"]
        if player.is_played(name):
            self.stdout.write(f"L’histoire «\u00a0{title}\u00a0» est déjà là\u00a0: rien n’y change.")
            return
        started = time.monotonic()
        try:
            player.play(name, until)
        except Refusal as refusal:
            raise CommandError(f"L’histoire «\u00a0{title}\u00a0» n’a pas pu être jouée\u00a0: {refusal}") from refusal
        seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
        self.stdout.write(f"L’histoire «\u00a0{title}\u00a0» est jouée en {seconds}\u00a0s.")
