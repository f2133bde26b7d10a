"""The grammar of markers, links and headings in texts: what stands in one, and where.

    {tech-firms}   {tech-firms@2016}   {tech-firms|full}     a figure, worded with its bound
    {term:little-giant}   {term:little-giant|little giants}  a glossary term
    {date:2024-12}                                           a date
    {claim:fewer|fewer than the year before}                 words tied to a comparison in data/claims.yaml
    {name:6G}   {words:two}                                  digits or number words that state no figure
    {chart:rd-intensity}   {big:tech-firms}                  a chart, a big figure: alone on a line, in Markdown
    {xray:gazette}                                           the article with all but its figures removed

No figure is typed in text by hand: checks/ sees to that, with the same reading of markers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

MARKER = re.compile(r"\{(?!#)(?:(?P<kind>[a-z]+):)?(?P<target>[^{}|]*)(?:\|(?P<option>[^{}]*))?\}")
KINDS = ("claim", "term", "name", "words", "date", "chart", "big", "xray")
BLOCKS = ("chart", "big", "xray")
FIGURES = ("number", "big")  # markers that show a statistic's figure
OPTIONS = ("text", "full", "value", "size", "label", "printed")
LINK = re.compile(r"(?:\]\(|^[ \t>*+-]*\[(?!\^)[^\]]+\]:)\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)", re.MULTILINE)
NOTE = re.compile(r"\[\^[^\]\n]*\]:?")  # where a footnote is named, and what begins it
HEADING = re.compile(r"^(#{1,6}) *(.*?) *(?:\{#([^{}\n]*)\} *)?#*$", re.MULTILINE)  # its level, its words, its id
_NAMED = re.compile(r"\{#[^{}\n]*\}(?= *#*$)", re.MULTILINE)  # what gives a heading its id
ADDRESS = re.compile(r"https?://[^\s<>()\[\]{}*`\"'|\\]+")  # in a text, as it is shown there
# What brackets hold in an expression: letters that may stand beside other words without a space; such letters and signs
# at whose lines' ends no space is meant, without Hangul; and signs of no width of their own, and markers.
WIDE_LETTERS = "\u2e80-\u2fdf\u3005-\u3007\u3021-\ua4cf\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
WIDE_SIGNS = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
_BESIDE = "{}\u2018\u2019\u201c\u201d\u2026\u2014\u00b7"
NO_BREAK = "\u00a0"  # a space at which no line ends
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
_FENCED = re.compile(r"^(`{3,}(?!`)|~{3,}(?!~))[^`\n]*\n.*?^\1[`~]* *$", re.MULTILINE | re.DOTALL)
_SPACES = re.compile(r"[ \t\n\u2002\u00a0]+")
DEEPEST = 20  # levels of lists and quotations, and brackets that are open at once in a paragraph
_CLOSED = {"]": "[", ")": "(", "}": "{"}
SCHEMES = ("page", "stat", "chart", "https", "http", "mailto")


def wide_joint(between: str = "", end: str = r"[ \t]*\n[ \t]*") -> str:
    """Return an expression for a line's end that is no space: between Chinese or Japanese, or one of them and a marker.

    `between` is what may stand beside it, unseen; `end`, what it is.
    """
    ends = between + end + between
    return rf"(?<=[{WIDE_SIGNS}]){ends}(?=[{WIDE_SIGNS}{_BESIDE}])|(?<=[{_BESIDE}]){ends}(?=[{WIDE_SIGNS}])"


class Marker(NamedTuple):
    """One `{…}`: its kind ("number" where none is written), what it names, and what stands after `|`."""

    kind: str
    target: str
    option: str
    raw: str
    start: int

    @property
    def own(self) -> str:
        """The words that are typed in it."""
        return {"name": self.target, "words": self.target, "term": self.option, "claim": self.option}.get(self.kind, "")


@lru_cache(maxsize=16384)  # every rule that texts follow asks for them
def markers(text: str) -> tuple[Marker, ...]:
    """Return the markers of a text, in order."""
    return tuple(Marker(*read(match), match[0], match.start()) for match in MARKER.finditer(text))


def read(match: re.Match[str]) -> tuple[str, str, str]:
    """Return the kind, the target and the option of a marker."""
    return match["kind"] or "number", even(match["target"]), even(match["option"] or "")


class Depth(NamedTuple):
    """How deep a text may be nested: `most` levels, or brackets open at once; `signs` finds these and ends of lines."""

    most: int
    signs: re.Pattern[str]
    steep: re.Pattern[str]  # what is nested deeper without brackets

    def exceeded(self, text: str) -> int:
        """Return the line where a text opens more than anybody means to, or nests it deeper; or 0."""
        steep = self.steep.search(text)
        lines = [text.count("\n", 0, steep.start()) + 1] if steep else []
        line, opened = 1, Counter[str]()
        for sign in self.signs.findall(text):
            if sign == "\n":
                line += 1
            elif sign in _CLOSED:
                opened[_CLOSED[sign]] = max(0, opened[_CLOSED[sign]] - 1)
            elif sign not in _CLOSED.values():  # a paragraph ends
                line += sign.count("\n")
                opened.clear()
            elif opened[sign] < self.most:
                opened[sign] += 1
            else:
                lines.append(line)
                break
        return min(lines, default=0)


# Each opening bracket that is never closed has what reads Markdown look through all that follows.
DEPTH = Depth(
    DEEPEST,
    re.compile(r"\n(?:[ \t]*\n)+|[\n\[\]()]"),
    re.compile(rf"^(?:(?: {{4}}|\t){{{DEEPEST}}}| *(?:> ?|[-+*] +|[0-9]{{1,9}}\. +){{{DEEPEST}}})", re.MULTILINE),
)


class TextSection(NamedTuple):
    """A part of a Markdown text: how many lines are above it, its heading as typed but for footnotes, its id, and
    all its text.
    """

    line: int
    heading: str
    id: str
    text: str


def sections(source: str) -> Iterator[TextSection]:
    """Yield what stands before the first heading, without one of its own, then a section for each heading.

    These are the headings that get an id: not those in lists or quotations, and no underlined ones. It is the one that
    is typed behind the heading, `## Who they are {#growers}`, or else made of its words, so that it stays where
    another heading is put in above.
    """
    found = [
        ("", "", 0),
        *(
            (words := NOTE.sub("", match[2]), match[3] or _id_of(words), match.start())
            for match in HEADING.finditer(uncoded(source))
        ),
    ]
    for (heading, id_, start), (*_, end) in pairwise([*found, ("", "", len(source))]):
        yield TextSection(source.count("\n", 0, start), heading, id_, source[start:end])


def uncoded(source: str) -> str:
    """Return a Markdown text with its fenced code blanked out, all else in its place."""
    return _FENCED.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), source)


def find_unclosed(source: str) -> int:
    """Return the line, from 1, on which fenced code begins that no line ends; 0 where there is none.

    Python-Markdown would look for its end from each sign of it on, and show them all.
    """
    fence, begun = "", 0
    for number, line in enumerate(source.split("\n"), start=1):
        if fence:
            fence = "" if line.startswith(fence) and not line[len(fence) :].strip("`~ ") else fence
        elif opening := _FENCE.match(line):
            fence, begun = opening[1], number
    return begun if fence else 0


def _id_of(heading: str) -> str:
    """Return an id made of a heading's words: those that its markers are to say, or what they name."""
    said = MARKER.sub(
        lambda found: found["option"] if found["kind"] in ("claim", "term") and found["option"] else found["target"],
        LINK.sub("", heading),
    )
    return "-".join(re.findall(r"[^\W_]+", said)).lower()


UNFINISHED = "TODO"  # begins what `new` leaves for an editor to write


def blanked(text: str, *, markdown: bool = False) -> str:
    """Return the text with its markers, addresses, and in Markdown links, blanked out, all else in its place."""
    pattern = rf"{MARKER.pattern}|{ADDRESS.pattern}"
    return re.sub(
        rf"{pattern}|{NOTE.pattern}|(?m:{_NAMED.pattern}|{LINK.pattern})" if markdown else pattern, blank, text
    )


def blank(match: re.Match[str]) -> str:
    return "\N{REPLACEMENT CHARACTER}" * len(match[0])


def even(value: Any) -> Any:
    """Return a text, or what is none as it is, with even spaces: none at its ends, one and no line's end within."""
    if not isinstance(value, str):
        return value
    return _SPACES.sub(lambda spaces: NO_BREAK if NO_BREAK in spaces[0] else " ", value).strip()
