"""Counts → dots, one for each thing counted; or one count as the filled places of a whole.

Rows suit counts of different things, columns the same thing at several times: columns are equally
wide, so that their heights compare. A field lays one count over a larger one: what the larger has more
stands apart, dot by dot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil
from typing import Literal

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, INK, MUTED, VERMILION, dot_end, ink
from microsite.charts.typesetting import LEADING, LINE, text_width, widest, wrap
from microsite.source.fields import Text, Whole
from microsite.source.record import Record

MOST = 1000  # dots in one chart: more can be neither counted nor told from a grey area
FEW = 150  # dots of one mark that are drawn singly; more of them are one filled outline
TEN = 10  # dots after which a row leaves a little room, so that they can be counted
DotPlace = Callable[[int], tuple[float, float]]  # from a dot's number to its middle in px
ROWS = 1.7  # from one row of a mark to its next, in distances between its dots
CLOSE = 7  # px between two dots at least
FIGURE = 18  # px: the size of a figure over a column
FIELD = 2  # marks of a field
ACROSS = {320: 20, 480: 25, 720: 30}  # dots in a row of a field, by width of the artboard


class Options(Record):
    """`whole` is the number of places that the one mark fills a part of; a percentage fills a hundred."""

    arrange: Literal["rows", "columns", "field"] = "rows"
    symbol: Literal["circle", "square"] = "circle"
    whole: Whole | None = None
    rest: Text | None = None  # what the empty places of the whole are
    difference: Text | None = None  # what the pen says of the dots that the larger count of a field has more


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    for index, mark in enumerate(chart.marks):
        here = ("marks", index, "statistic")
        number = mark.datum.quantity.value
        if isinstance(number, tuple):
            yield here, f"'{mark.datum.reference}' is a range; dots need one number"
        elif number != int(number) or number < 1:
            yield here, f"'{mark.datum.reference}' is {number}; dots are whole and at least one"
        elif options.whole is None and not chart.wording.units[mark.datum.unit].dimension:
            message = f"'{mark.datum.reference}' is in {mark.datum.unit}, which counts nothing; a share needs a 'whole'"
            yield here, message
        elif options.whole is not None and number > options.whole:
            yield here, f"'{mark.datum.reference}' is {number}, more than the whole of {options.whole}"
    shown = [mark.value for mark in chart.marks]
    total = max(max(shown) if options.arrange == "field" else sum(shown), options.whole or 0)
    if total > MOST:
        yield ("marks",), f"{total:.0f} dots; a reader can tell at most {MOST}"
    if options.arrange == "field" and (len(shown) != FIELD or shown[0] >= shown[1]):
        yield ("marks",), "a field lays one count over a larger one: it needs two marks, the smaller first"
    if options.whole is not None and len(chart.marks) > 1:
        yield ("options", "whole"), f"a whole is filled by one mark, not by {len(chart.marks)}"
    if options.rest and options.whole is None:
        yield ("options", "rest"), "'rest' names the empty places of a 'whole', and there is none"
    if options.difference and options.arrange != "field":
        yield ("options", "difference"), "'difference' is said of a field, and this is none"
    if options.arrange != "rows" and len({mark.datum.unit for mark in chart.marks}) > 1:
        message = f"'{options.arrange}' compares counts of dots, and these marks have different units; use 'rows'"
        yield ("marks",), message


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    sheet = Sheet(width)
    if options.whole is not None:
        _whole(sheet, chart, options, options.whole)
    elif options.arrange == "columns":
        _columns(sheet, chart)
    elif options.arrange == "field":
        _over(sheet, chart)
    else:
        _rows(sheet, chart, options)
    return sheet.figure()


def _drawn(mark: Mark) -> int:
    """Return how many dots stand for a mark, those of its open end included."""
    back, ends = dot_end(mark)
    return int(mark.value) - back + len(ends)


# --- a part of a whole


def _whole(sheet: Sheet, chart: Chart, options: Options, whole: int) -> None:
    """Fill the places column by column, so that a half is the left half."""
    mark = chart.marks[0]
    deep = 10 if sheet.width < 480 else 5
    columns = ceil(whole / deep)
    pitch = (sheet.width - 2) // columns  # whole px: hundreds of places weigh by their digits
    size = 2 * round(pitch * 0.4)
    filled = int(mark.value)
    split = 1 + pitch * ceil(filled / deep)

    left = 1 + pitch * 0.1  # where the first place begins
    y = sheet.text_below(left, 2, [mark.text], bold=True, size=FIGURE) + 2
    rest = wrap(chart.words(options.rest), sheet.width - split - GAP)
    sheet.text(split + pitch * 0.1, y + len(rest) * LINE / 2, rest, colour=MUTED)
    top = max(sheet.text_below(left, y, wrap(mark.label, split - GAP)), y + len(rest) * LINE) + GAP + pitch / 2

    def place(number: int) -> tuple[float, float]:
        return 1 + pitch * (number // deep + 0.5), top + pitch * (number % deep)

    _singly(sheet, mark, place, size, options.symbol)
    empty = [place(number) for number in range(filled, whole)]
    if empty:
        sheet.places([x for x, _ in empty], [y for _, y in empty], size=size, symbol=options.symbol)
    sheet.height = top + pitch * (deep - 0.5)


# --- columns


def _columns(sheet: Sheet, chart: Chart) -> None:
    count = len(chart.marks)
    across = 10 if sheet.width < 480 else 15 if sheet.width < 720 else 20
    step = sheet.width / count
    pitch = max(4, min(10, int((step - 16) / across)))
    size = round(pitch * 0.72, 1)
    tallest = max(ceil(_drawn(mark) / across) for mark in chart.marks)
    head = FIGURE * 1.4
    base = ceil((head + tallest * pitch) / pitch) * pitch  # the grid of dots begins at the artboard's top left
    bottom = 0.0
    for index, mark in enumerate(chart.marks):
        left = round((step * (index + 0.5) - across * pitch / 2) / pitch) * pitch
        rows = ceil(_drawn(mark) / across)
        label = wrap(mark.label, step - GAP, bold=mark.accent)
        middle = base - rows * pitch - head / 2
        sheet.text(left, middle, mark.figure, bold=True, size=FIGURE, colour=ink(mark))
        below = sheet.text_below(left, base + GAP, label, bold=mark.accent, colour=INK)
        bottom = max(bottom, below)
        _field(sheet, mark, left, base, across, pitch, size)
    sheet.height = bottom + 2


def _field(sheet: Sheet, mark: Mark, left: float, base: float, across: int, pitch: int, size: float) -> None:
    """Draw one mark's dots from the bottom up, its open end singly on top."""
    count = int(mark.value) - dot_end(mark)[0]

    def place(number: int) -> tuple[float, float]:
        return left + pitch * (number % across + 0.5), base - pitch * (number // across + 0.5)

    _singly(sheet, mark, place, size, end_only=count > FEW)
    if count <= FEW:
        return
    full, rest = divmod(count, across)
    right, top = left + across * pitch, base - full * pitch
    xs, ys = [left, right, right], [base, base, top]
    if rest:
        xs += [left + rest * pitch, left + rest * pitch, left]
        ys += [top, top - pitch, top - pitch]
    else:
        xs.append(left)
        ys.append(top)
    sheet.grain(mark, xs, ys, pitch, size)


# --- a field


def _over(sheet: Sheet, chart: Chart) -> None:
    """Draw the smaller count, then the dots that the larger has more, which the pen brackets.

    An open end of the smaller shows in its figure's sign alone: the dots beyond it are the other's.
    """
    small, large = chart.marks
    across = ACROSS[int(sheet.width)]
    pitch = int(sheet.width / across)
    size = round(pitch * 0.68, 1)
    head = wrap(small.label, sheet.width - text_width(small.figure, bold=True, size=FIGURE) - 2 * GAP)
    tall = max(FIGURE * LEADING, len(head) * LINE)
    top = ceil((tall + GAP) / pitch) * pitch
    middle = top - GAP - tall / 2
    sheet.text(0, middle, small.figure, bold=True, size=FIGURE, colour=ink(small))
    sheet.text(text_width(small.figure, bold=True, size=FIGURE) + GAP, middle, head)

    def place(number: int) -> tuple[float, float]:
        return pitch * (number % across + 0.5), top + pitch * (number // across + 0.5)

    first, last = int(small.value), int(large.value)
    xs, ys = zip(*map(place, range(first, last)), strict=True)
    sheet.points(large, xs, ys, size=size)
    full, rest = divmod(first, across)
    right, bottom = across * pitch, top + full * pitch
    corners = [(0, top), (right, top), (right, bottom)]
    corners += [(rest * pitch, bottom), (rest * pitch, bottom + pitch), (0, bottom + pitch)] if rest else [(0, bottom)]
    sheet.grain(small, [x for x, _ in corners], [y for _, y in corners], pitch, size)
    y: float = top + ceil(last / across) * pitch
    if more := chart.words(chart.options_as(Options).difference):
        sheet.bracket(0, min(last - first, across) * pitch, y + GAP)
        y = sheet.text_below(0, y + 2 * GAP, wrap(more, sheet.width, bold=True), colour=VERMILION, bold=True)
    y += GAP
    said = text_width(large.figure, bold=True, size=FIGURE) + GAP
    lines = wrap(large.label, sheet.width - said - GAP)
    tall = max(FIGURE * LEADING, len(lines) * LINE)
    sheet.text(0, y + tall / 2, large.figure, bold=True, size=FIGURE, colour=ink(large))
    sheet.text(said, y + tall / 2, lines)
    sheet.height = y + tall


# --- rows


def _rows(sheet: Sheet, chart: Chart, options: Options) -> None:
    """Write each label over its dots, or beside them where there is room."""
    beside = sheet.width >= 720
    labels = [mark.label for mark in chart.marks]
    indent = min(200.0, widest(labels) + 2 * GAP) if beside else 0.0
    said = widest((mark.figure for mark in chart.marks), bold=True) + GAP
    most = max(_drawn(mark) for mark in chart.marks)
    room = sheet.width - indent - said
    across, pitch = _fit(most, room)
    size = round(min(pitch * 0.72, 9))
    y = 0.0
    for group, marks in chart.groups:
        if group:
            y = sheet.text_below(0, y + (2 * GAP if y else 0), wrap(group, sheet.width, bold=True), bold=True) + 4
        for mark in marks:
            lines = wrap(mark.label, indent - GAP if beside else sheet.width)
            rows = ceil(_drawn(mark) / across)
            if beside:
                deep = max(len(lines) * LINE, rows * pitch * ROWS)
                sheet.text(0, y + deep / 2, lines)
                first = y + (deep - (rows - 1) * pitch * ROWS) / 2
                y += deep + GAP
            else:
                first = sheet.text_below(0, y, lines) + LINE / 2
                y = first + (rows - 1) * pitch * ROWS + LINE / 2 + GAP
            end = _row(sheet, mark, indent, round(first), across, pitch, size, options.symbol)
            sheet.text(end + GAP, first + (rows - 1) * pitch * ROWS, mark.figure, bold=True, colour=ink(mark))
    sheet.height = y


def _fit(most: int, room: float) -> tuple[int, float]:
    """Choose how many dots a row holds, by tens or fives, and how far apart they stand."""
    for lines in range(1, most + 1):
        across = ceil(ceil(most / lines) / 5) * 5 if lines > 1 else most
        pitch = room / (across + across // TEN * 0.5)
        if pitch >= CLOSE:
            return across, int(min(pitch, 12))
    return 5, CLOSE


def _row(
    sheet: Sheet, mark: Mark, left: float, first: float, across: int, pitch: float, size: float, symbol: str
) -> float:
    """Draw one mark's dots; return where its last row ends."""

    def place(number: int) -> tuple[float, float]:
        column = number % across
        return left + pitch * (column + column // TEN * 0.5 + 0.5), first + pitch * ROWS * (number // across)

    _singly(sheet, mark, place, size, symbol)
    x, _ = place(_drawn(mark) - 1)
    return x + pitch / 2


def _singly(
    sheet: Sheet, mark: Mark, place: DotPlace, size: float, symbol: str = "circle", *, end_only: bool = False
) -> None:
    """Draw the dots of a mark one by one, those of an open end ever smaller."""
    back, ends = dot_end(mark)
    count = int(mark.value) - back
    if not end_only:
        xs, ys = zip(*map(place, range(count)), strict=True)
        sheet.points(mark, xs, ys, size=size, symbol=symbol)
    for number, share in enumerate(ends, start=count):
        x, y = place(number)
        sheet.points(mark, [x], [y], size=round(size * share, 1), symbol=symbol)


FORM = Form(Options, draw, refuse)
