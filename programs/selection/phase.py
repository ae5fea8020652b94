"""Choix du prestataire: what this room declares."""

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from dla_collectif.services.templatetags.house import local, moment
from programs.journey.models import Participation
from programs.journey.phases import Ask, Given, Page, Phase, Reminder, Requirement, count_of
from programs.journey.rules import rule

from .facts import report
from .models import Ballot, Call, Choice, Interest, Proposal
from .prints import PRINTS

CALL = Call.objects.filter(program=OuterRef("pk"))
SENT = Proposal.objects.filter(invited_at__isnull=False)
BIDS = Proposal.objects.filter(submitted_at__isnull=False)
GROUP = Participation.objects.committed()
INTERESTS = Interest.objects.filter(proposal=OuterRef("pk"), participation=OuterRef(OuterRef("pk")))
UNTOLD = BIDS.filter(~Exists(INTERESTS), call__program=OuterRef("program"))
BALLOTS = Ballot.objects.filter(participation=OuterRef("pk"))
SEAT_CALL = Call.objects.filter(program=OuterRef("program_id"))
OWN = Proposal.objects.filter(participation=OuterRef("pk"), invited_at__isnull=False)


def counted(number, one, many) -> str:
    """« 1 grille », « 7 grilles »."""
    return f"{number} {many if number > 1 else one}"


def opening_detail(m) -> str:
    """When proposals may be opened, or what was handed in."""
    if m.opened or not m.call_sent:
        return ""
    return f"à partir du {moment(m.deadline)}"


def asks(seat, m) -> list[Ask]:
    """What a provider or an association of the group is asked to do now."""
    if seat.role == Participation.Role.CONSULTANT and m.invited_at:
        return provider_asks(seat, m)
    if seat.role == Participation.Role.ASSOCIATION and seat.status == Participation.Status.COMMITTED and m.opened_at:
        return association_asks(seat, m)
    return []


def provider_asks(seat, m) -> list[Ask]:
    """Say whether one answers, then hand the proposal in."""
    url, until = seat.page("selection:our_proposal"), timezone.localdate(m.deadline)
    is_over = not Call(sent_at=m.invited_at, opened_at=m.opened_at, deadline=m.deadline).is_open_for_bids
    said = Ask(
        "Dire si vous répondrez à la consultation",
        url,
        "Un oui ou un non suffit\u00a0; un non dit pourquoi.",
        until,
        "Répondre",
        done=m.intent != Proposal.Intent.UNKNOWN,
        gesture="intention",
        since=timezone.localdate(m.invited_at),
    )
    handed_in = Ask(
        f"Remettre votre proposition avant le {moment(m.deadline)}",
        url,
        "Elle reste scellée jusqu’à cette heure\u202f; vous pouvez la remplacer d’ici là.",
        until,
        "Ouvrir la consultation",
        done=m.submitted_at is not None,
        gesture="proposition",
        since=timezone.localdate(m.invited_at) if m.intent == Proposal.Intent.YES else None,
    )
    asked = [said] + ([handed_in] if m.intent != Proposal.Intent.NO else [])
    return [ask for ask in asked if ask.done or not is_over]


def association_asks(seat, m) -> list[Ask]:
    """Declare ties, then read and score."""
    is_over = m.is_chosen or m.scoring_ended
    count = f"les {m.bids} propositions" if m.bids > 1 else "la proposition"
    args = [seat.program.public_id, seat.public_id]
    asked = [
        Ask(
            "Déclarer vos liens éventuels avec les prestataires",
            reverse("selection:interests", args=args),
            "Avant de lire\u00a0: une association qui a un lien avec un prestataire ne note pas sa proposition.",
            button="Déclarer",
            done=m.declared >= m.bids,
            gesture="liens",
            since=timezone.localdate(m.opened_at),
        )
    ]
    if m.declared >= m.bids:
        asked.append(
            Ask(
                f"Lire et noter {count}",
                reverse("selection:grid", args=args),
                "Une grille par association. Personne ne la voit avant que toutes soient envoyées.",
                button="Ouvrir la grille",
                done=m.ballot_at is not None,
                gesture="grille",
                since=timezone.localdate(m.opened_at),
            )
        )
    return [ask for ask in asked if ask.done or not is_over]


def given(seat, m) -> list[Given]:
    """The proposal handed in, the grid sent."""
    lines = []
    if m.submitted_at:
        detail = f"Reçu {m.receipt[:12]}, remise {moment(m.submitted_at)}"
        lines.append(Given("Proposition remise", local(m.submitted_at), seat.page("selection:our_proposal"), detail))
    if m.ballot_at:
        label = "Abstention au choix du prestataire" if m.abstains else "Grille de notation envoyée"
        url = reverse("selection:grid", args=[seat.program.public_id, seat.public_id])
        lines.append(Given(label, local(m.ballot_at), url))
    return lines


phase = Phase(
    __package__,
    title="Choix du prestataire",
    aim="Consulter les prestataires, les entendre et choisir avec les associations.",
    measures={
        "call_sent": Exists(CALL.filter(sent_at__isnull=False)),
        "deadline": Subquery(CALL.values("deadline")[:1]),
        "justified": Exists(CALL.exclude(justification="")),
        "opened": Exists(CALL.filter(opened_at__isnull=False)),
        "scoring_ended": Exists(CALL.filter(scoring_ended_at__isnull=False)),
        "consulted": count_of(SENT, by="call__program"),
        "bids": count_of(BIDS, by="call__program"),
        "told": count_of(BIDS.filter(answered_at__isnull=False), by="call__program"),
        "group": count_of(GROUP),
        "undeclared": count_of(GROUP.filter(Exists(UNTOLD))),
        "ballots": count_of(Ballot.objects.all(), by="call__program"),
        "awaited": count_of(GROUP.filter(~Exists(BALLOTS))),
        "chosen": Exists(Choice.objects.filter(call__program=OuterRef("pk"))),
        "minimum_consulted": rule("minimum_consulted"),
        "minimum_bids": rule("minimum_bids"),
    },
    seat_measures={
        "invited_at": Subquery(OWN.values("invited_at")[:1]),
        "intent": Subquery(OWN.values("intent")[:1]),
        "submitted_at": Subquery(OWN.values("submitted_at")[:1]),
        "deadline": Subquery(SEAT_CALL.values("deadline")[:1]),
        "opened_at": Subquery(SEAT_CALL.values("opened_at")[:1]),
        "scoring_ended": Exists(SEAT_CALL.filter(scoring_ended_at__isnull=False)),
        "is_chosen": Exists(Choice.objects.filter(call__program=OuterRef("program_id"))),
        "bids": count_of(BIDS, by="call__program", outer="program_id"),
        "declared": count_of(Interest.objects.filter(proposal__submitted_at__isnull=False), by="participation"),
        "ballot_at": Subquery(BALLOTS.values("sent_at")[:1]),
        "abstains": Exists(BALLOTS.filter(abstains=True)),
        "receipt": Subquery(OWN.values("sha256")[:1]),
    },
    requirements=[
        Requirement(
            "Envoyer la consultation aux prestataires",
            lambda m: m.call_sent,
            "selection:call",
            why="Chacun reçoit le cahier des charges figé et les mêmes informations.",
            detail=lambda m: (
                counted(m.consulted, "prestataire consulté", "prestataires consultés") if m.consulted else ""
            ),
        ),
        Requirement(
            "Consulter assez de prestataires, ou dire pourquoi moins",
            lambda m: m.call_sent and (m.consulted >= m.minimum_consulted or m.justified),
            "selection:call",
            why="La justification est imprimée au procès-verbal.",
            detail=lambda m: f"{m.consulted} sur {m.minimum_consulted}",
        ),
        Requirement(
            "Ouvrir les propositions",
            lambda m: m.opened,
            "selection:opening",
            why="Scellées jusqu’à la date limite, elles s’ouvrent en une fois, devant qui vous voulez.",
            detail=opening_detail,
        ),
        Requirement(
            "Recevoir assez de propositions, ou dire pourquoi moins",
            lambda m: m.opened and (m.bids >= m.minimum_bids or m.justified),
            "selection:call",
            why="La justification est imprimée au procès-verbal.",
            detail=lambda m: f"{m.bids} sur {m.minimum_bids}" if m.opened else "",
        ),
        Requirement(
            "Recueillir les déclarations d’intérêts",
            lambda m: m.opened and m.undeclared == 0,
            "selection:board",
            why="Chaque association déclare ses liens avant de lire\u00a0; celle qui en a un ne note pas.",
            detail=lambda m: f"{m.group - m.undeclared} sur {m.group}" if m.opened else "",
        ),
        Requirement(
            "Recueillir les grilles des associations",
            lambda m: m.ballots > 0 and (m.awaited == 0 or m.scoring_ended),
            "selection:board",
            why="Une voix par association.",
            detail=lambda m: (
                f"{counted(m.ballots, 'grille', 'grilles')} sur {m.ballots + m.awaited}" if m.opened else ""
            ),
        ),
        Requirement(
            "Noter le choix et ses motifs",
            lambda m: m.chosen,
            "selection:choice",
            hard=True,
            why="Le procès-verbal s’établit de lui-même à partir de ce qui précède.",
        ),
        Requirement(
            "Répondre à tous les prestataires qui ont remis une proposition",
            lambda m: m.bids > 0 and m.told >= m.bids,
            "selection:answers",
            why="Chacun apprend sa note, ses points forts et ce qui lui a manqué.",
            detail=lambda m: f"{m.told} sur {m.bids}" if m.opened else "",
        ),
    ],
    report=report,
    asks=asks,
    reminders=[
        Reminder("intention", "Dire si l’on répondra à la consultation", days=(-7, -2), most=2),
        Reminder("proposition", "Remettre sa proposition", days=(-2,), most=1),
        Reminder("liens", "Déclarer ses liens avec les prestataires", every=4),
        Reminder("grille", "Lire et noter les propositions", every=4),
    ],
    given=given,
    prints=PRINTS,
    pages=[
        Page("Consultation", "selection:call"),
        Page("Ouverture", "selection:opening"),
        Page("Notation", "selection:board"),
        Page("Choix", "selection:choice"),
        Page("Réponses", "selection:answers"),
    ],
)
