"""Texts of 10 kB that open what they never close: read, or refused at their line, long before anybody loses patience.

What looks through all that follows for each sign takes minutes for these, and a second where each is read once.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from microsite.desk.shown import sentences
from microsite.language.conversion import unread
from microsite.source.markup import DEEPEST, DEPTH, blanked, markers, sections
from microsite.source.yamlfile import LONGEST
from microsite.verify.passages import Reader
from tests.language.words import LOCALES, numerals
from tests.project import CHAPTER, EN, HARVEST, ZH, load_problems, read_problems
from tests.promises.test_fuzz import patience

LENGTH = 10_000
PIECES = [
    "[", "]", "(", "[](", "[x][", "![x][", "![", "{", "{x|", "<", "<x", "*", "_", "*x ", "**x", "`", "`` ", "\\", "|",
    "&", "> ", "- ", "1. ", "x\n---\n", "* * *\n", "- x\n", "| x |\n", "[x]: y\n", "# x\n", "    ", "    \n", ".", "。",
    "!? ", "x.  ", '."', "-", "one ", "a hundred and ", "half ", "1,", "一", "百", "几十", "点", "不足", "https://",
    "~", "==a", " ", "{date:2024}",
]  # fmt: skip


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
@pytest.mark.parametrize(("number", "piece"), [*enumerate(PIECES)])
def test_a_long_line_is_read_once(number: int, piece: str, *, thorough: bool) -> None:
    text = piece * (LENGTH // len(piece))
    turns = [*LOCALES] if thorough else ["en", "zh", [*LOCALES][number % len(LOCALES)]]  # each language in its turn
    with patience(15):
        for language in turns:
            numerals(language).find(text)
        blanked(text, markdown=True)
        markers(text)
        sentences(text)
        list(sections(text))
        Reader().html(f"<p>{text.replace('&', '').replace('<', '')}</p>")
        if not DEPTH.exceeded(text):
            list(unread(f"{text}`x`"))


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("x\n" + "[" * (DEEPEST + 1), 8),
        ("x\n\n" + "[](" * (DEEPEST + 1), 9),
        ("[x " * DEEPEST + "\n\n" + "[x " * DEEPEST, 0),
        ("[x] (y) " * 100, 0),
        ("\n".join(f"{'    ' * depth}- x" for depth in range(300)), 7 + DEEPEST),
        ("x\n" + "- " * 300, 8),
        ("x\n" + "> " * 300, 8),
        ("x\n" + "-" * 300, 0),
    ],
)
def test_what_opens_too_much_is_refused_at_its_line(tmp_path: Path, body: str, line: int) -> None:
    said = "opens or nests more than 20 things in each other: check brackets, hyphens and spaces"
    found = load_problems(tmp_path, {"content/en/chapters/1-harvest.md": f"{CHAPTER['en'].split('{chart')[0]}{body}\n"})
    assert found == ([f"content/en/chapters/1-harvest.md:{line}:1: {said}"] if line else [])


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("~~~ x\n" * 6000, 7),
        ("x\n\n```python\nx\n~~~\n", 9),
        ("```\nx\n```\n\n~~~~\n~~~\n", 11),
        ("```\n~~~\n```\n\nx ``` y\n", 0),
    ],
)
def test_code_that_no_line_ends_is_refused_where_it_begins(tmp_path: Path, body: str, line: int) -> None:
    path = "content/en/chapters/1-harvest.md"
    found = load_problems(tmp_path, {path: f"{CHAPTER['en'].split('{chart')[0]}{body}"})
    assert [problem.split(": code begins here")[0] for problem in found] == ([f"{path}:{line}:1"] if line else [])


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "~" * LONGEST + "x", f"a{' ' * LONGEST}b"])
def test_a_line_that_nobody_writes_is_refused(tmp_path: Path, text: str) -> None:
    """So is a text of YAML that stands in several lines, and is one."""
    said = f"more than {LONGEST:,} characters without an end of line; part them"
    path = "content/en/chapters/1-harvest.md"
    assert load_problems(tmp_path, {path: f"{CHAPTER['en']}\n{text}\n"}) == [f"{path}:9:1: {said}"]
    assert load_problems(tmp_path, {HARVEST: f"trees:\n  note: '{text}'\n"}) == [f"{HARVEST}:2:1: {said}"]
    parted = f"trees:\n  note:\n    {'pears' * 1900}\n    {'plums' * 1900}\n"
    assert f"{HARVEST}:3:5: {said}" in load_problems(tmp_path, {HARVEST: parted})
    assert load_problems(tmp_path, {path: f"{CHAPTER['en']}\n{'x' * LONGEST}\n"}) == []


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
def test_spaces_are_passed_over_once(tmp_path: Path) -> None:
    body = f"a{' ' * (LONGEST - 2)}b\n\n" * 60
    with patience(15):
        assert read_problems(tmp_path, {EN: f"{CHAPTER['en']}\n{body}", ZH: f"{CHAPTER['zh']}\n{body}"}) == []
