"""The background worker: answers requests for links, sends due mails, prints PDFs, keeps the journal, forgets."""

import logging
import os
import signal
import time
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from dla_collectif.accounts.codes import forget_uploads
from dla_collectif.accounts.links import answer_link_requests, forget_links
from dla_collectif.entrance.sessions import SessionStore
from dla_collectif.journal import actions as journal
from dla_collectif.journal import refusals
from dla_collectif.outbox.delivery import deliver_due
from dla_collectif.privacy.requests import erase_accepted
from dla_collectif.services import clock, origin
from dla_collectif.services.models import FormReceipt
from dla_collectif.services.printing import forget_prints, print_wanted
from programs.journey import phases

RECEIPTS_KEPT = timedelta(days=3)
log = logging.getLogger(__name__)


def forget_receipts() -> None:
    """Remove the marks by which a form sent twice is known, once nobody would send it again."""
    FormReceipt.objects.filter(at__lt=clock.now() - RECEIPTS_KEPT).delete()


FORGETTING = [forget_links, forget_uploads, forget_prints, forget_receipts, SessionStore.clear_expired]
PAUSE = 0.5  # seconds between two looks at what waits


class Command(BaseCommand):
    """`manage.py work`: until stopped; `--once`: what waits now."""

    help = "Sends mails and prints PDFs in the background, at low priority."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what waits now, then stop")

    def handle(self, *args, once=False, **options):
        os.nice(10)
        self.running = not once
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        with origin.coming_from(origin.Channel.WORKER):
            self.work()

    def work(self):
        """Turn after turn; once an hour, what is not pressing too."""
        self.turn(sweep=True)
        swept = time.monotonic()
        while self.running:
            time.sleep(PAUSE)
            sweep = time.monotonic() - swept > 3600
            swept = time.monotonic() if sweep else swept
            self.turn(sweep)

    def turn(self, sweep=False):
        """One look at everything that waits; what fails is told, and holds up nothing else."""
        jobs = [
            answer_link_requests,
            deliver_due,
            print_wanted,
            *(job for room in phases.phases() for job in room.jobs),
        ]
        if sweep:
            pieces = [piece.work for piece in phases.shared("background")]
            jobs += [refusals.tell, journal.keep_house, erase_accepted, *pieces, *FORGETTING]
        for job in jobs:
            close_old_connections()
            try:
                job()
            except Exception:
                log.exception("%s.%s failed; it is tried again", job.__module__, job.__name__)

    def stop(self, *args):
        """Finish the turn, then stop."""
        self.running = False
