"""Put a pseudonym in every column of text of the house: what people typed names others where nobody expects it."""

from django.apps import apps
from django.db.models import CharField, F, JSONField, SlugField, TextField, URLField
from django.utils.text import slugify

from dla_collectif.entrance.models import Session
from dla_collectif.journal.models import Entry, sha256_of
from dla_collectif.journal.redaction import open_redactions
from dla_collectif.services import clock
from dla_collectif.services.mentions import PHONE_GONE, Mentions
from dla_collectif.services.models import Versioned
from dla_collectif.services.refusals import Refusal

AT_ONCE = 500
ELSEWHERE = {Entry, Session}  # written again by the journal itself; signed, and gone with its person
NOT_OURS = {"auth", "contenttypes"}
SEALED = (
    "Une proposition remise, et pas encore ouverte, nomme cette personne\u00a0: l’effacement attend l’ouverture des "
    "propositions, pour que leur empreinte tienne."
)


def rewrite_everything(mentions: Mentions) -> None:
    """Rewrite every row that names the person; rows that never change leave a redaction, to be closed by a notice."""
    for model in apps.get_models():
        columns = texts_of(model)
        if columns:
            rewrite(model, columns, mentions)


def texts_of(model) -> list:
    """The columns of a model that hold words."""
    if model in ELSEWHERE or model._meta.app_label in NOT_OURS:
        return []
    kinds = (CharField, TextField, JSONField)
    return [field for field in model._meta.concrete_fields if isinstance(field, kinds) and not field.choices]


def rewrite(model, columns, mentions) -> None:
    """Rewrite the rows of one table."""
    changed = changes(model, columns, mentions)
    if changed:
        refuse_sealed(model, changed)
        store(model, changed)


def changes(model, columns, mentions) -> dict:
    """What would be written in one table: {row: {column: value}}."""
    names = [field.attname for field in columns]
    rows = model._base_manager.order_by().values_list("pk", *names)
    changed = {}
    for pk, *values in rows.iterator(chunk_size=AT_ONCE):
        fields = {
            field.attname: new_value(field, value, mentions)
            for field, value in zip(columns, values, strict=True)
            if value and mentions.rewrite_value(value) != value
        }
        if fields:
            changed[pk] = fields
    return changed


def refuse_sealed(model, changed) -> None:
    """What is handed in and not opened yet is left to the moment when it will be: its receipt must hold."""
    sealed = getattr(model._default_manager, "sealed", None)
    if sealed and sealed().filter(pk__in=list(changed)).exists():
        raise Refusal(SEALED)


def new_value(field, value, mentions):
    """A column with the pseudonym in it, still what its kind of column may hold."""
    if not isinstance(value, str):
        return mentions.rewrite_value(value)
    if isinstance(field, URLField):
        return ""
    text = mentions.rewrite(value)
    if isinstance(field, SlugField):
        text = slugify(text)
    elif text == PHONE_GONE and field.blank:
        text = ""
    return text[: field.max_length] if field.max_length else text


def frozen_words(model) -> set[str]:
    """The columns of a model that change only by an erasure."""
    ruled = {name for rule in getattr(model, "never", ()) for name in rule.words}
    return ruled | set(getattr(model, "frozen", ()))


def store(model, changed) -> None:
    """Write the rows; of those that never change, first say what they will be."""
    frozen = frozen_words(model)
    kept = {pk: fields for pk, fields in changed.items() if frozen & fields.keys()}
    if kept:
        for row in model._base_manager.filter(pk__in=list(kept)):
            if hasattr(row, "redacted"):
                kept[row.pk].update(row.redacted(kept[row.pk], clock.today()))
        open_redactions(
            model._meta.db_table,
            {pk: sha256_of([[name, str(fields[name])] for name in sorted(fields)]) for pk, fields in kept.items()},
        )
    for pk, fields in changed.items():
        version = {"version": F("version") + 1} if issubclass(model, Versioned) and not frozen else {}
        model._base_manager.filter(pk=pk).update(**fields, **version)
    if issubclass(model, Versioned):
        for row in model._base_manager.filter(pk__in=list(changed)):
            derived = row.derived_fields()
            if derived:
                model._base_manager.filter(pk=row.pk).update(**derived)
