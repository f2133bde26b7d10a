"""What the command `explain` says of a statistic."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.desk.explain import explain
from microsite.pipeline import read
from tests.project import HARVEST, STATISTICS, write_project


def explained(folder: Path, id_: str) -> list[str]:
    story = read(write_project(folder))
    return explain(story, id_).splitlines()


def test_an_observed_statistic(tmp_path: Path) -> None:
    lines = STATISTICS.splitlines()
    value = lines.index("    - value: 1200") + 1
    assert explained(tmp_path, "trees") == [
        "trees  data/statistics/harvest.yaml:1",
        "  en  Trees: Trees that bear fruit.",
        "  zh  果树: 结果的树。",
        "",
        f"2024  more than 1,200 trees · 超过1200棵  [article, measured, more-than]  {HARVEST}:{value}",
        "    The Gazette, 2024-10-01 (official), paragraph 2: more than 1200 trees  https://gazette.example/autumn",
        f"2023  900 trees · 900棵  [context, measured, exact]  {HARVEST}:{value + 8}",
        "    The Almanac, undated (weak)",
        "",
        "Used in",
        "  page chapters/harvest (en)  content/en/chapters/1-harvest.md:5",
        "  page chapters/harvest (zh)  content/zh/chapters/1-harvest.md:5",
        "  chart more-trees  content/charts/more-trees.yaml:9",
        "  formula crop-per-tree  data/statistics/harvest.yaml:41",
    ]


def test_a_derived_statistic(tmp_path: Path) -> None:
    said = explained(tmp_path, "crop-per-tree")
    assert "Formula  (trees - trees@2023) / trees@2023  data/statistics/harvest.yaml:41" in said
    assert said[-1] == "  nothing yet"


def test_notes_are_said(tmp_path: Path) -> None:
    assert "      Pears are not counted." in explained(tmp_path, "crop")


def test_what_disagrees_was_corrected_and_is_due(tmp_path: Path) -> None:
    why = "why: {en: We counted., zh: 我们数过。}"
    log = (
        f"- date: 2025-06-01\n  statistic: trees@2024\n  was: 1150\n  now: {{value: 1200, bound: more-than}}\n  {why}\n"
    )
    changes: dict[str, str | bytes | None] = {
        "data/disagreements.yaml": f"gate:\n  figures: [crop@2024, trees@2023]\n  {why}\n",
        "data/corrections.yaml": log,
        "data/statistics/harvest.yaml": STATISTICS.replace("value: 900", "value: 900\n      next_release: 2025-11"),
    }
    story = read(write_project(tmp_path, changes))
    lines = explain(story, "trees").splitlines()
    assert "    the next figure is due: 2025-11" in lines
    assert lines[-2:] == [
        "Disagreement  crop@2024, trees@2023  data/disagreements.yaml:1",
        "Corrected  2025-06-01  trees@2024: 1150 → more-than 1200  data/corrections.yaml:1",
    ]


def test_an_unknown_id(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^unknown statistic 'tree', did you mean 'trees'\?$"):
        explained(tmp_path, "tree")
