"""Figures as their source prints them: said in its language, bound to their record, and all that is quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.pipeline import build
from microsite.publish.write import read_site
from microsite.verify.records import INDEX, Index
from microsite.verify.verify import verify
from tests.project import EN, HARVEST, SOURCES, STATISTICS, WITHOUT_CHARTS, ZH, read_problems

PRINTED = "printed: more than 1200 trees"
CHINESE = STATISTICS.replace(PRINTED, "printed: 种着1200多棵果树\n      worded: 1200多棵").replace("36 tonnes", "36吨")
SOURCE = {"data/sources.yaml": SOURCES.replace("language: en", "language: zh-Hans")}


def chapters(english: str, chinese: str) -> dict[str, str | bytes | None]:
    texts = {EN: ("The harvest", english), ZH: ("收成", chinese)}
    return {
        **WITHOUT_CHARTS,
        **{path: f"---\ntitle: {title}\n---\n\n{text}\n" for path, (title, text) in texts.items()},
    }


def problems(folder: Path, english: str, chinese: str, statistics: str = CHINESE) -> list[str]:
    return read_problems(folder, {**chapters(english, chinese), HARVEST: statistics, **SOURCE})


def test_it_is_said_in_its_language_bound_and_read_back(tmp_path: Path) -> None:
    texts = chapters("It says “{trees|printed}”, or {trees} trees.", "文中写着{trees|printed}。")
    root = tmp_path / "story"
    assert read_problems(root, {**texts, HARVEST: CHINESE, **SOURCE}) == []
    build(root, root / "site")
    site = read_site(root / "site")
    said = '<data class="stat" value="1200" data-id="trees" lang="zh-Hans">1200多棵</data>'
    assert said in site["index.html"].decode()
    assert said in site["zh/index.html"].decode()
    index = Index.from_json(site[INDEX])
    assert verify(site, index).findings == ()
    other = site["zh/index.html"].replace("1200多棵".encode(), "1300多棵".encode())
    assert [str(fault) for fault in verify({**site, "zh/index.html": other}, index).findings]


def test_without_words_of_its_own_the_whole_phrase_is_given(tmp_path: Path) -> None:
    statistics = CHINESE.replace("      worded: 1200多棵\n", "")
    assert problems(tmp_path, "“{trees|printed}”", "“{trees|printed}”", statistics) == []


@pytest.mark.parametrize(
    ("english", "chinese", "fault"),
    [
        ("{trees@2023|printed}", "{trees@2023|printed}", f"{EN}:5:1: 'trees@2023' has no 'printed' to show"),
        ("{trees|printd}", "{trees|printed}", f"{EN}:5:1: unknown option 'printd', did you mean 'printed'?"),
        ("“{trees} trees”", "{trees}", f"{EN}:5:2: '{{trees}}' is worded by us; in quotation marks stands what was"),
        ("{trees}", "写的是“{trees|full}”", f"{ZH}:5:5: '{{trees|full}}' is worded by us; in quotation marks"),
        ("“So” {trees} “are there”", "“这里”有{trees}", ""),
        ("“{trees|label}” {trees}", "“{trees|label}”{trees}", ""),
    ],
)
def test_what_is_quoted_was_printed(tmp_path: Path, english: str, chinese: str, fault: str) -> None:
    found = problems(tmp_path, english, chinese)
    assert [problem.startswith(fault) for problem in found][:1] == [True] * bool(fault), found


@pytest.mark.parametrize(
    ("worded", "fault"),
    [
        ("1300多棵", "'1300多棵' says 1,300; 1,200 trees is registered"),
        ("1200", "'1200' says 'exact'; 'more-than' is registered"),  # the words of the bound belong to it
        ("超过1200棵", "'超过1200棵' is no part of what is printed"),
    ],
)
def test_its_words_are_part_of_the_phrase_and_say_the_figure(tmp_path: Path, worded: str, fault: str) -> None:
    statistics = CHINESE.replace("worded: 1200多棵", f"worded: {worded}")
    assert f"{HARVEST}:15:15: {fault}" in problems(tmp_path, "{trees}", "{trees}", statistics)
