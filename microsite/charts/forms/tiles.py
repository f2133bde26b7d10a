"""Small counts of named things → one tile for each, in rows to compare, with the names that are known."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, INK, MUTED, ink
from microsite.charts.typesetting import LINE, widest, wrap
from microsite.quantities import Quantity
from microsite.source.fields import Text
from microsite.source.record import Record

MOST = 30  # tiles of one mark: more are a matter for dots
SIDE = 32  # px: a tile, if a row has room; all are alike, since a count says nothing of size
APART = 8  # px of paper between two tiles
FRAME = 3  # px that a frame stands out around a tile
HEAD = 12  # px above a group's heading
SHARE = 0.3  # of the width at most for the column of labels


class Options(Record):
    """`names`: by mark, as it is referred to there, the names of as many of its things as are known.

    `around`: by mark, the mark in whose row it is drawn, as frames around the tiles and beyond them, such as a plan;
    the pen speaks of the two.
    """

    names: dict[MarkName, tuple[Text, ...]] = Field(default={})
    around: dict[MarkName, MarkName] = Field(default={})


def refuse(chart: Chart) -> Iterator[Fault]:
    names = chart.options_as(Options).names
    for index, mark in enumerate(chart.marks):
        here = ("marks", index, "statistic")
        quantity = mark.datum.quantity
        if any(number != int(number) or number < 1 for number in (quantity.number, quantity.upper)):
            yield here, f"'{mark.name}' is no whole number of things, as tiles are"
        elif mark.upper > MOST:
            yield here, f"'{mark.name}' asks for {mark.upper:.0f} tiles, above {MOST}; use the form 'dots'"
        elif len(known := names.get(mark.name, ())) > mark.value:
            yield ("options", "names", mark.name), f"{len(known)} names for '{mark.name}', which is {mark.text}"
    for reference, other in chart.options_as(Options).around.items():
        row, of = chart.named.get(reference), chart.named.get(other)
        if row and of and (row.group != of.group or other in chart.options_as(Options).around):
            message = f"'{other}' has no row of its own in the group of '{reference}'"
            yield ("options", "around", reference), message


def pens(chart: Chart, mark: Mark, other: Mark | None) -> bool:
    return other is None and mark.name in chart.options_as(Options).around


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    names, listing = chart.options_as(Options).names, str(chart.wording.words["listing"])
    label = min(SHARE * width, widest(mark.label for mark in chart.marks))
    figure = widest((mark.figure for mark in chart.marks), bold=True)
    indent = label + figure + 4 * GAP if width >= 480 else 1.0 + FRAME * bool(chart.options_as(Options).around)
    most = max(int(mark.upper) for mark in chart.marks)
    side = max(SIDE / 2, min(SIDE, (width - indent) // most - APART))
    around = {id(chart.named[other]): chart.named[one] for one, other in chart.options_as(Options).around.items()}
    y = 0.0
    for group, marks in chart.groups:
        if group:
            y = sheet.text_below(0, y + (HEAD if y else 0), wrap(group, width, bold=True), bold=True) + 4
        for mark in marks:
            if any(mark is frame for frame in around.values()):
                continue
            first = _head(sheet, mark, y, side, label, indent)
            low = first
            if frame := around.get(id(mark)):
                low = _tiles(sheet, frame, indent, first, side, out=FRAME)
                last = (int(frame.upper) - 1) % int((width - indent + APART) // (side + APART)) + 1
                x = indent + last * (side + APART) + GAP
                lines = wrap(f"{frame.label} {frame.figure}", width - x)
                sheet.text(x, low - side / 2, lines, colour=ink(frame))
                foot = low - side / 2 + len(lines) * LINE / 2
                foot = sheet.pen(x, foot, wrap(frame.pen, width - x, bold=True))
                low = max(low + FRAME, foot) + 2
            y = max(low, _tiles(sheet, mark, indent, first, side))
            if known := names.get(mark.name, ()):
                said = listing.join(map(chart.words, known))
                if mark.datum.quantity != Quantity(Decimal(len(known))):
                    said = str(chart.wording.words["among"]).format(said)
                y = sheet.text_below(indent, y + 2, wrap(said, width - indent), colour=ink(mark))
            y += GAP if width >= 480 else 2 * GAP  # a label above its tiles keeps clear of those of the mark before
    sheet.height = y
    return sheet.figure()


def _head(sheet: Sheet, mark: Mark, top: float, side: float, label: float, indent: float) -> float:
    """Write label and figure beside the first row of tiles, or above it; return that row's top."""
    if sheet.width < 480:
        return sheet.headline(top, mark, mark.figure) + 3
    lines = wrap(mark.label, label)
    middle = top + max(side, len(lines) * LINE) / 2
    sheet.text(0, middle, lines, colour=MUTED if mark.context and not mark.accent else INK)
    sheet.text(indent - 2 * GAP, middle, mark.figure, bold=True, anchor="end", colour=ink(mark))
    return middle - side / 2


def _tiles(sheet: Sheet, mark: Mark, left: float, top: float, side: float, *, out: float = 0) -> float:
    """Draw the tiles of one mark, as borders those that only the upper end of its range counts; return the y below.

    `out`: px by which they are larger, to stand around others.
    """
    across = int((sheet.width - left + APART) // (side + APART))
    for number in range(int(mark.upper)):
        row, column = divmod(number, across)
        x, y = left + column * (side + APART) + 0.5 - out, top + row * (side + APART) + 0.5 - out
        long = side - 1 + 2 * out
        if number < mark.value:
            sheet.tile(mark, x, y, long, long)
        else:
            end, foot = x + long, y + long
            edges = [(x, y, end, y), (end, y, end, foot), (end, foot, x, foot), (x, foot, x, y)]
            sheet.strokes(mark, edges, width=1.5)
    return top + (int(mark.upper) - 1) // across * (side + APART) + side


FORM = Form(Options, draw, refuse, pens)
