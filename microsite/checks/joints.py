"""What stands beside a marker → which of it readers would take for part of the marker's number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from microsite.charts.story import Story
from microsite.charts.texts import all_written
from microsite.charts.typesetting import is_wide
from microsite.errors import Problem
from microsite.language.numerals import Numerals
from microsite.language.prose import UNSAID
from microsite.source.markup import BLOCKS, Marker, markers

_EMPHASIS = re.compile(r"[*`]")  # what Markdown shows nothing of
# What ends and begins again where a figure does, and is no part of a longer word: more than, €, per cent, %.
_TWICE = re.compile(r"(?<![^\W\d])([^\d\W_][^\d\0]*|[^\w\s\0()–—-])\s*\0\s*\1(?![^\W\d])")
_LONGEST = 40  # characters of what may be said twice: all of a text, searched at each of its figures, takes long
_RUN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ²³¹⁰-₎⅐-ↈ]{2}")  # of scripts that part words


def check_joints(story: Story) -> Iterator[Problem]:
    """Yield the markers whose words make another number with what stands beside them: {date:2022}{apples}, {trees}万.

    Or none any more, as {trees|full}trees does; or say something twice: {growth}%.
    """
    for item in (item for item in all_written(story.project) if item.is_prose and "{" in item.text):
        with suppress(*UNSAID):
            prose = story.proses[item.language]
            said = tuple("" if marker.kind in BLOCKS else prose.words(*marker[:3]) for marker in markers(item.text))
            for marker, message in _joints(item.text, said, prose.wording.numerals):
                yield item.problem(message=message, snippet=marker.raw)


@lru_cache(maxsize=8192)  # whoever checks again and again looks through the texts that have changed, or what they say
def _joints(text: str, words: tuple[str, ...], numerals: Numerals) -> tuple[tuple[Marker, str], ...]:
    """Return what is wrong with a text whose markers say these words."""
    shown, end, found = "", 0, list[tuple[Marker, str]]()
    edges: list[tuple[Marker, int, int]] = []
    for marker, said in zip(markers(text), words, strict=True):
        shown += _EMPHASIS.sub("", text[end : marker.start])
        start, end = len(shown), marker.start + len(marker.raw)
        shown += said
        if marker.kind in ("number", "date") and marker.option != "label":
            edges.append((marker, start, len(shown)))
    if edges:
        shown += _EMPHASIS.sub("", text[end:])
        single = [item for item in numerals.find(shown) if not isinstance(item.value, tuple)]
        for marker, *ends in edges:
            for said in (item.text for item in single if any(item.start < at < item.end for at in ends)):
                found.append((marker, f"'{said}' would be read as one number; write what keeps '{marker.raw}' apart"))
            if marker.kind == "number" and any(_runs(shown[at - 1 : at + 1], at == ends[1]) for at in ends if at):
                found.append((marker, f"'{marker.raw}' runs into the word beside it; write what keeps them apart"))
            for at in ends:
                start, end = max(0, at - _LONGEST), at + 2 * _LONGEST
                if shown[at:end].lstrip()[:1] not in shown[start:at]:  # as most do not
                    continue
                if twice := _TWICE.search(f"{shown[:at]}\0{shown[at:]}", start, end):
                    message = f"'{twice[1].strip()}' would stand here twice: '{marker.raw}' says it already"
                    found.append((marker, message))
    return tuple(found)


def _runs(pair: str, is_behind: bool) -> bool:  # noqa: FBT001
    """Whether two signs are of one word: behind a figure, its unit would not be read; before it, scripts may join."""
    return bool(_RUN.match(pair)) or (is_behind and joined(*pair.ljust(2)) and not pair[0].isdecimal())


def joined(left: str, right: str) -> bool:
    """Whether two neighbours are of one word or number."""
    return left.isalnum() and right.isalnum() and not (is_wide(left) or is_wide(right))
