"""A drawing under way: what forms draw with, in pixels of the artboard, and a scale for values where one has it."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from microsite.charts.chart import Figure, Mark
from microsite.charts.labels import Area, Spot
from microsite.charts.style import (
    AXIS,
    BEYOND,
    GRID,
    INDIGO,
    INK,
    MUTED,
    OPEN_BELOW,
    PAPER,
    VERMILION,
    WIDTHS,
    area,
    ink,
    point,
    reach,
    side,
    strips,
    style,
)
from microsite.charts.typesetting import LINE, TEXT, size_of, text_width, wrap
from microsite.quantities import FROM_BELOW

Alignment = Literal["start", "middle", "end"]
_Tile = tuple[float, float, float, float]  # px, or on the scale from left to right: left, middle, width, height
TOOTH = 6  # px: how far the ends of a bracket reach
FADING = ((7, 3), (9.5, 2), (11.5, 1))  # px: how far an open end's strokes are from their point, and half their length
SEEN, EDGE = 1.5, 3.0  # px: the shortest bar that is seen; the end of a pale one
_POSITIONS = {"start": "right", "middle": "center", "end": "left"}  # Plotly names where the text lies


class Axis(NamedTuple):
    """The values at the start and the end of an axis, and where in px these are."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a number is, in px."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass
class Sheet:
    """An artboard being drawn on. All lengths are px; (0, 0) is its top left.

    A form that needs a scale sets it with `scale_x` or `scale_y`; bars and points in values use it.
    The artboard's height may be set late, before `figure`.
    """

    width: float
    height: float = 0
    switched: Sequence[str] = ()  # groups whose marks and words a reader may switch off
    series: str | None = None  # the number, from 1, of the one to which belongs what is drawn now
    _traces: list[dict[str, Any]] = field(default_factory=list)
    _shapes: list[dict[str, Any]] = field(default_factory=list)
    _texts: list[tuple[float, float, str, str, float, str, int, str | None]] = field(default_factory=list)
    _x: Axis | None = None
    _years: bool = False
    _y: Axis | None = None

    def begin(self, group: str | None) -> None:
        """Let what is drawn from now on belong to a group."""
        self.series = str(self.switched.index(group) + 1) if group in self.switched else None

    def reach(self, mark: Mark) -> float:
        """Return how far beyond its number a mark's bar is drawn."""
        return reach(mark, short=self._narrow)

    @property
    def _narrow(self) -> bool:
        return self.width < WIDTHS[-1]

    # Values

    def scale_x(self, low: float, high: float, left: float, right: float, *, years: bool = False) -> None:
        """Let values from `low` to `high` run from `left` to `right`, for all of the sheet."""
        self._years = years
        if self._x is not None:
            raise ValueError("a sheet has one scale from left to right")
        self._x = Axis(low, high, left, right)

    def scale_y(self, low: float, high: float, bottom: float, top: float) -> None:
        """Let values from `low`, at `bottom`, run up to `high`, at `top`."""
        self._y = Axis(low, high, bottom, top)

    def at_x(self, value: float) -> float:
        return _set(self._x).at(value)

    def at_y(self, value: float) -> float:
        return _set(self._y).at(value)

    def bar(
        self, mark: Mark, y: float, thickness: float, ends: tuple[float, float], *, start: float = 0, pale: bool = False
    ) -> float:
        """Draw a bar from zero, its middle at `y`; return the px where it ends, its open end included.

        `ends` are the mark's numbers in the scale's unit, of a range two; of a part it begins at the `start`, where
        others end. A `pale` one has a stroke of its ink at its end alone. One too short to be seen is a stroke at zero.
        """
        low, high, left, right = _set(self._x)
        pixel = (high - low) / (right - left)  # one, in the scale's unit
        number, upper = ends
        quantity = mark.datum.quantity
        way = side(quantity)
        end = upper if way > 0 else number
        solid = min(max(number, 0), upper)  # of a range, to where it begins
        y = round(y - thickness / 2) + thickness / 2  # edges on whole px, where Plotly puts them in interactive charts
        marker = {"color": GRID, "line": {"color": ink(mark), "width": 0}} if pale else area(mark)
        seen = abs(solid) >= SEEN * pixel or upper > number
        self._boxes(marker, [(start, y, solid if seen else way * SEEN * pixel, thickness)], mark, xaxis="x")
        pieces = [
            (start + end + way * offset * pixel, way * length * pixel, thick, colour, 0.0)
            for offset, length, thick, colour in strips(mark, abs(solid) / pixel, thickness, short=self._narrow)
        ]
        if pale:
            pieces.append((start + end - way * EDGE * pixel, way * EDGE * pixel, thickness, ink(mark), 0.0))
        if upper > number:  # a range: open between its ends
            pieces.insert(0, (number, upper - number, thickness, PAPER, 1.5))
        if pieces:
            colours, outlines = ([piece[part] for piece in pieces] for part in (3, 4))
            marker = {"color": colours, "line": {"color": ink(mark), "width": outlines}}
            self._boxes(marker, [(left, y, length, thick) for left, length, thick, *_ in pieces], mark, xaxis="x")
        return self.at_x(start + end) + way * self.reach(mark)

    def tile(self, mark: Mark, x: float, y: float, width: float, height: float) -> None:
        """Draw a rectangle in the mark's status, its top left corner at (x, y)."""
        self._boxes(area(mark), [(x, y + height / 2, width, height)], mark)

    def _boxes(self, marker: dict[str, Any], boxes: list[_Tile], mark: Mark | None = None, xaxis: str = "x2") -> None:
        """Draw one trace of rectangles, each given as (left, middle, width, height), which say what a `mark` does."""
        lefts, middles, widths, heights = map(list, zip(*boxes, strict=True))
        place = {"x": widths, "base": lefts, "y": middles, "width": heights, "orientation": "h"}
        axes = {"xaxis": xaxis, "yaxis": "y2"}
        self._traces.append({"type": "bar", **place, **axes, "marker": marker, **_told(mark)})

    def outline(self, corners: Sequence[tuple[float, float]], mark: Mark | None = None, *, pale: bool = False) -> None:
        """Draw a shape by its corners in px, filled in a mark's status; without one, as the ground of others.

        A `pale` one is a thin grey line.

        Corners stand on tenths of a px, as they are written: else a long border would be shorter than Plotly's.
        """
        xs, ys = zip(*((round(x, 1), round(y, 1)) for x, y in (*corners, corners[0])), strict=True)
        whole = {"simplify": False}  # of every corner
        if mark is None:
            look: dict[str, Any] = {"line": {"color": GRID, "width": 0, **whole}, "fill": "toself", "fillcolor": GRID}
            look |= _told(None)
        else:
            paint = area(mark)
            paint |= {"color": PAPER, "line": {"color": MUTED, "width": 1}} if pale else {}
            look = {"line": {**paint["line"], **whole}, "fill": "toself", "fillcolor": paint["color"]}
            look |= {"fillpattern": paint["pattern"]} if "pattern" in paint else {}
            look |= _told(mark, "fills")
        self._scatter("lines", xs, ys, {}, look)

    def point(
        self,
        mark: Mark,
        x: float,
        y: float,
        *,
        size: float = 10,
        symbol: str = "",
        values: bool = False,
        tip: str | None = None,
    ) -> None:
        """Draw the mark's symbol or another, at px, or with `values` on the scales.

        It tells a pointer the mark's tip, or another, such as two marks', a line each; nothing if that is empty.
        """
        marker = point(mark, size)
        marker["symbol"] = symbol or marker["symbol"]
        axes = "x" if values and self._x else "x2", "y" if values and self._y else "y2"
        told = _told(mark) if tip is None else {"hovertext": tip, "hoverinfo": "text"} if tip else _told(None)
        self._scatter("markers", [x], [y], {"marker": marker}, told, axes)

    def fade(self, mark: Mark, x: float, y: float, *, level: bool = False) -> None:
        """Let a point whose figure is open run out on its open side: up or down, or if it is `level` aside."""
        way = -1 if mark.bound in FROM_BELOW else 1 if mark.bound in OPEN_BELOW else 0
        for away, half in FADING if way else ():
            if level:
                self.line(x - way * away, y - half, x - way * away, y + half, colour=ink(mark))
            else:
                self.line(x - half, y + way * away, x + half, y + way * away, colour=ink(mark))

    def _scatter(
        self,
        mode: str,
        xs: Iterable[float | None],
        ys: Iterable[float | None],
        look: Mapping[str, Any],
        said: Mapping[str, Any],
        axes: tuple[str, str] = ("x2", "y2"),
    ) -> None:
        """Draw one trace of symbols or lines, in px or on the `axes` of values, with what it looks like and says."""
        place: dict[str, Any] = {"xaxis": axes[0], "yaxis": axes[1], "cliponaxis": False}
        place |= {"legendgroup": self.series} if self.series else {}
        self._traces.append({"type": "scatter", "x": list(xs), "y": list(ys), "mode": mode, **look, **place, **said})

    def grain(
        self, mark: Mark, xs: Sequence[float], ys: Sequence[float], pitch: int, size: float, *, empty: bool = False
    ) -> None:
        """Fill an outline in px with dots `pitch` px apart: one mark, where hundreds of points would weigh.

        The dots stand on a grid from the artboard's top left, so corners lie on whole multiples of `pitch`. `empty`
        are the places of a whole that its part does not fill.
        """
        edge, colour = (2, AXIS) if empty else (3, ink(mark))
        layers = [(colour, size), (PAPER, size - edge)] if empty or style(mark).outlined else [(colour, size)]
        for fill, diameter in layers:
            pattern = {
                "shape": ".",
                "size": pitch,
                "solidity": round(math.pi * (diameter / pitch / 2) ** 2, 4),
                "fgcolor": fill,
                "bgcolor": "rgba(0,0,0,0)",
                "fillmode": "replace",
            }
            filled = {"fill": "toself", "fillcolor": "rgba(0,0,0,0)", "fillpattern": pattern}
            self._scatter("lines", xs, ys, {"line": {"color": fill, "width": 0}, **filled}, _told(mark, "fills"))

    def open_end(self, mark: Mark, x: float, y: float, thickness: float) -> None:
        """Let a mark that ends at `x` run out to the right if its bound is open above."""
        if mark.bound in FROM_BELOW:
            marker = {"color": ink(mark), "line": {"width": 0}}
            self._boxes(marker, [(x + start, y, width, thickness) for start, width in BEYOND])

    def column(self, mark: Mark, x: float, ground: float, width: float, height: float) -> float:
        """Draw a column on `ground`, its middle at `x`, in px, down from there where its `height` is below zero.

        Return the y where its open end ends.
        """
        quantity = mark.datum.quantity
        way = side(quantity)
        height = way * max(abs(height), SEEN)
        end = ground - height
        self.tile(mark, x - width / 2, min(end, ground), width, abs(height))
        if pieces := strips(mark, abs(height), width, short=True):
            marker = {"color": [colour for *_, colour in pieces], "line": {"width": 0}}
            boxes = [(x - wide / 2, end - way * (out + tall / 2), wide, tall) for out, tall, wide, _ in pieces]
            self._boxes(marker, boxes)
        return end - way * reach(mark, short=True)

    def strokes(
        self, mark: Mark, lines: Sequence[tuple[float, float, float, float]], *, width: float = 2, pen: bool = False
    ) -> None:
        """Draw straight lines (x0, y0, x1, y1) in px as one mark, in its status or as our `pen` does."""
        xs = [x for x0, _, x1, _ in lines for x in (x0, x1, None)]
        ys = [y for _, y0, _, y1 in lines for y in (y0, y1, None)]
        colour, dash = (VERMILION, "solid") if pen else (ink(mark), style(mark).dash)
        self._scatter("lines", xs, ys, {"line": {"color": colour, "width": width, "dash": dash}}, _told(mark))

    def path(self, xs: Sequence[float], ys: Sequence[float], *, colour: str, width: float, dash: str = "solid") -> None:
        """Draw a line through values on both scales."""
        stroke = {"color": colour, "width": width, "dash": dash}
        self._scatter("lines", xs, ys, {"line": stroke}, _told(None), ("x", "y"))

    # Furniture, in px.

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, *, colour: str = AXIS, width: float = 1, layer: str = "below"
    ) -> None:
        """Draw a straight line under the marks."""
        stroke = {"color": colour, "width": width, "dash": "solid"}
        group = {"legendgroup": self.series} if self.series else {}
        self._shapes.append({"layer": layer, "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": stroke, **group})

    def line(self, x0: float, y0: float, x1: float, y1: float, *, colour: str, width: float = 1) -> None:
        """Draw a straight line over the marks."""
        self.rule(x0, y0, x1, y1, colour=colour, width=width, layer="above")

    def bracket(self, start: float, end: float, at: float, *, aside: bool = False) -> None:
        """Draw the pen's bracket `at` a y, below what stands between two x; or `aside`, at an x, of two y."""
        corners = [(start, at - TOOTH), (start, at), (end, at), (end, at - TOOTH)]
        self.lead([(y, x) for x, y in corners] if aside else corners)

    def lead(self, corners: Sequence[Spot]) -> list[Area]:
        """Draw the pen's line from corner to corner; return the boxes that it takes up."""
        ways = [*pairwise(corners)]
        for start, end in ways:
            self.line(*start, *end, colour=VERMILION, width=2)
        return [(min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 1, max(y0, y1) + 1) for (x0, y0), (x1, y1) in ways]

    def text(
        self,
        x: float,
        y: float,
        lines: str | Sequence[str],
        *,
        anchor: Alignment = "start",
        colour: str = INK,
        bold: bool = False,
        size: float = 0,
    ) -> None:
        """Write lines, the middle of them all at `y`, from, around or up to `x`."""
        said = [lines] if isinstance(lines, str) else list(lines)
        content = "<br>".join(html.escape(line, quote=False) for line in said)
        font = size or size_of(bold=bold), colour, 700 if bold else 400
        self._texts.append((x, y, content, f"middle {_POSITIONS[anchor]}", *font, self.series))

    def text_below(self, x: float, top: float, lines: Sequence[str], **how: Any) -> float:
        """Write lines, if there are any, below `top`; return the y below them."""
        if lines:
            self.text(x, top + len(lines) * LINE / 2, lines, **how)
        return top + len(lines) * LINE

    def pen(self, x: float, top: float, lines: Sequence[str], anchor: Alignment = "start") -> float:
        """Write what the pen says below `top`; return the y below it."""
        return self.text_below(x, top, lines, anchor=anchor, bold=True, colour=VERMILION)

    def remark(
        self, mark: Mark, x: float, top: float, lines: Sequence[str], anchor: Alignment = "start", *, bold: bool = False
    ) -> float:
        """Write what is said of a mark below `top`, in the ink of who says it; return the y below it."""
        colour = VERMILION if mark.pen else INK if mark.article else INDIGO
        return self.text_below(x, top, lines, anchor=anchor, bold=bold or mark.loud, colour=colour)

    def headline(self, top: float, mark: Mark, said: str, wide: float = 0) -> float:
        """Write a mark's label and then its figure in bold below `top`, so `wide`; return the y below them.

        Both stand in one run of text where they fit, so that no font's width has to be guessed.
        """
        colour = (INDIGO if mark.accent else MUTED) if mark.context else INK
        lines = wrap(mark.label, wide := wide or self.width, bold=mark.accent)
        if text_width(lines[-1] + "  ", bold=mark.accent) + text_width(said, bold=True) > wide:
            below = self.text_below(0, top, lines, colour=colour, bold=mark.accent)
            return self.text_below(0, below, [said], bold=True, colour=ink(mark))
        label, figure = "<br>".join(html.escape(line, quote=False) for line in lines), html.escape(said, quote=False)
        content = f'{label}\u2002<b><span style="color: {ink(mark)}">{figure}</span></b>'
        font = size_of(bold=mark.accent), colour, 700 if mark.accent else 400
        self._texts.append((0, top + len(lines) * LINE / 2, content, "middle right", *font, self.series))
        return top + len(lines) * LINE

    def figure(self) -> Figure:
        """Return the figure. Text is drawn last, by one trace a series, so that no font is measured."""
        traces = list(self._traces)
        for series in sorted({text[-1] for text in self._texts}, key=str):
            own = (text[:-1] for text in self._texts if text[-1] == series)
            xs, ys, texts, positions, sizes, colours, weights = zip(*own, strict=True)
            font = {"size": sizes, "color": colours, "weight": weights}
            said = {"x": xs, "y": ys, "text": texts, "textposition": positions, "textfont": font, "mode": "text"}
            said |= {"legendgroup": series} if series else {}
            traces.append({"type": "scatter", **said, "xaxis": "x2", "yaxis": "y2", "cliponaxis": False, **_told(None)})
        for number, trace in enumerate(traces):
            trace["uid"] = f"t{number}"  # else Plotly makes one up, and no two runs agree
        layout: dict[str, Any] = {
            "template": None,
            "width": round(self.width),
            "height": round(self.height),
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "barmode": "overlay",
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {"bgcolor": PAPER, "bordercolor": INK, "font": {"color": INK, "size": TEXT}},
            "xaxis2": _hidden(0, round(self.width)),
            "yaxis2": _hidden(round(self.height), 0),
            "shapes": [self._shape(**shape) for shape in self._shapes],
        }
        if self._x:
            low, high, left, right = self._x
            layout["xaxis"] = _hidden(low, high, left / round(self.width), right / round(self.width))
            layout["xaxis"] |= {"tickformat": "d"} if self._years else {}
            layout["xaxis2"]["overlaying"] = "x"
        if self._y:
            low, high, bottom, top = self._y
            layout["yaxis"] = _hidden(low, high, 1 - bottom / round(self.height), 1 - top / round(self.height))
            layout["yaxis2"]["overlaying"] = "y"
        return {"data": traces, "layout": layout}

    def _shape(self, x0: float, y0: float, x1: float, y1: float, **rest: Any) -> dict[str, Any]:
        """Return a line in shares of the artboard: one on an axis would lie over that axis's subplot."""
        width, height = round(self.width), round(self.height)
        ends = {"x0": x0 / width, "x1": x1 / width, "y0": 1 - y0 / height, "y1": 1 - y1 / height}
        return {"type": "line", "xref": "paper", "yref": "paper", **ends, **rest}


def _told(mark: Mark | None, on: str = "") -> dict[str, str]:
    """Return what a trace says of a mark at a pointer, `on` its points or fills; nothing of what is none."""
    if on and mark:
        return {"hoveron": on, "text": mark.tip, "hoverinfo": "text"}
    return {"hovertext": mark.tip, "hoverinfo": "text"} if mark else {"hoverinfo": "skip"}


def _set(axis: Axis | None) -> Axis:
    if axis is None:
        raise ValueError("this sheet has no scale yet")
    return axis


def _hidden(low: float, high: float, start: float = 0, end: float = 1) -> dict[str, Any]:
    """Return an axis on which `low` and `high` stand at two shares of the artboard.

    All run across the whole of it, those in px over the others: Plotly finds the mark at a pointer only so.
    """
    whole = (high - low) / (end - start)
    first = low - start * whole
    return {"range": [first, first + whole], "domain": [0, 1], "visible": False, "fixedrange": True}


def fit(left: float, width: float, marks: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return where zero and where 1 may stand so that every bar and the text beyond it fit between `left` and `width`.

    A mark is given as its length, at most 1, below zero where it goes to the left, and the px that it needs beyond.
    """
    ends = [(0.0, 0.0), *marks]
    above, below = ([(abs(at), beyond) for at, beyond in ends if way * at >= 0] for way in (1, -1))
    below = below if any(at for at, _ in below) else ends[:1]
    pairs = [(up + down, more + less) for up, more in above for down, less in below if up + down]
    unit = max(min([width - left, *((width - left - beyond) / length for length, beyond in pairs)]), TEXT)
    zero = left + max(down * unit + less for down, less in below)
    return zero, zero + unit
