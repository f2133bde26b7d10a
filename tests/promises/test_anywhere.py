"""The same folder works at a host's root, deep below it, from disk and behind GitHub Pages' rules, in a real browser.

With scripts and without: no broken link, anchor, file or script, and no request that leaves the site.
`--thorough` crawls every page in every setting; else it is a page of each kind, in either language.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Quiet, needs_browser, served, thorough_only

pytestmark = needs_browser

MOVED = re.compile(r'http-equiv="refresh" content="0; url=([^"]*)"')
KIND = re.compile(r'<body class="([a-z ]+)"')
REFUSED = re.compile(r"Access to font at 'file:|Failed to load resource: net::ERR_FAILED")
LINKS = """async () => {
  await document.fonts.ready;
  const links = [];
  for (const element of document.querySelectorAll("[href], [src], [srcset], [data-cards], [data-src]"))
    for (const name of ["href", "src", "data-cards", "data-src"])
      if (element.hasAttribute(name)) links.push([element.tagName, element.getAttribute(name)]);
  const names = ["aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget"];
  const lost = names.flatMap(name => [...document.querySelectorAll(`[${name}]`)]
    .flatMap(element => element.getAttribute(name).split(" "))
    .filter(id => !document.getElementById(id)));
  return {links, lost, ids: [...document.querySelectorAll("[id]")].map(element => element.id)};
}"""


class Pages(Quiet):
    """Files as GitHub Pages serves them below `path`: 404.html for what there is not, with its status."""

    path_below = "/"
    extensions_map = {**Quiet.extensions_map, ".js": "text/javascript"}  # noqa: RUF012
    protocol_version = "HTTP/1.1"  # a connection serves many requests

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self.path_below)
        return super().translate_path("/" + path.removeprefix(self.path_below) if inside else "/nothing")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@contextmanager
def hosted(folder: Path, below: str) -> Iterator[str]:
    with served(folder, type("Below", (Pages,), {"path_below": below})) as address:
        yield address.removesuffix("/") + below


@contextmanager
def on_disk(folder: Path) -> Iterator[str]:
    yield f"{folder.as_uri()}/"


SETTINGS: dict[str, Callable[[Path], Any]] = {
    "at the root": lambda folder: hosted(folder, "/"),
    "deep below": lambda folder: hosted(folder, "/some/deep/path/"),
    "on GitHub Pages": lambda folder: hosted(folder, "/repository/"),
    "on disk": on_disk,
}


@pytest.fixture
def paths(site: Path, *, thorough: bool) -> list[str]:
    """The pages to visit: all of them, or the first of each kind, its language in turn."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    if thorough:
        return pages
    kinds: dict[str, list[str]] = {}
    for path in pages:
        kind = KIND.search((site / path).read_text("utf-8"))
        kinds.setdefault(kind[1] if kind else "", []).append(path)
    return [
        next(iter([path for path in found if path.startswith("zh/") == bool(number % 2)]), found[0])
        for number, found in enumerate(kinds.values())
    ]


@dataclass
class Visit:
    """What went wrong on the way through a site below one address."""

    base: str
    folder: Path
    faults: list[str] = field(default_factory=list)
    pages: int = 0
    links: int = 0
    failed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ids = cache(self._ids)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: self.faults.append(f"{page.url}: {dialog.message}"))
        page.on("console", lambda said: self.said(page.url, said.type, said.text))
        page.on("request", lambda request: self.stays(page.url, request.url))
        page.on("requestfailed", lambda request: self.fails(request.url, request.failure))
        page.on("requestfinished", lambda request: self.failed.discard(request.url))

    def said(self, page: str, kind: str, text: str) -> None:
        """On disk, Chromium refuses to load a font ahead, says so, and loads it when a heading needs it."""
        if kind == "error" and not (self.base.startswith("file:") and REFUSED.match(text)):
            self.faults.append(f"{page}: {text}")

    def fails(self, url: str, why: str | None) -> None:
        if why != "net::ERR_ABORTED":  # by the visitor, who went on before the icon came
            self.failed.add(url)

    def stays(self, page: str, url: str) -> None:
        if not url.startswith((self.base, "data:")):
            self.faults.append(f"{page}: asks for {url}")

    def look(self, page: Page, path: str) -> None:
        if moved := MOVED.search((self.folder / path).read_text("utf-8")):  # a browser would be gone meanwhile
            self.pages += 1
            self.follow(path, "META", moved[1])
            return
        answer = page.goto(self.base + path)
        if answer is None or (answer.status not in (0, 200)):
            self.faults.append(f"{path}: {answer and answer.status}")
        found = page.evaluate(LINKS)
        self.pages += 1
        self.faults += [f"{path}: {url} failed" for url in self.failed]
        self.failed.clear()
        self.faults += [f"{path}: no #{id_}" for id_ in found["lost"]]
        self.faults += [f"{path}: #{id_} {count} times" for id_, count in Counter(found["ids"]).items() if count > 1]
        for tag, link in found["links"]:
            self.follow(path, tag, link)

    def follow(self, path: str, tag: str, link: str) -> None:
        """A link within the site is relative, and leads to a file of it, and to a place in it."""
        if (tag == "A" and re.match(r"(https?|mailto):", link)) or (tag == "LINK" and link.startswith("data:")):
            return
        self.links += 1
        url, anchor = urldefrag(urljoin(self.base + path, link))
        inside = unquote(url.removeprefix(self.base))
        if link.startswith("/") or not url.startswith(self.base):
            self.faults.append(f"{path}: {link} is not relative")
        elif not (self.folder / inside).is_file():
            self.faults.append(f"{path}: {link} leads nowhere")
        elif anchor and unquote(anchor) not in self.ids(inside):
            self.faults.append(f"{path}: {link} has no such place")

    def _ids(self, path: str) -> frozenset[str]:
        return frozenset(re.findall(r'\bid="([^"]+)"', (self.folder / path).read_text("utf-8")))


# What leads somewhere from disk and from deep below a host's root does so at the root and below a repository.
CRAWLS = [
    pytest.param(setting, scripts, id=f"{setting}, {'with' if scripts else 'without'} scripts",
                 marks=() if scripts and setting in ("on disk", "deep below") else thorough_only)
    for setting in SETTINGS for scripts in (True, False)
]  # fmt: skip


@pytest.mark.parametrize(("setting", "scripts"), CRAWLS)
def test_a_crawl(
    browser: Browser, site: Path, paths: list[str], setting: str, figure: Callable[[str], None], *, scripts: bool
) -> None:
    with SETTINGS[setting](site) as base:
        visit = Visit(base, site)
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        visit.watch(page)
        for path in paths:
            visit.look(page, path)
        context.close()
    assert not visit.faults, "\n".join(sorted(set(visit.faults)))
    assert visit.links > len(paths)
    figure(f"{visit.pages} pages and {visit.links} links {setting}, {'with' if scripts else 'without'} scripts")


def test_a_folder_s_address_leads_to_its_page(browser: Browser, site: Path) -> None:
    with hosted(site, "/repository/") as base:
        page = browser.new_page()
        for path in ("", "zh/", "statistics", "zh/charts"):
            answer = page.goto(base + path)
            assert answer is not None
            assert (answer.status, urlsplit(page.url).path.endswith("/")) == (200, True)
        page.close()


def test_what_there_is_not_has_its_page(browser: Browser, site: Path) -> None:
    assert (site / ".nojekyll").is_file()
    with hosted(site, "/repository/") as base:
        page = browser.new_page()
        for path in ("nothing", "zh/nothing.html"):
            answer = page.goto(base + path)
            assert answer is not None
            assert answer.status == 404
            assert page.locator("main").inner_text()
        page.close()


@pytest.mark.parametrize("below", [pytest.param("/", marks=thorough_only), "/repository/"])
def test_however_deep_it_is_shown_it_has_its_style_and_leads_back(browser: Browser, site: Path, below: str) -> None:
    with hosted(site, below) as base:
        page = browser.new_page()
        page.goto(f"{base}zh/what/there/never/was")
        assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "grid"
        home = page.wait_for_selector(f".brand[href='{base}index.html']")
        assert home
        home.click()
        page.wait_for_url(f"{base}index.html")
        page.goto(f"{base}what/there/never/was.html")
        page.wait_for_selector(f"form[action='{base}statistics/index.html']")
        page.fill("input", "beijing")
        page.press("input", "Enter")
        page.wait_for_url(f"{base}statistics/index.html?q=beijing")
        page.close()


def test_without_scripts_it_has_its_style_and_leads_back_from_the_first_depth(browser: Browser, site: Path) -> None:
    with hosted(site, "/repository/") as base:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        for path in ("zh/what/there/never/was", "nothing"):
            page.goto(base + path)
            assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "grid"
        page.click(".brand")
        page.wait_for_url(f"{base}index.html")
        context.close()


# --- whatever a page names, in any file


def test_no_file_names_another_host_to_load_from(site: Path) -> None:
    loads = re.compile(
        r"""(?:<(?:script|img|iframe|source|video|audio|embed|object|use|image)\b[^>]*\b(?:src|href|data|srcset)"""
        r"""|<link\b(?![^>]*\brel="(?:canonical|alternate)")[^>]*\bhref|@import\s+|url\()\s*=?\s*["'(]?\s*(?:https?:)?//"""
    )
    own = (path for path in site.rglob("*") if path.suffix in (".html", ".css", ".svg"))
    assert [path.relative_to(site).as_posix() for path in own if loads.search(path.read_text("utf-8"))] == []


def test_no_page_holds_scripts_or_styles_that_its_policy_does_not_name(site: Path) -> None:
    """What the policy of each page would refuse is not there to be refused."""
    handlers = re.compile(r'\bstyle="|\son[a-z]+="|javascript:', re.IGNORECASE)
    own = re.compile(r'<(script|style)\b(?![^>]*\b(?:src=|type="application/ld\+json"))[^>]*>(.*?)</\1>', re.DOTALL)
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy" content="(default-src \'none\'[^"]*)">')
    for path in site.rglob("*.html"):
        html = path.read_text("utf-8")
        said = policy.search(html)
        assert said, path
        assert "unsafe" not in said[1]
        assert html.index(said[0]) < min((html.find(tag) for tag in ("<script", "<link") if tag in html), default=9**9)
        for _, text in own.findall(html):
            assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in said[1], path
        read = re.sub(r"<(script|style|textarea|code|pre)\b.*?</\1>|<option\b[^>]*>", "", html, flags=re.DOTALL)
        assert not handlers.search(read), path
