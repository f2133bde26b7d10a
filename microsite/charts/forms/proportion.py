"""Proportions: thick bars one above the other on a common scale, what a sum becomes or before and after.

With groups, each is a panel. Those of one dimension share a scale; others (minutes, days) have their own, so that pairs
of different kinds can stand in one chart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName, refuse_unscaled
from microsite.charts.sheet import TOOTH, Sheet, fit
from microsite.charts.style import GAP, VERMILION, reach
from microsite.charts.typesetting import LINE, TEXT, text_width, widest, wrap
from microsite.source.fields import Text
from microsite.source.record import Record

THICK = 30  # px
BETWEEN = 14  # px between two bars
APART = 20  # px between two panels, on either side of the rule
SAID = 9 * TEXT  # px that what the pen says may be wide


class Options(Record):
    """`said`: by mark, as it is referred to there, what the pen says of it and of the one before it in its group."""

    said: dict[MarkName, Text] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    for _, marks in chart.groups:
        yield from refuse_unscaled(chart, marks)


def _longest(chart: Chart, first: Mark) -> float:
    return max(mark.upper_like(first) for mark in chart.marks if mark.dimension == first.dimension)


def _aside(said: list[str]) -> float:
    return 3 * GAP + widest(said, bold=True)


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    said = {key: wrap(text, SAID, bold=True) for key, text in chart.said_of(chart.options_as(Options).said).items()}
    ends = []
    for _, marks in chart.groups:
        longest = _longest(chart, marks[0])
        for before, mark in pairwise((marks[0], *marks)):
            share, beyond = mark.upper_like(marks[0]) / longest, reach(mark.datum.quantity)
            ends.append((share, beyond))
            if id(mark) in said:
                beyond = max(beyond, reach(before.datum.quantity)) + _aside(said[id(mark)])
                ends.append((max(share, before.upper_like(marks[0]) / longest), beyond))
    sheet.scale_x(0, 1, *fit(0, width, ends))  # one for all: the sheet has a single scale
    y = 0.0
    for number, (group, marks) in enumerate(chart.groups):
        first, longest = marks[0], _longest(chart, marks[0])
        if number:
            sheet.rule(0, y + APART - BETWEEN, width, y + APART - BETWEEN)
            y += 2 * APART - BETWEEN
        if group:
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        drawn = (0.0, y)  # where the bar before ends, and its top
        for mark in marks:
            middle = sheet.headline(y, mark, mark.text) + 4 + THICK / 2
            end = sheet.bar(mark, middle, THICK, mark.ends_like(first, longest))
            if id(mark) in said:
                head = text_width(mark.label + "  ", bold=mark.accent) + text_width(mark.text, bold=True)
                both = mark is not first and head + _aside(said[id(mark)]) <= width  # else its words stand between
                top, bottom = drawn[1] if both else middle - THICK / 2, middle + THICK / 2
                x = (max(end, drawn[0], head) if both else end) + GAP + TOOTH
                sheet.bracket(top, bottom, x, aside=True)
                sheet.text(x + GAP, (top + bottom) / 2, said[id(mark)], bold=True, colour=VERMILION)
            drawn, y = (end, middle - THICK / 2), middle + THICK / 2 + BETWEEN
    sheet.height = y - BETWEEN + LINE / 4
    return sheet.figure()


FORM = Form(Options, draw, refuse)
