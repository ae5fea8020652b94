"""The story of Lille gives back every fact of the real case, from the database as from the printed report."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.management import call_command
from django.db import transaction

from dla_collectif.accounts.models import User
from dla_collectif.directory.models import Affiliation, Organisation
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services.visibility import Visibility
from programs.consultation.hearings import heard
from programs.contributions.models import Contribution
from programs.demo import player
from programs.diagnosis.models import Commitment, Response
from programs.journey import phases, reports
from programs.journey.models import Participation, Program
from programs.meetings.models import Meeting
from programs.restitution.composition.report import report_html
from programs.restitution.digest.sheet import sheet_html
from programs.restitution.models import ChapterVersion, FollowUp, Undertaking
from programs.restitution.prose.reading import marks, texts
from programs.specification.models import Citation
from programs.workshops.models import Adoption, Baseline, Output, Workshop
from tests.tampering import broken

Role, Status, Kind = Participation.Role, Participation.Status, Meeting.Kind

pytestmark = pytest.mark.django_db  # alone, this file would otherwise be given no database of its own


def held(journey, *kinds, phase=None):
    """The meetings that took place."""
    rows = Meeting.objects.filter(program=journey.program).of_kind(*kinds).held()
    return rows.filter(phase=phase) if phase else rows


def words_of(html):
    """What a reader sees of a page, without marks and with plain spaces."""
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.S)
    return " ".join(unescape(text).split())


@pytest.fixture(scope="module")
def report(lille):
    """The words of the restitution report, as the group reads it."""
    return words_of(report_html(lille, Visibility.GROUP))


@pytest.fixture(scope="module")
def report_outside(lille):
    """The words of the restitution report, as institutions read it."""
    return words_of(report_html(lille))


@pytest.fixture(scope="module")
def sheet(lille):
    """The words of the experience sheet."""
    return words_of(sheet_html(lille))


def test_walk_is_over_at_its_own_date(lille):
    program = lille.program
    assert (program.state, program.phase, program.demonstration) == ("finished", "", True)
    assert (program.opened_on, program.ended_on) == (date(2006, 3, 14), date(2008, 10, 21))


def test_two_dla_carry_it_with_their_partner(lille):
    assert lille.program.carrier_names == [
        "DLA du CBE de Lille",
        "DLA du CBE de Roubaix-Tourcoing-Vallée de la Lys",
    ]
    partners = lille.program.participations.filter(role=Role.PARTNER)
    assert [str(seat) for seat in partners] == ["Maison de l’Emploi de Lille"]


def test_consultants_and_institutions_were_heard(lille):
    names = [
        set(heard(role).filter(program=lille.program).values_list("organisation__name", flat=True))
        for role in (Role.CONSULTANT, Role.INSTITUTION)
    ]
    assert names[0] == {"Multicité", "Trame & Lisière", "Cabinet Houblon"}
    assert names[1] == {
        "DRAC Nord-Pas-de-Calais",
        "Conseil régional Nord-Pas-de-Calais",
        "Ville de Lille",
        "Direction régionale Jeunesse et Sports",
    }


def test_fifteen_are_spotted_and_thirteen_commit(lille):
    seats = lille.program.participations.associations()
    assert (seats.count(), seats.invited().count(), seats.committed().count()) == (15, 15, 13)
    assert held(lille, Kind.PREPARATORY).count() == 2
    assert Response.objects.filter(participation__program=lille.program).sent().count() == 14
    assert Commitment.objects.filter(participation__program=lille.program).count() == 13


def test_officers_wrote_every_step_and_one_paragraph_is_to_be_read_again(lille):
    assert set(texts(lille.program)) >= set(phases.keys())
    assert [version.number for version in ChapterVersion.objects.filter(chapter__phase="workshops")] == [2, 1]
    told = {key: [mark.sentence for mark in each] for key, each in marks(lille.program).items()}
    assert told == {"workshops": ["17 → 18 jours réalisés depuis votre texte du 16/10/2007"]}


def test_two_that_do_not_commit_say_why(lille):
    left = lille.program.participations.filter(status=Status.WITHDRAWN).order_by("withdrawn_on")
    assert [(str(seat), seat.withdrawn_on, bool(seat.reason)) for seat in left] == [
        ("Télé-Palissade", date(2006, 11, 14), True),
        ("La Séance est ouverte", date(2006, 11, 16), True),
    ]


def test_specification_comes_from_three_sources(lille):
    cited = Contribution.objects.filter(citations__objective__specification__program=lille.program)
    kinds = set(cited.values_list("organisation__kind", flat=True))
    assert kinds == {None, "association", "consultancy", "institution"}  # None: the needs of the questionnaire
    objectives = lille.program.specification.objectives
    assert (objectives.count(), objectives.unsourced().count()) == (6, 0)
    assert Citation.objects.filter(objective__specification__program=lille.program).count() == 28


def test_two_providers_are_heard_and_multicite_is_chosen_by_the_group(lille):
    call = lille.program.call
    assert call.proposals.exclude(submitted_at=None).filter(heard_before=True).count() == 2
    present = call.hearing.attendances.filter(state="present").values("participation")
    providers = Participation.objects.filter(pk__in=present, role=Role.CONSULTANT)
    assert {str(seat) for seat in providers} == {"Multicité", "Trame & Lisière"}
    assert (call.ballots.filter(abstains=False).count(), call.ballots.filter(abstains=True).count()) == (11, 2)
    assert (str(call.choice), call.choice.decided_on) == ("Multicité", date(2007, 1, 18))


def test_delivery_runs_from_february_to_october(lille):
    agreement = lille.program.agreement
    assert (agreement.starts_on, agreement.ends_on) == (date(2007, 2, 1), date(2007, 10, 31))
    assert (agreement.half_days, agreement.price) == (38, 13680)
    assert held(lille, Kind.INDIVIDUAL).count() == 13
    assert held(lille, Kind.INTERVIEW, phase="workshops").count() == 6
    assert Workshop.objects.filter(meeting__program=lille.program).count() == 6
    assert Baseline.objects.filter(participation__program=lille.program).count() == 13


def test_network_and_charter_are_born(lille):
    outputs = Output.objects.filter(program=lille.program)
    assert outputs.get(kind=Output.Kind.NETWORK).title == "Collectif Audiovisuel et Cinéma (CAC)"
    assert outputs.filter(kind__in=[Output.Kind.STATE_OF_PLAY, Output.Kind.CHARTER]).count() == 2
    assert Organisation.objects.get(acronym="CAC").kind == Organisation.Kind.NETWORK
    adopted = Adoption.objects.filter(charter__program=lille.program).values_list("participation", flat=True)
    assert set(adopted) == set(lille.program.participations.committed().values_list("pk", flat=True))
    assert lille.program.clauses.count() == 8


def test_restitution_is_debated_and_the_network_lives_on(lille):
    event = held(lille, Kind.RESTITUTION).get()
    assert event.attendances.filter(state="present", participation__role=Role.INSTITUTION).count() == 6
    assert Undertaking.objects.filter(program=lille.program).count() == 5
    news = FollowUp.objects.filter(program=lille.program).values_list("months", "still_meets")
    assert list(news) == [(6, "yes"), (12, "yes")]


def test_each_phase_left_an_intact_document_and_the_journal_is_whole(lille):
    documents = list(lille.program.documents.order_by("number"))
    assert all(reports.is_intact(document) for document in documents)
    closed = [document for document in documents if document.title == phases.get(document.phase).title]
    titles = [step.title for step in lille.steps]
    assert sorted(document.phase for document in closed) == sorted(phases.keys())
    assert [document.number for document in documents] == list(range(1, len(documents) + 1))
    assert {document.title for document in closed} == set(titles)
    assert broken(lille.program.journal_scope) is None


def test_journal_and_mails_have_the_dates_of_the_story(lille):
    entries = Entry.objects.filter(scope=lille.program.journal_scope)
    moments = list(entries.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert (moments[0].date(), moments[-1].date()) == (date(2006, 3, 14), date(2008, 10, 21))
    mails = Message.objects.filter(scope=lille.program.journal_scope)
    assert mails.count() > 100
    assert set(mails.values_list("state", flat=True)) == {"sent"}
    assert max(mails.values_list("sent_at", flat=True)).year < 2009


WITHIN_THE_GROUP = {  # why some left, how providers were heard, who signed
    "Association sans salarié, portée par trois bénévoles",
    "assurer le maintien des deux emplois",
    "Audition des deux prestataires",
    "Pâte à lumière (Denis Wattel, président, le lundi 1er octobre 2007)",
}


@pytest.mark.parametrize(
    "fact",
    [
        "DLA du CBE de Lille",
        "DLA du CBE de Roubaix-Tourcoing-Vallée de la Lys",
        "Maison de l’Emploi de Lille",
        "3 consultants et 4 institutions",
        "15 associations repérées",
        "Première réunion préparatoire",
        "Seconde réunion préparatoire",
        "13 engagées",
        "Association sans salarié, portée par trois bénévoles",
        "assurer le maintien des deux emplois",
        "Ce cahier des charges a trois sources",
        "Audition des deux prestataires",
        "Prestataire retenu : Multicité",
        "du jeudi 1er février 2007 au mercredi 31 octobre 2007",
        "État des lieux de l’offre de cinéma et d’audiovisuel dans la métropole",
        "Collectif Audiovisuel et Cinéma (CAC)",
        "Charte de valeurs et d’intentions du Collectif Audiovisuel et Cinéma",
        "Adoptée par 13 associations",
        "Pâte à lumière (Denis Wattel, président, le lundi 1er octobre 2007)",
        "une demi-douzaine d’entretiens",
        "Restitution et débat",
        "oui, sans le DLA",
        "Les principales associations du secteur sont en réseau",
        "Démonstration : personnes inventées",
    ],
)
def test_report_tells_each_fact(report, report_outside, fact):
    assert (fact in report, fact in report_outside) == (True, fact not in WITHIN_THE_GROUP)


@pytest.mark.parametrize(
    "fact",
    [
        "Zoom sur l’accompagnement collectif d’associations de la métropole lilloise",
        "Maison de l’Emploi de Lille",
        "Quinze associations ont été repérées et conviées à deux réunions préparatoires",
        "un groupe de treize structures prêtes à s’engager",
        "Multicité",
        "Six ateliers collectifs",
        "Six entretiens ont été menés avec des institutions",
        "Collectif Audiovisuel et Cinéma (CAC)",
        "Charte de valeurs et d’intentions du CAC",
        "Un réseau, le CAC, dont la vie continue après l’accompagnement.",
        "alice@example.org",
    ],
)
def test_sheet_tells_each_fact(sheet, fact):
    assert fact in sheet


def test_what_officers_keep_for_themselves_is_printed_nowhere(report, sheet):
    secret = Contribution.objects.filter(visibility=0).first().text
    assert [secret in text for text in (report, sheet)] == [False, False]


def test_playing_again_changes_nothing(lille, capsys):
    def state():
        return Entry.objects.count(), Message.objects.count(), lille.program.documents.count()

    before = state()
    call_command("demo", story="lille")
    assert state() == before
    assert "est déjà là" in capsys.readouterr().out


def test_other_stories_share_the_people_of_the_first(lille):
    with transaction.atomic():
        for name in ("cirque", "tiers-lieux"):
            player.play(name)
        denis = Affiliation.objects.filter(person__email="denis@example.org")
        names = set(denis.values_list("organisation__name", flat=True))
        alice = User.objects.get(email="alice@example.org")
        phases_seen = dict(Program.objects.visible_to(alice).values_list("reference", "phase"))
        dla_count = Organisation.objects.filter(name="DLA du CBE de Lille").count()
        transaction.set_rollback(True)
    assert names == {"Pâte à lumière", "Le Chapiteau des courées"}
    assert phases_seen == {"lille": "", "cirque": "diagnosis", "tiers-lieux": "scoping"}
    assert dla_count == 1
