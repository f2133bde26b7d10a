"""What was said when → statements over time, as high as their figures; beside them, as steps, how a count went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from microsite.charts.axes import Times, exact, name_year, round_ticks, year_at, year_of
from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName
from microsite.charts.labels import Area, Room, Spot, around, middle_of
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, GRID, MUTED, PAPER, VERMILION, ink
from microsite.charts.typesetting import LINE, widest, wrap
from microsite.source.calendar import is_short, middle
from microsite.source.fields import Period, Text
from microsite.source.record import Record

HEIGHTS = {320: 520, 480: 400, 720: 360}  # px of the plot, by the artboard's width
DOT = 11  # px
NAMES = (170, 100)  # px that a line of a speaker's name may be long, and where that stands ill
ILL = 12  # px² over others that a name may lie; one that would lie over more is left out


class Options(Record):
    """`dates`: by mark, the day of a statement whose figure bears another period than the day it was made.

    `steps`: the marks that are no statements but a count, each the count until the next. `said`: by mark, what the
    pen says of it.
    """

    dates: dict[MarkName, Period] = Field(default={})
    steps: tuple[MarkName, ...] = ()
    said: dict[MarkName, Text] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    first = chart.marks[0]
    for index, mark in enumerate(chart.marks):
        here = ("marks", index, "statistic")
        said = options.dates.get(mark.name) or mark.datum.period
        if said is None or not is_short(said):
            stated = f"'{mark.name}' has the period {said}" if said else f"'{mark.name}' has no period"
            yield here, f"{stated}; give the month or day of the statement in 'dates'"
        elif mark.datum.unit != first.datum.unit:
            yield here, f"statements in '{first.datum.unit}' can't hold '{mark.datum.unit}'"
        elif mark.upper > mark.value:
            yield here, f"'{mark.datum.reference}' is a range; a statement has one number"
    if len(chart.marks) - len(options.steps) < 2:
        yield ("marks",), "a timeline needs at least two statements"


def _dates(chart: Chart) -> list[str]:
    dates = chart.options_as(Options).dates
    return [dates.get(mark.name) or str(mark.datum.period) for mark in chart.marks]


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    times = {id(mark): middle(period) for mark, period in zip(chart.marks, _dates(chart), strict=True)}
    steps = sorted((mark for mark in chart.marks if mark.name in options.steps), key=lambda mark: times[id(mark)])
    said = [mark for mark in chart.marks if mark not in steps]
    sheet = Sheet(width)
    values = [mark.value for mark in chart.marks]
    ticks = [tick for tick in round_ticks(values, zero=False) if tick <= max(values)]
    words = [chart.wording.quantity(exact(tick), said[0].datum.unit, "value") for tick in ticks]
    left, top, bottom = widest(words) + GAP, LINE, LINE + HEIGHTS[width]
    shown = range(year_at(min(times.values())), year_at(max(times.values())) + 1)
    named = {float(year): name_year(chart, year) for year in shown}
    axis = Times(shown[0] - 0.5, shown[-1] + 0.5, named, {*map(year_of, said)})
    sheet.scale_x(axis.low, axis.high, left, width)
    sheet.scale_y(ticks[0], max(values), bottom - LINE * (min(values) == ticks[0]), top + 2 * LINE)
    for tick, word in zip(ticks, words, strict=True):
        y = sheet.at_y(tick)
        sheet.rule(0, y, width, y, colour=GRID)
        sheet.text(0, y - 9, word, colour=MUTED)
    axis.draw(sheet, bottom, width)
    room = Room((left, 0.0, float(width), bottom), _steps(sheet, steps, times))
    spots = {id(mark): (sheet.at_x(times[id(mark)]), sheet.at_y(mark.value)) for mark in said}
    room.taken += [around(spot, (DOT, DOT)) for spot in spots.values()]
    for mark in said:
        x, y = spots[id(mark)]
        sheet.point(mark, x, y, size=DOT)
    pen = {id(mark): chart.words(options.said.get(mark.name)) for mark in chart.marks}
    spots |= {id(mark): (sheet.at_x(times[id(mark)]), sheet.at_y(mark.value)) for mark in steps[:1]}
    for mark in sorted([*steps[:1], *said], key=lambda mark: (not mark.accent, not pen[id(mark)])):
        _write(sheet, mark, pen[id(mark)], spots[id(mark)], room, [*spots.values()])
    sheet.height = bottom + 1.8 * LINE
    return sheet.figure()


def _steps(sheet: Sheet, steps: Sequence[Mark], times: dict[int, float]) -> list[Area]:
    """Draw each count from its day to the next one's; return the boxes that it takes up."""
    taken: list[Area] = []
    ends = [*(times[id(after)] for after in steps[1:]), None]
    for before, mark, end in zip((None, *steps), steps, ends, strict=False):
        x, y = sheet.at_x(times[id(mark)]), sheet.at_y(mark.value)
        right = sheet.at_x(end) if end is not None else sheet.width
        lines = [(x, sheet.at_y(before.value), x, y)] if before else []
        sheet.strokes(mark, [*lines, (x, y, right, y)], width=1.5)
        taken.append((x, y - 2, right, y + 2))
        taken += [(x - 2, min(y, low), x + 2, max(y, low)) for _, low, _, _ in lines]
    return taken


def _write(sheet: Sheet, mark: Mark, pen: str, spot: Spot, room: Room, spots: Sequence[Spot]) -> None:
    """Write who said it, and what the pen says of it, where it stands clear; leave it out where it would not."""
    ways = [[wrap(text, longest, bold=True) if text else [] for text in (mark.label, pen)] for longest in NAMES]
    bold = mark.accent or bool(pen)
    others = [around(other, (DOT, DOT + 2 * LINE)) for other in spots if other != spot] if bold else []
    near = Room(room.area, [*room.taken, *3 * others])  # a verdict over another's mark is worse than one over a line
    over, way, box = near.best_beside(spot, DOT / 2, [lines + more for lines, more in ways], bold=bold)
    if over <= ILL or bold:
        room.taken.append(box)
        (lines, more), (x, y) = ways[way], middle_of(box)
        sheet.rule(box[0], y, box[2], y, colour=PAPER, width=box[3] - box[1] - 4)
        y = sheet.text_below(x, box[1] + 1, lines, anchor="middle", bold=mark.accent, colour=ink(mark))
        if more:
            sheet.text_below(x, y, more, anchor="middle", bold=True, colour=VERMILION)


FORM = Form(Options, draw, refuse)
