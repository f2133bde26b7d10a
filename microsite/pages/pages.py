"""Project, facts and drawn charts → {output path: what renders its HTML}, through the Jinja templates.

Every kind of page has a frozen context here, made of views (views.py); templates present it and compute
nothing. Addresses are relative and name index.html, so that the site works under any path and from a folder on
disk.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from microsite.charts import exhibits as pictures
from microsite.charts.chart import Chart, Inputs
from microsite.charts.interactive import Library
from microsite.downloads.feed import FEED, last_changed
from microsite.errors import BuildError, Problem
from microsite.facts.derive import Facts
from microsite.language.foreign import mark_foreign
from microsite.language.minutes import count_words
from microsite.language.prose import Prose
from microsite.pages.assets import Inline, inline
from microsite.pages.social import Card, Publicist, address
from microsite.pages.uses import find_uses
from microsite.pages.views import (
    Artboards,
    CorrectionView,
    DatumView,
    FigureView,
    Link,
    RivalsView,
    Snippet,
    SourceView,
    StatisticView,
    Stretch,
    UseGroup,
    Views,
)
from microsite.source.addresses import Links, list_moves, page_path
from microsite.source.markup import Marker, markers
from microsite.source.models import Policy
from microsite.source.project import Page, Project

NAVIGATION = ("charts", "statistics", "exhibits", "policies", "glossary", "method", "data", "corrections")


class LibraryView(NamedTuple):
    """What makes charts interactive: how many MB a reader loads, and the ids of the styles that it brings."""

    size: str
    styles: tuple[str, ...]


class IndexRow(NamedTuple):
    """A statistic in the index of all, with its figures beside its first."""

    statistic: StatisticView
    others: tuple[DatumView, ...]


class Filter(NamedTuple):
    """A choice by which the index can be narrowed: groups of (value, text), each under its title or none."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


class Entry(NamedTuple):
    """An item of a list page: an exhibit, a policy, a place, a term. Empty parts are not shown."""

    id: str
    name: Markup | str
    other_names: tuple[tuple[str, str], ...]  # (language tag, name) in the other languages
    text: Markup
    lead: str = ""
    claim: Markup = Markup()
    note: Markup = Markup()
    remark: str = ""
    numbers: tuple[tuple[Markup, Markup], ...] = ()  # (label, figure)
    paragraphs: str = ""
    drawing: tuple[pictures.Shape, ...] = ()


class Section(NamedTuple):
    """A titled part of a page: a chapter of the story, a group of a list."""

    id: str
    title: Markup | str
    deck: Markup = Markup()
    kicker: Markup = Markup()
    body: Markup = Markup()
    items: tuple[Any, ...] = ()
    words: int = 0  # of a chapter: these and its charts tell how long it is
    charts: int = 0


@dataclass(frozen=True)
class Context:
    """What every template may use. `words` is the language's words file."""

    kind: str
    code: str
    tag: str
    root: str
    links: Links
    site_title: str
    title: str
    heading: Markup
    description: str
    deck: Markup
    kicker: Markup
    body: Markup
    finding: Markup
    navigation: tuple[Link, ...]
    alternates: tuple[Link, ...]
    article: SourceView | None
    licence: str
    licence_url: str
    card: Card
    feed: str  # of corrections; empty where there is none
    words: Mapping[str, Any]
    library: LibraryView


@dataclass(frozen=True)
class ListContext(Context):
    """The story, and every page that is made of sections or entries."""

    sections: tuple[Section, ...] = ()
    sources: tuple[SourceView, ...] = ()
    set_aside: tuple[tuple[str, str, str, Markup], ...] = ()  # paragraph, printed, reason, note
    corrections: tuple[CorrectionView, ...] = ()
    downloads: tuple[tuple[Link, str], ...] = ()  # a file and what it holds
    notation: tuple[tuple[str, str], ...] = ()  # a sign and its words
    filters: tuple[Filter, ...] = ()
    reading: str = ""  # how long the story takes
    inline: Callable[[str], Inline] | None = None  # of the story, which is to be read at once: what other pages load


@dataclass(frozen=True)
class ChartContext(Context):
    figure: FigureView
    embed_code: Snippet
    citations: tuple[Snippet, ...]
    chapter: Link
    statistics: tuple[tuple[Markup, Markup], ...]
    related: tuple[Link, ...]


@dataclass(frozen=True)
class StatisticContext(Context):
    statistic: StatisticView
    citations: tuple[Snippet, ...]
    stretches: tuple[Stretch, ...]
    used_in: tuple[UseGroup, ...]
    rivals: tuple[RivalsView, ...]
    corrections: tuple[CorrectionView, ...]
    related: tuple[Link, ...]
    sources: tuple[SourceView, ...]


def plan_pages(
    project: Project,
    facts: Facts,
    charts: Mapping[tuple[str, str], Chart],
    artboards: Artboards,
    library: Library,
    inputs: Mapping[str, Inputs],
    proses: Mapping[str, Prose],
    engine: Path,
    assets: Mapping[str, bytes],
    today: str = "",
) -> dict[str, Callable[[], str]]:
    """Return what renders each page, in every language, by output path.

    `charts` are by slug and language; `library` is what makes charts interactive; `assets` are the static files;
    `today` is the day as of which figures are called overdue, if any.
    """
    folders = (project.root / "templates", engine / "templates")
    environment = _environment(folders, tuple(_changes(folders)))
    site: dict[str, Callable[[], str]] = {}
    uses = find_uses(project, facts)
    for code in project.site.languages:
        views = Views(project, facts, charts, artboards, inputs[code], proses[code], uses, today)
        site |= _Writer(views, proses, library, environment, assets).pages()
    return site


def _changes(folders: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    for folder in folders:
        yield from ((path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.html")))


@lru_cache(maxsize=4)
def _environment(folders: Sequence[Path], _changes: tuple[tuple[Path, int], ...]) -> Environment:
    """Return the templates of these folders, the first that has one winning; compiled again where they change."""
    return Environment(
        loader=FileSystemLoader(folders),
        bytecode_cache=None if sys.dont_write_bytecode else _Compiled(folders[-1]),
        auto_reload=False,  # it would look at a file for each of thousands of fragments
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept beside the engine's own as Python keeps its modules, where that can be."""

    def __init__(self, templates: Path) -> None:
        super().__init__(str(templates / "__pycache__"), "%s.bin")

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


def _sound(make: Callable[[], str]) -> str:
    """Make a page; what is wrong in a template is a problem at its line. Raises BuildError."""
    try:
        return make()
    except TemplateError as error:
        raise BuildError([_template_problem(error)]) from error


def _template_problem(error: TemplateError) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        name, line = error.filename or error.name or "", error.lineno
    else:  # Jinja rewrites the traceback: the innermost frame of a template is the place
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
        name, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("templates", 0)
    return Problem(Path("templates", Path(name).name), line, 1 if line else 0, error.message or "can't be rendered")


def _shallow(context: Context) -> dict[str, Any]:
    """A context's fields by name. dataclasses.asdict would copy all that lies below them."""
    return {item.name: getattr(context, item.name) for item in fields(context)}


class _Writer:
    """Writes the pages of one language."""

    def __init__(
        self,
        views: Views,
        proses: Mapping[str, Prose],
        library: Library,
        environment: Environment,
        assets: Mapping[str, bytes],
    ) -> None:
        self.views, self.proses, self.environment, self.assets = views, proses, environment, assets
        self.project, self.facts, self.prose = views.project, views.facts, views.prose
        self.code, self.words, self.markdown_pages = views.code, views.words, views.markdown_pages
        megabytes = Decimal(library.size).scaleb(-6).quantize(Decimal("0.1"))
        self.library = LibraryView(views.wording.number(megabytes), library.styles)
        languages = self.project.site.languages.values()
        self.scripts = {language.tag: language.script for language in languages if language.script}
        self.has_feed = bool(last_changed(self.project))
        self.publicist = Publicist(self.project, self.facts, views.charts, self.prose)

    def pages(self) -> dict[str, Callable[[], str]]:
        pages = dict(self._lists())
        for name, id_ in self._below("statistics"):
            pages[name] = partial(self._page, "statistic", self._statistic, name, id_)
        for name, slug in self._below("charts"):
            pages[name] = partial(self._page, "chart", self._chart, name, slug)
        for name, slug in self._below("embed"):
            pages[name] = partial(self._page, "embed", self._chart, name, slug)
        for old, new in list_moves(self.project).items():
            pages[old] = partial(self._redirect, old, new)
        return {f"{self.views.folder}{page_path(name)}": partial(_sound, make) for name, make in pages.items()}

    def _redirect(self, old: str, new: str) -> str:
        links = self.views.links(old)
        context = {
            "tag": self.project.site.languages[self.code].tag,
            "url": links.page(new),
            "canonical": address(self.project, new, self.code) or links.page(new),
            "words": self.words,
        }
        return self.environment.get_template("redirect.html").render(context)

    def _below(self, name: str) -> Iterator[tuple[str, str]]:
        ids = self.project.statistics if name == "statistics" else self.project.charts
        for id_ in ids:
            yield f"{name}/{id_}", id_

    def _page(self, template: str, context: Callable[..., Context], *names: str) -> str:
        return self._render(template, context(*names))

    def _render(self, template: str, context: Context) -> str:
        html = self.environment.get_template(f"{template}.html").render(_shallow(context))
        return mark_foreign(html, self.scripts)

    # --- what all pages share

    def _shared(self, kind: str, name: str, page: Page | None, *, title: str = "", heading: Markup | None = None,
                description: str = "") -> dict[str, Any]:  # fmt: skip
        """Return the fields of Context for one page; its front matter speaks where no title is given."""
        links = self.views.links(name)
        languages = self.project.site.languages
        front = page.front if page else None
        top = name.split("/")[0]
        html = {
            part: self.prose.html(getattr(front, part) if front else "", links) for part in ("title", "deck", "kicker")
        }
        title = title or self.prose.text(front.title if front else "")
        description = description or self.prose.text(front.description if front else "")
        if name == "index":
            description = description or self.views.text(self.project.site.description)
        body = finding = Markup("")
        if page:
            body = self.prose.markdown(page.body, links, self._blocks(), anchor=top, level=2)
            if page.front.finding:
                finding = self.prose.markdown(page.front.finding, links, self._blocks(), anchor="finding", level=2)
        return {
            "kind": kind,
            "code": self.code,
            "tag": languages[self.code].tag,
            "root": links.root,
            "links": links,
            "site_title": self.views.text(self.project.site.title),
            "title": title,
            "heading": heading if heading is not None else html["title"],
            "description": description,
            "deck": html["deck"],
            "kicker": html["kicker"],
            "body": body,
            "finding": finding,
            "navigation": tuple(
                Link(self.words["nav"][item], links.page(item), item == top)
                for item in NAVIGATION
                if item in self.markdown_pages
            ),
            "alternates": tuple(
                Link(
                    language.name,
                    f"{links.root}{self.views.folder_of(code)}{page_path(name)}",
                    code == self.code,
                    language.tag,
                )
                for code, language in languages.items()
            ),
            "article": self.views.source(self.project.site.article, links) if self.project.site.article else None,
            "licence": self.project.site.licence[self.code],
            "licence_url": self.project.site.licence_url,
            "card": self.publicist.card(name, title, description),
            "feed": f"{links.root}{self.views.folder}{FEED}" if self.has_feed else "",
            "words": self.words,
            "library": self.library,
        }

    # --- charts and figures

    def _blocks(self) -> dict[str, Any]:
        return {"chart": self._figure_html, "big": self._big_html, "pace": self._pace_html, "beside": self._beside_html}

    def _figure_html(self, slug: str, links: Links) -> Markup:
        template = self.environment.get_template("_figure.html")
        figure = self.views.figure(slug, links)
        return Markup(template.render(figure=figure, words=self.words, links=links, library=self.library))

    def _big_html(self, reference: str, links: Links) -> Markup:
        datum = self.facts.find(reference)
        template = self.environment.get_template("_big.html")
        view = self.views.datum(datum, links)
        return Markup(
            template.render(
                datum=view, label=self.prose.label(datum), url=links.statistic(datum.statistic), words=self.words
            )
        )

    def _beside_html(self, references: str, links: Links) -> Markup:
        data = [self.facts.find(reference) for reference in Marker("beside", references, "", "", 0).references]
        template = self.environment.get_template("_beside.html")
        views = [(self.prose.label(datum), self.views.datum(datum, links)) for datum in data]
        return Markup(template.render(rows=views, words=self.words))

    def _pace_html(self, reference: str, links: Links) -> Markup:
        datum = self.facts.find(reference)
        seconds = 1 / (datum.quantity.number * self.project.units[datum.unit].scale)
        rate = self.prose.number(datum, "full", links)
        template = self.environment.get_template("_pace.html")
        return Markup(template.render(rate=rate, seconds=f"{float(seconds):.4g}", words=self.words))

    def _chart(self, name: str, slug: str) -> ChartContext:
        links = self.views.links(name)
        spec = self.project.charts[slug]
        title = self.prose.text(spec.title[self.code])
        data = [mark.datum for mark in self.views.charts[slug, self.code].marks]
        first = {datum.statistic: datum for datum in data}
        return ChartContext(
            **self._shared("chart", name, None, title=title, heading=self.views.html(spec.title, links),
                           description=self.prose.text(spec.alt[self.code])),
            figure=self.views.figure(slug, links),
            embed_code=self.views.embed_code(slug, title),
            citations=self.views.citations(name, f"chart-{slug}", title),
            chapter=self.views.chapter(spec.chapter, links),
            statistics=tuple(self.views.named_figure(id_, links) for id_ in first),
            related=tuple(
                Link(self.views.text(self.project.charts[other].title), links.chart(other)) for other in spec.related
            ),
        )  # fmt: skip

    # --- statistics

    def _statistic(self, name: str, id_: str) -> StatisticContext:
        links = self.views.links(name)
        statistic = self.project.statistics[id_]
        view = self.views.statistic(id_, links)
        label = self.views.text(statistic.label)
        return StatisticContext(
            **self._shared("statistic", name, None, title=label, heading=view.label,
                           description=self.views.summary(id_)),
            statistic=view,
            citations=self.views.citations(name, f"statistic-{id_}", label),
            stretches=self.views.stretches(name, id_, links),
            used_in=self.views.used_in(id_, links),
            rivals=self.views.rivals(id_, links),
            corrections=self.views.corrections(links, id_),
            related=tuple(
                Link(self.views.text(self.project.statistics[other].label), links.statistic(other))
                for other in statistic.related
            ),
            sources=self.views.sources(self.facts.data[id_], links),
        )  # fmt: skip

    # --- pages that list

    def _lists(self) -> Iterator[tuple[str, Callable[[], str]]]:
        makers = {
            "index": self._story,
            "charts": self._charts,
            "statistics": self._statistics,
            "exhibits": self._exhibits,
            "policies": self._policies,
            "glossary": self._glossary,
            "method": self._method,
            "corrections": self._corrections,
            "data": self._data,
            "404": self._missing,
        }
        for name, page in self.markdown_pages.items():
            if name.startswith("chapters/"):
                continue
            kind = "story" if name == "index" else name if name in makers else "page"
            yield name, partial(self._list, kind, name, page, makers.get(name))

    def _list(self, kind: str, name: str, page: Page, make: Callable[[Links], dict[str, Any]] | None) -> str:
        parts = make(self.views.links(name)) if make else {}
        return self._render(kind, ListContext(**self._shared(kind, name, page), **parts))

    def _story(self, links: Links) -> dict[str, Any]:
        return {
            "sections": tuple(self._chapter_section(id_, links) for id_ in self.project.chapters),
            "reading": self.views.reading_time(),
            "inline": lambda name: inline(self.assets[f"static/{name}"], links.root),
        }

    def _chapter_section(self, id_: str, links: Links) -> Section:
        page = self.markdown_pages[f"chapters/{id_}"]
        return Section(
            id_,
            self.prose.html(page.front.title, links),
            self.prose.html(page.front.deck, links),
            self.prose.html(page.front.kicker, links),
            self.prose.markdown(page.body, links, self._blocks(), anchor=id_, level=3),
            words=count_words(page.body),
            charts=sum(marker.kind == "chart" for marker in markers(page.body)),
        )

    def _by_chapter(self, records: Mapping[str, Any], item: Any, links: Links) -> tuple[Section, ...]:
        """Group records that name their chapter, in the story's order."""
        sections = []
        for id_ in self.project.chapters:
            items = tuple(item(key) for key, record in records.items() if record.chapter == id_)
            if items:
                sections.append(Section(id_, self.views.chapter(id_, links).text, items=items))
        return tuple(sections)

    def _charts(self, links: Links) -> dict[str, Any]:
        bodies = (self.markdown_pages[f"chapters/{id_}"].body for id_ in self.project.chapters)
        story = (marker for body in bodies for marker in markers(body) if marker.kind == "chart")
        places = {marker.target: place for place, marker in enumerate(story)}  # one that opens the story has none
        charts = dict(sorted(self.project.charts.items(), key=lambda item: places.get(item[0], -1)))
        return {"sections": self._by_chapter(charts, lambda slug: self.views.figure(slug, links), links)}

    def _statistics(self, links: Links) -> dict[str, Any]:
        def row(id_: str) -> IndexRow:
            others = self.facts.data[id_][1:]
            return IndexRow(self.views.statistic(id_, links), tuple(self.views.datum(datum, links) for datum in others))

        sections = self._by_chapter(self.project.statistics, row, links)
        return {"sections": sections, "filters": self._filters(sections)}

    def _filters(self, sections: tuple[Section, ...]) -> tuple[Filter, ...]:
        """What the index can be narrowed by: nothing that no figure in it has."""
        words = self.words["filter"]
        data = [view for section in sections for row in section.items for view in (row.statistic.first, *row.others)]
        origins = {"article": self.words["roles"]["article"], "context": self.words["roles"]["context"]}
        origins["derived"] = self.words["statuses"]["derived"]
        kinds = {view.status_id for view in data}
        groups = []
        for origin, title in origins.items():
            names = sorted({(view.who, view.who_id) for view in data if view.origin == origin})
            if names:
                groups.append((title, tuple((id_, name) for name, id_ in names)))
        found = {view.origin for view in data}
        return (
            Filter("chapter", words["chapter"], (("", tuple((part.id, str(part.title)) for part in sections)),)),
            Filter("kind", words["kind"], (("", tuple(i for i in self.words["statuses"].items() if i[0] in kinds)),)),
            Filter("who", words["who"], tuple(groups)),
            Filter("origin", words["origin"], (("", tuple(item for item in origins.items() if item[0] in found)),)),
        )

    def _exhibits(self, links: Links) -> dict[str, Any]:
        words, units = self.words["exhibit"], self.project.units
        drawn = {
            id_: (item.drawing, [self.facts.find(reference) for reference in item.drawing.of])
            for id_, item in self.project.exhibits.items()
            if item.drawing
        }
        outlines = [data[0] for drawing, data in drawn.values() if drawing.form in pictures.OUTLINES]
        longest = max((pictures.size(datum, units) for datum in outlines), default=0)
        entries = []
        for id_, exhibit in self.project.exhibits.items():
            drawing = tuple(pictures.draw(*drawn[id_], units, longest)) if id_ in drawn else ()
            maker = exhibit.maker[self.code] if exhibit.maker else words["unknown_maker"]
            if exhibit.maker and not exhibit.maker_named:
                maker = words["not_named"].format(maker)
            entries.append(
                Entry(
                    id_,
                    exhibit.name[self.code],
                    self.views.other_names(exhibit.name, typed=True),
                    Markup(""),
                    lead=maker,
                    claim=self.views.html(exhibit.claim, links),
                    note=self.views.html(exhibit.note, links),
                    remark=self.words["renderings"][exhibit.name_is],
                    numbers=tuple(self.views.named_figure(other, links) for other in exhibit.statistics),
                    paragraphs=self.views.wording.paragraphs(*exhibit.paragraphs),
                    drawing=drawing,
                )
            )
        entries.sort(key=lambda entry: not entry.drawing)  # those with a drawing stand together
        return {"sections": (Section("exhibits", "", items=tuple(entries)),)}

    def _grouped(self, records: Mapping[str, Any], kinds: str, links: Links) -> tuple[Section, ...]:
        """Group policies or places by kind, in the order of the words file."""
        sections = []
        for kind, title in self.words[kinds].items():
            entries = tuple(
                Entry(
                    id_,
                    self.views.html(record.name, links),
                    self.views.other_names(record.name),
                    self.views.html(record.summary, links),
                    note=self.views.html(getattr(record, "note", None), links),
                    remark=self.words["renderings"][record.name_is] if isinstance(record, Policy) else "",
                    numbers=tuple(self.views.named_figure(other, links) for other in record.statistics),
                    paragraphs=self.views.wording.paragraphs(*record.paragraphs),
                )
                for id_, record in records.items()
                if record.kind == kind
            )
            if entries:
                sections.append(Section(kind, title, items=entries))
        return tuple(sections)

    def _policies(self, links: Links) -> dict[str, Any]:
        places = self._grouped(self.project.places, "place_kinds", links)
        everywhere = Section(
            "places", self.words["places"], items=tuple(item for part in places for item in part.items)
        )
        policies = self._grouped(self.project.policies, "policy_kinds", links)
        return {"sections": (*policies, everywhere) if places else policies}

    def _glossary(self, links: Links) -> dict[str, Any]:
        entries = tuple(
            Entry(
                id_,
                self.views.html(term.term, links),
                self.views.other_names(term.term),
                self.views.html(term.definition, links),
                note=self.views.html(term.rendering_note, links),
                remark=self.words["renderings"][term.rendering],
            )
            for id_, term in self.project.terms.items()
        )
        return {"sections": (Section("terms", "", items=entries),)}

    def _method(self, links: Links) -> dict[str, Any]:
        signs, names = self.words["signs"], self.words["bound_names"]
        return {
            "sources": tuple(self.views.source(id_, links) for id_ in self.project.sources),
            "set_aside": tuple(
                (
                    self.views.wording.paragraphs(*item.paragraph),
                    item.printed,
                    self.words["reasons"][item.reason],
                    self.views.html(item.note, links),
                )
                for item in self.project.set_aside.values()
            ),
            "notation": tuple((signs[bound] or "—", names[bound]) for bound in signs),
        }

    def _missing(self, links: Links) -> dict[str, Any]:
        """Say it in the other languages, too: hosts show one page for whatever address does not exist."""
        sections = []
        for code, language in self.project.site.languages.items():
            if code != self.code:
                page, prose = self.project.pages[code]["404"], self.proses[code]
                there = Links(links.root, f"{language.folder}/" if language.folder else "")
                body = prose.markdown(page.body, there, {}, anchor=code, level=3)
                sections.append(Section(language.tag, prose.html(page.front.title, there), body=body))
        return {"sections": tuple(sections)}

    def _corrections(self, links: Links) -> dict[str, Any]:
        return {"corrections": self.views.corrections(links)}

    def _data(self, links: Links) -> dict[str, Any]:
        words = self.words["data"]
        files = [(name, words[name.replace(".", "_")]) for name in ("statistics.csv", "statistics.json")]
        files.append(("datapackage.json", words["datapackage"]))
        files += [(f"charts/{slug}.csv", self.views.text(spec.title)) for slug, spec in self.project.charts.items()]
        return {"downloads": tuple((Link(name, f"{links.root}data/{name}"), holds) for name, holds in files)}
