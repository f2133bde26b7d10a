"""Series in short form: the same observations as in full, each with its place; and what is refused of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.facts.derive import Facts, derive_facts
from microsite.source.models import Statistic
from microsite.source.project import Project
from tests.project import load, load_problems, read_problems

PATH = "data/statistics/pears.yaml"
HEAD = """\
pears:
  label: {en: Pears, zh: 梨}
  definition: {en: Pears., zh: 梨。}
  unit: trees
  subject: harvest
"""
SHORT = (
    HEAD
    + """\
  series:
    book:
      label: {en: In the book, zh: 账本}
      counter: grower
      source: almanac
      status: estimated
      values:
        2022: 5
        2024: {value: 8, bound: about, source: gazette, key: late}
        2023: [6, 7]
      breaks:
        2024: {en: Weighed from then on., zh: 从此改为过磅。}
"""
)
FULL = (
    HEAD
    + """\
  observations:
    - {value: 8, bound: about, period: 2024, key: late, source: gazette, ALIKE}
    - {value: [6, 7], period: 2023, source: almanac, ALIKE}
    - {value: 5, period: 2022, source: almanac, ALIKE}
  series:
    book:
      label: {en: In the book, zh: 账本}
      breaks:
        2024: {en: Weighed from then on., zh: 从此改为过磅。}
"""
).replace("ALIKE", "series: book, counter: grower, status: estimated, role: context")


def test_both_forms_are_the_same_statistic(tmp_path: Path) -> None:
    short, full = (load(tmp_path / name, {PATH: text}).statistics for name, text in (("a", SHORT), ("b", FULL)))
    assert short["pears"] == full["pears"]


def test_every_part_of_an_observation_has_its_place(tmp_path: Path) -> None:
    where = load(tmp_path, {PATH: SHORT}).where[Statistic, "pears"]
    assert [where.line("observations", index, "value") for index in range(3)] == [14, 15, 13]
    at = [where.problem("observations", 0, field, message="") for field in ("period", "bound", "status", "source")]
    assert [(problem.line, problem.column) for problem in at] == [(14, 9), (14, 33), (11, 15), (14, 48)]


@pytest.mark.parametrize(
    ("typed", "instead", "message"),
    [
        ("2022: 5", "2022: 5_", "13:15: '5_' has a separator between its digits"),
        ("2022: 5", "22: 5", "13:9: '22' is not a period"),
        ("2022: 5", "2022: {value: 5, bond: about}", "13:26: unknown key 'bond', did you mean 'bound'?"),
        ("2022: 5", "2022: {value: 5, period: 2021}", "13:26: a value of a series has no 'period' of its own"),
        ("status: estimated", "status: guessed", "11:15: 'status' can't be 'guessed'"),
        ("status: estimated", "sttus: estimated", "11:7: unknown key 'sttus', did you mean 'status'?"),
        ("source: almanac\n", "note: {en: A., zh: 甲。}\n", "13:9: the key 'source' is missing"),
        ("      label: {en: In the book, zh: 账本}\n", "", "7:5: the key 'label' is missing"),
        ("2024: {en", "early: {en", "17:9: 'early' is not a period"),
    ],
)
def test_mistakes_are_told_where_they_stand(tmp_path: Path, typed: str, instead: str, message: str) -> None:
    found = load_problems(tmp_path, {PATH: SHORT.replace(typed, instead, 1)})
    assert any(problem.startswith(f"{PATH}:{message}") for problem in found), found


@pytest.mark.parametrize(
    "values", ["values: 5", "values: [5]", "values:\n        - 2022: 5"], ids=["a value", "a list", "a list of pairs"]
)
def test_values_stand_by_their_periods(tmp_path: Path, values: str) -> None:
    typed = SHORT[SHORT.index("values:") : SHORT.index("      breaks:")]
    [problem] = load_problems(tmp_path, {PATH: SHORT.replace(typed, f"{values}\n")})
    assert "'values' must hold keys of its own" in problem


@pytest.mark.parametrize(
    ("typed", "instead", "message"),
    [
        ("counter: grower", "counter: groer", "9:16: unknown speaker 'groer', did you mean 'grower'?"),
        ("2022: 5", "2022: {value: 5, key: late}", "13:15: a second observation 'late'"),
        ("        2024: {en", "        2022: {en", "17:15: 'book' begins with 2022: there is nothing to break"),
        ("        2024: {en", "        2025: {en", "17:15: 'book' has no figure for 2025, the first on a new base"),
        ("  series:\n", "  series:\n    empty: {label: {en: E, zh: 空}}\n", "7:12: no observation is of"),
    ],
)  # fmt: skip
def test_what_does_not_fit(tmp_path: Path, typed: str, instead: str, message: str) -> None:
    found = read_problems(tmp_path, {PATH: SHORT.replace(typed, instead, 1)})
    assert any(problem.startswith(f"{PATH}:{message}") for problem in found), found


@pytest.mark.parametrize(
    ("typed", "instead", "message"),
    [
        ("series: book", "series: bok", ": unknown series 'bok', did you mean 'book'?"),
        ("period: 2023, ", "period_is: unstated, ", "without a 'period', it has no place in the series 'book'"),
        ("period: 2023", "period: 2022, key: again", "a second figure of the series 'book' for 2022; a series has one"),
    ],
)
def test_what_does_not_fit_in_full(tmp_path: Path, typed: str, instead: str, message: str) -> None:
    found = read_problems(tmp_path, {PATH: FULL.replace(typed, instead, 1)})
    assert any(message in problem for problem in found), found


# --- values from a CSV file beside the YAML

CSV = "data/statistics/pears.csv"
TABLED = SHORT[: SHORT.index("values:")] + "values: pears.csv\n" + SHORT[SHORT.index("      breaks:") :]
ROWS = """\
period,value,value_to,bound,source,key,note,note.zh
2022,5,,,,,,
2024,8,,about,gazette,late,"Weighed, at last.",过了秤。

2023,6,7,,,,,
"""
IN_FULL = SHORT.replace("key: late}", "key: late, note: {en: 'Weighed, at last.', zh: 过了秤。}}")


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        ROWS.replace("\n", "\r\n"),
        "\ufeff" + ROWS,
        ROWS.replace("\n", ",,\n") + ",,,,,,,,,\n",
        ROWS.replace("Weighed, at", "Weighed; at").replace(",", ";").replace("Weighed; at", "Weighed, at"),
        ROWS.replace("Weighed, at", "Weighed@ at").replace(",", "\t").replace("@", ","),
    ],
    ids=["plain", "windows", "with a mark", "with empty columns", "semicolons", "tabs"],
)
def test_a_table_says_what_yaml_would(tmp_path: Path, rows: str) -> None:
    table, short = load(tmp_path / "a", {PATH: TABLED, CSV: rows}), load(tmp_path / "b", {PATH: IN_FULL})
    assert table.statistics["pears"] == short.statistics["pears"]


def test_every_cell_has_its_place(tmp_path: Path) -> None:
    where = load(tmp_path, {PATH: TABLED, CSV: ROWS}).where[Statistic, "pears"]
    places = [("value",), ("period",), ("bound",), ("note", "zh"), ("status",)]
    at = [where.problem("observations", 0, *field, message="") for field in places]
    assert [(problem.path.as_posix(), problem.line, problem.column) for problem in at] == [
        (CSV, 3, 6), (CSV, 3, 1), (CSV, 3, 9), (CSV, 3, 48), (PATH, 11, 15)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "instead", "message"),
    [
        ("2022,5", "2022,5_", ":2:6: '5_' has a separator between its digits"),
        ("2022,5", '2022,"1,5"', ":2:7: '1,5' "),
        ("2022,5", "01.02.2022,5", ":2:1: '01.02.2022' is not a period"),  # of which month nobody knows
        ("2022,5", "44562,5", ":2:1: '44562' is not a period"),  # a day as spreadsheets count them
        ("2022,5", "2022,", ":2:1: the key 'value' is missing"),
        ("2022,5", "2024,5", ":3:1: a second row for '2024'"),
        ("2022,5", ",5", ":2:1: has no 'period'"),
        ("2022,5,,,,,,", "2022,5,,,,,,,x", ":2:14: has more cells than there are columns, 8"),
        ("bound", "bund", ":1:23: unknown column 'bund', did you mean 'bound'?"),
        ("period,value,", "period,", ":1:1: lacks the column 'value'"),
        (",about,", ",abut,", ":3:9: 'bound' can't be 'abut', did you mean 'about'?"),
        (",gazette,", ",gazete,", ":3:15: unknown source 'gazete', did you mean 'gazette'?"),
        ("过了秤。", "过了秤，14棵。", ":3:52: '14' is a number typed by hand"),
        ("note.zh", "bound.zh", ":1:45: unknown column 'bound.zh'"),
        ('last."', "last.", ":3:1: is not CSV: unexpected end of data; check the quotation marks"),
        ("period,value", "Period,value", ":1:1: unknown column 'Period', did you mean 'period'?"),
        (
            "period,value,value_to,bound,source,key,note,note.zh",
            "2021,4,,,,,,",
            ":1:1: does not begin with the names of its columns",
        ),
        (ROWS[ROWS.index("2022") :], "", ":1:1: has no row below the names of its columns"),
        ("2022,5", "01/03/2022,5", ":2:1: '01/03/2022' is not a period"),
    ],
)
def test_mistakes_are_told_in_their_cells(tmp_path: Path, typed: str, instead: str, message: str) -> None:
    found = read_problems(tmp_path, {PATH: TABLED, CSV: ROWS.replace(typed, instead, 1)})
    assert any(problem.startswith(f"{CSV}{message}") for problem in found), found
    assert len([problem for problem in found if "series" in problem or "observations" in problem]) == 0, found


@pytest.mark.parametrize("name", ["pear.csv", "../pears.csv", "/etc/pears.csv", "pears.xlsx"])
def test_a_table_stands_beside_its_series(tmp_path: Path, name: str) -> None:
    found = load_problems(tmp_path, {PATH: TABLED.replace("pears.csv", name), CSV: ROWS})
    assert found == [
        f"{CSV}: is read by nobody; a series names such a table: values: pears.csv",
        f"{PATH}:12:15: no CSV file '{name}' stands beside this one, did you mean 'pears.csv'?",
    ]


def test_a_table_is_utf_8(tmp_path: Path) -> None:
    found = load_problems(tmp_path, {PATH: TABLED, CSV: ROWS.encode("gb18030")})
    assert found == [f"{CSV}:3:48: is not UTF-8 here; save the file in the encoding UTF-8"]


# --- what may be joined


def facts(project: Project) -> Facts:
    return derive_facts(project)[0]


def test_figures_continue_each_other_within_a_series_up_to_its_breaks(tmp_path: Path) -> None:
    more = "  observations:\n    - {value: 4, period: 2021, role: context, source: almanac}\n"
    found = facts(load(tmp_path, {PATH: SHORT + more}))
    late, y2023, y2022, alone = (found.find(f"pears@{key}") for key in ("late", "2023", "2022", "2021"))
    assert y2023.continues(y2022)
    assert not late.continues(y2023)
    assert late.is_akin(y2023)
    assert not alone.continues(alone)
    assert not y2022.is_akin(alone)
    assert found.find("pears") is alone  # what is typed in full comes first


DERIVED = """\
growth:
  label: {en: Growth, zh: 增幅}
  definition: {en: Growth., zh: 增幅。}
  unit: times
  subject: harvest
  derive:
    formula: pears@late / pears@2022
    words: {en: One by the other., zh: 相除。}
"""
SAID = {
    f"content/{code}/about.md": f"---\ntitle: About\n---\n{{claim:more|{said}}}\n"
    for code, said in (("en", "more"), ("zh", "更多"))
}


@pytest.mark.parametrize(
    ("claim", "across", "message"),
    [
        ("stated(pears@late) > pears@2022", "", "compares across the break of 2024 in 'book' of 'pears'"),
        ("stated(pears@late) > pears@2022", "  across: {en: Meant., zh: 有意。}\n", ""),
        ("stated(pears@late) > trees@2023 / 300 < pears@2022", "", ""),
        ("pears@2023 > pears@2022", "", ""),
        ("pears@2023 > pears@2022", "  across: {en: Meant., zh: 有意。}\n", "compares across no break"),
    ],
)  # fmt: skip
def test_a_claim_across_a_break_says_so(tmp_path: Path, claim: str, across: str, message: str) -> None:
    changes = {PATH: SHORT, "data/claims.yaml": f"more:\n  holds: {claim}\n{across}", **SAID}
    found = read_problems(tmp_path, changes)
    assert (message in found[0] and len(found) == 1) if message else not found, found


def test_a_formula_across_a_break_says_so(tmp_path: Path) -> None:
    message = "calculates across the break of 2024 in 'book' of 'pears'; leave that, or say in 'across' why it is meant"
    assert read_problems(tmp_path, {PATH: SHORT + DERIVED}) == [f"{PATH}:24:14: the formula of 'growth' {message}"]
    across = DERIVED + "    across: {en: Meant., zh: 有意。}\n"
    assert read_problems(tmp_path / "meant", {PATH: SHORT + across}) == []


def test_a_missing_series_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="'series' must hold keys"):
        load(tmp_path, {PATH: HEAD + "  series: [book]\n  observations: []\n"})
