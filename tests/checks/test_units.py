"""Words of units and bounds by which a figure is read as another."""

from __future__ import annotations

from pathlib import Path

from tests.project import ENGINE, UNITS, read_problems


def test_words_of_a_bound_say_it(tmp_path: Path) -> None:
    words = (ENGINE / "templates/words.en.yaml").read_text("utf-8").replace("more than {0}", "less than {0}")
    said = "'bounds.more-than' words a figure as 'less than 1,200', which is read as another one"
    assert read_problems(tmp_path, {"templates/words.en.yaml": words}) == [f"templates/words.en.yaml: {said}"]


def test_a_unit_s_words_are_no_bound(tmp_path: Path) -> None:
    units = UNITS.replace('other: "{0} tonnes"', 'other: "{0}+ tonnes"').replace(
        'text: {en: "{0}"', 'text: {en: "{0}+"'
    )
    assert read_problems(tmp_path, {"data/units.yaml": units}) == [
        "data/units.yaml:3:14: words a figure as '1,200+', which is read as another one",
        "data/units.yaml:18:14: words a figure as '36+ tonnes', which is read as another one",
    ]
