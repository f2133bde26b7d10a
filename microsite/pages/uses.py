"""Project and facts → where each statistic is used: in which sections of pages, charts, formulas, claims, records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from microsite.charts.texts import written
from microsite.facts.claims import references
from microsite.facts.derive import Facts
from microsite.source.markup import FIGURES, LINK, Marker, markers, sections
from microsite.source.models import Correction, Disagreement, FrontMatter, Statistic, split_reference
from microsite.source.project import Page, Project
from microsite.source.record import IdOf, Record


class Use(NamedTuple):
    """One place. `name` is that of a page, or the id of a chart, a statistic (kind formula, statistic) or a record;
    of what is listed without one, its place in the list.

    Pages have a language, and below a heading its id and text as typed. Of a claim, that rests on the
    statistic, `words` are those that it says on its page.
    """

    kind: str  # page, claim, formula, or that of a record which has a page
    name: str
    path: Path
    line: int
    language: str = ""
    section: str = ""
    heading: str = ""
    words: str = ""


def find_uses(project: Project, facts: Facts) -> Mapping[str, tuple[Use, ...]]:
    """Return the uses of each statistic, pages first, each section, claim, chart, formula or record once."""
    uses: dict[str, dict[tuple[str | int, ...], Use]] = defaultdict(dict)
    for reference, use in _uses(project, facts):
        key = (use.kind, use.name, use.language, use.section, use.words)
        uses[split_reference(reference)[0]].setdefault(key, use)
    records = (kind.name for kind in project.kinds.values() if kind.page)
    order = list(dict.fromkeys(("page", "claim", "chart", "formula", *records)))
    return {id_: tuple(sorted(found.values(), key=lambda use: order.index(use.kind))) for id_, found in uses.items()}


def _uses(project: Project, facts: Facts) -> Iterator[tuple[str, Use]]:
    """Yield what is named (`id` or `id@key`), and where."""
    claims = {id_: list(references(claim.holds)) for id_, claim in project.claims.items()}
    for pages in project.pages.values():
        for page in pages.values():
            for marker, use in _of_page(project, page):
                if marker.kind == "claim":
                    claim = use._replace(kind="claim", words=marker.option)
                    yield from ((reference, claim) for reference in claims[marker.target])
                else:
                    yield marker.target, use
    for id_, data in facts.data.items():
        for datum in data:
            for reference in datum.inputs:
                where = project.where[Statistic, id_]
                yield reference, Use("formula", id_, where.document.path, where.line("derive", "formula"))
    yield from _of_records(project, claims)


def _of_page(project: Project, page: Page) -> Iterator[tuple[Marker, Use]]:
    where = project.where[FrontMatter, f"{page.language}/{page.name}"]
    use = Use("page", page.name, page.path, 0, page.language)
    for name, text in page.front:
        for marker in _named(text):
            yield marker, use._replace(line=where.line(name))
    for section in sections(page.body):
        use = use._replace(section=section.id, heading=section.heading)
        for line, text in enumerate(section.text.split("\n"), page.body_line + section.line + 1):
            for marker in _named(text):
                yield marker, use._replace(line=line)


@lru_cache(maxsize=16384)  # whoever composes again and again looks through the texts that have changed
def _named(text: str) -> tuple[Marker, ...]:
    """Return the markers and links that name a statistic, or a claim."""
    links = (link for link in LINK.finditer(text) if link[1].startswith("stat:"))
    return (
        *(marker for marker in markers(text) if marker.kind in (*FIGURES, "claim")),
        *(Marker("number", link[1].removeprefix("stat:"), "", link[0], link.start()) for link in links),
    )


def _of_records(project: Project, claims: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Use]]:
    """Yield what records name; their texts do so in all languages alike. A claim in one names what it compares."""
    language = project.default_language
    for kind, id_, record, where in project.entries():
        if not kind.page:  # of claims, no page shows what is noted; of speakers, each figure that they say
            continue
        use = Use(kind.name, id_, where.document.path, 0)
        own = _shown_with(id_, record)
        for location, other, mark in record.marked:
            if isinstance(mark, IdOf) and mark.kind in ("statistic", "figure") and location[0] != "related":
                yield other, use._replace(line=where.line(*location))
        for location, text, is_prose in written(record):
            for marker in _named(text[language]) if is_prose else ():
                for reference in claims[marker.target] if marker.kind == "claim" else (marker.target,):
                    if split_reference(reference)[0] not in own:
                        yield reference, use._replace(line=where.line(*location))
        for index, other in enumerate(getattr(record, "evidence", ())):
            if other not in project.sources and split_reference(other)[0] not in own:
                yield other, use._replace(line=where.line("evidence", index))


def _shown_with(id_: str, record: Record) -> Collection[str]:
    """Return the statistics on whose own pages a record stands: there, it is no other place."""
    if isinstance(record, Statistic):
        return (id_,)
    named = record.figures if isinstance(record, Disagreement) else ()
    named = (record.statistic,) if isinstance(record, Correction) else named
    return [split_reference(reference)[0] for reference in named]
