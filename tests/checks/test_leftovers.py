"""Signs that readers would see as they are typed: refused at their line, and found in finished pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.checks.leftovers import find_brackets, find_in_markdown, find_leftovers
from microsite.pipeline import load
from microsite.verify.index import make_index
from microsite.verify.verify import verify
from tests.project import FILES, GLOSSARY, ZH, read_problems, write_project

BODY = "---\ntitle: 收成\n---\n{chart:more-trees}\n\n"
SEEN = [  # as readers would see it; the sign that nothing has read
    ("<!-- ask the office -->", "<!-- ask the office -->"),
    ("<!-- to be\ncontinued", "<!--"),
    ("an <iframe src='x'> in it", "<iframe src='x'>"),
    ("<b>bold</b>", "<b>"),
    ("a&nbsp;b", "&nbsp;"),
    ("half ~~gone", "~~"),
    ("half **bold", "**"),
    ("so ==marked== here", "=="),
    ("a note[^a]", "[^a]"),
    ("[ ] to do", "[ ]"),
    ("[x] done", "[x]"),
    ("![a picture](x.png)", "![a picture]"),
    ("[[a page]]", "[["),
    ("[words][name]", "]["),
    ("＃＃ 标题", "＃"),
    ("是＊＊重点＊＊词", "＊＊"),
    ("－ 甲", "－"),
    ("• first", "•"),
    ("-first", "-"),
    ("-{trees}", "-"),
    ("+{date:2023}", "+"),
    ("*\u00a0first", "*"),
    ("| a | b |", "|"),
    (">>>>>>> other", ">>>>>>>"),
    ("see (term:windfall)", "term:windfall"),
    ("see page:method", "page:method"),
    ("a `b", "`"),
    (":   A fruit.", ":"),
    (": 一种水果", ":"),
    ("::: note", ":::"),
    ("!!! note", "!!!"),
    ("*[HTML]: a language", "*[HTML]:"),
    ("[TOC]", "[TOC]"),
    ("words^[a note]", "^["),
    ("mc^b^ here", "^b^"),
    ("H~b~O", "~b~"),
    ("++new++ words", "++new++"),
    ("bottles~", "~"),  # which another could follow
    ("$$x$$", "$$"),
    ("good :smile: day", ":smile:"),
    ("好:thumbs_up:", ":thumbs_up:"),
    ("an end\\", "\\"),
    ("one line\\nand another", "\\n"),
    (r"so \(x^2\) is", r"\("),
    ("so $x^2 + y$ is", "$x^2 + y$"),
    ("to ^b^ or ~b~ it", "^b^"),
    ("or ~b~ it", "~b~"),
    ("the ||end|| of it", "||end||"),
    ("是||结局||的", "||结局||"),
    ("%%ask the office%%", "%%ask the office%%"),
    ("an ''inner'' word", "''inner''"),
    ("good :+1: day", ":+1:"),
    ("[!NOTE] mind", "[!NOTE]"),
    ("[b]bold[/b]", "[/b]"),
    ("好:smile:天", ":smile:"),
    ("设$x$为", "$x$"),
    ("第^th^和~b~个", "^th^"),
]
MEANT = [
    "a < b > c", "5 * 3 * 2", "snake_case_x and a*", ">1200, ≥5, >about", "Q&A; R&D", "“[sic]”", "a - b — c", "王*和李",
    ">{trees}", "#1", "see https://x.example/a_b_c?d=__e", "{term:windfall}: {trees}", "at 12:30", "note: all", "…",
    "x = y == z", "C++ and C++", "C++、C++", "5~6 or 7~8", "3~5岁、6~8岁", "~5 trees",
    "US$5 to US$6", "at a:b:c", "(:", ": ", "https://x.example/:a:/b", "a^b", "wow!!!",
    "costs $5 (US$6), $7–$8 or HK$9", "以HK$、US$计", "$5/$6", "A||B", "5'30'' or 6'40''", "at C:\\new", "50%% and 60%",
    "（注）［注］【注】〔2015〕", "国发[2015]32号", "in [2025], or […], or [1, 2]", "a list[EB/OL], on line", "word[s]",
]  # fmt: skip


@pytest.mark.parametrize(("text", "sign"), SEEN)
def test_what_looks_like_markup_is_found(text: str, sign: str) -> None:
    assert next(item.sign for item in find_leftovers(f"Words.\n{text}")) == sign


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_as_it_stands_is_not(text: str) -> None:
    assert [item.sign for item in find_leftovers(text)] == []


@pytest.mark.parametrize(
    "text", ["came [exhibitors] to see", "见[全部指标]。", "[参展商]来了", "“so” said [the fair] to “us”"]
)
def test_words_in_brackets_that_lead_nowhere_are_found(text: str) -> None:
    for found in (find_brackets(text), find_in_markdown(f"Words.\n\n{text}")):
        assert [item.fault.split(":")[0] for item in found] == ["leads nowhere"]


@pytest.mark.parametrize(
    "text",
    [
        "“[it] grew”", "„[sie] wuchs“", "«[il] a crû»", "‘the firm’s [own] words’", "“他们[企业]来了”", "「[彼ら]は」",
        "it [sic] grew", "word[s]", "[T]he firm", "in [2025]", "[…]", "国发[2015]32号", "[{trees}]", "［注］【注】",
        "[Editor’s note: it did]", "[编者注：如此]", "[EB/OL]",
    ],
)  # fmt: skip
def test_what_is_put_into_a_quotation_or_a_word_is_not(text: str) -> None:
    assert [*find_brackets(text), *find_in_markdown(text)] == []


def test_what_is_marked_as_meant_is_not() -> None:
    for text in ("> The [firm] grew", "- a\n\n    > The [firm] grew", r"an \[exhibit\]", "[a]\n\n[a]: page:method"):
        assert find_in_markdown(text) == (), text
    assert [item.start for item in find_in_markdown("> The [firm]\n\nThe [other firm]")] == [18]


@pytest.mark.parametrize(
    "text",
    [
        "**a** *b* __c__ _d_ ~~e~~ `f **` [g](https://x.example) <https://x.example>",
        "note[^a], and again[^a]\n\n[^a]: its text",
        "名单：\n- 甲\n- 乙\n    - 丙\n  - 丁\n\n1. a\n2. b",
        "```\n<!-- # [ ] -->\n```\n\n    <b>code</b>\n",
        "| a | b |\n|---|---|\n| c | d |",
        "> a\n> > b\n> - c\n\n---\n\n## d",
        "这是_重点_词，__“要点”__也是",
        r"a \# b",
        "| a | b |\n|---|---|\n| c `|` | d \\| e |\n| {trees|full} |\n\nf | g | h",
        "```\n| a | b |\n|---|---|\n| c | d | e |\n```",
    ],
)
def test_what_markdown_renders_is_not_left_over(text: str) -> None:
    assert find_in_markdown(text) == ()


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("**a** and\n**b", "7:1", "'**' marks nothing here, and would be seen as it is typed"),
        ("A\n\n  -- <!-- x -->", "8:6", "'<!-- x -->' readers would see this comment; remove it"),
        (
            "[see {term:windfall}](page:method)",
            "6:6",
            "'{term:windfall}' is a link itself, and can't stand in the words",
        ),
        ("[a <https://x.example>](page:method)", "6:4", "'<https://x.example>' is a link itself"),
        ("[a [b](page:method) c](page:method)", "6:4", "'[b](' begins a link that is none"),
        ("a[^b]", "6:2", "'[^b]' is a footnote without its text"),
        ("a [](page:method)", "6:3", "'[](' begins a link without words, which nobody would see"),
        ("| a | b |\n|---|---|\n| c | d | e |", "8:11", "'e |' stands in a column that the row of names lacks"),
        ("a | b\n--- | ---\nc `|` {trees|full} | d \\| d\ne | f | g", "9:9", "'g' stands in a column"),
        ("a\n\n[^b]: c", "8:1", "'[^b]:' is a footnote that no text names"),
        ("a[^b]\n\n[^b]: c\n[^b]: d", "9:1", "'[^b]:' begins a second text of one footnote; give it another name"),
    ],
)
def test_a_page_that_readers_would_see_it_in_is_refused_at_its_line(
    tmp_path: Path, text: str, place: str, said: str
) -> None:
    problems = read_problems(tmp_path, {ZH: f"{BODY}{text}\n", "content/glossary.yaml": GLOSSARY})
    assert [problem for problem in problems if problem.startswith(f"{ZH}:{place}: {said}")], problems


def test_what_looks_like_a_table_or_a_link_is_told_as_what_it_is() -> None:
    assert find_in_markdown("A | b\n---\nc | d | e\n") == ()
    assert [item.sign for item in find_in_markdown("![](x.png)\n")] == ["![]"]


def test_so_is_every_other_text(tmp_path: Path) -> None:
    site = (write_project(tmp_path) / "data/site.yaml").read_text("utf-8")
    units = (tmp_path / "data/units.yaml").read_text("utf-8")
    changes: dict[str, str | bytes | None] = {
        "data/site.yaml": site.replace("en: ", "en: <i>A</i> ", 1),
        "content/en/method.md": "---\ntitle: Method ~~of old~~\n---\n",
        "data/units.yaml": units,
    }
    problems = read_problems(tmp_path, changes)
    assert any(problem.startswith("data/site.yaml") and "'<i>' is no HTML here" in problem for problem in problems)
    assert any("content/en/method.md:2" in problem and "'~~' marks nothing here" in problem for problem in problems)


def test_so_are_words_that_name_languages_kinds_and_units(tmp_path: Path) -> None:
    """Which are no texts of records, or have a form for each plural."""
    changes: dict[str, str | bytes | None] = {
        "data/site.yaml": FILES["data/site.yaml"].replace("name: 中文", "name: 中&amp;文"),
        "data/units.yaml": FILES["data/units.yaml"].replace("{0} trees", "{0} ~~trees"),
        "templates/words.en.yaml": "nav: {method: '**Method**'}\ngrades: {official: <b>ours, weak: '{name:x} 2'}\n",
    }
    found = read_problems(tmp_path, changes)
    assert any("words.en.yaml:2:" in problem and "its braces would be shown" in problem for problem in found), found
    assert {(*problem.split(":")[:2], problem.split("'")[1]) for problem in found if "'" in problem} == {
        ("data/site.yaml", "5", "&amp;"),
        ("data/units.yaml", "4", "~~"),
        ("data/units.yaml", "8", "~~"),
        ("templates/words.en.yaml", "1", "**"),
        ("templates/words.en.yaml", "2", "<b>"),
        ("templates/words.en.yaml", "2", "2"),
    }


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", ">>>>>>> other", "||||||| 1a2b3c4"])
@pytest.mark.parametrize("path", [ZH, "data/units.yaml"])
def test_what_git_could_not_merge_is_named_as_that(tmp_path: Path, path: str, mark: str) -> None:
    text = (write_project(tmp_path) / path).read_text("utf-8")
    lines = text.count("\n")
    message = "git could not merge what begins here: keep what is right, and remove the lines of <, =, | and >"
    assert read_problems(tmp_path, {path: f"{text}{mark}\n"})[:1] == [f"{path}:{lines + 1}:1: {message}"]


def test_a_finished_page_that_shows_markup_is_found(tmp_path: Path) -> None:
    """As a template or a words file may."""
    story, _ = load(write_project(tmp_path))
    page = "<!doctype html><html lang='en'><main><p>So it **is**.</p><p><code>**</code></p></main></html>"
    report = verify({"method/index.html": page.replace("'", '"').encode()}, make_index(story))
    assert [str(finding) for finding in report.findings] == [
        "method/index.html: prose: '**' marks nothing here, and would be seen as it is typed"
    ]


def test_a_tag_with_an_address_is_found_at_its_line() -> None:
    source = "Words.\n\n<!-- one -->\n\n<iframe src='https://charts.example/x'></iframe>\n"
    found = [(source[: item.start].count("\n") + 1, item.sign) for item in find_in_markdown(source)]
    assert found == [(3, "<!-- one -->"), (5, "<iframe src='https://charts.example/x'>"), (5, "</iframe>")]
