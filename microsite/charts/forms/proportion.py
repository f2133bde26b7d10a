"""Proportions: thick bars one above the other on a common scale, what a sum becomes or before and after.

With groups, each is a panel. Those of one dimension share a scale; others (days, trees) have their own, so that pairs
of different kinds can stand in one chart. The pen speaks of a mark and of the one before it in its group, or of all
from the one against which it is held.
"""

from __future__ import annotations

from collections.abc import Iterator

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
    if other:
        drawn = [one for _, marks in chart.groups for one in marks]
        return drawn.index(other) < drawn.index(mark)
    return not any(mark is marks[0] for _, marks in chart.groups)


def _longest(chart: Chart, first: Mark) -> float:
    alone = chart.options_as(Options).apart
    alike = (mark for mark in chart.marks if mark.dimension == first.dimension)
    return max(mark.upper_like(first) for mark in alike if not alone or mark.group == first.group)


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    marks_ = [mark for _, marks in chart.groups for mark in marks]
    spans = []
    for place, mark in enumerate(marks_):
        if mark.pen:
            other = chart.held_against(mark)
            among = marks_[marks_.index(other) if other else place - 1 : place + 1]
            spans.append((among, wrap(mark.pen, SAID, bold=True)))
    aside = dict.fromkeys(map(id, marks_), 0.0)  # px that what the pen says needs beside a bar
    for among, lines in spans:
        needed = 3 * GAP + widest(lines, bold=True)
        aside |= {id(mark): max(needed, aside[id(mark)]) for mark in among}
    ends = []
    for _, marks in chart.groups:
        longest = _longest(chart, marks[0])
        ends += [(mark.upper_like(marks[0]) / longest, sheet.reach(mark) + aside[id(mark)]) for mark in marks]
    sheet.scale_x(0, 1, *fit(0, width, ends))  # one for all: the sheet has a single scale
    y, before = 0.0, marks_[0]
    places: dict[int, tuple[float, float, float]] = {}  # px: a bar's top and foot, and how far it and its words reach
    for group, marks in chart.groups:
        longest = _longest(chart, marks[0])
        if places:
            right = width - min(aside[id(before)], aside[id(marks[0])])
            sheet.rule(0, y + APART - BETWEEN, right, y + APART - BETWEEN)
            y += 2 * APART - BETWEEN
        if group:
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        for before in marks:
            wide = width - aside[id(before)]
            y = sheet.headline(y, before, before.text, wide) + 4
            words = text_width(before.label + "  ", bold=before.accent) + text_width(before.text, bold=True)
            end = sheet.bar(before, y + THICK / 2, THICK, before.ends_like(marks[0], longest))
            places[id(before)] = y, y + THICK, max(min(words, wide), end)
            y += THICK + BETWEEN
    for among, lines in spans:
        tops, feet, rights = zip(*(places[id(mark)] for mark in among), strict=True)
        x = max(rights) + GAP + TOOTH
        sheet.bracket(tops[0], feet[-1], x, aside=True)
        sheet.pen(x + GAP, (tops[0] + feet[-1] - len(lines) * LINE) / 2, lines)
    sheet.height = y - BETWEEN + LINE / 4
    return sheet.figure()


FORM = Form(Options, draw, refuse, pens)
