"""A sum and its whole → a field of places, of which the part fills its share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, ink
from microsite.charts.typesetting import LEADING, LINE, text_width, wrap
from microsite.quantities import Bound
from microsite.source.fields import Whole
from microsite.source.record import Record

MOST = 1000  # dots in one chart: more can be neither counted nor told from a grey area
MARKS = 2
FIGURE = 18  # px: the size of a figure
TENS, WIDEST = 20, 26  # places in a row, and px from one to the next at most


class Options(Record):
    """`whole`: of how many places the first mark fills its share of the second."""

    whole: Whole


def refuse(chart: Chart) -> Iterator[Fault]:
    whole = chart.options_as(Options).whole
    if len(chart.marks) != MARKS:
        yield ("marks",), f"{len(chart.marks)} marks; a field of dots needs two, the smaller first"
        return
    part, total = chart.marks
    if part.datum.unit != total.datum.unit:
        yield ("marks",), f"'{part.datum.unit}' can't lie over '{total.datum.unit}' of '{total.datum.reference}'"
    elif any(mark.bound is not Bound.EXACT or mark.upper > mark.value for mark in chart.marks):
        yield ("marks",), "a part of a whole is drawn of two exact figures"
    elif not 0 < part.value < total.value:
        yield ("marks",), "a field lays one figure over a larger one: it needs two marks, the smaller first"
    elif whole > MOST:
        yield ("options", "whole"), f"{whole} dots; a reader can tell at most {MOST}"
    elif _filled(chart) % 1:
        yield ("options", "whole"), f"of {whole} places, '{part.datum.reference}' fills no whole number"


def _filled(chart: Chart) -> Decimal:
    """Return how many of the places the part fills."""
    part, total = (mark.datum.quantity.number for mark in chart.marks)
    return part * chart.options_as(Options).whole / total


def draw(chart: Chart, width: int) -> Figure:
    """Draw the places that the part fills, and then the rest."""
    options = chart.options_as(Options)
    sheet = Sheet(width)
    part, total = chart.marks
    pitch = int(min(width / TENS, WIDEST))
    size = round(pitch * 0.68, 1)
    filled = int(_filled(chart))
    head = max(FIGURE * LEADING, len(wrap(part.label, _beside(sheet, part.text))) * LINE) + GAP
    top = ceil(head / pitch) * pitch  # the grid of dots begins at the artboard's top left
    _named(sheet, part, top - head)
    sheet.grain(part, *outline(0, filled, TENS, pitch, top), pitch, size)
    sheet.grain(total, *outline(filled, options.whole, TENS, pitch, top), pitch, size, empty=True)
    y = _named(sheet, total, top + ceil(options.whole / TENS) * pitch + GAP)
    sheet.height = sheet.pen(0, y + GAP * bool(total.pen), wrap(total.pen, width, bold=True))
    return sheet.figure()


def _beside(sheet: Sheet, figure: str) -> float:
    """Return the px that are left for a label beside its figure."""
    return sheet.width - text_width(figure, bold=True, size=FIGURE) - 2 * GAP


def _named(sheet: Sheet, mark: Mark, top: float) -> float:
    """Write a mark's figure, large, and its label; return the y below."""
    lines = wrap(mark.label, _beside(sheet, mark.text))
    tall = max(FIGURE * LEADING, len(lines) * LINE)
    sheet.text(0, top + tall / 2, mark.text, bold=True, size=FIGURE, colour=ink(mark))
    sheet.text(sheet.width - _beside(sheet, mark.text) - GAP, top + tall / 2, lines)
    return top + tall


def outline(start: int, end: int, across: int, pitch: int, top: int) -> tuple[list[float], list[float]]:
    """Return the corners around the places from one number to another, row by row from the left."""
    (row, column), (below, rest) = divmod(start, across), divmod(end, across)
    right, y, low = across * pitch, top + row * pitch, top + below * pitch
    corners = [(column * pitch, y), (right, y), (right, low), (rest * pitch, low), (rest * pitch, low + pitch)]
    corners += [(0, low + pitch), (0, y + pitch), (column * pitch, y + pitch)]
    return [x for x, _ in corners], [y for _, y in corners]


FORM = Form(Options, draw, refuse, pens=lambda chart, mark, other: mark is chart.marks[-1] and not other)
