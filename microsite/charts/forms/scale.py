"""Heights → outlines drawn to one scale, standing on the same ground, each over its figure."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, MarkName
from microsite.charts.sheet import Sheet
from microsite.charts.style import AXIS, GAP, MUTED, ink, style
from microsite.charts.typesetting import LINE, widest, wrap
from microsite.source.fields import Points
from microsite.source.record import Record

SPREAD = 0.33  # of its height: the width of a block
HIGHEST, LOWEST = 300, 60  # px between which the tallest figure is high
SAID = 98  # px that a line of what is said over an outline may be long, where room is scarce
LOW, HIGH = -0.001, 1.001  # within which the corners of an outline of one's own lie


class Options(Record):
    """`outlines`: by mark, what is drawn of it, as corners x,y in shares of the height: x from the middle, y from the
    ground. What has none is a block.
    """

    outlines: dict[MarkName, Points] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    for index, mark in enumerate(chart.marks):
        here = ("marks", index, "statistic")
        if chart.wording.units[mark.datum.unit].dimension != {"length": 1}:
            yield here, f"'{mark.datum.reference}' is in {mark.datum.unit}; only lengths are drawn to scale"
        elif mark.value <= 0:
            yield here, f"'{mark.datum.reference}' is not positive"
        elif isinstance(mark.datum.quantity.value, tuple):
            yield here, f"'{mark.datum.reference}' is a range; an outline has one height"
    options = chart.options_as(Options)
    for reference, corners in options.outlines.items():
        heights = [y for _, y in corners]
        if not (LOW < min(heights) < 0.01 and 0.99 < max(heights) < HIGH):
            message = f"the outline of '{reference}' reaches from {min(heights):g} to {max(heights):g}, not from 0 to 1"
            yield ("options", "outlines", reference), message
    if len(chart.marks) > 6:
        yield ("marks",), f"{len(chart.marks)} outlines; 6 find room on a phone"


def draw(chart: Chart, width: int) -> Figure:
    """Give each figure as much of the width as it or its number needs, and the rest to all alike."""
    options, first = chart.options_as(Options), chart.marks[0]
    sheet = Sheet(width)
    tallest = max(mark.value_like(first) for mark in chart.marks)
    xs = [[x for x, _ in options.outlines.get(mark.name, ())] or [SPREAD / 2, -SPREAD / 2] for mark in chart.marks]
    wide = [(max(x) - min(x)) * mark.value_like(first) / tallest for x, mark in zip(xs, chart.marks, strict=True)]
    words = [[mark.text, *wrap(mark.label, 0, bold=mark.accent, even=False)] for mark in chart.marks]
    least = [
        max(widest(own, bold=mark.accent), widest(wrap(mark.remark, SAID, bold=True), bold=True)) + 1.5 * GAP
        for own, mark in zip(words, chart.marks, strict=True)
    ]
    for tall in range(HIGHEST, LOWEST, -1):  # px of the tallest figure
        slots = [max(room, tall * share + 2 * GAP) for room, share in zip(least, wide, strict=True)]
        if sum(slots) <= width:
            break
    slots = [slot + (width - sum(slots)) / len(slots) for slot in slots]
    rooms = [(mark, slot - GAP) for mark, slot in zip(chart.marks, slots, strict=True)]
    above = [wrap(mark.remark, wide, bold=True) for mark, wide in rooms]
    names = [wrap(mark.label, wide, bold=mark.accent) for mark, wide in rooms]
    ground = max(map(len, above)) * LINE + GAP + tall
    foot = ground + GAP + max(map(len, names)) * LINE
    sheet.height = foot + LINE + 2
    sheet.scale_y(0, tallest, ground, ground - tall)
    sheet.rule(0, ground, width, ground, colour=AXIS)
    right, telling = 0.0, any(mark.accent or mark.remark for mark in chart.marks)
    for mark, over, name, x, slot in zip(chart.marks, above, names, xs, slots, strict=True):
        middle, right = right + slot / 2, right + slot
        high = ground - sheet.at_y(mark.value_like(first))
        compared = mark.context and not (mark.accent or mark.remark)
        pale = telling and compared and not style(mark).outlined
        if own := options.outlines.get(mark.name):
            centre = (max(x) + min(x)) / 2
            sheet.outline([(middle + (x - centre) * high, ground - y * high) for x, y in own], mark, pale=pale)
        else:
            sheet.tile(mark, middle - SPREAD / 2 * high, ground - high, SPREAD * high, high)
        sheet.remark(mark, middle, ground - high - len(over) * LINE - 2, over, "middle", bold=True)
        colour = ink(mark) if mark.accent or not mark.context else MUTED
        sheet.text_below(middle, ground + GAP, name, anchor="middle", bold=mark.accent, colour=colour)
        sheet.text_below(middle, foot, [mark.text], anchor="middle", bold=mark.accent, colour=ink(mark))
    return sheet.figure()


FORM = Form(Options, draw, refuse, remarks=True)
