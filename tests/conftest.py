"""What all tests share: how hypothesis runs, the option that writes golden sites anew, and drawings."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

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

    def render(figures: Mapping[Artboard, Figure]) -> dict[Artboard, str]:
        return {
            artboard: f'<svg viewBox="0 0 {artboard.width} 100">\n'
            + "".join(f"<text>{escape(unescape(text))}</text>\n" for text in _texts(figure))
            + "</svg>\n"
            for artboard, figure in figures.items()
        }

    def draw(pictures: Mapping[Picture, str]) -> dict[Picture, bytes]:
        dot = zlib.compress(b"\0\0")
        return {
            picture: rasters.encode(1, 1, b"\0\0\0", dot, rasters.fingerprint(drawing))
            for picture, drawing in pictures.items()
        }

    monkeypatch.setattr(svg, "render", render)
    monkeypatch.setattr(rasters, "draw", draw)


def _texts(part: Any) -> list[str]:
    """Return all texts that a figure shows, in its order."""
    if isinstance(part, Mapping):
        shown = part.get("text", [])
        own = [shown] if isinstance(shown, str) else [text for text in shown if isinstance(text, str)]
        return [*own, *(text for key, item in part.items() if key != "text" for text in _texts(item))]
    if isinstance(part, (list, tuple)):
        return [text for item in part for text in _texts(item)]
    return []
