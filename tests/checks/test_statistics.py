"""Statistics: one line of the file is replaced, another is complained of. What is due, and overdue."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.checks.statistics import find_overdue
from microsite.desk.command_line import main
from tests.project import (
    CHAPTER,
    CHART,
    CHART_FILE,
    EN,
    HARVEST,
    STATISTICS,
    ZH,
    Changes,
    load,
    read_problems,
    write_project,
)

STATISTIC_RULES = [
    ("unit: tonnes", "unit: tonne", "24:9: unknown unit 'tonne', did you mean 'tonnes'?"),
    ("related: [crop]", "related: [crop, pears]", "19:19: unknown statistic 'pears'"),
    ("related: [crop]", "related: [corp]", "19:13: unknown statistic 'corp', did you mean 'crop'?"),
    ("source: almanac", "source: almanack", "18:15: unknown source 'almanack', did you mean 'almanac'?"),
    ("speaker: grower", "speaker: growers", "12:16: unknown speaker 'growers', did you mean 'grower'?"),
    ("    - value: 900\n      period: 2023", "    - value: 900\n      period: 2024",
     "15:7: a second observation '2024'; give it a 'key' of its own"),
    ("      period: 2023\n", "", "15:7: without a 'period', 'period_is' must be 'unstated'; with one it can't be"),
    ("      period: 2023\n", "      period: 2023\n      period_is: unstated\n",
     "17:18: without a 'period', 'period_is' must be 'unstated'; with one it can't be"),
    ("      paragraph: 2\n", "", "7:7: an observation of role article needs 'paragraph'"),
    ("      printed: more than 1200 trees\n", "", "7:7: an observation of role article needs 'printed'"),
    ("      speaker: grower\n      paragraph: 2", "      paragraph: 2",
     "7:7: an observation of role article needs 'speaker'"),
    ("source: almanac\n", "source: almanac\n      paragraph: 2\n",
     "19:7: an observation of role context has no 'paragraph'"),
    ("source: almanac\n", "source: almanac\n      printed: nine hundred\n",
     "19:16: can't be read: 'almanac' has no 'language'"),
    ("source: almanac\n", "source: almanac\n      speaker: grower\n",
     "19:7: an observation of role context has no 'speaker'"),
    ("source: gazette", "source: almanac", "11:15: an observation of role article cites the article, 'gazette'"),
    ("  related: [crop]\n", "  derive: {formula: crop, words: {en: A, zh: 甲}}\n",
     "1:1: 'trees' needs either 'observations' or 'derive'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), STATISTIC_RULES)
def test_statistics(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in STATISTICS
    assert f"{HARVEST}:{message}" in read_problems(tmp_path, {HARVEST: STATISTICS.replace(old, new, 1)})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("source: gazette", "source: gazete", "11:15: unknown source 'gazete', did you mean 'gazette'?"),
        ("unit: trees", "unit: shrubs", "4:9: unknown unit 'shrubs' (known: trees, "),
    ],
)
def test_what_follows_from_what_is_unknown_waits_for_it(tmp_path: Path, old: str, new: str, message: str) -> None:
    claims = "more:\n  holds: trees@2024 > trees@2023\n"
    said = {EN: CHAPTER["en"] + "\n{claim:more|More} trees.\n", ZH: CHAPTER["zh"] + "\n果树{claim:more|更多}。\n"}
    changes: Changes = {HARVEST: STATISTICS.replace(old, new, 1), "data/claims.yaml": claims, **said}
    (problem,) = read_problems(tmp_path, changes)
    assert problem.startswith(f"{HARVEST}:{message}")


def test_a_chapter_that_no_page_opens(tmp_path: Path) -> None:
    problems = read_problems(tmp_path, {HARVEST: STATISTICS.replace("subject: harvest", "subject: harvests", 1)})
    assert problems == [f"{HARVEST}:5:12: unknown subject 'harvests', did you mean 'harvest'?"]


def due(when: str, of: str = "value: 900") -> Changes:
    return {HARVEST: STATISTICS.replace(of, f"{of}\n      next_release: {when}")}


@pytest.mark.parametrize(
    ("when", "today", "overdue"),
    [
        ("2025-11", "2025-11-30", False),
        ("2025-11", "2025-12-01", True),
        ("2025", "2025-12-31", False),
        ("2025", "2026-01-01", True),
        ("2025-11-05", "2025-11-06", True),
        ("2025-10/2025-12", "2025-12-31", False),
    ],
)
def test_what_is_overdue_on_a_day(tmp_path: Path, when: str, today: str, overdue: bool) -> None:  # noqa: FBT001
    project = load(tmp_path, due(when, "bound: more-than"))
    problems = [f"{HARVEST}:9:21: the next figure of 'trees' was due: add it, or say when it is due now"]
    assert [str(problem) for problem in find_overdue(project, today)] == (problems if overdue else [])


def test_what_has_come_is_not_overdue(tmp_path: Path) -> None:
    assert not list(find_overdue(load(tmp_path, due("2024-10")), "2026-01-01"))  # the figure of 2024 stands there


def test_a_figure_of_a_year_is_later_than_one_of_its_months(tmp_path: Path) -> None:
    half = {HARVEST: str(due("2026", "bound: more-than")[HARVEST]).replace("period: 2023", "period: 2024-06")}
    assert list(find_overdue(load(tmp_path, half), "2027-01-01"))


@pytest.mark.parametrize(("period", "when", "sound"), [("2024-06", "2024", True), ("2024", "2024-06", False)])
def test_a_year_ends_with_its_last_day(tmp_path: Path, period: str, when: str, sound: bool) -> None:  # noqa: FBT001
    changes = {HARVEST: str(due(when)[HARVEST]).replace("period: 2023", f"period: {period}\n      key: half")}
    changes[HARVEST] = changes[HARVEST].replace("trees@2023", "trees@half")
    chart = {CHART_FILE: CHART.replace("trees@2023", "trees@half")}
    assert (read_problems(tmp_path, {**changes, **chart}) == []) is sound


def test_no_page_says_that_a_figure_is_due_which_stands_there(tmp_path: Path) -> None:
    root = write_project(tmp_path, due("2024-10"))
    assert main(["--root", str(root), "--as-of", "2026-02-03"]) == 0
    assert "was due" not in (root / "site/statistics/trees/index.html").read_text("utf-8")


def test_nothing_is_due_before_its_own_period_ends(tmp_path: Path) -> None:
    assert read_problems(tmp_path, due("2023")) == [f"{HARVEST}:16:21: lies before the end of the figure's own period"]


def test_a_build_says_what_is_overdue_when_asked_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path, due("2025-11", "bound: more-than"))
    page = root / "site/statistics/trees/index.html"
    assert main(["--root", str(root)]) == 0
    assert "<small>The next figure is due: November 2025</small>" in page.read_text("utf-8")
    assert main(["--root", str(root), "--as-of", "2026-02-03"]) == 0
    said = "<small>The next figure was due: November 2025. It was not here on 3 February 2026</small>"
    assert said in page.read_text("utf-8")
    assert main(["--root", str(root)]) == 0
    assert said not in page.read_text("utf-8")
    assert main(["--root", str(root), "check", "--as-of", "2026-02-03"]) == 0
    assert "the next figure of 'trees' was due" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--root", str(root), "check", "--as-of", "someday"])
