"""Where a statistic is used."""

from __future__ import annotations

from pathlib import Path

from microsite.derive import derive_facts
from microsite.uses import Use, find_uses
from tests.project import CHAPTER, load

EN, ZH = "content/en/chapters/1-harvest.md", "content/zh/chapters/1-harvest.md"
CHART, HARVEST = "content/charts/more-trees.yaml", "data/statistics/harvest.yaml"


def uses_of(folder: Path, id_: str, body: str = "") -> list[Use]:
    project = load(folder, {EN: CHAPTER["en"] + body, ZH: CHAPTER["zh"] + body})
    return list(find_uses(project, derive_facts(project)[0]).get(id_, ()))


def test_pages_charts_and_formulas(tmp_path: Path) -> None:
    assert uses_of(tmp_path, "trees") == [
        Use("page", "chapters/harvest", Path(EN), 5, "en"),
        Use("page", "chapters/harvest", Path(ZH), 5, "zh"),
        Use("chart", "more-trees", Path(CHART), 9),
        Use("formula", "crop-per-tree", Path(HARVEST), 41),
    ]


def test_each_place_is_listed_once_at_its_first_line(tmp_path: Path) -> None:
    assert uses_of(tmp_path, "crop", "\nSo {crop} and {crop@2024|value}.\n\n{big:crop}\n") == [
        Use("page", "chapters/harvest", Path(EN), 9, "en"),
        Use("page", "chapters/harvest", Path(ZH), 9, "zh"),
    ]


def test_terms_dates_and_names_are_no_uses(tmp_path: Path) -> None:
    assert uses_of(tmp_path, "crop", "\n{name:crop} {words:crop} {date:2024}\n") == []
