"""What is known of a source, a figure, a chart or a statistic → what templates show of it, in one language.

A view holds words, addresses and HTML, nothing to compute with. What makes up a page is for the modules of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from microsite.charts.chart import Artboard, Chart, Table, credits_of, sources_of, table
from microsite.charts.course import PREFIX
from microsite.charts.embed import embed_code, frame_height
from microsite.charts.interactive import json_path, script_path
from microsite.charts.story import Story
from microsite.charts.style import WIDTHS
from microsite.facts.corrections import list_entries
from microsite.facts.derive import Datum, Facts, tokens
from microsite.language.minutes import reading_time
from microsite.language.prose import Prose, machine, undivided
from microsite.language.wording import Wording
from microsite.pages.cite import cite
from microsite.pages.uses import Use
from microsite.pictures.exports import Picture
from microsite.pictures.posters import Poster
from microsite.source.addresses import Links, page_path
from microsite.source.calendar import end_of, is_latest, is_overdue
from microsite.source.kinds import RecordKind
from microsite.source.models import SetAside, Source, Statistic
from microsite.source.project import Page, Project


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


class FigureView(NamedTuple):
    """A chart in a page. `artboards` are (width in CSS px, SVG).

    `svg`, `svg_dark` and `png` are the addresses of its pictures, `interactive` that of the script with its figures.
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
    upright: str  # empty where the site has no address


class CourseView(NamedTuple):
    """The chart that a statistic has without a file. `artboards` are (width in CSS px, SVG)."""

    slug: str
    subtitle: Markup
    note: Markup
    artboards: tuple[tuple[int, Markup], ...]


class VerdictView(NamedTuple):
    """Whether a figure of the article holds. `kind` is the id of `label`, `url` where it is explained.

    `data` are what it rests on, each with what it counts; `stroke` is how the pen marks it.
    """

    kind: str
    label: str
    stroke: str
    url: str
    day: str
    reason: Markup
    missing: Markup
    data: tuple[tuple[DatumView, str], ...]


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


class StretchRow(NamedTuple):
    """A figure in a statistic's table, with links to where it is edited and where errors are told."""

    datum: DatumView
    upkeep: tuple[Link, ...]


class Stretch(NamedTuple):
    """Figures of a statistic that can be joined, the newest first; or those that can't, being of no series.

    `heading` says what is counted, where these are the newest of their series; `broken` why they can't be joined with
    those above. `source` and `counter` are those of all, which then are not said at each.
    """

    heading: Markup
    broken: Markup
    source: SourceView | None
    counter: str
    rows: tuple[StretchRow, ...]


class CorrectionView(NamedTuple):
    """An entry of the log. Without `was`, something else than a figure or words was wrong.

    `unseen` says so where no reader saw it; `evidence` are figures, or none, each with its source.
    """

    anchor: str
    date: str
    label: Markup
    was: Markup
    now: Markup
    why: Markup
    url: str
    unseen: str
    evidence: tuple[tuple[Markup, SourceView | None], ...]


class UseGroup(NamedTuple):
    """Places of one kind in which a statistic is used."""

    title: str
    places: tuple[Link, ...]


class RivalsView(NamedTuple):
    """Figures that disagree, the one that is used first, and why it is."""

    data: tuple[DatumView, ...]
    labels: tuple[str, ...]
    why: Markup


class StatisticView(NamedTuple):
    id: str
    label: Markup
    definition: Markup
    note: Markup
    unit: str
    url: str
    first: DatumView
    not_charted: Markup
    formula_words: Markup
    formula: Markup


class Snippet(NamedTuple):
    """Text to copy. `addressed` is the text with what the build does not know: {site}, its address, and {today}."""

    text: str
    addressed: str = ""


@dataclass(frozen=True)
class Views:
    """Makes the views of one language. `charts` are by slug and language, `uses` by statistic."""

    story: Story
    code: str
    charts: Mapping[tuple[str, str], Chart]
    artboards: Mapping[Artboard, str]
    uses: Mapping[str, tuple[Use, ...]]
    today: str = ""  # as of which day figures can be overdue; none where that was not asked

    @property
    def project(self) -> Project:
        return self.story.project

    @property
    def facts(self) -> Facts:
        return self.story.facts

    @property
    def prose(self) -> Prose:
        return self.story.proses[self.code]

    @property
    def wording(self) -> Wording:
        return self.prose.wording

    @property
    def words(self) -> Mapping[str, Any]:
        return self.wording.words

    @property
    def markdown_pages(self) -> Mapping[str, Page]:
        return self.project.pages[self.code]

    @cached_property
    def folder(self) -> str:
        """Where the language's pages are: nothing, or a path that ends with a slash."""
        return self.folder_of(self.code)

    def folder_of(self, code: str) -> str:
        return self.project.site.languages[code].root

    def links(self, name: str) -> Links:
        if name == "404" and self.project.site.url:  # shown at whatever address does not exist, however deep
            return Links(self.project.site.root, self.folder)
        depth = f"{self.folder}{page_path(name)}".count("/")
        return Links("../" * depth, self.folder)

    def reading_time(self) -> str:
        language = self.project.site.languages[self.code]
        return reading_time(self.markdown_pages, language.words_a_minute, self.wording)

    def text(self, text: Mapping[str, str] | None) -> str:
        return self.prose.text(text[self.code]) if text else ""

    def html(self, text: Mapping[str, str] | None, links: Links) -> Markup:
        return self.prose.html(text[self.code], links) if text else Markup("")

    def source(self, id_: str, links: Links) -> SourceView:
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

    def sources(self, data: Iterable[Datum], links: Links) -> tuple[SourceView, ...]:
        """The sources behind the data, each once."""
        ids = dict.fromkeys(id_ for datum in data for id_ in sources_of(datum, self.facts))
        return tuple(self.source(id_, links) for id_ in ids)

    def figure(self, slug: str, links: Links) -> FigureView:
        spec, chart = self.project.charts[slug], self.charts[slug, self.code]
        return FigureView(
            slug=slug,
            title=self.html(spec.title, links),
            subtitle=self.html(spec.subtitle, links),
            alt=chart.alt,
            note=self.html(spec.note, links),
            artboards=self._artboards(chart),
            table=table(chart, self.story.inputs[self.code]),
            sources=self.sources((mark.datum for mark in chart.marks), links),
            page=links.chart(slug),
            embed=links.page(f"embed/{slug}"),
            csv=f"{links.root}data/charts/{slug}.csv",
            json=f"{links.root}{json_path(slug, self.code)}",
            interactive=f"{links.root}{script_path(slug, self.code)}",
            svg=f"{links.root}{Picture(slug, self.code, 'light', 'svg').path}",
            svg_dark=f"{links.root}{Picture(slug, self.code, 'dark', 'svg').path}",
            png=f"{links.root}{Picture(slug, self.code, 'light', 'png').path}",
            upright=self.upright(f"charts/{slug}", links),
        )

    def upright(self, name: str, links: Links) -> str:
        """The address of a page's picture for phones; nothing where the site's own is not known."""
        poster = Poster(name, self.code, self.project.site.languages[self.code].root, upright=True)
        return f"{links.root}{poster.png.path}" if self.project.site.url else ""

    def course(self, id_: str, links: Links) -> CourseView | None:
        """The chart of a statistic's own course, if it has one."""
        chart = self.charts.get((f"{PREFIX}{id_}", self.code))
        if chart is None:
            return None
        subtitle, note = self.html(chart.spec.subtitle, links), self.html(chart.spec.note, links)
        return CourseView(chart.slug, subtitle, note, self._artboards(chart))

    def _artboards(self, chart: Chart) -> tuple[tuple[int, Markup], ...]:
        name = Markup('role="img" aria-label="{}"').format(chart.alt)
        svgs = ((width, self.artboards[Artboard(chart.slug, self.code, width)]) for width in WIDTHS)
        return tuple((width, Markup(svg.replace("<svg", f"<svg {name}", 1))) for width, svg in svgs)

    def absolute(self, path: str) -> str:
        """Return the address of a file of the site; a script puts in what the build does not know of it."""
        return f"{self.project.site.root or '{site}'}{path}"

    def embed_code(self, slug: str, title: str) -> Snippet:
        chart = self.charts[slug, self.code]
        credits_ = credits_of((mark.datum for mark in chart.marks), self.story.inputs[self.code])
        artboard = self.artboards[Artboard(slug, self.code, WIDTHS[1])]
        height = frame_height(chart, str(self.words["list_break"]).join(sorted(credits_)), artboard)
        page = self.absolute(f"{self.folder}{page_path(f'embed/{slug}')}")
        code = embed_code(page, self.absolute("static/embed.js"), title, height)
        return Snippet(code) if self.project.site.url else Snippet("", code)

    def citations(self, name: str, key: str, title: str) -> tuple[Snippet, ...]:
        """Cite a page: as a line, in BibTeX and by GB/T 7714."""
        site = self.project.site
        article = self.project.sources[site.article].date if site.article else None
        address = self.absolute(f"{self.folder}{page_path(name)}".removesuffix("index.html"))
        addressed = cite(f"{key}-{self.code}", title, address, site, article, self.prose)
        plain = addressed if site.url else cite(f"{key}-{self.code}", title, "", site, article, self.prose)
        pairs = zip(plain, addressed, strict=True)
        return tuple(Snippet(text.replace("[{today}]", ""), other * (text != other or "{today}" in other))
                     for text, other in pairs)  # fmt: skip

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
        paragraphs = [datum.paragraph, *(mention.paragraph for mention in datum.mentions)]
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
            period_is=words["period_is"][datum.period_is] if datum.period_is == "inferred" else "",
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
            paragraphs=words["separator"].join(
                self.wording.paragraphs(number) for number in paragraphs if number is not None
            ),
            printed=self.quotation(datum.printed, datum.language),
            note=self.html(datum.note, links),
            due=self._due(datum),
            since=(datum.period or "").split("/")[0],
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

    def verdicts(self, id_: str, links: Links) -> tuple[VerdictView, ...]:
        """The verdicts on a statistic's figures in the article."""
        return tuple(
            VerdictView(
                kind=verdict.kind,
                label=self.text(self.project.verdicts[verdict.kind].label),
                stroke=self.project.verdicts[verdict.kind].stroke,
                url=f"{links.page('method')}#verdict-{verdict.kind}",
                day=self.wording.date(verdict.day),
                reason=self.html(verdict.reason, links),
                missing=self.html(verdict.missing, links),
                data=tuple(
                    (self.datum(datum, links), self.prose.label(datum))
                    for datum in map(self.facts.find, verdict.rests_on)
                ),
            )
            for verdict in (datum.verdict for datum in self.facts.data[id_])
            if verdict
        )

    def stretches(self, name: str, id_: str, links: Links) -> tuple[Stretch, ...]:
        """A statistic's figures: those of a series together, the newest first, apart where it breaks."""
        found: dict[tuple[str, str], list[tuple[int, Datum]]] = {}
        for index, datum in enumerate(self.facts.data[id_]):
            found.setdefault((datum.series or "", datum.base), []).append((index, datum))
        order = list(dict.fromkeys(series for series, _ in found))
        keys = sorted(found, key=lambda key: end_of(key[1]), reverse=True)
        keys.sort(key=lambda key: order.index(key[0]))
        return tuple(self._stretch(name, key, above, found[key], links) for above, key in pairwise([("", ""), *keys]))

    def _stretch(
        self, name: str, key: tuple[str, str], above: tuple[str, str], data: list[tuple[int, Datum]], links: Links
    ) -> Stretch:
        series, label, broken = key[0], Markup(""), Markup("")
        if above[0] and not series:
            label = escape(self.words["statistic"]["apart"])
        elif series:
            data.sort(key=lambda item: end_of(item[1].period), reverse=True)
            known = self.project.statistics[data[0][1].statistic].series[series]
            if series != above[0]:
                label = self.html(known.label, links)
            else:
                why = self.html(known.breaks[above[1]], links)
                broken = Markup(self.words["statistic"]["break"]).format(self.wording.date(above[1]), why)
        views = [self.datum(datum, links) for _, datum in data]
        source, counter = views[0].source, views[0].counter
        same = bool(series) and len(views) > 1
        if same and all(view.source == source for view in views):
            views = [view._replace(source=None) for view in views]
        else:
            source = None
        if same and all(view.counter == counter for view in views):
            views = [view._replace(counter="") for view in views]
        else:
            counter = ""
        rows = (
            StretchRow(
                view._replace(label=Markup("")) if view.label == label else view, self.upkeep(name, datum, index)
            )
            for view, (index, datum) in zip(views, data, strict=True)
        )
        return Stretch(label, broken, source, counter, tuple(rows))

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

    def statistic(self, id_: str, links: Links) -> StatisticView:
        statistic = self.project.statistics[id_]
        datum = self.facts.find(id_)
        derive = statistic.derive
        return StatisticView(
            id=id_,
            label=self.html(statistic.label, links),
            definition=self.html(statistic.definition, links),
            note=self.html(statistic.note, links),
            unit=self.project.units[statistic.unit].name[self.code],
            url=links.statistic(id_),
            first=self.datum(datum, links),
            not_charted=self.html(statistic.not_charted, links),
            formula_words=self.html(derive.words, links) if derive else Markup(""),
            formula=self.formula(derive.formula, links) if derive else Markup(""),
        )

    def summary(self, id_: str) -> str:
        """Say a statistic's own figure, its period and what it counts, for those who see no more of its page."""
        datum, words = self.facts.find(id_), self.words
        said = [self.wording.datum(datum, "full")]
        if datum.period or datum.period_label:
            said.append(self.prose.text(self.wording.period(datum)))
        figure = str(words["separator"]).join(said)
        definition = self.text(self.project.statistics[id_].definition)
        return str(words["stop"]).join((f"{figure[:1].upper()}{figure[1:]}", definition))

    def formula(self, formula: str, links: Links) -> Markup:
        """Show a formula with its ids as links, each followed by its figure."""
        parts = []
        for kind, text in tokens(formula):
            if kind == "id":
                parts.append(self.prose.number(self.facts.find(text), "full", links))
            elif kind == "stated":
                parts.append(self.prose.number(self.facts.find(text), "value", links))
            elif kind == "days":
                parts.append(escape(self.words["statistic"]["days_of"].format(self.wording.date(text))))
            elif kind == "verdicts":
                of = self.text(self.project.verdicts[text].label) if text else self.words["verdict"]["any"]
                parts.append(escape(self.words["verdict"]["count_of"].format(of)))
            elif kind == "distance":
                parts.append(escape(self.words["statistic"]["distance"]))
            else:
                parts.append(escape({"*": "×", "/": "÷", "-": "−"}.get(text, text)))
        return Markup(" ").join(parts)

    def corrections(self, links: Links, id_: str = "") -> tuple[CorrectionView, ...]:
        """The log of corrections, or what of it is about one statistic."""
        entries = (item for item in list_entries(self.project, self.facts) if id_ in ("", item.datum.statistic))
        words, published = self.words["corrections"], self.project.site.published
        return tuple(
            CorrectionView(
                anchor=entry.anchor,
                date=self.wording.date(entry.correction.date),
                label=Markup('<a href="{}">{}</a>').format(
                    links.statistic(entry.datum.statistic), self.prose.label(entry.datum)
                ),
                was=self.prose.data(entry.was, "full") if entry.was else self.html(entry.correction.stood, links),
                now=self.prose.data(entry.now, "full") if entry.now else self.html(entry.correction.stands, links),
                why=self.html(entry.correction.why, links),
                url=f"{links.page('corrections')}#{entry.anchor}",
                unseen=words["unseen"] if entry.is_unseen(published) else "",
                evidence=tuple(
                    (
                        self._named(datum, entry.datum, links) if datum else Markup(""),
                        self.source(source, links) if source else None,
                    )
                    for datum, source in entry.evidence
                ),
            )
            for entry in entries
        )

    def _named(self, datum: Datum, beside: Datum, links: Links) -> Markup:
        """Say a figure with its period, and with what it counts where that is not what another counts."""
        about = [self.prose.label(datum)] if self.prose.label(datum) != self.prose.label(beside) else []
        about += [self.prose.text(self.wording.period(datum))] if datum.period else []
        named = self.words["separator"].join(about) + self.words["colon"] if about else ""
        return Markup("{}{}").format(named, self.prose.number(datum, "full", links))

    def rivals(self, id_: str, links: Links) -> tuple[RivalsView, ...]:
        """The disagreements in which a statistic's figures take part."""
        found = []
        for item in self.project.disagreements.values():
            data = [self.facts.find(reference) for reference in item.figures]
            if any(datum.statistic == id_ for datum in data):
                views = tuple(self.datum(datum, links) for datum in data)
                labels = tuple(self.prose.label(datum) for datum in data)
                found.append(RivalsView(views, labels, self.html(item.why, links)))
        return tuple(found)

    def upkeep(self, name: str, datum: Datum, index: int) -> tuple[Link, ...]:
        """Links to a figure's line in the repository, and to a report of an error that knows the figure."""
        site, words = self.project.site, self.words["statistic"]
        if site.repository is None:
            return ()
        where = self.project.where[Statistic, datum.statistic]
        derived = self.project.statistics[datum.statistic].derive is not None
        place = where.place("derive", "formula") if derived else where.place("observations", index, "value")
        path, _, line = place.rpartition(":")
        page = f"{self.folder}{page_path(name)}"
        figure = self.prose.wording.datum(datum, "full")
        known = {
            "template": "correction.yml",
            "title": f"{datum.statistic}{self.words['colon']}{figure}",
            "statistic": datum.reference if index else datum.statistic,
            "figure": figure,
            "page": f"{site.root}{page}",
        }
        return (
            Link(words["edit"], f"{site.repository}/blob/HEAD/{quote(path)}#L{line}"),
            Link(words["report"], f"{site.repository}/issues/new?{urlencode(known)}"),
        )

    def used_in(self, id_: str, links: Links) -> tuple[UseGroup, ...]:
        """Where a statistic is used, in this language: links by kind of place."""
        groups: dict[str, list[Link]] = {}
        for use in self.uses.get(id_, ()):
            if use.language in ("", self.code):
                groups.setdefault(use.kind, []).append(self._use(use, links))
        return tuple(UseGroup(self.words["uses"][kind], tuple(found)) for kind, found in groups.items())

    def _use(self, use: Use, links: Links) -> Link:
        if use.kind not in ("page", "claim"):
            return Link(*self._record(use.kind, use.name, links))
        title = self.prose.text(self.markdown_pages[use.name].front.title)
        place = links.page(use.name)
        if use.section:
            title += self.words["colon"] + self.prose.text(use.heading)
            place = f"{place.partition('#')[0]}#{use.section}"
        if use.words:
            title = str(self.words["quoted"]).format(use.words) + self.words["list_break"] + title
        return Link(title, place)

    def _record(self, kind: str, id_: str, links: Links) -> tuple[str | Markup, str]:
        """Name a record that has a page, or a statistic with a formula, and say where readers find it."""
        project = self.project
        if kind == "correction":
            entry = list_entries(project, self.facts)[int(id_)]
            date, label = self.wording.date(entry.correction.date), self.prose.label(entry.datum)
            return f"{date}{self.words['colon']}{label}", f"{links.page('corrections')}#{entry.anchor}"
        if kind == "disagreement":  # told on the pages of all its statistics
            id_ = self.facts.find(project.disagreements[id_].figures[0]).statistic
        told = "statistic" if kind in ("disagreement", "formula") else kind
        found = next(known for known in project.kinds.values() if known.name == told)
        anchor = f"#{found.anchor.format(id=id_)}" if found.anchor else ""
        return self._title(found, id_), links.page(found.page.format(id=id_)) + anchor

    def _title(self, kind: RecordKind, id_: str) -> str | Markup:
        record = self.project.of(kind.model)[id_]
        if isinstance(record, SetAside):
            return self.quotation(record.printed, self.article_language)
        text, is_prose = next((text, is_prose) for at, text, is_prose in record.texts if at == (kind.title,))
        return self.text(text) if is_prose else text[self.code]

    def other_names(self, text: Mapping[str, str], *, typed: bool = False) -> tuple[tuple[str, str], ...]:
        """A name in the other languages, by tag; a `typed` one holds no markers."""
        languages, say = self.project.site.languages, str if typed else self.prose.text
        return tuple((languages[code].tag, say(name)) for code, name in text.items() if code != self.code)
