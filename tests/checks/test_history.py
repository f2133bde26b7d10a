"""Figures that disagree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import read_problems

RIVALS = "trees-counted:\n  figures: [{figures}]\n  why: {{en: We counted., zh: 我们数过。}}\n"


@pytest.mark.parametrize(
    ("figures", "problems"),
    [
        ("trees@2024, trees@2023", []),
        ("trees@2024, tree@2023", [":2:25: unknown statistic 'tree', did you mean 'trees'?"]),
        ("trees@2024, trees@2022", [":2:25: 'trees' has no observation '2022', did you mean '2024'?"]),
        ("trees@2024, trees@2024", [":2:12: nothing here disagrees: expected different figures"]),
        ("trees@2024", [":2:12: nothing here disagrees: expected different figures"]),
        (
            "trees, trees@2023",
            [":2:13: 'trees' will be another figure when one is put in above it; write 'trees@2024'"],
        ),
    ],
)
def test_figures_that_disagree(tmp_path: Path, figures: str, problems: list[str]) -> None:
    said = read_problems(tmp_path, {"data/disagreements.yaml": RIVALS.format(figures=figures)})
    assert said == [f"data/disagreements.yaml{problem}" for problem in problems]
