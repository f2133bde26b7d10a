"""Pages about the site itself: its method, data and corrections, that of lost addresses, and plain ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from microsite.pages.assets import Inline
from microsite.pages.cite import view_citations
from microsite.pages.edition import Context, Edition, Legend
from microsite.pages.history import CorrectionView, view_corrections
from microsite.pages.views import Link, Snippet, SourceView
from microsite.source.addresses import Links, PageName


@dataclass(frozen=True)
class MethodContext(Context):
    legend: Legend
    sources: tuple[SourceView, ...]
    set_aside: tuple[tuple[str, Markup, str, Markup], ...]  # paragraph, printed, reason, note
    notation: tuple[tuple[str, str], ...]  # a sign and its words, where these are not the sign
    verdicts: tuple[tuple[str, str, str, Markup], ...]  # a kind's id, its stroke, its words, what it means


@dataclass(frozen=True)
class DataContext(Context):
    downloads: tuple[tuple[Link, str], ...]  # a file and what it holds
    charts: tuple[Link, ...]  # the file of each chart, by the chart's title
    citations: tuple[tuple[str, Snippet], ...]


@dataclass(frozen=True)
class CorrectionsContext(Context):
    corrections: tuple[CorrectionView, ...]


@dataclass(frozen=True)
class LostContext(Context):
    elsewhere: tuple[tuple[str, Markup, Markup], ...]  # the same in other languages: a tag, a title, a text
    inline: Callable[[str], Inline]


def build_plain(edition: Edition, page: PageName) -> Context:
    return Context(edition.shared(page))


def build_method(edition: Edition, page: PageName) -> MethodContext:
    words, links = edition.words, edition.links(page.name)
    signs = ((sign, words["bound_names"][bound]) for bound, sign in words["signs"].items())
    return MethodContext(
        edition.shared(page),
        legend=edition.legend,
        sources=tuple(edition.source(id_, links) for id_ in edition.project.sources),
        set_aside=tuple(
            (
                edition.wording.paragraphs(*item.paragraph),
                edition.quotation(item.printed, edition.article_language),
                words["reasons"][item.reason],
                edition.html(item.note, links),
            )
            for item in edition.project.set_aside.values()
        ),
        notation=tuple((sign or "—", name) for sign, name in signs if sign.strip() != name),
        verdicts=tuple(
            (id_, kind.stroke, edition.text(kind.label), edition.html(kind.meaning, links))
            for id_, kind in edition.project.verdicts.items()
        ),
    )


def build_data(edition: Edition, page: PageName) -> DataContext:
    words, folder = edition.words["data"], f"{edition.links(page.name).root}data/"
    files = {
        "statistics.csv": words["statistics_csv"],
        "statistics.json": words["statistics_json"],
        "datapackage.json": words["datapackage_json"],
    }
    charts = edition.project.charts.items()
    return DataContext(
        edition.shared(page),
        downloads=tuple((Link(file, f"{folder}{file}"), holds) for file, holds in files.items()),
        charts=tuple(Link(edition.text(spec.title), f"{folder}charts/{slug}.csv") for slug, spec in charts),
        citations=view_citations(edition, page.name, "data", words["all"], "DS/OL"),
    )


def build_corrections(edition: Edition, page: PageName) -> CorrectionsContext:
    return CorrectionsContext(edition.shared(page), view_corrections(edition, edition.links(page.name)))


def build_lost(edition: Edition, page: PageName) -> LostContext:
    """Say it in the other languages, too: hosts show one page for whatever address does not exist."""
    elsewhere = []
    for code, language in edition.project.site.languages.items():
        if code != edition.code:
            said, prose = edition.project.pages[code][page.name], edition.story.proses[code]
            there = Links(edition.links(page.name).root, language.root)
            body = prose.markdown(said.body, there, {}, anchor=code, level=3)
            elsewhere.append((language.tag, prose.html(said.front.title, there), body))
    return LostContext(edition.shared(page), tuple(elsewhere), edition.inline(edition.links(page.name)))
