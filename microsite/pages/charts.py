"""Pages of charts: all of them, each alone with what is known of it, and each bare, for embedding."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from microsite.pages.cite import view_citations
from microsite.pages.edition import Context, Edition
from microsite.pages.figures import FigureView, view_embed_code, view_figure
from microsite.pages.sections import Section, by_subject
from microsite.pages.views import Link, Snippet
from microsite.source.addresses import CHAPTERS
from microsite.source.kinds import PageKind
from microsite.source.markup import markers


@dataclass(frozen=True)
class ChartsContext(Context):
    sections: tuple[Section[FigureView], ...]


@dataclass(frozen=True)
class ChartContext(Context):
    figure: FigureView
    embed_code: Snippet
    citations: tuple[Snippet, ...]
    shown: tuple[Link, ...]  # where it stands in the text
    statistics: tuple[tuple[Markup, Markup], ...]
    related: tuple[Link, ...]


def build_charts(edition: Edition, kind: PageKind, name: str, _: str) -> ChartsContext:
    project, links = edition.project, edition.views.links(name)
    story = ("index", *(f"{CHAPTERS}{id_}" for id_ in project.chapters))
    order = dict.fromkeys((*(slug for page in story for slug in _shown(edition, page)), *project.charts))
    charts = {slug: project.charts[slug] for slug in order}
    figures = by_subject(edition, charts, lambda slug: view_figure(edition.views, slug, links))
    return ChartsContext(edition.shared(kind, name), figures)


def build_chart(edition: Edition, kind: PageKind, name: str, slug: str) -> ChartContext:
    project, views = edition.project, edition.views
    links, spec = views.links(name), project.charts[slug]
    title = views.text(spec.title)
    heading, description = views.html(spec.title, links), views.text(spec.alt)
    first = {mark.datum.statistic: mark.datum for mark in views.charts[slug, edition.code].marks}
    return ChartContext(
        edition.shared(kind, name, title=title, heading=heading, description=description, has_charts=True),
        figure=view_figure(views, slug, links),
        embed_code=view_embed_code(views, slug, title),
        citations=view_citations(views, name, f"chart-{slug}", title),
        shown=tuple(
            Link(views.prose.text(page.front.title), links.page(name))
            for name, page in views.markdown_pages.items()
            if slug in _shown(edition, name)
        ),
        statistics=tuple(views.named_figure(id_, links) for id_ in first),
        related=tuple(Link(views.text(project.charts[other].title), links.chart(other)) for other in spec.related),
    )


def _shown(edition: Edition, page: str) -> tuple[str, ...]:
    """Return the charts that a Markdown page shows, in their order."""
    found = edition.views.markdown_pages[page]
    return tuple(marker.target for marker in markers(found.body) if marker.kind == "chart")
