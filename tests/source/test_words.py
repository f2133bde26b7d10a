"""Words files: keys, and the places that templates fill in."""

from __future__ import annotations

import re
from pathlib import Path

from tests.project import ENGINE, read_problems


def test_words_have_the_keys_and_places_that_templates_fill_in(tmp_path: Path) -> None:
    words = (ENGINE / "templates/words.zh.yaml").read_text("utf-8")
    changes = (
        (r"^skip: .*", "skipp: x"),
        (r"^nav: .*", "nav: 导航"),
        (r"^  more-than: .*", "  more-than: 超过{1}"),
        (r"^quoted: .*", "quoted: '{'"),
    )
    for before, after in changes:
        words, count = re.subn(before, after, words, count=1, flags=re.MULTILINE)
        assert count
    at = {line: number for number, line in enumerate(words.splitlines(), 1)}
    quoted = at["quoted: '{'"]
    path = "templates/words.zh.yaml"
    assert read_problems(tmp_path, {path: words}) == [
        f"{path}:{at['skipp: x']}:1: unknown key 'skipp', did you mean 'skip'?",
        f"{path}:{at['nav: 导航']}:6: expected keys, each with its words",
        f"{path}:{at['  more-than: 超过{1}']}:14: '{{1}}' is no place where something is put in (places: {{0}})",
        f"{path}:{quoted}:9: '{{…}}' is no place where something is put in (places: {{0}})",
    ]
