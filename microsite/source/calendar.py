"""Periods and days as editors type them: what is one, which ends first, what is overdue."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

PERIOD_POINT = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
A_DAY = 1 / 366
PERIOD = re.compile(rf"{PERIOD_POINT}(/{PERIOD_POINT})?")


def check_period(value: str) -> str:
    if not PERIOD.fullmatch(value):
        raise ValueError(
            f"'{value}' is not a period: expected a year (2024), a month (2024-12), a day (2024-12-31) "
            "or two of them with a slash (2019/2024)"
        )
    days = [_first_day(point) for point in value.split("/")]
    if days != sorted(days):
        raise ValueError(f"'{value}' ends before it begins")
    return value


def check_date(value: str) -> str:
    if "/" in check_period(value):
        raise ValueError(f"'{value}' is two dates: expected one, a year, a month or a day such as 2025-05-09")
    return value


def check_day(value: str) -> str:
    if len(check_period(value)) != len("2025-05-09"):
        raise ValueError(f"'{value}' is not a day, such as 2025-05-09")
    return value


def is_overdue(due: str, today: str) -> bool:
    """Whether a period (a year, a month, a day, or the last of two) had passed before a day began."""
    last = due.split("/")[-1]
    return today[: len(last)] > last


def end_of(period: str | None) -> str:
    """Return what sorts periods by where they end: a year after its months, none before all."""
    last = (period or "").split("/")[-1]
    return last + "-12-31"[len(last) - 4 :] if last else ""


def start_of(period: str | None) -> str:
    """Return the day on which a period begins; nothing for none."""
    first = (period or "").split("/")[0]
    return first + "-01-01"[len(first) - 4 :] if first else ""


def span(period: str) -> tuple[float, float]:
    """Return where a period begins and where it ends, in years, each of twelve equal months."""
    first, last = period.split("/")[0], period.split("/")[-1]
    return _stretch(first)[0], _stretch(last)[1]


def _stretch(point: str) -> tuple[float, float]:
    year, *rest = map(int, point.split("-"))
    if not rest:
        return year, year + 1
    month, *day = rest
    if not day:
        return year + (month - 1) / 12, year + month / 12
    days = 12 * monthrange(year, month)[1]
    return year + (month - 1) / 12 + (day[0] - 1) / days, year + (month - 1) / 12 + day[0] / days


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


def _first_day(point: str) -> date:
    try:
        return date(*[*map(int, point.split("-")), 1, 1][:3])
    except ValueError:
        raise ValueError(f"'{point}' is no day of the calendar") from None
