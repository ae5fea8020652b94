"""Forms of a vote on priorities: what is put to the vote, and a ballot."""

from crispy_forms.layout import Field, Layout
from django import forms

from dla_collectif.services.forms import ConflictShown, HouseForm, as_version

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


class HandsForm(HouseForm):
    """Raised hands, one need after the other: who raises one. Those who voted by themselves are not called."""

    versions = forms.CharField(required=False, max_length=5000, widget=forms.HiddenInput)

    def __init__(self, data=None, *, vote, options, voters):
        super().__init__(data)
        self.vote, self.options = vote, options
        self.voters = {voter.seat.public_id: voter for voter in voters}
        self.called = [voter for voter in voters if voter.may_be_dictated]
        for option in options:
            raised = [one for one in self.called if one.ballot and str(option.number) in one.ballot.points]
            self.fields[f"need_{option.number}"] = HandsField(
                label=f"{option.number}. {option.need.text}",
                choices=[(voter.seat.public_id, str(voter.seat.organisation)) for voter in self.called],
                initial=[voter.seat.public_id for voter in raised],
            )
        held = {key: voter.ballot.version if voter.ballot else 0 for key, voter in self.voters.items()}
        self.fields["versions"].initial = as_words(held)
        self.helper.layout = Layout(*(Field(name, wrapper_class="in-columns") for name in self.fields))

    def clean(self):
        """`hands`, as the action takes them; a hand too many is said beside the need where it was raised."""
        data = super().clean()
        versions = dict(one.partition(":")[::2] for one in (data.get("versions") or "").split())
        points = {key: {} for key in self.voters}
        for option in self.options:
            for key in data.get(f"need_{option.number}", ()):
                if key in points:
                    points[key][option.number] = 1
        for voter in self.called:
            self.check_voice(voter, points[voter.seat.public_id])
        hands = [(self.voters[key].seat, one, as_version(versions.get(key))) for key, one in points.items() if one]
        return {"hands": hands}

    def check_voice(self, voter, raised):
        """Say what is wrong with the hands of one association."""
        name, over = voter.seat.organisation, len(raised) - self.vote.points
        if over > 0:
            has = f"{name} lève la main {len(raised)} fois et a {self.vote.points} voix"
            self.add_error(f"need_{max(raised)}", f"{has}\u00a0: décochez-en {'une' if over == 1 else over}.")
        elif voter.ballot and not raised:
            self.add_error(None, f"{name} avait une voix\u00a0: laissez-lui au moins un choix.")

    def show_conflict(self, current):
        """A colleague noted this voice meanwhile: both are shown; sending again replaces theirs knowingly."""
        seat, points, _ = next(one for one in self.cleaned_data["hands"] if one[0].pk == current.participation_id)
        chosen = {option.number: option.need.text for option in self.options}
        theirs = "\n".join(chosen[int(number)] for number in current.points)
        yours = "\n".join(chosen[number] for number in points)
        by = str(current.edited_by or "une autre personne")
        self.conflict = ConflictShown([(str(seat.organisation), theirs, yours)], by, current.edited_at)
        known = {one.public_id: version for one, _, version in self.cleaned_data["hands"]}
        self.data = self.data.copy()
        self.data["versions"] = as_words(known | {seat.public_id: current.version})


class HandsField(forms.MultipleChoiceField):
    """Boxes, one for each association called; none, or one that is no longer called, is for the action to say."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value):
        """Nothing here is wrong by itself."""


def as_words(versions) -> str:
    """Versions of ballots as a hidden field holds them."""
    return " ".join(f"{key}:{version}" for key, version in versions.items())
