"""The picture of what became of the indicators: only where enough associations told them both times."""

from programs.diagnosis.models import Indicator
from programs.restitution.before_after import Change, Told


def test_picture_shows_the_indicators_that_three_told_both_times():
    shown = Change(Indicator(label="Budget", unit="€"), 3, "", "", "", "", medians=(20.0, 24.5))
    scale = Change(
        Indicator(label="Confiance", kind="scale", options=["1", "2"]), 4, "", "", "", "", medians=(1.0, 2.0)
    )
    few = Change(Indicator(label="Salariés"), 2, "", "", "", "", medians=(1.0, 1.0))
    unknown = Change(Indicator(label="Bénévoles"), 0, "", "", "", "")
    assert Told(None, [shown, few, unknown]).drawn == []  # one indicator is no picture
    drawn = [("Budget\u00a0(€)", 20.0, "20", 24.5, "24,5"), ("Confiance\u00a0(sur 2)", 1.0, "1", 2.0, "2")]
    assert Told(None, [shown, few, unknown, scale]).drawn == drawn
