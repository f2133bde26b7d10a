"""The story's page: its chapters, one below the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from microsite.language.minutes import count_words, reading_time
from microsite.pages.assets import Inline
from microsite.pages.cite import view_citations
from microsite.pages.edition import Context, Edition, Legend
from microsite.pages.views import Snippet
from microsite.source.addresses import Links, PageName


class Chapter(NamedTuple):
    """A chapter; `title` is what the page's contents call it, its kicker where it has one.

    `words` and `charts` are how many it has, by which browsers are told how long it is; `anchors` the ids of earlier
    chapters, whose links lead here.
    """

    id: str
    title: Markup
    heading: Markup
    deck: Markup
    kicker: Markup
    body: Markup
    words: int
    charts: int
    anchors: tuple[str, ...]


@dataclass(frozen=True)
class StoryContext(Context):
    chapters: tuple[Chapter, ...]
    legend: Legend  # nothing where no chapter has a chart
    author: str
    contact: str
    dates: tuple[str, ...]  # when it was published, and last changed
    reading: str  # how long the story takes
    citations: tuple[tuple[str, Snippet], ...]
    inline: Callable[[str], Inline]  # what other pages load comes with this one, which is to be read at once


def build_story(edition: Edition, page: PageName) -> StoryContext:
    links, site, words = edition.links(page.name), edition.project.site, edition.words["cite"]
    dated = ((words["published"], site.published), (words["updated"], site.updated))
    shared = edition.shared(page, has_charts=True)
    chapters = tuple(_chapter(edition, id_, links) for id_ in edition.project.chapters)
    return StoryContext(
        shared,
        legend=edition.legend if any(chapter.charts for chapter in chapters) else (),
        chapters=chapters,
        author=edition.text(site.author),
        contact=site.contact,
        dates=tuple(said.format(edition.wording.date(date)) for said, date in dated if date),
        reading=reading_time(edition.markdown_pages, site.languages[edition.code].words_a_minute, edition.wording),
        citations=view_citations(edition, page.name, "story", shared.title),
        inline=edition.inline(links),
    )


def _chapter(edition: Edition, id_: str, links: Links) -> Chapter:
    page = edition.markdown_pages[f"chapters/{id_}"]
    said = (page.front.title, page.front.deck, page.front.kicker)
    heading, deck, kicker = (edition.prose.html(text, links) for text in said)
    return Chapter(
        id=id_,
        title=kicker or heading,
        heading=heading,
        deck=deck,
        kicker=kicker,
        body=edition.markdown(page.body, links, anchor=id_, level=3),
        words=count_words(page.body),
        charts=len(page.blocks("chart")),
        anchors=tuple(page.front.anchors.split()),
    )
