"""Claims: words hold as long as the comparison behind them is certain, and fail at their sentence when not."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.errors import Problem
from microsite.facts.claims import COURSES, judge_claims
from microsite.facts.derive import Facts, derive_facts
from microsite.source.project import Project
from tests.project import CHAPTER, EN, STATISTICS, ZH, load, read_problems

CLAIMS = "more-trees:\n  holds: {}\n"


def story(claim: str = "more-trees") -> dict[str, str | bytes | None]:
    """The chapters, each with a sentence that makes the claim."""
    return {
        EN: CHAPTER["en"] + f"\nThere are {{claim:{claim}|more}} trees than there were.\n",
        ZH: CHAPTER["zh"] + f"\n果树{{claim:{claim}|多了}}。\n",
    }


def judged(project: Project) -> tuple[Facts, list[Problem]]:
    facts, problems = derive_facts(project)
    facts, more = judge_claims(project, facts)
    return facts, problems + more


@pytest.mark.parametrize(
    ("comparison", "certain"),
    [
        ("trees > trees@2023", True),  # more than 1200 is above 900
        ("trees@2023 < trees", True),
        ("trees < trees@2023", False),
        ("trees > 1200 * trees@2023 / 900 * 1", True),  # more than 1200 excludes 1200 itself
        ("trees >= 1300 * trees@2023 / 900", False),  # more than 1200 may be 1250
        ("trees@2023 / 900 = trees@2023 / 900", True),
        ("trees = trees", False),  # nobody knows how many more than 1200
        ("stated(trees) = stated(trees)", True),
        ("trees@2023 < stated(trees) < 2 * trees@2023", True),
        ("trees@2023 < stated(trees) < trees@2023", False),
        ("trees@2023 <= trees@2023", True),
        ("crop-per-tree > 0.3", True),  # a derived figure counts unrounded, bounds and all
        ("crop-per-tree < 0.5", False),
    ],
)
def test_a_comparison_holds_when_it_is_certain(tmp_path: Path, comparison: str, certain: bool) -> None:  # noqa: FBT001
    project = load(tmp_path, {"data/claims.yaml": CLAIMS.format(comparison)})
    facts, problems = judged(project)
    assert problems == []
    assert ("more-trees" not in facts.broken) is certain


@pytest.mark.parametrize("bound", ["about", "nearly"])
@pytest.mark.parametrize(
    ("comparison", "certain"),
    [
        ("crop = stated(crop)", False),
        ("crop >= stated(crop)", False),  # nearly 36 is less
        ("crop <= stated(crop)", False),
        ("crop > stated(crop)", False),
        ("crop < 2 * stated(crop)", True),
    ],
)
def test_what_is_about_a_number_is_not_known_to_be_that_number(
    tmp_path: Path,
    bound: str,
    comparison: str,
    certain: bool,  # noqa: FBT001
) -> None:
    changes = {"data/statistics/harvest.yaml": STATISTICS.replace("value: 36", f"value: 36\n      bound: {bound}")}
    project = load(tmp_path, {**changes, "data/claims.yaml": CLAIMS.format(comparison)})
    facts, problems = judged(project)
    assert problems == []
    assert ("more-trees" not in facts.broken) is certain


@pytest.mark.parametrize(
    ("comparison", "message"),
    [
        ("trees", f"compares nothing; expected <, <=, =, >= or > between formulas, or one of {', '.join(COURSES)}"),
        ("rise(trees)", "compares nothing; expected <, <=, =, >= or > between formulas, did you mean 'rises'?"),
        ("trees > crop", "compares tree and mass; expected the same unit"),
        ("trees > pears", "names what is not there: unknown statistic 'pears'"),
        ("trees > ", "ends too early"),
        ("trees => crop", "has '=>'; expected >="),
        ("trees == crop", "has '=='; expected ="),
        ("trees ≥ crop", "has '≥'; expected >="),
        ("trees != crop", "has '!='; expected < or >"),
        ("trees > 75% * crop", "can't be read from '% * crop' on; expected a share, such as 0.75 for 75%"),
        ("trees > 2 × crop", "can't be read from '× crop' on; expected *"),
    ],
)
def test_what_is_no_comparison(tmp_path: Path, comparison: str, message: str) -> None:
    changes = story() | {"data/claims.yaml": CLAIMS.format(comparison)}
    assert read_problems(tmp_path, changes) == [f"data/claims.yaml:2:10: the claim 'more-trees' {message}"]


def test_a_claim_that_the_data_no_longer_bear_fails_at_its_sentence_in_both_languages(tmp_path: Path) -> None:
    changes = story() | {"data/claims.yaml": CLAIMS.format("trees > trees@2023")}
    assert read_problems(tmp_path / "before", changes) == []
    changes |= {"data/statistics/harvest.yaml": STATISTICS.replace("value: 900", "value: 1300")}
    why = "does not hold: trees (more-than 1200) > trees@2023 (1300)"
    assert read_problems(tmp_path / "after", changes) == [f"{EN}:9:11: 'more' {why}", f"{ZH}:9:3: '多了' {why}"]


def test_a_claim_that_bounds_leave_open_says_what_compares_the_numbers(tmp_path: Path) -> None:
    changes = story() | {"data/claims.yaml": CLAIMS.format("trees < trees@2023")}
    changes |= {"data/statistics/harvest.yaml": STATISTICS.replace("value: 900", "value: 1300")}
    why = "does not hold: trees (more-than 1200) < trees@2023 (1300)"
    hint = "; the bounds leave it open: stated(id) compares numbers as they are printed"
    assert read_problems(tmp_path, changes) == [f"{EN}:9:11: 'more' {why}{hint}", f"{ZH}:9:3: '多了' {why}{hint}"]


def test_claims_are_known_stated_and_the_same_in_both_languages(tmp_path: Path) -> None:
    claims = {"data/claims.yaml": CLAIMS.format("trees > trees@2023")}
    assert read_problems(tmp_path / "unknown", story("more-tree") | claims) == [
        f"{EN}:9:11: unknown claim 'more-tree', did you mean 'more-trees'?",
        f"{ZH}:9:3: unknown claim 'more-tree', did you mean 'more-trees'?",
        "data/claims.yaml:1:1: no text or verdict rests on this claim; write {claim:more-trees|…} around its words, "
        "or remove it",
    ]
    one = claims | {EN: story()[EN]}
    assert read_problems(tmp_path / "one", one) == [f"{ZH}: does not cite the claim 'more-trees', which {EN} cites"]
    empty = claims | {name: text.replace("|more", "").replace("|多了", "") for name, text in story().items()}  # type: ignore[union-attr, arg-type]
    assert read_problems(tmp_path / "empty", empty)[0] == (
        f"{EN}:9:11: the claim says nothing; write {{claim:more-trees|the words that it ties}}"
    )


# --- courses

PEARS = """\
pears:
  label: {en: Pears, zh: 梨}
  definition: {en: Pears., zh: 梨。}
  unit: trees
  subject: harvest
  observations:
    - {value: 99, period: 2022, key: heard, role: context, source: almanac}
  series:
    book:
      label: {en: In the book, zh: 账本}
      source: almanac
      values: {2018: 4, 2019: 5, 2020: 6, 2021: 9, 2022: 7, 2023: {value: 8, bound: more-than}, 2024: 3}
      breaks: {2024: {en: Weighed from then on., zh: 从此改为过磅。}}
"""
BOOK = {"data/statistics/pears.yaml": PEARS}


@pytest.mark.parametrize(
    ("course", "holds"),
    [
        ("rises(pears@2018..2021)", True),
        ("rises(pears@2018..2022)", False),
        ("rises(pears@2022..2023)", True),  # more than 8 is above 7
        ("falls(pears@2021..2022)", True),
        ("falls(pears@2021..2023)", False),
        ("peaks(pears@2021, pears@2018..2022)", True),
        ("peaks(pears@2021, pears@2018..2023)", False),  # more than 8 may be 10
        ("peaks(stated(pears@2021), stated(pears@2018..2023))", True),
        ("peaks(pears@2020, pears@2018..2022)", False),
        ("troughs(pears@2018, pears@2018..2023)", True),
        ("troughs(pears@2019, pears@2018..2023)", False),
        ("never-below(pears@2018..2023, pears@2018)", True),
        ("never-below(pears@2018..2023, 0.5 * (pears@2018 + pears@2019))", False),
        ("never-below(pears@2018..2024, stated(pears@2024))", True),  # each of both bases for itself
        ("never-above(pears@2018..2022, pears@2021)", True),
        ("never-above(pears@2018..2023, pears@2021)", False),
        ("first-among(trees, trees@2023, pears@2018..2022)", True),
        ("first-among(trees@2023, trees, pears@2018)", False),
        ("last-among(pears@2018, pears@2019, trees)", True),
        ("last-among(pears@2019, pears@2018)", False),
    ],
)
def test_a_course_is_tested_on_all_of_its_span(tmp_path: Path, course: str, holds: bool) -> None:  # noqa: FBT001
    across = "  across: {en: Each for itself., zh: 各看各的。}\n" if "stated(pears@2024)" in course else ""
    facts, problems = judged(load(tmp_path, BOOK | {"data/claims.yaml": CLAIMS.format(course) + across}))
    assert problems == []
    assert ("more-trees" not in facts.broken) is holds


@pytest.mark.parametrize(
    ("course", "message"),
    [
        ("rises(pears@2018)", "has 'pears@2018' where a span was expected, such as id@2019..2024"),
        ("rises(pears@2021..2018)", "has a span that does not begin before it ends: 'pears@2021..2018'"),
        ("rises(pears@2018..heard)", "spans pears@2018 and pears@heard, which are not of one series"),
        ("rises(pears@2018..2017)", "names what is not there: 'pears' has no observation '2017', did you mean"),
        ("rises(pears@2018..2024)", "compares across the break of 2024 in 'book' of 'pears'; leave that, or say in"),
        ("rises(pears@2018..2019, trees)", "has 2 terms in rises; expected rises(id@2019..2024)"),
        ("first-among(trees)", "has 1 term in first-among; expected first-among(id, other, another)"),
        ("peaks(pears@2022, pears@2018..2021)", "has 'pears@2022' outside of its span; expected peaks(id@2022, id@"),
        ("never-below(pears@2018..2021, crop)", "compares tree and mass; expected the same unit"),
    ],
)
def test_what_is_no_course(tmp_path: Path, course: str, message: str) -> None:
    _, [problem] = judged(load(tmp_path, BOOK | {"data/claims.yaml": CLAIMS.format(course)}))
    assert str(problem).startswith(f"data/claims.yaml:2:10: the claim 'more-trees' {message}")


def test_a_course_that_has_turned_fails_at_its_sentence(tmp_path: Path) -> None:
    changes = story() | BOOK | {"data/claims.yaml": CLAIMS.format("rises(pears@2018..2022)")}
    why = "does not hold: rises(pears@2018..2022), which needs pears@2022 (7) > pears@2021 (9)"
    assert read_problems(tmp_path, changes) == [f"{EN}:9:11: 'more' {why}", f"{ZH}:9:3: '多了' {why}"]


DESPITE = "  despite: {en: The year alone., zh: 只说那一年。}\n"


@pytest.mark.parametrize(
    ("comparison", "third"),
    [
        ("pears@2018 < pears@2019", ""),  # and stayed above
        ("pears@2021 > pears@2022", ""),
        ("pears@2020 < pears@2022", "pears@2021 (9)"),  # in between it had been higher than it ended
        ("pears@2021 > pears@2020", ""),
        ("stated(pears@2022) >= stated(pears@2020)", "pears@2021 (9)"),
        ("pears@2019 = 5 * pears@2019 / 5", ""),
        ("pears@2022 / pears@2020 > 1", "pears@2021 (9)"),
        ("pears@2021 < 2 * pears@2018 + pears@2019", ""),
        ("pears@2022 < 1.5 * pears@2019", "pears@2021 (9)"),
        ("pears@heard > pears@2018", ""),  # of no series
        ("pears@2018 < pears@2022 > pears@2021 - pears@2018", ""),  # each pair for itself
    ],
)
def test_two_figures_that_a_third_contradicts_need_a_reason(tmp_path: Path, comparison: str, third: str) -> None:
    claims = CLAIMS.format(comparison)
    facts, problems = judged(load(tmp_path / "said", BOOK | {"data/claims.yaml": claims}))
    assert facts.broken == {}
    assert [third in str(problem) for problem in problems] == [True] * bool(third)
    if third:
        assert "of their series says otherwise; tell the course, or say in 'despite'" in str(problems[0])
    facts, problems = judged(load(tmp_path / "despite", BOOK | {"data/claims.yaml": claims + DESPITE}))
    assert [str(problem) for problem in problems] == (
        [] if third else ["data/claims.yaml:3:12: no third figure says otherwise: remove 'despite'"]
    )


def test_a_later_third_counts_too(tmp_path: Path) -> None:
    later = PEARS.replace("2024: 3}", "2024: 3, 2025: 2}").replace("breaks: {2024:", "breaks: {2025:")
    claims = {"data/claims.yaml": CLAIMS.format("pears@2018 < pears@2019")}
    _, [problem] = judged(load(tmp_path, {"data/statistics/pears.yaml": later} | claims))
    assert "compares pears@2018 and pears@2019, and pears@2024 (3) of their series says otherwise" in str(problem)
