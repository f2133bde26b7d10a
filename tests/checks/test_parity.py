"""What one language of a project cites and another does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import CHAPTER, CHART, CHART_FILE, EN, GLOSSARY, HARVEST, STATISTICS, ZH, read_problems

TERMS = "content/glossary.yaml"
Changes = dict[str, str | bytes | None]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({ZH: CHAPTER["zh"].replace("{trees}果树", "果树")},
         f"{ZH}: does not cite the statistic 'trees', which {EN} cites"),
        ({EN: CHAPTER["en"].replace("{term:windfall|windfalls}", "windfalls")},
         f"{EN}: does not cite the term 'windfall', which {ZH} cites"),
        ({ZH: CHAPTER["zh"].replace("title: 收成", "title: 收成\ndeck: '{crop}。'")},
         f"{EN}:2:1: the texts above the page do not cite the statistic 'crop', which those in 'zh' cite"),
        ({TERMS: GLOSSARY.replace("Fruit that fell by itself.", "'Fruit, {crop} of it.'")},
         f"{TERMS}:3:48: does not cite the statistic 'crop', which the text in 'en' cites"),
        ({HARVEST: STATISTICS.replace("zh: 不含梨。", "zh: '不含{term:windfall}。'")},
         f"{HARVEST}:23:14: does not cite the term 'windfall', which the text in 'zh' cites"),
        ({CHART_FILE: CHART.replace("zh: 秋季清点。", "zh: '清点出{trees}。'")},
         f"{CHART_FILE}:6:12: does not cite the statistic 'trees', which the text in 'zh' cites"),
        ({CHART_FILE: CHART.replace("{trees} trees, after {trees@2023}, as bars by year.",
                                    "Trees over the years, as bars, one a year: more of them.")},
         f"{CHART_FILE}:5:11: does not cite the statistic 'trees', which the text in 'zh' cites"),
    ],
)  # fmt: skip
def test_what_one_language_lacks(tmp_path: Path, changes: Changes, problem: str) -> None:
    assert read_problems(tmp_path, changes) == [problem]


def page(title: str, *sections: str) -> str:
    headed = (f"## Next {{#next-{count}}}\n\n{text}" for count, text in enumerate(sections[1:], 1))
    return "\n\n".join((f"---\ntitle: {title}\n---", sections[0], *headed)) + "\n"


ONE, TWO, THREE = "{trees} {chart}", "{crop}", "{term:windfall}"


@pytest.mark.parametrize(
    ("en", "zh", "line"),
    [
        ((ONE, TWO, THREE), (ONE, TWO, THREE), 0),
        ((ONE, TWO, THREE), (ONE, f"{TWO}{THREE}"), 0),  # several to one
        ((f"{ONE}{TWO}", THREE), ("", ONE, TWO, "", THREE), 0),  # one to several, some of which cite nothing
        ((ONE, TWO, THREE), (ONE, THREE, TWO), 11),  # in another order
        ((f"{ONE}{TWO}", THREE), (ONE, f"{TWO}{THREE}"), 4),  # not divided alike
        ((ONE, *["{crop}", "{trees}"] * 500), (ONE, *["{crop}", "{trees}"] * 500), 0),
    ],
)
def test_sections_correspond(tmp_path: Path, en: tuple[str, ...], zh: tuple[str, ...], line: int) -> None:
    def with_chart(title: str, sections: tuple[str, ...]) -> str:
        return page(title, *sections).replace(" {chart}", "\n\n{chart:more-trees}\n\n")

    ours = with_chart("收成", zh)
    changes: Changes = {EN: with_chart("The harvest", en), ZH: ours}
    problems = read_problems(tmp_path, changes)
    message = f"from here on, the sections cite other things than those of {EN}"
    assert [said.split(";")[0] for said in problems] == ([f"{ZH}:{line}:1: {message}"] if line else [])
    changes[ZH] = ours.replace("title: 收成", "title: 收成\nsections_differ: 次序另排。")
    assert read_problems(tmp_path, changes) == []
