"""Periods and days as editors type them: what is one, which ends first, what is overdue."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

A_DAY = 1 / 366


class _Kind(NamedTuple):
    """How a kind of period is typed, and how many months of its year it takes up."""

    typed: re.Pattern[str]  # groups: the year, which part of it from 1, the day
    months: int
    skeleton: str = ""  # of CLDR, by which it is worded, where that has one


_KINDS = {
    "year": _Kind(re.compile("([0-9]{4}|-[1-9][0-9]{0,3})()()"), 12, "y"),
    "season": _Kind(re.compile("([0-9]{4})/[0-9]{2}()()"), 12),
    "half": _Kind(re.compile("([0-9]{4})-H([12])()"), 6),
    "quarter": _Kind(re.compile("([0-9]{4})-Q([1-4])()"), 3, "yQQQQ"),
    "month": _Kind(re.compile("([0-9]{4})-(0[1-9]|1[0-2])()"), 1, "yMMMM"),
    "day": _Kind(re.compile("([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"), 1),
}


class Point(NamedTuple):
    """One period, no two with a slash."""

    kind: str
    year: int  # as astronomers count: 0 before 1, for the first before Christ
    first: int  # month, from 1; those of the year after go on from 13
    last: int
    day: int  # 0 for none

    @property
    def skeleton(self) -> str:
        return _KINDS[self.kind].skeleton


@lru_cache(maxsize=4096)
def read(point: str, period: str = "") -> Point:
    """Return what a point of a period says of itself; raise ValueError where it is none, in an editor's words."""
    for kind, (typed, months, _) in _KINDS.items():
        if match := typed.fullmatch(point):
            year, part, day = int(match[1]), int(match[2] or 1), int(match[3] or 0)
            try:
                date(abs(year), part, day or 1)
            except ValueError:
                raise ValueError(f"'{point}' is no day of the calendar") from None
            if kind != "season":
                return Point(kind, year + (year < 0), part * months - months + 1, part * months, day)
            if int(point[-2:]) == (year + 1) % 100:
                return Point(kind, year, 7, 18, day)
    raise ValueError(
        f"'{period or point}' is not a period: expected a year (2024, or -44 before Christ), a half-year (2024-H1), a "
        "quarter (2024-Q3), a season (2023/24), a month (2024-12), a day (2024-12-31) or two of them with a slash "
        "(2019/2024)"
    )


def points(period: str) -> list[str]:
    """Return the two points that a period runs between, or the one that it is."""
    return re.split("/(?=-|[0-9]{4})", period, maxsplit=1)


def typed(year: int) -> str:
    """Return a year, as a point has it, as a period."""
    return f"{year:04}" if year > 0 else str(year - 1)


@lru_cache(maxsize=4096)
def check_period(value: str) -> str:
    for point in points(value):
        read(point, value)
    if start_of(value) > start_of(points(value)[-1]):
        raise ValueError(f"'{value}' ends before it begins")
    return value


def check_date(value: str) -> str:
    if len(points(check_period(value))) > 1:
        raise ValueError(f"'{value}' is two dates: expected one, a year, a month or a day such as 2025-05-09")
    if read(value).kind not in ("year", "month", "day"):
        raise ValueError(f"'{value}' is no date: expected a year, a month or a day such as 2025-05-09")
    return value


def check_day(value: str) -> str:
    if not read(check_date(value)).day:
        raise ValueError(f"'{value}' is not a day, such as 2025-05-09")
    return value


def is_overdue(due: str, today: str) -> bool:
    """Whether a period, or the last of two, had passed before a day began."""
    return start_of(today) > end_of(due)


@lru_cache(maxsize=4096)
def end_of(period: str | None) -> str:
    """Return what sorts periods by where they end: a year after its months, none before all."""
    if not period:
        return ""
    point = read(points(period)[-1])
    after, month = divmod(point.last - 1, 12)
    return f"{_sorted(point.year + after)}-{month + 1:02}-{point.day or 31:02}"


def start_of(period: str | None) -> str:
    """Return the day on which a period begins; nothing for none."""
    if not period:
        return ""
    point = read(points(period)[0])
    return f"{_sorted(point.year)}-{point.first:02}-{point.day or 1:02}"


def _sorted(year: int) -> str:
    """Return a year as sorting text sorts it: those before Christ before all, the last of them last."""
    return f"{year:04}" if year > 0 else f"-{9999 + year:04}"


def is_short(period: str) -> bool:
    """Whether a period is one month or day."""
    return [read(point).kind in ("month", "day") for point in points(period)] == [True]


def iso(period: str) -> str:
    """Return a period as ISO 8601 says it: itself, or, where it has no sign for such a one, its months.

    Of a season, both its years: when in them it begins is not known here.
    """
    both = {typed: read(typed) for typed in points(period)}
    if all(point.kind in ("year", "month", "day") for point in both.values()):
        return "/".join(
            typed if point.year > 0 else f"{'-' * (point.year < 0)}{-point.year:04}" for typed, point in both.items()
        )
    length = 4 if read(points(period)[0]).kind == "season" else 7
    return f"{start_of(period)[:length]}/{end_of(period)[:length]}"


@lru_cache(maxsize=4096)
def span(period: str) -> tuple[float, float]:
    """Return where a period begins and where it ends, in years, each of twelve equal months."""
    (first, _), (_, last) = map(_stretch, (points(period)[0], points(period)[-1]))
    return first, last


def _stretch(typed: str) -> tuple[float, float]:
    point = read(typed)
    start, end = point.year + (point.first - 1) / 12, point.year + point.last / 12
    if not point.day:
        return start, end
    days = 12 * monthrange(point.year, point.first)[1]
    return start + (point.day - 1) / days, start + point.day / days


def middle(period: str) -> float:
    """Return where the middle of a period lies, in years: that of a whole year on its number."""
    return sum(span(period)) / 2 - 0.5


def follows(period: str, before: str) -> bool:
    """Whether a period is the next after another: no time lies between them, or one is the other a year later."""
    (start, end), (first, last) = span(period), span(before)
    a_year_on = abs(start - first - 1) < A_DAY and abs(end - last - 1) < A_DAY
    return start + end > first + last and (start < last + A_DAY / 2 or a_year_on)


def is_latest(period: str | None, others: Iterable[str | None]) -> bool:
    """Whether none of the others ends later: only then is a next figure still to come."""
    return all(end_of(other) <= end_of(period) for other in others)
