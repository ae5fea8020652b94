"""Pictures: well-formed, named, the same bytes each time, and their values are said in words."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from django.template import engines

from dla_collectif.services.pdf import Stone
from dla_collectif.services.templatetags.charts import heat

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [("Diffuser ensemble", 11), ("Lieu de tournage & d’essai", 4), ("Comptabilité", None)]
STEPS = [("Associations repérées", 15), ("Associations engagées", 13, "n’ont pas donné suite")]
EVENTS = [(datetime.date(2007, 10, 11), "Restitution"), (datetime.date(2007, 2, 1), "Premier atelier")]
STONES = [
    Stone(1, "Cadrage", "closed", datetime.date(2006, 1, 31), "/un/"),
    Stone(2, "Concertation des partenaires", "current"),
    Stone(3, "Diagnostic des besoins", "ahead"),
]
CONTEXT = {
    "portions": [("Ateliers", 6, 8), ("Visites", 9, 8), ("Entretiens", 0, 2), ("Restitution", 1, None)],
    "pairs": [("Salariés", 2.0, "2", 4.0, "4"), ("Bénévoles", 0.0, "0", 0.0, "0")],
    "rows": ROWS,
    "steps": STEPS,
    "events": EVENTS,
    "stones": STONES,
    "today": datetime.date(2007, 3, 1),
}
TAGS = {
    "bars": '{% bars rows title="Besoins" unit="associations" total=13 %}',
    "funnel": '{% funnel steps title="Engagement" %}',
    "timeline": '{% timeline events title="Déroulement" today=today %}',
    "gauge": '{% gauge 11 18 title="Ateliers" unit="demi-journées" %}',
    "gauge, many": '{% gauge 61250 98000 title="Crédits" unit="€" %}',
    "portions": '{% portions portions title="Demi-journées" unit="demi-journée" %}',
    "pairs": '{% pairs pairs title="Avant et après" first="au départ" then="à 6 mois" %}',
    "path": '{% path stones title="Chemin" %}',
    "path, compact": '{% path stones title="Chemin" compact=True %}',
    "path, wide": '{% path stones title="Chemin" wide=True %}',
}


def draw(tag, **context):
    return engines["django"].from_string(tag).render({**CONTEXT, **context})


def picture(text):
    return ElementTree.fromstring(re.search(r"<svg.*</svg>", text, re.S)[0])  # noqa: S314 - our own


@pytest.mark.parametrize("tag", TAGS.values(), ids=TAGS)
def test_picture_is_named_by_its_own_title_and_description(tag):
    svg = picture(draw(tag))
    names = [svg.find(f"{SVG}title").get("id"), svg.find(f"{SVG}desc").get("id")]
    assert svg.get("aria-labelledby").split() == names


@pytest.mark.parametrize("tag", TAGS.values(), ids=TAGS)
def test_picture_has_no_style_that_the_browser_would_refuse(tag):
    assert "style=" not in draw(tag)


@pytest.mark.parametrize("tag", TAGS.values(), ids=TAGS)
def test_picture_figures_are_written_as_svg_wants_them(tag):
    svg = picture(draw(tag))
    values = [thing.get(name) for thing in svg.iter() for name in ("x", "y", "width", "height", "x1", "x2", "y1", "y2")]
    assert [value for value in values if value and not re.fullmatch(r"-?\d+(\.\d+)?%?", value)] == []


@pytest.mark.parametrize("tag", TAGS.values(), ids=TAGS)
def test_picture_is_the_same_bytes_each_time(tag):
    assert draw(tag) == draw(tag)


def test_pictures_of_different_facts_have_different_ids():
    ids = re.findall(
        r' id="([^"]+)"', "".join(draw(tag) for tag in TAGS.values() if "wide" not in tag and "compact" not in tag)
    )
    assert len(ids) == len(set(ids))


def test_same_picture_twice_takes_a_key():
    one, two = draw(TAGS["path"]), draw('{% path stones title="Chemin" key="bas" %}')
    assert set(re.findall(r' id="([^"]+)"', one)) & set(re.findall(r' id="([^"]+)"', two)) == set()


def test_bars_values_are_said_in_words_and_unknown_is_not_zero():
    said = picture(draw(TAGS["bars"])).find(f"{SVG}desc").text
    assert said == (
        "En associations. Diffuser ensemble\u00a0: 11\u00a0/\u00a013\u202f; "
        "Lieu de tournage & d’essai\u00a0: 4\u00a0/\u00a013\u202f; Comptabilité\u00a0: non renseigné."
    )


def test_bars_widths_are_in_proportion():
    svg = picture(draw(TAGS["bars"]))
    widths = [float(bar.get("width")[:-1]) for bar in svg.iter(f"{SVG}rect") if bar.get("class") == "chart-done"]
    assert [round(width / widths[0], 2) for width in widths] == [1, 0.36, 0]


def test_bars_hostile_label_stays_text():
    assert "<script" not in draw(TAGS["bars"], rows=[("<script>x</script>", 1)])


def test_bars_nothing_to_show_is_still_a_picture():
    assert picture(draw(TAGS["bars"], rows=[])).get("height") == "1"


def test_funnel_says_who_was_lost_and_why():
    assert "−2 n’ont pas donné suite" in draw(TAGS["funnel"])


def test_timeline_lists_the_days_in_order_beside_the_picture():
    days = re.findall(r"<time[^>]*>([^<]+)</time>( \(à venir\))?", draw(TAGS["timeline"]))
    assert days == [("1er février 2007", ""), ("11 octobre 2007", " (à venir)")]


def test_timeline_close_days_do_not_hide_each_other():
    close = [(datetime.date(2007, 2, day), "Atelier") for day in (1, 2, 3)] + EVENTS
    tops = [
        stone.get("y")
        for stone in picture(draw(TAGS["timeline"], events=close))
        if stone.find(f"{SVG}circle") is not None
    ]
    assert len(set(tops)) == 4  # two events share the first of February, the restitution is far away


def test_gauge_cells_can_be_counted():
    kinds = [cell.get("class") for cell in picture(draw(TAGS["gauge"])).iter(f"{SVG}rect")]
    assert (kinds.count("chart-done"), kinds.count("chart-hollow")) == (11, 7)


def test_gauge_of_nothing_is_drawn():
    assert "0 sur 0" in draw('{% gauge 0 0 title="Ateliers" %}')


def test_path_says_the_state_in_words_and_by_shape():
    svg = picture(draw(TAGS["path"]))
    assert svg.find(f"{SVG}desc").text == (
        "1. Cadrage\u00a0: close, 31 janvier 2006\u202f; 2. Concertation des partenaires\u00a0: en cours\u202f; "
        "3. Diagnostic des besoins\u00a0: à venir."
    )
    assert len([thing for thing in svg.iter() if thing.get("class") == "chart-ring"]) == 1


def test_path_with_addresses_is_a_group_of_named_links():
    svg = picture(draw(TAGS["path"]))
    links = [(link.get("href"), link.get("aria-label")) for link in svg.iter(f"{SVG}a")]
    assert (svg.get("role"), links) == ("group", [("/un/", "1. Cadrage\u00a0: close, 31 janvier 2006")])


@pytest.mark.parametrize(
    ("value", "name"),
    [(None, "heat-0"), (0, "heat-0"), (0.2, "heat-1"), (1, "heat-1"), (2, "heat-2"), (3, "heat-3"), (9, "heat-4")],
)
def test_heat_is_a_step_of_darkness(value, name):
    assert heat(value) == name


def test_portions_are_told_in_words():
    said = re.findall(r"font-weight=\"600\">([^<]+)<", draw(TAGS["portions"]))
    assert said == [
        "6 demi-journées sur 8",
        "9 demi-journées pour 8 commandées",
        "aucune demi-journée sur 2",
        "1 demi-journée",
    ]


def test_portions_draw_what_was_ordered_around_what_is_done():
    kinds = [part.get("class") for part in picture(draw(TAGS["portions"])).iter(f"{SVG}rect")]
    assert kinds.count("chart-hollow") == 3  # nothing was ordered for the last
    assert kinds.count("chart-over") == 1


def test_timeline_of_a_crowd_has_a_point_a_month():
    crowd = [(datetime.date(2007, month, day), f"Atelier {day}") for month in (2, 3) for day in range(1, 13)]
    html = draw(TAGS["timeline"], events=crowd)
    assert re.findall(r"<time[^>]*>([^<]+)</time>", html) == ["février 2007", "mars 2007"]
    assert "12 réunions\u00a0: Atelier 1\u202f; Atelier 2 et 10 autres" in html


def test_pairs_have_a_scale_each_and_are_told_in_words():
    html = draw(TAGS["pairs"])
    assert "Salariés\u00a0: 2 au départ, 4 à 6 mois" in html
    assert re.findall(r'<rect[^>]* width="([^"]*)%"', html) == ["28.00", "56.00", "0", "0"]
    assert [part.count("chart-hollow") for part in html.split("<rect")[1:]] == [1, 0, 1, 0]
