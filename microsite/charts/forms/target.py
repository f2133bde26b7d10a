"""Targets: where things stood, what was aimed at, and what came of it.

Rows stand in the order given. Targets are outlined bars; their bounds are marked beside every other bar
of their group too. Each group has a scale of its own, on which its longest bar is 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_unscaled
from microsite.charts.sheet import Sheet, fit
from microsite.charts.style import GAP, VERMILION, ink, reach
from microsite.charts.typesetting import wrap
from microsite.source.fields import Line, Text
from microsite.source.models import Status
from microsite.source.record import Record

THICK = 22  # px
BETWEEN = 14  # px between two rows
HEAD = 12  # px above a group's heading
OVER = 5  # px that the target's line stands out above and below a bar


class Options(Record):
    """`short`: by mark, as it is referred to there, what the pen says of what it lacks to the highest target."""

    short: dict[Line, Text] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    for group, marks in chart.groups:
        yield from refuse_unscaled(chart, marks)
        if not 0 < len(_targets(marks)) < len(marks):
            where = f"the group '{group}'" if group else "a chart of this form"
            yield ("marks",), f"{where} needs a mark whose status is 'targeted', and one beside it"
    for reference in chart.options_as(Options).short:
        if reference not in [spec.statistic for spec in chart.spec.marks]:
            yield ("options", "short", reference), f"no mark of this chart is '{reference}'"


def _targets(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.datum.basis is Status.TARGETED]  # or computed from a target


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    longest = {group: max(mark.upper_like(marks[0]) for mark in marks) for group, marks in chart.groups}
    groups = chart.groups
    written = chart.options_as(Options).short
    short = {
        id(mark): chart.words(written[spec.statistic])
        for mark, spec in zip(chart.marks, chart.spec.marks, strict=True)
        if spec.statistic in written
    }
    ends = [(mark.upper_like(marks[0]) / longest[group], reach(mark)) for group, marks in groups for mark in marks]
    sheet.scale_x(0, 1, 0, fit(0, width - 2, ends))
    y = 0.0
    for number, (group, marks) in enumerate(groups):
        targets = [(mark, mark.ends_like(marks[0], longest[group])[0]) for mark in _targets(marks)]
        if group:
            y += HEAD if number else 0
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        for mark in marks:
            own = mark.ends_like(marks[0], longest[group])
            y = _row(sheet, mark, own, [] if mark in _targets(marks) else targets, y)
            if said := short.get(id(mark)):
                sheet.bracket(
                    sheet.at_x(own[0]), sheet.at_x(max(bound for _, bound in targets)), y - BETWEEN + 2 * OVER
                )
                x = sheet.at_x(max(bound for _, bound in targets))
                y = sheet.text_below(x, y, wrap(said, x, bold=True), anchor="end", colour=VERMILION, bold=True) + GAP
    sheet.height = y - BETWEEN + OVER + 1
    return sheet.figure()


def _row(
    sheet: Sheet, mark: Mark, ends: tuple[float, float], targets: Sequence[tuple[Mark, float]], top: float
) -> float:
    """Draw one bar below its label, and the bounds of targets over it; return where the next row begins."""
    middle = sheet.headline(top, mark, mark.text) + OVER + 1 + THICK / 2
    sheet.bar(mark, middle, THICK, ends)
    for target, bound in targets:
        x = sheet.at_x(bound)
        sheet.line(x, middle - THICK / 2 - OVER, x, middle + THICK / 2 + OVER, colour=ink(target), width=2)
    return middle + THICK / 2 + BETWEEN


FORM = Form(Options, draw, refuse)
