"""The charts that statistics have without a file: which have one, what it draws, and what it joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from microsite.charts.chart import resolve
from microsite.charts.course import make_course
from microsite.charts.forms import FORMS
from microsite.charts.style import SPARK
from microsite.facts.derive import Datum, Facts
from microsite.language.prose import Prose
from microsite.language.wording import Wording
from microsite.quantities import Quantity
from microsite.source.calendar import follows, middle
from microsite.source.models import ChartSpec, Language, Role, Statistic, Status, Unit
from tests.charts.drawing import project_of
from tests.language.words import words

TEXT = {"en": "Trees"}
WORDS: Mapping[str, Any] = words("en")


def datum(period: str | None, value: int | tuple[int, int] = 5, series: str | None = None, base: str = "") -> Datum:
    number = (Decimal(value[0]), Decimal(value[1])) if isinstance(value, tuple) else Decimal(value)
    key = f"{period}-{series}-{value}"
    return Datum("trees", key, Quantity(number), "trees", Status.MEASURED, Status.MEASURED, Role.CONTEXT,
                 period=period, series=series, base=base)  # fmt: skip


def course(
    *data: Datum, dimension: Mapping[str, str] | None = {"tree": "1"}, not_charted: bool = False
) -> ChartSpec | None:
    unit = Unit.model_validate({"name": TEXT, "full": {"en": "{0} trees"}, "dimension": dimension})
    series = {name: {"label": {"en": f"List {name}"}} for name in dict.fromkeys(one.series for one in data) if name}
    statistic = Statistic.model_validate(
        {"label": TEXT, "definition": TEXT, "unit": "trees", "subject": "harvest", "series": series}
        | ({"not_charted": TEXT} if not_charted else {})
    )
    return make_course(statistic, data, unit, {"en": WORDS})


def paths(spec: ChartSpec | None, data: Sequence[Datum], width: int = 720) -> list[list[float]]:
    """Return the times that each line of a course joins."""
    assert spec
    unit = Unit.model_validate({"name": TEXT, "full": {"en": "{0} trees"}, "dimension": {"tree": "1"}})
    wording = Wording(Language(tag="en", locale="en_GB", name="English"), {"trees": unit}, WORDS, "en")
    statistic = Statistic.model_validate({"label": TEXT, "definition": TEXT, "unit": "trees", "subject": "harvest"})
    prose = Prose(wording, Facts({"trees": tuple(data)}), project_of({"trees": statistic}))
    chart = resolve("course.trees", spec, FORMS["line"], prose)
    assert not list(FORMS["line"].refuse(chart))
    return [list(trace["x"]) for trace in FORMS["line"].draw(chart, width)["data"] if trace["mode"] == "lines"]


YEARS = [datum(str(year), year, "a") for year in (2020, 2021, 2022)]


def test_three_dated_figures_have_a_course() -> None:
    spec = course(*YEARS, datum(None), datum("2021", (1, 3)), datum("1998/2021", 900))
    assert spec
    assert [mark.statistic for mark in spec.marks] == [f"trees@{one.key}" for one in YEARS]
    assert "may stand in the table only" in spec.note["en"]


@pytest.mark.parametrize(
    "none",
    [
        course(*YEARS[:2], datum(None)),
        course(*YEARS, not_charted=True),
        course(*YEARS, dimension=None),
        course(*(datum("2020", value) for value in (1, 2, 3))),
        course(*(datum(str(year), 5) for year in (2020, 2021, 2022))),
        course(*YEARS[:2], datum("2022-01/2022-03")),
        course(*(datum(str(2020 + number), number, name) for number, name in enumerate("abcdef"))),
    ],
    ids=["few", "not charted", "a rank", "one time", "one value", "a quarter beside years", "more series than shapes"],
)  # fmt: skip
def test_what_makes_no_course_has_none(none: ChartSpec | None) -> None:
    assert none is None


def test_quarters_are_a_course_by_themselves() -> None:
    quarters = [datum(f"2024-{first:02}/2024-{first + 2:02}", first, "a") for first in (1, 4, 7)]
    assert len(paths(course(*quarters), quarters)) == 2


@pytest.mark.parametrize("width", [320, SPARK])
def test_lines_join_neighbours_of_one_series_and_nothing_across_a_break(width: int) -> None:
    data = [*YEARS, datum("2023", 9, "a", "2023"), datum("2024", 8, "a", "2023"), datum("2026", 8, "a", "2023"),
            datum("2023", 5, "b"), datum("2025"), datum("2026")]  # fmt: skip
    joined = {(before, after) for run in paths(course(*data), data, width) for before, after in pairwise(run)}
    assert joined == {(2020, 2021), (2021, 2022), (2023, 2024)}


@pytest.mark.parametrize(
    ("period", "place"),
    [
        ("2024", 2024),
        ("2024-07", 2024 + 1 / 24),
        ("2024-01/2024-12", 2024),
        ("2023/2024", 2023.5),
        ("2024-12-31", 2024.5),
    ],
)
def test_a_figure_stands_in_the_middle_of_its_period(period: str, place: float) -> None:
    assert middle(period) == pytest.approx(place, abs=0.002)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("2023", "2024", True), ("2022", "2024", False), ("2024", "2023", False), ("2024", "2024", False),
        ("2024-12", "2025-01", True), ("2024-10", "2024-12", False), ("2023-12", "2024-12", True),
        ("2023-12-31", "2024-12-31", True), ("2024-02-29", "2024-03-01", True), ("2023-12-31", "2024-11-30", False),
        ("2024-01/2024-03", "2024-04/2024-06", True), ("2024-01/2024-03", "2024-07/2024-09", False),
    ],
)  # fmt: skip
def test_the_next_period_begins_where_one_ends_or_is_a_year_later(before: str, after: str, expected: bool) -> None:  # noqa: FBT001
    assert follows(after, before) is expected
