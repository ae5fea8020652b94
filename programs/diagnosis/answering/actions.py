"""What happens to an association's answers: saved one by one or by the part, sent, reopened; whoever types."""

from django.core.exceptions import ValidationError
from django.db.models import F

from dla_collectif.accounts.actions import mail
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Conflict, Refusal
from programs.journey.participations import invite_association
from programs.meetings.models import people_reached

from ..models import Answer, Origin, Response
from ..questionnaire.entries import Sheet
from ..questionnaire.files import ready_made
from ..questionnaire.finding import counted, find_entry
from . import marks
from .validation import undo_validation

SENT = "Ces réponses sont envoyées : rouvrez-les pour les modifier."
SEALED = "L’association a répondu elle-même à cette question : sa réponse se lira quand elle l’aura envoyée."


class AnswersConflict(Conflict):
    """Somebody wrote the same answers meanwhile; `current` holds (entry, the row as it stands now)."""


class FieldConflict(Conflict):
    """Somebody wrote the same answer meanwhile; `theirs` is what its field would show."""

    def __init__(self, current, theirs):
        super().__init__(current)
        self.theirs = {True: ["on"], False: []}[theirs] if isinstance(theirs, bool) else theirs


def save_field(step, response, name, typed, version, *, by, origin=Origin.ONLINE, mark=marks.NO_PAGE) -> int:
    """Save one field (q12, q12_year, n34_words…) as it was `typed`, a list of texts. Returns the answer's version.

    The caller holds the response's row. `version` is the one at which the page knew the field. The same value again is
    no second write, and an echo of what was saved (see `marks`) is none at all. Raises ValidationError for a value that
    cannot be, Refusal for answers that are sent or a question that is not there, FieldConflict when somebody wrote the
    field since `version`, Overtaken for a request that a later one of its page went past.
    """
    if response.is_sent:
        raise Refusal(SENT)
    entry, end = find_entry(step.program, response, name, by_dla=origin != Origin.ONLINE)
    if entry.sealed:
        raise Refusal(SEALED)
    column = entry.columns[end]
    if marks.is_echo(entry.row, column, mark):
        return entry.version
    value = entry.clean(end, typed)
    is_new = entry.row._state.adding
    if value == getattr(entry.row, column) and (mark == marks.NO_PAGE or not is_new):
        if mark != marks.NO_PAGE:
            type(entry.row).objects.filter(pk=entry.row.pk).update(marks=marks.seen_again(entry.row, column, mark))
        return entry.version
    try:
        if not marks.may_follow(entry.row, column, mark, version):
            raise Conflict(entry.row)
        gained = write(entry, {column: value}, entry.version or 1, by=by, origin=origin, mark=mark)
    except Conflict as lost:
        entry.row = lost.current
        entry.seal(response, by_dla=origin != Origin.ONLINE)
        raise Refusal(SEALED) if entry.sealed else FieldConflict(entry.row, entry.typed(end)) from None
    follow(step, response, gained, by=by, origin=origin, recount=entry.bears)
    return entry.row.version


def save_part(step, response, part, data, *, by, origin=Origin.ONLINE) -> int:
    """Save the answers of one part that changed; returns how many. `data`: the cleaned fields of its `PartForm`.

    Raises Refusal for answers that are sent, AnswersConflict when somebody else wrote some of them meanwhile.
    """
    if response.is_sent:
        raise Refusal(SENT)
    changed = [(entry, changes) for entry in part.entries if (changes := changes_of(entry, data))]
    lost = [(entry, entry.row) for entry, _ in changed if data[f"{entry.name}_version"] != entry.version]
    if lost:
        raise AnswersConflict(lost)
    gained = sum(
        write(entry, changes, data[f"{entry.name}_version"], by=by, origin=origin) for entry, changes in changed
    )
    if changed:
        follow(step, response, gained, by=by, origin=origin, recount=any(entry.bears for entry, _ in changed))
    return len(changed)


def changes_of(entry, data) -> dict:
    """What a part's form would write on an answer: {column: value}; not what is sealed, refused or as it was."""
    if entry.sealed:
        return {}
    names = {f"{entry.name}{end}": (end, column) for end, column in entry.columns.items()}
    values = {column: entry.kept(end, data[name]) for name, (end, column) in names.items() if name in data}
    values = {column: as_typed(value) for column, value in values.items()}
    nothing = type(entry.row)()
    if not data[f"{entry.name}_version"] and all(value == getattr(nothing, column) for column, value in values.items()):
        return {}  # the page showed nothing and nothing was typed: what a colleague wrote meanwhile stays
    return {column: value for column, value in values.items() if value != getattr(entry.row, column)}


def as_typed(value):
    """A text without the ends of line that a form's sending adds: the same text is no change."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def write(entry, changes, version, *, by, origin, mark=marks.NO_PAGE) -> int:
    """Write an answer; returns 1, 0 or -1: what the count of expected answers gains. Raises Conflict."""
    before = entry.counts
    what = "question" if isinstance(entry.row, Answer) else "need"
    written = {**changes, "origin": origin, "marks": marks.noted(entry, changes, mark), "version": version}
    edit(entry.row, written, by=by, lookup=("response", what), held=True)
    return entry.counts - before


def follow(step, response, gained, *, by, origin, recount=False) -> None:
    """Keep the response's counters and state with what was just saved; the journal hears of beginnings only.

    `recount`: an answer changed what is asked, so that what is expected and what is given is counted afresh.
    """
    undo_validation(step, response, by=by)
    if recount:
        given, expected = counted(step.program, response)
        changes = {"answered": given, "expected": expected}
    else:
        changes = {"answered": F("answered") + gained} if gained else {}
    started = response.state == Response.State.WAITING
    if started:
        changes["state"] = Response.State.STARTED
    if response.opened_at is None:
        changes["opened_at"] = clock.now()
    typed_by_dla = origin != Origin.ONLINE and response.typed_on != clock.today()
    if typed_by_dla:
        changes["typed_on"] = clock.today()
    if changes:
        Response.objects.filter(pk=response.pk).update(**changes)
    organisation = response.participation.organisation
    if typed_by_dla:
        record(step, f"a saisi des réponses de {organisation} ({Origin(origin).label})", by=by)
    elif started:
        record(step, f"a commencé le questionnaire de {organisation}", by=by)


def start_response(step, response, *, by) -> None:
    """Note that the questionnaire was opened; once."""
    if response.opened_at is None:
        Response.objects.filter(pk=response.pk).update(opened_at=clock.now())
        record(step, f"a ouvert le questionnaire de {response.participation.organisation}", by=by)


def fill_in(step, response, answers, needs, *, by, origin=Origin.ONLINE) -> None:
    """Answer many questions at once, from a file or a story.

    `answers`: {key of the question: value, or {"value", "year"} or {"stance"}}; `needs`: {key or text of the need:
    {"intensity", "priority", "words"}}. Raises Refusal for a value that cannot be or a key that is not there.
    """
    if response.is_sent:
        raise Refusal(SENT)
    sheet = Sheet(step.program, response)
    asked = {entry.question.key: entry for entry in sheet.entries if not entry.weighs}
    weighed = {entry.need.text: entry for entry in sheet.entries if entry.weighs}
    model = ready_made().get(sheet.questionnaire.key) if sheet.questionnaire else None
    weighed |= {need.key: weighed[need.label] for need in (model.needs if model else []) if need.label in weighed}
    told = {key: value if isinstance(value, dict) else {"value": value} for key, value in answers.items()}
    gained = 0
    for entries, given in ((asked, told), (weighed, needs)):
        for key, columns in given.items():
            if key not in entries:
                raise Refusal(f"« {key} » n’est pas dans le questionnaire.")
            entry = entries[key]
            changes = {
                column: checked(entry, end, columns[column])
                for end, column in entry.columns.items()
                if column in columns
            }
            gained += write(entry, changes, entry.version, by=by, origin=origin)
    follow(step, response, gained, by=by, origin=origin, recount=any(one.condition for one in sheet.questions))


def checked(entry, end, value):
    """A value that did not come from a form, checked as if it had been typed. Raises Refusal."""
    words = {True: "oui", False: "non" if end == "" else "", None: ""}
    values = value if isinstance(value, list) else [value]
    typed = [words[one] if one is None or isinstance(one, bool) else str(one) for one in values]
    try:
        return entry.clean(end, typed)
    except ValidationError as wrong:
        raise Refusal(f"{entry.label} : {wrong.messages[0]}") from None


def send_response(step, response, *, by, origin=Origin.ONLINE) -> Response:
    """Send an association's answers: from now on the DLA reads them. Raises Refusal when there is nothing to send."""
    if response.is_sent:
        raise Refusal("Ces réponses sont déjà envoyées.")
    sheet = Sheet(step.program, response)
    if not any(entry.is_given and entry.is_asked for entry in sheet.entries):
        raise Refusal("Répondez au moins à une question avant d’envoyer.")
    response.state, response.sent_at, response.sent_by = Response.State.SENT, clock.now(), by
    response.opened_at = response.opened_at or clock.now()
    response.answered, response.expected, response.added = sheet.answered, sheet.expected, 0
    response.save(update_fields=["state", "sent_at", "sent_by", "opened_at", "answered", "expected", "added"])
    seat = response.participation
    seat.program = step.program
    for person in people_reached([seat.organisation_id], step.program).get(seat.organisation_id, []):
        mail(
            person,
            "programs/diagnosis/mail/receipt.txt",
            key=f"diagnosis:receipt:{response.public_id}:{person.pk}:{clock.now():%Y%m%d%H%M%S}",
            about=step,
            by=by,
            link=response.path,
            program=step.program,
            organisation=seat.organisation,
            response=response,
            missing=len(sheet.missing),
        )
    told = "" if origin == Origin.ONLINE else f", saisies par le DLA ({Origin(origin).label})"
    record(step, f"a envoyé les réponses de {seat.organisation}{told}", by=by)
    return response


def reopen_response(step, response, *, by) -> Response:
    """Take sent answers back, to change them; they must be sent again. Raises Refusal when they are not sent."""
    if not response.is_sent:
        raise Refusal("Ces réponses ne sont pas envoyées : elles se modifient déjà.")
    response.state, response.sent_at, response.sent_by = Response.State.STARTED, None, None
    response.save(update_fields=["state", "sent_at", "sent_by"])
    record(step, f"a rouvert les réponses de {response.participation.organisation}", by=by)
    return response


def ask_to_answer(step, seat, *, asked_on=None, by) -> Response:
    """Give an association its questionnaire; it has one at most, whoever asks."""
    invite_association(step, seat, by=by)
    expected = Sheet(step.program).expected
    seat.program = step.program
    defaults = {"expected": expected, "asked_on": asked_on}
    return Response.objects.get_or_create(participation=seat, defaults=defaults)[0]
