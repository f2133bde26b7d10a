"""A statistic → the chart of its own course, which nobody has to make: its dated figures over time.

It is a chart as editors make them, in the form `line`, and goes the same way: only its file is not there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from microsite.charts.forms.line import SHAPES
from microsite.facts.derive import Datum
from microsite.source.calendar import end_of, is_short, middle, points, span, start_of
from microsite.source.models import ChartSpec, MarkSpec, Statistic, Unit

FEWEST = 3  # figures that make a course
PREFIX = "course."  # of the slugs: no id that editors give has a point


def make_course(
    statistic: Statistic, data: Sequence[Datum], unit: Unit, words: Mapping[str, Mapping[str, Any]]
) -> ChartSpec | None:
    """Return the chart of a statistic's figures, or None where they make no course.

    `words` are those of each language. A point is a single number for a year or less: what is counted over longer, as
    since the first edition of a fair, would dwarf those beside it. Ranks and the like have no length to draw, and one
    number that several say has no course.
    """
    drawn = [datum for datum in data if _is_point(datum)]
    if any(_length(datum) == 1 for datum in drawn):  # beside whole years, part of one would look like a fall
        drawn = [datum for datum in drawn if is_short(datum.period or "") or _length(datum) == 1]
    moments = {middle(datum.period) for datum in drawn if datum.period}
    series = list(dict.fromkeys(datum.series for datum in drawn if datum.series))
    if statistic.not_charted or unit.dimension is None or len(series) > len(SHAPES):
        return None
    if len(drawn) < FEWEST or len(moments) < 2 or len({datum.quantity.value for datum in drawn}) < 2:
        return None
    drawn.sort(key=lambda datum: series.index(datum.series) if datum.series else len(series))
    texts = [(code, _texts(statistic.label[code], unit.name[code], drawn, words=own)) for code, own in words.items()]
    note = "whole" if len(drawn) == len(data) else "part"
    return ChartSpec(
        form="line",
        subject=statistic.subject,
        title=statistic.label,
        subtitle={code: said["subtitle"] for code, said in texts},
        alt={code: said["alt"] for code, said in texts},
        note={code: said[note] for code, said in texts},
        label_by="period",
        marks=tuple(_mark(statistic, datum) for datum in drawn),
        units="false",
        options={"key": "true"},
    )


def _texts(label: str, unit: str, drawn: Sequence[Datum], *, words: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts in one language, from when to when and between which figures: no finding."""
    first = points(min((datum.period or "" for datum in drawn), key=start_of))[0]
    last = points(max((datum.period or "" for datum in drawn), key=end_of))[-1]
    low, high = (pick(drawn, key=lambda datum: datum.quantity.number).reference for pick in (min, max))
    told = {
        "first": f"{{date:{first}}}",
        "last": f"{{date:{last}}}",
        "low": f"{{{low}|full}}",
        "high": f"{{{high}|full}}",
    }
    return {
        "subtitle": str(words["course"]["subtitle"]).format(unit=unit, **told),
        "alt": str(words["course"]["alt"]).format(label=label, **told),
        "whole": words["course"]["joined"],
        "part": words["course"]["joined"] + words["sentence_gap"] + words["course"]["part"],
    }


def _is_point(datum: Datum) -> bool:
    return datum.period is not None and datum.quantity.upper == datum.quantity.number and _length(datum) <= 1


def _length(datum: Datum) -> float:
    """Return how long a figure's period is, in years."""
    start, end = span(datum.period or "")
    return end - start


def _mark(statistic: Statistic, datum: Datum) -> MarkSpec:
    if datum.series:
        return MarkSpec(statistic=datum.reference, group=statistic.series[datum.series].label)
    return MarkSpec(statistic=datum.reference, label=datum.label)
