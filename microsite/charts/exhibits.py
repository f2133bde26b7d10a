"""An exhibit's figures → a small figure of them, drawn as charts are: outlines of one scale, pairs of bars, dots.

They stand in words beside it. What the figures can't show honestly is refused, as by the forms of chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

from microsite.charts.chart import Figure, Mark, read_options
from microsite.charts.forms import scale
from microsite.charts.forms.dots import MOST, outline
from microsite.charts.sheet import Sheet, fit
from microsite.errors import suggestion
from microsite.facts.derive import Datum
from microsite.source.models import ChartSpec, Drawing, Unit

Corners = tuple[tuple[float, float], ...]  # x, y in shares of the height: from the middle, and from the ground
WIDTH, HEIGHT = 240, 160  # px, of every drawing; the page scales it
OUTLINE = "outline"  # the form that draws a length
BAR, BETWEEN, APART = 18, 8, 28  # px of bars: how thick, from the first of a pair to its second, from pair to pair
PITCH, DOT = 8, 6.4  # px of dots: from one to the next, and how wide


def refuse(
    drawing: Drawing, data: Sequence[Datum], units: Mapping[str, Unit], outlines: Mapping[str, Corners]
) -> Iterator[str]:
    """Yield why figures can't be drawn so."""
    if drawing.like and (drawing.form != OUTLINE or drawing.like not in outlines):
        near = suggestion(drawing.like, outlines)
        yield f"'{drawing.form}' has no outline like that of '{drawing.like}'{near}"
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
    drawings: Mapping[str, tuple[Drawing, Sequence[Datum]]],
    units: Mapping[str, Unit],
    outlines: Mapping[str, Corners],
) -> dict[str, Figure]:
    """Return the figures of checked drawings, which share a scale of lengths.

    What has none among the `outlines` is a block, as in charts.
    """
    longest = max((_size(data[0], units) for one, data in drawings.values() if one.form == OUTLINE), default=0)
    figures = {}
    for id_, (drawing, data) in drawings.items():
        sheet, marks = Sheet(WIDTH, HEIGHT), [_mark(datum) for datum in data]
        if drawing.form == "dots":
            count, across = int(data[0].quantity.number), WIDTH // PITCH
            top = HEIGHT - ceil(count / across) * PITCH
            sheet.grain(marks[0], *outline(0, count, across, PITCH, top), PITCH, DOT)
        elif drawing.form == "pairs":
            sizes = [[_size(datum, units) for datum in pair] for pair in _pairs(data)]
            shares = [size / max(pair) for pair in sizes for size in pair]
            beyond = [sheet.reach(mark) for mark in marks]
            sheet.scale_x(0, 1, *fit(1, WIDTH - 1, zip(shares, beyond, strict=True)))
            y = HEIGHT - 1 - len(data) // 2 * (2 * BAR + BETWEEN + APART) + APART + BAR / 2
            for number, (mark, share) in enumerate(zip(marks, shares, strict=True)):
                sheet.bar(mark, y, BAR, (share, share))
                y += BAR + (APART if number % 2 else BETWEEN)
        else:
            tall, ground, middle = _size(data[0], units) / longest * (HEIGHT - 2), HEIGHT - 1, WIDTH / 2
            wide = scale.SPREAD * tall
            if own := outlines.get(drawing.like or drawing.of[0]):
                sheet.outline([(middle + x * tall, ground - y * tall) for x, y in own], marks[0])
            else:
                sheet.tile(marks[0], middle - wide / 2, ground - tall, wide, tall)
        figures[id_] = sheet.figure()
    return figures


def _mark(datum: Datum) -> Mark:
    """Return a mark that says nothing of itself."""
    return Mark(name="", datum=datum, label="", head="", text="", figure="", full="", tip="")


def _size(datum: Datum, units: Mapping[str, Unit]) -> float:
    """Return a figure in the unit of scale 1 of its dimension."""
    return float(datum.quantity.number * units[datum.unit].scale)


def _pairs(data: Sequence[Datum]) -> Iterator[tuple[Datum, Datum]]:
    return zip(data[::2], data[1::2], strict=False)  # a figure left over has been refused
