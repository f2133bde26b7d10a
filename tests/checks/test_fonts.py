from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from microsite.checks.fonts import (
    ALWAYS,
    OPENING,
    PAGES,
    STORY,
    Heading,
    heading_characters,
    headings,
    missing_glyphs,
    read_coverage,
)
from microsite.desk.command_line import main
from microsite.desk.subsets import LATIN, picture_characters, subset, subset_for_pictures
from microsite.errors import Problem
from microsite.pictures.rasters import find_fonts
from microsite.pipeline import load
from tests.project import write_project

OPEN_SANS = Path("/usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf")
FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")


def heading(text: str, face: str = PAGES, line: int = 3) -> Heading:
    return Heading(text, face, Path("content/zh/a.md"), line)


@pytest.fixture
def found(tmp_path: Path) -> list[Heading]:
    root = write_project(
        tmp_path,
        {
            "content/zh/index.md": '---\ntitle: 果园的一年\nfinding: "{chart:more-trees}"\n---\n\n##开头\n\n字\n',
            "content/zh/chapters/1-harvest.md": "---\ntitle: 树\ndeck: 更多\n---\n\n{chart:more-trees}\n\n## 老树 ##\n",
            "content/en/chapters/2-rain.md": "---\ntitle: Rain\n---\n\n## Old rain\n",
            "content/zh/chapters/2-rain.md": "---\ntitle: 雨\n---\n\n## 老雨\n",
        },
    )
    story, _ = load(root)
    return [heading for heading in headings(story) if heading.path.name != "words.en.yaml"]


def test_each_subset_has_the_headings_that_are_set_in_it(found: list[Heading]) -> None:
    faces = {
        text: {heading.face for heading in found if heading.text == text}
        for text in (heading.text for heading in found)
    }
    assert faces["果园"] == {OPENING, PAGES}  # the site's name, on every page
    assert faces["果园的一年"] == {OPENING}
    assert faces["开头"] == faces["老树"] == {OPENING}  # what browsers lay out at first
    assert faces["树"] == {OPENING, PAGES}  # a chapter's title heads its part of the lists, too
    assert faces["雨"] == {STORY, PAGES}
    assert faces["老雨"] == {STORY}
    assert {OPENING} in [faces[text] for text in faces if "树" in text]  # the finding's


def test_a_heading_is_found_at_its_line(found: list[Heading]) -> None:
    (old,) = (heading for heading in found if heading.text == "老树")
    assert (old.path.name, old.line) == ("1-harvest.md", 8)


def test_a_subset_holds_its_chinese_headings_and_what_may_come_any_day() -> None:
    characters = heading_characters([heading("新树 x"), heading("Old trees"), heading("果", OPENING)])
    assert characters == {
        PAGES: "".join(sorted({*ALWAYS[PAGES], *"新树 x"})),
        OPENING: "".join(sorted({*ALWAYS[OPENING], "果"})),
        STORY: "".join(sorted(ALWAYS[STORY])),
    }
    assert set("壹拾") <= set(characters[OPENING])


def test_a_heading_with_a_glyph_that_its_subset_lacks_is_a_problem_once() -> None:
    covered = {PAGES: "果树", STORY: "果", OPENING: ""}
    said = [heading("果树"), heading("果树", STORY), heading("果园, 树", PAGES, 5), heading("园", STORY, 0)]
    advice = "run 'uv run --all-groups build.py fonts' and keep what it writes"
    assert missing_glyphs(said, covered) == [
        Problem(Path("content/zh/a.md"), 3, 1, f"the headings' font lacks '树': {advice}"),
        Problem(Path("content/zh/a.md"), 5, 1, f"the headings' font lacks '园': {advice}"),
        Problem(Path("content/zh/a.md"), 0, 0, f"the headings' font lacks '园': {advice}"),
    ]
    assert missing_glyphs([*said, heading("果树"), heading("果树")], dict.fromkeys(covered, "果树园")) == []


def test_a_project_without_subsets_needs_none(tmp_path: Path) -> None:
    assert read_coverage(tmp_path) is None


@pytest.mark.skipif(not FONT.is_file(), reason="Noto Serif CJK is not installed")
def test_subsets_are_cut_with_their_lists_and_latin_apart(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    characters = {PAGES: "果树", STORY: "果"}
    paths = subset(characters, FONT, tmp_path)
    assert all(path.is_file() for path in paths)
    assert read_coverage(tmp_path) == characters
    for name, needed in {**characters, "headings-latin": ""}.items():
        with TTFont(tmp_path / f"static/fonts/{name}.woff2") as face:
            assert set(map(chr, face.getBestCmap())) == set(needed or LATIN)
    with pytest.raises(ValueError, match="has no glyph for \ue000"):
        subset({PAGES: "果\ue000"}, FONT, tmp_path)


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


@pytest.mark.skipif(not FONT.is_file(), reason="Noto Serif CJK is not installed")
def test_a_font_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "static/fonts").mkdir(parents=True)
    (tmp_path / "static/fonts/headings.woff2").write_bytes(b"bought")
    with pytest.raises(ValueError, match="was not written by this command; move it away"):
        subset({PAGES: "果树"}, FONT, tmp_path)
    assert [path.name for path in (tmp_path / "static/fonts").iterdir()] == ["headings.woff2"]


def test_pictures_may_show_all_characters_of_the_texts_and_all_common_ones(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/a.md").write_text("龘\n", "utf-8")
    (tmp_path / "b.png").write_text("鱻", "utf-8")
    found = picture_characters([tmp_path])
    assert set("龘果树aZ≥“") <= set(found)
    assert not set("鱻\n") & set(found)
    assert found == "".join(sorted(found))


@pytest.mark.skipif(not OPEN_SANS.is_file() or not FONT.is_file(), reason="the fonts are not installed")
def test_fonts_of_pictures_are_cut_with_a_list_of_what_they_have(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    subset_for_pictures("“≥a果\ue000", Path("/usr/share/fonts"), tmp_path)
    fonts = find_fonts(tmp_path, tmp_path)
    assert fonts.characters == frozenset("“≥a果")
    for path in fonts.paths:
        with TTFont(path) as face:
            assert ("果" in map(chr, face.getBestCmap())) == ("latin" not in path.name)
            width = face["hmtx"][face.getBestCmap()[ord("“")]][0] / face["head"].unitsPerEm
            assert (width < 0.6) == ("latin" in path.name), path.name


def test_a_font_that_is_not_there_is_named_with_where_it_is_from(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no OpenSans-Regular\.ttf below .*fonts-noto-cjk and fonts-open-sans"):
        subset_for_pictures("a", tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("zh/index.html", "h1"),
        ("zh/index.html", ".masthead .brand"),
        ("zh/index.html", ".lead h2"),
        ("zh/index.html", ".chapter:first-child h2"),
        ("zh/index.html", ".chapter:last-child h2"),
        ("zh/policies/index.html", "h1"),
        ("index.html", "h1"),
    ],
)
def test_headings_are_wholly_set_in_the_font_that_comes_with_the_site(
    context: Callable[..., BrowserContext], host: str, path: str, selector: str
) -> None:
    page = context().new_page()
    page.goto(host + path, wait_until="networkidle")
    for _ in range(3):  # the second time, fonts are there; a busy machine may be late once more
        fonts = fonts_of(page, host + path, selector)
        if all(font["isCustomFont"] for font in fonts):
            break
    assert fonts
    assert all(font["isCustomFont"] for font in fonts), fonts


def fonts_of(page: Page, address: str, selector: str) -> list[dict[str, Any]]:
    page.goto(address)
    page.locator(selector).first.scroll_into_view_if_needed()
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(200)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    return list(session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"])
