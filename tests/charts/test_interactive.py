"""Charts in a browser: read by pointer, touch and keys; interactive, for who asks; and what is published for that."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from plotly.offline import get_plotlyjs

from microsite.charts.chart import Figure
from microsite.charts.forms import FORMS
from microsite.charts.interactive import json_path, paint, render_interactive, script_path
from microsite.charts.sheet import Sheet
from microsite.charts.style import SENTINELS, WIDTHS
from microsite.pages.assets import read_tokens, render_assets
from microsite.pictures.drawn import sketch
from microsite.pipeline import build, read
from tests.conftest import needs_browser, renew, served, thorough_only
from tests.project import CHAPTER, CHART, ENGINE, STATISTICS, WITHOUT_CHARTS, write_project

SECOND = CHART.replace("More trees", "A crop").replace("树更多了", "收成") + "  - {statistic: trees}\n"
SCRIPT = "static/plotly.min.js"
LINES = """\
form: line
subject: harvest
title: {en: Trees counted, zh: 果树清点}
subtitle: {en: Trees that bear fruit, zh: 结果的树}
alt:
  en: "Lines: {trees} trees after {trees@2023}; {trees@2021} in {date:2021}."
  zh: "折线图，{trees}果树，此前为{trees@2023}，{date:2021}为{trees@2021}。"
note: {en: Counted in autumn., zh: 秋季清点。}
label_by: period
marks:
  - {statistic: trees@2023, group: {en: Village, zh: 村里}}
  - {statistic: trees, group: {en: Village, zh: 村里}}
  - {statistic: trees@2020, group: {en: County, zh: 县里}}
  - {statistic: trees@2021, group: {en: County, zh: 县里}}
"""
OLDER = ((500, 2020), (600, 2021))
HATCHED = """\
form: proportion
subject: harvest
title: {en: A claim, zh: 说法}
subtitle: {en: Apples picked, zh: 苹果收成}
alt: {en: "A hatched bar: {crop} of apples, which is a claim.", zh: "斜线条形图，声称的收成为{crop}，没有依据可查。"}
note: {en: Nobody weighed them., zh: 没有称过。}
marks:
  - {statistic: crop}
"""


# --- what is published


@contextmanager
def explored_bars() -> Iterator[None]:
    """Let bars, which nobody need explore, stand for forms that are."""
    with pytest.MonkeyPatch.context() as patch:
        for form in ("bars", "proportion"):
            patch.setitem(FORMS, form, replace(FORMS[form], explored=True))
        yield


def published(folder: Path, changes: Mapping[str, str] | None = None, *, explored: bool = True) -> dict[str, bytes]:
    story = read(write_project(folder / "project", changes))
    drawn = sketch(story)
    with explored_bars() if explored else nullcontext():
        return render_interactive(drawn.charts, drawn.figures, story.proses, read_tokens(story.project.root, ENGINE))


def figures_in(script: bytes) -> dict[str, Any]:
    found = re.fullmatch(r"document\.currentScript\.figures=(.*);\n", script.decode())
    assert found
    figures: dict[str, Any] = json.loads(found[1])
    return figures


def cards(figure: Figure) -> dict[str, list[str]]:
    """Return the figure's hover cards by the sentence that says them."""
    return {
        trace["customdata"][0]: trace["hovertext"].split("<br>") for trace in figure["data"] if "customdata" in trace
    }


def test_a_script_and_a_json_a_chart(tmp_path: Path) -> None:
    files = published(tmp_path)
    assert set(files) == {path("more-trees", code) for code in ("en", "zh") for path in (script_path, json_path)}
    assert set(figures_in(files[script_path("more-trees", "en")])) == {str(width) for width in WIDTHS}
    assert files == published(tmp_path / "again")


def test_colours_are_left_to_the_theme(tmp_path: Path) -> None:
    script = published(tmp_path)[script_path("more-trees", "en")].decode()
    assert not any(colour in script for colour in SENTINELS.values())
    assert {"--ink", "--paper", "--indigo"} <= set(re.findall(r"var\((--\w+)\)", script))


def test_colours_within_a_text_are_replaced_too() -> None:
    sheet = Sheet(320, 60)
    sheet.text(0, 9, f'<b><span style="color: {SENTINELS["ink"]}">9</span></b>')
    painted = paint(json.dumps(sheet.figure()), {token: f"var(--{token})" for token in SENTINELS})
    assert "color: var(--ink)" in painted


def test_the_figure_to_take_away_is_light_and_whole(tmp_path: Path) -> None:
    files = published(tmp_path)
    figure = json.loads(files[json_path("more-trees", "zh")])
    assert go.Figure(figure).layout.width == max(WIDTHS)
    assert figure["layout"]["meta"]["title"] == "树更多了"
    light = {colours["light"] for colours in read_tokens(ENGINE, ENGINE).values()}
    colours = set(re.findall(r"#[0-9A-Fa-f]{6}", files[json_path("more-trees", "zh")].decode()))
    assert colours and colours <= light
    assert b"var(" not in files[json_path("more-trees", "zh")]


def test_cards_say_label_value_period_kind_and_source(tmp_path: Path) -> None:
    changes = {
        "content/charts/more-trees.yaml": CHART.replace("label_by: period\n", ""),
        "data/statistics/harvest.yaml": STATISTICS.replace("{en: Trees,", "{en: Apples & pears,").replace(
            "      period: 2024\n", "      period: 2024\n      status: estimated\n", 1
        ),
    }
    files = published(tmp_path, changes)
    assert cards(figures_in(files[script_path("more-trees", "en")])["720"]) == {
        "Apples & pears: 900 trees, 2023. Source: The Almanac": [
            "<b>Apples &amp; pears</b>",
            "900 trees",
            "2023",
            "Source: The Almanac",
        ],
        "Apples & pears: more than 1,200 trees, 2024, estimate. Source: The Gazette, 1 October 2024": [
            "<b>Apples &amp; pears</b>",
            "more than 1,200 trees",
            "2024, estimate",
            "Source: The Gazette, 1 October 2024",
        ],
    }
    chinese = cards(figures_in(files[script_path("more-trees", "zh")])["320"])
    assert "果树：超过1200棵，2024年，预计数。来源：村报，2024年10月1日" in chinese


def test_a_card_is_no_wider_than_a_small_artboard_holds(tmp_path: Path) -> None:
    long = STATISTICS.replace(
        "{en: Trees, zh: 果树}", "{en: Trees of every kind that bear fruit in the old orchard, zh: 果树}"
    )
    chart = CHART.replace("label_by: period\n", "")
    files = published(tmp_path, {
        "data/statistics/harvest.yaml": long, "content/charts/more-trees.yaml": chart,
    })  # fmt: skip
    figure = figures_in(files[script_path("more-trees", "en")])["320"]
    lines = [line for card in cards(figure).values() for line in card if line.startswith("<b>")]
    assert len(lines) > 2
    assert all(len(line) < 40 for line in lines)


def test_marks_that_share_a_tip_are_told_apart(tmp_path: Path) -> None:
    other = "    - {value: 900, period: 2023, key: again, role: context, source: gazette}\n  related"
    changes = {
        "data/statistics/harvest.yaml": STATISTICS.replace("  related", other, 1),
        "content/charts/more-trees.yaml": CHART + "  - {statistic: trees@again}\n",
    }
    figure = figures_in(published(tmp_path, changes)[script_path("more-trees", "en")])["720"]
    sentence = "2023: 900 trees. Source: The Almanac 2023: 900 trees. Source: The Gazette, 1 October 2024"
    assert sentence in cards(figure)


def test_plotly_is_the_small_one_in_the_version_that_checks_figures() -> None:
    """Who brings another in says so in CONTRIBUTING; what it weighs and what its styles are called is told by hand."""
    content = (ENGINE / SCRIPT).read_bytes()
    version = re.search(r"plotly\.js v([\d.]+)", get_plotlyjs()[:200])
    assert version and f"plotly.js (basic - minified) v{version[1]}\n".encode() in content[:200]
    assert sha256(content).hexdigest() in (ENGINE / "CONTRIBUTING.md").read_text("utf-8")
    for code in ("en", "zh"):
        words = (ENGINE / f"templates/words.{code}.yaml").read_text("utf-8")
        assert f"{len(zlib.compress(content)) / 1e6:.1f} MB" in words
    styles = set(re.findall(rb'getElementById\("([0-9a-f]{64})"\)', content))
    assert styles == {style.encode() for style in re.findall("[0-9a-f]{64}", (ENGINE / "static/charts.js").read_text())}


def test_its_licence_stands_beside_it_in_full() -> None:
    """The MIT licence asks for two things in each copy: the copyright notice, and all of the permission."""
    assert re.search(rb"Copyright [\d-]+, Plotly, Inc\.", (ENGINE / SCRIPT).read_bytes()[:500])
    beside = render_assets(ENGINE, ENGINE, read_tokens(ENGINE, ENGINE))[f"{SCRIPT}.LICENSE.txt"].decode()
    permission = (ENGINE / "LICENSE").read_text("utf-8").partition("\n---")[0].rstrip().partition("\n\nPermission")[2]
    assert permission in beside
    assert len(permission) > 900


@pytest.mark.parametrize(("name", "most"), [("reading.js", 2500), ("charts.js", 3500)])
def test_scripts_are_small(name: str, most: int) -> None:
    files = render_assets(ENGINE, ENGINE, read_tokens(ENGINE, ENGINE))
    assert len(zlib.compress(files[f"static/{name}"])) < most


# --- a reader at a chart

WATCH = """
window.shifts = [];
window.refused = [];
addEventListener("securitypolicyviolation", event => refused.push(`${event.violatedDirective} ${event.sourceFile}`));
new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
BOXES = """board => selector => [...board.querySelectorAll(selector)].map(mark => {
  const { x, y, width, height } = mark.getBoundingClientRect();
  return [x, y, width, height].map(Math.round);
})"""
COLOURS = "plot => [...new Set([...plot.querySelectorAll('.point path')].map(mark => getComputedStyle(mark).fill))]"
TOKEN = r"""name => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = `var(--${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color.replace(/rgba\((.*), [^,]*\)/, "rgb($1)"); // Plotly sets how opaque a colour is by itself
}"""


SAME_PLACE = """board => {
  const [plotted, drawn] = [".plot .nsewdrag", "svg"].map(part => board.querySelector(part)?.getBoundingClientRect());
  return plotted && ["x", "y", "width", "height"].every(side => Math.abs(plotted[side] - drawn[side]) <= 0.1);
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interactive")
    charts = {"content/charts/a-crop.yaml": SECOND, "content/charts/a-claim.yaml": HATCHED}
    placed = "\n{chart:a-crop}\n\n{chart:a-claim}\n"
    changes = {f"content/{code}/chapters/1-harvest.md": text + placed for code, text in CHAPTER.items()}
    changes["data/statistics/harvest.yaml"] = STATISTICS.replace("status: estimated", "status: claimed")
    with explored_bars():
        build(write_project(folder / "project", {**charts, **changes}), folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def tab(tab: Page) -> Page:
    tab.add_init_script(WATCH)
    return tab


@pytest.fixture
def page(renewed: Page) -> Iterator[Page]:
    renew(renewed, height=900)
    yield renewed
    renewed.evaluate("localStorage.clear()")


class Reader:
    """A reader at one chart of a page."""

    def __init__(self, page: Page, slug: str = "more-trees") -> None:
        self.page = page
        self.figure = page.locator(f"#chart-{slug}")
        self.button = self.figure.get_by_role("button", name=re.compile("Interactive|交互版"))
        self.board = self.figure.locator(".artboard:visible")
        self.drawing = self.board.locator("> svg")
        self.plot = self.figure.locator(".plot")
        self.hover = self.figure.locator(".hovertext")  # Plotly's own card
        self.card = self.figure.locator(".reading")

    @property
    def said(self) -> Locator:
        return self.page.locator("[role=status]").last

    def at(self, mark: int) -> tuple[float, float]:
        """Return where in the window the middle of a bar of the drawing is."""
        bar = self.drawing.locator("rect:not(.rings *)").nth(mark)
        bar.scroll_into_view_if_needed()
        box = bar.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def ask(self) -> None:
        self.button.focus()
        self.page.keyboard.press("Enter")
        expect(self.figure.locator(".live")).to_be_visible()

    def expect_same_place(self) -> None:
        """What is plotted is scaled to the drawing: both are the same but for rounding, soon after a width changed."""
        self.page.wait_for_function(SAME_PLACE, arg=self.board.element_handle())

    def colours(self) -> set[str]:
        return set(self.plot.evaluate(COLOURS))

    def token(self, name: str) -> str:
        return str(self.page.evaluate(TOKEN, name))


@pytest.fixture
def reader(page: Page, site: Path) -> Reader:
    page.goto((site / "charts/more-trees/index.html").as_uri())
    return Reader(page)


PAGES = ("index.html", "charts/more-trees/index.html", "embed/more-trees/index.html")


@needs_browser
@pytest.mark.parametrize(
    ("over", "path"),
    [*(("file", path) for path in PAGES), ("http", PAGES[0]),
     *(pytest.param("http", path, marks=thorough_only) for path in PAGES[1:])],
)  # fmt: skip
def test_a_pointer_reads_the_nearest_mark(page: Page, site: Path, address: str, over: str, path: str) -> None:
    page.goto((site / path).as_uri() if over == "file" else f"{address}{path}")
    reader = Reader(page)
    x, y = reader.at(0)
    page.mouse.move(x, y - 12)  # beside it
    expect(reader.card).to_contain_text("2023")
    expect(reader.card).to_contain_text("900 trees")
    expect(reader.card).to_contain_text("Source: The Almanac")
    expect(reader.drawing.locator("title")).to_have_count(0)  # or the browser's own tip would stand beside it
    page.mouse.move(*reader.at(1))
    expect(reader.card).to_contain_text("more than 1,200 trees")
    expect(reader.card).not_to_contain_text("900 trees")
    page.mouse.move(0, 0)
    expect(reader.card).to_have_count(0)
    assert page.evaluate("refused") == []


@needs_browser
@pytest.mark.parametrize("path", PAGES)
def test_arrow_keys_read_mark_after_mark_and_say_what_the_table_says(page: Page, site: Path, path: str) -> None:
    page.goto((site / "zh" / path).as_uri())
    reader = Reader(page)
    rows = [row.locator("th, td").all_text_contents() for row in reader.figure.locator("tbody tr").all()]
    assert len(rows) == 2
    reader.board.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")  # there by key
    for key, row in {"Home": 0, "ArrowRight": 1, "ArrowDown": 1, "ArrowLeft": 0, "End": 1, "ArrowUp": 0}.items():
        label, value, _, kind, source = rows[row]
        page.keyboard.press(key)
        expect(reader.said).to_have_text(f"{label}，{value}，{kind}，来源：{source}")
        expect(reader.card.locator(".figure")).to_have_text(value)
    expect(reader.board).to_have_accessible_name(re.compile("果树"))
    page.keyboard.press("Escape")
    expect(reader.card).to_have_count(0)


@needs_browser
def test_two_marks_are_compared_one_of_them_kept(reader: Reader) -> None:
    page, both = reader.page, [re.compile("900"), re.compile("1,200")]
    page.mouse.move(*reader.at(0))
    page.mouse.click(*reader.at(0))
    page.mouse.move(*reader.at(1))
    expect(reader.card.locator(".figure")).to_have_text(both)
    expect(reader.drawing.locator(".rings rect")).to_have_count(2)
    page.mouse.move(0, 0)
    expect(reader.card.locator(".figure")).to_have_text(both[:1])  # it is kept
    page.mouse.click(0, 0)
    expect(reader.card).to_have_count(0)
    reader.board.focus()
    for key in ("Home", "Enter", "ArrowRight"):
        page.keyboard.press(key)
    expect(reader.card.locator(".figure")).to_have_text(both)
    page.keyboard.press("Tab")
    expect(reader.card).to_have_count(0)


@needs_browser
def test_a_finger_reads_then_keeps_and_leaves_the_drawing_in_sight(browser: Browser, site: Path) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) as context:
        page = context.new_page()
        page.goto((site / "index.html").as_uri())
        reader = Reader(page)
        reader.board.evaluate("board => board.scrollIntoView({ block: 'center' })")
        figures = reader.card.locator(".figure")
        page.touchscreen.tap(*reader.at(0))
        expect(figures).to_have_text(["900 trees"])
        card, drawing = reader.card.bounding_box(), reader.drawing.bounding_box()
        assert card and drawing
        assert card["y"] >= drawing["y"] + drawing["height"] - 1
        assert card["x"] >= 0 and card["x"] + card["width"] <= 390
        page.touchscreen.tap(*reader.at(1))
        expect(figures).to_have_text(["more than 1,200 trees"])
        page.touchscreen.tap(*reader.at(1))
        page.touchscreen.tap(*reader.at(0))
        expect(figures).to_have_text(["more than 1,200 trees", "900 trees"])
        page.touchscreen.tap(380, 2)
        expect(reader.card).to_have_count(0)


@needs_browser
def test_marks_that_say_the_same_are_read_from_all_their_rows(page: Page, tmp_path: Path) -> None:
    other = "    - {value: 900, period: 2023, key: again, role: context, source: gazette}\n  related"
    changes = {
        "data/statistics/harvest.yaml": STATISTICS.replace("  related", other, 1),
        "content/charts/more-trees.yaml": CHART + "  - {statistic: trees@again}\n",
    }
    build(write_project(tmp_path / "project", changes), tmp_path / "site")
    page.goto((tmp_path / "site/charts/more-trees/index.html").as_uri())
    reader = Reader(page)
    page.mouse.move(*reader.at(0))
    expect(reader.card.locator(".by")).to_have_text(["Source: The Almanac", "Source: The Gazette, 1 October 2024"])


@needs_browser
@pytest.mark.parametrize("code", [pytest.param("", marks=thorough_only), "zh/"])
def test_courses_are_read_from_their_statistics_tables_and_stand_small_in_the_index_and_on_cards(
    page: Page, tmp_path: Path, code: str
) -> None:
    older = "    - {value: 600, period: 2021, role: context, source: almanac}\n  related"
    changes = {"data/statistics/harvest.yaml": STATISTICS.replace("  related", older, 1)}
    build(write_project(tmp_path / "project", changes), tmp_path / "site")
    page.goto((tmp_path / f"site/{code}statistics/trees/index.html").as_uri())
    board = page.locator("figure.chart .artboard:visible")
    figures = []
    board.focus()
    for key in ("Home", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
        figures += board.locator(".reading .figure").all_text_contents()
        expect(board.locator(".reading .by")).to_contain_text(re.compile("Almanac|Gazette|年鉴|村报"))
    assert sorted(figures) == sorted(page.locator("table.rows data").all_text_contents())

    page.goto((tmp_path / f"site/{code}statistics/index.html").as_uri())
    expect(page.locator("tr#trees .spark svg")).to_have_count(1)
    expect(page.locator("tr#crop .spark")).to_have_count(0)  # one figure has no course
    page.goto((tmp_path / f"site/{code}index.html").as_uri())
    page.locator("main a.number[href*='/trees/']").first.hover()
    expect(page.locator(".card .spark svg")).to_be_visible()


@needs_browser
@pytest.mark.parametrize("scripts", [True, False])
def test_one_control_below_a_chart_holds_its_table_files_and_links(
    browser: Browser, site: Path, *, scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto((site / "index.html").as_uri())
        figure = page.locator("#chart-more-trees")
        expect(figure.get_by_role("table")).to_be_hidden()
        figure.locator("summary").click()
        expect(figure.get_by_role("table")).to_be_visible()
        expect(figure.get_by_role("link")).to_have_text(["Chart page", "CSV", "SVG", "PNG", "Embed", "Cite"])
        expect(figure.get_by_role("button")).to_have_text(["Share"] if scripts else [])


@needs_browser
def test_a_key_to_the_notation_stands_before_the_story_s_first_chart(page: Page, site: Path, tmp_path: Path) -> None:
    page.goto((site / "index.html").as_uri())
    key, chart = page.locator(".kinds").bounding_box(), page.locator("figure.chart").first.bounding_box()
    assert key and chart
    assert key["y"] + key["height"] <= chart["y"]
    expect(page.locator(".kinds dt .swatch")).to_have_count(6)  # what its charts have, and no others
    build(write_project(tmp_path / "project", WITHOUT_CHARTS), tmp_path / "site")
    page.goto((tmp_path / "site/index.html").as_uri())
    expect(page.locator(".kinds")).to_have_count(0)


@needs_browser
def test_the_index_shows_each_chart_small_and_leads_to_it(page: Page, site: Path) -> None:
    page.goto((site / "charts/index.html").as_uri())
    thumbnails = page.locator(".thumbnails figure")
    expect(thumbnails).to_have_count(3)
    first = thumbnails.first
    assert first.evaluate("figure => figure.querySelector('svg').viewBox.baseVal.width") == min(WIDTHS)
    box = first.locator("svg").bounding_box()
    assert box
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)
    expect(page.locator("figure.chart .artboard:visible")).to_have_count(1)


def around(boxes: list[list[float]]) -> list[float]:
    """Return left, top, right and bottom of boxes (x, y, width, height) together."""
    ends = [(x, y, x + width, y + height) for x, y, width, height in boxes]
    return [function(values) for function, values in zip((min, min, max, max), zip(*ends, strict=True), strict=True)]


@needs_browser
@pytest.mark.parametrize(
    ("over", "path", "width"),
    [
        ("file", "zh/charts/more-trees/index.html", 768),
        ("http", "charts/more-trees/index.html", 320),
        pytest.param("file", "charts/more-trees/index.html", 1280, marks=thorough_only),
    ],
)
def test_upgrading_moves_nothing(page: Page, site: Path, address: str, over: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / path).as_uri() if over == "file" else f"{address}{path}")
    page.evaluate("document.fonts.ready")
    reader = Reader(page)
    reader.button.focus()  # which may scroll
    before = [one.bounding_box() for one in (reader.figure, reader.board, reader.drawing)]
    bars, ends = (
        reader.board.evaluate(f"(board, which) => ({BOXES})(board)(which)", which)
        for which in ("svg > rect", "svg > path:not([fill='none'])")
    )
    page.evaluate("() => new Promise(done => setTimeout(done, 100))")
    page.evaluate("shifts.length = 0")
    reader.ask()
    page.evaluate("() => new Promise(done => setTimeout(done, 100))")
    assert page.evaluate("shifts") == []
    assert page.evaluate("refused") == []
    assert [one.bounding_box() for one in (reader.figure, reader.board, reader.drawing)] == before
    reader.expect_same_place()
    drawn = reader.board.evaluate(f"board => ({BOXES})(board)('.point path')")
    apart = [one for one in drawn if not any(one == pytest.approx(bar, abs=2) for bar in bars)]
    assert len(drawn) - len(apart) == len(bars) == 2
    assert around(apart) == pytest.approx(around(ends), abs=2)  # the open end of a bar, which the drawing has as one
    expect(reader.drawing).to_have_css("visibility", "hidden")
    expect(reader.plot).to_have_css("visibility", "visible")
    assert page.evaluate("document.documentElement.scrollWidth") == width


# Of two pictures of the same size: the share of pixels that differ by more than an eighth of the whole range.
DIFFERENCE = """async pictures => {
  const [one, other] = await Promise.all(pictures.map(async picture => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  }));
  let differ = 0;
  for (let at = 0; at < one.length; at += 4) {
    if ([0, 1, 2].some(part => Math.abs(one[at + part] - other[at + part]) > 32)) differ += 1;
  }
  return one.length === other.length ? differ / (one.length / 4) : 1;
}"""


@needs_browser
@pytest.mark.parametrize(
    ("slug", "width"),
    [("a-claim", 390), ("more-trees", 1280),
     *(pytest.param(*case, marks=thorough_only) for case in (("a-claim", 1280), ("more-trees", 390)))],
)  # fmt: skip
def test_the_interactive_chart_looks_like_the_drawing(page: Page, site: Path, slug: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / f"charts/{slug}/index.html").as_uri())
    page.evaluate("document.fonts.ready")
    reader = Reader(page, slug)
    drawn = b64encode(reader.board.screenshot()).decode()
    reader.ask()
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    plotted = b64encode(reader.board.screenshot()).decode()
    blank = page.context.new_page()  # without the site's policy, which allows no pictures but its own
    assert blank.evaluate(DIFFERENCE, [drawn, plotted]) < 0.01  # on pictures as small as these


@needs_browser
def test_what_makes_a_chart_interactive_is_loaded_from_the_site_and_when_asked_for(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("index.html", "embed/more-trees/index.html", "charts/more-trees/index.html"):
        page.goto(f"{address}{path}")
    late = ("static/charts.css", "static/charts.js", SCRIPT, script_path("more-trees", "en"))
    assert not [url for url in asked if url.endswith(late)]
    Reader(page).ask()
    assert all(url.startswith(address) for url in asked)
    assert sorted(url.removeprefix(f"{address}") for url in asked if url.endswith(late)) == sorted(late)


@needs_browser
def test_the_button_says_what_it_loads(reader: Reader) -> None:
    expect(reader.button).to_have_accessible_name(re.compile(r"^Interactive \(\d+(\.\d)? MB\)$"))
    expect(reader.button).to_have_attribute("aria-pressed", "false")
    box = reader.button.bounding_box()
    assert box and box["height"] >= 24


@needs_browser
def test_colours_are_those_of_the_theme(reader: Reader) -> None:
    reader.ask()
    seen = set()
    for act in (
        lambda: None,
        lambda: reader.page.emulate_media(color_scheme="dark"),
        lambda: reader.page.emulate_media(color_scheme="light"),
        lambda: reader.page.locator(".theme select").select_option("dark"),
        lambda: reader.page.emulate_media(forced_colors="active"),
    ):
        act()
        colour = reader.token("ink")
        seen.add(colour)
        expect(reader.plot.locator(".point path").nth(1)).to_have_css("fill", colour)
        assert reader.colours() <= {reader.token(name) for name in ("vermilion", "indigo", "ink", "paper")}
    assert len(seen) == 3


@needs_browser
def test_the_keyboard_goes_from_mark_to_mark_and_back(reader: Reader) -> None:
    reader.ask()
    expect(reader.button).to_be_focused()
    expect(reader.button).to_have_attribute("aria-pressed", "true")
    expect(reader.said).to_contain_text("The chart is interactive.")
    reader.board.focus()
    for key, sentence, lines in (
        ("ArrowRight", "2023: 900 trees. Source: The Almanac", ["2023", "900 trees"]),
        ("ArrowDown", "2024: more than 1,200 trees. Source: The Gazette, 1 October 2024", ["more than 1,200 trees"]),
        ("ArrowRight", "2023: 900 trees. Source: The Almanac", ["Source: The Almanac"]),
        ("ArrowLeft", "2024: more than 1,200 trees. Source: The Gazette, 1 October 2024", ["2024"]),
    ):
        reader.page.keyboard.press(key)
        expect(reader.said).to_have_text(sentence)
        for line in lines:
            expect(reader.hover).to_contain_text(line)

    reader.page.keyboard.press("Escape")
    expect(reader.board).to_be_focused()
    expect(reader.button).to_have_attribute("aria-pressed", "false")
    expect(reader.said).to_have_text("The drawing is back.")
    expect(reader.plot).to_have_count(0)
    expect(reader.drawing).to_be_visible()

    reader.ask()  # and once more
    reader.page.keyboard.press("Enter")
    expect(reader.drawing).to_be_visible()
    expect(reader.button).to_be_focused()


@needs_browser
@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=thorough_only)])
def test_a_pointer_brings_up_the_card(reader: Reader, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 900})
    reader.ask()
    bar = reader.plot.locator(".point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    reader.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    expect(reader.hover).to_contain_text("900 trees")
    expect(reader.hover).to_contain_text("Source: The Almanac")
    card = reader.hover.bounding_box()
    assert card and card["x"] >= 0 and card["x"] + card["width"] <= width


@needs_browser
def test_another_width_draws_another_artboard(reader: Reader) -> None:
    reader.ask()
    for width, board in ((390, "w320"), (700, "w480"), (1280, "w720")):
        reader.page.set_viewport_size({"width": width, "height": 900})
        expect(reader.figure.locator(f".artboard.{board}.live")).to_be_visible()
        expect(reader.plot).to_have_count(1)
        reader.expect_same_place()


def at_lines(page: Page, folder: Path, form: str = "", marks: str = "") -> Reader:
    """Open a chart of two series, of two figures each, or of other marks in another form."""
    older = "".join(f"    - {{value: {n}, period: {year}, role: context, source: almanac}}\n" for n, year in OLDER)
    text = LINES.replace("line", form, 1).split("marks:")[0] + f"marks:\n{marks}" if marks else LINES
    changes = {
        "data/statistics/harvest.yaml": STATISTICS.replace("  related", f"{older}  related", 1),
        "content/charts/more-trees.yaml": text,
    }
    build(write_project(folder / "project", changes), folder / "site")
    page.goto((folder / "site/charts/more-trees/index.html").as_uri())
    return Reader(page)


@needs_browser
def test_series_are_switched_off_and_on_by_keys(page: Page, tmp_path: Path) -> None:
    reader = at_lines(page, tmp_path)
    group, box = reader.figure.get_by_role("group", name="Series shown"), reader.figure.get_by_label("County")
    expect(group.get_by_role("checkbox")).to_have_count(2)
    county = reader.drawing.locator("[data-series='2']")
    expect(county.first).to_be_visible()
    box.focus()
    page.keyboard.press("Space")
    expect(box).not_to_be_checked()
    assert county.count() > 1  # its points, and its words
    assert not any(part.is_visible() for part in county.all())
    assert all(part.is_visible() for part in reader.drawing.locator("[data-series='1']").all())
    reader.board.focus()
    said = set()
    for key in ("Home", *["ArrowRight"] * 4):
        page.keyboard.press(key)
        said.add(reader.card.locator(".figure").text_content())
    assert said == {"900 trees", "more than 1,200 trees"}
    box.focus()
    page.keyboard.press("Space")
    expect(county.first).to_be_visible()
    reader.board.focus()
    page.keyboard.press("End")
    expect(reader.card).to_contain_text("County")


@needs_browser
def test_a_point_of_two_figures_says_both(page: Page, tmp_path: Path) -> None:
    pairs = [(f"trees@{year}", f"{{date:{year}}}") for year in (2020, 2021, 2023) for _ in range(2)]
    marks = "".join(f'  - {{statistic: {name}, group: {{en: "{year}", zh: "{year}"}}}}\n' for name, year in pairs)
    axes = "options: {x: {en: Trees, zh: 果树}, y: {en: Trees, zh: 果树}}\n"
    reader = at_lines(page, tmp_path, "scatter", marks + axes)
    reader.board.focus()
    page.keyboard.press("Home")
    assert (reader.card.text_content() or "").count("500 trees") == 2
    expect(reader.button).to_be_visible()


def test_only_what_can_be_explored_is_interactive(tmp_path: Path) -> None:
    files = published(tmp_path, explored=False)
    assert set(files) == {json_path("more-trees", code) for code in ("en", "zh")}
    build(tmp_path / "project", tmp_path / "site")
    html = (tmp_path / "site/charts/more-trees/index.html").read_text("utf-8")
    assert "data-figures" not in html
    assert 'class="series"' not in html


SPAN = "plot => plot._fullLayout.xaxis.range[1] - plot._fullLayout.xaxis.range[0]"


@needs_browser
def test_lines_can_be_zoomed_by_series_and_on_another_scale_and_come_back(page: Page, tmp_path: Path) -> None:
    reader = at_lines(page, tmp_path)
    controls = reader.figure.locator(".controls button:visible")
    expect(controls).to_have_count(0)
    reader.ask()
    expect(controls).to_have_text(["Zoom and pan"])
    expect(reader.plot.locator(".xtick")).to_have_count(0)  # the same figure, in the same place
    controls.first.click()
    expect(controls).to_have_text(["Zoom and pan", "Logarithmic scale"])
    years, points = reader.plot.locator(".xtick text"), reader.plot.locator(".point")
    expect(years.first).to_be_visible()
    expect(points).to_have_count(4)
    reader.figure.get_by_label("County").uncheck()
    expect(points).to_have_count(2)
    controls.nth(1).click()
    expect(controls.nth(1)).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => document.querySelector('.plot')._fullLayout.yaxis.type === 'log'")
    expect(years).to_have_text(["2023", "2024"])
    wide = reader.plot.evaluate(SPAN)
    reader.plot.locator(".nsewdrag").first.hover()
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"wide => ({SPAN})(document.querySelector('.plot')) < wide", arg=wide)
    assert page.evaluate("refused") == []
    page.keyboard.press("Escape")
    expect(controls).to_have_count(0)
    expect(reader.drawing).to_be_visible()
    reader.ask()
    expect(reader.plot.locator(".xtick")).to_have_count(0)


@needs_browser
def test_on_paper_stands_the_drawing(reader: Reader) -> None:
    reader.ask()
    reader.page.emulate_media(media="print")
    expect(reader.drawing).to_be_visible()
    expect(reader.plot).to_be_hidden()


@needs_browser
def test_without_scripts_there_is_no_button(browser: Browser, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / "charts/more-trees/index.html").as_uri())
        expect(page.locator("[data-figures]").first).to_be_attached()
        expect(page.locator("[data-figures]").first).to_be_hidden()


@needs_browser
def test_what_fails_to_load_leaves_the_drawing_and_may_be_tried_again(page: Page, address: str) -> None:
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto(f"{address}charts/more-trees/index.html")
    reader = Reader(page)
    reader.button.click()
    expect(reader.said).to_have_text("The interactive chart could not be loaded. The drawing stays.")
    expect(reader.button).to_have_attribute("aria-pressed", "false")
    expect(reader.drawing).to_be_visible()
    page.unroute("**/plotly.min.js")
    reader.ask()
