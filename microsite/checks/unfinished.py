"""A project → what is still to be written in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from microsite.charts.texts import written
from microsite.errors import Problem
from microsite.source.markup import UNFINISHED
from microsite.source.project import Project


def find_unfinished(project: Project) -> Iterator[Problem]:
    """Yield what is still to be written: fit for a desk, and not for readers."""
    message = f"is still to be written: '{UNFINISHED}'"
    for _, _, record, where in project.entries():
        for location, text, _ in written(record):
            for language, words in text.items():
                if UNFINISHED in words:
                    yield where.problem(*location, language, message=message, snippet=UNFINISHED)
    for pages in project.pages.values():
        for page in pages.values():
            where = project.where[type(page.front), f"{page.language}/{page.name}"]
            for name, words in page.front:
                if UNFINISHED in words:
                    yield where.problem(name, message=message, snippet=UNFINISHED)
            yield from _unfinished(page.path, page.body, page.body_line)
    for code in project.site.languages:
        interface = Path(f"templates/words.{code}.yaml")
        if (project.root / interface).is_file():  # which says so in comments
            yield from _unfinished(interface, (project.root / interface).read_text("utf-8"))


def _unfinished(path: Path, text: str, above: int = 0) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), above + 1):
        if UNFINISHED in line:
            yield Problem(path, number, line.index(UNFINISHED) + 1, f"is still to be written: '{UNFINISHED}'")
