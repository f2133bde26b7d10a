"""Heights → outlines drawn to one scale, standing on the same ground, each with its figure."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, MarkName
from microsite.charts.sheet import Sheet
from microsite.charts.style import AXIS, GAP, MUTED, VERMILION, ink, style
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.fields import Flag, Points, Text
from microsite.source.record import Record

SPREAD = 0.33  # of its height: the width of a block
HIGHEST, LOWEST = 300, 60  # px between which the tallest figure is high
LOW, HIGH = -0.001, 1.001  # within which the corners of an outline of one's own lie


class Options(Record):
    """`outlines`: by mark, what is drawn of it, as corners x,y in shares of the height: x from the middle, y from the
    ground. What has none is a block.

    `units`: whether figures bear their unit; without it, the subtitle must name it.

    `above`: by mark, what is said above its figure, in its ink, where the pen says nothing.
    """

    outlines: dict[MarkName, Points] = Field(default={})
    units: Flag = True
    above: dict[MarkName, Text] = Field(default={})


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
    for reference in options.above:
        if reference in chart.named and chart.named[reference].pen:
            yield ("options", "above", reference), "the pen speaks of this mark, where this would stand"
    if len(chart.marks) > 6:
        yield ("marks",), f"{len(chart.marks)} outlines; 6 find room on a phone"


def draw(chart: Chart, width: int) -> Figure:
    """Give each figure as much of the width as it or its number needs, and the rest to all alike."""
    options, first = chart.options_as(Options), chart.marks[0]
    sheet = Sheet(width)
    tallest = max(mark.value_like(first) for mark in chart.marks)
    xs = [[x for x, _ in options.outlines.get(mark.name, ())] or [SPREAD / 2, -SPREAD / 2] for mark in chart.marks]
    wide = [(max(x) - min(x)) * mark.value_like(first) / tallest for x, mark in zip(xs, chart.marks, strict=True)]
    said = [mark.text if options.units else mark.figure for mark in chart.marks]
    words = [widest(wrap(mark.label, 0, bold=mark.accent, even=False), bold=mark.accent) for mark in chart.marks]
    least = [max(text_width(text, bold=True), word) + 2 * GAP for text, word in zip(said, words, strict=True)]
    for tall in range(HIGHEST, LOWEST, -1):  # px of the tallest figure
        slots = [max(room, tall * share + 2 * GAP) for room, share in zip(least, wide, strict=True)]
        if sum(slots) <= width:
            break
    rest = (width - sum(slots)) / len(slots)
    words_over = [mark.pen or chart.words(options.above.get(mark.name)) for mark in chart.marks]
    above = [wrap(line, slot + rest - GAP, bold=True) for line, slot in zip(words_over, slots, strict=True)]
    ground = bottom = (1 + max(map(len, above))) * LINE + GAP + tall
    sheet.scale_y(0, tallest, ground, ground - tall)
    sheet.rule(0, ground, width, ground, colour=AXIS)
    right, telling = 0.0, any(mark.accent for mark in chart.marks)
    for mark, text, over, x, needed in zip(chart.marks, said, above, xs, slots, strict=True):
        slot = needed + rest
        middle, right = right + slot / 2, right + slot
        high = ground - sheet.at_y(mark.value_like(first))
        pale = telling and mark.context and not mark.accent and not style(mark).outlined  # there to compare with
        if own := options.outlines.get(mark.name):
            centre = (max(x) + min(x)) / 2
            sheet.outline([(middle + (x - centre) * high, ground - y * high) for x, y in own], mark, pale=pale)
        else:
            sheet.tile(mark, middle - SPREAD / 2 * high, ground - high, SPREAD * high, high)
        sheet.text(middle, ground - high - LINE / 2 - 2, text, anchor="middle", bold=True, colour=ink(mark))
        top, colour = ground - high - (1 + len(over)) * LINE - 2, VERMILION if mark.pen else ink(mark)
        sheet.text_below(middle, top, over, anchor="middle", bold=True, colour=colour)
        lines = wrap(mark.label, slot - GAP, bold=mark.accent)
        colour = ink(mark) if mark.accent or not mark.context else MUTED
        y = sheet.text_below(middle, ground + GAP, lines, anchor="middle", bold=mark.accent, colour=colour)
        bottom = max(bottom, y)
    sheet.height = bottom + 2
    return sheet.figure()


FORM = Form(Options, draw, refuse)
