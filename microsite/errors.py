"""What an editor got wrong, and where: the one shape in which every stage reports it, and the commands it names."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from microsite.files import ENGINE

_BEFORE_NUMBERS = "\u200e"  # in scripts from right to left: it turns round nothing else
_ORDER = re.compile(r"^\s*:(?=:)|(?<=#)#(?=\w*\[)")  # by which a line commands a workflow's runner: ::, ##[


class Problem(NamedTuple):
    """One mistake in one file. Lines and columns count from 1; 0 means the file as a whole."""

    path: Path
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        position = f":{self.line}:{self.column}" if self.line else ""
        return visible(f"{self.path.as_posix()}{position}: {self.message}")


class BuildError(Exception):
    """Everything found wrong in one run. Raised once a stage is complete, never at the first mistake."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, gathered(self.problems))))


SEARCHED = 300  # words among which the nearest is looked for
MANY = 5  # times that one thing is told of one file, each at its place


def gathered(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield problems in order; one that a file has more than MANY times stands once, with lines of the others."""
    lines: dict[tuple[Path, str], list[int]] = {}
    for path, line, _, message in problems:
        lines.setdefault((path, message), []).append(line)
    for problem in problems:
        found = lines[problem.path, problem.message]
        if len(found) <= MANY:
            yield problem
        elif problem.line == found[0]:
            few = ", ".join(map(str, [*dict.fromkeys(found)][1:MANY]))
            more = f"file, also in lines {few}, …" if few else "line"
            yield problem._replace(message=f"{problem.message} ({len(found)} times in this {more})")
            found[0] = -1


def refuse(problems: Iterable[Problem]) -> None:
    """Raise BuildError if there are any."""
    if found := [*problems]:
        raise BuildError(found)


def refusal(check: Callable[[str], object], text: str) -> str | None:
    """Return what a check says of a text that it refuses."""
    try:
        check(text)
    except ValueError as error:
        return str(error)
    return None


def annotate(problem: Problem, root: Path) -> str:
    """Return a problem as GitHub's workflows print it, to have it shown at its line of the change.

    `root` is the project's folder: GitHub knows files by their path in the repository, where it runs commands.
    """
    path = root.resolve() / problem.path
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else problem.path
    place = f"file={_escape(visible(shown.as_posix()), ':,')}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    return f"::error {place}::{_escape(visible(problem.message))}"


def _escape(text: str, more: str = "") -> str:
    for character in f"%{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def visible(text: str) -> str:
    """Return a line in which nothing acts but what it says: characters that can't be seen stand as their escapes.

    So no text that a message quotes breaks its line, moves a terminal's cursor, turns the direction of what
    follows, or gives orders to the runner of a workflow.
    """
    if not text.isprintable():
        text = "".join(
            character
            if character.isprintable() or category(character) == "Zs" or character == _BEFORE_NUMBERS
            else character.encode("unicode_escape").decode()
            for character in text
        )
    return _ORDER.sub(lambda found: f"{found[0][:-1]}\\x{ord(found[0][-1]):02x}", text)


def command(root: Path, *words: str) -> str:
    """Return a command on the project in a folder, as it can be pasted into a shell, whatever the folder is called."""
    place = [] if root.resolve() == ENGINE else ["--root", str(root)]
    return shlex.join(["uv", "run", "build.py", *place, *words])


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean 'x'?` for the nearest of the known words, or nothing.

    Of very many, only such are looked at as have half of the word in common: a slip leaves one as it is.
    """
    known, half = list(known), len(word) // 2
    if len(known) > SEARCHED:
        known = [other for other in known if other.startswith(word[:half]) or other.endswith(word[half:])][:SEARCHED]
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f", did you mean '{close[0]}'?" if close else ""


def hint(word: str, known: Collection[str]) -> str:
    """Return the nearest of the known words, or else all of them: they are few."""
    return suggestion(word, known) or f" (known: {', '.join(known) or 'none'})"
