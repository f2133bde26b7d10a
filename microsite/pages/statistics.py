"""Pages of statistics: the index of all, which readers can narrow, and each with everything that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from microsite.language.wording import wording_of
from microsite.pages.cite import view_citations
from microsite.pages.edition import Context, Edition
from microsite.pages.figures import CourseView, view_course
from microsite.pages.history import CorrectionView, RivalsView, view_corrections, view_rivals
from microsite.pages.places import UseGroup, view_uses
from microsite.pages.sections import Section, by_subject
from microsite.pages.statistic import StatisticView, VerdictView, summarize, view_statistic, view_verdicts
from microsite.pages.stretches import Stretch, view_stretches
from microsite.pages.views import DatumView, Link, Snippet, SourceView
from microsite.source.addresses import PART, Links, PageName, part_name

MANY = 5  # figures of a statistic


class IndexRow(NamedTuple):
    """A statistic in the index of all, with its figures beside its first."""

    statistic: StatisticView
    others: tuple[DatumView, ...]


class Filter(NamedTuple):
    """A choice by which the index can be narrowed: (value, text). `|` stands between values of one text."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StatisticsContext(Context):
    sections: tuple[Section[IndexRow], ...]
    parts: tuple[tuple[Link, ...], ...]  # of several pages, each by its subjects
    filters: tuple[Filter, ...]
    shown: str  # how many of all are, in words with a place
    narrowed: str  # the same of those on this page, where it is not the only one: filters know of no other
    scales: str  # words of scale in all languages, each with its power of ten


@dataclass(frozen=True)
class StatisticContext(Context):
    statistic: StatisticView
    course: CourseView | None
    verdicts: tuple[VerdictView, ...]
    citations: tuple[tuple[str, Snippet], ...]
    stretches: tuple[Stretch, ...]
    long: bool  # whether these are many, and wait to be unfolded
    used_in: tuple[UseGroup, ...]
    rivals: tuple[RivalsView, ...]
    corrections: tuple[CorrectionView, ...]
    related: tuple[Link, ...]
    sources: tuple[SourceView, ...]


def build_statistics(edition: Edition, page: PageName) -> StatisticsContext:
    links, statistics = edition.links(page.name), edition.project.statistics
    name, _, number = page.name.partition(PART)
    here = int(number or 1)
    parts = _view_parts(edition, links, name, here)

    def row(id_: str) -> IndexRow:
        others = edition.facts.data[id_][1:]
        return IndexRow(view_statistic(edition, id_, links), tuple(edition.datum(datum, links) for datum in others))

    sections = by_subject(edition, {id_: statistics[id_] for id_ in edition.story.parts[here - 1]}, row)
    title = description = ""
    if number:  # a further part, which is called by what is on it
        front = edition.markdown_pages[name].front
        subjects = edition.joined("listing", *(link.text for link in parts[here - 1]))
        title, description = edition.joined("colon", front.title, subjects), edition.prose.text(front.description)
    shared = edition.shared(page, title=title, description=description)

    def of_all(total: int) -> str:
        return edition.wording.counted(edition.words["filter"]["shown"], total).replace("{1}", str(total))

    narrowed = of_all(len(edition.story.parts[here - 1])) if parts else ""
    readers = [wording_of(edition.project, code).numerals for code in edition.project.site.languages]
    scales = ", ".join(dict.fromkeys(f"{word} {power}" for numerals in readers for word, power in numerals.powers()))
    filters = _filters(edition, sections)
    return StatisticsContext(
        shared, sections, parts, filters=filters, shown=of_all(len(statistics)), narrowed=narrowed, scales=scales
    )


def _view_parts(edition: Edition, links: Links, name: str, here: int) -> tuple[tuple[Link, ...], ...]:
    """The pages that the index goes over, each by its subjects; nothing of a single one."""
    statistics, parts = edition.project.statistics, []
    for number, ids in enumerate(edition.story.parts, 1):
        url = links.page(part_name(name, number))
        subjects = dict.fromkeys(statistics[id_].subject for id_ in ids)
        parts.append(tuple(Link(edition.subject(id_), f"{url}#{id_}", number == here) for id_ in subjects))
    return tuple(parts) if len(parts) > 1 else ()


def _filters(edition: Edition, sections: tuple[Section[IndexRow], ...]) -> tuple[Filter, ...]:
    """What the index can be narrowed by: nothing that no figure in it has."""
    words, statuses = edition.words["filter"], edition.words["statuses"]
    data = [view for section in sections for row in section.items for view in (row.statistic.first, *row.others)]
    article = edition.project.site.article
    origins = {**(edition.words["roles"] if article else {"context": ""}), "derived": statuses["derived"]}
    kinds = {view.status_id for view in data}
    who: dict[str, set[str]] = {}
    for view in data:
        who.setdefault(view.who, set()).add(view.who_id)
    found = {view.origin for view in data}
    judged = {view.verdict_id for view in data}
    verdicts = {id_: edition.text(kind.label) for id_, kind in edition.project.verdicts.items() if id_ in judged}
    return (
        Filter("subject", words["subject"], tuple((part.id, str(part.title)) for part in sections)),
        Filter("kind", words["kind"], tuple(item for item in statuses.items() if item[0] in kinds)),
        *([Filter("verdict", edition.words["verdict"]["title"], tuple(verdicts.items()))] if verdicts else ()),
        Filter("who", words["who"], tuple(("|".join(sorted(ids)), name) for name, ids in sorted(who.items()))),
        *([Filter("origin", words["origin"], tuple(item for item in origins.items() if item[0] in found))]
          if article else ()),
    )  # fmt: skip


def build_statistic(edition: Edition, page: PageName) -> StatisticContext:
    id_, links, statistics = page.id, edition.links(page.name), edition.project.statistics
    typed, data = statistics[id_].label[edition.code], edition.facts.data[id_]
    course = view_course(edition, id_, links)
    return StatisticContext(
        edition.shared(page, title=typed, description=summarize(edition, id_), has_charts=bool(course)),
        statistic=view_statistic(edition, id_, links),
        course=course,
        verdicts=view_verdicts(edition, id_, links),
        citations=view_citations(edition, page.name, f"statistic-{id_}", edition.prose.text(typed)),
        stretches=view_stretches(edition, id_, links),
        long=len(data) > MANY,
        used_in=view_uses(edition, id_, links),
        rivals=view_rivals(edition, id_, links),
        corrections=view_corrections(edition, links, id_),
        related=tuple(
            Link(edition.text(statistics[other].label), links.statistic(other)) for other in statistics[id_].related
        ),
        sources=edition.sources(data, links),
    )
