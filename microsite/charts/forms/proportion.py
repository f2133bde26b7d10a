"""Proportions: thick bars one above the other on a common scale, what a sum becomes or before and after.

The longest lies as a pale track behind the others. With groups, each group has a scale of its own, so
that pairs of different kinds (minutes, days) can stand in one chart.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.charts.chart import Chart, Fault, Figure, Form, refuse_unscaled
from microsite.charts.sheet import Sheet, fit
from microsite.charts.style import GRID, reach
from microsite.charts.typesetting import LINE, wrap
from microsite.source.record import Record

THICK = 30  # px
BETWEEN = 14  # px between two bars
HEAD = 12  # px above a group's heading


class Options(Record):
    """None so far."""


def refuse(chart: Chart) -> Iterator[Fault]:
    for _, marks in chart.groups:
        yield from refuse_unscaled(chart, marks)


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    ends = [
        (mark.upper_like(marks[0]) / max(other.upper_like(marks[0]) for other in marks), reach(mark.datum.quantity))
        for _, marks in chart.groups
        for mark in marks
    ]
    sheet.scale_x(0, 1, *fit(0, width, ends))  # one for all: the sheet has a single scale
    y = 0.0
    for number, (group, marks) in enumerate(chart.groups):
        first, longest = marks[0], max(mark.upper_like(marks[0]) for mark in marks)
        if group:
            y += HEAD if number else 0
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        for mark in marks:
            middle = sheet.headline(y, mark, mark.text) + 4 + THICK / 2
            if mark.upper_like(first) < longest:
                sheet.rule(sheet.at_x(0), middle, sheet.at_x(1), middle, colour=GRID, width=THICK)
            sheet.bar(mark, middle, THICK, mark.ends_like(first, longest))
            y = middle + THICK / 2 + BETWEEN
    sheet.height = y - BETWEEN + LINE / 4
    return sheet.figure()


FORM = Form(Options, draw, refuse)
