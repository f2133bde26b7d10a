"""Charts → what pages show of them: their drawings, tables, sources and addresses, and the code to embed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from microsite.charts.chart import Artboard, Chart, Table, credits_of, table
from microsite.charts.course import PREFIX
from microsite.charts.embed import embed_code, frame_height
from microsite.charts.forms import FORMS
from microsite.charts.interactive import json_path, script_path
from microsite.charts.style import WIDTHS
from microsite.facts.derive import Datum
from microsite.pages.views import Snippet, SourceView, Views
from microsite.pictures.exports import Picture, open_board
from microsite.source.addresses import Links, page_path
from microsite.source.markup import markers


class FigureView(NamedTuple):
    """A chart in a page. `artboards` are (width in CSS px, SVG).

    `svg`, `svg_dark` and `png` are the addresses of its pictures, `interactive` that of the script with its figures,
    where plotly.js adds something. `series` are the names of those that can be switched off. `credits` are its sources,
    those of a publisher together, each with the words that name it; `publishers` their names.
    """

    slug: str
    title: Markup
    subtitle: Markup
    alt: str
    note: Markup
    artboards: tuple[tuple[int, Markup], ...]
    series: list[str]
    table: Table
    credits: tuple[tuple[SourceView, str], ...]
    publishers: tuple[str, ...]
    page: str
    embed: str
    csv: str
    json: str
    interactive: str
    svg: str
    svg_dark: str
    png: str
    upright: str  # empty where the site has no address


class CourseView(NamedTuple):
    """The chart that a statistic has without a file. `artboards` are (width in CSS px, SVG)."""

    slug: str
    subtitle: Markup
    note: Markup
    artboards: tuple[tuple[int, Markup], ...]
    series: list[str]


def view_figure(views: Views, slug: str, links: Links) -> FigureView:
    spec, chart = views.project.charts[slug], views.charts[slug, views.code]
    credited = tuple(by_publisher(views.sources(_data(views, chart), links), views.words["colon"]))
    return FigureView(
        slug=slug,
        title=views.html(spec.title, links),
        subtitle=views.html(spec.subtitle, links),
        alt=chart.alt,
        note=views.html(spec.note, links),
        artboards=_artboards(views, chart),
        series=FORMS[spec.form].series(chart),
        table=table(chart, views.prose),
        credits=credited,
        publishers=tuple(dict.fromkeys(source.publisher for source, _ in credited)),
        page=links.chart(slug),
        embed=links.page(f"embed/{slug}"),
        csv=f"{links.root}data/charts/{slug}.csv",
        json=f"{links.root}{json_path(slug, views.code)}",
        interactive=f"{links.root}{script_path(slug, views.code)}" if FORMS[spec.form].explored else "",
        svg=f"{links.root}{Picture(slug, views.code, 'light', 'svg').path}",
        svg_dark=f"{links.root}{Picture(slug, views.code, 'dark', 'svg').path}",
        png=f"{links.root}{Picture(slug, views.code, 'light', 'png').path}",
        upright=views.upright(f"charts/{slug}", links),
    )


def by_publisher(sources: Iterable[SourceView], colon: str) -> Iterator[tuple[SourceView, str]]:
    """Put the sources of a publisher together, each with what names it: publisher or, after another of it, date.

    Where dates don't tell them apart, each is named by its title, too.
    """
    groups: dict[str, list[SourceView]] = {}
    for source in sources:
        groups.setdefault(source.publisher, []).append(source)
    for publisher, theirs in groups.items():
        if len({source.date for source in theirs}) < len(theirs):
            yield from ((source, colon.join(filter(None, (publisher, source.title)))) for source in theirs)
        else:
            yield from ((source, source.date if number else publisher) for number, source in enumerate(theirs))


def view_course(views: Views, id_: str, links: Links) -> CourseView | None:
    """The chart of a statistic's own course, if it has one."""
    chart = views.charts.get((f"{PREFIX}{id_}", views.code))
    if chart is None:
        return None
    subtitle, note = views.html(chart.spec.subtitle, links), views.html(chart.spec.note, links)
    return CourseView(chart.slug, subtitle, note, _artboards(views, chart), FORMS["line"].series(chart))


def _data(views: Views, chart: Chart) -> tuple[Datum, ...]:
    """The figures of a chart's marks, and those that its texts name."""
    found = (marker for _, text, _ in chart.spec.texts for marker in markers(text[views.code]))
    named = (views.facts.find(marker.target) for marker in found if marker.kind == "number")
    return *(mark.datum for mark in chart.marks), *named


def _artboards(views: Views, chart: Chart) -> tuple[tuple[int, Markup], ...]:
    name = Markup('role="img" aria-label="{}"').format(chart.alt)
    svgs = ((width, views.artboards[Artboard(chart.slug, views.code, width)]) for width in WIDTHS)
    return tuple((width, Markup(svg.replace("<svg", f"<svg {name}", 1))) for width, svg in svgs)


def view_embed_code(views: Views, slug: str, title: str) -> Snippet:
    chart = views.charts[slug, views.code]
    credits_ = credits_of(_data(views, chart), views.prose)
    board = open_board(views.artboards[Artboard(slug, views.code, WIDTHS[1])])
    height = frame_height(chart, str(views.words["list_break"]).join(sorted(credits_)), board.height / board.width)
    page = views.absolute(f"{views.folder}{page_path(f'embed/{slug}')}")
    code = embed_code(page, views.absolute("static/embed.js"), title, height)
    return Snippet(code) if views.project.site.url else Snippet("", code)
