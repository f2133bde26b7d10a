"""Nothing is called measured, and nothing put right, in a time that has not come."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.checks.future import check_future
from microsite.desk.command_line import main
from tests.project import SITE, SOURCES, load, write_project

PEARS = """\
pears:
  label: {{en: Pears, zh: 梨}}
  definition: {{en: Those that were weighed., zh: 过秤的梨。}}
  unit: kilograms
  subject: harvest
  observations:
    - {{value: 5, period: {period}, status: {status}, source: almanac}}
"""
CORRECTION = "- {date: 2031-05-01, statistic: pears, why: {en: Weighed twice., zh: 称了两次。}}\n"


@pytest.mark.parametrize(
    ("period", "status", "said"),
    [
        ("2030", "measured", ""),
        ("2030-06/2031", "measured", ""),  # it has begun
        ("2031", "measured", "2031 begins after today, 2030-06-15: nobody has measured it"),
        ("2030-07", "measured", "2030-07 begins after today, 2030-06-15"),
        ("2031", "targeted", ""),
    ],
)
def test_what_is_measured_has_begun(tmp_path: Path, period: str, status: str, said: str) -> None:
    project = load(tmp_path, {"data/statistics/a.yaml": PEARS.format(period=period, status=status)})
    found = list(check_future(project, "2030-06-15"))
    assert [problem.line for problem in found] == [7] * bool(said)
    assert not said or said in found[0].message


def test_what_is_measured_has_begun_when_its_source_appears(tmp_path: Path) -> None:
    changes = {
        "data/statistics/a.yaml": PEARS.format(period="2027", status="measured"),
        "data/sources.yaml": SOURCES + "  date: 2026-05\n",
    }
    (found,) = check_future(load(tmp_path, changes), "2030-06-15")
    assert "2027 begins after 'almanac' appeared, 2026-05-31" in found.message


def test_a_clock_that_is_slow_refuses_nothing(tmp_path: Path) -> None:
    """The days that editors wrote have come, whatever a machine says."""
    changes = {
        "data/statistics/a.yaml": PEARS.format(period="2031", status="measured"),
        "data/site.yaml": SITE + "updated: 2031-06\n",
    }
    assert list(check_future(load(tmp_path, changes), "2020-01-01")) == []


def test_nothing_was_put_right_tomorrow(tmp_path: Path) -> None:
    changes = {
        "data/statistics/a.yaml": PEARS.format(period="2020", status="measured"),
        "data/corrections.yaml": CORRECTION,
    }
    (found,) = check_future(load(tmp_path, changes), "2030-06-15")
    assert str(found) == "data/corrections.yaml:1:10: 2031-05-01 is later than today, 2030-06-15"


def test_check_knows_the_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path, {"data/statistics/a.yaml": PEARS.format(period="9999", status="measured")})
    assert main(["check", "--root", str(root)]) == 1
    assert "data/statistics/a.yaml:7:26: 9999 begins after today" in capsys.readouterr().err
