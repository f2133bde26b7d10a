"""What all tests share: how hypothesis runs, options, drawings, and the real site in a real browser."""

from __future__ import annotations

import re
import shutil
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from html import escape, unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from microsite.charts.chart import Figure
from microsite.pictures import rasters, svg
from microsite.pictures.rasters import Png
from microsite.pictures.svg import Artboard, NoBrowserError, find_browser
from microsite.pipeline import Story, draw, plan, plan_files, read, render_site
from microsite.publish.write import write_site
from tests.project import ENGINE

# What tests look at pages with: where it is installed, Chromium without all that is around pages, at half the time.
BROWSER = shutil.which("chromium-headless-shell") or find_browser()
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no browser to look with")

# The same examples on every run and machine, however slow.
settings.register_profile("project", deadline=None, derandomize=True, database=None)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/sites/*/expected/ anew")
    parser.addoption("--thorough", action="store_true", help="crawl every page, fuzz and kill as often as promised")


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether there is time for all that the suite takes a share of."""
    return bool(request.config.getoption("--thorough"))


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Take a line that says how much was tried; all of them stand at the end of the run's report."""
    return partial(record_property, "figure")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.getreports("passed"):
        for name, line in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(str(line))


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without Chromium: charts that are not drawn yet wait."""
    monkeypatch.setattr(svg, "find_browser", lambda: None)


@pytest.fixture
def drawn_as_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw charts as the texts that they show, and PNGs as dots: quick, and the same on every machine."""
    monkeypatch.setattr(svg, "render", draw_as_texts)
    monkeypatch.setattr(rasters, "draw", draw_as_dots)


@contextmanager
def drawing_as_texts() -> Iterator[None]:
    """The same while something is made that several tests look at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(svg, "render", draw_as_texts)
        patch.setattr(rasters, "draw", draw_as_dots)
        yield


def draw_as_texts(figures: Mapping[Artboard, Figure]) -> dict[Artboard, str]:
    return {
        artboard: f'<svg viewBox="0 0 {artboard.width} 100">\n{"".join(_texts(figure))}</svg>\n'
        for artboard, figure in figures.items()
    }


def draw_as_shapes(figures: Mapping[Artboard, Figure]) -> dict[Artboard, str]:
    """Draw the same, and every mark as a box that answers with its tip."""
    return {
        artboard: drawn.replace("</svg>", "".join(_boxes(figures[artboard])) + "</svg>")
        for artboard, drawn in draw_as_texts(figures).items()
    }


def draw_as_dots(pictures: Mapping[Png, str]) -> dict[Png, bytes]:
    dot = zlib.compress(b"\0\0")
    return {
        picture: rasters.encode(1, 1, b"\0\0\0", dot, rasters.fingerprint(drawing))
        for picture, drawing in pictures.items()
    }


def _texts(figure: Figure) -> Iterator[str]:
    """Yield all texts that a figure shows where they stand, as svg.py would draw them, in its order."""
    for trace in figure["data"]:
        if trace.get("mode") == "text":
            for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
                first, *rest = (
                    escape(unescape(line)) for line in re.sub(r"</?(?:b|span)\b[^>]*>", "", text).split("<br>")
                )
                lines = "".join(f'<tspan dy="1.3em" x="{x:g}">{line}</tspan>' for line in rest)
                yield f'<text x="{x:g}" y="{y:g}">{first}{lines}</text>\n'


def _boxes(figure: Figure) -> Iterator[str]:
    for trace in figure["data"]:
        if trace["type"] == "bar" and trace["hoverinfo"] == "text":
            for start, length, y, height in zip(trace["base"], trace["x"], trace["y"], trace["width"], strict=True):
                left, right = (_px(figure, trace["xaxis"], end) for end in (start, start + length))
                places = f'height="{height:g}" width="{right - left:g}" x="{left:g}" y="{y - height / 2:g}"'
                yield f"<rect {places}><title>{escape(trace['hovertext'])}</title></rect>\n"


def _px(figure: Figure, axis: str, value: float) -> float:
    layout = figure["layout"]
    (low, high), (start, end) = (layout[f"xaxis{axis.removeprefix('x')}"][name] for name in ("range", "domain"))
    return float(layout["width"] * (start + (value - low) / (high - low) * (end - start)))


# --- the real site in a real browser

Open = Callable[..., Page]


def no_render(_: Any) -> Any:
    raise NoBrowserError("the tests leave the drawings as they are")


@pytest.fixture(scope="session")
def story() -> Story:
    return read(ENGINE)


@pytest.fixture(scope="session")
def site(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    drawn = draw(story, render=no_render)
    folder = tmp_path_factory.mktemp("reading") / "site"
    write_site(render_site(plan(story, drawn), plan_files(story, drawn)), folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make a reader: a browser's profile of its own, whose scripts may not fail."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(width: int = 1280, height: int = 800, **options: Any) -> BrowserContext:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(5000)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for made in contexts:
        made.close()
    assert errors == []


@pytest.fixture
def opened(context: Callable[..., BrowserContext], site: Path) -> Open:
    def open_page(path: str, query: str = "", **options: Any) -> Page:
        page = context(**options).new_page()
        page.goto(address(site, path) + query)
        return page

    return open_page


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[str]:
    """The site as a static host serves it: from disk, a browser refuses to fetch the headings' font early."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def address(site: Path, path: str) -> str:
    return (site / path).as_uri()
