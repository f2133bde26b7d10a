"""Amounts of their days → columns from zero on an axis of time: groups in panels of their own, or together.

What is below zero goes down from it. Where no column stands, nothing was found: years left out keep their room.
Panels of one unit share its scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from pydantic import Field

from microsite.charts.axes import Times, time_of
from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName, refuse_unscaled
from microsite.charts.labels import Area, Spot, middle_of, overlaps
from microsite.charts.sheet import EDGE, Sheet
from microsite.charts.style import AXIS, GAP, GRID, MUTED, VERMILION, ink, side, style
from microsite.charts.typesetting import LINE, TEXT, text_width, widest, wrap
from microsite.source.fields import Flag, Text
from microsite.source.record import Record

HEIGHTS = {320: 120, 480: 130, 720: 150}  # px of a panel's plot, by the artboard's width
ALONE = 1.6  # how much higher a plot is that is the only one
WIDEST, SHARE = 30, 0.72  # px of a column at most, and of the way to its next
OPEN_UP = 11  # px above the highest for its open end
LIFT = 30  # px that a figure may stand higher than its column's end
SAID = 150  # px that a line of the pen may be long
LOWER = 0.8  # of a column's height, from which another's figure is not in its way
LEAD = 12  # px from there to its column at least, if it reaches over others


_Groups = Sequence[tuple[str | None, tuple[Mark, ...]]]


class Options(Record):
    """`units`: whether figures bear their unit; without it, the subtitle or the groups must name it.

    `together`: whether two groups share one panel, their columns beside each other; without it each has its own.
    `said`: by mark, as it is referred to there, what the pen says of it.
    """

    units: Flag = True
    together: Flag = False
    said: dict[MarkName, Text] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    together = chart.options_as(Options).together
    for marks in [chart.marks] if together else [marks for _, marks in chart.groups]:
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
    if together and len(chart.groups) != 2:
        message = f"two groups stand together, not {len(chart.groups)}; without it, each has a panel"
        yield ("options", "together"), message


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    together, pen = options.together, chart.said_of(options.said)
    said = {id(mark): mark.text if options.units else mark.figure for mark in chart.marks}
    axis, times = Times.of(chart, chart.marks), sorted({time_of(mark) for mark in chart.marks})
    ends = [sorted(marks, key=time_of)[-2:] for _, marks in chart.groups]
    last = max(
        text_width(said[id(marks[-1])], bold=True) / (2 if not together and _rises(marks) else 1)
        for marks in ends
        if time_of(marks[-1]) == times[-1]
    )
    edge = text_width("0000") / 2
    right = width - max(edge, last + 1)  # so that a figure may stand aside
    sheet = Sheet(width)
    y = _key(sheet, chart.groups) if together else 0.0
    sheet.scale_x(axis.low, axis.high, *((WIDEST, min(right, width - WIDEST)) if together else (edge, right)))
    step = min((later - earlier for earlier, later in pairwise(times)), default=1)
    thick = min(WIDEST * (2 if together else 1), SHARE * (sheet.at_x(step) - sheet.at_x(0)))
    panels = [chart.groups] if together else [(group,) for group in chart.groups]
    tall = HEIGHTS[width] * (ALONE if len(panels) == 1 else 1)
    for groups in panels:
        panel = _Panel(sheet, groups, thick, said, pen)
        if groups[0][0] and not together:
            y = sheet.text_below(0, y, wrap(groups[0][0], width, bold=True), bold=True)
        scale = panel.heights([mark for mark in chart.marks if mark.dimension == panel.first.dimension])
        pixel = tall / (max(scale) - min(scale) or 1)  # of one, in the unit of the first
        own = panel.heights(panel.marks)
        ground = y + panel.room(pixel) + OPEN_UP + pixel * max(own)
        panel.draw(ground, pixel)
        foot = ground - pixel * min(own) + (LINE + OPEN_UP if min(own) < 0 else 0)
        if foot > ground:
            sheet.rule(0, ground, width, ground)
        told = [] if axis.stretches else [*dict.fromkeys(map(time_of, panel.telling))]
        axis.draw(sheet, foot, width, colour=GRID if foot > ground else AXIS, told=told)
        y = foot + 1.8 * LINE
    sheet.height = y
    return sheet.figure()


def _key(sheet: Sheet, groups: _Groups) -> float:
    """Write what the columns of each group look like; return the y below."""
    x, y = 0.0, LINE / 2
    for number, (group, marks) in enumerate(groups):
        wide = text_width(group or "")
        if x and x + TEXT + GAP + wide > sheet.width:
            x, y = 0.0, y + LINE
        top, edge = y - TEXT / 2, EDGE if _pale(groups, number) else TEXT
        sheet.rule(x, y, x + TEXT, y, colour=GRID, width=TEXT)
        sheet.rule(x, top + edge / 2, x + TEXT, top + edge / 2, colour=ink(marks[0]), width=edge)
        sheet.text(x + TEXT + GAP, y, wrap(group or "", sheet.width - TEXT - GAP), colour=MUTED)
        x += TEXT + wide + 4 * GAP
    return y + LINE / 2


def _pale(groups: _Groups, number: int) -> bool:
    """Whether the columns of one group among others are pale: where none is what the chart is about, every other."""
    accents = [any(mark.accent for mark in marks) for _, marks in groups]
    return len(groups) > 1 and not (accents[number] if any(accents) else number % 2 == 0)


def _rises(marks: Sequence[Mark]) -> bool:
    """Whether the last column is so much higher than the one before that its figure may stand over both."""
    return len(marks) > 1 and marks[-2].value_like(marks[-1]) < LOWER * marks[-1].value


@dataclass
class _Panel:
    """Groups on one ground; `thick` are the px of what stands at one time."""

    sheet: Sheet
    groups: _Groups
    thick: float
    said: Mapping[int, str]
    pen: Mapping[int, str]
    taken: list[Area] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.marks = [mark for _, marks in self.groups for mark in marks]
        self.first = self.marks[0]
        self.wide = self.thick / 2 - 1 if len(self.groups) > 1 else self.thick  # px of a column

    @cached_property
    def telling(self) -> list[Mark]:
        """The marks by how much their figures tell: the accent and what the pen speaks of, what these are compared
        with (the one before, and those of the time), ends, extremes, the latest."""
        times = {time_of(mark) for mark in self.marks if mark.accent}
        in_time = [sorted(marks, key=time_of) for _, marks in self.groups]
        before = {id(mark) for marks in in_time for mark, after in pairwise(marks) if after.accent}
        ends = {id(marks[place]) for _, marks in self.groups for place in (0, -1)}
        extremes = {id(pick(marks, key=lambda mark: mark.value)) for _, marks in self.groups for pick in (min, max)}

        def rank(mark: Mark) -> tuple[tuple[bool, ...], float]:
            compared = id(mark) in before or time_of(mark) in times
            named = mark.accent or id(mark) in self.pen
            told = (named, mark.accent, compared, id(mark) in ends, id(mark) in extremes)
            return tuple(not one for one in told), -time_of(mark)

        return sorted(self.marks, key=rank)

    def heights(self, marks: Iterable[Mark]) -> list[float]:
        """Return up to what columns reach, and their ground, in the unit of the first."""
        return [0.0, *(mark.value_like(self.first) for mark in marks)]

    def room(self, pixel: float) -> float:
        """Return the px that what is written over the columns needs over the highest."""
        room, highest = float(LINE), max(self.heights(self.marks))
        for mark in (mark for mark in self.marks if id(mark) in self.pen):
            lines = self._said(mark, at := self.sheet.at_x(time_of(mark)))
            half = (widest(lines, bold=True) + self.thick) / 2
            x = min(max(at, half), self.sheet.width - half)
            near = [one for one in self.marks if abs(self.sheet.at_x(time_of(one)) - x) < half]
            room = max(room, (len(lines) + 1) * LINE + LEAD + GAP - pixel * (highest - max(self.heights(near))))
        return room

    def draw(self, ground: float, pixel: float) -> None:
        """Draw the columns, and as many of their figures as have room, the telling ones first."""
        tops: dict[int, Spot] = {}
        for number, (_, marks) in enumerate(self.groups):
            aside = (number - 0.5) * self.thick / 2 if len(self.groups) > 1 else 0.0
            for mark in marks:
                x, height = self.sheet.at_x(time_of(mark)) + aside, pixel * mark.value_like(self.first)
                pale = _pale(self.groups, number) and not style(mark).outlined
                top = self.sheet.column(mark, x, ground, self.wide, height, pale=pale)
                tops[id(mark)] = x, top
                self.taken.append((x - self.wide / 2, min(top, ground), x + self.wide / 2, max(top, ground)))
        said = [mark for mark in self.telling if id(mark) in self.pen]
        named = [mark for mark in self.telling if mark.accent and id(mark) not in self.pen]
        boxes = {id(mark): self._figure(mark, tops[id(mark)]) for mark in [*said, *named]}
        for mark in said:
            (x, top), box = tops[id(mark)], boxes[id(mark)]
            end = box[1] if box and box[0] < x < box[2] else min(top, ground)
            self._write(mark, (x, end - GAP / 2), [at for other, (at, _) in tops.items() if other != id(mark)])
        for mark in self.telling[len(boxes) :]:
            self._figure(mark, tops[id(mark)])

    def _figure(self, mark: Mark, spot: Spot) -> Area | None:
        """Write a figure beyond its column's end, aside if it must, or not at all; return its box.

        The accent's is always written, if need be higher.
        """
        half = text_width(self.said[id(mark)], bold=mark.accent) / 2
        at, top = spot
        top += LINE if side(mark.datum.quantity) < 0 else 0
        aside = half + GAP / 2 - self.wide / 2
        within = [min(max(x, half), self.sheet.width - half) for x in (at, at + aside, at - aside, at + half + GAP)]
        boxes = [
            (x - half - GAP / 2, top - LINE - up, x + half + GAP / 2, top - 1 - up)
            for up in range(0, LIFT if mark.accent else 1, 2)
            for x in within
        ]
        box = min(boxes, key=lambda box: overlaps(box, self.taken))
        if not mark.accent and overlaps(box, self.taken):
            return None
        self.sheet.text(*middle_of(box), self.said[id(mark)], anchor="middle", bold=mark.accent, colour=ink(mark))
        self.taken.append(box)
        return box

    def _said(self, mark: Mark, x: float) -> list[str]:
        """Break what the pen says above a column, so that it stands with its middle there if there is room."""
        room = 2 * min(x, self.sheet.width - x)
        return wrap(self.pen[id(mark)], min(SAID, max(room, 5 * TEXT)), bold=True)

    def _write(self, mark: Mark, spot: Spot, others: Sequence[float]) -> None:
        """Write what the pen says above a spot, as high as there is room; lead down to it from afar and over others."""
        lines, (x, foot) = self._said(mark, spot[0]), spot
        half, tall = widest(lines, bold=True) / 2, len(lines) * LINE
        middle = min(max(x, half), self.sheet.width - half)
        top = foot - (LEAD if any(abs(other - middle) < half for other in others) else GAP / 2)
        while overlaps((middle - half, top - tall, middle + half, top), self.taken):
            top -= 2
        self.sheet.text_below(middle, top - tall, lines, anchor="middle", bold=True, colour=VERMILION)
        self.taken.append((middle - half, top - tall, middle + half, top))
        if foot - top > GAP:
            self.sheet.line(x, top + 2, x, foot, colour=VERMILION, width=1.5)
            self.taken.append((x - 2, top, x + 2, foot))


FORM = Form(Options, draw, refuse)
