"""Let the group read its results, or no longer; without names either way."""

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from ..models import Questionnaire, Response, ResultsShared, ToldResults
from .editions import content_of
from .matrix import build
from .outside import told_of
from .renewal import counted_now, latest, renewal_of
from .results import ranked_needs, read_together, respondents
from .smallness import LEAST

TOO_NEAR = (
    "Trois associations au moins doivent avoir envoyé, corrigé ou repris leurs réponses depuis chaque édition : "
    "à moins, la différence des chiffres dirait ce qu’une seule a répondu."
)


def share_results(step, *, by) -> ResultsShared:
    """Open the results to the associations that sent their answers. Raises Refusal below three answers, or twice."""
    if Response.objects.sent().filter(participation__program=step.program).count() < LEAST:
        raise Refusal(f"Il faut {LEAST} réponses envoyées au moins\u00a0: à moins, on se reconnaîtrait sans les noms.")
    row = shared(step.program) or ResultsShared(program=step.program)
    if row.since:
        raise Refusal("Les résultats sont déjà partagés.")
    tell_first(step.program)
    edit(row, {"since": clock.today()}, by=by)
    record(step, "a partagé les résultats du questionnaire avec les associations, sans les noms", by=by)
    return row


def tell_first(program) -> None:
    """The first edition of what is told, if there is none and enough answered; from then on figures are renewed."""
    lock(program)
    if latest(program) is None and Response.objects.sent().filter(participation__program=program).count() >= LEAST:
        keep_edition(program, 1)


def renew_results(step, *, by) -> ToldResults:
    """Tell today's figures in the place of those told before. Raises Refusal as long as fewer than three associations
    make the difference."""
    lock(step.program)
    renewal = renewal_of(step.program, counted_now(step.program))
    if renewal.told is None or not renewal.may_renew:
        raise Refusal(TOO_NEAR)
    edition = keep_edition(step.program, renewal.told.number + 1)
    record(step, f"a mis à jour les résultats sans les noms, d’après {edition.count} associations", by=by)
    return edition


def lock(program) -> None:
    """One edition at a time."""
    list(Questionnaire.objects.select_for_update().filter(program=program).values_list("pk"))


def keep_edition(program, number) -> ToldResults:
    """Today's figures, as an edition."""
    reads = read_together(program, respondents(program))
    content = content_of(map(told_of, reads), reads, ranked_needs(program), build(program).needs)
    facts = {"told_on": clock.today(), "counted": counted_now(program), "content": content}
    return ToldResults.objects.create(program=program, number=number, **facts)


def unshare_results(step, *, by) -> None:
    """Close the results to the associations again. Raises Refusal when they were not open."""
    row = shared(step.program)
    if row is None or row.since is None:
        raise Refusal("Les résultats ne sont pas partagés.")
    edit(row, {"since": None}, by=by)
    record(step, "ne partage plus les résultats du questionnaire", by=by)


def shared(program) -> ResultsShared | None:
    """The programme's row, if there ever was one."""
    return ResultsShared.objects.filter(program=program).first()
