"""Where phrases end in a script without spaces, by BudouX's models."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from itertools import pairwise

import budoux
from markupsafe import Markup

MODELS: Mapping[str, Callable[[], budoux.Parser]] = {
    "ja": budoux.load_default_japanese_parser,
    "zh": budoux.load_default_simplified_chinese_parser,
    "zh-HK": budoux.load_default_traditional_chinese_parser,
    "zh-Hant": budoux.load_default_traditional_chinese_parser,
    "zh-TW": budoux.load_default_traditional_chinese_parser,
}
_MOST = 16  # characters, in which the last words of a paragraph are looked for
_END = re.compile(r"[^<>&;\s]{10,}\Z")  # and no part of an entity
_LINE = 10  # characters of a title, which a line holds on the narrowest phones
_TAGS = re.compile(r"(<[^>]*>)")
_MAY_END = '<wbr class="phrase">'
_SPOKEN: ContextVar[str] = ContextVar("tag", default="")


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Let lines be broken as in a language, by its tag: what breaks them is far from what knows it."""
    token = _SPOKEN.set(tag)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> str:
    return _SPOKEN.get()


@lru_cache(maxsize=4096)
def phrase_ends(text: str, tag: str) -> frozenset[int] | None:
    """Return behind how many characters a phrase ends; None in a language without a model.

    A character alone is a particle, or what a model cut off a word that it does not know: it stays with both sides.
    """
    parser = _parser(tag)
    if parser is None:
        return None
    ends, end = set(), 0
    for before, after in pairwise(parser.parse(text)):
        end += len(before)
        if min(len(before), len(after)) > 1 or not before[-1].isalnum():
            ends.add(end)
    return frozenset(ends)


def mark_ends(html: str, tag: str) -> Markup:
    """Say where a title of two lines that has no mark may end one, in a language with a model: where a phrase does.

    One that is a single phrase may between any two characters that are not its first or its last; none may in an
    element, in a figure or in a name of Latin letters.
    """
    pieces = _TAGS.split(html)
    text = "".join(pieces[::2])
    found = phrase_ends(text, tag)
    if found is None or len(text) <= _LINE or not text.isalnum():
        return Markup(html)
    within = {end for end in range(len(text)) if text[end - 1 : end + 1].isascii()}
    ends = found - within or set(range(2, len(text) - 1)) - within
    marked, depth, position = "", 0, 0
    for piece in pieces:
        if piece.startswith("<"):
            depth += -1 if piece.startswith("</") else 1
            marked += piece
            continue
        for sign in piece:
            marked += sign if depth or position not in ends else f"{_MAY_END}{sign}"
            position += 1
    return Markup(marked)


def keep_ends(html: str, tag: str) -> str:
    """Keep the last words of each paragraph together, four characters at least, in a language with a model."""
    if _parser(tag) is None:
        return html
    *paragraphs, rest = html.split("</p>")
    return "</p>".join([*(part[:-_MOST] + _kept(part[-_MOST:], tag) for part in paragraphs), rest])


@lru_cache(maxsize=16384)  # most stand on many pages
def _kept(end: str, tag: str) -> str:
    parser, words = _parser(tag), _END.search(end)
    if parser is None or words is None:
        return end
    *before, last = parser.parse(words[0])
    while before and len(last) < 4:
        last = before.pop() + last
    return f'{end[: words.start()]}{"".join(before)}<span class="kept">{last}</span>'


@cache
def _parser(tag: str) -> budoux.Parser | None:
    """Load the model of a language: of `zh-Hant-MO`, that of `zh-Hant`."""
    while tag and tag not in MODELS:
        tag = tag.rpartition("-")[0]
    return MODELS[tag]() if tag else None
