"""What was said when → a line of dated statements, spaced as the days between them were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark
from microsite.charts.sheet import Sheet, spread
from microsite.charts.style import AXIS, GAP, MUTED, ink
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.fields import Line, Period
from microsite.source.record import Record

LARGE = 20  # px: what was said
SLOT = 104  # px that a statement needs on a level line
LONGEST = 1.5  # heights of a statement that each may take up on an upright line, on average


class Options(Record):
    """`dates`: by mark, the day of a statement whose figure bears another period than the day it was made."""

    dates: dict[Line, Period] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    dates = chart.options_as(Options).dates
    for index, spec in enumerate(chart.spec.marks):
        here = ("marks", index, "statistic")
        said = dates.get(spec.statistic) or chart.marks[index].datum.period
        if said is None or "/" in said or len(said) < len("2024-01"):
            stated = f"'{spec.statistic}' has the period {said}" if said else f"'{spec.statistic}' has no period"
            yield here, f"{stated}; give the month or day of the statement in 'dates'"
    for reference in dates:
        if reference not in [spec.statistic for spec in chart.spec.marks]:
            yield ("options", "dates", reference), f"no mark of this chart is '{reference}'"
    if len(chart.marks) < 2:
        yield ("marks",), "a timeline needs at least two statements"


def _dates(chart: Chart) -> list[str]:
    dates = chart.options_as(Options).dates
    marks = zip(chart.spec.marks, chart.marks, strict=True)
    return [dates.get(spec.statistic) or str(mark.datum.period) for spec, mark in marks]


def beside(chart: Chart) -> list[list[str]]:
    return [[chart.wording.date(period)] for period in _dates(chart)]


def draw(chart: Chart, width: int) -> Figure:
    said = sorted(zip(_dates(chart), chart.marks, strict=True), key=lambda item: _day(item[0]))
    sheet = Sheet(width)
    if width / len(said) >= SLOT + 2 * GAP:
        _level(sheet, chart, said)
    else:
        _upright(sheet, chart, said)
    return sheet.figure()


def _day(period: str) -> int:
    """Return the day of a statement as a number; of a month, its middle."""
    parts = [int(part) for part in period.split("-")]
    return date(parts[0], parts[1], parts[2] if len(parts) > 2 else 15).toordinal()


def _places(said: list[tuple[str, Mark]], start: float, end: float, apart: float) -> tuple[list[float], list[float]]:
    """Return where each statement stands, to scale, and where its words stand, moved apart."""
    first, last = _day(said[0][0]), _day(said[-1][0])
    places = [start + (_day(period) - first) / max(1, last - first) * (end - start) for period, _ in said]
    words = spread(places, [apart] * len(places))
    shift = max(0.0, start - words[0]) or min(0.0, end - words[-1])
    return places, [place + shift for place in words]


def _level(sheet: Sheet, chart: Chart, said: list[tuple[str, Mark]]) -> None:
    """Draw the line from left to right, figures above it, dates and speakers below."""
    slot = sheet.width / len(said)
    places, words = _places(said, 2 * GAP, sheet.width - slot + 2 * GAP, SLOT)
    rooms = [after - before - GAP for before, after in pairwise([*words, sheet.width + GAP])]
    axis = LARGE * 1.4 + 2 * GAP
    sheet.rule(0, axis, sheet.width, axis, colour=AXIS)
    bottom = axis
    for (period, mark), place, x, room in zip(said, places, words, rooms, strict=True):
        sheet.points(mark, [place], [axis], size=12)
        sheet.text(x - GAP, LARGE * 0.7, mark.text, bold=True, size=LARGE, colour=ink(mark))
        y = sheet.text_below(x - GAP, axis + 2 * GAP, wrap(chart.wording.date(period), room), colour=MUTED)
        bottom = max(bottom, sheet.text_below(x - GAP, y, wrap(mark.label, room, bold=mark.accent), bold=mark.accent))
    sheet.height = bottom + 2


def _upright(sheet: Sheet, chart: Chart, said: list[tuple[str, Mark]]) -> None:
    """Draw the line from the top down, dates to its left; figures to its right, and speakers beside or below them."""
    written = [chart.wording.date(period) for period, _ in said]
    dates = widest(line for when in written for line in wrap(when, sheet.width * 0.28))
    axis = dates + 3 * GAP
    figures = axis + 3 * GAP
    beside = sheet.width >= 480
    speakers = figures + (max(text_width(mark.text, size=LARGE) for _, mark in said) + 4 * GAP if beside else 0)
    blocks = [wrap(mark.label, sheet.width - speakers, bold=mark.accent) for _, mark in said]
    tall = max(map(len, blocks)) * LINE + 2 * GAP + (0 if beside else LARGE * 1.3)
    days = [_day(period) for period, _ in said]
    closest = max(1, min(after - before for before, after in pairwise(days)))
    length = tall * min((days[-1] - days[0]) / closest, LONGEST * len(said))
    first = tall / 2 if beside else LARGE * 0.7  # where the first statement stands
    places, words = _places(said, first, first + length, tall)
    sheet.height = length + tall
    sheet.rule(axis, 0, axis, sheet.height, colour=AXIS)
    for (_, mark), when, block, place, y in zip(said, written, blocks, places, words, strict=True):
        sheet.points(mark, [axis], [place], size=12)
        sheet.text(dates, y, wrap(when, dates + 1), anchor="end", colour=MUTED)
        sheet.text(figures, y, mark.text, bold=True, size=LARGE, colour=ink(mark))
        middle = y if beside else y + LARGE * 0.7 + len(block) * LINE / 2
        sheet.text(speakers, middle, block, bold=mark.accent)


FORM = Form(Options, draw, refuse, beside)
