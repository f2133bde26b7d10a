"""A chart in a page names the sources of what it draws, and of what its texts name beside that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microsite.pipeline import build
from tests.project import CHART, CHART_FILE, write_project

ALONE = CHART.replace("  - {statistic: trees@2023}\n", "")
ALONE = ALONE.replace(", after {trees@2023}", " in bars").replace("，此前为{trees@2023}", "，画成条形")
NOTED = ALONE.replace("Counted in autumn.", '"Before, {trees@2023}."').replace("秋季清点。", '"此前为{trees@2023}。"')


@pytest.mark.parametrize(("chart", "expected"), [(ALONE, ["The Gazette"]), (NOTED, ["The Gazette", "The Almanac"])])
def test_a_chart_names_the_sources_of_figures_in_its_note(tmp_path: Path, chart: str, expected: list[str]) -> None:
    build(write_project(tmp_path / "story", {CHART_FILE: chart}), tmp_path / "site")
    for page in ("charts/more-trees/index.html", "embed/more-trees/index.html"):
        (line,) = re.findall('<p class="sources">.*?</p>', (tmp_path / "site" / page).read_text("utf-8"))
        assert re.findall("The Gazette|The Almanac", line) == expected
