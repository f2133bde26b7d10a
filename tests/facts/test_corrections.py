"""The log of corrections: what it must say, where it is shown, and its feeds."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from microsite.downloads.feed import ATOM, render_feeds
from microsite.pipeline import build, read
from tests.project import SITE, SOURCES, read_problems, write_project

LOG = "data/corrections.yaml"
ENTRY = """\
- date: 2025-06-01
  statistic: trees@2024
  was: 1150
  now: {value: 1200, bound: more-than}
  why: {en: "A digit was lost, of {trees@2024}.", zh: "漏了一位，应为{trees@2024}。"}
"""
OLDER = """\
- date: 2025-05-01
  statistic: trees@2024
  was: {value: 1000, bound: about}
  now: 1150
  why: {en: We guessed., zh: 先前是估计。}
"""
SAID = """\
- date: 2025-07-01
  statistic: trees@2024
  stood: {en: Many more, zh: 多得多}
  stands: {en: "As many, {trees@2024}", zh: "一样多，{trees@2024}"}
  why: {en: We compared other years., zh: 比错了年份。}
  evidence: [gazette, trees@2023]
"""
WORDS = "- {date: 2025-04-01, statistic: crop@2024, why: {en: Its source was missing., zh: 漏了来源。}}\n"


def test_a_log_that_is_sound(tmp_path: Path) -> None:
    assert read_problems(tmp_path, {LOG: SAID + ENTRY + OLDER + WORDS}) == []


@pytest.mark.parametrize(
    ("log", "problem"),
    [
        (ENTRY.replace("trees@2024\n", "treez\n", 1), ":2:14: unknown statistic 'treez', did you mean 'trees'?"),
        (ENTRY.replace("trees@2024\n", "trees@2020\n", 1),
         ":2:14: 'trees' has no observation '2020', did you mean '2024'?"),
        (ENTRY.replace("2025-06-01", "2025-06"), ":1:9: '2025-06' is not a day, such as 2025-05-09"),
        (ENTRY.replace("1200", "1210"), ":4:8: is not what 'trees@2024' is from then on: {value: 1200, "
                                        "bound: more-than}; what changed again has an entry"),
        (ENTRY + OLDER.replace("1150", "1140"), ":9:8: is not what 'trees@2024' is from then on: 1150; what "
                                                "changed again has an entry"),
        (ENTRY.replace("{value: 1200, bound: more-than}", "1200"),
         ":4:8: is not what 'trees@2024' is from then on: {value: 1200, bound: more-than}"),
        (ENTRY.replace("statistic: trees@2024", "statistic: trees"),
         ":2:14: 'trees' will be another figure when one is put in above it; write 'trees@2024'"),
        (ENTRY.replace("of {trees@2024}", "of {trees|full}"),
         ":5:35: 'trees' will be another figure when one is put in above it; write 'trees@2024'"),
        (SAID.replace("trees@2023", "trees"),
         ":6:23: 'trees' will be another figure when one is put in above it; write 'trees@2024'"),
        (ENTRY.replace("1150", "{value: 1200, bound: more-than}"), ":4:8: is what it was"),
        (ENTRY.replace("  was: 1150\n", ""), ":1:3: 'was' and 'now' stand together, or both are left out"),
        (OLDER.replace("05-01", "07-01").replace("1150", "{value: 1200, bound: more-than}") + WORDS + ENTRY,
         ":7:9: is later than 2025-04-01 above it; the newest stands first"),
        (WORDS + WORDS, ":2:10: has an entry for 'crop@2024' already; say all of it in one"),
        (ENTRY.replace("1150", "many"), ":3:3: 'many' is not a number"),
        (SAID.replace("  stood: {en: Many more, zh: 多得多}\n", ""), ":3:11: 'stands' needs 'stood'"),
        (SAID.replace("  evidence: [gazette, trees@2023]\n", ""), ":3:10: says on no evidence: name"),
        (SAID.replace("gazette", "gazete"), ":6:14: is neither a source nor a figure: unknown statistic 'gazete'"),
        (SAID.replace("@2023", "@2022"), ":6:23: is neither a source nor a figure: 'trees' has no observation '2022'"),
        (SAID.replace("Many more", '"Many {treez}"'), ":3:21: unknown statistic 'treez'"),
    ],
)  # fmt: skip
def test_a_log_that_does_not_fit(tmp_path: Path, log: str, problem: str) -> None:
    assert any(said.startswith(f"{LOG}{problem}") for said in read_problems(tmp_path, {LOG: log}))


def test_it_is_shown_on_the_log_and_on_the_statistics_page(tmp_path: Path) -> None:
    root = write_project(tmp_path, {LOG: ENTRY + OLDER + WORDS})
    build(root, root / "site")
    log = (root / "site/zh/corrections/index.html").read_text("utf-8")
    assert '<article class="entry" id="2025-06-01-trees-2024">' in log
    assert '<p class="margin">2025年6月1日</p>' in log
    assert ">1150棵</data></del>" in log
    assert ">超过1200棵</data>（2024年）</ins>" in log
    page = (root / "site/statistics/trees/index.html").read_text("utf-8")
    assert ">about 1,000\u00a0trees</data></del> → <ins>" in page
    assert " (2024)</ins>" in page
    assert " (2024)&lt;/ins&gt;" in (root / "site/feed.xml").read_text("utf-8")
    assert "漏了来源" not in (root / "site/zh/statistics/trees/index.html").read_text("utf-8")
    assert 'type="application/atom+xml" title="Corrections" href="../../feed.xml">' in page


@pytest.mark.parametrize(("published", "seen"), [("", False), ("2025-08", False), ("2025-07-01", True), ("2024", True)])
def test_withdrawn_words_are_told_with_their_evidence_and_whether_readers_saw_them(
    tmp_path: Path,
    published: str,
    seen: bool,  # noqa: FBT001
) -> None:
    site = SITE + (f"published: {published}\n" if published else "")
    root = write_project(tmp_path, {LOG: SAID + WORDS.replace("2025-04", "2025-07"), "data/site.yaml": site})
    build(root, root / "site")
    for path, stood, credit, why in (
        ("corrections/index.html", "<del>Many more</del>", "The Gazette</a>", "We compared other years."),
        ("zh/statistics/trees/index.html", "<del>多得多</del>", "", "比错了年份。"),
        ("feed.xml", "&lt;del&gt;Many more&lt;/del&gt;", "The Gazette, 1 October 2024", "We compared other years."),
    ):
        text = (root / "site" / path).read_text("utf-8")
        assert all(said in text for said in (stood, credit, why)), path
    log = (root / "site/corrections/index.html").read_text("utf-8")
    assert 'data-id="trees" data-key="2023">900 trees</data></a>' in log.replace("\u00a0", " ")
    assert log.count("no reader saw it") == (0 if seen else 1)  # of both entries, which are folded
    none, folded = "Nothing that readers have seen has had to be corrected", "<summary>Before publication</summary>"
    assert (none in log, folded in log) == (not seen, not seen)
    assert ("no reader saw it" not in (root / "site/feed.xml").read_text("utf-8")) is seen


def test_words_may_go_without_anything_in_their_place(tmp_path: Path) -> None:
    said = "".join(line for line in SAID.splitlines(keepends=True) if "stands:" not in line)
    root = write_project(tmp_path, {LOG: said})
    build(root, root / "site")
    assert "<b>Now</b> Nothing stands in its place." in (root / "site/corrections/index.html").read_text("utf-8")
    assert "→ 已删去" in (root / "site/zh/feed.xml").read_text("utf-8")


def test_a_figure_and_words_that_one_entry_corrects_are_both_told(tmp_path: Path) -> None:
    figure = "  was: 1000\n  now: {value: 1200, bound: more-than}\n"
    root = write_project(tmp_path, {LOG: SAID.replace("  stood:", f"{figure}  stood:")})
    build(root, root / "site")
    for path in ("corrections/index.html", "statistics/trees/index.html", "feed.xml"):
        text = unescape((root / "site" / path).read_text("utf-8"))
        gone = re.findall("<del>(.*?)</del>", text)
        assert [re.sub("<.*?>", "", said) for said in gone] == ["1,000\u00a0trees", "Many more"], path


# --- the feeds, by RFC 4287


def feeds_of(
    folder: Path, changes: dict[str, str | bytes | None], url: str | None = None
) -> dict[str, ElementTree.Element]:
    story = read(write_project(folder, changes), url=url)
    feeds = render_feeds(story)
    return {path: ElementTree.fromstring(content) for path, content in feeds.items()}


def texts(element: ElementTree.Element, path: str) -> list[str | None]:
    return [found.text for found in element.findall("/".join(f"{{{ATOM}}}{name}" for name in path.split("/")))]


def test_a_feed_in_each_language_says_what_the_log_says(tmp_path: Path) -> None:
    feeds = feeds_of(tmp_path, {LOG: ENTRY + WORDS}, "https://village.example/orchard")
    assert list(feeds) == ["feed.xml", "zh/feed.xml"]
    feed = feeds["zh/feed.xml"]
    assert feed.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "zh-Hans"}
    assert texts(feed, "title") == ["更正｜果园"]
    assert texts(feed, "author/name") == ["果园"]
    assert texts(feed, "updated") == ["2025-06-01T00:00:00Z"]
    assert texts(feed, "entry/title") == ["果树", "收成"]
    assert texts(feed, "entry/updated") == ["2025-06-01T00:00:00Z", "2025-04-01T00:00:00Z"]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{{{ATOM}}}link")}
    assert links == {
        "self": "https://village.example/orchard/zh/feed.xml",
        "alternate": "https://village.example/orchard/zh/corrections/index.html",
    }
    first, second = texts(feed, "entry/content")
    assert first is not None
    assert ">1150棵</data></del> → <ins>" in first
    assert 'href="https://village.example/orchard/zh/statistics/trees/index.html"' in first
    assert (
        second
        == "<p>漏了来源。</p><p>网站发布之前就已改正，没有读者看到过；仍留在这里，好让人知道错过什么、错在哪里。</p>"
    )


def test_a_log_needs_a_name_that_its_feed_keeps(tmp_path: Path) -> None:
    without = SITE.replace("feed_id: orchard\n", "")
    said = "lacks a 'feed_id', by which readers' programs know what they have shown; so far it is 'The orchard'"
    assert read_problems(tmp_path, {LOG: ENTRY, "data/site.yaml": without}) == [f"data/site.yaml:1:1: {said}"]


def test_ids_are_absolute_and_stay_when_the_site_moves_or_is_renamed(tmp_path: Path) -> None:
    here, there = (feeds_of(tmp_path, {LOG: ENTRY + OLDER}, url) for url in ("", "https://village.example"))
    renamed = feeds_of(tmp_path, {LOG: ENTRY + OLDER, "data/site.yaml": SITE.replace("The orchard", "Our orchard")}, "")
    assert [texts(feed, "entry/id") for feed in renamed.values()] == [texts(feed, "entry/id") for feed in here.values()]
    ids = [id_ for feed in here.values() for path in ("id", "entry/id") for id_ in texts(feed, path)]
    assert ids == [id_ for feed in there.values() for path in ("id", "entry/id") for id_ in texts(feed, path)]
    assert len(set(ids)) == 6
    assert all(id_ and id_.startswith("urn:uuid:") for id_ in ids)
    links = [link.get("href") for link in here["zh/feed.xml"].iter(f"{{{ATOM}}}link")]
    assert links[:2] == ["feed.xml", "corrections/index.html"]  # which the feed's own address completes


@pytest.mark.parametrize(
    ("changes", "updated"),
    [
        ({}, "2024-10-01T00:00:00Z"),  # of the newest source
        ({"data/site.yaml": SITE + "published: 2025-02\n"}, "2025-02-01T00:00:00Z"),
        ({"data/site.yaml": SITE + "published: 2025-02\nupdated: 2025-03-04\n"}, "2025-03-04T00:00:00Z"),
    ],
)
def test_a_feed_without_entries_is_dated_all_the_same(
    tmp_path: Path, changes: dict[str, str | bytes | None], updated: str
) -> None:
    feed = feeds_of(tmp_path, changes)["feed.xml"]
    assert texts(feed, "updated") == [updated]
    assert texts(feed, "entry") == []


def test_where_nothing_is_dated_there_is_no_feed(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"data/sources.yaml": SOURCES.replace("  date: 2024-10-01\n", "")})
    build(root, root / "site")
    assert not (root / "site/feed.xml").exists()
    assert "atom+xml" not in (root / "site/index.html").read_text("utf-8")
