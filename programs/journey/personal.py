"""What a programme holds about people."""

from django.utils import timezone

from dla_collectif.accounts.models import User
from dla_collectif.directory.models import Affiliation
from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept, Paper

from .models import Carrier, CarrierRequest, Document, Participation, Program

HOLDINGS = [
    Holding(
        Document,
        "Documents que vous avez remis",
        "by",
        {"accompagnement": "program__title", "titre": "title", "fichier": "filename", "le": "at"},
        Basis.MISSION,
        Kept.PROGRAM,
        "selon le niveau de lecture de chaque document",
        KEPT,
    ),
    Holding(
        CarrierRequest,
        "Portages que vous avez demandés à un DLA",
        "asked_by",
        {"DLA": "dla__organisation__name", "demandé le": "asked_at", "état": "state"},
        Basis.MISSION,
        Kept.PROGRAM,
        "les deux DLA",
        KEPT,
    ),
    Holding(
        CarrierRequest,
        "Demandes de portage auxquelles vous avez répondu",
        "answered_by",
        {"DLA": "asking__organisation__name", "répondu le": "answered_at", "état": "state", "motif": "reason"},
        Basis.MISSION,
        Kept.PROGRAM,
        "les deux DLA",
        KEPT,
    ),
]


def obstacles(person) -> list[str]:
    """Who alone speaks for an association engaged in a programme under way names a successor first."""
    return left_alone(person, seats_of(person).filter(status=Participation.Status.COMMITTED))


def left_alone(person, seats) -> list[str]:
    """What to do first about those of these seats of theirs, in programmes under way, where nobody else sits."""
    running = seats.filter(program__state=Program.State.UNDER_WAY).select_related("organisation", "program")
    return [
        f"{person} est seul·e à parler pour «\u00a0{seat.organisation}\u00a0» dans «\u00a0{seat.program}\u00a0»\u00a0: "
        "dites d’abord qui prend la suite, sur la page de l’organisme."
        for seat in running.order_by("pk")
        if not Affiliation.objects.current()
        .by_word_of(seat.program.hosts)
        .filter(organisation=seat.organisation)
        .exclude(person=person)
        .exists()
    ]


def seats_of(person):
    """Where a person may sit today."""
    return Participation.objects.held_by(User(person=person))


def known_to(person) -> set[int]:
    """The DLA that carry a programme where one of their organisations has or had a seat, by a word that holds there."""
    known = set()
    for spoken_for in person.affiliations.select_related("noted_by"):
        carriers = Carrier.objects.filter(program__participations__organisation=spoken_for.organisation_id)
        if spoken_for.noted_by_id:
            carriers = carriers.filter(program__carriers__dla__organisation=spoken_for.noted_by_id)
        known |= set(carriers.values_list("dla", flat=True))
    return known


def left_in_files(person, reader) -> list[Paper]:
    """Files received where one of their organisations has or had a seat: signed sheets, letters, scans."""
    programs = Program.objects.carried_by(reader).filter(
        participations__organisation__in=person.affiliations.values("organisation")
    )
    rows = Document.objects.filter(kind=Document.Kind.UPLOAD, program__in=programs.order_by().values("pk"))
    return [paper(row) for row in rows.select_related("program").order_by("-at", "pk")]


def editions_naming(mentions, reader) -> list[Paper]:
    """Frozen reports that name a person, in the programmes that the reader carries."""
    programs = Program.objects.carried_by(reader).order_by().values("pk")
    rows = Document.objects.filter(program__in=programs).exclude(kind=Document.Kind.UPLOAD).select_related("program")
    return [paper(row) for row in rows.order_by("-at", "pk").iterator(chunk_size=50) if mentions.are_in(row.html)]


def paper(row) -> Paper:
    """A document, as a plan names it."""
    title = f"{row.title}, édition {row.edition}" if row.kind != Document.Kind.UPLOAD else row.title
    return Paper(title, row.program.title, timezone.localdate(row.at), row.get_absolute_url())
