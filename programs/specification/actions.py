"""What happens to the specification: written, given articles, objectives and criteria, frozen, opened again."""

from django.db.models import Max, ProtectedError, Sum

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.actions import freeze
from programs.journey.models import Document

from . import criteria, prints
from .clauses import CLAUSES
from .models import Article, Citation, Criterion, Deliverable, Objective, SetAside, Specification

TEXTS = (*Specification.FRAMING, *dict(Specification.DAYS), "ceiling", "weights_total", "version")


def write_specification(step, data, *, by) -> Specification:
    """Write the texts, days, ceiling and total of points.

    `data`: context, why_collective, method, steering, calendar, individual_half_days, group_half_days,
    interview_half_days, restitution_half_days, ceiling, weights_total, version; what is absent keeps its value.
    Raises Refusal once frozen, or Conflict.
    """
    row = Specification.objects.select_for_update().filter(program=step.program).first()
    refuse_frozen(row)
    row = edit(row or Specification.blank(step.program), kept(data, TEXTS), by=by)
    record(step, "a écrit les textes du cahier des charges", by=by)
    return row


def open_specification(step, *, by) -> Specification:
    """The programme's specification, made at its first line, held until the act is done. Raises Refusal once frozen."""
    blank = {"edited_by": by, "edited_at": clock.now(), "version": 0}  # version 0: nobody wrote its texts yet
    blank["weights_total"] = step.program.rule_set.scoring_total
    Specification.objects.get_or_create(program=step.program, defaults=blank)
    row = Specification.objects.select_for_update().get(program=step.program)
    refuse_frozen(row)
    return row


def refuse_frozen(row) -> None:
    """Raises Refusal when the specification is frozen."""
    if row is not None and row.is_frozen:
        raise Refusal(
            f"Le cahier des charges est figé depuis le {day(row.frozen_at)}\u00a0: "
            "pour le modifier, établissez d’abord une nouvelle version."
        )


def add_article(step, data, *, by) -> Article:
    """Add an article at the end. `data`: title, text."""
    row = Article(specification=open_specification(step, by=by))
    row.number = next_number(row.specification.articles)
    edit(row, kept(data, ("title", "text")), by=by, lookup=("public_id",))
    record(step, f"a écrit l’article {row.number}, «\u00a0{row.title}\u00a0»", by=by)
    return row


def add_clauses(step, *, by) -> int:
    """Add the ready-made articles whose titles are not there yet; how many were added."""
    specification = open_specification(step, by=by)
    known = set(specification.articles.values_list("title", flat=True))
    missing = [clause for clause in CLAUSES if clause.title not in known]
    first = next_number(specification.articles)
    for number, clause in enumerate(missing, first):
        row = Article(specification=specification, number=number)
        edit(row, {"title": clause.title, "text": clause.text}, by=by, lookup=("public_id",))
    if missing:
        record(step, f"a ajouté {len(missing)} articles types", by=by)
    return len(missing)


def change_article(step, article, data, *, by) -> Article:
    """Change an article. `data`: title, text, version. Raises Conflict."""
    open_specification(step, by=by)
    edit(article, kept(data, ("title", "text", "version")), by=by)
    record(step, f"a modifié l’article {article.number}, «\u00a0{article.title}\u00a0»", by=by)
    return article


def move_article(step, article, *, up, by) -> None:
    """Move an article one place up or down; at either end nothing happens."""
    rows = list(open_specification(step, by=by).articles.all())
    here = rows.index(article)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        renumber(rows)
        record(step, f"a fait de «\u00a0{article.title}\u00a0» l’article {there + 1}", by=by)


def remove_article(step, article, *, by) -> None:
    """Take an article out; the following ones are numbered again."""
    specification = open_specification(step, by=by)
    sentence = f"a retiré l’article {article.number}, «\u00a0{article.title}\u00a0»"
    article.delete()
    renumber(specification.articles.all())
    record(step, sentence, by=by)


def add_objective(step, data, *, by) -> Objective:
    """Add an objective. `data`: title, text, deliverable_lines (a list of labels), cited (contributions)."""
    row = Objective(specification=open_specification(step, by=by))
    row.number = next_number(row.specification.objectives)
    return write_objective(step, row, data, f"a écrit l’objectif {row.number}", by=by)


def change_objective(step, objective, data, *, by) -> Objective:
    """Change an objective. `data`: as for `add_objective`, with version. Raises Conflict."""
    open_specification(step, by=by)
    return write_objective(step, objective, data, f"a modifié l’objectif {objective.number}", by=by)


def write_objective(step, objective, data, verb, *, by) -> Objective:
    """Write an objective with its deliverables and its citations."""
    edit(objective, kept(data, ("title", "text", "version")), by=by, lookup=("public_id",))
    if "deliverable_lines" in data:
        write_deliverables(objective, data["deliverable_lines"])
    if "cited" in data:
        write_citations(step, objective, data["cited"])
    record(step, f"{verb}, «\u00a0{objective.title}\u00a0»", by=by)
    return objective


def write_deliverables(objective, labels) -> None:
    """Keep the deliverables whose label is still there (workshops may count on them), in the order given."""
    stored = {row.label: row for row in objective.deliverables.all()}
    try:
        for label in set(stored) - set(labels):
            stored[label].delete()
    except ProtectedError:
        raise Refusal(
            f"Une production se rattache déjà au livrable «\u00a0{label}\u00a0»\u00a0: gardez cette ligne.",
            "deliverable_lines",
        ) from None
    for number, label in enumerate(labels, 1):
        if label in stored:
            Deliverable.objects.filter(pk=stored[label].pk).update(number=number)
        else:
            Deliverable.objects.create(objective=objective, label=label, number=number)


def write_citations(step, objective, cited) -> None:
    """Cite these contributions and no other; what is cited is no longer set aside."""
    keys = {row.pk for row in cited}
    if any(row.program_id != step.program.pk for row in cited):
        raise Refusal("Une de ces contributions vient d’un autre accompagnement.")
    objective.citations.exclude(contribution__in=keys).delete()
    known = set(objective.citations.values_list("contribution_id", flat=True))
    Citation.objects.bulk_create(Citation(objective=objective, contribution_id=key) for key in sorted(keys - known))
    SetAside.objects.filter(contribution__in=keys).delete()


def remove_objective(step, objective, *, by) -> None:
    """Take an objective out with its deliverables. Raises Refusal when a later step counts on it."""
    specification = open_specification(step, by=by)
    sentence = f"a retiré l’objectif {objective.number}, «\u00a0{objective.title}\u00a0»"
    try:
        objective.delete()
    except ProtectedError:
        raise Refusal(
            "Un atelier ou une production s’y rattache déjà\u00a0: cet objectif ne peut plus être retiré."
        ) from None
    renumber(specification.objectives.all())
    record(step, sentence, by=by)


def set_aside(step, contribution, data, *, by) -> SetAside:
    """Write why no objective takes a contribution up. `data`: reason. Raises Refusal without one, or when cited."""
    specification = open_specification(step, by=by)
    reason = data["reason"].strip()
    if not reason:
        raise Refusal("Dites en une phrase pourquoi rien n’y répond.", "reason")
    if contribution.citations.exists():
        raise Refusal("Un objectif reprend cette contribution\u00a0: il n’y a rien à écarter.", "reason")
    row, _created = SetAside.objects.update_or_create(
        contribution=contribution, defaults={"specification": specification, "reason": reason}
    )
    record(step, f"a écarté avec son motif ce qu’a dit {contribution.author}\u00a0: {reason}", by=by)
    return row


def take_back(step, contribution, *, by) -> None:
    """Undo `set_aside`: the contribution waits again for an objective or for a reason."""
    open_specification(step, by=by)
    if SetAside.objects.filter(contribution=contribution).delete()[0]:
        record(step, f"n’écarte plus ce qu’a dit {contribution.author}", by=by)


def add_criterion(step, data, *, by) -> Criterion:
    """Add a criterion at the end. `data`: kind, label, weight."""
    row = Criterion(specification=open_specification(step, by=by))
    row.number = next_number(row.specification.criteria)
    return write_criterion(step, row, data, "a ajouté", by=by)


def change_criterion(step, criterion, data, *, by) -> Criterion:
    """Change a criterion. `data`: kind, label, weight, version. Raises Conflict."""
    open_specification(step, by=by)
    return write_criterion(step, criterion, data, "a modifié", by=by)


def write_criterion(step, criterion, data, verb, *, by) -> Criterion:
    """Write a criterion; one of a kind that nobody knows is refused."""
    if data.get("kind", criteria.KINDS[0].key) not in criteria.BY_KEY:
        raise Refusal("Choisissez comment ce critère est noté.", "kind")
    edit(criterion, kept(data, ("kind", "label", "weight", "version")), by=by, lookup=("public_id",))
    record(step, f"{verb} le critère «\u00a0{criterion.label}\u00a0», {criterion.weight} points", by=by)
    return criterion


def propose_criteria(step, *, by) -> int:
    """Start from the usual criteria. Raises Refusal when there are some already."""
    specification = open_specification(step, by=by)
    if specification.criteria.exists():
        raise Refusal("Des critères sont déjà là\u00a0: modifiez-les, ou retirez-les d’abord.")
    for number, (kind, label, weight) in enumerate(criteria.PROPOSED, 1):
        row = Criterion(specification=specification, number=number)
        edit(row, {"kind": kind, "label": label, "weight": weight}, by=by, lookup=("public_id",))
    record(step, f"a repris les {len(criteria.PROPOSED)} critères usuels", by=by)
    return len(criteria.PROPOSED)


def remove_criterion(step, criterion, *, by) -> None:
    """Take a criterion out. Raises Refusal when proposals were scored on it."""
    specification = open_specification(step, by=by)
    sentence = f"a retiré le critère «\u00a0{criterion.label}\u00a0»"
    try:
        criterion.delete()
    except ProtectedError:
        raise Refusal("Des propositions ont été notées sur ce critère\u00a0: il ne peut plus être retiré.") from None
    renumber(specification.criteria.all())
    record(step, sentence, by=by)


def freeze_specification(step, *, by) -> Document:
    """Freeze the specification as providers will read it; the group may read it from now on.

    Raises Refusal when the points do not add up, or without an objective or an article.
    """
    row = open_specification(step, by=by)
    refuse_incomplete(row)
    html = prints.specification_html(step, edition=reports.EDITION, fingerprint=reports.FINGERPRINT)
    document = freeze(step, html, prints.TITLE, by=by, visibility=Visibility.GROUP)
    row.frozen_at, row.document = clock.now(), document
    row.save(update_fields=["frozen_at", "document"])
    record(
        step, f"a figé le cahier des charges, édition {document.edition} (empreinte SHA-256 {document.sha256})", by=by
    )
    return document


def refuse_incomplete(row) -> None:
    """Raises Refusal for what nothing can pass over."""
    total = row.criteria.aggregate(total=Sum("weight"))["total"] or 0
    if not row.objectives.exists():
        raise Refusal("Écrivez au moins un objectif avant de figer le cahier des charges.")
    if not row.articles.exists():
        raise Refusal("Écrivez au moins un article avant de figer le cahier des charges.")
    if total != row.weights_total:
        raise Refusal(
            f"Les critères totalisent {total} points sur {row.weights_total}\u00a0: ajustez-les avant de figer le "
            "cahier des charges."
        )


def start_new_version(step, data, *, by) -> Specification:
    """Open a frozen specification again; the edition handed out stays. `data`: reason. Raises Refusal without one."""
    row = Specification.objects.select_for_update().filter(program=step.program).first()
    if row is None or not row.is_frozen:
        raise Refusal("Le cahier des charges n’est pas figé\u00a0: il se modifie directement.")
    if row.document is not None and row.document.visibility == Visibility.PUBLIC:
        raise Refusal("Le cahier des charges est entre les mains des prestataires consultés\u00a0: il ne change plus.")
    if not data["reason"].strip():
        raise Refusal("Dites en une phrase pourquoi une nouvelle version est nécessaire.", "reason")
    row.frozen_at = None
    row.save(update_fields=["frozen_at"])
    record(step, f"a ouvert une nouvelle version du cahier des charges\u00a0: {data['reason'].strip()}", by=by)
    return row


def kept(data, names) -> dict:
    """The fields of `data` that are ours; one that nobody gave keeps its value."""
    return {name: data[name] for name in names if name in data}


def next_number(rows) -> int:
    """The number after the last."""
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def renumber(rows) -> None:
    """Number rows 1, 2, 3…; a place is no text, so nobody's open form gets out of date."""
    for number, row in ((number, row) for number, row in enumerate(rows, 1) if row.number != number):
        type(row).objects.filter(pk=row.pk).update(number=number)
