"""Snapshots: an SVG is shown only for the very figure that it was rendered from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from microsite.charts.chart import Figure
from microsite.pictures import snapshots, svg
from microsite.pictures.svg import Artboard

ARTBOARD = Artboard("trees", "en", 320)


def figure(number: float) -> Figure:
    return {"data": [{"type": "bar", "x": [number]}]}


@pytest.fixture(autouse=True)
def renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    def render(figures: Mapping[Artboard, Figure]) -> dict[Artboard, str]:
        return {artboard: f"<svg>{drawn['data'][0]['x'][0]}</svg>\n" for artboard, drawn in figures.items()}

    monkeypatch.setattr(svg, "render", render)


def test_a_snapshot_of_other_numbers_waits(tmp_path: Path) -> None:
    drawn = {ARTBOARD: figure(900)}
    missing = snapshots.read(tmp_path, drawn)
    assert missing.waiting == (ARTBOARD,)

    rendered = snapshots.render(tmp_path, drawn, missing)
    assert rendered.current[ARTBOARD].endswith(">900</svg>\n")
    assert snapshots.read(tmp_path, drawn) == rendered
    assert snapshots.read(tmp_path, {ARTBOARD: figure(901)}).waiting == (ARTBOARD,)


def test_a_new_renderer_makes_all_snapshots_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = {ARTBOARD: figure(900)}
    snapshots.render(tmp_path, drawn, snapshots.read(tmp_path, drawn))
    monkeypatch.setattr(svg, "VERSION", svg.VERSION + 1)
    assert snapshots.read(tmp_path, drawn).waiting == (ARTBOARD,)


def test_the_last_bit_of_a_number_makes_no_other_figure() -> None:
    assert snapshots.fingerprint(figure(0.1 + 0.2)) == snapshots.fingerprint(figure(0.3))


def test_snapshots_of_charts_that_are_no_more_are_removed(tmp_path: Path) -> None:
    drawn = {ARTBOARD: figure(1), Artboard("pears", "en", 320): figure(2)}
    snapshots.render(tmp_path, drawn, snapshots.read(tmp_path, drawn))
    assert snapshots.remove_unused(tmp_path, [ARTBOARD]) == (tmp_path / "static/charts/pears/en-320.svg",)
    assert not (tmp_path / "static/charts/pears").exists()
    assert snapshots.read(tmp_path, {ARTBOARD: figure(1)}).waiting == ()
