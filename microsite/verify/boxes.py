"""A drawing's source → the boxes around its marks; a text's anchor → the box that the text takes up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from microsite.charts.typesetting import is_wide

EM, LEADING = 14, 18.2  # px: the size of most texts in a drawing, and from one line to the next
_TITLE = re.compile(r"<title\b[^<>]*>(?=[^<])")
_PLACES = re.compile(r" (c?[xy]|r|width|height|d|transform)=\"([^\"]*)\"")
_PAIR = re.compile(r"[ML(](-?[\d.]+)[ ,](-?[\d.]+)")  # in a path, or of a translation

Box = tuple[float, float, float, float]  # px: left, top, right, bottom


def shapes(drawing: str) -> Iterator[Box | None]:
    """Yield for each title of a drawing the box around the shape that it is of: in a group, around the first."""
    for before, after in pairwise(_TITLE.split(drawing)):
        tag = before[before.rfind("<") :]
        if tag.startswith("<g"):
            tag = after.partition("</title>")[2].partition(">")[0]
        yield _around(dict(_PLACES.findall(tag)))


def _around(places: dict[str, str]) -> Box | None:
    path = places.get("transform", places.get("d", ""))  # a symbol's middle, or a line, or an outline, or many shapes
    if corners := _PAIR.findall(path):
        across, down = (sorted(map(float, along)) for along in zip(*corners, strict=True))
        return across[0], down[0], across[-1], down[-1]
    if places.keys() >= {"cx", "cy", "r"}:
        x, y, radius = (float(places[name]) for name in ("cx", "cy", "r"))
        return x - radius, y - radius, x + radius, y + radius
    if places.keys() >= {"x", "y", "width", "height"}:
        left, top, width, height = (float(places[name]) for name in ("x", "y", "width", "height"))
        return left, top, left + width, top + height
    return None


def text_box(text: str, x: float, y: float, lines: int, *, centred: bool) -> Box:
    """Return where a text stands, from the middle of its first line to that of its last.

    One that is centred is about as wide as it looks. Any other is taken to stand where it begins or ends, at `x`.
    """
    half = (0.3 * len(text) + 0.2 * sum(map(is_wide, text))) * EM / lines if centred else 0
    return x - half, y - EM / 3, x + half, y - EM / 3 + (lines - 1) * LEADING
