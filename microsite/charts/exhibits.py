"""An exhibit's figures → a small drawing of them: outlines of one scale, pairs of bars, a dot for each.

The figures stand in words beside it. What the figures can't show honestly is refused, as by the forms of chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from microsite.charts.chart import read_options
from microsite.charts.forms import scale
from microsite.charts.forms.dots import MOST
from microsite.charts.style import STYLES, reach, strips
from microsite.errors import suggestion
from microsite.facts.derive import Datum
from microsite.source.models import ChartSpec, Drawing, Role, Unit

Corners = tuple[tuple[float, float], ...]  # x, y in shares of the height: from the middle, and from the ground
WIDTH, HEIGHT = 240, 160  # of every drawing, in its own units; the page scales it
OUTLINE = "outline"  # the form that draws a length
BAR, BETWEEN, APART = 18, 8, 28  # of bars: how thick, from the first of a pair to its second, from pair to pair
PATTERNS = {"/": "hatched", "-": "lined", ".": "dotted"}  # those of statuses: what the page calls its own
PITCH, DOT = 8, 2.6  # of dots: from one to the next, and the radius


class ExhibitShape(NamedTuple):
    """A rectangle, with `dots` a field of as many, with `corners` an outline; lengths as in the drawing, from top left.

    `stroke` and `fill` are values of SVG's attributes.
    """

    x: float
    y: float
    width: float
    height: float
    stroke: str
    fill: str
    dots: tuple[tuple[float, float], ...] = ()
    corners: tuple[tuple[float, float], ...] = ()


def refuse(
    drawing: Drawing, data: Sequence[Datum], units: Mapping[str, Unit], outlines: Mapping[str, Corners]
) -> Iterator[str]:
    """Yield why figures can't be drawn so."""
    if drawing.like and (drawing.form != OUTLINE or drawing.like not in outlines):
        yield f"'{drawing.form}' has no outline like that of '{drawing.like}'" + (
            suggestion(drawing.like, outlines) or ""
        )
    for datum in data:
        dimension, number = units[datum.unit].dimension, datum.quantity.value
        if isinstance(number, tuple) or number <= 0:
            yield f"'{datum.reference}' is not one number above zero"
        elif drawing.form == OUTLINE and dimension != {"length": 1}:
            yield f"'{datum.reference}' is in {datum.unit}; only a length is drawn as an outline"
        elif drawing.form == "dots" and (not dimension or number != int(number) or number > MOST):
            yield f"'{datum.reference}' is no count of up to {MOST}, of which each could have its dot"
    if drawing.form == "pairs":
        if len(data) % 2:
            yield f"pairs need an even number of figures, not {len(data)}"
        for first, second in _pairs(data):
            if not units[first.unit].dimension or units[first.unit].dimension != units[second.unit].dimension:
                yield f"'{first.reference}' and '{second.reference}' don't share a scale"
    elif len(data) > 1:
        yield f"'{drawing.form}' draws one figure"


def outlines_of(charts: Iterable[ChartSpec]) -> dict[str, Corners]:
    """Return the outlines that charts to scale have, by what they are drawn of."""
    options = [read_options(spec, {"scale": scale.FORM}) for spec in charts]
    return {name: own for one in options if isinstance(one, scale.Options) for name, own in one.outlines.items()}


def draw(
    drawing: Drawing,
    data: Sequence[Datum],
    units: Mapping[str, Unit],
    longest: float,
    outlines: Mapping[str, Corners],
) -> Iterator[ExhibitShape]:
    """Yield the shapes of a checked drawing. `longest` is the greatest length of the page's outlines, in the
    unit of scale 1, so that they share a scale; what has none among the `outlines` is a block, as in charts."""
    if drawing.form == "dots":
        count = int(data[0].quantity.number)
        across = WIDTH // PITCH
        top = HEIGHT - ceil(count / across) * PITCH
        places = ((number % across, number // across) for number in range(count))
        dots = tuple(((x + 0.5) * PITCH, top + (y + 0.5) * PITCH) for x, y in places)
        shape = _shape((0, top, WIDTH, HEIGHT - top), data[0])
        yield shape._replace(dots=dots, fill="none" if STYLES[data[0].status].outlined else shape.fill)
    elif drawing.form == "pairs":
        top = HEIGHT - len(data) // 2 * (2 * BAR + BETWEEN + APART) + APART
        for pair in _pairs(data):
            sizes = [size(datum, units) for datum in pair]
            room = WIDTH - 2 - max(reach(datum.quantity) for datum in pair)
            for datum, length in zip(pair, sizes, strict=True):
                yield from _bar(1, top, round(length / max(sizes) * room, 1), datum)
                top += BAR + BETWEEN
            top += APART - BETWEEN
    else:
        tall = size(data[0], units) / longest * (HEIGHT - 2)
        ground, own = HEIGHT - 1, outlines.get(drawing.like or drawing.of[0], ())
        corners = tuple((round(WIDTH / 2 + x * tall, 1), round(ground - y * tall, 1)) for x, y in own)
        wide = round(scale.SPREAD * tall, 1)
        box = (round((WIDTH - wide) / 2, 1), round(ground - tall, 1), wide, round(tall, 1))
        yield _shape(box, data[0])._replace(corners=corners)


def _shape(box: tuple[float, float, float, float], datum: Datum) -> ExhibitShape:
    """Return a rectangle in a figure's role and status, as charts draw them; hatched, by the page's patterns."""
    look, colour = STYLES[datum.status], f"var(--{'indigo' if datum.role is Role.CONTEXT else 'ink'})"
    fill = (
        f"url(#{PATTERNS[look.pattern]}-{datum.role})" if look.pattern else "var(--paper)" if look.outlined else colour
    )
    return ExhibitShape(*box, stroke=colour, fill=fill)


def _bar(x: float, y: float, length: float, datum: Datum) -> Iterator[ExhibitShape]:
    """Yield a bar, with its end as open as the figure's bound."""
    bar = _shape((x, y, length, BAR), datum)
    yield bar
    ink, paper = strips(datum.quantity, length)
    for places, fill in ((ink, bar.stroke), (paper, "var(--paper)")):
        for offset, wide in places:
            yield bar._replace(x=round(x + length + offset, 1), width=wide, stroke="none", fill=fill)


def size(datum: Datum, units: Mapping[str, Unit]) -> float:
    """Return a figure in the unit of scale 1 of its dimension."""
    return float(datum.quantity.number * units[datum.unit].scale)


def _pairs(data: Sequence[Datum]) -> Iterator[tuple[Datum, Datum]]:
    return zip(data[::2], data[1::2], strict=False)  # a figure left over has been refused
