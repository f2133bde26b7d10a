"""A statistic's page: what all figures of a series share is said once."""

from __future__ import annotations

from pathlib import Path

from microsite.charts.story import Story
from microsite.pages.stretches import view_stretches
from microsite.pages.views import Views
from microsite.pipeline import read
from tests.project import STATISTICS, write_project

SERIES = """\
barrels:
  label: {en: Barrels, zh: 桶}
  definition: {en: Barrels filled., zh: 装满的桶。}
  unit: trees
  subject: harvest
  series:
    book: {label: {en: By the book, zh: 据账本}, source: almanac, values: {2022: 3, 2023: 4}}
  observations:
    - {value: 5, period: 2024, series: book, role: context, source: gazette}
    - {value: 6, period: 2025, role: context, source: almanac, label: {en: Elsewhere, zh: 别处}}
"""


def test_a_source_is_said_once_for_a_series_that_has_no_other(tmp_path: Path) -> None:
    for other, alone in (("almanac", True), ("gazette", False)):
        text = STATISTICS + SERIES.replace("source: gazette", f"source: {other}")
        root = write_project(tmp_path / other, {"data/statistics/harvest.yaml": text})
        story: Story = read(root)
        views = Views(story, "en", {}, artboards={}, uses=dict, today="")
        found = view_stretches(views, "barrels", views.links("statistics/barrels"))
        (book,) = (stretch for stretch in found if stretch.rows[0].datum.key != "2025")
        assert (book.source.id if book.source else "") == ("almanac" if alone else "")
        assert [row.datum.source is None for row in book.rows] == [alone] * 3
        (loose,) = (stretch for stretch in found if stretch is not book)
        assert loose.source is None and loose.rows[0].datum.source
