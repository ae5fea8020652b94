"""The journal as its readers meet it, a programme's or the house's: what narrows it, its pages, its export."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from dla_collectif.services.exports import csv_file
from dla_collectif.services.forms import HouseForm
from dla_collectif.services.search import normalise

from .models import EntryQuerySet

PAGE = 100
NOBODY = "maison"  # in an address: what no person did
YEARS = range(2000, 2101)  # a date typed outside is odd, and narrows nothing
HEAD = ("Numéro", "Date et heure (Paris)", "Qui", "Étape", "Acte", "D’où", "Réseau", "Empreinte")


class JournalFilter(HouseForm):
    """What narrows a journal; anything odd in an address is as if it were not there."""

    mots = forms.CharField(label="Mots", required=False, widget=forms.SearchInput)
    qui = forms.ChoiceField(label="Qui", required=False)
    etape = forms.ChoiceField(label="Étape", required=False)
    du = forms.DateField(label="Du", required=False)
    au = forms.DateField(label="Au", required=False)

    def __init__(self, *args, people, steps=(), **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["qui"].choices = [("", "Tout le monde"), *people]
        self.fields["etape"].choices = [("", "Toutes"), *steps]
        if not steps:
            del self.fields["etape"]
        for field_ in self.fields.values():
            field_.widget.attrs["class"] = "form-select" if hasattr(field_, "choices") else "form-control"

    @property
    def wished(self) -> dict:
        """The filters that hold something, by the names that `narrowed` gives them."""
        self.is_valid()
        names = {"mots": "words", "qui": "person", "etape": "phase", "du": "since", "au": "until"}
        return {name: self.cleaned_data[key] for key, name in names.items() if self.cleaned_data.get(key)}


def narrowed(entries, *, words="", person="", phase="", since: date | None = None, until: date | None = None):
    """`entries` that fit: every word, one person, one step, from the first of two days to the end of the second."""
    for word in normalise(words).split():
        entries = entries.filter(search__contains=word)
    if person:
        entries = entries.filter(by=None) if person == NOBODY else entries.filter(by__public_id=person)
    if phase:
        entries = entries.filter(phase=phase)
    if since and since.year in YEARS:
        entries = entries.filter(at__gte=midnight(since))
    if until and until.year in YEARS:
        entries = entries.filter(at__lt=midnight(until + timedelta(days=1)))
    return entries


def midnight(day: date) -> datetime:
    """The beginning of a day in Paris."""
    return timezone.make_aware(datetime.combine(day, time()))


def people_in(entries) -> list[tuple[str, str]]:
    """Those who acted, by name: choices of a filter; one statement."""
    rows = entries.order_by().values_list("by__public_id", "who").distinct()
    names = dict(sorted(((pid or NOBODY, who) for pid, who in rows), key=lambda pair: normalise(pair[1])))
    return list(names.items())


@dataclass
class Shown:
    """What a journal's page shows. `titles`: the names of the steps; `networks`: whether the reader sees those."""

    entries: EntryQuerySet
    form: JournalFilter
    titles: dict[str, str] = field(default_factory=dict)
    networks: bool = False

    def context(self, before: str) -> dict:
        """One page of a hundred, those before the entry of that number."""
        rows = narrowed(self.entries, **self.form.wished).select_related("whereabouts")
        if before.isascii() and before.isdigit() and len(before) < 10:
            rows = rows.filter(number__lt=int(before))
        rows = list(rows[: PAGE + 1])
        return {
            "filters": self.form,
            "narrowed": bool(self.form.wished),
            "entries": [self.dressed(row) for row in rows[:PAGE]],
            "older": rows[PAGE - 1].number if len(rows) > PAGE else None,
        }

    def dressed(self, entry):
        """An entry with the words of its step and of its origin."""
        entry.step_title = self.titles.get(entry.phase, "")
        entry.origin = self.origin(entry)
        return entry

    def origin(self, entry) -> str:
        """« en ligne, réseau 192.0.2.0/24 »: the network for those who may see it, while it is kept."""
        network = f", réseau {entry.network}" if self.networks and entry.network else ""
        return f"{entry.get_channel_display()}{network}" if entry.channel else ""

    def csv(self, name: str):
        """All the entries that fit, the oldest first, as a file for a spreadsheet."""
        rows = narrowed(self.entries, **self.form.wished).prefetch_related("whereabouts").order_by("number")
        return csv_file(name, HEAD, (self.row(entry) for entry in rows.iterator(chunk_size=2000)))

    def row(self, entry) -> list:
        """A line of the file."""
        at = f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M:%S}"
        step = self.titles.get(entry.phase, entry.phase)
        network = entry.network if self.networks else ""
        return [entry.number, at, entry.who, step, entry.sentence, entry.get_channel_display(), network, entry.hash]
