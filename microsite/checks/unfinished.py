"""A project → what is still to be written in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from microsite.charts.texts import all_written
from microsite.errors import Problem
from microsite.source.markup import UNFINISHED
from microsite.source.project import Project


def find_unfinished(project: Project) -> Iterator[Problem]:
    """Yield what is still to be written: fit for a desk, and not for readers."""
    message = f"is still to be written: '{UNFINISHED}'"
    for item in all_written(project):
        if UNFINISHED in item.text:
            yield item.problem(message=message, snippet=UNFINISHED)
    for code in project.site.languages:
        interface = Path(f"templates/words.{code}.yaml")
        words = (project.root / interface).read_text("utf-8") if (project.root / interface).is_file() else ""
        for number, line in enumerate(words.split("\n"), 1):  # which say so in comments
            if UNFINISHED in line:
                yield Problem(interface, number, line.index(UNFINISHED) + 1, message)
