"""SVGs: rebuilt from Plotly's export, in the design's colours only, the same on every run."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from microsite.charts.chart import Figure
from microsite.charts.sheet import Sheet
from microsite.charts.style import INK, PAPER
from microsite.pictures.svg import Artboard, clean, find_browser, render

EXPORT = """\
<svg class="main-svg" xmlns="http://www.w3.org/2000/svg" width="320" height="90" style="" viewBox="0 0 320 90">
<rect x="0" y="0" width="320" height="90" style="fill: rgb(0, 0, 0); fill-opacity: 0;"/>
<defs id="defs-RANDOM"><g class="clips"><clipPath id="clipRANDOM"><rect width="9" height="9"/></clipPath></g>
<g class="patterns">
<pattern id="pRANDOM-a" width="6px" height="6px" patternUnits="userSpaceOnUse" patternTransform="">
<circle cx="3" cy="3" r="1.854" fill="rgb(1, 2, 18)"/></pattern>
<pattern id="pRANDOM-b" width="6px" height="6px" patternUnits="userSpaceOnUse" patternTransform="">
<circle cx="3" cy="3" r="1.854" fill="rgb(1, 2, 18)"/></pattern>
</g></defs>
<g class="subplot xy2"><path class="xlines-above crisp" d="M0,0" style="fill: none;"/>
<g class="xy2" transform="translate(20.04,0)" clip-path="url(#clipRANDOM)"><g class="barlayer mlayer">
<g class="trace bars" style="opacity: 1;"><g class="points">
<g class="point"><path d="M0,10V30H120.3333,10Z" style="BROKEN"/></g>
</g></g></g></g></g>
</svg>
"""
BAR = '<path d="M0,10V30H120.3333V10Z" style="opacity: 0.5; stroke-width: 0px; fill: FILL; fill-opacity: 1;"/>'
TRACE = {"type": "bar", "xaxis": "x", "yaxis": "y2", "hoverinfo": "text", "hovertext": "Trees: 900"}
FIGURE = {"data": [TRACE], "layout": {}}


def export(*fills: str, random: str = "5f3a") -> str:
    paths = "".join(f'<g class="point">{BAR.replace("FILL", fill)}</g>' for fill in fills)
    whole = re.sub(r'<g class="point"><path.*BROKEN"/></g>', paths.replace("\\", ""), EXPORT)
    return whole.replace("RANDOM", random)


def test_colours_become_custom_properties_and_only_what_is_seen_is_kept() -> None:
    assert clean(export("rgb(1, 2, 18)"), "trees", FIGURE) == (
        '<svg font-size="14" viewBox="0 0 320 90" xmlns="http://www.w3.org/2000/svg">\n'
        '<rect fill="var(--ink)" height="20" opacity="0.5" width="120.3" x="20" y="10">'
        "<title>Trees: 900</title></rect>\n"
        "</svg>\n"
    )


@pytest.mark.parametrize("colour", ["rgb(68, 68, 68)", "#fff", "white", "rgba(1, 2, 99)"])
def test_a_colour_that_is_no_token_fails(colour: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"the colour '{colour}' is none of the design's tokens")):
        clean(export(colour), "trees", FIGURE)


def test_equal_patterns_become_one_with_an_id_of_the_artboard() -> None:
    cleaned = clean(export("url('#pRANDOM-a')", "url('#pRANDOM-b')"), "trees-en-320", FIGURE)
    assert re.findall(r'id="([^"]*)"', cleaned) == ["trees-en-320-1"]
    assert cleaned.count("url(#trees-en-320-1)") == 1  # shared by the group
    assert cleaned == clean(export("url('#pRANDOM-a')", "url('#pRANDOM-b')", random="0c11"), "trees-en-320", FIGURE)


def test_a_trace_that_the_figure_does_not_hold_fails() -> None:
    with pytest.raises(ValueError, match="a bar trace that the figure does not hold"):
        clean(export("rgb(1, 2, 18)"), "trees", {"data": [], "layout": {}})


def points(*shapes: str) -> str:
    marked = "".join(f"<path {shape}/>" for shape in shapes)
    trace = f'<g class="xy subplot"><g class="trace scatter"><g class="points">{marked}</g></g></g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{trace}</svg>'


def dot(x: int, y: int, fill: str = "rgb(1, 2, 18)") -> str:
    return f'd="M2,0A2,2 0 1,1 0,-2A2,2 0 0,1 2,0Z" transform="translate({x},{y})" style="fill: {fill}"'


def square(x: int, y: int) -> str:
    return f'd="M2,2H-2V-2H2Z" transform="translate({x},{y})" style="fill: rgb(1, 2, 18)"'


def scatter(tip: object) -> Figure:
    return {"data": [{"type": "scatter", "xaxis": "x", "yaxis": "y", "hoverinfo": "none", "hovertext": tip}]}


def test_marks_that_are_all_alike_are_one_shape() -> None:
    drawn = clean(points(dot(3, 4), square(8, 4)), "a", scatter("two trees"))
    assert '<path d="M1 4a2 2 0 1 0 4 0a2 2 0 1 0-4 0zM6 2h4v4h-4z" fill="var(--ink)">' in drawn
    assert drawn.count("<title>two trees</title>") == 1


def test_marks_with_a_paint_or_a_tip_of_their_own_stay_apart() -> None:
    others = points(dot(3, 4), dot(8, 4, "rgb(1, 2, 17)"))
    assert clean(others, "a", scatter("two trees")).count("<circle") == 2
    assert clean(points(dot(3, 4), dot(8, 4)), "a", scatter(["one", "another"])).count("<circle") == 2


def test_neighbours_that_are_alike_are_one_path_and_no_others() -> None:
    def line(x: int, colour: str = "rgb(1, 2, 18)", opacity: str = "1") -> str:
        style = f"fill: none; stroke: {colour}; stroke-opacity: {opacity}"
        return f'<path d="M{x},0L{x},9" style="{style}"/>'

    lines = (line(1), line(2), line(3, "rgb(1, 2, 17)"), line(4), line(5, opacity="0.5"), line(6, opacity="0.5"))
    drawn = clean(points().replace("<g", "".join(lines) + "<g", 1), "a", scatter(None))
    assert re.findall(r' d="(.*?)"', drawn) == ["M1 0L1 9M2 0L2 9", "M3 0L3 9", "M4 0L4 9", "M5 0L5 9", "M6 0L6 9"]


def test_an_unknown_element_fails() -> None:
    with pytest.raises(ValueError, match="no <image>"):
        clean(export("rgb(1, 2, 18)").replace("</svg>", '<image href="x"/></svg>'), "trees", FIGURE)


def test_lines_of_text_follow_each_other() -> None:
    lines = "".join(f'<tspan class="line" dy="{n * 1.3}em" x="9" y="50">{n}</tspan>' for n in range(3))
    text = f"""<text x="9" y="50" text-anchor="end" style="font-family: 'Open Sans'; font-size: 14px; \
fill: rgb(1, 2, 18);">{lines}</text></svg>"""
    cleaned = clean(export("rgb(1, 2, 18)").replace("</svg>", text), "trees", FIGURE)
    assert (
        '<text fill="var(--ink)" text-anchor="end" x="9" y="50"><tspan>0</tspan>'
        '<tspan dy="1.3em" x="9">1</tspan><tspan dy="1.3em" x="9">2</tspan></text>'
    ) in cleaned


@pytest.mark.skipif(find_browser() is None, reason="no browser to render with")
def test_a_real_figure_comes_out_the_same_twice() -> None:
    sheet = Sheet(320, 60)
    sheet.rule(0, 30, 320, 30, colour=INK)
    sheet.text(10, 20, ["900 trees", "<counted>"], bold=True)
    figure = sheet.figure()
    pattern = {"shape": "/", "fgcolor": INK, "bgcolor": PAPER, "fillmode": "replace"}
    marker = {"color": PAPER, "line": {"color": INK, "width": 1}, "pattern": pattern}
    places = {"x": [9, 4], "y": [40, 40], "width": [9, 9], "base": [0, 12], "orientation": "h", "uid": "t9"}
    figure["data"].append({**TRACE, **places, "xaxis": "x2", "hovertext": "900", "marker": marker})
    first, second = render({Artboard(slug, "en", 320): figure for slug in ("trees", "again")}).values()
    assert first == second.replace("again", "trees")
    ET.fromstring(first)
    for kept in ("<title>900</title>", "&lt;counted&gt;", "url(#trees-en-320-1)", 'stroke="var(--ink)"', "900 trees"):
        assert kept in first
    for dropped in ("font-family", "rgb", "clip", "class", 'width="320"'):
        assert dropped not in first
