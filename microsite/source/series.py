"""The short form of a series, values by period → observations of the full form, each at its place in the file.

    series:
      harvest-book:
        label: {en: Weighed at the barn, zh: 谷仓过磅}
        source: harvest-book
        values: {2022: 44, 2023: {value: 41.5, bound: about}}  # or a CSV file beside this one: harvest.csv

From here on nobody needs to know how an observation was typed: a problem of one is told at its value's line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from microsite.errors import Problem
from microsite.source.calendar import end_of
from microsite.source.models import Shared
from microsite.source.yamlfile import Document, Location

TABLE = ".csv"
Tables = tuple[tuple[Location, Document], ...]
FIELD, ENTRY = 4, 5  # parts of (statistic, "series", series, field) and of (…, "values", period)
_Places = dict[Location, list[Location]]  # of parts of a document, where they stand in the observations made of them


@lru_cache(maxsize=256)  # a document that did not change has the same observations: what is kept of them is kept
def expand(document: Document, tables: Tables = ()) -> tuple[Document, tuple[Problem, ...]]:
    """Return a file of statistics whose series hold no values any more: their observations do, the newest first.

    `tables` are the CSV files that series name, each with where it is named. What is no series, or holds no values by
    period, stays as it is, for load.py to complain of.
    """
    if not isinstance(document.data, dict):
        return document, ()
    places: _Places = {}
    named = dict(tables)
    data = {id_: _expanded(id_, statistic, places, named) for id_, statistic in document.data.items()}
    elsewhere = {
        name: (named[old[:FIELD]], old[FIELD:])
        for old, names in places.items()
        if old[:FIELD] in named and len(old) == ENTRY
        for name in names
    }
    keys, values = dict(document.keys), dict(document.values)
    for old, new in _moved(document.values, places):
        values[new] = document.values[old]
        if old in document.keys:
            keys[new] = document.keys[old]
    for old, names in places.items():
        if len(old) == ENTRY and old in document.keys:  # what a value is of is its key
            for name in names:
                values[*name, "period"] = (document.keys[old], document.keys[old])
                values.setdefault((*name, "value"), document.values[old])
    twice = (old for old in document.keys if old[:ENTRY] in places and old[ENTRY:] in (("period",), ("series",)))
    problems = [
        document.problem(old, f"a value of a series has no '{old[-1]}' of its own", at_key=True) for old in twice
    ]
    return replace(document, data=data, keys=keys, values=values, elsewhere=elsewhere), tuple(problems)


def find_tables(document: Document) -> Iterator[tuple[Location, str]]:
    """Yield where series name CSV files, and which."""
    for id_, statistic in document.data.items() if isinstance(document.data, dict) else ():
        series = statistic.get("series") if isinstance(statistic, dict) else None
        for name, typed in series.items() if isinstance(series, dict) else ():
            values = typed.get("values") if isinstance(typed, dict) else None
            if isinstance(values, str) and values.endswith(TABLE):
                yield (id_, "series", name, "values"), values


def _end(period: str) -> str:
    """Return what sorts periods; of what is none, which load.py refuses at its place, nothing."""
    try:
        return end_of(period)
    except ValueError:
        return ""


def _expanded(id_: str, statistic: Any, places: _Places, tables: Mapping[Location, Document]) -> Any:
    if not isinstance(statistic, dict) or not isinstance(statistic.get("series"), dict):
        return statistic
    observations = statistic.get("observations", [])
    if not isinstance(observations, list):
        return statistic
    observations, series = list(observations), dict(statistic["series"])
    for name, typed in series.items():
        here: Location = (id_, "series", name)
        table = tables.get((*here, "values"))
        if table and isinstance(typed, dict):
            typed = {**typed, "values": table.data}
        if not isinstance(typed, dict) or not isinstance(typed.get("values"), dict):
            continue
        shared = {field: typed[field] for field in Shared.model_fields if field in typed}
        for period in sorted(typed["values"], key=_end, reverse=True):
            own = typed["values"][period]
            own = own if isinstance(own, dict) else {"value": own}
            there: Location = (id_, "observations", len(observations))
            places.setdefault((*here, "values", period), []).append(there)
            for field in shared.keys() - own.keys():
                places.setdefault((*here, field), []).append((*there, field))
            observations.append({**shared, **own, "period": period, "series": name})
        if typed["values"] or table:
            series[name] = {field: typed[field] for field in typed if field != "values" and field not in shared}
    return {**statistic, "observations": observations, "series": series}


def _moved(known: Mapping[Location, Any], places: _Places) -> Iterator[tuple[Location, Location]]:
    for location in known:
        for length in (FIELD, ENTRY):
            for name in places.get(location[:length], ()):
                yield location, (*name, *location[length:])
