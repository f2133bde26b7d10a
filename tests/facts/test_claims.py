"""Claims: words hold as long as the comparison behind them is certain, and fail at their sentence when not."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.facts.derive import derive_facts
from tests.project import CHAPTER, STATISTICS, load, read_problems

EN, ZH = "content/en/chapters/1-harvest.md", "content/zh/chapters/1-harvest.md"
CLAIMS = "more-trees:\n  holds: {}\n"


def story(claim: str = "more-trees") -> dict[str, str | bytes | None]:
    """The chapters, each with a sentence that makes the claim."""
    return {
        EN: CHAPTER["en"] + f"\nThere are {{claim:{claim}|more}} trees than there were.\n",
        ZH: CHAPTER["zh"] + f"\n果树{{claim:{claim}|多了}}。\n",
    }


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
    facts, problems = derive_facts(project)
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
    facts, problems = derive_facts(project)
    assert problems == []
    assert ("more-trees" not in facts.broken) is certain


@pytest.mark.parametrize(
    ("comparison", "message"),
    [
        ("trees", "compares nothing; expected <, <=, =, >= or > between formulas"),
        ("trees > crop", "compares tree and mass; expected the same unit"),
        ("trees > pears", "names what is not there: unknown statistic 'pears'"),
        ("trees > ", "ends too early"),
    ],
)
def test_what_is_no_comparison(tmp_path: Path, comparison: str, message: str) -> None:
    changes = story() | {"data/claims.yaml": CLAIMS.format(comparison)}
    assert read_problems(tmp_path, changes) == [f"data/claims.yaml:2:10: the claim 'more-trees' {message}"]


def test_a_claim_that_the_data_no_longer_bear_fails_at_its_sentence_in_both_languages(tmp_path: Path) -> None:
    changes = story() | {"data/claims.yaml": CLAIMS.format("trees > trees@2023")}
    assert read_problems(tmp_path / "before", changes) == []
    changes |= {"data/statistics/harvest.yaml": STATISTICS.replace("value: 900", "value: 1300")}
    why = "no longer holds: trees (more-than 1200) > trees@2023 (exact 1300)"
    assert read_problems(tmp_path / "after", changes) == [f"{EN}:9:11: 'more' {why}", f"{ZH}:9:3: '多了' {why}"]


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
