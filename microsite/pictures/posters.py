"""Pages → the pictures that stand for them where they are shared: what each says, as an SVG of 1200 × 630 px.

rasters.py makes the PNGs, the only form in which networks show pictures. The SVGs are read back with the site
(verify.py), so that no picture says what its page does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import ceil
from typing import NamedTuple

from microsite.charts.chart import Artboard, Chart, credit, credits_of
from microsite.charts.story import Rendition, Story
from microsite.charts.style import WIDTHS
from microsite.charts.typesetting import LEADING, TEXT, text_width, wrap
from microsite.language.phrases import speaking
from microsite.pictures.exports import Board, draw_rows, open_board, paint
from microsite.pictures.paper import DrawnParagraph, PaperSheet, Penned, Strokes, draw_marked, draw_paper, set_width
from microsite.pictures.rasters import Png
from microsite.source.addresses import list_pages
from microsite.source.markup import sections
from microsite.source.project import Page, Project

WIDTH, HEIGHT, MARGIN = 1200, 630, 64  # px
UPRIGHT = (1080, 1440)  # px: for phones, of the X-ray and of charts
TOP, BOTTOM = 76, 540  # px: what lies between is the page's own; above are rules, below is the site's name
COLUMNS = (400, 530, WIDTH - 2 * MARGIN)  # px: of a text beside a drawing, or above it
GUTTER = 48  # px between the two
SIDE = 270  # px: of the account beside the article
LARGE = 1.7  # of a drawing: beyond that, it is better to have larger text beside it
LARGER = 1.35  # of text that stands upright, which phones show at a third of its size
ICON = 180  # px: what phones show of a site that is kept among the apps
TOUCH_ICON = Png("static/touch-icon.png", scale=1)
_ICON = re.compile(r'<svg [^>]*viewBox="([-\d. ]+)"[^>]*>(.*)</svg>', re.DOTALL)


class Poster(NamedTuple):
    """The picture of a page in a language. `folder` is where that language's pages are; `upright`: for phones."""

    name: str
    language: str
    folder: str = ""
    upright: bool = False

    @property
    def png(self) -> Png:
        """Its PNG: text needs less room than a drawing."""
        name = f"{self.name}-upright" if self.upright else self.name
        drawn = self.name == "index" or self.name.startswith("charts/")
        return Png(f"social/{self.folder}{name}.png", scale=1 if drawn else 5 / 6)

    @property
    def svg(self) -> str:
        """What its SVG is called where its text is read; it is not published."""
        return self.png.path.removesuffix("png") + "svg"

    @property
    def size(self) -> tuple[int, int]:
        """Its width and height in px."""
        width, height = UPRIGHT if self.upright else (WIDTH, HEIGHT)
        return round(width * self.png.scale), round(height * self.png.scale)


class PictureLine(NamedTuple):
    """A text, as large as fits: of at most `size` px and at least half of that, in at most `rows` lines."""

    text: str
    size: int
    colour: str = "ink"
    rows: int = 3
    serif: bool = False
    sign: str = ""  # stands before it, in vermilion
    record: tuple[str, str] | None = None  # of a figure: its statistic and key
    gap: int = 22  # px above


SOURCES = PictureLine("", 24, "muted", rows=6)  # below a drawing


class Content(NamedTuple):
    """What a picture says in lines, and the chart that it shows beside or below them."""

    lines: tuple[PictureLine, ...]
    alt: str
    chart: Chart | None = None
    credit: str = ""
    sheet: PaperSheet | None = None  # the article's, in place of a chart


def posters(project: Project) -> Iterator[Poster]:
    """Yield the pictures that the pages of a project have."""
    names = [page.name for page in list_pages(project) if page.kind.shared]
    for code, language in project.site.languages.items():
        yield from (Poster(name, code, language.root) for name in names)
        upright = [name for name in names if name.startswith("charts/")]
        upright += ["index"] if project.pages[code]["index"].blocks("xray") else []
        yield from (Poster(name, code, language.root, upright=True) for name in upright)


class Copywriter(Rendition):
    """Says what stands on the pictures of one language."""

    def content(self, name: str) -> Content:
        kind, _, id_ = name.partition("/")
        if kind == "statistics" and id_:
            return self._statistic(id_)
        if kind == "charts" and id_:
            return self._chart(self.charts[id_, self.code])
        page = self.project.pages[self.code][name]
        title = self.prose.text(page.front.title)
        if page.blocks("xray"):
            return self._xray(page, title)
        deck = self.prose.text(page.front.deck or page.front.description)
        lines = (PictureLine(title, 92, serif=True), PictureLine(deck, 38, "muted", rows=4, gap=30))
        return Content(lines, self.joined("colon", title, deck))

    def _xray(self, page: Page, title: str) -> Content:
        """Say what the section is called in which it stands, and draw it with figures as this language words them."""
        above = page.body.partition("{xray:")[0]
        heading = self.prose.text(([section.heading for section in sections(above) if section.heading] or [title])[-1])
        lines = (PictureLine(title, 30, "vermilion", serif=True), PictureLine(heading, 44, rows=4, serif=True))
        kinds, find = self.project.verdicts, self.facts.find

        def figure(reference: str) -> Penned:
            datum = find(reference)
            stroke = kinds[datum.verdict.kind].stroke if datum.verdict else ""
            return Penned(self.wording.datum(datum, "full"), stroke, (datum.statistic, datum.key))

        passages = tuple(
            DrawnParagraph(item.headline, tuple(run if isinstance(run, int) else figure(run) for run in item.runs))
            for item in self.project.shape.values()
        )
        tally = tuple(
            (
                Penned(self.wording.datum(counted, "value"), record=(counted.statistic, counted.key)),
                Penned(self.text(kind.label), kind.stroke),
            )
            for id_, kind in kinds.items()
            if (counted := self.count_of(id_)) and counted.quantity.number
        )
        credit_ = credit(self.project.sources[self.project.site.article or ""], self.wording)
        return Content(lines, self.joined("colon", title, heading), credit=credit_, sheet=PaperSheet(passages, tally))

    def _chart(self, chart: Chart) -> Content:
        lines = (
            PictureLine(chart.title, 48, rows=7, serif=True),
            PictureLine(chart.subtitle, 25, "muted", rows=5, gap=16),
        )
        credits_ = credits_of((mark.datum for mark in chart.marks), self.prose)
        return Content(lines, chart.alt, chart, self.joined("list_break", *credits_))

    def _statistic(self, reference: str) -> Content:
        datum, wording = self.facts.find(reference), self.wording
        figure = wording.quantity(datum.quantity, datum.unit, "value")
        label, own = self.text(self.project.statistics[datum.statistic].label), self.text(datum.label)
        period = self.prose.text(wording.period(datum)) if datum.period or datum.period_label else ""
        who = self.text(self.project.speakers[datum.speaker].label) if datum.speaker else ""
        about = self.joined("separator", own, period, wording.kind(datum), who)
        lines = (
            PictureLine(label, 46, rows=3, serif=True),
            PictureLine(figure, 150, rows=1, serif=True, sign=str(self.words["signs"][datum.quantity.bound]),
                 record=(datum.statistic, datum.key), gap=26),
            PictureLine(about, 30, "muted", gap=30),
        )  # fmt: skip
        alt = self.joined("colon", label, self.joined("separator", wording.datum(datum, "full"), own, period))
        credits_ = credits_of([datum], self.prose)
        return Content(lines, alt, credit=self.joined("list_break", *credits_))


def render_posters(
    story: Story,
    charts: Mapping[tuple[str, str], Chart],
    artboards: Mapping[Artboard, str],
    colours: Mapping[str, str],
    icon: str,
    strokes: Strokes,
) -> dict[Poster, str]:
    """Return the SVG of every page. `icon` is the site's, as an SVG; `strokes` are the pen's."""
    writers = {code: Copywriter(story, code, charts) for code in story.proses}
    drawn = {}
    for poster in posters(story.project):
        prose = story.proses[poster.language]
        content = writers[poster.language].content(poster.name)
        keys = [Artboard(content.chart.slug, poster.language, width) for width in WIDTHS] if content.chart else []
        boards = [open_board(artboards[key]) for key in keys]
        words = prose.wording.words
        size = UPRIGHT if poster.upright else (WIDTH, HEIGHT)
        site = prose.text(story.project.site.title[poster.language])
        said = story.project.site.url.rstrip("/") if poster.upright else content.credit
        heading = words["chart"]["source"] + words["colon"]
        if content.sheet:
            body = _with_sheet(content, strokes, *size, heading)
        elif poster.upright:
            body = _upright(content, boards, *size, heading)
        else:
            body = _with_chart(content.lines, boards) if boards else _alone(content.lines)
        with speaking(prose.wording.language.tag):
            svg = _compose(body, size, _footer(site, said, icon, *size), words)
        drawn[poster] = paint(svg, colours)
    return drawn


def render_icon(icon: str, colours: Mapping[str, str]) -> str:
    """Return the site's icon on paper."""
    size = f'width="{ICON}" height="{ICON}"'
    return paint(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {ICON} {ICON}">'
        f'<rect {size} fill="var(--paper)"/>{_mark(icon, ICON * 0.16, ICON * 0.16, ICON * 0.68)}</svg>\n',
        colours,
    )


# --- the drawing


def _compose(body: Iterable[str], size: tuple[int, int], footer: Iterable[str], words: Mapping[str, object]) -> str:
    width, height = size
    whole = f'width="{width}" height="{height}"'
    sans, serif = str(words["picture_fonts"]), str(words["picture_heading_fonts"])
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {whole} viewBox="0 0 {width} {height}" '
            f'font-family="{escape(sans)}" style="text-autospace:no-autospace">',
            f"<style>.serif{{font-family:{serif};font-weight:700}}.sign{{font-family:{sans}}}</style>",
            f'<rect {whole} fill="var(--paper)"/>',
            f'<path d="M0 0h{width}v14H0zM0 20h{width}v3H0z" fill="var(--vermilion)"/>',
            *body,
            *footer,
            "</svg>\n",
        )
    )


@dataclass(frozen=True)
class _Set:
    """Lines set in a box: where each begins, its size and its rows. `ease` falls as they shrink."""

    lines: tuple[tuple[PictureLine, float, float, tuple[str, ...]], ...]
    bottom: float
    ease: float


def _with_sheet(content: Content, strokes: Strokes, width: int, height: int, heading: str) -> Iterator[str]:
    """Set the article beside its account, or upright above it, and then where it is from."""
    sheet, upright, bottom = content.sheet or PaperSheet((), ()), height > width, height - (HEIGHT - BOTTOM)
    column, columns = (width - 2 * MARGIN, 3) if upright else (SIDE, 1)
    text = _placed(content.lines if upright else [content.lines[-1]._replace(size=36)], column)
    yield from _texts(text, MARGIN)
    rows = -(-len(sheet.tally) // columns)
    if upright:
        sources = _placed([SOURCES._replace(text=heading + content.credit)], column)
        bottom -= ceil(sources.bottom - TOP)
        yield from _texts(sources, MARGIN, bottom - TOP)
        step, box = 52.0, (MARGIN, text.bottom + GUTTER / 2, column, bottom - GUTTER / 2 - 52 * rows)
        below = bottom - step * rows
    else:
        below, box = text.bottom + 16, (MARGIN + SIDE + GUTTER, TOP + 18, width - 2 * MARGIN - SIDE - GUTTER, bottom)
        step = (bottom - below) / max(rows, 1)
    size = step / 2 if upright else step * 0.62
    indent = max((set_width(count.text, size * 1.45) for count, _ in sheet.tally), default=0) + size * 0.7
    for number, (count, verdict) in enumerate(sheet.tally):
        x, y = MARGIN + number // rows * column / columns, below + (number % rows + 0.75) * step
        yield from draw_marked(count, strokes, x, y, size * 1.35, ' class="serif"')
        yield from draw_marked(verdict, strokes, x + indent, y, size)
    x, y, wide, end = box
    yield f'<path d="M{x:g} {y - 10:g}h{wide:g}M{x:g} {y - 6:g}h{wide:g}" stroke="var(--ink)" stroke-width="1.5"/>'
    yield from draw_paper(sheet, strokes, x, y + 6, wide, end - y - 6, 3)


def _upright(content: Content, boards: Sequence[Board], width: int, height: int, heading: str) -> Iterator[str]:
    """Set lines, a drawing and its sources one below the other, for phones."""
    column, bottom = width - 2 * MARGIN, float(height - (HEIGHT - BOTTOM))
    text = _placed([line._replace(size=round(line.size * LARGER)) for line in content.lines], column)
    sources = _placed([SOURCES._replace(text=heading + content.credit)], column)
    bottom -= sources.bottom - TOP
    yield from _texts(text, MARGIN)
    yield from _texts(sources, MARGIN, bottom - TOP)
    room = bottom - text.bottom - GUTTER
    largest = max(boards, key=lambda board: min(column / board.width, room / board.height))
    yield _drawing(largest, MARGIN, text.bottom + GUTTER, column, room)


def _with_chart(lines: Sequence[PictureLine], boards: Sequence[Board]) -> Iterator[str]:
    """Set lines and a drawing beside each other, or one above the other: whichever is easier to read."""
    texts = [(float(column), _placed(lines, column)) for column in COLUMNS]
    options: list[tuple[float, int, _Set, Board, float, float]] = []
    for board in boards:
        for column, text in texts:
            beside = column < WIDTH - 2 * MARGIN
            x, y = (MARGIN + column + GUTTER, TOP + 8) if beside else (MARGIN, text.bottom + GUTTER / 2)
            scale = min((WIDTH - MARGIN - x) / board.width, (BOTTOM - y) / board.height)
            options.append((min(scale, LARGE) * text.ease, len(options), text, board, x, y))
    _, _, text, board, x, y = max(options)
    yield from _texts(text, MARGIN)
    yield _drawing(board, x, y, WIDTH - MARGIN - x, BOTTOM - y)


def _drawing(board: Board, x: float, y: float, wide: float, high: float) -> str:
    """Draw a chart in the middle of a box, as large as there is room."""
    scale = min(wide / board.width, high / board.height)
    x, y = x + (wide - scale * board.width) / 2, y + (high - scale * board.height) / 2
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({scale:.3f})" font-size="{TEXT}">{board.drawing}</g>'


def _alone(lines: Sequence[PictureLine]) -> Iterator[str]:
    """Set lines in the middle."""
    text = _placed(lines, COLUMNS[-1])
    yield from _texts(text, MARGIN, (BOTTOM - text.bottom) / 2)


def _placed(lines: Sequence[PictureLine], width: float) -> _Set:
    """Set lines below each other, as large as there is room."""
    for step in range(11):
        factor = 1 - step / 20
        y, placed = float(TOP), []
        for line in (line for line in lines if line.text):
            size, rows = _set(line.sign + line.text, line.size * factor, line.rows, width)
            placed.append((line, y + line.gap * factor, size, rows))
            y = placed[-1][1] + len(rows) * size * LEADING
        if y <= BOTTOM:
            break
    return _Set(tuple(placed), y, factor)


@lru_cache(maxsize=4096)
def _set(text: str, size: float, rows: int, width: float) -> tuple[float, tuple[str, ...]]:
    """Return the largest size, down to half, in which a text takes no more than so many lines; and these."""
    alone = round(size * min(1, width / text_width(text, size=size)) - 0.005, 2)
    if alone >= (0.85 if rows > 1 else 0.5) * size - 0.01:
        return alone, (text,)
    for step in range(11):
        smaller = size * (1 - step / 20)
        if rows > 1:
            lines = wrap(text, width * TEXT / smaller, even=False)
            if len(lines) <= rows and all(text_width(line, size=smaller) <= width for line in lines):
                break
    return smaller, tuple(wrap(text, width * TEXT / smaller, clauses=True))


def _texts(text: _Set, x: float, down: float = 0) -> Iterator[str]:
    for line, y, size, rows in text.lines:
        yield _text(rows, x, y + down, size, line)


def _text(rows: Sequence[str], x: float, top: float, size: float, line: PictureLine) -> str:
    said = [escape(row, quote=False) for row in rows]
    if line.sign:
        sign = escape(line.sign, quote=False)
        kind = "serif" if any(map(str.isalpha, line.sign)) else "sign"
        said[0] = f'<tspan class="{kind}" fill="var(--vermilion)">{sign}</tspan>{said[0].removeprefix(sign)}'
    kind = ' class="serif"' if line.serif else ""
    record = ' data-id="{}" data-key="{}"'.format(*line.record) if line.record else ""
    return draw_rows(said, x, top, size, f'{kind} fill="var(--{line.colour})"{record}')


def _footer(site: str, said: str, icon: str, width: int, height: int) -> Iterator[str]:
    """The site's mark and name, and the sources where there is room for them."""
    line = height - (HEIGHT - BOTTOM) + 20
    yield f'<path d="M{MARGIN} {line}h{width - 2 * MARGIN}" stroke="var(--grid)" stroke-width="2"/>'
    yield _mark(icon, MARGIN, line + 21, 30)
    yield _text((site,), MARGIN + 42, line + 17, 29, PictureLine(site, 29, serif=True))
    left = MARGIN + 42 + text_width(site, size=29) + GUTTER
    if said and left + text_width(said, size=20) <= width - MARGIN:
        text = f'<text x="{width - MARGIN}" y="{line + 44}" font-size="20" text-anchor="end" fill="var(--muted)">'
        yield f"{text}{escape(said, quote=False)}</text>"


def _mark(icon: str, x: float, y: float, size: float) -> str:
    """Return the site's icon as a part of a drawing, in a square; nothing for one without a viewBox."""
    found = _ICON.fullmatch(icon.strip())
    if not found:
        return ""
    left, top, width, height = map(float, found[1].split())
    scale = size / max(width, height)
    return f'<g transform="translate({x:g} {y:g}) scale({scale:.4f}) translate({-left:g} {-top:g})">{found[2]}</g>'
