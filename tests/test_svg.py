"""SVGs: rebuilt from Plotly's export, in the design's colours only, the same on every run."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from microsite.charts.house import INK, PAPER, Sheet
from microsite.svg import Artboard, clean, find_browser, render

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
