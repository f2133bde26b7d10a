"""A drawn chart → pictures to take away: SVGs that need nothing else, light and dark, with title and sources.

They hold plain colours and text, so that every viewer shows what a browser shows. rasters.py makes a PNG of
the light one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from microsite.charts.chart import Artboard, Chart, credits_of
from microsite.charts.story import Story
from microsite.charts.style import WIDTHS
from microsite.charts.typesetting import LEADING, TEXT, size_of, wrap
from microsite.language.phrases import speaking
from microsite.language.prose import Prose
from microsite.pictures.rasters import Png

MARGIN = 24  # px around the drawing
TITLE, SUBTITLE, SMALL = 21, 15, 12  # px: sizes of text
BAND = 4  # px: the rule on top
_ARTBOARD = re.compile(
    r'<svg [^>]*viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"[^>]*>\n(?P<drawing>.*)</svg>\n', re.DOTALL
)
_COLOUR = re.compile(r"var\(--([a-z]+)\)")


class Picture(NamedTuple):
    """One file to take away: a chart in a language, as light.svg, dark.svg or light.png."""

    slug: str
    language: str
    theme: str
    kind: str

    @property
    def path(self) -> str:
        """The file's path below the site; dark ones say so."""
        theme = "" if self.theme == "light" else f"-{self.theme}"
        return f"data/charts/{self.slug}-{self.language}{theme}.{self.kind}"

    @property
    def png(self) -> Png:
        return Png(self._replace(kind="png").path)


def render_exports(
    story: Story,
    charts: Mapping[tuple[str, str], Chart],
    artboards: Mapping[Artboard, str],
    tokens: Mapping[str, Mapping[str, str]],
) -> dict[Picture, str]:
    """Return the SVGs of all charts. `tokens` are the site's colours."""
    pictures = {}
    for (slug, code), chart in charts.items():
        title = story.proses[code].text(story.project.site.title[code])
        with speaking(story.proses[code].wording.language.tag):
            drawn = compose(artboards[Artboard(slug, code, max(WIDTHS))], chart, story.proses[code], title)
        for theme in ("light", "dark"):
            pictures[Picture(slug, code, theme, "svg")] = paint(drawn, {name: tokens[name][theme] for name in tokens})
    return pictures


def paint(svg: str, colours: Mapping[str, str]) -> str:
    """Replace the custom properties in a picture by the colours themselves."""
    return _COLOUR.sub(lambda token: colours[token[1]], svg)


class Board(NamedTuple):
    """What stands in an artboard, and how large that is."""

    width: float
    height: float
    drawing: str


def open_board(artboard: str) -> Board:
    """Return what stands in a rendered artboard. Raises ValueError for what svg.py did not draw."""
    found = _ARTBOARD.fullmatch(artboard)
    if not found:
        raise ValueError("an artboard is not as svg.py draws it")
    return Board(float(found["width"]), float(found["height"]), found["drawing"])


def compose(artboard: str, chart: Chart, prose: Prose, site: str) -> str:
    """Put a rendered artboard between its title and its sources. `site` is the site's title."""
    width, height, drawing = open_board(artboard)
    words = prose.wording.words
    title, y = _text(chart.title, MARGIN, width, TITLE, "ink", bold=True)
    subtitle, y = _text(chart.subtitle, y + 3, width, SUBTITLE, "muted", even=False)
    top = y + 18
    line = top + height + 16
    sources, y = _text(_credits(chart, prose), line + 9, width, SMALL, "muted", even=False)
    origin, y = _text(site, y, width, SMALL, "ink", bold=True)
    size = f'width="{width + 2 * MARGIN:g}" height="{y + MARGIN - 6:g}"'
    box = f'viewBox="0 0 {width + 2 * MARGIN:g} {y + MARGIN - 6:g}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{prose.wording.language.tag}" {size} {box} '
            f'role="img" font-family="{escape(str(words["picture_fonts"]))}" font-size="{TEXT}" '
            'style="text-autospace:no-autospace">',
            f"<title>{escape(chart.title, quote=False)}</title>",
            f"<desc>{escape(chart.alt, quote=False)}</desc>",
            f'<rect {size} fill="var(--paper)"/>',
            f'<rect width="{width + 2 * MARGIN:g}" height="{BAND}" fill="var(--vermilion)"/>',
            title,
            subtitle,
            f'<g transform="translate({MARGIN} {top:g})">',
            f"{drawing}</g>",
            f'<path d="M{MARGIN} {line:g}h{width:g}" stroke="var(--grid)"/>',
            sources,
            origin,
            "</svg>\n",
        )
    )


def _credits(chart: Chart, prose: Prose) -> str:
    """Word the sources of all marks in one line, each once."""
    words = prose.wording.words
    credits_ = credits_of((mark.datum for mark in chart.marks), prose)
    head = str(words["chart"]["sources"] if len(credits_) > 1 else words["chart"]["source"])
    return head + str(words["colon"]) + str(words["list_break"]).join(credits_)


def _text(
    text: str, top: float, width: float, size: float, colour: str, *, bold: bool = False, even: bool = True
) -> tuple[str, float]:
    """Return a text in lines of `width` px below `top`, and the y below them."""
    rows = wrap(text, width * size_of(bold=bold) / size, bold=bold, even=even)
    weight = ' font-weight="700"' if bold else ""
    said = [escape(row, quote=False) for row in rows]
    drawn = draw_rows(said, MARGIN, top, size, f'{weight} fill="var(--{colour})"')
    return drawn, top + len(rows) * size * LEADING


def draw_rows(rows: Sequence[str], x: float, top: float, size: float, attributes: str) -> str:
    """Draw rows of text, escaped already, one below the other from `top` on."""
    first = top + size * LEADING * 0.76  # where letters stand in a line
    spans = "".join(
        f'<tspan x="{x:g}" dy="{size * LEADING if number else 0:g}">{row}</tspan>' for number, row in enumerate(rows)
    )
    return f'<text y="{first:g}" font-size="{size:g}"{attributes}>{spans}</text>'
