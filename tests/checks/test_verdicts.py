"""A verdict is held against its evidence: each kind fails where that no longer bears it out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from microsite.downloads.feed import render_feeds
from microsite.facts.corrections import draft_corrections
from microsite.pipeline import read
from microsite.source.models import VerdictRule
from tests.project import FILES, STATISTICS, read_problems, write_project

KINDS = "".join(
    f"{rule}:\n  label: {{en: said {rule}, zh: 判为{rule}}}\n  meaning: {{en: Meant., zh: 意思。}}\n"
    f"  rule: {rule}\n  stroke: ring\n"
    for rule in VerdictRule
)
SPEAKERS = FILES["data/speakers.yaml"] + "office:\n  label: {en: the office, zh: 统计所}\n"
SOURCES = (
    FILES["data/sources.yaml"]
    + "".join(
        f"{name}:\n  publisher: {{en: {name}, zh: {name}}}\n  grade: official\n  date: {date}\n"
        for name, date in (("early", "2024-03-01"), ("late", "2024-11-01"), ("same", "2024-09-30"))
    )
)  # fmt: skip
CLAIMS = {"few": "trees > trees@2023", "false": "trees < trees@2023"}
COUNT = """\
judged:
  label: {en: Judged, zh: 已核对}
  definition: {en: Figures with a verdict., zh: 有核对结果的数。}
  unit: times
  subject: harvest
  derive:
    formula: verdicts(none) / verdicts()
    words: {en: How many are not checked., zh: 无从核对的占比。}
"""
OTHERS = {  # what stands beside the article's "more than 1,200 in 2024"
    "agrees": "{value: 1250, period: 2024, role: context, source: same, key: other}",
    "counted": "{value: 1250, period: 2024, role: context, source: same, counter: office, key: other}",
    "own": "{value: 1250, period: 2024, role: context, source: same, counter: grower, key: other}",
    "another-year": "{value: 1250, period: 2019, role: context, source: same, counter: office, key: other}",
    "near": "{value: 1250, period: 2023-09, role: context, source: same, key: other}",
    "near-counted": "{value: 1250, period: 2023-09, role: context, source: same, counter: office, key: other}",
    "less": "{value: 1100, period: 2024, role: context, source: same, counter: office, key: other}",
    "old": "{value: 1250, period: 2024, role: context, source: early, key: other}",
    "newer": "{value: 1100, period: 2024, role: context, source: same, key: other}",
    "later": "{value: 1100, period: 2024-10, role: context, source: late, key: other}",
    "missed": "{value: 1199, period: 2024, role: context, source: late, key: other}",
}


def problems(
    folder: Path, kind: str, other: str = "", more: str = "", status: str = "measured", *, rests: bool = True
) -> list[str]:
    """Judge the trees by a kind; return what is said of it at its place, in short."""
    rests_on = "rests_on: [trees@other], " if other and rests else ""
    verdict = f"{{kind: {kind}, day: 2024-12-01, {rests_on}{more}reason: {{en: So., zh: 是。}}}}"
    judged = f"      printed: more than 1200 trees\n      status: {status}\n      verdict: {verdict}\n"
    judged += f"    - {OTHERS[other]}\n" if other else ""
    statistics = STATISTICS.replace("      printed: more than 1200 trees\n", judged)
    crop = "{kind: none, day: 2024-12-01, reason: {en: So., zh: 是。}, missing: {en: The day., zh: 日期。}}"
    statistics = statistics.replace("      printed: 36 tonnes\n", f"      printed: 36 tonnes\n      verdict: {crop}\n")
    return read_problems(folder, files(statistics))


def files(statistics: str) -> Mapping[str, str]:
    claims = [f"{id_}:\n  holds: {holds}\n" for id_, holds in CLAIMS.items() if f"[{id_}]" in statistics]
    return {
        "data/verdicts.yaml": KINDS,
        "data/speakers.yaml": SPEAKERS,
        "data/sources.yaml": SOURCES,
        **({"data/claims.yaml": "".join(claims)} if claims else {}),
        "data/statistics/harvest.yaml": statistics,
    }


MISSING = "missing: {en: The day., zh: 日期。}, "
FEW = "claims: [few], "


@pytest.mark.parametrize(
    ("kind", "other", "more", "status"),
    [
        ("independent", "counted", "", "measured"),
        ("same-voice", "agrees", "", "measured"),
        ("same-voice", "own", "", "measured"),
        ("same-voice", "near", "", "measured"),
        ("claims", "", FEW, "measured"),
        ("old", "old", "", "measured"),
        ("old", "newer", "", "measured"),
        ("later", "later", FEW, "measured"),
        ("target-met", "agrees", "", "targeted"),
        ("target-missed", "missed", "", "targeted"),
        ("target-open", "", MISSING, "targeted"),
        ("incompatible", "less", "", "measured"),
        ("sole", "", "", "claimed"),
        ("none", "", MISSING, "measured"),
    ],
)
def test_evidence_bears_a_kind_out(tmp_path: Path, kind: str, other: str, more: str, status: str) -> None:
    assert problems(tmp_path, kind, other, more, status) == []


@pytest.mark.parametrize(
    ("kind", "other", "more", "status", "said"),
    [
        ("independent", "", "", "measured", "it rests on no figure"),
        ("independent", "agrees", "", "measured", "somebody else counted"),
        ("independent", "own", "", "measured", "somebody else counted"),
        ("independent", "another-year", "", "measured", "of the same time"),
        ("independent", "less", "", "measured", "trees@other (1100, 2024), and judges more-than 1200"),
        ("same-voice", "counted", "", "measured", "somebody else counted the same"),
        ("independent", "near-counted", "", "measured", "of the same time"),
        ("same-voice", "less", "", "measured", "that agrees"),
        ("same-voice", "another-year", "", "measured", "less than 6 months from it"),
        ("claims", "agrees", "", "measured", "needs a claim"),
        ("old", "agrees", "", "measured", "half a year before"),
        ("later", "agrees", FEW, "measured", "published after the article"),
        ("later", "later", "", "measured", "needs a claim"),
        ("target-met", "missed", "", "targeted", "meets the target"),
        ("target-missed", "agrees", "", "targeted", "a figure meets it"),
        ("target-missed", "", "", "targeted", "falls short"),
        ("target-open", "agrees", MISSING, "targeted", "has no outcome yet"),
        ("target-open", "", "", "targeted", "says under 'missing'"),
        ("target-met", "agrees", "", "measured", "is for targets"),
        ("same-voice", "agrees", "", "targeted", "is not for targets"),
        ("incompatible", "agrees", "", "measured", "can't be right, too"),
        ("sole", "", "", "measured", "is for what is claimed"),
        ("sole", "counted", "", "claimed", "somebody has"),
        ("none", "agrees", MISSING, "measured", "something agrees"),
        ("none", "", "", "measured", "says under 'missing'"),
        ("same-voice", "agrees", MISSING, "measured", "misses nothing"),
    ],
)
def test_and_fails_where_it_does_not(tmp_path: Path, kind: str, other: str, more: str, status: str, said: str) -> None:
    (problem,) = problems(tmp_path, kind, other, more, status)
    assert problem.startswith("data/statistics/harvest.yaml:16:")
    assert said in problem


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("right", "", "unknown verdict 'right'"),
        ("claims", "claims: [fewer], ", "unknown claim 'fewer'"),
        ("claims", "claims: [false], ", "does not hold"),
        ("same-voice", "rests_on: [trees@2024], ", "no figure bears itself out"),
        ("same-voice", "rests_on: [tree], ", "unknown statistic 'tree'"),
    ],
)
def test_what_it_names_is_there(tmp_path: Path, kind: str, more: str, said: str) -> None:
    found = problems(tmp_path, kind, "", more)
    assert any(said in problem for problem in found), found


def test_a_figure_of_the_article_needs_one_where_there_are_kinds(tmp_path: Path) -> None:
    found = read_problems(tmp_path, files(STATISTICS))
    assert len([problem for problem in found if "needs a 'verdict'" in problem]) == 2


def test_only_the_article_is_judged(tmp_path: Path) -> None:
    verdict = "      verdict: {kind: none, day: 2024-12-01, reason: {en: So., zh: 是。}}\n"
    statistics = STATISTICS.replace("      source: almanac\n", f"      source: almanac\n{verdict}")
    assert any(
        "only figures of the article are judged" in found for found in read_problems(tmp_path, files(statistics))
    )


@pytest.mark.parametrize(
    ("value", "bound", "agrees"),
    [
        ("1250", "exact", True), ("1200", "exact", False), ("1200", "more-than", True), ("900", "more-than", True),
        ("1250", "less-than", True), ("1200", "at-most", False), ("1180", "about", True), ("1000", "about", False),
    ],
)  # fmt: skip
def test_bounds_are_minded(tmp_path: Path, value: str, bound: str, agrees: bool) -> None:  # noqa: FBT001
    other = f"{{value: {value}, bound: {bound}, period: 2024, role: context, source: same, key: other}}"
    OTHERS["bound"] = other
    assert (problems(tmp_path, "same-voice", "bound") == []) == agrees


@pytest.mark.parametrize("disputed", [True, False])
def test_a_place_is_at_odds_with_another_s_where_a_disagreement_says_so(tmp_path: Path, *, disputed: bool) -> None:
    verdict = "{kind: incompatible, day: 2024-12-01, rests_on: [trees@other], reason: {en: So., zh: 是。}}"
    first = f"      printed: first\n      implied: true\n      verdict: {verdict}\n"
    first += "    - {value: 1, period: 2024, role: context, source: same, key: other}\n"
    crop = "{kind: none, day: 2024-12-01, reason: {en: So., zh: 是。}, missing: {en: The day., zh: 日期。}}"
    statistics = (
        STATISTICS[: STATISTICS.index("crop-per-tree")]
        .replace("      printed: more than 1200 trees\n", first)
        .replace("    - value: 1200\n      bound: more-than\n", "    - value: 1\n")
        .replace("unit: trees\n", "unit: rank\n")
        .replace("      printed: 36 tonnes\n", f"      printed: 36 tonnes\n      verdict: {crop}\n")
    )
    rivals = {"data/disagreements.yaml": "winner:\n  figures: [trees@2024, trees@other]\n  why: {en: Who?, zh: 谁？}\n"}
    found = read_problems(tmp_path, {**files(statistics), **(rivals if disputed else {})})
    assert any("can't be right, too" in problem for problem in found) != disputed, found


def test_they_are_counted(tmp_path: Path) -> None:
    verdict = "{kind: same-voice, day: 2024-12-01, rests_on: [trees@other], reason: {en: So., zh: 是。}}"
    judged = f"      printed: more than 1200 trees\n      verdict: {verdict}\n    - {OTHERS['agrees']}\n"
    statistics = STATISTICS.replace("      printed: more than 1200 trees\n", judged) + COUNT
    none = "{kind: none, day: 2024-12-01, reason: {en: So., zh: 是。}, missing: {en: The day., zh: 日期。}}"
    statistics = statistics.replace("      printed: 36 tonnes\n", f"      printed: 36 tonnes\n      verdict: {none}\n")
    story = read(write_project(tmp_path, files(statistics)))
    assert str(story.facts.find("judged").quantity) == "0.5"


def test_a_changed_verdict_is_drafted_as_news(tmp_path: Path) -> None:
    none = "{kind: none, day: 2024-12-01, reason: {en: So., zh: 是。}, missing: {en: The day., zh: 日期。}}"
    same = "{kind: same-voice, day: 2024-12-02, rests_on: [trees@other], reason: {en: So., zh: 是。}}"
    crop = STATISTICS.replace("      printed: 36 tonnes\n", f"      printed: 36 tonnes\n      verdict: {none}\n")
    states = []
    for name, verdict in (("before", none), ("after", same)):
        judged = f"      printed: more than 1200 trees\n      verdict: {verdict}\n    - {OTHERS['agrees']}\n"
        changed = crop.replace("      printed: more than 1200 trees\n", judged)
        states.append((write_project(tmp_path / name, files(changed)), changed))
    (before, _), (after, statistics) = states
    old, new = read(before), read(after)
    draft = draft_corrections(old.facts, new.facts, new.project, "2024-12-03")
    assert draft == (
        "- date: 2024-12-03\n  statistic: trees@2024\n"
        '  stood: {"en": "said none", "zh": "判为none"}\n  stands: {"en": "said same-voice", "zh": "判为same-voice"}\n'
        "  why: {en: TODO, zh: TODO}\n  evidence: [trees@other]\n"
    )
    logged = read(write_project(tmp_path / "logged", {**files(statistics), "data/corrections.yaml": draft}))
    assert draft_corrections(old.facts, logged.facts, logged.project, "2024-12-04") == ""
    assert b"said same-voice" in render_feeds(logged)["feed.xml"]
