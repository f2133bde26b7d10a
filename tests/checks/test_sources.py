"""Sources, and ids of what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.samples import EXHIBIT, LISTS, POLICY, drawn
from tests.project import HARVEST, SITE, SOURCES, Changes, read_problems

SOURCE_RULES: list[tuple[Changes, list[str]]] = [
    (
        {"data/site.yaml": SITE.replace("article: gazette", "article: gazete")},
        [
            "data/site.yaml:6:10: unknown source 'gazete', did you mean 'gazette'?",
            f"{HARVEST}:11:15: an observation of role article cites the article, 'gazete'",
            f"{HARVEST}:31:15: an observation of role article cites the article, 'gazete'",
        ],
    ),
    (
        {"data/sources.yaml": SOURCES.replace("grade: official", "grade: mirror")},
        ["data/sources.yaml:6:8: a mirrored source is credited and not linked: remove its 'url'"],
    ),
    (
        {"data/sources.yaml": SOURCES.replace("https://gazette.example", "www.gazette.example")},
        ["data/sources.yaml:6:8: 'www.gazette.example/autumn' is no address, such as https://name.example/page"],
    ),
    (
        {"data/sources.yaml": SOURCES.replace("https://gazette.example/autumn", "javascript:alert(1)")},
        ["data/sources.yaml:6:8: 'javascript:alert(1)' is no address, such as https://name.example/page"],
    ),
]


@pytest.mark.parametrize(("changes", "messages"), SOURCE_RULES)
def test_sources(tmp_path: Path, changes: Changes, messages: list[str]) -> None:
    assert read_problems(tmp_path, changes) == messages


LIST_RULES: list[tuple[Changes, list[str]]] = [
    (
        {"content/exhibits.yaml": EXHIBIT.format(claim="{en: It presses., zh: 榨汁。}", statistic="corp")},
        ["content/exhibits.yaml:5:16: unknown statistic 'corp', did you mean 'crop'?"],
    ),
    (
        {"content/exhibits.yaml": drawn("pairs", "trees, corp")},
        ["content/exhibits.yaml:7:38: unknown statistic 'corp', did you mean 'crop'?"],
    ),
    (
        {"content/exhibits.yaml": drawn("pairs", "trees, trees@2023")},
        [],
    ),
    (
        {"content/exhibits.yaml": drawn("outline", "trees")},
        ["content/exhibits.yaml:7:32: 'trees@2024' is in trees; only a length is drawn as an outline"],
    ),
    (
        {"content/policies.yaml": POLICY.format(kind="refrom", statistic="crop")},
        ["content/policies.yaml:3:9: unknown kind 'refrom', did you mean 'reform'?"],
    ),
    (
        {"content/policies.yaml": POLICY.format(kind="reform", statistic="crops")},
        ["content/policies.yaml:6:16: unknown statistic 'crops', did you mean 'crop'?"],
    ),
    (
        {"content/places.yaml": POLICY.format(kind="citty", statistic="crop").replace("  name_is: ours\n", "")},
        ["content/places.yaml:3:9: unknown kind 'citty', did you mean 'city'?"],
    ),
    (
        {
            "content/places.yaml": POLICY.format(kind="barn", statistic="crop").replace("  name_is: ours\n", ""),
            "templates/words.en.yaml": "place_kinds: {barn: Barns}\n",
            "templates/words.zh.yaml": "place_kinds: {field: 田地}\n",
        },
        [
            "content/places.yaml:3:9: unknown kind 'barn' (known: field): name it below 'place_kinds' in "
            "templates/words.zh.yaml"
        ],
    ),
    (
        {"data/sources.yaml": SOURCES.replace("grade: official", "grade: offical")},
        ["data/sources.yaml:5:10: unknown grade 'offical', did you mean 'official'?"],
    ),
    (
        {"data/set-aside.yaml": "- {paragraph: 1, printed: a, reason: idiomm}\n"},
        ["data/set-aside.yaml:1:38: unknown reason 'idiomm', did you mean 'idiom'?"],
    ),
]


@pytest.mark.parametrize(("changes", "messages"), LIST_RULES)
def test_lists(tmp_path: Path, changes: Changes, messages: list[str]) -> None:
    assert read_problems(tmp_path, {**LISTS, **changes}) == messages
