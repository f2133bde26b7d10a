"""Periods as editors type them: where they begin and end, which follows which."""

from __future__ import annotations

import pytest

from microsite.source.calendar import check_date, check_period, end_of, follows, is_overdue, iso, middle, span, start_of

PERIODS = [
    # typed, first day, last, where on an axis of years its middle lies, as ISO 8601 says it
    ("2024", "2024-01-01", "2024-12-31", 2024, "2024"),
    ("2024-H1", "2024-01-01", "2024-06-31", 2023.75, "2024-01/2024-06"),
    ("2024-H2", "2024-07-01", "2024-12-31", 2024.25, "2024-07/2024-12"),
    ("2024-Q3", "2024-07-01", "2024-09-31", 2024.125, "2024-07/2024-09"),
    ("2023/24", "2023-07-01", "2024-06-31", 2023.5, "2023/2024"),
    ("2022/23/2023/24", "2022-07-01", "2024-06-31", 2023, "2022/2024"),
    ("2024-12", "2024-12-01", "2024-12-31", 2024 + 5.5 / 12, "2024-12"),
    ("2023-Q4/2024-Q1", "2023-10-01", "2024-03-31", 2023.5, "2023-10/2024-03"),
    ("-44", "-9956-01-01", "-9956-12-31", -43, "-0043"),  # there was no year 0
    ("-1/0001", "-9999-01-01", "0001-12-31", 0.5, "0000/0001"),
]


@pytest.mark.parametrize(("typed", "first", "last", "at", "said"), PERIODS)
def test_where_a_period_lies(typed: str, first: str, last: str, at: float, said: str) -> None:
    assert (start_of(typed), end_of(typed), iso(typed)) == (first, last, said)
    assert middle(typed) == pytest.approx(at)
    assert typed.startswith("-") or span(iso(typed)) == pytest.approx(span(typed)) or "/2" in said[:6]


def test_years_before_christ_come_in_their_order() -> None:
    years = ["-753", "-100", "-99", "-44", "-1", "0001", "0014", "1933", "2024"]
    assert sorted(years, key=end_of) == sorted(years, key=start_of) == years
    assert follows("0001", "-1")
    assert not follows("-44", "-100")


@pytest.mark.parametrize("typed", ["-0044", "-44-03", "0000", "-44-H1", "-2024/-2025"])
def test_only_years_lie_before_christ(typed: str) -> None:
    with pytest.raises(ValueError, match=typed):
        check_period(typed)


@pytest.mark.parametrize(
    ("period", "before", "next_"),
    [
        ("2024-Q1", "2023-Q4", True),
        ("2024-Q3", "2024-Q1", False),
        ("2024-Q3", "2023-Q3", True),  # a year later
        ("2024-H1", "2023-H2", True),
        ("1999/00", "1998/99", True),
        ("2023/24", "2021/22", False),
        ("2024-Q3", "2024-H1", True),
    ],
)
def test_which_follows_which(period: str, before: str, next_: bool) -> None:  # noqa: FBT001
    assert follows(period, before) is next_


def test_a_part_of_a_year_is_overdue_when_it_has_passed() -> None:
    assert not is_overdue("2024-Q3", "2024-09-30")
    assert is_overdue("2024-Q3", "2024-10-01")


@pytest.mark.parametrize("typed", ["2024-Q3", "2024-H1"])
def test_a_day_on_which_something_was_is_no_part_of_a_year(typed: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        check_date(typed)
