"""Proportions: thick bars one above the other on a common scale, what a sum becomes or before and after.

With groups, each is a panel. Those of one dimension share a scale; others (days, trees) have their own, so that pairs
of different kinds can stand in one chart. The pen speaks of a mark and of the one before it in its group.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_unscaled
from microsite.charts.sheet import TOOTH, Sheet, fit
from microsite.charts.style import GAP
from microsite.charts.typesetting import LINE, TEXT, text_width, widest, wrap
from microsite.source.fields import Flag
from microsite.source.record import Record

THICK = 30  # px
BETWEEN = 14  # px between two bars
APART = 20  # px between two panels, on either side of the rule
SAID = 9 * TEXT  # px that what the pen says may be wide


class Options(Record):
    """`apart`: whether each group has a scale of its own, such as hours of one thing and days of another."""

    apart: Flag = False


def refuse(chart: Chart) -> Iterator[Fault]:
    for _, marks in chart.groups:
        yield from refuse_unscaled(chart, marks)


def pens(chart: Chart, mark: Mark, other: Mark | None) -> bool:
    return other is None and not any(mark is marks[0] for _, marks in chart.groups)


def _longest(chart: Chart, first: Mark) -> float:
    alone = chart.options_as(Options).apart
    alike = (mark for mark in chart.marks if mark.dimension == first.dimension)
    return max(mark.upper_like(first) for mark in alike if not alone or mark.group == first.group)


def _aside(said: list[str]) -> float:
    return 3 * GAP + widest(said, bold=True)


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    said = {id(mark): wrap(mark.pen, SAID, bold=True) for mark in chart.marks if mark.pen}
    ends = []
    for _, marks in chart.groups:
        longest = _longest(chart, marks[0])
        for before, mark in pairwise((marks[0], *marks)):
            share, beyond = mark.upper_like(marks[0]) / longest, sheet.reach(mark)
            ends.append((share, beyond))
            if id(mark) in said:
                beyond = max(beyond, sheet.reach(before)) + _aside(said[id(mark)])
                ends.append((max(share, before.upper_like(marks[0]) / longest), beyond))
    sheet.scale_x(0, 1, *fit(0, width, ends))  # one for all: the sheet has a single scale
    y = 0.0
    for number, (group, marks) in enumerate(chart.groups):
        longest = _longest(chart, marks[0])
        if number:
            sheet.rule(0, y + APART - BETWEEN, width, y + APART - BETWEEN)
            y += 2 * APART - BETWEEN
        if group:
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        aside = [_aside(said[id(mark)]) if id(mark) in said else 0.0 for mark in marks]
        tops, right = [y], 0.0  # px: where bars begin, and how far the one before and its words reach
        for mark, own, below in zip(marks, aside, (*aside[1:], 0.0), strict=True):
            wide = width - max(own, below)
            y = sheet.headline(y, mark, mark.text, wide) + 4
            tops.append(y)
            words = text_width(mark.label + "  ", bold=mark.accent) + text_width(mark.text, bold=True)
            earlier, right = right, min(words, wide)
            right = max(right, sheet.bar(mark, y + THICK / 2, THICK, mark.ends_like(marks[0], longest)))
            y += THICK
            if lines := said.get(id(mark)):
                x = max(earlier, right) + GAP + TOOTH
                sheet.bracket(tops[-2], y, x, aside=True)
                sheet.pen(x + GAP, (tops[-2] + y - len(lines) * LINE) / 2, lines)
            y += BETWEEN
    sheet.height = y - BETWEEN + LINE / 4
    return sheet.figure()


FORM = Form(Options, draw, refuse, pens)
