"""The people and the organisations of a story: entered in the directory once, found again by every other story."""

import json

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from associations.actions import add_organisation, add_person, note_past_support, note_request, write_profile
from dla_collectif.accounts.models import Dla, Membership, User
from dla_collectif.directory.models import Affiliation, Organisation, Person
from dla_collectif.teams.actions import join_team

from .vocabulary import sector, theme

TEAM = {"officer": Membership.Role.OFFICER, "manager": Membership.Role.MANAGER}
ORDER = ["officer", "manager", "representative", "consultant", "institution", "partner"]
IDENTITY = ("kind", "name", "acronym", "address", "postcode", "town", "email")


class Cast:
    """Rows of the directory by the keys of a story. Organisations are known by their name, people by their address."""

    def __init__(self, story, calendar):
        self.story, self.calendar = story, calendar
        self.told = {row["key"]: row for row in (*story["organisations"], *story["people"])}
        self.found = {}

    def organisation(self, key) -> Organisation:
        """An organisation of the story."""
        return self.once(("organisation", key), lambda: Organisation.objects.get(name=self.told[key]["name"]))

    def person(self, key) -> Person:
        """A person of the story."""
        return self.once(("person", key), lambda: Person.objects.get(email=self.told[key]["email"]))

    def user(self, key) -> User:
        """The account of a person of the story."""
        return self.once(("user", key), lambda: User.objects.of(self.person(key)))

    def dla(self, key) -> Dla:
        """A DLA of the story."""
        return self.once(("dla", key), lambda: Dla.objects.get_or_create(organisation=self.organisation(key))[0])

    def once(self, key, find):
        """What was found is kept."""
        if key not in self.found:
            self.found[key] = find()
        return self.found[key]

    def kind_of(self, key) -> str:
        """What an organisation of the story is."""
        return self.told[key]["kind"]

    def affiliation(self, key) -> Affiliation:
        """Whom a person of the story speaks for."""
        rows = Affiliation.objects.filter(person=self.person(key), organisation=self.organisation_of(key))
        return rows.order_by("pk")[0]

    def organisation_of(self, key) -> Organisation:
        """The organisation that a person speaks for in this story."""
        return self.organisation(self.told[key]["organisation"])

    def enter(self) -> None:
        """Enter in the directory whoever is not there yet: the DLA and their teams first, who then enter the others."""
        people = self.story["people"]
        for told in self.story["organisations"]:
            if told["kind"] == "dla":
                self.enter_organisation(told, by=None)
                self.dla(told["key"])
        for told in (row for row in people if row["role"] in TEAM):
            self.enter_person(told, by=None)
            user, dla = self.user(told["key"]), self.dla(told["organisation"])
            if not Membership.objects.filter(user=user, dla=dla).exists():
                join_team(user, dla, TEAM[told["role"]])
        for told in self.story["organisations"]:
            if told["kind"] != "dla" and "born_of" not in told:
                self.enter_organisation(told, by=self.officer_for(told))
        for told in (row for row in people if row["role"] not in TEAM):
            self.enter_person(told, by=self.officer_for(self.told[told["organisation"]]))
        self.enter_history()

    def officer_for(self, told) -> User:
        """Who enters an organisation: the officer of the DLA it belongs to, else the first one."""
        officers = {row["organisation"]: row["officer"] for row in self.story["carriers"]}
        return self.user(officers.get(told.get("dla"), self.story["program"]["officer"]))

    def enter_organisation(self, told, *, by) -> None:
        """Enter an organisation, with its figures if it is an association."""
        if Organisation.objects.filter(name=told["name"]).exists():
            return
        row = add_organisation({name: told[name] for name in IDENTITY if name in told}, by=by)
        if told["kind"] == "association":
            figures = {name: told[name] for name in ("purpose", "employees", "budget") if name in told}
            figures |= {"sector": sector(self.story["program"]["sector"])}
            if "budget_year" in told:
                figures["figures_year"] = self.calendar.year(told["budget_year"])
            write_profile(row, figures, by=by)

    def enter_person(self, told, *, by) -> None:
        """Enter a person, or another organisation of somebody known already; each DLA notes those it works with."""
        organisation = self.organisation(told["organisation"])
        known = Affiliation.objects.filter(person__email=told["email"], organisation=organisation)
        if not known.by_word_of(Dla.objects.worked_in_by(by).order_by().values("organisation")).exists():
            names = ("first_name", "last_name", "email", "function")
            add_person(organisation, {name: told[name] for name in names}, by=by)

    def enter_history(self) -> None:
        """What the DLA knew before: individual supports and requests."""
        for told in self.story.get("past_supports", ()):
            data = {
                "dla": self.dla(told["dla"]),
                "year": self.calendar.year(told["year"]),
                "theme": theme(told["theme"]),
                "consultancy": self.organisation(told["consultancy"]),
                "summary": told["summary"],
            }
            note_past_support(self.organisation(told["organisation"]), data, by=self.officer_for(told))
        for told in self.story.get("support_requests", ()):
            data = {
                "dla": self.dla(told["dla"]),
                "received_on": self.calendar.day(told["date"]),
                "theme": theme(told["theme"]),
                "text": told["text"],
            }
            note_request(self.organisation(told["organisation"]), data, by=self.officer_for(told))


@transaction.atomic
def sign_in_links(stories) -> list[str]:
    """One JSON line per person of the stories who is in the directory, officers first: a new personal link each."""
    told = {}
    for row in (row for story in stories for row in story["people"]):
        told.setdefault(row["email"], row)
    users = (
        User.objects.filter(email__in=told)
        .select_related("person")
        .prefetch_related("person__affiliations__organisation")
    )
    by_email = {user.email: user for user in users}
    lines = []
    for row in sorted(told.values(), key=lambda row: ORDER.index(row["role"])):
        user = by_email.get(row["email"])
        if user is not None:
            lines.append(sign_in_link(user, row["role"]))
    return lines


def sign_in_link(user, role) -> str:
    """A person's line."""
    affiliations = sorted(user.person.affiliations.all(), key=lambda row: row.pk)
    line = {
        "person": str(user.person),
        "role": role,
        "organisation": ", ".join(dict.fromkeys(str(row.organisation) for row in affiliations)),
        "url": settings.PUBLIC_URL + reverse("accounts:link", args=[user.issue_link("/")]),
    }
    return json.dumps(line, ensure_ascii=False)
