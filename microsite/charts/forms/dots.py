"""Two counts → a field of dots: the smaller laid over the larger, or as the part of a whole that it is.

Of counts, each thing has its dot, and those that the larger has more stand apart. A `whole` has so many places, of
which the first mark fills its share of the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil
from typing import Any

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, VERMILION, ink
from microsite.charts.typesetting import LEADING, LINE, text_width, wrap
from microsite.quantities import Bound
from microsite.source.fields import Text, Whole
from microsite.source.record import Record

MOST = 1000  # dots in one chart: more can be neither counted nor told from a grey area
MARKS = 2
FIGURE = 18  # px: the size of a figure
ACROSS = {320: 20, 480: 25, 720: 30}  # dots in a row of counts, by width of the artboard
TENS, WIDEST = 20, 26  # places in a row of a whole, and px from one to the next at most


class Options(Record):
    """`whole`: of how many places the first mark fills its share of the second; without it, both are counts of dots.

    `said` is what the pen says: of the dots that the larger count has more, or of the whole.
    """

    whole: Whole | None = None
    said: Text | None = None


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    if len(chart.marks) != MARKS:
        yield ("marks",), f"{len(chart.marks)} marks; a field of dots needs two, the smaller first"
        return
    part, total = chart.marks
    if part.datum.unit != total.datum.unit:
        yield ("marks",), f"'{part.datum.unit}' can't lie over '{total.datum.unit}' of '{total.datum.reference}'"
        return
    if any(mark.upper > mark.value for mark in chart.marks):
        yield ("marks",), "dots need one number, not a range"
        return
    if not 0 < part.value < total.value:
        yield ("marks",), "a field lays one figure over a larger one: it needs two marks, the smaller first"
        return
    first, last = _counts(chart)
    if options.whole is None:
        for index, mark in enumerate(chart.marks):
            here = ("marks", index, "statistic")
            if not mark.dimension:
                message = f"'{mark.datum.reference}' is in {mark.datum.unit}, which counts nothing; give a 'whole'"
                yield here, message
            elif mark.datum.quantity.number % 1:
                yield here, f"'{mark.datum.reference}' is {mark.datum.quantity.number}; dots are whole"
    elif any(mark.bound is not Bound.EXACT for mark in chart.marks):
        yield ("options", "whole"), "a part of a whole is drawn of two exact figures"
    elif first % 1:
        yield ("options", "whole"), f"of {last} places, '{part.datum.reference}' fills no whole number"
    if last > MOST:
        yield ("marks",), f"{last} dots; a reader can tell at most {MOST}"


def _counts(chart: Chart) -> tuple[Decimal, int]:
    """Return how many dots are those of the first mark, and how many there are in all."""
    part, total = (mark.datum.quantity.number for mark in chart.marks)
    whole = chart.options_as(Options).whole
    return (part, int(total)) if whole is None else (part * whole / total, whole)


def draw(chart: Chart, width: int) -> Figure:
    """Draw the smaller count, and then the rest.

    An open end of the smaller shows in its figure's sign alone: the dots beyond it are the other's.
    """
    options = chart.options_as(Options)
    sheet = Sheet(width)
    part, total = chart.marks
    figures = [mark.figure if options.whole is None else mark.text for mark in chart.marks]
    across = ACROSS[width] if options.whole is None else TENS
    pitch = int(min(width / across, WIDEST))
    size = round(pitch * 0.68, 1)
    filled, last = _counts(chart)
    first = int(filled)
    head = max(FIGURE * LEADING, len(wrap(part.label, _beside(sheet, figures[0]))) * LINE) + GAP
    top = ceil(head / pitch) * pitch  # the grid of dots begins at the artboard's top left
    _named(sheet, part, figures[0], top - head)
    sheet.grain(part, *_outline(0, first, across, pitch, top), pitch, size)
    sheet.grain(total, *_outline(first, last, across, pitch, top), pitch, size, empty=options.whole is not None)
    y: float = top + ceil(last / across) * pitch
    said = wrap(chart.words(options.said), width, bold=True) if options.said else []
    pen: Any = {"colour": VERMILION, "bold": True}
    if options.whole is None and said:
        sheet.bracket(0, min(last - first, across) * pitch, y + GAP)
        y = sheet.text_below(0, y + 2 * GAP, said, **pen)
    y = _named(sheet, total, figures[1], y + GAP)
    sheet.height = sheet.text_below(0, y + GAP, said, **pen) if options.whole and said else y
    return sheet.figure()


def _beside(sheet: Sheet, figure: str) -> float:
    """Return the px that are left for a label beside its figure."""
    return sheet.width - text_width(figure, bold=True, size=FIGURE) - 2 * GAP


def _named(sheet: Sheet, mark: Mark, figure: str, top: float) -> float:
    """Write a mark's figure, large, and its label; return the y below."""
    lines = wrap(mark.label, _beside(sheet, figure))
    tall = max(FIGURE * LEADING, len(lines) * LINE)
    sheet.text(0, top + tall / 2, figure, bold=True, size=FIGURE, colour=ink(mark))
    sheet.text(sheet.width - _beside(sheet, figure) - GAP, top + tall / 2, lines)
    return top + tall


def _outline(start: int, end: int, across: int, pitch: int, top: int) -> tuple[list[float], list[float]]:
    """Return the corners around the places from one number to another, row by row from the left."""
    (row, column), (below, rest) = divmod(start, across), divmod(end, across)
    right, y, low = across * pitch, top + row * pitch, top + below * pitch
    corners = [(column * pitch, y), (right, y), (right, low), (rest * pitch, low), (rest * pitch, low + pitch)]
    corners += [(0, low + pitch), (0, y + pitch), (column * pitch, y + pitch)]
    return [x for x, _ in corners], [y for _, y in corners]


FORM = Form(Options, draw, refuse)
