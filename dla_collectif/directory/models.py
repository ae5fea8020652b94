"""Organisations and people: everybody is here once, whatever their role in a programme."""

from django.db import models
from django.db.models import Q

from dla_collectif.services import clock
from dla_collectif.services.models import Public, Versioned
from dla_collectif.services.search import normalise

from . import identifiers


class OrganisationQuerySet(models.QuerySet):
    """Readings of the directory."""

    def matching(self, words: str):
        """Organisations whose name, town or number holds each of the words, accents and case ignored."""
        organisations = self
        for word in normalise(words).split():
            organisations = organisations.filter(search__contains=word)
        return organisations

    def resembling(self, name: str, town: str):
        """Organisations that may be the same as one being entered."""
        return self.filter(search__startswith=normalise(name, town)) if name else self.none()


class Organisation(Public, Versioned):
    """A DLA's host body, an association, an institution, a consultancy, a network, a partner."""

    class Kind(models.TextChoices):
        """What an organisation is; its role in a programme is said there."""

        ASSOCIATION = "association", "association"
        DLA = "dla", "structure porteuse d’un DLA"
        INSTITUTION = "institution", "institution"
        CONSULTANCY = "consultancy", "prestataire"
        NETWORK = "network", "réseau, fédération"
        PARTNER = "partner", "partenaire"

    kind = models.CharField("nature", max_length=20, choices=Kind)
    name = models.CharField("nom", max_length=200)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[identifiers.check_siret])
    rna = models.CharField("numéro RNA", max_length=10, blank=True, validators=[identifiers.check_rna])
    address = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True, validators=[identifiers.check_postcode])
    town = models.CharField("commune", max_length=100, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    website = models.URLField("site internet", blank=True)
    search = models.CharField(max_length=400, editable=False, default="", db_index=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisme"
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="one_organisation_per_siret",
                violation_error_message="Un organisme porte déjà ce SIRET : cherchez-le dans l’annuaire.",
            ),
            models.UniqueConstraint(
                fields=["rna"],
                condition=~Q(rna=""),
                name="one_organisation_per_rna",
                violation_error_message="Un organisme porte déjà ce numéro RNA : cherchez-le dans l’annuaire.",
            ),
        ]
        indexes = [models.Index(fields=["kind", "search", "id"], name="organisations_by_kind")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.search = self.derived_fields()["search"]
        super().save(*args, **kwargs)

    def derived_fields(self):
        """The column that searches look in."""
        return {"search": normalise(self.name, self.town, self.acronym, self.siret, self.rna)[:400]}

    @property
    def short_name(self) -> str:
        """The acronym where there is one."""
        return self.acronym or self.name


class Person(Public, Versioned):
    """A human being, met through the organisations they speak for."""

    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)

    class Meta:
        verbose_name = "personne"

    def __str__(self):
        return f"{self.first_name} {self.last_name}"


class AffiliationQuerySet(models.QuerySet):
    """Readings of who speaks for whom."""

    def current(self):
        """Those of today."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=clock.Today()))

    def by_word_of(self, hosts):
        """Those that hold for some DLA: told by their host bodies (`hosts`), or by the organisation itself."""
        return self.filter(Q(noted_by__isnull=True) | Q(noted_by__in=hosts))


class Affiliation(models.Model):
    """A person speaks for an organisation, in a function, from one day to another.

    `noted_by` is the host body of the DLA whose word it is: it holds for what that DLA carries, and for nothing else.
    None is the organisation's own word, which holds everywhere.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations", verbose_name="personne")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="affiliations", verbose_name="organisme"
    )
    function = models.CharField("fonction", max_length=120, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)
    noted_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="noté par"
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "noted_by"],
                name="one_affiliation_each",
                violation_error_message="Cette personne est déjà rattachée à cet organisme.",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(noted_by=None),
                name="one_affiliation_of_its_own",
                violation_error_message="Cette personne est déjà rattachée à cet organisme.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.function} ({self.organisation})" if self.function else str(self.person)
