"""An exhibit's figures → a small drawing of them: outlines of one scale, pairs of bars, a dot for each.

The figures stand in words beside it. What the figures can't show honestly is refused, as by the forms of chart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from microsite.charts.forms.dots import MOST
from microsite.charts.style import STYLES, reach, strips
from microsite.facts.derive import Datum
from microsite.source.models import Drawing, Role, Unit

WIDTH, HEIGHT = 240, 160  # of every drawing, in its own units; the page scales it
OUTLINES = {  # in shares of the height: (left, top, width, height) of each part
    "person": (  # head, trunk, arms and legs
        (-0.06, 0.0, 0.12, 0.135),
        (-0.095, 0.155, 0.19, 0.345),
        (-0.165, 0.155, 0.05, 0.36),
        (0.115, 0.155, 0.05, 0.36),
        (-0.095, 0.52, 0.085, 0.48),
        (0.01, 0.52, 0.085, 0.48),
    ),
    "block": ((-0.165, 0.0, 0.33, 1.0),),
}
BAR, BETWEEN, APART = 18, 8, 28  # of bars: how thick, from the first of a pair to its second, from pair to pair
PATTERNS = {"/": "hatched", "-": "lined", ".": "dotted"}  # those of statuses: what the page calls its own
PITCH, DOT = 8, 2.6  # of dots: from one to the next, and the radius


class ExhibitShape(NamedTuple):
    """A rectangle, or with `dots` a field of as many; lengths in the drawing's units, from its top left.

    `stroke` and `fill` are values of SVG's attributes.
    """

    x: float
    y: float
    width: float
    height: float
    stroke: str
    fill: str
    dots: tuple[tuple[float, float], ...] = ()


def refuse(drawing: Drawing, data: Sequence[Datum], units: Mapping[str, Unit]) -> Iterator[str]:
    """Yield why figures can't be drawn so."""
    for datum in data:
        dimension, number = units[datum.unit].dimension, datum.quantity.value
        if isinstance(number, tuple) or number <= 0:
            yield f"'{datum.reference}' is not one number above zero"
        elif drawing.form in OUTLINES and dimension != {"length": 1}:
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


def draw(drawing: Drawing, data: Sequence[Datum], units: Mapping[str, Unit], longest: float) -> Iterator[ExhibitShape]:
    """Yield the shapes of a checked drawing. `longest` is the greatest length of the page's outlines, in the
    unit of scale 1, so that they share a scale."""
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
        for place in OUTLINES[drawing.form]:
            left, above, width, height = (share * tall for share in place)
            x, y = WIDTH / 2 + left, HEIGHT - 1 - tall + above
            yield _shape((round(x, 1), round(y, 1), round(width, 1), round(height, 1)), data[0])


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
