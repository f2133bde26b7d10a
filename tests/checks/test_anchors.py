"""Ids on a page: none twice, and no link to none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microsite.charts.story import Story
from microsite.checks.anchors import list_anchors, own_ids
from microsite.source.addresses import page_path
from tests.project import CHAPTER, CHART, EN, FILES, GLOSSARY, HARVEST, STATISTICS, ZH, read_problems


def test_a_page_has_one_title(tmp_path: Path) -> None:
    problems = read_problems(tmp_path, {EN: CHAPTER["en"] + "\n# Top\n"})
    assert f"{EN}:9:1: a page has one title, in its front matter; a heading below it begins with '## '" in problems


def test_every_id_of_a_page_is_foreseen(site: Path, story: Story) -> None:
    """In the real site: what templates give is the page's own, all else what editors name."""
    for code, language in story.project.site.languages.items():
        for name, anchors in list_anchors(story.project, code).items():
            html = (site / language.folder / page_path(name)).read_text("utf-8")
            found = re.findall(r'(?<![\w-])id="([^"]+)"', re.sub(r"<svg\b.*?</svg>", "", html, flags=re.DOTALL))
            dated = [id_ for id_ in found if re.match("20[0-9]{2}-", id_)]  # of corrections
            assert {*found} - {*dated} <= {*(anchor.id for anchor in anchors), *own_ids(story.project, code, name)}, (
                name
            )
            assert len(found) == len({*found}), name


@pytest.mark.parametrize("name", ["main", "navigation", "contents", "places", "figures"])
def test_no_id_is_the_page_s_own(tmp_path: Path, name: str) -> None:
    changes: dict[str, str | bytes | None] = {f"content/{code}/chapters/1-harvest.md": None for code in ("en", "zh")}
    changes |= {f"content/{code}/chapters/1-{name}.md": CHAPTER[code] for code in ("en", "zh")}
    changes[HARVEST] = STATISTICS.replace("subject: harvest", f"subject: {name}")
    changes["content/charts/more-trees.yaml"] = CHART.replace("subject: harvest", f"subject: {name}")
    changes["content/glossary.yaml"] = GLOSSARY.replace("windfall:", f"{name}:", 1)
    for code in ("en", "zh"):
        changes[f"content/{code}/chapters/1-{name}.md"] = CHAPTER[code].replace("term:windfall", f"term:{name}")
    found = read_problems(tmp_path, changes)
    if name != "places":
        said = f"has the id '{name}' on the page 'index', as has the page itself; rename it"
        assert f"content/en/chapters/1-{name}.md:1:1: {said}" in found
        assert f"content/glossary.yaml:1:1: {said.replace('index', 'glossary')}" in found
    else:
        assert found == []


def test_no_earlier_chapter_has_the_id_of_one_that_is_there(tmp_path: Path) -> None:
    text = CHAPTER["en"].replace("---\n", "---\nanchors: picking harvest\n", 1)
    said = f"has the id 'harvest' on the page 'index', as has {EN}:1; rename it"
    assert read_problems(tmp_path, {EN: text}) == [f"{EN}:1:1: {said}"]


def test_no_id_is_that_of_something_else(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        EN: CHAPTER["en"] + "\n## Part\n\n{chart:more-trees}\n",
        "content/en/chapters/2-part.md": "---\ntitle: More\n---\n",
        "content/zh/chapters/2-part.md": "---\ntitle: More\n---\n",
        HARVEST: STATISTICS.replace("related: [crop]", "related: [harvest]").replace("\ncrop:\n", "\nharvest:\n"),
    }
    found = read_problems(tmp_path, changes)
    for problem in (
        f"content/en/chapters/2-part.md:1:1: has the id 'part' on the page 'index', as has {EN}:9; rename it",
        f"{EN}:11:1: has the id 'chart-more-trees' on the page 'index', as has {EN}:7; a page shows a chart once",
        f"{HARVEST}:20:1: has the id 'harvest' on the page 'statistics', as has {EN}:1; rename it",
    ):
        assert problem in found


def test_the_id_of_a_heading_is_one(tmp_path: Path) -> None:
    assert f"{EN}:9:11: 'A b' is not an id: lower-case letters, digits and single hyphens" in read_problems(
        tmp_path, {EN: CHAPTER["en"] + "\n## Part {#A b}\n\n## Next {#next}\n\n[x](#next)\n"}
    )


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("#part", ""),
        ("#harvest", ""),
        ("#chart-more-trees", ""),
        ("#main", ""),
        ("#part-2", "nothing on this page has the id 'part-2'"),
        ("#", "nothing on this page has the id ''"),
        ("#windfall", "nothing on this page has the id 'windfall'"),
        ("https:x", "is no address"),
        ("https://", "is no address"),
        ("http:///x", "is no address"),
        ("https://[", "is no address"),
        ("https://a..b/", "is no address"),
        ("https://-a.example", "is no address"),
        ("https://name@a.example", "is no address"),
        ("https://a.example:port/", "is no address"),
        ("https://a.example:80/x?y=z#a", ""),
        ("https://bücher.example/ä/(x)", ""),
        ("https://北京.example", ""),
        ("mailto:", "is no address"),
        ("mailto:a", "is no address"),
        ("mailto:a@b", "is no address"),
        ("mailto:a@b.example?subject=x", ""),
        ("mailto:a@1.example", ""),
        ("mailto:a@1.2.3.4", "is no address"),
        ("mailto:a..b@c.example", "is no address"),
        ("https://a.example:65536/", "is no address"),
        ("https://a.example:0/", "is no address"),
        ("https://999.1.1.1/", "is no address"),
        ("https://192.0.2.256/", "is no address"),
        ("https://192.0.2/", "is no address"),
        ("https://0x7f.1/", "is no address"),
        ("https://192.0.2.1:8000/", ""),
        ("https://[::g]/", "is no address"),
        ("https://[1:2]/", "is no address"),
        ("https://[2001:db8::1]/", ""),
        (f"https://{'a' * 63}.example", ""),
        (f"https://{'a' * 64}.example", "is no address"),
        (f"https://{'ü' * 60}.example", "is no address"),
        (f"https://{'a.' * 128}example", "is no address"),
        ("https://ａ.example", "is no address"),
        ("https://a.example/%e4", ""),
        ("https://a.example/%", "is no address"),
    ],
)
def test_addresses_in_texts(tmp_path: Path, link: str, message: str) -> None:
    body = f"\n## Part\n\n[x]({link})\n"
    changes: dict[str, str | bytes | None] = {
        f"content/{code}/chapters/1-harvest.md": CHAPTER[code] + body for code in ("en", "zh")
    }
    found = [problem for problem in read_problems(tmp_path, changes) if problem.startswith(f"{EN}:11:5: ")]
    assert len(found) == bool(message)
    assert message in "".join(found)


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("<https://a..b/>", 2),
        ("<ftp://a.example/>", 2),
        ("<a@b>", 2),
        ("<a@b.example>, <https://b.example>", 0),
        ("[x][y]\n\n> [y]: https://a..b/", 8),
        ("- [x][y]\n\n    [y]: https://a..b/", 10),
    ],
)
def test_addresses_however_they_are_written(tmp_path: Path, written: str, column: int) -> None:
    line = 9 + written.count("\n")
    found = read_problems(tmp_path, {EN: f"{CHAPTER['en']}\n{written}\n", ZH: f"{CHAPTER['zh']}\n{written}\n"})
    assert [problem.startswith(f"{EN}:{line}:{column}: ") for problem in found] == [True, False] * bool(column)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("url: https://site.example/a?b", "is not the address of a site"),
        ("url: https://site.example/a&b", "is not the address of a site"),
        ("url: https://site.example/#a", "is not the address of a site"),
        ("url: https://name@site.example/", "is not the address of a site"),
        ("url: https://site.example:99999/", "is not the address of a site"),
        ("url: https://999.1.1.1/", "is not the address of a site"),
        ("url: https:site.example", "is not the address of a site"),
        ("url: https://site.example:8000/~a/b", ""),
        ("repository: https://github.com/a/b?c", "is not the address of a repository"),
        ("licence_url: https:x", "is no address"),
        ("licence_url: https://a.example/by?x=y", ""),
    ],
)
def test_addresses_of_a_site(tmp_path: Path, line: str, fault: str) -> None:
    site = f"{FILES['data/site.yaml']}{line}\n"
    at = f"data/site.yaml:{site.count(chr(10))}:{line.index(':') + 3}: "
    found = read_problems(tmp_path, {"data/site.yaml": site})
    assert all(problem.startswith(at) and fault in problem for problem in found)
    assert bool(found) == bool(fault)
