"""Bars: figures of one dimension side by side, or the parts of sums end to end; horizontal and from zero.

Labels stand in a column of their own where there is room or they are short, and else above their bars.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_no_sum, refuse_unscaled
from microsite.charts.rows import BETWEEN, OVER, SHARE, THICK, THIN, WIDE, draw_rows, head
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, PAPER, ink, style
from microsite.charts.typesetting import text_width, widest, wrap
from microsite.source.fields import Flag
from microsite.source.record import Record


class Options(Record):
    """`stacked`: whether the marks of a group are parts of a sum, and lie end to end in one bar."""

    stacked: Flag = False


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    yield from refuse_unscaled(chart, chart.marks, signed=not options.stacked)
    if options.stacked:
        for _, marks in chart.groups:
            yield from refuse_no_sum(chart, marks)


def pens(chart: Chart, mark: Mark, other: Mark | None) -> bool:
    return not chart.options_as(Options).stacked and (other is None or other.group == mark.group)


def draw(chart: Chart, width: int) -> Figure:
    if not chart.options_as(Options).stacked:
        return draw_rows(chart, width, {id(mark): mark.label for mark in chart.marks})
    longest = max(sum(mark.value_like(chart.marks[0]) for mark in marks) for _, marks in chart.groups)
    column = widest(line for group, _ in chart.groups for line in wrap(group or "", SHARE * width))
    left = column + 2 * GAP if width >= WIDE else 0
    sheet = Sheet(width)
    sheet.scale_x(0, longest, left, width)
    for number in range(len(chart.groups)):
        sheet.height = _stack(sheet, chart, number, sheet.height, left)
    return sheet.figure()


def _stack(sheet: Sheet, chart: Chart, number: int, top: float, left: float) -> float:
    """Draw the parts of a sum end to end, the telling ones solid; return the y below.

    Each is named in its part of the first bar; where names find no room, below it, as figures are that find none.
    """
    group, marks = chart.groups[number]
    thick, at = THICK if left else THIN + OVER, 0.0
    y, middle = head(sheet, group or "", top, left, (thick, BETWEEN), context=False, bold=False)
    accents = any(mark.accent for mark in chart.marks)
    solid = {id(mark): mark.accent if accents else not place % 2 for place, mark in enumerate(marks)}
    named = {id(mark): f"{mark.label} {mark.text}" for mark in marks}

    inside = {id(mark): mark.text for mark in marks} if number else named
    rooms = ((inside[id(mark)], mark.value_like(chart.marks[0]), style(mark)) for mark in marks)
    fits = all(
        text_width(text, bold=True) + 2 * GAP < sheet.at_x(size) - sheet.at_x(0) and not look.outlined
        for text, size, look in rooms
    )
    for mark in marks:
        ends = mark.ends_like(chart.marks[0])
        pale = not solid[id(mark)] and not style(mark).outlined
        x, end = sheet.at_x(at), sheet.bar(mark, middle, thick, ends, start=at, pale=pale)
        if at:
            sheet.line(x, middle - thick / 2, x, middle + thick / 2, colour=PAPER, width=2)
        if fits:
            colour = ink(mark) if pale else PAPER
            sheet.text((x + end) / 2, middle, inside[id(mark)], anchor="middle", bold=True, colour=colour)
        at += ends[0]
    if fits:
        return y
    listing = str(chart.wording.words["separator"]).join(named.values())
    return sheet.text_below(left, middle + thick / 2 + OVER, wrap(listing, sheet.width - left)) + BETWEEN


FORM = Form(Options, draw, refuse, pens, remarks=True)
