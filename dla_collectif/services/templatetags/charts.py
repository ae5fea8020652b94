"""Pictures made on the server as SVG: one partial for page and paper, values said in words inside each picture.

    {% bars rows title="Besoins les plus partagés" unit="associations" total=13 source="Questionnaire, mars 2026" %}
    {% measures rows title="Où agissez-vous ?" unit="associations" %}
    {% funnel steps title="Du repérage à l’engagement" %}        {% gauge 11 18 title="…" unit="demi-journées" %}
    {% portions rows title="Demi-journées commandées et faites" unit="demi-journée" %}
    {% pairs rows title="Avant et après" first="au départ" then="à 6 mois" %}
    {% timeline events title="Le déroulement" %}    {% path stones title="…" %}    <td class="{{ value|heat }}">

Widths are percentages and texts keep their size, so a picture fits a phone as it fits A4. Colours are attributes for
paper and classes `chart-…` for the screen, which follows light and dark. A picture's ids come from what it shows: the
same bytes each time; give `key` where one page shows the same picture twice.
"""

import datetime
import hashlib
import re
import textwrap
from itertools import pairwise

from django import template
from django.utils.formats import date_format

register = template.Library()
NBSP, THIN = "\u00a0", "\u202f"
PAPER = {  # the light tokens of the face
    "ink": "#1f2a37",
    "muted": "#56606c",
    "line": "#8a8578",
    "tint": "#f3efe6",
    "river": "#0b5c6b",
    "brick": "#a63f1c",
    "paper": "#ffffff",
}
STATES = {"closed": "close", "current": "en cours", "ahead": "à venir"}
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
LITTLE_WORDS = re.compile(r"\b(de|des|du|et|la|le|les) ")  # they go with the word that follows
LABEL_SIGNS = 46  # of a label above its bar: one line on the narrowest phone
WIDEST = 74  # per cent of a picture that a bar may take; its value stands beside it
MEASURED = 66  # the same in the cell of a table
PAIRED = 56  # the same where a bar is one of two, and its words are longer
CELLS = 40  # up to here a gauge is counted cell by cell
CROWD = 20  # events; beyond, a timeline has one point a month
SPELLED = 2  # events of a month that are named there


@register.inclusion_tag("charts/bars.html")
def bars(rows, *, title, description="", unit="", total=None, source="", key=""):
    """Horizontal bars with direct labels. `rows`: (label, value) or (label, value, shown in place of the value)."""
    rows, most = _said(rows, total)
    drawn, top = [], 0
    for label, value, shown in rows:
        lines = [(line, top + 13 + 17 * place) for place, line in enumerate(textwrap.wrap(label, LABEL_SIGNS) or [""])]
        bar = lines[-1][1] + 6
        row = {"lines": lines, "top": bar, "text": bar + 11, "width": _percent(value or 0, most, WIDEST)}
        drawn.append(row | {"shown": shown, "known": value is not None})
        top = bar + 13 + 14
    words = "\u202f; ".join(f"{label}{NBSP}: {shown}" for label, _value_, shown in rows)
    measure = f"En {unit}. " if unit else ""
    picture = _picture("bars", title, f"{description} {measure}{words}.", source, key)
    return picture | {"bars": drawn, "height": max(top - 10, 1), "unit": unit, "track": total and WIDEST}


@register.inclusion_tag("charts/measures.html")
def measures(rows, *, title, unit, total=None):
    """A table whose last column is drawn. `rows`: as those of `bars`; `unit`: the head of that column."""
    rows, most = _said(rows, total)
    drawn = [(label, _percent(value or 0, most, MEASURED), shown) for label, value, shown in rows]
    return {"rows": drawn, "title": title, "unit": unit, "track": total and MEASURED, "c": PAPER}


@register.inclusion_tag("charts/funnel.html")
def funnel(steps, *, title, description="", source="", key=""):
    """Who is left at each step. `steps`: (label, count) or (label, count, why fewer), in order."""
    steps = [(str(step[0]), step[1] or 0, str(step[2]) if len(step) > 2 else "") for step in steps]
    most = max((count for _label, count, _why in steps), default=0) or 1
    drawn, top, before = [], 0, None
    for label, count, why in steps:
        lost = before - count if before is not None and before > count else 0
        width = 100 * count / most
        note = (f"−{lost} {why}" if lost else why).strip()
        if note:
            top += 16
        row = {"x": f"{(100 - width) / 2:.2f}", "width": f"{width:.2f}", "top": top, "text": top + 20, "count": count}
        drawn.append(row | {"label": label, "under": top + 46, "note": note, "above": top - 6})
        top, before = top + 62, count
    words = ", puis ".join(f"{count} {label[:1].lower()}{label[1:]}" for label, count, _why in steps)
    notes = "".join(f" {row['note']}." for row in drawn if row["note"])
    picture = _picture("funnel", title, f"{description} {words}.{notes}", source, key)
    return picture | {"steps": drawn, "height": top or 1}


@register.inclusion_tag("charts/timeline.html")
def timeline(events, *, title, description="", today=None, source="", key=""):
    """Dated points over months. `events`: (date, label); those after `today`, if it is given, are drawn hollow."""
    events = sorted(((day, str(label)) for day, label in events if day), key=lambda event: event[0])
    events = [(day, _day(day), label) for day, label in events] if len(events) <= CROWD else _by_month(events)
    first, last = (_month(events[0][0]), _month(events[-1][0], 1)) if events else (None, None)
    span = (last - first).days if events else 1
    points, levels = [], []
    for number, (day, said, label) in enumerate(events, 1):
        place = 3 + 94 * (day - first).days / span
        level = next((level for level, end in enumerate(levels) if place - end > 7), len(levels))
        levels[level:] = [place, *levels[level + 1 :]]
        ahead = today is not None and day > today
        points.append({"number": number, "day": day, "said": said, "label": label, "ahead": ahead})
        points[-1] |= {"x": f"{place:.2f}", "stem": 22 + 24 * level}
    axis = 20 + 24 * max(len(levels), 1)
    for point in points:
        point["y"] = axis - point["stem"]
    words = "\u202f; ".join(f"{point['number']}. {point['said']}, {point['label']}" for point in points)
    picture = _picture("timeline", title, f"{description} {words}.", source, key)
    ticks = _ticks(first, last, span) if events else []
    return picture | {"points": points, "ticks": ticks, "axis": axis, "height": axis + 24}


@register.inclusion_tag("charts/gauge.html")
def gauge(done, total, *, title, description="", unit="", source="", key=""):
    """How much of a whole is done: cells that can be counted, or one bar when they are many."""
    done, total = done or 0, total or 0
    shown = f"{_figure(done)} sur {_figure(total)} {unit}".strip()
    cells = []
    if 0 < total <= CELLS and done == int(done) and total == int(total):
        step = 100 / total
        cells = [{"x": f"{step * place:.2f}", "full": place < done} for place in range(int(total))]
    picture = _picture("gauge", title, f"{description} {shown}.", source, key)
    return picture | {
        "height": 20,
        "shown": shown,
        "cells": cells,
        "breadth": _percent(0.86, total, 100),
        "width": _percent(min(done, total), total, 100),
    }


@register.inclusion_tag("charts/portions.html")
def portions(rows, *, title, unit, units="", description="", source="", key=""):
    """What is done of what was ordered, row by row. `rows`: (label, done, ordered); ordered may be None, or too little.

    `unit` and `units`: in the singular and in the plural (with an s, unless it is given).
    """
    units = units or f"{unit}s"
    rows = [(str(label), done or 0, ordered) for label, done, ordered in rows]
    most = max((max(done, ordered or 0) for _label, done, ordered in rows), default=0) or 1
    drawn, said = [], []
    for place, (label, done, ordered) in enumerate(rows):
        over = done - ordered if ordered is not None and done > ordered else 0
        shown = _portion(done, ordered, unit, units)
        said.append(f"{label}{NBSP}: {shown}")
        drawn.append(
            {"label": label, "shown": shown, "word": 13 + 47 * place, "top": 20 + 47 * place}
            | {"whole": ordered is not None and _percent(ordered, most, 100), "part": _percent(done - over, most, 100)}
            | {"over": over and _percent(over, most, 100)}
        )
    picture = _picture("portions", title, f"{description} {f'{THIN}; '.join(said)}.", source, key)
    return picture | {"rows": drawn, "height": max(47 * len(drawn) - 8, 1)}


@register.inclusion_tag("charts/pairs.html")
def pairs(rows, *, title, first, then, description="", source="", key=""):
    """A figure and what became of it: a hollow bar over a full one. `rows`: (label, before, shown, after, shown).

    Each row has its own scale, for each counts something else.
    """
    drawn, said, top = [], [], 0
    for label, before, shown_before, after, shown_after in rows:
        lines = [(line, top + 13 + 17 * place) for place, line in enumerate(textwrap.wrap(str(label), LABEL_SIGNS))]
        bar, most = top + 17 * len(lines) + 3, max(before, after, 0)
        ends = ((before, f"{shown_before} {first}", False), (after, f"{shown_after} {then}", True))
        bars = [
            {"top": bar + 18 * place, "text": bar + 18 * place + 11, "width": _percent(max(value, 0), most, PAIRED)}
            | {"shown": shown, "full": full}
            for place, (value, shown, full) in enumerate(ends)
        ]
        drawn.append({"lines": lines, "bars": bars})
        said.append(f"{label}{NBSP}: {shown_before} {first}, {shown_after} {then}")
        top = bar + 18 + 13 + 12
    picture = _picture("pairs", title, f"{description} {f'{THIN}; '.join(said)}.", source, key)
    return picture | {"rows": drawn, "height": max(top - 8, 1)}


@register.inclusion_tag("charts/path.html")
def path(stones, *, title, description="", compact=False, wide=False, key=""):
    """The path of stones: number and shape say the state; `compact` without words, `wide` from edge to edge (covers).

    A stone has `number`, `title`, `state` (closed, current, ahead) and may have `date` and `url`.
    """
    stones = list(stones)
    left, across = (11.4, 79.1) if wide else (0, 100)  # a cover's text begins at 24 mm and ends at 190 mm of 210
    step = across / (len(stones) or 1)
    rise, middle = (4, 15) if compact else (9, 34) if wide else (7, 31)
    under, drawn = 46 if wide else 40, []
    for place, stone in enumerate(stones):
        day = getattr(stone, "date", None)
        words = f"{stone.number}. {stone.title}{NBSP}: {STATES[stone.state]}" + (f", {_day(day)}" if day else "")
        lines = [] if compact else textwrap.wrap(LITTLE_WORDS.sub("\\1\u00a0", stone.title), 15)
        height = middle + (rise if place % 2 else -rise)
        drawn.append(
            {"number": stone.number, "state": stone.state, "url": getattr(stone, "url", ""), "words": words}
            | {"x": f"{left + step * (place + 0.5):.2f}", "y": height, "turn": (-9, 14, 4, -16, 8, -5, 12)[place % 7]}
            | {"lines": [(line, under + 14 * rank) for rank, line in enumerate(lines)], "day": day}
            | {"day_y": under + 2 + 14 * len(lines), "below": middle + rise - height}
        )
    joints = [{"from": one, "to": two, "done": two["state"] != "ahead"} for one, two in pairwise(drawn)]
    ends = {"start": drawn[0], "end": drawn[-1]} if wide and drawn else {}
    most = max((len(stone["lines"]) for stone in drawn), default=0)
    height = 30 if compact else middle + rise + 52 + 14 * most
    said = "\u202f; ".join(stone["words"] for stone in drawn)
    picture = _picture("path", title, f"{description} {said}.", "", key)
    linked = any(stone["url"] for stone in drawn)
    return picture | ends | {"stones": drawn, "joints": joints, "height": height, "compact": compact, "linked": linked}


@register.filter
def heat(value, top=4):
    """The class of a matrix cell, heat-0 (nothing) to heat-4: darkness is `value` against `top`."""
    if not value or not top:
        return "heat-0"
    return f"heat-{max(1, min(4, round(4 * float(value) / float(top))))}"


def _picture(kind, title, description, source, key):
    """What every picture has: colours for paper, names, and ids that depend on nothing but what is shown."""
    description = re.sub(r"[ \n]+", " ", description).strip()  # plain spaces alone: French ones stay
    digest = hashlib.sha256(f"{kind}|{title}|{description}|{key}".encode()).hexdigest()
    told = {"title": title, "description": description, "source": source}
    return {"kind": kind, "id": f"{kind}-{digest[:10]}", "c": PAPER, **told}


def _portion(done, ordered, one, many):
    """« 6 demi-journées sur 8 », « aucune demi-journée sur 8 », « 9 demi-journées pour 8 commandées »."""
    if not done:
        return f"aucune {one} sur {_figure(ordered)}" if ordered else f"aucune {one}"
    told = f"{_figure(done)} {one if done < 2 else many}"
    if ordered is None:
        return told
    return f"{told} sur {_figure(ordered)}" if done <= ordered else f"{told} pour {_figure(ordered)} commandées"


def _by_month(events):
    """One point a month: how many events, and the first of them by name."""
    months = {}
    for day, label in events:
        months.setdefault((day.year, day.month), []).append((day, label))
    told = []
    for group in months.values():
        labels = list(dict.fromkeys(label for _day_, label in group))
        named, rest = labels[:SPELLED], len(labels) - SPELLED
        words = f"{THIN}; ".join(named) + (f" et {rest} autre{'s' if rest > 1 else ''}" if rest > 0 else "")
        count = f"{len(group)} réunions{NBSP}: " if len(group) > 1 else ""
        told.append((group[0][0], date_format(group[0][0], "F Y"), f"{count}{words}"))
    return told


def _said(rows, total):
    """Each label with its value and what is shown of it; and the longest bar."""
    rows = [(str(row[0]), row[1], str(row[2]) if len(row) > 2 else _value(row[1], total)) for row in rows]
    return rows, max([total or 0, *(value or 0 for _label, value, _shown in rows)]) or 1


def _value(value, total):
    """« non renseigné », « 11 », « 11 / 13 »."""
    if value is None:
        return "non renseigné"
    return f"{_figure(value)}{NBSP}/{NBSP}{_figure(total)}" if total else _figure(value)


def _figure(value):
    """A number as French writes it, at most one decimal."""
    return f"{value:,.1f}".replace(",", THIN).replace(".", ",").removesuffix(",0")


def _percent(value, whole, widest):
    """A width in per cent, as SVG writes it whatever the language."""
    return f"{widest * value / whole:.2f}" if whole else "0"


def _day(day):
    """« 1er mars 2026 »."""
    return date_format(day, "j F Y").replace("1 ", "1er ", 1) if day.day == 1 else date_format(day, "j F Y")


def _month(day, later=0):
    """The first day of a month, or of one `later`."""
    count = day.year * 12 + day.month - 1 + later
    return datetime.date(count // 12, count % 12 + 1, 1)


def _ticks(first, last, span):
    """The months of an axis; named at most six times, with the year where it begins."""
    months = (last.year - first.year) * 12 + last.month - first.month
    every = -(-months // 6)
    ticks = []
    for count in range(months):
        month = _month(first, count)
        named = count % every == 0
        year = named and (not ticks or any(tick["year"] != month.year for tick in ticks[-every:]))
        name = f"{MONTHS[month.month - 1]}{f' {month.year}' if year else ''}" if named else ""
        ticks.append({"x": f"{3 + 94 * (month - first).days / span:.2f}", "name": name, "year": month.year})
    return ticks
