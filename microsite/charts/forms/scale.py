"""Heights → outlines drawn to one scale beside a ruler, standing on the same ground."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, refuse_strangers
from microsite.charts.sheet import Sheet
from microsite.charts.style import AXIS, GAP, GRID, MUTED
from microsite.charts.typesetting import LINE, text_width, wrap
from microsite.source.fields import Line, Points, Text
from microsite.source.record import Record

SPREAD = 0.33  # of its height: the width of a block
LOW, HIGH = -0.001, 1.001  # within which the corners of an outline of one's own lie


class Options(Record):
    """`outlines`: by mark, what is drawn of it, as corners x,y in shares of the height: x from the middle, y from the
    ground. What has none is a block.

    `below`: by mark, lines below its label, such as a weight.
    """

    outlines: dict[Line, Points] = Field(default={})
    below: dict[Line, tuple[Text, ...]] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    for index, mark in enumerate(chart.marks):
        here = ("marks", index, "statistic")
        if chart.wording.units[mark.datum.unit].dimension != {"length": 1}:
            yield here, f"'{mark.datum.reference}' is in {mark.datum.unit}; only lengths are drawn to scale"
        elif mark.value <= 0:
            yield here, f"'{mark.datum.reference}' is not positive"
        elif isinstance(mark.datum.quantity.value, tuple):
            yield here, f"'{mark.datum.reference}' is a range; an outline has one height"
    options = chart.options_as(Options)
    yield from refuse_strangers(chart, "below", options.below)
    yield from refuse_strangers(chart, "outlines", options.outlines)
    for reference, corners in options.outlines.items():
        heights = [y for _, y in corners]
        if not (LOW < min(heights) < 0.01 and 0.99 < max(heights) < HIGH):
            message = f"the outline of '{reference}' reaches from {min(heights):g} to {max(heights):g}, not from 0 to 1"
            yield ("options", "outlines", reference), message
    if len(chart.marks) > 6:
        yield ("marks",), f"{len(chart.marks)} outlines; 6 find room on a phone"


def beside(chart: Chart) -> list[list[str]]:
    below = chart.options_as(Options).below
    return [[chart.words(line) for line in below.get(mark.name, ())] for mark in chart.marks]


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    sheet = Sheet(width)
    tallest = max(mark.value_like(chart.marks[0]) for mark in chart.marks)
    step = _step(tallest)
    ticks = [step * number for number in range(ceil(tallest / float(step)) + 1)]
    top_of_ruler = float(ticks[-1])
    ruler = text_width(chart.wording.number(ticks[-1])) + GAP
    slot = (width - ruler - GAP) / len(chart.marks)
    spreads = [max(x for x, _ in own) - min(x for x, _ in own) for own in options.outlines.values()]
    spread = max([SPREAD] * (len(spreads) < len(chart.marks)) + spreads)
    room = min(slot / spread * 0.9, 300.0)  # px that the tallest figure may be high
    head = LINE + GAP
    ground = head + room + (top_of_ruler - tallest) / tallest * room
    sheet.scale_y(0, top_of_ruler, ground, ground - room * top_of_ruler / tallest)
    for tick in ticks:
        y = sheet.at_y(float(tick))
        sheet.rule(ruler, y, width, y, colour=AXIS if not tick else GRID)
        sheet.text(ruler - GAP, y, chart.wording.number(tick), anchor="end", colour=MUTED)
    bottom = ground
    below = beside(chart)
    for number, mark in enumerate(chart.marks):
        middle = ruler + GAP + slot * (number + 0.5)
        tall = ground - sheet.at_y(mark.value_like(chart.marks[0]))
        own = options.outlines.get(mark.name, ())
        if own:
            centre = (max(x for x, _ in own) + min(x for x, _ in own)) / 2
            sheet.outline([(middle + (x - centre) * tall, ground - y * tall) for x, y in own], mark)
        else:
            sheet.tile(mark, middle - SPREAD / 2 * tall, ground - tall, SPREAD * tall, tall)
        sheet.text(middle, ground - tall - LINE / 2 - 2, mark.text, anchor="middle", bold=True)
        lines = wrap(mark.label, slot - GAP, bold=mark.accent)
        y = sheet.text_below(middle, ground + GAP, lines, anchor="middle", bold=mark.accent)
        for line in below[number]:
            y = sheet.text_below(middle, y, wrap(line, slot - GAP), anchor="middle", colour=MUTED)
        bottom = max(bottom, y)
    sheet.height = bottom + 2
    return sheet.figure()


def _step(tallest: float) -> Decimal:
    """Return a round distance between the ruler's ticks: two to six of them."""
    step = Decimal(1)
    while step > tallest:
        step /= 10
    while tallest / float(step) > 6:
        step *= 5 if step.as_tuple().digits[0] == 1 else 2
    return step


FORM = Form(Options, draw, refuse, beside)
