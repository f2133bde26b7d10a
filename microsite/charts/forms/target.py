"""Targets: where things stood, what was aimed at, and what came of it.

Rows stand in the order given. A target is an outlined bar; its bound is marked beside every other bar
of its group too. Each group has a scale of its own, on which its longest bar is 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_unscaled
from microsite.charts.sheet import Sheet, fit
from microsite.charts.style import ink, reach
from microsite.charts.typesetting import wrap
from microsite.source.models import Status
from microsite.source.record import Record

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
    longest = {group: max(mark.upper_like(marks[0]) for mark in marks) for group, marks in chart.groups}
    groups = chart.groups
    ends = [(mark.upper_like(marks[0]) / longest[group], reach(mark)) for group, marks in groups for mark in marks]
    sheet.scale_x(0, 1, 0, fit(0, width - 2, ends))
    y = 0.0
    for number, (group, marks) in enumerate(groups):
        target = next(mark for mark in marks if mark.status is Status.TARGETED)
        if group:
            y += HEAD if number else 0
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        for mark in marks:
            own, (bound, _) = (one.ends_like(marks[0], longest[group]) for one in (mark, target))
            y = _row(sheet, mark, own, None if mark is target else (target, bound), y)
    sheet.height = y - BETWEEN + OVER + 1
    return sheet.figure()


def _row(sheet: Sheet, mark: Mark, ends: tuple[float, float], target: tuple[Mark, float] | None, top: float) -> float:
    """Draw one bar below its label, and the bound of a target over it; return where the next row begins."""
    middle = sheet.headline(top, mark, mark.text) + OVER + 1 + THICK / 2
    sheet.bar(mark, middle, THICK, ends)
    if target is not None:
        x = sheet.at_x(target[1])
        sheet.line(x, middle - THICK / 2 - OVER, x, middle + THICK / 2 + OVER, colour=ink(target[0]), width=2)
    return middle + THICK / 2 + BETWEEN


FORM = Form(Options, draw, refuse)
