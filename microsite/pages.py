"""Project, facts and drawn charts → {output path: what renders its HTML}, through the Jinja templates.

Every kind of page has a frozen context here; templates present it and compute nothing. Addresses are
relative and name index.html, so that the site works under any path and from a folder on disk.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup, escape

from microsite.charts.chart import Chart, Inputs, Table, credit, sources_of, table
from microsite.charts.house import WIDTHS
from microsite.cite import cite
from microsite.derive import Datum, Facts, tokens
from microsite.embed import embed_code, frame_height
from microsite.errors import BuildError, Problem
from microsite.exports import Picture
from microsite.foreign import mark_foreign
from microsite.interactive import Library, json_path, script_path
from microsite.load import Page, Project
from microsite.models import Policy, Source, Statistic
from microsite.prose import Links, Prose, machine, page_path
from microsite.svg import Artboard
from microsite.uses import Use, find_uses
from microsite.wording import Wording

_PICTURES = (("light", "svg"), ("dark", "svg"), ("light", "png"))
DATA_SPEC = re.compile('<svg data-spec="[0-9a-f]+"')  # of a snapshot: no reader needs it
NAVIGATION = ("charts", "statistics", "exhibits", "policies", "glossary", "method", "data", "corrections")


@dataclass(frozen=True)
class Link:
    text: str | Markup
    url: str
    current: bool = False
    tag: str = ""  # language of the page it leads to, where that differs


@dataclass(frozen=True)
class SourceView:
    """A source as it is credited; `url` is empty where it must not or can't be linked."""

    id: str
    publisher: str
    title: str
    date: str
    grade: str
    note: Markup
    url: str


@dataclass(frozen=True)
class LibraryView:
    """What makes charts interactive: how many MB a reader loads, and the ids of the styles that it brings."""

    size: str
    styles: tuple[str, ...]


@dataclass(frozen=True)
class FigureView:
    """A chart in a page. `artboards` are (width in CSS px, SVG); none where the drawing waits.

    `svg`, `svg_dark` and `png` are the addresses of its pictures, empty for those that are not made;
    `interactive` is that of the script with its figures.
    """

    slug: str
    title: Markup
    subtitle: Markup
    alt: str
    note: Markup
    artboards: tuple[tuple[int, Markup], ...]
    table: Table
    sources: tuple[SourceView, ...]
    page: str
    embed: str
    csv: str
    json: str
    interactive: str
    svg: str
    svg_dark: str
    png: str


@dataclass(frozen=True)
class DatumView:
    """One row of a statistic's figures. `sign` and `figure` are for display, `words` says it in full.

    `id`, `key` and `value` go into `<data>` around it. `who` says it: a speaker in the article, a
    publisher, or this site; `origin` is the role, or derived.
    """

    id: str
    key: str
    value: str
    sign: str
    figure: str
    words: str
    number: Markup
    period: str
    period_is: str
    status: str
    status_id: str
    role: str
    role_id: str
    label: Markup
    source: SourceView | None
    speaker: str
    paragraphs: str
    printed: str
    note: Markup
    since: str
    origin: str
    who: str
    who_id: str


@dataclass(frozen=True)
class StatisticView:
    id: str
    label: Markup
    definition: Markup
    note: Markup
    unit: str
    url: str
    chapter: Link
    first: DatumView
    not_charted: Markup
    formula_words: Markup
    formula: Markup
    basis: str


@dataclass(frozen=True)
class IndexRow:
    """A statistic in the index of all, with its figures beside its first."""

    statistic: StatisticView
    others: tuple[DatumView, ...]


@dataclass(frozen=True)
class Filter:
    """A choice by which the index can be narrowed: groups of (value, text), each under its title or none."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class Entry:
    """An item of a list page: an exhibit, a policy, a place, a term. Empty parts are not shown."""

    id: str
    name: Markup | str
    other_names: tuple[tuple[str, str], ...]  # (language tag, name) in the other languages
    text: Markup
    lead: str = ""
    claim: Markup = field(default_factory=Markup)
    note: Markup = field(default_factory=Markup)
    remark: str = ""
    numbers: tuple[tuple[Markup, Markup], ...] = ()  # (label, figure)
    paragraphs: str = ""


@dataclass(frozen=True)
class Section:
    """A titled part of a page: a chapter of the story, a group of a list."""

    id: str
    title: Markup | str
    deck: Markup = field(default_factory=Markup)
    kicker: Markup = field(default_factory=Markup)
    body: Markup = field(default_factory=Markup)
    items: tuple[Any, ...] = ()


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
    navigation: tuple[Link, ...]
    alternates: tuple[Link, ...]
    article: SourceView | None
    licence: str
    words: Mapping[str, Any]
    library: LibraryView


@dataclass(frozen=True)
class ListContext(Context):
    """The story, and every page that is made of sections or entries."""

    sections: tuple[Section, ...] = ()
    sources: tuple[SourceView, ...] = ()
    set_aside: tuple[tuple[str, str, str, Markup], ...] = ()  # paragraph, printed, reason, note
    corrections: tuple[tuple[str, Markup, Markup, Markup, Markup], ...] = ()  # date, statistic, was, now, why
    downloads: tuple[tuple[Link, str], ...] = ()  # a file and what it holds
    notation: tuple[tuple[str, str], ...] = ()  # a sign and its words
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True)
class Snippet:
    """Text to copy. Where the build knows no address, `addressed` is the text with {site} in its place."""

    text: str
    addressed: str = ""


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
    data: tuple[DatumView, ...]
    upkeep: tuple[tuple[Link, ...], ...]  # for each of the data: where it is edited, where errors are told
    used_in: tuple[Link, ...]
    related: tuple[Link, ...]
    sources: tuple[SourceView, ...]


Artboards = Mapping[Artboard, str]  # the drawn ones, as SVG


def plan_pages(
    project: Project,
    facts: Facts,
    charts: Mapping[tuple[str, str], Chart],
    artboards: Artboards,
    pictures: Collection[Picture],
    library: Library,
    inputs: Mapping[str, Inputs],
    proses: Mapping[str, Prose],
    engine: Path,
) -> dict[str, Callable[[], str]]:
    """Return what renders each page, in every language, by output path.

    `charts` are by slug and language; `pictures` are those of them that readers can take away; `library` is
    what makes them interactive.
    """
    environment = _environment(project.root / "templates", engine / "templates")
    site: dict[str, Callable[[], str]] = {}
    uses = find_uses(project, facts)
    for code in project.site.languages:
        writer = _Writer(
            project, facts, charts, artboards, pictures, library, inputs[code], proses[code], uses, environment
        )
        site |= writer.pages()
    return site


@lru_cache(maxsize=4)
def _environment(*folders: Path) -> Environment:
    """Return the templates of these folders, the first that has one winning; compiled again where they change."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


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

    def __init__(self, project: Project, facts: Facts, charts: Mapping[tuple[str, str], Chart], artboards: Artboards,
                 pictures: Collection[Picture], library: Library, inputs: Inputs, prose: Prose,
                 uses: Mapping[str, tuple[Use, ...]], environment: Environment) -> None:  # fmt: skip
        self.project, self.facts, self.charts, self.artboards = project, facts, charts, artboards
        self.pictures = pictures
        self.inputs, self.prose, self.uses, self.environment = inputs, prose, uses, environment
        self.wording: Wording = prose.wording
        self.code = prose.wording.code
        self.words = prose.wording.words
        megabytes = Decimal(library.size).scaleb(-6).quantize(Decimal("0.1"))
        self.library = LibraryView(self.wording.number(megabytes), library.styles)
        self.markdown_pages = project.pages[self.code]
        self.folder = self._folder(self.code)
        self.scripts = {
            language.tag: language.script for language in project.site.languages.values() if language.script
        }

    def pages(self) -> dict[str, Callable[[], str]]:
        pages = dict(self._lists())
        for name, id_ in self._below("statistics"):
            pages[name] = partial(self._page, "statistic", self._statistic, name, id_)
        for name, slug in self._below("charts"):
            pages[name] = partial(self._page, "chart", self._chart, name, slug)
        for name, slug in self._below("embed"):
            pages[name] = partial(self._page, "embed", self._chart, name, slug)
        return {f"{self.folder}{page_path(name)}": partial(_sound, make) for name, make in pages.items()}

    def _below(self, name: str) -> Iterator[tuple[str, str]]:
        ids = self.project.statistics if name == "statistics" else self.project.charts
        for id_ in ids:
            yield f"{name}/{id_}", id_

    def _page(self, template: str, context: Callable[..., Context], *names: str) -> str:
        return self._render(template, context(*names))

    def _render(self, template: str, context: Context) -> str:
        html = self.environment.get_template(f"{template}.html").render(_shallow(context))
        return mark_foreign(html, self.scripts)

    def _folder(self, code: str) -> str:
        folder = self.project.site.languages[code].folder
        return f"{folder}/" if folder else ""

    # --- what all pages share

    def _links(self, name: str) -> Links:
        if name == "404" and self.project.site.url:  # shown at whatever address does not exist, however deep
            return Links(f"{self.project.site.url.rstrip('/')}/", self.folder)
        depth = f"{self.folder}{page_path(name)}".count("/")
        return Links("../" * depth, self.folder)

    def _text(self, text: Mapping[str, str] | None) -> str:
        return self.prose.text(text[self.code]) if text else ""

    def _html(self, text: Mapping[str, str] | None, links: Links) -> Markup:
        return self.prose.html(text[self.code], links) if text else Markup("")

    def _shared(self, kind: str, name: str, page: Page | None, *, title: str = "", heading: Markup | None = None,
                description: str = "") -> dict[str, Any]:  # fmt: skip
        """Return the fields of Context for one page; its front matter speaks where no title is given."""
        links = self._links(name)
        languages = self.project.site.languages
        front = page.front if page else None
        top = name.split("/")[0]
        html = {
            part: self.prose.html(getattr(front, part) if front else "", links) for part in ("title", "deck", "kicker")
        }
        body = Markup("")
        if page:
            body = self.prose.markdown(page.body, links, self._blocks(), anchor=top, level=2)
        return {
            "kind": kind,
            "code": self.code,
            "tag": languages[self.code].tag,
            "root": links.root,
            "links": links,
            "site_title": self._text(self.project.site.title),
            "title": title or self.prose.text(front.title if front else ""),
            "heading": heading if heading is not None else html["title"],
            "description": description or self.prose.text(front.description if front else ""),
            "deck": html["deck"],
            "kicker": html["kicker"],
            "body": body,
            "navigation": tuple(
                Link(self.words["nav"][item], links.page(item), item == top)
                for item in NAVIGATION
                if item in self.markdown_pages
            ),
            "alternates": tuple(
                Link(
                    language.name, f"{links.root}{self._folder(code)}{page_path(name)}", code == self.code, language.tag
                )
                for code, language in languages.items()
            ),
            "article": self._source(self.project.site.article, links) if self.project.site.article else None,
            "licence": self._text(self.project.site.licence),
            "words": self.words,
            "library": self.library,
        }

    def _source(self, id_: str, links: Links) -> SourceView:
        source: Source = self.project.sources[id_]
        return SourceView(
            id_,
            source.publisher[self.code],
            source.title[self.code] if source.title else "",
            self.wording.date(source.date) if source.date else self.words["sources"]["undated"],
            self.words["grades"][source.grade],
            Markup(" ").join(filter(None, (self._html(text, links) for text in (source.date_note, source.note)))),
            source.url or "",
        )

    def _sources(self, data: Iterable[Datum], links: Links) -> tuple[SourceView, ...]:
        """The sources behind the data, each once."""
        ids = dict.fromkeys(id_ for datum in data for id_ in sources_of(datum, self.facts))
        return tuple(self._source(id_, links) for id_ in ids)

    # --- charts and figures

    def _blocks(self) -> dict[str, Any]:
        return {"chart": self._figure_html, "big": self._big_html}

    def _figure_html(self, slug: str, links: Links) -> Markup:
        template = self.environment.get_template("_figure.html")
        figure = self._figure(slug, links)
        return Markup(template.render(figure=figure, words=self.words, links=links, library=self.library))

    def _big_html(self, reference: str, links: Links) -> Markup:
        datum = self.facts.find(reference)
        template = self.environment.get_template("_big.html")
        view = self._datum(datum, links)
        return Markup(
            template.render(
                datum=view, label=self.prose.label(datum), url=links.statistic(datum.statistic), words=self.words
            )
        )

    def _figure(self, slug: str, links: Links) -> FigureView:
        spec, chart = self.project.charts[slug], self.charts[slug, self.code]
        svgs = ((width, self.artboards.get(Artboard(slug, self.code, width))) for width in WIDTHS)
        alt = self.prose.text(spec.alt[self.code])
        name = Markup('role="img" aria-label="{}"').format(alt)
        return FigureView(
            slug,
            self._html(spec.title, links),
            self._html(spec.subtitle, links),
            alt,
            self._html(spec.note, links),
            tuple((width, Markup(DATA_SPEC.sub(f"<svg {name}", svg, count=1))) for width, svg in svgs if svg),
            table(chart, self.inputs),
            self._sources((mark.datum for mark in chart.marks), links),
            links.chart(slug),
            links.page(f"embed/{slug}"),
            f"{links.root}data/charts/{slug}.csv",
            f"{links.root}{json_path(slug, self.code)}",
            f"{links.root}{script_path(slug, self.code)}",
            *(self._picture(Picture(slug, self.code, *kind), links) for kind in _PICTURES),
        )

    def _picture(self, picture: Picture, links: Links) -> str:
        return f"{links.root}{picture.path}" if picture in self.pictures else ""

    def _chart(self, name: str, slug: str) -> ChartContext:
        links = self._links(name)
        spec = self.project.charts[slug]
        title = self.prose.text(spec.title[self.code])
        data = [mark.datum for mark in self.charts[slug, self.code].marks]
        first = {datum.statistic: datum for datum in data}
        return ChartContext(
            **self._shared("chart", name, None, title=title, heading=self._html(spec.title, links),
                           description=self.prose.text(spec.alt[self.code])),
            figure=self._figure(slug, links),
            embed_code=self._embed_code(slug, title),
            citations=self._citations(name, f"chart-{slug}", title),
            chapter=self._chapter(spec.chapter, links),
            statistics=tuple(self._named_figure(id_, links) for id_ in first),
            related=tuple(
                Link(self._text(self.project.charts[other].title), links.chart(other)) for other in spec.related
            ),
        )  # fmt: skip

    def _absolute(self, path: str) -> str:
        """Return the address of a file of the site; a script puts in what the build does not know of it."""
        url = self.project.site.url
        return f"{url.rstrip('/')}/{path}" if url else f"{{site}}{path}"

    def _embed_code(self, slug: str, title: str) -> Snippet:
        chart = self.charts[slug, self.code]
        credits_ = {credit(source, self.wording) for source in self._sources_behind(slug)}
        artboard = self.artboards.get(Artboard(slug, self.code, WIDTHS[1]))
        height = frame_height(chart, str(self.words["list_break"]).join(sorted(credits_)), artboard)
        page = self._absolute(f"{self.folder}{page_path(f'embed/{slug}')}")
        code = embed_code(page, self._absolute("static/embed.js"), title, height)
        return Snippet(code) if self.project.site.url else Snippet("", code)

    def _sources_behind(self, slug: str) -> Iterator[Source]:
        for mark in self.charts[slug, self.code].marks:
            yield from (self.project.sources[id_] for id_ in sources_of(mark.datum, self.facts))

    def _citations(self, name: str, key: str, title: str) -> tuple[Snippet, ...]:
        """Cite a page, as a line and in BibTeX."""
        site = self.project.site
        article = self.project.sources[site.article].date if site.article else None
        address = self._absolute(f"{self.folder}{page_path(name)}".removesuffix("index.html"))
        addressed = cite(f"{key}-{self.code}", title, address, site, article, self.prose)
        if site.url:
            return Snippet(addressed.text), Snippet(addressed.bibtex)
        plain = cite(f"{key}-{self.code}", title, "", site, article, self.prose)
        return Snippet(plain.text, addressed.text), Snippet(plain.bibtex, addressed.bibtex)

    def _named_figure(self, id_: str, links: Links) -> tuple[Markup, Markup]:
        label = Markup('<a href="{}">{}</a>').format(
            links.statistic(id_), self._text(self.project.statistics[id_].label)
        )
        return label, self.prose.number(self.facts.find(id_), "full", links)

    def _chapter(self, id_: str, links: Links) -> Link:
        return Link(self.prose.text(self.markdown_pages[f"chapters/{id_}"].front.title), links.chapter(id_))

    # --- statistics

    def _datum(self, datum: Datum, links: Links) -> DatumView:
        words, wording = self.words, self.wording
        paragraphs = [datum.paragraph, *(mention.paragraph for mention in datum.mentions)]
        status = words["statuses"][datum.status]
        if datum.basis is not datum.status:
            status = words["derived_from"][datum.basis]
        return DatumView(
            datum.statistic,
            datum.key,
            machine(datum.quantity),
            words["signs"][datum.quantity.bound],
            wording.quantity(datum.quantity, datum.unit, "value"),
            wording.datum(datum, "full"),
            self.prose.number(datum, "full", links),
            self.prose.text(wording.period(datum)),
            words["period_is"][datum.period_is] if datum.period_is == "inferred" else "",
            status,
            datum.status,
            words["roles"][datum.role] if datum.source else words["roles_derived"],
            datum.role,
            self._html(datum.label, links),
            self._source(datum.source, links) if datum.source else None,
            self._text(self.project.speakers[datum.speaker].label) if datum.speaker else "",
            words["separator"].join(
                words["statistic"]["paragraph_of"].format(number) for number in paragraphs if number is not None
            ),
            datum.printed or "",
            self._html(datum.note, links),
            (datum.period or "").split("/")[0],
            datum.role if datum.source else "derived",
            *self._who(datum),
        )

    def _who(self, datum: Datum) -> tuple[str, str]:
        """Who states a figure, in words and as the same value in every language."""
        if datum.speaker:
            return self._text(self.project.speakers[datum.speaker].label), datum.speaker
        if datum.source:
            publisher = self.project.sources[datum.source].publisher
            return publisher[self.code], publisher[self.project.default_language]
        return self.words["filter"]["this_site"], "this-site"

    def _statistic_view(self, id_: str, links: Links) -> StatisticView:
        statistic = self.project.statistics[id_]
        datum = self.facts.find(id_)
        derive = statistic.derive
        return StatisticView(
            id_,
            self._html(statistic.label, links),
            self._html(statistic.definition, links),
            self._html(statistic.note, links),
            self.project.units[statistic.unit].name[self.code],
            links.statistic(id_),
            self._chapter(statistic.chapter, links),
            self._datum(datum, links),
            self._html(statistic.not_charted, links),
            self._html(derive.words, links) if derive else Markup(""),
            self._formula(derive.formula, links) if derive else Markup(""),
            self.words["derived_from"][datum.basis],
        )

    def _formula(self, formula: str, links: Links) -> Markup:
        """Show a formula with its ids as links, each followed by its figure."""
        parts = []
        for kind, text in tokens(formula):
            if kind == "id":
                parts.append(self.prose.number(self.facts.find(text), "full", links))
            elif kind == "stated":
                parts.append(self.prose.number(self.facts.find(text), "value", links))
            elif kind == "days":
                parts.append(escape(self.words["statistic"]["days_of"].format(self.wording.date(text))))
            else:
                parts.append(escape({"*": "×", "/": "÷", "-": "−"}.get(text, text)))
        return Markup(" ").join(parts)

    def _statistic(self, name: str, id_: str) -> StatisticContext:
        links = self._links(name)
        statistic = self.project.statistics[id_]
        view = self._statistic_view(id_, links)
        data = self.facts.data[id_]
        label = self._text(statistic.label)
        return StatisticContext(
            **self._shared("statistic", name, None, title=label, heading=view.label,
                           description=self._text(statistic.definition)),
            statistic=view,
            citations=self._citations(name, f"statistic-{id_}", label),
            data=tuple(self._datum(datum, links) for datum in data),
            upkeep=tuple(self._upkeep(name, datum, index) for index, datum in enumerate(data)),
            used_in=tuple(self._uses(id_, links)),
            related=tuple(
                Link(self._text(self.project.statistics[other].label), links.statistic(other))
                for other in statistic.related
            ),
            sources=self._sources(data, links),
        )  # fmt: skip

    def _upkeep(self, name: str, datum: Datum, index: int) -> tuple[Link, ...]:
        """Links to a figure's line in the repository, and to a report of an error that knows the figure."""
        site, words = self.project.site, self.words["statistic"]
        if site.repository is None:
            return ()
        where = self.project.where[Statistic, datum.statistic]
        derived = self.project.statistics[datum.statistic].derive is not None
        line = where.line("derive", "formula") if derived else where.line("observations", index, "value")
        page = f"{self.folder}{page_path(name)}"
        figure = self.prose.wording.datum(datum, "full")
        known = {
            "template": "correction.yml",
            "title": f"{datum.statistic}{self.words['colon']}{figure}",
            "statistic": datum.reference if index else datum.statistic,
            "figure": figure,
            "page": f"{site.url.rstrip('/')}/{page}" if site.url else page,
        }
        return (
            Link(words["edit"], f"{site.repository}/blob/HEAD/{quote(where.document.path.as_posix())}#L{line}"),
            Link(words["report"], f"{site.repository}/issues/new?{urlencode(known)}"),
        )

    def _uses(self, id_: str, links: Links) -> Iterator[Link]:
        for use in self.uses.get(id_, ()):
            if use.kind == "chart":
                yield Link(self._text(self.project.charts[use.name].title), links.chart(use.name))
            elif use.kind == "formula":
                yield Link(self._text(self.project.statistics[use.name].label), links.statistic(use.name))
            elif use.language == self.code:
                title = self.prose.text(self.markdown_pages[use.name].front.title)
                chapter = use.name.removeprefix("chapters/")
                yield Link(title, links.page(use.name) if chapter == use.name else links.chapter(chapter))

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
        }
        for name, page in self.markdown_pages.items():
            if name.startswith("chapters/"):
                continue
            kind = "story" if name == "index" else name if name in makers or name == "404" else "page"
            yield name, partial(self._list, kind, name, page, makers.get(name))

    def _list(self, kind: str, name: str, page: Page, make: Callable[[Links], dict[str, Any]] | None) -> str:
        parts = make(self._links(name)) if make else {}
        return self._render(kind, ListContext(**self._shared(kind, name, page), **parts))

    def _story(self, links: Links) -> dict[str, Any]:
        return {"sections": tuple(self._chapter_section(id_, links) for id_ in self.project.chapters)}

    def _chapter_section(self, id_: str, links: Links) -> Section:
        page = self.markdown_pages[f"chapters/{id_}"]
        return Section(
            id_,
            self.prose.html(page.front.title, links),
            self.prose.html(page.front.deck, links),
            self.prose.html(page.front.kicker, links),
            self.prose.markdown(page.body, links, self._blocks(), anchor=id_, level=3),
        )

    def _by_chapter(self, records: Mapping[str, Any], item: Any, links: Links) -> tuple[Section, ...]:
        """Group records that name their chapter, in the story's order."""
        sections = []
        for id_ in self.project.chapters:
            items = tuple(item(key) for key, record in records.items() if record.chapter == id_)
            if items:
                sections.append(Section(id_, self._chapter(id_, links).text, items=items))
        return tuple(sections)

    def _charts(self, links: Links) -> dict[str, Any]:
        return {"sections": self._by_chapter(self.project.charts, lambda slug: self._figure(slug, links), links)}

    def _statistics(self, links: Links) -> dict[str, Any]:
        def row(id_: str) -> IndexRow:
            others = self.facts.data[id_][1:]
            return IndexRow(self._statistic_view(id_, links), tuple(self._datum(datum, links) for datum in others))

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

    def _other_names(self, text: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        languages = self.project.site.languages
        return tuple((languages[code].tag, self.prose.text(name)) for code, name in text.items() if code != self.code)

    def _paragraphs(self, numbers: tuple[int, ...]) -> str:
        listed = str(self.words["listing"]).join(map(str, numbers))
        return str(self.words["statistic"]["paragraph_of"]).format(listed)

    def _exhibits(self, links: Links) -> dict[str, Any]:
        words = self.words["exhibit"]
        entries = []
        for id_, exhibit in self.project.exhibits.items():
            maker = exhibit.maker[self.code] if exhibit.maker else words["unknown_maker"]
            if exhibit.maker and not exhibit.maker_named:
                maker = words["not_named"].format(maker)
            entries.append(
                Entry(
                    id_,
                    exhibit.name[self.code],
                    self._other_names(exhibit.name),
                    Markup(""),
                    lead=maker,
                    claim=self._html(exhibit.claim, links),
                    note=self._html(exhibit.note, links),
                    remark=self.words["renderings"][exhibit.name_is],
                    numbers=tuple(self._named_figure(other, links) for other in exhibit.statistics),
                    paragraphs=self._paragraphs(exhibit.paragraphs),
                )
            )
        return {"sections": (Section("exhibits", "", items=tuple(entries)),)}

    def _grouped(self, records: Mapping[str, Any], kinds: str, links: Links) -> tuple[Section, ...]:
        """Group policies or places by kind, in the order of the words file."""
        sections = []
        for kind, title in self.words[kinds].items():
            entries = tuple(
                Entry(
                    id_,
                    self._html(record.name, links),
                    self._other_names(record.name),
                    self._html(record.summary, links),
                    note=self._html(getattr(record, "note", None), links),
                    remark=self.words["renderings"][record.name_is] if isinstance(record, Policy) else "",
                    numbers=tuple(self._named_figure(other, links) for other in record.statistics),
                    paragraphs=self._paragraphs(record.paragraphs),
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
                self._html(term.term, links),
                self._other_names(term.term),
                self._html(term.definition, links),
                note=self._html(term.rendering_note, links),
                remark=self.words["renderings"][term.rendering],
            )
            for id_, term in self.project.terms.items()
        )
        return {"sections": (Section("terms", "", items=entries),)}

    def _method(self, links: Links) -> dict[str, Any]:
        signs, names = self.words["signs"], self.words["bound_names"]
        return {
            "sources": tuple(self._source(id_, links) for id_ in self.project.sources),
            "set_aside": tuple(
                (
                    self._paragraphs(item.paragraph),
                    item.printed,
                    self.words["reasons"][item.reason],
                    self._html(item.note, links),
                )
                for item in self.project.set_aside
            ),
            "notation": tuple((signs[bound] or "—", names[bound]) for bound in signs),
        }

    def _corrections(self, links: Links) -> dict[str, Any]:
        return {
            "corrections": tuple(
                (
                    self.wording.date(item.date),
                    self._named_figure(item.statistic, links)[0],
                    self._html(item.was, links),
                    self._html(item.now, links),
                    self._html(item.why, links),
                )
                for item in self.project.corrections
            )
        }

    def _data(self, links: Links) -> dict[str, Any]:
        words = self.words["data"]
        files = [(name, words[name.replace(".", "_")]) for name in ("statistics.csv", "statistics.json")]
        files.append(("datapackage.json", words["datapackage"]))
        files += [(f"charts/{slug}.csv", self._text(spec.title)) for slug, spec in self.project.charts.items()]
        return {"downloads": tuple((Link(name, f"{links.root}data/{name}"), holds) for name, holds in files)}
