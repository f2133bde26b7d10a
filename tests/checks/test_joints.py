"""What stands beside a marker and makes another number of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pipeline import build, read
from tests.project import CHAPTER, EN, HARVEST, STATISTICS, UNITS, ZH, read_problems, write_project

TOGETHER = "'{}' would be read as one number; write what keeps '{}' apart"


@pytest.mark.parametrize(
    ("en", "joints"),
    [
        ("{date:2023}{trees@2023}", [(1, "2023900", "{date:2023}"), (12, "2023900", "{trees@2023}")]),
        ("*{date:2023}***{crop}**", [(2, "202336", "{date:2023}"), (16, "202336", "{crop}")]),
        ("{trees@2023}{name:7-a}", [(1, "9007", "{trees@2023}")]),
        ("{trees@2023}.{date:2023}", [(1, "900.2023", "{trees@2023}"), (14, "900.2023", "{date:2023}")]),
        ("{trees@2023} to {trees}. {date:2023} ({crop}), {trees@2023}–{date:2023}, {trees|label}{crop}", []),
    ],
)
def test_figures_that_run_together(tmp_path: Path, en: str, joints: list[tuple[int, str, str]]) -> None:
    zh = "，".join(re.findall(r"\{.*?\}", en))
    changes = {EN: CHAPTER["en"] + f"\n{en}\n", ZH: CHAPTER["zh"] + f"\n{zh}\n"}
    assert read_problems(tmp_path, changes) == [f"{EN}:9:{at}: {TOGETHER.format(*said)}" for at, *said in joints]


@pytest.mark.parametrize("en", ["{trees|full}there", "Once{trees}"])
def test_a_figure_that_runs_into_a_word(tmp_path: Path, en: str) -> None:
    changes = {EN: CHAPTER["en"] + f"\n{en}\n", ZH: CHAPTER["zh"] + "\n{trees}there\n"}
    marker = f"{{{en.partition('{')[2].partition('}')[0]}}}"
    said = f"'{marker}' runs into the word beside it; write what keeps them apart"
    assert read_problems(tmp_path, changes) == [f"{EN}:9:{en.index('{') + 1}: {said}"]


@pytest.mark.parametrize(
    ("en", "twice", "at"),
    [
        ("{crop-per-tree}%", "%", 1),
        ("{crop|full} tonnes, {trees|full} treeslike", "tonnes", 1),
        ("more than {trees}", "more than", 11),
        ("In more. Than {trees}, {crop}: {trees}", "", 0),
    ],
)
def test_what_a_figure_says_already(tmp_path: Path, en: str, twice: str, at: int) -> None:
    zh = "，".join(re.findall(r"\{.*?\}", en))
    said = [f"{EN}:9:{at}: '{twice}' would stand here twice: '{en[at - 1 : en.index('}') + 1]}' says it already"]
    changes = {EN: CHAPTER["en"] + f"\n{en}\n", ZH: CHAPTER["zh"] + f"\n{zh}\n"}
    assert read_problems(tmp_path, changes) == (said if twice else [])


@pytest.mark.parametrize(
    ("en", "said"),
    [
        ("{crop}①", "'{crop}' runs into the word beside it"),
        ("{crop}مرحبا", "'{crop}' runs into the word beside it"),
        ("{crop}₂", "'{crop}' runs into the word beside it"),
        ("{date:2023}б", "'{date:2023}' runs into what stands beside it"),
        ("{date:2023}①", "'{date:2023}' runs into what stands beside it"),
        ("{trees@2023}б, в{trees@2023}, ①{crop}, в{date:2023}, {crop}果, {crop}×{trees}, {name:7-a}①, ①{name:7-a}", ""),
    ],
)
def test_letters_of_any_script_beside_a_figure(tmp_path: Path, en: str, said: str) -> None:
    """What would not be read back is told at its line; what is, makes a site."""
    zh = "，".join(re.findall(r"\{.*?\}", en))
    root = write_project(tmp_path, {EN: CHAPTER["en"] + f"\n{en}\n", ZH: CHAPTER["zh"] + f"\n{zh}\n"})
    if said:
        with pytest.raises(BuildError, match=re.escape(f"{EN}:9:1: {said}")):
            read(root)
    else:
        build(root, tmp_path / "site")


def test_a_figure_before_a_scale_word(tmp_path: Path) -> None:
    definitions = "{en: 'Of {trees} trees.', zh: '{trees}万。'}"
    changes = {
        HARVEST: STATISTICS.replace("{en: Apples picked., zh: 摘下的苹果。}", definitions),
        "data/units.yaml": UNITS.replace('zh: "{0}棵"}', 'zh: "{0}"}', 1),
    }
    said = TOGETHER.format("1200万", "{trees}")
    assert read_problems(tmp_path, changes) == [f"{HARVEST}:22:46: {said}"]
