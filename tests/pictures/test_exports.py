"""Pictures to take away: everything in one file, in colours of one theme, with title and sources."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from microsite.charts.chart import Artboard
from microsite.charts.story import Story
from microsite.charts.style import TOKENS
from microsite.pictures.drawn import sketch
from microsite.pictures.exports import Picture, render_exports
from microsite.pipeline import read
from tests.project import CHART, STATISTICS, write_project

DRAWN = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 100" font-size="14">
<rect fill="var(--vermilion)" height="20" width="90" x="9" y="9"><title>Trees: 1,200</title></rect>
</svg>
"""
COLOURS = {token: {"light": f"#{number:06x}", "dark": f"#ff{number:04x}"} for number, token in enumerate(TOKENS)}
LIGHT = Picture("more-trees", "en", "light", "svg")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    chart = CHART.replace("More trees,", "'More & more: trees < shrubs',")
    return read(write_project(tmp_path_factory.mktemp("exports"), {"content/charts/more-trees.yaml": chart}))


@pytest.fixture(scope="module")
def pictures(story: Story) -> dict[Picture, str]:
    return export(story, {Artboard("more-trees", code, 720): DRAWN for code in ("en", "zh")})


def export(story: Story, artboards: dict[Artboard, str]) -> dict[Picture, str]:
    return render_exports(story, sketch(story).charts, artboards, COLOURS)


def test_every_language_and_theme_has_its_file(pictures: dict[Picture, str]) -> None:
    assert sorted(picture.path for picture in pictures) == [
        "data/charts/more-trees-en-dark.svg",
        "data/charts/more-trees-en.svg",
        "data/charts/more-trees-zh-dark.svg",
        "data/charts/more-trees-zh.svg",
    ]


def test_title_sources_and_site_are_drawn_in(pictures: dict[Picture, str]) -> None:
    root = ET.fromstring(pictures[LIGHT])
    assert root[0].text == "More & more: trees < shrubs"
    said = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert said == [
        "More & more: trees < shrubs",
        "Trees that bear fruit",
        "Sources: The Almanac; The Gazette, 1 October 2024",
        "The orchard",
    ]
    assert "来源：年鉴；村报，2024年10月1日" in pictures[Picture("more-trees", "zh", "dark", "svg")]


def test_a_source_of_several_marks_is_named_once(tmp_path: Path) -> None:
    again = STATISTICS.replace("source: almanac", "source: gazette")
    story = read(
        write_project(tmp_path, {"content/charts/more-trees.yaml": CHART, "data/statistics/harvest.yaml": again})
    )
    drawing = export(story, {Artboard("more-trees", code, 720): DRAWN for code in ("en", "zh")})[LIGHT]
    assert drawing.count("The Gazette") == 1
    assert "Source: The Gazette, 1 October 2024" in drawing


def test_colours_are_those_of_the_theme(pictures: dict[Picture, str]) -> None:
    vermilion = COLOURS["vermilion"]
    for picture, drawing in pictures.items():
        other = "dark" if picture.theme == "light" else "light"
        assert f'fill="{vermilion[picture.theme]}"' in drawing
        assert vermilion[other] not in drawing
        assert "var(" not in drawing
        assert "<title>Trees: 1,200</title>" in drawing


def test_what_is_no_artboard_fails(story: Story) -> None:
    with pytest.raises(ValueError, match="an artboard is not as"):
        export(story, {Artboard("more-trees", code, 720): "<svg></svg>" for code in ("en", "zh")})
