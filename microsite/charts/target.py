"""Targets: where things stood, what was aimed at, and what came of it.

Rows stand in the order given. A target is an outlined bar; its bound is marked beside every other bar
of its group too.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_unscaled
from microsite.charts.house import Sheet, fit, ink, reach, wrap
from microsite.models import Record, Status

THICK = 22  # px
BETWEEN = 14  # px between two rows
HEAD = 12  # px above a group's heading
OVER = 5  # px that the target's line stands out above and below a bar


class Options(Record):
    """None so far."""


def refuse(chart: Chart) -> Iterator[Fault]:
    for group, marks in chart.groups:
        yield from refuse_unscaled(chart, marks)
        if sum(mark.status is Status.TARGETED for mark in marks) != 1:
            where = f"the group '{group}'" if group else "a chart of this form"
            yield ("marks",), f"{where} needs exactly one mark whose status is 'targeted'"


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    y = 0.0
    for number, (group, marks) in enumerate(chart.groups):
        first, longest = marks[0], max(mark.upper_like(marks[0]) for mark in marks)
        target = next(mark for mark in marks if mark.status is Status.TARGETED)
        ends = [(mark.upper_like(first) / longest, reach(mark)) for mark in marks]
        sheet.scale_x(0, longest, 0, fit(0, width - 2, ends))
        if group:
            y += HEAD if number else 0
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        for mark in marks:
            y = _row(sheet, mark, target, first, y)
    sheet.height = y - BETWEEN + OVER + 1
    return sheet.figure()


def _row(sheet: Sheet, mark: Mark, target: Mark, first: Mark, top: float) -> float:
    """Draw one bar below its label; return where the next row begins."""
    middle = sheet.headline(top, mark, mark.text) + OVER + 1 + THICK / 2
    sheet.bar(mark, middle, THICK, mark.value_like(first))
    if mark is not target:
        x = sheet.at_x(target.value_like(first))
        sheet.line(x, middle - THICK / 2 - OVER, x, middle + THICK / 2 + OVER, colour=ink(target), width=2)
    return middle + THICK / 2 + BETWEEN


FORM = Form(Options, draw, refuse)
