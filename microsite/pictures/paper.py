"""The article's shape with the pen's marks → the X-ray of the story's page, as an SVG for the pictures that are shared.

The strokes are those of static/xray.css.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from microsite.charts.typesetting import is_wide, text_width

SIZES = [size / 4 for size in range(72, 15, -1)]  # px of the figures, the largest that fits
BAR, HEADLINE = (0.5, 0.37, 0.14), (0.69, 0.5, 0.36)  # a character's width and height, in figures' sizes; its opacity
LINE, MARKED, GAP = 0.8, 1.7, 0.55  # heights of lines without figures and with some; between paragraphs
PAD = 0.28  # beside a figure
GUTTER = 2.4  # between columns
LATIN = 0.91  # of the pictures' font, as wide as this by what typesetting takes it for
BEHIND = ("query", "tick")  # strokes that stand behind what they mark
_RULE = re.compile(r"\.xray \.(\w+)(?:::after)? \{([^}]*)\}")
_STROKE = re.compile(r"<svg [^>]*viewBox='0 0 ([\d.]+) ([\d.]+)'[^>]*>(.*?)</svg>")

Shapes = Sequence[tuple[float, float, str]]  # each a width, a height, and what is drawn in them
Strokes = Mapping[str, Shapes]


class Penned(NamedTuple):
    """A text that the pen marks; of a figure, its record's id and key."""

    text: str
    stroke: str = ""
    record: tuple[str, str] = ("", "")


class DrawnParagraph(NamedTuple):
    """A paragraph: lengths of its clauses in characters, and its figures."""

    headline: bool
    runs: tuple[int | Penned, ...]


class PaperSheet(NamedTuple):
    """The article's paragraphs, and how many of their figures have which verdict."""

    passages: tuple[DrawnParagraph, ...]
    tally: tuple[tuple[Penned, Penned], ...]  # a number, and the verdict


class _PaperPiece(NamedTuple):
    """Of a line: a bar, or a figure."""

    x: float
    width: float
    is_headline: bool
    figure: Penned | None


def read_strokes(css: str) -> Strokes:
    """Return the shapes of each stroke: how it begins and ends, or the whole of it."""
    found: dict[str, Shapes] = {}
    for name, rule in _RULE.findall(css):
        shapes = [(float(width), float(height), drawn) for width, height, drawn in _STROKE.findall(rule)]
        if shapes:
            found.setdefault(name, shapes)
    return found


def draw_paper(
    sheet: PaperSheet, strokes: Strokes, x: float, y: float, width: float, height: float, columns: int
) -> Iterator[str]:
    """Set the article in columns, as large as there is room."""
    for size in SIZES:
        column = (width - (columns - 1) * GUTTER * size) / columns
        filled = _columns(_lines(sheet, column / size), height / size)
        if len(filled) <= columns:
            break
    for number, lines in enumerate(filled):
        left = x + number * (column + GUTTER * size)
        if number:
            yield f'<path d="M{left - GUTTER * size / 2:.1f} {y:.1f}v{height:.1f}" stroke="var(--grid)"/>'
        for top, line in lines:
            for piece in line:
                yield from _piece(piece, strokes, left, y + top * size, size)


def draw_marked(
    marked: Penned, strokes: Strokes, x: float, y: float, size: float, attributes: str = ""
) -> Iterator[str]:
    """Set a text on its base line, and mark it."""
    record = ' data-id="{}" data-key="{}"'.format(*marked.record) if marked.record[0] else ""
    yield (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="var(--ink)"{attributes}{record}>'
        f"{escape(marked.text, quote=False)}</text>"
    )
    if marked.stroke:
        yield from _stroke(marked.stroke, strokes, x, y, set_width(marked.text, size), size)


def set_width(text: str, size: float) -> float:
    """Return a text's width in the pictures' fonts, in px."""
    return sum(text_width(character, size=size) * (1 if is_wide(character) else LATIN) for character in text)


# --- setting: lengths in sizes of the figures


def _lines(sheet: PaperSheet, width: float) -> Iterator[tuple[float, list[_PaperPiece]]]:
    """Yield lines with their heights; an empty one between paragraphs."""
    for number, passage in enumerate(sheet.passages):
        if number:
            yield GAP, []
        line: list[_PaperPiece] = []
        at = 0.0
        for run in passage.runs:
            figure, left = run if isinstance(run, Penned) else None, _width(run, passage)
            while left > 0:
                room = width - at
                if (left <= room or not at) if figure else room >= min(left, 1):
                    taken, pad = (left, PAD) if figure else (min(left, room), 0)
                    line.append(_PaperPiece(at + pad, taken - 2 * pad, passage.headline, figure))
                    at, left = at + taken, left - taken
                if left > 0:
                    yield _height(line), line
                    line, at = [], 0.0
            at += 0.3
        yield _height(line), line


def _width(run: int | Penned, passage: DrawnParagraph) -> float:
    if isinstance(run, int):
        return run * (HEADLINE if passage.headline else BAR)[0]
    return set_width(run.text, 1) + 2 * PAD + (0.7 if run.stroke in BEHIND else 0)


def _height(line: Sequence[_PaperPiece]) -> float:
    return MARKED if any(piece.figure for piece in line) else LINE


def _columns(
    lines: Iterator[tuple[float, list[_PaperPiece]]], height: float
) -> list[list[tuple[float, list[_PaperPiece]]]]:
    """Fill columns with lines, each with the middle of its place below the top."""
    columns: list[list[tuple[float, list[_PaperPiece]]]] = [[]]
    top = 0.0
    for high, line in lines:
        if top + high > height and columns[-1]:
            columns.append([])
            top = 0.0
        if line or columns[-1]:
            columns[-1].append((top + high / 2, line))
            top += high
    return columns


# --- drawing


def _piece(piece: _PaperPiece, strokes: Strokes, left: float, middle: float, size: float) -> Iterator[str]:
    if piece.figure:
        yield from draw_marked(
            piece.figure, strokes, left + piece.x * size, middle + 0.36 * size, size, ' font-weight="700"'
        )
        return
    _, high, opacity = HEADLINE if piece.is_headline else BAR
    yield (
        f'<rect x="{left + piece.x * size:.1f}" y="{middle - high * size / 2:.1f}" width="{piece.width * size:.1f}" '
        f'height="{high * size:.1f}" fill="var(--ink)" fill-opacity="{opacity}"/>'
    )


def _stroke(kind: str, strokes: Strokes, x: float, y: float, width: float, size: float) -> Iterator[str]:
    """Draw a stroke at a text that begins at x on the base line y."""
    shapes = strokes.get(kind, strokes["pen"])
    left, wide = x - 0.15 * size, width + 0.3 * size
    below = y + 0.16 * size, 0.5 * size  # the top and the height of what stands there
    if kind in BEHIND:
        yield _shape(shapes[0], x + width + 0.05 * size, 0.65 * size, y - 1.2 * size, 1.05 * size)
    elif kind == "bracket":
        for shape, at in zip(shapes, (x - 0.42 * size, x + width + 0.1 * size), strict=False):
            yield _shape(shape, at, 0.32 * size, y - 1.05 * size, 1.45 * size)
    elif kind == "ring":
        yield _shape(shapes[0], x - 0.5 * size, width + size, y - 1.2 * size, 1.75 * size)
    elif kind in ("dashed", "dotted", "wavy"):
        count = max(1, round(wide / size / (0.6 if kind == "wavy" else 1)))
        yield from (_shape(shapes[0], left + number * wide / count, wide / count, *below) for number in range(count))
    else:
        yield _shape(strokes["pen"][0] if kind == "arrow" else shapes[0], left, wide, *below)
        if kind == "arrow":
            yield _shape(shapes[0], left + wide - 0.4 * size, 0.5 * size, *below)


def _shape(shape: tuple[float, float, str], left: float, wide: float, top: float, high: float) -> str:
    width, height, drawn = shape
    drawn = drawn.replace("stroke='black'", "stroke='var(--vermilion)'").replace("'", '"')
    place = f"translate({left:.1f} {top:.1f}) scale({wide / width:.3f} {high / height:.3f})"
    return f'<g transform="{place}" fill="var(--vermilion)">{drawn}</g>'
