"""A CSV file of a series' values → what YAML would hold in its place, by period, with the position of every cell.

    period,value,bound,note
    2024-01,612,about,Ice on the gauge.

Cells are what was typed: the dates of a spreadsheet, or numbers with commas, are refused where they stand, not guessed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from microsite.errors import Problem, hint
from microsite.source.models import Entry
from microsite.source.yamlfile import Document, TextMark

TEXTS = ("note", "label", "period_label")  # in the site's first language; note.zh, and so on, in others
COLUMNS = ("period", "value", "value_to", *sorted(Entry.model_fields.keys() - {"value", "mentions"}))


@lru_cache(maxsize=256)  # as parsed YAML is kept
def parse_table(text: str, shown: Path, language: str) -> tuple[Document, list[Problem]]:
    """Return the rows of a table, by period; `language` is that of texts in columns that name none."""
    table = Document(shown, text, {})
    rows = _rows(text)
    try:
        head = next(rows, [])
        problems = _unknown(head, shown)
        for row in rows if not problems else ():
            problems += _read(table, row, [name for name, _ in head], language)
    except csv.Error as error:
        what, line = error.args
        return table, [Problem(shown, line, 1, f"is not CSV: {what}; check the quotation marks")]
    if not (problems or table.data):
        problems = [Problem(shown, 1, 1, "has no row below the names of its columns")]
    return table, problems


def _rows(text: str) -> Iterator[list[tuple[str, TextMark]]]:
    """Yield the cells of each row that has any, with their places. Raises csv.Error with the line of a row."""
    lines = text.split("\n")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=lines[0].count), strict=True)
    first = 0
    try:
        for cells in reader:
            row, at = [], 0
            for cell in cells:
                column = max(lines[first].find(cell, at), at)
                mark = TextMark(name="", index=0, line=first, column=column, buffer=None, pointer=0)
                row.append((cell.strip(), mark))
                at = column + len(cell) + 1
            while row and not row[-1][0]:  # as spreadsheets leave behind what was there once
                row.pop()
            if row:
                yield row
            first = reader.line_num
    except csv.Error as error:
        raise csv.Error(error, first + 1) from None


def _unknown(head: list[tuple[str, TextMark]], shown: Path) -> list[Problem]:
    if not any(name.partition(".")[0].lower() in COLUMNS for name, _ in head):
        return [Problem(shown, 1, 1, "does not begin with the names of its columns, such as period,value")]
    problems = []
    for name, mark in head:
        field, _, language = name.partition(".")
        if field not in COLUMNS or (language and field not in TEXTS):
            message = f"unknown column '{name}'{hint(field, COLUMNS)}"
            problems.append(Problem(shown, mark.line + 1, mark.column + 1, message))
    lacking = [name for name in ("period", "value") if name not in [known for known, _ in head]]
    return problems or [Problem(shown, 1, 1, f"lacks the column '{name}'") for name in lacking]


def _read(table: Document, row: list[tuple[str, TextMark]], names: list[str], language: str) -> Iterator[Problem]:
    """Add a row to what the table holds."""
    if len(row) > len(names):
        mark = row[len(names)][1]
        message = f"has more cells than there are columns, {len(names)}"
        yield Problem(table.path, mark.line + 1, mark.column + 1, message)
    cells = {name: cell for name, cell in zip(names, row, strict=False) if cell[0]}
    period, mark = cells.pop("period", ("", row[0][1]))
    if not period or period in table.data:
        message = f"a second row for '{period}'" if period else "has no 'period'"
        yield Problem(table.path, mark.line + 1, mark.column + 1, message)
        return
    table.keys[period,] = mark
    table.values[period,] = (mark, mark)
    entry: dict[str, Any] = {}
    table.data[period] = entry
    for name, (cell, place) in cells.items():
        field, _, tongue = name.partition(".")
        if field in TEXTS:
            entry.setdefault(field, {})[tongue or language] = cell
            table.values[period, field, tongue or language] = (place, place)
        else:
            entry[field] = cell
        table.values[period, field] = (place, place)
    if "value_to" in entry:
        entry["value"] = [entry.get("value", ""), entry.pop("value_to")]
