"""Phrases as printed: what of them contradicts the figure that is registered for them, in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import HARVEST, SOURCES, STATISTICS, read_problems

PRINTED = "printed: more than 1200 trees"
CONTEXT = "source: almanac\n"


def faults(folder: Path, statistics: str, **languages: str) -> list[str]:
    sources = SOURCES.replace("language: en", f"language: {languages.get('gazette', 'en')}")
    if "almanac" in languages:
        sources += f"  language: {languages['almanac']}\n"
    found = read_problems(folder, {HARVEST: statistics, "data/sources.yaml": sources})
    return [problem.removeprefix(f"{HARVEST}:") for problem in found]


@pytest.mark.parametrize(
    ("printed", "fault"),
    [
        ("more than 1,200 trees", ""),
        ("more than 1.2 thousand trees", ""),
        ("more than 2100 trees", "says 2,100; 1,200 trees is registered"),
        ("many trees", "says no number; 1,200 trees is registered"),
        ("1200 trees", "says 'exact'; 'more-than' is registered"),
        ("at least 1200 trees", "says 'at-least'; 'more-than' is registered"),
        ("more than 1200 days", "counts in days; the statistic's unit is trees"),
    ],
)
def test_an_article_in_english(tmp_path: Path, printed: str, fault: str) -> None:
    found = faults(tmp_path, STATISTICS.replace(PRINTED, f"printed: {printed}"))
    assert found == ([f"14:16: '{printed}' {fault}"] if fault else [])


@pytest.mark.parametrize(
    ("printed", "fault"),
    [
        ("突破1200棵", ""),
        ("1200多棵", ""),
        ("突破2100棵", "says 2,100; 1,200 trees is registered"),
        ("近1200棵", "says 'nearly'; 'more-than' is registered"),
        ("1200棵", "says 'exact'; 'more-than' is registered"),
        ("超过1200天", "counts in 天; the statistic's unit is trees"),
    ],
)
def test_an_article_in_chinese(tmp_path: Path, printed: str, fault: str) -> None:
    text = STATISTICS.replace(PRINTED, f"printed: {printed}").replace("36 tonnes", "36吨")
    assert faults(tmp_path, text, gazette="zh-Hans") == ([f"14:16: '{printed}' {fault}"] if fault else [])


@pytest.mark.parametrize(
    ("value", "printed", "fault"),
    [
        ("900", "nine hundred trees", ""),
        ("800", "nine hundred trees", "says 900; 800 trees is registered"),
        ("900", "almost 900", "says 'nearly'; 'exact' is registered"),
    ],
)
def test_another_source(tmp_path: Path, value: str, printed: str, fault: str) -> None:
    text = STATISTICS.replace("value: 900", f"value: {value}").replace(
        CONTEXT, f"{CONTEXT}      printed: {printed}\n", 1
    )
    assert faults(tmp_path, text, almanac="en-GB") == ([f"19:16: '{printed}' {fault}"] if fault else [])


def test_a_phrase_of_no_known_language_is_refused(tmp_path: Path) -> None:
    text = STATISTICS.replace(CONTEXT, f"{CONTEXT}      printed: 900 trees\n", 1)
    assert faults(tmp_path, text) == ["19:16: can't be read: 'almanac' has no 'language'"]


def test_the_article_has_a_language(tmp_path: Path) -> None:
    found = read_problems(tmp_path, {"data/sources.yaml": SOURCES.replace("  language: en\n", "")})
    assert (
        found[0] == "data/sources.yaml:1:1: the article 'gazette' needs a 'language', in which its phrases are printed"
    )


@pytest.mark.parametrize(
    ("mention", "fault"),
    [
        ("1200 of them", ""),  # a mention may say less
        ("nearly 1200", "'nearly 1200' says 'nearly'; 'more-than' is registered"),
        ("1201 trees", "'1201 trees' says 1,201; 1,200 trees is registered"),
    ],
)
def test_a_mention(tmp_path: Path, mention: str, fault: str) -> None:
    text = STATISTICS.replace(PRINTED, f"{PRINTED}\n      mentions: [{{paragraph: 7, printed: {mention}}}]")
    assert faults(tmp_path, text) == ([f"15:42: {fault}"] if fault else [])


@pytest.mark.parametrize(
    ("printed", "fault"),
    [("a forest", ""), ("more than 1200 trees", "says 1,200 itself: 'implied' is unnecessary")],
)
def test_an_implied_figure_is_no_readable_one(tmp_path: Path, printed: str, fault: str) -> None:
    text = STATISTICS.replace(PRINTED, f"printed: {printed}\n      implied: true")
    assert faults(tmp_path, text) == ([f"14:16: '{printed}' {fault}"] if fault else [])
