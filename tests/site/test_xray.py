"""The X-ray of the real article, in a browser: all its figures, walked by keyboard, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from microsite.charts.story import Story
from tests.conftest import Open, needs_browser
from tests.site.test_reading import STORIES, card

pytestmark = needs_browser

CELLS = """marks => marks.map(mark => {
    const {id, key} = mark.querySelector("[data-id]").dataset;
    return [id, key ?? "", mark.className];
})"""
FLOWN = """marks => marks.filter(mark => !["none", "0px"].includes(getComputedStyle(mark).translate)).length"""


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


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "none"])
@pytest.mark.parametrize("code", STORIES)
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


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_figures_gather_as_one_scrolls(opened: Open, motion: str) -> None:
    page = opened(STORIES["en"], reduced_motion=motion)
    account = page.locator(".tally")
    marks = account.locator("mark")
    page.wait_for_function("() => document.documentElement.className === 'js'")
    assert marks.evaluate_all(FLOWN) == 0  # out of sight, they are where they belong
    account.evaluate("tally => scrollTo(0, tally.getBoundingClientRect().top - innerHeight + 200)")
    page.wait_for_function(
        f"() => ({FLOWN})([...document.querySelectorAll('.tally mark')]) {'> 0' if motion != 'reduce' else '== 0'}"
    )
    account.evaluate("tally => scrollBy(0, tally.getBoundingClientRect().bottom - innerHeight / 2)")
    page.wait_for_function(f"() => ({FLOWN})([...document.querySelectorAll('.tally mark')]) == 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_setting_out_has_the_page_styled_a_few_times_not_once_for_each_figure(opened: Open) -> None:
    page = opened(STORIES["en"])
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")

    def styled() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "RecalcStyleCount"))

    before = styled()
    page.evaluate("() => { dispatchEvent(new Event('afterprint')); }")
    assert styled() - before < page.locator(".tally mark").count() / 4


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "none"])
@pytest.mark.parametrize("code", STORIES)
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
