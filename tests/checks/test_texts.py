"""The texts of records: translations, numbers typed by hand, markers, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.source.markup import blanked
from tests.checks.samples import EXHIBIT, LISTS, by_hand
from tests.project import (
    CHART,
    CHART_FILE,
    GLOSSARY,
    HARVEST,
    SITE,
    SOURCES,
    SPEAKERS,
    STATISTICS,
    UNITS,
    Changes,
    read_problems,
)

CORRECTION = """\
- date: 2025-06-01
  statistic: {statistic}
  was: 3
  now: 36
  why: {{en: We miscounted., zh: 我们数错了。}}
"""


TEXT_RULES: list[tuple[Changes, list[str]]] = [
    # translations
    (
        {"data/speakers.yaml": SPEAKERS.replace(", zh: 果农", "")},
        ["data/speakers.yaml:2:10: lacks its text in 'zh'"],
    ),
    (
        {"data/speakers.yaml": SPEAKERS.replace("zh:", "cn:")},
        [
            "data/speakers.yaml:2:10: lacks its text in 'zh'",
            "data/speakers.yaml:2:27: unknown language 'cn' (known: en, zh)",
        ],
    ),
    (
        {"data/units.yaml": UNITS.replace(', zh: "{0}吨"', "")},
        ["data/units.yaml:18:9: lacks its text in 'zh'"],
    ),
    (
        {"data/sources.yaml": SOURCES.replace("en: The Gazette", "eng: The Gazette")},
        [
            "data/sources.yaml:3:14: lacks its text in 'en'",
            "data/sources.yaml:3:15: unknown language 'eng', did you mean 'en'?",
        ],
    ),
    # numbers typed by hand, in both languages; names hold them as they are
    (
        {HARVEST: STATISTICS.replace("Apples picked.", "Some 36 tonnes picked.")},
        [f"{HARVEST}:22:25: {by_hand('36')}"],
    ),
    (
        {HARVEST: STATISTICS.replace("摘下的苹果。", "摘下三十六吨苹果。")},
        [f"{HARVEST}:22:42: {by_hand('三十六')}"],
    ),
    (
        {CHART_FILE: CHART.replace("More trees", "Twelve hundred trees")},
        [f"{CHART_FILE}:3:13: {by_hand('Twelve hundred')}"],
    ),
    (
        {CHART_FILE: CHART.replace("秋季清点。", "清点了两次，增加一半。")},
        [f"{CHART_FILE}:6:39: {by_hand('两')}", f"{CHART_FILE}:6:44: {by_hand('一半')}"],
    ),
    (
        {"data/units.yaml": UNITS.replace("name: {en: kilograms", "name: {en: 'bags of {0}'")},
        ["data/units.yaml:13:23: '{0' would be seen as it is typed: no marker stands in a name"],
    ),
    (
        {"data/units.yaml": UNITS.replace("  scale: 1000\n", "  scale: 1000\n  larger: loads\n")},
        [
            "data/units.yaml:21:11: unknown unit 'loads' (known: trees, trees-per-day, kilograms, tonnes, percent, "
            "times, days, rank)"
        ],
    ),
    *(
        (
            {"data/units.yaml": UNITS.replace("  scale: 1000\n", f"  scale: {scale}\n  larger: {larger}\n")},
            [
                f"data/units.yaml:21:11: '{larger}' is no whole number of these: 'dimension' is the same in both, "
                "and 'scale' says how many"
            ],
        )
        for scale, larger in ((1000, "days"), (1000, "kilograms"), (0.3, "kilograms"), (1000, "tonnes"))
    ),
    (
        {"content/exhibits.yaml": EXHIBIT.format(claim="{en: Presses 40 kg., zh: 榨汁。}", statistic="crop")},
        [f"content/exhibits.yaml:3:23: {by_hand('40')}"],
    ),
    (
        {"data/sources.yaml": SOURCES.replace("A good year", "12 good years").replace("丰年", "十二个丰年")},
        [],
    ),
    # markers
    (
        {HARVEST: STATISTICS.replace("en: Pears are not counted.", "en: '{pears} are not.'")},
        [f"{HARVEST}:23:15: unknown statistic 'pears'"],
    ),
    (
        {"data/speakers.yaml": SPEAKERS.replace("the grower", '"{chart:more-trees}"')},
        ["data/speakers.yaml:2:16: {chart:…} stands in a Markdown page only"],
    ),
    # a name that another one says, which may be said by the first
    (
        {HARVEST: STATISTICS.replace("{en: Crop, zh: 收成}", "{en: 'Crop of {trees|label}', zh: '{crop|label}'}")},
        [
            f"{HARVEST}:21:24: '{{trees|label}}' can't stand in a name: write the words that it would say",
            f"{HARVEST}:21:45: '{{crop|label}}' can't stand in a name: write the words that it would say",
        ],
    ),
    (
        {"content/glossary.yaml": GLOSSARY.replace("{en: windfall,", "{en: '{term:windfall} {term:windfall|it}',")},
        ["content/glossary.yaml:2:15: '{term:windfall}' can't stand in a name: write the words that it would say"],
    ),
    (  # or a figure, which would be said where nobody cites it
        {"data/speakers.yaml": SPEAKERS.replace("the grower", "'the grower of {trees}'")},
        ["data/speakers.yaml:2:30: '{trees}' can't stand in a name, which is said where no figure is"],
    ),
    (  # what is a name as it is typed holds no marker
        {
            "data/sources.yaml": SOURCES.replace("A good year", "'The {date:2024} year'"),
            "data/site.yaml": SITE + "author: {en: '{0}', zh: 甲}\n",
        },
        [
            "data/site.yaml:9:15: '{0' would be seen as it is typed: no marker stands in a name",
            "data/sources.yaml:2:20: '{date:2024' would be seen as it is typed: no marker stands in a name",
        ],
    ),
    (  # where a year would be read as part of something else
        {
            HARVEST: STATISTICS.replace(
                "{en: Pears are not counted., zh: 不含梨。}", "{en: 'AI{date:2023}.', zh: 'AI{date:2023}。'}"
            )
        },
        [f"{HARVEST}:23:17: '{{date:2023}}' runs into what stands beside it; put a space between"],
    ),
    (
        {"data/units.yaml": UNITS.replace('other: "{0} tonnes"', 'other: "{0}."')},
        ["data/units.yaml:18:14: a stop right behind the number would end a sentence: write the unit's words there"],
    ),
    # what is typed in a marker
    (
        {HARVEST: STATISTICS.replace("en: Pears are not counted.", "en: '{term:windfall|7 *falls*}, {name:**x**}.'")},
        [
            f"{HARVEST}:23:15: '*falls*' marks nothing here, and would be seen as it is typed",
            f"{HARVEST}:23:15: '7' is a number typed by hand, in the words of a term",
            f"{HARVEST}:23:42: '**' marks nothing here, and would be seen as it is typed",
        ],
    ),
    (
        {HARVEST: STATISTICS.replace("en: Pears are not counted.", "en: 'Not in {date:2024|that year}.'")},
        [f"{HARVEST}:23:22: a date takes nothing behind '|': 'that year' would not be seen"],
    ),
    (
        {"data/corrections.yaml": CORRECTION.format(statistic="corp")},
        ["data/corrections.yaml:2:14: unknown statistic 'corp', did you mean 'crop'?"],
    ),
    (
        {"content/glossary.yaml": GLOSSARY.replace("Fruit that fell by itself.", "'Fruit of {tree}.'")},
        ["content/glossary.yaml:3:30: unknown statistic 'tree', did you mean 'trees'?"],
    ),
]


@pytest.mark.parametrize(("changes", "messages"), TEXT_RULES)
def test_texts(tmp_path: Path, changes: Changes, messages: list[str]) -> None:
    assert read_problems(tmp_path, {**LISTS, **changes}) == messages


def test_a_text_of_several_lines_is_reported_at_its_line(tmp_path: Path) -> None:
    text = "definition:\n    en: >-\n      Apples picked,\n      and 36 of them.\n    zh: 苹果。"
    changes = {HARVEST: STATISTICS.replace("definition: {en: Apples picked., zh: 摘下的苹果。}", text)}
    assert read_problems(tmp_path, changes) == [f"{HARVEST}:25:11: {by_hand('36')}"]


def test_blanking_keeps_every_other_character_in_its_place() -> None:
    text = "See {trees|full} and [x](y2) or https://a.example/3 4"
    assert len(blanked(text, markdown=True)) == len(blanked(text)) == len(text)
    assert [character for character in blanked(text, markdown=True) if character.isdigit()] == ["4"]
    assert [character for character in blanked(text) if character.isdigit()] == ["2", "4"]
