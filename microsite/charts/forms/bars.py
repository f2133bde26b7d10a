"""Bars: figures of one dimension side by side, or the parts of sums end to end; horizontal and from zero.

Labels stand in a column of their own where there is room, and above their bars where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, refuse_no_sum, refuse_unscaled
from microsite.charts.sheet import Alignment, Sheet, fit
from microsite.charts.style import AXIS, GAP, INK, MUTED, PAPER, ink, reach, side, style
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.calendar import span
from microsite.source.fields import Flag
from microsite.source.record import Record

THICK, THIN = 22, 16  # px: bars with the label beside them, and below it
BETWEEN = 10  # px between two rows
HEAD = 14  # px above a group's heading
SKIP = 10  # px more between two rows, where years between them are left out
SHARE = 0.4  # of the width at most for the column of labels
OVER = 3  # px by which zero stands out over a bar


class Options(Record):
    """`units`: whether the unit is written beside every bar; without it, the subtitle must name it.

    `stacked`: whether the marks of a group are parts of a sum, and lie end to end in one bar.
    """

    units: Flag = True
    stacked: Flag = False


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    yield from refuse_unscaled(chart, chart.marks, signed=not options.stacked)
    if options.stacked:
        for _, marks in chart.groups:
            yield from refuse_no_sum(chart, marks)


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    first, beside = chart.marks[0], width >= 480
    labels = [(mark.label, mark.accent) for mark in chart.marks]
    if options.stacked:
        labels = [(group or "", False) for group, _ in chart.groups]
    column = max(widest(wrap(label, SHARE * width, bold=bold), bold=bold) for label, bold in labels)
    left = column + 2 * GAP if beside else 0
    said = {id(mark): mark.text if options.units else mark.figure for mark in chart.marks}
    sheet = Sheet(width)
    if options.stacked:
        longest = max(sum(mark.value_like(first) for mark in marks) for _, marks in chart.groups)
        sheet.scale_x(0, longest, left, width)
        y = 0.0
        for number in range(len(chart.groups)):
            y = _stack(sheet, chart, number, said, y, left)
        sheet.height = y
        return sheet.figure()
    longest = max(abs(end) for mark in chart.marks for end in mark.ends_like(first)) or 1
    ends = [(_end(mark, first) / longest, _beyond(mark, said[id(mark)])) for mark in chart.marks]
    zero, one = fit(left, width, ends)
    low, high = min(0, *(share for share, _ in ends)), max(0, *(share for share, _ in ends))
    high += not high - low  # where all are zero
    sheet.scale_x(low * longest, high * longest, zero + low * (one - zero), zero + high * (one - zero))
    y = 0.0
    for number, (group, marks) in enumerate(chart.groups):
        if group:
            y += HEAD if number else 0
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        top = y
        for before, mark in zip((None, *marks), marks, strict=False):
            y += SKIP if before and _skips(before, mark) else 0
            y, middle = _head(sheet, mark.label, y, left, context=mark.context and not mark.accent, bold=mark.accent)
            thick = THICK if beside else THIN
            end = sheet.bar(mark, middle, thick, mark.ends_like(first))
            way = side(mark.datum.quantity)
            anchor: Alignment = "start" if way > 0 else "end"
            sheet.text(end + way * GAP, middle, said[id(mark)], anchor=anchor, bold=True, colour=ink(mark))
            if low < 0 and not beside:
                sheet.rule(sheet.at_x(0), middle - THIN / 2 - OVER, sheet.at_x(0), middle + THIN / 2 + OVER)
        if beside:
            sheet.rule(zero, top + BETWEEN / 2 - OVER, zero, y - BETWEEN / 2 + OVER, colour=AXIS)
    sheet.height = y
    return sheet.figure()


def _skips(before: Mark, after: Mark) -> bool:
    """Whether years lie between two marks of which nothing is drawn."""
    years = [int(span(mark.datum.period)[0]) for mark in (before, after) if mark.datum.period]
    return len(years) == 2 and years[1] - years[0] > 1


def _end(mark: Mark, like: Mark) -> float:
    """Return the number at which a bar ends: of a range, the one farther from zero."""
    return mark.ends_like(like)[side(mark.datum.quantity) > 0]


def _beyond(mark: Mark, said: str) -> float:
    """Return the px that a bar's open end and its figure need beyond the number."""
    return reach(mark.datum.quantity) + GAP + text_width(said, bold=True)


def _head(sheet: Sheet, label: str, top: float, left: float, *, context: bool, bold: bool) -> tuple[float, float]:
    """Write a row's label, before its bar, at `left`, or above it; return the y below the row, and its middle."""
    how: dict[str, Any] = {"colour": MUTED if context else INK, "bold": bold}
    lines = wrap(label, SHARE * sheet.width if left else sheet.width, bold=bold)
    if left:
        height = max(THICK, len(lines) * LINE) + BETWEEN
        sheet.text(left - 2 * GAP, top + height / 2, lines, anchor="end", **how)
        return top + height, top + height / 2
    y = sheet.text_below(0, top + 4, lines, **how) + OVER
    return y + THIN + BETWEEN, y + THIN / 2


def _stack(sheet: Sheet, chart: Chart, number: int, said: Mapping[int, str], top: float, left: float) -> float:
    """Draw the parts of a sum end to end, the telling ones solid; return the y below.

    Each is named in its part of the first bar; where names find no room, below it, as figures are that find none.
    """
    group, marks = chart.groups[number]
    y, middle = _head(sheet, group or "", top, left, context=False, bold=False)
    thick, at = THICK if left else THIN + OVER, 0.0
    y, middle = y + thick - (THICK if left else THIN), middle + (0 if left else OVER / 2)
    accents = any(mark.accent for mark in chart.marks)
    solid = {id(mark): mark.accent if accents else not place % 2 for place, mark in enumerate(marks)}
    named = {id(mark): f"{mark.label} {said[id(mark)]}" for mark in marks}

    inside: Mapping[int, str] = said if number else named
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


FORM = Form(Options, draw, refuse)
