"""Facts and charts → the files in site/data/: CSV, JSON and a data package, from the values that pages show."""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from microsite.charts.chart import Chart
from microsite.charts.story import Story
from microsite.facts.derive import Datum, Facts
from microsite.language.prose import Prose
from microsite.source.project import Project

# Frictionless Table Schema types of the columns that are no strings.
COLUMNS = {
    **dict.fromkeys(("value", "value_to", "low", "high"), "number"),
    "paragraph": "integer",
    "verdict_day": "date",
}
# Columns that a row has as its datum does.
AS_KNOWN = ("status", "basis", "role", "source", "series", "counter", "speaker")
# Columns of no chart.
OF_STATISTICS = ("period_is", "basis", "counter", "speaker", "paragraph", "printed", "verdict_day")
FORMULAS = (*"=+-@＝＋－＠", "\t", "\r")  # what begins one to a spreadsheet; of full width, to those of East Asia
NUMBERS = ("number", "integer")  # of these types


def render_downloads(story: Story, charts: Mapping[tuple[str, str], Chart]) -> dict[str, bytes]:
    """Return every download by its path below the site."""
    project, facts, proses = story.project, story.facts, story.proses
    rows = [_row(datum, proses) for datum in facts]
    files = {"data/statistics.csv": _csv(rows), "data/statistics.json": _json(_statistics(project, facts, proses))}
    resources = [_resource("statistics", "statistics.csv", rows)]
    for slug in project.charts:
        drawn = [*_chart_rows(slug, charts, proses)]
        files[f"data/charts/{slug}.csv"] = _csv(drawn)
        resources.append(_resource(slug, f"charts/{slug}.csv", drawn))
    files["data/datapackage.json"] = _json(_package(project, proses, resources))
    return files


def _number(number: Decimal | None) -> str:
    return "" if number is None else format(number, "f")


def _row(datum: Datum, proses: Mapping[str, Prose]) -> dict[str, str]:
    quantity = datum.quantity
    return {
        "id": datum.statistic,
        "key": datum.key,
        **{f"label_{code}": prose.label(datum) for code, prose in proses.items()},
        "unit": datum.unit,
        "period": datum.period or "",
        "period_is": datum.period_is,
        "value": _number(quantity.number),
        "value_to": _number(quantity.upper) if isinstance(quantity.value, tuple) else "",
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "bound": quantity.bound.value,
        **{name: str(getattr(datum, name) or "") for name in AS_KNOWN},
        "paragraph": "" if datum.paragraph is None else str(datum.paragraph),
        "printed": datum.printed or "",
        "verdict": datum.verdict.kind if datum.verdict else "",
        "verdict_day": datum.verdict.day if datum.verdict else "",
    }


def _chart_rows(
    slug: str, charts: Mapping[tuple[str, str], Chart], proses: Mapping[str, Prose]
) -> Iterator[dict[str, str]]:
    """Yield what a chart's marks show, each labelled as the chart labels it."""
    for marks in zip(*(charts[slug, code].marks for code in proses), strict=True):
        labels = {f"label_{code}": mark.label for code, mark in zip(proses, marks, strict=True)}
        row = _row(marks[0].datum, proses) | labels
        yield {name: cell for name, cell in row.items() if name not in OF_STATISTICS}


def _statistics(project: Project, facts: Facts, proses: Mapping[str, Prose]) -> dict[str, Any]:
    """The same figures with the texts of every statistic and source, in all languages."""

    def said(text: Mapping[str, str] | None) -> dict[str, str]:
        return {code: proses[code].text(words) for code, words in (text or {}).items()}

    statistics = {}
    for id_, data in facts.data.items():
        statistic = project.statistics[id_]
        statistics[id_] = {
            **{name: said(getattr(statistic, name)) for name in ("label", "definition", "note")},
            "unit": statistic.unit,
            "subject": statistic.subject,
            "formula": statistic.derive.formula if statistic.derive else "",
            "series": {
                name: {"label": said(series.label), "breaks": {at: said(why) for at, why in series.breaks.items()}}
                for name, series in statistic.series.items()
            },
            "observations": [_observation(datum, proses) for datum in data],
        }
    sources = {
        id_: {
            "publisher": source.publisher,
            "title": source.title or {},
            **{name: getattr(source, name) or "" for name in ("date", "grade", "language", "url")},
        }
        for id_, source in project.sources.items()
    }
    return {"statistics": statistics, "sources": sources}


def _observation(datum: Datum, proses: Mapping[str, Prose]) -> dict[str, Any]:
    """Return a row's cells, but for empty ones: numbers as numbers, and how each language words the figure."""
    row: dict[str, Any] = {name: cell for name, cell in _row(datum, proses).items() if cell}
    for name in row.keys() & {name for name, kind in COLUMNS.items() if kind in NUMBERS}:
        number = Decimal(row[name])
        row[name] = int(number) if number == int(number) else float(number)
    return row | {f"worded_{code}": prose.wording.datum(datum, "full") for code, prose in proses.items()}


def _resource(name: str, path: str, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """A Frictionless tabular data resource: https://datapackage.org/profiles/2.0/tabulardataresource.json."""
    fields = [{"name": column, "type": COLUMNS.get(column, "string")} for column in (rows[0] if rows else ())]
    return {
        "name": name,
        "path": path,
        "type": "table",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _package(project: Project, proses: Mapping[str, Prose], resources: list[dict[str, Any]]) -> dict[str, Any]:
    """A data package: https://datapackage.org/standard/data-package/."""
    default = project.default_language
    article = project.sources[project.site.article] if project.site.article else None
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "statistics",
        "title": proses[default].text(project.site.title[default]),
        "description": proses[default].text(project.site.description[default]),
        "resources": resources,
    }
    if project.site.licence_url:  # without an address, the standard knows no licence but by its own names
        licence = project.site.licence[default]
        package["licenses"] = [{"title": licence, "path": project.site.licence_url}]
    if article:
        title = (article.title or article.publisher)[default]
        package["sources"] = [{"title": title, **({"path": article.url} if article.url else {})}]
    return package


def _csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """RFC 4180 with a line feed at line ends, UTF-8: the same bytes everywhere.

    It begins with a byte-order mark, or Excel would read it as what the reader's Windows is set to, and no Chinese.
    Programs that read tables know the mark: pandas, R's readr, DuckDB, frictionless; Python's csv by `utf-8-sig`.
    A text that spreadsheets would take for a formula begins with an apostrophe, which has them take it for text.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _inert(name, cell) for name, cell in row.items()} for row in rows)
    return BOM_UTF8 + text.getvalue().encode()


def _inert(name: str, cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) and COLUMNS.get(name) != "number" else cell


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
