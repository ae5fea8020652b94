"""Who pays for a programme, as its papers name them."""

from django.db import models

from dla_collectif.directory.models import Organisation
from dla_collectif.teams.models import NamedFunder


class Funder(NamedFunder):
    """A funder of a programme; it is an organisation of the directory, or a name alone such as a fund's."""

    program = models.ForeignKey("journey.Program", models.CASCADE, related_name="funders")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisme"
    )
    since = models.DateField("depuis le", null=True, blank=True)

    class Meta(NamedFunder.Meta):
        verbose_name = "financeur"
