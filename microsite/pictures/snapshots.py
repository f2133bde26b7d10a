"""Figures → which rendered SVGs are still theirs, and which wait for a browser.

Snapshots stand in static/charts/SLUG/LANGUAGE-WIDTH.svg and name the hash of the figure that they were
rendered from: one that names another hash shows other numbers, and is never published.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from microsite.charts.chart import Figure
from microsite.files import put
from microsite.pictures import svg
from microsite.pictures.svg import Artboard

Render = Callable[[Mapping[Artboard, Figure]], Mapping[Artboard, str]]

FOLDER = Path("static/charts")  # below the project's root
_SPEC = re.compile(r'<svg data-spec="([0-9a-f]+)"')


@dataclass(frozen=True)
class Snapshots:
    """The SVGs that are current, and the artboards whose SVG is missing or shows something else."""

    current: Mapping[Artboard, str]
    waiting: tuple[Artboard, ...]


def fingerprint(figure: Figure) -> str:
    """Return a hash of what a figure would look like: its content, and the renderer's version."""
    return _fingerprint(json.dumps(figure), svg.VERSION)


@lru_cache(maxsize=1024)  # whoever draws again and again hashes the figures that have changed
def _fingerprint(figure: str, version: int) -> str:
    kept = json.loads(figure, parse_int=_rounded, parse_float=_rounded, parse_constant=_rounded)
    content = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{version}\n{content}".encode()).hexdigest()[:16]


def _rounded(number: str) -> str:
    """Round a number to nine digits, so that no machine's last bit makes another figure of it."""
    return f"{float(number):.9g}"


@lru_cache(maxsize=1024)  # whoever builds again and again reads the files that have changed
def _text(path: Path, changed: int, size: int) -> str:  # noqa: ARG001 - a cache's key
    return path.read_text(encoding="utf-8")


def path_of(root: Path, artboard: Artboard) -> Path:
    return root / FOLDER / artboard.slug / f"{artboard.language}-{artboard.width}.svg"


def read(root: Path, figures: Mapping[Artboard, Figure]) -> Snapshots:
    """Compare the snapshots below `root` with the figures that they should show."""
    current: dict[Artboard, str] = {}
    for artboard, figure in figures.items():
        path = path_of(root, artboard)
        state = path.stat() if path.is_file() else None
        text = _text(path, state.st_mtime_ns, state.st_size) if state else ""
        spec = _SPEC.match(text)
        if spec and spec[1] == fingerprint(figure):
            current[artboard] = text
    return Snapshots(current, tuple(artboard for artboard in figures if artboard not in current))


def render(
    root: Path, figures: Mapping[Artboard, Figure], snapshots: Snapshots, render: Render | None = None
) -> Snapshots:
    """Render and write what waits; return all snapshots, now current. Raises svg.NoBrowserError.

    `render` is svg.render where it is not another, such as that of a browser that stays open.
    """
    rendered = (render or svg.render)({artboard: figures[artboard] for artboard in snapshots.waiting})
    written = {}
    for artboard, text in rendered.items():
        stamped = text.replace("<svg", f'<svg data-spec="{fingerprint(figures[artboard])}"', 1)
        put(path_of(root, artboard), stamped.encode())
        written[artboard] = stamped
    return Snapshots({**snapshots.current, **written}, ())


def remove_unused(root: Path, artboards: Iterable[Artboard]) -> tuple[Path, ...]:
    """Delete the snapshots of charts that are no more; return their paths."""
    used = {path_of(root, artboard) for artboard in artboards}
    unused = tuple(path for path in sorted((root / FOLDER).glob("*/*.svg")) if path not in used)
    for path in unused:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return unused
