"""The officer writes, settles two texts, goes back to a version, says that a text is still right."""

from datetime import timedelta

from django.db.models import Max

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.paragraphs import DELETED, MINE, join, redlined, split
from dla_collectif.services.refusals import Refusal

from ..figures import catalogue
from ..models import Chapter, ChapterVersion, Sheet
from . import saving
from .citing import marks_of, remember
from .keys import title_of

SITTING = timedelta(minutes=30)  # a pause longer than this ends a sitting of writing
LONG_PARAGRAPH, MUCH = 8, 20  # words: what is not taken away without keeping the text that held it
Kind = ChapterVersion.Kind
GONE = "Ce chiffre n’est plus à revoir : le paragraphe ou le chiffre a changé."


def locked(program, key) -> Chapter:
    """The text of a chapter, held until the end of the request; a new one before it has any."""
    found = Chapter.objects.select_for_update().filter(program=program, phase=key).first()
    return found or Chapter(program=program, phase=key)


def write_chapter(step, key, data, *, by) -> tuple[Chapter, bool]:
    """Write the text of a chapter. `data`: a `saving.Sent`, or {"text"} for whatever is stored.

    Returns the chapter and whether somebody else's words were merged in. Raises Clash or Overtaken. The journal tells
    each sitting once, not each save.
    """
    sent = data if isinstance(data, saving.Sent) else saving.Sent({"text": data["text"]})
    row = locked(step.program, key)
    before = row.text, row.figures, row.version if not row._state.adding else 0
    row, is_merged = saving.write(row, sent, by=by, lookup=("program", "phase"))
    if row.version != before[2]:
        if row.version - before[2] > 1 or not before[2]:  # somebody stored it first
            before = "", row.figures, 0
        keep(step, row, before, by=by)
    return row, is_merged


def keep(step, row, before, *, by, kind=Kind.WRITTEN, source=None) -> None:
    """After a text was stored: what its paragraphs cite, and the version of this sitting."""
    row.figures = remember(row.text, catalogue(step.program), before[0], before[1])
    Chapter.objects.filter(pk=row.pk).update(figures=row.figures)
    if keep_version(row, row.text, by=by, kind=kind, source=source, before=before[0]):
        what = {Kind.RESTORED: f"a repris la version {source}", Kind.SETTLED: "a réuni deux textes"}
        said = what.get(kind, "a écrit son texte")
        record(step, f"{said} du chapitre « {title_of(step.journey, row.phase) or row.phase} »", by=by)


def keep_version(row, text, *, by, kind=Kind.WRITTEN, source=None, before="") -> bool:
    """Keep a text as a version; True for a new one.

    Who goes on writing within half an hour goes on with their version, unless they take much away: what a sitting
    erased must be found again.
    """
    now, words = clock.now(), len(text.split())
    last = row.versions.order_by("-number").first()
    if last is not None and last.text == text and kind != Kind.RESTORED:
        return False
    goes_on = last is not None and kind == Kind.WRITTEN == last.kind and last.edited_by_id == by.pk
    if goes_on and now - last.edited_at < SITTING and not takes_away(last, before, text, words):
        edit(last, {"text": text, "words": words, "most_words": max(words, last.most_words)}, by=by)
        return False
    version = ChapterVersion(chapter=row, number=(row.versions.aggregate(n=Max("number"))["n"] or 0) + 1)
    fields = {"text": text, "words": words, "most_words": words, "kind": kind, "source": source, "began_at": now}
    edit(version, fields, by=by, lookup=("chapter", "number"))
    return True


def takes_away(last, before, text, words) -> bool:
    """Whether a save erases a whole paragraph of some length, or a quarter of what the sitting had."""
    if last.most_words - words > max(MUCH, last.most_words // 4):
        return True
    wholes = [paragraph for paragraph in redlined(before, text) if [kind for kind, _ in paragraph] == [DELETED]]
    return any(len(paragraph[0][1].split()) >= LONG_PARAGRAPH for paragraph in wholes)


def settle_chapter(step, key, sent, choices, *, by) -> Chapter:
    """Store the text whose conflicts were settled; a text of which something was left out is kept as a version."""
    row = locked(step.program, key)
    before = row.text, row.figures, row.version
    row = saving.chosen(row, sent, {"text": choices}, by=by, lookup=("program", "phase"))
    if any(choice != MINE for choice in choices) and saving.flat(sent.values["text"]) != row.text:
        keep_version(row, saving.flat(sent.values["text"]), by=by, kind=Kind.ASIDE)
    keep(step, row, before, by=by, kind=Kind.SETTLED)
    return row


def restore_version(step, key, number, *, by) -> Chapter:
    """Write an earlier text again, as a new version; nothing is taken away. Raises Refusal for the present text."""
    row = locked(step.program, key)
    version = ChapterVersion.objects.filter(chapter__program=step.program, chapter__phase=key, number=number).first()
    if version is None:
        raise Refusal("Cette version n’existe pas.")
    if version.text == row.text:
        raise Refusal(f"La version {number} est déjà le texte du chapitre.")
    before = row.text, row.figures, row.version
    row = edit(row, {"text": version.text, "page": "", "turn": 0, "version": row.version}, by=by)
    keep(step, row, before, by=by, kind=Kind.RESTORED, source=number)
    return row


def mark_at(step, row, asked):
    """The mark that a page showed: `asked` is its figure's name and the seal of its paragraph. Raises Refusal."""
    marks = marks_of(row.text, row.figures, catalogue(step.program))
    found = next((each for each in marks if (each.figure.name, each.seal) == asked), None)
    if found is None:
        raise Refusal(GONE)
    return found


def confirm_text(step, key, asked, *, by) -> Chapter:
    """« Mon texte est toujours juste »: the paragraph is as of today. Raises Refusal when nothing is marked there."""
    row = locked(step.program, key)
    mark = mark_at(step, row, asked)
    today = clock.today().isoformat()
    figures = [
        {**each, "value": mark.now, "on": today}
        if (each["place"], each["name"]) == (mark.place, mark.figure.name)
        else each
        for each in row.figures
    ]
    row = edit(row, {"figures": figures, "version": row.version}, by=by)
    title = title_of(step.journey, key) or key
    record(step, f"a relu un paragraphe du chapitre « {title} », toujours juste : {mark.sentence}", by=by)
    return row


def replace_figure(step, key, asked, *, by) -> Chapter:
    """Write today's number where the old one was typed, in digits or in words as it was. Raises Refusal."""
    row = locked(step.program, key)
    mark = mark_at(step, row, asked)
    paragraphs = split(row.text)
    if not mark.may_be_written:
        raise Refusal("Ce chiffre ne s’écrit pas de lui-même ici : réécrivez la phrase.")
    before = row.text, row.figures, row.version
    paragraphs[mark.place] = mark.rewritten
    row = edit(row, {"text": join(paragraphs), "page": "", "turn": 0, "version": row.version}, by=by)
    keep(step, row, before, by=by)
    title = title_of(step.journey, key) or key
    record(step, f"a écrit {mark.written} à la place de {mark.said} dans le chapitre « {title} »", by=by)
    return row


def write_sheet(step, data, *, by) -> tuple[Sheet, bool]:
    """Write the summary and the experience sheet's own words. `data`: a `saving.Sent`, or {focus, summary, contacts}.

    Returns the row and whether somebody else's words were merged in. Raises Clash or Overtaken.
    """
    sent = data if isinstance(data, saving.Sent) else saving.Sent(data)
    row = Sheet.objects.select_for_update().filter(program=step.program).first() or Sheet(program=step.program)
    former = None if row._state.adding else (row.edited_by_id, row.edited_at, row.version)
    row, is_merged = saving.write(row, sent, by=by, lookup=("program",))
    if former is None or (row.version != former[2] and is_new_sitting(former, by)):
        record(step, "a écrit le résumé et la fiche d’expérience", by=by)
    return row, is_merged


def settle_sheet(step, sent, choices, *, by) -> Sheet:
    """Store the sheet's words once their conflicts are settled. Raises Clash."""
    row = Sheet.objects.select_for_update().filter(program=step.program).first() or Sheet(program=step.program)
    row = saving.chosen(row, sent, choices, by=by, lookup=("program",))
    record(step, "a réuni deux textes de la fiche d’expérience", by=by)
    return row


def is_new_sitting(former, by) -> bool:
    """Whether somebody else, or somebody after a pause, begins to write."""
    return former[0] != by.pk or clock.now() - former[1] >= SITTING
