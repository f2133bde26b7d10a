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


@pytest.mark.parametrize(
    ("language", "value", "printed", "fault"),
    [
        ("fr", "12345", "12 345 arbres", ""),
        ("fr", "12345", "plus de 12 345 arbres", "says 'more-than'; 'exact' is registered"),
        ("es", "12500, bound: about", "alrededor del 12.500", ""),
        ("it", "12345, bound: more-than", "oltre 12.345 alberi", ""),  # of which no words of bounds are known
        ("it", "12345, bound: more-than", "oltre 12.354 alberi", "says 12,354; 12,345 trees is registered"),
        ("zh-Hant", "850000, bound: more-than", "超過85萬", ""),
        ("zh-Hant", "850000, bound: about", "約85萬", ""),
    ],
)
def test_a_source_in_a_language_that_the_site_does_not_speak(
    tmp_path: Path, language: str, value: str, printed: str, fault: str
) -> None:
    value = value.replace(", ", "\n      ")
    text = STATISTICS.replace("value: 900", f"value: {value}").replace(
        CONTEXT, f"{CONTEXT}      printed: {printed}\n", 1
    )
    found = faults(tmp_path, text, almanac=language)
    said = [message for problem in found if (message := problem.partition(": ")[2]).startswith(f"'{printed}'")]
    assert said == ([f"'{printed}' {fault}"] if fault else [])


@pytest.mark.parametrize(
    ("value", "printed", "is_so"),
    [("33", "a third", True), ("33.3", "a third", True), ("66.67", "two thirds", True), ("34", "a third", False),
     ("66", "two thirds", False), ("33.0", "a third", False), ("24", "a quarter", False)],
)  # fmt: skip
def test_a_share_without_end_is_the_figure_that_it_is_rounded_to(
    tmp_path: Path, value: str, printed: str, *, is_so: bool
) -> None:
    text = STATISTICS.replace("unit: trees", "unit: percent", 1).replace("value: 900", f"value: {value}")
    text = text.replace(CONTEXT, f"{CONTEXT}      printed: {printed}\n", 1)
    found = faults(tmp_path, text, almanac="en")
    assert any(problem.startswith("19:16: ") for problem in found) is not is_so


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
