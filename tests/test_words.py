"""The interface's words: each is read by a template or the engine; none that one reads is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from microsite.pages.kinds import PAGES
from microsite.source.fields import PLURALS
from microsite.source.kinds import RECORDS
from microsite.source.record import vocabularies
from microsite.source.words import check_words, list_groups
from microsite.source.yamlfile import parse
from tests.language.words import words
from tests.project import ENGINE

# What a template is given as `words`, and what Python takes out of them: a path of keys, "*" for any key there.
Reading = tuple[str, ...]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
GROUPS = list_groups(PAGES, RECORDS.values())
VOCABULARIES = {(key, "*") for model in RECORDS for key in vocabularies(model).values()}


def leaves(words: dict[str, Any], above: Reading = ()) -> Iterator[Reading]:
    for key, value in words.items():
        if key == "numbers":  # what reads them, which is a table of its own in each language
            continue
        if isinstance(value, dict) and not value.keys() <= set(PLURALS):  # by the number that is put in
            yield from leaves(value, (*above, key))
        else:
            yield (*above, key)


def in_templates() -> Iterator[tuple[str, Reading]]:
    """Yield where a template reads which words: `words.statistic.due`, `words.statuses.items()`, `words.signs[…]`."""
    for path in sorted((ENGINE / "templates").rglob("*.html")):
        for match in re.finditer(r"\bwords((?:\.\w+)+)(\[)?", path.read_text("utf-8")):
            keys = match[1].split(".")[1:]
            called = [name for name in ("items", "values", "format") if name in keys]
            if called:
                keys = keys[: keys.index(called[0])] + ["*"] * (called[0] != "format")
            yield path.name, (*keys, *(["*"] if match[2] else []))


def in_python() -> Iterator[tuple[str, Reading]]:
    """Yield where a module reads which words, by subscripts of what is called words or has been taken out of them."""
    for path in sorted((ENGINE / "microsite").rglob("*.py")):
        for scope in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(scope, FUNCTIONS):
                yield from ((path.name, reading) for reading in _of_function(scope))


def _of_function(scope: ast.AST) -> Iterator[Reading]:
    names: dict[str, Reading] = {}

    def path_of(node: ast.AST) -> Reading | None:
        if isinstance(node, ast.Name):
            return names.get(node.id, () if node.id == "words" else None)
        if isinstance(node, ast.Attribute):
            return () if node.attr == "words" else None
        if isinstance(node, ast.Subscript) and (above := path_of(node.value)) is not None:
            key = node.slice
            return (*above, key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else "*")
        return None

    for node in ast.walk(scope):  # names for what is taken out of them
        pairs: list[tuple[ast.AST, ast.AST]] = []
        if isinstance(node, ast.Assign):
            for target in node.targets:
                several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                pairs += zip(target.elts, node.value.elts, strict=False) if several else [(target, node.value)]  # type: ignore[attr-defined]
        for name, value in pairs:
            if isinstance(name, ast.Name) and (found := path_of(value)):
                names[name.id] = found
    for node in ast.walk(scope):
        if isinstance(node, (ast.Subscript, ast.Name)) and (found := path_of(node)):
            yield found
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ("items", "values", "get")
            and (above := path_of(node.value))
        ):
            yield (*above, "*")


@cache
def readings() -> list[tuple[str, Reading]]:
    return sorted({found for found in (*in_templates(), *in_python()) if found[1] and found[1][0] != "*"})


def is_there(reading: Reading) -> bool:
    said: Any = words("en")
    for key in reading:
        if not (isinstance(said, dict) and key in said):
            return False
        said = said[key]
    return True


def test_every_word_is_read() -> None:
    read = {reading for _, reading in readings()}
    by_key = {(group, key) for group, keys in GROUPS.items() for key in keys if (group, "*") in read}
    vocabularies = {(group, word) for group, _ in VOCABULARIES for word in words("en")[group]}
    assert set(leaves(words("en"))) - read - by_key - vocabularies == set()


def test_every_word_that_is_read_is_there() -> None:
    assert readings()
    whole = {(group, "*") for group in GROUPS} | VOCABULARIES
    assert [(where, *reading) for where, reading in readings() if reading not in whole and not is_there(reading)] == []


def test_a_group_that_is_read_by_key_has_a_word_for_each_and_no_other() -> None:
    amiss = {key: {"no-key": "", **dict(list(words("en")[key].items())[1:])} for key in GROUPS}
    document, _ = parse(yaml.safe_dump(words("en") | amiss), Path("words.en.yaml"))
    told = {problem.message for problem in check_words(document, words("en") | GROUPS)}
    assert told == {"unknown key 'no-key'"} | {
        f"lacks the key '{key}.{next(iter(words('en')[key]))}'" for key in GROUPS
    }
