"""The axes that forms share: of time, on which a figure stands in the middle of its period, and of round numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from microsite.charts.chart import Chart, Mark
from microsite.charts.sheet import Sheet
from microsite.charts.style import AXIS, GAP, MUTED
from microsite.charts.typesetting import LINE, widest
from microsite.quantities import Quantity
from microsite.source.calendar import middle


def time_of(mark: Mark) -> float:
    """Return the middle of a mark's period, in years."""
    assert mark.datum.period is not None
    return middle(mark.datum.period)


def year_of(mark: Mark) -> int:
    """Return the year in which the middle of a mark's period lies."""
    return year_at(time_of(mark))


def year_at(time: float) -> int:
    """Return the year in which a time lies."""
    return math.floor(time + 0.5)


def say_year(chart: Chart, year: int) -> str:
    """Word a year as a scale does; where that has but two, which nobody could tell for one, as a date."""
    years = {year_of(mark) for mark in chart.marks if mark.datum.period}
    return str(year) if max(years) - min(years) > 1 else chart.wording.date(str(year))


def draw_years(
    sheet: Sheet,
    said: Mapping[int, str],
    points: Sequence[Mark],
    y: float,
    right: float,
    *,
    apart: float,
    colour: str = AXIS,
) -> None:
    """Write the years, as many as have room, the last always.

    Where they are stretches, ticks stand `apart` from their middles, between quarters or months, too, if there is room.
    """
    years = list(said)
    sheet.rule(0, y, right, y, colour=colour)
    step = sheet.at_x(years[0] + 1) - sheet.at_x(years[0])
    skip = math.ceil((widest(said.values()) + 2 * GAP) / step)
    shown = [year for year in years if (years[-1] - year) % skip == 0]
    if len(shown) < 3:  # two numbers alone tell nobody that they are those of a scale
        shown = [year for year in shown if year in {year_of(mark) for mark in points}]
    for year in years:
        x = sheet.at_x(year)
        if year in shown:
            sheet.text(x, y + 4 + LINE / 2, said[year], anchor="middle", colour=MUTED)
        if not apart:
            sheet.rule(x, y, x, y + 4, colour=colour)
    parts = next((parts for parts in (12, 4, 1) if step / parts >= GAP), 1)
    for part in range(len(years) * parts + 1) if apart else ():
        x = sheet.at_x(years[0] - apart + part / parts)
        sheet.rule(x, y, x, y + (3 if part % parts else 8), colour=colour)


def exact(tick: float) -> Quantity:
    """Return a round number as it is worded."""
    return Quantity(Decimal(repr(tick)).normalize() + 0)


def round_ticks(values: Sequence[float], *, zero: bool) -> list[float]:
    """Return round numbers, three to six, from below the smallest value to above the largest."""
    low, high = (min(0, *values) if zero else min(values)), max(values)
    rough = (high - low or abs(high) or 1) / 4
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)  # a scale has two ends, where all values are one, too
    if last - first < 2:  # two numbers alone tell nobody that they are those of a scale
        first, last = (first - 1, last) if first > 0 else (first, last + 1)
    return [round(step * number, 12) for number in range(first, last + 1)]
