"""Bars: figures of one dimension side by side, horizontal and from zero.

Labels stand in a column of their own where there is room, and above their bars where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_unscaled
from microsite.charts.sheet import TOOTH, Sheet, fit
from microsite.charts.style import AXIS, GAP, INK, MUTED, ink, reach
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.calendar import span
from microsite.source.fields import Flag, Line, Text
from microsite.source.record import Record

THICK, THIN = 22, 16  # px: bars with the label beside them, and below it
BETWEEN = 10  # px between two rows
HEAD = 14  # px above a group's heading
SKIP = 10  # px more between two rows, where years between them are left out
APART = 2  # px between brackets of two steps that follow each other
SHARE = 0.4  # of the width at most for the column of labels


class Options(Record):
    """`units`: whether the unit is written beside every bar; without it, the subtitle must name it.

    `steps`: by mark, as it is referred to there, what the pen says of the step to it from the mark before.
    """

    units: Flag = True
    steps: dict[Line, Text] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    yield from refuse_unscaled(chart, chart.marks)
    begins = [marks[0].name for _, marks in chart.groups]
    for reference in chart.options_as(Options).steps:
        if reference not in chart.named or reference in begins:
            yield ("options", "steps", reference), f"no step of this chart leads to '{reference}' from a mark before it"


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    first = chart.marks[0]
    column = max(widest(wrap(mark.label, SHARE * width, bold=mark.accent), bold=mark.accent) for mark in chart.marks)
    beside = width >= 480
    left = column + 2 * GAP if beside else 0
    said = {id(mark): mark.text if options.units else mark.figure for mark in chart.marks}
    longest = max(mark.upper_like(first) for mark in chart.marks)
    steps = chart.said_of(options.steps)
    room = GAP + 2 * TOOTH + widest(steps.values(), bold=True)
    stepping = {id(mark) for pair in pairwise(chart.marks) if id(pair[1]) in steps for mark in pair}
    ends = [
        (mark.upper_like(first) / longest, _beyond(mark, said[id(mark)]) + (room if id(mark) in stepping else 0))
        for mark in chart.marks
    ]
    sheet = Sheet(width)
    sheet.scale_x(0, longest, left, fit(left, width, ends))
    y = 0.0
    for number, (group, marks) in enumerate(chart.groups):
        if group:
            y += HEAD if number else 0
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        top, last = y, (0.0, 0.0)
        for before, mark in zip((None, *marks), marks, strict=False):
            y += SKIP if before and _skips(before, mark) else 0
            y, end = _row(sheet, mark, said[id(mark)], y, mark.ends_like(first), beside=beside)
            here = (sheet.at_x(mark.upper_like(first)) + _beyond(mark, said[id(mark)]), end)
            if step := steps.get(id(mark)):
                sheet.bracket_beside(max(last[0], here[0]) + GAP, last[1] + APART, here[1] - APART, step)
            last = here
        if beside:
            sheet.rule(left, top + BETWEEN / 2 - 3, left, y - BETWEEN / 2 + 3, colour=AXIS)
    sheet.height = y
    return sheet.figure()


def _skips(before: Mark, after: Mark) -> bool:
    """Whether years lie between two marks of which nothing is drawn."""
    years = [int(span(mark.datum.period)[0]) for mark in (before, after) if mark.datum.period]
    return len(years) == 2 and years[1] - years[0] > 1


def _beyond(mark: Mark, said: str) -> float:
    """Return the px that a bar's open end and its figure need to the right of the number."""
    return reach(mark) + GAP + text_width(said, bold=True)


def _row(
    sheet: Sheet, mark: Mark, said: str, top: float, ends: tuple[float, float], *, beside: bool
) -> tuple[float, float]:
    """Draw one bar with its label and figure; return the y below it, and that of its middle."""
    colour = MUTED if mark.context and not mark.accent else INK
    if beside:
        lines = wrap(mark.label, SHARE * sheet.width, bold=mark.accent)
        height = max(THICK, len(lines) * LINE) + BETWEEN
        middle = top + height / 2
        sheet.text(sheet.at_x(0) - 2 * GAP, middle, lines, anchor="end", colour=colour, bold=mark.accent)
        end = sheet.bar(mark, middle, THICK, ends)
    else:
        y = (
            sheet.text_below(
                0, top + 4, wrap(mark.label, sheet.width, bold=mark.accent), colour=colour, bold=mark.accent
            )
            + 3
        )
        middle = y + THIN / 2
        height = y + THIN + BETWEEN - top
        end = sheet.bar(mark, middle, THIN, ends)
    sheet.text(end + GAP, middle, said, bold=True, colour=ink(mark))
    return top + height, middle


FORM = Form(Options, draw, refuse)
