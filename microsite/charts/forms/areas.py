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
from microsite.charts.style import GAP, OPEN_ABOVE, OPEN_END, VERMILION, ink
from microsite.charts.typesetting import LINE, TEXT, widest, wrap
from microsite.source.fields import Text
from microsite.source.record import Record

TALLEST = 300  # px: the side of the largest square at most
APART = 2 * GAP  # px between what stands side by side
LEAST = 1.5  # px: the side of a square that can be seen
STEM = 3 * LINE  # px from what the pen says of a square down to it


class Options(Record):
    """`said`: by mark, as it is referred to there, what the pen says of it."""

    said: dict[MarkName, Text] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    yield from refuse_unscaled(chart, chart.marks)
    for index, mark in enumerate(chart.marks):
        if mark.upper > mark.value:
            yield ("marks", index, "statistic"), f"'{mark.datum.reference}' is a range; a square has one size"
    largest = max(mark.value_like(chart.marks[0]) for mark in chart.marks)
    for index, mark in enumerate(chart.marks):
        if math.sqrt(max(0, mark.value_like(chart.marks[0])) / (largest or 1)) * TALLEST / 2 < LEAST:
            yield ("marks", index, "statistic"), f"'{mark.datum.reference}' is too small to be seen beside the largest"


def draw(chart: Chart, width: int) -> Figure:
    written = chart.options_as(Options).said
    said = [chart.words(written.get(mark.name)) for mark in chart.marks]
    sheet = Sheet(width)
    shares = [math.sqrt(mark.value_like(chart.marks[0])) for mark in chart.marks]
    shares = [share / max(shares) for share in shares]

    def columns_of(longest: float) -> list[float]:
        parts = zip(chart.marks, said, shares, strict=True)
        return [_column(mark, text, share * longest) for mark, text, share in parts]

    gaps = APART * (len(shares) - 1)
    longest = next((side for side in range(TALLEST, 1, -1) if sum(columns_of(side)) + gaps <= width), 1)
    sides, columns = [share * longest for share in shares], columns_of(longest)
    spare = (width - sum(columns) - gaps) / len(columns)
    lefts = [sum(columns[:index]) + index * (APART + spare) for index in range(len(columns))]
    bottom = 0.0
    for mark, left, side, column in zip(chart.marks, lefts, sides, columns, strict=True):
        sheet.tile(mark, left, longest - side, side, side)
        sheet.open_end(mark, left + side, longest - side / 2, side)
        y = sheet.text_below(left, longest + GAP, [mark.figure], bold=True, colour=ink(mark))
        lines = wrap(mark.label, column + spare, bold=mark.accent)
        bottom = max(bottom, sheet.text_below(left, y, lines, bold=mark.accent))
    for index, text in enumerate(said):
        if text:
            high = longest - sides[index] - STEM
            tall = [place for place, side in enumerate(sides) if place != index and longest - side < high + GAP]
            west = max((lefts[place] + columns[place] + APART for place in tall if place < index), default=0)
            east = min((lefts[place] - APART for place in tall if place > index), default=width)
            _say(sheet, text, lefts[index] + sides[index] / 2, high, (west, east))
    sheet.height = bottom + 2
    return sheet.figure()


def _column(mark: Mark, said: str, side: float) -> float:
    """Return the px that a square and the words below and above it need at least."""
    end = OPEN_END if mark.bound in OPEN_ABOVE else 0
    below, above = (wrap(text, 6 * TEXT, bold=True, even=False) for text in (mark.label, said))
    return max(side + end, widest([mark.figure, *below, *above], bold=True))


def _say(sheet: Sheet, text: str, x: float, y: float, room: tuple[float, float]) -> None:
    """Write what the pen says above a square, and lead down to it."""
    west, east = room
    lines = wrap(text, east - west, bold=True)
    half = widest(lines, bold=True) / 2
    middle, top = min(max(x, west + half), east - half), y - len(lines) * LINE
    sheet.text_below(middle, top, lines, anchor="middle", bold=True, colour=VERMILION)
    sheet.line(x, y + 2, x, y + STEM - GAP, colour=VERMILION, width=1.5)


FORM = Form(Options, draw, refuse)
