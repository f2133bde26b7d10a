"""Pages about the site itself: its method, data and corrections, that of lost addresses, and plain ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from microsite.pages.assets import Inline
from microsite.pages.edition import Context, Edition
from microsite.pages.history import CorrectionView, view_corrections
from microsite.pages.sections import Section
from microsite.pages.views import Link, SourceView
from microsite.source.addresses import Links
from microsite.source.kinds import PageKind


@dataclass(frozen=True)
class MethodContext(Context):
    sources: tuple[SourceView, ...]
    set_aside: tuple[tuple[str, Markup, str, Markup], ...]  # paragraph, printed, reason, note
    notation: tuple[tuple[str, str], ...]  # a sign and its words
    verdicts: tuple[tuple[str, str, str, Markup], ...]  # a kind's id, its stroke, its words, what it means


@dataclass(frozen=True)
class DataContext(Context):
    downloads: tuple[tuple[Link, str], ...]  # a file and what it holds


@dataclass(frozen=True)
class CorrectionsContext(Context):
    corrections: tuple[CorrectionView, ...]


@dataclass(frozen=True)
class LostContext(Context):
    sections: tuple[Section[None], ...]
    inline: Callable[[str], Inline]


def build_plain(edition: Edition, kind: PageKind, name: str, _: str) -> Context:
    return Context(edition.shared(kind, name))


def build_method(edition: Edition, kind: PageKind, name: str, _: str) -> MethodContext:
    views, words, links = edition.views, edition.words, edition.views.links(name)
    return MethodContext(
        edition.shared(kind, name),
        sources=tuple(views.source(id_, links) for id_ in edition.project.sources),
        set_aside=tuple(
            (
                views.wording.paragraphs(*item.paragraph),
                views.quotation(item.printed, views.article_language),
                words["reasons"][item.reason],
                views.html(item.note, links),
            )
            for item in edition.project.set_aside.values()
        ),
        notation=tuple((sign or "—", words["bound_names"][bound]) for bound, sign in words["signs"].items()),
        verdicts=tuple(
            (id_, kind.stroke, views.text(kind.label), views.html(kind.meaning, links))
            for id_, kind in edition.project.verdicts.items()
        ),
    )


def build_data(edition: Edition, kind: PageKind, name: str, _: str) -> DataContext:
    words, links = edition.words["data"], edition.views.links(name)
    files = [(file, words[file.replace(".", "_")]) for file in ("statistics.csv", "statistics.json")]
    files.append(("datapackage.json", words["datapackage"]))
    files += [(f"charts/{slug}.csv", edition.views.text(spec.title)) for slug, spec in edition.project.charts.items()]
    downloads = tuple((Link(file, f"{links.root}data/{file}"), holds) for file, holds in files)
    return DataContext(edition.shared(kind, name), downloads)


def build_corrections(edition: Edition, kind: PageKind, name: str, _: str) -> CorrectionsContext:
    return CorrectionsContext(edition.shared(kind, name), view_corrections(edition.views, edition.views.links(name)))


def build_lost(edition: Edition, kind: PageKind, name: str, _: str) -> LostContext:
    """Say it in the other languages, too: hosts show one page for whatever address does not exist."""
    sections: list[Section[None]] = []
    for code, language in edition.project.site.languages.items():
        if code != edition.code:
            page, prose = edition.project.pages[code][name], edition.views.story.proses[code]
            there = Links(edition.views.links(name).root, edition.views.folder_of(code))
            body = prose.markdown(page.body, there, {}, anchor=code, level=3)
            sections.append(Section(language.tag, prose.html(page.front.title, there), body=body))
    return LostContext(edition.shared(kind, name), tuple(sections), edition.inline(edition.views.links(name)))
