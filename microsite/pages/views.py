"""What is known of a source or a figure → what templates show of it, in one language.

A view holds words, addresses and HTML, nothing to compute with. Those of charts, statistics and the record are made
beside, of what `Views` says; what makes up a page is for the modules of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from markupsafe import Markup

from microsite.charts.chart import Artboard, sources_of
from microsite.charts.story import Rendition
from microsite.facts.derive import Datum
from microsite.language.prose import machine, undivided
from microsite.pages.uses import Use
from microsite.pictures.posters import Poster
from microsite.source.addresses import Links, page_path
from microsite.source.calendar import is_latest, is_overdue, iso, points
from microsite.source.models import Source
from microsite.source.project import Page


class Link(NamedTuple):
    text: str | Markup
    url: str
    current: bool = False
    tag: str = ""  # language of the page it leads to, where that differs


class SourceView(NamedTuple):
    """A source as it is credited; `url` is empty where it must not or can't be linked."""

    id: str
    publisher: str
    title: str
    date: Markup
    grade: str
    note: Markup
    url: str
    language: str  # where it is not the page's
    tag: str  # of that language


class DatumView(NamedTuple):
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
    speaker_note: Markup
    counter: str
    counter_note: Markup
    paragraphs: str
    printed: Markup
    note: Markup
    due: str
    since: str
    origin: str
    who: str
    who_id: str
    verdict: str
    verdict_id: str
    stroke: str


class Snippet(NamedTuple):
    """Text to copy. `addressed` is the text with what the build does not know: {site}, its address, and {today}."""

    text: str
    addressed: str = ""


@dataclass(frozen=True)
class Views(Rendition):
    """Makes the views of one language. `uses` finds those of statistics; figures are overdue as of the day `today`."""

    artboards: Mapping[Artboard, str]
    uses: Callable[[], Mapping[str, tuple[Use, ...]]]
    today: str

    @property
    def markdown_pages(self) -> Mapping[str, Page]:
        return self.project.pages[self.code]

    def links(self, name: str) -> Links:
        if name == "404" and self.project.site.url:  # shown at whatever address does not exist, however deep
            return Links(self.project.site.root, self.folder)
        depth = f"{self.folder}{page_path(name)}".count("/")
        return Links("../" * depth, self.folder)

    def html(self, text: Mapping[str, str] | None, links: Links) -> Markup:
        return self.prose.html(text[self.code], links) if text else Markup("")

    @cached_property
    def source(self) -> Callable[[str, Links], SourceView]:
        """What shows a source: the same one is shown on many pages."""
        return cache(self._source)

    def _source(self, id_: str, links: Links) -> SourceView:
        source: Source = self.project.sources[id_]
        notes = (self.html(text, links) for text in (source.date_note, source.note))
        return SourceView(
            id=id_,
            publisher=source.publisher[self.code],
            title=source.title[self.code] if source.title else "",
            date=self.prose.date(source.date) if source.date else undivided(self.words["sources"]["undated"]),
            grade=self.words["grades"][source.grade],
            note=Markup(self.words["sentence_gap"]).join(filter(None, notes)),
            url=source.url or "",
            language=self.wording.tongue(source.language),
            tag=source.language or "",
        )

    def quotation(self, printed: str | None, language: str) -> Markup:
        """What a source prints, in its language."""
        if not printed:
            return Markup("")
        lang = Markup(' lang="{}"').format(language) if language else ""
        return Markup("<q{}>{}</q>").format(lang, printed)

    @cached_property
    def article_language(self) -> str:
        article = self.project.site.article
        return (self.project.sources[article].language if article else None) or ""

    @property
    def is_of_article(self) -> bool:
        """Whether pages are in the article's language: there, figures are as it prints them, names as it has them."""
        spoken = self.project.site.languages[self.code].tag
        return self.article_language.partition("-")[0] == spoken.partition("-")[0]

    def sources(self, data: Iterable[Datum], links: Links) -> tuple[SourceView, ...]:
        """The sources behind the data, each once."""
        ids = dict.fromkeys(id_ for datum in data for id_ in sources_of(datum, self.facts))
        return tuple(self.source(id_, links) for id_ in ids)

    def upright(self, name: str, links: Links) -> str:
        """The address of a page's picture for phones; nothing where the site's own is not known."""
        poster = Poster(name, self.code, self.folder, upright=True)
        return f"{links.root}{poster.png.path}" if self.project.site.url else ""

    def absolute(self, path: str) -> str:
        """Return the address of a file of the site; a script puts in what the build does not know of it."""
        return f"{self.project.site.root or '{site}'}{path}"

    def named_figure(self, id_: str, links: Links) -> tuple[Markup, Markup]:
        label = Markup('<a href="{}">{}</a>').format(
            links.statistic(id_), self.text(self.project.statistics[id_].label)
        )
        return label, self.prose.number(self.facts.find(id_), "full", links)

    def subject(self, id_: str) -> str:
        """Name what statistics and charts are listed under."""
        names = self.project.site.subjects.get(id_)
        return names[self.code] if names else self.prose.text(self.markdown_pages[f"chapters/{id_}"].front.title)

    def datum(self, datum: Datum, links: Links) -> DatumView:
        words, wording = self.words, self.wording
        speaker = self.project.speakers[datum.speaker] if datum.speaker else None
        counter = self.project.speakers[datum.counter] if datum.counter else None
        (who, who_id), (verdict, verdict_id, stroke) = self._who(datum), self._verdict(datum)
        return DatumView(
            id=datum.statistic,
            key=datum.key,
            value=machine(datum.quantity),
            sign=words["signs"][datum.quantity.bound],
            figure=wording.quantity(datum.quantity, datum.unit, "value"),
            words=wording.datum(datum, "full"),
            number=self.prose.number(datum, "full", links),
            period=self.prose.text(wording.period(datum)),
            period_is=words["period_is"]["inferred"] if datum.period_is == "inferred" else "",
            status=wording.kind(datum),
            status_id=datum.status,
            role=self._role(datum),
            role_id=datum.role,
            label=self.html(datum.label, links),
            source=self.source(datum.source, links) if datum.source else None,
            speaker=self.text(speaker.label) if speaker else "",
            speaker_note=self.html(speaker.note if speaker else None, links),
            counter=self.text(counter.label) if counter else "",
            counter_note=self.html(counter.note if counter else None, links),
            paragraphs=words["separator"].join(wording.paragraphs(place.paragraph) for place in datum.places),
            printed=self.quotation(datum.printed, datum.language),
            note=self.html(datum.note, links),
            due=self._due(datum),
            since=points(iso(datum.period))[0] if datum.period else "",
            origin=datum.role if datum.source else "derived",
            who=who,
            who_id=who_id,
            verdict=verdict,
            verdict_id=verdict_id,
            stroke=stroke,
        )

    def _role(self, datum: Datum) -> str:
        """Say whether a figure is the article's own; nothing where the story is on none."""
        if not datum.source:
            return str(self.words["roles_derived"])
        return str(self.words["roles"][datum.role]) if self.project.site.article else ""

    def _verdict(self, datum: Datum) -> tuple[str, str, str]:
        """A figure's verdict in words, its kind, and the pen's stroke for it; nothing of a figure without."""
        if datum.verdict is None:
            return "", "", ""
        kind = self.project.verdicts[datum.verdict.kind]
        return self.text(kind.label), datum.verdict.kind, kind.stroke

    def _due(self, datum: Datum) -> str:
        periods = (other.period for other in self.facts.data[datum.statistic])
        if datum.next_release is None or not is_latest(datum.period, periods):  # the next one may stand here
            return ""
        due, words = self.wording.date(datum.next_release), self.words["statistic"]
        if is_overdue(datum.next_release, self.today):
            return str(words["overdue"]).format(due, self.wording.date(self.today))
        return str(words["due"]).format(due)

    def _who(self, datum: Datum) -> tuple[str, str]:
        """Who states a figure, in words and as the same value in every language."""
        if datum.speaker:
            return self.text(self.project.speakers[datum.speaker].label), datum.speaker
        if datum.source:
            publisher = self.project.sources[datum.source].publisher
            return publisher[self.code], publisher[self.project.default_language]
        return self.words["filter"]["this_site"], "this-site"

    def other_names(self, text: Mapping[str, str], *, typed: bool = False) -> tuple[tuple[str, str], ...]:
        """A name in the other languages, by tag; a `typed` one holds no markers."""
        languages, proses = self.project.site.languages, self.story.proses
        said = {code: name if typed else proses[code].text(name) for code, name in text.items() if code != self.code}
        return tuple((languages[code].tag, name) for code, name in said.items())
