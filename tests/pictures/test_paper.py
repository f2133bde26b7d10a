"""The X-ray as a picture: all that the page's has, within its frame, lying and upright."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from microsite.pages.assets import read_asset
from microsite.pictures.drawn import Drawn
from microsite.pictures.paper import read_strokes
from microsite.pictures.posters import HEIGHT, UPRIGHT, WIDTH, Poster
from microsite.pipeline import draw, read
from tests.pages.test_verdicts import STATED, VERDICTS
from tests.pages.test_xray import COUNT, INDEX, SHAPE
from tests.project import ENGINE, write_project

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    changes = {"data/shape.yaml": SHAPE, "data/verdicts.yaml": VERDICTS, "data/statistics/harvest.yaml": STATED + COUNT}
    root = write_project(tmp_path_factory.mktemp("paper"), {**INDEX, **changes})
    return draw(read(root, url="https://orchard.example/"))


@pytest.mark.parametrize("upright", [False, True], ids=["lying", "upright"])
def test_it_has_all_figures_the_bars_between_them_and_their_account(drawn: Drawn, *, upright: bool) -> None:
    root = ET.fromstring(drawn.posters[Poster("index", "en", upright=upright)])
    width, height = UPRIGHT if upright else (WIDTH, HEIGHT)
    assert root.get("viewBox") == f"0 0 {width} {height}"
    figures = [(text.get("data-id"), text.text) for text in root.iter(f"{SVG}text") if text.get("data-id")]
    assert sorted(figures) == [("crop", "36 tonnes"), ("judged", "1 times"), ("trees", "more than 1,200 trees")]
    assert "agreed by others" in [text.text for text in root.iter(f"{SVG}text")]
    bars = [(float(bar.get("x", 0)), float(bar.get("width", 0))) for bar in root.iter(f"{SVG}rect")][1:]
    assert len(bars) >= 4 and all(0 < x < x + wide <= width for x, wide in bars)


def test_each_stroke_of_the_style_is_drawn() -> None:
    strokes = read_strokes(read_asset("xray.css", ENGINE))
    schema = (ENGINE / "schema/verdicts.schema.json").read_text("utf-8")
    known = re.findall('"([a-z]+)"', re.search(r'"stroke": \{.*?"enum": \[(.*?)\]', schema, re.DOTALL)[1])  # type: ignore[index]
    assert {*strokes, "underline"} >= set(known)
    assert all(len(strokes[name]) == (2 if name == "bracket" else 1) for name in known if name in strokes)


def test_upright_it_says_where_it_is_from_and_what_it_shows(drawn: Drawn) -> None:
    root = ET.fromstring(drawn.posters[Poster("index", "en", upright=True)])
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert "https://orchard.example" in texts
    assert any(text.startswith("Source") for text in texts)


def test_where_there_is_no_xray_no_picture_stands_upright(tmp_path: Path) -> None:
    posters = draw(read(write_project(tmp_path), url="https://orchard.example/")).posters
    assert not [poster for poster in posters if poster.upright and poster.name == "index"]
