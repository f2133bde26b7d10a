"""Finished files of a site → passages: every text that a reader, a screen reader or a machine gets, with its place.

Pages are read as bytes, not with the templates' knowledge: strictly, so that what can't be read is an error.
Only the shapes of addresses and `data-id` say what a text belongs to. What its numbers mean is for verify.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from microsite.source.markup import WIDE_SIGNS

_TAG = re.compile(
    r"<(?:(/)?([A-Za-z][\w:-]*+)((?:\s++[\w:@-]++(?:=\"[^\"<]*+\")?)*\s*+/?)"
    r"|!--(?:(?!-->).)*--|!(?i:doctype [a-z]+)|\?xml [^<>]*\?)>",
    re.DOTALL | re.ASCII,
)
# Fragments that several pages repeat word for word; and what is code, and no text.
_SHARED = re.compile(r"<(svg|table|nav|footer|script|style)\b")
_SCRIPT = re.compile(r"<(script|style)\b([^<>]*)>(.*)</\1>", re.DOTALL)
_SAYS = re.compile(r"<(text|title|desc)\b.*?</\1>|^<svg\b[^<>]*>|</svg>$", re.DOTALL)  # all but a drawing's shapes
_ATTRIBUTE = re.compile(r"([\w:@-]+)=\"([^\"]*)\"")
# Attributes that are read here, some with others beside them; of a class, that of notes.
_TELLING = frozenset(("aria-label", "alt", "content", "data-id", "dy", "href", "id", "lang", "title", "x", "xml:lang"))
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u2002]+")
_LINK = re.compile(r"(?:^|/)(charts|embed|statistics)/([a-z0-9-]+)(?:/(?:index\.html)?|\.csv)$")
_TERM = re.compile(r"(?:^|/)glossary/(?:index\.html)?#([a-z0-9-]+)$")
_PAGE = re.compile(r"(?:^|/)((?:[a-z0-9-]+/)*)index\.html(#.+)?$")
_WIDE = re.compile(f"[{WIDE_SIGNS}]")

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
# Not `sup`: the letter of a footnote is no part of the year or the name behind which it stands.
_INLINE = frozenset(("a", "abbr", "b", "bdi", "br", "cite", "data", "dfn", "em", "i", "kbd", "mark", "s", "span",
                     "strong", "sub", "time", "tspan", "u", "var", "wbr"))  # fmt: skip
_ENDED = frozenset(("a", "data", "tr"))
_PLACES = {f"h{level}": "heading" for level in range(1, 7)}
_PLACES |= {"td": "table", "th": "table", "tr": "table", "caption": "caption", "figcaption": "caption"}
_PLACES |= {"svg": "drawing", "text": "chart text", "tspan": "chart text", "desc": "alternative text"}
_PLACES |= {"code": "code", "q": "quotation"}
_SAID = {"aria-label": "alternative text", "alt": "alternative text", "title": "title attribute"}
_META = re.compile(r"(description)$|(?:og|twitter):(?:(?:image:)?alt|title|description|site_name)$")


class UnreadableError(ValueError):
    """A page is not as well-formed as this site writes its pages."""


class Span(NamedTuple):
    """A part of a passage, text[start:end], that is bound to a record: `<data class="stat">`."""

    start: int
    end: int
    id: str
    key: str  # empty: the statistic's own figure
    value: str  # as machines read it


class LinkSpan(NamedTuple):
    """A part of a passage that leads elsewhere: its text is the title of what it leads to."""

    start: int
    end: int
    scope: str


class Passage(NamedTuple):
    """One text, its white space as readers see it.

    `scope` is what the text was written for (`chart:SLUG`, `statistic:ID`, `term:ID`, `page:NAME`), and
    `record` (id, key) the one record that a row or a big figure is about; empty where there is none. In a
    drawing, `at` is (x, y). `cells` are those of a whole row, whose passage has no text of its own.
    """

    place: str
    language: str  # as tagged
    text: str
    scope: str = ""
    record: tuple[str, str] | tuple[()] = ()
    spans: tuple[Span, ...] = ()
    links: tuple[LinkSpan, ...] = ()
    anchor: str = ""  # the id at or before the passage
    drawing: int = 0  # which of the drawings it stands in
    at: tuple[float, float] | None = None
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class _Row:
    """A row that is being read: its cells, and the scope that a link in its head gives the others."""

    cells: list[str] = field(default_factory=list)
    scope: str = ""


@dataclass(slots=True)
class _Open:
    """An element that is open, with what it changes for those in it."""

    name: str
    language: str
    scope: str
    record: tuple[str, str] | tuple[()]
    place: str
    block: bool
    row: _Row | None = None


@dataclass
class Reader:
    """Reads pages one after the other; fragments that pages share are read once."""

    fragments: dict[tuple[str, str, str, str], tuple[Passage, ...]] = field(default_factory=dict)

    def html(self, text: str, language: str = "") -> tuple[Passage, ...]:
        """Return the passages of a page, of a fragment of one, or of a drawing. Raises UnreadableError."""
        return _PageReader(self, text, language, scope="").passages()


@dataclass
class _PageReader:
    reader: Reader
    source: str
    language: str
    scope: str
    drawing: int = 0
    nested: bool = False  # a fragment: read it even if it is one that is read once
    found: list[Passage] = field(default_factory=list)
    # The passage that is being gathered.
    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[Span] = field(default_factory=list)
    links: list[LinkSpan] = field(default_factory=list)
    at: tuple[float, float] | None = None
    broken: bool = False  # another line begins
    anchor: str = ""

    def passages(self) -> tuple[Passage, ...]:
        source, shared = (self.source, []) if self.nested else _without_shared(self.source)
        fragments = iter(shared)
        top = _Open("", self.language, self.scope, (), "prose", block=True)
        opened = [top]
        tokens = _TAG.split(source)
        # Between two texts stand the slash of an end tag, the name, and the attributes; after the last, nothing.
        for text, close, name, typed in zip(
            tokens[::4], [*tokens[1::4], ""], [*tokens[2::4], ""], [*tokens[3::4], ""], strict=True
        ):
            if text and (self.parts or not text.isspace()):
                self.add(text)
            if not name:
                continue
            if close:
                if top.name != name:
                    raise UnreadableError(f"</{name}> closes <{top.name}>")
                if name in _ENDED:
                    self.end(top)
                elif top.block and (self.parts or self.spans):
                    self.finish(top)
                opened.pop()
                top = opened[-1]
                continue
            if name == "fragment":
                if self.parts or self.spans:
                    self.finish(top)
                self.found += self.fragment(next(fragments), top)
                continue
            attributes = _attributes(typed) if typed else {}
            new = self.open(name, attributes, top)
            if new.block and (self.parts or self.spans):
                self.finish(top)
            if attributes:
                self.attributes(name, attributes, top, new)
            if name == "br":
                self.broken = bool(self.parts)
            if name not in _VOID and not typed.endswith("/"):
                opened.append(new)
                top = new
        if len(opened) > 1:
            raise UnreadableError(f"<{top.name}> is not closed")
        self.finish(top)
        return tuple(self.found)

    def open(self, name: str, attributes: Mapping[str, str], top: _Open) -> _Open:
        """Return what an element changes, given the one that it stands in."""
        place = _PLACES.get(name, top.place)
        if name == "title":
            place = "chart tip" if top.place == "drawing" else "page title"
        if not attributes and name != "tr":
            return _Open(name, top.language, top.scope, top.record, place, name not in _INLINE, top.row)
        row = _Row() if name == "tr" else None if attributes.get("class") == "note" else top.row  # a note is no part
        language = attributes.get("lang", attributes.get("xml:lang", top.language))
        scope, record = top.scope, top.record
        if "data-id" in attributes and name != "data":
            record = (attributes["data-id"], attributes.get("data-key", ""))
        if "href" in attributes:
            scope = _target(attributes["href"]) or scope
        elif name == "figure" and attributes.get("id", "").startswith("chart-"):
            scope = f"chart:{attributes['id'].removeprefix('chart-')}"
        return _Open(name, language, scope, record, place, name not in _INLINE or language != top.language, row)

    def attributes(self, name: str, attributes: Mapping[str, str], top: _Open, new: _Open) -> None:
        """Take in what an element's attributes say; some are texts themselves."""
        if "id" in attributes and top.place != "drawing":
            self.anchor = attributes["id"]
        for attribute, place in _SAID.items():
            if attributes.get(attribute):
                said = _squeeze(attributes[attribute])
                self.found.append(Passage(place, new.language, said, new.scope, new.record, anchor=self.anchor))
        if name == "meta" and (about := _META.match(attributes.get("name", attributes.get("property", "")))):
            place = "description" if about[1] else "social card"
            self.found.append(Passage(place, new.language, _squeeze(attributes.get("content", "")), new.scope))
        elif name == "data" and "data-id" in attributes:
            key, value = attributes.get("data-key", ""), attributes.get("value", "")
            self.spans.append(Span(start=self.length, end=-1, id=attributes["data-id"], key=key, value=value))
        elif name == "a" and new.scope != top.scope:
            self.links.append(LinkSpan(self.length, -1, new.scope))
            if top.name == "th" and top.row:
                top.row.scope = new.scope
        elif name == "tspan" and "dy" in attributes:
            self.broken = bool(self.parts)
        elif name == "text":
            self.at = (float(attributes.get("x", "0")), float(attributes.get("y", "0")))

    def end(self, top: _Open) -> None:
        """Take in that an element ends that is more than a piece of text."""
        if top.name == "data" and self.spans and self.spans[-1].end < 0:
            self.spans[-1] = self.spans[-1]._replace(end=self.length)
        elif top.name == "a" and self.links and self.links[-1].end < 0:
            self.links[-1] = self.links[-1]._replace(end=self.length)
        if top.block:
            self.finish(top)
        if top.name == "tr" and top.row and top.row.cells and top.record:
            cells = tuple(top.row.cells)
            self.found.append(
                Passage("table", top.language, "", top.scope, top.record, anchor=self.anchor, cells=cells)
            )

    def fragment(self, source: str, top: _Open) -> tuple[Passage, ...]:
        anchor = self.anchor if source.startswith("<table") else ""  # what stands on all pages is part of none
        key = (source, top.language, top.scope, anchor)
        if key not in self.reader.fragments:
            self.reader.fragments[key] = self._fragment(source, top, anchor)
        return self.reader.fragments[key]

    def _fragment(self, source: str, top: _Open, anchor: str) -> tuple[Passage, ...]:
        if script := _SCRIPT.fullmatch(source):
            is_data = 'type="application/ld+json"' in script[2]
            return (Passage("ld+json", top.language, script[3], top.scope),) if is_data else ()
        drawing = 0
        if source.startswith("<svg"):
            drawing = len(self.reader.fragments) + 1
            said = "".join(found[0] for found in _SAYS.finditer(source))
            if said.count("<text") != source.count("<text"):
                raise UnreadableError("<text> is not closed")
            source = said
        page = _PageReader(self.reader, source, top.language, top.scope, drawing, nested=True, anchor=anchor)
        return page.passages()

    def add(self, raw: str) -> None:
        if "<" in raw:
            raise UnreadableError(f"'{raw[raw.index('<') :][:40]}' is no tag that this site writes")
        said = unescape(raw) if "&" in raw else raw
        if "  " in said or not said.isprintable():
            said = _SPACE.sub(" ", said)
        if said.startswith(" ") and (not self.parts or self.parts[-1].endswith(" ")):
            said = said[1:]
        if said and self.broken:
            self.broken = False
            said = joint(self.parts[-1], said) + said
        if said:
            self.parts.append(said)
            self.length += len(said)

    def finish(self, top: _Open) -> None:
        """Take in that a passage ends here, if there is one."""
        text = "".join(self.parts).rstrip(" ")
        if text or self.spans:
            scope = top.scope or (top.row.scope if top.row else "")
            self.found.append(
                Passage(
                    place=top.place,
                    language=top.language,
                    text=text,
                    scope=scope,
                    record=top.record,
                    spans=tuple(self.spans),
                    links=tuple(self.links),
                    anchor=self.anchor,
                    drawing=self.drawing,
                    at=self.at,
                )
            )
            if top.row is not None:
                top.row.cells.append(text)
        self.parts, self.length, self.spans, self.links, self.at = [], 0, [], [], None


def joint(before: str, after: str) -> str:
    """Return what is read where a line was broken: between words, a space."""
    return "" if before.endswith((" ", "-")) or _WIDE.match(before[-1]) or _WIDE.match(after) else " "


def _without_shared(source: str) -> tuple[str, list[str]]:
    """Return a page with `<fragment>` for each of the fragments that pages share, and these."""
    kept, fragments, position = [], [], 0
    while found := _SHARED.search(source, position):
        end = source.find(f"</{found[1]}>", found.end())
        if end < 0:
            raise UnreadableError(f"<{found[1]}> is not closed")
        end += len(found[1]) + 3
        kept.append(source[position : found.start()])
        fragments.append(source[found.start() : end])
        position = end
    return "<fragment>".join([*kept, source[position:]]), fragments


@lru_cache(maxsize=16384)  # most tags are written many times
def _attributes(typed: str) -> Mapping[str, str]:
    """Return a tag's attributes if any of them is read here, else none."""
    attributes = dict(_ATTRIBUTE.findall(typed))
    if _TELLING.isdisjoint(attributes) and attributes.get("class") != "note":
        return {}
    return {name: unescape(value) for name, value in attributes.items()} if "&" in typed else attributes


def _squeeze(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")


@lru_cache(maxsize=4096)
def _target(address: str) -> str:
    """Return the scope of what a link leads to: its text is that page's title."""
    if found := _LINK.search(address):
        return f"{'statistic' if found[1] == 'statistics' else 'chart'}:{found[2]}"
    if found := _TERM.search(address):
        return f"term:{found[1]}"
    if found := _PAGE.search(address):
        return f"page:{found[1].rstrip('/') or 'index'}{found[2] or ''}"
    return ""
