"""A project's words of the interface, and the engine's → what templates would miss in them, or could not fill in."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Any

from microsite.errors import Problem, suggestion
from microsite.source.yamlfile import Document, Location


def check_words(document: Document, expected: Any, at: Location = ()) -> Iterator[Problem]:
    """Yield where a words file has other keys than the engine's, or places ({0}) that nothing is put in."""
    words = document.data
    for part in at:
        words = words[part]
    if not isinstance(words, dict):
        yield document.problem(at, "expected keys, each with its words")
        return
    for key in expected:
        if key not in words:
            yield document.problem(at, f"lacks the key '{'.'.join(map(str, (*at, key)))}'", at_key=True)
    for key, said in words.items():
        here = (*at, key)
        if key not in expected:
            yield document.problem(here, f"unknown key '{key}'{suggestion(key, expected)}", at_key=True)
        elif isinstance(expected[key], dict):
            yield from check_words(document, expected[key], here)
        elif not isinstance(said, str):
            yield document.problem(here, f"'{key}' has one text, no keys or list")
        elif wrong := _places(said) - _places(expected[key]):
            known = ", ".join(sorted(f"{{{place}}}" for place in _places(expected[key]))) or "none"
            yield document.problem(here, f"'{{{min(wrong)}}}' is no place where something is put in (places: {known})")


def _places(text: str) -> set[str]:
    """Return what a text's places are named; of a brace that is left alone, itself."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"…"}
