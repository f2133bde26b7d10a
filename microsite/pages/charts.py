"""Pages of charts: all of them, each alone with what is known of it, and each bare, for embedding."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from microsite.pages.cite import view_citations
from microsite.pages.edition import Context, Edition
from microsite.pages.figures import FigureView, view_embed_code, view_figure
from microsite.pages.sections import Section, by_subject
from microsite.pages.views import Link, Snippet
from microsite.source.addresses import CHAPTERS, PageName


@dataclass(frozen=True)
class ChartsContext(Context):
    sections: tuple[Section[FigureView], ...]


@dataclass(frozen=True)
class EmbedContext(Context):
    figure: FigureView


@dataclass(frozen=True)
class ChartContext(EmbedContext):
    all_charts: str  # the address of their page; empty where there is none
    embed_code: Snippet
    citations: tuple[tuple[str, Snippet], ...]
    shown: tuple[Link, ...]  # where it stands in the text
    statistics: tuple[tuple[Markup, Markup], ...]
    related: tuple[Link, ...]


def build_charts(edition: Edition, page: PageName) -> ChartsContext:
    project, links = edition.project, edition.links(page.name)
    story = ("index", *(f"{CHAPTERS}{id_}" for id_ in project.chapters))
    told = [slug for name in story for slug in edition.markdown_pages[name].blocks("chart")]
    charts = {slug: project.charts[slug] for slug in (*told, *project.charts)}
    figures = by_subject(edition, charts, lambda slug: view_figure(edition, slug, links))
    return ChartsContext(edition.shared(page), figures)


def build_chart(edition: Edition, page: PageName) -> ChartContext:
    charts, slug, links = edition.project.charts, page.id, edition.links(page.name)
    embed = build_embed(edition, page)
    title = embed.shared.title
    drawn = dict.fromkeys(mark.datum.statistic for mark in edition.charts[slug, edition.code].marks)
    return ChartContext(
        embed.shared,
        figure=embed.figure,
        all_charts=links.page("charts") if "charts" in edition.markdown_pages else "",
        embed_code=view_embed_code(edition, slug, title),
        citations=view_citations(edition, page.name, f"chart-{slug}", title),
        shown=tuple(
            Link(edition.prose.text(other.front.title), links.page(name))
            for name, other in edition.markdown_pages.items()
            if slug in other.blocks("chart")
        ),
        statistics=tuple(edition.named_figure(id_, links) for id_ in drawn),
        related=tuple(Link(edition.text(charts[other].title), links.chart(other)) for other in charts[slug].related),
    )


def build_embed(edition: Edition, page: PageName) -> EmbedContext:
    spec, links = edition.project.charts[page.id], edition.links(page.name)
    description = edition.text(spec.alt)
    shared = edition.shared(page, title=spec.title[edition.code], description=description, has_charts=True)
    return EmbedContext(shared, view_figure(edition, page.id, links))
