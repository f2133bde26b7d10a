"""A chart in a page names the sources of what it draws, and of what its texts name beside that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markupsafe import Markup

from microsite.pages.figures import by_publisher
from microsite.pages.views import SourceView
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


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Gazette 2023, Almanac 2024, Gazette 2024", "Gazette 2023, 2024, Almanac 2024"),
        (
            "Gazette 2023, Gazette 2024, Gazette 2024",
            "Gazette: A 2023, Gazette: B 2024, Gazette: C 2024",
        ),  # which is which?
        ("Gazette 2023, gazette 2024", "Gazette 2023, gazette 2024"),
    ],
)
def test_a_publisher_is_named_once_where_dates_tell_its_sources_apart(given: str, expected: str) -> None:
    views = [
        SourceView(
            publisher=name, date=Markup(date), id="", title=title, grade="", note=Markup(), url="", language="", tag=""
        )
        for title, (name, date) in zip("ABC", map(str.split, given.split(", ")), strict=False)
    ]
    said = (name if name == source.date else f"{name} {source.date}" for source, name in by_publisher(views, ": "))
    assert ", ".join(said) == expected
