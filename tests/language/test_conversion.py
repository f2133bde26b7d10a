"""Markdown as editors type it → HTML: lists, footnotes, code, what is struck out, and Chinese across lines."""

from __future__ import annotations

import re

import pytest

from microsite.language.conversion import convert
from microsite.source.addresses import Links
from microsite.source.markup import sections


def html(source: str) -> str:
    """Convert, without the white space that no reader sees."""
    return re.sub(r"\s*\n\s*", "", convert(source, Links("", ""), "page", 0))


LISTS = [
    ("名单：\n- 甲\n- 乙\n\n后", "<p>名单：</p><ul><li>甲</li><li>乙</li></ul><p>后</p>"),
    ("All:\n1. a\n2. b", "<p>All:</p><ol><li>a</li><li>b</li></ol>"),
    ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
    ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
    ("- a\n    - b\n        - c", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"),
    ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
    ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    ("- a\n\n  more of a\n\nafter", "<ul><li><p>a</p><p>more of a</p></li></ul><p>after</p>"),
    ("> - a\n>   - b", "<blockquote><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>"),
    ("- a\n> b", "<ul><li>a</li></ul><blockquote><p>b</p></blockquote>"),
    ("a\n- - -\nb", "<p>a</p><hr><p>b</p>"),
    ("    - code", "<pre><code>- code</code></pre>"),
]


@pytest.mark.parametrize(("source", "expected"), LISTS)
def test_lists_are_lists(source: str, expected: str) -> None:
    assert html(source) == expected


def test_a_block_stands_by_itself_whatever_is_beside_it() -> None:
    assert [line for line in convert("a\n{chart:x}\nb", Links("", ""), "", 0).split("\n") if "chart" in line] == [
        "<p>\ue001{chart:x}</p>"
    ]


def test_code_keeps_its_lines_and_its_signs() -> None:
    code = "```\n# a\n- b & {c}\n```"
    assert convert(code, Links("", ""), "", 0) == "<pre><code># a\n- b &amp; {c}\n</code></pre>"
    assert [section.heading for section in sections(f"{code}\n## d\n")] == ["", "d"]


def test_a_shorter_fence_ends_no_code() -> None:
    text = "~~~~\n\n## Plums\n\n~~~\n"
    assert '<h2 id="plums">' in convert(text, Links("", ""), "", 0)
    assert [section.heading for section in sections(text)] == ["", "Plums"]


def test_quotations_stand_in_each_other() -> None:
    assert html("> a\n> > b") == "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"


def test_footnotes_have_letters_and_ids_of_their_text() -> None:
    page = html("x[^2nd] y[^注] z[^2nd]\n\n[^注]: 甲\n[^2nd]: b")
    assert '<sup id="page-fnref:2nd"><a class="footnote-ref" href="#page-fn:2nd" role="doc-noteref">a</a></sup>' in page
    assert ">b</a></sup> z" in page
    assert '<li id="page-fn:2nd"><p>b' in page
    assert page.index('page-fn:2nd"><p>') < page.index('page-fn:注"><p>')  # in the order of their letters
    for id_ in re.findall(r'href="#([^"]+)"', page):
        assert page.count(f'id="{id_}"') == 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a ~~b~~ c~d", "<p>a <s>b</s> c~d</p>"),
        ("这是_重点_词，__要点__词", "<p>这是<em>重点</em>词，<strong>要点</strong>词</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("**重点：**内容，这是**“要点”**词", "<p><strong>重点：</strong>内容，这是<strong>“要点”</strong>词</p>"),
        ("*（甲）*乙*丙*。", "<p><em>（甲）</em>乙<em>丙</em>。</p>"),
    ],
)
def test_what_is_set_off(source: str, expected: str) -> None:
    assert convert(source, Links("", ""), "", 0) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("第一行没有写完\n第二行", "第一行没有写完第二行"),
        ("甲，  乙\n  丙", "甲，  乙丙"),
        ("他说：\n“好”\n吗", "他说：“好”吗"),
        ("甲**乙**\n*丙*", "甲<strong>乙</strong><em>丙</em>"),
        ("甲[乙](page:method)\n丙", '甲<a href="method/index.html">乙</a>丙'),
        ("有\n{trees}\n棵", "有\ue001{trees}棵"),
        ("かな\n漢字", "かな漢字"),
        ("한국\n말", "한국\n말"),
        ("one\ntwo\n三\nfour", "one\ntwo\n三\nfour"),
        ("“one”\n“two” {trees}\ntrees", "“one”\n“two” \ue001{trees}\ntrees"),
    ],
)
def test_a_line_s_end_between_chinese_letters_is_no_space(source: str, expected: str) -> None:
    assert convert(source, Links("", ""), "", 0) == f"<p>{expected}</p>"


def test_but_it_is_kept_in_code() -> None:
    assert "甲\n乙" in convert("```\n甲\n乙\n```", Links("", ""), "", 0)


def test_what_aligns_a_table_is_no_style_which_pages_forbid() -> None:
    table = html("| a | b | c |\n|---|--:|:-:|\n| d | e | f |")
    assert '<th>a</th><th class="right">b</th><th class="center">c</th>' in table
    assert "style=" not in table
