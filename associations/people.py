"""Who speaks for an organisation, as each DLA knows it: by its own word, and that of its equals in what they carry.

The programmes are a floor above: they are found by name.
"""

from django.apps import apps
from django.db.models import Exists, Q

from dla_collectif.accounts.models import Dla
from dla_collectif.directory.models import Affiliation


def teams_of(user):
    """The DLA where somebody works today."""
    return Dla.objects.worked_in_by(user)


def own_teams(user) -> list[int]:
    """Their keys: whose past supports and requests somebody reads."""
    return [dla.pk for dla in teams_of(user)]


def hosts_heard(organisation, user, teams):
    """The host bodies whose word on this organisation somebody may read: their own, and those they carry it with."""
    carriers, programs = apps.get_model("journey", "Carrier"), apps.get_model("journey", "Program")
    together = programs.objects.visible_to(user).filter(reader_carries=True, participations__organisation=organisation)
    return (
        Q(noted_by=None)
        | Q(noted_by__in=[dla.organisation_id for dla in teams])
        | Q(noted_by__in=carriers.objects.filter(program__in=together.values("pk")).values("dla__organisation"))
    )


def people_shown(organisation, user, teams) -> list[Affiliation]:
    """Who speaks for an organisation: each person once, by the word of the visitor's `teams` first.

    `is_ours` tells what the visitor may change.
    """
    rows = Affiliation.objects.filter(hosts_heard(organisation, user, teams), organisation=organisation)
    rows = rows.annotate(is_free=~Exists(seats_elsewhere(organisation, teams)))
    own, found = {dla.organisation_id for dla in teams}, {}
    for row in rows.select_related("person", "noted_by").order_by("until", "person__last_name", "pk"):
        row.is_ours = row.noted_by_id in own if row.noted_by_id else row.is_free
        if row.person_id not in found or (row.is_ours and not found[row.person_id].is_ours):
            found[row.person_id] = row
    return list(found.values())


def seats_elsewhere(organisation, teams):
    """Where an organisation sits and these DLA do not carry: its own word is not changed behind the others' back."""
    seats = apps.get_model("journey", "Participation").objects.filter(organisation=organisation)
    return seats.exclude(program__carriers__dla__in=teams)
