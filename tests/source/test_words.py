"""Words files: keys, and the places that templates fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microsite.quantities import Bound
from tests.project import ENGINE, read_problems


def test_words_have_the_keys_and_places_that_templates_fill_in(tmp_path: Path) -> None:
    words = (ENGINE / "templates/words.zh.yaml").read_text("utf-8")
    changes = (
        (r"^skip: .*", "skipp: x"),
        (r"^nav: .*", "nav: 导航"),
        (r"^  more-than: .*", "  more-than: 超过{1}"),
        (r"^quoted: .*", "quoted: '{'"),
    )
    for before, after in changes:
        words, count = re.subn(before, after, words, count=1, flags=re.MULTILINE)
        assert count
    at = {line: number for number, line in enumerate(words.splitlines(), 1)}
    quoted = at["quoted: '{'"]
    path = "templates/words.zh.yaml"
    assert read_problems(tmp_path, {path: words}) == [
        f"{path}:{at['skipp: x']}:1: unknown key 'skipp', did you mean 'skip'?",
        f"{path}:{at['nav: 导航']}:6: expected keys, each with its words",
        f"{path}:{at['  more-than: 超过{1}']}:14: '{{1}}' is no place where something is put in (places: {{0}})",
        f"{path}:{quoted}:9: '{{…}}' is no place where something is put in (places: {{0}})",
    ]


@pytest.mark.parametrize(
    ("numbers", "problem"),
    [
        ("x", "1:10: expected keys, each with its words"),
        ("\n  wordz: {1: uno}", "2:3: unknown key 'wordz', did you mean 'words'?"),
        ("\n  words: {uno: 1}", "2:11: 'uno' is no number, which stands before its words"),
        ("\n  glued: {K: 1000}", "2:11: 'K' is no number, which stands before its words"),
        ("\n  words: uno", "2:10: 'words' has keys, each with its words"),
        ("\n  weak: [uno, una]", "2:9: 'weak' has one text, no keys or list"),
        ("\n  before: {more-then: over}", f"2:12: 'more-then' is no key here: {'|'.join(Bound)}"),
        ("\n  spell_out: nine", "2:14: is no whole number, such as 9"),
        ("\n  words: {1: un(o}", "2:14: is no regular expression: missing ), unterminated subpattern, at character 3"),
        (
            '\n  forms: {n//d: "a $word"}',
            "2:11: 'n//d' is no form of a number, such as n, 2n, n/d, n in d, 2..9n, >n or nothing (docs/languages.md)",
        ),
        ('\n  forms: {n: "x$wrod"}', "2:16: unknown piece '$wrod', did you mean 'word'?"),
    ],
)
def test_a_table_of_numbers_has_its_shape(tmp_path: Path, numbers: str, problem: str) -> None:
    words = (ENGINE / "templates/words.en.yaml").read_text("utf-8").partition("\nnumbers:")[0]
    above = words.count("\n") + 1
    line, _, rest = problem.partition(":")
    expected = f"templates/words.en.yaml:{above + int(line)}:{rest}"
    assert read_problems(tmp_path, {"templates/words.en.yaml": f"{words}\nnumbers: {numbers}\n"}) == [expected]
