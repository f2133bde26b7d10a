"""What pages tell search engines and networks: addresses where one is known, cards, JSON-LD, the map."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from microsite.downloads.sitemap import render_map
from microsite.errors import BuildError
from microsite.pipeline import build, read
from microsite.verify.index import make_index
from microsite.verify.verify import verify
from tests.project import CHART, FILES, load_problems, write_project

URL = "https://orchard.example/village"
SITE = FILES["data/site.yaml"]
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?")
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ALTERNATE = "{http://www.w3.org/1999/xhtml}link"

# What search engines ask of a type: https://developers.google.com/search/docs/appearance/structured-data
NEEDED = {
    "NewsArticle": {"headline", "description", "author", "publisher", "inLanguage", "url"},
    "Dataset": {"name", "description", "creator", "license", "inLanguage", "url", "distribution"},
}


def built(folder: Path, changes: Mapping[str, str] | None = None, url: str | None = URL) -> dict[str, str]:
    """Return the pages of the small project, by path."""
    root = write_project(folder / "story", changes)
    build(root, folder / "site", url=url)
    return {
        path.relative_to(folder / "site").as_posix(): path.read_text("utf-8")
        for path in (folder / "site").rglob("*")
        if path.suffix in (".html", ".xml", ".txt")
    }


@pytest.fixture(scope="module")
def changes() -> dict[str, str]:
    more = "licence_url: https://licence.example/by/4.0/\nupdated: 2025-04-01\npublished: 2025-03\n"
    data = {f"content/{code}/data.md": "---\ntitle: Data\ndescription: To take away\n---\n" for code in ("en", "zh")}
    return {"data/site.yaml": f"{SITE}{more}", **data}


@pytest.fixture
def pages(tmp_path: Path, changes: dict[str, str]) -> dict[str, str]:
    return built(tmp_path, changes)


def tags(page: str) -> dict[str, str]:
    """Return what a page's head says in meta and link, by name or relation."""
    found = re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', page)
    links = re.findall(r'<link rel="(canonical|alternate)"(?: hreflang="([^"]*)")? href="([^"]*)">', page)
    found += [(f"{rel} {tag}".strip(), url) for rel, tag, url in links]
    return {name: unescape(value) for name, value in found}


def data_of(page: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert len(found) <= 1
    return dict(json.loads(found[0])) if found else {}


# --- heads


def test_a_page_has_its_address_in_every_language(pages: dict[str, str]) -> None:
    for path in ("zh/method/index.html", "method/index.html"):
        said = tags(pages[path])
        assert said["canonical"] == said["og:url"] == f"{URL}/{path.removesuffix('index.html')}"
        assert said["alternate en"] == said["alternate x-default"] == f"{URL}/method/"
        assert said["alternate zh-Hans"] == f"{URL}/zh/method/"


def test_a_page_has_its_card(pages: dict[str, str]) -> None:
    said = tags(pages["zh/statistics/trees/index.html"])
    assert said["og:title"] == "果树"
    assert said["og:description"] == said["description"] == "超过1200棵，2024年。结果的树。"
    assert (said["og:site_name"], said["og:locale"], said["og:locale:alternate"]) == ("果园", "zh_CN", "en_GB")
    assert said["og:image"] == f"{URL}/social/zh/statistics/trees.png"
    assert (said["og:image:width"], said["og:image:height"]) == ("1000", "525")
    assert said["twitter:card"] == "summary_large_image"
    assert tags(pages["index.html"])["og:type"] == "article"
    assert tags(pages["index.html"])["og:image:width"] == "1200"
    assert tags(pages["statistics/trees/index.html"])["og:description"] == (
        "More than 1,200 trees, 2024. Trees that bear fruit."
    )


def test_without_an_address_nothing_claims_one(tmp_path: Path) -> None:
    pages = built(tmp_path, url=None)
    assert not {"sitemap.xml", "robots.txt"} & pages.keys()
    said = tags(pages["zh/charts/more-trees/index.html"])
    assert not {"canonical", "og:url", "og:image", "og:image:alt", "twitter:card", "alternate x-default"} & said.keys()
    assert said["alternate en"] == "../../../charts/more-trees/index.html"
    assert said["og:title"] == "树更多了"
    data = data_of(pages["zh/charts/more-trees/index.html"])
    assert data["name"] == "树更多了"
    assert not {"url", "image", "distribution", "license"} & data.keys()


def test_what_is_no_page_of_its_own_is_kept_out_of_search(pages: dict[str, str]) -> None:
    for path in ("404.html", "zh/404.html", "embed/more-trees/index.html"):
        said = tags(pages[path])
        assert said["robots"] == "noindex"
        assert not {"canonical", "og:title"} & said.keys()
        assert data_of(pages[path]) == {}
    assert "robots" not in tags(pages["index.html"])


def test_the_pages_first_picture_is_that_of_its_card(pages: dict[str, str]) -> None:
    """WeChat reads no card: it shows the first picture of a page."""
    found = re.search(r'<img src="([^"]*)"[^>]*>', pages["zh/charts/more-trees/index.html"])
    assert found and found[1] == "../../../social/zh/charts/more-trees.png"


def test_a_chart_may_be_called_as_pages_of_folders_are(tmp_path: Path) -> None:
    """Whose picture, social/charts/index.svg, is no page's."""
    build(write_project(tmp_path, {"content/charts/index.yaml": CHART}), tmp_path / "site", url=URL)


def test_the_licence_is_linked(pages: dict[str, str]) -> None:
    assert '<a rel="license" href="https://licence.example/by/4.0/">CC BY 4.0</a>' in pages["zh/index.html"]


# --- JSON-LD


def test_every_description_has_what_search_engines_ask_for(pages: dict[str, str]) -> None:
    kinds = {}
    for path, page in pages.items():
        data = data_of(page)
        if not data:
            continue
        kinds[path] = data["@type"]
        assert data["@context"] == "https://schema.org"
        assert NEEDED[data["@type"]] <= data.keys(), path
        assert data["inLanguage"] == ("zh-Hans" if path.startswith("zh/") else "en")
        assert data["license"] == "https://licence.example/by/4.0/"
        assert data["url"] == tags(page)["canonical"]
        assert all(data.values())
        for date in ("datePublished", "dateModified", "temporalCoverage"):
            assert ISO.fullmatch(data.get(date, "2025")), path
        for file in data.get("distribution", ()):
            assert (file["@type"], file["contentUrl"].partition("/data/")[0]) == ("DataDownload", URL)
    assert kinds["zh/index.html"] == "NewsArticle"
    for path in ("data/index.html", "charts/more-trees/index.html", "statistics/crop/index.html"):
        assert kinds[path] == "Dataset"
    assert kinds.keys().isdisjoint({"method/index.html", "glossary/index.html"})


def test_the_story_is_an_article_on_an_article(pages: dict[str, str]) -> None:
    data = data_of(pages["zh/index.html"])
    assert (data["datePublished"], data["dateModified"]) == ("2025-03", "2025-04-01")
    assert data["publisher"] == {"@type": "Organization", "name": "果园", "url": f"{URL}/zh/"}
    assert data["isBasedOn"] == {
        "@type": "NewsArticle",
        "headline": "丰年",
        "datePublished": "2024-10-01",
        "publisher": {"@type": "Organization", "name": "村报"},
        "url": "https://gazette.example/autumn",
    }


def test_an_article_of_one_of_two_dates(tmp_path: Path) -> None:
    sources = FILES["data/sources.yaml"].replace("date: 2024-10-01", "date: 2024-09/2024-10")
    pages = built(tmp_path, {"data/sources.yaml": sources})
    assert "datePublished" not in data_of(pages["index.html"])["isBasedOn"]  # takes one date, and no span
    assert "on an article of September 2024 to October 2024" in pages["statistics/trees/index.html"]
    assert "The Gazette, September 2024 to October 2024" in data_of(pages["statistics/trees/index.html"])["citation"]
    assert "据2024年9月至2024年10月的报道" in pages["zh/statistics/trees/index.html"]
    assert "<updated>2024-10-01T00:00:00Z</updated>" in pages["feed.xml"]


def test_who_answers_for_the_site_is_as_the_editors_say(tmp_path: Path) -> None:
    long = "---\ntitle: " + "Many words " * 12 + "\n---\n"
    site = f"{SITE}publisher: {{en: The Press, zh: 出版社}}\n"
    pages = built(tmp_path, {"data/site.yaml": site, "content/en/index.md": long})
    data = data_of(pages["index.html"])
    assert data["author"]["name"] == data["publisher"]["name"] == "The Press"
    assert data["headline"] == "The orchard"  # search engines show no more than 110 characters


def test_markup_in_a_title_stays_text(tmp_path: Path) -> None:
    title = "---\ntitle: 'Fish </script & < \"chips\"'\n---\n"
    page = built(tmp_path, {"content/en/index.md": title})["index.html"]
    assert data_of(page)["headline"] == 'Fish </script & < "chips"'
    assert tags(page)["og:title"].startswith('Fish </script & < "chips"')


def test_json_ld_is_read_back(pages: dict[str, str], tmp_path: Path, changes: dict[str, str]) -> None:
    story = read(write_project(tmp_path / "again", changes), url=URL)
    index = make_index(story)

    def problems(was: str, now: str) -> list[str]:
        page = pages["statistics/trees/index.html"]
        head, tail = page.split('<script type="application/ld+json">')
        assert was in tail
        changed = f'{head}<script type="application/ld+json">{tail.replace(was, now, 1)}'
        return [str(problem) for problem in verify({"statistics/trees/index.html": changed.encode()}, index).findings]

    assert problems("1,200", "1,200") == []
    assert "'1,300'" in problems("1,200", "1,300")[0]
    assert "'1999'" in problems('"temporalCoverage":"2024"', '"temporalCoverage":"1999"')[0]


# --- the map


def test_the_map_names_every_page_with_its_translations(pages: dict[str, str]) -> None:
    urls = ET.fromstring(pages["sitemap.xml"]).findall(f"{MAP}url")
    known = {f"{URL}/{path.removesuffix('index.html')}" for path, page in pages.items()
             if path.endswith(".html") and "robots" not in tags(page)}  # fmt: skip
    assert {url.findtext(f"{MAP}loc") for url in urls} == known
    assert len(urls) == len(known)
    for url in urls:
        links = {link.get("hreflang"): link.get("href") for link in url.findall(ALTERNATE)}
        assert links.keys() == {"en", "zh-Hans", "x-default"}
        assert set(links.values()) <= known
        assert links["x-default"] == links["en"]
        assert url.findtext(f"{MAP}lastmod") == "2025-04-01"
    assert f"Sitemap: {URL}/sitemap.xml\n" in pages["robots.txt"]


def test_the_map_is_the_same_with_a_stroke_at_the_end(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    assert render_map(read(root, url=URL).project) == render_map(read(root, url=f"{URL}/").project)


def test_a_date_in_the_map_is_read_back(tmp_path: Path, changes: dict[str, str]) -> None:
    story = read(write_project(tmp_path, changes), url=URL)
    index = make_index(story)
    found = render_map(story.project)["sitemap.xml"]
    assert not verify({"sitemap.xml": found}, index).findings
    assert verify({"sitemap.xml": found.replace(b"2025-04-01", b"2025-04-02")}, index).findings


# --- addresses


def test_an_address_must_be_absolute(tmp_path: Path) -> None:
    problems = load_problems(tmp_path, {"data/site.yaml": f"{SITE}url: orchard.example\n"})
    assert len(problems) == 1
    assert "data/site.yaml" in problems[0]
    assert "'orchard.example' is not the address of a site, such as https://name.github.io/site/" in problems[0]


def test_an_address_from_outside_must_be_absolute_too(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"SITE_URL: 'orchard\.example' is not the address of a site"):
        read(write_project(tmp_path), url="orchard.example")


# --- the page for what is missing


def test_the_missing_page_speaks_all_languages_and_searches(pages: dict[str, str]) -> None:
    page = pages["404.html"]
    assert '<section lang="zh-Hans">' in page
    assert f'action="{URL}/statistics/index.html"' in page
    assert "form-action 'self' file:" in page  # Firefox takes no file for the page's own
    assert "form-action 'none'" in pages["index.html"]
    assert '<section lang="en">' in pages["zh/404.html"]


def test_the_missing_page_offers_nothing_that_needs_a_script_it_has_not(pages: dict[str, str]) -> None:
    assert 'class="pass"' in pages["index.html"]
    assert 'class="pass"' not in pages["404.html"]
