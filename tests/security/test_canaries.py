"""Sentences that must not be read by everybody, searched in everything that everybody can open."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

import pytest
from django.urls import reverse

from dla_collectif.accounts.models import User
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.diagnosis.models import Answer, NeedRating, Response
from programs.journey import reports
from programs.journey.models import Participation, Program
from programs.journey.progress import Journey
from programs.meetings.models import Minutes
from programs.restitution.composition.report import report_html
from programs.restitution.digest.sheet import sheet_html
from programs.selection.models import Score, SealedContent
from programs.specification.prints import specification_html

from .crawl import KINDS, Walker, addresses, visits
from .moments import at_moment, undone

pytestmark = pytest.mark.django_db
EVERYBODY = ["officer", "association", "consultant", "institution", "rival", "stranger"]
READING = ("denis", "gaelle", "hugo", "mathilde")  # what their own organisations said they read at any level
READERS = {  # of each level
    Visibility.OFFICERS: {"officer"},
    Visibility.GROUP: {"officer", "association"},
    Visibility.INSTITUTIONS: {"officer", "association", "institution"},
}


@dataclass(frozen=True)
class Canary:
    """A sentence, and who may read it."""

    word: str
    readers: frozenset


class Aviary:
    """The canaries of a programme, written straight in its rows; `ids`: the rows that hold them, by kind."""

    def __init__(self, program):
        self.program, self.canaries = program, []
        self.ids = {"Contribution": [], "Meeting": [], "Participation": [], "Proposal": []}

    def word(self, name, *readers) -> str:
        """A new canary."""
        self.canaries.append(Canary(f"canari-{name}-{len(self.canaries)}", frozenset(readers)))
        return self.canaries[-1].word

    def plant_levels(self):
        """What was said and the minutes, at each level."""
        meetings = Minutes.objects.filter(meeting__program=self.program).order_by("pk")
        said = Contribution.objects.filter(program=self.program, ratings=None).exclude(organisation=None)
        said = said.exclude(organisation__in=[seat.organisation for seat in self.seats_of(*READING)])
        busiest = meetings.filter(meeting__attendances__participation__in=self.seats_of(*READING))
        rows = list(said.order_by("pk")[: len(READERS)]), list(busiest.distinct()[: len(READERS)])
        for (level, readers), contribution, minutes in zip(READERS.items(), *rows, strict=True):
            text = self.word(f"parole-{level}", *readers)
            Contribution.objects.filter(pk=contribution.pk).update(visibility=level, text=text)
            text = self.word(f"compte-rendu-{level}", *readers)
            Minutes.objects.filter(pk=minutes.pk).update(visibility=level, text=text)
            self.ids["Contribution"].append(contribution.public_id)
            self.ids["Meeting"].append(minutes.meeting.public_id)

    def seats_of(self, *names):
        """The seats of people of the story."""
        people = User.objects.filter(email__in=[f"{name}@example.org" for name in names])
        return [seat for one in people for seat in Participation.objects.held_by(one).filter(program=self.program)]

    def plant_answers(self):
        """What the reader's association has not sent; what another one has not; what a third one has sent."""
        own = self.seats_of("denis")[0]
        others = [row for row in self.program.participations.committed().order_by("pk") if row.pk != own.pk]
        for seat, state, readers in (
            (own, Response.State.STARTED, ["association"]),
            (others[0], Response.State.STARTED, []),
            (others[1], Response.State.SENT, ["officer"]),
        ):
            rows = Response.objects.filter(participation=seat)
            rows.update(state=state)
            answer = Answer.objects.filter(response__in=rows, question__kind__in=["short", "long"]).first()
            words = self.word(f"réponse-{state}", *readers)
            Answer.objects.filter(pk=answer.pk).update(value=words, stance=Answer.Stance.ANSWERED)
            rating = NeedRating.objects.filter(response__in=rows).first()
            NeedRating.objects.filter(pk=rating.pk).update(words=self.word(f"besoin-{state}", *readers), intensity=4)
            self.ids["Participation"].append(seat.public_id)

    def plant_proposals(self):
        """What the sealed proposals say, to their last line."""
        for name, role in (("gaelle", "consultant"), ("mathilde", "rival")):
            contents = SealedContent.objects.filter(proposal__participation__in=self.seats_of(name))
            words = {column: self.word(f"scellé-{column}", role) for column in ("summary", "team", "filename")}
            contents.update(**words, price="87654.32")
            self.ids["Proposal"] += contents.values_list("proposal__public_id", flat=True)

    def plant_scores(self):
        """What another association scored, while the grids are not all in."""
        own = self.seats_of("denis")[0]
        score = Score.objects.filter(proposal__call__program=self.program).exclude(participation=own).first()
        Score.objects.filter(pk=score.pk).update(comment=self.word("note", "officer"))
        self.ids["Participation"].append(score.participation.public_id)
        self.ids["Proposal"].append(score.proposal.public_id)


def everything(walker, program, ids, rooms):
    """Every page that the person can ask for: addresses with the first rows, then with those that hold canaries."""
    for _, path, answer in visits(walker, program, rooms):
        yield path, answer
    if "" in rooms:
        for number in range(1, 8):
            path = reverse("diagnosis:answer", args=[program.public_id])
            yield path, walker.ask("get", path, {"partie": number})
    for name, names in addresses():
        if "oid" not in names or "pid" not in names or not name.startswith(rooms):
            continue
        for public_id in ids.get(KINDS[name], ids["Participation"][:1]):  # a row of another kind opens nothing
            filled = {"pid": program.public_id, "oid": public_id, **({"number": 1} if "number" in names else {})}
            yield reverse(name, kwargs=filled), walker.ask("get", reverse(name, kwargs=filled))


def text_of(answer) -> str:
    """All that an answer holds, its headers too; lines of a calendar are unfolded."""
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"PK"):  # a workbook: what its parts hold
        files = zipfile.ZipFile(BytesIO(body))
        body = b"".join(files.read(name) for name in files.namelist())
    return re.sub(r"\r\n[ \t]", "", body.decode(errors="replace")) + repr(answer.headers)


def escaped(played, aviary, rooms=("",)):
    """(role, path, canary) of every sentence that somebody reads who must not, and the canaries that were seen."""
    found, seen = [], set()
    mathilde = User.objects.get(email="mathilde@example.org")
    for role in EVERYBODY:
        walker = Walker(mathilde if role == "rival" else played.people[role], role)
        for path, answer in everything(walker, aviary.program, aviary.ids, rooms):
            text = text_of(answer)
            for canary in aviary.canaries:
                if canary.word in text:
                    seen.add(canary.word)
                    if role not in canary.readers:
                        found.append((role, path, canary.word))
        assert walker.faults == []
    return found, seen


def test_nobody_reads_above_their_level_while_proposals_are_sealed(played):
    with undone():
        aviary = Aviary(at_moment(played, "sealed"))
        aviary.plant_levels()
        aviary.plant_answers()
        aviary.plant_proposals()
        found, seen = escaped(played, aviary)
    assert found == []
    readable = {canary.word for canary in aviary.canaries if canary.readers}
    assert sorted(readable - seen) == []  # a canary that its own readers never see proves nothing


def test_nobody_reads_the_scores_of_others_before_all_are_in(played):
    with undone():
        aviary = Aviary(at_moment(played, "opened"))
        aviary.plant_scores()
        found, _ = escaped(played, aviary, ("selection:", "journey:", "restitution:"))
    assert found == []


def test_prints_hold_nothing_above_their_readers(played):
    with undone():
        aviary = Aviary(at_moment(played, "sealed"))
        aviary.plant_levels()
        aviary.plant_answers()
        aviary.plant_proposals()

        def journey():
            return Journey(Program.objects.visible_to(played.people["officer"]).get(pk=aviary.program.pk))

        steps = "".join(reports.step_html(step) for step in journey().steps)
        prints_for = {
            "group": steps,
            "institutions": report_html(journey()) + sheet_html(journey()),
            "providers": specification_html(journey().step("specification")),
        }
    readers = {"group": "association", "institutions": "institution", "providers": "rival"}
    private = ("réponse", "besoin", "scellé")  # what an association says alone, what a provider says
    found = [
        (name, canary.word)
        for name, html in prints_for.items()
        for canary in aviary.canaries
        if canary.word in html and (readers[name] not in canary.readers or canary.word.split("-")[1] in private)
    ]
    assert found == []


def secrets_told(program):
    """What the story itself keeps for some: (sentence, the addresses of those who may read it)."""
    officers = set(User.objects.filter(memberships__dla__carried__program=program).values_list("email", flat=True))
    for row in Contribution.objects.filter(program=program, visibility=Visibility.OFFICERS):
        yield row.text, officers
    for row in Minutes.objects.filter(meeting__program=program, visibility=Visibility.OFFICERS):
        yield row.text, officers
    for row in SealedContent.objects.filter(proposal__call__program=program):
        yield row.summary, set()
    for words in NeedRating.objects.filter(response__participation__program=program).exclude(words=""):
        yield words.words, set()


@pytest.mark.parametrize("name", ["lille", "cirque"])
def test_mails_and_journal_hold_no_secret_of_the_story(played, name):
    program = played.programs[name]
    secrets = [(text[:60], readers) for text, readers in secrets_told(program) if len(text) > 20]
    assert len(secrets) > 5
    mails = list(Message.objects.filter(scope=program.journal_scope).values_list("address", "subject", "body"))
    journal = "\n".join(str(vars(entry)) for entry in Entry.objects.filter(scope=program.journal_scope))
    told = [
        (to, text) for to, *parts in mails for text, readers in secrets if text in "".join(parts) and to not in readers
    ]
    assert told == []
    assert [text for text, _ in secrets if text in journal] == []
