"""What an editor got wrong, and where: the one shape in which every stage reports it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one file. Lines and columns count from 1; 0 means the file as a whole."""

    path: Path
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        position = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.path.as_posix()}{position}: {self.message}"


class BuildError(Exception):
    """Everything found wrong in one run. Raised once a stage is complete, never at the first mistake."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean 'x'?` for the nearest of the known words, or nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f", did you mean '{close[0]}'?" if close else ""
