"""Two moments, or two states → a slope a thing: its figure on the left, its figure on the right, a line between.

A group is one thing; its marks are where it began and where it ended. A line says that both ends are of one series,
which does not break between them; where they are not, dots lead over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark
from microsite.charts.sheet import Alignment, Sheet, spread
from microsite.charts.style import AXIS, GAP, MUTED, OPEN_ABOVE, OPEN_BELOW, ink, style
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.fields import Flag
from microsite.source.record import Record

HEIGHTS = {320: 200, 480: 220, 720: 240}  # px from the lowest figure to the highest, by the artboard's width
DOT = 10  # px: the size of an end
FADING = ((9, 6), (14, 4), (18, 3))  # px: how far beyond an end its open side shows, and dots of what size
SHORTEST = 96  # px that a line keeps where names stand on its left, too


class Options(Record):
    """`zero`: whether the scale has a zero.

    `units`: whether figures bear their unit; without it, the subtitle must name it.
    """

    zero: Flag = False
    units: Flag = True


def refuse(chart: Chart) -> Iterator[Fault]:
    first = chart.marks[0]
    for index, mark in enumerate(chart.marks):
        here = ("marks", index, "statistic")
        if mark.datum.unit != first.datum.unit:
            yield here, f"a slope in '{first.datum.unit}' can't hold '{mark.datum.unit}'"
        elif mark.dimension is None:
            yield here, f"'{mark.datum.statistic}' is in '{mark.datum.unit}', which has no height to draw"
        elif mark.upper > mark.value:
            yield here, f"'{mark.datum.reference}' is a range; an end of a slope has one number"
    for group, marks in chart.groups:
        here = ("marks", chart.marks.index(marks[-1]), "group")
        name = f"'{group}'" if group else "what has no 'group'"
        if len(marks) != 2:
            yield here, f"{name} has {len(marks)} mark{'s' * (len(marks) > 1)}; a slope needs two, a start and an end"
            continue
        start, end = marks
        for mark, column in ((start, first), (end, chart.marks[1])):
            if mark.label != column.label:
                message = f"'{mark.label}' stands under '{column.label}'; all starts have one label, and all ends"
                yield ("marks", chart.marks.index(mark), "label"), message
        if start.datum.period and end.datum.period and start.datum.period > end.datum.period:
            yield here, f"{name} ends before it begins: {start.datum.period}, {end.datum.period}"


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    slopes = sorted((marks for _, marks in chart.groups), key=lambda marks: any(mark.accent for mark in marks))
    starts, ends = ([marks[side] for marks in slopes] for side in (0, 1))
    said = {id(mark): mark.text if options.units else mark.figure for mark in chart.marks}
    names = {id(mark): mark.group or "" for mark in chart.marks}
    figures = [widest((said[id(mark)] for mark in column), bold=True) + 2 * GAP for column in (starts, ends)]
    named = widest(names.values(), bold=True) + GAP
    both = width - sum(figures) - 2 * named >= SHORTEST  # whether names find room on either side
    left = figures[0] + (named if both else 0)
    right = width - figures[1] - named

    sheet = Sheet(width)
    top = _heads(sheet, chart, slopes[0]) + LINE
    values = [mark.value for mark in chart.marks] + ([0.0] if options.zero else [])
    bottom = top + HEIGHTS.get(width, 240)
    sheet.scale_y(min(values), max(values) if max(values) > min(values) else min(values) + 1, bottom, top)
    sheet.scale_x(0, 1, left, right)
    for x in (left, right):
        sheet.rule(x, top - LINE + GAP, x, bottom + LINE - GAP, colour=AXIS)
    for start, end in slopes:
        _join(sheet, start, end)
    for mark, x in [*((mark, left) for mark in starts), *((mark, right) for mark in ends)]:
        _end(sheet, mark, x)
    slopes.sort(key=lambda marks: [-mark.value for mark in reversed(marks)])  # what begins level stands as it ends
    starts, ends = ([marks[side] for marks in slopes] for side in (0, 1))
    _labels(sheet, starts, said, names if both else {}, left - GAP - DOT / 2, "end")
    _labels(sheet, ends, said, names, right + GAP + DOT / 2, "start")
    sheet.height = bottom + 1.5 * LINE
    return sheet.figure()


def _heads(sheet: Sheet, chart: Chart, marks: Sequence[Mark]) -> float:
    """Write over each side what it is, and what is counted there; return the y below."""
    room = sheet.width / 2 - GAP
    bottom = 0.0
    sides: tuple[tuple[Mark, float, Alignment], ...] = ((marks[0], 0, "start"), (marks[1], sheet.width, "end"))
    for mark, x, anchor in sides:
        y = sheet.text_below(x, 0, wrap(mark.label, room, bold=True), anchor=anchor, bold=True)
        if mark.datum.label and (counted := chart.words(mark.datum.label)) != mark.label:
            y = sheet.text_below(x, y, wrap(counted, room), anchor=anchor, colour=MUTED)
        bottom = max(bottom, y)
    return bottom + GAP


def _join(sheet: Sheet, start: Mark, end: Mark) -> None:
    (x0, y0), (x1, y1) = ((sheet.at_x(side), sheet.at_y(mark.value)) for side, mark in enumerate((start, end)))
    colour = ink(end) if end.accent else ink(start)
    if end.datum.continues(start.datum):
        sheet.path([0, 1], [start.value, end.value], colour=colour, dash=style(end).dash)
    else:
        sheet.line(x0, y0, x1, y1, colour=colour, width=1.5, dash="dot")


def _end(sheet: Sheet, mark: Mark, x: float) -> None:
    """Draw one end; on the side where its bound is open, ever smaller dots."""
    y = sheet.at_y(mark.value)
    sheet.points(mark, [x], [y], size=DOT)
    way = -1 if mark.bound in OPEN_ABOVE else 1 if mark.bound in OPEN_BELOW else 0
    for far, size in FADING if way else ():
        sheet.points(mark, [x], [y + way * far], size=size)


def _labels(
    sheet: Sheet, marks: Sequence[Mark], said: dict[int, str], names: dict[int, str], x: float, anchor: Alignment
) -> None:
    """Write figures, and names where there are any, beside their ends; what would repeat itself stands once."""
    lines: dict[tuple[str, float, str], Mark] = {}
    for mark in marks:
        lines[said[id(mark)], mark.value, names.get(id(mark), "")] = mark
    places = spread([sheet.at_y(mark.value) for mark in lines.values()], LINE)
    for ((figure, _, name), mark), y in zip(lines.items(), places, strict=True):
        far = x + (GAP + text_width(figure, bold=True)) * (-1 if anchor == "end" else 1)
        sheet.text(x, y, figure, anchor=anchor, bold=True, colour=ink(mark))
        if name:
            sheet.text(far, y, name, anchor=anchor, bold=mark.accent, colour=ink(mark))


FORM = Form(Options, draw, refuse)
