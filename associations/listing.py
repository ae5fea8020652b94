"""The directory as a list: what narrows it, and its pages of fifty."""

import re

from django.db.models import Exists, OuterRef, Q

from dla_collectif.directory.models import Organisation
from dla_collectif.services.ids import PublicIdConverter
from dla_collectif.services.search import normalise

from .models import PastSupport, SupportRequest

PAGE = 50
COLUMNS = ("pk", "public_id", "kind", "name", "acronym", "town")
ORDER = ("kind", "search", "pk")  # associations first: their key is the first of the alphabet


def narrowed(organisations, *, dlas, words="", kind="", town="", theme="", year=None, known=False):
    """`organisations` that fit: theme and year are those of one past support or request of `dlas` (their pks)."""
    organisations = organisations.matching(words)
    if kind:
        organisations = organisations.filter(kind=kind)
    if town:
        organisations = organisations.filter(town__in=towns_like(town))
    if theme or year or known:
        organisations = organisations.filter(contact(dlas, theme, year))
    return organisations


def contact(dlas, theme="", year=None):
    """The condition: one of these DLA supported this organisation, or received a request of it."""
    supports = PastSupport.objects.filter(association__organisation=OuterRef("pk"), dla__in=dlas)
    requests = SupportRequest.objects.filter(association__organisation=OuterRef("pk"), dla__in=dlas)
    if theme:
        supports, requests = supports.filter(theme=theme), requests.filter(theme=theme)
    if year:
        supports, requests = supports.filter(year=year), requests.filter(received_on__year=year)
    return Q(Exists(supports)) | Q(Exists(requests))


def towns_like(typed: str) -> list[str]:
    """The towns of the directory that hold these words, accents and case ignored: no engine does it alike."""
    words = normalise(typed)
    towns = Organisation.objects.order_by().values_list("town", flat=True).distinct()
    return [town for town in towns if words in normalise(town)]


def page_of(organisations, after: str = ""):
    """Fifty rows after the organisation of that public id, and the id that the next page follows."""
    last = None
    if re.fullmatch(PublicIdConverter.regex, after):
        last = Organisation.objects.filter(public_id=after).values_list(*ORDER).first()
    if last:
        kind, search, pk = last
        same = Q(kind=kind, search__gt=search) | Q(kind=kind, search=search, pk__gt=pk)
        organisations = organisations.filter(Q(kind__gt=kind) | same)
    rows = list(organisations.order_by(*ORDER).values_list(*COLUMNS, named=True)[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].public_id if len(rows) > PAGE else ""
