"""The X-ray of the article: each of its figures where it stands, as printed or worded, and again by its verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from microsite.errors import command
from microsite.pipeline import build
from tests.pages.test_verdicts import STATED, VERDICTS
from tests.project import FILES, WITHOUT_CHARTS, read_problems, write_project

SHAPE = "- runs: 11\n  headline: true\n- runs: 9 trees 3\n- runs: 4 crop\n"
INDEX = {f"content/{code}/index.md": FILES[f"content/{code}/index.md"] + "\n{xray:gazette}\n" for code in ("en", "zh")}
FIGURE = re.compile(
    r'<mark(?: class="pen (\w+)")?><a class="number (\w+)" href="[^"]*statistics/([a-z-]+)/index.html">'
    r"<(?:q|data)[^>]*>(.*?)</(?:q|data)>(?:<span[^>]*>(.*?)</span>)?</a></mark>"
)
COUNT = """
judged:
  label: {en: Judged, zh: 已核对}
  definition: {en: Counted., zh: 数出。}
  unit: times
  subject: harvest
  derive:
    formula: verdicts(agreed)
    words: {en: Counted., zh: 数出。}
"""


def pages(folder: Path, changes: Mapping[str, str | None]) -> dict[str, str]:
    """Return the part of the story's page that is the X-ray, by language."""
    root = write_project(folder / "story", {**INDEX, "data/shape.yaml": SHAPE, **changes})
    build(root, folder / "site")
    texts = {"en": folder / "site/index.html", "zh": folder / "site/zh/index.html"}
    return {code: path.read_text("utf-8").partition('<div class="xray">')[2] for code, path in texts.items()}


def parts(page: str) -> tuple[str, str]:
    """Return the paper, and the account."""
    paper, _, rest = page.partition("</ol>")
    return paper, rest


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    changes = {"data/verdicts.yaml": VERDICTS, "data/statistics/harvest.yaml": STATED + COUNT}
    return pages(tmp_path_factory.mktemp("xray"), changes)


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        ("en", ["more than 1200 trees", "36 tonnes"]),  # as the Gazette prints them, which is in English
        ("zh", ["超过1200棵", "36吨"]),
    ],
)
def test_figures_stand_in_the_articles_order_each_with_its_stroke_and_verdict(
    judged: Mapping[str, str], code: str, figures: list[str]
) -> None:
    paper, account = parts(judged[code])
    agreed, unchecked = ("另有人这样说", "无从核对") if code == "zh" else ("agreed by others", "not checked")
    mark = "：" if code == "zh" else ": "
    assert FIGURE.findall(paper) == [
        ("underline", "measured", "trees", figures[0], mark + agreed),
        ("query", "estimated", "crop", figures[1], mark + unchecked),
    ]
    groups = re.findall(r"<h3>(.*?)</h3>.*?<ul>(.*?)</ul>", account, re.DOTALL)
    assert [[found[2] for found in FIGURE.findall(cells)] for _, cells in groups] == [["trees"], ["crop"]]
    assert [said for head, _ in groups for said in (agreed, unchecked) if said in head] == [agreed, unchecked]
    assert 'data-id="judged"' in groups[0][0] and "data-id" not in groups[1][0]  # which no statistic counts


def test_words_are_blanks_as_many_as_characters(judged: Mapping[str, str]) -> None:
    paper, _ = parts(judged["en"])
    lines = [line for line in paper.split("\n") if re.match("<li.*(<mark|headline)", line)]
    assert [[len(run) for run in re.findall("<i>( +)</i>", line)] for line in lines] == [[11], [9, 3], [4]]
    assert '<li class="headline" aria-hidden="true">' in paper  # a paragraph without figures says nothing


def test_without_verdicts_there_is_the_paper_alone(tmp_path: Path) -> None:
    paper, rest = parts(pages(tmp_path, {})["en"])
    assert [found[2:4] for found in FIGURE.findall(paper)] == [("trees", "more than 1200 trees"), ("crop", "36 tonnes")]
    assert "pen" not in paper and 'class="tally"' not in rest


def test_figures_that_one_phrase_states_are_worded(tmp_path: Path) -> None:
    both, statistics = "more than 1200 trees bore 36 tonnes", FILES["data/statistics/harvest.yaml"]
    for old, new in (("printed: more than 1200 trees", both), ("printed: 36 tonnes", both)):
        statistics = statistics.replace(f"{old}\n", f"printed: {new}\n")
    statistics = statistics.replace("paragraph: 3", "paragraph: 2")
    shape = SHAPE.replace("- runs: 9 trees 3\n- runs: 4 crop", "- runs: 9 trees crop")
    paper, _ = parts(pages(tmp_path, {"data/statistics/harvest.yaml": statistics, "data/shape.yaml": shape})["en"])
    assert [found[3] for found in FIGURE.findall(paper)] == ["more than 1,200\u00a0trees", "36\u00a0tonnes"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"data/shape.yaml": None},
            "the article has no shape yet: {shape} writes data/shape.yaml",
        ),
        (
            {path: text.replace("gazette", "almanac") for path, text in INDEX.items()},
            "'almanac' is not the article, 'gazette'",
        ),
        (
            {
                path.replace("index", "method"): FILES[path.replace("index", "method")] + "\n{xray:gazette}\n"
                for path in INDEX
            },
            "the xray stands on the story's page, index.md",
        ),
    ],
)
def test_it_stands_where_there_is_a_shape_and_a_style(
    tmp_path: Path, changes: dict[str, str | None], expected: str
) -> None:
    problems = read_problems(tmp_path, {**WITHOUT_CHARTS, **INDEX, "data/shape.yaml": SHAPE, **changes})
    expected = expected.format(shape=command(tmp_path, "shape", "ARTICLE"))
    assert [problem.partition(": ")[2] for problem in problems] == [expected, expected]
