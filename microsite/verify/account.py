"""Texts of a finished site, and where they stand → what became of each number in them, and what is wrong.

Nothing here knows in what kind of file a text was found: verify.py, data.py and figures.py do.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from microsite.checks.leftovers import find_leftovers
from microsite.language.numerals import Numeral
from microsite.source.words import leaves
from microsite.verify.grammar import Grammar
from microsite.verify.judge import Judge
from microsite.verify.passages import Passage
from microsite.verify.records import Index
from microsite.verify.report import Finding
from microsite.verify.scales import At, find_scales

AROUND = 36  # characters of the text on either side of a number that a finding shows
# Places whose signs are code, tell marks apart or are a source's own.
_SIGNED = frozenset(("code", "chart text", "interactive chart", "interactive tip", "quotation"))
_DATES = ("datePublished", "dateModified", "temporalCoverage")  # of JSON-LD
_MACHINES = ("url", "contentUrl", "image", "license", "sameAs", "identifier")  # no text for readers


class SiteFile(NamedTuple):
    """A file that is being read: its language, its name below that language's folder, and what it is about."""

    path: str
    code: str
    name: str
    scope: str


@dataclass
class Account:
    """What became of the numbers of some of a site's files."""

    index: Index
    findings: list[Finding] = field(default_factory=list)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)  # by place and kind

    def __post_init__(self) -> None:
        self.grammars = {code: Grammar(code, item, self.index) for code, item in self.index.languages.items()}
        self.by_tag = {item.tag: self.grammars[code] for code, item in self.index.languages.items()}
        self.judge = Judge(self.index, self.grammars)
        self.scales: dict[int, frozenset[At]] = {}

    def fault(self, path: str, place: str, text: str, reason: str, source: str = "", *, around: str = "") -> None:
        self.findings.append(Finding(path, place, text, around, reason, source=source))

    def count(self, path: str, place: str, kind: str, text: str, fault: str, source: str = "") -> None:
        """Count a number as of a kind, or keep what is wrong with it."""
        self.outcomes[place, "found" if fault else kind] += 1
        if fault:
            self.fault(path, place, text, fault, source)

    def passages(self, file: SiteFile, passages: Sequence[Passage], place: str = "") -> None:
        """Judge what was read of a page, a drawing or a figure."""
        drawings: dict[int, list[Passage]] = defaultdict(list)
        for passage in passages:
            if passage.drawing and passage.drawing not in self.scales:
                drawings[passage.drawing].append(passage)
        for drawing, own in drawings.items():
            self.scales[drawing] = find_scales(own, self.grammars[file.code])
        for passage in passages:
            if passage.place == "ld+json":
                self._linked_data(file, json.loads(passage.text))
            else:
                self._passage(file, passage, place or passage.place)

    def said(self, file: SiteFile, place: str, text: str, record: tuple[str, str] | tuple[()] = ()) -> None:
        """Judge a plain text."""
        self._passage(file, Passage(place, self.index.languages[file.code].tag, text, "", record), place)

    def date(self, path: str, place: str, date: str) -> None:
        """Judge a date as machines read it: of a source, of a figure, or of the site."""
        known = any(date in grammar.wordings.dates for grammar in self.grammars.values())
        self.count(path, place, "date", date, "" if known else "is no date that the records know")

    def _linked_data(self, file: SiteFile, data: Any) -> None:
        for location, said in leaves(data):
            key = next(part for part in reversed(location) if isinstance(part, str))
            if key in _DATES:
                self.date(file.path, "JSON-LD", said)
            elif not key.startswith("@") and key not in _MACHINES:
                self.said(file, "JSON-LD", said)

    def _passage(self, file: SiteFile, passage: Passage, place: str) -> None:
        """Count what became of a text's numbers, and keep what was found in it."""
        for left in find_leftovers(passage.text) if passage.place not in _SIGNED else ():
            self.fault(file.path, passage.place, left.sign, left.fault, self._source(file, passage))
        grammar = self.by_tag.get(passage.language) or self.grammars[file.code]
        if not (passage.spans or passage.cells or passage.place == "quotation" or grammar.numerals(passage.text)):
            return
        if not self._means_more(passage):
            kinds = grammar.exempt(passage.text)
            if kinds is not None and not (passage.record and "paragraph" in kinds):
                for kind in kinds:  # what it is written for does not matter
                    self.outcomes[place, kind] += 1
                return
        scale = passage.at is not None and passage.at in self.scales[passage.drawing]
        for kind, numeral, reason in self.judge.outcomes(passage, file.scope, grammar.code, scale=scale):
            self.outcomes[place, kind] += 1
            if kind == "found":
                text, around = (numeral.text, _around(passage.text, numeral)) if numeral else (passage.text, "")
                self.fault(file.path, place, text, reason, self._source(file, passage), around=around)

    def _means_more(self, passage: Passage) -> bool:
        """Whether a text means more than its numbers say: by what is bound to it, or by where it stands."""
        if passage.place == "table":
            return bool(passage.spans or passage.cells or (not passage.record and passage.text in self.index.quotes))
        return bool(passage.spans or passage.record or passage.place in ("code", "quotation"))

    def _source(self, file: SiteFile, passage: Passage) -> str:
        """Return path:line of what was written there, as near as is known."""
        record = self.index.find(*passage.record)
        keys = (passage.scope, f"{file.code}/{file.name}#{passage.anchor}", file.scope, f"{file.code}/{file.name}")
        return next(filter(None, (self.index.places.get(key) for key in keys)), record.source if record else "")


def _around(text: str, numeral: Numeral) -> str:
    start, end = max(0, numeral.start - AROUND), min(len(text), numeral.end + AROUND)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
