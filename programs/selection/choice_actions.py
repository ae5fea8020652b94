"""The officer's verbs at the end: choose the provider, say what each proposal had and lacked, answer all bidders."""

from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import texts_of
from dla_collectif.outbox.kinds import Kind, filled
from dla_collectif.outbox.pages import readable
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day
from dla_collectif.services.visibility import Visibility
from programs.journey import participations
from programs.journey.mailing import Mailing, post_all

from . import mails
from .actions import letters_to, locked_call
from .models import Choice, Proposal
from .ranking import figure
from .register import Register, read


def choose_provider(step, data, *, by) -> Choice:
    """Write the choice. `data`: proposal, decided_on, reasons, version. From then on no grid changes.

    Raises Refusal before results may be seen, without reasons, once bidders were told, or Conflict.
    """
    call = locked_call(step)
    register = read(step.program)
    if not register.shows_results:
        raise Refusal("Attendez que toutes les grilles soient là, ou déclarez la notation close avec son motif.")
    if register.is_told:
        raise Refusal("Les prestataires ont reçu leur réponse\u00a0: le choix ne change plus.")
    if data["proposal"].pk not in {bid.pk for bid in register.bids}:
        raise Refusal("Choisissez une des propositions remises.", "proposal")
    if not data["reasons"].strip():
        raise Refusal("Écrivez les motifs du choix\u00a0: ils figurent au procès-verbal.", "reasons")
    if data["decided_on"] > clock.today():
        raise Refusal("Cette date est à venir\u202f; indiquez le jour où le choix a été fait.", "decided_on")
    choice = Choice.objects.filter(call=call).first() or Choice(call=call)
    names = ("proposal", "decided_on", "reasons", "version")
    choice = edit(choice, {name: data[name] for name in names if name in data}, by=by, lookup=("call",))
    record(step, f"a noté le choix de {choice.proposal}", by=by)
    return choice


def write_answer(step, proposal, data, *, by) -> Proposal:
    """Say what a proposal had and what it lacked, for its author. `data`: strengths, gaps, version. Raises Conflict."""
    locked_call(step)
    if proposal.answered_at:
        raise Refusal("Ce prestataire a reçu sa réponse\u00a0: elle ne change plus.")
    names = ("strengths", "gaps", "version")
    proposal = edit(proposal, {name: data[name] for name in names if name in data}, by=by)
    record(step, f"a écrit la réponse à faire à {proposal}", by=by)
    return proposal


def send_answers(step, *, by) -> int:
    """Answer all bidders at once, and open the group's pages to the one chosen. Returns how many were told.

    Raises Refusal without a choice, or while strengths or gaps of one proposal are not written.
    """
    locked_call(step)
    register = read(step.program)
    if register is None or register.choice is None:
        raise Refusal("Notez d’abord le choix et ses motifs.")
    waiting = [bid for bid in register.bids if bid.answered_at is None]
    if not waiting:
        raise Refusal("Tous les prestataires ont déjà reçu leur réponse.")
    if why := unwritten(register):
        raise Refusal(why)
    post_all(step, answers(step, register), by=by)
    Proposal.objects.filter(pk__in=[bid.pk for bid in waiting]).update(answered_at=clock.now())
    chosen = register.bid(register.choice.proposal_id)
    participations.raise_reading_level(step, chosen.participation, Visibility.GROUP, by=by)
    names = ", ".join(str(bid) for bid in waiting)
    record(step, f"a envoyé leur réponse aux prestataires\u00a0: {names}", by=by)
    return len(waiting)


def unwritten(register: Register) -> str:
    """Why the answers cannot leave yet: what is still to be written."""
    for bid in register.bids:
        if bid.answered_at is None and not (bid.strengths.strip() and bid.gaps.strip()):
            return f"Écrivez d’abord les points forts de la proposition de {bid} et ce qui lui a manqué."
    return ""


def answers(step, register: Register) -> Mailing:
    """The letters to the bidders who were not told. Raises Refusal when one has nobody to write to."""
    waiting = [bid for bid in register.bids if bid.answered_at is None]
    letters = letters_to(step, waiting, lambda bid: (kind_of(register, bid), words(register, bid)))
    return Mailing("reponses", "Réponses aux prestataires", letters)


def kind_of(register: Register, bid) -> Kind:
    """Which letter a bidder gets."""
    return mails.CHOSEN if bid.pk == register.choice.proposal_id else mails.NOT_CHOSEN


def words(register: Register, bid) -> dict:
    """What a letter tells its reader: its own points, the winner's name and points, nothing of the others."""
    totals = {one.proposal: figure(one.total) if one.total is not None else "" for one in register.ranked}
    winner = register.bid(register.choice.proposal_id)
    return {
        "prestataire": str(bid),
        "retenu": str(winner),
        "décision": day(register.choice.decided_on),
        "points": points(totals.get(bid.pk, ""), totals.get(winner.pk, ""), register.weights_total, bid, winner),
        "points_forts": bid.strengths,
        "manques": bid.gaps,
    }


def points(own, best, out_of, bid, winner) -> str:
    """The sentence about points; empty when nothing was scored."""
    if not own:
        return ""
    if bid.pk == winner.pk:
        return f"Les associations du groupe l’ont notée {own} points sur {out_of}."
    other = f", et celle de {winner} {best} points" if best else ""
    return f"Les associations du groupe ont noté la vôtre {own} points sur {out_of}{other}."


def drafts(step, register: Register, *, by) -> list[tuple]:
    """Each bidder's letter as it will leave: (bid, subject, text)."""
    shared = {"accompagnement": step.program.title, "signature": str(by)}
    batch = Mailing("reponses", "", []).batch(step)
    texts = texts_of([mails.CHOSEN, mails.NOT_CHOSEN], by=by, batch=batch)
    return [
        (bid, *readable(filled(texts[kind_of(register, bid).key], shared | words(register, bid))))
        for bid in register.bids
    ]
