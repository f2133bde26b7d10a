"""Amounts of their days → columns from zero on an axis of time, each group in a panel of its own.

What is below zero goes down from it. Where no column stands, nothing was found: years left out keep their room.
Panels of one unit share its scale. Few lie as bars do where it is narrow: each has room for its date and figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from microsite.charts.axes import Times, time_of
from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_unscaled
from microsite.charts.labels import Area, Room, Spot, around, middle_of, overlaps
from microsite.charts.rows import draw_rows
from microsite.charts.sheet import TOOTH, Sheet
from microsite.charts.style import AXIS, GAP, GRID, WIDTHS, ink, side
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.record import Record

ROWS = 24  # columns at most that lie
HEIGHTS = {320: 120, 480: 130, 720: 150}  # px of a panel's plot, by the artboard's width
ALONE = 1.6  # how much higher a plot is that is the only one
WIDEST, SHARE = 30, 0.72  # px of a column at most, and of the way to its next
OPEN_UP = 11  # px above the highest for its open end
LIFT = 30  # px that a figure may stand higher than its column's end
SAID = 150  # px that a line of the pen may be long
LOWER = 0.8  # of a column's height, from which another's figure is not in its way
UP = range(0, 100, 4)  # px that it may stand above what it speaks of


def refuse(chart: Chart) -> Iterator[Fault]:
    for _, marks in chart.groups:
        yield from refuse_unscaled(chart, marks, signed=True)
    seen = set()
    for index, mark in enumerate(chart.marks):
        here = ("marks", index, "statistic")
        if mark.datum.period is None:
            yield here, f"'{mark.datum.reference}' has no period, and so no place on an axis of time"
        elif mark.upper > mark.value:
            yield here, f"'{mark.datum.reference}' is a range; a column has one height"
        elif (mark.group, time_of(mark)) in seen:
            yield here, f"a second figure for {chart.wording.date(mark.datum.period)} in one group"
        else:
            seen.add((mark.group, time_of(mark)))


def draw(chart: Chart, width: int) -> Figure:
    if width < WIDTHS[-1] and len(chart.marks) <= ROWS:
        dates = {id(mark): chart.wording.date(str(mark.datum.period)) for mark in chart.marks}
        return draw_rows(chart, width, dates)
    axis, times = Times.of(chart, chart.marks), sorted({time_of(mark) for mark in chart.marks})
    ends = [sorted(marks, key=time_of)[-2:] for _, marks in chart.groups]
    last = max(
        text_width(marks[-1].text, bold=True) / (2 if _rises(marks) else 1)
        for marks in ends
        if time_of(marks[-1]) == times[-1]
    )
    first = max(text_width(mark.text, bold=True) for mark in chart.marks if time_of(mark) == times[0])
    edge = WIDEST / 2 + GAP
    asides = [marks[-1] for marks in ends if marks[-1].remark and not marks[-1].against]
    aside = max((widest(_lines(mark), bold=mark.loud) + last / 2 + 2 * GAP for mark in asides), default=0)
    right = width - max(edge, last + 1, aside)  # so that a figure, or what is said of it, may stand aside
    sheet, trial = Sheet(width), Sheet(width)
    for one in (sheet, trial):
        one.scale_x(axis.low, axis.high, max(edge, first / 2), right)
    step = min((later - earlier for earlier, later in pairwise(times)), default=1)
    thick = min(WIDEST, SHARE * (sheet.at_x(step) - sheet.at_x(0)))
    tall, y = HEIGHTS[width] * (1 if chart.groups[1:] else ALONE), 0.0
    for group, marks in chart.groups:
        panel, tried = (_Panel(one, chart, marks, thick) for one in (sheet, trial))
        if group:
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True)
        scale = panel.heights([mark for mark in chart.marks if mark.dimension == marks[0].dimension])
        pixel = tall / (max(scale) - min(scale) or 1)  # of one, in the unit of the first
        own = panel.heights(marks)
        ground = y - tried.draw(0, pixel)
        panel.draw(ground, pixel)
        foot = ground - pixel * min(own) + (LINE + OPEN_UP if min(own) < 0 else 0)
        if foot > ground:
            sheet.rule(0, ground, width, ground)
        told = [] if axis.stretches else [*dict.fromkeys(map(time_of, panel.telling))]
        axis.draw(sheet, foot, width, colour=GRID if foot > ground else AXIS, told=told)
        y = foot + 1.8 * LINE
    sheet.height = y
    return sheet.figure()


def _rises(marks: Sequence[Mark]) -> bool:
    """Whether the last column is so much higher than the one before that its figure may stand over both."""
    return len(marks) > 1 and marks[-2].value_like(marks[-1]) < LOWER * marks[-1].value


def _lines(mark: Mark, over: float = 0) -> list[str]:
    """Return what is said of a mark, `over` a bracket so long."""
    return wrap(mark.remark, max(SAID, over), bold=mark.loud)


@dataclass
class _Panel:
    """Columns `thick` px wide on one ground."""

    sheet: Sheet
    chart: Chart
    marks: Sequence[Mark]
    thick: float
    taken: list[Area] = field(default_factory=list)

    @cached_property
    def telling(self) -> list[Mark]:
        """The marks by how much their figures tell: the accent and what the pen speaks of, the one before the accent,
        ends, extremes, the latest."""
        before = [mark for mark, after in pairwise(sorted(self.marks, key=time_of)) if after.accent]
        extremes = [pick(self.marks, key=lambda mark: mark.value) for pick in (min, max)]

        def rank(mark: Mark) -> tuple[tuple[bool, ...], float]:
            named, is_end = mark.accent or bool(mark.pen), mark in (self.marks[0], self.marks[-1])
            told = (named, mark.accent, mark in before, is_end, mark in extremes)
            return tuple(not one for one in told), -time_of(mark)

        return sorted(self.marks, key=rank)

    def heights(self, marks: Iterable[Mark]) -> list[float]:
        """Return up to what columns reach, and their ground, in the unit of the first."""
        return [0.0, *(mark.value_like(self.marks[0]) for mark in marks)]

    def draw(self, ground: float, pixel: float) -> float:
        """Draw the columns, and as many of their figures as have room, the telling ones first; return the y above."""
        tops: dict[int, Spot] = {}
        for mark in self.marks:
            x, half = self.sheet.at_x(time_of(mark)), self.thick / 2
            top = self.sheet.column(mark, x, ground, self.thick, pixel * mark.value_like(self.marks[0]))
            tops[id(mark)] = x, top
            self.taken.append((x - half, min(top, ground), x + half, max(top, ground)))
        others = [(mark, self.chart.held_against(mark)) for mark in self.marks]
        legs = {
            id(mark): self._bracket(tops[id(mark)], tops[id(other)], tops.values()) for mark, other in others if other
        }
        boxes = {id(mark): self._figure(mark, tops[id(mark)]) for mark in self.telling}
        for mark in (mark for mark in self.marks if mark.remark):
            self._say(mark, legs.get(id(mark)) or boxes[id(mark)] or (*tops[id(mark)], *tops[id(mark)]))
        return min(top for _, top, _, _ in self.taken)

    def _bracket(self, spot: Spot, other: Spot, tops: Iterable[Spot]) -> Area:
        """Join two columns from over their figures, above all that stand between; return the box."""
        (left, first), (right, last) = sorted((spot, other))
        first, last = first - LINE - GAP / 2, last - LINE - GAP / 2
        level = min(top for x, top in tops if left <= x <= right) - LINE - GAP / 2 - TOOTH
        self.taken += self.sheet.lead([(left, first), (left, level), (right, level), (right, last)])
        return left, level, right, max(first, last)

    def _say(self, mark: Mark, leg: Area) -> None:
        """Write what the pen says, or the article, over a figure or the line that joins two columns, or beside it."""
        left, top, right, foot = leg
        lines = _lines(mark, right - left)
        wide, tall = widest(lines, bold=mark.loud), len(lines) * LINE
        over, middle = top - tall / 2 - GAP / 2, (top + foot) / 2
        aside = [(right + GAP + wide / 2, middle), (left - GAP - wide / 2, middle)]
        spots = aside[:1] * (mark is self.marks[-1] and not mark.against)  # as room is kept for
        spots += [(x, over - up) for up in UP for x in ((left + right) / 2, right - wide / 2, left + wide / 2)]
        room = Room((0.0, -math.inf, self.sheet.width, math.inf), self.taken)
        box = min((around(spot, (wide, tall)) for spot in spots + aside), key=room.cost)
        if box[0] >= right:
            self.sheet.remark(mark, box[0], box[1] + 1, lines)
        else:
            self.sheet.remark(mark, middle_of(box)[0], box[1] + 1, lines, "middle")
        self.taken.append(box)

    def _figure(self, mark: Mark, spot: Spot) -> Area | None:
        """Write a figure beyond its column's end, a little higher or aside if it must, or not at all; return its box.

        The accent's is always written, if need be much higher.
        """
        half = text_width(mark.text, bold=mark.accent) / 2
        at, top = spot
        top += LINE if side(mark.datum.quantity) < 0 else 0
        ups = range(0, LIFT if mark.accent else LIFT // 2, 2)
        moves = ((way * aside, up) for aside in range(0, int(half + 2 * GAP), 2) for way in (1, -1) for up in ups)
        near = sorted(moves, key=lambda move: 2 * abs(move[0]) + move[1])  # higher before aside
        places = [(min(max(at + dx, half), self.sheet.width - half), top - up) for dx, up in near]
        boxes = [(x - half - GAP / 2, y - LINE, x + half + GAP / 2, y - 1) for x, y in places]
        free = next((box for box in boxes if not overlaps(box, self.taken)), None)
        if not (free or mark.accent):
            return None
        box = free or min(boxes, key=lambda box: overlaps(box, self.taken))
        self.sheet.text(*middle_of(box), mark.text, anchor="middle", bold=mark.accent, colour=ink(mark))
        self.taken.append(box)
        return box


FORM = Form(Record, draw, refuse, pens=lambda _, mark, other: other is None or other.group == mark.group, remarks=True)
