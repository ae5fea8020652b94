"""Asking the indicators again: the group is written to at a term, each association tells its figures."""

from datetime import timedelta

from django.db.models import Count, Min

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day, local, plural
from programs.diagnosis.models import Indicator, Origin
from programs.journey.mailing import Mailing, post_all
from programs.journey.models import Participation
from programs.meetings.reach import mailing_to

from . import mails
from .indicator_models import IndicatorAnswer, IndicatorTerm

LONGEST = timedelta(days=183)  # that a term may be waited for
USUAL = timedelta(days=21)  # what is proposed
NONE_CHOSEN = "Aucun indicateur n’a été choisi au diagnostic : il n’y a rien à demander de nouveau."


def group_of(program):
    """The committed associations, in the order of names."""
    seats = Participation.objects.filter(program=program).committed().select_related("organisation")
    return list(seats.order_by("organisation__name", "id"))


def asking(step, months, closes_on=None) -> Mailing:
    """Who would be asked the indicators at a term, until which day, and who has no address."""
    mailing = Mailing(f"indicateurs-{months}", f"Indicateurs à {months} mois", [])

    def words(seat):
        told = {"structure": str(seat), "siège": seat.public_id, "échéance": f"{months} mois"}
        return told | mails.until(closes_on)

    return mailing_to(
        step,
        mailing,
        group_of(step.program),
        mails.INDICATORS,
        mark=months,
        link=lambda seat: seat.page("restitution:own_indicators"),
        words=words,
    )


def ask_indicators(step, months, closes_on=None, *, by) -> IndicatorTerm:
    """Ask the indicators of every committed association, once a term, to be told before a day. Raises Refusal."""
    if months not in IndicatorTerm.Months:
        raise Refusal("Les indicateurs se demandent à 6, 12 ou 24 mois.")
    indicators = Indicator.objects.of(step.program)
    if not indicators:
        raise Refusal(NONE_CHOSEN)
    if IndicatorTerm.objects.filter(program=step.program, months__gte=months).exists():
        raise Refusal("Cette échéance est passée ou déjà demandée.")
    refuse_day(closes_on)
    mailing = asking(step, months, closes_on)
    if not mailing.letters and not mailing.left_out:
        raise Refusal("Aucune association n’est engagée.")
    term = IndicatorTerm(program=step.program, months=months)
    edit(term, {"asked_on": clock.today(), "closes_on": closes_on}, by=by, lookup=("program", "months"))
    indicators.update(asked_again=True)
    post_all(step, mailing, by=by)
    count = len({letter.seat.pk for letter in mailing.letters})
    until = f", avant le {day(closes_on)}" if closes_on else ""
    record(step, f"a demandé les indicateurs à {months} mois à {count} association{plural(count)}{until}", by=by)
    return term


def refuse_day(closes_on) -> None:
    """Raises Refusal for a day that leaves no time to answer, or as much as to forget."""
    if closes_on is None:
        return
    if closes_on <= clock.today():
        raise Refusal("Choisissez un jour à venir : les associations ont leurs chiffres à rassembler.", "closes_on")
    if closes_on > clock.today() + LONGEST:
        raise Refusal("Choisissez un jour dans les six mois : ensuite vient l’échéance suivante.", "closes_on")


def change_day(step, term, data, *, by) -> IndicatorTerm:
    """Give the associations until another day. `data`: closes_on, version. Raises Refusal, Conflict.

    Whoever answers after the day is heard all the same, until the next term is asked.
    """
    refuse_day(data["closes_on"])
    edit(term, data, by=by)
    record(step, f"attend les indicateurs à {term.months} mois avant le {day(term.closes_on)}", by=by)
    return term


def told_when(term) -> dict[int, tuple[int, bool]]:
    """What each association told at a term: {seat: (how many, whether nothing came in time)}; one statement."""
    rows = term.answers.values("participation").annotate(count=Count("pk"), first=Min("edited_at")).order_by()
    return {
        row["participation"]: (row["count"], term.closes_on is not None and local(row["first"]) > term.closes_on)
        for row in rows
    }


def current_term(program) -> IndicatorTerm | None:
    """The term asked last: the one that is answered."""
    return IndicatorTerm.objects.filter(program=program).order_by("-months").first()


def answers_of(term, seat) -> dict[int, IndicatorAnswer]:
    """What an association told at a term, by indicator."""
    return {row.indicator_id: row for row in term.answers.filter(participation=seat)}


def tell_indicators(step, term, seat, told, *, by, origin=Origin.ONLINE, person=None) -> int:
    """An association tells its figures. `told`: {indicator: {value, is_unknown, version}}; what is neither told nor
    unknown is left alone, and nothing is ever zero by default. Returns how many were written. Raises Conflict.
    """
    if current_term(step.program) != term:
        raise Refusal("Une autre échéance vient d’être demandée : rechargez la page.")
    stored, written = answers_of(term, seat), 0
    for indicator, data in told.items():
        row = stored.get(indicator.pk)
        if row is None and data["value"] is None and not data["is_unknown"]:
            continue
        if row is not None and (row.value, row.is_unknown) == (data["value"], data["is_unknown"]):
            continue
        row = row or IndicatorAnswer(term=term, indicator=indicator, participation=seat)
        fields = {**data, "origin": origin, "person": person or (by.person if origin == Origin.ONLINE else None)}
        edit(row, fields, by=by, lookup=("term", "indicator", "participation"))
        written += 1
    if written:
        noted = "" if origin == Origin.ONLINE else f", noté par le DLA ({Origin(origin).label})"
        record(
            step,
            f"{seat.organisation} a donné {written} indicateur{plural(written)} à {term.months} mois{noted}",
            by=by,
        )
    return written
