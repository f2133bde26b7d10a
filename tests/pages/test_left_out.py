"""What a story does not have, no page of it speaks of: kinds of pages, of figures, an article."""

from __future__ import annotations

import posixpath
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from microsite.pipeline import build
from microsite.publish.write import read_site
from tests.language.words import words
from tests.test_golden import CASES

LEFT_OUT = ("charts", "glossary", "corrections")
SITES = {case.name: case for case in CASES}
OF_ARTICLES = (("roles", "article"), ("exhibit", "not_named"), ("verdict", "count_of"), ("cite", "article"),
               ("footer", "source"))  # fmt: skip


def test_pages_that_a_small_story_does_without(tmp_path: Path) -> None:
    root = shutil.copytree(SITES["mill"], tmp_path / "mill", ignore=shutil.ignore_patterns("expected"))
    for name in LEFT_OUT:
        (root / f"content/de/{name}.md").unlink()
    site_file = root / "data/site.yaml"  # dated, it would have a feed of corrections
    site_file.write_text(site_file.read_text("utf-8") + "published: 2024-05-01\n", "utf-8")
    build(root, tmp_path / "site")
    site = read_site(tmp_path / "site")
    assert not {"charts/index.html", "glossary/index.html", "corrections/index.html", "feed.xml"} & set(site)
    assert "charts/flour/index.html" in site
    names = [words("de")["nav"][name] for name in LEFT_OUT[1:]]
    for path, content in site.items():
        if path.endswith(".html"):
            text = content.decode()
            assert not [name for name in names if f">{name}<" in text], path
            for address in re.findall(r'href="([^"#?:]+)["#?]', text):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) in site, (path, address)


def test_a_page_of_places_alone_is_called_by_them(tmp_path: Path) -> None:
    root = shutil.copytree(SITES["mill"], tmp_path / "mill", ignore=shutil.ignore_patterns("expected"))
    (root / "content/de/policies.md").write_text("---\ntitle: Wo es ist\n---\n", "utf-8")
    (root / "content/places.yaml").write_text(
        "weir:\n  name: {de: Wehr}\n  kind: weir\n  summary: {de: Am Bach.}\n", "utf-8"
    )
    (root / "templates").mkdir()
    (root / "templates/words.de.yaml").write_text("place_kinds: {weir: Wehre}\n", "utf-8")
    build(root, tmp_path / "site")
    own = words("de")
    page = (tmp_path / "site/index.html").read_text("utf-8")
    assert f">{own['places']}</a>" in page
    assert f">{own['nav']['policies']}</a>" not in page


@pytest.mark.parametrize(("site", "codes"), [("mill", ["de"]), ("oasis", ["ja", "ar"])])
def test_a_story_on_no_article_speaks_of_none(site: str, codes: list[str]) -> None:
    said = [words(code)[group][key] for code in codes for group, key in OF_ARTICLES if group in words(code)]
    phrases = [part for text in said for part in re.split(r"\{\d\}", text) if len(part.strip()) > 2]
    assert len(phrases) >= len(codes)
    for path, content in read_site(SITES[site] / "expected").items():
        text = unescape(content.decode("utf-8-sig"))
        assert not [phrase for phrase in phrases if phrase in text], path
