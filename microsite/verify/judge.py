"""A passage of a finished site → what becomes of every number in it: traced to its record, exempt, or found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from html import unescape
from typing import Any

from microsite.language.numerals import Numeral
from microsite.verify.grammar import Grammar, shown
from microsite.verify.passages import Passage, Span
from microsite.verify.records import ROUNDED, Index, Phrase, Recorded

_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_MACHINE = re.compile(
    r' (?:width|height|style)="[^"]*"|\b(?:year|month) = \{\d+\}|\[(?:EB|DS)/OL\]\. \([\d-]+\)'
)  # in code and citations to copy
_LATEX = re.compile(r"\\([{}&%$#_]|text[a-z]+\{\})")
_SIGNS = {"textbackslash{}": "\\", "textasciitilde{}": "~", "textasciicircum{}": "^"}

Outcome = tuple[str, Numeral | None, str]  # what became of a number; or "found", where, and what is wrong


class Judge:
    """Judges the passages of all pages; the same passage is judged once."""

    def __init__(self, index: Index, grammars: Mapping[str, Grammar]) -> None:
        self.index, self.grammars = index, grammars
        charts = [scope.removeprefix("chart:") for scope in index.cites if scope.startswith("chart:")]
        self.ids = re.compile("|".join(map(re.escape, (*index.records, *charts))) or "(?!)")
        self.folders = {f"page:{item.folder}" for item in index.languages.values()}
        self.cites = cache(self._cites)
        self.known: dict[tuple[Any, ...], tuple[Outcome, ...]] = {}

    def _cites(self, scope: str) -> tuple[tuple[Recorded, str], ...]:
        found = []
        page, _, part = scope.partition("#")
        if page in self.folders:  # a language's folder: its first page
            page = "page:index"
        folder, _, name = page.removeprefix("page:").partition("/")
        if f"page:{folder}" in self.folders:
            page = f"page:{name}"
        chapter = f"page:chapters/{part}"
        scope = chapter if page == "page:index" and chapter in self.index.cites else page
        for cited in self.index.cites.get(scope, ()):
            reference, _, form = cited.partition("|")
            id_, _, key = reference.partition("@")
            record = self.index.find(id_, key)
            if record:
                found.append((record, form))
        return tuple(found)

    def outcomes(self, passage: Passage, page_scope: str, code: str, *, scale: bool) -> tuple[Outcome, ...]:
        """Return what becomes of every number of a passage; `scale`: it is one of a scale's."""
        scope = passage.scope or page_scope
        scopes = (scope, page_scope) if passage.spans else (scope,)  # of a page, only what is bound to a record asks
        key = (passage.text, passage.place, scopes, code, passage.record, passage.spans, passage.links, passage.cells,
               passage.drawing != 0, scale)  # fmt: skip
        if key not in self.known:
            self.known[key] = tuple(self._judged(passage, scopes, self.grammars[code], scale=scale))
        return self.known[key]

    def _judged(self, passage: Passage, scopes: tuple[str, ...], grammar: Grammar, *, scale: bool) -> Iterator[Outcome]:
        if passage.cells:
            yield from self._row(passage, scopes[0], grammar)
            return
        listed = passage.place == "table" and not passage.record and passage.text in self.index.quotes
        if passage.place == "quotation" or listed:
            yield from self._quotation(passage, grammar)
            return
        record = self.index.find(*passage.record) if passage.place != "table" else None
        if record and (said := grammar.kind.match(passage.text)) and said[0] != record.kind(grammar.code):
            yield "found", None, f"says '{said[0]}': {record.reference} is '{record.kind(grammar.code)}'"
        text = passage.text
        for span in passage.spans:
            yield self._bound(span, passage, scopes, grammar)
            text = text[: span.start] + "\ufffc" * (span.end - span.start) + text[span.end :]
        if passage.place == "code":
            text = _decoded(_MACHINE.sub(lambda found: "\ufffc" * len(found[0]), text))
        for numeral, phrase in grammar.read(text):
            linked = [link.scope for link in passage.links if link.start <= numeral.start < link.end]
            yield self._loose(numeral, phrase, text, passage, (*linked, scopes[0]), grammar=grammar, scale=scale)

    def _bound(self, span: Span, passage: Passage, scopes: Iterable[str], grammar: Grammar) -> Outcome:
        """Judge a number that says of which record it is."""
        record = self.index.find(span.id, span.key)
        said = passage.text[span.start : span.end]
        numeral = Numeral(span.start, span.end, Decimal(0), said)
        if record is None:
            return "found", numeral, f"names the record {span.id}@{span.key}, which is not there"
        if passage.record and passage.place != "table" and record is not self.index.find(*passage.record):
            return "found", numeral, f"is of {record.reference}, within what is about {'@'.join(passage.record)}"
        if span.value != record.number:
            return "found", numeral, f"is {span.value} to machines, and {record}"
        fault = grammar.fault(record, said)
        if fault:
            cited = {form for scope in scopes for other, form in self.cites(scope) if other is record}
            if "printed" in cited and said in record.printed:
                return "quoted", None, ""
            for form in sorted(cited & {"value", "size"}):
                fault = fault and grammar.fault(record, said, form)
        return ("found", numeral, f"{fault}: {record}") if fault else ("traced", None, "")

    def _loose(self, numeral: Numeral, phrase: Phrase | None, text: str, passage: Passage,
               scopes: Iterable[str], *, grammar: Grammar, scale: bool) -> Outcome:  # fmt: skip
        """Judge a number of a text: of its records, exempt, or not accounted for."""
        if passage.place == "code" and self._names(passage, numeral):
            return "name", None, ""
        own = self.index.find(*passage.record)
        if phrase and phrase.kind == "paragraph" and own and numeral.value not in own.paragraphs:
            return "found", numeral, f"is not the paragraph of {own.reference}"
        if phrase:
            return phrase.kind, None, ""
        drawn = passage.place in ("chart text", "interactive chart")
        cited = (cited for scope in scopes for cited in self.cites(scope) if drawn or not cited[1].startswith(ROUNDED))
        candidates = [*([(own, "")] if own else []), *cited]
        for record, form in candidates:
            if form == "printed" and any(_is_within(text, numeral, phrase) for phrase in record.printed):
                return "quoted", None, ""
            if grammar.states(text, numeral, record, form, bare=passage.drawing != 0 or record is own):
                return "traced", None, ""
        if scale:
            return "scale", None, ""
        alike = (record for record, form in candidates if numeral.value == shown(record.quantity, form).value)
        near = next(alike, own)
        if near:
            return "found", numeral, f"does not say what its record says: {near}"
        return "found", numeral, "is of no record that is cited there, and not exempt"

    def _names(self, passage: Passage, numeral: Numeral) -> bool:
        """Whether a number in code is part of an id."""
        return any(
            word.start() <= numeral.start and numeral.end <= word.end() and self.ids.search(word[0])
            for word in _ID.finditer(passage.text)
        )

    def _quotation(self, passage: Passage, grammar: Grammar) -> Iterator[Outcome]:
        record = self.index.find(*passage.record)
        printed = record.printed if record else self.index.quotes
        if passage.text not in printed:
            yield "found", None, "is not what its source prints" + (f" for {record.reference}" if record else "")
            return
        for _ in grammar.numerals(passage.text):
            yield "quoted", None, ""

    def _row(self, passage: Passage, scope: str, grammar: Grammar) -> Iterator[Outcome]:
        """Judge a row as a whole: it says its record's value and period. Its cells are judged one by one."""
        record = self.index.find(*passage.record)
        if record is None:
            yield "found", None, f"is a row of {'@'.join(passage.record)}, which is not there"
            return
        if all(grammar.fault(record, cell) for cell in passage.cells):
            yield "found", None, f"has no cell with the value of its row: {record}"
        kind = record.kind(grammar.code)
        cells = passage.cells[scope.startswith("chart:") :]  # what a mark is called may be a date or a kind, too
        others = [said[0] for said in map(grammar.kind.match, cells) if said]
        if others and kind not in others:
            yield "found", None, f"has a cell with '{others[0]}': {record.reference} is '{kind}'"
        words = grammar.wordings.dates.get(record.period, "")
        if record.labelled or words in cells:
            return
        if record.period:
            yield "found", None, f"has no cell with the period of its row: {record.reference} is of {words}"
        for cell in filter(grammar.date_words.__contains__, cells):
            yield "found", None, f"has the period {cell}: {record.reference} is of {words or 'none that is stated'}"


def _decoded(code: str) -> str:
    """Return code to copy, HTML or BibTeX, with what it says as it is read."""
    if code.startswith("<"):
        return unescape(code)
    return _LATEX.sub(lambda found: _SIGNS.get(found[1], found[1]), code) if code.startswith("@") else code


def _is_within(text: str, numeral: Numeral, phrase: str) -> bool:
    """Whether a number stands within a phrase there."""
    return phrase in text[max(0, numeral.end - len(phrase)) : numeral.start + len(phrase)]
