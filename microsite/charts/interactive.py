"""Charts → what their interactive version, if they have one, loads besides plotly.js when a reader asks: a script.

Colours stand in the scripts as custom properties; static/charts.js puts in what they are in the reader's
theme. Each figure is published as JSON too, in the light theme, for whoever wants to go on with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from math import ceil
from typing import Any, NamedTuple

from microsite.charts.chart import Artboard, Chart, Figure, table
from microsite.charts.forms import FORMS
from microsite.charts.style import SENTINELS, WIDTHS
from microsite.charts.typesetting import LINE, wrap
from microsite.language.prose import Prose
from microsite.source.models import Status

CARD = 300  # px: the most that a line of a hover card may take up, on an artboard that has the room
PADDING = 24  # px: what a hover card needs beyond its lines

_TOKENS = {colour: token for token, colour in SENTINELS.items()}
_SENTINEL = re.compile("|".join(SENTINELS.values()))


def script_path(slug: str, language: str) -> str:
    """Return where a site holds a chart's figures, for static/charts.js."""
    return f"data/charts/{slug}-{language}.js"


def json_path(slug: str, language: str) -> str:
    """Return where a site holds a chart's figure to take away."""
    return f"data/charts/{slug}-{language}.json"


def render_interactive(
    charts: Mapping[tuple[str, str], Chart],
    figures: Mapping[Artboard, Figure],
    proses: Mapping[str, Prose],
    tokens: Mapping[str, Mapping[str, str]],
) -> dict[str, bytes]:
    """Return the files by their paths below the site. `tokens` are its colours, by name and theme."""
    files = {}
    for (slug, code), chart in charts.items():
        cards, explored = _cards(chart, proses[code]), FORMS[chart.spec.form].explored
        widths = WIDTHS if explored else (max(WIDTHS),)
        explained = {width: explain(figures[Artboard(slug, code, width)], cards, width) for width in widths}
        for figure in explained.values():
            figure["layout"]["meta"] = {"title": chart.title, "subtitle": chart.subtitle, "alt": chart.alt}
        if explored:
            themed = paint(_json(explained), {token: f"var(--{token})" for token in SENTINELS})
            files[script_path(slug, code)] = f"document.currentScript.figures={themed};\n".encode()
        light = {token: colours["light"] for token, colours in tokens.items()}
        files[json_path(slug, code)] = f"{paint(_json(explained[max(WIDTHS)]), light)}\n".encode()
    return files


def paint(text: str, colours: Mapping[str, str]) -> str:
    """Replace the sentinel colours in a figure's JSON by what each token is called, or is."""
    return _SENTINEL.sub(lambda colour: colours[_TOKENS[colour[0]]], text)


# --- hover cards


class _Card(NamedTuple):
    """What a mark says of itself: label, value with its bound in words, period and kind, sources."""

    lines: tuple[str, ...]
    sentence: str


def _cards(chart: Chart, prose: Prose) -> dict[str, list[_Card]]:
    """Return the cards by the tip that stands for them in a figure; marks that share one are told apart by source."""
    words = prose.wording.words
    cards: dict[str, list[_Card]] = {}
    for row in table(chart, prose).rows:
        label, value, period, status, sources, *verdict = row.cells
        datum = row.mark.datum
        when = [period] if datum.period and period not in label else []
        kind = [status] if datum.status is not Status.MEASURED else []
        about = str(words["separator"]).join([*when, *kind, *filter(None, verdict)])
        credited = str(words["chart"]["source"]) + str(words["colon"]) + sources
        lines = tuple(filter(None, (label, value, about, credited)))
        card = _Card(lines, f"{row.mark.tip}{words['stop']}{credited}")
        if card not in cards.setdefault(row.mark.tip, []):
            cards[row.mark.tip].append(card)
    return cards


def explain(figure: Figure, cards: Mapping[str, list[_Card]], width: int) -> Figure:
    """Return the figure with cards instead of one-line tips, and each card as a sentence in its `customdata`."""
    data, tallest = [], 1  # line of a card
    for plain in figure["data"]:
        trace = {name: value for name, value in plain.items() if name != "uid"}
        if trace["hoverinfo"] == "text":
            name = "hovertext" if "hovertext" in trace else "text"  # Plotly's own for filled outlines
            said = [card for tip in trace[name].split("\n") for card in cards[tip]]
            lines = list(_worded(said, min(CARD, width * 0.6)))
            trace |= {name: "<br>".join(lines), "customdata": [" ".join(card.sentence for card in said)]}
            tallest = max(tallest, len(lines))
        data.append(trace)
    layout = {**figure["layout"], "hoverlabel": {**figure["layout"]["hoverlabel"], "align": "left"}}
    # Plotly shows no card that is taller than the figure: a low one gets room above and below.
    room = max(0, ceil((tallest * LINE + PADDING - layout["height"]) / 2))
    layout["margin"] = {**layout["margin"], "t": room, "b": room}
    layout["height"] += 2 * room
    return {"data": data, "layout": layout}


def _worded(cards: Iterable[_Card], width: float) -> Iterator[str]:
    """Yield the lines of a hover label, as Plotly's bit of HTML."""
    for card in cards:
        head, *rest = (wrap(line, width, bold=not number) for number, line in enumerate(card.lines))
        yield from (f"<b>{escape(line, quote=False)}</b>" for line in head)
        yield from (escape(line, quote=False) for lines in rest for line in lines)


# --- JSON


def _json(value: Any) -> str:
    """Write a figure without what no pixel shows: coordinates are worked out to the last bit."""
    figure = json.loads(json.dumps(value), parse_float=_short)
    return json.dumps(figure, ensure_ascii=False, separators=(",", ":"))


def _short(number: str) -> float:
    value = float(number)
    return int(value) if value.is_integer() else float(f"{value:.9g}")
