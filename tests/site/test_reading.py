"""Reading the real site in a real browser, from a folder on disk: cards, index, languages, themes.

No test here knows today's figures: they look for what the facts of the site say.
"""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, expect

from microsite.charts.story import Story
from microsite.facts.derive import Datum
from microsite.verify.budgets import read_budgets
from tests.conftest import Open, address, needs_browser, thorough_only
from tests.project import ENGINE

pytestmark = needs_browser

STORIES = {"en": "index.html", "zh": "zh/index.html"}
SHORT = "data/index.html"  # a page with what all have
CARDS = "method/index.html"  # one with numbers in its text, and less to lay out than the story
INDEXES = {"en": "statistics/index.html", "zh": "zh/statistics/index.html"}
BUDGET = read_budgets(ENGINE).of("story")
SHIFT_BUDGET = 0.01
WIDTHS = (390, 768, 1280)
# Of the story and the index, in each language and width, those that the suite watches as they load.
LOADED = ((STORIES["en"], 1280), (INDEXES["zh"], 390))


def card(page: Page) -> Locator:
    return page.locator(".card:popover-open")


def numbers(page: Page) -> Locator:
    return page.locator("main p:not(.title) > a.number")


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def datum_of(story: Story, link: Locator) -> Datum:
    data = link.locator("data")
    key = data.get_attribute("data-key")
    return story.facts.find(f"{data.get_attribute('data-id')}{f'@{key}' if key else ''}")


# --- charts

READ = """() => [...document.querySelectorAll("figure .artboard")].filter((board) => board.offsetWidth).map((board) => {
  const read = [];
  const press = (key) => {
    board.dispatchEvent(new KeyboardEvent("keydown", { key }));
    return board.querySelector(".reading").textContent;
  };
  board.dispatchEvent(new Event("pointerenter"));
  for (let said = press("Home"); said !== read.at(-1)?.[0]; said = press("ArrowRight")) {
    read.push([said, board.querySelectorAll(".reading .figure").length]);
  }
  return [read.length, read.filter(([, rows]) => !rows).map(([said]) => said)];
})"""


@pytest.mark.parametrize("code", [pytest.param("en", marks=thorough_only), "zh"])
def test_every_mark_of_the_story_is_read_from_its_charts_table(opened: Open, code: str) -> None:
    read = opened(STORIES[code]).evaluate(READ)
    assert all(marks for marks, _ in read)
    assert [said for _, alone in read for said in alone] == []


# --- cards


@pytest.mark.parametrize("code", ["en", pytest.param("zh", marks=thorough_only)])
def test_hovering_a_number_shows_what_is_known_of_it(opened: Open, story: Story, code: str) -> None:
    page = opened(STORIES[code])
    link = numbers(page).first
    datum, prose = datum_of(story, link), story.proses[code]
    link.hover()
    expect(card(page)).to_contain_text(prose.label(datum))
    expect(card(page)).to_contain_text(prose.wording.datum(datum))
    if datum.source:
        expect(card(page)).to_contain_text(story.project.sources[datum.source].publisher[code])
    assert card(page).locator(".more a").evaluate("link => link.href") == link.evaluate("link => link.href")
    page.mouse.move(2, 2)
    expect(card(page)).to_have_count(0)


def test_one_can_move_onto_a_card_and_follow_its_link(opened: Open) -> None:
    page = opened(CARDS)
    link = numbers(page).nth(1)
    target = link.evaluate("link => link.href")
    link.hover()
    card(page).locator(".figure").hover()
    page.wait_for_timeout(400)
    expect(card(page)).to_be_visible()
    card(page).locator(".more a").click()
    page.wait_for_url(target)


@pytest.mark.parametrize("code", [pytest.param("en", marks=thorough_only), "zh"])
def test_a_term_shows_its_definition_and_no_second_one(opened: Open, story: Story, code: str) -> None:
    page = opened(STORIES[code])
    link = page.locator("a.term").first
    id_ = str(link.get_attribute("href")).partition("#")[2]
    link.hover()
    expect(card(page)).to_contain_text(story.proses[code].text(story.project.terms[id_].definition[code]))
    assert link.get_attribute("title") is None  # or the browser's own would stand beside the card


def test_cards_are_fetched_when_first_asked_for(opened: Open) -> None:
    page = opened(CARDS)
    assert not page.evaluate("'cards' in window")
    numbers(page).first.hover()
    expect(card(page)).to_be_visible()
    assert page.evaluate("Object.keys(cards.numbers).length") > 0


@pytest.mark.parametrize("code", [pytest.param("en", marks=thorough_only), "zh"])
def test_every_number_and_term_of_the_story_has_a_card(opened: Open, code: str) -> None:
    page = opened(STORIES[code])
    numbers(page).first.hover()
    expect(card(page)).to_be_visible()
    missing = page.evaluate(
        """() => [...document.querySelectorAll("a.number, a.term")].filter((link) => {
            const data = link.querySelector("[data-id]")?.dataset;
            if (!data) return !cards.terms[link.hash.slice(1)];
            return !cards.numbers[data.key ? `${data.id}@${data.key}` : data.id];
        }).map((link) => link.outerHTML)"""
    )
    assert missing == []


def test_escape_after_a_tap_returns_to_the_number(opened: Open) -> None:
    page = opened(CARDS, width=390, has_touch=True)
    link = numbers(page).first
    link.tap()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(link).to_be_focused()


def test_a_mouse_that_lies_still_elsewhere_takes_no_tap_back(opened: Open) -> None:
    page = opened(CARDS, width=390, has_touch=True)
    numbers(page).first.evaluate(
        """(link) => {
        link.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true, pointerType: "touch"}));
        link.click();
        document.body.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}));
        }"""
    )
    expect(card(page)).to_be_visible()


def test_without_the_cards_file_a_tap_follows_the_link(context: Callable[..., BrowserContext], site: Path) -> None:
    page = context(width=390, has_touch=True).new_page()
    page.route("**/cards.en.js", lambda route: route.abort())
    page.goto(address(site, CARDS))
    link = numbers(page).first
    target = link.evaluate("link => link.href")
    link.tap()
    page.wait_for_url(target)


def test_a_number_that_is_hidden_before_its_card_opens_gets_none(opened: Open) -> None:
    page = opened(CARDS)
    link = numbers(page).first
    link.evaluate(
        """link => {  // at once, or a slow machine would hide it when the card is open
            link.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}));
            link.hidden = true;
        }"""
    )
    page.wait_for_timeout(250)  # longer than a card takes to open; a script that fails is found by the fixture
    assert not card(page).is_visible()


@pytest.mark.parametrize("theme", [pytest.param("light", marks=thorough_only), "dark"])
def test_a_card_wears_the_pages_theme(opened: Open, theme: Any) -> None:
    page = opened(CARDS, color_scheme=theme)
    numbers(page).first.hover()
    expect(card(page)).to_have_css("background-color", background(page))


def test_a_card_has_an_edge_in_forced_colours(opened: Open) -> None:
    page = opened(CARDS, forced_colors="active")
    numbers(page).first.hover()
    expect(card(page)).to_have_css("border-left-style", "solid")
    edge = card(page).evaluate("card => getComputedStyle(card).borderLeftColor")
    assert edge == page.evaluate("getComputedStyle(document.body).color")


# --- the index of statistics


def rows(page: Page) -> Locator:
    return page.locator("table.statistics tr[id]:visible")


def ids(page: Page) -> list[str]:
    found: list[str] = rows(page).evaluate_all("rows => rows.map((row) => row.id)")
    return found


@pytest.fixture(scope="module")
def whole_index(browser: Browser, site: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address(site, INDEXES["en"]))
    yield page
    page.close()
    assert errors == []


@pytest.fixture
def index(whole_index: Page) -> Page:
    """The index in English, for all who only search and choose in it: whole again for each of them."""
    whole_index.evaluate("document.querySelector('form.filters').reset()")
    expect(whole_index.locator("button[type=reset]")).to_be_hidden()  # all is shown again
    return whole_index


def search(page: Page, text: str) -> list[str]:
    page.fill("[name=q]", text)
    expect(page.locator("form.filters")).not_to_have_attribute("aria-busy", "true")
    return ids(page)


@pytest.mark.parametrize("code", [pytest.param("en", marks=thorough_only), "zh"])
def test_a_number_is_found_as_either_language_writes_it(opened: Open, story: Story, code: str) -> None:
    page = opened(INDEXES[code])
    large = [datum for datum in story.facts if datum.quantity.number >= 10**5 and datum.unit != "percent"]
    datum = next(datum for datum in large if datum is story.facts.find(datum.statistic))
    for wording in (prose.wording for prose in story.proses.values()):
        figure = wording.figure(datum.quantity)
        assert datum.statistic in search(page, figure), figure
    plain = format(datum.quantity.number, "f")
    assert datum.statistic in search(page, plain)
    assert datum.statistic in search(page, f"{datum.quantity.number:,}")
    assert datum.statistic in search(page, plain.translate({48 + n: 0xFF10 + n for n in range(10)}))
    assert datum.statistic not in search(page, plain[1:])  # not from the middle of a number


@pytest.mark.parametrize("code", ["en", pytest.param("zh", marks=thorough_only)])
def test_a_name_is_found_by_a_part_of_it_in_either_language(opened: Open, story: Story, code: str) -> None:
    page = opened(INDEXES[code])
    for id_, statistic in list(story.project.statistics.items())[:3]:
        for label in statistic.label.values():
            part = label.split()[-1][:4] if " " in label else label[1:4]
            assert id_ in search(page, part.upper())
            assert id_ in search(page, f"  {part} ")


def test_a_number_with_a_word_of_scale_is_found_however_it_is_scaled(index: Page, story: Story) -> None:
    datum = next(datum for datum in story.facts if datum.quantity.number >= 10**12)
    for scale, words in ((10**8, ("亿", " 亿元")), (10**9, (" billion", "bn yuan"))):
        for word in words:
            assert datum.statistic in search(index, f"{datum.quantity.number / scale:f}".rstrip("0").rstrip(".") + word)
    assert datum.statistic not in search(index, f"{datum.quantity.number / 10**9:f}".rstrip("0").rstrip(".") + "亿")


def test_words_are_found_from_their_beginning_and_short_ones_whole(index: Page) -> None:
    labels = "rows => rows.map((row) => row.cells[0].textContent)"
    search(index, "AI")
    found = rows(index).evaluate_all(labels)
    assert found and not [label for label in found if not re.search(r"\bAI\b|artificial", label)]
    everything = index.evaluate("Object.values(haystacks).map(([label]) => label)")
    group = next(group for group in ("company", "business") if any(group in label.split("\n") for label in everything))
    search(index, group)  # a synonym: it stands in no label, but finds what is named by another
    assert any("firm" in label for label in rows(index).evaluate_all(labels))


def test_the_rest_of_the_site_is_searched_where_pages_may_be_read(
    context: Callable[..., BrowserContext], host: str, story: Story
) -> None:
    page = context().new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(host + INDEXES["en"] + "#find")
    expect(page.locator("[name=q]")).to_be_focused()
    id_, term = next(iter(story.project.terms.items()))
    search(page, story.proses["en"].text(term.term["en"]))
    link = page.locator(f".elsewhere a[href$='glossary/index.html#{id_}']")
    expect(link).to_be_visible()
    assert refused == []  # of what is read of other pages
    link.click()
    expect(page.locator(f"#{id_}")).to_be_in_viewport()


def test_a_figure_beside_the_first_is_shown_where_it_is_found(index: Page, story: Story) -> None:
    for datum in story.facts:
        first = story.facts.find(datum.statistic)
        figure = story.proses["en"].wording.figure(datum.quantity)
        if datum is not first and len(figure) > 4 and figure not in story.proses["en"].wording.datum(first):
            break
    assert datum.statistic in search(index, figure)
    row = index.locator(f"tr[id='{datum.statistic}']")
    expect(row.locator(f"li[data-key='{datum.key}']")).to_be_visible()
    search(index, "")
    expect(row.locator("details")).not_to_have_attribute("open", "")


def test_each_filter_narrows_to_what_it_says_and_counts_it(index: Page) -> None:
    total = rows(index).count()
    for name in ("subject", "kind", "who", "origin"):
        values = index.locator(f"[name={name}] option").evaluate_all("all => all.map((option) => option.value)")
        assert len(values) > 2 and values[0] == ""
        for value in values[1:4]:
            index.select_option(f"[name={name}]", value)
            shown = rows(index)
            assert 0 < shown.count() < total
            assert shown.evaluate_all(
                """(rows, [name, value]) => rows.every((row) => [row, ...row.querySelectorAll("li:not([hidden])")]
                    .some((figure) => figure.dataset[name] === value && figure.checkVisibility()))""",
                [name, value],
            )
            expect(index.locator("output")).to_contain_text(re.compile(rf"\b{shown.count()}\b.*\b{total}\b"))
            assert index.locator(".group:visible").count() <= shown.count()
        index.click("button[type=reset]")
        expect(rows(index)).to_have_count(total)


def test_filters_and_search_hold_for_one_and_the_same_figure(index: Page, story: Story) -> None:
    first = next(datum for datum in story.facts if datum.source and datum.role == "article")
    index.select_option("[name=origin]", "context")
    shown = search(index, story.project.speakers[str(first.speaker)].label["en"])
    assert first.statistic not in shown


def test_where_nothing_matches_it_says_so(opened: Open, story: Story) -> None:
    page = opened(INDEXES["zh"])
    assert search(page, "no such thing") == []
    expect(page.locator("output")).to_have_text(story.project.words["zh"]["filter"]["none"])
    assert page.locator("output").evaluate("output => output.role || output.tagName") == "OUTPUT"  # a live region


@pytest.mark.parametrize("file", ["data/search.js", "static/order.js"])
def test_what_does_not_load_is_told_and_asked_for_again(
    context: Callable[..., BrowserContext], site: Path, story: Story, file: str
) -> None:
    page = context().new_page()
    page.route(f"**/{file}", lambda route: route.abort())
    page.goto(address(site, INDEXES["en"]))
    before, output = ids(page), page.locator("output")
    act = page.locator("th[data-sort=name] button").click if "order" in file else lambda: search(page, "rd-intensity")
    act()
    expect(output).to_have_text(story.project.words["en"]["filter"]["failed"])
    assert ids(page) == before
    page.unroute(f"**/{file}")
    act()
    expect(output).to_have_text(re.compile(r"\d"))
    found = ids(page)
    assert found not in (before, [])
    if "order" in file:
        assert page.locator("th[data-sort=name]").get_attribute("aria-sort") == "ascending"


def test_columns_sort_up_down_and_back(index: Page) -> None:
    story_order = ids(index)
    head = index.locator("th[data-sort=period]")
    button = head.get_by_role("button")
    since = "rows => rows.map((row) => row.dataset.since)"
    button.focus()
    index.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    up = rows(index).evaluate_all(since)
    assert up == sorted(up) and ids(index) != story_order
    expect(index.locator(".group:visible")).to_have_count(0)
    button.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    down = rows(index).evaluate_all(since)
    assert down == sorted(down, reverse=True)
    button.click()
    expect(head).not_to_have_attribute("aria-sort", re.compile(""))
    assert ids(index) == story_order


def test_figures_sort_by_value_within_their_unit(opened: Open) -> None:
    page = opened(INDEXES["en"])
    page.locator("th[data-sort=figure]").get_by_role("button").click()
    expect(page.locator("th[data-sort=figure]")).to_have_attribute("aria-sort", "ascending")
    found = rows(page).evaluate_all(
        "rows => rows.map((row) => [row.dataset.unit, parseFloat(row.querySelector('data').value)])"
    )
    units = [unit for unit, _ in found]
    assert len(set(units)) == sum(unit != after for unit, after in zip(units, [*units[1:], None], strict=True))
    expect(page.locator(".group:visible")).to_have_text(list(dict.fromkeys(units)))
    for unit in set(units):
        values = [value for other, value in found if other == unit]
        assert values == sorted(values)


def test_the_address_keeps_what_is_shown(opened: Open) -> None:
    page = opened(INDEXES["en"])
    page.select_option("[name=origin]", "context")
    search(page, "beijing")
    page.locator("th[data-sort=name]").get_by_role("button").click()
    expect(page.locator("th[data-sort=name]")).to_have_attribute("aria-sort", "ascending")
    page.wait_for_url("**sort=name")
    shown = ids(page)
    query = urlsplit(page.url).query
    assert parse_qs(query) == {"q": ["beijing"], "origin": ["context"], "sort": ["name"]}
    shared = opened(INDEXES["en"], f"?{query}", own=True)
    expect(rows(shared)).to_have_count(len(shown))
    assert ids(shared) == shown
    expect(shared.locator("[name=q]")).to_have_value("beijing")
    page.click("button[type=reset]")
    expect(rows(page)).not_to_have_count(len(shown))
    assert urlsplit(page.url).query == ""


def test_an_address_with_nonsense_shows_everything(opened: Open, story: Story) -> None:
    page = opened(INDEXES["en"], "?sort=-nothing&colour=red&kind=none")
    expect(rows(page)).to_have_count(len(story.project.statistics))


def test_the_search_box_is_named_and_submits_nothing(index: Page) -> None:
    box = index.get_by_role("search").get_by_role("searchbox")
    shown = search(index, "beijing")
    box.press("Enter")
    assert ids(index) == shown


def test_on_phones_subjects_are_folded_until_one_comes_for_what_is_in_them(opened: Open, story: Story) -> None:
    page = opened(INDEXES["en"], width=390)
    bodies = page.locator("table.statistics tbody")
    total = page.locator("tr[id]").count()
    expect(rows(page)).to_have_count(0)
    heads = bodies.get_by_role("button", expanded=False)
    expect(heads).to_have_count(bodies.count())
    assert sum(int(text) for text in bodies.locator(".group small").all_inner_texts()) == total
    bodies.nth(1).get_by_role("button").first.click()
    last = bodies.nth(1).locator("tr[id]")
    assert ids(page) == last.evaluate_all("rows => rows.map((row) => row.id)")
    bodies.nth(1).get_by_role("button", expanded=True).click()
    expect(rows(page)).to_have_count(0)
    assert len(search(page, "beijing")) > 9
    expect(bodies.get_by_role("button", disabled=False)).to_have_count(0)
    page.click("button[type=reset]")
    page.locator("th[data-sort=name]").get_by_role("button").click()
    expect(rows(page)).to_have_count(total)
    for language in ("en", "zh"):
        id_ = list(story.project.statistics)[-1]
        found = opened(f"{INDEXES[language]}", f"#{id_}", width=390)
        expect(found.locator(f"tr[id='{id_}']")).to_be_in_viewport()
    wide = opened(INDEXES["en"])
    expect(rows(wide)).to_have_count(total)
    expect(wide.locator("tbody .group").get_by_role("button", disabled=False)).to_have_count(0)
    plain = opened(INDEXES["en"], width=390, java_script_enabled=False)
    expect(rows(plain)).to_have_count(total)


@pytest.mark.parametrize("code", ["en", pytest.param("zh", marks=thorough_only)])
def test_without_scripts_the_index_is_a_plain_table(opened: Open, story: Story, code: str) -> None:
    page = opened(INDEXES[code], java_script_enabled=False)
    expect(rows(page)).to_have_count(len(story.project.statistics))
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".theme")).to_be_hidden()
    expect(page.locator("thead button")).to_have_count(0)


# --- languages


@pytest.mark.parametrize("width", [*(pytest.param(width, marks=thorough_only) for width in (390, 768)), 1280])
def test_the_switch_keeps_the_place_in_the_story(opened: Open, width: int) -> None:
    page = opened(STORIES["en"], width=width)
    place = page.locator(".chapter").nth(4).locator("figure").first
    id_ = place.get_attribute("id")
    place.evaluate("place => place.scrollIntoView()")
    page.locator(".languages a").evaluate("link => link.click()")
    page.wait_for_url(re.compile(rf"zh/index\.html#{id_}$"))
    page.wait_for_function(
        "id => { const {top} = document.getElementById(id).getBoundingClientRect(); return 0 <= top && top < 400; }",
        arg=id_,
    )


def test_the_switch_keeps_the_term_that_is_unfolded(opened: Open) -> None:
    page = opened("glossary/index.html")
    term = page.locator(".folded details").nth(5)
    term.evaluate("term => { term.open = true; term.scrollIntoView(); }")
    id_ = term.locator(".entry").get_attribute("id")
    page.locator(".languages a").evaluate("link => link.click()")
    page.wait_for_url(re.compile(rf"zh/glossary/index\.html#{id_}$"))
    expect(page.locator(f"#{id_}")).to_be_visible()


def test_at_the_top_of_the_story_the_switch_leads_to_the_top(opened: Open, site: Path) -> None:
    page = opened(STORIES["zh"])
    page.locator(".languages a").click()
    page.wait_for_url(address(site, STORIES["en"]))


def test_the_switch_keeps_the_statistic_and_the_query(opened: Open, story: Story, site: Path) -> None:
    id_ = next(iter(story.project.statistics))
    page = opened(f"statistics/{id_}/index.html")
    page.locator(".languages a").click()
    page.wait_for_url(re.compile(f"zh/statistics/{id_}/index.html"))
    page.goto(address(site, INDEXES["en"]))
    shown = search(page, "beijing")
    page.locator(".languages a").click()
    page.wait_for_url(re.compile(r"zh/statistics/index\.html\?q=beijing"))
    expect(rows(page)).to_have_count(len(shown))
    assert ids(page) == shown


def test_places_of_the_story_have_the_same_names_in_both_languages(site: Path) -> None:
    named = re.compile(r'<(?:section|figure)\b[^>]* id="([^"]+)"')
    names = [named.findall((site / path).read_text("utf-8")) for path in STORIES.values()]
    assert names[0] == names[1] != []


OWN = """(html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const walker = page.createTreeWalker(page.querySelector("main"), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element.closest("svg, option, code, script")) continue;
    if (element.closest("[lang]").lang === page.documentElement.lang) texts.push(walker.currentNode.data);
  }
  return texts;
}"""


@pytest.mark.parametrize("code", STORIES)
def test_runs_of_another_language_are_marked(opened: Open, site: Path, story: Story, code: str) -> None:
    languages = story.project.site.languages
    others = [language.script for other, language in languages.items() if other != code and language.script]
    assert others
    page = opened(SHORT)
    for path in ("index.html", "glossary/index.html", "method/index.html", "statistics/index.html"):
        texts = page.evaluate(OWN, (site / languages[code].root / path).read_text("utf-8"))
        assert texts
        assert [text for text in texts for script in others if re.search(script, text)] == [], path


# --- themes


def choose(page: Page, theme: str) -> None:
    page.locator(".theme select").select_option(theme)


def test_a_theme_is_chosen_remembered_and_given_back_to_the_system(opened: Open, site: Path) -> None:
    page = opened(SHORT, color_scheme="light", own=True)
    light = background(page)
    choose(page, "dark")
    dark = background(page)
    assert dark != light
    page.goto(address(site, f"zh/{SHORT}"))
    assert background(page) == dark
    expect(page.locator(".theme select")).to_have_value("dark")
    page.emulate_media(color_scheme="dark")
    choose(page, "light")
    assert background(page) == light
    page.reload()
    assert background(page) == light
    choose(page, "")
    assert background(page) == dark
    page.reload()
    assert background(page) == dark
    expect(page.locator(".theme select")).to_have_value("")


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), pytest.param("dark", "light", marks=thorough_only)])
def test_the_first_frame_has_the_chosen_theme(opened: Open, system: Any, chosen: str) -> None:
    page = opened(STORIES["en"], color_scheme=system, own=True)
    choose(page, chosen)
    expected = background(page)
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => seen.push("loaded"));
        const seen = window.seen = [];
        (function look() {
            if (document.body) seen.push(getComputedStyle(document.documentElement).backgroundColor);
            requestAnimationFrame(look);
        })();"""
    )
    for _ in range(3):  # Chromium writes down late what a page remembers, and may be asked before it has
        page.reload()
        page.wait_for_function("() => seen.filter((colour) => colour !== 'loaded').length > 3")
        if page.evaluate("localStorage.getItem('theme')") == chosen:
            break
    assert set(page.evaluate("seen")) - {"loaded"} == {expected}
    first = page.locator("head :is(script, style, link[rel=stylesheet])").first
    assert first.evaluate("({tagName, defer, async}) => [tagName, defer, async]") == ["SCRIPT", False, False]


def test_a_theme_can_be_chosen_where_nothing_is_remembered(context: Callable[..., BrowserContext], site: Path) -> None:
    page = context(color_scheme="light").new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page.goto(address(site, SHORT))
    light = background(page)
    choose(page, "dark")
    assert background(page) != light
    expect(page.locator(".theme select")).to_have_value("dark")


def test_a_theme_chosen_in_another_window_is_taken_over(opened: Open, site: Path) -> None:
    page = opened(STORIES["en"], color_scheme="light", own=True)
    other = page.context.new_page()
    other.goto(address(site, SHORT))
    for _ in range(3):  # short of memory, Chromium may let go of what it holds for a page, and then tells it nothing
        choose(other, "light")
        choose(other, "dark")
        with suppress(AssertionError):
            expect(page.locator(".theme select")).to_have_value("dark", timeout=5000)
            break
    assert background(page) == background(other)


def test_a_theme_chosen_while_a_page_was_asleep_is_taken_over(opened: Open) -> None:
    page = opened(SHORT, color_scheme="light", own=True)
    page.evaluate("localStorage.setItem('theme', 'dark')")  # as another page does, but for the news of it
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".theme select")).to_have_value("dark")


@pytest.mark.parametrize(
    "path", ["index.html", pytest.param("method/index.html", marks=thorough_only), "statistics/index.html"]
)
def test_grounds_are_printed_without_the_reader_asking(opened: Open, path: str) -> None:
    page = opened(path)
    page.emulate_media(media="print")
    left_out = """elements => elements.filter((element) => {
      const { backgroundImage, printColorAdjust } = getComputedStyle(element);
      return printColorAdjust !== "exact" && backgroundImage !== "none";
    }).length"""
    assert page.eval_on_selector_all("body *", left_out) == 0


def test_print_asks_for_no_grid_and_no_container(opened: Open) -> None:
    page = opened(STORIES["zh"], width=390)
    page.emulate_media(media="print")
    assert page.evaluate("""[...document.querySelectorAll("main, main section, .chapter")].every(
        part => getComputedStyle(part).display === "block")""")
    shown = "all => all.filter(board => board.offsetWidth).map(board => board.className)"
    for chart in page.locator("figure.chart:has(.artboard)").all():
        assert chart.locator(".artboard").evaluate_all(shown) == ["artboard w720"]  # Firefox sees no @container here


def test_print_is_light_whatever_was_chosen(opened: Open) -> None:
    page = opened(STORIES["en"], color_scheme="light", own=True)
    ink = "getComputedStyle(document.body).color"
    light = page.evaluate(ink)
    choose(page, "dark")
    page.emulate_media(media="print")
    assert (background(page), page.evaluate(ink)) == ("rgb(255, 255, 255)", light)


def test_print_heads_a_page_with_its_name_alone(opened: Open) -> None:
    page = opened(STORIES["en"])
    page.emulate_media(media="print")
    assert page.locator(".masthead :is(a, button, select):visible").count() == 1


def test_the_system_is_followed_without_scripts(opened: Open) -> None:
    backgrounds = {
        theme: background_without_scripts(opened(SHORT, color_scheme=theme, java_script_enabled=False))
        for theme in ("light", "dark")
    }
    assert backgrounds["light"] != backgrounds["dark"]


def background_without_scripts(page: Page) -> bytes:
    return page.screenshot(clip={"x": 0, "y": 300, "width": 4, "height": 4})


@pytest.mark.parametrize("width", [320, *(pytest.param(width, marks=thorough_only) for width in (390, 768)), 1280])
def test_the_controls_are_large_enough_and_reachable(opened: Open, width: int) -> None:
    page = opened(INDEXES["en"], width=width)
    if page.locator(".menu").is_visible():
        page.locator(".menu").click()
    for folded in page.locator(".filters summary:visible").all():
        folded.click()
    shown = ":is(.theme select, .filters :is(input, select, summary, button), thead button):visible"
    controls = page.locator(shown)
    assert controls.count() >= 12
    assert min(controls.evaluate_all("all => all.map((control) => control.getBoundingClientRect().height)")) >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_text_of_charts_grows_with_the_reader_s(context: Callable[..., BrowserContext], site: Path) -> None:
    """As far as the window has room: what is then drawn is the chart for a narrower one, enlarged."""
    page, heights = context(width=1280).new_page(), []
    for size in (16, 32):
        sizes = {"fontSizes": {"standard": size, "fixed": size}}
        page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)
        for path in ("charts/rd-intensity/index.html", STORIES["zh"]):
            page.goto(address(site, path))
            drawn = page.locator("figure.chart").first.locator(".artboard:visible")
            expect(drawn).to_have_count(1)
            heights.append(box(drawn.locator("text").first)["height"])
    assert heights[2] > 1.6 * heights[0]
    assert heights[3] > 1.6 * heights[1]


# --- what moves


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_what_moves_follows_the_scroll_or_is_off(opened: Open, motion: Any) -> None:
    page = opened(STORIES["en"], reduced_motion=motion)
    timelines = page.evaluate("document.getAnimations().map(({timeline}) => timeline?.constructor.name)")
    assert set(timelines) == ({"ScrollTimeline"} if motion == "no-preference" else set())


def test_the_x_ray_is_in_sight_when_the_story_opens(opened: Open) -> None:
    for code in STORIES:
        page = opened(STORIES[code], height=900)
        assert box(page.locator(".xray .paper"))["y"] < 900


@pytest.mark.parametrize(
    ("code", "width"),
    [("en", 390), ("zh", 1280), *(pytest.param(*case, marks=thorough_only) for case in (("en", 1280), ("zh", 390)))],
)
def test_chapters_out_of_sight_wait_and_take_about_the_room_that_they_will_need(
    opened: Open, code: str, width: int
) -> None:
    page = opened(STORIES[code], width=width, java_script_enabled=False)  # scripts show them when there is time
    waits = "e => !e.querySelector('h2').checkVisibility({contentVisibilityAuto: true})"
    assert page.evaluate(f"[...document.querySelectorAll('.chapter')].slice(1).every({waits})")
    height = "e => e.getBoundingClientRect().height"
    waiting = page.locator(".chapter").evaluate_all(f"all => all.slice(1).map({height})")
    page.locator(".chapter").evaluate_all("all => all.forEach(e => (e.style.contentVisibility = 'visible'))")
    shown = page.locator(".chapter").evaluate_all(f"all => all.slice(1).map({height})")
    for estimate, real in zip(waiting, shown, strict=True):
        assert real * 0.8 < estimate < real * 1.4
    assert box(page.locator(".chapter h2").last)["x"] == box(page.locator("h1"))["x"]


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=thorough_only)])
def test_a_place_deep_in_the_story_is_reached_though_what_is_above_it_was_never_laid_out(
    opened: Open, width: int
) -> None:
    page = opened(STORIES["en"], width=width)
    for target in page.locator(".chapter, .chapter figure[id]").evaluate_all("all => all.map(({id}) => id)")[:-1][::-5]:
        page.evaluate("id => location.hash = id", target)
        expect(page.locator(f"#{target}")).to_be_in_viewport()
        page.wait_for_function(
            "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 80", arg=target
        )


@pytest.mark.parametrize("scripts", [True, False])
def test_contents_stick_where_there_is_room_and_fold_where_there_is_none(opened: Open, scripts: bool) -> None:  # noqa: FBT001
    link = ".contents li a >> nth=0"
    wide = opened(STORIES["en"], java_script_enabled=scripts)
    assert wide.locator(link).is_visible()
    assert wide.evaluate("getComputedStyle(document.querySelector('.contents')).position") == "sticky"
    narrow = opened(STORIES["en"], width=390, java_script_enabled=scripts)
    assert narrow.evaluate("getComputedStyle(document.querySelector('.contents')).position") == "sticky"
    assert not narrow.locator(link).is_visible()
    narrow.locator(".contents summary").click()
    assert narrow.locator(link).is_visible()


# --- budgets


@pytest.mark.parametrize("code", STORIES)
def test_the_storys_scripts_are_small_and_those_in_the_page_admitted_by_their_hash(site: Path, code: str) -> None:
    html = (site / STORIES[code]).read_text("utf-8")
    assert not re.search(r"<script[^>]* src=", html)
    scripts = [text.encode() for text in re.findall(r"<script(?: data-[^>]*)?>(.*?)</", html, re.DOTALL)]
    assert len(scripts) == html.count("<script") - html.count('<script type="application/ld+json"')
    styles = [text.encode() for text in re.findall(r"<style>(.*?)</style>", html, re.DOTALL)]
    assert styles
    for text in (*scripts, *styles):
        assert f"'sha256-{b64encode(sha256(text).digest()).decode()}'" in html
    assert sum(len(gzip.compress(content, 9)) for content in scripts) <= BUDGET["scripts"] * 1024


@pytest.mark.parametrize("code", [pytest.param("en", marks=thorough_only), "zh"])
def test_the_story_comes_in_few_requests_that_weigh_little(
    context: Callable[..., BrowserContext], host: str, site: Path, code: str
) -> None:
    page = context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host + STORIES[code], wait_until="networkidle")
    assert all(url.startswith(host) for url in asked)
    assert len(asked) <= BUDGET["requests"]
    files = [(site / url.removeprefix(host)).read_bytes() for url in asked]
    assert sum(min(len(gzip.compress(content, 9)), len(content)) for content in files) <= BUDGET["all"] * 1024


@pytest.mark.parametrize(
    ("path", "width"),
    [
        pytest.param(path, width, marks=() if (path, width) in LOADED else thorough_only)
        for path in (*STORIES.values(), *INDEXES.values())
        for width in WIDTHS
    ],
)
def test_nothing_moves_while_a_page_loads_and_a_card_opens(
    context: Callable[..., BrowserContext], host: str, path: str, width: int
) -> None:
    page = context(width=width).new_page()
    page.goto(host + path)
    for fold in page.locator(".group button:enabled").all()[:1]:  # on phones, of the index
        fold.click()
    page.locator("main a.number:visible").first.hover()
    expect(card(page)).to_be_visible()
    shift = page.evaluate(
        """() => new Promise((resolve) => new PerformanceObserver((list) =>
            resolve(list.getEntries().reduce((sum, {value, hadRecentInput}) => sum + (hadRecentInput ? 0 : value), 0))
        ).observe({type: "layout-shift", buffered: true}) || setTimeout(resolve, 200, 0))"""
    )
    assert shift <= SHIFT_BUDGET
