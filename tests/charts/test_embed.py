"""Charts in other pages: the frame takes the chart's height, on another origin, and for nobody else's message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from microsite.charts.embed import embed_code
from microsite.pages.assets import read_tokens
from microsite.pipeline import build
from tests.conftest import needs_browser, served, thorough_only
from tests.project import ENGINE, SITE, write_project


def test_the_code_is_html_whatever_the_title_says() -> None:
    assert embed_code("https://a.example/embed/", "https://a.example/embed.js", '"More" & <fewer>', 420) == (
        '<iframe src="https://a.example/embed/" title="&quot;More&quot; &amp; &lt;fewer&gt;" width="100%" height="420" '
        'style="border:0" loading="lazy"></iframe>\n<script src="https://a.example/embed.js" async></script>'
    )


# --- in a browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("embed")
    build(write_project(folder / "project"), folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    (tmp_path / "host").mkdir()
    with served(tmp_path / "host") as address:
        yield tmp_path / "host" / "index.html", f"{address}index.html"


def code_of(page: Page, site: str) -> str:
    page.goto(f"{site}zh/charts/more-trees/index.html")
    return page.inner_text("#embed + .share pre")


@pytest.fixture(scope="module")
def code(browser: Browser, site: str) -> str:
    page = browser.new_page()
    code = code_of(page, site)
    page.close()
    return code


def settle(page: Page) -> None:
    """Ask the frame how tall it is: when it has answered, what was said before is heard."""
    page.evaluate("""() => new Promise((done) => {
        addEventListener("message", done, {once: true});
        document.querySelector("iframe").contentWindow.postMessage({"chart-height": "?"}, "*");
    })""")


def fitted(page: Page) -> int:
    """Wait until the frame is as high as what is in it, and return that height."""
    page.wait_for_selector("iframe")
    inner = page.frames[1]
    inner.wait_for_selector("main")
    inner.wait_for_load_state()
    inside = inner.evaluate("""async () => {
        await document.fonts.ready;
        return Math.ceil(document.querySelector("main").getBoundingClientRect().height);
    }""")
    page.wait_for_function("inside => document.querySelector('iframe').offsetHeight === inside", arg=inside)
    return int(inside)


@needs_browser
def test_the_frame_takes_the_charts_height(code: str, site: str, host: tuple[Path, str], browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 500, "height": 900})
    assert f'src="{site}zh/embed/more-trees/index.html"' in code
    file, address = host
    file.write_text(f"<!doctype html><meta charset='utf-8'><p>Host</p>{code}", encoding="utf-8")
    page.goto(address)
    height = fitted(page)
    assert height != int(code.split('height="')[1].split('"')[0])

    page.frames[1].click("summary")  # the table opens
    taller = fitted(page)
    assert taller > height

    told = page.evaluate("""() => new Promise((done) => {
        addEventListener("message", () => done(document.querySelector("iframe").offsetHeight), {once: true});
        postMessage({"chart-height": 77}, "*");  // from the host itself, or any other frame
    })""")
    assert told == taller

    page.frames[1].click(".from a")  # leads back, out of the frame
    page.wait_for_url(f"{site}zh/index.html")
    page.close()


SCRIPT = re.compile(r'<script src="([^"]+)" async></script>')
WAYS = {  # in which a host's tools put the script into their pages
    "linked": "{code}",
    "bundled": "{frame}<script src='bundle.js' async></script>",
    "inlined": "{frame}<script>{script}</script>",
    "before the frame": "<script>{script}</script><div></div>"
    "<script>onload = () => {{ document.querySelector('div').innerHTML = `{frame}` }}</script>",
    "after the frame": "{frame}<script>onload = () => setTimeout(() => document.head.append(Object.assign("
    "document.createElement('script'), {{src: 'bundle.js'}})), 100)</script>",
}


@needs_browser
@pytest.mark.parametrize("way", WAYS)
def test_however_the_script_comes_the_frame_fits(way: str, code: str, host: tuple[Path, str], browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 500, "height": 900})
    script = (ENGINE / "static" / "embed.js").read_text("utf-8")
    file, address = host
    (file.parent / "bundle.js").write_text(f"eval({json.dumps(script)})", encoding="utf-8")
    body = WAYS[way].format(code=code, frame=SCRIPT.sub("", code), script=script)
    file.write_text(f"<!doctype html><meta charset='utf-8'>{body}", encoding="utf-8")
    page.goto(address)
    assert fitted(page) != int(code.split('height="')[1].split('"')[0])
    page.close()


LIGHT, DARK = (read_tokens(ENGINE, ENGINE)["paper"][theme] for theme in ("light", "dark"))


@needs_browser
@pytest.mark.parametrize(
    ("head", "query", "system", "paper"),
    [
        ("", "", "dark", LIGHT),
        ("<style>:root { color-scheme: dark }</style>", "", "light", DARK),
        ("<meta name='color-scheme' content='dark'>", "", "light", DARK),
        ("<style>:root { color-scheme: light dark }</style>", "", "dark", DARK),
        pytest.param("<style>:root { color-scheme: light dark }</style>", "", "light", LIGHT, marks=thorough_only),
        ("<style>:root { color-scheme: dark }</style>", "?theme=light", "dark", LIGHT),
        pytest.param("", "?theme=dark", "light", DARK, marks=thorough_only),
        ("", "?theme=system", "dark", DARK),
    ],
)
def test_the_chart_is_as_light_as_its_host(
    head: str, query: str, system: Any, paper: str, code: str, host: tuple[Path, str], browser: Browser
) -> None:
    page = browser.new_page(color_scheme=system)
    code = code.replace('index.html" title', f'index.html{query}" title')
    file, address = host
    file.write_text(f"<!doctype html><meta charset='utf-8'>{head}{code}", encoding="utf-8")
    page.goto(address)
    page.frames[1].wait_for_load_state()
    colour = "rgb({}, {}, {})".format(*bytes.fromhex(paper[1:]))
    is_so = "(colour) => getComputedStyle(document.documentElement).backgroundColor === colour"
    page.frames[1].wait_for_function(is_so, arg=colour)
    settle(page)
    assert page.frames[1].evaluate(is_so, colour)  # still
    page.close()


@needs_browser
def test_without_a_script_the_chart_is_light(code: str, host: tuple[Path, str], browser: Browser) -> None:
    bare = browser.new_page(color_scheme="dark", java_script_enabled=False)
    file, address = host
    file.write_text(f"<!doctype html><body style='background: white'>{SCRIPT.sub('', code)}", encoding="utf-8")
    bare.goto(address)
    box = bare.locator("iframe").bounding_box()
    assert box
    clip = {"x": box["x"] + 1, "y": box["y"] + 1, "width": 2, "height": 2}
    colours = Image.open(BytesIO(bare.screenshot(clip=clip))).convert("RGB").getcolors()  # type: ignore[arg-type]
    assert colours == [(4, tuple(bytes.fromhex(LIGHT[1:])))]
    bare.close()


@needs_browser
def test_without_scripts_the_frame_keeps_a_height_of_its_own(
    code: str, host: tuple[Path, str], browser: Browser
) -> None:
    file, address = host
    file.write_text(f"<!doctype html>{code}", encoding="utf-8")
    bare = browser.new_page(java_script_enabled=False)
    bare.goto(address)
    assert 200 < bare.locator("iframe").bounding_box()["height"] < 900  # type: ignore[index]
    assert bare.frame_locator("iframe").locator("table").count() == 1
    bare.close()


@needs_browser
def test_code_needs_an_address_and_so_the_web_or_a_known_one(
    tmp_path: Path, folder: Path, site: str, browser: Browser
) -> None:
    page = browser.new_page()
    assert code_of(page, site).startswith("<iframe")
    assert page.inner_text("#cite + .share pre").endswith(f"{site}zh/charts/more-trees/")
    page.goto((folder / "charts/more-trees/index.html").as_uri())  # from disk: nobody else could reach it
    assert not page.is_visible("#embed + .share pre")
    assert page.inner_text("#cite + .share pre").endswith("1 October 2024.")
    page.close()

    known = SITE + "url: https://orchard.example/data/\n"
    build(write_project(tmp_path / "known", {"data/site.yaml": known}), tmp_path / "other")
    html = unescape((tmp_path / "other/charts/more-trees/index.html").read_text("utf-8"))
    assert 'src="https://orchard.example/data/embed/more-trees/index.html"' in html
    assert "https://orchard.example/data/charts/more-trees/\n" not in html
    assert "{site}" not in html


@needs_browser
def test_what_is_copied_is_what_is_shown(site: str, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    code = code_of(page, site)
    button = page.locator("#embed + .share button")
    button.click()
    page.wait_for_function("button => button.textContent == '已复制'", arg=button.element_handle())
    assert page.evaluate("navigator.clipboard.readText()") == code
    context.close()
