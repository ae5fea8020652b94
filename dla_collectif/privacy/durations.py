"""How long data are held, in words: made from the rules of the DLA, never typed."""

from dla_collectif.accounts.links import LINKS_KEPT
from dla_collectif.journal.actions import NETWORKS_KEPT
from dla_collectif.services import clock
from dla_collectif.services.holdings import Kept
from dla_collectif.teams.models import RuleSet, years


class Durations:
    """The durations of some sets of rules: where they differ, from the shortest to the longest."""

    def __init__(self, sets):
        sets = list(sets) or [RuleSet()]
        self.spans = {name: span(name, {getattr(rules, name) for rules in sets}) for name in RuleSet.KEEPING}
        self.spans |= {"links": f"{LINKS_KEPT.days} jours", "networks": f"{round(NETWORKS_KEPT.days / 30.4)} mois"}

    def told(self, kept: Kept) -> str:
        """A duration as it is read: « 3 ans après le dernier échange »."""
        return kept.value.format(**self.spans)


def span(name: str, values: set[int]) -> str:
    """« 2 ans », « 12 mois »; « de 2 à 3 ans selon le DLA » where they differ."""
    least, most = min(values), max(values)
    told = f"{most} mois" if name == "keep_logs" else years(most)
    return told if least == most else f"de {least} à {told} selon le DLA"


def of_teams(dlas) -> Durations:
    """What holds today for these DLA."""
    return Durations([RuleSet.objects.in_force(dla) for dla in dlas])


def of_everybody() -> Durations:
    """What holds for somebody whose DLA is not known: every set that has begun, and the house's own figures."""
    begun = RuleSet.objects.filter(valid_from__lte=clock.today()).order_by().values(*RuleSet.KEEPING).distinct()
    return Durations([RuleSet(), *(RuleSet(**figures) for figures in begun)])
