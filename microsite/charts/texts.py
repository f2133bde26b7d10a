"""A record, or a project → every text in it, those in charts' options included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from microsite.charts.chart import read_options
from microsite.charts.forms import FORMS
from microsite.errors import Problem
from microsite.source.models import ChartSpec
from microsite.source.project import Project
from microsite.source.record import Record, Texts
from microsite.source.yamlfile import Location


def written(record: Record) -> Texts:
    """Return every text of a record, those of a chart's options included."""
    if isinstance(record, ChartSpec) and (options := read_options(record, FORMS)) is not None:
        return *record.texts, *((("options", *location), text, prose) for location, text, prose in options.texts)
    return record.texts


class Typed(NamedTuple):
    """A text in one language, and what makes a problem at its place: of a message and a snippet.

    It is a field of a record, or else a line of a page; `scope` is what verification calls what it is written for.
    """

    language: str
    text: str
    problem: Callable[..., Problem]
    is_prose: bool = True
    record: Record | None = None
    field: Location = ()
    scope: str = ""


@lru_cache(maxsize=2)  # several checks go through them
def all_written(project: Project) -> tuple[Typed, ...]:
    """Return every text of a project: of its records, above its pages, and on them."""
    return tuple(_all_written(project))


def _all_written(project: Project) -> Iterator[Typed]:
    for kind, id_, record, where in project.entries():
        scope, at = kind.scope(id_), where.problem
        for location, text, is_prose in written(record):
            for code, said in text.items():
                plurals = said.items() if isinstance(said, dict) else (("", said),)  # by which a unit's go
                for form, words in plurals:
                    problem = partial(at, *location, code, form) if form else partial(at, *location, code)
                    yield Typed(code, words, problem, is_prose, record=record, field=location, scope=scope)
    for page in (page for pages in project.pages.values() for page in pages.values()):
        where, scope = project.where[type(page.front), f"{page.language}/{page.name}"], f"page:{page.name}"
        for name, words in page.front:
            problem = partial(where.problem, name)
            yield Typed(page.language, words, problem, record=page.front, field=(name,), scope=scope)
        for number, line in enumerate(page.body.split("\n"), page.body_line + 1):
            yield Typed(page.language, line, partial(_in_line, page.path, number, line), scope=scope)


def _in_line(path: Path, number: int, line: str, message: str, snippet: str) -> Problem:
    return Problem(path, number, line.index(snippet) + 1, message)
