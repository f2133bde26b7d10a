"""A project's words of the interface, and the engine's → both together, or what would be missed or not filled in.

A project says what it words otherwise, and all of a language that the engine does not speak. Some keys are
vocabularies, such as grades of sources: what a project says there stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from string import Formatter
from typing import Any, get_args

from microsite.errors import Problem, hint, suggestion
from microsite.quantities import Bound
from microsite.source.fields import PLURALS
from microsite.source.kinds import PageKind, RecordKind
from microsite.source.models import Rendering, Role, Status
from microsite.source.yamlfile import Document, Location

_PIECE = re.compile(r"\$\{?([a-z_][a-z0-9_]*)\}?")  # of a pattern, by its name
_PIECES = {"number", "run", "digits", "word", "scale", "part", "many", "sign", "start", "end", "gap"}
# What a form says: a number; the number n that stands in it, times or plus something; two to nine of n; a share of d.
# The sign of a bound before it is all that is said of its bound; in brackets, it states a number at one end of a range
# only. "nothing" says nothing.
SAYS = re.compile(
    r"(?P<weak>\()?(?P<bound>[=>≥<≤])?(?P<many>2\.\.9)?(?P<factor>[0-9.]+)?(?P<n>n)?(?P<share>/d| in d)?"
    r"(?:\+(?P<plus>[0-9.]+))?(?P<percent>%)?\)?"
)
_SIZE = r"[0-9]+(\.[0-9]+)?(\.\.[0-9]+)?"
# What stands in `numbers`: a text, or texts by keys, and what such a key is like.
_NUMBERS = dict.fromkeys(("words", "scales", "glued", "short", "many", "parts"), _SIZE) | {"patterns": "[a-z_]+"}
_NUMBERS["forms"] = f"nothing|{SAYS.pattern}"
_NUMBERS |= dict.fromkeys(("before", "after"), "|".join(Bound)) | {"spell_out": ""}
_NUMBERS |= dict.fromkeys(("join", "characters", "elided", "ones-first", "point", "start", "end", "weak", "states"), "")
_NUMBERS |= dict.fromkeys(("percent", "range", "change", "link", "between", "gap", "begins", "first_day"), "")
_KEYS = {_SIZE: "number, which stands before its words"}
_KEYS[_NUMBERS["forms"]] = "form of a number, such as n, 2n, n/d, n in d, 2..9n, >n or nothing (docs/languages.md)"
_TYPED = re.compile(r"(?<!\{)\b\d+\b(?!\})")
FEW = dict.fromkeys(set(PLURALS) - {"other"}, "")


def list_groups(page_kinds: Iterable[PageKind], kinds: Iterable[RecordKind]) -> dict[str, dict[str, str]]:
    """Return the groups of words that are read by what something is: for all that it can be, a text like its own."""
    groups: dict[str, Iterable[str]] = {
        "signs": Bound,
        "bound_names": Bound,
        "statuses": Status,
        "derived_from": set(Status) - {Status.DERIVED},
        "roles": Role,
        "renderings": get_args(Rendering),
        "nav": (kind.name for kind in page_kinds if kind.name and kind.in_navigation and kind.of is None),
        "uses": ("page", "claim", "formula", *(kind.name for kind in kinds if kind.page)),
    }
    return {
        **{key: dict.fromkeys(names, "") for key, names in groups.items()},
        "bounds": dict.fromkeys(Bound, "{0}"),
        "halves": {"1": "1: {0}", "2": "2: {0}"},
    }


def lay_over(base: Mapping[str, Any], own: Mapping[str, Any], vocabularies: Collection[str]) -> dict[str, Any]:
    """Return a project's words, and those of `base` for what it does not say."""
    grouped = (key for key, said in own.items() if isinstance(said, dict) and isinstance(base.get(key), dict))
    parts = {key: {**base[key], **own[key]} for key in grouped if key not in vocabularies}
    return {**{key: {} for key in vocabularies}, **base, **own, **parts}


def leaves(words: Any, at: Location = ()) -> Iterator[tuple[Location, str]]:
    """Yield every text of a words file, or of JSON, with its keys, and of those in a list with its place."""
    if isinstance(words, str):
        yield at, words
    elif isinstance(words, (dict, list)):
        for key, said in words.items() if isinstance(words, dict) else enumerate(words):
            yield from leaves(said, (*at, key))


def check_words(
    document: Document,
    expected: Any,
    base: Mapping[str, Any] | None = None,
    at: Location = (),
    *,
    single: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield where a words file has other keys than `expected`, or places ({0}) that nothing is put in.

    It may leave out what `base` has. Words that go by a number are one text, or one a plural category of CLDR; those
    of `single` ones may leave out the number.
    """
    words = document.data
    for part in at:
        words = words[part]
    if not isinstance(words, dict):
        yield document.problem(at, "expected keys, each with its words")
        return
    for key in expected:
        if key not in words and key not in (base or {}) and key != "numbers":
            yield document.problem(at, f"lacks the key '{'.'.join(map(str, (*at, key)))}'", at_key=True)
    for key, said in words.items():
        if key == "numbers":  # what reads them is other in every language
            yield from _check_numbers(document, said, (*at, key))
            continue
        here, model, known = (*at, key), expected.get(key, ""), (base or {}).get(key)
        if isinstance(model, dict) and model and model.keys() <= set(PLURALS):
            text = model.get("other", "")
            model, known = (dict.fromkeys(PLURALS, text), FEW) if isinstance(said, dict) else (text, None)
        if key not in expected:
            yield document.problem(here, f"unknown key '{key}'{suggestion(key, expected)}", at_key=True)
        elif isinstance(model, dict):
            yield from check_words(document, model, known, here, single=single)
        elif not isinstance(said, str):
            yield document.problem(here, f"'{key}' has one text, no keys or list")
        elif wrong := _places(said) - _places(model):
            places = ", ".join(sorted(f"{{{place}}}" for place in _places(model))) or "none"
            yield document.problem(here, f"'{{{min(wrong)}}}' is no place where something is put in (places: {places})")
        elif (lacking := _places(model) - _places(said)) and key not in single:
            yield document.problem(here, f"lacks '{{{min(lacking)}}}', in place of which something is put in")
        elif (typed := _TYPED.search(said)) and not re.search(r"(?<!\{)\d", model):
            message = f"'{typed[0]}' is a number typed by hand: words of the interface state none"
            yield document.problem(here, message, snippet=typed[0])


def _check_numbers(document: Document, table: Any, at: Location) -> Iterator[Problem]:
    """Yield what does not belong in a table of numbers, and the regular expressions that are none."""
    if not isinstance(table, dict):
        yield document.problem(at, "expected keys, each with its words")
        return
    for key, said in table.items():
        model = _NUMBERS.get(key, "")
        if key not in _NUMBERS:
            yield document.problem((*at, key), f"unknown key '{key}'{hint(key, _NUMBERS)}", at_key=True)
        elif isinstance(said, (str if model else dict, list)):
            shape = "has keys, each with its words" if model else "has one text, no keys or list"
            yield document.problem((*at, key), f"'{key}' {shape}")
        elif isinstance(said, dict):
            for name in said:
                if not re.fullmatch(model, name):
                    expected = _KEYS.get(model) or f"key here: {model}"
                    yield document.problem((*at, key, name), f"'{name}' is no {expected}", at_key=True)
        elif key == "spell_out" and not said.isdecimal():
            yield document.problem((*at, key), "is no whole number, such as 9")
    pieces = _PIECES | {*table.get("patterns", ())}
    for location, pattern in leaves(table, at):
        for name in set(_PIECE.findall(pattern)) - pieces:
            yield document.problem(location, f"unknown piece '${name}'{suggestion(name, pieces)}", snippet=f"${name}")
        try:
            re.compile(_PIECE.sub("(?:)", pattern))
        except re.error as error:
            message = f"is no regular expression: {error.msg}, at character {(error.pos or 0) + 1}"
            yield document.problem(location, message)


@cache
def _places(text: str) -> frozenset[str]:
    """Return what a text's places are named; of a brace that is left alone, itself."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset("…")
