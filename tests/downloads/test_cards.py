"""What a card says of a number or a term, in each language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from microsite.downloads.cards import render_cards
from microsite.pipeline import read
from tests.project import STATISTICS, write_project

EXTRA = """\
visitors:
  label: {en: Visitors, zh: 访客}
  definition: {en: People who came., zh: 来的人。}
  unit: trees
  subject: harvest
  observations:
    - value: 7
      period: 2024
      period_is: inferred
      role: article
      source: gazette
      speaker: grower
      paragraph: 4
      printed: 7 guests
      mentions: [{paragraph: 6, printed: 7 again}]
    - value: 9
      period_is: unstated
      key: guess
      status: claimed
      role: context
      source: gazette
      label: {en: By hearsay, zh: 听说}
"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    changes = {"data/statistics/harvest.yaml": STATISTICS + EXTRA}
    story = read(write_project(tmp_path_factory.mktemp("cards"), changes))
    files = render_cards(story, {})
    assert set(files) == {"data/cards.en.js", "data/cards.zh.js"}
    return {path: parsed(content) for path, content in files.items()}


def parsed(content: bytes) -> Any:
    text = content.decode()
    assert text.startswith("window.cards=") and text.endswith(";\n")
    return json.loads(text.removeprefix("window.cards=").removesuffix(";\n"))


@pytest.fixture
def english(cards: dict[str, Any]) -> Any:
    return cards["data/cards.en.js"]


@pytest.fixture
def chinese(cards: dict[str, Any]) -> Any:
    return cards["data/cards.zh.js"]


def test_an_articles_figure_says_its_bound_kind_period_speaker_source_and_paragraph(english: Any) -> None:
    assert english["numbers"]["trees"] == {
        "label": "Trees",
        "value": "more than 1,200 trees",
        "course": "",
        "swatch": "measured article",
        "kind": "counted or measured",
        "rows": [
            ["Period", "2024"],
            ["Said by", "the grower"],
            ["Source", "The Gazette, 1 October 2024, paragraph 2", "more than 1200 trees", "en"],
        ],
    }


def test_a_figure_from_elsewhere_says_how_good_its_source_is(english: Any) -> None:
    card = english["numbers"]["trees@2023"]
    assert card["swatch"] == "measured context"
    assert card["rows"] == [["Period", "2023"], ["Source", "The Almanac, undated, weak source"]]


def test_a_derived_figure_says_how_it_was_calculated_and_from_what_kind(english: Any) -> None:
    card = english["numbers"]["crop-per-tree"]
    assert card["swatch"].split()[0] == "derived"
    assert card["kind"] == "from counted figures"
    assert ["How it is calculated", "The growth in trees."] in card["rows"]
    assert not any(label == "Source" for label, *_ in card["rows"])


def test_what_is_inferred_or_not_stated_is_said(english: Any) -> None:
    assert english["numbers"]["visitors"]["rows"][0] == ["Period", "2024, inferred"]
    assert english["numbers"]["visitors@guess"]["rows"][0] == ["Period", "not stated"]


def test_all_paragraphs_and_an_observations_own_label(english: Any) -> None:
    assert english["numbers"]["visitors"]["rows"][-1][1].endswith("paragraph 4, paragraph 6")
    assert english["numbers"]["visitors@guess"]["label"] == "By hearsay"


def test_the_other_language_says_the_same(english: Any, chinese: Any) -> None:
    assert chinese["numbers"]["trees"]["value"] == "超过1200棵"
    assert chinese["numbers"]["trees"]["rows"][1:] == [
        ["谁说的", "果农"],
        ["来源", "村报，2024年10月1日，第2段", "more than 1200 trees", "en"],
    ]
    assert set(english["numbers"]) == set(chinese["numbers"])
    assert set(english["terms"]) == set(chinese["terms"])


def test_a_term_says_its_definition_and_its_other_names(english: Any, chinese: Any) -> None:
    assert english["terms"]["windfall"] == {
        "label": "windfall",
        "text": "Fruit that fell by itself.",
        "also": [["zh-Hans", "落果"]],
    }
    assert chinese["terms"]["windfall"]["also"] == [["en", "windfall"]]


def test_numbers_are_keyed_as_pages_name_them(cards: dict[str, Any], tmp_path: Path) -> None:
    story = read(write_project(tmp_path))
    for id_, data in story.facts.data.items():
        keys = {id_, *(datum.reference for datum in data[1:])}
        assert keys <= set(cards["data/cards.en.js"]["numbers"])


def test_what_disagrees_stands_beside_it(tmp_path: Path) -> None:
    why = "{en: A gate was shut., zh: 关了一道门。}"
    changes: dict[str, str | bytes | None] = {
        "data/disagreements.yaml": f"gate:\n  figures: [trees@2024, trees@2023]\n  why: {why}\n"
    }
    story = read(write_project(tmp_path, changes))
    files = render_cards(story, {})
    numbers = parsed(files["data/cards.en.js"])["numbers"]
    assert numbers["trees"]["rows"][-2:] == [
        ["Others say", "900 trees (The Almanac, weak source)"],
        ["Why they differ", "A gate was shut."],
    ]
    assert ["Others say", "more than 1,200 trees (The Gazette, official site, used here)"] in numbers["trees@2023"][
        "rows"
    ]
    assert ["另有说法", "900棵（年鉴，可靠性较低）"] in parsed(files["data/cards.zh.js"])["numbers"]["trees"]["rows"]
