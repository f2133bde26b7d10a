"""Charts of a few figures, made without a project, for tests of what forms draw and refuse."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from microsite.charts.chart import Chart, resolve
from microsite.charts.forms import FORMS
from microsite.charts.labels import Area, around
from microsite.charts.typesetting import LINE, widest
from microsite.facts.derive import Datum, Facts
from microsite.language.prose import Prose
from microsite.language.wording import Wording
from microsite.quantities import Bound, Quantity
from microsite.source.models import ChartSpec, Language, Role, Statistic, Status, Unit
from microsite.source.project import Project
from tests.language.words import words

DIMENSIONS: Mapping[str, dict[str, str] | None] = {
    "trees": {"tree": "1"},
    "apples": {"apple": "1"},
    "percent": {},
    "centimetres": {"length": "1"},
    "kilometres": {"length": "1"},
    "fields": {"length": "2"},  # square kilometres
    "degrees": {"angle": "1"},
    "rank": None,
    "loads": {"load": "1"},
}
WORDED = {"loads": "{0} loads of well-dried hay"}  # of others, a number alone
SCALES = {"percent": "1/100", "kilometres": "1000", "fields": "1000000"}


def prepare(
    form: str,
    *marks: Datum,
    groups: Sequence[str] = (),
    labels: Sequence[str] = (),
    accent: str = "",
    pen: Mapping[str, str] = {},
    against: Mapping[str, str] = {},
    article: Mapping[str, str] = {},
    others: Mapping[str, str] = {},
    round_to: str = "",
    units: str = "true",
    **options: Any,
) -> tuple[ChartSpec, Prose]:
    """Return a chart of some figures, each named after its statistic unless there are `labels`, and what it needs.

    `pen`, `article`, `others`: by statistic, what these say of it; `against`: by statistic, the mark with which the
    pen compares.
    """
    text = {"en": "Trees"}
    named = {datum.statistic: tuple(other for other in marks if other.statistic == datum.statistic) for datum in marks}
    facts = Facts(named)
    known = {
        name: Unit.model_validate(
            {
                "name": text,
                "full": {"en": WORDED.get(name, "{0}")},
                "dimension": dimension,
                "scale": SCALES.get(name, "1"),
            }
        )
        for name, dimension in DIMENSIONS.items()
    }
    wording = Wording(Language(tag="en", locale="en_GB", name="English"), known, words("en"), "en")
    statistics = {
        datum.statistic: Statistic(label=text, definition=text, unit=datum.unit, subject="harvest") for datum in marks
    }
    spec = ChartSpec.model_validate(
        {
            **dict.fromkeys(("title", "subtitle", "alt", "note"), text),
            "form": form,
            "subject": "harvest",
            "units": units,
            **({"round_to": round_to} if round_to else {}),
            "marks": [
                {
                    "statistic": datum.statistic if len(named[datum.statistic]) == 1 else datum.reference,
                    "label": {"en": label},
                    **({"group": {"en": group}} if group else {}),
                    "accent": str(datum.statistic in accent.split()).lower(),
                    **({"pen": {"en": pen[datum.statistic]}} if datum.statistic in pen else {}),
                    **({"article": {"en": article[datum.statistic]}} if datum.statistic in article else {}),
                    **({"others": {"en": others[datum.statistic]}} if datum.statistic in others else {}),
                    **({"against": against[datum.statistic]} if datum.statistic in against else {}),
                }
                for datum, label, group in zip(
                    marks, labels or [datum.statistic for datum in marks], groups or [""] * len(marks), strict=True
                )
            ],
            "options": options,
        }
    )
    return spec, Prose(wording, facts, project_of(statistics))


def project_of(statistics: Mapping[str, Statistic]) -> Project:
    """Return a project in which nothing else is written."""
    return Project(Path(), {}, (), {Statistic: statistics}, addresses={}, pages={}, words={}, where={})


def chart(form: str, *marks: Datum, **how: Any) -> Chart:
    spec, prose = prepare(form, *marks, **how)
    return resolve("trees", spec, FORMS[form], prose)


def datum(
    id_: str,
    value: int | str | tuple[int, int],
    unit: str = "trees",
    bound: Bound = Bound.EXACT,
    status: Status = Status.MEASURED,
    period: str | None = "2024",
) -> Datum:
    number = (Decimal(value[0]), Decimal(value[1])) if isinstance(value, tuple) else Decimal(value)
    return Datum(id_, "only", Quantity(number, bound), unit, status, status, Role.ARTICLE, period)


def faults(made: Chart) -> list[str]:
    return [f"{'.'.join(map(str, location))}: {message}" for location, message in FORMS[made.spec.form].faults(made)]


def draw(made: Chart, width: int = 480) -> go.Figure:
    assert not faults(made)
    return go.Figure(FORMS[made.spec.form].draw(made, width))


def tiles(figure: go.Figure) -> list[tuple[float, float, float, float]]:
    """Return every rectangle as (left, middle, width, height)."""
    return [
        (left, y, width, height)
        for trace in figure.data
        if trace.type == "bar"
        for left, y, width, height in zip(trace.base, trace.y, trace.x, trace.width, strict=True)
    ]


def series(name: str, *values: int, **more: Any) -> list[Datum]:
    """Return a figure a year, from 2000."""
    return [
        replace(datum(name, value, period=str(2000 + place), **more), key=str(2000 + place))
        for place, value in enumerate(values)
    ]


def share(axis: Any, value: float) -> float:
    """Return where a value stands on an axis, as a share of the drawing, from the left or from the ground."""
    (low, high), (start, end) = axis.range, axis.domain
    return float(start + (value - low) / (high - low) * (end - start))


def written(figure: go.Figure, start: str = "") -> list[Area]:
    """Return the boxes of texts that begin so and have their middle at their place, as high as letters are."""
    texts = figure.data[-1]
    said = [re.sub("<(?!br)[^>]*>", "", text) for text in texts.text]
    lines = [(x, y, text.split("<br>")) for x, y, text in zip(texts.x, texts.y, said, strict=True)]
    return [around((x, y), (widest(of), LINE * len(of) - 4)) for x, y, of in lines if of[0].startswith(start)]
