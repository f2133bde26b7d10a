"""Charts that can't be drawn, do not fit in, or can't be listened to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.checks.samples import by_hand
from tests.project import CHAPTER, CHART, CHART_FILE, EN, HARVEST, STATISTICS, UNITS, ZH, Changes, read_problems

LINE = """\
form: line
subject: harvest
title: {en: Trees, zh: 果树}
subtitle: {en: In the village, zh: 村里}
alt: {en: "A line of the trees in the village: {trees@2023}.", zh: "村里果树的折线图，一共{trees@2023}，全在里面。"}
note: {en: Counted., zh: 已清点。}
marks:
  - {statistic: trees@2023}
options:
  broken: {en: The other 12, zh: 其余}
"""

CHART_RULES: list[tuple[Changes, list[str]]] = [
    (
        {CHART_FILE: CHART.replace("statistic: trees@2023", "statistic: tres@2023")},
        [f"{CHART_FILE}:9:17: unknown statistic 'tres', did you mean 'trees'?"],
    ),
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
        {CHART_FILE: CHART + "options: {stack: {}}\n"},
        [f"{CHART_FILE}:11:18: unknown option 'stack' for the form 'bars', did you mean 'stacked'?"],
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
        {CHART_FILE: CHART + "options: {stacked: true}\n"},
        [f"{CHART_FILE}:10:17: 'trees@2024' is not exact; what is open or about can't be summed"],
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
            "content/charts/line.yaml": LINE,
            EN: CHAPTER["en"] + "\n{chart:line}\n",
            ZH: CHAPTER["zh"] + "\n{chart:line}\n",
        },
        [f"content/charts/line.yaml:10:26: {by_hand('12')}"],
    ),
]


@pytest.mark.parametrize(("changes", "messages"), CHART_RULES)
def test_charts(tmp_path: Path, changes: Changes, messages: list[str]) -> None:
    assert read_problems(tmp_path, changes) == messages


def test_all_is_told_at_once(tmp_path: Path) -> None:
    """What a text says, how it is joined, what is read of a unit, what a form refuses; of what can't be said, that."""
    alt = 'alt: {en: "{tree}", zh: "{trees}果树。"}'
    changes = {
        CHART_FILE: re.sub(r"^alt: .*$", alt, CHART, flags=re.MULTILINE),
        EN: f"{CHAPTER['en']}\nmore than {{trees}}\n",
        ZH: f"{CHAPTER['zh']}\n{{trees}}\n",
        "data/units.yaml": UNITS.replace('other: "{0} tonnes"', 'other: "{0}+ tonnes"'),
        "content/charts/mixed.yaml": CHART.replace("{statistic: trees@2023}", "{statistic: crop}"),
    }
    assert read_problems(tmp_path, changes) == [
        "content/charts/mixed.yaml:10:17: 'trees' can't share a scale with 'tonnes' of 'crop'",
        f"{CHART_FILE}:5:12: unknown statistic 'tree', did you mean 'trees'?",
        f"{CHART_FILE}:5:25: has 10 characters; an alternative text has 20 to 200",
        f"{EN}:9:11: 'more than' would stand here twice: '{{trees}}' says it already",
        "data/units.yaml:18:14: words '36' as '36+ tonnes', which is read as 'more-than 36'",
    ]


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
