"""Rows of bars, one a mark: what charts of bars are, and those of columns where an artboard has no room for columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from microsite.charts.chart import Chart, Figure, Mark
from microsite.charts.sheet import TOOTH, Alignment, Sheet, fit
from microsite.charts.style import AXIS, GAP, INDIGO, INK, MUTED, ink, side
from microsite.charts.typesetting import LINE, text_width, widest, wrap
from microsite.source.calendar import span

WIDE = 480  # px from which on an artboard has room for labels beside bars
THICK, THIN = 22, 16  # px: bars there, and on others
BETWEEN, CLOSE = 10, 6  # px between two rows there, and where labels are beside thin bars
HEAD = 14  # px above a group's heading
SKIP = 10  # px more between two rows, where years between them are left out
SHARE, SHORT = 0.4, 0.28  # of the width at most for the column of labels, and for one anywhere
SAID = 0.35  # of the width at most for words of the pen beside a bracket: a short clause stays whole
LEAST = 0.24  # of the width for bars, beside which something is said of them; else that stands below its row
OVER = 3  # px by which zero stands out over a bar


def draw_rows(chart: Chart, width: int, labels: Mapping[int, str]) -> Figure:
    """Draw a row a mark: its label, its bar, its figure, what the pen says. Each dimension has a scale of its own."""
    bold = {id(mark): mark.accent for mark in chart.marks}
    column = max(widest(wrap(label, SHARE * width, bold=bold[key]), bold=bold[key]) for key, label in labels.items())
    left = column + 2 * GAP if width >= WIDE or column <= SHORT * width else 0
    thick, between = (THICK, BETWEEN) if width >= WIDE else (THIN, CLOSE if left else BETWEEN)
    ends = _ends(chart)
    longest = max(abs(end) for pair in ends.values() for end in pair) or 1
    words = {id(mark): GAP + text_width(mark.text, bold=mark.accent) for mark in chart.marks}
    sheet, y = Sheet(width), 0.0
    tips = [(ends[id(mark)][side(mark.datum.quantity) > 0] / longest, mark) for mark in chart.marks]
    room = {  # beyond figures, if bars are as short as may be
        id(mark): width - left - LEAST * width * max(0, at) - sheet.reach(mark) - words[id(mark)] for at, mark in tips
    }
    remarks = {id(mark): text_width(mark.remark, bold=mark.loud) + GAP for mark in chart.marks if mark.remark}
    beyond = {key: wide for key, wide in remarks.items() if wide <= room[key]}
    spans: dict[str, tuple[list[str], Sequence[Mark]]] = {}
    for mark in (mark for mark in chart.marks if mark.against):
        rows = _from_to(chart, mark)
        free = min(room[id(row)] for row in rows) - 3 * GAP - TOOTH
        lines = wrap(mark.pen, min(SAID * width, free), bold=True)
        if (wide := widest(lines, bold=True)) <= free:
            spans[mark.name] = lines, rows
            beyond |= {id(row): wide + 3 * GAP + TOOTH for row in rows}
    needed = [(at, sheet.reach(mark) + words[id(mark)] + beyond.get(id(mark), 0)) for at, mark in tips]
    zero, one = fit(left, width, needed)
    low, high = min(0, *(at for at, _ in tips)), max(0, *(at for at, _ in tips))
    high += not high - low  # where all are zero
    places: dict[int, tuple[float, float]] = {}  # px: where the pen may begin beside a row, and the row's middle
    sheet.scale_x(low * longest, high * longest, zero + low * (one - zero), zero + high * (one - zero))
    for number, (group, marks) in enumerate(chart.groups):
        if group:
            y += HEAD if number else 0
            y = sheet.text_below(0, y, wrap(group, width, bold=True), bold=True) + 4
        top = y
        for before, mark in zip((None, *marks), marks, strict=False):
            y += SKIP if before and _skips(before, mark) else 0
            y, middle = head(sheet, labels[id(mark)], y, left, (thick, between), context=mark.context, bold=mark.accent)
            end, way = sheet.bar(mark, middle, thick, ends[id(mark)]), side(mark.datum.quantity)
            anchor: Alignment = "start" if way > 0 else "end"
            sheet.text(end + way * GAP, middle, mark.text, anchor=anchor, bold=mark.accent, colour=ink(mark))
            foot = middle + thick / 2
            places[id(mark)] = (end + words[id(mark)] if way > 0 else sheet.at_x(0)) + GAP, middle
            if mark.remark and mark.name not in spans:
                y = _write(sheet, mark, *places[id(mark)], (left, y, between))
            if low < 0 and not left:
                sheet.rule(sheet.at_x(0), middle - thick / 2 - OVER, sheet.at_x(0), middle + thick / 2 + OVER)
        if left:
            sheet.rule(zero, top + between / 2 - OVER, zero, foot + OVER, colour=AXIS)
    for lines, rows in spans.values():
        (_, first), *_, (_, last) = spots = [places[id(mark)] for mark in rows]
        x = max(x for x, _ in spots) + TOOTH
        sheet.bracket(first, last, x, aside=True)
        sheet.pen(x + GAP, min((first + last - len(lines) * LINE) / 2, y - len(lines) * LINE), lines)
    sheet.height = y
    return sheet.figure()


def _from_to(chart: Chart, mark: Mark) -> Sequence[Mark]:
    """Return the marks from one to that with which the pen compares it."""
    marks = next(marks for _, marks in chart.groups if mark in marks)
    first, last = sorted(marks.index(one) for one in (mark, chart.named[mark.against or ""]))
    return marks[first : last + 1]


def _ends(chart: Chart) -> dict[int, tuple[float, float]]:
    """Return where bars end: in the unit of the first mark, the longest of another dimension as long as its longest."""
    alike = {id(mark): [other for other in chart.marks if other.dimension == mark.dimension] for mark in chart.marks}
    longest = {
        key: max(abs(end) for mark in marks for end in mark.ends_like(marks[0])) or 1 for key, marks in alike.items()
    }
    first = longest[id(chart.marks[0])]
    return {id(mark): mark.ends_like(alike[id(mark)][0], longest[id(mark)] / first) for mark in chart.marks}


def _write(sheet: Sheet, mark: Mark, at: float, middle: float, row: tuple[float, float, float]) -> float:
    """Write what is said of a mark beside its figure, `at` an x, or below its row if it must; return the y below."""
    left, y, between = row
    if at + text_width(mark.remark, bold=mark.loud) <= sheet.width + 1:
        sheet.remark(mark, at, middle - LINE / 2, [mark.remark])
        return y
    lines = wrap(mark.remark, sheet.width - left - GAP, bold=mark.loud)
    return sheet.remark(mark, left + GAP, y - between / 2 + 2, lines) + between


def _skips(before: Mark, after: Mark) -> bool:
    """Whether years lie between two marks of which nothing is drawn."""
    years = [int(span(mark.datum.period)[0]) for mark in (before, after) if mark.datum.period]
    return len(years) == 2 and years[1] - years[0] > 1


def head(
    sheet: Sheet, label: str, top: float, left: float, tall: tuple[float, float], *, context: bool, bold: bool
) -> tuple[float, float]:
    """Write a row's label, before its bar, at `left`, or above it; return the y below the row, and its middle.

    `tall` are the px of the bar and from it to the next.
    """
    how: dict[str, Any] = {"colour": (INDIGO if bold else MUTED) if context else INK, "bold": bold}
    lines = wrap(label, SHARE * sheet.width if left else sheet.width, bold=bold)
    if left:
        height = max(tall[0], len(lines) * LINE) + tall[1]
        sheet.text(left - 2 * GAP, top + height / 2, lines, anchor="end", **how)
        return top + height, top + height / 2
    y = sheet.text_below(0, top + 4, lines, **how) + OVER
    return y + sum(tall), y + tall[0] / 2
