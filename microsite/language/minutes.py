"""A story's pages → how many words they have, and how long it takes to read them, said in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from microsite.language.wording import Wording
from microsite.source.addresses import CHAPTERS
from microsite.source.markup import MARKER
from microsite.source.project import Page

_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f’-]+|[^\W\d_]")  # of other scripts, a character each


def reading_time(pages: Mapping[str, Page], words_a_minute: int, wording: Wording) -> str:
    """Say in a language's words how many minutes its story takes."""
    story = [page for name, page in pages.items() if name == "index" or name.startswith(CHAPTERS)]
    count = sum(count_words(text) for page in story for text in (page.front.title, page.front.deck, page.body))
    minutes = max(1, round(count / words_a_minute))
    return wording.counted(wording.words["reading_time"], minutes).format(minutes)


def count_words(text: str) -> int:
    """Count the words of a Markdown text, or its characters where a script has no spaces; a marker is one."""
    return len(_WORD.findall(MARKER.sub(" x ", text)))
