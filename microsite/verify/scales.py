"""A drawing's texts → those that are the numbers of its scales: no figures of its marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Container, Sequence
from decimal import Decimal
from functools import cache

from microsite.quantities import Bound
from microsite.source.calendar import read
from microsite.verify.grammar import Grammar
from microsite.verify.passages import Passage

At = tuple[float, float]  # px: from the left, from the top
_ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_YEARS = range(1900, 2101)  # which nobody takes for anything else
_APART = 2.0  # px that the numbers of a scale may stand from where the scale would have them


def find_scales(drawing: Sequence[Passage], grammar: Grammar) -> frozenset[At]:
    """Return where the numbers of a drawing's scales stand.

    These are no figures of its marks: in a row, just as far apart as their values are, round numbers at equal steps,
    or each ten times the one before, or every so many years.
    """
    eras, years = _eras_and_years(grammar)
    numbers: dict[At, Decimal] = {}
    for passage in drawing:
        numerals = grammar.numerals(passage.text)
        if passage.at and len(numerals) == 1 and isinstance(numerals[0].value, Decimal):
            rest = (passage.text[: numerals[0].start], passage.text[numerals[0].end :])
            if numerals[0].bound is Bound.EXACT and (rest == ("", "") or rest in grammar.telling):
                numbers[passage.at] = numerals[0].value
            elif rest in eras:
                numbers[passage.at] = 1 - numerals[0].value
    found: set[At] = set()
    for axis in (0, 1):
        rows: dict[float, list[tuple[float, Decimal]]] = defaultdict(list)
        for at, value in numbers.items():
            rows[at[1 - axis]].append((at[axis], value))
        for across, row in rows.items():
            if _is_scale(sorted(row), years):
                found |= {(along, across) if axis == 0 else (across, along) for along, _ in row}
    return frozenset(found)


@cache
def _eras_and_years(grammar: Grammar) -> tuple[Collection[tuple[str, ...]], Collection[int]]:
    """Return what stands around years before Christ, and the years that a scale may end with."""
    dates = grammar.wordings.dates
    eras = {tuple(said.split(period[1:])) for period, said in dates.items() if re.fullmatch("-[1-9][0-9]*", period)}
    return eras, {*_YEARS, *(read(period).year for period in dates if re.fullmatch("[0-9]{4}|-[1-9][0-9]*", period))}


def _is_scale(row: Sequence[tuple[float, Decimal]], years: Container[int]) -> bool:
    """Whether numbers, given as (px, value) from left to right or top to bottom, are those of a scale.

    One of years ends with one of `years`.
    """
    values = [value for _, value in row]
    if len(row) < 2 or len(set(values)) < len(row):
        return False
    if all(value > 0 and value.normalize().as_tuple().digits == (1,) for value in values):  # powers of ten
        return _spaced([(at, Decimal(value.adjusted())) for at, value in row])
    step = abs(values[1] - values[0]).normalize()
    round_step = step.scaleb(-step.adjusted()) in _ROUND and all(not value % step for value in values)
    dated = max(values) in years and all(value == int(value) for value in values)
    return len(row) > 2 and (round_step or dated) and _spaced(row)


def _spaced(row: Sequence[tuple[float, Decimal]]) -> bool:
    """Whether values lie as far apart as they stand."""
    (start, first), (end, last) = row[0], row[-1]
    along = (start + (end - start) * float((value - first) / (last - first)) for _, value in row)
    return all(abs(px - at) <= _APART for px, (at, _) in zip(along, row, strict=True))
