"""Where a statistic is used."""

from __future__ import annotations

from pathlib import Path

from microsite.derive import derive_facts
from microsite.uses import Use, find_uses
from tests.project import CHAPTER, CHART, GLOSSARY, STATISTICS, load

EN, ZH = "content/en/chapters/1-harvest.md", "content/zh/chapters/1-harvest.md"
CHART_FILE, HARVEST = "content/charts/more-trees.yaml", "data/statistics/harvest.yaml"


def uses_of(folder: Path, id_: str, body: str = "") -> list[Use]:
    project = load(folder, {EN: CHAPTER["en"] + body, ZH: CHAPTER["zh"] + body})
    return list(find_uses(project, derive_facts(project)[0]).get(id_, ()))


def test_pages_charts_and_formulas(tmp_path: Path) -> None:
    assert uses_of(tmp_path, "trees") == [
        Use("page", "chapters/harvest", Path(EN), 5, "en"),
        Use("page", "chapters/harvest", Path(ZH), 5, "zh"),
        Use("chart", "more-trees", Path(CHART_FILE), 9),
        Use("formula", "crop-per-tree", Path(HARVEST), 41),
    ]


def test_a_link_a_section_and_a_front_matter_are_uses(tmp_path: Path) -> None:
    body = "\n## What it *weighs*\n\n[So much](stat:crop).\n\n## More\n\n{crop}\n"
    assert uses_of(tmp_path, "crop", body)[:2] == [
        Use("page", "chapters/harvest", Path(EN), 11, "en", 1, "What it *weighs*"),
        Use("page", "chapters/harvest", Path(EN), 15, "en", 2, "More"),
    ]
    text = CHAPTER["en"].replace("title: The harvest", "title: The harvest\ndeck: '{crop}'")
    project = load(tmp_path, {EN: text})
    uses = find_uses(project, derive_facts(project)[0])
    assert uses["crop"] == (Use("page", "chapters/harvest", Path(EN), 3, "en"),)


def test_a_claim_is_listed_with_its_words_where_it_is_made(tmp_path: Path) -> None:
    claims = {"data/claims.yaml": "grown:\n  holds: trees > trees@2023\n"}
    project = load(tmp_path, {**claims, EN: CHAPTER["en"] + "\n{claim:grown|More than before}.\n"})
    uses = find_uses(project, derive_facts(project)[0])
    assert [use for use in uses["trees"] if use.kind == "claim"] == [
        Use("claim", "chapters/harvest", Path(EN), 9, "en", words="More than before")
    ]


def test_records_that_name_it(tmp_path: Path) -> None:
    glossary = GLOSSARY.replace("Fruit that fell by itself.", "'{crop} of fruit.'")
    chart = CHART.replace("Counted in autumn.", "'{crop}.'")
    statistics = STATISTICS.replace("Pears are not counted.", "'{crop} and no pears.'")
    project = load(tmp_path, {"content/glossary.yaml": glossary, CHART_FILE: chart, HARVEST: statistics})
    uses = find_uses(project, derive_facts(project)[0])
    assert [(use.kind, use.name, use.line) for use in uses["crop"]] == [
        ("chart", "more-trees", 6),
        ("term", "windfall", 3),
    ]


def test_each_place_is_listed_once_at_its_first_line(tmp_path: Path) -> None:
    assert uses_of(tmp_path, "crop", "\nSo {crop} and {crop@2024|value}.\n\n{big:crop}\n") == [
        Use("page", "chapters/harvest", Path(EN), 9, "en"),
        Use("page", "chapters/harvest", Path(ZH), 9, "zh"),
    ]


def test_terms_dates_and_names_are_no_uses(tmp_path: Path) -> None:
    assert uses_of(tmp_path, "crop", "\n{name:crop} {words:crop} {date:2024}\n") == []
