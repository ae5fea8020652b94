"""Forms of the answers: a part of the questionnaire as an association fills it, a file that answers a question."""

import json
from typing import NamedTuple

from django import forms

from dla_collectif.services.files import ACCEPTED, CheckedFileField
from dla_collectif.services.forms import ConflictShown, HouseForm, as_version
from dla_collectif.services.images import without_traces

from ..models import Answer

# What a page may ask of any entry and some do not have: looked up in vain, it costs a page of sixty questions a tenth.
NOT_SHOWN = dict.fromkeys(("value", "year", "stance", "priority", "helps", "words"))


class VersionField(forms.CharField):
    """The version of one answer, hidden beside it."""

    def __init__(self):
        super().__init__(required=False, max_length=30, widget=forms.HiddenInput)

    def clean(self, value):
        return as_version(value)


class Problem(NamedTuple):
    """What is wrong with one field: its name, the identifier of the control to go to, why."""

    name: str
    control: str
    words: str


class PartForm(HouseForm):
    """One part of the questionnaire: each answer with its year, stance and version. Nothing is compulsory here."""

    def __init__(self, data=None, *, part):
        self.part = part
        super().__init__(data)
        for entry in self.asked:
            for end in entry.columns:
                field = entry.field(end)
                field.label = entry.label
                field.initial = entry.typed(end)
                style(field, entry, end)
                self.fields[f"{entry.name}{end}"] = field
            self.fields[f"{entry.name}_version"] = VersionField()
            self.fields[f"{entry.name}_version"].initial = entry.version
        for entry in self.asked:
            ends = (*entry.columns, "_version")
            fields = {end.lstrip("_") or "value": self[f"{entry.name}{end}"] for end in ends}
            if getattr(entry, "several", None) and "value" in fields:
                entry.layout = entry.kind.layout(entry.question, fields["value"].value() or [])
            entry.shown = NOT_SHOWN | fields
        if self.is_bound:
            self.forget_what_is_not_asked()
        for entry in self.asked:
            fields = [shown for shown in entry.shown.values() if shown is not None]
            entry.problems = [problem for shown in fields for problem in problems_of(entry, shown)]

    @property
    def asked(self):
        """The entries that this reader may fill in."""
        return [entry for entry in self.part.entries if not entry.sealed]

    @property
    def refused(self):
        """The entries in which something cannot be as it is written."""
        return [entry for entry in self.asked if entry.problems]

    def forget_what_is_not_asked(self):
        """A question that depends on another one of this page refuses nothing once what is typed there shuts it."""
        shut = set()
        for entry in self.asked:
            if entry.depends_on is None:
                continue
            carrier, wanted = entry.depends_on
            stance = self.data.get(f"{carrier}_stance") or Answer.Stance.ANSWERED
            is_met = stance == Answer.Stance.ANSWERED and set(self.data.getlist(carrier)) & set(json.loads(wanted))
            if carrier in shut or not is_met:
                shut.add(entry.name)
                for end in entry.columns:
                    self.errors.pop(f"{entry.name}{end}", None)

    def leave_refused_out(self):
        """Let the rest be saved: what cannot be stays as it is stored."""
        for name in [name for name in self.errors if name in self.fields]:
            del self.errors[name]

    def show_conflict(self, lost):
        """Keep what was typed, show what is stored beside it, and let the next sending win knowingly."""
        rows, self.data = [], self.data.copy()
        for entry, row in lost:
            for end, column in entry.columns.items():
                name = f"{entry.name}{end}"
                if name not in self.cleaned_data:
                    continue
                both = (getattr(row, column), entry.kept(end, self.cleaned_data[name]))
                if both[0] != both[1]:
                    rows.append((entry.label, *(as_text(entry, end, self.fields[name], kept) for kept in both)))
            self.data[f"{entry.name}_version"] = str(row.version)
        first = lost[0][1]
        self.conflict = ConflictShown(rows, str(first.edited_by or "Une autre personne"), first.edited_at)


def problems_of(entry, shown) -> list[Problem]:
    """What is wrong with one field, told to the control it is about."""
    found = []
    for error in shown.errors.as_data():
        control, place = shown.id_for_label or f"{shown.auto_id}_0", getattr(error, "place", 0)
        if shown.name == entry.name and entry.shape in ("ranks", "rows"):
            width = len(entry.question.columns) if entry.shape == "rows" else 0
            entry.wrong = tuple(one + 1 for one in (divmod(place, width) if width else (place,)))
            control = "_".join(map(str, (shown.auto_id, *entry.wrong)))
        found.append(Problem(shown.name, control, error.messages[0]))
    if found:
        attrs = shown.field.widget.attrs
        attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {entry.name}-error".strip()
    return found


def as_text(entry, end, field, kept) -> str:
    """A kept value as the two versions show it: in words, not in keys."""
    if end == "" and not entry.weighs:
        return entry.kind.words(entry.question, kept)
    if isinstance(field, forms.BooleanField):
        return "oui" if kept else "non"
    typed = "" if kept is None else str(kept)
    return str(dict(getattr(field, "choices", ())).get(typed, typed))


class AttachmentField(CheckedFileField):
    """A file; a photo is drawn again, without the place and the hour that the telephone noted in it."""

    def __init__(self, **kwargs):
        kwargs["help_text"] = (
            f"{ACCEPTED}. Sur un téléphone, vous pouvez prendre une photo : elle pèse 3 à 6 Mo, comptez une ou deux "
            "minutes si le réseau est lent. Le lieu et l’heure que le téléphone y note sont effacés."
        )
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return without_traces(upload) if upload and upload.kind.content_type.startswith("image/") else upload


def style(field, entry, end) -> None:
    """The class that the style sheet knows, and the help that stands beside the field."""
    if end == "" and entry.help:
        field.widget.attrs["aria-describedby"] = f"{entry.name}-help"
    if end == "" and entry.shape == "marks":
        return
    boxes = forms.RadioSelect | forms.CheckboxSelectMultiple | forms.CheckboxInput
    field.widget.attrs["class"] = "form-check-input" if isinstance(field.widget, boxes) else "form-control"


class AttachmentForm(HouseForm):
    """One file that answers a question: beside those that are there, or in the place of one."""

    file = AttachmentField(label="Fichier ou photo")
    replaces = forms.ChoiceField(label="Il remplace", required=False)

    def __init__(self, *args, entry, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["required"] = "Choisissez un fichier, ou prenez une photo."
        held = [(file.public_id, file.filename) for file in entry.files]
        self.fields["replaces"].choices = [("", "aucun fichier : il s’ajoute"), *held]
        if not held:
            del self.fields["replaces"]
