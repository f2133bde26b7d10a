"""Targets: where things stood, what was aimed at, and what came of it.

Rows stand in the order given, targets as outlined bars whose bounds are marked beside every other bar. With groups,
each is a promise of its own: what came of it is drawn as a share of its target, and all targets stand on one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName, refuse_unscaled
from microsite.charts.sheet import Sheet, fit
from microsite.charts.style import GAP, GRID, MUTED, VERMILION, ink, reach
from microsite.charts.typesetting import widest, wrap
from microsite.source.fields import Text
from microsite.source.models import Status
from microsite.source.record import Record

THICK = 22  # px
BETWEEN = 14  # px between two rows
OVER = 5  # px that the target's line stands out above and below a bar
SHARE = 0.34  # of the width for the column of labels


class Options(Record):
    """`short`: by mark, as it is referred to there, what the pen says of what it lacks to the highest target.

    `since`: the mark, such as what there was before, from which the pen measures what `short` speaks of instead.
    `said`: by mark, what the pen says of what came of a promise.
    """

    short: dict[MarkName, Text] = Field(default={})
    since: MarkName | None = None
    said: dict[MarkName, Text] = Field(default={})


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
    for name, written, of in (("short", options.short, "one scale"), ("said", options.said, "groups")):
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
        _on_one_line(sheet, chart, said)
    return sheet.figure()


def _on_one_scale(sheet: Sheet, chart: Chart, short: dict[int, str], since: Mark | None) -> None:
    first, longest = chart.marks[0], max(mark.upper_like(chart.marks[0]) for mark in chart.marks)
    ends = {id(mark): mark.ends_like(first, longest) for mark in chart.marks}
    room = [(ends[id(mark)][1], reach(mark.datum.quantity)) for mark in chart.marks]
    sheet.scale_x(0, 1, *fit(0, sheet.width - 2, room))
    targets = _targets(chart.marks)
    y = 0.0
    for mark in chart.marks:
        middle = sheet.headline(y, mark, mark.text) + OVER + 1 + THICK / 2
        sheet.bar(mark, middle, THICK, ends[id(mark)])
        for target in targets if mark not in targets else ():
            x = sheet.at_x(ends[id(target)][0])
            sheet.line(x, middle - THICK / 2 - OVER, x, middle + THICK / 2 + OVER, colour=ink(target), width=2)
        y = middle + THICK / 2 + BETWEEN
        if said := short.get(id(mark)):
            other = ends[id(since)][0] if since else max(ends[id(target)][0] for target in targets)
            start, x = sorted(sheet.at_x(end) for end in (ends[id(mark)][0], other))
            sheet.bracket(start, x, y - BETWEEN + 2 * OVER)
            y = sheet.text_below(x, y, wrap(said, x, bold=True), anchor="end", colour=VERMILION, bold=True) + GAP
    sheet.height = y - BETWEEN + OVER + 1


def _on_one_line(sheet: Sheet, chart: Chart, said: dict[int, str]) -> None:
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
            y = sheet.text_below(0, y, wrap(group, sheet.width, bold=True), bold=True)
            y = sheet.text_below(0, y, [verdict], bold=True, colour=VERMILION) if verdict else y
            middle = sheet.headline(y, mark, mark.text) + OVER + THICK / 2
        sheet.bar(mark, middle, THICK, share)
        foot = sheet.text_below(line + GAP, middle + THICK / 2 + OVER, goal, colour=ink(target))
        y = max(y, foot) + BETWEEN
        start, end = (top, y) if beside else (middle - THICK / 2 - OVER, foot - 2)
        sheet.strokes(target, [(line, start, line, end)])
        if beside:
            sheet.rule(0, y - BETWEEN / 2, sheet.width, y - BETWEEN / 2, colour=GRID)
    sheet.height = y


FORM = Form(Options, draw, refuse)
