"""Cadrage: what this room declares."""

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When

from associations.history import history_of
from dla_collectif.services.visibility import Visibility
from programs.journey import phases
from programs.journey.models import Carrier, Participation
from programs.journey.phases import Page, Phase, Requirement

from .models import ScopingNote

TOLD_TO = {  # the parts of the note that not everybody reads
    "risks": Visibility.GROUP,
    "calendar": Visibility.INSTITUTIONS,
    "decision": Visibility.INSTITUTIONS,
}
LEAST = 3  # counts of associations told outside the group
ENOUGH = 2  # a collective begins with two associations (the field's own rule)
SPOTTED = Participation.objects.associations()
NOTES = ScopingNote.objects.filter(program=OuterRef("pk"))


def how_many(m) -> str:
    """« 15 repérées »."""
    if not m.spotted:
        return "aucune repérée"
    return f"{m.spotted} repérée{'s' if m.spotted > 1 else ''}"


def report(program) -> dict:
    """The note, who carries, with whom, and the associations spotted with what the DLA did with them."""
    seats = Participation.objects.filter(program=program, role__in=(Participation.Role.PARTNER, "association"))
    seats = list(seats.select_related("organisation").order_by("spotted_on", "id"))
    associations = [seat for seat in seats if seat.role == Participation.Role.ASSOCIATION]
    history = history_of([seat.organisation_id for seat in associations], dlas_of(program))
    note, outside = ScopingNote.objects.filter(program=program).first(), not program.told_to_group
    return {
        "note": note,
        "sections": sections_told(note, program.told_level) if note else [],
        "carriers": [str(carrier) for carrier in carriers_of(program)],
        "partners": [str(seat.organisation) for seat in seats if seat.role == Participation.Role.PARTNER],
        "spotted_count": len(associations),
        "associations": [(seat, history.get(seat.organisation_id, ())) for seat in associations if not outside],
        "known_count": 0 if outside and len(history) < LEAST else len(history),
    }


def sections_told(note, level) -> list[tuple[str, str]]:
    """What is written of the note and readers of a level may read, each part under its title."""
    told = [name for name in note.SECTIONS if TOLD_TO.get(name, Visibility.PUBLIC) >= level]
    return [(note.SECTIONS[name], getattr(note, name)) for name in told if getattr(note, name)]


def dlas_of(program):
    """The DLA whose past supports and requests are told here: those that carry it."""
    return Carrier.objects.filter(program=program).values("dla")


def carriers_of(program):
    """The DLA that carry it, in the order they came: read along with the programme, or in one statement."""
    if "carriers" in getattr(program, "_prefetched_objects_cache", {}):
        return program.carriers.all()
    return Carrier.objects.filter(program=program).select_related("dla__organisation").order_by("id")


phase = Phase(
    __package__,
    title="Cadrage",
    aim="Poser le constat, le territoire et le secteur, et repérer les associations.",
    requirements=[
        Requirement(
            "Dire le thème et le territoire",
            lambda m: m.named,
            "journey:edit",
            why="Ils figurent sur tous les documents et aident à repérer les associations.",
        ),
        Requirement(
            "Écrire la note de cadrage",
            lambda m: m.noted,
            "scoping:write_note",
            why="Origine, constat, territoire et effets recherchés : la note devient le premier chapitre du rapport.",
        ),
        Requirement(
            f"Repérer au moins {ENOUGH} associations",
            lambda m: m.spotted >= ENOUGH,
            "scoping:associations",
            hard=True,
            why="Un accompagnement n’est collectif qu’à partir de deux associations.",
            detail=how_many,
        ),
        Requirement(
            "Dater la décision",
            lambda m: m.decided,
            "scoping:write_note",
            why="La décision de proposer un accompagnement collectif, et son jour, closent le cadrage.",
        ),
    ],
    measures={
        "named": Case(When(~Q(theme="") & ~Q(territory=""), then=True), default=False, output_field=BooleanField()),
        "noted": Exists(NOTES.exclude(origin="").exclude(finding="").exclude(territory="").exclude(sought_effects="")),
        "spotted": phases.count_of(SPOTTED),
        "decided": Exists(NOTES.filter(decided_on__isnull=False)),
    },
    report=report,
    pages=[
        Page("Note de cadrage", "scoping:note"),
        Page("Porteurs et partenaires", "scoping:carriers"),
        Page("Associations", "scoping:associations"),
    ],
)
