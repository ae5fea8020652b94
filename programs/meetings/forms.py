"""Forms of meetings: plan, change, cancel, note who came, write the minutes, note a decision."""

import re
from datetime import time
from itertools import groupby

from django import forms

from dla_collectif.directory.models import Organisation
from dla_collectif.services.forms import HouseForm, HouseModelForm, moment_of
from dla_collectif.services.templatetags.house import hour
from programs.journey.models import Participation

from .models import Attendance, Decision, Meeting, Minutes, speaking_for

Role, Kind = Participation.Role, Meeting.Kind
GROUPS = {
    Role.ASSOCIATION: "Associations",
    Role.CONSULTANT: "Prestataires",
    Role.INSTITUTION: "Institutions",
    Role.PARTNER: "Partenaires",
}
GROUP = {Role.ASSOCIATION, Role.PARTNER}
USUALLY_EXPECTED = {  # whom the plan ticks; nobody for what is held with one of them
    Kind.CONSULTANTS: {Role.CONSULTANT},
    Kind.INTERVIEW: set(),
    Kind.COMMITTEE: {Role.INSTITUTION, Role.PARTNER},
    Kind.INDIVIDUAL: set(),
    Kind.STEERING: set(Role),
    Kind.RESTITUTION: set(Role),
}
YEARS = range(2000, 2101)
TYPED_HOUR = re.compile(r"(\d{1,2})\s*(?:[hH:.]|heures?)?\s*(\d{2})?")


class HourField(forms.Field):
    """An hour as people write it: 14 h, 14h30, 14:30."""

    default_error_messages = {"invalid": "Écrivez l’heure comme 14 h 30."}

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TextInput(attrs={"maxlength": 10, "autocomplete": "off"}), **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        typed = TYPED_HOUR.fullmatch(str(value).strip())
        hours, minutes = (int(typed[1]), int(typed[2] or 0)) if typed else (24, 0)
        if hours > 23 or minutes > 59:
            raise forms.ValidationError(self.error_messages["invalid"])
        return time(hours, minutes)

    def prepare_value(self, value):
        return hour(value) if isinstance(value, time) else value


def seat_choices(seats):
    """Choices of organisations, grouped by what they are in the programme."""
    seats = sorted(seats, key=lambda seat: (list(GROUPS).index(seat.role), seat.organisation.name))
    return [
        (GROUPS[role], [(seat.public_id, str(seat.organisation)) for seat in group])
        for role, group in groupby(seats, key=lambda seat: seat.role)
    ]


class SeatsField(forms.MultipleChoiceField):
    """Organisations that take part, as checkboxes; its value is a list of participations."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, seats):
        """Set what can be ticked."""
        self.seats = {seat.public_id: seat for seat in seats}
        self.choices = seat_choices(seats)

    def clean(self, value):
        return [self.seats[public_id] for public_id in super().clean(value)]


class MeetingForm(HouseModelForm):
    """What a meeting is, when and where, and who is expected; `starts_at` and `ends_at` come out of day and hours."""

    day = forms.DateField(label="Jour")
    start = HourField(label="Début", help_text="Par exemple : 14 h ou 14 h 30.")
    end = HourField(label="Fin")
    online = forms.URLField(
        label="Lien de visioconférence",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="L’adresse complète, qui commence par https://.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    half_days = forms.IntegerField(
        label="Demi-journées du prestataire",
        min_value=0,
        max_value=40,
        initial=0,
        help_text="Celles qui comptent dans la convention ; 0 pour une réunion sans prestataire.",
    )
    seats = SeatsField(
        label="Qui est attendu",
        required=False,
        help_text="Personne n’est prévenu maintenant : les invitations partent de la page de la réunion.",
    )
    field_order = ["kind", "title", "day", "start", "end", "place", "online", "agenda", "half_days", "seats"]

    class Meta:
        model = Meeting
        fields = ["kind", "title", "place", "online", "agenda", "half_days"]
        widgets = {"agenda": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, program, kind="", **kwargs):
        super().__init__(*args, **kwargs)
        kind = kind if kind in Kind.values else Kind.WORKING
        stored = not self.instance._state.adding
        seats = seats_of(program, self.instance if stored else None)
        self.fields["seats"].offer(seats)
        self.fields["kind"].choices = Kind.choices
        if stored:
            for name in ("day", "start", "end"):
                self.initial[name] = getattr(self.instance, name)
            self.initial["seats"] = [seat.public_id for seat in seats if seat.is_expected]
        else:
            self.initial["kind"] = kind
            usual = USUALLY_EXPECTED.get(kind, GROUP)
            self.initial["seats"] = [seat.public_id for seat in seats if seat.role in usual]

    def clean_day(self):
        """A year that a calendar can hold."""
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError("Vérifiez l’année de cette date.")
        return day

    def clean(self):
        """Day and hours make two moments, Paris time."""
        data = super().clean() or self.cleaned_data
        day, start, end = data.get("day"), data.get("start"), data.get("end")
        if day and start is not None and end is not None:
            if end <= start:
                self.add_error("end", "La fin doit suivre le début.")
            try:
                data["starts_at"], data["ends_at"] = moment_of(day, start), moment_of(day, end)
            except forms.ValidationError as odd:
                self.add_error("start", odd)
        return data


def seats_of(program, meeting=None):
    """The seats that can be expected at a meeting, with `is_expected`: those seated, and those already on its list."""
    expected = set(meeting.attendances.values_list("participation_id", flat=True)) if meeting else set()
    seats = program.participations.select_related("organisation")
    seats = [seat for seat in seats if seat.status in Participation.SEATED or seat.pk in expected]
    for seat in seats:
        seat.is_expected = seat.pk in expected
    return seats


class ChangeMeetingForm(MeetingForm):
    """The same, with the message to those expected."""

    notify = forms.BooleanField(label="Prévenir les personnes attendues", required=False)
    reason = forms.CharField(
        label="Motif du changement", max_length=300, required=False, help_text="Ce motif est dans le message."
    )
    field_order = [*MeetingForm.field_order, "notify", "reason"]

    def __init__(self, *args, people, notify, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].help_text = "Ce qui est déjà noté, présence ou excuse, reste sur la liste."
        offer_message(self, people, notify)


class CancelMeetingForm(HouseForm):
    """Why, and whether those expected are told."""

    reason = forms.CharField(
        label="Motif", max_length=300, help_text="Ce motif reste sur la page de la réunion et dans le message."
    )
    notify = forms.BooleanField(label="Prévenir les personnes attendues", required=False)

    def __init__(self, *args, people, notify, **kwargs):
        super().__init__(*args, **kwargs)
        offer_message(self, people, notify)


def offer_message(form, people, notify):
    """Say how many would be written to; nothing to tick when nobody would."""
    count = len(people)
    who = f"les {count} personnes attendues" if count > 1 else "la personne attendue"
    form.fields["notify"].label = f"Prévenir par message {who}"
    form.fields["notify"].initial = notify
    if not people:
        del form.fields["notify"]


class AttendanceForm(HouseForm):
    """One line for each organisation expected: what became of it, and who came."""

    guests = SeatsField(
        label="Venus sans être attendus", required=False, help_text="Cochez-les : ils seront notés présents."
    )

    def __init__(self, *args, meeting, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.attendances = list(meeting.attendances.listed())
        self.people = speakers_by_organisation(self.attendances, meeting.program_id)
        there = {row.participation_id for row in self.attendances}
        self.fields["guests"].offer([seat for seat in seats_of(program) if seat.pk not in there])
        if not self.fields["guests"].choices:
            del self.fields["guests"]
        for row in self.attendances:
            self.add_line(row)

    def add_line(self, row):
        """The two fields of a line."""
        marks = [choice for choice in Attendance.State.choices if choice[0] != Attendance.State.EXPECTED]
        if row.state != Attendance.State.EXPECTED:  # what was noted by mistake can be taken back
            marks.append((Attendance.State.EXPECTED, "à noter"))
        self.fields[f"state_{row.pk}"] = forms.ChoiceField(
            label=f"{row.participation}",
            choices=marks,
            required=False,
            initial=row.state,
            show_hidden_initial=True,
            widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        )
        people = self.people.get(row.participation.organisation_id, {})
        if row.person and row.person_id not in people:
            people = {**people, row.person_id: row.person}
        self.fields[f"person_{row.pk}"] = forms.TypedChoiceField(
            label=f"Qui est venu pour {row.participation}",
            required=False,
            empty_value=None,
            coerce=int,
            choices=[("", "personne non précisée"), *((pk, str(person)) for pk, person in people.items())],
            initial=row.person_id or "",
            show_hidden_initial=True,
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    @property
    def lines(self):
        """(attendance, its radio field, its field of people, what the page showed), for the table."""
        fields = [(row, self[f"state_{row.pk}"], self[f"person_{row.pk}"]) for row in self.attendances]
        return [(row, state, person, state.as_hidden(only_initial=True)) for row, state, person in fields]

    def noted(self):
        """What the action takes of the lines that were changed on this page: a colleague notes the others meanwhile."""
        data, states, people = self.cleaned_data, {}, {}
        for row in self.attendances:
            if f"state_{row.pk}" in self.changed_data:
                states[row.pk] = data[f"state_{row.pk}"] or row.state
            if f"person_{row.pk}" in self.changed_data:
                known = {**self.people.get(row.participation.organisation_id, {}), row.person_id: row.person}
                people[row.pk] = known.get(data[f"person_{row.pk}"])
        return {"states": states, "people": people, "guests": data.get("guests", [])}


def speakers_by_organisation(attendances, program):
    """{organisation: {person pk: person}} for a list of attendances, in one statement."""
    organisations = {row.participation.organisation_id for row in attendances}
    rows = speaking_for(organisations, program)
    rows = rows.select_related("person").order_by("person__last_name", "person__first_name", "id")
    found = {}
    for row in rows:
        found.setdefault(row.organisation_id, {})[row.person_id] = row.person
    return found


class MinutesForm(HouseModelForm):
    """The minutes, and who may read them."""

    class Meta:
        model = Minutes
        fields = ["text", "visibility"]
        labels = {"text": "Compte rendu", "visibility": "Qui peut le lire"}
        help_texts = {"text": "Une ligne vide sépare deux paragraphes, un tiret fait une liste, deux dièses un titre."}
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}


class DecisionForm(HouseModelForm):
    """What was decided, who sees to it, until when."""

    class Meta:
        model = Decision
        fields = ["text", "owner", "due_on"]

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = (
            (
                Organisation.objects.filter(participations__program=program)
                | Organisation.objects.filter(dla__carried__program=program)
            )
            .distinct()
            .order_by("name")
        )
        self.fields["owner"].empty_label = "personne en particulier"
