"""What is left of a story where our style is not: in a browser's reading view, in read-later services, in mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from microsite.source.models import Status
from tests.browser import READER
from tests.conftest import Open, needs_browser

pytestmark = [needs_browser, pytest.mark.skipif(not READER.is_file(), reason="no reading view")]

VIEW = """() => {
  %s
  const offered = isProbablyReaderable(document);
  const view = document.implementation.createHTMLDocument();
  view.body.innerHTML = new Readability(document.cloneNode(true)).parse().content;
  const count = (selector) => view.querySelectorAll(selector).length;
  return {
    offered,
    charts: document.querySelectorAll("figure.chart:has(.artboard)").length,
    figures: count("figure"),
    drawings: count("figure svg"),
    alone: [...view.querySelectorAll("figure")].every((figure) => figure.querySelectorAll("svg").length === 1),
    tables: count("figure table"),
    unpainted: count("[fill^=var], [stroke^=var]"),
    painted: count("svg [fill^='#']"),
    lost: [...document.querySelectorAll(".opening .deck, .paper li:not([aria-hidden]), .prose > p, .chapter h2")]
      .map((text) => text.textContent.replace(/\\s+/g, ""))
      .filter((text) => !view.body.textContent.replace(/\\s+/g, "").includes(text)),
  };
}"""


@pytest.mark.parametrize("path", ["index.html", "zh/index.html"])
def test_a_reading_view_has_the_whole_story(opened: Open, path: str) -> None:
    seen = opened(path).evaluate(VIEW % READER.read_text("utf-8"))
    assert seen["offered"]
    assert seen["lost"] == []
    assert seen["charts"] > 1
    assert (seen["figures"], seen["drawings"], seen["tables"]) == (seen["charts"],) * 3
    assert seen["alone"]
    assert seen["unpainted"] == 0
    assert seen["painted"] > seen["charts"]


SWATCHES = """() => {
  %s
  const view = document.implementation.createHTMLDocument();
  view.body.innerHTML = new Readability(document.cloneNode(true)).parse().content;
  return [...view.querySelectorAll("dl i svg")].map((swatch) => swatch.outerHTML);
}"""


@pytest.mark.parametrize("path", ["method/index.html", "zh/index.html"])
def test_a_key_tells_kinds_of_figures_apart_without_style(opened: Open, path: str) -> None:
    swatches = opened(path).evaluate(SWATCHES % READER.read_text("utf-8"))
    assert len(swatches) == len(Status) + 5  # both roles, our pen, and the ends of what is open and about so much
    assert len({*swatches}) == len(swatches)
    assert not [swatch for swatch in swatches if "var(" in swatch]


def test_no_icon_fills_a_page_without_style(context: Callable[..., BrowserContext], site: Path) -> None:
    """As where a host's own policy refuses it, or a text browser knows none."""
    page = context(width=390, java_script_enabled=False).new_page()
    page.route("**/*.css", lambda route: route.abort())
    for path in ("index.html", "statistics/index.html"):
        html = re.sub(r"<style>.*?</style>", "", (site / path).read_text("utf-8"), flags=re.DOTALL)
        page.set_content(html)
        icons = "svg:not(figure *, .artboard *, .scroll *, .drawing)"
        sizes = page.locator(icons).evaluate_all("icons => icons.map((icon) => icon.getBoundingClientRect().height)")
        assert sizes
        assert max(sizes) < 40, path
