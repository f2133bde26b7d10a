"""What was said when → statements over time, as high as their figures; beside them, as steps, how a count went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import Field

from microsite.charts.axes import Times, name_year, round_ticks, word_tick, year_at, year_of
from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName
from microsite.charts.labels import Area, Room, Spot, around, middle_of
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, GRID, MUTED, PAPER, ink
from microsite.charts.typesetting import LINE, widest, wrap
from microsite.source.calendar import is_short, middle
from microsite.source.fields import Period
from microsite.source.record import Record

HEIGHTS = {320: 440, 480: 400, 720: 360}  # px of the plot, by the artboard's width
LINES = 8  # about so many: no figure stands beside its statement
DOT = 11  # px
NAMES = (170, 100)  # px that a line of a speaker's name may be long, and where that stands ill
CLOSE = 18  # px between two statements that share a name
SPARE = 0.12  # of the width, for names beside the latest
ILL = 12  # px² over others that a name may lie; one that would lie over more is left out


class Options(Record):
    """`dates`: by mark, the day of a statement whose figure bears another period than the day it was made.

    `steps`: the marks that are no statements but a count, each the count until the next; the first is named.
    """

    dates: dict[MarkName, Period] = Field(default={})
    steps: tuple[MarkName, ...] = ()


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    first = chart.marks[0]
    for index, mark in enumerate(chart.marks):
        here = ("marks", index, "statistic")
        said = options.dates.get(mark.name) or mark.datum.period
        if said is None or not is_short(said):
            stated = f"'{mark.name}' has the period {said}" if said else f"'{mark.name}' has no period"
            yield here, f"{stated}; give the month or day of the statement in 'dates'"
        elif mark.datum.unit != first.datum.unit:
            yield here, f"statements in '{first.datum.unit}' can't hold '{mark.datum.unit}'"
        elif mark.upper > mark.value:
            yield here, f"'{mark.datum.reference}' is a range; a statement has one number"
    if len(chart.marks) - len(options.steps) < 2:
        yield ("marks",), "a timeline needs at least two statements"


def pens(chart: Chart, mark: Mark, other: Mark | None) -> bool:
    steps = chart.options_as(Options).steps
    return mark.name not in steps and (other is None or other.name not in steps)


def _dates(chart: Chart) -> list[str]:
    dates = chart.options_as(Options).dates
    return [dates.get(mark.name) or str(mark.datum.period) for mark in chart.marks]


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    times = {id(mark): middle(period) for mark, period in zip(chart.marks, _dates(chart), strict=True)}
    steps = sorted((mark for mark in chart.marks if mark.name in options.steps), key=lambda mark: times[id(mark)])
    said = [mark for mark in chart.marks if mark not in steps]
    sheet = Sheet(width)
    values = [mark.value for mark in chart.marks]
    ticks = [tick for tick in round_ticks(values, zero=False, parts=LINES) if tick <= max(values)]
    if not any(value % 1 for value in values):  # a count has nothing between
        ticks = [tick for tick in ticks if not tick % 1]
    words = [word_tick(chart, tick, said[0].datum.unit) for tick in ticks]
    left, top, bottom = widest(words) + GAP, LINE, LINE + HEIGHTS[width]
    shown = range(year_at(min(times.values())), year_at(max(times.values())) + 1)
    named = {float(year): name_year(chart, year) for year in shown}
    axis = Times(shown[0] - 0.5, shown[-1] + 0.5, named, {*map(year_of, said)})
    sheet.scale_x(axis.low, axis.high, left, (1 - SPARE) * width)
    sheet.scale_y(ticks[0], max(values), bottom - LINE * (min(values) == ticks[0]), top + 2 * LINE)
    for tick, word in zip(ticks, words, strict=True):
        y = sheet.at_y(tick)
        sheet.rule(0, y, width, y, colour=GRID)
        sheet.text(0, y - 9, word, colour=MUTED)
    axis.draw(sheet, bottom, width, colour=GRID)  # no zero
    room = Room((left, 0.0, float(width), bottom), _steps(sheet, steps, times))
    spots = {id(mark): (sheet.at_x(times[id(mark)]), sheet.at_y(mark.value)) for mark in said}
    room.taken += [around(spot, (DOT, DOT)) for spot in spots.values()]
    for mark in said:
        x, y = spots[id(mark)]
        sheet.point(mark, x, y, size=DOT)
    spots |= {id(mark): (sheet.at_x(times[id(mark)]), sheet.at_y(mark.value)) for mark in steps[:1]}
    held = [(mark, other) for mark in said if (other := chart.held_against(mark))]
    legs = []
    for mark, other in held:  # across to the later day, and from there up or down: nothing fell meanwhile
        (x, y), before = spots[id(mark)], spots[id(other)]
        room.taken += sheet.lead([before, (x, before[1]), (x, y)])
        legs.append((mark, (x, (3 * y + before[1]) / 4)))
    telling = [mark for mark in said if mark.accent or mark.pen or any(mark in pair for pair in held)]
    listing = str(chart.wording.words["listing"])
    texts = []
    for marks in [*([mark] for mark in steps[:1]), *_together(said, spots)]:
        pen = "".join(mark.pen for mark in marks if not mark.against)
        told = any(mark in telling for mark in marks)
        rank = 2 * (not any(mark.accent for mark in marks)) + (not told)  # where there is room, one after the other
        texts.append((rank, marks, (listing.join(mark.label for mark in marks), pen), spots))
    texts += [(1, [mark], ("", mark.pen), spots | {id(mark): place}) for mark, place in legs]
    for rank, marks, said_of, where in sorted(texts, key=lambda text: text[0]):
        _write(sheet, marks, said_of, where, room, must=rank < 3 or marks[0] in steps)
    sheet.height = bottom + 1.8 * LINE
    return sheet.figure()


def _steps(sheet: Sheet, steps: Sequence[Mark], times: dict[int, float]) -> list[Area]:
    """Draw each count from its day to the next one's, the last to the latest day; return the boxes taken up."""
    taken: list[Area] = []
    ends = [*(times[id(after)] for after in steps[1:]), max(times.values())]
    for before, mark, end in zip((None, *steps), steps, ends, strict=False):
        x, y = sheet.at_x(times[id(mark)]), sheet.at_y(mark.value)
        right = sheet.at_x(end) if end > times[id(mark)] else sheet.width
        lines = [(x, sheet.at_y(before.value), x, y)] if before else []
        sheet.strokes(mark, [*lines, (x, y, right, y)], width=1.5)
        taken.append((x, y - 2, right, y + 2))
        taken += [(x - 2, min(y, low), x + 2, max(y, low)) for _, low, _, _ in lines]
    return taken


def _together(said: Iterable[Mark], spots: Mapping[int, Spot]) -> list[list[Mark]]:
    """Return the statements, together those that stand so close at one height that they share a name."""
    found: list[list[Mark]] = []
    for mark in sorted(said, key=lambda mark: (mark.value, spots[id(mark)])):
        last = found[-1][-1] if found else None
        if last and last.value == mark.value and spots[id(mark)][0] - spots[id(last)][0] < CLOSE:
            found[-1].append(mark)
        else:
            found.append([mark])
    return found


def _write(
    sheet: Sheet, marks: Sequence[Mark], texts: tuple[str, str], spots: Mapping[int, Spot], room: Room, *, must: bool
) -> None:
    """Write who said it, and what the pen says of it, where it stands clear; else only if it must be there."""
    ways = [[wrap(text, longest, bold=True) for text in texts] for longest in NAMES]
    (first, y), (last, _) = spots[id(marks[0])], spots[id(marks[-1])]
    bold = any(mark.accent for mark in marks)
    others = [around(other, (DOT, DOT + 2 * LINE)) for key, other in spots.items() if key not in map(id, marks)]
    near = Room(room.area, [*room.taken, *3 * others * must])  # a verdict over another's mark is worse than a line
    lines = [name + pen for name, pen in ways]
    middle, half = (first + last) / 2, (last - first + DOT) / 2
    over, way, box = near.best_beside((middle, y), half, lines, bold=bold or bool(texts[1]))
    if over <= ILL or must:
        room.taken.append(box)
        (name, pen), (x, y) = ways[way], middle_of(box)
        sheet.rule(box[0], y, box[2], y, colour=PAPER, width=box[3] - box[1] - 4)
        y = sheet.text_below(x, box[1] + 1, name, anchor="middle", bold=bold, colour=ink(marks[0]))
        sheet.pen(x, y, pen, "middle")


FORM = Form(Options, draw, refuse, pens)
