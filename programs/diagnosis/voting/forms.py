"""Forms of a vote on priorities: what is put to the vote, and a ballot."""

from django import forms

from dla_collectif.services.forms import ConflictShown, HouseForm

from ..answering.forms import as_version
from ..models import PriorityVote
from .actions import NO_VOICE

CHOSEN = 8  # needs ticked to begin with: those that are shared most


class VoteForm(HouseForm):
    """The question, the needs, and how many points each association has."""

    title = forms.CharField(
        label="Question", max_length=200, initial="Par quels besoins l’accompagnement doit-il commencer\u202f?"
    )
    needs = forms.MultipleChoiceField(
        label="Besoins mis au vote",
        widget=forms.CheckboxSelectMultiple,
        help_text="Les plus partagés sont cochés.",
        error_messages={"invalid_choice": "Un de ces besoins n’est plus dans la liste\u00a0: rechargez la page."},
    )
    points = forms.TypedChoiceField(
        label="Voix de chaque association",
        coerce=int,
        choices=[(count, str(count)) for count in range(1, PriorityVote.MOST_POINTS + 1)],
        initial=3,
    )
    most = forms.TypedChoiceField(
        label="Sur un même besoin",
        coerce=int,
        choices=[(1, "une voix")] + [(count, f"{count} au plus") for count in range(2, PriorityVote.MOST_POINTS + 1)],
        initial=1,
        help_text="Une voix\u00a0: chacune coche ses choix. Davantage\u00a0: elle répartit ses points.",
    )

    def __init__(self, *args, ranked, **kwargs):
        super().__init__(*args, **kwargs)
        self.ranked = {need.public_id: need for need in ranked}
        self.fields["needs"].choices = [(key, need.text) for key, need in self.ranked.items()]
        self.fields["needs"].initial = list(self.ranked)[:CHOSEN]

    def clean_needs(self):
        """The needs themselves, in the order shown."""
        return [self.ranked[key] for key in self.ranked if key in self.cleaned_data["needs"]]


class BallotForm(HouseForm):
    """A ballot: boxes to tick where a need takes one point, else a number of points for each need."""

    version = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, data=None, *, vote, options, ballot=None):
        super().__init__(data)
        self.vote, self.options = vote, options
        given = ballot.points if ballot else {}
        self.fields["version"].initial = ballot.version if ballot else 0
        if vote.most == 1:
            self.fields["needs"] = forms.MultipleChoiceField(
                label=vote.rule.capitalize(),
                choices=[(str(option.number), f"{option.number}. {option.need.text}") for option in options],
                initial=list(given),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": NO_VOICE, "invalid_choice": "Ce besoin n’est pas mis au vote."},
            )
            return
        for option in options:
            self.fields[f"n{option.number}"] = forms.TypedChoiceField(
                label=f"{option.number}. {option.need.text}",
                coerce=int,
                choices=[(count, str(count)) for count in range(vote.most + 1)],
                initial=given.get(str(option.number), 0),
            )

    def clean(self):
        """`points` and `version`, as the action takes them."""
        data = super().clean()
        if self.vote.most == 1:
            points = {int(number): 1 for number in data.get("needs", [])}
        else:
            points = {option.number: data.get(f"n{option.number}") or 0 for option in self.options}
        return {"points": points, "version": as_version(data.get("version"))}

    def show_conflict(self, current):
        """A colleague voted meanwhile: both voices side by side; sending again replaces theirs knowingly."""
        theirs, yours = self.in_words(current.points), self.in_words(self.cleaned_data["points"])
        by = str(current.edited_by or "une autre personne")
        self.conflict = ConflictShown([("Voix", theirs, yours)], by, current.edited_at)
        self.data = self.data.copy()
        self.data["version"] = str(current.version)

    def in_words(self, points) -> str:
        """A ballot in French, one need per line."""
        given = {int(number): count for number, count in points.items() if count}
        lines = (
            option.need.text + (f" ({given[option.number]})" if self.vote.most > 1 else "")
            for option in self.options
            if option.number in given
        )
        return "\n".join(lines)
