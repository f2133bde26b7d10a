"""Every chart of the real site: the picture, its table and its words say the same, and all of it can be read.

No test here knows today's figures.
"""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from microsite.charts.chart import Chart, Mark, table
from microsite.charts.course import PREFIX
from microsite.charts.forms import FORMS
from microsite.charts.story import Story
from microsite.charts.style import SPARK, WIDTHS
from microsite.charts.typesetting import text_width
from microsite.checks.charts import LONGEST_ALT
from microsite.pages.assets import read_tokens
from microsite.pages.headings import render_headings
from microsite.pages.plan import plan_pages
from microsite.pictures.drawn import Drawn
from microsite.pipeline import draw, plan_texts, render_site
from microsite.source.markup import blanked, markers
from microsite.source.models import split_reference
from tests.conftest import needs_browser, thorough_only
from tests.project import ENGINE

SVG = "{http://www.w3.org/2000/svg}"
BUDGET = 6 * 1024  # bytes of an artboard, compressed
SCREENS = (320, 390, 768, 1280)  # CSS px


@pytest.fixture(scope="module")
def drawn(story: Story) -> Drawn:
    return draw(story)


@pytest.fixture(scope="module")
def pages(story: Story, drawn: Drawn) -> dict[str, str]:
    return {path: make() for path, make in plan_pages(story, drawn).items()}


# --- the picture and the table


def said(svg: str) -> set[str]:
    """Return what the marks of a drawing answer to a pointer."""
    return {title.text or "" for title in ET.fromstring(svg).iter(f"{SVG}title")}


def test_every_mark_answers_with_its_row_of_the_table(story: Story, drawn: Drawn) -> None:
    for artboard, svg in drawn.artboards.items():
        chart, prose = drawn.all_charts[artboard.slug, artboard.language], story.proses[artboard.language]
        if artboard.width == SPARK:  # it says nothing
            assert not said(svg), artboard
            continue
        rows = table(chart, prose).rows
        assert said(svg) == {row.mark.tip for row in rows}, artboard
        for row in rows:
            colon = str(prose.wording.words["colon"])
            assert row.mark.tip.startswith(f"{row.cells[0]}{colon}{row.cells[1]}"), artboard


def lengths(chart: Chart, width: int) -> Iterator[tuple[Mark, float]]:
    """Yield the marks that are bars on a scale from zero, with the length of each in the scale's unit."""
    marks = {mark.tip: mark for mark in chart.marks}
    for trace in FORMS[chart.spec.form].draw(chart, width)["data"]:
        if trace["type"] == "bar" and trace["xaxis"] == "x" and trace["base"][0] == 0 and trace["hovertext"] in marks:
            yield marks.pop(trace["hovertext"]), trace["x"][0]


def test_bars_are_as_long_as_the_numbers_in_the_table(drawn: Drawn) -> None:
    compared = 0
    for (slug, _), chart in drawn.charts.items():
        scales: dict[str | None, float] = {}
        for mark, length in lengths(chart, WIDTHS[-1]):
            per_unit = length / (float(mark.datum.quantity.number) * mark.unit_scale)
            assert per_unit == pytest.approx(scales.setdefault(mark.group, per_unit)), slug
            compared += 1
    assert compared


def test_the_page_shows_the_same_table(story: Story, drawn: Drawn, pages: dict[str, str]) -> None:
    for (slug, code), chart in drawn.charts.items():
        folder = story.project.site.languages[code].folder
        html = pages[f"{folder}/charts/{slug}/index.html".removeprefix("/")]
        body = re.search(r"<tbody>(.*?)</tbody>", html, re.DOTALL)
        assert body
        cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body[1].split("</tr>")[:-1]]
        figures = [re.sub(r"<[^>]*>", "", row[1]) for row in cells]
        assert figures == [mark.full.replace("&", "&amp;") for mark in chart.marks], slug


def test_the_page_of_a_statistic_lists_all_that_its_course_draws(
    story: Story, drawn: Drawn, pages: dict[str, str]
) -> None:
    for slug, code in drawn.all_charts.keys() - drawn.charts.keys():
        chart = drawn.all_charts[slug, code]
        folder = story.project.site.languages[code].root
        html = pages[f"{folder}statistics/{slug.removeprefix(PREFIX)}/index.html"]
        assert html.index(f'id="chart-{slug}"') < html.index('id="figures"')
        listed = re.findall(r'<tr [^>]*data-key="([^"]*)".*?<data [^>]*>(.*?)</data>', html, re.DOTALL)
        assert {(mark.datum.key, mark.full.replace("&", "&amp;")) for mark in chart.marks} <= set(listed), slug


def test_a_course_says_enough_and_not_too_much(story: Story, drawn: Drawn) -> None:
    for slug, code in drawn.all_charts.keys() - drawn.charts.keys():
        chart = drawn.all_charts[slug, code]
        assert story.project.site.languages[code].shortest_alt <= len(chart.alt) <= LONGEST_ALT, slug


def test_a_chart_page_does_not_lead_to_itself(story: Story, pages: dict[str, str]) -> None:
    for path, html in pages.items():
        found = re.fullmatch(r"(?:\w+/)?charts/([\w-]+)/index\.html", path)
        if found and found[1] in story.project.charts:  # not one that has moved
            figure = re.search(rf'<figure class="chart" id="chart-{found[1]}">(.*?)</figure>', html, re.DOTALL)
            assert figure
            assert not re.search(rf'href="(#|([^"#]*/)?{found[1]}/(index\.html)?[^"]*")', figure[1]), path
            assert {"download", "embed", "cite"} <= set(re.findall(r'<h2 id="(\w+)"', html)), path  # as others link to


# --- the words


def test_alternative_texts_say_enough_with_bound_numbers(story: Story) -> None:
    for code, prose in story.proses.items():
        spoken = []
        for slug, spec in story.project.charts.items():
            text, alt = spec.alt[code], prose.text(spec.alt[code])
            cited = {split_reference(marker.target)[0] for marker in markers(text) if marker.kind == "number"}
            assert cited & {split_reference(mark.statistic)[0] for mark in spec.marks}, slug
            assert not prose.wording.numerals.find(blanked(text)), slug
            assert story.project.site.languages[code].shortest_alt <= len(alt) <= LONGEST_ALT, slug
            spoken.append(alt)
        assert len(set(spoken)) == len(spoken)


# --- the drawing


def test_titles_begin_with_a_capital_where_a_script_has_them(story: Story, drawn: Drawn) -> None:
    """A figure that begins one is worded as within a sentence."""
    titles = [drawn.all_charts[slug, code].title for slug in story.project.charts for code in story.proses]
    assert not [title for title in titles if title.lstrip("“‘")[0].islower()]


def test_clauses_of_chinese_titles_fit_in_a_line_of_a_phone(story: Story) -> None:
    """Titles are broken between clauses and figures alone: what is longer is torn anywhere, even before a comma."""
    prose = story.proses["zh"]
    for slug, spec in story.project.charts.items():
        title = re.sub(r"\{[\w@-]+(\|\w+)?\}", "！！", spec.title["zh"])  # figures stand alone
        for clause in re.findall("[^，。：；、？！]+(?:！！|[，。：；、？！])?", prose.text(title)):
            assert text_width(clause.removesuffix("！！"), size=28) <= 390 - 2 * 16, (slug, clause)


def test_colours_are_tokens(drawn: Drawn) -> None:
    tokens = {f"var(--{name})" for name in read_tokens(ENGINE, ENGINE)}
    for artboard, svg in drawn.artboards.items():
        for value in re.findall(r' (?:fill|stroke|color|style)="([^"]*)"', svg):
            assert value in tokens | {"none"} or value.startswith(f"url(#{artboard}-"), artboard


def test_artboards_are_small(drawn: Drawn) -> None:
    for artboard, svg in drawn.artboards.items():
        assert len(gzip.compress(svg.encode())) <= BUDGET, artboard


def test_ids_are_unique_in_every_page(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        counts = Counter(re.findall(r'<[^>]* id="([^"]*)"', html))
        assert not [id_ for id_, count in counts.items() if count > 1], path


# --- its text, in a real browser

# Of every text that is seen: is it large enough, inside its drawing, and clear of all others?
MISFITS = """() => {
  const [ABOVE, BELOW] = [.2, .08];  // shares of a line's height that no letter reaches
  const found = [];
  for (const svg of document.querySelectorAll(".artboard svg")) {
    const board = svg.getBoundingClientRect();
    if (!board.width) continue;
    const name = svg.closest("figure").id;
    const scale = board.width / svg.viewBox.baseVal.width;
    const runs = [];
    svg.querySelectorAll("text").forEach((text, number) => {
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      for (let node; (node = walker.nextNode());) {
        if (!node.data.trim()) continue;
        const size = parseFloat(getComputedStyle(node.parentElement).fontSize) * scale;
        if (size < 12) found.push(`${name}: '${node.data}' is ${size.toFixed(1)} px high`);
        const range = document.createRange();
        range.selectNodeContents(node);
        const { left, right, top: above, bottom: below, height } = range.getBoundingClientRect();
        const [top, bottom] = [above + ABOVE * height, below - BELOW * height];
        const over = Math.max(board.left - left, right - board.right, board.top - top, bottom - board.bottom);
        if (over > .5) found.push(`${name}: '${node.data}' ends ${over.toFixed(1)} px outside`);
        for (const other of runs) {
          const wide = Math.min(right, other.right) - Math.max(left, other.left);
          const high = Math.min(bottom, other.bottom) - Math.max(top, other.top);
          if (other.number !== number && wide > .5 && high > .5) {
            found.push(`${name}: '${node.data}' lies ${wide.toFixed(1)} px over '${other.data}'`);
          }
        }
        runs.push({ number, data: node.data, left, right, top, bottom });
      }
    });
  }
  return found;
}"""
PLACE = "<!-- courses -->"
WIDEST = '.artboard svg { font-family: "DejaVu Sans", Verdana, "Noto Sans CJK SC", sans-serif !important }'


@pytest.fixture(scope="module")
def site(story: Story, drawn: Drawn, pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    files = {
        path: content
        for path, content in render_site({}, [partial(render_headings, story), *plan_texts(story, drawn)]).items()
        if path.startswith("static/")
    }
    files |= {path: html.encode() for path, html in pages.items() if re.fullmatch(r"(\w+/)?charts/index\.html", path)}
    for path in [*files]:  # beside the charts' page, one with the courses of all statistics
        if path.endswith("charts/index.html"):
            top = path.removesuffix("charts/index.html")
            shown = (html for name, html in pages.items() if re.fullmatch(rf"{top}statistics/[^/]+/index\.html", name))
            courses = "".join(
                figure for html in shown for figure in re.findall(r"<figure.*?</figure>", html, re.DOTALL)
            )
            page = re.sub(r"(<main[^>]*>).*?(?=</main>)", rf"\1{PLACE}", files[path].decode(), flags=re.DOTALL)
            files[f"{top}charts/courses.html"] = page.replace(PLACE, courses).encode()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@needs_browser
@pytest.mark.parametrize(
    ("style", "name"),
    [
        pytest.param("", "index", id="own-index", marks=thorough_only),  # what fits in the widest font
        pytest.param("", "courses", id="own-courses", marks=thorough_only),
        pytest.param(WIDEST, "index", id="widest-index"),
        pytest.param(WIDEST, "courses", id="widest-courses"),
    ],
)
def test_labels_fit(story: Story, site: Path, browser: Browser, style: str, name: str) -> None:
    for language in story.project.site.languages.values():
        page = browser.new_page(bypass_csp=True)  # for the style that a test adds
        page.goto((site / language.folder / f"charts/{name}.html").as_uri())
        if style:
            page.add_style_tag(content=style)
        for width in SCREENS:
            page.set_viewport_size({"width": width, "height": 900})
            shown = page.evaluate("[...document.querySelectorAll('.artboard')].filter(x => x.offsetWidth).length")
            assert shown == page.locator("figure.chart:has(.artboard)").count()
            assert page.evaluate(MISFITS) == [], f"{language.name} at {width} px"
        page.close()


@needs_browser
def test_a_label_that_does_not_fit_is_found(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 400, "height": 400})
    page.set_content(
        """<figure id="x"><div class="artboard"><svg viewBox="0 0 100 100" width="100" font-size="14">
        <text x="80" y="20">outside</text><text x="5" y="50">over</text><text x="9" y="55">another</text>
        <text x="5" y="80" font-size="9">small</text><text x="5" y="95" fill="none">fits</text></svg></div></figure>"""
    )
    found = page.evaluate(MISFITS)
    assert [re.sub(r"[\d.]+ px", "n px", line) for line in found] == [
        "x: 'outside' ends n px outside",
        "x: 'another' lies n px over 'over'",
        "x: 'small' is n px high",
    ]
    page.close()
