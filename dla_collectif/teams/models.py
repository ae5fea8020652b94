"""What a DLA is as a tenant: its letterhead, and its rules as dated sets."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.html import format_html

from dla_collectif.accounts.models import Dla
from dla_collectif.services import clock, colours, images
from dla_collectif.services.files import random_name
from dla_collectif.services.models import Public, Versioned

from .funders import NamedFunder, UsualFunder

__all__ = ["FundingScheme", "Letterhead", "NamedFunder", "RuleSet", "UsualFunder"]


class Letterhead(Versioned):
    """What stands at the head of a DLA's papers; what is left empty is not printed."""

    dla = models.OneToOneField(Dla, models.CASCADE, related_name="letterhead")
    address = models.TextField("adresse", max_length=400, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    website = models.URLField("site internet", blank=True)
    colour = models.CharField("couleur", max_length=7, blank=True, validators=[colours.legible])
    logo = models.FileField(upload_to=random_name, blank=True, max_length=60, editable=False)

    class Meta:
        verbose_name = "en-tête"

    def __str__(self):
        return f"En-tête : {self.dla}"

    @property
    def address_lines(self) -> list[str]:
        """The address as it is printed."""
        return [line.strip() for line in self.address.splitlines() if line.strip()]

    @property
    def contacts(self) -> list[str]:
        """How to reach the team, one after the other."""
        return [each for each in (self.phone, self.email, self.website.removeprefix("https://")) if each]

    @property
    def logo_data(self) -> str:
        """The logo inside a printed page; the print reads no file."""
        return images.data_address(self.logo) if self.logo else ""

    @property
    def logo_tag(self) -> str:
        """The logo as a picture of a printed page."""
        return format_html('<img src="{}" alt="Logo de {}">', self.logo_data, self.dla) if self.logo else ""


class RuleSetQuerySet(models.QuerySet):
    """Readings of rules."""

    def in_force(self, dla, day=None):
        """The set of a DLA that is valid on a day; a set that is not stored, with the house's figures, without one."""
        return self.filter(dla=dla, valid_from__lte=day or clock.today()).order_by("-valid_from").first() or RuleSet()

    def todays(self):
        """The stored sets that are valid today: one at most of each DLA."""
        begun = self.filter(valid_from__lte=clock.today())
        return begun.filter(~Exists(begun.filter(dla=OuterRef("dla"), valid_from__gt=OuterRef("valid_from"))))


def figure(label, default, least, most, help_text=""):
    """A figure of the rules, with what it may be."""
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits, help_text=help_text)


class RuleSet(Public):
    """The rules of a DLA from a day on. A stored set never changes: another one takes over from another day.

    A programme keeps the set that was valid when it was opened. The defaults are the habits of the field, for a DLA
    that wrote none: they do not change either, since the programmes opened under them read them.
    """

    dla = models.ForeignKey(Dla, models.CASCADE, related_name="rule_sets")
    valid_from = models.DateField("valables à partir du")
    minimum_heard = figure("Consultants et partenaires à entendre", 1, 0, 50, "Pendant la concertation.")
    minimum_consulted = figure(
        "Prestataires à consulter", 3, 1, 20, "En dessous, une justification est demandée et imprimée au procès-verbal."
    )
    minimum_bids = figure("Propositions à recevoir", 2, 1, 20, "En dessous, la même justification est demandée.")
    scoring_total = figure("Total des points de la grille", 100, 1, 1000, "Le cahier des charges le propose.")
    keep_active = figure("Accompagnement, après sa fin", 2, 1, 30)
    keep_losing_bids = figure("Propositions non retenues", 5, 1, 30)
    keep_prospects = figure("Structures sans suite, après le dernier contact", 3, 1, 30)
    keep_accounts = figure("Comptes inactifs", 2, 1, 10)
    keep_accounting = figure("Pièces comptables", 10, 1, 30)
    keep_logs = figure("Journaux techniques, en mois", 12, 6, 36, "Entre 6 et 12 mois le plus souvent.")
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    BUYING = ("minimum_heard", "minimum_consulted", "minimum_bids", "scoring_total")
    KEEPING = ("keep_active", "keep_losing_bids", "keep_prospects", "keep_accounts", "keep_accounting", "keep_logs")

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = "règles"
        constraints = [
            models.UniqueConstraint(
                fields=["dla", "valid_from"],
                name="one_rule_set_per_day",
                violation_error_message="D’autres règles commencent déjà ce jour-là.",
            )
        ]

    def __str__(self):
        return f"Règles de {self.dla} à partir du {self.valid_from:%d/%m/%Y}"

    @property
    def is_to_come(self) -> bool:
        """Whether no programme can have been opened under it yet."""
        return self.valid_from > clock.today()

    @property
    def buying(self) -> list[tuple[str, str]]:
        """The figures of the choice of a provider, each with its name."""
        return [(self.name_of(name), str(getattr(self, name))) for name in self.BUYING]

    @property
    def keeping(self) -> list[tuple[str, str]]:
        """How long things are kept, each with its name."""
        spans = [(self.name_of(name).removesuffix(", en mois"), self.span(name)) for name in self.KEEPING]
        schemes = self.schemes.order_by("id") if self.pk else ()
        return spans + [(f"Financement {scheme.label}", years(scheme.keep_years)) for scheme in schemes]

    def name_of(self, name) -> str:
        """What a figure is called."""
        return self._meta.get_field(name).verbose_name

    def span(self, name) -> str:
        """A length of time in words."""
        value = getattr(self, name)
        return f"{value} mois" if name == "keep_logs" else years(value)


def years(number) -> str:
    """« 1 an », « 3 ans »."""
    return f"{number} an{'s' if number > 1 else ''}"


class FundingScheme(models.Model):
    """A funding that asks for its proofs to be kept: how long, under a set of rules."""

    rules = models.ForeignKey(RuleSet, models.CASCADE, related_name="schemes")
    label = models.CharField("intitulé", max_length=120)
    keep_years = models.PositiveSmallIntegerField("années de conservation")

    class Meta:
        verbose_name = "financement"

    def __str__(self):
        return self.label
