"""Let the group read its results, or no longer; without names either way."""

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from ..models import Response, ResultsShared
from .smallness import LEAST


def share_results(step, *, by) -> ResultsShared:
    """Open the results to the associations that sent their answers. Raises Refusal below three answers, or twice."""
    if Response.objects.sent().filter(participation__program=step.program).count() < LEAST:
        raise Refusal(f"Il faut {LEAST} réponses envoyées au moins\u00a0: à moins, on se reconnaîtrait sans les noms.")
    row = shared(step.program) or ResultsShared(program=step.program)
    if row.since:
        raise Refusal("Les résultats sont déjà partagés.")
    edit(row, {"since": clock.today()}, by=by)
    record(step, "a partagé les résultats du questionnaire avec les associations, sans les noms", by=by)
    return row


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
