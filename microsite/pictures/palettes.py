"""A PNG → a smaller one of the same picture, with a palette. Pillow is used here only."""

from __future__ import annotations

from io import BytesIO
from itertools import chain
from typing import Any

from PIL import Image

COLOURS = 256  # that a palette has at most
EFFORT = 8  # of zlib: 9 takes three times as long for a fiftieth of the size


def compress(png: bytes) -> bytes:
    """Return a picture without transparency as a small PNG."""
    out = BytesIO()
    with Image.open(BytesIO(png)) as image:
        _with_palette(image.convert("RGB")).save(out, "PNG", compress_level=EFFORT)
    return out.getvalue()


def _with_palette(image: Image.Image) -> Image.Image:
    """Return an image with a palette, its most frequent colour first, which compresses best.

    Levels are taken by fours: the most frequent of the colours that are one so stands for all, which nobody sees. Then
    nearly every picture here has few enough; to search for the best few of more would take most of the time.
    """
    counted: Any = image.getcolors(COLOURS**2) or ()
    near: dict[tuple[int, ...], tuple[int, int, int]] = {}
    for _, colour in sorted(counted, reverse=True):
        near.setdefault(tuple(level - level % 4 for level in colour), colour)
    if not 0 < len(near) <= COLOURS:
        return image.quantize(COLOURS, dither=Image.Dither.NONE)
    least = Image.new("P", (1, 1))  # of each four; from there, Pillow looks for the nearest in a palette
    least.putpalette(bytes(chain.from_iterable(near)))
    few = image.quantize(palette=least, dither=Image.Dither.NONE)
    few.putpalette(bytes(chain.from_iterable(near.values())))
    return few
