"""Targets: where things stood, what was aimed at, and what came of it.

Rows stand in the order given; targets are lines through them, named above. With groups, each is a promise of its own:
what came of it is drawn as a share of its target, and all targets stand on one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName, refuse_unscaled
from microsite.charts.sheet import Sheet, fit
from microsite.charts.style import GAP, GRID, MUTED, VERMILION, ink, reach
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.fields import Text
from microsite.source.models import Status
from microsite.source.record import Record

THICK = 22  # px
THIN = 6  # px
BETWEEN = 14  # px between two rows
OVER = 5  # px that the target's line stands out above and below a bar
SHARE = 0.34  # of the width for the column of labels


class Options(Record):
    """`short`: by mark, as it is referred to there, what the pen says of what lies between it and the nearest target.

    `since`: the mark, such as what there was before, from which the pen measures what `short` speaks of instead.
    `said`: by mark, what the pen says of what came of a promise.
    `before`: marks that are no outcome, but what was known before there was one; they are drawn as thin bars.
    """

    short: dict[MarkName, Text] = Field(default={})
    since: MarkName | None = None
    said: dict[MarkName, Text] = Field(default={})
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
    grouped = chart.groups[0][0] is not None
    for mark in _targets(chart.marks):
        if mark.name in options.short:
            yield ("options", "short", mark.name), "'short' is said of what is held against a target"
    for name, written, of in (
        ("short", options.short, "one scale"),
        ("said", options.said, "groups"),
        ("before", options.before, "groups"),
    ):
        for reference in written if grouped == (name == "short") else ():
            if reference in chart.named:
                yield ("options", name, reference), f"'{name}' is said of marks in {of}, and these are not"


def _targets(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.datum.basis is Status.TARGETED]  # or computed from a target


def draw(chart: Chart, width: int) -> Figure:
    sheet = Sheet(width)
    options = chart.options_as(Options)
    said = chart.said_of(options.short | options.said)
    if chart.groups[0][0] is None:
        _on_one_scale(sheet, chart, said, chart.named.get(options.since or ""))
    else:
        _on_one_line(sheet, chart, said, options.before)
    return sheet.figure()


def _on_one_scale(sheet: Sheet, chart: Chart, short: dict[int, str], since: Mark | None) -> None:
    """Draw targets as lines through all bars, named above these, the highest first; brackets end at the nearest."""
    first, longest = chart.marks[0], max(mark.upper_like(chart.marks[0]) for mark in chart.marks)
    ends = {id(mark): mark.ends_like(first, longest) for mark in chart.marks}
    room = [(ends[id(mark)][1], reach(mark.datum.quantity)) for mark in chart.marks]
    sheet.scale_x(0, 1, *fit(0, sheet.width - 2, room))
    targets = sorted(_targets(chart.marks), key=lambda mark: ends[id(mark)])
    y, foot, tops = 0.0, 0.0, []
    written: list[tuple[float, float, float, float]] = []  # of text: left, right, top and bottom
    for target in reversed(targets):
        x = sheet.at_x(ends[id(target)][0])
        name = wrap(f"{target.label} {target.text}", max(x, sheet.width - x) - 2 * GAP, bold=target.accent)
        leftwards = x > sheet.width / 2
        at, anchor = (x - GAP, "end") if leftwards else (x + GAP, "start")
        tops.append((target, x, y + 2))
        y = sheet.text_below(at, y, name, anchor=anchor, colour=ink(target), bold=target.accent) + GAP
    for mark in chart.marks:
        if mark in targets:
            continue
        words = text_width(f"{mark.label}  ", bold=mark.accent), text_width(mark.text, bold=True)
        head = sum(words) if sum(words) <= sheet.width else max(words)
        below = sheet.headline(y, mark, mark.text)
        written.append((0, head + GAP, y, below))
        middle = below + 4 + THICK / 2
        sheet.bar(mark, middle, THICK, ends[id(mark)])
        foot = middle + THICK / 2 + OVER
        y = foot - OVER + BETWEEN
        if said := short.get(id(mark)):
            end = ends[id(mark)][0]
            aims = [ends[id(target)][0] for target in targets]
            other = ends[id(since)][0] if since else min(aims, key=lambda aim: abs(aim - end))
            start, x = sorted(sheet.at_x(place) for place in (end, other))
            sheet.bracket(start, x, foot + OVER)
            wide = text_width(said, bold=True)
            if start + GAP + wide <= sheet.width:  # clear of the line at which the bracket begins
                x, anchor = start + GAP, "start"
                written.append((x, x + wide, y, y + LINE))
            else:
                anchor = "end"
                written.append((x - wide, x, y, y + LINE))
            lines = wrap(said, sheet.width if anchor == "start" else x, bold=True)
            y = sheet.text_below(x, y, lines, anchor=anchor, colour=VERMILION, bold=True) + GAP
    for target, x, top in tops:
        pieces = [(x, top, x, foot)]
        for _, _, start, end in (text for text in written if text[0] <= x <= text[1] and text[2] < foot):
            *pieces, (_, above, _, foot) = pieces
            pieces += [(x, above, x, start), (x, end, x, foot)]
        sheet.strokes(target, pieces)
    sheet.height = y - BETWEEN + OVER + 1


def _on_one_line(sheet: Sheet, chart: Chart, said: dict[int, str], before: Sequence[str]) -> None:
    """Draw each promise as a row: its words, what came of it, the target, and what the pen says of it."""
    rows = []
    for group, marks in chart.groups:
        target = _targets(marks)[0]
        rows += [(group or "", target, mark) for mark in marks if mark is not target]
    beside = sheet.width >= 720
    left = SHARE * sheet.width if beside else 0.0
    verdicts = widest(said.values(), bold=True) + 2 * GAP if beside else 0.0
    shares = [mark.ends_like(target, target.value) for _, target, mark in rows]
    longest = max(1, *(upper for _, upper in shares))
    ends = [
        (upper / longest, reach(mark.datum.quantity)) for (_, _, mark), (_, upper) in zip(rows, shares, strict=True)
    ]
    sheet.scale_x(0, longest, *fit(left, sheet.width - verdicts, ends))
    line, y = sheet.at_x(1), 0.0
    for (group, target, mark), share in zip(rows, shares, strict=True):
        verdict = said.get(id(mark), "")
        goal = wrap(f"{target.label} {target.text}", sheet.width - verdicts - line)
        top = y
        if beside:
            y = sheet.text_below(0, y, wrap(group, left - 2 * GAP, bold=True), bold=True)
            y = sheet.text_below(0, y, wrap(mark.label, left - 2 * GAP), colour=MUTED)
            y = sheet.text_below(0, y, [mark.text], bold=True, colour=ink(mark))
            middle = top + THICK / 2 + OVER
            sheet.text(sheet.width, middle, verdict, anchor="end", bold=True, colour=VERMILION)
        else:
            words = wrap(group, sheet.width - text_width(verdict, bold=True) - 2 * GAP, bold=True)
            sheet.text(sheet.width, y + LINE / 2, verdict, anchor="end", bold=True, colour=VERMILION)
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


FORM = Form(Options, draw, refuse)
