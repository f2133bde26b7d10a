"""The axes that forms share: of time, on which a figure stands in the middle of its period, and of round numbers."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from microsite.charts.chart import Chart, Mark
from microsite.charts.sheet import Sheet
from microsite.charts.style import AXIS, GAP, MUTED
from microsite.charts.typesetting import LINE, text_width
from microsite.quantities import Quantity
from microsite.source.calendar import middle, points, read, span, typed

FEW = 3  # years, whose parts are told by name


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


def name_year(chart: Chart, year: int) -> str:
    """Word a year as one of many on a scale: its number, or before Christ its date."""
    return str(year) if year > 0 else chart.wording.date(typed(year))


@dataclass(frozen=True)
class Times:
    """An axis of time: from when to when, in years; what is written at which time, and at which of these are figures.

    `stretches`: whether these are years or parts of one with a length, between which ticks stand, or moments.
    """

    low: float
    high: float
    said: Mapping[float, str]
    with_marks: Collection[float]
    stretches: bool = True

    @classmethod
    def of(cls, chart: Chart, marks: Sequence[Mark]) -> Times:
        """Return the axis of some marks: of their own months, quarters or days, where these are few, or of years."""
        periods = sorted({str(mark.datum.period) for mark in marks}, key=middle)
        kinds = {read(period).kind if len(points(period)) == 1 else "" for period in periods}
        first, last = min(span(period)[0] for period in periods), max(span(period)[1] for period in periods)
        if len(kinds) == 1 and kinds <= {"half", "quarter", "month", "day"} and last - first <= FEW and periods[1:]:
            said = {middle(period): chart.wording.date(period) for period in periods}
            return cls(first - 0.5, last - 0.5, said, said)
        years = range(min(map(year_of, marks)), max(map(year_of, marks)) + 1)
        stretches = any(time_of(mark) != year_of(mark) for mark in marks)
        low, high = (years[0] - 0.5, years[-1] + 0.5) if stretches else (years[0], max(years[-1], years[0] + 1))
        drawn = {year_of(mark) for mark in chart.marks if mark.datum.period}
        dated = max(drawn) - min(drawn) < 2  # nobody could tell two years for those of a scale
        said = {float(year): chart.wording.date(typed(year)) if dated else name_year(chart, year) for year in years}
        return cls(low, high, said, {*map(year_of, marks)}, stretches)

    @property
    def long(self) -> float:
        """How many years there are from the first time that may be written to the last."""
        return max(self.said) - min(self.said) or 1

    def draw(self, sheet: Sheet, y: float, right: float, *, colour: str = AXIS, told: Sequence[float] = ()) -> None:
        """Write as much as has room, the last always; or of the times `told` alone, the first before others."""
        sheet.rule(0, y, right, y, colour=colour)
        places: list[tuple[float, float, float]] = []  # of each: px of its middle, half its width; the time
        for time in told or [*self.said][::-1]:
            half, apart = text_width(self.said[time]) / 2, GAP if told else 2 * GAP
            x = max(half, min(sheet.at_x(time), sheet.width - half))
            if all(abs(x - at) >= half + other + apart for at, other, _ in places):
                places.append((x, half, time))
        for x, _, time in sorted(places):
            if len(places) > 2 or time in self.with_marks:  # nobody knows two numbers alone for those of a scale
                sheet.text(x, y + 4 + LINE / 2, self.said[time], anchor="middle", colour=MUTED)
        year = sheet.at_x(1) - sheet.at_x(0)
        if not self.stretches:
            for x in map(sheet.at_x, self.said) if year >= GAP else (x for x, _, _ in places):
                sheet.rule(x, y, x, y + 4, colour=colour)
            return
        parts = next((parts for parts in (12, 4, 1) if year / parts >= GAP), 1)
        for part in range(math.ceil((self.low + 0.5) * parts), math.floor((self.high + 0.5) * parts + 0.01) + 1):
            x = sheet.at_x(part / parts - 0.5)
            sheet.rule(x, y, x, y + (3 if part % parts else 8), colour=colour)


def word_tick(chart: Chart, tick: float, unit: str, *, units: bool = True) -> str:
    """Word a round number of a scale, with its unit or alone."""
    number = Quantity(Decimal(repr(tick)).normalize() + 0)
    return chart.wording.quantity(number, unit, "value") if units else chart.wording.figure(number)


def round_ticks(values: Sequence[float], *, zero: bool, parts: int = 4) -> list[float]:
    """Return round numbers, three to six, or fewer or more, by `parts`, from below the smallest value to above all."""
    low, high = (min(0, *values) if zero else min(values)), max(values)
    rough = (high - low or abs(high) or 1) / parts
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)  # a scale has two ends, where all values are one, too
    if last - first < 2:  # two numbers alone tell nobody that they are those of a scale
        first, last = (first - 1, last) if first > 0 else (first, last + 1)
    return [round(step * number, 12) for number in range(first, last + 1)]
