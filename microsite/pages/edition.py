"""One language's edition of the site: what all its pages share, and what stands alone on a line of their texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from markupsafe import Markup

from microsite.downloads.feed import FEED, last_changed
from microsite.language.foreign import mark_foreign
from microsite.language.phrases import keep_ends, mark_ends
from microsite.language.prose import Block
from microsite.pages.assets import Inline, inline, paint_plainly
from microsite.pages.figures import view_figure
from microsite.pages.social import Card, Publicist
from microsite.pages.templates import Templates
from microsite.pages.views import Link, SourceView, Views
from microsite.pages.xray import Darkroom
from microsite.quantities import INFINITY, Bound
from microsite.source.addresses import PART, Links, PageName, page_path
from microsite.source.kinds import RECORDS
from microsite.source.models import Place

Legend = tuple[tuple[str, str, str], ...]  # of the charts' notation: a status and a role, as in swatches; what it means


@dataclass(frozen=True)
class PageBasics:
    """What every template may use. `words` is the language's words file."""

    kind: str
    code: str
    tag: str
    direction: str  # of its writing: ltr or rtl
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
    licence_url: str
    card: Card
    feed: str  # of corrections; empty where there is none
    words: Mapping[str, Any]
    has_charts: bool


@dataclass(frozen=True)
class Context:
    """What the template of one kind of page may use; the fields of `shared` stand beside its own."""

    shared: PageBasics

    def by_name(self) -> dict[str, object]:
        own = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "shared"}
        return {item.name: getattr(self.shared, item.name) for item in fields(self.shared)} | own


@dataclass(frozen=True)
class Edition(Views):
    """What the pages of one language are made from. `assets` renders the site's static files, `tokens` its colours."""

    templates: Templates
    assets: Callable[[], Mapping[str, bytes]]
    tokens: Mapping[str, Mapping[str, str]]

    @cached_property
    def legend(self) -> Legend:
        """How charts draw what the story has: figures of each kind, of whose they are, our pen, ends of bars."""
        words, article, kinds = self.words, self.project.site.article, {datum.status for datum in self.facts}
        own = "" if article else "context"
        found = [(status, own, name) for status, name in words["statuses"].items() if status in kinds]
        if article:
            found += [("measured", role, name) for role, name in words["roles"].items()]
        if self.project.verdicts or any(chart.said for chart in self.charts.values()):
            found.append(("ours", "", words["notation"]["ours"]))
        if any(datum.quantity.interval.high.at == INFINITY for datum in self.facts):
            found.append(("measured", "open", words["notation"]["open"]))
        if any(datum.quantity.bound is Bound.ABOUT for datum in self.facts):
            found.append(("measured", "about", words["notation"]["about"]))
        return tuple(found)

    @cached_property
    def scripts(self) -> dict[str, str]:
        """Which runs of text are of which language: regular expressions by tag."""
        languages = self.project.site.languages.values()
        return {language.tag: language.script for language in languages if language.script}

    def render(self, page: PageName) -> str:
        context = page.kind.build(self, page).by_name()
        html = mark_foreign(self.templates.render(page.kind.template, context), self.scripts)
        return keep_ends(paint_plainly(html, self.tokens), self.project.site.languages[self.code].tag)

    def inline(self, links: Links) -> Callable[[str], Inline]:
        """Return what puts a static file into a page itself."""
        return lambda file: inline(self.assets()[f"static/{file}"], links.root)

    def shared(self, page: PageName, *, title: str = "", description: str = "", has_charts: bool = False) -> PageBasics:
        """Return what a page has in common with all; its front matter speaks where no title, as typed, is given."""
        (kind, name, _), links, languages = page, self.links(page.name), self.project.site.languages
        typed = self.markdown_pages.get(name) if not title else None
        front = typed.front if typed else None
        top = re.split(f"/|{PART}", name)[0]
        said = (front.title, front.deck, front.kicker) if front else (title, "", "")
        heading, deck, kicker = (self.prose.html(text, links) for text in said)
        title = self.prose.text(said[0])
        description = description or self.prose.text(front.description if front else "")
        if name == "index":
            description = description or self.text(self.project.site.description)
        return PageBasics(
            kind=kind.template,
            code=self.code,
            tag=languages[self.code].tag,
            direction=self.wording.locale.text_direction,
            root=links.root,
            links=links,
            site_title=self.text(self.project.site.title),
            title=title,
            heading=mark_ends(heading, languages[self.code].tag),
            description=description,
            deck=deck,
            kicker=kicker,
            body=self.markdown(typed.body if typed else "", links, anchor=top, level=2),
            navigation=tuple(
                Link(self._named(item.name), links.page(item.name), item.name == top)
                for item in self.project.page_kinds
                if item.in_navigation and item.name in self.markdown_pages
            ),
            alternates=tuple(
                Link(language.name, f"{links.root}{language.root}{page_path(name)}", code == self.code, language.tag)
                for code, language in languages.items()
            ),
            article=self.source(self.project.site.article, links) if self.project.site.article else None,
            licence=self.project.site.licence[self.code],
            licence_url=self.project.site.licence_url,
            card=Publicist(self.story, self.code, self.charts).card(
                name, title, description, shared=kind.shared and PART not in name
            ),
            feed=f"{links.root}{self.folder}{FEED}" if self._has_feed else "",
            words=self.words,
            has_charts=has_charts or bool(typed and typed.blocks("chart")),
        )

    @cached_property
    def _has_feed(self) -> bool:
        return bool(last_changed(self.project))

    def _named(self, page: str) -> str:
        """Say what navigation calls a page: that of policies by its places, where it has but these."""
        only_places = page == RECORDS[Place].page and not self.project.policies
        return str(self.words["places"] if only_places else self.words["nav"][page])

    # --- texts, and what stands alone on a line of them

    def markdown(self, text: str, links: Links, *, anchor: str, level: int) -> Markup:
        return self.prose.markdown(text, links, self._blocks, anchor=anchor, level=level) if text else Markup("")

    @cached_property
    def _blocks(self) -> Mapping[str, Block]:
        return {"chart": self._figure, "big": self._big, "xray": self._xray}

    def _fragment(self, name: str, **context: object) -> Markup:
        return Markup(self.templates.render(f"_{name}", {**context, "words": self.words}))

    def _figure(self, slug: str, links: Links) -> Markup:
        figure = view_figure(self, slug, links)
        return self._fragment("figure", figure=figure, links=links)

    def _big(self, reference: str, links: Links) -> Markup:
        datum = self.facts.find(reference)
        view, label = self.datum(datum, links), self.prose.label(datum)
        return self._fragment("big", datum=view, label=label, url=links.statistic(datum.statistic))

    def _xray(self, _: str, links: Links) -> Markup:
        picture = self.upright("index", links)
        return self._fragment("xray", xray=Darkroom(self, links).xray(), picture=picture)
