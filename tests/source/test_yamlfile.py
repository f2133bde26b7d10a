"""What editors mistype in YAML, and the exact words in which they hear of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from microsite.errors import BuildError
from microsite.source.own import read_document
from microsite.source.yamlfile import find_forbidden, parse, parse_entries, read_text

PATH = Path("a.yaml")

SYNTAX = [
    ("a:\n  en:\u00a0b\n", "a.yaml:2:6: U+00A0 is no space to YAML, though it looks like one; type an ordinary space"),
    (
        "a: {en: b, zh:\u3000c}\n",
        "a.yaml:1:15: U+3000 is no space to YAML, though it looks like one; type an ordinary space",
    ),
    (
        "a:\n\u3000\u3000b: c\n",
        "a.yaml:2:1: U+3000 is no space to YAML, though it looks like one; type an ordinary space",
    ),
    ("a:\n  -value: 2\n", "a.yaml:2:3: an entry begins with '- ': a space stands behind the hyphen"),
    ("# c\n\n- a: b\n[]\n", "a.yaml:4:1: '[]' says that there is nothing, beside what there is; remove it"),
    ("[]\n- a: b\n", "a.yaml:1:1: '[]' says that there is nothing, beside what there is; remove it"),
    (
        "a: {en: Firms, Beijing, zh: b}\n",
        "a.yaml:1:16: a comma ends a text in {…}, so that 'Beijing' is a key; put the text in quotes",
    ),
    ("", "a.yaml: is empty"),
    ("\n  \n", "a.yaml: is empty"),
    ("# only\n# this\n", "a.yaml: holds comments only"),
    ("a: x\nb: y\na: z\n", "a.yaml:3:1: the key 'a' stands here a second time (first in line 1)"),
    ("a:\n  b: x\n  b: y\n", "a.yaml:3:3: the key 'b' stands here a second time (first in line 2)"),
    ("a:\n\tb: 1\n", "a.yaml:2:1: a tab; indent with spaces"),
    ("a:\n  \tb: 1\n", "a.yaml:2:3: a tab; indent with spaces"),
    ("a: x\nlabel text\nb: y\n", "a.yaml:2:1: expected ': ' after the key 'label text'"),
    ("firms\n  label: x\n", "a.yaml:1:1: expected ': ' after the key 'firms'"),
    ("firms:\n  label\n  unit: x\n", "a.yaml:2:3: expected ': ' after the key 'label'"),
    ("a:x\nb: y\n", "a.yaml:1:1: expected ': ' after the key 'a:x'"),
    (
        "label:\n  en: Firms\n  zh： 企业\n",
        "a.yaml:3:3: a full-width colon '：' is text to YAML; expected ': ' after the key 'zh： 企业'",
    ),
    (
        "firms:\n  label： x\n  unit: y\n",
        "a.yaml:2:3: a full-width colon '：' is text to YAML; expected ': ' after the key 'label： x'",
    ),
    (
        "a: b: c\n",
        "a.yaml:1:5: a second ': ' in one line; put the text in quotes, or the key on a line of its own",
    ),
    ("a:\n  b: x\n    c: y\n", "a.yaml:3:5: stands further in than the line above it: check the indentation"),
    (
        "a:\n  b: x\n c: y\n",
        "a.yaml:3:2: does not fit what stands above it: check the indentation, brackets and quotation marks "
        "(did not find expected key)",
    ),
    ("a: [1, 2\nb: 3\n", "a.yaml:1:4: the [ opened here is not closed, or a comma is missing in it"),
    ("a: {b: c\nd: {e: f}\n", "a.yaml:1:4: the { opened here is not closed, or a comma is missing in it"),
    (
        "a: {b: No #1, c: d}\ne: f\n",
        "a.yaml:1:11: ' #' begins a comment, which nobody sees: put the text in quotes, or the comment on a line of "
        "its own",
    ),
    ("a: {b: c: d, e: f}\n", "a.yaml:1:9: a text that holds : must stand in quotes as a whole"),
    ('a: x\nb: "never\nc: z\n', "a.yaml:2:4: the quotation mark opened here is never closed"),
    ("a: 'never\n", "a.yaml:1:4: the quotation mark opened here is never closed"),
    ('a: {en: "Firms, zh: b}\nc: d\ne: {en: "Trees"}\n', "a.yaml:1:9: the quotation mark opened here is never closed"),
    ("a: 'Firms\nc: d\ne: 'Trees'\n", "a.yaml:1:4: the quotation mark opened here is never closed"),
    (
        "a: ｛en: b, zh: c｝\n",
        "a.yaml:1:7: '｛' is text to YAML, which reads its half-width kin; a second ': ' in one line; put the text in "
        "quotes, or the key on a line of its own",
    ),
    (
        "a: {en: b，zh: c}\n",
        "a.yaml:1:13: '，' is text to YAML, which reads its half-width kin; a text that holds : must stand in quotes "
        "as a whole",
    ),
    ("a: {firms} firms\n", "a.yaml:1:4: a text that begins with { must stand in quotes as a whole"),
    ("a: *bold* text\n", "a.yaml:1:4: a text that begins with * must stand in quotes as a whole"),
    ('- "one" two\n', 'a.yaml:1:3: a text that begins with " must stand in quotes as a whole'),
    ("a: {en: some {firms} firms}\n", "a.yaml:1:14: a text that holds { must stand in quotes as a whole"),
    ("a: @x\n", "a.yaml:1:4: a value can't begin with '@'; put it in quotes"),
    ("a: `x`\n", "a.yaml:1:4: a value can't begin with '`'; put it in quotes"),
    ("a: *x\n", "a.yaml:1:4: a value can't begin with '*'; put it in quotes"),
    ("a: &x y\nb: *x\n", "a.yaml:1:4: an alias (*) repeats a part of the file; write it out"),
    ("a: &x\n  b: *x\n", "a.yaml:1:4: an alias (*) repeats a part of the file; write it out"),
    (
        "a: !!python/object/apply:os.getcwd []\n",
        "a.yaml:1:4: the tag 'tag:yaml.org,2002:python/object/apply:os.getcwd' means nothing here; remove it",
    ),
    ("a: !x y\n", "a.yaml:1:4: the tag '!x' means nothing here; remove it"),
    ("? [a, b]\n: c\n", "a.yaml:1:3: a key must be a single word"),
    ("a: x\n---\nb: y\n", "a.yaml:2:1: a second '---': a file holds one document"),
    ('a: "\\q"\n', "a.yaml:1:5: is not YAML: found unknown escape character"),
    ('a: x\nb: [y, "\\u0001"]\n', "a.yaml:2:8: U+0001 is a control character; remove it"),
    (
        '"a\\uE000": x\n',
        "a.yaml:1:1: U+E000 is a character for private use, which each font shows as it likes; remove it",
    ),
    ('a: "\\UFFFFFFFF"\n', "a.yaml:1:7: is not YAML: found invalid Unicode character escape code"),
    ('a: "\\uFFFE \\N"\n', "a.yaml:1:4: U+FFFE is no character, or what is left of one; remove it"),
    ('a: "\\U0001FFFF"\n', "a.yaml:1:4: U+1FFFF is no character, or what is left of one; remove it"),
    ("a: \u202e21\n", "a.yaml:1:4: U+202E is a sign that turns round what follows; remove it"),
    ("a: b\u2028c\n", "a.yaml:1:5: U+2028 is an end of line that few programs know; remove it"),
    ("a: b\u00adc\n", "a.yaml:1:5: U+00AD is a sign that nobody sees; remove it"),
    ('a: "b\\u200Dc"\n', "a.yaml:1:4: U+200D is a sign that nobody sees; remove it"),
    ("a: x\nb: 1\u200e2\n", "a.yaml:2:5: U+200E is a sign that nobody sees; remove it"),
    ("a: \u20661\u2069\n", "a.yaml:1:4: U+2066 is a sign that turns round what follows; remove it"),
    ("a: b\u2800c\n", "a.yaml:1:5: U+2800 is a sign that nobody sees; remove it"),
    ("a: b\ufeffc\n", "a.yaml:1:5: U+FEFF is a sign that nobody sees; remove it"),
    ("a: x\nb: \x07\n", "a.yaml:2:4: U+0007 is a control character; remove it"),
]


@pytest.mark.parametrize(("text", "message"), SYNTAX)
def test_syntax(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / PATH).write_text(text, "utf-8")
    with pytest.raises(BuildError) as raised:
        read_document(tmp_path / PATH, PATH)
    assert [str(problem) for problem in raised.value.problems] == [message]


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "ه\u200d", "क्\u200dष", "ไทย\u200bคำ", "سلام 5\u200f!", "👩\u200d🌾", "葛\U000e0100"],
)
def test_what_nobody_sees_stands_where_a_script_needs_it(text: str) -> None:
    assert find_forbidden(text) is None


def test_every_duplicate_key_of_a_file_is_reported_at_once() -> None:
    _, problems = parse("a: x\na: y\nb: [{c: x, c: y}]\n", PATH)
    assert [(problem.line, problem.column) for problem in problems] == [(2, 1), (3, 12)]


@pytest.mark.parametrize(
    "typed", ["1_000", "12:30", "no", "yes", "2024-12-31", "0x1F", "1e3", ".inf", "~", "null", "007", "<<", "="]
)
def test_what_was_typed_stays_what_was_typed(typed: str) -> None:
    document, problems = parse(f"a: {typed}\n{typed}: [{typed}]\n", PATH)
    assert (document.data, problems) == ({"a": typed, typed: [typed]}, [])


def test_an_empty_value_is_an_empty_text() -> None:
    assert parse("a:\nb: ''\n", PATH)[0].data == {"a": "", "b": ""}


@given(st.recursive(st.text("ab12:- {}'\"\n，é", max_size=12), lambda inner: st.lists(inner, max_size=3), max_leaves=8))
def test_reads_back_whatever_pyyaml_writes(value: Any) -> None:
    import yaml

    text = yaml.dump({"a": value}, Dumper=yaml.SafeDumper, default_style='"', allow_unicode=True)
    text = text.replace("!!str ", "")
    assert parse(text, PATH)[0].data == {"a": value}


# --- positions

DOCUMENT = """\
firms:
  label: {en: Firms, zh: 企业}
  note:
    en: >-
      More than 300
      a day, and 300 again.
  marks:
    - value: 5
"""


@pytest.mark.parametrize(
    ("location", "at_key", "snippet", "position"),
    [
        (("firms",), True, "", (1, 1)),
        (("firms", "label"), False, "", (2, 10)),
        (("firms", "label", "zh"), False, "", (2, 26)),
        (("firms", "label", "zh"), True, "", (2, 22)),
        (("firms", "marks", 0, "value"), False, "", (8, 14)),
        (("firms", "note", "en"), False, "300", (5, 17)),
        (("firms", "note", "en"), False, "day", (6, 9)),
        (("firms", "note", "en"), False, "not there", (4, 9)),
        (("firms", "unit"), False, "", (1, 1)),  # a missing key is reported at its parent's
        (("firms", "marks", 0, "bound"), True, "", (8, 7)),
        (("nothing", "at", "all"), False, "", (1, 1)),
    ],
)
def test_positions(location: tuple[str | int, ...], *, at_key: bool, snippet: str, position: tuple[int, int]) -> None:
    document, _ = parse(DOCUMENT, PATH)
    problem = document.problem(location, "wrong", at_key=at_key, snippet=snippet)
    assert (problem.line, problem.column) == position


def test_positions_count_the_lines_above() -> None:
    document, _ = parse("title: x\ndeck: y\n", PATH, first_line=1)
    assert document.problem(("deck",), "wrong").line == 3
    assert parse("a: x\na: y\n", PATH, first_line=1)[1][0].line == 3
    assert parse("a: b: c\n", PATH, first_line=1)[1][0].line == 2


# --- bytes

BYTES = [
    (b"\xef\xbb\xbfa: b\n", "a.yaml:1:1: begins with a byte-order mark; save the file as UTF-8 without one"),
    ("a: b\n".encode("utf-16"), "a.yaml:1:1: begins with a byte-order mark; save the file as UTF-8 without one"),
    ("a: b\nc: 企业\n".encode("gb18030"), "a.yaml:2:4: is not UTF-8 here; save the file in the encoding UTF-8"),
    ("a: 企Caf".encode() + b"\xe9\n", "a.yaml:1:8: is not UTF-8 here; save the file in the encoding UTF-8"),
]


@pytest.mark.parametrize(("raw", "message"), BYTES)
def test_bytes_that_are_no_utf8_text(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(raw)
    assert [str(problem) for problem in read_text(path, PATH)[1]] == [message]


def test_line_ends_of_windows_are_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: x\r\nb: y\r\n")
    assert read_text(path, PATH) == ("a: x\nb: y\n", [])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (">-\n  已经结果的树\n  和 刚刚结果的", "已经结果的树和 刚刚结果的"),
        ("一行\n  又一行，\n  “好”", "一行又一行，“好”"),
        ("|\n  有\n  {trees}\n  棵", "有{trees}棵"),
        ("'一行\n  又一行'", "一行又一行"),
        (">-\n  one\n  two 三\n  four", "one two 三 four"),
        (">-\n  한국\n  말", "한국 말"),
    ],
)
def test_lines_of_chinese_are_joined_without_a_space(typed: str, said: str) -> None:
    assert parse(f"a: {typed}\n", PATH)[0].data == {"a": said}


def test_a_comment_is_no_end_of_a_text() -> None:
    text = (
        "a: Trees, ranked # 1\nb: 果树 # x\nc: trees # x\nd: 12 # x\ne: 'A b' # x\n# A b # x\nf: |\n  A b # x\ng: C#\n"
    )
    document, problems = parse(text, PATH)
    assert problems == []
    assert [(problem.line, problem.column) for problem in document.find_cut(())] == [(1, 18), (2, 7)]
    assert [problem.line for problem in document.find_cut(("c",), [("c",)])] == [3]


def test_what_looks_the_same_is_the_same_word(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: cafe\u0301", "utf-8")
    assert read_text(path, Path("a.yaml")) == ("a: caf\u00e9", [])


LINES = [
    "a: x", "b:", "c: [x,", "d: 'x", "e: |", "  f: y", "  g", " - h", "y]", "i: y'", "# j", "---", "...", "%k", "",
    "l: &m x", "n: *m", "o:", "? p", ": q", "{r: s}", "t", "- u", '"v": w', "x: # y", "z : 1", "a: '",
    "b-1: {en: x, zh: y}",
]  # fmt: skip


@example(["---"])
@example(["a: x", "...", "b:"])
@example(["a: x", "b:", "a: x"])
@example(["{r: s}", "a: x"])
@example(["d: 'x", "i: y'", "a: x"])
@example(["# j", "a: x", "", "# j", "b:", "  f: y", "# j"])
@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_entry_by_entry_a_file_says_the_same_as_at_once(lines: list[str]) -> None:
    text = "\n".join(lines)
    document, problems = parse(text, PATH)
    found = parse_entries(text, PATH)
    assert [problem for _, amiss in found for problem in amiss] == problems
    if not problems:
        parts = [part for part, _ in found]
        data = document.data if len(parts) == 1 else {key: said for part in parts for key, said in part.data.items()}
        assert data == document.data
        told = {at: part.problem(at, "x", at_key=True) for part in parts for at in (*part.values, *part.keys) if at}
        assert told == {at: document.problem(at, "x", at_key=True) for at in (*document.values, *document.keys) if at}
        assert [cut for part in parts for cut in part.find_cut(())] == [*document.find_cut(())]


def test_an_entry_that_did_not_change_stays_the_same_document() -> None:
    before, after = (parse_entries(f"# x\n\na: 1\nb:\n  c: {said}\nd: 3\n", PATH) for said in ("2", "3"))
    assert [part is other for (part, _), (other, _) in zip(before, after, strict=True)] == [True, False, True]
