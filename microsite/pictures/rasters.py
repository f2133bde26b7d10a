"""SVGs → PNGs: the same on every machine, for the fonts that they are set in stand beside the style.

A PNG takes a tenth of a second, so each is kept under a hash of what it shows and is never asked for what has changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

from microsite.files import find_files, put
from microsite.source.own import get_own

VERSION = 4  # raise it when the same picture or font shall come out differently
KEPT = Path(".pictures_cache")  # below the project's root; not in the repository
FONTS = Path("static/pictures")  # below the project's root or the engine's
CHARACTERS = "characters.txt"  # those that all of the fonts have between them
_TAGS = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


class Png(NamedTuple):
    """A PNG: its path below the site, and how many pixels it has for one of its SVG."""

    path: str
    scale: float = 2


class Fonts(NamedTuple):
    """The fonts that pictures are set in. `mark` tells them from others."""

    paths: tuple[Path, ...]
    characters: frozenset[str]
    mark: str

    def lack(self, drawings: Iterable[str]) -> str:
        """Return the characters of some SVGs that these fonts lack, sorted."""
        said = {character for drawing in drawings for character in unescape(_TAGS.sub("", drawing))}
        return "".join(sorted(character for character in said - self.characters if character.isprintable()))


def find_fonts(root: Path) -> Fonts:
    """Return the project's own fonts of pictures, or else the engine's."""
    characters = get_own(FONTS / CHARACTERS, root)
    paths = find_files(characters.parent, "*.?tf")
    return _fonts(tuple(paths), characters, tuple(path.stat().st_mtime_ns for path in paths))


@lru_cache(maxsize=8)
def _fonts(paths: tuple[Path, ...], characters: Path, _changed: tuple[int, ...]) -> Fonts:
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
    return Fonts(paths, frozenset(characters.read_text("utf-8").replace("\n", "")), mark)


def render(root: Path, fonts: Fonts, png: Png, drawing: str) -> dict[str, bytes]:
    """Return the PNG of an SVG by its path below the site."""
    look = f"{fonts.mark}\n{png.scale}\n{drawing}"
    return {png.path: keep(root, png.path, look, lambda: draw(drawing, png.scale, fonts))}


def keep(root: Path, path: str, look: str, make: Callable[[], bytes]) -> bytes:
    """Return a file of the site that takes a while: the one that is kept of the same look, or else a new one."""
    place = root / KEPT / path
    shown = hashlib.sha256(f"{VERSION}\n{look}".encode()).hexdigest()[:16]
    kept = place.with_suffix(f".{shown}{place.suffix}")
    if kept.is_file():
        return kept.read_bytes()
    content = make()
    with suppress(OSError):  # where nothing can be kept, all is made again
        for old in place.parent.glob(f"{place.stem}.{'[0-9a-f]' * 16}{place.suffix}"):
            old.unlink(missing_ok=True)
        put(kept, content)
    return content


def draw(drawing: str, scale: float, fonts: Fonts) -> bytes:
    """Return the PNG of an SVG. For a character that the fonts lack, a font of this machine stands in, if one can."""
    from resvg_py import svg_to_bytes  # both take a while to load, and most builds draw nothing

    from microsite.pictures.palettes import compress

    drawn = svg_to_bytes(
        svg_string=drawing,
        zoom=scale,
        font_files=list(map(str, fonts.paths)),
        skip_system_fonts=not fonts.lack([drawing]),
    )
    return compress(drawn)
