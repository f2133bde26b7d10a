"""Words of units and bounds by which a figure is read as another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microsite.pipeline import load
from tests.project import ENGINE, HARVEST, STATISTICS, UNITS, read_problems, write_project

MORE = STATISTICS.replace(
    "  related: [crop]\n",
    "".join(
        f"    - {{value: {value}, period: {period}, role: context, source: almanac}}\n"
        for period, value in ((2019, "-36"), (2018, "[3, 5]"))
    ),
)
WORDS = (ENGINE / "templates/words.en.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (
            "more than {0}",
            "less than {0}",
            "words 'more-than 1200' as 'less than 1,200', which is read as 'less-than 1200'",
        ),
        (
            'more-than: ">"',
            'more-than: "<"',
            "words 'more-than 1200' as '<1,200 trees', which is read as 'less-than 1200'",
        ),
        ('minus: "−{0}"', 'minus: "{0}"', "words '-36' as '36', which is read as '36'"),
        ('range: "{0} to {1}"', 'range: "{1} to {0}"', "words '3 to 5' as '5 to 3', which is read as '5' and '3'"),
        ('range: "{0} to {1}"', 'range: "{0} to"', "lacks '{1}', in place of which something is put in"),
        ('quoted: "“{0}”"', 'quoted: "“x”"', "lacks '{0}', in place of which something is put in"),
        ('one: "about {0} m', 'few: "some", one: "a m', "lacks '{0}', in place of which something is put in"),
        ("menu: Menu", "menu: Menu for two", "'two' is a number typed by hand: words of the interface state none"),
        ("menu: Menu", "menu: Menu 5", "'5' is a number typed by hand: words of the interface state none"),
    ],
)
def test_words_of_the_interface_are_told_at_their_line(tmp_path: Path, before: str, after: str, problem: str) -> None:
    assert before in WORDS
    words = WORDS.replace(before, after, 1)
    line = words[: words.index(after)].count("\n") + 1
    [found] = read_problems(tmp_path, {"templates/words.en.yaml": words, HARVEST: MORE})
    assert re.fullmatch(rf"templates/words.en.yaml:{line}:\d+: {re.escape(problem)}", found), found


def test_quotation_marks_may_be_none(tmp_path: Path) -> None:
    words = WORDS.replace('quoted: "“{0}”"', 'quoted: "{0}"')
    assert read_problems(tmp_path, {"templates/words.en.yaml": words}) == []


def test_a_unit_s_words_are_no_bound(tmp_path: Path) -> None:
    units = UNITS.replace('other: "{0} tonnes"', 'other: "{0}+ tonnes"').replace(
        'text: {en: "{0}"', 'text: {en: "{0}+"'
    )
    assert read_problems(tmp_path, {"data/units.yaml": units}) == [
        "data/units.yaml:3:14: words '1200' as '1,200+', which is read as 'more-than 1200'",
        "data/units.yaml:18:14: words '36' as '36+ tonnes', which is read as 'more-than 36'",
    ]


def test_an_ordinal_has_its_stop_before_what_it_counts(tmp_path: Path) -> None:
    assert (
        read_problems(tmp_path, {"data/units.yaml": UNITS.replace('other: "{0} tonnes"', 'other: "{0}. place"')}) == []
    )


def test_groups_of_digits_in_a_unit_s_words_stay_together(tmp_path: Path) -> None:
    units = UNITS.replace('other: "{0} tonnes"', 'other: "{0} pour 100 000 habitants"')
    project = write_project(tmp_path, {"data/units.yaml": units})
    assert "{0} pour 100\u202f000 habitants" in load(project)[0].project.units["tonnes"].patterns("en")
