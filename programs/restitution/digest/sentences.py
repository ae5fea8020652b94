"""The facts of a programme as sentences: what the experience sheet says by itself. What is unknown is not said."""

from dataclasses import dataclass

from programs.journey.models import Participation
from programs.workshops.models import Output

from ..models import FollowUp
from .facts import Story
from .words import agreed, clipped, day_of, listed, number, opened, period

Role, Kind = Participation.Role, Output.Kind
SOURCES = {
    Role.CONSULTANT: "la rencontre avec les consultants",
    Role.INSTITUTION: "les entretiens avec les institutions",
    Role.ASSOCIATION: "les séances de travail avec les associations",
}
BORN = {Kind.NETWORK: "au réseau", Kind.ENTITY: "à la structure", Kind.CHARTER: "à la charte"}
NEWS = {
    FollowUp.StillMeets.YES: "le groupe se réunit encore, en dehors du DLA",
    FollowUp.StillMeets.WITH_HELP: "le groupe se réunit encore, avec une aide",
    FollowUp.StillMeets.NO: "le groupe ne se réunit plus",
}


@dataclass(frozen=True)
class Limits:
    """How much there is room for: names in a list, items, signs of a text."""

    names: int = 6
    outputs: int = 6
    effects: int = 8
    points: int = 8
    contacts: int = 6
    origin: int = 900
    team: int = 200
    prose: int = 3000
    lines: int = 40  # of each text of the officer's


def montage(story: Story, limits: Limits) -> list[str]:
    """How it was set up: who carries it, why, who was heard, who was invited, how the provider was chosen."""
    parts = [hosts(story), origin(story, limits), partners_heard(story, limits), group(story), choice(story, limits)]
    return [part for part in parts if part]


def hosts(story) -> str:
    """« Deux DLA ont porté cet accompagnement : … »"""
    told = []
    if story.carriers:
        verb = "a porté" if len(story.carriers) == 1 else "ont porté ensemble"
        told.append(f"{opened(number(len(story.carriers)))} DLA {verb} cet accompagnement : {listed(story.carriers)}.")
    if story.partners:
        told.append(f"En partenariat avec : {listed(story.partners)}.")
    if story.territory:
        told.append(f"Territoire : {story.territory}.")
    return " ".join(told)


def origin(story, limits) -> str:
    """What the scoping note says of the origin; without it, what had been done and asked one by one."""
    if story.origin.strip() and limits.origin:
        return clipped(story.origin, limits.origin)
    told = []
    if story.supported:
        first, last = story.supported_years
        when = f"en {first}" if first == last else f"entre {first} et {last}"
        verb = "avait été accompagnée" if story.supported == 1 else "avaient été accompagnées"
        told.append(f"{agreed(story.supported, 'association', True)} {verb} individuellement {when}")
    if story.requests:
        verb = "était arrivée" if story.requests == 1 else "étaient arrivées"
        told.append(f"{agreed(story.requests, 'demande', True)} {verb}")
    return f"{opened(' et '.join(told))}." if told else ""


def partners_heard(story, limits) -> str:
    """« Les DLA ont rencontré trois consultants… et interrogé quatre institutions… »"""
    told = []
    if story.consultants:
        count = len(story.consultants)
        who = f" qui {'avait' if count == 1 else 'avaient'} mené les accompagnements individuels"
        names = among(story.consultants, limits)
        advice = "son avis et ses orientations" if count == 1 else "leurs avis et leurs orientations"
        led = who if story.led_supports else ""
        told.append(f"rencontré {agreed(count, 'consultant')}{led}{names} pour recueillir {advice}")
    if story.institutions:
        count = len(story.institutions)
        names, hopes = among(story.institutions, limits), "ses attentes" if count == 1 else "leurs attentes"
        told.append(f"interrogé {agreed(count, 'institution', True)} sur {hopes}{names}")
    if not told:
        return ""
    return f"{'Le DLA a' if len(story.carriers) < 2 else 'Les DLA ont'} {', puis '.join(told)}."


def among(names, limits) -> str:
    """« (DRAC, Région et deux autres) », where there is room to name some."""
    return f" ({listed(names, limits.names)})" if names and limits.names else ""


def group(story) -> str:
    """« Quinze associations ont été repérées et conviées à deux réunions préparatoires, d’où sont sortis… »"""
    figures, told = story.figures, ""
    if not figures.spotted:
        return ""
    were = "a été {0}" if figures.spotted == 1 else "ont été {0}s"
    told = f"{opened(agreed(figures.spotted, 'association', True))} {were.format('repérée')}"
    meetings = f" à {agreed(figures.preparatory, 'réunion préparatoire', True)}" if figures.preparatory else ""
    if figures.invited == figures.spotted:
        told += f" et conviée{'s' if figures.invited > 1 else ''}{meetings}"
    elif figures.invited:
        told += f"\u202f; {number(figures.invited, True)} {were_invited(figures.invited)}{meetings}"
    gained = ["un diagnostic partagé des besoins"] if story.shared else []
    if figures.committed:
        ready = "prête" if figures.committed == 1 else "prêtes"
        of = "d’" if figures.committed == 1 else "de "
        gained.append(f"un groupe {of}{agreed(figures.committed, 'structure', True)} {ready} à s’engager")
    if not gained:
        return f"{told}."
    if figures.preparatory and figures.invited:
        came = "est sorti" if len(gained) == 1 else "sont sortis"
        return f"{told}, d’où {came} {' et '.join(gained)}."
    return f"{told}. Il en est sorti {' et '.join(gained)}."


def were_invited(count) -> str:
    """« ont été conviées »"""
    return "a été conviée" if count == 1 else "ont été conviées"


def choice(story, limits) -> str:
    """From the specification's sources to the provider chosen."""
    asked, told = story.consultation, []
    if story.sources:
        names = [SOURCES[role] for role in story.sources]
        count = f"{agreed(len(names), 'source', True)} : " if len(names) > 1 else ""
        told.append(f"Le cahier des charges s’appuie sur {count}{listed(names)}.")
    if asked.asked:
        it = "Il" if story.sources else "Le cahier des charges"
        sent = f"{it} a été envoyé à {agreed(asked.asked, 'prestataire')}{known(asked)}"
        told.append(f"{sent}{heard(asked)}.")
    if asked.chosen:
        part = "Les associations ont pris toute leur part au choix"
        scoring = f" ({number(asked.scoring, True)} {'a noté' if asked.scoring == 1 else 'ont noté'} les propositions)"
        who = f"{part}{scoring} : {asked.chosen}" if asked.scoring else f"Prestataire retenu : {asked.chosen}"
        team = clipped(asked.team, limits.team).rstrip(".") if asked.team and limits.team else ""
        when = f", retenu le {day_of(asked.decided_on)}" if asked.scoring else f", le {day_of(asked.decided_on)}"
        told.append(f"{who}{when}.{f' L’équipe : {team[:1].lower()}{team[1:]}.' if team else ''}")
    return " ".join(told)


def known(asked) -> str:
    """Of the providers asked, those who had been heard before: « , déjà entendus pendant la préparation »"""
    if not asked.known:
        return ""
    if asked.known == asked.asked:
        return f" déjà {'entendu' if asked.known == 1 else 'entendus'} pendant la préparation"
    return f", dont {number(asked.known)} déjà {'entendu' if asked.known == 1 else 'entendus'} pendant la préparation"


def heard(asked) -> str:
    """« ; tous deux ont présenté leur proposition devant le groupe »"""
    if not asked.heard:
        return ""
    if asked.asked == 1:
        return ", qui a présenté sa proposition devant le groupe"
    all_of_them = "tous deux" if asked.asked == 2 else f"tous les {number(asked.asked)}"
    who = all_of_them if asked.heard == asked.asked else "l’un d’eux" if asked.heard == 1 else number(asked.heard)
    presented = "a présenté sa proposition" if asked.heard == 1 else "ont présenté leur proposition"
    return f"\u202f; {who} {presented} devant le groupe"


def course(story: Story, limits: Limits) -> list[str]:
    """How it went: who led it, the meetings and what they gave, the interviews, the restitution, the news since."""
    parts = [
        [work(story), met(story)],
        products(story, limits),
        [interviews(story, limits), restitution(story)],
        [news(story)],
    ]
    return [" ".join(filter(None, part)) for part in parts if any(part)]


def work(story) -> str:
    """« De février à octobre 2007, l’accompagnement a été conduit par Multicité. »"""
    if not story.starts_on or not story.provider:
        return ""
    return f"{opened(period(story.starts_on, story.ends_on))}, l’accompagnement a été conduit par {story.provider}."


def met(story) -> str:
    """« Treize rencontres individuelles ont permis de dresser l’état des lieux : … »"""
    count = story.figures.individual
    plays = listed([f"«\u00a0{row.title}\u00a0»" for row in story.outputs if row.kind == Kind.STATE_OF_PLAY], 2)
    meetings = opened(agreed(count, "rencontre individuelle", True))
    if not count:
        return f"Un état des lieux a été dressé : {plays}." if plays else ""
    if plays:
        return f"{meetings} {'a permis' if count == 1 else 'ont permis'} de dresser l’état des lieux : {plays}."
    return f"{meetings} {'a eu lieu' if count == 1 else 'ont eu lieu'}."


def products(story, limits) -> list[str]:
    """What the workshops gave."""
    figures, told = story.figures, []
    born = [f"{BORN[row.kind]} «\u00a0{row.title}\u00a0»" for row in story.outputs if row.kind in BORN]
    others = [row.title for row in story.outputs if row.kind not in BORN and row.kind != Kind.STATE_OF_PLAY]
    held = opened(agreed(figures.workshops, "atelier collectif")) if figures.workshops else ""
    if born:
        gave = "ont donné" if figures.workshops > 1 else "a donné"
        told.append(f"{held or 'Le travail'} {gave} naissance {listed(born, limits.outputs)}.")
    elif held:
        told.append(f"{held} {'a eu' if figures.workshops == 1 else 'ont eu'} lieu.")
    if story.adoptions:
        adopted = "a adopté" if story.adoptions == 1 else "ont adopté"
        told.append(f"{opened(agreed(story.adoptions, 'association', True))} {adopted} la charte.")
    if others and limits.outputs:
        told.append(f"Le groupe a aussi produit : {listed(others, limits.outputs)}.")
    return told


def interviews(story, limits) -> str:
    """« Six entretiens ont été menés avec des institutions (…). »"""
    count = story.figures.interviews
    if not count:
        return ""
    names = among(story.interviewed, limits)
    were = "a été mené" if count == 1 else "ont été menés"
    return f"{opened(agreed(count, 'entretien'))} {were} avec des institutions{names}."


def restitution(story) -> str:
    """The restitution with who came, and what the institutions undertook."""
    told = []
    if story.restitution_on:
        came = [(story.restitution_associations, "association"), (story.restitution_institutions, "institution")]
        there = [agreed(count, word, True) for count, word in came if count]
        who = f" a réuni {' et '.join(there)}" if there else " a eu lieu"
        told.append(f"Le {day_of(story.restitution_on)}, une restitution suivie d’un débat{who}.")
    if story.undertaken:
        count, kept = story.undertaken, story.kept
        pledged = f"{opened(agreed(count, 'engagement'))} {'a été pris' if count == 1 else 'ont été pris'}"
        held = f"\u202f; {number(kept)} {'est tenu' if kept == 1 else 'sont tenus'} à ce jour" if kept else ""
        told.append(f"{pledged} par les institutions{held}.")
    return " ".join(told)


def news(story, *, briefly=False) -> str:
    """« Douze mois après, le groupe se réunit encore, en dehors du DLA (tous les deux mois). »"""
    if story.news is None:
        return ""
    often = "" if briefly else clipped(story.news.how_often, 200).rstrip(".")
    often = f" ({often[:1].lower()}{often[1:]})" if often else ""
    return f"{opened(number(story.news.months))} mois après, {NEWS[story.news.still_meets]}{often}."
