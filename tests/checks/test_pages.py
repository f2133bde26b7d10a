"""The bodies of pages and what stands above them."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.source.markup import KINDS
from tests.checks.samples import EXHIBIT, POLICY, by_hand
from tests.project import CHAPTER, EN, ZH, Changes, read_problems

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
    ("{terms:windfall}", f"1: unknown marker 'terms:', did you mean 'term'? (known: {', '.join(KINDS)})"),
    ("{term:windfal}", "1: unknown term 'windfal', did you mean 'windfall'?"),
    ("{date:2024-02-30}", "1: '2024-02-30' is no day of the calendar"),
    (
        "On {date:30 May}",
        "4: '30 May' is not a period: expected a year (2024, or -44 before Christ), a half-year (2024-H1), "
        "a quarter (2024-Q3), a season (2023/24), a month (2024-12), a day (2024-12-31) or two of them with a slash "
        "(2019/2024)",
    ),
    ("{name:}", "1: names nothing"),
    ("{chart:more-tree}", "1: unknown chart 'more-tree', did you mean 'more-trees'?"),
    ("See {chart:more-trees}", "5: {chart:…} stands alone on its line"),
    ("{big:trees} trees", "1: {big:…} stands alone on its line"),
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
    ("so ![here](a.png)", "4: '![here]' is a picture; what a text can show is a chart, {chart:…} alone on a line"),
    ("![here][a]", "1: '![here]' is a picture; what a text can show is a chart, {chart:…} alone on a line"),
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


@pytest.mark.parametrize(
    "lines",
    ["– Pears\n– Plums", "— Pears\n— Plums", "①梨\n②李", "一、梨\n二、李", "（一）梨\n（二）李", "a) Pears\nb) Plums"],
)
def test_a_list_as_word_processors_write_it(tmp_path: Path, lines: str) -> None:
    """Its lines would run on as one."""
    message = "lists nothing, and runs on from the line above: begin each with '- ', or part them"
    assert read_problems(tmp_path, {EN: f"{CHAPTER['en']}\n{lines}\n"}) == [f"{EN}:10:1: {message}"]


@pytest.mark.parametrize("lines", ["– Pears\n– Plums", "一、梨\n二、李", "Pears\n-----"])
def test_code_is_neither_a_list_nor_a_heading(tmp_path: Path, lines: str) -> None:
    assert read_problems(tmp_path, {EN: f"{CHAPTER['en']}\n```\n{lines}\n```\n"}) == []


CLEAN = [
    "— Who says so?\n\n— The village.",
    "——如此，\n——如彼。",
    "The trees – all\n– stand.",
    "一、梨\n\n二、李",
    "梨、\n李、杏",
    "北京、上海、\n深圳、广州",
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


@pytest.mark.parametrize(
    ("body", "column"), [("x\n\n    1. y", 5), ("x\n    1. y", 5), ("```\n1. y\n```", 1), ("1. y\n2. z", 0)]
)
def test_a_number_that_begins_no_item_is_typed_by_hand(tmp_path: Path, body: str, column: int) -> None:
    page = "content/en/method.md"
    row = f"---\ntitle: Method\n---\n\n{body}".split("1. ")[0].count("\n") + 1
    said = read_problems(tmp_path, {page: f"---\ntitle: Method\n---\n\n{body}\n"})
    assert [item.partition(": ")[0] for item in said] == ([f"{page}:{row}:{column}"] if column else [])
