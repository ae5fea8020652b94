"""Forms of the room: texts and days, articles, objectives that cite what was said, criteria, reasons."""

from decimal import Decimal, InvalidOperation

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.text import Truncator

from dla_collectif.services.forms import HalfDaysField, HouseForm, HouseModelForm

from . import criteria
from .coverage import GROUPS
from .models import Article, Criterion, Objective, Specification

MOST_DELIVERABLES = 30
SHOWN = 240  # signs of a contribution beside its box


class EurosField(forms.DecimalField):
    """An amount as French writes it: « 14 500,50 »."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=10, decimal_places=2, **kwargs)
        self.error_messages["invalid"] = "Écrivez un montant en euros, par exemple 14\u202f500 ou 14\u202f500,50."
        self.error_messages["min_value"] = "Un plafond n’est pas négatif."

    def widget_attrs(self, widget):
        """A numeric keyboard on phones."""
        return {"inputmode": "decimal", "maxlength": 20}

    def to_python(self, value):
        """« 14 500,50 € » → 14500.50."""
        if isinstance(value, str):
            value = "".join(sign for sign in value if not sign.isspace() and sign != "€").replace(",", ".")
        amount = super().to_python(value)
        try:
            exact = None if amount is None else amount.quantize(Decimal("0.01"))
        except InvalidOperation:
            return amount
        return exact if exact == amount else amount

    def prepare_value(self, value):
        """14500.00 → « 14500 »; what was typed stays as it was typed."""
        return f"{value:f}".replace(".", ",").removesuffix(",00") if isinstance(value, Decimal) else value


class SpecificationForm(HouseModelForm):
    """The framing texts, the days of each type, the ceiling, the points."""

    individual_half_days = HalfDaysField(label="Rendez-vous individuels", required=False)
    group_half_days = HalfDaysField(label="Ateliers collectifs", required=False)
    interview_half_days = HalfDaysField(label="Entretiens avec les institutions", required=False)
    restitution_half_days = HalfDaysField(label="Restitution et comités de suivi", required=False)
    ceiling = EurosField(label="Plafond, en euros hors taxes", required=False)
    weights_total = forms.IntegerField(
        label="Total des points",
        min_value=1,
        max_value=1000,
        help_text="Ce que les critères doivent totaliser, selon les règles du DLA si rien ne s’y oppose.",
        error_messages={"invalid": "Écrivez un nombre entier de points."},
    )

    class Meta:
        model = Specification
        fields = [*Specification.FRAMING, *dict(Specification.DAYS), "ceiling", "weights_total"]
        labels = {
            "context": "Rappel du diagnostic",
            "why_collective": "Pourquoi un accompagnement collectif",
            "method": "Démarche attendue",
            "steering": "Pilotage",
            "calendar": "Calendrier et lieux",
        }
        help_texts = {
            "context": "D’où vient la demande, ce que le diagnostic a montré, ce que le prestataire n’a pas à refaire.",
            "steering": "Qui suit la prestation, quand il se réunit.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout(
            Fieldset("Les textes", *Specification.FRAMING),
            Fieldset("Les jours de prestation", *dict(Specification.DAYS)),
            Fieldset("Le prix et les points", "ceiling", "weights_total"),
        )

    def clean(self):
        """A type of day that is left empty is one that is not asked for."""
        cleaned = super().clean()
        for name in dict(Specification.DAYS):
            if name in cleaned and cleaned[name] is None:
                cleaned[name] = 0
        return cleaned


class ArticleForm(HouseModelForm):
    """An article."""

    class Meta:
        model = Article
        fields = ["title", "text"]
        labels = {"title": "Titre", "text": "Texte"}


class ObjectiveForm(HouseModelForm):
    """An objective, its deliverables, and the boxes of everything that was said."""

    deliverable_lines = forms.CharField(
        label="Livrables",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un par ligne\u00a0: ce que le prestataire remettra pour cet objectif.",
    )

    class Meta:
        model = Objective
        fields = ["title", "text"]
        labels = {"title": "Objectif", "text": "Précisions"}

    def __init__(self, *args, said=(), sources=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.said = {row.public_id: row for row in said}
        deliverables = self.instance.deliverables.all() if self.instance.pk else ()
        self.initial["deliverable_lines"] = "\n".join(row.label for row in deliverables)
        chosen = [row.public_id for row in said if row.is_source or row in sources]
        for kind, title in GROUPS:
            choices = [(key, told(row)) for key, row in self.said.items() if row.kind == kind]
            if choices:
                self.fields[f"cited_{kind}"] = forms.MultipleChoiceField(
                    label=title,
                    choices=choices,
                    initial=chosen,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={
                        "invalid_choice": "Une de ces contributions n’existe plus\u00a0: rechargez la page."
                    },
                )

    def clean_deliverable_lines(self):
        """One line, one deliverable; the same line twice is one."""
        lines = [line.strip(" \t–-•") for line in self.cleaned_data["deliverable_lines"].splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        long = next((line for line in lines if len(line) > 200), None)
        if long:
            raise forms.ValidationError(
                f"Un livrable tient en 200 signes\u00a0: raccourcissez «\u00a0{long[:40]}…\u00a0»."
            )
        if len(lines) > MOST_DELIVERABLES:
            raise forms.ValidationError(f"{MOST_DELIVERABLES} livrables au plus pour un objectif.")
        return lines

    def clean(self):
        """The boxes of all kinds make one list of contributions."""
        cleaned = super().clean()
        keys = [key for kind, _title in GROUPS for key in cleaned.pop(f"cited_{kind}", [])]
        cleaned["cited"] = [self.said[key] for key in keys]
        return cleaned

    def show_conflict(self, current):
        """Deliverables and sources are shown too."""
        typed = "\n".join(self.cleaned_data["deliverable_lines"]), names(self.cleaned_data["cited"])
        super().show_conflict(current)
        stored = "\n".join(row.label for row in current.deliverables.all()), names(current.sources.order_by("pk"))
        for label, theirs, yours in zip(("Livrables", "Sources"), stored, typed, strict=True):
            if theirs != yours:
                self.conflict.rows.append((label, theirs, yours))


class CriterionForm(HouseModelForm):
    """A criterion: how it is judged, what it weighs."""

    kind = forms.ChoiceField(label="Comment il est noté", choices=criteria.choices, widget=forms.RadioSelect)
    weight = forms.IntegerField(
        label="Points",
        min_value=1,
        max_value=1000,
        error_messages={
            "invalid": "Écrivez un nombre entier de points.",
            "min_value": "Un critère vaut au moins 1 point.",
        },
    )

    class Meta:
        model = Criterion
        fields = ["label", "kind", "weight"]
        labels = {"label": "Critère"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", criteria.KINDS[0].key)
        if not self.initial["kind"]:
            self.initial["kind"] = criteria.KINDS[0].key


class SetAsideForm(HouseForm):
    """Why no objective takes something up."""

    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple\u00a0: relève d’un appui individuel, hors du champ, sera repris après.",
    )


def told(row) -> str:
    """What stands beside a box: the words, who said them, how many share them."""
    text = f"{Truncator(row.text).chars(SHOWN)} ({row.author}"
    if row.shared_by:
        text += f", partagé par {row.shared_by} association{'s' if row.shared_by > 1 else ''}"
    return f"{text})"


def names(rows) -> str:
    """Contributions, one per line, in an order of their own: to compare two lists."""
    return "\n".join(Truncator(row.text).chars(80) for row in sorted(rows, key=lambda row: row.pk))
