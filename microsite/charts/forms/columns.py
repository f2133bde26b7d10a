"""Amounts of their days → columns from zero on an axis of time: groups in panels of their own, or together.

What is below zero goes down from it. Where no column stands, nothing was found: years left out keep their room.
Panels of one unit share its scale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from pydantic import Field

from microsite.charts.axes import Times, exact, round_ticks, time_of
from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_no_sum, refuse_strangers, refuse_unscaled
from microsite.charts.sheet import EDGE, Area, Sheet, cost, overlap, spread
from microsite.charts.style import AXIS, GAP, GRID, MUTED, PAPER, VERMILION, ink, side, style
from microsite.charts.typesetting import LINE, TEXT, text_width, widest, wrap
from microsite.source.fields import Flag, Line, Text
from microsite.source.record import Record

HEIGHTS = {320: 120, 480: 130, 720: 150}  # px of a panel's plot, by the artboard's width
ALONE = 1.6  # how much higher a plot is that is the only one
WIDEST, SHARE = 30, 0.72  # px of a column at most, and of the way to its next
OPEN_UP = 11  # px above the highest for its open end
INNER = 0.6  # of a column's width for the part that stands in it
LIFT = 30  # px that a figure may stand higher than its column's end
SAID = 150  # px that a line of the pen may be long
LOWER = 0.8  # of a column's height, from which another's figure is not in its way
LEAD = 12  # px from there to its column at least, if it reaches over others
NAMES = 0.24  # of the width at most for the names of parts


_Groups = Sequence[tuple[str | None, tuple[Mark, ...]]]


class Options(Record):
    """`units`: whether figures bear their unit; without it, the subtitle or the groups must name it.

    `together`: how groups share one panel: the second `within` the first as its part, all `stacked` as parts of a sum,
    or two `beside` each other; without it each has a panel of its own. `said`: by mark, as it is referred to there,
    what the pen says of it.
    """

    units: Flag = True
    together: Literal["within", "stacked", "beside"] | None = None
    said: dict[Line, Text] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    for _, marks in chart.groups:
        yield from refuse_unscaled(chart, marks, signed=options.together not in ("within", "stacked"))
        times = [(mark.datum.period and time_of(mark), mark) for mark in marks]
        for time, mark in times:
            here = ("marks", chart.marks.index(mark), "statistic")
            if time is None:
                yield here, f"'{mark.datum.reference}' has no period, and so no place on an axis of time"
            elif mark.upper > mark.value:
                yield here, f"'{mark.datum.reference}' is a range; a column has one height"
            elif any(other is not mark and other_time == time for other_time, other in times):
                yield here, f"a second figure for {chart.wording.date(mark.datum.period or '')} in one group"
    if options.together:
        yield from _refuse_together(chart, options.together)
    yield from refuse_strangers(chart, "said", options.said)


def _refuse_together(chart: Chart, how: str) -> Iterator[Fault]:
    groups, here = chart.groups, ("options", "together")
    if len(groups) != 2 and how != "stacked":
        yield here, f"'{how}' needs two groups, not {len(groups)}; without it, each has a panel"
    elif how == "stacked":
        periods = [mark.datum.period for mark in chart.marks]
        for period in dict.fromkeys(periods):
            yield from refuse_no_sum(chart, [mark for mark in chart.marks if mark.datum.period == period])
            if periods.count(period) < len(groups):
                yield here, f"not every group has a figure for {period}; a sum lacks none of its parts"
    else:
        (_, wholes), (_, parts) = groups
        for part in parts:
            at = ("marks", chart.marks.index(part), "statistic")
            same = [whole for whole in wholes if whole.datum.period == part.datum.period]
            if part.dimension != wholes[0].dimension:
                yield at, f"'{part.datum.unit}' can't share a scale with '{wholes[0].datum.unit}'"
            elif how == "within" and any(whole.value < part.value_like(whole) for whole in same):
                yield at, f"'{part.datum.reference}' is more than its whole"


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    together, first = options.together, chart.marks[0]
    said = {id(mark): mark.text if options.units else mark.figure for mark in chart.marks}
    pen = chart.said_of(options.said)
    panels = [chart.groups] if together else [(group,) for group in chart.groups]
    sheet = Sheet(width)
    axis, times = Times.of(chart, chart.marks), sorted({time_of(mark) for mark in chart.marks})
    edge = text_width("0000") / 2
    left, y = edge, 0.0
    ticks: list[float] = []
    ends = [sorted(marks, key=time_of)[-2:] for _, marks in chart.groups]
    last = max(
        text_width(said[id(marks[-1])], bold=True) / (2 if not together and _rises(marks) else 1)
        for marks in ends
        if time_of(marks[-1]) == times[-1]
    )
    right = width - (edge if together == "within" else max(edge, last + 1))  # so that a figure may stand aside
    bases = _bases(chart) if together == "stacked" else {}
    names = [(wrap(f"{group} {said[id(marks[-1])]}", NAMES * width), marks[-1]) for group, marks in chart.groups]
    if bases:
        ticks = round_ticks([bases[id(mark)] + mark.value for mark in chart.marks], zero=True)
        left += widest(chart.wording.figure(exact(tick)) for tick in ticks)
        right = width - widest(line for lines, _ in names for line in lines) - WIDEST
    elif together == "beside":
        y = _key(sheet, chart.groups)
        left, right = WIDEST, min(right, width - WIDEST)
    sheet.scale_x(axis.low, axis.high, left, right)
    step = min((later - earlier for earlier, later in pairwise(times)), default=1)
    thick = min(WIDEST * (2 if together == "beside" else 1), SHARE * (sheet.at_x(step) - sheet.at_x(0)))
    tall = HEIGHTS[width] * (ALONE if len(panels) == 1 else 1)
    for groups in panels:
        for group, marks in groups:
            if together == "within" and marks is groups[0][1]:  # of a whole, the last alone is said, with its name
                said[id(marks[-1])] = f"{group} {said[id(marks[-1])]}"
            elif group and not together:
                y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True)
        first = groups[0][1][0]
        scale = [mark for mark in chart.marks if mark.dimension == first.dimension]
        highs, own_highs = (
            [0.0, *ticks, *(bases.get(id(mark), 0) + mark.value_like(first) for mark in marks)]
            for marks in (scale, [mark for _, marks in groups for mark in marks])
        )
        pixel = tall / (max(highs) - min(highs) or 1)  # of one, in the unit of the first
        own = [mark for _, marks in groups for mark in marks]
        room = float(LINE)  # for what stands over the highest
        for mark in own:
            if said_of := pen.get(id(mark)):
                lines = _said(sheet, said_of, sheet.at_x(time_of(mark)))
                half = (widest(lines, bold=True) + thick) / 2
                x = min(max(sheet.at_x(time_of(mark)), half), width - half)
                near = max(0, *(one.value_like(first) for one in own if abs(sheet.at_x(time_of(one)) - x) < half))
                room = max(room, (len(lines) + 1) * LINE + LEAD + GAP - pixel * (max(own_highs) - near))
        ground = y + room + OPEN_UP + pixel * max(own_highs)
        for tick in ticks:
            at = ground - pixel * tick
            sheet.rule(0, at, right, at, colour=GRID)
            sheet.text(0, at - 9, chart.wording.figure(exact(tick)), colour=MUTED)
        _panel(sheet, groups, ground, thick, pixel, bases, together, said, pen)
        foot = ground - pixel * min(own_highs) + (LINE + OPEN_UP if min(own_highs) < 0 else 0)
        if foot > ground:
            sheet.rule(0, ground, width, ground)
        own.sort(key=_telling(groups))
        own.sort(key=lambda mark: not (mark.accent or id(mark) in pen))
        told = [] if axis.stretches else [*dict.fromkeys(map(time_of, own))]
        axis.draw(sheet, foot, right if bases else width, colour=GRID if foot > ground else AXIS, told=told)
        y = foot + 1.8 * LINE
    if bases:
        tops = [ground - pixel * (bases[id(mark)] + mark.value / 2) for _, mark in names]
        for (lines, mark), at in zip(names, spread(tops, [LINE * len(lines) for lines, _ in names]), strict=True):
            sheet.text(sheet.at_x(times[-1]) + thick / 2 + GAP, at, lines, colour=ink(mark), bold=mark.accent)
    sheet.height = y
    return sheet.figure()


def _bases(chart: Chart) -> dict[int, float]:
    """Return on what each part of a sum stands: the parts of its time in the groups before."""
    sums: dict[float, float] = {}
    bases = {}
    for mark in (mark for _, marks in chart.groups for mark in marks):
        bases[id(mark)] = sums.get(time_of(mark), 0.0)
        sums[time_of(mark)] = bases[id(mark)] + mark.value
    return bases


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


def _panel(
    sheet: Sheet,
    groups: _Groups,
    ground: float,
    thick: float,
    pixel: float,
    bases: Mapping[int, float],
    together: str | None,
    said: Mapping[int, str],
    pen: Mapping[int, str],
) -> None:
    """Draw the columns of one panel, and as many of their figures as have room, the telling ones first."""
    first = groups[0][1][0]
    taken: list[Area] = []
    tops: dict[int, tuple[float, float]] = {}
    own = thick / 2 - 1 if together == "beside" else thick
    for number, (_, marks) in enumerate(groups):
        wide, aside, pale = own, (number - 0.5) * thick / 2 if together == "beside" else 0.0, _pale(groups, number)
        if together == "within":
            wide, pale = (INNER * thick, False) if number else (thick, True)
        for mark in marks:
            x, foot = sheet.at_x(time_of(mark)) + aside, ground - pixel * bases.get(id(mark), 0)
            height = pixel * mark.value_like(first)
            top = sheet.column(mark, x, foot, wide, height, pale=pale and not style(mark).outlined)
            tops[id(mark)] = x, top
            low = top + EDGE if together == "within" and not number else max(top, foot)  # of a whole, the end alone
            taken.append((x - wide / 2, min(top, foot), x + wide / 2, low))
            if foot < ground:
                sheet.line(x - wide / 2, foot, x + wide / 2, foot, colour=PAPER, width=2)
    if bases:
        return
    ordered = sorted((mark for _, marks in groups for mark in marks), key=_telling(groups))
    last = groups[0][1][-1] if together == "within" else None
    told = [mark for mark in ordered if mark.accent or id(mark) in pen or mark is last]
    told.sort(key=time_of if together == "within" else lambda mark: id(mark) not in pen)
    figures = {
        id(mark): _figure(sheet, mark, said[id(mark)], tops[id(mark)], own, taken, before=mark is last) for mark in told
    }
    for mark in told:
        if id(mark) in pen:
            x, top = tops[id(mark)]
            figure = figures[id(mark)]
            end = figure[1] if figure and figure[0] < x < figure[2] else min(top, ground)
            others = [at for other, (at, _) in tops.items() if other != id(mark) and together != "within"]
            _pen(sheet, pen[id(mark)], (x, end - GAP / 2), others, taken)
    for mark in ordered if last is None else ():
        if mark not in told:
            _figure(sheet, mark, said[id(mark)], tops[id(mark)], own, taken)


def _figure(
    sheet: Sheet,
    mark: Mark,
    said: str,
    spot: tuple[float, float],
    thick: float,
    taken: list[Area],
    *,
    before: bool = False,
) -> Area | None:
    """Write a figure beyond its column's end, aside if it must, or not at all; the accent's always, if need be higher.

    `before`: all of it before the column. Return its box.
    """
    half = text_width(said, bold=mark.accent) / 2
    at, top = spot
    top += LINE if side(mark.datum.quantity) < 0 else 0
    aside = half + GAP / 2 - thick / 2
    places = [at - half - GAP] if before else [at, at + aside, at - aside, at + half + GAP]
    within = [min(max(x, half), sheet.width - half) for x in places]
    boxes = [
        (x - half - GAP / 2, top - LINE - up, x + half + GAP / 2, top - 1 - up)
        for up in range(0, LIFT if mark.accent else 1, 2)
        for x in within
    ]
    box = min(boxes, key=lambda box: cost(box, taken, box))
    if not mark.accent and cost(box, taken, box):
        return None
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    sheet.text(x, y, said, anchor="middle", bold=mark.accent, colour=ink(mark))
    taken.append(box)
    return box


def _said(sheet: Sheet, said: str, x: float) -> list[str]:
    """Break what the pen says above a column, so that it stands with its middle there if there is room."""
    return wrap(said, min(SAID, max(2 * min(x, sheet.width - x), 5 * TEXT)), bold=True)


def _pen(sheet: Sheet, said: str, spot: tuple[float, float], others: Sequence[float], taken: list[Area]) -> None:
    """Write what the pen says above a spot, as high as there is room, and lead down to it from afar and over others."""
    lines, (x, foot) = _said(sheet, said, spot[0]), spot
    half, tall = widest(lines, bold=True) / 2, len(lines) * LINE
    middle = min(max(x, half), sheet.width - half)
    top = foot - (LEAD if any(abs(other - middle) < half for other in others) else GAP / 2)
    while any(overlap((middle - half, top - tall, middle + half, top), other) for other in taken):
        top -= 2
    sheet.text_below(middle, top - tall, lines, anchor="middle", bold=True, colour=VERMILION)
    taken.append((middle - half, top - tall, middle + half, top))
    if foot - top > GAP:
        sheet.line(x, top + 2, x, foot, colour=VERMILION, width=1.5)
        taken.append((x - 2, top, x + 2, foot))


def _rises(marks: Sequence[Mark]) -> bool:
    """Whether the last column is so much higher than the one before that its figure may stand over both."""
    return len(marks) > 1 and marks[-2].value_like(marks[-1]) < LOWER * marks[-1].value


def _compared(groups: _Groups) -> set[int]:
    """Return with which marks the chart compares what it is about: the one before it, and those of its time."""
    times = {time_of(mark) for _, marks in groups for mark in marks if mark.accent}
    before = {id(mark) for _, marks in groups for mark, after in pairwise(sorted(marks, key=time_of)) if after.accent}
    return before | {id(mark) for _, marks in groups for mark in marks if time_of(mark) in times}


def _telling(groups: _Groups) -> Callable[[Mark], tuple[bool, bool, bool, bool, float]]:
    """Return what orders marks by how much their figures tell: the accent and its like, ends, extremes, the latest."""
    compared = _compared(groups)
    ends = {id(marks[place]) for _, marks in groups for place in (0, -1)}
    extremes = {id(pick(marks, key=lambda mark: mark.value)) for _, marks in groups for pick in (min, max)}
    return lambda mark: (
        not mark.accent,
        id(mark) not in compared,
        id(mark) not in ends,
        id(mark) not in extremes,
        -time_of(mark),
    )


FORM = Form(Options, draw, refuse)
