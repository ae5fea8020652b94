"""The form of the plan: a row a chapter, in their order; whatever was chosen stays when a row moves."""

from dataclasses import replace

from django import forms

from dla_collectif.services.forms import ConflictShown, HouseForm, as_version
from dla_collectif.services.ids import new_public_id

from .plan import DETAILS, FREE, READERS, Line, in_order, lines_of, moved

LONGEST_TITLE = 100
MOST_FREE = 12
TEXT, SELECT, BOX = {"class": "form-control"}, {"class": "form-select"}, {"class": "form-check-input"}
MOVES = {"up": -1, "down": 1}


class PlanForm(HouseForm):
    """The whole plan: `move` (« scoping:up »), `remove` and `add` are the buttons that do one thing more."""

    new_title = forms.CharField(
        label="Titre du chapitre", max_length=LONGEST_TITLE, required=False, widget=forms.TextInput(TEXT)
    )
    new_after = forms.ChoiceField(label="À placer après", required=False, widget=forms.Select(SELECT))

    def __init__(self, data, *, plan, steps):
        self.steps, self.stored = steps, lines_of(plan, steps)
        self.shown_version = as_version(data.get("version")) if data else (plan.version if plan else 0)
        known = {line.key: line for line in self.stored}
        self.lines = ordered(known, data.getlist("order")) if data else self.stored
        super().__init__(data, label_suffix="")
        for line in self.lines:
            self.add_row(line)
        self.fields["new_after"].choices = [(line.key, line.title) for line in self.lines if not line.is_annex]

    def add_row(self, line: Line):
        """The fields of one chapter."""
        name = line.title
        self.fields[f"{line.key}-printed"] = forms.BooleanField(
            label=f"Imprimer « {name} »", required=False, initial=line.printed, widget=forms.CheckboxInput(BOX)
        )
        self.fields[f"{line.key}-readers"] = forms.TypedChoiceField(
            label=f"Lecteurs de « {name} »",
            choices=list(READERS.items()),
            coerce=int,
            initial=line.readers,
            widget=forms.Select(SELECT),
        )
        if line.step is not None:
            self.fields[f"{line.key}-detail"] = forms.ChoiceField(
                label=f"Détail de « {name} »",
                choices=list(DETAILS.items()),
                initial=line.detail,
                widget=forms.Select(SELECT),
            )
        if line.is_free:
            text = forms.TextInput(TEXT)
            field = forms.CharField(label="Titre du chapitre", max_length=LONGEST_TITLE, initial=name, widget=text)
            field.error_messages["required"] = "Donnez un titre à ce chapitre."
            self.fields[f"{line.key}-title"] = field

    @property
    def rows(self):
        """Each line with its fields, and whether it can go up or down."""
        like = [[line.key for line in self.lines if line.is_annex is kind] for kind in (False, True)]
        movable = [like[0], like[1][:-1]]  # the index closes the report
        for line in self.lines:
            keys = next((keys for keys in movable if line.key in keys), [line.key])
            fields = {name: self[f"{line.key}-{name}"] for name in self.names_of(line)}
            yield {"line": line, "first": line.key == keys[0], "last": line.key == keys[-1], **fields}

    def names_of(self, line):
        """The fields that a line has."""
        names = ("printed", "readers", "detail", "title")
        return [name for name in names if f"{line.key}-{name}" in self.fields]

    def clean(self):
        """The lines as chosen, with the move, the removal or the addition that was asked for."""
        data = super().clean()
        if self.errors:
            return data
        lines = [self.chosen(line, data) for line in self.lines]
        key, _, gap = self.data.get("move", "").rpartition(":")
        lines = moved(lines, key, MOVES.get(gap, 0))
        lines = [line for line in lines if not (line.is_free and line.key == self.data.get("remove"))]
        if "add" in self.data:
            lines = self.with_new(lines, data)
        return {"lines": [line.stored for line in lines], "version": self.shown_version}

    def chosen(self, line, data):
        """A line as the form says it."""
        return replace(line, **{name: data[f"{line.key}-{name}"] for name in self.names_of(line)})

    def with_new(self, lines, data):
        """The plan with the chapter that is added."""
        title = data.get("new_title", "").strip()
        if not title:
            self.add_error("new_title", "Donnez un titre à ce chapitre, par exemple « Introduction ».")
            return lines
        if sum(line.is_free for line in lines) >= MOST_FREE:
            self.add_error("new_title", f"{MOST_FREE} chapitres ajoutés au plus.")
            return lines
        new = Line(f"{FREE}{new_public_id()}", title)
        after = next((place for place, line in enumerate(lines) if line.key == data.get("new_after")), -1)
        return in_order([*lines[: after + 1], new, *lines[after + 1 :]])

    def show_conflict(self, current):
        """Keep what was chosen, show what is stored beside it, and let the next sending win knowingly."""
        theirs, mine = lines_of(current, self.steps), [self.chosen(line, self.typed) for line in self.lines]
        rows = [("Ordre des chapitres", titles(theirs), titles(mine))] if titles(theirs) != titles(mine) else []
        stored = {line.key: line for line in theirs}
        for line in mine:
            before, after = told(stored.get(line.key)), told(line)
            if before != after:
                rows.append((line.title, before, after))
        self.conflict = ConflictShown(rows, str(current.edited_by or "une autre personne"), current.edited_at)
        self.shown_version = current.version

    @property
    def typed(self):
        """What was typed, field by field: the cleaned data is the plan by now."""
        return {name: self.fields[name].clean(self[name].data) for name in self.fields}


def ordered(known, order):
    """The known lines in the order that the form gives; those it does not name stand at their place."""
    named = [known[key] for key in dict.fromkeys(order) if key in known]
    for place, line in enumerate(known.values()):
        if line not in named:
            named.insert(min(place, len(named)), line)
    return in_order(named)


def titles(lines) -> str:
    """The chapters in their order, in words."""
    return ", ".join(line.title for line in lines)


def told(line) -> str:
    """« imprimé, complet, le groupe »; nothing for a chapter that is not there."""
    if line is None:
        return ""
    detail = f", {DETAILS[line.detail]}" if line.step is not None else ""
    return f"{'imprimé' if line.printed else 'pas imprimé'}{detail}, lu par {line.readers_label}"
