"""Plotly figures → small, themed SVGs: each mark and label where plotly.js puts it, without a browser.

It knows what sheet.py makes figures of, and no more. Colours become custom properties, so that one drawing serves every
theme. A test in a browser holds every drawing against plotly.js, mark by mark: it finds what a drawing leaves out.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

from microsite.charts.chart import Figure
from microsite.charts.labels import Spot
from microsite.charts.sheet import Axis
from microsite.charts.style import SENTINELS
from microsite.charts.typesetting import LEADING, TEXT

Properties = Mapping[str, Any]

_TOKENS = {colour: token for token, colour in SENTINELS.items()}
_CLEAR = "rgba(0,0,0,0)"
_ROOT3 = math.sqrt(3)
SYMBOLS: dict[str, tuple[Spot, ...]] = {  # their corners, in radii from the middle
    "circle": (),
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)),
    "triangle-up": ((-2 / _ROOT3, 0.5), (2 / _ROOT3, 0.5), (0, -1)),
    "triangle-down": ((-2 / _ROOT3, -0.5), (2 / _ROOT3, -0.5), (0, 1)),
    "triangle-right": ((-0.5, -2 / _ROOT3), (-0.5, 2 / _ROOT3), (1, 0)),
}
DASHES = {"solid": (), "dot": (1, 1), "dash": (3, 3), "longdash": (5, 5), "dashdot": (3, 1, 1, 1)}
_BENT = {"stroke-miterlimit": "2"}  # of what may come to a point
_ANCHORS = {"left": "end", "center": "middle", "right": "start"}

# --- drawing


class Shape(NamedTuple):
    """An element: its tag and places, what it is as part of a path, how it is painted."""

    tag: str
    places: dict[str, str]
    path: str
    paint: dict[str, str] = {}  # noqa: RUF012 - never changed


@dataclass
class Canvas:
    """A drawing under way; `name` begins its ids."""

    name: str
    axes: Mapping[str, Axis]
    patterns: dict[tuple[Any, ...], str] = field(default_factory=dict)  # elements, by what they look like

    def fill(self, colour: str, pattern: Properties) -> dict[str, str]:
        """Return what fills a shape: its pattern, if it has one, or a colour."""
        if not pattern.get("shape"):
            return {"fill": _colour(colour)}
        look = tuple(sorted(pattern.items()))
        id_ = f"{self.name}-{[*self.patterns, look].index(look) + 1}"
        self.patterns.setdefault(look, _pattern(id_, **pattern))
        return {"fill": f"url(#{id_})"}


def draw(figure: Figure, name: str) -> str:
    """Return a figure as an SVG; `name` begins the ids in it.

    Raises ValueError for a colour that is none of the design's, and for marks that plotly.js would hide.
    """
    layout = figure["layout"]
    canvas = Canvas(name, dict(_axes(layout)))
    below, above = ([one for one in layout["shapes"] if one["layer"] == layer] for layer in ("below", "above"))
    drawn = _by_series(below, lambda rule: [_rule(rule, layout)])
    drawn += _by_series(sorted(figure["data"], key=_layer), lambda trace: _trace(canvas, trace))
    drawn += _by_series(above, lambda rule: [_rule(rule, layout)])
    defs = [_tag("defs", {}, *_lines(canvas.patterns.values()))] if canvas.patterns else []
    size = {"viewBox": f"0 0 {_px(layout['width'])} {_px(layout['height'])}", "font-size": str(TEXT)}
    inner = _lines([*defs, *map(_element, _merged(drawn))])
    return _tag("svg", {"xmlns": "http://www.w3.org/2000/svg", **size}, *inner) + "\n"


def _by_series(parts: Iterable[Properties], draw: Callable[[Properties], Iterable[str | Shape]]) -> list[str | Shape]:
    """Draw one part after the other, what is of one series as an element of that name."""
    drawn: list[str | Shape] = []
    for series, own in groupby(parts, key=lambda part: part.get("legendgroup")):
        shapes = [shape for part in own for shape in draw(part)]
        named = [_tag("g", {"data-series": escape(series)}, *_lines(map(_element, _merged(shapes))))] if series else []
        drawn += named or shapes
    return drawn


def _merged(shapes: Iterable[str | Shape]) -> list[str | Shape]:
    """Make neighbours that are alike one path, for a page holds thousands of dots."""
    parts: list[str | Shape] = []
    for paint, run in groupby(shapes, key=lambda shape: None if isinstance(shape, str) else shape.paint):
        alike = list(run)
        if paint is None or len(alike) == 1:
            parts += alike
        else:
            parts.append(_path("".join(shape.path for shape in alike if isinstance(shape, Shape)), paint))
    return parts


def _axes(layout: Properties) -> Iterator[tuple[str, Axis]]:
    for name in ("xaxis", "xaxis2", "yaxis", "yaxis2"):
        if axis := layout.get(name):
            ends = (0, layout["width"]) if name[0] == "x" else (layout["height"], 0)
            yield name.replace("axis", ""), Axis(*axis["range"], *ends)


def _layer(trace: Properties) -> tuple[str, str, bool]:
    """Return what Plotly goes by: one pair of axes is drawn over the other, in each the bars first."""
    return trace["xaxis"], trace["yaxis"], trace["type"] != "bar"


def _rule(shape: Properties, layout: Properties) -> Shape:
    ends = [(shape[f"x{end}"] * layout["width"], (1 - shape[f"y{end}"]) * layout["height"]) for end in (0, 1)]
    return _path(_outline(ends), _stroke(shape["line"]))


def _trace(canvas: Canvas, trace: Properties) -> Iterator[str | Shape]:
    """Yield what draws a trace, one element where it has a tip."""
    drawn = KINDS[trace.get("mode", "bars")](canvas, trace)
    tip = trace["text"] if trace.get("hoveron") == "fills" else trace.get("hovertext", "")  # Plotly's own of outlines
    parts = _merged(drawn) if tip else []
    if not tip:
        yield from drawn
    elif len(parts) == 1:
        yield _element(parts[0], tip)
    elif parts:
        yield _tag("g", {}, *_lines([*_title(tip), *map(_element, parts)]))


def _bars(canvas: Canvas, trace: Properties) -> Iterator[Shape]:
    """Yield the bars of a trace that have a length."""
    marker, x_axis, y_axis = trace["marker"], canvas.axes[trace["xaxis"]], canvas.axes[trace["yaxis"]]
    places = zip(trace["x"], trace["base"], trace["y"], trace["width"], strict=True)
    for number, (length, base, middle, thickness) in enumerate(places):
        own, edge = _own(marker, number), _own(marker["line"], number)
        ends = [x_axis.at(base + part) for part in (0, length)]
        sides = [y_axis.at(middle + part * thickness) for part in (-0.5, 0.5)]
        paint = canvas.fill(own["color"], marker.get("pattern", {})) | _stroke(edge)
        if length:
            yield _box(ends, sides)._replace(paint=paint)


def _strokes(canvas: Canvas, trace: Properties) -> Iterator[Shape]:
    """Yield what a trace fills, as one, and over that its line between its gaps."""
    x_axis, y_axis = canvas.axes[trace["xaxis"]], canvas.axes[trace["yaxis"]]
    runs: list[list[Spot]] = [[]]
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None:
            runs.append([])
        else:
            runs[-1].append((x_axis.at(x), y_axis.at(y)))
    if "fill" in trace:
        paint = canvas.fill(trace["fillcolor"], trace.get("fillpattern", {}))
        yield _path("".join(f"{_outline(run)}z" for run in runs if run), paint)
    stroke = _stroke(trace["line"])
    for run in filter(None, runs if stroke else ()):
        yield _path(_outline(run), stroke | (_BENT if len(run) > 2 else {}))


def _symbols(canvas: Canvas, trace: Properties) -> Iterator[Shape]:
    """Yield a trace's symbols."""
    marker, x_axis, y_axis = trace["marker"], canvas.axes[trace["xaxis"]], canvas.axes[trace["yaxis"]]
    name, edge = marker["symbol"], marker["line"]
    if "-open" in name:  # Plotly's have no fill, an edge of at least 1 px, and that in the fill's colour
        paint = {"fill": "none"} | _stroke({"color": marker["color"], "width": edge["width"] or 1})
    else:
        paint = {"fill": _colour(marker["color"])} | _stroke(edge)
    for x, y in zip(trace["x"], trace["y"], strict=True):
        outline = _symbol(name, _seen(x_axis, x), _seen(y_axis, y), marker["size"] / 2)
        bent = _BENT if outline.tag == "path" and "stroke" in paint else {}
        yield outline._replace(paint=paint | bent)


def _texts(canvas: Canvas, trace: Properties) -> Iterator[str]:
    """Yield a trace's texts, the middle of each at its place."""
    x_axis, y_axis = canvas.axes[trace["xaxis"]], canvas.axes[trace["yaxis"]]
    places = zip(trace["x"], trace["y"], trace["text"], trace["textposition"], strict=True)
    for number, (x, y, text, position) in enumerate(places):
        font = _own(trace["textfont"], number)
        left, lines = _px(_seen(x_axis, x)), text.split("<br>")
        tall = ((len(lines) - 1) * LEADING + 1) * font["size"]
        down = font["size"] * 0.75 - tall / 2  # to where the first line's letters stand
        attributes = {
            "x": left,
            "y": _px(_seen(y_axis, y) + down),
            **_unless(_ANCHORS[position.split()[1]], "start", "text-anchor"),
            **_unless(font["size"], TEXT, "font-size"),
            **_unless(font["weight"], 400, "font-weight"),
            "fill": _colour(font["color"]),
        }
        first, *rest = map(_inside, lines)
        below = (_tag("tspan", {"x": left, "dy": f"{LEADING}em"}, line) for line in rest)
        yield _tag("text", attributes, first, *below)


def _seen(axis: Axis, value: float) -> float:
    """Return where a symbol or a text is. Raises ValueError where plotly.js hides those."""
    if not min(axis.low, axis.high) <= value <= max(axis.low, axis.high):
        raise ValueError(f"{value} lies outside of its axis, where plotly.js hides it")
    return axis.at(value)


KINDS: dict[str, Callable[[Canvas, Properties], Iterator[str | Shape]]] = {
    "bars": _bars, "lines": _strokes, "markers": _symbols, "text": _texts,
}  # fmt: skip


def _own(properties: Properties, number: int) -> dict[str, Any]:
    """Return the properties of one mark: each is given for all, or as a list with one for each."""
    return {name: value[number] if isinstance(value, (list, tuple)) else value for name, value in properties.items()}


# --- paint


def _colour(colour: str) -> str:
    """Return a colour as a custom property. Raises ValueError for one that is no token of the design."""
    if colour == _CLEAR:
        return "none"
    if colour not in _TOKENS:
        raise ValueError(f"the colour '{colour}' is none of the design's tokens")
    return f"var(--{_TOKENS[colour]})"


def _stroke(line: Properties) -> dict[str, str]:
    """Return how a line is drawn; nothing for one without a width."""
    width = line["width"]
    if not width:
        return {}
    dash = " ".join(_px(part * max(width, 3)) for part in DASHES[line.get("dash", "solid")])
    named = _unless(width, 1, "stroke-width") | _unless(dash, "", "stroke-dasharray")
    return {"stroke": _colour(line["color"]), **named}


def _pattern(id_: str, *, shape: str, size: float, solidity: float, fgcolor: str, bgcolor: str, **_: str) -> str:
    """Return the tile of a pattern as Plotly makes it."""
    side = size * math.sqrt(2) if shape == "/" else size
    half, quarter = side / 2, side / 4
    if shape == ".":
        part = max(0, (solidity - math.pi / 4) / (1 - math.pi / 4))  # of what is beyond dots that touch each other
        radius = size * (0.5 + part * (math.sqrt(0.5) - 0.5) if part else math.sqrt(solidity / math.pi))
        places = {"cx": _px(half, 2), "cy": _px(half, 2), "r": _px(radius, 2), "fill": _colour(fgcolor)}
        mark = _tag("circle", places)
    else:
        corners = [[(x - quarter, y + quarter), (x + quarter, y - quarter)] for x, y in ((0, 0), (side, side))]
        lines = [[(0, side), (side, 0)], *corners] if shape == "/" else [[(0, half), (side, half)]]
        path = "".join(_outline(line, 2) for line in lines)
        mark = _tag("path", {"d": path, "stroke": _colour(fgcolor), "stroke-width": _px(size * solidity, 2)})
    square = {"width": _px(side, 2), "height": _px(side, 2)}
    ground = [] if bgcolor == _CLEAR else [_tag("rect", {**square, "fill": _colour(bgcolor)})]
    return _tag("pattern", {"id": id_, **square, "patternUnits": "userSpaceOnUse"}, *ground, mark)


# --- outlines


def _path(path: str, paint: dict[str, str]) -> Shape:
    return Shape("path", {"d": path}, path, paint)


def _outline(places: Iterable[Spot], digits: int = 1) -> str:
    return "M" + "L".join([f"{_px(x, digits)} {_px(y, digits)}" for x, y in places])


def _box(xs: Sequence[float], ys: Sequence[float]) -> Shape:
    x, y, width, height = _px(min(xs)), _px(min(ys)), _px(abs(xs[1] - xs[0])), _px(abs(ys[1] - ys[0]))
    places = {"x": x, "y": y, "width": width, "height": height}
    return Shape("rect", places, f"M{x} {y}h{width}v{height}h-{width}z")


def _disc(x: float, y: float, radius: float) -> Shape:
    places = {"cx": _px(x), "cy": _px(y), "r": _px(radius)}
    r, across = places["r"], _px(2 * float(places["r"]))
    arcs = f"M{_px(float(places['cx']) - float(r))} {places['cy']}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0z"
    return Shape("circle", places, arcs)


def _symbol(name: str, x: float, y: float, radius: float) -> Shape:
    base = name.removesuffix("-dot").removesuffix("-open")
    if base == "square":
        outline = _box((x - radius, x + radius), (y - radius, y + radius))
    elif base == "circle":
        outline = _disc(x, y, radius)
    else:
        outline = _path(_outline((x + dx * radius, y + dy * radius) for dx, dy in SYMBOLS[base]) + "z", {})
    if name.endswith("-dot"):
        outline = _path(f"{outline.path}{_outline([(x, y + 0.5), (x + 0.5, y), (x, y - 0.5), (x - 0.5, y)])}z", {})
    return outline


# --- XML


def _element(shape: str | Shape, tip: str = "") -> str:
    if isinstance(shape, str):
        return shape
    hollow = {"fill": "none"} if "fill" not in shape.paint else {}
    return _tag(shape.tag, shape.places | hollow | shape.paint, *_title(tip))


def _title(tip: str) -> list[str]:
    return [_tag("title", {}, escape(tip, quote=False))] if tip else []


def _inside(line: str) -> str:
    """Return a line of Plotly's bit of HTML as SVG; most are plain."""
    return _inner(ET.fromstring(f"<line>{line}</line>")) if "<" in line or "&" in line else line


def _inner(element: ET.Element) -> str:
    """Return what stands in an element: runs in bold, or in another colour."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        colour = re.fullmatch(r"color: (#\w+)", child.get("style", ""))
        if child.tag == "b":
            attributes = {"font-weight": "700"}
        elif child.tag == "span" and colour:
            attributes = {"fill": _colour(colour[1])}
        else:
            raise ValueError(f"the drawing does not know <{child.tag}> in a text")
        parts += [_tag("tspan", attributes, _inner(child)), escape(child.tail or "", quote=False)]
    return "".join(parts)


def _lines(elements: Iterable[str]) -> Iterator[str]:
    """Yield elements, one a line, for the inside of another."""
    yield "\n"
    yield from (f"{element}\n" for element in elements)


def _tag(name: str, attributes: Mapping[str, str], *inner: str) -> str:
    head = name + "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{head}>{''.join(inner)}</{name}>" if inner else f"<{head}/>"


def _unless(value: Any, default: Any, name: str) -> dict[str, str]:
    """Return an attribute, unless its value is the default."""
    return {} if value == default else {name: value if isinstance(value, str) else _px(value, 3)}


def _px(number: float, digits: int = 1) -> str:
    """Word a length, as a rule to a tenth of a pixel at the artboard's own size."""
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
