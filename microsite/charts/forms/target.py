"""Targets: where things stood, what was aimed at, and what came of it.

Rows stand in the order given; targets are lines through them, named above. With groups, each is a promise of its own:
what came of it is drawn as a share of its target, and all targets stand on one line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName, refuse_unscaled
from microsite.charts.labels import Room
from microsite.charts.sheet import Sheet, fit
from microsite.charts.style import GAP, GRID, MUTED, ink
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.models import Status
from microsite.source.record import Record

THICK = 22  # px
THIN = 6  # px
BETWEEN = 14  # px between two rows
LINES = 1.8  # of words at most, for which they are broken before a target's line
OVER = 5  # px that the target's line stands out above and below a bar
SHARE = 0.34  # of the width for the column of labels


class Options(Record):
    """`before`: marks that are no outcome, but what was known before there was one; they are drawn as thin bars."""

    before: tuple[MarkName, ...] = ()


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    for group, marks in chart.groups:
        yield from refuse_unscaled(chart, marks)
        where = f"the group '{group}'" if group else "a chart of this form"
        if not 0 < len(_targets(marks)) < len(marks):
            yield ("marks",), f"{where} needs a mark whose status is 'targeted', and one beside it"
        elif group and (len(_targets(marks)) > 1 or _targets(marks)[0].value <= 0):
            yield ("marks",), f"{where} needs a single target, above zero"
    if len(chart.groups) > 1 and chart.groups[0][0] is None:
        yield ("marks",), "either every mark has a group, or none"
    if options.before and chart.groups[0][0] is None:
        yield ("options", "before"), "what was known before there was an outcome is told of targets in groups"


def _targets(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.datum.basis is Status.TARGETED]  # or computed from a target


def pens(_: Chart, mark: Mark, other: Mark | None) -> bool:
    return not _targets([mark]) and not (mark.group and other)


def draw(chart: Chart, width: int) -> Figure:
    sheet, options = Sheet(width), chart.options_as(Options)
    if chart.groups[0][0] is None:
        _on_one_scale(sheet, chart)
    else:
        _on_one_line(sheet, chart, options.before)
    return sheet.figure()


def _on_one_scale(sheet: Sheet, chart: Chart) -> None:
    """Draw targets as lines through all bars, named above these, the highest first.

    Where the pen does not say against what, it brackets what lies between a bar and the nearest of them.
    """
    first, longest = chart.marks[0], max(mark.upper_like(chart.marks[0]) for mark in chart.marks)
    ends = {id(mark): mark.ends_like(first, longest) for mark in chart.marks}
    sheet.scale_x(0, 1, *fit(0, sheet.width - 2, [(ends[id(mark)][1], sheet.reach(mark)) for mark in chart.marks]))
    targets = sorted(_targets(chart.marks), key=lambda mark: ends[id(mark)], reverse=True)
    at = {id(mark): sheet.at_x(ends[id(mark)][0]) for mark in chart.marks}
    room, y, foot = Room((0.0, 0.0, sheet.width, math.inf)), 0.0, 0.0
    tops = []
    for target in targets:
        tops.append(y + 2)
        y = _name(sheet, room, target, at[id(target)], y)
    for mark in (mark for mark in chart.marks if mark not in targets):
        words = text_width(mark.label, bold=mark.accent), text_width(mark.text, bold=True)
        least = max(words[0] / LINES + GAP, words[1])
        wide = next((x for target in reversed(targets) if (x := at[id(target)] - GAP) >= least), sheet.width)
        below = sheet.headline(y, mark, mark.text, wide)  # words stop before a line if they can
        room.taken.append((0, y, min(sum(words) + 3 * GAP, wide), below))
        middle = below + 4 + THICK / 2
        sheet.bar(mark, middle, THICK, ends[id(mark)])
        foot = middle + THICK / 2 + OVER
        y = foot - OVER + BETWEEN
        if mark.pen:
            other = chart.held_against(mark) or min(targets, key=lambda aim: abs(at[id(aim)] - at[id(mark)]))
            y = _bracket(sheet, room, mark.pen, sorted((at[id(mark)], at[id(other)])), foot + OVER)
    for target, top in zip(targets, tops, strict=True):
        sheet.strokes(target, room.pieces(at[id(target)], top, foot))
    sheet.height = y - BETWEEN + OVER + 1


def _name(sheet: Sheet, room: Room, target: Mark, x: float, y: float) -> float:
    """Name a target beside the top of its line; return the y below."""
    lines = wrap(f"{target.label} {target.text}", max(x, sheet.width - x) - 2 * GAP, bold=target.accent)
    wide, leftwards = widest(lines, bold=target.accent), x > sheet.width / 2
    at, anchor = x - GAP if leftwards else x + GAP, "end" if leftwards else "start"
    below = sheet.text_below(at, y, lines, anchor=anchor, colour=ink(target), bold=target.accent)
    room.taken.append((at - wide * leftwards, y, at + wide * (not leftwards), below))
    return below + GAP


def _bracket(sheet: Sheet, room: Room, pen: str, ends: Sequence[float], y: float) -> float:
    """Bracket what the pen speaks of, and write that below, clear of the line at which the bracket begins."""
    start, end = ends
    sheet.bracket(start, end, y)
    y += BETWEEN - 2 * OVER
    wide = text_width(pen, bold=True)
    fits = start + GAP + wide <= sheet.width
    left = start + GAP if fits else end - wide
    room.taken.append((left, y, left + wide, y + LINE))
    lines = wrap(pen, sheet.width if fits else end, bold=True)
    return sheet.pen(left if fits else end, y, lines, "start" if fits else "end") + GAP


def _on_one_line(sheet: Sheet, chart: Chart, before: Sequence[str]) -> None:
    """Draw each promise as a row: its words, what came of it, the target, and what the pen says of it."""
    rows = []
    for group, marks in chart.groups:
        target = _targets(marks)[0]
        rows += [(group or "", target, mark) for mark in marks if mark is not target]
    beside = sheet.width >= 720
    left = SHARE * sheet.width if beside else 0.0
    verdicts = widest((mark.pen for mark in chart.marks), bold=True) + 2 * GAP if beside else 0.0
    shares = [mark.ends_like(target, target.value) for _, target, mark in rows]
    longest = max(1, *(upper for _, upper in shares))
    ends = [(upper / longest, sheet.reach(mark)) for (_, _, mark), (_, upper) in zip(rows, shares, strict=True)]
    sheet.scale_x(0, longest, *fit(left, sheet.width - verdicts, ends))
    line, y = sheet.at_x(1), 0.0
    for (group, target, mark), share in zip(rows, shares, strict=True):
        goal = wrap(f"{target.label} {target.text}", sheet.width - verdicts - line)
        top = y
        if beside:
            y = sheet.text_below(0, y, wrap(group, left - 2 * GAP, bold=True), bold=True)
            y = sheet.text_below(0, y, wrap(mark.label, left - 2 * GAP), colour=MUTED)
            y = sheet.text_below(0, y, [mark.text], bold=True, colour=ink(mark))
            middle = top + THICK / 2 + OVER
            sheet.pen(sheet.width, middle - LINE / 2, [mark.pen], "end")
        else:
            words = wrap(group, sheet.width - text_width(mark.pen, bold=True) - 2 * GAP, bold=True)
            sheet.pen(sheet.width, y, [mark.pen], "end")
            y = sheet.text_below(0, y, words, bold=True)
            middle = sheet.headline(y, mark, mark.text) + OVER + THICK / 2
        sheet.bar(mark, middle, THIN if mark.name in before else THICK, share)
        foot = sheet.text_below(line + GAP, middle + THICK / 2 + OVER, goal, colour=ink(target))
        y = max(y, foot) + BETWEEN
        start, end = (top, y) if beside else (middle - THICK / 2 - OVER, foot - 2)
        sheet.strokes(target, [(line, start, line, end)])
        if beside:
            sheet.rule(0, y - BETWEEN / 2, sheet.width, y - BETWEEN / 2, colour=GRID)
    sheet.height = y


FORM = Form(Options, draw, refuse, pens)
