"""Periods and days as editors type them: what is one, which ends first, what is overdue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

PERIOD_POINT = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
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


def is_latest(period: str | None, others: Iterable[str | None]) -> bool:
    """Whether none of the others ends later: only then is a next figure still to come."""
    return all(end_of(other) <= end_of(period) for other in others)


def _first_day(point: str) -> date:
    try:
        return date(*[*map(int, point.split("-")), 1, 1][:3])
    except ValueError:
        raise ValueError(f"'{point}' is no day of the calendar") from None
