"""Texts → how wide they are in px, and where their lines are broken."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from microsite.charts.chart import Figure
from microsite.language.phrases import phrase_ends, spoken

TEXT, STRONG = 12, 14  # px: of text, and of what is bold; no artboard is shown smaller than it is drawn
LEADING = 1.3  # of the text's size, from one line to the next: Plotly's own
LINE = LEADING * STRONG  # px
SPLIT = 0.5  # what it costs to end a line within a clause, as much as seven tenths of one that are empty
_TAG = re.compile("<[^>]*>")
_NARROW, _SLIM, _WIDE = set("iljIf.,:;'|!()[]{}-·’‘ "), set("rt"), set("mwMW%@—&≈≥≤<>")


@lru_cache(maxsize=65536)  # lines are filled again and again, ever narrower
def text_width(text: str, *, bold: bool = False, size: float = 0) -> float:
    """Estimate a line's width in px, as wide as DejaVu and Verdana are: Han characters are 1 em in every font."""
    return math.fsum(map(_ems, text)) * (size or size_of(bold=bold)) * (1.15 if bold else 1)


def size_of(*, bold: bool) -> int:
    """Return how large text is, in px."""
    return STRONG if bold else TEXT


def is_wide(character: str) -> bool:
    """Whether a character takes up a square, as those of Chinese do."""
    return unicodedata.east_asian_width(character) in "WF"


@lru_cache(maxsize=4096)
def _ems(character: str) -> float:
    if is_wide(character) or character in "“”":
        return 1
    if character in _NARROW:
        return 0.36
    if character in _SLIM:
        return 0.42
    if character in _WIDE:
        return 0.98
    if character.isupper():
        return 0.7
    return 0.64 if character.isdigit() else 0.62


_NO_START, _NO_END = set("，。、：；？！）》”’％%·"), set("（《“‘")


def _pieces(text: str) -> list[str]:
    """Split a text where a line may end: after spaces and hyphens, and beside Han characters but for numbers.

    A number keeps the characters beside it, so that it stays with its unit, and a date in one piece.
    """
    ends = [index for index, (before, after) in enumerate(pairwise(text), 1) if _may_end(before, after)]
    return [text[start:end] for start, end in pairwise([0, *ends, len(text)]) if text]


@lru_cache(maxsize=65536)
def _may_end(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    pair = before + after
    han = any(map(is_wide, pair)) and not any(map(str.isdigit, pair))
    return (before in " -，。；：、？！" or han) and after not in _NO_START and before not in _NO_END


def _fill(pieces: Iterable[str], width: float, *, bold: bool) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), bold=bold) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def wrap(text: str, width: float, *, bold: bool = False, even: bool = True, clauses: bool = False) -> list[str]:
    """Break a text into as few lines of `width` px as it needs, none if it is empty; if `even`, of about one length.

    `clauses`: into more lines where clauses stay whole by that.
    """
    if not text:
        return []
    tag = spoken()
    return list(
        _wrapped(text, width, bold, clauses, tag) if even else _fill(_phrases(text, width, bold, tag), width, bold=bold)
    )


def _phrases(text: str, width: float, bold: bool, tag: str) -> list[str]:  # noqa: FBT001 - as in a cache's key
    """Split a text where a phrase ends, and one that is wider than a line where a line may end."""
    ends = phrase_ends(text, tag)
    if ends is None:
        return _pieces(text)
    phrases: list[list[str]] = []
    start, end = True, 0
    for piece in _pieces(text):
        if start:
            phrases.append([])
        phrases[-1].append(piece)
        end += len(piece)
        start = end in ends or piece[-1] in " -"
    wholes = (["".join(phrase)] for phrase in phrases)
    parts = zip(wholes, phrases, strict=True)
    return [part for whole, phrase in parts for part in (whole if text_width(*whole, bold=bold) <= width else phrase)]


@lru_cache(maxsize=4096)  # whoever draws again and again breaks the lines that have changed
def _wrapped(text: str, width: float, bold: bool, clauses: bool, tag: str) -> tuple[str, ...]:  # noqa: FBT001 - a key
    """Break where it hurts least: lines differ little, and where words have no spaces between, clauses stay whole."""
    pieces = _phrases(text, width, bold, tag)
    best: dict[int, tuple[int, float, int]] = {len(pieces): (0, 0, 0)}  # by first piece: lines, their cost, the next
    for first in range(len(pieces) - 1, -1, -1):
        options: list[tuple[int, float, int]] = []
        for end in range(first + 1, len(pieces) + 1):
            line = "".join(pieces[first:end]).strip()
            left = 1 - text_width(line, bold=bold) / max(width, 1)
            if left < 0 and options:
                break
            within = end < len(pieces) and is_wide(line[-1:] or " ") and line[-1].isalnum()
            lines, cost, _ = best[end]
            cost += left * left + SPLIT * (within + clauses / 2)
            options.append((lines + (not clauses), cost, end))
        best[first] = min(options)
    ends = [0]
    while ends[-1] < len(pieces):
        ends.append(best[ends[-1]][2])
    return tuple("".join(pieces[first:end]).strip() for first, end in pairwise(ends))


def run_on(entries: Iterable[str], width: float) -> list[str]:
    """Return entries of a key, one after the other, in lines."""
    lines: list[str] = []
    for entry in entries:
        if lines and text_width(longer := f"{lines[-1]}\u2002\u2002{entry}") <= width:
            lines[-1] = longer
        else:
            lines += wrap(entry, width, even=False)
    return lines


def outside(figure: Figure) -> dict[str, float]:
    """Return the texts of a figure that are too long for it, with the px by which each stands out.

    Widths are estimates on the safe side: less than a character is let pass.
    """
    width, found = figure["layout"]["width"], {}
    for trace in figure["data"]:
        if trace.get("mode") != "text":
            continue
        font = trace["textfont"]
        written = zip(trace["x"], trace["text"], trace["textposition"], font["size"], font["weight"], strict=True)
        for x, text, position, size, weight in written:
            for line in text.split("<br>"):
                said = html.unescape(_TAG.sub("", line))
                wide = text_width(said, bold=weight > 400, size=size)
                left = x - {"right": 0, "center": wide / 2, "left": wide}[position.split()[1]]
                over = max(-left, left + wide - width)
                if over > size / 2:
                    found[said] = over
    return found


def widest(texts: Iterable[str], *, bold: bool = False) -> float:
    """Return the width in px of the widest of some lines; 0 for none."""
    return max((text_width(text, bold=bold) for text in texts), default=0)
