"""Plotly figures → small, themed SVGs: each mark and label where plotly.js puts it, without a browser.

A figure may use what `KNOWN` lists and nothing else, for what the drawing left out would be seen only by those who make
a chart interactive. Colours become custom properties, so that one drawing serves every theme. A test in a browser holds
every drawing against plotly.js, mark by mark.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

from microsite.charts.chart import Figure
from microsite.charts.style import SENTINELS
from microsite.charts.typesetting import LEADING, TEXT

_TOKENS = {colour: token for token, colour in SENTINELS.items()}
_CLEAR = "rgba(0,0,0,0)"

# --- what the drawing knows

_SYMBOLS: dict[str, tuple[tuple[float, float], ...]] = {  # their corners, in radii from the middle
    "circle": (),
    "circle-x": (),
    "square": ((1, 1), (-1, 1), (-1, -1), (1, -1)),
    "diamond": ((1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)),
    "triangle-up": ((-2 / math.sqrt(3), 0.5), (2 / math.sqrt(3), 0.5), (0, -1)),
    "triangle-down": ((-2 / math.sqrt(3), -0.5), (2 / math.sqrt(3), -0.5), (0, 1)),
}
_DASHES = {"solid": (), "dot": (1, 1), "dash": (3, 3), "longdash": (5, 5), "dashdot": (3, 1, 1, 1)}
_ANY, _NO, _YES = None, (False,), (True,)
_KINDS = {symbol: ("", "-open") if symbol == "circle-x" else ("", "-open", "-dot", "-open-dot") for symbol in _SYMBOLS}
_STYLES = tuple(symbol + kind for symbol, kinds in _KINDS.items() for kind in kinds)
_LINE = {"color": _ANY, "width": _ANY, "dash": tuple(_DASHES)}
_PATTERN = {
    "shape": ("", "/", "\\", "x", "|", "-", "+", "."),
    "size": _ANY,
    "solidity": _ANY,
    "fgcolor": _ANY,
    "bgcolor": _ANY,
    "fgopacity": _ANY,
    "fillmode": ("replace",),
}
_POSITIONS = tuple(f"{v} {h}" for v in ("top", "middle", "bottom") for h in ("left", "center", "right"))
_HOVER = dict.fromkeys(("hoverinfo", "hovertext", "hoveron", "uid"), _ANY)
_POINTS = {**_HOVER, **dict.fromkeys(("type", "x", "y", "xaxis", "yaxis", "opacity"), _ANY)}
_MARKER = {"color": _ANY, "opacity": _ANY, "line": {"color": _ANY, "width": _ANY}}

# What a figure may say, and which values are drawn: any, or those that are listed. What is only seen where a chart is
# interactive stands here, too.
KNOWN: dict[str, Any] = {
    "layout": {
        "template": (None,),
        **dict.fromkeys(("width", "height"), _ANY),
        "margin": dict.fromkeys("lrtb", (0,)),
        **dict.fromkeys(("paper_bgcolor", "plot_bgcolor"), (_CLEAR,)),
        "showlegend": _NO,
        "barmode": ("overlay",),
        **dict.fromkeys(("dragmode", "hovermode", "hoverlabel"), _ANY),
    },
    "axis": {"range": _ANY, "domain": _ANY, "type": ("linear", "date"), "visible": _NO, "fixedrange": _ANY},
    "shape": {
        "type": ("line",),
        "layer": ("below", "above"),
        **dict.fromkeys(("xref", "yref"), ("paper",)),
        **dict.fromkeys(("x0", "x1", "y0", "y1"), _ANY),
        "line": _LINE,
    },
    "bar": {
        **_POINTS,
        "orientation": ("h", "v"),
        **dict.fromkeys(("base", "width"), _ANY),
        "marker": {**_MARKER, "pattern": _PATTERN},
    },
    "scatter": {
        **_POINTS,
        "mode": ("lines", "markers", "lines+markers", "text"),
        "cliponaxis": _NO,
        "connectgaps": _NO,
        "line": {**_LINE, "shape": ("linear", "hv", "vh"), "simplify": _NO},
        "fill": ("none", "toself"),
        "fillcolor": _ANY,
        "fillpattern": _PATTERN,
        "marker": {**_MARKER, "symbol": _STYLES, "size": _ANY},
        "text": _ANY,
        "textposition": _POSITIONS,
        "textfont": dict.fromkeys(("size", "color", "weight"), _ANY),
    },
}


def find_unknown(figure: Figure) -> Iterator[str]:
    """Yield each property of a figure, and each of their values, that a drawing would not show."""
    layout = dict(figure["layout"])
    parts = [(axis, "axis", layout.pop(axis)) for axis in list(layout) if re.fullmatch(r"[xy]axis\d*", axis)]
    parts += [(f"shapes[{number}]", "shape", shape) for number, shape in enumerate(layout.pop("shapes", ()))]
    parts += [(f"data[{number}]", trace["type"], trace) for number, trace in enumerate(figure["data"])]
    for name, kind, part in (*parts, ("layout", "layout", layout)):
        if kind in KNOWN:
            yield from _find_unknown(part, KNOWN[kind], name)
        else:
            yield f"{name}: a trace of the type '{kind}'"


def _find_unknown(part: Mapping[str, Any], known: Mapping[str, Any], name: str) -> Iterator[str]:
    for key, value in part.items():
        path, allowed = f"{name}.{key}", known.get(key)
        if key not in known:
            yield path
        elif isinstance(allowed, dict) and isinstance(value, dict):
            yield from _find_unknown(value, allowed, path)
        elif allowed is not _ANY:
            values = value if isinstance(value, (list, tuple)) else [value]
            yield from (f"{path}: {one!r}" for one in values if one not in allowed)


# --- drawing


class Outline(NamedTuple):
    """An element without its paint, and what it is as part of a path."""

    tag: str
    places: dict[str, str]
    path: str


class Shape(NamedTuple):
    outline: Outline
    paint: dict[str, str]


class Axis(NamedTuple):
    """From the value at its start to that at its end, and where in px these are."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float | str, *, beyond: bool = True) -> float:
        """Return where a number or a date is, in px. Raises ValueError for those that Plotly would hide."""
        number = _number(value)
        if not beyond and not min(self.low, self.high) <= number <= max(self.low, self.high):
            raise ValueError(f"{value} lies outside of its axis, where plotly.js hides it")
        return self.start + self.span(number - self.low)

    def span(self, length: float) -> float:
        return length / (self.high - self.low) * (self.end - self.start)


def _number(value: float | str) -> float:
    """Return a number as it is, and a date as Plotly counts: in ms."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp() * 1000
    return value


def draw(figure: Figure, name: str) -> str:
    """Return a figure as an SVG; `name` begins the ids in it.

    Raises ValueError, with the names of all of it, for what the drawing does not know.
    """
    if unknown := list(find_unknown(figure)):
        raise ValueError(f"the drawing does not know {'; '.join(unknown)}")
    layout = figure["layout"]
    width, height = layout["width"], layout["height"]
    canvas = Canvas(name, dict(_axes(layout)))
    for shape in layout.get("shapes", ()):
        if shape["layer"] == "below":
            canvas.add([_rule(shape, width, height, canvas)])
    for trace in sorted(figure["data"], key=_layer):
        canvas.draw_trace(trace)
    for shape in layout.get("shapes", ()):
        if shape["layer"] == "above":
            canvas.add([_rule(shape, width, height, canvas)])
    inner = canvas.lines()
    size = {"viewBox": f"0 0 {_px(width)} {_px(height)}", "font-size": str(TEXT)}
    return _tag("svg", {"xmlns": "http://www.w3.org/2000/svg", **size}, "\n", *(f"{line}\n" for line in inner)) + "\n"


def _axes(layout: Mapping[str, Any]) -> Iterator[tuple[str, Axis]]:
    for name, axis in layout.items():
        if found := re.fullmatch(r"([xy])axis(\d*)", name):
            low, high = map(_number, axis["range"])
            start, end = axis.get("domain", (0, 1))
            if found[1] == "x":
                yield found[1] + found[2], Axis(low, high, layout["width"] * start, layout["width"] * end)
            else:
                yield found[1] + found[2], Axis(low, high, layout["height"] * (1 - start), layout["height"] * (1 - end))


def _layer(trace: Mapping[str, Any]) -> tuple[int, int, bool]:
    """Return what Plotly goes by: pairs of axes are drawn one over the other, in each the bars first."""
    x, y = (int(trace[axis][1:] or 1) for axis in ("xaxis", "yaxis"))
    return x, y, trace["type"] != "bar"


def _rule(shape: Mapping[str, Any], width: float, height: float, canvas: Canvas) -> Shape:
    xs, ys = ([shape[name] for name in (f"{axis}0", f"{axis}1")] for axis in "xy")
    ends = [(x * width, (1 - y) * height) for x, y in zip(xs, ys, strict=True)]
    return Shape(_polyline(ends), canvas.stroke(shape["line"]))


@dataclass
class Canvas:
    """A drawing under way."""

    name: str
    axes: Mapping[str, Axis]
    drawn: list[str | Shape] = field(default_factory=list)
    patterns: dict[tuple[Any, ...], tuple[str, str]] = field(
        default_factory=dict
    )  # by what they look like: id, element

    def add(self, shapes: Iterable[Shape]) -> None:
        """Draw shapes without a tip: neighbours that are alike become one path."""
        self.drawn = _joined([*self.drawn, *shapes])

    def lines(self) -> Iterator[str]:
        if self.patterns:
            yield _tag("defs", {}, "\n", *(f"{pattern}\n" for _, pattern in self.patterns.values()))
        for one in self.drawn:
            yield one if isinstance(one, str) else _element(one)

    def draw_trace(self, trace: Mapping[str, Any]) -> None:
        """Draw a trace: its marks, as one where they have one tip between them, then its texts."""
        if trace.get("mode") == "text":
            self.drawn += self.texts(trace)
            return
        shapes = list(TRACES[trace["type"]](self, trace))
        tips = trace.get("hovertext") or (trace.get("text") if trace.get("hoveron") == "fills" else None)
        opacity = trace.get("opacity", 1)
        if not tips and opacity == 1:
            self.add(shapes)
            return
        if isinstance(tips, (list, tuple)):
            parts: list[str | Shape] = [_element(shape, tip) for shape, tip in zip(shapes, tips, strict=True)]
            tip = ""
        else:
            parts, tip = _joined(shapes), tips or ""
        if len(parts) == 1 and isinstance(only := parts[0], Shape) and "opacity" not in only.paint:
            self.drawn.append(_element(Shape(only.outline, only.paint | _unless(opacity, 1, "opacity")), tip))
        else:
            title = [_tag("title", {}, escape(tip, quote=False))] if tip else []
            inner = (*title, *(part if isinstance(part, str) else _element(part) for part in parts))
            self.drawn.append(_tag("g", _unless(opacity, 1, "opacity"), "\n", *(f"{one}\n" for one in inner)))

    # Traces.

    def bars(self, trace: Mapping[str, Any]) -> Iterator[Shape]:
        """Yield a trace's bars. Those without a length are not drawn; an editor sees their number."""
        marker, count = trace["marker"], len(trace["x"])
        edge = marker.get("line", {})
        along, across = (
            (trace["xaxis"], trace["yaxis"]) if trace["orientation"] == "h" else (trace["yaxis"], trace["xaxis"])
        )
        lengths, middles = (trace[axis[0]] for axis in (along, across))
        for number in range(count):
            own = {name: _of(marker.get(name, default), number) for name, default in (("color", ""), ("opacity", 1))}
            start, length, middle = _of(trace.get("base", 0), number), lengths[number], middles[number]
            if not length:
                continue
            half = _of(trace["width"], number) / 2
            ends = [self.axes[along].at(_number(start) + part) for part in (0, length)]
            sides = [self.axes[across].at(_number(middle) + part) for part in (-half, half)]
            corners = (ends, sides) if trace["orientation"] == "h" else (sides, ends)
            outline = {"color": _of(edge.get("color", ""), number), "width": _of(edge.get("width", 0), number)}
            paint = self.fill(own["color"], marker.get("pattern", {})) | self.stroke(outline)
            yield Shape(_box(*corners), paint | _unless(own["opacity"], 1, "opacity"))

    def points(self, trace: Mapping[str, Any]) -> Iterator[Shape]:
        """Yield a trace's outlines, lines and symbols, in this order."""
        line, mode = trace.get("line", {}), trace["mode"]
        places = zip(trace["x"], trace["y"], strict=True)
        x_axis, y_axis = self.axes[trace["xaxis"]], self.axes[trace["yaxis"]]
        runs: list[list[tuple[float, float]]] = [[]]
        for x, y in places:
            if x is None or y is None:  # a gap: nothing is joined across it
                runs.append([])
            else:
                runs[-1].append(
                    (x_axis.at(x, beyond="markers" not in mode), y_axis.at(y, beyond="markers" not in mode))
                )
        runs = [_stepped(run, line.get("shape", "linear")) for run in runs if run]
        if trace.get("fill", "none") == "toself":
            yield Shape(_polygon(runs), self.fill(trace["fillcolor"], trace.get("fillpattern", {})))
        if "lines" in mode and line.get("width", 2):
            stroke = self.stroke(line)
            for run in runs:
                yield Shape(_polyline(run), stroke | ({"stroke-miterlimit": "2"} if len(run) > 2 else {}))
        if "markers" in mode:
            marker = trace["marker"]
            edge = marker.get("line", {})
            for number, (x, y) in enumerate(place for run in runs for place in run):
                names = ("color", "opacity", "size", "symbol")
                own = {name: _of(marker[name], number) for name in names if name in marker}
                width = _of(edge.get("width", 0), number)
                if "-open" in own["symbol"]:
                    paint = {"fill": "none"} | self.stroke({"color": own["color"], "width": width or 1})
                else:
                    paint = self.fill(own["color"], {}) | self.stroke(
                        {"color": _of(edge.get("color"), number), "width": width}
                    )
                yield Shape(
                    _symbol(own["symbol"], x, y, own["size"] / 2), paint | _unless(own.get("opacity", 1), 1, "opacity")
                )

    def texts(self, trace: Mapping[str, Any]) -> Iterator[str]:
        """Yield a trace's texts: lines of one, and runs of another weight or colour in them, as `<tspan>`."""
        font = trace["textfont"]
        for number, (x, y, text) in enumerate(zip(trace["x"], trace["y"], trace["text"], strict=True)):
            size, weight, colour = (_of(font[name], number) for name in ("size", "weight", "color"))
            vertical, horizontal = _of(trace["textposition"], number).split()
            left = _px(self.axes[trace["xaxis"]].at(x, beyond=False))
            lines = text.split("<br>")
            tall = ((len(lines) - 1) * LEADING + 1) * size
            down = size * 0.75 + {"top": -1, "middle": -0.5, "bottom": 0}[vertical] * tall
            attributes = {
                "x": left,
                "y": _px(self.axes[trace["yaxis"]].at(y, beyond=False) + down),
                **_unless({"right": "start", "center": "middle", "left": "end"}[horizontal], "start", "text-anchor"),
                **_unless(size, TEXT, "font-size"),
                **_unless(weight, 400, "font-weight"),
                "fill": _colour(colour),
            }
            first, *rest = map(_runs, lines)
            below = (_tag("tspan", {"x": left, "dy": f"{LEADING}em"}, line) for line in rest)
            yield _tag("text", attributes, first, *below)

    # Paint.

    def fill(self, colour: str, pattern: Mapping[str, Any]) -> dict[str, str]:
        """Return what fills a shape: its pattern, if it has one, or a colour."""
        if not pattern.get("shape"):
            return {"fill": _colour(colour)}
        names = ("shape", "size", "solidity", "fgcolor", "bgcolor", "fgopacity")
        look = tuple({"fgopacity": 1, **pattern}[name] for name in names)
        if look not in self.patterns:
            id_ = f"{self.name}-{len(self.patterns) + 1}"
            self.patterns[look] = id_, _pattern(id_, *look)
        return {"fill": f"url(#{self.patterns[look][0]})"}

    def stroke(self, line: Mapping[str, Any]) -> dict[str, str]:
        """Return how a line is drawn; nothing for one without a width. What only has a line has no fill."""
        width = line.get("width", 2)
        if not width:
            return {}
        dash = " ".join(_px(part * max(width, 3)) for part in _DASHES[line.get("dash", "solid")])
        named = _unless(width, 1, "stroke-width") | _unless(dash, "", "stroke-dasharray")
        return {"stroke": _colour(line["color"]), **named}


TRACES: dict[str, Callable[[Canvas, Mapping[str, Any]], Iterator[Shape]]] = {
    "bar": Canvas.bars,
    "scatter": Canvas.points,
}


def _of(value: Any, number: int) -> Any:
    """Return a property of one mark: properties are given for all, or as a list with one for each."""
    return value[number] if isinstance(value, (list, tuple)) else value


def _unless(value: Any, default: Any, name: str) -> dict[str, str]:
    if value == default:
        return {}
    return {name: value if isinstance(value, str) else _px(value, 3)}


def _colour(colour: str) -> str:
    """Return a colour as a custom property. Raises ValueError for one that is no token of the design."""
    if colour == _CLEAR:
        return "none"
    if colour not in _TOKENS:
        raise ValueError(f"the colour '{colour}' is none of the design's tokens")
    return f"var(--{_TOKENS[colour]})"


def _pattern(id_: str, shape: str, size: float, solidity: float, front: str, back: str, opacity: float) -> str:
    """Return the tile of a pattern as Plotly makes it."""
    side = size * math.sqrt(2) if shape in "/\\x" else size
    half, quarter = side / 2, side / 4
    rising = f"M{_px(-quarter, 2)} {_px(quarter, 2)}l{_px(half, 2)} {_px(-half, 2)}M0 {_px(side, 2)}L{_px(side, 2)} 0"
    rising += f"M{_px(3 * quarter, 2)} {_px(5 * quarter, 2)}l{_px(half, 2)} {_px(-half, 2)}"
    falling = (
        f"M{_px(3 * quarter, 2)} {_px(-quarter, 2)}l{_px(half, 2)} {_px(half, 2)}M0 0L{_px(side, 2)} {_px(side, 2)}"
    )
    falling += f"M{_px(-quarter, 2)} {_px(3 * quarter, 2)}l{_px(half, 2)} {_px(half, 2)}"
    down = f"M{_px(half, 2)} 0L{_px(half, 2)} {_px(side, 2)}"
    across = f"M0 {_px(half, 2)}L{_px(side, 2)} {_px(half, 2)}"
    paths = {"/": rising, "\\": falling, "x": rising + falling, "|": down, "-": across, "+": down + across}
    if shape == ".":
        full = solidity - math.pi / 4
        radius = size * (
            math.sqrt(solidity / math.pi) if full < 0 else 0.5 + full / (1 - math.pi / 4) * (math.sqrt(0.5) - 0.5)
        )
        places = {"cx": _px(half, 2), "cy": _px(half, 2), "r": _px(radius, 2), "fill": _colour(front)}
        mark = _tag("circle", places | _unless(opacity, 1, "opacity"))
    else:
        width = size * (1 - math.sqrt(1 - solidity)) if shape in "x+" else size * solidity
        places = {"d": paths[shape], "stroke": _colour(front), "stroke-width": _px(width, 2)}
        mark = _tag("path", places | _unless(opacity, 1, "opacity"))
    square = {"width": _px(side, 2), "height": _px(side, 2)}
    ground = [] if back == _CLEAR else [_tag("rect", {**square, "fill": _colour(back)})]
    return _tag("pattern", {"id": id_, **square, "patternUnits": "userSpaceOnUse"}, *ground, mark)


# --- outlines


def _polyline(places: Iterable[tuple[float, float]]) -> Outline:
    return _path("M" + "L".join(f"{_px(x)} {_px(y)}" for x, y in places))


def _polygon(runs: Iterable[Sequence[tuple[float, float]]]) -> Outline:
    return _path("".join(_polyline(run).path + "z" for run in runs))


def _path(path: str) -> Outline:
    return Outline("path", {"d": path}, path)


def _box(xs: Sequence[float], ys: Sequence[float]) -> Outline:
    x, y, width, height = _px(min(xs)), _px(min(ys)), _px(abs(xs[1] - xs[0])), _px(abs(ys[1] - ys[0]))
    places = {"x": x, "y": y, "width": width, "height": height}
    return Outline("rect", places, f"M{x} {y}h{width}v{height}h-{width}z")


def _disc(x: float, y: float, radius: float) -> Outline:
    places = {"cx": _px(x), "cy": _px(y), "r": _px(radius)}
    r, across = places["r"], _px(2 * float(places["r"]))
    left = _px(float(places["cx"]) - float(r))
    return Outline("circle", places, f"M{left} {places['cy']}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0z")


def _symbol(name: str, x: float, y: float, radius: float) -> Outline:
    base = name.removesuffix("-dot").removesuffix("-open")
    if base.startswith("circle"):
        outline = _disc(x, y, radius)
    elif base == "square":
        outline = _box((x - radius, x + radius), (y - radius, y + radius))
    else:
        outline = _polygon([[(x + dx * radius, y + dy * radius) for dx, dy in _SYMBOLS[base]]])
    if base == "circle-x":
        part = radius / math.sqrt(2)
        strokes = (_polyline([(x + part, y + sign * part), (x - part, y - sign * part)]) for sign in (1, -1))
        outline = _path("".join(stroke.path for stroke in strokes) + outline.path)
    if name.endswith("-dot"):
        outline = _path(outline.path + _polygon([[(x, y + 0.5), (x + 0.5, y), (x, y - 0.5), (x - 0.5, y)]]).path)
    return outline


def _stepped(run: Sequence[tuple[float, float]], shape: str) -> list[tuple[float, float]]:
    """Return a run of places with the corners of its steps."""
    if shape == "linear":
        return list(run)
    corners = [(b[0], a[1]) if shape == "hv" else (a[0], b[1]) for a, b in pairwise(run)]
    return [place for pair in zip(run, corners) for place in pair] + [run[-1]]  # noqa: B905 - one corner fewer


# --- XML


def _joined(parts: Sequence[str | Shape]) -> list[str | Shape]:
    """Make one path of neighbours that are alike, for a page holds thousands of dots; not where overlaps would show."""
    joined: list[str | Shape] = []
    for part in parts:
        last = joined[-1] if joined else ""
        if (
            isinstance(part, Shape)
            and isinstance(last, Shape)
            and part.paint == last.paint
            and "opacity" not in part.paint
        ):
            joined[-1] = Shape(_path(last.outline.path + part.outline.path), part.paint)
        else:
            joined.append(part)
    return joined


def _element(shape: Shape, tip: str = "") -> str:
    lines = {"fill": "none"} if shape.outline.tag == "path" and "fill" not in shape.paint else {}
    title = [_tag("title", {}, escape(tip, quote=False))] if tip else []
    return _tag(shape.outline.tag, shape.outline.places | lines | shape.paint, *title)


def _runs(line: str) -> str:
    """Return a line of Plotly's bit of HTML as SVG: bold runs, and runs of another colour."""
    return _inner(ET.fromstring(f"<line>{line}</line>"))


def _inner(element: ET.Element) -> str:
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


def _tag(name: str, attributes: Mapping[str, str], *inner: str) -> str:
    head = name + "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{head}>{''.join(inner)}</{name}>" if inner else f"<{head}/>"


def _px(number: float, digits: int = 1) -> str:
    """Word a length, as a rule to a tenth of a pixel at the artboard's own size."""
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{number:.0f}"
    return "0" if text == "-0" else text
