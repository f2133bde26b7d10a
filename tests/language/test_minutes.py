"""How long a story takes to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.language.minutes import reading_time
from microsite.language.wording import Wording
from microsite.source.models import FrontMatter, Language
from microsite.source.project import Page


def worded(**words: object) -> Wording:
    language = Language(tag="en", locale="en_GB", name="English")
    return Wording(language, {}, {"reading_time": words or {"one": "{0} minute", "other": "{0} minutes"}}, "en")


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
    said = reading_time({"index": page("index", body)}, 100, worded())
    assert said == (f"{minutes} minutes" if minutes > 1 else "1 minute")


def test_chapters_count_and_other_pages_do_not() -> None:
    pages = {name: page(name, "word " * 99) for name in ("index", "chapters/one", "method")}
    assert reading_time(pages, 100, worded()) == "2 minutes"
