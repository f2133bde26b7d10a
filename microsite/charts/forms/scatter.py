"""Two statistics against each other → a point for each pair of figures, such as those of one place or one year.

A pair is a group of two marks: the first goes to the right, the second upwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microsite.charts.axes import round_ticks, word_tick
from microsite.charts.chart import Chart, Fault, Figure, Form, Mark
from microsite.charts.labels import Area, Room, around, middle_of
from microsite.charts.sheet import Sheet
from microsite.charts.style import AXIS, GAP, GRID, MUTED, ink
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.fields import Flag, Text
from microsite.source.record import Record

HEIGHTS = {320: 300, 480: 340, 720: 400}  # px of the plot, by the artboard's width
FEWEST = 3  # points of which a reader can see whether the two go together
DOT, INNER = 10, 5  # px: the symbol of the second figure, and of the first in it
NAMES = (130, 80)  # px that a line of a name may be long, and where that stands ill
ILL = 12  # px² over others that a name may lie; one that would lie over more is left out


class Options(Record):
    """`x`, `y`: what the two are, written at their axes. `zero`: whether both scales begin at zero."""

    x: Text
    y: Text
    zero: Flag = False


def refuse(chart: Chart) -> Iterator[Fault]:
    first = chart.groups[0][1]
    for group, pair in chart.groups:
        at = [("marks", chart.marks.index(mark), "statistic") for mark in pair]
        if group is None or len(pair) != 2:
            said = f"'{group}'" if group else "what has no 'group'"
            yield at[0], f"{said} has {len(pair)} marks; a point is a group of two"
            continue
        if pair[0].datum.period != pair[1].datum.period:
            yield at[1], f"'{pair[1].datum.reference}' is of another time than '{pair[0].datum.reference}'"
        for mark, like, here in zip(pair, first, at, strict=False):
            if mark.datum.unit != like.datum.unit:
                yield here, f"'{mark.datum.unit}' can't share an axis with '{like.datum.unit}'"
            elif mark.upper > mark.value:
                yield here, f"'{mark.datum.reference}' is a range; a point has one number each way"
    if len(chart.groups) < FEWEST:
        yield ("marks",), f"{len(chart.groups)} points; it takes {FEWEST} to see whether two figures go together"


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    pairs = [marks for _, marks in chart.groups]
    across, up = ([pair[way] for pair in pairs] for way in (0, 1))
    sheet = Sheet(width)
    y_ticks, y_said = _scale(chart, up, 4, units=True)
    left = widest(y_said) + GAP
    scales = [
        _scale(chart, across, parts, units=units) for units, parts in ((True, 4), (True, 2), (False, 4), (False, 2))
    ]
    x_ticks, x_said = next(
        (scale for scale in scales if (width - left) / len(scale[0]) > widest(scale[1]) + GAP), scales[-1]
    )
    top = sheet.text_below(0, 0, wrap(chart.words(options.y), width), colour=MUTED) + LINE
    bottom, right = top + HEIGHTS[width], width - text_width(x_said[-1]) / 2
    sheet.scale_x(x_ticks[0], x_ticks[-1], left, right)
    sheet.scale_y(y_ticks[0], y_ticks[-1], bottom, top)
    for tick, said in zip(y_ticks, y_said, strict=True):
        y = sheet.at_y(tick)
        sheet.rule(left, y, right, y, colour=AXIS if tick in (0, y_ticks[0]) else GRID)
        sheet.text(left - GAP, y, said, anchor="end", colour=MUTED)
    for tick, said in zip(x_ticks, x_said, strict=True):
        x = sheet.at_x(tick)
        sheet.rule(x, top, x, bottom, colour=AXIS if tick in (0, x_ticks[0]) else GRID)
        sheet.text(x, bottom + 4 + LINE / 2, said, anchor="middle", colour=MUTED)
    foot = wrap(chart.words(options.x), width)
    sheet.height = sheet.text_below(width, bottom + LINE + GAP, foot, anchor="end", colour=MUTED)
    room = Room((left, top - LINE, float(width), bottom), [_point(sheet, pair) for pair in pairs])
    for group, pair in sorted(zip((group or "" for group, _ in chart.groups), pairs, strict=True), key=_telling):
        bold = any(mark.accent for mark in pair)
        spot = sheet.at_x(pair[0].value), sheet.at_y(pair[1].value)
        ways = [wrap(group, longest, bold=bold) for longest in NAMES]
        over, way, box = room.best_beside(spot, DOT / 2, ways, bold=bold)
        if bold or over <= ILL:
            room.taken.append(box)
            sheet.text(*middle_of(box), ways[way], anchor="middle", bold=bold, colour=ink(pair[1]))
    return sheet.figure()


def _scale(chart: Chart, marks: Sequence[Mark], parts: int, *, units: bool) -> tuple[list[float], list[str]]:
    """Return the round numbers of an axis, and what is written of them."""
    ticks = round_ticks([mark.value for mark in marks], zero=chart.options_as(Options).zero, parts=parts)
    return ticks, [word_tick(chart, tick, marks[0].datum.unit, units=units) for tick in ticks]


def _telling(named: tuple[str, Sequence[Mark]]) -> bool:
    return not any(mark.accent for mark in named[1])


def _point(sheet: Sheet, pair: Sequence[Mark]) -> Area:
    """Draw a point, the second figure's symbol around the first's, its ends open as they are; return its box."""
    across, up = pair
    for mark, size in ((up, DOT), (across, INNER)):
        sheet.point(mark, across.value, up.value, size=size, values=True, tip=f"{across.tip}\n{up.tip}")
    x, y = sheet.at_x(across.value), sheet.at_y(up.value)
    sheet.fade(across, x, y, level=True)
    sheet.fade(up, x, y)
    return around((x, y), (DOT, DOT))


FORM = Form(Options, draw, refuse, pens=lambda *_: False, explored=True)
