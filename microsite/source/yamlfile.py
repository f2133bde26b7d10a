"""A YAML file → plain dicts, lists and strings, with the position of every key and value.

Every scalar stays the string that was typed: what `no`, `1_000` or `12:30` were meant to be is for the
models to say. Nodes are composed by libyaml through PyYAML; anchors, aliases and tags are refused.
"""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, ClassVar

import yaml

from microsite.errors import Problem
from microsite.source.markup import Depth, wide_joint

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Location = tuple[str | int, ...]
TextMark = yaml.Mark  # a place in a text: its line and column, from 0
PLAIN_TAGS = {  # those that YAML itself gives to an untagged node
    f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq")
}


class Loader(_Safe):  # type: ignore[misc]  # one of two
    """Takes no text for a number, a date or a yes: it would look at each, and we keep what was typed."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


LARGEST = 16  # MB of one file; nobody edits a larger one by hand
DEEPEST = 60  # levels; who has more has opened what is never closed, and libyaml would crash far below
_DEPTH = Depth(
    DEEPEST,
    re.compile(r"[\n\[\]{}]"),
    re.compile(rf"^ {{{2 * DEEPEST}}}|(?:[-?:] +){{{DEEPEST}}}", re.MULTILINE),
)
# What no text holds: control characters, but for tabs and the usual ends of lines; what turns letters and digits round
# without being seen; what a wrong encoding or a copied picture leaves behind; halves of characters, and what is none;
# characters that only fonts give a meaning: some of them stand for other things in here.
_NEVER = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\uf8ff\ufdd0-\ufdef\ufff9-\uffff"
    r"\U000f0000-\U0010ffff" + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 0xF)) + "]"
)
# Nor what nobody sees, so that words that look the same are not, but where a script needs it: joiners behind letters
# from Hebrew to Mongolian and behind emoji, marks of direction in a line that runs from right to left, and variants of
# ideographs and emoji.
_JOINED = r"\u0590-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc"
_EMOJI = r"\u00a9\u00ae\u203c-\u2bff\u3030-\u3299\ufe0f\U0001f000-\U0001faff"
_UNSEEN = (
    r"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe03-\ufe0e\ufeff\uffa0"
    r"\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    rf"|(?<![{_JOINED}])[\u180b-\u180f\u200b\u200c]|(?<![{_JOINED}{_EMOJI}])\u200d|(?<![{_EMOJI}])\ufe0f"
    r"|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    r"|^(?!.*[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]).*?[\u061c\u200e\u200f]"
)
FORBIDDEN = re.compile(f"{_NEVER}|{_UNSEEN}", re.MULTILINE)
# The characters of all that, wherever they stand, and all of the higher planes, for a range of these each is slow to
# look for: most texts have none, which is soon seen.
_BASIC = re.sub(r"\(\?<?!.*?\)|(?:\\U\w{8}-?)+", "", f"{_NEVER}|{_UNSEEN}")
_SUSPECT = re.compile("|".join(re.findall(r"\[[^]]+]|\\u\w{4}", rf"{_BASIC}|[\U00010000-\U0010ffff]")))
# Nor a line longer than anybody writes: what looks for one sign behind another takes the square of its length.
LONGEST = 10_000
_LONG = re.compile(rf"^.{{{LONGEST}}}(?=.)", re.MULTILINE)
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
COMMENT = re.compile(r"[ \t]+#")
CUT = "' #' begins a comment, which nobody sees: put the text in quotes, or the comment on a line of its own"
TOKEN = re.compile(r"[a-z0-9@:./_,+%-]+")  # an id, a number, a date, a file: what no comment can have cut
_JOINT = re.compile(wide_joint(end=r"\s+"))
_NO_SPACE = "[\u00a0\u2000-\u200b\u202f\u205f\u3000]"
_AMISS = (  # what is YAML, and not what anybody means by it; or nothing, and can be told by itself
    (re.compile(r"^ *(?=\t)", re.MULTILINE), "a tab; indent with spaces"),
    (re.compile(rf"(?:^[ -]*[\w-]+|[{{,] *[a-z]{{2,3}}):(?={_NO_SPACE})|^ *(?={_NO_SPACE}\s*[\w-]+: )", re.MULTILINE),
     "U+{0:04X} is no space to YAML, though it looks like one; type an ordinary space"),
    (re.compile(r"^ *(?=-[A-Za-z_]+: )", re.MULTILINE), "an entry begins with '- ': a space stands behind the hyphen"),
)  # fmt: skip
_ENTRY = re.compile(r"^(?=[a-z0-9-]+:\s)", re.MULTILINE)
EMPTY = re.compile(r"^(?:\[\]|\{\})(?=[ \t]*$)", re.MULTILINE)
OPENED = re.compile(r"""(?:^\s*|[:,\[{-]\s*)(["'])(?:(?!\1).)*$""")  # what begins in quotes, and goes on below its line
WIDE = re.compile(r"[｛｝［］]|，(?=\s*[\w-]+:\s)|(?<=: )[“”‘’]")  # typed, it seems, for signs of YAML
OPENING = re.compile(r"""(?:: |- )([*&{\["'|>])""")  # what begins a text only where it is in quotes as a whole


@dataclass(frozen=True, eq=False)
class Document:
    """The text and data of a file, or of one of its entries, and where each part of the data stands in it."""

    path: Path
    text: str
    data: Any = None
    keys: dict[Location, yaml.Mark] = field(default_factory=dict)
    values: dict[Location, tuple[yaml.Mark, yaml.Mark]] = field(default_factory=dict)
    comments: dict[Location, tuple[Problem, bool]] = field(default_factory=dict)  # behind values; if these are tokens
    first_line: int = 0  # lines of the file above `text`
    elsewhere: Mapping[Location, tuple[Document, Location]] = field(default_factory=dict)  # parts from other files

    def find_cut(self, at: Location, texts: Collection[Location] = ()) -> Iterator[Problem]:
        """Yield the comments that may be ends of texts below a location: of `texts`, or of what is no mere token."""
        for location, (problem, token) in self.comments.items():
            if location[: len(at)] == at and (location in texts or not token):
                yield problem

    def problem(self, location: Location, message: str, *, at_key: bool = False, snippet: str = "") -> Problem:
        """Return a Problem at a value (or its key); `snippet` narrows it to its place inside a text.

        A location that is not in the file, such as that of a missing key, is that of its parent.
        """
        for length in range(len(location), 0, -1) if location not in self.values else ():
            if place := self.elsewhere.get(location[:length]):
                other, start = place
                return other.problem((*start, *location[length:]), message, at_key=at_key, snippet=snippet)
        while location and location not in self.values:
            location = location[:-1]
            at_key = True
        line, column = 0, 0  # of a file in which nothing stands
        if at_key and location in self.keys:
            line, column = self.keys[location].line, self.keys[location].column
        elif location in self.values:
            mark, end = self.values[location]
            line, column = self._find(snippet, mark, end) if snippet else (mark.line, mark.column)
        return Problem(self.path, line + 1 + self.first_line, column + 1, message)

    def _find(self, snippet: str, start: yaml.Mark, end: yaml.Mark) -> tuple[int, int]:
        lines = self.text.split("\n")
        for number in range(start.line, min(end.line + 1, len(lines))):
            column = lines[number].find(snippet, start.column if number == start.line else 0)
            if column >= 0:
                return number, column
        return start.line, start.column


def read_text(path: Path, shown: Path, *, mark: bool = False) -> tuple[str, list[Problem]]:
    """Read a UTF-8 file; another encoding is a problem at its place, and so is too large a file.

    So is a byte-order mark, unless it is allowed: spreadsheets write one. Letters and their accents are one character
    each, however they are typed: what looks the same is the same word.
    """
    with path.open("rb") as file:
        return _decoded(file.read(LARGEST * 10**6 + 1), shown, mark=mark)


@lru_cache(maxsize=256)  # as what is parsed is kept
def _decoded(raw: bytes, shown: Path, *, mark: bool) -> tuple[str, list[Problem]]:
    if len(raw) > LARGEST * 10**6:
        return "", [Problem(shown, 0, 0, f"is larger than {LARGEST} MB; split it into several files")]
    raw = raw.removeprefix(BOM_UTF8) if mark else raw
    if raw.startswith((BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        return "", [Problem(shown, 1, 1, "begins with a byte-order mark; save the file as UTF-8 without one")]
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line, column = _position(raw[: error.start].decode("utf-8"))
        return "", [Problem(shown, line, column, "is not UTF-8 here; save the file in the encoding UTF-8")]
    if forbidden := find_forbidden(text):
        return "", [Problem(shown, *_position(text, forbidden[0]), forbidden[1])]
    if conflict := CONFLICT.search(text):
        message = "git could not merge what begins here: keep what is right, and remove the lines of <, =, | and >"
        return "", [Problem(shown, *_position(text, conflict.start()), message)]
    return text, []


def find_forbidden(text: str) -> tuple[int, str] | None:
    """Return where the first character or line stands that no text may hold, and what is wrong with it; or None."""
    if long := _LONG.search(text):
        return long.start(), f"more than {LONGEST:,} characters without an end of line; part them"
    if not _SUSPECT.search(text) or not (found := FORBIDDEN.search(text)):
        return None
    character = found[0][-1]
    kinds = {"Cc": "a control character", "Co": "a character for private use, which each font shows as it likes",
             "Zl": "an end of line that few programs know", "Zp": "an end of line that few programs know",
             "Cf": "a sign that turns round what follows", "Lo": "a sign that nobody sees"}  # fmt: skip
    kind = kinds.get(unicodedata.category(character), "no character, or what is left of one")
    if re.fullmatch(_UNSEEN, character):
        kind = "a sign that nobody sees"
    return found.end() - 1, f"U+{ord(character):04X} is {kind}; remove it"


def _position(text: str, end: int | None = None) -> tuple[int, int]:
    """Return the line and the column, from 1, at which text[:end] ends."""
    before = text[:end]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@lru_cache(maxsize=8192)  # whoever builds again and again parses what has changed; nobody changes a document
def parse(text: str, shown: Path, first_line: int = 0) -> tuple[Document, list[Problem]]:
    """Parse one YAML document, as `read_text` returns it. With problems, its data hold what could be understood."""
    document = Document(shown, text, first_line=first_line)
    if not text.strip():
        return document, [Problem(shown, 0, 0, "is empty")]
    for sign, said in _AMISS:
        if found := sign.search(text):
            row, column = _position(text, found.end())
            return document, [Problem(shown, row + first_line, column, said.format(ord(text[found.end()])))]
    if deep := _DEPTH.exceeded(text):
        message = f"is nested more than {DEEPEST} levels deep: check the brackets and hyphens"
        return document, [Problem(shown, deep + first_line, 1, message)]
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        return document, [_syntax_problem(error, text, shown, first_line)]
    if node is None:
        return document, [Problem(shown, 0, 0, "holds comments only")]
    builder = _Builder(document)
    return replace(document, data=builder.build(node, ())), builder.problems


@lru_cache(maxsize=256)
def parse_entries(text: str, shown: Path) -> list[tuple[Document, list[Problem]]]:
    """Parse one YAML document as several, each of one entry: what did not change stays the same while others do.

    It is parsed as one where something is amiss in it.
    """
    head, *entries = _ENTRY.split(text)
    entries[:1] = [head + "".join(entries[:1])]
    above = accumulate((entry.count("\n") for entry in entries), initial=0)
    found = [parse(entry, shown, lines) for entry, lines in zip(entries, above, strict=False)]
    keys = [key for document, _ in found for key in (document.data if isinstance(document.data, dict) else ("", ""))]
    if len(keys) > len({*keys}) or "\n..." in text or any(problems for _, problems in found):
        return [parse(text, shown)]
    return found


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, shown: Path, first_line: int) -> Problem:
    """Say what is wrong in an editor's words, at the line that holds the mistake."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    said = f"{error.context or ''} {error.problem or ''}"
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    wide = f"'{found[0]}' is text to YAML, which reads its half-width kin; " if (found := WIDE.search(here)) else ""
    if empty := EMPTY.search(text):
        return Problem(shown, text.count("\n", 0, empty.start()) + 1 + first_line, 1,
                       f"'{empty[0]}' says that there is nothing, beside what there is; remove it")  # fmt: skip
    runs_on = "mapping values are not allowed" in said and line and ":" not in here[:column]
    if runs_on and ": " in lines[line - 1]:
        column = len(here) - len(here.lstrip())
        message = "stands further in than the line above it: check the indentation"
    elif runs_on or "could not find expected ':'" in said:
        # A missing colon is noticed only at what follows: the mistake is in the line above, or the context's.
        line = error.context_mark.line if error.context_mark and not runs_on else max(line - 1, 0)
        here, column = lines[line], len(lines[line]) - len(lines[line].lstrip())
        wide = "a full-width colon '：' is text to YAML; " if "：" in here else ""
        message = f"{wide}expected ': ' after the key '{here.strip()[:40]}'"
    elif "mapping values are not allowed" in said:
        message = f"{wide}a second ': ' in one line; put the text in quotes, or the key on a line of its own"
    elif "undefined alias" in said or ("found character" in said and "cannot start any token" in said):
        message = f"a value can't begin with '{here[column : column + 1]}'; put it in quotes"
    elif "did not find expected" in said and (above := _opened_above(lines[:line], here[: column + 1])):
        message = "the quotation mark opened here is never closed"
        line, column = above
    elif "unexpected end of stream" in said and "quoted" in said:
        message = "the quotation mark opened here is never closed"
        line, column = (error.context_mark.line, error.context_mark.column) if error.context_mark else (line, column)
    elif "expected ',' or" in said and error.context_mark and error.context_mark.line < line:
        line, column = error.context_mark.line, error.context_mark.column
        message = f"the {lines[line][column]} opened here is not closed, or a comma is missing in it"
        if cut := COMMENT.search(lines[line], column):
            column, message = cut.end() - 1, CUT
    elif "expected ',' or" in said and here[column : column + 1] in ("{", "[", "'", '"', ":"):
        message = f"{wide}a text that holds {here[column]} must stand in quotes as a whole"
    elif "found another document" in said:
        message = "a second '---': a file holds one document"
    elif "did not find expected" in said and "expected ','" not in said and (opened := OPENING.search(here, 0, column)):
        column = opened.start(1)
        message = f"a text that begins with {opened[1]} must stand in quotes as a whole"
    elif "did not find expected" in said or "expected <block end>" in said:
        message = f"{wide}does not fit what stands above it: check the indentation, brackets and quotation marks"
        message += f" ({error.problem})"
    else:
        message = f"is not YAML: {error.problem or error.context}"
    return Problem(shown, line + 1 + first_line, column + 1, message)


def _opened_above(lines: Sequence[str], closed: str) -> tuple[int, int] | None:
    """Return where a quotation began, lines above a text that ends it: there it was meant to end, too."""
    for number in range(len(lines) - 1, -1, -1):
        if (opened := OPENED.search(lines[number])) and opened[1] in closed:
            return number, opened.start(1)
    return None


class _Builder:
    """Turns composed nodes into data, noting positions and problems on the way."""

    def __init__(self, document: Document) -> None:
        self.document, self.lines = document, document.text.split("\n")
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.escapes = "\\" in document.text  # which may stand for what the file itself does not hold

    def _problem(self, mark: yaml.Mark, message: str) -> None:
        line = mark.line + 1 + self.document.first_line
        self.problems.append(Problem(self.document.path, line, mark.column + 1, message))

    def build(self, node: yaml.Node, location: Location) -> Any:
        if id(node) in self.seen:  # an alias is the same node again; an endless one too
            self._problem(node.start_mark, "an alias (*) repeats a part of the file; write it out")
            return None
        self.seen.add(id(node))
        self.document.values[location] = (node.start_mark, node.end_mark)
        if node.tag not in PLAIN_TAGS:
            self._problem(node.start_mark, f"the tag '{node.tag}' means nothing here; remove it")
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, location))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*location, index)) for index, item in enumerate(node.value)]
        end = node.end_mark  # of '---' alone, below the last line
        behind = self.lines[end.line] if not getattr(node, "style", "") and end.line < len(self.lines) else ""
        if comment := COMMENT.match(behind, end.column):
            problem = Problem(self.document.path, end.line + 1 + self.document.first_line, comment.end(), CUT)
            self.document.comments[location] = problem, bool(TOKEN.fullmatch(node.value))
        return self._text(node)

    def _text(self, node: yaml.Node) -> str:
        if (self.escapes or len(node.value) > LONGEST) and (forbidden := find_forbidden(node.value)):
            self._problem(node.start_mark, forbidden[1])
        if node.start_mark.line == node.end_mark.line:
            return str(node.value)
        return self._joined(node).rstrip("\n" if getattr(node, "style", "") in ("|", ">") else "")

    def _joined(self, node: yaml.Node) -> str:
        """Return a text of several lines without the spaces that YAML puts between lines of Chinese."""
        (first, left), (last, right) = ((mark.line, mark.column) for mark in (node.start_mark, node.end_mark))
        typed = "\n".join(
            [*self.lines[first:last], self.lines[last][:right]] if last < len(self.lines) else self.lines[first:]
        )[left:]
        ends = _JOINT.findall(typed)
        if len(ends) != len(_JOINT.findall(node.value)):  # something is written as an escape
            return str(node.value)
        spaces = iter(ends)
        return _JOINT.sub(lambda found: "" if "\n" in next(spaces) else found[0], node.value)

    def _pairs(self, node: yaml.MappingNode, location: Location) -> Iterator[tuple[str, Any]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(key_node.start_mark, "a key must be a single word")
                continue
            key = self._text(key_node)
            mark = key_node.end_mark
            if not self.lines[mark.line][mark.column :].lstrip().startswith(":") and first and not value_node.value:
                self._problem(
                    key_node.start_mark,
                    f"a comma ends a text in {{…}}, so that '{key}' is a key; put the text in quotes",
                )
                continue
            if key in first:
                self._problem(
                    key_node.start_mark, f"the key '{key}' stands here a second time (first in line {first[key]})"
                )
                continue
            first[key] = key_node.start_mark.line + 1 + self.document.first_line
            self.document.keys[(*location, key)] = key_node.start_mark
            yield key, self.build(value_node, (*location, key))
