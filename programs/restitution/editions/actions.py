"""An edition and the group: proposed, announced, talked about by each association, answered."""

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day
from dla_collectif.services.visibility import Visibility
from programs.journey.mailing import Mailing
from programs.journey.models import Document
from programs.voices import actions as voices

from ..models import ReportEdition, ReportVoice
from .mails import PROPOSED, until


def propose(step, edition, data, *, by) -> ReportEdition:
    """Give an edition to the group to read, with what the institutions would read. `data`: closes_on.

    Raises Refusal for a day that is past, or when a later edition is proposed already.
    """
    if data["closes_on"] < clock.today():
        raise Refusal("Ce jour est passé : les associations n’auraient pas le temps de lire.", "closes_on")
    list(ReportEdition.objects.of(step.program).select_for_update())
    if ReportEdition.objects.of(step.program).proposed().filter(number__gte=edition.number).exists():
        raise Refusal("Cette édition, ou une plus récente, est déjà proposée au groupe.")
    edit(edition, {"proposed_on": clock.today(), "closes_on": data["closes_on"]}, by=by)
    read = Document.objects.filter(rendition__edition=edition, rendition__readers__lt=Visibility.PUBLIC)
    read.update(visibility=Visibility.GROUP)
    record(
        step,
        f"a proposé au groupe l’édition {edition.number} du rapport, à lire avant le {day(edition.closes_on)}",
        by=by,
    )
    return edition


def announcement(step, edition) -> Mailing:
    """Who would be told that an edition awaits their word, and who has no address."""

    def words(seat):
        told = {"structure": str(seat), "édition": str(edition.number), "changements": edition.changes}
        return told | until(edition.closes_on)

    return voices.announcement(step, edition, PROPOSED, words)


def say(step, seat, data, *, by, origin=ReportVoice.Origin.ONLINE) -> ReportVoice:
    """An association says whether it approves the edition proposed last, and about which chapter (`voices.say`)."""
    edition = ReportEdition.objects.open_in(step.program)
    return voices.say(step, edition, seat, data, by=by, origin=origin, beside={"chapter": data.get("chapter", "")})
