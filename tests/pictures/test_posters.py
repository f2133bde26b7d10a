"""Pictures of pages: what they say, that it fits, and that none says what its page does not."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from microsite.charts.story import Story
from microsite.charts.typesetting import text_width
from microsite.pictures.drawn import Drawn
from microsite.pictures.posters import HEIGHT, MARGIN, TOUCH_ICON, UPRIGHT, WIDTH, Poster
from microsite.pipeline import build, draw, load, read
from microsite.verify.index import make_index
from microsite.verify.records import Index
from microsite.verify.verify import verify
from tests.project import ENGINE, write_project

SVG = "{http://www.w3.org/2000/svg}"
INDEX = "---\ntitle: {}\ndeck: {}\n---\n"
URL = "https://orchard.example/village"


def drawn_of(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> tuple[Story, Drawn]:
    story = read(write_project(folder, changes), url=URL)
    return story, draw(story)


@pytest.fixture
def drawn(tmp_path: Path) -> Drawn:
    return drawn_of(tmp_path)[1]


def said(drawing: str) -> list[str]:
    """Return the texts of a drawing, each with its lines joined by a stroke."""
    found = []
    for text in ET.fromstring(drawing).iter(f"{SVG}text"):
        lines = ["".join(line.itertext()) for line in text.findall(f"{SVG}tspan")]
        found.append("|".join(lines) if lines else "".join(text.itertext()))
    return found


def lines_of(drawing: str) -> list[tuple[float, str]]:
    """Return the size and the text of every line that stands in the picture itself, not in a chart within."""
    found = []
    for text in ET.fromstring(drawing).findall(f"{SVG}text"):
        size = float(text.get("font-size", "0"))
        found += [(size, "".join(line.itertext())) for line in text.findall(f"{SVG}tspan")]
    return found


def test_a_statistic_says_its_figure_its_period_and_who_says_it(drawn: Drawn) -> None:
    assert said(drawn.posters[Poster("statistics/trees", "en")]) == [
        "Trees",
        ">1,200",
        "2024, counted or measured, the grower",
        "The orchard",
        "The Gazette, 1 October 2024",
    ]
    assert said(drawn.posters[Poster("statistics/trees", "zh", "zh/")])[:2] == ["果树", ">1200棵"]


def test_a_calculated_figure_says_what_it_is_calculated_from_as_its_page_does(drawn: Drawn) -> None:
    assert said(drawn.posters[Poster("statistics/crop-per-tree", "en")])[2] == "2024, from counted figures"


def test_a_chart_stands_with_its_title_and_all_that_it_draws(drawn: Drawn) -> None:
    found = said(drawn.posters[Poster("charts/more-trees", "en")])
    assert found[:2] == ["More trees", "Trees that bear fruit"]
    assert ">1,200" in " ".join(found)


@pytest.mark.parametrize(("code", "folder", "source"), [("en", "", "Source: The Almanac"), ("zh", "zh/", "来源：年鉴")])
def test_a_chart_stands_upright_for_phones_with_its_sources_and_the_site_s_address(
    drawn: Drawn, code: str, folder: str, source: str
) -> None:
    drawing = drawn.posters[Poster("charts/more-trees", code, folder, upright=True)]
    width, height = UPRIGHT
    assert f'viewBox="0 0 {width} {height}"' in drawing
    found = said(drawing)
    assert set(said(drawn.posters[Poster("charts/more-trees", code, folder)])[:2]) <= set(found)
    assert any(source in text.replace("|", "") for text in found)
    assert found[-1] == URL
    tops = [float(text.get("y", "0")) for text in ET.fromstring(drawing).findall(f"{SVG}text")]
    assert min(tops) > 0 and max(tops) < height
    assert sorted(tops[:-2]) == tops[:-2]  # title, subtitle, sources; the foot's two stand side by side


def test_other_pages_say_their_title_and_what_they_are(tmp_path: Path) -> None:
    pages = {
        "content/en/method.md": INDEX.format("Method", "How we count"),
        "content/zh/method.md": INDEX.format("方法", "怎样数"),
    }
    _, drawn = drawn_of(tmp_path, {**pages})
    assert said(drawn.posters[Poster("method", "en")]) == ["Method", "How we count", "The orchard"]
    assert said(drawn.posters[Poster("charts", "zh", "zh/")])[-1] == "果园"


def test_pages_that_nobody_shares_have_none(drawn: Drawn) -> None:
    names = {poster.name for poster in drawn.posters}
    assert "index" in names
    assert not {"404", "embed/more-trees", "chapters/harvest"} & names


def test_what_is_long_is_set_smaller_and_stays_in_the_picture(tmp_path: Path) -> None:
    title = "A title that goes on about the trees of the village, and then about pears as well as plums, at length"
    deck = " ".join(["What is said below the title is long, too."] * 6)
    han = "果园里的树今年结了很多果子，村里人都说从来没有见过这样的收成，明年还要再多种一些"
    pages = {"content/en/method.md": INDEX.format(title, deck), "content/zh/method.md": INDEX.format(han, han * 3)}
    _, drawn = drawn_of(tmp_path, {**pages})
    for poster in (Poster("method", "en"), Poster("method", "zh", "zh/")):
        found = lines_of(drawn.posters[poster])
        assert found
        assert max(text_width(line, size=size) for size, line in found) <= WIDTH - 2 * MARGIN
        ends = [float(y) for y in re.findall(r'<text y="([\d.]+)"', drawn.posters[poster])]
        assert max(ends) < HEIGHT


def test_lines_of_the_real_site_stay_in_their_pictures() -> None:
    posters = draw(load(ENGINE, URL)[0]).posters
    assert posters
    for poster, drawing in posters.items():
        for size, line in lines_of(drawing):
            assert text_width(line, size=size) <= WIDTH - 2 * MARGIN, poster
            assert size >= 15, poster


def test_chinese_is_broken_after_a_clause_and_never_between_a_number_and_its_unit(tmp_path: Path) -> None:
    titles = {
        "method": "村里的果园一年比一年大，收成却一年不如一年，有人说是因为天气",
        "data": "从前村里每一户人家平均都有{name:1234}棵树",
    }
    _, drawn = drawn_of(
        tmp_path, {f"content/zh/{name}.md": INDEX.format(title, "果") for name, title in titles.items()}
    )
    lines = {name: said(drawn.posters[Poster(name, "zh", "zh/")])[0].split("|") for name in titles}
    assert len(lines["method"]) == 3
    assert all(line[-1] == "，" for line in lines["method"][:-1])
    assert len(lines["data"]) == 2
    assert not any(line[-1].isdigit() for line in lines["data"])


# --- kept, published, verified


def test_pictures_are_published_where_the_address_is_known(tmp_path: Path) -> None:
    root, out = write_project(tmp_path / "story"), tmp_path / "site"
    build(root, out)
    assert not (out / "social").exists()
    assert "og:image" not in (out / "index.html").read_text("utf-8")

    build(root, out, url=URL)
    page = (out / "zh/statistics/trees/index.html").read_text("utf-8")
    assert f'<meta property="og:image" content="{URL}/social/zh/statistics/trees.png">' in page
    assert '<meta property="og:image:alt" content="果树：超过1200棵，2024年">' in page
    assert (out / "social/zh/statistics/trees.png").is_file()
    assert not list(out.glob("social/**/*.svg"))


def test_the_mark_for_phones_is_that_of_the_project(tmp_path: Path) -> None:
    icon = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#123456" d="M0 0h8v8z"/></svg>'
    build(write_project(tmp_path / "story", {"static/icon.svg": icon}), tmp_path / "site")
    page = (tmp_path / "site/zh/method/index.html").read_text("utf-8")
    assert f'<link rel="apple-touch-icon" href="../../{TOUCH_ICON.path}">' in page
    assert (tmp_path / "site" / TOUCH_ICON.path).is_file()
    assert "#123456" in draw(read(tmp_path / "story")).pngs[TOUCH_ICON]


def verified(story: Story, path: str, drawing: str) -> list[str]:
    index: Index = make_index(story)
    return [str(problem) for problem in verify({path: drawing.encode()}, index).findings]


@pytest.mark.parametrize(("was", "now"), [("</tspan>1,200<", "</tspan>1,300<"), (">&gt;<", ">≥<"), ("2024", "2023")])
def test_a_picture_is_read_back(tmp_path: Path, was: str, now: str) -> None:
    story, drawn = drawn_of(tmp_path)
    poster = Poster("statistics/trees", "en")
    drawing = drawn.posters[poster]
    assert was in drawing
    assert verified(story, poster.svg, drawing) == []
    found = verified(story, poster.svg, drawing.replace(was, now))
    assert found
    assert all("social/statistics/trees.svg" in problem for problem in found)
