"""Problems of all kinds come together."""

from __future__ import annotations

from pathlib import Path

from tests.checks.samples import by_hand
from tests.project import CHAPTER, CHART, CHART_FILE, EN, HARVEST, STATISTICS, read_problems


def test_problems_of_all_kinds_come_together(tmp_path: Path) -> None:
    problems = read_problems(
        tmp_path,
        {
            HARVEST: STATISTICS.replace("unit: tonnes", "unit: tonne").replace("formula: (", "formula: 2 * ("),
            CHART_FILE: CHART.replace("form: bars", "form: bar"),
            EN: CHAPTER["en"] + "\nSome 12 trees.\n",
            "content/zh/index.md": None,
        },
    )
    assert problems == [
        f"{CHART_FILE}:1:7: unknown form 'bar', did you mean 'bars'?",
        f"{EN}:9:6: {by_hand('12')}",
        "content/zh/index.md: is missing",
        f"{HARVEST}:24:9: unknown unit 'tonne', did you mean 'tonnes'?",
    ]
