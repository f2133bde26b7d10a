"""Project and facts → where each statistic is used: in which pages, charts and formulas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from microsite.derive import Facts
from microsite.load import Project
from microsite.models import ChartSpec, Statistic, split_reference
from microsite.prose import markers


@dataclass(frozen=True)
class Use:
    """One place. `name` is a page's name, a chart's slug or a statistic's id; pages have a language."""

    kind: Literal["page", "chart", "formula"]
    name: str
    path: Path
    line: int
    language: str = ""


def find_uses(project: Project, facts: Facts) -> Mapping[str, tuple[Use, ...]]:
    """Return the uses of each statistic, pages first, each page, chart or formula once."""
    uses: dict[str, dict[tuple[str, str, str], Use]] = defaultdict(dict)

    def add(id_: str, use: Use) -> None:
        uses[id_].setdefault((use.kind, use.name, use.language), use)

    for language, pages in project.pages.items():
        for name, page in pages.items():
            for marker in markers(page.body):
                if marker.kind in ("number", "big"):
                    line = page.body_line + page.body.count("\n", 0, marker.start) + 1
                    add(split_reference(marker.target)[0], Use("page", name, page.path, line, language))
    for slug, spec in project.charts.items():
        where = project.where[ChartSpec, slug]
        for index, mark in enumerate(spec.marks):
            line = where.line("marks", index, "statistic")
            add(split_reference(mark.statistic)[0], Use("chart", slug, where.document.path, line))
    for id_, data in facts.data.items():
        for datum in data:
            for reference in datum.inputs:
                where = project.where[Statistic, id_]
                use = Use("formula", id_, where.document.path, where.line("derive", "formula"))
                add(split_reference(reference)[0], use)
    return {id_: tuple(places.values()) for id_, places in uses.items()}
