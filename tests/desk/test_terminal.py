"""Colours and progress where somebody looks, and the same plain lines everywhere else."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from microsite.desk import terminal
from microsite.desk.command_line import main
from microsite.desk.terminal import Progress, say
from microsite.errors import Problem
from microsite.progress import steps, telling
from tests.project import ENGINE, write_project

PROBLEM = "data/units.yaml:3:5: unknown key 'oen', did you mean 'one'?"
PLAIN = "9.4\u00a0万亿 1\u202f000：é 👩🏽 ## Heading [x] a::b"
LINES = (
    PROBLEM,
    "2 problems; nothing was written",
    "the fonts of pictures and headings lack 龘: others stand in",
    "9 numbers read back: 9 traced to their records, 0 not accounted for",
    "    - 900 trees",
    "    + 950 trees",
)
CODES = re.compile(r"\x1b\[\d*[mK]")


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def said(stream: io.StringIO) -> str:
    say(*LINES, stream=stream)
    return stream.getvalue()


def test_a_terminal_shows_colours() -> None:
    lines = said(Screen()).splitlines()
    assert all("\x1b[" in line for line in lines)
    assert lines[0].startswith("\x1b[1mdata/units.yaml:3:5\x1b[0m: unknown")
    assert "\x1b[36mdid you mean 'one'?\x1b[0m" in lines[0]


def test_colours_add_nothing_else() -> None:
    assert CODES.sub("", said(Screen())) == said(io.StringIO()) == "\n".join(LINES) + "\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_wants_no_colours_gets_none(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    assert "\x1b" not in said(Screen())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb\x9bc\x07\x00\x7f", r"a\x1b[2Jb\x9bc\x07\x00\x7f"),
        ("a\rb\tc\x0bd\u2028e\x85", r"a\rb\tc\x0bd\u2028e\x85"),
        ("\u202eevil\u2066\u200f\u061c", r"\u202eevil\u2066\u200f\u061c"),
        ("zero\u200bwidth\ufeff\u00ad", r"zero\u200bwidth\ufeff\xad"),
        ("\udc80 \ue000", r"\udc80 \ue000"),
        ("::add-mask::x", r"\x3a:add-mask::x"),
        ("\u3000 ::error::x", "\u3000 " + r"\x3a:error::x"),
        ("a ##[command]x ##vso[y]", r"a #\x23[command]x #\x23vso[y]"),
        ("\u200e−4 شجرة", "\u200e−4 شجرة"),
        (PLAIN, PLAIN),
    ],
)
def test_what_can_not_be_seen_is_made_visible(text: str, shown: str) -> None:
    for said in (text, shown):  # said again, it stays
        stream = io.StringIO()
        say(said, said, stream=stream)
        assert stream.getvalue() == f"{shown}\n{shown}\n"
    assert str(Problem(Path("a.yaml"), 1, 2, f"'{text}\n::'")) == rf"a.yaml:1:2: '{shown}\n::'".replace(
        r"'\x3a:a", "'::a"
    ).replace(r"\x3a:error", "::error")


def test_problems_are_coloured_where_they_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    root = write_project(tmp_path, {"content/zh/method.md": None})
    assert main(["check", "--root", str(root)]) == 1
    assert screen.getvalue().startswith("\x1b[1mcontent/zh/method.md\x1b[0m: is missing\n")


# --- how far a work is


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock by which half a second passes whenever one looks at it."""
    clock = count(100.0, 0.5)
    monkeypatch.setattr(terminal, "time", SimpleNamespace(monotonic=lambda: next(clock)))


def work(stream: io.StringIO) -> str:
    with Progress(stream) as progress, telling(progress):
        assert list(steps("charts drawn", "abcd")) == ["a", "b", "c", "d"]
    return stream.getvalue()


@pytest.mark.usefixtures("seconds")
def test_a_long_work_says_how_far_it_is_and_leaves_no_trace() -> None:
    wipe = "\r\x1b[2K"
    assert work(Screen()) == f"{wipe}charts drawn: 2 of 4{wipe}charts drawn: 3 of 4{wipe}"


def test_a_short_work_says_nothing() -> None:
    assert work(Screen()) == ""


@pytest.mark.usefixtures("seconds")
def test_a_file_is_told_nothing_of_it() -> None:
    assert work(io.StringIO()) == ""


@pytest.mark.usefixtures("seconds")
def test_the_line_goes_when_the_work_fails() -> None:
    screen = Screen()
    with pytest.raises(ValueError, match="broken"), Progress(screen) as progress, telling(progress):
        for letter in steps("charts drawn", "abcd"):
            if letter == "d":
                raise ValueError("broken")
    assert screen.getvalue().endswith("3 of 4\r\x1b[2K")


def test_nobody_is_told_who_did_not_ask() -> None:
    told: list[tuple[str, int, int]] = []
    with telling(lambda what, done, of: told.append((what, done, of))):
        assert list(steps("pages", "ab")) == ["a", "b"]
    assert list(steps("pages", "cd")) == ["c", "d"]
    assert told == [("pages", 0, 2), ("pages", 1, 2)]


# --- any console


def test_chinese_is_written_whatever_the_console_expects(tmp_path: Path) -> None:
    command = [sys.executable, str(ENGINE / "build.py"), "explain", "trees", "--root", str(write_project(tmp_path))]
    surroundings = {**os.environ, "PYTHONIOENCODING": "cp1252"}  # as Windows does when its output is piped
    out = subprocess.run(command, env=surroundings, check=True, capture_output=True).stdout
    assert "果树" in out.decode("utf-8")
