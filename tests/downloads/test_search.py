"""What the index of statistics is searched in: every language at once, folded as readers may type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from microsite.charts.story import Story
from microsite.downloads.search import render_search
from microsite.pipeline import read
from tests.language.words import numerals
from tests.project import STATISTICS, write_project


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("850,000", "850000"),
        ("1,234,567.5", "1234567.5"),
        ("８５０，０００", "850000"),
        ("８５万％", "85万%"),
        ("R&D", "r&d"),
        ("2020,21", "2020,21"),
        ("85万", "85万"),
    ],
)
def test_folds_case_width_and_separators(typed: str, folded: str) -> None:
    assert numerals("en").fold(typed) == folded


def test_a_statistic_is_found_by_its_names_and_each_figure_by_its_own_words(tmp_path: Path) -> None:
    story = read(write_project(tmp_path))
    files = render_search(story)
    text = files["data/search.js"].decode()
    assert text.startswith("window.haystacks=")
    haystacks = json.loads(text.removeprefix("window.haystacks=").rstrip(";\n"))
    label, figures = haystacks["trees"]
    assert {"trees", "果树", "棵"} == set(label.split("\n"))
    assert {"1200", "more than 1200 trees", "超过1200棵", "the grower", "果农"} <= set(figures["2024"].split("\n"))
    assert {"900", "900 trees", "900棵", "the almanac", "年鉴"} <= set(figures["2023"].split("\n"))


def test_a_figure_is_found_as_it_was_printed(tmp_path: Path) -> None:
    statistics = STATISTICS.replace("printed: more than 1200 trees", "printed: more than 1200 apple trees")
    story = read(write_project(tmp_path, {"data/statistics/harvest.yaml": statistics}))
    text = render_search(story)["data/search.js"].decode()
    haystacks = json.loads(text.removeprefix("window.haystacks=").rstrip(";\n"))
    assert "more than 1200 apple trees" in haystacks["trees"][1]["2024"].split("\n")


def test_every_statistic_of_the_real_site_is_in_it(story: Story) -> None:
    text = render_search(story)["data/search.js"].decode()
    haystacks = json.loads(text.removeprefix("window.haystacks=").rstrip(";\n"))
    assert {id_: set(figures) for id_, (_, figures) in haystacks.items()} == {
        id_: {datum.key for datum in data} for id_, data in story.facts.data.items()
    }
