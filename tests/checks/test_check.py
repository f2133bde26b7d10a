"""Every rule that holds across files: the mistake, and where and how it is reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from microsite.checks.statistics import find_overdue
from microsite.desk.command_line import main
from microsite.source.markup import blanked
from tests.project import (
    CHAPTER,
    CHART,
    ENGINE,
    GLOSSARY,
    SITE,
    SOURCES,
    SPEAKERS,
    STATISTICS,
    UNITS,
    load,
    read_problems,
    write_project,
)

Changes = Mapping[str, str | bytes | None]

HARVEST = "data/statistics/harvest.yaml"
CHART_FILE = "content/charts/more-trees.yaml"
EN, ZH = "content/en/chapters/1-harvest.md", "content/zh/chapters/1-harvest.md"
BY_HAND = (
    "'{0}' is a number typed by hand; bind it to its statistic with {{id}}, "
    "or write {{date:…}}, {{name:…}} or {{words:…}} if it states none"
)


def drawn(form: str, statistics: str) -> str:
    exhibit = EXHIBIT.format(claim="{en: It presses., zh: 榨汁。}", statistic="crop")
    return f"{exhibit}  drawing: {{form: {form}, of: [{statistics}]}}\n"


def by_hand(number: str) -> str:
    return BY_HAND.format(number)


def test_the_small_project_is_sound(tmp_path: Path) -> None:
    assert read_problems(tmp_path, {}) == []


# --- statistics and sources: one line of the file is replaced, another is complained of

STATISTIC_RULES = [
    ("unit: tonnes", "unit: tonne", "24:9: unknown unit 'tonne', did you mean 'tonnes'?"),
    ("related: [crop]", "related: [crop, pears]", "19:19: unknown statistic 'pears'"),
    ("related: [crop]", "related: [corp]", "19:13: unknown statistic 'corp', did you mean 'crop'?"),
    ("source: almanac", "source: almanack", "18:15: unknown source 'almanack', did you mean 'almanac'?"),
    ("speaker: grower", "speaker: growers", "12:16: unknown speaker 'growers', did you mean 'grower'?"),
    ("    - value: 900\n      period: 2023", "    - value: 900\n      period: 2024",
     "15:7: a second observation '2024'; give it a 'key' of its own"),
    ("      period: 2023\n", "", "15:7: without a 'period', 'period_is' must be 'unstated'; with one it can't be"),
    ("      period: 2023\n", "      period: 2023\n      period_is: unstated\n",
     "17:18: without a 'period', 'period_is' must be 'unstated'; with one it can't be"),
    ("      paragraph: 2\n", "", "7:7: an observation of role article needs 'paragraph'"),
    ("      printed: more than 1200 trees\n", "", "7:7: an observation of role article needs 'printed'"),
    ("      speaker: grower\n      paragraph: 2", "      paragraph: 2",
     "7:7: an observation of role article needs 'speaker'"),
    ("source: almanac\n", "source: almanac\n      paragraph: 2\n",
     "19:7: an observation of role context has no 'paragraph'"),
    ("source: almanac\n", "source: almanac\n      printed: nine hundred\n",
     "19:16: can't be read: 'almanac' has no 'language'"),
    ("source: almanac\n", "source: almanac\n      speaker: grower\n",
     "19:7: an observation of role context has no 'speaker'"),
    ("source: gazette", "source: almanac", "11:15: an observation of role article cites the article, 'gazette'"),
    ("  related: [crop]\n", "  derive: {formula: crop, words: {en: A, zh: 甲}}\n",
     "1:1: 'trees' needs either 'observations' or 'derive'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), STATISTIC_RULES)
def test_statistics(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in STATISTICS
    assert f"{HARVEST}:{message}" in read_problems(tmp_path, {HARVEST: STATISTICS.replace(old, new, 1)})


def test_a_chapter_that_no_page_opens(tmp_path: Path) -> None:
    problems = read_problems(tmp_path, {HARVEST: STATISTICS.replace("subject: harvest", "subject: harvests", 1)})
    assert problems == [f"{HARVEST}:5:12: unknown subject 'harvests', did you mean 'harvest'?"]


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


# --- texts

EXHIBIT = """\
press:
  name: {{en: N2 press, zh: N2榨汁机}}
  claim: {claim}
  paragraphs: [3]
  statistics: [{statistic}]
  name_is: ours
"""
POLICY = """\
grant:
  name: {{en: The grant, zh: 补贴}}
  kind: {kind}
  summary: {{en: Money., zh: 钱。}}
  paragraphs: 3
  statistics: [{statistic}]
  name_is: ours
"""
CORRECTION = """\
- date: 2025-06-01
  statistic: {statistic}
  was: 3
  now: 36
  why: {{en: We miscounted., zh: 我们数错了。}}
"""

LISTS: Changes = {
    f"content/{code}/{name}.md": f"---\ntitle: {name}\n---\n"
    for code in ("en", "zh")
    for name in ("exhibits", "policies")
}

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
        ["data/units.yaml:13:23: a name is no pattern: its braces would be shown"],
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
        ["data/speakers.yaml:2:16: a chart stands in a Markdown page only"],
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
    # lists of ids
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
        {"content/exhibits.yaml": drawn("person", "trees")},
        ["content/exhibits.yaml:7:31: 'trees@2024' is in trees; only a length is drawn as an outline"],
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


# --- pages

NO_MARKER = "is no marker; one stands in one line, from { to }, both half-width"
BODY = [
    ("The village has 1200 trees.", f"17: {by_hand('1200')}"),
    ("In N2 there are 2 trees, and twice as many wells.", f"17: {by_hand('2')}"),
    ("Half of it is gone.", f"1: {by_hand('Half')}"),
    ("`12 trees` in code", f"2: {by_hand('12')}"),
    ("½ of it", f"1: {by_hand('½')}"),
    ("The village has ١٢ trees.", f"17: {by_hand('١٢')}"),
    ("2024. It was a good year.", f"1: {by_hand('2024')}"),
    ("`{date:2024}` in code", "2: stands in code, which shows '2024' as it is typed"),
    ("{tree} trees", "1: unknown statistic 'tree', did you mean 'trees'?"),
    ("Some {trees@2022} trees", "6: 'trees' has no observation '2022', did you mean '2024'?"),
    ("{trees|ful}", "1: unknown option 'ful', did you mean 'full'? (known: text, full, value, size, label, printed)"),
    ("{terms:windfall}", "1: unknown marker 'terms:', did you mean 'term'?"),
    ("{term:windfal}", "1: unknown term 'windfal', did you mean 'windfall'?"),
    ("{date:2024-02-30}", "1: '2024-02-30' is no day of the calendar"),
    (
        "On {date:30 May}",
        "4: '30 May' is not a period: expected a year (2024), a half-year (2024-H1), a quarter (2024-Q3), "
        "a season (2023/24), a month (2024-12), a day (2024-12-31) or two of them with a slash (2019/2024)",
    ),
    ("{name:}", "1: names nothing"),
    ("{chart:more-tree}", "1: unknown chart 'more-tree', did you mean 'more-trees'?"),
    ("See {chart:more-trees}", "5: a chart stands alone on its line"),
    ("{big:trees} trees", "1: a big stands alone on its line"),
    ("    {chart:more-trees}", "5: a chart so far in is shown as code; move it left"),
    ("{trees＠2023}", "1: '＠' in '{trees＠2023}' is full-width; expected '@'"),
    ("{claim：more|more}", "1: '：' in '{claim：more|more}' is full-width; expected ':'"),
    ("{trees and {crop}", f"1: '{{trees' {NO_MARKER}"),
    ("{{trees}} here", "1: '{' is no marker; one stands between single braces: {id}"),
    ("{trees}} and more", f"8: '}}' {NO_MARKER}"),
    ("村里有｛trees｝果树", f"4: '｛trees' {NO_MARKER}"),
    ("{tre\nes}", f"1: '{{tre' {NO_MARKER}"),
    ("so {claim:more|more\nthan that}", f"4: '{{claim:more|more' {NO_MARKER}"),
    ("{name:850,000} trees", "1: '{name:850,000}' states a quantity; bind it to its statistic with {id}"),
    ("{name:about 80} trees", "1: '{name:about 80}' states a quantity; bind it to its statistic with {id}"),
    ("{name:80%} of it", "1: '{name:80%}' states a quantity; bind it to its statistic with {id}"),
    ("{name:9.4 trillion}", "1: '{name:9.4 trillion}' states a quantity; bind it to its statistic with {id}"),
    ("{name:123456} trees", "1: '{name:123456}' states a quantity; bind it to its statistic with {id}"),
    ("{name:80 tonnes}", "1: '{name:80 tonnes}' states a quantity; bind it to its statistic with {id}"),
    ("{words:80} of it", "1: '{words:80}' states a quantity; bind it to its statistic with {id}"),
    (
        "{words:two hundred and fifty}",
        "1: '{words:two hundred and fifty}' states a quantity; bind it to its statistic with {id}",
    ),
    ("[here](page:methods)", "8: unknown page 'methods', did you mean 'method'?"),
    ("[here](page:exhibits)", "8: unknown page 'exhibits'"),
    ('[here](page:methods "How we work")', "8: unknown page 'methods', did you mean 'method'?"),
    ("[here](<page:methods>)", "9: unknown page 'methods', did you mean 'method'?"),
    ("[here]: page:methods", "9: unknown page 'methods', did you mean 'method'?"),
    ("[here](stat:crops)", "8: unknown statistic 'crops', did you mean 'crop'?"),
    ("[here](chart:more)", "8: unknown chart 'more'"),
    ("so ![here](a.png)", "4: a picture; what a text can show is a chart, {chart:…} alone on a line"),
    ("![here][a]", "1: a picture; what a text can show is a chart, {chart:…} alone on a line"),
    (
        "[here](method.html)",
        "8: a link leads to page:…, stat:…, chart:…, https:…, http:…, mailto:…, not to 'method.html'",
    ),
    (
        "[here](javascript:alert(1))",
        "8: a link leads to page:…, stat:…, chart:…, https:…, http:…, mailto:…, not to 'javascript:alert(1)'",
    ),
]


@pytest.mark.parametrize(("line", "message"), BODY)
def test_bodies(tmp_path: Path, line: str, message: str) -> None:
    problems = read_problems(tmp_path, {EN: CHAPTER["en"] + f"\n{line}\n"})
    assert f"{EN}:9:{message}" in problems


def test_the_page_of_lost_addresses_shows_no_chart(tmp_path: Path) -> None:
    page = "---\ntitle: Lost\n---\n\n{chart:more-trees}\n"
    problems = read_problems(tmp_path, {"content/en/404.md": page, "content/zh/404.md": page})
    assert problems == [
        f"content/{code}/404.md:5:1: a chart can't stand in the page of lost addresses" for code in ("en", "zh")
    ]


def test_each_number_of_a_line_is_reported(tmp_path: Path) -> None:
    problems = read_problems(tmp_path, {EN: CHAPTER["en"] + "\nFirst 12 trees, then 12 more.\n"})
    assert problems == [f"{EN}:9:7: {by_hand('12')}", f"{EN}:9:22: {by_hand('12')}"]


@pytest.mark.parametrize(
    "text", ["Trees\n---", "Trees\n===", "Trees\n-  ", "> Trees\n> ---", "- a tree\n---", "Trees\n  --"]
)
def test_an_underlined_heading(tmp_path: Path, text: str) -> None:
    message = "an underline makes no heading: begin the line above with '##', or leave an empty one for a rule"
    assert read_problems(tmp_path, {EN: CHAPTER["en"] + f"\n{text}\n"}) == [f"{EN}:10:1: {message}"]
    at_once = {f"content/{code}/method.md": f"---\ntitle: Method\n---\n{text}\n" for code in ("en", "zh")}
    assert read_problems(tmp_path, at_once) == [f"content/{code}/method.md:5:1: {message}" for code in ("en", "zh")]


CLEAN = [
    "Above\n\n---\n\nand below",
    "---",
    "    ---\n    title: what a page begins with\n    ---",
    "| Tree | Fruit |\n|---|---|\n| pear | a few |",
    "a -- b\n--- c",
    "One of the trees stands first in line, and nobody else's does.",
    "{date:2024} {name:N2} {words:two} {trees|label} {trees|full}",
    "`![here]` in code",
    "`crop-per-tree` in code, and [a link](https://example.org/2024/12) with digits.",
    "See https://example.org/2024/12 for more.",
    "1. a list\n2. of trees and\n\n3. crops",
    "1. a list\n1. of trees",
    "`{trees}` in code",
    "[a chapter](page:chapters/harvest), [a statistic](stat:crop), [below](#harvest), [us](mailto:a@example.org)",
]


@pytest.mark.parametrize("line", CLEAN)
def test_what_is_no_mistake(tmp_path: Path, line: str) -> None:
    assert read_problems(tmp_path, {EN: CHAPTER["en"] + f"\n{line}\n"}) == []


@pytest.mark.parametrize("line", ["村里有一家合作社，第一次统一采摘。", "{date:2024}摘了果子，{words:两}人同行。"])
def test_what_is_no_mistake_in_chinese(tmp_path: Path, line: str) -> None:
    assert read_problems(tmp_path, {ZH: CHAPTER["zh"] + f"\n{line}\n"}) == []


@pytest.mark.parametrize(
    ("line", "number", "column"),
    [
        ("村里有1200棵果树。", "1200", 4),
        ("村里有一千二百棵果树。", "一千二百", 4),
        ("有三家合作社。", "三", 2),
        ("增加了两成。", "两成", 4),
        ("收成翻番。", "翻番", 3),
        ("约有８５棵。", "８５", 3),
    ],
)
def test_numbers_by_hand_in_chinese(tmp_path: Path, line: str, number: str, column: int) -> None:
    assert read_problems(tmp_path, {ZH: CHAPTER["zh"] + f"\n{line}\n"}) == [f"{ZH}:9:{column}: {by_hand(number)}"]


PAGE_RULES: list[tuple[Changes, list[str]]] = [
    (
        {"content/en/chapters/3-extra.md": "---\ntitle: Extra\n---\nMore.\n"},
        ["content/zh/chapters/3-extra.md: is missing"],
    ),
    ({"content/zh/method.md": None}, ["content/zh/method.md: is missing"]),
    (
        {"content/en/about.md": "---\ntitle: About\n---\n"},
        ["content/zh/about.md: is missing"],
    ),
    (
        {"content/exhibits.yaml": EXHIBIT.format(claim="{en: It presses., zh: 榨汁。}", statistic="crop")},
        [f"content/{code}/exhibits.md: is missing: content/exhibits.yaml is shown there" for code in ("en", "zh")],
    ),
    (
        {
            "content/policies.yaml": POLICY.format(kind="reform", statistic="crop"),
            "content/en/policies.md": "---\ntitle: Policies\n---\n",
        },
        ["content/zh/policies.md: is missing: content/policies.yaml is shown there"],
    ),
    (
        {"content/places.yaml": POLICY.format(kind="city", statistic="crop").replace("  name_is: ours\n", "")},
        [f"content/{code}/policies.md: is missing: content/places.yaml is shown there" for code in ("en", "zh")],
    ),
    (
        {"content/en/index.md": "---\ntitle: Twelve trees\ndeck: And {crop} of {crops}\n---\n"},
        [
            f"content/en/index.md:2:8: {by_hand('Twelve')}",
            "content/en/index.md:3:21: unknown statistic 'crops', did you mean 'crop'?",
        ],
    ),
    (
        {EN: CHAPTER["en"] + "\nAnd {crop}.\n"},
        [f"{ZH}: does not cite the statistic 'crop', which {EN} cites"],
    ),
    (
        {ZH: CHAPTER["zh"].replace("{term:windfall}", "落果")},
        [f"{ZH}: does not cite the term 'windfall', which {EN} cites"],
    ),
    (
        {ZH: CHAPTER["zh"].replace("{chart:more-trees}\n", "")},
        [f"{ZH}: does not cite the chart 'more-trees', which {EN} cites"],
    ),
]


@pytest.mark.parametrize(("changes", "messages"), PAGE_RULES)
def test_pages(tmp_path: Path, changes: Changes, messages: list[str]) -> None:
    assert read_problems(tmp_path, changes) == messages


# --- charts

DOTS = """\
form: dots
subject: harvest
title: {en: Trees, zh: 果树}
subtitle: {en: In the village, zh: 村里}
alt: {en: "{trees@2023} trees.", zh: "{trees@2023}果树。"}
note: {en: Counted., zh: 已清点。}
marks:
  - {statistic: trees@2023}
options:
  said: {en: The other 12, zh: 其余}
"""

CHART_RULES: list[tuple[Changes, list[str]]] = [
    (
        {CHART_FILE: CHART.replace("subject: harvest", "subject: harvst")},
        [f"{CHART_FILE}:2:10: unknown subject 'harvst', did you mean 'harvest'?"],
    ),
    (
        {CHART_FILE: CHART + "related: [fewer-trees]\n"},
        [f"{CHART_FILE}:11:11: unknown chart 'fewer-trees', did you mean 'more-trees'?"],
    ),
    (
        {CHART_FILE: CHART.replace("form: bars", "form: bar")},
        [f"{CHART_FILE}:1:7: unknown form 'bar', did you mean 'bars'?"],
    ),
    (
        {CHART_FILE: CHART.replace("accent: true", "accent: true, label: {en: 900 trees}")},
        [
            f"{CHART_FILE}:10:45: lacks its text in 'zh'",
            f"{CHART_FILE}:10:50: {by_hand('900')}",
        ],
    ),
    (
        {CHART_FILE: CHART + "options: {step: {}}\n"},
        [f"{CHART_FILE}:11:17: unknown option 'step' for the form 'bars', did you mean 'steps'?"],
    ),
    (
        {CHART_FILE: CHART.replace("trees@2023}\n", "trees@2022}\n")},
        [f"{CHART_FILE}:9:17: 'trees' has no observation '2022', did you mean '2024'?"],
    ),
    (
        {HARVEST: STATISTICS.replace("unit: trees\n", "unit: trees\n  not_charted: {en: Too rough., zh: 太粗略。}\n")},
        [
            f"{CHART_FILE}:9:17: 'trees' is not to be charted: Too rough.",
            f"{CHART_FILE}:10:17: 'trees' is not to be charted: Too rough.",
        ],
    ),
    (  # what the form itself refuses
        {CHART_FILE: CHART + "options: {steps: {trees@2023: {en: up, zh: 增}}}\n"},
        [f"{CHART_FILE}:11:31: no step of this chart leads to 'trees@2023' from a mark before it"],
    ),
    (
        {CHART_FILE: CHART.replace("{statistic: trees@2023}", "{statistic: crop}")},
        [f"{CHART_FILE}:10:17: 'trees' can't share a scale with 'tonnes' of 'crop'"],
    ),
    (  # in every language: no language's label may leave the drawing
        {CHART_FILE: CHART.replace("accent: true", "accent: true, label: {en: Now, zh: " + "LongestWord" * 8 + "}")},
        [f"{CHART_FILE}:10:59: '{'LongestWord' * 8}' ends 564 px outside the drawing of 320 px; shorten it"],
    ),
    (  # texts among a form's own options
        {
            "content/charts/dots.yaml": DOTS,
            EN: CHAPTER["en"] + "\n{chart:dots}\n",
            ZH: CHAPTER["zh"] + "\n{chart:dots}\n",
        },
        [f"content/charts/dots.yaml:10:24: {by_hand('12')}"],
    ),
]


@pytest.mark.parametrize(("changes", "messages"), CHART_RULES)
def test_charts(tmp_path: Path, changes: Changes, messages: list[str]) -> None:
    assert read_problems(tmp_path, changes) == messages


BROKEN_BELOW_A_CHART: list[tuple[Changes, str]] = [
    ({HARVEST: STATISTICS.replace("unit: trees", "unit: tree", 1)}, f"{HARVEST}:4:9: unknown unit 'tree'"),
    ({HARVEST: STATISTICS.replace("unit: trees", "unit: zebras", 1)}, f"{HARVEST}:4:9: unknown unit 'zebras' (known: "),
    ({HARVEST: STATISTICS.replace("{en: Trees, zh: 果树}", "{zh: 果树}")}, f"{HARVEST}:2:10: lacks its text in 'en'"),
    ({HARVEST: STATISTICS.replace("en: Trees,", "en: 'Trees {nothing}',")}, f"{HARVEST}:2:22: unknown statistic"),
    (
        {
            HARVEST: STATISTICS.replace("/ trees@2023", "/ (trees - trees)"),
            CHART_FILE: CHART.replace("trees, accent", "crop-per-tree, accent"),
        },
        f"{HARVEST}:41:14: the formula of 'crop-per-tree' divides by something that may be zero",
    ),
]


@pytest.mark.parametrize(
    ("alt", "messages"),
    [
        ('{en: "{trees} trees.", zh: "{trees}果树，此前为{trees@2023}，按年份画的条形图，树变多了。"}',
         ["content/charts/more-trees.yaml:5:11: has 22 characters; an alternative text has 40 to 200"]),
        ('{en: "{trees} trees, after {trees@2023}, as bars by year.", zh: "{trees}果树。"}',
         ["content/charts/more-trees.yaml:5:70: has 10 characters; an alternative text has 20 to 200"]),
        (f'{{en: "{{trees}} trees{", and more" * 20}", zh: "TODO"}}',
         ["content/charts/more-trees.yaml:5:11: has 221 characters; an alternative text has 40 to 200"]),
    ],
)  # fmt: skip
def test_alternative_texts_are_neither_short_nor_long(tmp_path: Path, alt: str, messages: list[str]) -> None:
    chart = re.sub(r"^alt: .*$", lambda _: f"alt: {alt}", CHART, flags=re.MULTILINE)
    assert read_problems(tmp_path, {"content/charts/more-trees.yaml": chart}) == messages


@pytest.mark.parametrize(("changes", "message"), BROKEN_BELOW_A_CHART)
def test_a_chart_of_something_broken_is_no_second_problem(tmp_path: Path, changes: Changes, message: str) -> None:
    problems = read_problems(tmp_path, changes)
    assert any(problem.startswith(message) for problem in problems), problems
    assert not any(problem.startswith(CHART_FILE) for problem in problems), problems


# --- words of the interface


def test_words_have_the_keys_and_places_that_templates_fill_in(tmp_path: Path) -> None:
    words = (ENGINE / "templates/words.zh.yaml").read_text("utf-8")
    changes = (
        (r"^skip: .*", "skipp: x"),
        (r"^nav: .*", "nav: 导航"),
        (r"^  more-than: .*", "  more-than: 超过{1}"),
        (r"^quoted: .*", "quoted: '{'"),
    )
    for before, after in changes:
        words, count = re.subn(before, after, words, count=1, flags=re.MULTILINE)
        assert count
    at = {line: number for number, line in enumerate(words.splitlines(), 1)}
    quoted = at["quoted: '{'"]
    path = "templates/words.zh.yaml"
    assert read_problems(tmp_path, {path: words}) == [
        f"{path}:{at['skipp: x']}:1: unknown key 'skipp', did you mean 'skip'?",
        f"{path}:{at['nav: 导航']}:6: expected keys, each with its words",
        f"{path}:{at['  more-than: 超过{1}']}:14: '{{1}}' is no place where something is put in (places: {{0}})",
        f"{path}:{quoted}:9: '{{…}}' is no place where something is put in (places: {{0}})",
    ]


TOGETHER = "'{}' would be read as one number; write what keeps '{}' apart"


@pytest.mark.parametrize(
    ("en", "joints"),
    [
        ("{date:2023}{trees@2023}", [(1, "2023900", "{date:2023}"), (12, "2023900", "{trees@2023}")]),
        ("*{date:2023}***{crop}**", [(2, "202336", "{date:2023}"), (16, "202336", "{crop}")]),
        ("{trees@2023}{name:7-a}", [(1, "9007", "{trees@2023}")]),
        ("{trees@2023}.{date:2023}", [(1, "900.2023", "{trees@2023}"), (14, "900.2023", "{date:2023}")]),
        ("{trees@2023} to {trees}. {date:2023} ({crop}), {trees@2023}–{date:2023}, {trees|label}{crop}", []),
    ],
)
def test_figures_that_run_together(tmp_path: Path, en: str, joints: list[tuple[int, str, str]]) -> None:
    zh = "，".join(re.findall(r"\{.*?\}", en))
    changes = {EN: CHAPTER["en"] + f"\n{en}\n", ZH: CHAPTER["zh"] + f"\n{zh}\n"}
    assert read_problems(tmp_path, changes) == [f"{EN}:9:{at}: {TOGETHER.format(*said)}" for at, *said in joints]


@pytest.mark.parametrize("en", ["{trees|full}there", "Once{trees}"])
def test_a_figure_that_runs_into_a_word(tmp_path: Path, en: str) -> None:
    changes = {EN: CHAPTER["en"] + f"\n{en}\n", ZH: CHAPTER["zh"] + "\n{trees}there\n"}
    marker = f"{{{en.partition('{')[2].partition('}')[0]}}}"
    said = f"'{marker}' runs into the word beside it; write what keeps them apart"
    assert read_problems(tmp_path, changes) == [f"{EN}:9:{en.index('{') + 1}: {said}"]


def test_a_figure_before_a_scale_word(tmp_path: Path) -> None:
    definitions = "{en: 'Of {trees} trees.', zh: '{trees}万。'}"
    changes = {
        HARVEST: STATISTICS.replace("{en: Apples picked., zh: 摘下的苹果。}", definitions),
        "data/units.yaml": UNITS.replace('zh: "{0}棵"}', 'zh: "{0}"}', 1),
    }
    said = TOGETHER.format("1200万", "{trees}")
    assert read_problems(tmp_path, changes) == [f"{HARVEST}:22:46: {said}"]


def test_words_of_a_bound_say_it(tmp_path: Path) -> None:
    words = (ENGINE / "templates/words.en.yaml").read_text("utf-8").replace("more than {0}", "less than {0}")
    said = "'bounds.more-than' words a figure as 'less than 1,200', which is read as another one"
    assert read_problems(tmp_path, {"templates/words.en.yaml": words}) == [f"templates/words.en.yaml: {said}"]


def test_a_unit_s_words_are_no_bound(tmp_path: Path) -> None:
    units = UNITS.replace('other: "{0} tonnes"', 'other: "{0}+ tonnes"').replace(
        'text: {en: "{0}"', 'text: {en: "{0}+"'
    )
    assert read_problems(tmp_path, {"data/units.yaml": units}) == [
        "data/units.yaml:3:14: words a figure as '1,200+', which is read as another one",
        "data/units.yaml:18:14: words a figure as '36+ tonnes', which is read as another one",
    ]


# --- all at once


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


def test_blanking_keeps_every_other_character_in_its_place() -> None:
    text = "See {trees|full} and [x](y2) or https://a.example/3 4"
    assert len(blanked(text, markdown=True)) == len(blanked(text)) == len(text)
    assert [character for character in blanked(text, markdown=True) if character.isdigit()] == ["4"]
    assert [character for character in blanked(text) if character.isdigit()] == ["2", "4"]


# --- what disagrees, and what is due

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


def due(when: str, of: str = "value: 900") -> Changes:
    return {HARVEST: STATISTICS.replace(of, f"{of}\n      next_release: {when}")}


@pytest.mark.parametrize(
    ("when", "today", "overdue"),
    [
        ("2025-11", "2025-11-30", False),
        ("2025-11", "2025-12-01", True),
        ("2025", "2025-12-31", False),
        ("2025", "2026-01-01", True),
        ("2025-11-05", "2025-11-06", True),
        ("2025-10/2025-12", "2025-12-31", False),
    ],
)
def test_what_is_overdue_on_a_day(tmp_path: Path, when: str, today: str, overdue: bool) -> None:  # noqa: FBT001
    project = load(tmp_path, due(when, "bound: more-than"))
    problems = [f"{HARVEST}:9:21: the next figure of 'trees' was due: add it, or say when it is due now"]
    assert [str(problem) for problem in find_overdue(project, today)] == (problems if overdue else [])


def test_what_has_come_is_not_overdue(tmp_path: Path) -> None:
    assert not list(find_overdue(load(tmp_path, due("2024-10")), "2026-01-01"))  # the figure of 2024 stands there


def test_a_figure_of_a_year_is_later_than_one_of_its_months(tmp_path: Path) -> None:
    half = {HARVEST: str(due("2026", "bound: more-than")[HARVEST]).replace("period: 2023", "period: 2024-06")}
    assert list(find_overdue(load(tmp_path, half), "2027-01-01"))


@pytest.mark.parametrize(("period", "when", "sound"), [("2024-06", "2024", True), ("2024", "2024-06", False)])
def test_a_year_ends_with_its_last_day(tmp_path: Path, period: str, when: str, sound: bool) -> None:  # noqa: FBT001
    changes = {HARVEST: str(due(when)[HARVEST]).replace("period: 2023", f"period: {period}\n      key: half")}
    changes[HARVEST] = changes[HARVEST].replace("trees@2023", "trees@half")
    chart = {CHART_FILE: CHART.replace("trees@2023", "trees@half")}
    assert (read_problems(tmp_path, {**changes, **chart}) == []) is sound


def test_no_page_says_that_a_figure_is_due_which_stands_there(tmp_path: Path) -> None:
    root = write_project(tmp_path, due("2024-10"))
    assert main(["--root", str(root), "--as-of", "2026-02-03"]) == 0
    assert "was due" not in (root / "site/statistics/trees/index.html").read_text("utf-8")


def test_nothing_is_due_before_its_own_period_ends(tmp_path: Path) -> None:
    assert read_problems(tmp_path, due("2023")) == [f"{HARVEST}:16:21: lies before the end of the figure's own period"]


def test_a_build_says_what_is_overdue_when_asked_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path, due("2025-11", "bound: more-than"))
    page = root / "site/statistics/trees/index.html"
    assert main(["--root", str(root)]) == 0
    assert "<small>The next figure is due: November 2025</small>" in page.read_text("utf-8")
    assert main(["--root", str(root), "--as-of", "2026-02-03"]) == 0
    said = "<small>The next figure was due: November 2025. It was not here on 3 February 2026</small>"
    assert said in page.read_text("utf-8")
    assert main(["--root", str(root)]) == 0
    assert said not in page.read_text("utf-8")
    assert main(["--root", str(root), "check", "--as-of", "2026-02-03"]) == 0
    assert "the next figure of 'trees' was due" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--root", str(root), "check", "--as-of", "someday"])
