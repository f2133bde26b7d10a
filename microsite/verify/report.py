"""What became of the numbers of a finished site → counts, findings, and problems for an editor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from microsite.errors import Problem


class Finding(NamedTuple):
    """A number, or a lack of one, that no record accounts for. `source` is path:line, or empty."""

    path: str
    place: str
    text: str  # the number, or what is wrong without one
    around: str
    reason: str
    source: str = ""

    def __str__(self) -> str:
        around = f" in “{self.around}”" if self.around else ""
        return f"{self.path}: {self.place}: '{self.text}'{around} {self.reason}"


@dataclass(frozen=True)
class Report:
    """How often a number was read, by kind of place and by what became of it."""

    counts: Mapping[str, Counter[str]]  # place → traced, found, or why it is exempt: date, name, words, scale …
    findings: tuple[Finding, ...]
    unread: tuple[str, ...]  # files of data for which no reader is known

    def total(self, *kinds: str) -> int:
        return sum(count for counter in self.counts.values() for kind, count in counter.items() if kind in kinds)

    @property
    def read(self) -> int:
        return sum(counter.total() for counter in self.counts.values())

    @property
    def exempt(self) -> int:
        return self.read - self.total("traced", "found")

    def problems(self, root: Path) -> tuple[Problem, ...]:
        """Return the findings, what comes of one line once, at that line if the sources are below `root`."""
        places: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            places[finding.source, finding.text, finding.reason].append(finding)
        return tuple(_problem(same, root) for same in places.values())

    def line(self) -> str:
        """Return the counts in one line."""
        dates = self.total("date")
        return (
            f"{self.read} numbers read back: {self.total('traced')} traced to their records, {dates} in dates, "
            f"{self.exempt - dates} exempt, {len(self.findings)} not accounted for"
        )

    def table(self) -> str:
        """Return the counts by kind of place."""
        kinds = {kind for counter in self.counts.values() for kind in counter}
        columns = ["traced", *sorted(kinds - {"traced", "found"}), "found"]
        rows = [("place", "read", *columns)]
        for place, counter in sorted(self.counts.items()):
            rows.append((place, str(counter.total()), *(str(counter[column] or "") for column in columns)))
        rows.append(("all", str(self.read), *(str(self.total(column) or "") for column in columns)))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) if not index else cell.rjust(width)
                      for index, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
            for row in rows
        )  # fmt: skip


def _problem(same: Sequence[Finding], root: Path) -> Problem:
    first, pages = same[0], len({finding.path for finding in same})
    also = f" ({len(same)} times, on {pages} page{'s' if pages > 1 else ''})" if len(same) > 1 else ""
    path, _, line = first.source.rpartition(":")
    if not path:
        return Problem(Path(first.path), 0, 0, f"{first}{also}")
    return Problem(Path(path), *_position(root / path, int(line), first.text), f"{first}{also}")


def _position(path: Path, line: int, text: str) -> tuple[int, int]:
    """Return where a text stands in what begins at a line, up to the next that begins such; else that line."""
    lines = path.read_text("utf-8", "replace").split("\n")[line - 1 :] if path.is_file() else []
    for number, found in enumerate(lines, line):
        if number > line and (found.startswith("#") if path.suffix == ".md" else found[:1].strip()):
            break
        if text in found:
            return number, found.index(text) + 1
    return line, 1
