"""What an editor sees in the preview when a file is saved, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import needs_browser, renew
from tests.desk.conftest import LAST, PLAIN, PREVIEWS, TEXTS, Server
from tests.project import CHART, ENGINE, HARVEST, STATISTICS, counted, write_project

pytestmark = needs_browser

# Once the page's own script has it as the server gave it, to compare it with the next one.
COMPARED = """() => performance.getEntriesByType("resource").some(
  ({ initiatorType, name }) => initiatorType === "fetch" && name === location.href)"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A preview of a project that has a style and a template of its own."""
    own = {LAST: "", "templates/policies.html": "Apples"}  # of a page that this project does not have
    server = Server(write_project(tmp_path_factory.mktemp("preview") / "orchard", {**PLAIN, **own}), program=PREVIEWS)
    yield server
    server.stop()


@pytest.fixture
def server(shared: Server) -> Iterator[Server]:
    """The preview, of a project that a test may change."""
    files = shared.files()
    yield shared
    shared.put_back(files)


@pytest.fixture
def page(renewed: Page) -> Page:
    renew(renewed, 480, 300)
    return renewed


def test_a_saved_number_appears_where_the_reader_was(server: Server, page: Page) -> None:
    page.goto(server.url)
    number = page.locator("main data[data-id=trees]").first
    expect(number).to_have_text(re.compile("1,200"))
    page.evaluate("scrollTo(0, 400)")
    page.wait_for_function("() => scrollY === 400")
    server.save(HARVEST, counted(1300))
    expect(number).to_have_text(re.compile("1,300"))
    page.wait_for_function("() => scrollY === 400")
    assert page.locator("#serve-problems").count() == 0


def test_more_tabs_than_a_browser_has_connections_hear_of_it(
    server: Server, context: Callable[..., BrowserContext]
) -> None:
    window = context(480, 300)
    tabs = [window.new_page() for _ in range(7)]  # each of them in sight, to a browser without a screen
    for tab in tabs:
        tab.goto(server.url)
    server.save(HARVEST, counted(1300))
    for tab in tabs:
        expect(tab.locator("main data[data-id=trees]").first).to_have_text(re.compile("1,300"))
    tabs[0].close()  # another one listens now
    server.save(HARVEST, counted("many"))
    for tab in tabs[1:]:
        expect(tab.locator("#serve-problems")).to_have_count(1)


def test_what_changed_is_put_into_the_page_as_it_stands(server: Server, page: Page) -> None:
    page.goto(server.url)
    page.wait_for_function(COMPARED)
    page.evaluate("window.opened = 'once'")
    number = page.locator("main data[data-id=trees]").first
    for value, words in (("1300", "1,300"), ("1400", "1,400")):
        server.save(HARVEST, counted(value))
        expect(number).to_have_text(re.compile(words))
    assert page.evaluate("window.opened") == "once"
    assert page.evaluate("fetch(location.href).then(found => found.text())").count("1,400") == page.content().count(
        "1,400"
    )


@pytest.mark.parametrize("text", ["Apples and pears.", "Apples.\n\nAnd pears."], ids=["sentence", "paragraph"])
def test_so_is_a_text_where_scripts_were_at_work(server: Server, page: Page, text: str) -> None:
    page.goto(server.url)
    page.wait_for_function(COMPARED)
    expect(page.locator(".chapter[style]")).to_have_count(1)  # laid out by site.js
    page.evaluate("window.opened = 'once'")
    path = "content/en/chapters/1-harvest.md"
    server.save(path, str(PLAIN[path]).replace("Apples.", text, 1))
    expect(page.locator(".chapter")).to_contain_text("pears.")
    assert page.evaluate("window.opened") == "once"
    words = page.locator(".chapter").get_attribute("data-words")
    assert f'data-words="{words}"' in page.evaluate("fetch(location.href).then(found => found.text())")


def test_the_index_of_statistics_finds_what_changed(server: Server, page: Page) -> None:
    page.goto(f"{server.url}statistics/")
    page.wait_for_function(COMPARED)
    page.evaluate("window.opened = 'once'")
    server.save(HARVEST, STATISTICS.replace("status: estimated", "status: targeted"))
    row = page.locator("tr#crop")
    expect(row).to_have_attribute("data-kind", "targeted")
    page.wait_for_load_state()
    page.locator(".filters [name=q]").fill("trees")
    expect(row).to_be_hidden()


@pytest.fixture
def drawn(server: Server, page: Page) -> Server:
    """The preview, whose story has a chart; the page shows it."""
    server.save("content/charts/more-trees.yaml", CHART)
    for path, text in TEXTS.items():
        server.save(path, text)
    server.settle()
    page.goto(server.url)
    expect(page.locator(".artboard:visible")).to_have_count(1)
    return server


def test_a_chart_that_is_new_can_be_read(drawn: Server, page: Page) -> None:
    page.wait_for_function(COMPARED)
    drawn.save("content/charts/again.yaml", CHART)
    for path, text in TEXTS.items():
        drawn.save(path, f"{text}\n{{chart:again}}\n")
    boards = page.locator(".artboard:visible")
    expect(boards).to_have_count(2)
    for board in boards.all():
        expect(board).to_have_attribute("tabindex", "0")


@pytest.mark.parametrize("change", ["the style", "what a card says"])
def test_what_scripts_and_styles_hold_is_loaded_anew(server: Server, page: Page, change: str) -> None:
    page.goto(server.url)
    page.locator("main a.number[href*=trees]").first.hover()
    expect(page.locator(".card")).to_contain_text("1,200")
    page.wait_for_function(COMPARED)
    page.evaluate("window.opened = 'once'")
    if change == "the style":
        server.save("static/site.css", f"{(ENGINE / 'static/site.css').read_text('utf-8')}\nh1 {{ opacity: 0.5; }}\n")
    else:
        server.save(HARVEST, counted(1300))
    page.wait_for_function("() => !window.opened")
    if change == "the style":
        expect(page.locator("h1")).to_have_css("opacity", "0.5")


def test_a_mistake_is_laid_over_the_last_good_page_until_it_is_mended(server: Server, page: Page) -> None:
    page.goto(f"{server.url}zh/")
    server.save(HARVEST, STATISTICS.replace("value: 1200", "valeu: 1300"))
    overlay = page.locator("#serve-problems [role=alert]")
    expect(overlay).to_contain_text("unknown key 'valeu', did you mean 'value'?")
    place = overlay.get_by_role("link", name=f"{HARVEST}:7:7").first
    assert place.get_attribute("href") == f"vscode://file{(server.root / HARVEST).resolve().as_posix()}:7:7"
    number = page.locator("main data[data-id=trees]").first
    expect(number).to_have_text(re.compile("1200"))
    page.reload()
    expect(number).to_have_text(re.compile("1200"))
    expect(overlay).to_be_visible()
    server.save(HARVEST, counted(1300))
    expect(number).to_have_text(re.compile("1300"))
    expect(overlay).to_have_count(0)


def test_a_mistake_in_a_template_too(server: Server, page: Page) -> None:
    page.goto(server.url)
    server.save("templates/story.html", "{% extends 'base.html' %}\n{% block main %}{{ heeding }}{% endblock %}")
    expect(page.locator("#serve-problems [role=alert]")).to_contain_text("templates/story.html:2:1")
    expect(page.locator("h1")).to_have_text("Index")
    (server.root / "templates/story.html").unlink()
    expect(page.locator("#serve-problems")).to_have_count(0)


def test_a_chart_is_drawn_again(drawn: Server, page: Page) -> None:
    tip = page.locator("figure svg title", has_text="1,200").first
    expect(tip).to_be_attached()
    drawn.save(HARVEST, counted(1300))
    expect(page.locator("figure svg title", has_text="1,300").first).to_be_attached()
    expect(tip).to_have_count(0)
