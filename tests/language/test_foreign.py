"""Runs of other languages in a page are marked as such, once, and nothing else of the page changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.language.foreign import mark_foreign
from tests.project import SITE, load_problems

SCRIPTS = {"en": r"[a-z]+(?: [a-z&]+)+", "zh-Hans": r"[一-鿿]+"}


def page(body: str, tag: str = "en") -> str:
    return f'<!doctype html>\n<html lang="{tag}">\n<head><title>果园</title></head>\n<body>{body}</body></html>'


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("<p>It is 果园, really.</p>", '<p>It is <span lang="zh-Hans">果园</span>, really.</p>'),
        ("<p>果<br>园</p>", '<p><span lang="zh-Hans">果</span><br><span lang="zh-Hans">园</span></p>'),
        ("<p>a &lt; 果 &amp; b</p>", '<p>a &lt; <span lang="zh-Hans">果</span> &amp; b</p>'),
        ('<a title="果 > 园">果</a>', '<a title="果 > 园"><span lang="zh-Hans">果</span></a>'),
    ],
)
def test_a_run_is_marked(body: str, marked: str) -> None:
    assert mark_foreign(page(body), SCRIPTS) == page(marked)


@pytest.mark.parametrize(
    "body",
    [
        "<p>An orchard of plain words &quot;here&quot;.</p>",
        '<q lang="zh-Hans">果园 of <b>果</b></q>',
        '<img alt="果园">',
        "<option>果园</option>",
        "<svg><text>果园</text></svg>",
        "<code>果园</code>",
        "<script>果园</script>",
    ],
)
def test_the_rest_stays_as_it_is(body: str) -> None:
    assert mark_foreign(page(body), SCRIPTS) == page(body)


def test_after_an_element_of_another_language_the_pages_own_goes_on() -> None:
    html = mark_foreign(page('<p><i lang="zh-Hans">果</i> 果</p>'), SCRIPTS)
    assert '<i lang="zh-Hans">果</i> <span lang="zh-Hans">果</span></p>' in html


def test_a_single_foreign_word_is_no_phrase() -> None:
    html = mark_foreign(page("<p>果园 apple 和 apple tree&amp;co</p>", "zh-Hans"), SCRIPTS)
    assert '果园 apple 和 <span lang="en">apple tree&amp;co</span></p>' in html


def test_without_scripts_nothing_is_marked() -> None:
    assert mark_foreign(page("果园"), {}) == page("果园")


def test_a_script_is_a_regular_expression(tmp_path: Path) -> None:
    changes = {"data/site.yaml": SITE.replace("name: English", 'name: English, script: "[a-z"')}
    assert load_problems(tmp_path, changes) == [
        "data/site.yaml:4:55: '[a-z' is no regular expression: unterminated character set at position 0"
    ]
