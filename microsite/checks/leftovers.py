"""A text as readers see it → the signs in it that were typed to be seen by nobody: markup that nothing has read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from microsite.language.conversion import shown
from microsite.source.markup import KINDS, MARKER, NOTE, blank, blanked, read, uncoded

LONGEST = 400  # characters of a quotation
AROUND = 12  # characters of a line before a sign by which it is found again
_TYPED = "would be seen as it is typed"
_LINK = "begins a link that is none: [words](address), on a page, and none within another"
_LIST = f"{_TYPED}: a heading begins with '## ', what is listed with '- ', a quotation with '> '"
_PAIRED = r"(?<![\w*\\])\*(?![\s*])[^*\n]*(?<![\s*])\*(?![\w*])"
_UNDERLINED = r"(?<![A-Za-z0-9_])_(?![\s_])[^_\n]*(?<![\s_])_(?![A-Za-z0-9_])"
_GAP = r"[ \t\u2002\u00a0]"  # what shows as a space
_WIDE = "[＃＊＞－＋•◦‣▪●○■□·]"  # typed for the signs of Markdown, and copied from where lists have them
# Lists of definitions below what they define, blocks, abbreviations, contents, notes, raised and inserted text,
# formulas, pictures by name, a backslash for a line's end or a letter, what is hidden, notices, and tags in brackets.
_SMALL = "[A-Za-z0-9+−-]{1,12}"  # what other tools raise or lower: H~2~O, x^n^
_FOREIGN = (
    rf"(?<=\n){_GAP}*:(?={_GAP}+\S)|^{_GAP}*(?:!!!|:::|\*\[[^\[\]\n]+\]:|\[TOC\]$)|\^\["
    rf"|(?<=[A-Za-z0-9)])(?:\^{_SMALL}\^|~{_SMALL}~(?!~))|(?<!~)~$"  # nor at an end, where another could follow it
    rf"|(?<![!-~])(?:\^{_SMALL}\^|~[A-Za-z]+~)(?![A-Za-z0-9_])"
    r"|(?<!\w)\+\+(?=\S)[^+\n]+\+\+|\$\$"
    r"|(?<![A-Za-z0-9$])\$(?=[A-Za-z\\])[^$\n]*(?<=\S)\$(?![A-Za-z0-9])"  # which US$5 to HK$6 is not
    r"|(?<![A-Za-z0-9:/]):(?:[a-z][a-z0-9_]*[a-z0-9]|[+-]1|100):(?![A-Za-z0-9/])"
    r"|\\$|(?<![A-Za-z]:)\\[n(\[]"
    r"|(?<![A-Za-z0-9|])\|\|(?=\S)[^|\n]+\|\||%%[^%\n]+%%|''(?=\S)[^'\n]+''|\[![A-Z]+\]|\[/[a-z]+\]"
)
_SIGNS = {
    r"<!--(?:.*?-->)?|-->": "readers would see this comment; remove it",
    r"</?[A-Za-z][^<>\n]*>": f"is no HTML here, and {_TYPED}; on a page, readers are shown code by `…`",
    r"&(?:[A-Za-z]{2,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});": f"{_TYPED}; type the character itself",
    r"\[\^[^\[\]\n]*\]": "is a footnote without its text: on a page, a line that begins with this and a colon",
    r"!\[[^\[\]\n]*\](?=[(\[])": "is a picture; what a text can show is a chart, {chart:…} alone on a line",
    r"\[[^\[\]\n]*\]\(|\[\[|\]\[|\]\]": _LINK,
    rf"^{_GAP}*\[[ xX]?\](?=\s)": "is a box that no reader can tick; remove it",
    rf"\b(?:{'|'.join((*KINDS, 'page', 'stat'))}):[a-z0-9@-]*[a-z0-9]":
        f"{_TYPED}: a marker stands in {{…}}, an address in [words](…)",
    rf"\*\*|__|~~|==(?=[^\s=][^=\n]*==)|`|{_PAIRED}|{_UNDERLINED}": f"marks nothing here, and {_TYPED}",
    rf"^{_GAP}*(?:{_WIDE}|#{{1,6}}(?=\s|[^\W\d])|[-+*>](?={_GAP}+\S|[^\W\d])|[-+*](?=\ufffd))|＊＊|｀|～～|［[^［］]*］（":
        _LIST,
    rf"^{_GAP}*\|": "begins no table: one has a row of names first, then one of hyphens, and nothing right above",
    r"^(?:<{7}|>{7})(?= )": "begins what git could not merge; remove it",
    _FOREIGN: f"is markup of other tools, and {_TYPED}",
}  # fmt: skip
_WORDS = r"(?!sic\])(?=[^\[\]]*[^\W\dA-Z_])[^\W\d][^\[\]\n:：]*"
_BRACKETS = re.compile(rf"(?<![A-Za-z0-9\[\]\\])\[{_WORDS}\](?![A-Za-z0-9(\[\]:])")
_QUOTED = re.compile(r"[“‘„«「『\"][^”»」』]*$")  # as far as a place within a quotation
_LEFT = "leads nowhere: a figure is {…}, a link [words](…); brackets are meant within quotation marks, elsewhere (…)"
_LINKED = re.compile(r"(?<!\\)\[((?:[^\[\]{}]|\{[^{}]*\})*)\][(\[]")
_LINKS = re.compile(rf"{MARKER.pattern}|<[a-z][a-z0-9+.-]*:[^<>]*>|<[^<>\s]+@[^<>\s]+>")
# The row of names of what may be a table, the line below it, and the other rows.
_TABLE = re.compile(r"^([^|\n]*\|.*)\n([ \t]*[|:-][ \t|:-]*)\n((?:.*\S.*\n?)+)", re.MULTILINE)
_NO_CELL = re.compile(r"\\\||(`+)(?!`).+?(?<!`)\1(?!`)")  # what holds a | that parts no cells
_LINKING = ("number", "term")  # markers that lead to what they name
_ANY = re.compile("|".join(f"({pattern})" for pattern in _SIGNS), re.MULTILINE)
_HINT = re.compile(  # of any
    rf"[]<>&[*_~`=|#＊｀～］^$\\]|%%|''|:[a-z0-9+-]|\+\+|^{_GAP}*(?:[-+:!]|{_WIDE})", re.MULTILINE
)
_MESSAGES = tuple(_SIGNS.values())


class Leftover(NamedTuple):
    """A sign that readers would see: where it stands in the text, itself, and what is wrong with it."""

    start: int
    sign: str
    fault: str

    @property
    def message(self) -> str:
        return f"'{self.sign[:40]}' {self.fault}"


@lru_cache(maxsize=16384)  # of texts that stand on many pages
def find_leftovers(text: str) -> tuple[Leftover, ...]:
    """Return the signs of markup in a text as readers see it, but for what its own markers and addresses hold."""
    shown = blanked(text) if _HINT.search(text) else ""
    found = ((match, match[0].strip()) for match in _ANY.finditer(shown)) if _HINT.search(shown) else ()
    return tuple(
        Leftover(match.start() + match[0].index(sign), sign, _MESSAGES[(match.lastindex or 1) - 1])
        for match, sign in found
    )


def find_brackets(text: str) -> Iterator[Leftover]:
    """Yield the words of a running text that stand in square brackets as links do, and lead nowhere.

    Not what was put into a quotation, nor what is no word or stands within one: [sic], [2025], [EB/OL], word[s].
    """
    for found in _BRACKETS.finditer(blanked(text)) if "[" in text else ():
        if not _QUOTED.search(text[max(0, found.start() - LONGEST) : found.start()]):
            yield Leftover(found.start(), found[0], _LEFT)


def find_in_markdown(source: str) -> tuple[Leftover, ...]:
    """Return the signs of markup that a Markdown text would show, and what it can't be rendered as it is meant.

    Each with where it stands in it, as near as can be told: readers see it in other lines and without its marks, and
    what stands before a sign there tells which it is.
    """
    text, masked, after = blanked(shown(source)), f"\n{blanked(source)}", 0  # addresses are hidden alike in both
    found = [*_find_linked(source), *_find_notes(source), *_find_cells(source)]
    for item in sorted((*find_leftovers(text), *find_brackets(text))):
        before = text[text.rfind("\n", 0, item.start) + 1 : item.start][-AROUND:]
        behind = text[item.start + len(item.sign) :].partition("\n")[0][:AROUND]
        for left, right in ((f"\n{before}", behind), (f"\n{before}", ""), (before, ""), ("", "")):
            typed = re.compile(f"{_typed(left)}({_typed(item.sign)}){_typed(right)}")
            if place := typed.search(masked, after):
                after = place.start(1) - 1
                item = item._replace(sign=source[after : place.end(1) - 1])
                break
        line = source[source.rfind("\n", 0, after) + 1 :]
        if item.fault is not _LEFT or not (source[after] == "\\" or line.lstrip().startswith(">")):
            found.append(item._replace(start=after))
    return tuple(found)


def _typed(text: str) -> str:
    """Return an expression for a text as it is typed, where a backslash may stand before any of its signs."""
    return re.sub(r"[^A-Za-z0-9\s]", lambda sign: rf"\\?{re.escape(sign[0])}", text)


def _find_linked(source: str) -> Iterator[Leftover]:
    """Yield what is a link, and stands in the words of one; and links without words."""
    for link in _LINKED.finditer(source):
        if not link[1].strip() and source[link.start() - 1 : link.start()] != "!":
            yield Leftover(link.start(), link[0], "begins a link without words, which nobody would see")
        for inner in _LINKS.finditer(link[1]):
            if not inner[0].startswith("{") or read(inner)[0] in _LINKING:
                message = "is a link itself, and can't stand in the words of another"
                yield Leftover(link.start(1) + inner.start(), inner[0], message)


def _find_notes(source: str) -> Iterator[Leftover]:
    """Yield the texts of footnotes that are named nowhere, and all but the first of those with one name."""
    notes = [*NOTE.finditer(source)]
    texts = [note for note in notes if note[0].endswith(":") and f"\n{source}"[note.start()] == "\n"]
    named = {note[0].removesuffix(":") for note in notes if note not in texts}
    seen: set[str] = set()
    for note in texts:
        if note[0][:-1] not in named:
            yield Leftover(note.start(), note[0], "is a footnote that no text names")
        elif note[0] in seen:
            yield Leftover(note.start(), note[0], "begins a second text of one footnote; give it another name")
        seen.add(note[0])


def _find_cells(source: str) -> Iterator[Leftover]:
    """Yield what stands in the rows of tables behind their last column, as the row of names has them."""
    text = _NO_CELL.sub(blank, blanked(uncoded(source)))
    for table in _TABLE.finditer(text):
        columns, ruled = (row.strip().removeprefix("|").removesuffix("|").count("|") + 1 for row in table.group(1, 2))
        beyond = re.compile(rf"^[ \t]*\|?+(?:[^|\n]*\|){{{columns}}}[ \t]*(?=\S)(.*)", re.MULTILINE)
        for row in beyond.finditer(text, *table.span(3)) if columns == ruled else ():
            yield Leftover(row.start(1), source[slice(*row.span(1))], "stands in a column that the row of names lacks")
