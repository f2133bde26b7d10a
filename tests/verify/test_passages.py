"""Finished pages are read as their readers get them, and strictly."""

from __future__ import annotations

import pytest

from microsite.verify.figures import read_figure
from microsite.verify.passages import LinkSpan, Passage, Reader, Span, UnreadableError


def read(html: str) -> list[tuple[str, str]]:
    return [(passage.place, passage.text) for passage in Reader().html(html, "en")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>and</b>\n  two</p>", [("prose", "One and two")]),
        ("<p>One</p><p>two</p>", [("prose", "One"), ("prose", "two")]),
        ("<p>In 2024<sup>a</sup> rain</p>", [("prose", "In 2024"), ("prose", "a"), ("prose", "rain")]),
        ("<p>Up<br>down</p>", [("prose", "Up down")]),
        ("<p>上<br>下</p>", [("prose", "上下")]),
        ("<p>R&amp;D &gt; 6%</p>", [("prose", "R&D > 6%")]),
        ("<h2>Fair</h2>", [("heading", "Fair")]),
        ("<title>Fair</title>", [("page title", "Fair")]),
        ("<p>One <q>two</q></p>", [("prose", "One"), ("quotation", "two")]),
        ("<table><caption>C</caption><tr><td>1</td></tr></table>", [("caption", "C"), ("table", "1")]),
        ('<a href="x" title="A b">c</a>', [("title attribute", "A b"), ("prose", "c")]),
        ('<div aria-label="A">c</div>', [("alternative text", "A"), ("prose", "c")]),
        ('<img alt="A">', [("alternative text", "A")]),
        ('<meta name="description" content="A">', [("description", "A")]),
        ('<meta property="og:title" content="A">', [("social card", "A")]),
        ('<meta name="viewport" content="width=1">', []),
        ('<script type="application/ld+json">{"a": "<b>"}</script>', [("ld+json", '{"a": "<b>"}')]),
        ("<script>1 < 2</script><style>a{b:1}</style>", []),
        ("<!doctype html><!-- 1 --><p>a</p>", [("prose", "a")]),
        ('<svg aria-label="A"><title>t</title></svg>', [("alternative text", "A"), ("chart tip", "t")]),
        ('<svg><rect width="3"/><text>a</text></svg>', [("chart text", "a")]),
        ('<svg><text><tspan>a-</tspan><tspan dy="1em">b</tspan></text></svg>', [("chart text", "a-b")]),
        ('<svg><text><tspan>a</tspan><tspan dy="1em">b</tspan></text></svg>', [("chart text", "a b")]),
        ('<svg><text><tspan>年</tspan><tspan dy="1em">5</tspan></text></svg>', [("chart text", "年5")]),
        ('<svg><text><tspan>5</tspan><tspan dy="1em">年</tspan></text></svg>', [("chart text", "5年")]),
    ],
)
def test_what_is_read(html: str, expected: list[tuple[str, str]]) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>a</div>", "</div> closes <p>"),
        ("<p>a", "<p> is not closed"),
        ("<p class=x>a</p>", "'<p class=x>a' is no tag"),
        ("<p>1 < 2</p>", "'< 2' is no tag"),
        ("<svg><text>a</svg>", "<text> is not closed"),
    ],
)
def test_what_is_refused(html: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read(html)


def test_what_a_text_is_bound_to() -> None:
    html = '<p>a <a href="../charts/x/index.html"><data value="2" data-id="n" data-key="k">two</data></a></p>'
    (passage,) = Reader().html(html, "en")
    assert passage.spans == (Span(2, 5, "n", "k", "2"),)
    assert passage.links == (LinkSpan(2, 5, "chart:x"),)


@pytest.mark.parametrize(
    ("html", "scope"),
    [
        ('<figure id="chart-x"><p>a</p></figure>', "chart:x"),
        ('<figure id="chart-x"><svg><text>a</text></svg></figure>', "chart:x"),
        ('<a lang="zh" href="../statistics/n/index.html">a</a>', "statistic:n"),
        ('<a lang="zh" href="glossary/index.html#t">a</a>', "term:t"),
        ('<a lang="zh" href="../index.html#c">a</a>', "page:index#c"),
        ('<a lang="zh" href="../method/index.html">a</a>', "page:method"),
        ('<a lang="zh" href="../index.html">a</a>', "page:index"),
        ('<a lang="zh" href="https://elsewhere.example/x">a</a>', ""),
    ],
)
def test_what_a_text_was_written_for(html: str, scope: str) -> None:
    assert Reader().html(html, "en")[-1].scope == scope


def test_a_link_in_a_rows_head_says_what_the_row_is_about() -> None:
    html = '<table><tr><th><a href="charts/x.csv">a</a></th><td>b</td></tr><tr><td>c</td></tr></table>'
    assert [(passage.text, passage.scope) for passage in Reader().html(html, "en")] == [
        ("a", "chart:x"),
        ("b", "chart:x"),
        ("c", ""),
    ]


def test_a_row_of_a_record_is_given_as_a_whole_too() -> None:
    html = '<table><tr data-id="n" data-key="k"><th>a</th><td>b</td></tr></table>'
    *cells, row = Reader().html(html, "en")
    assert [passage.record for passage in cells] == [("n", "k"), ("n", "k")]
    assert row == Passage("table", "en", "", record=("n", "k"), cells=("a", "b"))


def test_another_language_is_a_passage_of_its_own() -> None:
    html = '<p>the <span lang="zh-Hans">亿</span> unit</p>'
    assert [(passage.language, passage.text) for passage in Reader().html(html, "en")] == [
        ("en", "the"),
        ("zh-Hans", "亿"),
        ("en", "unit"),
    ]


def test_a_shared_fragment_is_read_once() -> None:
    reader = Reader()
    first, second = (reader.html(f"<p>{word}</p><nav><p>x</p></nav>", "en") for word in ("a", "b"))
    assert first[1] is second[1]


def test_a_table_is_of_the_part_that_it_stands_in_and_what_all_pages_share_of_none() -> None:
    reader, shared = Reader(), "<table><tr><td>1</td></tr></table><footer><p>x</p></footer>"
    pages = [reader.html(f'<h2 id="{name}">{name}</h2>{shared}', "en") for name in ("one", "two")]
    assert [[passage.anchor for passage in page] for page in pages] == [["one", "one", ""], ["two", "two", ""]]


def test_an_icon_does_not_end_the_link_that_it_stands_in() -> None:
    (passage,) = Reader().html('<p><a href="../charts/x/index.html"><svg><path/></svg>x</a></p>', "en")
    assert passage.links == (LinkSpan(0, 1, "chart:x"),)


def test_each_drawing_has_its_number_and_its_texts_their_places() -> None:
    html = '<p>a</p><svg><text x="1" y="2.5">b</text></svg><svg><text>c</text></svg>'
    prose, first, second = Reader().html(html, "en")
    assert (prose.drawing, prose.at) == (0, None)
    assert first.at == (1.0, 2.5)
    assert 0 < first.drawing < second.drawing


def test_a_note_in_a_row_is_a_text_and_no_cell() -> None:
    row = '<table><tr data-id="a"><td>1</td><td>b <small class="note">2024</small></td></tr></table>'
    found = Reader().html(row, "en")
    assert next(passage.cells for passage in found if passage.cells) == ("1", "b")
    assert "2024" in [passage.text for passage in found]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("more<br>than 5", "more than 5"),
        ("high-<br>tech", "high-tech"),
        ("超过<br>5万", "超过5万"),
        ("과수원의<br>나무", "과수원의 나무"),
    ],
)
def test_lines_are_joined_in_figures_as_in_drawings(typed: str, read: str) -> None:
    trace = {"mode": "text", "x": [1], "y": [2], "text": [typed]}
    (passage,) = read_figure({"layout": {}, "data": [trace]}, "en", -1)
    assert passage.text == read
    drawn = "".join(f'<tspan x="0" dy="1.2em">{line}</tspan>' for line in typed.split("<br>"))
    assert [found.text for found in Reader().html(f"<svg><text>{drawn}</text></svg>", "en")] == [read]
