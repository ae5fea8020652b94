"""What an officer types to write a questionnaire: a part, a question of any kind, when it is asked, a file."""

from django import forms

from dla_collectif.services.forms import HouseForm, HouseModelForm

from ..models import Question
from .building import FORM, OTHER
from .files import CELLS, MOST_COLUMNS, MOST_OPTIONS, PROPOSING, new_key

NUMBERS = "(nombre)"  # what ends the name of a column of numbers
LABEL = 200  # signs of a proposed answer


class SectionForm(HouseForm):
    """The title of a part; `was` is the one that the page showed."""

    title = forms.CharField(label="Titre de la partie", max_length=120)
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)


class BlankForm(HouseForm):
    """A questionnaire that begins with nothing."""

    title = forms.CharField(
        label="Titre du questionnaire",
        max_length=200,
        help_text="Les associations le lisent. Par exemple : « Diagnostic des besoins des clubs ».",
    )


class FileForm(HouseForm):
    """A questionnaire in a file."""

    file = forms.FileField(
        label="Fichier du questionnaire",
        allow_empty_file=True,
        help_text="Un fichier « .toml » exporté d’un accompagnement : 200 ko, 150 questions au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
    )


class LinesField(forms.CharField):
    """One text a line; each stands once."""

    def __init__(self, *, least, most, what, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 7}), **kwargs)
        self.least, self.most, self.what = least, most, what

    def clean(self, value):
        """The lines, without blanks. Raises ValidationError."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        lines = [line for line in lines if line]
        if not self.least <= len(lines) <= self.most:
            raise forms.ValidationError(f"Écrivez de {self.least} à {self.most} {self.what}, une par ligne.")
        if len(set(lines)) < len(lines):
            raise forms.ValidationError("La même ligne figure deux fois : retirez-en une.")
        if any(len(line) > LABEL for line in lines):
            raise forms.ValidationError(f"Une ligne compte plus de {LABEL} signes : raccourcissez-la.")
        return lines


class QuestionForm(HouseModelForm):
    """A question of one kind: what all kinds need, then the settings that this kind names."""

    options = LinesField(
        label="Réponses proposées",
        least=2,
        most=MOST_OPTIONS,
        what="réponses",
        help_text="Une par ligne, dans l’ordre où elles se lisent.",
    )
    columns = LinesField(
        label="Colonnes du tableau",
        least=1,
        most=MOST_COLUMNS,
        what="colonnes",
        help_text=f"Une par ligne. Terminez par {NUMBERS} celles où l’on écrit un nombre : « Salariés {NUMBERS} ».",
    )
    section = forms.ChoiceField(label="Partie")
    how = forms.ChoiceField(
        label="Des associations ont déjà répondu à cette question. Votre changement en fait…",
        widget=forms.RadioSelect,
        choices=[
            (FORM, "la même question, mieux écrite : les réponses données restent"),
            (
                OTHER,
                "une autre question : elle est posée de nouveau ; les réponses données restent lisibles, "
                "attachées à l’ancienne",
            ),
        ],
    )

    class Meta:
        model = Question
        fields = ["label", "help", "unit", "with_year", "required", "allows_aloud"]
        labels = {
            "label": "Question",
            "help": "Aide",
            "unit": "Unité",
            "with_year": "Demander aussi de quelle année est ce chiffre",
            "required": "Une réponse est attendue",
            "allows_aloud": "Proposer « Nous préférons en parler »",
        }
        help_texts = {
            "help": "Une phrase sous la question : un exemple, ce qu’il faut compter ou non.",
            "unit": "Par exemple : salariés, €, heures par semaine.",
            "required": "Sans réponse, le questionnaire s’envoie quand même : elle figure parmi celles qui manquent.",
        }

    def __init__(self, data=None, *, kind, sections=(), answered=False, instance):
        self.kind = kind
        super().__init__(data, instance=instance)
        for name in ("unit", "with_year", "options", "columns"):
            if name not in kind.settings:
                del self.fields[name]
        if "options" in self.fields:
            self.initial["options"] = "\n".join(label_of(one) for one in instance.options)
        if "columns" in self.fields:
            self.initial["columns"] = "\n".join(column_line(one) for one in instance.columns)
        self.fields["section"].choices = [(title, title) for title in sections]
        if not sections:
            del self.fields["section"]
        if not answered:
            del self.fields["how"]
        else:
            self.fields["how"].error_messages["required"] = "Dites si c’est la même question, ou une autre."
        self.order_fields(["section", "label", "help", "options", "columns", "unit", "with_year"])

    def clean_options(self):
        """As the kind keeps them; a reworded answer keeps its key, so that what was chosen is still chosen."""
        lines = self.cleaned_data["options"]
        if PROPOSING[self.kind.key] is str:
            return lines
        return keyed(lines, [one for one in self.instance.options if isinstance(one, dict)])

    def clean_columns(self):
        """As a table keeps them."""
        lines = self.cleaned_data["columns"]
        bare = [line.removesuffix(NUMBERS).strip() for line in lines]
        if not all(bare) or len(set(bare)) < len(bare):
            raise forms.ValidationError("Donnez à chaque colonne un nom qui n’est qu’à elle.")
        kinds = [CELLS[line.endswith(NUMBERS)] for line in lines]
        return [{**one, "kind": kind} for one, kind in zip(keyed(bare, self.instance.columns), kinds, strict=True)]

    @property
    def columns_of_question(self) -> dict:
        """What is written on the row."""
        kept = {name: value for name, value in self.cleaned_data.items() if name not in ("section", "how")}
        unused = {"unit": "", "with_year": False, "options": [], "columns": []}
        return unused | kept | {"kind": self.kind.key}

    def show_conflict(self, current):
        """Lists are shown as their lines."""
        theirs = type(current).objects.get(pk=current.pk)
        theirs.options = "\n".join(label_of(one) for one in current.options)
        theirs.columns = "\n".join(column_line(one) for one in current.columns)
        kept, self.cleaned_data = self.cleaned_data, {**self.cleaned_data}
        for name in ("options", "columns"):
            if name in kept:
                lines = [label_of(one) if name == "options" else column_line(one) for one in kept[name]]
                self.cleaned_data[name] = "\n".join(lines)
        super().show_conflict(theirs)
        self.cleaned_data, self.instance = kept, current


class MoveForm(HouseForm):
    """Where a question goes: after another one, or first of a part."""

    place = forms.ChoiceField(label="Nouvelle place")

    def __init__(self, data=None, *, groups):
        super().__init__(data)
        self.fields["place"].choices = groups


class ConditionForm(HouseForm):
    """Which answers to another question make this one be asked."""

    answers = forms.MultipleChoiceField(label="", widget=forms.CheckboxSelectMultiple)

    def __init__(self, data=None, *, carrier, choices, chosen=()):
        super().__init__(data)
        field = self.fields["answers"]
        field.label = f"Réponses à la question {carrier.number} : {carrier.label}"
        field.choices, field.initial = choices, list(chosen)
        field.error_messages["required"] = "Choisissez au moins une réponse."
        field.error_messages["invalid_choice"] = "Cette réponse n’est plus proposée : rechargez la page."


def keyed(lines, former) -> list[dict]:
    """Labels with their keys: those they had, then those of the lines that they replace, else new ones."""
    keys = {one["label"]: one["key"] for one in former if one["label"] in lines}
    if len(lines) == len(former):
        for line, one in zip(lines, former, strict=True):
            if line not in keys and one["key"] not in keys.values():
                keys[line] = one["key"]
    taken = {one["key"] for one in former} | set(keys.values())
    for line in lines:
        if line not in keys:
            keys[line] = new_key(line, taken)
            taken.add(keys[line])
    return [{"key": keys[line], "label": line} for line in lines]


def label_of(option) -> str:
    """The words of a proposed answer, whichever way the kind keeps it."""
    return option["label"] if isinstance(option, dict) else str(option)


def column_line(column) -> str:
    """A column as it is typed."""
    return f"{column['label']} {NUMBERS}" if column.get("kind") == CELLS[1] else column["label"]
