"""Lines: yearly figures over the years.

Only neighbouring years of one group and one series are joined: a gap in the years stays a gap, and so does a break
in the series, which the pen may mark. One mark may be a floor, drawn as a rule open upwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark
from microsite.charts.sheet import Alignment, Sheet, spread
from microsite.charts.style import AXIS, GAP, GRID, MUTED, OPEN_ABOVE, VERMILION, ink, style
from microsite.charts.typesetting import LINE, TEXT, text_width, widest, wrap
from microsite.quantities import Quantity
from microsite.source.fields import Flag, Line, Text
from microsite.source.record import Record

HEIGHTS = {320: 240, 480: 270, 720: 320}  # px, by the artboard's width
MANY, TALLER = 3, 1.4  # series from which on a chart is taller, and by how much
TOOTH, TEETH = 6, 12  # px: length of the teeth that show an open side of a rule, and their distance


class Options(Record):
    """`floor`: the mark (as it stands in its `statistic`) that is a floor, not a point of the line.

    `zero`: whether the scale begins at zero. `units`: whether figures bear their unit; without it, the
    subtitle must name it. `broken`: what the pen says of the breaks of series, which it then strikes out with two
    strokes each.
    """

    floor: Line | None = None
    zero: Flag = False
    units: Flag = True
    broken: Text | None = None


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    if options.floor is not None and options.floor not in [mark.statistic for mark in chart.spec.marks]:
        yield ("options", "floor"), f"no mark of this chart is '{options.floor}'"
        return
    seen: set[tuple[str | None, int]] = set()
    for index, (mark, spec) in enumerate(zip(chart.marks, chart.spec.marks, strict=True)):
        location = ("marks", index, "statistic")
        if mark.datum.unit != chart.marks[0].datum.unit:
            yield location, f"a line in '{chart.marks[0].datum.unit}' can't hold '{mark.datum.unit}'"
        if mark.upper > mark.value:
            yield location, f"'{mark.datum.reference}' is a range; a point of a line has one number"
        if spec.statistic == options.floor:
            if mark.bound not in OPEN_ABOVE:
                yield location, "a floor must be a figure such as 'at least' or 'more than'"
        elif mark.datum.period is None:
            yield location, f"'{spec.statistic}' has no period, and so no place on a line of years"
        elif (mark.group, _year(mark)) in seen:
            yield location, f"a second figure for {_year(mark)} in one group; give it a group of its own"
        else:
            seen.add((mark.group, _year(mark)))
    if not seen:
        yield ("marks",), "a line needs a figure besides its floor"


def _year(mark: Mark) -> int:
    """Return the year in which a mark's period ends."""
    assert mark.datum.period is not None
    return int(mark.datum.period.split("/")[-1][:4])


def beside(chart: Chart) -> list[list[str]]:
    floor, marks = chart.options_as(Options).floor, zip(chart.spec.marks, chart.marks, strict=True)
    return [[] if spec.statistic == floor else [str(_year(mark))] for spec, mark in marks]


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    floors = [mark for mark, spec in zip(chart.marks, chart.spec.marks, strict=True) if spec.statistic == options.floor]
    series = [
        (group, sorted((mark for mark in marks if mark not in floors), key=_year)) for group, marks in chart.groups
    ]
    series = [(group, marks) for group, marks in series if marks]
    points = [mark for _, marks in series for mark in marks]
    years = range(min(map(_year, points)), max(map(_year, points)) + 1)
    said = {id(mark): mark.text if options.units else mark.figure for mark in chart.marks}

    sheet = Sheet(width, HEIGHTS.get(width, 0.45 * width) * (1 if len(series) < MANY else TALLER))
    named = [(group, marks) for group, marks in series if group and len(marks) > 1]
    names = {group: wrap(group, 0.24 * width) for group, _ in series if group}
    names |= {group: wrap(f"{group} {said[id(marks[-1])]}", 0.24 * width, bold=_bold(marks)) for group, marks in named}
    margin = max([text_width(said[id(mark)], bold=True) / 2 for mark in points] + [text_width("0000") / 2])
    runs = [names[group] for group, _ in named]
    right = width - max(margin, widest((line for lines in runs for line in lines), bold=True) + 2 * GAP if runs else 0)
    ticks = _ticks([mark.value for mark in [*points, *floors]], zero=options.zero)
    every = _all_labelled(points, said, (right - margin) / max(len(years) - 1, 1))
    left = margin if every else margin + widest(_tick(chart, tick, options) for tick in ticks)
    broken = wrap(chart.words(options.broken), width) if options.broken else []
    head = sheet.text_below(0, 0, broken, colour=VERMILION) + GAP if broken else 0
    sheet.height += head
    bottom, top = sheet.height - 1.6 * LINE, 1.4 * LINE + head
    sheet.scale_x(years[0], max(years[-1], years[0] + 1), left, right)
    colon = str(chart.wording.words["colon"])
    rules = [_Rule.of(mark, f"{mark.label}{colon}{said[id(mark)]}", sheet, years) for mark in floors]
    below = max((len(rule.lines) for rule in rules), default=1) * LINE + GAP  # for what stands below the lowest
    room = 0 if options.zero and min(mark.value for mark in [*points, *floors]) >= 0 else below
    values = [mark.value for mark in [*points, *floors]]
    if every and not options.zero and min(values) < max(values):  # no ticks are drawn, nor room for them
        ticks = [min(values), max(values)]
    sheet.scale_y(ticks[0], ticks[-1], bottom - room, top)

    _years(sheet, years, bottom, right)
    if not every:
        for tick in ticks:
            y = sheet.at_y(tick)
            sheet.rule(0, y, right, y, colour=GRID)
            sheet.text(0, y - 9, _tick(chart, tick, options), colour=MUTED)
    for rule in rules:
        rule.draw(sheet)
    for _, marks in series:
        _join(sheet, marks)
    for mark in points:
        sheet.points(mark, [_year(mark)], [mark.value], size=9 if every else 6, values=True)
    if options.broken:
        _strike(sheet, series)
    beside = [marks[-1] for _, marks in named]  # their figures are with the names
    shown = [mark for mark in (points if every else _telling(points, series)) if mark not in beside]
    _figures(sheet, series, said, shown)
    _name(sheet, [(names[group], marks) for group, marks in series if group])
    return sheet.figure()


def _ticks(values: Sequence[float], *, zero: bool) -> list[float]:
    """Return round numbers, at most six, from below the smallest value to above the largest."""
    low, high = (min(0, *values) if zero else min(values)), max(values)
    rough = (high - low or abs(high) or 1) / 4
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)  # a scale has two ends, where all values are one, too
    return [round(step * number, 12) for number in range(first, last + 1)]


def _tick(chart: Chart, tick: float, options: Options) -> str:
    quantity = Quantity(Decimal(repr(tick)).normalize() + 0)
    if options.units:
        return chart.wording.quantity(quantity, chart.marks[0].datum.unit, "value")
    return chart.wording.figure(quantity)


def _all_labelled(points: Sequence[Mark], said: dict[int, str], step: float) -> bool:
    """Whether every point of a single line has room for its figure."""
    years = sorted(map(_year, points))
    if len(set(years)) < len(years):
        return False
    nearest = min((later - earlier for earlier, later in pairwise(years)), default=99)
    return widest(said[id(mark)] for mark in points) + GAP <= nearest * step


def _telling(points: Sequence[Mark], series: Sequence[tuple[str | None, list[Mark]]]) -> list[Mark]:
    """Return the points whose figures are worth writing where not all fit: accents, ends and extremes.

    Where one series is what the chart is about, that goes without the extremes of others, and of two points the first.
    """
    about = [marks for _, marks in series if _bold(marks)] or [marks for _, marks in series]
    extremes = [pick(marks, key=lambda mark: mark.value) for marks in about if len(marks) > 1 for pick in (min, max)]
    ends = [mark for _, marks in series for mark in (marks[0] if marks in about or marks[2:] else marks[-1], marks[-1])]
    return [mark for mark in points if mark.accent or mark in ends or mark in extremes]


def _bold(marks: Sequence[Mark]) -> bool:
    """Whether a series is what the chart is about."""
    return any(mark.accent for mark in marks)


def _name(sheet: Sheet, named: Sequence[tuple[list[str], list[Mark]]]) -> None:
    """Write the names of series, and their last figures: beside their ends, or below a point that stands alone."""
    runs = [(lines, marks) for lines, marks in named if len(marks) > 1]
    apart = LINE * max((len(lines) for lines, _ in runs), default=1)
    places = spread([sheet.at_y(marks[-1].value) for _, marks in runs], apart)
    for (lines, marks), y in zip(runs, places, strict=True):
        sheet.text(sheet.at_x(_year(marks[-1])) + 2 * GAP, y, lines, colour=ink(marks[-1]), bold=_bold(marks))
    for lines, (mark, *others) in named:
        if not others:
            x = max(sheet.at_x(_year(mark)), widest(lines) / 2)
            sheet.text_below(x, sheet.at_y(mark.value) + GAP, lines, anchor="middle", colour=ink(mark))


def _years(sheet: Sheet, years: range, y: float, right: float) -> None:
    """Write the years, as many as have room, the last always."""
    sheet.rule(0, y, right, y, colour=AXIS)
    step = sheet.at_x(years[0] + 1) - sheet.at_x(years[0])
    skip = math.ceil((text_width("0000") + 2 * GAP) / step)
    for year in years:
        x = sheet.at_x(year)
        sheet.rule(x, y, x, y + 4, colour=AXIS)
        if (years[-1] - year) % skip == 0:
            sheet.text(x, y + 4 + LINE / 2, str(year), anchor="middle", colour=MUTED)


class _Rule(NamedTuple):
    """A floor: a rule over its years with teeth on the open side, its name below its end."""

    mark: Mark
    start: float  # px, as is `end`
    end: float
    lines: list[str]

    @classmethod
    def of(cls, mark: Mark, said: str, sheet: Sheet, years: range) -> _Rule:
        span = [int(date[:4]) for date in mark.datum.period.split("/")] if mark.datum.period else [years[0], years[-1]]
        start = sheet.at_x(max(span[0], years[0])) - GAP
        end = sheet.at_x(min(span[-1], years[-1])) + GAP
        return cls(mark, start, end, wrap(said, max(end - start, 8 * TEXT)))

    def draw(self, sheet: Sheet) -> None:
        y = sheet.at_y(self.mark.value)
        strokes = [(self.start, y, self.end, y)]
        for number in range(int((self.end - self.start) / TEETH) + 1):
            x = self.start + number * TEETH
            strokes.append((x, y, x + TOOTH / 2, y - TOOTH))
        sheet.strokes(self.mark, strokes)
        sheet.text(self.end, y + 4 + len(self.lines) * LINE / 2, self.lines, anchor="end", colour=ink(self.mark))


def _join(sheet: Sheet, marks: Sequence[Mark]) -> None:
    """Join what follows each other; the way to a figure that is not measured is drawn as its status asks."""
    for before, after in pairwise(marks):
        if _follows(before, after):
            dash = style(after).dash
            xs, ys = [_year(before), _year(after)], [before.value, after.value]
            sheet.path(xs, ys, colour=ink(after), dash=dash, width=2.5 if _bold(marks) else 1.5)


def _strike(sheet: Sheet, series: Sequence[tuple[str | None, list[Mark]]]) -> None:
    """Strike out, with the pen, where a series goes on and yet breaks."""
    for _, marks in series:
        for before, after in pairwise(marks):
            if _year(after) - _year(before) == 1 and not _follows(before, after):
                x = (sheet.at_x(_year(before)) + sheet.at_x(_year(after))) / 2
                y = (sheet.at_y(before.value) + sheet.at_y(after.value)) / 2
                for at in (x - 2, x + 2):
                    sheet.line(at - 2, y + 5, at + 2, y - 5, colour=VERMILION, width=1.5)


def _follows(before: Mark, after: Mark) -> bool:
    """Whether two marks are of neighbouring years, in a series that does not break between them."""
    return _year(after) - _year(before) == 1 and after.datum.continues(before.datum)


def _figures(
    sheet: Sheet, series: Sequence[tuple[str | None, list[Mark]]], said: dict[int, str], shown: Sequence[Mark]
) -> None:
    """Write figures where no line of theirs passes: above a rise or a fall on its outer side, below a hollow.

    One that no line joins keeps clear of its neighbours as if they were joined.
    """
    for _, marks in series:
        for index, mark in enumerate(marks):
            if mark not in shown:
                continue
            before, after = marks[max(0, index - 1) : index], marks[index + 1 : index + 2]
            joined = [other for other in before if _follows(other, mark)]
            joined += [other for other in after if _follows(mark, other)]
            near = joined or [*before, *after]
            below = bool(near) and all(other.value > mark.value for other in near)
            anchor: Alignment = "middle"
            if len(joined) == 2 and not below and any(other.value > mark.value for other in joined):
                anchor = "end" if joined[1].value > mark.value else "start"
            x = sheet.at_x(_year(mark)) + {"end": GAP, "middle": 0, "start": -GAP}[anchor]
            y = sheet.at_y(mark.value) + (LINE if below else -LINE)
            sheet.text(x, y, said[id(mark)], anchor=anchor, bold=mark.accent, colour=ink(mark))


FORM = Form(Options, draw, refuse, beside)
