"""What holds in each browser, from the oldest that the site is made for: nothing is hidden till a new feature shows it.

Here it is read plainly: Playwright's own ways of looking need a newer browser than that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser import OLDEST
from tests.conftest import Open, address, needs_browser, thorough_only
from tests.firefox import FIREFOX, Firefox
from tests.pages.test_assets import read_all

PLAIN = ["--headless", "--no-sandbox", "--no-zygote", "--disable-gpu"]  # what that one needs, built for servers

pytestmark = needs_browser

LAID_OUT = """() => [...document.querySelectorAll(".chapter")].every(
  (chapter) => chapter.style.contentVisibility === "visible")"""

# What of a page is amiss: texts that touch the window's edge or stand outside of it, a title under something else,
# figures without a drawing or with several, places that no visible link leads to, links in text that look like text.
FAULTS = """() => {
  const faults = [];
  const shown = (element) => element.getClientRects().length > 0;
  const box = (element) => element.getBoundingClientRect();
  for (const text of document.querySelectorAll("main :is(h1, h2, p:not(.visually-hidden), figcaption, table)")) {
    if (!shown(text) || text.closest("[popover], .xray, .scroll, .visually-hidden")) continue;
    const { left, right } = box(text);
    if (left < 12 || right > innerWidth - 12) faults.push(`${left} to ${right}: ${text.textContent.slice(0, 40)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the window");
  const title = box(document.querySelector("h1"));
  const top = document.elementFromPoint(title.left + 20, title.top + 20);
  if (!top.closest("h1")) faults.push(`the title is under ${top.outerHTML.slice(0, 80)}`);
  for (const figure of document.querySelectorAll("figure.chart")) {
    const drawings = [...figure.querySelectorAll(".artboard")].filter(shown).length;
    if (drawings !== 1) faults.push(`${figure.id} has ${drawings} drawings`);
  }
  const menu = document.querySelector(".menu");
  if (!shown(menu) && ![...document.querySelectorAll("#navigation a")].every(shown)) faults.push("no way to the menu");
  for (const link of document.querySelectorAll(".prose > p > a:not(.claimed)")) {
    const { textDecorationLine } = getComputedStyle(link);
    if (textDecorationLine !== "underline") faults.push(`a link like text: ${link.outerHTML.slice(0, 80)}`);
  }
  return faults;
}"""


@pytest.fixture(
    scope="module",
    params=[
        # What other tests look at; here, where the oldest one is not.
        pytest.param(None, id="today's", marks=thorough_only if OLDEST.is_file() else ()),
        pytest.param(OLDEST, id="oldest", marks=pytest.mark.skipif(not OLDEST.is_file(), reason="no old browser")),
    ],
)
def browser(request: pytest.FixtureRequest, playwright: Playwright, browser: Browser) -> Iterator[Browser]:
    if not request.param:
        yield browser
        return
    old = playwright.chromium.launch(executable_path=request.param, args=PLAIN)
    yield old
    old.close()


WIDTHS = (390, 700, 1280)
PATHS = [
    "index.html",
    "zh/index.html",
    "zh/charts/rd-intensity/index.html",
    "statistics/tech-firms/index.html",
    *(f"{name}/index.html" for name in ("statistics", "charts", "zh/policies", "exhibits", "glossary", "method")),
]


# Each page is opened at one width, a third of them at each, and brought to the others.
OPENED = [(path, WIDTHS[number % 3 :] + WIDTHS[: number % 3]) for number, path in enumerate(PATHS)]


def first(*later: str) -> list[Any]:
    """Return what the suite opens: of pages that are one long list, one."""
    later = ("exhibits/index.html", "glossary/index.html", "method/index.html", *later)
    return [pytest.param(*case, marks=thorough_only if case[0] in later else ()) for case in OPENED]


@pytest.mark.parametrize(("path", "widths"), first())
def test_core_things_work(opened: Open, path: str, widths: tuple[int, ...]) -> None:
    page = opened(path, width=widths[0])
    page.wait_for_function(LAID_OUT)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(FAULTS) == [], width


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    with Firefox() as firefox:
        yield firefox


@pytest.mark.skipif(FIREFOX is None, reason="no Firefox ESR, which Debian has")
@pytest.mark.parametrize(
    ("path", "widths"),
    first("index.html", "zh/charts/rd-intensity/index.html", "charts/index.html", "zh/policies/index.html"),
)
def test_core_things_work_in_firefox(firefox: Firefox, site: Path, path: str, widths: tuple[int, ...]) -> None:
    firefox.set_width(widths[0])
    firefox.open(address(site, path))
    firefox.wait_for(LAID_OUT)
    for width in widths:
        firefox.set_width(width)
        firefox.wait_for(f"() => innerWidth === {width}")
        assert firefox.evaluate(FAULTS) == [], width


def test_the_menu_leads_on(opened: Open) -> None:
    page = opened("index.html", width=390)
    page.evaluate("document.querySelector('.menu').getClientRects().length && document.querySelector('.menu').click()")
    spots = page.evaluate("[...document.querySelectorAll('#navigation a')].map((link) => link.getBoundingClientRect())")
    assert len(spots) > 4
    page.mouse.click(spots[0]["x"] + 8, spots[0]["y"] + spots[0]["height"] / 2)
    page.wait_for_url(re.compile("charts/index.html"))


def test_the_index_is_searched_and_sorted(opened: Open) -> None:
    page = opened("statistics/index.html")
    first = "document.querySelector('table.statistics tr[id]').id"
    before = page.evaluate(first)
    page.evaluate("document.querySelector('[data-sort=name] button').click()")
    page.wait_for_function(f"before => {first} !== before", arg=before)
    assert count(page) > 20
    page.evaluate("document.querySelector('[name=q]').focus()")
    page.keyboard.type("rd-intensity 6.58")
    rows = "[...document.querySelectorAll('table.statistics tr[id]')]"
    page.wait_for_function(f"() => [{rows}].map({SHOWN}).every((n) => n && n < 20)")  # once what is searched is there


SHOWN = "(rows) => rows.filter((row) => row.getClientRects().length).length"


def count(page: Page) -> int:
    return int(page.eval_on_selector_all("table.statistics tr[id]", SHOWN))


def test_a_table_unfolds(opened: Open) -> None:
    page = opened("index.html", width=390)
    page.evaluate("document.querySelector('figure summary').click()")
    assert page.evaluate("document.querySelector('figure table').getClientRects().length")


# --- what no browser here can try

LATE = {
    "a range in a media query (Safari 16.4)": r"@media[^{]*[<>]",
    "more than the line in `text-decoration` (not in Safari)": r"text-decoration: (?:underline|line-through) [^;]+",
    "methods of arrays that copy (Safari 16)": r"\.(?:toSorted|toReversed|toSpliced|findLast)\(",
}


@pytest.mark.parametrize("feature", LATE)
def test_nothing_needs_what_safari_has_late_or_not_at_all(feature: str) -> None:
    code = re.sub(r"/\*.*?\*/", "", read_all("static/*.css", "static/*.js"), flags=re.DOTALL)
    assert re.findall(LATE[feature], code) == []
