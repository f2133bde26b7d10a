"""The X-ray of the real article, in a browser: all its figures, walked by keyboard, with scripts and without."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from microsite.charts.story import Story
from tests.conftest import Open, needs_browser, thorough_only
from tests.site.test_reading import STORIES, card

pytestmark = needs_browser

WITH_AND_WITHOUT = [  # scripts, in one language each
    ("en", {}),
    ("zh", {"java_script_enabled": False}),
    pytest.param("zh", {}, marks=thorough_only),
    pytest.param("en", {"java_script_enabled": False}, marks=thorough_only),
]
CELLS = """marks => marks.map(mark => {
    const {id, key} = mark.querySelector("[data-id]").dataset;
    return [id, key ?? "", mark.className];
})"""
# Scrolls until a share of the account is above the window's foot, and waits until that is painted.
TO = """async (tally, share) => {
    const { top, height } = tally.getBoundingClientRect();
    scrollTo(0, scrollY + top + height * share - innerHeight);
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
}"""
AWAY = """marks => marks.filter(mark => !["none", "0px"].includes(getComputedStyle(mark).translate)).length"""


def cells(page: Page, part: str) -> list[list[str]]:
    found: list[list[str]] = page.locator(f".{part} mark").evaluate_all(CELLS)
    return found


def expected(story: Story, references: list[str]) -> list[list[str]]:
    data = [story.facts.find(reference) for reference in references]
    kinds = story.project.verdicts
    return [
        [
            datum.statistic,
            "" if datum == story.facts.data[datum.statistic][0] else datum.key,
            f"pen {kinds[datum.verdict.kind].stroke}" if datum.verdict else "",
        ]
        for datum in data
    ]


@pytest.mark.parametrize(("code", "options"), WITH_AND_WITHOUT)
def test_its_cells_are_the_data_in_order_number_and_kind(
    opened: Open, story: Story, code: str, options: dict[str, bool]
) -> None:
    page = opened(STORIES[code], **options)
    shape = [reference for paragraph in story.project.shape.values() for reference in paragraph.figures]
    assert cells(page, "paper") == expected(story, shape)
    judged = [(datum.verdict.kind, datum.reference) for datum in story.facts if datum.verdict]
    by_kind = [reference for kind in story.project.verdicts for own, reference in judged if own == kind]
    assert cells(page, "tally") == expected(story, by_kind)
    assert len(by_kind) == len(set(shape)) > 0
    bare = "items => items.filter((item) => !item.querySelector('small, q')).map(({innerText}) => innerText)"
    worded = page.locator(".tally li").evaluate_all(bare)
    assert not [text for text in worded if re.fullmatch(r"(第\d+|\d+(st|nd|rd|th))", text)]  # of what?


def test_arrows_walk_it_and_each_figure_shows_its_card(opened: Open) -> None:
    page = opened(STORIES["en"])
    figures = page.locator(".paper mark a")
    assert page.locator(".paper a:not([tabindex='-1'])").count() == 1  # the tabulator stops once
    figures.first.focus()
    for key, place in (("ArrowRight", 1), ("ArrowDown", 2), ("ArrowLeft", 1), ("Home", 0), ("ArrowUp", 0), ("End", -1)):
        page.keyboard.press(key)
        expect(figures.nth(place)).to_be_focused()
        expect(card(page)).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(figures.last).to_be_focused()  # where one left off


def ready(page: Page) -> Locator:
    """Wait for the script, and return the account."""
    page.wait_for_function("() => document.querySelector('.paper a[tabindex]')")
    return page.locator(".tally")


def flying(page: Page) -> int:
    return int(page.evaluate("document.querySelector('.xray').getAnimations({subtree: true}).length"))


def away(page: Page) -> int:
    """Count the figures of the account that are not where they belong."""
    return int(page.locator(".tally mark").evaluate_all(AWAY))


@pytest.mark.parametrize("share", [*(pytest.param(share, marks=thorough_only) for share in (0.1, 0.9, 1.3)), 0.5])
def test_wherever_one_stops_the_figures_come_to_rest(opened: Open, share: float) -> None:
    page = opened(STORIES["en"])
    account = ready(page)
    assert away(page) == flying(page) == 0
    account.evaluate(TO, share)  # by its last frame, they are on their way
    page.wait_for_function("() => !document.querySelector('.xray').getAnimations({subtree: true}).length")
    assert away(page) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_figures_gather_once_as_one_scrolls(opened: Open) -> None:
    page = opened(STORIES["en"])
    account = ready(page)
    account.evaluate(TO, 0.1)
    page.wait_for_function(f"() => ({AWAY})([...document.querySelectorAll('.tally mark')]) > 0")
    page.evaluate("document.querySelector('.xray').getAnimations({subtree: true}).forEach((flight) => flight.finish())")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(100)
    account.evaluate(TO, 0.1)
    page.wait_for_timeout(100)
    assert flying(page) == 0


@pytest.mark.parametrize(
    "options", [{"reduced_motion": "reduce"}, {"width": 390}, {"height": 9000}], ids=["reduced", "phone", "whole"]
)
def test_no_figure_flies_for_who_wants_none_on_phones_or_in_a_picture_of_the_whole_page(
    opened: Open, options: dict[str, Any]
) -> None:
    page = opened(STORIES["en"], **options)
    ready(page).scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    assert flying(page) == 0


def test_places_are_asked_for_before_anything_moves(opened: Open) -> None:
    page = opened(STORIES["en"])
    account = ready(page)
    page.evaluate("""() => {
        window.order = "";
        const {getBoundingClientRect: ask, animate: move} = Element.prototype;
        Element.prototype.getBoundingClientRect = function () { order += "?"; return ask.call(this); };
        Element.prototype.animate = function (...way) { order += "!"; return move.apply(this, way); };
    }""")
    account.evaluate("tally => tally.scrollIntoView()")
    page.wait_for_function("() => order.endsWith('!')")
    assert page.evaluate("order").count("!?") < page.locator(".tally details").count()


@pytest.mark.parametrize(("code", "options"), WITH_AND_WITHOUT)
def test_on_a_phone_the_account_is_folded_and_the_story_is_near(
    opened: Open, story: Story, code: str, options: dict[str, bool]
) -> None:
    page = opened(STORIES[code], width=390, height=844, **options)
    marks, shown = page.locator(".tally mark"), page.locator(".tally mark:visible")
    assert marks.count() == len([datum for datum in story.facts if datum.verdict])  # it is all there
    assert shown.count() == 0
    assert page.locator(".tally").bounding_box()["height"] < 844  # type: ignore[index]
    fold = page.locator(".tally details").first
    fold.locator("summary .pen").click()  # the whole line unfolds it
    expect(fold.locator("mark").first).to_be_visible()
    assert shown.count() == fold.locator("mark").count()
    page.emulate_media(media="print")
    assert shown.count() == marks.count()
