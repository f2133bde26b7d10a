"""A story's pages → how long it takes to read, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from microsite.load import Page
from microsite.prose import CHAPTERS, MARKER

_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f’-]+|[^\W\d_]")  # of other scripts, a character each


def reading_time(pages: Mapping[str, Page], words_a_minute: int, pattern: str) -> str:
    """Say in a language's `pattern` how many minutes its story takes. A marker counts as a word, as a figure does."""
    story = [page for name, page in pages.items() if name == "index" or name.startswith(CHAPTERS)]
    texts = (text for page in story for text in (page.front.title, page.front.deck, page.body))
    count = sum(len(_WORD.findall(MARKER.sub(" x ", text))) for text in texts)
    return pattern.format(max(1, round(count / words_a_minute)))
