"""Problems, as an editor is told them."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import pytest

from microsite import errors
from microsite.errors import MANY, BuildError, Problem


def test_what_a_file_has_many_times_is_told_once_with_its_count() -> None:
    many = [Problem(Path("a.yaml"), line, 3, "wrong") for line in range(1, 900)]
    few = [Problem(Path("b.yaml"), line, 3, "wrong") for line in range(1, MANY + 1)]
    error = BuildError([*many, *few, Problem(Path("a.yaml"), 7, 1, "missing")])
    first, missing, *others = str(error).split("\n")
    assert first == "a.yaml:1:3: wrong (899 times in this file, also in lines 2, 3, 4, 5, …)"
    assert missing == "a.yaml:7:1: missing"
    assert others == list(map(str, few))
    assert len(error.problems) == len(many) + len(few) + 1


def test_many_in_one_line_are_told_once() -> None:
    error = BuildError(Problem(Path("a.yaml"), 4, column, "wrong") for column in range(1, 200))
    assert str(error) == "a.yaml:4:1: wrong (199 times in this line)"


def test_among_very_many_words_a_slip_is_found_and_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def compare(word: str, known: list[str], n: int, cutoff: float) -> list[str]:
        compared.extend(known)
        return get_close_matches(word, known, n, cutoff)

    monkeypatch.setattr(errors, "get_close_matches", compare)
    known = [f"{number:04}-trees-of-{number:04}" for number in range(3000)]
    assert errors.suggestion("0042-tree-of-0042", known) == ", did you mean '0042-trees-of-0042'?"
    assert len(compared) < errors.SEARCHED
    assert errors.suggestion("0042-xxxxx-of-9999", known[:9]) == ""
