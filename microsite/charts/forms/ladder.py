"""Figures of very different size → rungs on a scale of tenfold steps, each in a row of its own.

Such a scale has no zero, so nothing is drawn as a length from the left: a rung marks a place. Rows
stand apart because the things counted need not contain each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import floor, log10

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, GRID, MUTED, OPEN_END, ink
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.fields import Text
from microsite.source.record import Record

RUNG, TALL = 8, 28  # px: a rung's width and height
BETWEEN = 12  # px between two rows
STEPS = 9  # tenfold steps that a chart may span: beyond them a place on the scale says little


class Options(Record):
    """`axis` says in words what the scale is, such as that every line is a tenfold step."""

    axis: Text


def refuse(chart: Chart) -> Iterator[Fault]:
    for index, mark in enumerate(chart.marks):
        here = ("marks", index, "statistic")
        if mark.value <= 0:
            message = f"'{mark.datum.reference}' is not positive; a scale of tenfold steps has no place for it"
            yield here, message
        elif mark.upper > mark.value:
            yield here, f"'{mark.datum.reference}' is a range; a rung has one place"
    units = dict.fromkeys(mark.datum.unit for mark in chart.marks)
    if len(units) > 1:
        yield ("marks",), f"marks of different units ({', '.join(units)}) on one scale"
    elif all(mark.value > 0 for mark in chart.marks) and _span(chart)[1] - _span(chart)[0] > STEPS:
        yield ("marks",), f"the marks lie more than {STEPS} tenfold steps apart"


def _span(chart: Chart) -> tuple[int, float]:
    """Return where the scale begins and ends, in powers of ten: at a whole one, and at the largest mark."""
    low = floor(log10(min(mark.value for mark in chart.marks)))
    return low, max(log10(max(mark.value for mark in chart.marks)), low + 1)


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    beside = width >= 720
    low, high = _span(chart)
    ticks = {power: chart.wording.number(Decimal(10) ** power) for power in range(low, floor(high) + 1)}
    left = 1.0
    if beside:
        left = min(260.0, widest(mark.label for mark in chart.marks) + 3 * GAP) + text_width(ticks[low]) / 2
    right = width - OPEN_END - text_width(ticks[floor(high)]) / 2
    sheet.scale_x(low, high, left, right)

    said = wrap(chart.words(chart.options_as(Options).axis), width - left)
    y = sheet.text_below(left if beside else 0, 0, said, colour=MUTED) + GAP / 2
    crowded = widest(ticks.values()) + 2 * GAP > sheet.at_x(low + 1) - left
    for power, tick in ticks.items():
        if crowded and (power - low) % 2:
            continue
        at_edge = power == low and not beside
        x = 0 if at_edge else sheet.at_x(power)
        sheet.text(x, y + LINE / 2, tick, anchor="start" if at_edge else "middle", colour=MUTED)
    top = y + LINE + 4
    y = top + GAP
    for mark in chart.marks:
        y = _row(sheet, mark, left, y, beside=beside)
    for power in ticks:
        sheet.rule(sheet.at_x(power), top, sheet.at_x(power), y - BETWEEN / 2, colour=GRID)
    sheet.height = y
    return sheet.figure()


def _row(sheet: Sheet, mark: Mark, left: float, top: float, *, beside: bool) -> float:
    if beside:
        lines = wrap(mark.label, left - 3 * GAP)
        height = max(TALL, len(lines) * LINE)
        middle = top + height / 2
        sheet.text(0, middle, lines)
    else:
        middle = sheet.text_below(0, top, wrap(mark.label, sheet.width)) + 3 + TALL / 2
        height = middle + TALL / 2 - top
    x = sheet.at_x(log10(mark.value))
    sheet.tile(mark, x - RUNG / 2, middle - TALL / 2, RUNG, TALL)
    end = sheet.open_end(mark, x + RUNG / 2, middle, TALL) + GAP
    if end + text_width(mark.text, bold=True) <= sheet.width:
        sheet.text(end, middle, mark.text, bold=True, colour=ink(mark))
    else:
        sheet.text(x - RUNG / 2 - GAP, middle, mark.text, bold=True, colour=ink(mark), anchor="end")
    return top + height + BETWEEN


FORM = Form(Options, draw, refuse)
