"""What all tests share: how hypothesis runs, the option that writes golden sites anew, and drawings."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from html import escape, unescape

import pytest
from hypothesis import settings

from microsite import rasters, svg
from microsite.charts.chart import Figure
from microsite.exports import Picture
from microsite.svg import Artboard

# The same examples on every run and machine, however slow.
settings.register_profile("project", deadline=None, derandomize=True, database=None)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/sites/*/expected/ anew")


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without Chromium: charts that are not drawn yet wait."""
    monkeypatch.setattr(svg, "find_browser", lambda: None)


@pytest.fixture
def drawn_as_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw charts as the texts that they show, and PNGs as dots: quick, and the same on every machine."""
    monkeypatch.setattr(svg, "render", draw_as_texts)
    monkeypatch.setattr(rasters, "draw", draw_as_dots)


def draw_as_texts(figures: Mapping[Artboard, Figure]) -> dict[Artboard, str]:
    return {
        artboard: f'<svg viewBox="0 0 {artboard.width} 100">\n{"".join(_texts(figure))}</svg>\n'
        for artboard, figure in figures.items()
    }


def draw_as_dots(pictures: Mapping[Picture, str]) -> dict[Picture, bytes]:
    dot = zlib.compress(b"\0\0")
    return {
        picture: rasters.encode(1, 1, b"\0\0\0", dot, rasters.fingerprint(drawing))
        for picture, drawing in pictures.items()
    }


def _texts(figure: Figure) -> Iterator[str]:
    """Yield all texts that a figure shows where they stand, as svg.py would draw them, in its order."""
    for trace in figure["data"]:
        if trace.get("mode") == "text":
            for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
                first, *rest = (
                    escape(unescape(line)) for line in re.sub(r"</?(?:b|span)\b[^>]*>", "", text).split("<br>")
                )
                lines = "".join(f'<tspan dy="1.3em" x="{x:g}">{line}</tspan>' for line in rest)
                yield f'<text x="{x:g}" y="{y:g}">{first}{lines}</text>\n'
