"""Who can read the real site, and how: what static/visual rules promise of contrast, size, keyboard, language.

Automated checkers pass pages whose charts have no alternative at all; that these have one, and that it says
what is drawn, is for test_real_charts.py.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from microsite.charts.story import Story
from microsite.pages.assets import read_tokens
from tests.conftest import Open, address, needs_browser, thorough_only
from tests.project import ENGINE

pytestmark = needs_browser

LISTS = ("charts", "statistics", "exhibits", "policies", "glossary", "method", "corrections", "data")
STORY = "index.html"
FOLDERS = ("", "zh/")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
AXE = Axe()
TEXTS = ("ink", "muted", "vermilion", "indigo")  # of the tokens, those in which text is set
MARKS = ("axis",)
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }\n"
SPACING += "p { margin-bottom: 2em !important }"  # WCAG 1.4.12


def pages(story: Story) -> list[str]:
    """Return a page of each kind."""
    statistic, chart = next(iter(story.project.statistics)), next(iter(story.project.charts))
    lists = [f"{name}/index.html" for name in LISTS]
    return [STORY, *lists, "404.html", f"statistics/{statistic}/index.html", f"charts/{chart}/index.html",
            f"embed/{chart}/index.html"]  # fmt: skip


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    found = AXE.run(page, options={**options, "resultTypes": ["violations"], "iframes": False}).response["violations"]
    return [f"{item['id']}: {node['target']}" for item in found for node in item["nodes"]]


# What is alike and stands side by side, as rows, paragraphs and the marks of charts do, comes from one place of a
# template: of each, three stay, and nothing of what is not shown.
THIN = """() => {
  for (const board of document.querySelectorAll(".artboard")) if (!board.offsetWidth) board.remove();
  for (const parent of document.body.querySelectorAll("*")) {
    const seen = {};
    for (const child of [...parent.children]) {
      const kind = [child.localName, ...["class", "fill", "data-kind"].map((name) => child.getAttribute(name))].join();
      seen[kind] = (seen[kind] ?? 0) + 1;
      if (seen[kind] > 3) child.remove();
    }
  }
}"""


# Controls that are smaller than so many pixels. Links in running text and in tables are exempt (WCAG 2.5.8).
SMALLER = """smallest => [...document.querySelectorAll(
  "button, summary, select, input, .masthead a, .links a, .contents a, .colophon li a"
)].filter(control => control.checkVisibility({visibilityProperty: true}) && !control.disabled).flatMap(control => {
  const target = control.type === "checkbox" ? control.closest("label") : control;
  const {width, height} = target.getBoundingClientRect();
  return Math.min(width, height) < smallest - 0.5 ? [`${control.outerHTML.slice(0, 60)} ${width}x${height}`] : [];
})"""


# Every kind in one language; in the other, the two that have most in them: templates are the same. Half of the kinds
# are light, half dark: that the colours of texts stand out from paper in both is proven below.
@pytest.mark.parametrize(("number", "folder"), [*((number, "zh/") for number in range(13)), (0, ""), (10, "")])
def test_no_kind_of_page_has_a_fault_that_axe_knows_or_a_control_that_is_hard_to_hit(
    opened: Open, story: Story, number: int, folder: str, *, thorough: bool
) -> None:
    themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    chosen = themes if thorough else (themes[(number + (folder == "")) % 2],)
    page = opened(folder + pages(story)[number])
    assert page.evaluate(SMALLER, 24) == []
    if not thorough:
        page.evaluate(THIN)
    for theme in chosen:
        page.emulate_media(color_scheme=theme)
        assert violations(page, RULES) == [], theme


def test_every_kind_of_page_is_among_them(story: Story) -> None:
    assert len(pages(story)) == 13
    named = {name for name in story.project.pages[story.project.default_language] if "/" not in name}
    assert {"index", "404", *LISTS} == named


# --- contrast, of the tokens


def luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, by WCAG 2.2."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_marks_stand_out_from_paper(theme: str) -> None:
    tokens = {name: colours[theme] for name, colours in read_tokens(ENGINE, ENGINE).items()}
    assert all(contrast(tokens[name], tokens["paper"]) >= 4.5 for name in TEXTS)
    assert all(contrast(tokens[name], tokens["paper"]) >= 3 for name in MARKS)
    assert contrast(tokens["ink"], tokens["indigo"]) >= 3  # whose figure it is, told without colours
    assert set(tokens) == {*TEXTS, *MARKS, "paper", "grid"}


# --- small screens, large text, wide spacing


WIDE = [  # width of the window, size that a reader has chosen for text, added style
    (320, 32, "p {}"),
    (320, 16, SPACING),
    (320, 16, "p {}"),
    (640, 16, ":root { font-size: 200% }"),
    (320, 20, "p {}"),
    (390, 24, "p {}"),
]


def kind(site: Path, path: str) -> str:
    """Return which kind of page this is: what its body is called; nothing for what leads on to another page."""
    found = re.search(r"<body class=[^>]+>", (site / path).read_text("utf-8"))
    return found[0] if found else ""


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_scrolls_sideways(
    context: Callable[..., BrowserContext], site: Path, story: Story, folder: str, *, thorough: bool
) -> None:
    """On the longest page of each kind, however large text is and wide it is set.

    The suite tries the most of both and one of the others in turn; in Chinese, whose lines may end nearly anywhere, one
    of these three on every third page.
    """
    longest: dict[str, str] = {}
    for file in sorted(site.rglob("*.html"), key=lambda file: -file.stat().st_size):
        path = file.relative_to(site).as_posix()
        if path.startswith("zh/") == bool(folder) and kind(site, path):
            longest.setdefault(kind(site, path), path)
    assert {kind(site, folder + path) for path in pages(story)} <= longest.keys()
    page = context(bypass_csp=True).new_page()
    devtools = page.context.new_cdp_session(page)
    for number, path in enumerate(longest.values()):
        if folder and number % 3 and not thorough:
            continue
        page.goto(address(site, path))
        turn = [*WIDE[:2], WIDE[2 + number % 4]]
        for width, size, style in WIDE if thorough else [turn[number // 3 % 3]] if folder else turn:
            page.set_viewport_size({"width": width, "height": 800})
            devtools.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
            added = page.add_style_tag(content=style)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path}: {wide} px wide in {width} with text of {size} px and {style!r}"
            assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= size
            added.evaluate("style => style.remove()")


@pytest.mark.parametrize("folder", [pytest.param("", marks=thorough_only), "zh/"])
def test_text_at_double_size_is_not_cut(opened: Open, folder: str) -> None:
    page = opened(folder + STORY, width=1280, bypass_csp=True)
    page.add_style_tag(content=":root { font-size: 200% }")
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main :is(p, li, h1, h2, h3, dd, dt, td, th, a), .masthead *")].filter(
            (item) => item.checkVisibility() && getComputedStyle(item).overflow === "hidden"
                && !item.closest(".visually-hidden")
                && (item.scrollHeight > item.clientHeight + 2 || item.scrollWidth > item.clientWidth + 2)
        ).map((item) => item.outerHTML.slice(0, 80))"""
    )
    assert cut == []


MISPLACED = r"""() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const found = [];
  let block, line, said;
  while (texts.nextNode()) {
    const text = texts.currentNode;
    let parent = text.parentElement;
    if (parent.closest("script, style, svg, .visually-hidden") || !parent.checkVisibility()) continue;
    while (getComputedStyle(parent).display.startsWith("inline")) parent = parent.parentElement;
    if (parent !== block) [block, line, said] = [parent, undefined, ""];
    for (const [index, sign] of [...text.data].entries()) {
      range.setStart(text, index);
      range.setEnd(text, index + 1);
      const box = range.getClientRects()[0];
      if (!box || !sign.trim()) continue;
      const begins = line && box.top >= line.bottom - 2;
      if (begins && /[,.;:!?)，。；：、！？）”’》]/.test(sign)) found.push(`${said} / ${sign}`);
      line = box;
      said += sign;
    }
  }
  return found;
}"""


@pytest.mark.parametrize(
    ("folder", "widths"),
    [("zh/", (320, 360, 390, 768)), ("", (320,)), pytest.param("", (360, 390, 768), marks=thorough_only)],
    ids=str,
)
def test_no_line_begins_with_what_ends_a_phrase(opened: Open, folder: str, widths: tuple[int, ...]) -> None:
    """English lines end at spaces: signs that stand at one with a word stay there, in the narrowest as in others."""
    page = opened(folder + STORY)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(MISPLACED) == [], width


def test_no_sign_of_a_statistic_s_name_stands_alone(opened: Open, site: Path) -> None:
    """Each name, as its page has it, in the place of one that is open: how many signs its last line has."""
    pages = sorted((site / "zh/statistics").glob("*/index.html"))
    names = [re.search(r"<h1[^>]*>.*?</h1>", page.read_text("utf-8"), re.DOTALL) for page in pages]
    page = opened(pages[0].relative_to(site).as_posix())
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        last = page.evaluate(
            """names => names.map(name => {
              document.querySelector(".opening h1").outerHTML = name;
              const text = document.querySelector(".opening h1").lastChild;
              const range = document.createRange();
              const tops = [...text.data].map((_, i) => {
                range.setStart(text, i);
                range.setEnd(text, i + 1);
                return Math.round(range.getBoundingClientRect().bottom);
              });
              return tops.filter(top => top >= tops.at(-1) - 4).length;
            })""",
            [name[0] for name in names if name],
        )
        assert len(last) == len(pages)
        assert min(last) > 1, (width, [name[0] for name, count in zip(names, last, strict=True) if name and count < 2])


def test_lines_above_charts_end_where_a_clause_does(opened: Open) -> None:
    page = opened("zh/" + STORY)
    for kind in (".title", ".subtitle"):
        lines = page.locator(f".chart {kind}").first.evaluate(
            """element => {
              element.style.width = "15em";
              element.textContent = "没有查到的年份不画，".repeat(3);
              return Math.round(element.offsetHeight / parseFloat(getComputedStyle(element).lineHeight));
            }"""
        )
        assert lines == 3, kind


# --- forced colours


def test_charts_survive_forced_colours(opened: Open) -> None:
    page = opened(STORY, forced_colors="active")
    colours = page.evaluate(
        """() => Object.fromEntries(["paper", "ink", "vermilion", "grid"].map((name) => {
            const probe = document.body.appendChild(document.createElement("i"));
            probe.style.cssText = `forced-color-adjust:none;color:var(--${name})`;
            return [name, getComputedStyle(probe).color];
        }))"""
    )
    assert colours["grid"] == colours["paper"]  # hidden
    assert len({colours["paper"], colours["ink"], colours["vermilion"]}) == 3
    drawn = page.locator(".artboard:visible text[fill=currentColor]").first.evaluate(
        "text => getComputedStyle(text).fill"
    )
    assert drawn == colours["ink"]


# --- keyboard and touch


def test_controls_are_large_enough_for_fingers(
    context: Callable[..., BrowserContext], site: Path, story: Story
) -> None:
    page = context(has_touch=True, is_mobile=True, width=390).new_page()
    for path in pages(story):
        page.goto(address(site, path))
        assert page.evaluate(SMALLER, 44) == [], path


def test_every_control_has_a_visible_focus_in_the_order_of_the_page(opened: Open) -> None:
    page = opened(STORY, height=900)
    places: list[tuple[str, float]] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        outline, width, name = page.evaluate(
            """() => {
                const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
                return [outlineStyle, parseFloat(outlineWidth), document.activeElement.outerHTML.slice(0, 60)];
            }"""
        )
        assert outline != "none" and width >= 2, name
        places.append((name, width))
    assert len(dict(places)) > 20


# --- languages


def test_languages_name_each_other(story: Story, site: Path) -> None:
    tags = {code: language.tag for code, language in story.project.site.languages.items()}
    for path in pages(story):
        linked = {}
        for folder, tag in zip(FOLDERS, tags.values(), strict=True):
            html = (site / folder / path).read_text("utf-8")
            assert f'<html lang="{tag}"' in html
            found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)
            here = (site / folder / path).parent
            linked[tag] = {name: (here / url).resolve() for name, url in found if "://" not in url}
        for one, other in itertools.combinations(linked.values(), 2):
            assert one == other


# --- paper


def test_the_story_prints_with_its_tables_and_addresses(opened: Open) -> None:
    page = opened(STORY, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.locator("figure.chart table").first.is_visible()
    assert page.locator(".masthead nav").first.is_hidden()
    address = page.evaluate("getComputedStyle(document.querySelector('main a[href^=http]'), '::after').content")
    assert "http" in address
