"""The associations' verbs: declare ties, score, send the grid or abstain; the officer's: say that scoring is over."""

from dla_collectif.accounts.codes import confirmed
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from programs.journey.models import Participation
from programs.specification.models import Criterion

from .actions import locked_call
from .models import Ballot, Call, Choice, Interest, Proposal, Score
from .ranking import PRICE


def call_to_judge(step, *, also_after_scoring=False) -> Call:
    """The consultation, locked, as long as the group judges it. Raises Refusal before the opening and after the end."""
    call = locked_call(step)
    if not call.is_opened:
        raise Refusal("Les propositions ne sont pas encore ouvertes.")
    if Choice.objects.filter(call=call).exists():
        raise Refusal("Le choix est fait\u00a0: les déclarations et les grilles ne changent plus.")
    if call.scoring_ended_at and not also_after_scoring:
        raise Refusal("Le DLA a déclaré la notation close\u00a0: les grilles ne changent plus.")
    return call


def refuse_outsider(step, seat) -> None:
    """Raises Refusal for a seat that is not of the group."""
    group = Participation.objects.committed().filter(program=step.program)
    if not group.filter(pk=seat.pk).exists():
        raise Refusal("Seules les associations engagées se prononcent sur les propositions.")


def bids_of(call) -> dict[int, Proposal]:
    """The proposals handed in, by key."""
    bids = call.proposals.exclude(submitted_at=None).select_related("participation__organisation")
    return {bid.pk: bid for bid in bids}


def declare_interests(step, seat, data, *, by, dictated=False) -> None:
    """An association says of each proposal whether it has a tie with its author; what it gave to a tied one is removed.

    Once scoring is over no grid changes: what was given stays, and the ranking leaves it out because of the tie.
    `data`: ties, a list of (proposal, is_tied, text) for all proposals; `dictated`: the officer types it.
    Raises Refusal for a missing proposal or a tie without its sentence.
    """
    call = call_to_judge(step, also_after_scoring=True)
    refuse_outsider(step, seat)
    bids = bids_of(call)
    if {proposal.pk for proposal, _tied, _text in data["ties"]} != set(bids):
        raise Refusal("Répondez pour chaque proposition\u00a0: la liste a changé, rechargez la page.")
    for proposal, is_tied, text in data["ties"]:
        if is_tied and not text.strip():
            raise Refusal(f"Dites en une phrase quel est le lien avec {bids[proposal.pk]}.")
        Interest.objects.update_or_create(
            proposal=proposal,
            participation=seat,
            defaults={
                "is_tied": is_tied,
                "text": text.strip() if is_tied else "",
                "declared_at": clock.now(),
                "by": by,
            },
        )
    tied = [bids[proposal.pk] for proposal, is_tied, _text in data["ties"] if is_tied]
    if call.scoring_ended_at is None:
        Score.objects.filter(participation=seat, proposal__in=tied).delete()
    said = f"un lien avec {' et '.join(map(str, tied))}" if tied else "n’avoir aucun lien avec les prestataires"
    record(step, f"a déclaré pour {seat.organisation} {said}{aloud(dictated)}", by=by)


def save_scores(step, seat, data, *, by, dictated=False) -> None:
    """Keep a grid as a draft. `data`: marks, a list of (proposal, criterion, points or None, comment).

    Raises Refusal for points out of range, a tied proposal, or a grid already sent (send it again to correct it).
    """
    call = call_to_judge(step)
    refuse_outsider(step, seat)
    ballot = Ballot.objects.filter(participation=seat).first()
    if ballot and dictated:
        raise Refusal("Cette association a envoyé sa grille\u00a0: elle seule peut la corriger.")
    if ballot and not ballot.abstains:
        raise Refusal("Votre grille est envoyée\u00a0: pour la corriger, envoyez-la de nouveau, complète.")
    write_scores(step, call, seat, typed(data["marks"], dictated), by=by)
    record(step, f"a gardé en brouillon la grille de {seat.organisation}{aloud(dictated)}", by=by)


def send_grid(step, seat, data, *, by, dictated=False, proof=None) -> Ballot:
    """Send a complete grid, or correct the one sent: the last one counts, whoever of the association types it.

    `data`: marks, as for `save_scores`; `proof`: the code that confirmed it. Raises Refusal when points are missing, or
    to an officer once a grid is sent.
    """
    call = call_to_judge(step)
    refuse_outsider(step, seat)
    first = not Ballot.objects.filter(participation=seat).exists()
    if dictated and not first:
        raise Refusal("Cette association a envoyé sa grille\u00a0: elle seule peut la corriger.")
    wanted = write_scores(step, call, seat, typed(data["marks"], dictated), by=by)
    given = Score.objects.filter(participation=seat, points__isnull=False)
    missing = len(wanted - set(given.values_list("proposal_id", "criterion_id")))
    if missing:
        raise Refusal(
            f"Il manque {missing} note{'s' if missing > 1 else ''}\u00a0: une note peut être 0, mais elle se donne."
        )
    ballot = cast(call, seat, abstains=False, by=by, proof=proof)
    verb = "a envoyé" if first else "a corrigé"
    record(step, f"{verb} la grille de {seat.organisation}{aloud(dictated)}{confirmed(proof)}", by=by)
    return ballot


def abstain(step, seat, *, by, dictated=False, proof=None) -> Ballot:
    """An association does not score; its abstention counts among the grids received. It may still send a grid later."""
    call = call_to_judge(step)
    refuse_outsider(step, seat)
    if dictated and Ballot.objects.filter(participation=seat).exists():
        raise Refusal("Cette association a envoyé sa grille\u00a0: elle seule peut la corriger.")
    ballot = cast(call, seat, abstains=True, by=by, proof=proof)
    record(step, f"a noté que {seat.organisation} s’abstient{aloud(dictated)}{confirmed(proof)}", by=by)
    return ballot


def cast(call, seat, *, abstains, by, proof=None) -> Ballot:
    """One voice an association: the last one."""
    facts = {"call": call, "abstains": abstains, "sent_at": clock.now(), "by": by, "proof": proof}
    return Ballot.objects.update_or_create(participation=seat, defaults=facts)[0]


def typed(marks, dictated) -> list:
    """What to write of a form: an officer, who does not see what the association typed, empties nothing of it."""
    return [mark for mark in marks if not dictated or mark[2] is not None or mark[3].strip()]


def write_scores(step, call, seat, marks, *, by) -> set[tuple[int, int]]:
    """Write the points and remarks that are given; returns the pairs (proposal, criterion) of a whole grid."""
    bids = bids_of(call)
    rows = Interest.objects.filter(participation=seat, proposal__in=bids).values_list("proposal_id", "is_tied")
    declared = dict(rows)
    if set(bids) - set(declared):
        raise Refusal("Déclarez d’abord vos liens éventuels avec chaque prestataire.")
    weights = dict(judged_by_hand(step).values_list("pk", "weight"))
    rows, now = [], clock.now()
    for proposal, criterion, points, comment in marks:
        if declared.get(proposal.pk, True):
            raise Refusal("Une association qui a un lien avec un prestataire ne note pas sa proposition.")
        if criterion.pk not in weights or points is not None and not 0 <= points <= weights[criterion.pk]:
            raise Refusal(f"Une note de «\u00a0{criterion}\u00a0» va de 0 à {weights.get(criterion.pk, 0)}.")
        facts = {"points": points, "comment": comment.strip(), "by": by, "at": now}
        rows.append(Score(proposal=proposal, criterion=criterion, participation=seat, **facts))
    Score.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["proposal", "criterion", "participation"],
        update_fields=["points", "comment", "by", "at"],
    )
    Score.objects.filter(participation=seat, points=None, comment="").delete()
    return {(bid, criterion) for bid in bids if not declared[bid] for criterion in weights}


def judged_by_hand(step):
    """The criteria that associations score; the price is computed."""
    return Criterion.objects.filter(specification__program=step.program).exclude(kind=PRICE).order_by("number", "id")


def end_scoring(step, data, *, by) -> Call:
    """Declare scoring over though grids are missing: results can be seen, no grid changes any more. `data`: reason."""
    call = call_to_judge(step)
    if not data["reason"].strip():
        raise Refusal("Dites en une phrase pourquoi vous n’attendez pas les autres grilles.", "reason")
    if not Ballot.objects.filter(call=call, abstains=False).exists():
        raise Refusal("Aucune association n’a encore noté\u00a0: il n’y aurait rien à compter.")
    call.scoring_ended_at, call.scoring_ended_reason = clock.now(), data["reason"].strip()[:300]
    call.save(update_fields=["scoring_ended_at", "scoring_ended_reason"])
    record(step, f"a déclaré la notation close\u00a0: {call.scoring_ended_reason}", by=by)
    return call


def aloud(dictated) -> str:
    """How the journal says that the officer typed what an association said."""
    return ", sous sa dictée" if dictated else ""
