"""Forms of the associations: declarations of interest and scoring grids, made from the proposals and the criteria."""

from django import forms

from dla_collectif.services.forms import HouseForm

from .models import Interest, Score


class InterestsForm(HouseForm):
    """For each proposal: no tie with its author, or a tie and which one; known links are filled in."""

    def __init__(self, *args, bids, stored, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.bids = bids
        limit = Interest._meta.get_field("text").max_length
        for bid in bids:
            is_tied, text = stored.get(bid.pk, (True, known[bid.pk]) if bid.pk in known else (None, ""))
            self.fields[f"tie_{bid.public_id}"] = forms.TypedChoiceField(
                label=f"Avec {bid}",
                help_text=f"Lien connu\u00a0: {known[bid.pk]}." if bid.pk in known else "",
                choices=[("no", "Nous n’avons aucun lien"), ("yes", "Nous avons un lien")],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect,
                initial={None: None, True: "yes", False: "no"}[is_tied],
                error_messages={"required": "Dites s’il y a un lien ou non."},
            )
            self.fields[f"text_{bid.public_id}"] = forms.CharField(
                label=f"Si oui, quel lien avec {bid}", required=False, max_length=limit, initial=text
            )

    def clean(self):
        """A tie comes with its sentence."""
        data = super().clean()
        for bid in self.bids:
            if data.get(f"tie_{bid.public_id}") and not data.get(f"text_{bid.public_id}", "").strip():
                self.add_error(f"text_{bid.public_id}", "Dites en une phrase quel est ce lien.")
        data["ties"] = [
            (bid, bool(data.get(f"tie_{bid.public_id}")), data.get(f"text_{bid.public_id}", "")) for bid in self.bids
        ]
        return data


class PointsField(forms.IntegerField):
    """Points that are expected in the end, and may be left blank in a draft."""

    def validate(self, value):
        """A blank is judged by the whole grid."""


class GridForm(HouseForm):
    """An association's grid: each criterion, each proposal side by side; blank points are allowed in a draft."""

    def __init__(self, *args, bids, criteria, stored, complete=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.bids, self.criteria, self.complete = bids, criteria, complete
        limit = Score._meta.get_field("comment").max_length
        for bid, criterion, name in self.cells():
            points, comment = stored.get((bid.pk, criterion.pk), (None, ""))
            sentence = f"Une note de 0 à {criterion.weight}, en points entiers."
            self.fields[f"points_{name}"] = PointsField(
                label=f"Note de {bid} sur {criterion.weight}",
                min_value=0,
                max_value=criterion.weight,
                initial=points,
                error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
            )
            self.fields[f"comment_{name}"] = forms.CharField(
                label=f"Remarque sur {bid}", required=False, max_length=limit, initial=comment
            )

    def cells(self):
        """(bid, criterion, the name that their fields end with)."""
        for criterion in self.criteria:
            for bid in self.bids:
                yield bid, criterion, f"{bid.public_id}_{criterion.public_id}"

    def clean(self):
        """A grid that is sent is whole."""
        data = super().clean()
        data["marks"] = []
        for bid, criterion, name in self.cells():
            points = data.get(f"points_{name}")
            if self.complete and points is None and f"points_{name}" not in self.errors:
                self.add_error(f"points_{name}", f"Donnez une note de 0 à {criterion.weight}.")
            data["marks"].append((bid, criterion, points, data.get(f"comment_{name}", "")))
        return data

    @property
    def groups(self):
        """Each criterion with its proposals' fields: (criterion, [(bid, points, comment)])."""
        for criterion in self.criteria:
            names = [(bid, f"{bid.public_id}_{criterion.public_id}") for bid in self.bids]
            yield criterion, [(bid, self[f"points_{name}"], self[f"comment_{name}"]) for bid, name in names]
