"""Lines: figures over time, each in the middle of its period, be that a year, a quarter, a month or a day.

Only what follows each other in one group and one series is joined: a gap in time stays a gap, and so does a break
in the series, which may be struck out. One mark may be a floor, drawn as a rule open upwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from microsite.charts.axes import Times, round_ticks, time_of, word_tick
from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName
from microsite.charts.labels import Area, Room, Spot, along, around, overlaps, spread
from microsite.charts.sheet import TOOTH, Alignment, Sheet
from microsite.charts.style import AXIS, GAP, GRID, MUTED, SPARK, VERMILION, ink, style
from microsite.charts.typesetting import LINE, STRONG, TEXT, run_on, text_width, widest, wrap
from microsite.quantities import FROM_BELOW
from microsite.source.calendar import follows, span
from microsite.source.fields import Flag, Text
from microsite.source.record import Record

HEIGHTS = {320: 240, 480: 270, 720: 320}  # px, by the artboard's width, without a key
MANY, TALLER = 3, 1.4  # series from which on a chart without a key is taller, and by how much
SPARK_HEIGHT, SPARK_EDGE = 20, 2  # px
A_MOMENT = 0.01  # years: what a scale needs where all is of one time
ASIDE = 0.24  # of the width that a line of a name may be long
UP = 0.3  # of a bracket, where the pen speaks of its ends
TEETH = 12  # px: the distance of the teeth that show an open side of a rule
SWITCHES = 6  # series that a reader may switch off: site.css has a rule for each
SIZE, LONE, JOINED = 9, 6, 3  # px: symbols of series, of figures that are of none where others are, of lines alone
# One shape a series, and what a key writes for it.
# Claims and estimates have shapes of their own everywhere.
SHAPES = {"circle": "●", "square": "■", "triangle-up": "▲", "triangle-down": "▼", "triangle-right": "►"}
SHAPELESS = ("circle", "circle-open", "circle-open-dot")  # symbols that may take another shape
LONE_SHAPE = "•"
SIGN = (8, 10)  # px: the two strokes of a break

_Series = Sequence[tuple[str | None, list[Mark]]]


class Options(Record):
    """`floor`: the mark (as it stands in its `statistic`) that is a floor, not a point of the line.

    `zero`: whether the scale begins at zero. `broken`: what is said of the breaks of series, which are then struck out
    with two strokes each. `key`: whether groups have a shape each and a key above, instead of a name at their ends; of
    such a group, several figures may be of one time, breaks are struck out, and what has no room goes unnumbered.
    """

    floor: MarkName | None = None
    zero: Flag = False
    broken: Text | None = None
    key: Flag = False


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    if len(spoken := [mark for mark in chart.marks if mark.pen]) > 1:
        yield ("marks", chart.marks.index(spoken[1]), "pen"), "the pen speaks of one mark of a line"
    seen: set[tuple[str | None, float]] = set()
    for index, mark in enumerate(chart.marks):
        location = ("marks", index, "statistic")
        if mark.datum.unit != chart.marks[0].datum.unit:
            yield location, f"a line in '{chart.marks[0].datum.unit}' can't hold '{mark.datum.unit}'"
        if mark.upper > mark.value:
            yield location, f"'{mark.datum.reference}' is a range; a point of a line has one number"
        if mark.name == options.floor:
            if mark.bound not in FROM_BELOW:
                yield location, "a floor must be a figure such as 'at least' or 'more than'"
        elif mark.datum.period is None:
            yield location, f"'{mark.name}' has no period, and so no place on a line of years"
        elif (mark.group, time_of(mark)) in seen and not options.key:
            period = chart.wording.date(mark.datum.period)
            yield location, f"a second figure for {period} in one group; give it a group of its own"
        else:
            seen.add((mark.group, time_of(mark)))
    if not seen:
        yield ("marks",), "a line needs a figure besides its floor"
    if options.key and len(dict.fromkeys(mark.group for mark in chart.marks if mark.group)) > len(SHAPES):
        yield ("options", "key"), f"a key tells {len(SHAPES)} groups apart at most"


def pens(chart: Chart, mark: Mark, other: Mark | None) -> bool:
    floor = chart.options_as(Options).floor
    points = [one for one in chart.marks if one.name != floor and one.datum.period]
    return mark in points and other in points and time_of(mark) == time_of(other) == max(map(time_of, points))


def series_of(chart: Chart) -> list[str]:
    floor = chart.options_as(Options).floor
    names = [mark.group for mark in chart.marks if mark.group and mark.name != floor]
    several = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    return several[:SWITCHES] if len(several) > 1 else []


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    floors = [mark for mark in chart.marks if mark.name == options.floor]
    groups = ((group, [mark for mark in marks if mark not in floors]) for group, marks in chart.groups)
    series = [(group, sorted(marks, key=time_of)) for group, marks in groups if marks]
    points = [mark for _, marks in series for mark in marks]
    if width == SPARK:
        return _spark(series, points)
    axis = Times.of(chart, points)
    plot = _Plan.of(chart, series, points, axis, width)
    shapes = dict(zip((group for group, _ in series if group), SHAPES, strict=False)) if options.key else {}
    sheet = Sheet(width, HEIGHTS.get(width, 0.45 * width) * (TALLER if len(series) >= MANY and not shapes else 1))
    head = _head(sheet, chart, shapes)
    sheet.height += head
    bottom = sheet.height - 1.6 * LINE
    sheet.scale_x(axis.low, axis.high, plot.left, plot.right, years=True)
    rules = [_Rule.of(mark, chart, plot.said[id(mark)], sheet, axis) for mark in floors]
    ground = _grid(sheet, chart, plot, rules, (head + LINE / 2 * bool(shapes), bottom))
    axis.draw(sheet, bottom, plot.right, colour=AXIS if ground is None else GRID)
    for rule in rules:
        rule.draw(sheet)
    sheet.switched = series_of(chart)
    for group, marks in series:
        sheet.begin(group)
        _join(sheet, marks)
    for group, marks in series:
        sheet.begin(group)
        _symbols(sheet, marks, shapes.get(group or "", ""), plot.step, alone=bool(shapes) or not plot.every)
    if options.broken or options.key:
        _strike(sheet, series)
    beside = [marks[-1] for _, marks in plot.ends]  # their figures are with the names
    shown = [mark for mark in (points if plot.every else _telling(points, series)) if mark not in beside]
    room = None
    if plot.choosy:
        spots = [_spot(sheet, mark) for mark in points]
        room = _Plot((plot.left - TEXT, head, width, bottom), points=spots, lines=_lines(sheet, series))
        room.taken += [around(spot, (SIZE - 2, SIZE - 2)) for spot in spots]
        room.taken += [(0, ground - 1, plot.right, ground + 1)] if ground is not None else []
    _figures(sheet, series, plot.said, shown, room, ground)
    _name(sheet, plot, [end for mark in points if mark.pen for end in (mark, chart.held_against(mark)) if end])
    return sheet.figure()


class _Plan(NamedTuple):
    """What is written, and how much room that leaves from left to right.

    `ticks` are round numbers with their words, `names` those of groups, `step` is the px from a year to the next.
    `every`: whether each point has room for its figure; `ruled`: whether ticks are drawn, else figures say it all;
    `choosy`: whether figures seek their own room.
    """

    ticks: list[tuple[float, str]]
    said: dict[int, str]
    names: list[tuple[list[str], list[Mark]]]
    pen: list[str]
    left: float
    right: float
    step: float
    every: bool
    ruled: bool
    choosy: bool

    @property
    def ends(self) -> list[tuple[list[str], list[Mark]]]:
        """The names at the ends of lines; a point that stands alone has its below it."""
        return [(lines, marks) for lines, marks in self.names if marks[1:]]

    @property
    def aside(self) -> float:
        """How far names stand from the ends of lines, behind a bracket of the pen."""
        return 2 * GAP + (TOOTH + GAP) * bool(self.pen)

    @classmethod
    def of(cls, chart: Chart, series: _Series, points: Sequence[Mark], axis: Times, width: int) -> _Plan:
        options, unit = chart.options_as(Options), chart.marks[0].datum.unit
        ticks = round_ticks([mark.value for mark in chart.marks], zero=options.zero)
        scale = [(tick, word_tick(chart, tick, unit, units=chart.spec.units)) for tick in ticks]
        said = {id(mark): mark.text for mark in chart.marks}
        tight = chart.spec.units and widest(text for _, text in scale) > width / 3
        on_top = tight and not _all_labelled(points, said, (width - widest(said.values())) / axis.long)
        if on_top:  # the unit is said once, above all figures: there it meets none of them
            above = round(2 * ticks[-1] - ticks[-2], 12)
            scale = [(tick, word_tick(chart, tick, unit, units=tick == above)) for tick in (*ticks, above)]
            said = {id(mark): mark.figure for mark in chart.marks}
        named = [(group, marks) for group, marks in series if group and not options.key]
        texts = [f"{group} {said[id(marks[-1])]}" if marks[1:] else group for group, marks in named]
        names = [
            (wrap(text, ASIDE * width, bold=_bold(marks) and bool(marks[1:])), marks)
            for text, (_, marks) in zip(texts, named, strict=True)
        ]
        pen = wrap("".join(mark.pen for mark in points), max(ASIDE * width, 7 * STRONG), bold=True)
        plan = cls(scale, said, names, pen, 0, 0, 0, every=False, ruled=True, choosy=False)

        years = text_width("0000") / 2
        margin = max(years, *(text_width(said[id(mark)], bold=True) / 2 for mark in points))
        runs = [widest(lines, bold=_bold(marks)) for lines, marks in plan.ends] + [widest(pen, bold=True)] * bool(pen)
        right = width - max([margin, *(run + plan.aside for run in runs)])
        wide = widest(text for _, text in (scale[:-1] if on_top else scale))
        step = (right - margin - wide * _crosses(chart)) / axis.long
        every = not on_top and _all_labelled(points, said, step)
        ruled = _crosses(chart) or not every
        choosy = options.key or (on_top and not names)
        if choosy and not every:  # what the years need is enough
            margin, right = years, width - years
        return plan._replace(
            left=margin + wide * ruled, right=right, step=step, every=every, ruled=ruled, choosy=choosy
        )


def _crosses(chart: Chart) -> bool:
    return min(mark.value for mark in chart.marks) < 0 < max(mark.value for mark in chart.marks)


def _head(sheet: Sheet, chart: Chart, shapes: Mapping[str, str]) -> float:
    """Write what is said of breaks, and the key; return the y below."""
    broken = wrap(chart.words(chart.options_as(Options).broken), sheet.width)
    y = sheet.text_below(0, 0, broken, colour=MUTED) + GAP if broken else 0
    entries = [f"{SHAPES[shape]} {group}" for group, shape in shapes.items()]
    if entries and any(mark.group is None for mark in chart.marks):
        entries.append(f"{LONE_SHAPE} {chart.wording.words['statistic']['apart']}")
    for line in run_on(entries, sheet.width):
        y = sheet.text_below(0, y, [line], colour=MUTED)
    return y


def _grid(sheet: Sheet, chart: Chart, plan: _Plan, rules: Sequence[_Rule], within: tuple[float, float]) -> float | None:
    """Draw the scale of values between two y; return the y of zero, if that is within."""
    zero, values, ends = chart.options_as(Options).zero, [mark.value for mark in chart.marks], plan.ticks
    low, high = ends[0][0], ends[-1][0]
    if not plan.ruled and not zero and min(values) < max(values):
        low, high = min(values), max(values)
    below = max((len(rule.lines) for rule in rules), default=1) * LINE + GAP  # for what stands below the lowest
    below = 0 if zero and min(values) >= 0 else below + GAP * _crosses(chart)
    sheet.scale_y(low, high, within[1] - below, within[0] + 1.4 * LINE)
    ground = sheet.at_y(0) if _crosses(chart) else None
    for tick, text in plan.ticks if plan.ruled else ():
        y = sheet.at_y(tick)
        sheet.rule(0, y, plan.right, y, colour=AXIS if y == ground else GRID)
        sheet.text(0, y - 9, text, colour=MUTED)
    return ground


def _symbols(sheet: Sheet, marks: list[Mark], shape: str, step: float, *, alone: bool) -> None:
    """Draw the symbols of a series, small where it has no shape and they stand `alone`, without their figures."""
    for mark in marks:
        own = style(mark).symbol
        symbol = own.replace("circle", shape or "circle") if own in SHAPELESS else own
        size = LONE if alone and not shape else SIZE
        if size == LONE and step < 2 * SIZE and any(_joined(mark, marks)):
            size = JOINED
        sheet.point(mark, time_of(mark), mark.value, size=size, symbol=symbol, values=True)
        sheet.fade(mark, *_spot(sheet, mark))


def _spark(series: _Series, points: Sequence[Mark]) -> Figure:
    """Draw lines alone, and the points that none of them reaches: a course as small as a word."""
    sheet = Sheet(SPARK, SPARK_HEIGHT)
    times, values = [time_of(mark) for mark in points], [mark.value for mark in points]
    sheet.scale_x(min(times), max(*times, min(times) + A_MOMENT), SPARK_EDGE, SPARK - SPARK_EDGE)
    level = min(values) == max(values)
    sheet.scale_y(min(values) - level, max(values) + level, SPARK_HEIGHT - SPARK_EDGE, SPARK_EDGE)
    for _, marks in series:
        run = [marks[0]]
        for mark in [*marks[1:], None]:
            if mark and _follows(run[-1], mark):
                run.append(mark)
                continue
            if len(run) > 1:
                sheet.path([*map(time_of, run)], [one.value for one in run], colour=ink(run[-1]), width=1.5)
            else:
                sheet.point(run[0], time_of(run[0]), run[0].value, size=3, values=True, tip="")
            run = [mark] if mark else []
    return sheet.figure()


def _spot(sheet: Sheet, mark: Mark) -> Spot:
    """Return where a figure stands."""
    return sheet.at_x(time_of(mark)), sheet.at_y(mark.value)


def _all_labelled(points: Sequence[Mark], said: dict[int, str], step: float) -> bool:
    """Whether every point of a single line has room for its figure."""
    times = sorted(map(time_of, points))
    nearest = min((later - earlier for earlier, later in pairwise(times)), default=99)
    return widest(said[id(mark)] for mark in points) + GAP <= nearest * step


def _telling(points: Sequence[Mark], series: _Series) -> list[Mark]:
    """Return the points whose figures are worth writing where not all fit: accents, ends and extremes.

    Where one series is what the chart is about, that goes without the extremes of others, and of two points the first.
    Among figures of others, the article's own are told, too.
    """
    about = [marks for _, marks in series if _bold(marks)] or [marks for _, marks in series]
    extremes = [pick(marks, key=lambda mark: mark.value) for marks in about if len(marks) > 1 for pick in (min, max)]
    ends = [mark for _, marks in series for mark in (marks[0] if marks in about or marks[2:] else marks[-1], marks[-1])]
    own = [mark for mark in points if not mark.context]
    own = own if len(own) < len(points) / 2 else []
    return [mark for mark in points if mark.accent or mark in (*own, *ends, *extremes)]


def _bold(marks: Sequence[Mark]) -> bool:
    """Whether a series is what the chart is about."""
    return any(mark.accent for mark in marks)


def _name(sheet: Sheet, plan: _Plan, between: Sequence[Mark]) -> None:
    """Write the names of series, and their last figures: beside their ends, or below a point that stands alone.

    What the pen says stands there, too, by its bracket of two marks.
    """
    runs = [(lines, marks[-1:], ink(marks[-1]), _bold(marks)) for lines, marks in plan.ends]
    right = max((sheet.at_x(time_of(mark)) for mark in (*between, *(mark for _, (mark,), _, _ in runs))), default=0)
    if between:
        top, bottom = sorted(sheet.at_y(mark.value) for mark in between)
        sheet.bracket(top, bottom, right + GAP + TOOTH, aside=True)
        runs.append((plan.pen, [*between], VERMILION, True))
    # What the pen says keeps apart, so that it is no name of what stands below.
    tall = [LINE * len(lines) + (4 * GAP if lines is plan.pen else 0) for lines, *_ in runs]
    heights = [sheet.at_y(fmean(mark.value for mark in marks)) for _, marks, _, _ in runs]
    if between:  # nearer to what it speaks of than to what may stand in the middle
        heights[-1] = top + (bottom - top) * UP
    places = spread(heights, tall)
    down = max(0, *(half / 2 - place for half, place in zip(tall, places, strict=True))) if runs else 0
    for (lines, marks, colour, bold), y in zip(runs, places, strict=True):
        sheet.begin(marks[0].group if len(marks) == 1 else None)
        sheet.text(right + plan.aside, y + down, lines, colour=colour, bold=bold)
    sheet.begin(None)
    for lines, (mark, *others) in plan.names:
        if not others:
            x, y = _spot(sheet, mark)
            sheet.text_below(max(x, widest(lines) / 2), y + GAP, lines, anchor="middle", colour=ink(mark))


class _Rule(NamedTuple):
    """A floor: a rule over its years with teeth on the open side, its name below its end."""

    mark: Mark
    start: float  # px, as is `end`
    end: float
    lines: list[str]

    @classmethod
    def of(cls, mark: Mark, chart: Chart, figure: str, sheet: Sheet, axis: Times) -> _Rule:
        """Return the rule of a mark, with its figure."""
        first, last = span(mark.datum.period) if mark.datum.period else (axis.low, axis.high + 1)
        ends = (first - 0.5, last - 0.5) if axis.stretches else (math.floor(first), math.ceil(last) - 1)
        start = sheet.at_x(max(ends[0], axis.low)) - GAP
        end = sheet.at_x(min(ends[1], axis.high)) + GAP
        name = f"{mark.label}{chart.wording.words['colon']}{figure}"
        return cls(mark, start, end, wrap(name, max(end - start, 8 * TEXT)))

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
            xs, ys = [time_of(before), time_of(after)], [before.value, after.value]
            sheet.path(xs, ys, colour=ink(after), dash=dash, width=2.5 if _bold(marks) else 1.5)


def _strike(sheet: Sheet, series: _Series) -> None:
    """Strike out where a series goes on and yet breaks, clear of the lines of others."""
    lines = _lines(sheet, series)
    for group, marks in series:
        sheet.begin(group)
        for before, after in pairwise(marks):
            earlier, later = before.datum, after.datum
            goes_on = later.is_akin(earlier) and follows(later.period or "", earlier.period or "")
            if goes_on and not later.continues(earlier):
                x, y = ((one + other) / 2 for one, other in zip(_spot(sheet, before), _spot(sheet, after), strict=True))
                ways = [y + way * away for away in range(3 * GAP) for way in (-1, 1)]
                y = next((at for at in ways if not overlaps(around((x, at), SIGN), lines)), y)
                for at in (x - 2, x + 2):
                    sheet.line(at - 2, y + 5, at + 2, y - 5, colour=MUTED, width=1.5)


def _follows(before: Mark, after: Mark) -> bool:
    """Whether two marks follow each other in time, in a series that does not break between them."""
    earlier, later = before.datum.period, after.datum.period
    return bool(earlier and later and follows(later, earlier)) and after.datum.continues(before.datum)


def _lines(sheet: Sheet, series: _Series) -> list[Area]:
    """Return boxes along the lines between what follows each other."""
    pairs = (pair for _, marks in series for pair in pairwise(marks) if _follows(*pair))
    spots = (spot for before, after in pairs for spot in along(_spot(sheet, before), _spot(sheet, after), GAP))
    return [(x - 1, y - 1, x + 1, y + 1) for x, y in spots]


def _joined(mark: Mark, marks: Sequence[Mark]) -> list[Mark]:
    """Return to which marks of its own a line leads: the one before it, the one after."""
    index = marks.index(mark)
    before = [other for other in marks[max(0, index - 1) : index] if _follows(other, mark)]
    return before + [other for other in marks[index + 1 : index + 2] if _follows(mark, other)]


@dataclass
class _Plot(Room):
    """What is taken on a plot: by symbols and figures, and by lines, which a figure may touch if it must."""

    points: Sequence[Spot] = ()
    lines: Sequence[Area] = ()

    def take(self, box: Area, point: Spot, *, clear: bool, strictly: bool) -> bool:
        """Take a place up, if it is free; `clear`: no other point is as near as its own; `strictly`: free of lines."""
        nearest = min((_far(box, other) for other in self.points if math.dist(other, point) > 1), default=math.inf)
        if self.cost(box) or (strictly and overlaps(box, self.lines)) or (clear and nearest <= _far(box, point) + 3):
            return False
        self.taken.append(box)
        return True


def _figures(
    sheet: Sheet,
    series: _Series,
    said: dict[int, str],
    shown: Sequence[Mark],
    room: _Plot | None,
    ground: float | None,
) -> None:
    """Write figures where no line of theirs passes: above a rise or a fall on its outer side, below a hollow.

    None is written over the rule of zero, at `ground`, if that is drawn.

    One that no line joins keeps clear of its neighbours as if they were joined. With a `room`, none is written over
    another: the article's own and the latest first, each where there is a place for it, or not at all.
    """
    wanted = [(mark, _places(sheet, mark, marks)) for _, marks in series for mark in marks if mark in shown]
    if room:
        wanted.sort(key=lambda item: (item[0].context, -time_of(item[0])))
    for mark, places in wanted:
        first, second, *_ = places
        near_zero = ground is not None and abs(first[1] - ground) < LINE / 2
        place: tuple[float, float, Alignment] | None = second if near_zero else first
        if room:
            at, text = _spot(sheet, mark), said[id(mark)]
            clear = mark.context  # the article's own figure is written even where others stand close
            free = (
                place for place in places if room.take(_box(text, *place), at, clear=clear, strictly=place is not first)
            )
            place = next(free, None)
        if place:
            x, y, anchor = place
            sheet.begin(mark.group)
            sheet.text(x, y, said[id(mark)], anchor=anchor, bold=mark.accent, colour=ink(mark))


def _places(sheet: Sheet, mark: Mark, marks: Sequence[Mark]) -> list[tuple[float, float, Alignment]]:
    """Return where a figure may be written, the best place first, between those before and after it."""
    joined, index = _joined(mark, marks), marks.index(mark)
    near = joined or [*marks[max(0, index - 1) : index], *marks[index + 1 : index + 2]]
    below = bool(near) and all(other.value > mark.value for other in near)
    anchor: Alignment = "middle"
    if len(joined) == 2 and not below and any(other.value > mark.value for other in joined):
        anchor = "end" if joined[1].value > mark.value else "start"
    (x, y), away = _spot(sheet, mark), LINE if below else -LINE
    best = x + {"end": GAP, "middle": 0, "start": -GAP}[anchor], y + away, anchor
    aside: list[tuple[float, float, Alignment]] = [(x + SIZE, y, "start"), (x - SIZE, y, "end")]
    return [best, (x, y - away, "middle"), *aside, (x, y + away, "start"), (x, y + away, "end")]


def _far(box: Area, point: Spot) -> float:
    """Return the px between a box and a point."""
    (left, top, right, bottom), (x, y) = box, point
    return math.hypot(max(left - x, x - right, 0), max(top - y, y - bottom, 0))


def _box(text: str, x: float, y: float, anchor: Alignment) -> Area:
    wide = text_width(text)
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
    return left, y - TEXT / 2, left + wide, y + TEXT / 2


FORM = Form(Options, draw, refuse, pens, series_of, explored=True)
