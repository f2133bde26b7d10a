"""Amounts of their days → columns from zero on an axis of time: groups in panels of their own, or one in the other.

Where no column stands, nothing was found: years left out keep their room. Panels of one unit share its scale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from pydantic import Field

from microsite.charts.axes import draw_years, say_year, time_of, year_of
from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_strangers, refuse_unscaled
from microsite.charts.sheet import Area, Sheet, cost, overlap
from microsite.charts.style import GAP, PAPER, VERMILION, ink
from microsite.charts.typesetting import LINE, TEXT, text_width, widest, wrap
from microsite.source.fields import Flag, Line, Text
from microsite.source.record import Record

HEIGHTS = {320: 120, 480: 130, 720: 150}  # px of a panel's plot, by the artboard's width
ALONE = 1.6  # how much higher a plot is that is the only one
WIDEST, SHARE = 30, 0.72  # px of a column at most, and of the way to its next
OPEN_UP = 11  # px above the highest for its open end
INNER = 0.6  # of a column's width for the part that stands in it
SAID = 150  # px that a line of the pen may be long


_Groups = Sequence[tuple[str | None, tuple[Mark, ...]]]


class Options(Record):
    """`units`: whether figures bear their unit; without it, the subtitle or the groups must name it.

    `within`: whether the second group is a part of the first, and stands in its columns. `said`: by mark, as it is
    referred to there, what the pen says of it.
    """

    units: Flag = True
    within: Flag = False
    said: dict[Line, Text] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    for _, marks in chart.groups:
        yield from refuse_unscaled(chart, marks)
        times = [(mark.datum.period and time_of(mark), mark) for mark in marks]
        for time, mark in times:
            here = ("marks", chart.marks.index(mark), "statistic")
            if time is None:
                yield here, f"'{mark.datum.reference}' has no period, and so no place on an axis of time"
            elif mark.upper > mark.value:
                yield here, f"'{mark.datum.reference}' is a range; a column has one height"
            elif any(other is not mark and other_time == time for other_time, other in times):
                yield here, f"a second figure for {chart.wording.date(mark.datum.period or '')} in one group"
    if options.within:
        yield from _refuse_parts(chart)
    yield from refuse_strangers(chart, "said", options.said)


def _refuse_parts(chart: Chart) -> Iterator[Fault]:
    if len(chart.groups) != 2:
        yield ("options", "within"), f"'within' needs two groups, a whole and its part, not {len(chart.groups)}"
        return
    (_, wholes), (_, parts) = chart.groups
    for part in parts:
        here = ("marks", chart.marks.index(part), "statistic")
        if part.dimension != wholes[0].dimension:
            yield here, f"'{part.datum.unit}' is no part of '{wholes[0].datum.unit}'"
        elif any(whole.datum.period == part.datum.period and whole.value < part.value_like(whole) for whole in wholes):
            yield here, f"'{part.datum.reference}' is more than its whole"


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    said = {id(mark): mark.text if options.units else mark.figure for mark in chart.marks}
    pen = chart.said_of(options.said)
    panels = [chart.groups] if options.within else [(group,) for group in chart.groups]
    sheet = Sheet(width)
    years = range(min(map(year_of, chart.marks)), max(map(year_of, chart.marks)) + 1)
    times = sorted({time_of(mark) for mark in chart.marks})
    apart = 0.0 if times == sorted(map(float, {*map(year_of, chart.marks)})) else 0.5  # where years are stretches
    edge = text_width("0000") / 2
    last = max(text_width(said[id(mark)], bold=True) for mark in chart.marks if time_of(mark) == times[-1])
    right = width - (edge if options.within else max(edge, last + 1))  # so that a figure may stand aside
    sheet.scale_x(years[0] - apart, max(years[-1] + apart, years[0] + 1), edge, right)
    step = min((later - earlier for earlier, later in pairwise(times)), default=1)
    thick = min(WIDEST, SHARE * (sheet.at_x(step) - sheet.at_x(0)))
    tall = HEIGHTS[width] * (ALONE if len(panels) == 1 else 1)
    y = 0.0
    for number, groups in enumerate(panels):
        for group, marks in groups:
            if options.within and marks is groups[0][1]:  # of a whole, the last alone is said, with its name
                said[id(marks[-1])] = f"{group} {said[id(marks[-1])]}"
            elif group and not options.within:
                y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True)
        first = groups[0][1][0]
        scale = [mark for panel in panels for _, marks in panel for mark in marks if mark.dimension == first.dimension]
        highest = max(mark.value_like(first) + 1e-9 for mark in scale)
        own = [mark for _, marks in groups for mark in marks]
        own_highest = max(mark.value_like(first) for mark in own)
        room = float(LINE)  # for what stands over the highest
        for mark in own:
            if said_of := pen.get(id(mark)):
                lines = wrap(said_of, SAID, bold=True)
                reach = (widest(lines, bold=True) + thick) / 2
                x = min(max(sheet.at_x(time_of(mark)), reach), width - reach)
                near = max(one.value_like(first) for one in own if abs(sheet.at_x(time_of(one)) - x) < reach)
                free = tall * (own_highest - near) / highest
                room = max(room, (len(lines) + 1) * LINE + GAP - free)
        y += room
        ground = y + OPEN_UP + tall * own_highest / highest
        _panel(sheet, groups, ground, thick, tall / highest, said, pen)
        if number == len(panels) - 1:
            written = {year: say_year(chart, year) for year in years}
            draw_years(sheet, written, chart.marks, ground, width, apart=apart)
            y = ground + 1.8 * LINE
        else:
            sheet.rule(0, ground, width, ground)
            y = ground + LINE
    sheet.height = y
    return sheet.figure()


def _panel(
    sheet: Sheet,
    groups: _Groups,
    ground: float,
    thick: float,
    scale: float,
    said: Mapping[int, str],
    pen: Mapping[int, str],
) -> None:
    """Draw the columns of one panel, and as many of their figures as have room, the telling ones first."""
    first = groups[0][1][0]
    taken: list[Area] = []
    tops: dict[int, float] = {}
    for number, (_, marks) in enumerate(groups):
        wide = thick if not number else INNER * thick
        for mark in marks:
            x, high = sheet.at_x(time_of(mark)), mark.value_like(first) * scale
            tops[id(mark)] = sheet.column(mark, x, ground, wide, high, whole=len(groups) > 1 and not number)
            taken.append((x - wide / 2, tops[id(mark)], x + wide / 2, ground))
    ordered = sorted((mark for _, marks in groups for mark in marks), key=_telling(groups))
    last = groups[0][1][-1] if len(groups) > 1 else None
    told = [mark for mark in ordered if mark.accent or id(mark) in pen or mark is last]
    told.sort(key=lambda mark: id(mark) not in pen)
    for mark in told:
        _figure(sheet, mark, said[id(mark)], tops[id(mark)], thick, taken, before=mark is last)
    for mark in told:
        if id(mark) in pen:
            _pen(sheet, pen[id(mark)], sheet.at_x(time_of(mark)), tops[id(mark)] - LINE - GAP, taken)
    for mark in ordered if last is None else ():
        if mark not in told:
            _figure(sheet, mark, said[id(mark)], tops[id(mark)], thick, taken)


def _figure(
    sheet: Sheet, mark: Mark, said: str, top: float, thick: float, taken: list[Area], *, before: bool = False
) -> None:
    """Write a figure over its column, aside if it must, or not at all; the accent's always, `before` all before it."""
    half = text_width(said, bold=True) / 2
    at = sheet.at_x(time_of(mark))
    aside = half - thick / 2
    places = [at - half - GAP] if before else [at, at + aside, at - aside, at + half]
    boxes = [
        (x - half - GAP / 2, top - LINE, x + half + GAP / 2, top - 1) for x in places if half <= x <= sheet.width - half
    ]
    box = min(boxes, key=lambda box: cost(box, taken, box), default=None)
    over = cost(box, taken, box) if box else 0
    if box and (mark.accent or not over):
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if over:
            sheet.rule(x - half, y, x + half, y, colour=PAPER, width=TEXT)
        sheet.text(x, y, said, anchor="middle", bold=mark.accent, colour=ink(mark))
        taken.append(box)


def _pen(sheet: Sheet, said: str, x: float, foot: float, taken: list[Area]) -> None:
    """Write what the pen says above a column, as high as there is room, and lead down to it."""
    lines = wrap(said, SAID, bold=True)
    half, tall = widest(lines, bold=True) / 2, len(lines) * LINE
    middle, top = min(max(x, half), sheet.width - half), foot
    while any(overlap((middle - half, top - tall, middle + half, top), other) for other in taken):
        top -= 2
    sheet.text_below(middle, top - tall, lines, anchor="middle", bold=True, colour=VERMILION)
    taken.append((middle - half, top - tall, middle + half, top))
    if foot - top > GAP:
        sheet.line(x, top + 2, x, foot, colour=VERMILION, width=1.5)
        taken.append((x - 2, top, x + 2, foot))


def _telling(groups: _Groups) -> Callable[[Mark], tuple[bool, bool, bool, float]]:
    """Return what orders marks by how much their figures tell: the accent, the ends, the extremes, the latest."""
    ends = {id(marks[place]) for _, marks in groups for place in (0, -1)}
    extremes = {id(pick(marks, key=lambda mark: mark.value)) for _, marks in groups for pick in (min, max)}
    return lambda mark: (not mark.accent, id(mark) not in ends, id(mark) not in extremes, -time_of(mark))


FORM = Form(Options, draw, refuse)
