"""The summary for elected people: what, for whom, five figures, what changed, what comes next. One page, always."""

from dataclasses import dataclass

from dla_collectif.services.templatetags.house import days
from programs.journey import reports

from ..models import Sheet
from ..readings import lines
from . import sentences
from .facts import Story, read_story
from .fitting import fitted_html
from .words import agreed, clipped, listed, opened, period

TEMPLATE = "programs/restitution/digest/summary_pdf.html"
BODY = "programs/restitution/digest/summary_body.html"
PAGES = 1


@dataclass(frozen=True)
class Room:
    """How much there is room for on the page."""

    items: int = 3
    proof: int = 160
    focus: int = 300
    names: int = 4
    signs: int = 160  # of an effect
    said: int = 160  # of an undertaking
    title: int = 110
    picture: bool = True


LADDER = [
    *(Room(items=items) for items in (6, 5, 4, 3)),
    Room(said=80),
    Room(proof=100, signs=110, said=60),
    Room(proof=60, focus=240, signs=70, said=45, names=3),
    Room(proof=0, focus=240, signs=70, said=45, names=3),
    Room(items=2, proof=80, focus=170, signs=70, said=70, names=2),
    Room(items=1, proof=120, focus=170, signs=90, said=90, names=2),
    Room(items=1, proof=0, focus=140, signs=80, said=80, names=1),
    Room(items=1, proof=0, focus=90, signs=60, said=60, names=1, picture=False),
    Room(items=1, proof=0, focus=45, signs=36, said=36, names=1, title=45, picture=False),  # capitals all along
]


def summary_html(journey) -> str:
    """The page as institutions may read it."""
    program = journey.program
    sheet = Sheet.objects.filter(program=program).first() or Sheet(program=program)
    story = read_story(program)
    context = {"paper": reports.paper(journey, "Synthèse pour les élus"), "program": program}
    contents = [compose(journey, sheet, story, room) for room in LADDER]
    return fitted_html(TEMPLATE, BODY, context, contents, pages=PAGES)


def compose(journey, sheet, story, room) -> dict:
    """The parts of the page within a room."""
    effects = [
        (clipped(row.title, room.signs), clipped(row.proof, room.proof) if room.proof else "") for row in story.effects
    ]
    said = [
        (str(row.participation), clipped(row.text, room.said), row.done_on is not None) for row in story.undertakings
    ]
    return {
        "heading": clipped(journey.program.title, room.title),
        "focus": clipped(sheet.focus, room.focus),
        "essentials": essentials(story, room),
        "figures": figures(story),
        "funnel": story.figures.funnel if room.picture and story.figures.committed else [],
        "path": room.picture and not story.figures.committed,
        "effects": effects[: room.items],
        "more_effects": max(0, len(effects) - room.items),
        "undertakings": said[: room.items],
        "more_undertakings": max(0, len(said) - room.items),
        "following": clipped(following(journey, story), 2 * room.signs),
        "contacts": [clipped(line, 160 if room.title > 45 else 60) for line in lines(sheet.contacts)][
            : 2 if room.items > 2 else 1
        ],
    }


def essentials(story: Story, room) -> list[tuple[str, str]]:
    """Who, where, when, with whom: (label, words); what is unknown has no line."""
    count = story.figures.committed or story.figures.spotted
    who = ("engagée" if story.figures.committed else "repérée") if count else ""
    told = [
        ("Pour qui", opened(agreed(count, f"association {who}", True)) if count else ""),
        ("Où", clipped(story.territory, room.signs)),
        ("Quand", opened(period(story.starts_on, story.ends_on)) if story.starts_on else ""),
        ("Porté par", clipped(listed(story.carriers, max(room.names, 1)), 2 * room.signs)),
    ]
    return [(label, words) for label, words in told if words]


def figures(story: Story) -> list[tuple[str, str]]:
    """Five figures at most, (figure, what it counts): those that are known."""
    counts = story.figures
    heard = len(story.consultants) + len(story.institutions)
    told = [
        (counts.committed, "association engagée"),
        (heard, "partenaire entendu"),
        (counts.workshops, "atelier collectif"),
        (counts.individual, "rencontre individuelle"),
        (len(story.outputs), "production"),
        (story.restitution_institutions, "institution à la restitution"),
    ]
    shown = [(str(count), agreed(count, words).partition(" ")[2]) for count, words in told if count]
    if counts.half_days:
        number, _, unit = days(counts.half_days).partition("\u00a0")
        shown.insert(3, (number, f"{unit} de prestation"))
    return shown[:5]


def following(journey, story: Story) -> str:
    """What comes next: the step under way while there is one; then the news, and what is still to be done."""
    current = next((step for step in journey.steps if step.state == "current"), None)
    told = []
    if journey.program.is_under_way and current is not None:
        told.append(f"Étape en cours : {current.title}.")
    told.append(sentences.news(story, briefly=True))
    left = story.undertaken - story.kept
    if left:
        told.append(
            f"{opened(agreed(left, 'engagement'))} d’institutions {'reste' if left == 1 else 'restent'} à tenir."
        )
    return " ".join(filter(None, told))
