"""Making an edition: what would be frozen, for whom, what is not ready yet; then the act, once for all its readers."""

from dataclasses import dataclass

from django.utils.text import slugify

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.actions import next_number
from programs.journey.models import Document, Participation

from ..composition.outline import measured_plan
from ..composition.report import report_html
from ..figures import read_figures
from ..models import Rendition, ReportEdition
from ..prose.reading import marks, written

TITLE = "Rapport de restitution"
FIGURES = {
    "spotted": "associations repérées",
    "invited": "associations conviées",
    "committed": "associations engagées",
    "withdrawn": "associations retirées",
    "consultants": "consultants entendus au départ",
    "institutions": "institutions entendues au départ",
    "preparatory": "réunions préparatoires",
    "workshops": "ateliers collectifs",
    "individual": "rendez-vous individuels",
    "interviews": "entretiens avec des partenaires pendant les ateliers",
    "half_days": "demi-journées de prestation",
}
NO_CHANGES = "Dites en une phrase ce qui change : les associations le lisent en premier."


@dataclass(frozen=True)
class Audience:
    """Who reads what is made for a kind of readers, counted."""

    level: int
    label: str
    associations: int
    partners: int
    institutions: int

    @property
    def words(self) -> str:
        """« 13 associations, 1 partenaire, 5 institutions »; nothing where nobody reads."""
        named = (
            (self.associations, "association", "associations"),
            (self.partners, "partenaire", "partenaires"),
            (self.institutions, "institution", "institutions"),
        )
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in named if count)


def audiences(program) -> list[Audience]:
    """« Qui lira quoi » for each kind of readers; one statement."""
    role = Participation.Role
    seats = list(program.participations.filter(status__in=Participation.SEATED).values_list("role", "level"))
    found = []
    for level in Rendition.SLUGS:
        reading = [each for each, reads_from in seats if reads_from <= level]
        counts = [reading.count(each) for each in (role.ASSOCIATION, role.PARTNER, role.INSTITUTION)]
        found.append(Audience(level, Rendition.LABELS[level], *counts))
    return found


def not_ready(step) -> list[str]:
    """What an edition made now would not have yet, in French; it forbids nothing."""
    texts, lines = written(step.program), measured_plan(step)
    begun = {key for key, _text, _figures in texts}
    silent = [line.title for line in lines if line.step and line.printed and line.key not in begun]
    found = [f"Chapitres sans votre texte\u00a0: {', '.join(silent)}"] if silent else []
    names = {line.key: line.title for line in lines}
    stale = [f"{names.get(key, key)} ({len(each)})" for key, each in marks(step.program, texts).items()]
    found += [f"Paragraphes dont un chiffre a changé depuis votre texte\u00a0: {', '.join(stale)}"] if stale else []
    missing = [line.label for line in step.missing if line.requirement.url_name != "restitution:editions"]
    return found + [f"Reste à faire dans cette étape\u00a0: {label[:1].lower()}{label[1:]}" for label in missing]


def told_figures(program) -> list[list]:
    """The figures of today as an edition keeps them: [[label, figure or None]]; an unknown is None, never 0."""
    figures = read_figures(program)
    return [[label, getattr(figures, name)] for name, label in FIGURES.items()]


def make_edition(step, data, *, by) -> ReportEdition:
    """Freeze the report as it stands: numbered, one rendition for each kind of readers, each with its fingerprint.

    `data`: readers (levels beside the group's, which always has its own), changes (one sentence, from the second
    edition on), number (that the page announced). Nobody but the DLA reads it before it is proposed. Raises Refusal.
    """
    program = step.program
    first_document = next_number(program)  # takes the programme's lock, under which editions are numbered too
    last = ReportEdition.objects.of(program).first()
    number = last.number + 1 if last else 1
    if data.get("number") not in (None, number):
        raise Refusal(f"L’édition {number - 1} vient d’être faite par quelqu’un d’autre : relisez avant de continuer.")
    changes = data.get("changes", "").strip() if last else ""
    if last and not changes:
        raise Refusal(NO_CHANGES, "changes")
    edition = ReportEdition(program=program, number=number, made_by=by, made_at=clock.now())
    edit(edition, {"changes": changes, "figures": told_figures(program)}, by=by, lookup=("program", "number"))
    levels = sorted({Visibility.GROUP, *(Visibility(level) for level in data["readers"])})
    prints = []
    for place, level in enumerate(levels):
        document = freeze(step, edition, level, first_document + place, by=by)
        Rendition.objects.create(edition=edition, readers=level, document=document)
        prints.append(f"{Rendition.LABELS[level]} (empreinte {document.sha256})")
    record(step, f"a figé l’édition {number} du rapport : {' ; '.join(prints)}", by=by)
    return edition


def freeze(step, edition, level, number, *, by) -> Document:
    """The report as these readers read it, kept for ever under its number, with its fingerprint printed in it."""
    html = report_html(step.journey, level, edition=reports.EDITION, fingerprint=reports.FINGERPRINT)
    html, sha256 = reports.sealed(html, edition.number, step.journal_scope)
    return Document.objects.create(
        program=step.program,
        phase=step.key,
        kind=Document.Kind.EDITION,
        title=f"{TITLE}, {Rendition.LABELS[level]}",
        number=number,
        edition=edition.number,
        html=html,
        filename=f"{step.program.reference}-{slugify(TITLE)}-{Rendition.SLUGS[level]}-{edition.number}.pdf",
        sha256=sha256,
        visibility=Visibility.OFFICERS,
        at=clock.now(),
        by=by,
    )
