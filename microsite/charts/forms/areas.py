"""Amounts of very different size → squares of one scale on one ground, apart from each other.

What is a thousand times as much covers a thousand times as much paper. No square lies within another, since the
things counted need not contain each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName, refuse_unscaled
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, MUTED, WIDTHS, ink, reach
from microsite.charts.typesetting import TEXT, widest, wrap
from microsite.source.fields import Text
from microsite.source.record import Record

TALLEST = 300  # px: the side of the largest square at most
APART = 2 * GAP  # px between what stands side by side
LEAST = 1.5  # px: the side of a square that can be seen
SPECK, LEADER = 8, 6  # px: the side of one to which a line leads from its figure, and how long that is, about


class Options(Record):
    """`below`: by mark, what is said below its label, such as by what rule it is counted."""

    below: dict[MarkName, Text] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    yield from refuse_unscaled(chart, chart.marks)
    for index, mark in enumerate(chart.marks):
        if mark.upper > mark.value:
            yield ("marks", index, "statistic"), f"'{mark.datum.reference}' is a range; a square has one size"
    largest = max(mark.value_like(chart.marks[0]) for mark in chart.marks)
    for index, mark in enumerate(chart.marks):
        if 0 <= mark.value_like(chart.marks[0]) < largest * (2 * LEAST / TALLEST) ** 2:
            yield ("marks", index, "statistic"), f"'{mark.datum.reference}' is too small to be seen beside the largest"


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    shares = [math.sqrt(mark.value_like(chart.marks[0])) for mark in chart.marks]
    shares = [share / max(shares) for share in shares]
    gaps = APART * (len(shares) - 1)
    for longest in range(TALLEST, 0, -1):
        sides = [share * longest for share in shares]
        columns = [_column(mark, side) for mark, side in zip(chart.marks, sides, strict=True)]
        if sum(columns) + gaps <= width:
            break
    spare = (width - sum(columns) - gaps) / len(columns)
    lefts = [sum(columns[:index]) + index * (APART + spare) for index in range(len(columns))]
    said = {name: chart.words(text) for name, text in chart.options_as(Options).below.items()}
    bottom = 0.0
    for mark, left, side, column in zip(chart.marks, lefts, sides, columns, strict=True):
        sheet.tile(mark, left, longest - side, side, side)
        sheet.open_end(mark, left + side, longest - side / 2, side)
        if side < SPECK:
            sheet.rule(left + side / 2, longest + 3, left + side / 2, longest + GAP + LEADER, colour=MUTED)
        y = sheet.text_below(left, longest + GAP + LEADER, [mark.figure], bold=True, colour=ink(mark))
        lines = wrap(mark.label, column + spare, bold=mark.accent)
        y = sheet.text_below(left, y, lines, bold=mark.accent)
        if width >= WIDTHS[-1]:  # else there is no room
            y = sheet.text_below(left, y, wrap(said.pop(mark.name, ""), column + spare), colour=MUTED)
        bottom = max(bottom, y)
    names = [(mark, wrap(mark.label, 7 * TEXT, bold=True)) for mark in chart.marks if mark.name in said]
    aside = max((widest(lines, bold=True) for _, lines in names), default=0) + 2 * GAP
    for mark, lines in names:
        foot = sheet.text_below(0, bottom + GAP, lines, bold=True)
        bottom = max(foot, sheet.text_below(aside, bottom + GAP, wrap(said[mark.name], width - aside), colour=MUTED))
    for mark in chart.marks:
        bottom = sheet.pen(0, bottom + GAP * bool(mark.pen), wrap(mark.pen, width, bold=True))
    sheet.height = bottom + 2
    return sheet.figure()


def _column(mark: Mark, side: float) -> float:
    """Return the px that a square and the words below it need at least."""
    words = [mark.figure, *wrap(mark.label, 6 * TEXT, bold=True, even=False)]
    return max(side + reach(mark, short=False), widest(words, bold=True))


FORM = Form(Options, draw, refuse)
