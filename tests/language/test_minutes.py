"""How long a story takes to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.language.minutes import reading_time
from microsite.source.models import FrontMatter
from microsite.source.project import Page


def page(name: str, body: str) -> Page:
    return Page("en", name, FrontMatter(title="Trees"), body, 0, Path("page.md"))


@pytest.mark.parametrize(
    ("body", "minutes"),
    [
        ("word " * 199, 2),
        ("don’t {apples} " * 50, 1),  # a marker is a word
        ("树" * 499, 5),
        ("", 1),
    ],
)
def test_words_and_characters_take_their_time(body: str, minutes: int) -> None:
    assert reading_time({"index": page("index", body)}, 100, "about {0} minutes") == f"about {minutes} minutes"


def test_chapters_count_and_other_pages_do_not() -> None:
    pages = {name: page(name, "word " * 99) for name in ("index", "chapters/one", "method")}
    assert reading_time(pages, 100, "{0}") == "2"
