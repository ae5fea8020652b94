"""Diagnostic des besoins: what this room declares."""

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from dla_collectif.services import clock
from dla_collectif.services.templatetags.house import local, plural
from programs.journey.models import Participation
from programs.journey.phases import Ask, Given, Page, Phase, Reminder, Requirement, count_of
from programs.journey.seats import with_seat
from programs.meetings.models import Meeting

from . import mails
from .commitment.group_list import departures_of, funnel, places, seats_of
from .models import (
    Ballot,
    Commitment,
    PriorityVote,
    Questionnaire,
    Response,
    ResultsShared,
    SharedEdition,
    SharedVoice,
)
from .prints import PRINTS
from .reading.outside import told_needs, told_vote
from .reading.renewal import latest
from .shared.asks import letter_ask, voice_ask

FEWEST = 3  # answers counted outside the group
RANKED = 8  # needs shown in the report; the matrix has them all
Role, Status, Kind = Participation.Role, Participation.Status, Meeting.Kind

associations = Participation.objects.associations()
group = Participation.objects.committed()
awaited = Response.objects.awaited()
sent = Response.objects.sent()
preparatory = Meeting.objects.held().of_kind(Kind.PREPARATORY).filter(phase="diagnosis")
own = Response.objects.filter(participation=OuterRef("pk"))
unanswered_vote = PriorityVote.objects.open().filter(
    ~Exists(Ballot.objects.filter(vote=OuterRef("pk"), participation=OuterRef(OuterRef("pk")))),
    meeting__program=OuterRef("program_id"),
)
results_shared = ResultsShared.objects.filter(program=OuterRef("program_id"))
letter = Commitment.objects.filter(participation=OuterRef("pk"))
proposed = SharedEdition.objects.talked_about()
proposed_here = proposed.filter(program=OuterRef("program_id"))
cited = SharedEdition.objects.validated().filter(program=OuterRef("program_id")).order_by("-number")
said = SharedVoice.objects.filter(participation=OuterRef("pk"), edition__in=proposed.values("pk"))


def report(program) -> dict:
    """What the diagnosis found and gathered: eight statements (nine with a vote), whatever the size of the group."""
    seats, outside = seats_of(program), not program.told_to_group
    responses = [response for seat in seats if (response := getattr(seat, "response", None))]
    answered = sum(response.is_sent for response in responses)
    committed = [seat for seat in seats if seat.status == Status.COMMITTED]
    meetings = Meeting.objects.filter(program=program, phase="diagnosis").of_kind(Kind.PREPARATORY, Kind.WORKING)
    edition, is_open = told_edition(program), program.told_to_institutions
    is_open = is_open or edition is not None  # everybody reads the results once the group opened its diagnosis to all
    return {
        "questionnaire": Questionnaire.objects.filter(program=program).first(),
        "edition": edition,
        "funnel": (came(seats) if outside else funnel(seats)) if seats else [],
        "places": places(seats) if seats and not outside else [],
        "responses": [seat for seat in seats if getattr(seat, "response", None) and not outside],
        "asked": len(responses),
        "answered": answered,
        "few": outside and answered < FEWEST,
        "needs": [need for need in told_needs(program, answered, latest(program))[:RANKED] if need.shared and is_open],
        "vote": told_vote(program) if is_open else None,
        "meetings": meetings.exclude(state=Meeting.State.CANCELLED).with_turnout().order_by("starts_at"),
        "committed": committed,
        "departures": [] if outside else departures_of(program),
    }


def came(seats) -> list[tuple]:
    """The funnel as it is told outside the group: the answers and the letters between are the group's own matter.

    Before anybody committed there is no such step: it would tell a zero for what is not asked yet.
    """
    steps = funnel(seats)
    return [*steps[:2], *(steps[-1:] if any(seat.committed_on for seat in seats) else [])]


def told_edition(program) -> SharedEdition | None:
    """The version of the shared diagnosis that a report may tell its readers: the validated one alone."""
    edition = SharedEdition.objects.cited(program)
    return edition if edition is not None and edition.visibility >= program.told_level else None


def asks(seat, measures) -> list[Ask]:
    """What an association is asked: answer and send, say whether it recognises itself, commit."""
    if seat.role != Role.ASSOCIATION or seat.status not in Participation.SEATED:
        return []
    return [
        *vote_ask(seat, measures),
        *answer_ask(seat, measures),
        *voice_ask(seat, measures),
        *letter_ask(seat, measures),
    ]


def vote_ask(seat, measures) -> list[Ask]:
    """A vote that is open and in which the association has no voice yet."""
    if not measures.vote:
        return []
    url = with_seat(reverse("diagnosis:ballot", args=[seat.program.public_id, measures.vote]), seat)
    why = "Le vote est ouvert pendant la réunion. Une voix par association : vous pouvez la changer jusqu’à la clôture."
    return [Ask("Voter sur les priorités du groupe", url, why, button="Voter")]


def answer_ask(seat, measures) -> list[Ask]:
    """The questionnaire, from the invitation to the sending."""
    if measures.state is None:
        return []
    url = seat.page("diagnosis:answer")
    if measures.state == Response.State.SENT:
        sent = Ask("Questionnaire sur vos besoins : réponses envoyées", url, done=True)
        return [*added_ask(seat, measures), sent]
    asked = {"gesture": "questionnaire", "since": last_of(measures.asked_on, measures.reminded_on)}
    if measures.state == Response.State.WAITING:
        why = "Dites vos besoins avec vos mots : c’est d’eux que part tout l’accompagnement. Comptez une demi-heure."
        return [Ask("Répondre au questionnaire sur vos besoins", url, why, measures.closes_on, "Répondre", **asked)]
    left = max(measures.expected - measures.answered, 0)
    why = f"Il reste {left} réponse{plural(left)} attendue{plural(left)}. " if left else ""
    why += "Vos réponses sont enregistrées, elles ne sont pas encore envoyées."
    return [
        Ask(
            "Terminer le questionnaire sur vos besoins et l’envoyer", url, why, measures.closes_on, "Reprendre", **asked
        )
    ]


def added_ask(seat, measures) -> list[Ask]:
    """What was added to the questionnaire since the answers were sent."""
    if not measures.added:
        return []
    why = f"Depuis votre envoi, {mails.told_added(measures.added)}. Vos autres réponses restent telles quelles."
    url = seat.page("diagnosis:added")
    return [Ask("Compléter le questionnaire sur vos besoins", url, why, measures.closes_on, "Répondre")]


def last_of(*days):
    """The latest of days, some unknown; None when all are."""
    return max((day for day in days if day), default=None)


def note_reminded(seats) -> None:
    """These associations were reminded today."""
    Response.objects.filter(participation__in=seats).update(reminded_on=clock.today())


def given(seat, measures) -> list[Given]:
    """The answers that were sent, the letter that was signed, the diagnosis that the group made its own."""
    lines = []
    if measures.sent_at:
        answers = "Réponses au questionnaire sur vos besoins"
        lines.append(Given(answers, local(measures.sent_at), seat.page("diagnosis:answer")))
    if measures.sent_at and measures.results_shared_on:
        group = "Ce que le groupe a répondu, sans les noms"
        lines.append(Given(group, measures.results_shared_on, seat.page("diagnosis:our_results"), button="Lire"))
    if measures.signed_at:
        detail = f"Empreinte {measures.sha256[:12]}" if measures.sha256 else ""
        letter_url = seat.page("diagnosis:commitment")
        lines.append(Given("Lettre d’engagement signée", local(measures.signed_at), letter_url, detail))
    if measures.cited_on and (measures.cited_level or 0) >= seat.level:
        title = "Diagnostic partagé, validé par le groupe"
        lines.append(Given(title, measures.cited_on, seat.page("diagnosis:shared")))
    return lines


phase = Phase(
    __package__,
    title="Diagnostic des besoins",
    aim="Recueillir les besoins de chaque association, les mettre en commun et constituer le groupe.",
    requirements=[
        Requirement(
            "Choisir un questionnaire",
            lambda m: m.has_questionnaire,
            "diagnosis:questionnaire",
            why="Il en existe de tout prêts ; vous en changerez les questions.",
        ),
        Requirement(
            "Inviter les associations",
            lambda m: m.asked >= 2,
            "diagnosis:invitations",
            why="Chacune reçoit un lien personnel vers son questionnaire, sans mot de passe.",
            detail=lambda m: f"{m.asked} invitée{plural(m.asked)} à répondre, {m.spotted} repérée{plural(m.spotted)}",
        ),
        Requirement(
            "Recevoir les réponses",
            lambda m: m.answered >= 1 and not m.awaited,
            "diagnosis:followup",
            why="Seules celles qui n’ont pas envoyé leurs réponses peuvent être relancées.",
            detail=lambda m: f"{m.answered} réponse{plural(m.answered)} sur {m.asked}",
        ),
        Requirement(
            "Tenir une réunion préparatoire",
            lambda m: m.meetings >= 1,
            "diagnosis:meetings",
            why="Les associations y lisent ensemble leurs besoins.",
            detail=lambda m: f"{m.meetings} tenue{plural(m.meetings)}" if m.meetings else "",
        ),
        Requirement(
            "Proposer le diagnostic partagé au groupe",
            lambda m: m.editions is not None,
            "diagnosis:synthesis",
            why="Chaque association dit si elle s’y reconnaît.",
            detail=lambda m: f"version {m.editions}" if m.editions else "",
        ),
        Requirement(
            "Répondre à chaque réserve",
            lambda m: m.editions is not None and not m.unanswered,
            "diagnosis:synthesis",
            why="Un « oui, mais » sans réponse empêche la validation.",
            detail=lambda m: f"{m.unanswered} sans réponse" if m.unanswered else "",
        ),
        Requirement(
            "Valider le diagnostic partagé en réunion",
            lambda m: m.editions is not None and m.editions == m.validated,
            "diagnosis:synthesis",
            why="Le cahier des charges ne cite qu’une version validée par le groupe.",
        ),
        Requirement(
            "Réunir au moins deux associations engagées",
            lambda m: m.committed >= 2,
            "diagnosis:commitments",
            hard=True,
            why="Un accompagnement collectif commence à deux.",
            detail=lambda m: f"{m.committed} engagée{plural(m.committed)}",
        ),
        Requirement(
            "Noter la décision de l’instance dirigeante de chaque association engagée",
            lambda m: m.committed >= 1 and not m.undecided,
            "diagnosis:commitments",
            why="C’est elle qui engage l’association, pas la personne qui signe.",
            detail=lambda m: f"{m.undecided} date{plural(m.undecided)} à noter" if m.undecided else "",
        ),
    ],
    measures={
        "has_questionnaire": Exists(Questionnaire.objects.filter(program=OuterRef("pk"))),
        "spotted": count_of(associations),
        "asked": count_of(Response.objects.all(), by="participation__program"),
        "answered": count_of(sent, by="participation__program"),
        "awaited": count_of(awaited, by="participation__program"),
        "meetings": count_of(preparatory),
        "editions": Subquery(proposed.filter(program=OuterRef("pk")).values("number")[:1]),
        "validated": Subquery(proposed.validated().filter(program=OuterRef("pk")).values("number")[:1]),
        "unanswered": count_of(SharedVoice.objects.unanswered(), by="edition__program"),
        "committed": count_of(group),
        "undecided": count_of(group.filter(commitment__board_on=None)),
    },
    seat_measures={
        "state": Subquery(own.values("state")[:1]),
        "answered": Subquery(own.values("answered")[:1]),
        "expected": Subquery(own.values("expected")[:1]),
        "closes_on": Subquery(Questionnaire.objects.filter(program=OuterRef("program_id")).values("closes_on")[:1]),
        "shared_number": Subquery(proposed_here.values("number")[:1]),
        "shared_announced_on": Subquery(proposed_here.values("announced_on")[:1]),
        "shared_validated_on": Subquery(proposed_here.values("validated_on")[:1]),
        "cited_on": Subquery(cited.values("validated_on")[:1]),
        "cited_level": Subquery(cited.values("visibility")[:1]),
        "stance": Subquery(said.values("stance")[:1]),
        "signed": Exists(letter),
        "signed_at": Subquery(letter.values("signed_at")[:1]),
        "asked_on": Subquery(own.values("asked_on")[:1]),
        "reminded_on": Subquery(own.values("reminded_on")[:1]),
        "letter_on": Subquery(own.values("letter_on")[:1]),
        "board_on": Subquery(letter.values("board_on")[:1]),
        "added": Subquery(own.values("added")[:1]),
        "sent_at": Subquery(own.values("sent_at")[:1]),
        "vote": Subquery(unanswered_vote.values("public_id")[:1]),
        "results_shared_on": Subquery(results_shared.values("since")[:1]),
        "sha256": Subquery(letter.values("sha256")[:1]),
    },
    report=report,
    asks=asks,
    reminders=[
        Reminder("questionnaire", "Répondre au questionnaire", days=(-7, -2, 1), noted=note_reminded),
        Reminder("synthese", "Se prononcer sur le diagnostic partagé"),
        Reminder("lettre", "Signer la lettre d’engagement"),
        Reminder("instance", "Indiquer la date de la décision du conseil d’administration", every=14, most=2),
    ],
    given=given,
    prints=PRINTS,
    pages=[
        Page("Questionnaire", "diagnosis:questionnaire"),
        Page("Invitations", "diagnosis:invitations"),
        Page("Suivi", "diagnosis:followup"),
        Page("Résultats", "diagnosis:results"),
        Page("Besoins", "diagnosis:matrix"),
        Page("Réunions préparatoires", "diagnosis:meetings"),
        Page("Diagnostic partagé", "diagnosis:synthesis"),
        Page("Engagements", "diagnosis:commitments"),
        Page("Indicateurs", "diagnosis:indicators"),
    ],
)
