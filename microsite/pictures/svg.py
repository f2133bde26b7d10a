"""Plotly figures → small, themed SVGs: each mark and label where plotly.js puts it, without a browser.

A figure may use what `KNOWN` lists and nothing else: what the drawing left out would be seen only by those who make a
chart interactive. Colours become custom properties, so that one drawing serves every theme. A test in a browser holds
every drawing against plotly.js, mark by mark.
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
from microsite.charts.style import SENTINELS
from microsite.charts.typesetting import LEADING, TEXT

Properties = Mapping[str, Any]

_TOKENS = {colour: token for token, colour in SENTINELS.items()}
_CLEAR = "rgba(0,0,0,0)"
_ROOT3 = math.sqrt(3)
_SYMBOLS: dict[str, tuple[Spot, ...]] = {  # their corners, in radii from the middle
    "circle": (),
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)),
    "triangle-up": ((-2 / _ROOT3, 0.5), (2 / _ROOT3, 0.5), (0, -1)),
    "triangle-down": ((-2 / _ROOT3, -0.5), (2 / _ROOT3, -0.5), (0, 1)),
    "triangle-right": ((-0.5, -2 / _ROOT3), (-0.5, 2 / _ROOT3), (1, 0)),
}
_STYLES = ("circle-x", "circle-x-open", *(name + kind for name in _SYMBOLS for kind in ("", "-open", "-open-dot")))
_DASHES = {"solid": (), "dot": (1, 1), "dash": (3, 3), "longdash": (5, 5), "dashdot": (3, 1, 1, 1)}
_BENT = {"stroke-miterlimit": "2"}  # of what may come to a point
_POSITIONS = {"top": -1, "middle": -0.5, "bottom": 0}, {"left": "end", "center": "middle", "right": "start"}

# --- what the drawing knows


def _any(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names)


_LINE = {**_any("color", "width"), "dash": tuple(_DASHES)}
_PATTERN = {
    "shape": ("", "/", "-", "."),
    "fillmode": ("replace",),
    **_any("size", "solidity", "fgcolor", "bgcolor"),
}
_MARKER = {**_any("color"), "line": _any("color", "width")}
_TRACE = _any("type", "x", "y", "xaxis", "yaxis", "hoverinfo", "hoveron", "legendgroup", "uid") | {"hovertext": str}

# What a figure may say, by its part: any value (None), one text for all (str), or one of those that are listed. What
# shows only where a chart is interactive is part of it.
KNOWN: dict[str, dict[str, Any]] = {
    "layout": {
        **_any("width", "height", "dragmode", "hovermode", "hoverlabel"),
        "template": (None,),
        "margin": dict.fromkeys("lrtb", (0,)),
        "paper_bgcolor": (_CLEAR,),
        "plot_bgcolor": (_CLEAR,),
        "showlegend": (False,),
        "barmode": ("overlay",),
    },
    "axis": {**_any("range", "domain", "fixedrange", "tickformat"), "visible": (False,)},
    "shape": {
        **_any("x0", "x1", "y0", "y1", "legendgroup"),
        "type": ("line",),
        "layer": ("below", "above"),
        "xref": ("paper",),
        "yref": ("paper",),
        "line": _LINE,
    },
    "bar": {
        **_TRACE,
        **_any("base", "width"),
        "orientation": ("h",),
        "marker": {**_MARKER, "pattern": _PATTERN},
    },
    "scatter": {
        **_TRACE,
        **_any("fillcolor", "text"),
        "mode": ("lines", "markers", "text"),
        "cliponaxis": (False,),
        "line": {**_LINE, "simplify": (False,)},
        "fill": ("none", "toself"),
        "fillpattern": _PATTERN,
        "marker": {
            **_MARKER,
            **_any("size"),
            "symbol": _STYLES,
        },
        "textposition": tuple(f"{vertical} {horizontal}" for vertical in _POSITIONS[0] for horizontal in _POSITIONS[1]),
        "textfont": _any("size", "color", "weight"),
    },
}


def find_unknown(figure: Figure) -> Iterator[str]:
    """Yield each property of a figure, and each value, that a drawing would not show."""
    layout = dict(figure["layout"])
    parts = [(name, "axis", layout.pop(name)) for name in figure["layout"] if re.fullmatch(r"[xy]axis\d*", name)]
    parts += [(f"shapes[{number}]", "shape", shape) for number, shape in enumerate(layout.pop("shapes", ()))]
    parts += [(f"data[{number}]", trace["type"], trace) for number, trace in enumerate(figure["data"])]
    for name, kind, part in (*parts, ("layout", "layout", layout)):
        yield from _find_unknown(part, KNOWN[kind], name) if kind in KNOWN else [f"{name}.type: {kind!r}"]


def _find_unknown(part: Properties, known: Properties, name: str) -> Iterator[str]:
    for key, value in part.items():
        allowed = known.get(key)
        if isinstance(allowed, dict):
            yield from _find_unknown(value, allowed, f"{name}.{key}")
        elif key not in known or (allowed is str and not isinstance(value, str)):
            yield f"{name}.{key}"
        elif isinstance(allowed, tuple):
            for one in value if isinstance(value, (list, tuple)) else (value,):
                if one not in allowed:
                    yield f"{name}.{key}: {one!r}"


# --- drawing


class Shape(NamedTuple):
    """An element: its tag and places, what it is as part of a path, how it is painted."""

    tag: str
    places: dict[str, str]
    path: str
    paint: dict[str, str] = {}  # noqa: RUF012 - never changed


class Axis(NamedTuple):
    """The values at the start and the end of an axis, and where in px these are."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a number is, in px."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def at_mark(self, value: float) -> float:
        """Return the same of a symbol or a text. Raises ValueError where plotly.js hides those."""
        if not min(self.low, self.high) <= value <= max(self.low, self.high):
            raise ValueError(f"{value} lies outside of its axis, where plotly.js hides it")
        return self.at(value)


@dataclass
class Canvas:
    """A drawing under way; `name` begins its ids."""

    name: str
    axes: Mapping[str, Axis]
    drawn: list[str | Shape] = field(default_factory=list)
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

    Raises ValueError for what the drawing does not know, naming all of it, and for what it would have to guess.
    """
    if unknown := list(find_unknown(figure)):
        raise ValueError(f"the drawing does not know {'; '.join(unknown)}")
    try:
        return _draw(figure, name)
    except KeyError as error:
        raise ValueError(f"the drawing needs {error}, which the figure leaves to plotly.js") from error


def _draw(figure: Figure, name: str) -> str:
    layout = figure["layout"]
    canvas = Canvas(name, dict(_axes(layout)))
    rules = {
        layer: [shape for shape in layout.get("shapes", ()) if shape["layer"] == layer] for layer in ("below", "above")
    }
    _draw_series(canvas, rules["below"], lambda shape: _add(canvas.drawn, [_rule(shape, layout)]))
    _draw_series(canvas, sorted(figure["data"], key=_layer), lambda trace: _draw_trace(canvas, trace))
    _draw_series(canvas, rules["above"], lambda shape: _add(canvas.drawn, [_rule(shape, layout)]))
    defs = [_tag("defs", {}, *_lines(canvas.patterns.values()))] if canvas.patterns else []
    size = {"viewBox": f"0 0 {_px(layout['width'])} {_px(layout['height'])}", "font-size": str(TEXT)}
    inner = _lines([*defs, *map(_element, canvas.drawn)])
    return _tag("svg", {"xmlns": "http://www.w3.org/2000/svg", **size}, *inner) + "\n"


def _draw_series(canvas: Canvas, parts: Iterable[Properties], draw: Callable[[Properties], None]) -> None:
    """Draw one after the other, what is of one series as an element of that name."""
    for series, own in groupby(parts, key=lambda part: part.get("legendgroup")):
        outer, canvas.drawn = canvas.drawn, [] if series else canvas.drawn
        for part in own:
            draw(part)
        if series:
            inner, canvas.drawn = canvas.drawn, outer
            canvas.drawn.append(_tag("g", {"data-series": escape(series)}, *_lines(map(_element, inner))))


def _axes(layout: Properties) -> Iterator[tuple[str, Axis]]:
    for name, axis in layout.items():
        if found := re.fullmatch(r"([xy])axis(\d*)", name):
            low, high = axis["range"]
            ends = axis.get("domain", (0, 1))
            start, end = (
                layout["width"] * share if found[1] == "x" else layout["height"] * (1 - share) for share in ends
            )
            yield found[1] + found[2], Axis(low, high, start, end)


def _layer(trace: Properties) -> tuple[int, int, bool]:
    """Return what Plotly goes by: one pair of axes is drawn over the other, in each the bars first."""
    x, y = (int(trace[axis][1:] or 1) for axis in ("xaxis", "yaxis"))
    return x, y, trace["type"] != "bar"


def _rule(shape: Properties, layout: Properties) -> Shape:
    ends = [(shape[f"x{end}"] * layout["width"], (1 - shape[f"y{end}"]) * layout["height"]) for end in (0, 1)]
    return _line(ends)._replace(paint=_stroke(shape["line"]))


def _draw_trace(canvas: Canvas, trace: Properties) -> None:
    """Draw a trace, as one where it has one tip."""
    if trace.get("mode") == "text":
        canvas.drawn += _texts(canvas, trace)
        return
    tip = trace["text"] if trace.get("hoveron") == "fills" else trace.get("hovertext", "")  # Plotly's own of outlines
    parts: list[str | Shape] = [] if tip else canvas.drawn
    _add(parts, (shape for kind in TRACES[trace["type"]] for shape in kind(canvas, trace)))
    if parts is canvas.drawn or not parts:
        return
    only = parts[0]
    if len(parts) == 1 and isinstance(only, Shape):
        canvas.drawn.append(_element(only, tip))
    else:
        canvas.drawn.append(_tag("g", {}, *_lines([*_title(tip), *map(_element, parts)])))


def _bars(canvas: Canvas, trace: Properties) -> Iterator[Shape]:
    """Yield the bars of a trace that have a length."""
    marker, x_axis, y_axis = trace["marker"], canvas.axes[trace["xaxis"]], canvas.axes[trace["yaxis"]]
    for number, (length, middle) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        own, edge = _own(marker, number), _own(marker.get("line", {}), number)
        base, thickness = (_of(trace[name], number) for name in ("base", "width"))
        ends = [x_axis.at(base + part) for part in (0, length)]
        sides = [y_axis.at(middle + part * thickness) for part in (-0.5, 0.5)]
        paint = canvas.fill(own["color"], marker.get("pattern", {})) | _stroke({"width": 0, **edge})
        if length:
            yield _box(ends, sides)._replace(paint=paint)


def _outlines(canvas: Canvas, trace: Properties) -> Iterator[Shape]:
    """Yield what a trace fills: the outlines between its gaps, as one."""
    if trace.get("fill", "none") == "toself":
        paint = canvas.fill(trace["fillcolor"], trace.get("fillpattern", {}))
        yield _path("".join(f"{_line(run).path}z" for run in _runs(canvas, trace)))._replace(paint=paint)


def _strokes(canvas: Canvas, trace: Properties) -> Iterator[Shape]:
    """Yield a trace's line between its gaps."""
    stroke = _stroke(trace.get("line", {})) if "lines" in trace["mode"] else {}
    for run in _runs(canvas, trace) if stroke else ():
        yield _line(run)._replace(paint=stroke | (_BENT if len(run) > 2 else {}))


def _runs(canvas: Canvas, trace: Properties) -> Iterator[list[Spot]]:
    """Yield the places of a trace between its gaps."""
    x_axis, y_axis = canvas.axes[trace["xaxis"]], canvas.axes[trace["yaxis"]]
    runs: list[list[Spot]] = [[]]
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None or y is None:
            runs.append([])
        else:
            runs[-1].append((x_axis.at(x), y_axis.at(y)))
    yield from filter(None, runs)


def _symbols(canvas: Canvas, trace: Properties) -> Iterator[Shape]:
    """Yield a trace's symbols."""
    if "markers" not in trace["mode"]:
        return
    marker = trace["marker"]
    x_axis, y_axis = canvas.axes[trace["xaxis"]], canvas.axes[trace["yaxis"]]
    for number, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if x is None or y is None:
            continue
        own, edge = _own(marker, number), {"width": 0, **_own(marker.get("line", {}), number)}
        if "-open" in own["symbol"]:  # Plotly's have no fill, an edge of at least 1 px, and that in the fill's colour
            paint = {"fill": "none"} | _stroke({"color": own["color"], "width": edge["width"] or 1})
        else:
            paint = {"fill": _colour(own["color"])} | _stroke(edge)
        outline = _symbol(own["symbol"], x_axis.at_mark(x), y_axis.at_mark(y), own["size"] / 2)
        paint |= _BENT if outline.tag == "path" and "stroke" in paint else {}
        yield outline._replace(paint=paint)


def _texts(canvas: Canvas, trace: Properties) -> Iterator[str]:
    """Yield a trace's texts."""
    x_axis, y_axis = canvas.axes[trace["xaxis"]], canvas.axes[trace["yaxis"]]
    for number, (x, y, text) in enumerate(zip(trace["x"], trace["y"], trace["text"], strict=True)):
        font = _own(trace["textfont"], number)
        vertical, horizontal = _of(trace["textposition"], number).split()
        left, lines = _px(x_axis.at_mark(x)), text.split("<br>")
        tall = ((len(lines) - 1) * LEADING + 1) * font["size"]
        down = font["size"] * 0.75 + _POSITIONS[0][vertical] * tall  # to where the first line's letters stand
        attributes = {
            "x": left,
            "y": _px(y_axis.at_mark(y) + down),
            **_unless(_POSITIONS[1][horizontal], "start", "text-anchor"),
            **_unless(font["size"], TEXT, "font-size"),
            **_unless(font["weight"], 400, "font-weight"),
            "fill": _colour(font["color"]),
        }
        first, *rest = (_inner(ET.fromstring(f"<line>{line}</line>")) for line in lines)
        below = (_tag("tspan", {"x": left, "dy": f"{LEADING}em"}, line) for line in rest)
        yield _tag("text", attributes, first, *below)


# What draws a kind of trace, one over the other.
TRACES: dict[str, tuple[Callable[[Canvas, Properties], Iterator[Shape]], ...]] = {
    "bar": (_bars,),
    "scatter": (_outlines, _strokes, _symbols),
}


def _of(value: Any, number: int) -> Any:
    """Return a property of one mark: it is given for all, or as a list with one for each."""
    return value[number] if isinstance(value, (list, tuple)) else value


def _own(properties: Properties, number: int) -> dict[str, Any]:
    return {name: _of(value, number) for name, value in properties.items()}


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
    width = line.get("width", 2)
    if not width:
        return {}
    dash = " ".join(_px(part * max(width, 3)) for part in _DASHES[line.get("dash", "solid")])
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
        path = "".join(_line(line, 2).path for line in lines)
        mark = _tag("path", {"d": path, "stroke": _colour(fgcolor), "stroke-width": _px(size * solidity, 2)})
    square = {"width": _px(side, 2), "height": _px(side, 2)}
    ground = [] if bgcolor == _CLEAR else [_tag("rect", {**square, "fill": _colour(bgcolor)})]
    return _tag("pattern", {"id": id_, **square, "patternUnits": "userSpaceOnUse"}, *ground, mark)


# --- outlines


def _path(path: str) -> Shape:
    return Shape("path", {"d": path}, path)


def _line(places: Iterable[Spot], digits: int = 1) -> Shape:
    return _path("M" + "L".join(f"{_px(x, digits)} {_px(y, digits)}" for x, y in places))


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
    elif base.startswith("circle"):
        outline = _disc(x, y, radius)
    else:
        outline = _path(_line((x + dx * radius, y + dy * radius) for dx, dy in _SYMBOLS[base]).path + "z")
    if base == "circle-x":
        part = radius / math.sqrt(2)
        crossed = (_line([(x + part, y + sign * part), (x - part, y - sign * part)]).path for sign in (1, -1))
        outline = _path("".join(crossed) + outline.path)
    if name.endswith("-dot"):
        outline = _path(f"{outline.path}{_line([(x, y + 0.5), (x + 0.5, y), (x, y - 0.5), (x - 0.5, y)]).path}z")
    return outline


def _add(parts: list[str | Shape], shapes: Iterable[Shape]) -> None:
    """Add shapes; neighbours that are alike become one path, for a page holds thousands of dots."""
    for shape in shapes:
        last = parts[-1] if parts else ""
        if isinstance(last, Shape) and last.paint == shape.paint:
            parts[-1] = _path(last.path + shape.path)._replace(paint=shape.paint)
        else:
            parts.append(shape)


# --- XML


def _element(shape: str | Shape, tip: str = "") -> str:
    if isinstance(shape, str):
        return shape
    hollow = {"fill": "none"} if "fill" not in shape.paint else {}
    return _tag(shape.tag, shape.places | hollow | shape.paint, *_title(tip))


def _title(tip: str) -> list[str]:
    return [_tag("title", {}, escape(tip, quote=False))] if tip else []


def _inner(element: ET.Element) -> str:
    """Return a line of Plotly's bit of HTML as SVG: runs in bold, or in another colour."""
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
