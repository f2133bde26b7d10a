"""The short form of a series, values by period → observations of the full form, each at its place in the file.

    series:
      harvest-book:
        label: {en: Weighed at the barn, zh: 谷仓过磅}
        source: harvest-book
        values: {2022: 44, 2023: {value: 41.5, bound: about}}  # or a CSV file beside this one: harvest.csv

From here on nobody needs to know how an observation was typed: a problem of one is told at its value's line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from microsite.errors import Problem
from microsite.source.calendar import end_of
from microsite.source.models import Shared
from microsite.source.yamlfile import Document, Location

TABLE = ".csv"
Tables = tuple[tuple[Location, Document], ...]


@lru_cache(maxsize=8192)  # a document that did not change has the same observations: what is kept of them is kept
def expand(document: Document, tables: Tables = ()) -> tuple[Document, tuple[Problem, ...]]:
    """Return a file of statistics whose series hold no values any more: their observations do, the newest first.

    `tables` are the CSV files that series name, each with where it is named. What is no series, or holds no values by
    period, stays as it is, for load.py to complain of.
    """
    data, named = dict(document.data) if isinstance(document.data, dict) else document.data, dict(tables)
    elsewhere: dict[Location, tuple[Document, Location]] = {}
    problems: list[Problem] = []
    for place, typed in _series(document):
        (id_, _, name), table = place, named.get((*place, "values"))
        values, observations = table.data if table else typed.get("values"), data[id_].get("observations", [])
        if not isinstance(values, dict) or not isinstance(observations, list):
            continue
        shared = {field: typed[field] for field in Shared.model_fields if field in typed}
        observations = list(observations)
        for period in sorted(values, key=_end, reverse=True):
            own = values[period] if isinstance(values[period], dict) else {"value": values[period]}
            here = (table, (period,)) if table else (document, (*place, "values", period))
            there: Location = (id_, "observations", len(observations))
            elsewhere[there] = here
            if own is not values[period]:
                elsewhere[*there, "value"] = here
            elsewhere |= {(*there, field): (document, (*place, field)) for field in shared.keys() - own.keys()}
            for field in ("period", "series"):
                if field in own:
                    message = f"a value of a series has no '{field}' of its own"
                    problems.append(document.problem((*place, "values", period, field), message, at_key=True))
            observations.append({**shared, **own, "period": period, "series": name})
        if values or table:
            typed = {field: typed[field] for field in typed if field != "values" and field not in shared}
        series = {**data[id_]["series"], name: typed}
        data[id_] = {**data[id_], "observations": observations, "series": series}
    return replace(document, data=data, elsewhere=elsewhere), tuple(problems)


def find_tables(document: Document) -> Iterator[tuple[Location, str]]:
    """Yield where series name files, and which."""
    for place, typed in _series(document):
        if isinstance(values := typed.get("values"), str) and "." in values:
            yield (*place, "values"), values


def _series(document: Document) -> Iterator[tuple[tuple[str, str, str], dict[str, Any]]]:
    """Yield the series of a file's statistics, each with where it stands."""
    for id_, statistic in document.data.items() if isinstance(document.data, dict) else ():
        series = statistic.get("series") if isinstance(statistic, dict) else None
        for name, typed in series.items() if isinstance(series, dict) else ():
            if isinstance(typed, dict):
                yield (id_, "series", name), typed


def _end(period: str) -> str:
    """Return what sorts periods; of what is none, which load.py refuses at its place, nothing."""
    try:
        return end_of(period)
    except ValueError:
        return ""
