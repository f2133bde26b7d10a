"""Drawings: each mark and label where plotly.js puts it, and nothing left out; in the design's colours only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from microsite.charts.chart import Figure
from microsite.charts.sheet import Sheet
from microsite.charts.story import Story
from microsite.charts.style import INDIGO, INK, PAPER, SENTINELS, VERMILION
from microsite.checks.charts import find_invalid
from microsite.files import ENGINE
from microsite.pictures.svg import DASHES, SYMBOLS, draw
from microsite.pipeline import draw as draw_story
from microsite.pipeline import load
from tests.conftest import needs_browser

CLEAR = "rgba(0,0,0,0)"
PLOTTED = Path(__file__).with_name("plotted.js")
# All that the drawing knows of what figures may use, though no chart may show it today.
HATCHED = {"size": 6, "solidity": 0.3, "fgcolor": INK, "bgcolor": PAPER, "fillmode": "replace"}


def axis(low: float, high: float) -> dict[str, Any]:
    return {"range": [low, high], "domain": [0, 1], "visible": False, "fixedrange": True}


def figure(*traces: Mapping[str, Any], **layout: Any) -> Figure:
    """Return a figure of 400 × 200 px with traces in px, or on the scales that `layout` has."""
    plain = Sheet(400, 200).figure()
    data = [{"uid": f"t{n}", "hoverinfo": "skip", "xaxis": "x2", "yaxis": "y2", **t} for n, t in enumerate(traces)]
    return {"data": data, "layout": {**plain["layout"], **layout}}


def bars(**more: Any) -> dict[str, Any]:
    marker = {"color": INK, "line": {"width": 0}, **more.pop("marker", {})}
    plain = {"type": "bar", "orientation": "h", "x": [90, 40], "y": [20, 60], "base": [10, 10], "width": [30, 30]}
    return {**plain, "marker": marker, **more}


def scatter(mode: str, **more: Any) -> dict[str, Any]:
    marker = {"color": INK, "size": 11, "symbol": "circle", "line": {"color": INDIGO, "width": 1}}
    if mode == "text":
        positions = ["middle right"] * len(more["text"])
        more = {"textfont": {"size": 14, "color": INK, "weight": 400}, "textposition": positions, **more}
    if "lines" in mode:
        more = {"line": {"color": INK, "width": 2}, **more}
    if "markers" in mode:
        more["marker"] = {**marker, **more.get("marker", {})}
    return {"type": "scatter", "mode": mode, "x": [10, 80, 200], "y": [20, 60, 40], "cliponaxis": False, **more}


NAMES = [name + kind for name in SYMBOLS for kind in ("", "-open", "-open-dot")]
POSITIONS = ("middle left", "middle center", "middle right")
RING = {"x": [10, 90, 90, 10, 10, None, 150, 200, 180], "y": [10, 10, 90, 90, 10, None, 20, 30, 80]}
LINE = {"type": "line", "xref": "paper", "yref": "paper", "x0": 0.1, "x1": 0.9, "y0": 0.2, "y1": 0.7}
FIGURES: dict[str, Figure] = {
    "bars of a trace that differ": figure(
        bars(marker={"color": [INK, PAPER], "line": {"color": INDIGO, "width": [0, 1.5]}})
    ),
    "bars of both signs, and none of zero": figure(
        bars(x=[30, -20, 0], y=[1, 2, 3], base=[0] * 3, width=[0.5] * 3, xaxis="x", yaxis="y"),
        xaxis=axis(-60, 60),
        yaxis=axis(-1, 5),
    ),
    "bars one on the other": figure(bars(y=[30, 30], x=[40, 60], base=[10, 50], marker={"color": [INK, INDIGO]})),
    "patterns of bars": figure(
        *(
            bars(y=[15 * n + 20, 15 * n + 90], width=[12] * 2, marker={"pattern": {**HATCHED, "shape": shape}})
            for n, shape in enumerate("/-.")
        )
    ),
    "dense dots": figure(bars(marker={"pattern": {**HATCHED, "shape": ".", "solidity": 0.9, "size": 8}})),
    "symbols": figure(
        *(scatter("markers", x=[17 * n + 10], y=[5 * n + 10], marker={"symbol": name}) for n, name in enumerate(NAMES))
    ),
    "a line with a gap": figure(
        scatter("lines", x=[2012, 2013.5, None, 2020.2, 2025], y=[1, 3, None, 2, 4],
                xaxis="x", yaxis="y", line={"color": VERMILION, "width": 3, "dash": "dash"}),
        xaxis=axis(2008, 2027),
        yaxis=axis(-1, 6),
    ),
    "dashes": figure(
        *(scatter("lines", line={"color": INK, "width": n + 1, "dash": dash}) for n, dash in enumerate(DASHES))
    ),
    "a sharp bend": figure(scatter("lines", x=[10, 60, 10], y=[50, 55, 60])),
    "outlines, filled and with an edge": figure(
        scatter("lines", **RING, fill="toself", fillcolor=INDIGO),
        scatter("lines", **RING, fill="toself", fillcolor=CLEAR, line={"color": INK, "width": 0},
                fillpattern={**HATCHED, "shape": ".", "bgcolor": CLEAR}),
    ),
    "texts of all positions": figure(
        scatter("text", x=[200] * len(POSITIONS), y=[20 * n + 20 for n in range(len(POSITIONS))],
                text=["<b>2024</b><br>&lt;900 trees"] * len(POSITIONS), textposition=list(POSITIONS)),
    ),
    "texts that differ": figure(
        scatter("text", text=["a", f'b <b><span style="color: {VERMILION}">900</span></b> c', "果树<br>三行<br>字"],
                textfont={"size": [12, 14, 17.5], "color": [INK, INDIGO, VERMILION], "weight": [400, 700, 400]}),
    ),
    "lines below and above": figure(
        bars(),
        shapes=[{**LINE, "layer": layer, "line": {"color": INK, "width": 3, "dash": dash}}
                for layer, dash in (("below", "solid"), ("above", "dot"))],
    ),
}  # fmt: skip


# --- held against plotly.js


@pytest.fixture(scope="module")
def compare(browser: Browser) -> Iterator[Callable[[Figure, str], dict[str, Any]]]:
    """Draw a figure with plotly.js and hold a drawing of it against that, in one font and in the sentinels' colours."""
    colours = "".join(f"--{token}:{colour};" for token, colour in SENTINELS.items())
    font = 'svg text, svg tspan { font-family: "DejaVu Sans", "Noto Sans CJK SC" !important }'
    page = browser.new_page()
    page.set_content(f"<style>:root{{{colours}}} {font} svg {{ display: block }}</style><body></body>")
    for script in (ENGINE / "static/plotly.min.js", PLOTTED):
        page.add_script_tag(path=str(script))

    def compared(figure: Figure, drawing: str) -> dict[str, Any]:
        found: dict[str, Any] = page.evaluate("compare", [figure, drawing])
        return found

    yield compared
    page.close()


Compare = Callable[[Figure, str], dict[str, Any]]


@needs_browser
@pytest.mark.parametrize("name", FIGURES)
def test_what_the_drawing_knows_is_drawn_as_plotly_draws_it(name: str, compare: Compare) -> None:
    found = compare(FIGURES[name], draw(FIGURES[name], "a"))
    assert found["differences"] == []
    assert found["marks"]


@needs_browser
@pytest.mark.parametrize("root", [ENGINE, ENGINE / "tests/sites/orchard"], ids=lambda root: root.name)
def test_every_chart_is_drawn_as_plotly_draws_it(
    root: Path, compare: Compare, figure: Callable[[str], None], *, thorough: bool
) -> None:
    """Of the widths in two languages, every fourth one, and so one or two of each chart; if thorough, all."""
    drawn = draw_story(load(root)[0], shared=False)
    marks, far = 0, 0.0
    taken = [*drawn.figures.items()][:: 1 if thorough else 4]
    for artboard, plain in taken:
        found = compare(plain, drawn.artboards[artboard])
        assert found["differences"] == [], artboard
        marks, far = marks + found["marks"], max(far, found["far"])
    figure(f"{len(taken)} drawings of {root.name}: {marks} marks and texts, at most {far:.3f} px from plotly.js")


@needs_browser
@pytest.mark.parametrize(
    ("was", "now"), [('x="10"', 'x="10.3"'), ("--ink", "--indigo"), ('height="30"', 'height="29"')]
)
def test_what_differs_is_found(was: str, now: str, compare: Compare) -> None:
    plain = figure(bars(x=[90], y=[20], base=[10], width=[30]))
    drawn = draw(plain, "a")
    assert not compare(plain, drawn)["differences"]
    assert was in drawn
    assert compare(plain, drawn.replace(was, now, 1))["differences"]


@needs_browser
@pytest.mark.parametrize(
    "left_out",
    [
        bars(textposition="inside", text=["a", "b"]),
        bars(marker={"cornerradius": 9}),
        bars(marker={"opacity": 0.5}),
        scatter("lines", line={"color": INK, "width": 2, "shape": "spline"}),
    ],
)
def test_what_a_drawing_leaves_out_is_found(left_out: Mapping[str, Any], compare: Compare) -> None:
    assert compare(figure(left_out), draw(figure(left_out), "a"))["differences"]


def test_plotly_takes_every_figure(story: Story) -> None:
    figures = [*draw_story(story, shared=False).figures.values(), *FIGURES.values()]
    assert list(filter(None, map(find_invalid, figures))) == []


def test_what_plotly_does_not_take_is_named() -> None:
    plain = figure(bars(orientation="sideways"))
    before = deepcopy(plain)
    assert "orientation" in find_invalid(plain)
    assert plain == before


# --- what is refused


@pytest.mark.parametrize("colour", ["#444444", "white", "rgba(1,2,18,0.5)"])
def test_a_colour_that_is_no_token_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"the colour '{colour}' is none of the design's tokens")):
        draw(figure(bars(marker={"color": colour})), "a")


@pytest.mark.parametrize(
    "text", ["<i>a</i>", '<a href="https://a.example">b</a>', '<span style="font-size: 9px">c</span>']
)
def test_a_text_that_holds_more_than_bold_and_colours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not know <"):
        draw(figure(scatter("text", text=[text] * 3)), "a")


def test_a_mark_that_plotly_would_hide_is_refused() -> None:
    with pytest.raises(ValueError, match="401 lies outside of its axis"):
        draw(figure(scatter("markers", x=[10, 80, 401])), "a")


# --- the drawing


def test_colours_become_custom_properties_and_tips_titles() -> None:
    assert draw(figure(bars(x=[120.3333], y=[20], base=[20], width=[20], hovertext="Trees: <900>")), "trees") == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" font-size="12">\n'
        '<rect x="20" y="10" width="120.3" height="20" fill="var(--ink)"><title>Trees: &lt;900&gt;</title></rect>\n'
        "</svg>\n"
    )


def test_equal_patterns_become_one_with_an_id_of_the_artboard() -> None:
    hatched = bars(marker={"pattern": {**HATCHED, "shape": "/"}})
    drawn = draw(figure(hatched, hatched, bars(marker={"pattern": {**HATCHED, "shape": "."}})), "trees-en-320")
    assert re.findall(r'id="([^"]*)"', drawn) == ["trees-en-320-1", "trees-en-320-2"]


def test_marks_that_are_all_alike_are_one_shape() -> None:
    drawn = draw(figure(scatter("markers", hovertext="three trees")), "a")
    assert drawn.count("<path") == drawn.count("<title>three trees</title>") == 1
    assert "<circle" not in drawn


def test_bars_of_zero_have_no_tip() -> None:
    assert draw(figure(bars(x=[0, 9], hovertext="one")), "a").count("<title>one</title>") == 1
    assert "<title>" not in draw(figure(bars(x=[0, 0], hovertext="none")), "a")


def test_a_page_holds_no_more_digits_than_can_be_seen() -> None:
    drawn = draw(figure(scatter("lines", x=[1 / 3, 2 / 3, 3], y=[1e-9, 2 / 7, 3])), "a")
    assert 'd="M0.3 0L0.7 0.3L3 3"' in drawn
