"""Forms of the answers: a part of the questionnaire as an association fills it, a file that answers a question."""

from django import forms

from dla_collectif.services.files import ACCEPTED, CheckedFileField
from dla_collectif.services.forms import ConflictShown, HouseForm
from dla_collectif.services.images import without_traces


def as_version(typed) -> int:
    """A version as a form sends it; anything else is held to be as old as can be."""
    typed = str(typed or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


NOT_SHOWN = dict.fromkeys(("value", "year", "stance", "priority", "helps", "words"))  # by any entry: a page may ask


class VersionField(forms.CharField):
    """The version of one answer, hidden beside it."""

    def __init__(self):
        super().__init__(required=False, max_length=30, widget=forms.HiddenInput)

    def clean(self, value):
        return as_version(value)


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
            entry.problems = [error for shown in fields.values() for error in shown.errors]
            entry.shown = NOT_SHOWN | fields
            for shown in fields.values():
                if shown.errors:
                    shown.field.widget.attrs["aria-describedby"] = f"{entry.name}-error"

    @property
    def asked(self):
        """The entries that this reader may fill in."""
        return [entry for entry in self.part.entries if not entry.sealed]

    def show_conflict(self, lost):
        """Keep what was typed, show what is stored beside it, and let the next sending win knowingly."""
        rows, self.data = [], self.data.copy()
        for entry, row in lost:
            for end, column in entry.columns.items():
                name = f"{entry.name}{end}"
                if getattr(row, column) != entry.kept(end, self.cleaned_data.get(name)):
                    both = (as_text(self.fields[name], value) for value in (entry.typed(end), self[name].value()))
                    rows.append((entry.label, *both))
            self.data[f"{entry.name}_version"] = str(row.version)
        first = lost[0][1]
        self.conflict = ConflictShown(rows, str(first.edited_by or "Une autre personne"), first.edited_at)


def as_text(field, value) -> str:
    """A field's value as the two versions show it: in words, not in keys."""
    if isinstance(field, forms.BooleanField):
        return "oui" if value else "non"
    words = dict(getattr(field, "choices", ()))
    return ", ".join(str(words.get(one, one)) for one in (value if isinstance(value, list) else [value or ""]))


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
