"""Text with markers → plain text, inline HTML and Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markupsafe import Markup

from microsite.facts.derive import derive_facts
from microsite.language import prose
from microsite.language.phrases import keep_ends, mark_ends
from microsite.language.prose import Prose
from microsite.language.wording import Wording
from microsite.source.addresses import Links, page_path
from microsite.source.markup import markers, sections
from tests.project import STATISTICS, load

ROOT = Links("../", "")
ZH = Links("../../", "zh/")

EXTRA = """\
tonnes-ahead:
  label: {en: "Weighed & packed", zh: 已过秤}
  definition: {en: "What was <packed>.", zh: 装好的。}
  unit: tonnes
  subject: harvest
  observations:
    - value: [1, 2]
      period: 2024
      role: context
      source: almanac
      status: targeted
    - value: -12.5
      bound: more-than
      period: 2023
      role: context
      source: almanac
      label: {en: Change on the year, zh: 同比变化}
"""
GLOSSARY = """\
windfall:
  term: {en: windfall, zh: 落果}
  definition: {en: "Fruit on the \\"ground\\", <1% of {trees} trees.", zh: 落在地上的果子。}
  rendering: established
"""


@pytest.fixture(scope="module")
def proses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Prose]:
    folder = tmp_path_factory.mktemp("prose")
    changes = {"data/statistics/harvest.yaml": STATISTICS + EXTRA, "content/glossary.yaml": GLOSSARY}
    project = load(folder, changes)
    facts, problems = derive_facts(project)
    assert problems == []
    return {
        code: Prose(Wording(language, project.units, project.words[code], code), facts, project)
        for code, language in project.site.languages.items()
    }


# --- reading markers


def test_markers_are_read_in_order() -> None:
    text = "{trees} and {term:windfall|windfalls}, {date:2024-12}, {trees@2023|full}"
    assert [(marker.kind, marker.target, marker.option, marker.start) for marker in markers(text)] == [
        ("number", "trees", "", 0),
        ("term", "windfall", "windfalls", 12),
        ("date", "2024-12", "", 39),
        ("number", "trees@2023", "full", 55),
    ]


@pytest.mark.parametrize("text", ["no marker", "{open", "open}", "{a{b}", ""])
def test_what_is_no_marker(text: str) -> None:
    assert [marker.raw for marker in markers(text)] in ([], ["{b}"])


# --- plain text

TEXTS = [
    ("{trees} trees", "more than 1,200 trees"),
    ("{trees|value}, {trees|text}, {trees|full}", "1,200, more than 1,200, more than 1,200 trees"),
    ("{trees@2023}", "900"),
    ("{trees|label}: {crop}", "Trees: 36 tonnes"),
    ("{tonnes-ahead@2023|label}", "Change on the year"),
    ("fell by {tonnes-ahead@2023|size}", "fell by less than 12.5 tonnes"),
    ("{crop-per-tree}", "more than 33.3%"),  # (1200 and more, less 900) / 900
    ("{date:2024-12-31}, {date:2024-12}, {date:2024}", "31 December 2024, December 2024, 2024"),
    ("{name:N2} and {words:two} hands", "N2 and two hands"),
    ("{name:a & b <c>}", "a & b <c>"),
    ("{term:windfall} {term:windfall|windfalls}", "windfall windfalls"),
    ("<b>Not & HTML</b>", "<b>Not & HTML</b>"),
]


@pytest.mark.parametrize(("source", "said"), TEXTS)
def test_text(proses: dict[str, Prose], source: str, said: str) -> None:
    assert proses["en"].text(source) == said


def test_text_in_chinese(proses: dict[str, Prose]) -> None:
    text = "村里有{trees}果树，{date:2023}为{trees@2023|full}，{term:windfall}除外。"
    assert proses["zh"].text(text) == "村里有超过1200棵果树，2023年为900棵，落果除外。"


# --- inline HTML


def test_a_figure_is_data_with_a_link_to_its_page(proses: dict[str, Prose]) -> None:
    assert proses["en"].html("{trees} trees", ROOT) == (
        '<a class="number measured" href="../statistics/trees/index.html">'
        '<data class="stat" value="1200" data-id="trees">more than 1,200</data></a> trees'
    )


def test_a_figure_that_is_not_the_statistics_own_names_its_key(proses: dict[str, Prose]) -> None:
    assert proses["zh"].html("{trees@2023}", ZH) == (
        '<a class="number measured" href="../../zh/statistics/trees/index.html">'
        '<data class="stat" value="900" data-id="trees" data-key="2023">900棵</data></a>'
    )


@pytest.mark.parametrize(("long", "said"), [(8, "超过1200棵"), (7, "超过<wbr>1200棵")])
def test_lines_end_between_a_bound_and_its_number_only_where_these_are_long(
    proses: dict[str, Prose], monkeypatch: pytest.MonkeyPatch, long: int, said: str
) -> None:
    monkeypatch.setattr(prose, "LONG", long)
    zh = proses["zh"]
    assert f">{said}</data>" in zh.data(zh.facts.find("trees"), "")


def test_the_last_words_of_a_paragraph_stay_together() -> None:
    said = {
        tag: keep_ends(
            "<p>数字没印，得自己问。</p><p>是。</p><p>见<a>方法</a>。</p><p>R&amp;D支出也一并算了。</p>", tag
        )
        for tag in ("zh-Hans", "en")
    }
    assert said["en"].count("<span") == 0
    assert said["zh-Hans"] == said["en"].replace("自己问。", '<span class="kept">自己问。</span>')


def test_a_range_is_data_with_both_ends(proses: dict[str, Prose]) -> None:
    html = proses["en"].html("{tonnes-ahead}", ROOT)
    assert '<a class="number targeted"' in html
    assert 'value="1/2" data-id="tonnes-ahead">one to two tonnes</data>' in html


def test_a_negative_figure_is_data_with_its_sign_however_it_is_said(proses: dict[str, Prose]) -> None:
    html = proses["en"].html("{tonnes-ahead@2023|size}", ROOT)
    assert 'value="-12.5"' in html
    assert ">less than 12.5\u00a0tonnes</data>" in html


def test_a_label_is_a_link(proses: dict[str, Prose]) -> None:
    assert proses["en"].html("{tonnes-ahead|label}", ROOT) == (
        '<a href="../statistics/tonnes-ahead/index.html">Weighed &amp; packed</a>'
    )


@pytest.mark.parametrize(
    ("code", "marker", "html"),
    [
        ("en", "{date:2024-12-31}", "[31 December 2024]"),
        ("en", "{date:2024-12-31/2025-01-05}", "[31 December 2024] to [5 January 2025]"),
        ("en", "{date:2024-12} {date:2023/2024} {date:2024}", "December 2024 2023 to 2024 2024"),
        ("zh", "{date:2024-12-31}", "[2024年<wbr>12月31日]"),
        ("zh", "{date:2023/2024}", "[2023年]至[2024年]"),
    ],
)
def test_a_line_ends_in_dates_behind_a_year_or_between_two(
    proses: dict[str, Prose], code: str, marker: str, html: str
) -> None:
    found = proses[code].html(marker, ROOT)
    assert found.replace('<span class="date">', "[").replace("</span>", "]") == html


def test_a_term_bears_its_definition(proses: dict[str, Prose]) -> None:
    assert proses["en"].html("{term:windfall|these & those}", ROOT) == (
        '<a class="term" href="../glossary/index.html#windfall" '
        'title="Fruit on the &#34;ground&#34;, &lt;1% of more than 1,200 trees.">these &amp; those</a>'
    )


def test_everything_but_markers_is_escaped(proses: dict[str, Prose]) -> None:
    html = proses["en"].html('<script>x</script> & "y" {name:<i>} {words:a & b}', ROOT)
    assert html == "&lt;script&gt;x&lt;/script&gt; &amp; &#34;y&#34; &lt;i&gt; a &amp; b"
    assert isinstance(html, Markup)


# --- Markdown


def markdown(prose: Prose, source: str, links: Links = ROOT) -> str:
    blocks = {
        "chart": lambda slug, inner: Markup('<figure data-root="{}">{}</figure>').format(inner.root, slug),
        "big": lambda reference, _: Markup("<div>{}</div>").format(reference),
    }
    return str(prose.markdown(source, links, blocks, anchor="fair", level=3))


def test_markdown_with_figures(proses: dict[str, Prose]) -> None:
    html = markdown(proses["en"], "Only *{trees@2023|value}* of **{crop}**.")
    assert "<em><a " in html
    assert ">900</data></a></em> of <strong><a " in html
    assert ">36\u00a0tonnes</data></a></strong>." in html


def test_blocks_stand_outside_paragraphs(proses: dict[str, Prose]) -> None:
    assert markdown(proses["en"], "Text.\n\n{chart:more-trees}\n\n{big:trees}\n") == (
        '<p>Text.</p>\n<figure data-root="../">more-trees</figure>\n<div>trees</div>'
    )


def test_headings_are_shifted_and_named(proses: dict[str, Prose]) -> None:
    assert markdown(proses["en"], "## One *at* a time\n\n### 两棵 {#two}\n\n## 三：{trees|label}") == (
        '<h3 id="one-at-a-time">One <em>at</em> a time</h3>\n<h4 id="two">两棵</h4>\n'
        '<h3 id="三-trees">三：<a href="../statistics/trees/index.html">Trees</a></h3>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "## One\n\ntext\n### Two ##\ntext\n##Three",
        "# One\n\n> # quoted\n\n- # listed\n\n    # deeper\n\n    # code\n\n## Two",
        "text\n===\n\n## One\n\nmore\n---\n\n- item\n\n    text\n    ---\n\n## Two",
        "###\n\n####### Six",
        "| a | b |\n|---|---|\n| c | d |\n## One",
        "- item\n\n    more\n## One",
        "",
    ],
)
def test_sections_are_those_of_the_headings_that_are_named(proses: dict[str, Prose], source: str) -> None:
    found = list(sections(source))
    html = markdown(proses["en"], source)
    assert "".join(section.text for section in found) == source
    assert all(section.text.startswith(source.split("\n")[section.line]) for section in found[1:])
    named = re.findall(r'<h\d id="([^"]+)">(.*?)</h\d>', html)
    assert [(section.id, section.heading) for section in found[1:] if section.id] == named


def test_a_link_s_address_is_no_part_of_its_heading_s_id() -> None:
    assert [section.id for section in sections("## A [list](page:statistics) of all")] == ["", "a-list-of-all"]


def test_a_footnote_is_no_part_of_its_heading_where_that_is_quoted() -> None:
    (_, section) = sections("## Who they are[^who]")
    assert (section.heading, section.id) == ("Who they are", "who-they-are")


def test_raw_html_is_text(proses: dict[str, Prose]) -> None:
    html = markdown(proses["en"], "<div onclick='x'>\n\na <b>bold</b> claim <!-- note -->\n\n</div>")
    assert "<b>" not in html
    assert "<div" not in html
    assert "<!--" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


def test_code_keeps_its_markers(proses: dict[str, Prose]) -> None:
    assert markdown(proses["en"], "Write `{trees|full}` for it.") == "<p>Write <code>{trees|full}</code> for it.</p>"


def test_tables_take_markers(proses: dict[str, Prose]) -> None:
    html = markdown(proses["en"], "| Year | Trees |\n| --- | --- |\n| {date:2023} | {trees@2023|value} |\n")
    assert "<td>2023</td>" in html
    assert ">900</data></a></td>" in html


LINKS = [
    ("page:method", "../method/index.html"),
    ("page:index", "../index.html"),
    ("page:chapters/harvest", "../index.html#harvest"),
    ("stat:trees", "../statistics/trees/index.html"),
    ("chart:more-trees", "../charts/more-trees/index.html"),
    ("https://example.org/a?b=1", "https://example.org/a?b=1"),
    ("http://example.org", "http://example.org"),
    ("mailto:desk@example.org", "mailto:desk@example.org"),
    ("#harvest-1", "#harvest-1"),
    ("javascript:alert(1)", None),
    ("JavaScript:alert(1)", None),
    ("data:text/html;base64,x", None),
    ("java&#115;cript:alert(1)", None),
    ("//evil.example", None),
    ("../elsewhere", None),
    ("file:///etc/passwd", None),
]


@pytest.mark.parametrize(("target", "address"), LINKS)
def test_links(proses: dict[str, Prose], target: str, address: str | None) -> None:
    expected = f'<p><a href="{address}">here</a></p>' if address else "<p><a>here</a></p>"
    assert markdown(proses["en"], f"[here]({target})") == expected
    assert ROOT.resolve(target) == address


@pytest.mark.parametrize("source", ["<javascript:alert(1)>", "[here][x]\n\n[x]: javascript:alert(1)"])
def test_no_other_way_to_write_a_link_leads_around_the_rule(proses: dict[str, Prose], source: str) -> None:
    assert "href" not in markdown(proses["en"], source)


@pytest.mark.parametrize("source", ["![x](https://x.example/a.png)", "![x][y]\n\n[y]: a.png", "![y]\n\n[y]: a"])
def test_a_picture_is_none(proses: dict[str, Prose], source: str) -> None:
    """Nothing is loaded from elsewhere, nor from where nothing is published."""
    assert "<img" not in markdown(proses["en"], source)


def test_an_address_in_angle_brackets_is_a_link(proses: dict[str, Prose]) -> None:
    html = markdown(proses["en"], "<desk@example.org> and <https://example.org/?a=1&b=2>")
    assert '<a href="mailto:desk@example.org">' in html
    assert '<a href="https://example.org/?a=1&amp;b=2">' in html


def test_links_from_a_page_of_another_language() -> None:
    assert ZH.page("method") == "../../zh/method/index.html"
    assert ZH.term("windfall") == "../../zh/glossary/index.html#windfall"
    assert ZH.chapter("harvest") == "../../zh/index.html#harvest"


@pytest.mark.parametrize(
    ("name", "path"),
    [("index", "index.html"), ("404", "404.html"), ("charts/a", "charts/a/index.html"), ("data", "data/index.html")],
)
def test_page_paths(name: str, path: str) -> None:
    assert page_path(name) == path


def test_paths_are_those_of_the_fixed_points() -> None:
    assert Path(page_path("statistics/trees")).parts == ("statistics", "trees", "index.html")


def test_a_title_ends_a_line_where_a_phrase_does_and_one_without_any_nearly_anywhere() -> None:
    def lines(html: str, tag: str = "zh-Hans") -> str:
        return mark_ends(html, tag).replace('<wbr class="phrase">', "/")

    assert lines("前后公布的地区生产总值之差") == "前后公布的地区/生产/总值之差"
    within = '<span class="term">前后公布的地区生产总值</span>之差'
    assert lines(within) == within
    assert lines("机器人半程马拉松的距离") == "机器/人/半/程/马/拉/松/的/距离"
    assert "Ultra" in lines("机器人天工Ultra的身高")
    for text, tag in (("北京“小巨人”企业", "zh"), ("Trees that bear", "en"), ("北京技术合同成交额", "zh")):
        assert lines(text, tag) == text  # ends at its marks, at its spaces, or in a single line
