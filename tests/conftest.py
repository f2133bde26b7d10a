"""What all tests share: how hypothesis runs, options, drawings, and the real site in a real browser."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright

from microsite import parallel, pipeline
from microsite.charts.story import Story
from microsite.pictures.rasters import Fonts, Png
from microsite.pipeline import build, read
from tests.browser import find_browser
from tests.project import ENGINE

BROWSER = find_browser()
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no browser to look with")
thorough_only = pytest.mark.thorough  # what the suite leaves out

# One process begins with what builds the real site, or both would come to it at once and one wait; the other, with the
# longest of the files that come last, or it would be alone with that at the end.
FIRST = ("test_access.py", "test_verify.py")

# Where Linux keeps files in memory: on a disk, to write and remove tests' folders takes a tenth of the suite.
MEMORY, ROOM = Path("/dev/shm"), 2 * 10**9  # bytes

# Texts and pages are kept by the ten thousand: the collector would go through them again and again.
gc.set_threshold(100_000)

expect.set_options(timeout=30_000)  # as long as Playwright waits elsewhere: others may be at work, too

# The same examples on every run and machine, however slow.
settings.register_profile("suite", deadline=None, derandomize=True, database=None, max_examples=50)
settings.register_profile("thorough", settings.get_profile("suite"), max_examples=1000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/sites/*/expected/ anew")
    parser.addoption("--thorough", action="store_true", help="crawl, draw and retell all; fuzz and kill as promised")


def pytest_configure(config: pytest.Config) -> None:
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    config.addinivalue_line("markers", "thorough: tried with --thorough only")
    settings.load_profile("thorough" if config.getoption("--thorough") else "suite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--thorough"):
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    items.sort(key=lambda item: item.path.name not in FIRST)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Search once what is left; pytest would do so five times, and Python as it ends."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether there is time for all that the suite takes a share of; tests that are `thorough_only` are of the rest."""
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


@pytest.fixture(scope="session", autouse=True)
def quick() -> Iterator[None]:
    """Draw PNGs as texts that tell them apart: few tests look at them, and each takes a fifth of a second.

    And build in one process: as many as there are processors run tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "render_png", draw_as_dot)
        patch.setattr(parallel, "FEW", sys.maxsize)
        yield


def draw_as_dot(_root: Path, _fonts: Fonts, png: Png, drawing: str) -> dict[str, bytes]:
    return {png.path: f"{png.scale} {zlib.crc32(drawing.encode())}".encode()}


# --- the real site in a real browser

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def story() -> Story:
    return read(ENGINE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, which nobody changes: built by the first of the suite's processes that asks for it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "real" / "a site, 网站"
    try:
        folder.parent.mkdir()
    except FileExistsError:
        while not folder.exists():
            assert folder.parent.exists(), "another process could not build it"
            time.sleep(0.1)
        return folder
    try:
        build(ENGINE, folder)
    except BaseException:
        shutil.rmtree(folder.parent)
        raise
    return folder


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
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
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for made in contexts:
        made.close()
    assert errors == []


def renew(page: Page, width: int = 1280, height: int = 800, **media: Any) -> None:
    """Make a tab as one that is opened with these options, but for what a page there may have remembered."""
    page.mouse.move(0, 0)
    page.set_viewport_size({"width": width, "height": height})
    new = {"media": "null", "color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}
    page.emulate_media(**{**new, **media})


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def renewed(tab: Page) -> Iterator[Page]:
    """The module's one tab, whose scripts may not fail: beginning another takes half as long as most tests do."""
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    renew(tab)
    tab.on("pageerror", note)
    yield tab
    tab.goto("about:blank")
    tab.remove_listener("pageerror", note)
    assert errors == []


@pytest.fixture
def opened(renewed: Page, context: Callable[..., BrowserContext], site: Path) -> Open:
    """Open a page in the module's one tab.

    Who brings more than the size of a window and what `emulate_media` takes, or leaves something behind, is a reader
    of their `own`.
    """

    def open_page(path: str, query: str = "", *, own: bool = False, **options: Any) -> Page:
        if own or options.keys() - {"width", "height", "color_scheme", "reduced_motion", "forced_colors"}:
            page = context(**options).new_page()
        else:
            page = renewed
            renew(page, **options)
        page.goto(address(site, path) + query)
        if options.get("java_script_enabled", True):  # the first frames of a story show its beginning alone
            page.wait_for_function("() => !/-frame/.test(document.documentElement.className)")
        return page

    return open_page


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, whose pages bring a policy of their own."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Serve a folder on a port, and so an origin, of its own, whose address this is."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[str]:
    """The site as a static host serves it: from disk, a browser refuses to fetch the headings' font early."""
    with served(site) as address:
        yield address


def address(site: Path, path: str) -> str:
    return (site / path).as_uri()
