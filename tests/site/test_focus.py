"""Reading with Chromium as readers have it: focus, and what a page lays out, are partly a browser's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from microsite.charts.story import Story
from tests.conftest import Open, address, needs_browser, thorough_only
from tests.site.test_reading import CARDS, STORIES, box, card, numbers

pytestmark = needs_browser

CLEAR = """link => {
  const card = document.querySelector(".card:popover-open")?.getBoundingClientRect();
  return card && card.left >= 0 && card.right <= innerWidth && card.top >= 0 && card.bottom <= innerHeight
    && [...link.getClientRects()].every(({top, bottom}) => card.top >= bottom || card.bottom <= top);
}"""
HIDDEN = "!chapter.querySelector('h2').checkVisibility({contentVisibilityAuto: true})"


@pytest.mark.parametrize("width", [390, pytest.param(768, marks=thorough_only), 1280])
def test_a_card_covers_nothing_of_what_it_explains_and_stays_in_the_window(opened: Open, width: int) -> None:
    page = opened(STORIES["en"], width=width, height=640)
    links = page.locator("main :is(a.number, a.term):visible").element_handles()
    for index, link in enumerate(links[:: max(1, len(links) // 6)]):
        page.keyboard.press("Escape")
        link.evaluate("(link, block) => link.scrollIntoView({block})", ("start", "center", "end")[index % 3])
        link.focus()
        page.wait_for_function(CLEAR, arg=link)  # chapters are laid out as they come in sight
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_by_keyboard_focus_opens_escape_closes_and_enter_follows(opened: Open) -> None:
    page = opened(CARDS)
    link = numbers(page).first
    before = link.evaluate_handle(
        """link => { const all = [...document.querySelectorAll("a[href], button, summary")];
        return all[all.indexOf(link) - 1]; }"""
    ).as_element()
    assert before is not None
    before.focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(card(page)).to_be_visible()
    described = page.locator(f"#{link.get_attribute('aria-describedby')}")
    assert str(described.text_content()) in str(card(page).text_content())
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(link).to_be_focused()
    assert link.get_attribute("aria-describedby") is None
    target = link.evaluate("link => link.href")
    page.evaluate("Object.defineProperty(UIEvent.prototype, 'detail', {value: 1})")  # a key's click, too, in Firefox
    page.keyboard.press("Enter")
    page.wait_for_url(target)


@pytest.fixture
def watched(context: Callable[..., BrowserContext]) -> Page:
    """A page that remembers, as `seen`, the classes its root had."""
    page = context().new_page()
    page.add_init_script(
        """window.seen = [];
        const root = new MutationObserver(() => seen.push(document.documentElement.className));
        root.observe(document, {attributes: true, subtree: true});"""
    )
    return page


def seen(page: Page) -> set[str]:
    expect(page.locator("html")).not_to_have_class(re.compile("frame"))
    return {name for names in page.evaluate("seen") for name in names.split()}


def test_a_story_opens_with_its_first_screen_then_what_stands_before_the_chapters(watched: Page, site: Path) -> None:
    watched.goto(address(site, STORIES["en"]))
    assert {"first-frame", "second-frame"} <= seen(watched)
    expect(watched.locator(".chapter:not([style])")).to_have_count(0)  # all laid out, for who takes a picture
    watched.locator(".chapter").evaluate_all("all => all.forEach(chapter => chapter.removeAttribute('style'))")
    watched.locator(".chapter").first.scroll_into_view_if_needed()  # the X-ray is taller than what is laid out ahead
    waits = f"[...document.querySelectorAll('.chapter')].every(chapter => {HIDDEN})"
    watched.wait_for_function(f"() => !{waits}")
    watched.evaluate("document.documentElement.classList.add('first-frame')")
    for shown, there in {"h1": True, ".lead": False}.items():
        expect(watched.locator(shown).first).to_be_visible(visible=there)
    watched.evaluate("document.documentElement.classList.replace('first-frame', 'second-frame')")
    expect(watched.locator(".lead")).to_be_visible()
    assert watched.evaluate(waits)


@pytest.mark.parametrize(("place", "hidden"), [("#brains", "false"), ("", "true")])
def test_an_address_into_a_story_and_a_tab_behind_others_wait_for_no_frame(
    watched: Page, site: Path, place: str, hidden: str
) -> None:
    watched.add_init_script(f"Object.defineProperty(document, 'hidden', {{get: () => {hidden}}})")
    watched.goto(address(site, STORIES["en"]) + place)
    assert "js" in seen(watched)
    assert "first-frame" not in seen(watched)


def test_who_comes_back_to_a_story_finds_the_place(watched: Page, site: Path) -> None:
    watched.add_init_script("Object.defineProperty(navigator, 'webdriver', {get: () => false})")
    watched.goto(address(site, STORIES["en"]))
    place = """() => [...document.querySelectorAll(".chapter .prose > *")]
        .find(element => element.getBoundingClientRect().top > 0).textContent"""
    before = watched.evaluate(f"""async () => {{
        for (let frame = 0; frame < 30; frame++) {{  // as far as one gets in ten, and until what is there is laid out
            if (frame < 10) scrollBy(0, 1000);
            await new Promise(requestAnimationFrame);
        }}
        return ({place})();
    }}""")
    watched.reload()
    watched.wait_for_function(f"before => scrollY > 5000 && ({place})() === before", arg=before)


@pytest.mark.parametrize("driven", [True, False])
def test_a_story_is_whole_for_what_takes_a_picture_as_soon_as_it_is_there(
    context: Callable[..., BrowserContext], site: Path, *, driven: bool
) -> None:
    page = context().new_page()
    page.add_init_script(f"Object.defineProperty(navigator, 'webdriver', {{get: () => {str(driven).lower()}}})")
    waits = f"[...document.querySelectorAll('.chapter')].some(chapter => {HIDDEN})"
    if driven:
        page.goto(address(site, STORIES["en"]))
        page.wait_for_function("() => !/-frame/.test(document.documentElement.className)")
    else:
        page.clock.install(time=0)
        page.clock.pause_at(1000)  # or it would go on while a slow machine is at work
        page.goto(address(site, STORIES["en"]))
        page.clock.run_for(4000)
        assert page.evaluate(waits)
        page.clock.run_for(2000)
        page.wait_for_function(f"() => !{waits}")
    assert not page.evaluate(waits)


def test_leaving_a_number_by_keyboard_closes_its_card_and_adds_no_stop(opened: Open) -> None:
    page = opened(CARDS)
    links = page.locator("main a[href]:visible")
    index = links.evaluate_all("all => all.findIndex((link) => link.matches('p > a.number'))")
    links.nth(index).focus()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card') === null")
    assert links.nth(index).get_attribute("aria-describedby") is None


def test_a_tap_or_click_pins_the_card_and_never_leaves_the_page(opened: Open) -> None:
    page = opened(CARDS, width=390, has_touch=True)
    link, url = numbers(page).first, page.url
    target = link.evaluate("link => link.href")
    for press in (link.tap, link.click):
        press()
        expect(card(page)).to_be_visible()
        more = card(page).locator(".more a")
        expect(more).to_be_focused()  # a screen reader goes on there, and reads the card as its description
        assert more.get_attribute("aria-describedby") == "card"
        numbers(page).nth(1).hover()  # what is pinned stays
        page.wait_for_timeout(400)
        expect(more).to_be_focused()
        press()
        expect(card(page)).to_have_count(0)
    link.tap()
    page.touchscreen.tap(5, box(link)["y"])
    expect(card(page)).to_have_count(0)
    assert page.url == url
    link.tap()
    card(page).locator(".more a").tap()
    page.wait_for_url(target)


def test_a_bar_on_phones_says_where_one_is_and_leads_to_the_same_place_in_the_other_language(opened: Open) -> None:
    page = opened(STORIES["en"], width=390)
    chapter = page.locator(".chapter").nth(4)
    id_ = chapter.get_attribute("id")
    page.locator(".contents summary").click()
    page.locator(f".contents a[href='#{id_}']").click()
    expect(chapter.locator("h2")).to_be_in_viewport()
    name = str(page.locator(f".contents a[href='#{id_}']").text_content())
    expect(page.locator(".contents summary b")).to_have_text(name)
    expect(page.locator(".contents ol")).not_to_be_visible()
    assert box(page.locator(".contents"))["y"] == 0
    assert box(chapter.locator("h2"))["y"] >= box(page.locator(".contents"))["height"]
    switch = box(page.locator(".contents .language"))
    page.mouse.click(switch["x"] + 5, switch["y"] + 10)  # a locator would scroll the page first, as no reader does
    page.wait_for_url(re.compile(rf"zh/index\.html#{id_}"))
    expect(page.locator(f"#{id_} h2")).to_be_in_viewport()


def test_a_part_and_the_page_can_be_taken_along(opened: Open) -> None:
    page = opened(STORIES["en"])
    page.evaluate("""() => {
        window.copied = [];
        Object.defineProperty(navigator, "clipboard", {value: {writeText: async (text) => copied.push(text)}});
        navigator.share = undefined;
    }""")
    chapter = page.locator(".chapter").nth(1)
    chapter.locator("h2 .anchor").click()
    page.locator(".contents .pass").click()
    page.locator(".colophon .pass").click()
    plain = page.url.partition("#")[0]
    place = f"{plain}#{chapter.get_attribute('id')}"
    assert page.evaluate("copied") == [place, place, plain]
    assert page.url == place
    page.evaluate("() => { navigator.share = async ({url}) => copied.push(`sheet ${url}`); }")
    page.locator(".colophon .pass").click()
    assert page.evaluate("copied.at(-1)") == f"sheet {plain}"


def test_who_comes_for_what_is_folded_finds_it_unfolded(opened: Open, story: Story) -> None:
    id_ = list(story.project.policies)[-1]
    page = opened("policies/index.html", f"#{id_}")
    expect(page.locator(f"#{id_}")).to_be_in_viewport()
    first = next(iter(story.project.policies))
    expect(page.locator(f"#{first}")).not_to_be_visible()
    page.evaluate("id => { location.hash = id; }", first)
    expect(page.locator(f"#{first}")).to_be_in_viewport()
