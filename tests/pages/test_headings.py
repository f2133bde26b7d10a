from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import BrowserContext, Page

from microsite.desk.command_line import main
from microsite.pages.headings import ALWAYS, LATIN, OPENING, PAGES, STORY, heading_characters, headings, render_headings
from microsite.pictures.rasters import find_fonts
from microsite.pictures.subsets import picture_characters, subset_for_pictures
from microsite.pipeline import build, load
from tests.conftest import thorough_only
from tests.project import write_project

OPEN_SANS = Path("/usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf")
FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")


@pytest.fixture
def found(tmp_path: Path) -> list[tuple[str, str]]:
    root = write_project(
        tmp_path,
        {
            "content/zh/index.md": "---\ntitle: 果园的一年\n---\n\n##开头\n\n字\n",
            "content/zh/chapters/1-harvest.md": "---\ntitle: 树\ndeck: 更多\n---\n\n{chart:more-trees}\n\n## 老树 ##\n",
            "content/en/chapters/2-rain.md": "---\ntitle: Rain\n---\n\n## Old rain\n",
            "content/zh/chapters/2-rain.md": "---\ntitle: 雨\n---\n\n## 老雨\n",
        },
    )
    story, _ = load(root)
    return list(headings(story))


def test_each_font_has_the_headings_that_are_set_in_it(found: list[tuple[str, str]]) -> None:
    faces = {text: {face for said, face in found if said == text} for text, _ in found}
    assert faces["果园"] == {OPENING, PAGES}  # the site's name, on every page
    assert faces["果园的一年"] == {OPENING}
    assert faces["开头"] == faces["老树"] == {OPENING}  # what browsers lay out at first
    assert faces["树"] == {OPENING, PAGES}  # a chapter's title heads its part of the lists, too
    assert faces["雨"] == {STORY, PAGES}
    assert faces["老雨"] == {STORY}


def test_a_font_holds_its_headings_and_what_may_come_any_day() -> None:
    characters = heading_characters([("新树 x", PAGES), ("Old Straße", PAGES), ("果", OPENING)])
    assert characters == {
        PAGES: "".join(sorted({*ALWAYS[PAGES], *"新树 x"})),
        OPENING: "".join(sorted({*ALWAYS[OPENING], "果"})),
        STORY: "".join(sorted(ALWAYS[STORY])),
        LATIN: "".join(sorted({*ALWAYS[LATIN], "ß"})),
    }
    assert set("壹拾") <= set(characters[OPENING])


def glyphs(font: bytes) -> set[str]:
    with TTFont(BytesIO(font)) as face:
        return set(map(chr, face.getBestCmap()))


def test_fonts_are_cut_to_the_headings_of_a_story(tmp_path: Path) -> None:
    """A new character builds everywhere; one that no font of ours has is left to the reader's system."""
    titles = {"en": "Straße, Łódź, Привет", "zh": "喜鹊龘"}
    changes = {f"content/{code}/index.md": f"---\ntitle: {title}\n---\n" for code, title in titles.items()}
    root = write_project(tmp_path / "project", dict(changes))
    site = build(root, tmp_path / "site").site
    assert set("喜鹊") <= glyphs(site["static/fonts/opening.woff2"])
    assert "龘" not in glyphs(site["static/fonts/opening.woff2"])
    assert "ß" in glyphs(site["static/fonts/headings-latin.woff2"])
    assert len(glyphs(site["static/fonts/story.woff2"])) < 100


def test_a_font_that_a_project_brings_is_not_replaced(tmp_path: Path) -> None:
    own = {"static/fonts/headings.woff2": b"bought"}
    story, _ = load(write_project(tmp_path, dict(own)))
    assert "static/fonts/headings.woff2" not in render_headings(story)
    assert "static/fonts/opening.woff2" in render_headings(story)


@pytest.mark.parametrize("content", [b"no font", b"\0\1\0\0" + b"\0" * 100, b"ttcf" + b"\0" * 20, None])
def test_what_is_no_such_font_is_refused_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    fonts = tmp_path / "fonts"
    if content is not None:
        fonts.mkdir()
        (fonts / "NotoSerifCJK-Bold.ttc").write_bytes(content)
    for folder in (fonts, fonts / "NotoSerifCJK-Bold.ttc"):
        assert main(["fonts", "--fonts", str(folder), "--root", str(write_project(tmp_path / "story"))]) == 1
        assert capsys.readouterr().err.startswith(f"{folder}: can't be cut down: ")
    assert not (tmp_path / "story/static").exists()


@pytest.mark.skipif(not OPEN_SANS.is_file() or not FONT.is_file(), reason="the fonts are not installed")
def test_a_font_of_somebody_else_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microsite.pictures.subsets.cut", lambda *_, **__: b"cut")
    (tmp_path / "static/pictures").mkdir(parents=True)
    (tmp_path / "static/pictures/serif-700.otf").write_bytes(b"bought")
    with pytest.raises(ValueError, match="was not written by this command; move it away"):
        subset_for_pictures("果", Path("/usr/share/fonts"), tmp_path)
    assert [path.name for path in (tmp_path / "static/pictures").iterdir()] == ["serif-700.otf"]


def test_pictures_may_show_all_characters_of_the_texts_and_all_common_ones(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/a.md").write_text("龘\n", "utf-8")
    (tmp_path / "b.png").write_text("鱻", "utf-8")
    found = picture_characters([tmp_path])
    assert set("龘果树aZ≥“") <= set(found)
    assert not set("鱻\n") & set(found)
    assert found == "".join(sorted(found))


@thorough_only
@pytest.mark.skipif(not OPEN_SANS.is_file() or not FONT.is_file(), reason="the fonts are not installed")
def test_fonts_of_pictures_are_cut_with_a_list_of_what_they_have(tmp_path: Path) -> None:
    subset_for_pictures("“≥a果\ue000", Path("/usr/share/fonts"), tmp_path)
    fonts = find_fonts(tmp_path)
    assert {*"“≥a果", "ß", "ł"} <= fonts.characters
    assert not {"\ue000", "树"} & fonts.characters
    for path in fonts.paths:
        with TTFont(path) as face:
            assert ("果" in map(chr, face.getBestCmap())) == ("latin" not in path.name)
            width = face["hmtx"][face.getBestCmap()[ord("“")]][0] / face["head"].unitsPerEm
            assert (width < 0.6) == ("latin" in path.name), path.name


def test_a_font_that_is_not_there_is_named_with_where_it_is_from(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no OpenSans-Regular\.ttf below .*fonts-noto-cjk and fonts-open-sans"):
        subset_for_pictures("a", tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("path", "selectors"),
    [
        (
            "zh/index.html",
            ["h1", ".masthead .brand", ".lead h2", ".chapter:first-of-type h2", ".chapter:last-of-type h2"],
        ),
        ("zh/policies/index.html", ["h1"]),
        ("index.html", ["h1"]),
    ],
)
def test_headings_are_wholly_set_in_the_font_that_comes_with_the_site(
    context: Callable[..., BrowserContext], host: str, path: str, selectors: list[str]
) -> None:
    page = context().new_page()
    page.goto(host + path)
    for _ in range(3):  # the second time, fonts are there; a busy machine may be late once more
        page.evaluate("document.fonts.ready")
        page.goto(host + path)
        fonts = {selector: fonts_of(page, selector) for selector in selectors}
        if all(font["isCustomFont"] for found in fonts.values() for font in found):
            break
    assert all(fonts.values()), fonts
    assert all(font["isCustomFont"] for found in fonts.values() for font in found), fonts


def fonts_of(page: Page, selector: str) -> list[dict[str, Any]]:
    page.locator(selector).first.scroll_into_view_if_needed()
    page.evaluate("document.fonts.ready")
    page.evaluate("() => document.querySelectorAll('.anchor').forEach((link) => link.remove())")  # a sign of the text's
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    return list(session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"])
