"""A finished site and an index of its records → a report: every number in it, traced to its record or not.

Nothing of what rendered the site is used: files are read as readers get them (passages.py), numbers are read
back by numerals.py, and each has to equal a record in value, bound and unit, or be exempt by what the content
states. The index is made from the project by index.py; it is published with the site, so that a folder can be
verified without its sources.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache, partial
from html import unescape
from typing import Any

from microsite.charts.typesetting import is_wide
from microsite.checks.leftovers import find_leftovers
from microsite.downloads.tables import FORMULAS
from microsite.language.numerals import Numeral
from microsite.parallel import share
from microsite.verify.grammar import Grammar
from microsite.verify.judge import Judge, unlike
from microsite.verify.passages import Passage, Reader, UnreadableError
from microsite.verify.records import INDEX, Index, Recorded, even
from microsite.verify.report import Finding, Report
from microsite.verify.scales import find_scales
from microsite.verify.strays import At, Names, find_strays

AROUND = 36  # characters of the text on either side of a number that a finding shows
_MARKUP = re.compile(r"</?(?:b|i|span)\b[^<>]*>")
_WHOLE = frozenset(("kind", "quotation"))  # places whose texts are judged as a whole
_PECULIAR = frozenset((*_WHOLE, "code", "table"))  # places whose texts mean more than what they say
_SIGNED = frozenset(  # places whose signs are code, say whose marks are whose, or are a source's own
    ("code", "chart text", "ld+json", "quotation")
)
_HEAD = re.compile("</b><br>(?!<b>)")
_PAGE = re.compile(r"(^|/)(index|404)\.html$")
_CARDS = re.compile(r"data/cards\.([a-z0-9-]+)\.js")

_Read = tuple[Counter[tuple[str, str]], list[Finding], list[str]]  # outcomes by place and kind, findings, unread files


def verify(site: Mapping[str, bytes], index: Index) -> Report:
    """Read back every number of a finished site, given as {path: content}."""
    parts = share("files read back", partial(_read, index, frozenset(site)), tuple(site.items()))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for outcomes, _, _ in parts:
        for (place, kind), count in outcomes.items():
            counts[place][kind] += count
    findings = {finding for _, found, _ in parts for finding in found}
    return Report(dict(counts), tuple(sorted(findings)), tuple(sorted(path for *_, unread in parts for path in unread)))


def _read(index: Index, paths: frozenset[str], files: Iterable[tuple[str, bytes]]) -> _Read:
    """Read some of a site's files; `paths` are those of all."""
    verifier = _Verifier(index, paths)
    for path, content in files:
        verifier.file(path, content)
    return verifier.outcomes, verifier.findings, verifier.unread


# --- a site's files


@dataclass(frozen=True)
class _Page:
    """A file that is being read: its language, its name below that language's folder, and what it is about."""

    path: str
    code: str
    name: str
    scope: str


@dataclass
class _Verifier:
    index: Index
    paths: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader = Reader()
        self.grammars = {code: Grammar(code, item, self.index) for code, item in self.index.languages.items()}
        self.by_tag = {item.tag: code for code, item in self.index.languages.items()}
        self.folders = sorted(((item.folder, code) for code, item in self.index.languages.items()), reverse=True)
        self.judge = Judge(self.index, self.grammars, self.paths)
        self.slugs = [scope.removeprefix("chart:") for scope in self.index.cites if scope.startswith("chart:")]
        self.scales: dict[int, frozenset[At]] = {}
        self.strays: dict[int, Mapping[At, str]] = {}
        self.names = cache(self._names)

    def file(self, path: str, content: bytes) -> None:
        """Read one file, if it is of a kind that states numbers to readers."""
        content = even(content)
        try:
            if path == INDEX:
                if content != self.index.json:
                    raise UnreadableError("it is not the index of the records that the site was made from")
            elif not self._read(path, path.rpartition(".")[2], content):
                self.unread.append(path)
        except (ValueError, TypeError, AttributeError) as error:
            self.fault(path, "file", path.rpartition("/")[2], "", f"can't be read: {error}")

    def _read(self, path: str, kind: str, content: bytes) -> bool:
        """Read a file; return whether there is a way to read it, or nothing in it for readers."""
        if _PAGE.search(path) or (path.startswith("social/") and kind == "svg"):
            shown = path.removeprefix("social/").replace("-upright.svg", ".svg")
            self.page(path, shown if kind == "svg" else path, content.decode())
        elif path == "data/statistics.csv":
            self.table(path, content, "")
        elif path.startswith("data/charts/") and kind == "csv":
            self.table(path, content, f"chart:{path.removeprefix('data/charts/').removesuffix('.csv')}")
        elif path.startswith("data/charts/") and kind == "svg":
            slug, code = self.chart(path)
            self.passages(_Page(path, code, "", f"chart:{slug}"), content.decode())
        elif path.startswith("data/charts/") and kind in ("js", "json"):
            self.figures(path, _assigned(content))
        elif path == "data/statistics.json":
            self.statistics(path, json.loads(content))
        elif path == "data/datapackage.json":
            self.package(path, json.loads(content))
        elif match := _CARDS.fullmatch(path):
            self.cards(path, match[1], _assigned(content))
        elif path == "data/courses.js":
            for id_, drawing in _assigned(content).items():
                self.passages(_Page(path, next(iter(self.grammars)), "", f"statistic:{id_}"), drawing)
        elif path == "data/search.js":
            self.search(path, _assigned(content))
        elif path == "sitemap.xml":
            for date in re.findall("<lastmod>(.*?)</lastmod>", content.decode()):
                self.date(path, "sitemap", date)
        elif kind == "xml" and b"<feed" in content:
            self.feed(path, content.decode())
        else:
            return (
                path == "robots.txt"
                or path.startswith("static/")
                or kind not in ("csv", "html", "json", "js", "svg", "txt", "xml")
            )
        return True

    # --- pages, drawings, feeds

    def page(self, path: str, shown: str, text: str) -> None:
        """Read a page, or the picture of one; `shown` is the page's path."""
        folder, code = next(item for item in self.folders if shown.startswith(f"{item[0]}/" if item[0] else ""))
        name = shown.removeprefix(f"{folder}/").rpartition(".")[0].removesuffix("/index")
        top, _, id_ = name.partition("/")
        scopes = {"statistics": "statistic", "charts": "chart", "embed": "chart"}
        scope = f"{scopes[top]}:{id_}" if id_ and top in scopes else f"page:{name}"
        self.passages(_Page(path, code, name, scope), text)
        if top == "statistics" and id_ in self.index.titles and path == shown:
            said, title = unescape(_TAG.sub("", "".join(_TITLE.findall(text)))), self.index.titles[id_][code]
            if said.split() != title.split():
                self.fault(path, "heading", said.strip(), "", f"is not what {id_} is called: {title}")

    def figures(self, path: str, data: Any) -> None:
        """Read the texts of Plotly figures: one, or one a width."""
        slug, code = self.chart(path)
        page, grammar, tag = _Page(path, code, "", f"chart:{slug}"), self.grammars[code], self.index.languages[code].tag
        for figure in [data] if "layout" in data else data.values():
            for text in figure["layout"].get("meta", {}).values():
                self.said(path, "interactive chart", text, code, page.scope)
            drawn: list[Passage] = []
            for trace in figure["data"]:
                said = [trace.get("hovertext", ()), trace.get("customdata", ())]
                if trace.get("mode") == "text":
                    places = zip(trace["x"], trace["y"], trace["text"], strict=True)
                    drawn += (Passage("interactive chart", tag, " ".join(_plain(text)), drawing=-1, at=(x, y))
                              for x, y, text in places)  # fmt: skip
                else:
                    said.append(trace.get("text", ()))
                for texts in said:
                    for text in [texts] if isinstance(texts, str) else texts:
                        for part in _plain(text):
                            self.said(path, "interactive chart", part, code, page.scope, drawing=-1)
            self.scales[-1] = find_scales(drawn, grammar)
            for passage in drawn:
                self.take(page, passage, grammar, passage.place)

    def chart(self, path: str) -> tuple[str, str]:
        """Return the slug and the language of a chart's file, data/charts/SLUG-LANG and more."""
        name = path.removeprefix("data/charts/")
        for slug in sorted(self.slugs, key=len, reverse=True):
            found = re.match(rf"{slug}-({'|'.join(sorted(self.grammars, key=len, reverse=True))})(?=[-.])", name)
            if found:
                return slug, found[1]
        raise ValueError("it belongs to no chart")

    def feed(self, path: str, text: str) -> None:
        """Read an Atom feed: the texts in it that are HTML are read as such."""
        _, code = next(item for item in self.folders if path.startswith(f"{item[0]}/" if item[0] else ""))
        page = _Page(path, code, "", "page:corrections")
        for kind, part in re.findall(r"<(?:title|subtitle|summary|content)( type=.html.)?>([^<]*)</", text):
            self.passages(page, unescape(part) if kind else part, place="feed")

    def passages(self, page: _Page, text: str, place: str = "") -> None:
        passages = self.reader.html(text, self.index.languages[page.code].tag)
        for passage in passages:
            if passage.drawing and passage.drawing not in self.scales:
                drawing = [other for other in passages if other.drawing == passage.drawing]
                self.scales[passage.drawing] = find_scales(drawing, self.grammars[page.code])
                names = self.names(passage.scope or page.scope, page.code)
                if strays := find_strays(drawing, names, self.scales[passage.drawing]):
                    self.strays[passage.drawing] = strays
            if self.strays and passage.at and (stray := self.strays.get(passage.drawing, {}).get(passage.at)):
                self.fault(page.path, passage.place, passage.text, "", stray, self.source(page, passage))
            if passage.place == "chart tip" and page.path.endswith(".html"):  # a drawing by itself has a title, too
                self.tip(page, passage)
            for sign, message in _leftovers(passage.text) if passage.place not in _SIGNED else ():
                self.fault(page.path, passage.place, sign, "", message, self.source(page, passage))
            code = self.by_tag.get(passage.language, passage.language)
            grammar = self.grammars.get(code)
            if grammar is None:
                grammar = self.grammars[page.code]
            if passage.spans or passage.cells or passage.place in _WHOLE or grammar.numerals(passage.text):
                self.take(page, passage, grammar, place or passage.place)

    def _names(self, scope: str, code: str) -> Names:
        """Return what a chart calls its marks, having held each against its record."""
        marks, grammar = self.index.marks.get(scope, {}).get(code, ()), self.grammars[code]
        for mark in marks:
            record = self.index.find(*mark.reference.split("@"))
            if record is None:
                self.fault(INDEX, "mark", mark.reference, "", "is no record")
                continue
            for said in (mark.text, mark.figure, mark.tip):
                if not any(grammar.states(said, numeral, record, "", bare=True) for numeral in grammar.numerals(said)):
                    self.fault(INDEX, "mark", said, "", f"does not say what its record says: {record}", record.source)
        return Names(marks)

    def tip(self, page: _Page, passage: Passage) -> None:
        """Hold what a pointer brings up in a drawing against what is to be said of its marks."""
        marks = self.index.marks.get(passage.scope or page.scope, {}).get(page.code, ())
        if marks and passage.text not in [mark.tip for mark in marks]:
            source = self.source(page, passage)
            self.fault(page.path, passage.place, passage.text, "", "is said of no mark of this chart", source)

    def take(self, page: _Page, passage: Passage, grammar: Grammar, place: str) -> None:
        """Count what became of a passage's numbers, and keep what was found."""
        if passage.place == "ld+json":
            for key, said in _strings(json.loads(passage.text)):
                if key in _DATES:
                    self.date(page.path, "JSON-LD", said)
                elif not key.startswith("@") and key not in _MACHINES:
                    self.said(page.path, "JSON-LD", said, page.code, page.scope)
            return
        if not (passage.spans or passage.record or passage.place in _PECULIAR):
            kinds = grammar.exempt(passage.text)
            if kinds is not None:  # what it is written for does not matter
                for kind in kinds:
                    self.outcomes[place, kind] += 1
                return
        scale = passage.at is not None and passage.at in self.scales[passage.drawing]
        for kind, numeral, reason in self.judge.outcomes(passage, page.scope, grammar.code, scale=scale):
            self.outcomes[place, kind] += 1
            if kind == "found":
                text, around = (numeral.text, _around(passage.text, numeral)) if numeral else (passage.text, "")
                self.fault(page.path, place, text, around, reason, self.source(page, passage))

    def date(self, path: str, place: str, date: str) -> None:
        """Judge a date as machines read it: of a source, of a figure, or of the site."""
        known = any(date in grammar.wordings.dates for grammar in self.grammars.values())
        self.outcomes[place, "date" if known else "found"] += 1
        if not known:
            self.fault(path, place, date, "", "is no date that the records know")

    def source(self, page: _Page, passage: Passage) -> str:
        """Return path:line of what was written there, as near as is known."""
        record = self.index.find(*passage.record) if passage.record else None
        keys = (passage.scope, f"{page.code}/{page.name}#{passage.anchor}", page.scope, f"{page.code}/{page.name}")
        return next(filter(None, (self.index.places.get(key) for key in keys)), record.source if record else "")

    def fault(self, path: str, place: str, text: str, around: str, reason: str, source: str = "") -> None:
        self.findings.append(Finding(path, place, text, around, reason, source=source))

    def said(
        self,
        path: str,
        place: str,
        text: str,
        code: str,
        scope: str,
        record: tuple[str, str] | tuple[()] = (),
        drawing: int = 0,
    ) -> None:
        """Judge a plain text."""
        grammar = self.grammars[code]
        if grammar.numerals(text):
            passage = Passage(place, code, text, "", record, drawing=drawing)
            self.take(_Page(path, code, "", scope), passage, grammar, place)

    # --- tables and data

    def table(self, path: str, content: bytes, scope: str) -> None:
        """Hold a CSV against the records of a chart, or without a `scope` against all."""
        text = content.decode("utf-8-sig")
        rows = [{name: _typed(cell) for name, cell in row.items()} for row in csv.DictReader(io.StringIO(text))]
        seen = {self.row(path, "CSV", row, scope) for row in rows}
        due = [record for records in self.index.records.values() for record in records]
        if scope:
            due = [record for record, form in self.judge.cites(scope) if form == "mark"]
        self.lacking(path, "CSV", due, seen)

    def lacking(self, path: str, place: str, due: Iterable[Recorded], seen: Collection[str]) -> None:
        for record in due:
            if record.reference not in seen:
                self.fault(path, place, record.reference, "", "is missing", record.source)

    def row(self, path: str, place: str, row: Mapping[str, Any], scope: str = "") -> str:
        """Hold one observation, as it is published, against its record; return its reference."""
        record = self.index.find(row.get("id", ""), row.get("key", "") or "?")
        reference = f"{row.get('id')}@{row.get('key')}"
        if record is None:
            self.fault(path, place, reference, "", "is no record")
            return reference
        for column, (kind, expected) in _columns(record).items():
            said = row.get(column, "")
            if column not in row and column not in _NEEDED:
                continue
            if expected and kind and column not in ("bound", "unit"):
                self.outcomes[place, kind if _is(said, expected) else "found"] += 1
            if not _is(said, expected):
                self.fault(path, place, str(said), "", f"is the {column} of {reference}: {record}", record.source)
        for column, said in row.items():
            if column.startswith("label_"):
                code = column.removeprefix("label_")
                self.said(path, place, said, code, scope or f"statistic:{record.id}")
                self.called(path, place, said, record, scope, code)
            elif column.startswith("worded_"):
                fault = self.grammars[column.removeprefix("worded_")].fault(record, said)
                self.outcomes[place, "found" if fault else "traced"] += 1
                if fault:
                    self.fault(path, place, said, "", f"{fault}: {record}", record.source)
        return record.reference

    def called(self, path: str, place: str, said: str, record: Recorded, scope: str, code: str) -> None:
        """Hold what a record is called in a row against its names: a chart may have one of its own for it."""
        marks = self.index.marks.get(scope, {}).get(code, ())
        names = [mark.label for mark in marks if mark.reference == record.reference]
        names = names or [name for language, name in record.names if language == code]
        if said not in names:
            self.fault(path, place, said, "", f"is not what {record.reference} is called: {names}", record.source)

    def statistics(self, path: str, data: Any) -> None:
        seen = set()
        for id_, item in data["statistics"].items():
            texts = [item.get(name, {}) for name in ("label", "definition", "note")]
            for series in item.get("series", {}).values():
                texts += [series["label"], *series["breaks"].values()]
            for code, said in (pair for text in texts for pair in text.items()):
                self.said(path, "JSON", said, code, f"statistic:{id_}")
            if item.get("formula", "") != self.index.formulas.get(id_, ""):
                self.fault(path, "JSON", item.get("formula", ""), "", f"is not the formula of {id_}")
            for row in item["observations"]:
                seen.add(self.row(path, "JSON", dict.fromkeys(_LEFT_OUT, "") | row))
        self.lacking(path, "JSON", (record for records in self.index.records.values() for record in records), seen)
        for source in data.get("sources", {}).values():
            for name in ("publisher", "title"):
                for code, said in source.get(name, {}).items():
                    self.said(path, "JSON", said, code, "")

    def cards(self, path: str, code: str, data: Any) -> None:
        """Read the small cards of numbers and terms, in one language."""
        for reference, card in data["numbers"].items():
            id_, _, key = reference.partition("@")
            record = self.index.find(id_, key)
            if record is None:
                self.fault(path, "card", reference, "", "is no record")
                continue
            self.called(path, "card", card["label"], record, "", code)
            if fault := unlike(record, f"swatch {card['swatch']}"):
                self.fault(path, "card", card["swatch"], "", fault, record.source)
            if card["kind"] != record.kind(code):
                self.fault(path, "card", card["kind"], "", f"is not '{record.kind(code)}': {record}", record.source)
            fault = self.grammars[code].fault(record, card["value"])
            self.outcomes["card", "found" if fault else "traced"] += 1
            if fault:
                self.fault(path, "card", card["value"], "", f"{fault}: {record}", record.source)
            texts = [said for name, said in _strings(card) if name not in ("value", "rows")]
            for label, said, *printed in card["rows"]:
                texts += [label, said]
                for phrase in printed[:1]:
                    self.quoted(path, phrase, record)
            for said in texts:
                self.said(path, "card", said, code, f"statistic:{id_}", (record.id, record.key))
        for id_, card in data["terms"].items():
            self.said(path, "card", card["label"], code, f"term:{id_}")
            self.said(path, "card", card["text"], code, f"term:{id_}")

    def search(self, path: str, data: Any) -> None:
        """Hold what is searched against the records: their numbers, since no reader sees the words."""
        seen = set()
        for id_, (_, figures) in data.items():
            for key, text in figures.items():
                record = self.index.find(id_, key)
                fault = "is no record" if record is None else ""
                if record and record.number not in text.split("\n"):
                    fault = f"lacks its number: {record}"
                self.outcomes["search", "found" if fault else "traced"] += 1
                if fault:
                    self.fault(path, "search", f"{id_}@{key}", "", fault, record.source if record else "")
                seen.add(f"{id_}@{key}")
        self.lacking(path, "search", (record for records in self.index.records.values() for record in records), seen)

    def quoted(self, path: str, text: str, record: Recorded) -> None:
        right = text in record.printed
        self.outcomes["card", "quoted" if right else "found"] += 1
        if not right:
            self.fault(path, "card", text, "", f"is not what its source prints for {record.reference}", record.source)

    def package(self, path: str, data: Any) -> None:
        default = next(iter(self.grammars))
        for item in (data, *data.get("sources", ()), *data.get("licenses", ())):
            for name in ("title", "description"):
                self.said(path, "JSON", item.get(name, ""), default, "page:index")


_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_NEEDED = ("value", "bound", "unit")  # columns that every published row has
_LEFT_OUT = ("value", "value_to", "low", "high", "bound", "unit", "period")  # of JSON, where they are empty


def _columns(record: Recorded) -> dict[str, tuple[str, str]]:
    """Return what a published row must hold: by column, what becomes of its number, and its text."""
    quantity = record.quantity

    def plain(number: Decimal | None) -> str:
        return "" if number is None else format(number, "f")

    return {
        "value": ("traced", plain(quantity.number)),
        "value_to": ("traced", plain(quantity.upper) if isinstance(quantity.value, tuple) else ""),
        "low": ("traced", plain(quantity.low)),
        "high": ("traced", plain(quantity.high)),
        "bound": ("traced", record.bound),
        "unit": ("traced", record.unit),
        "period": ("date", record.period),
        "paragraph": ("paragraph", str(record.paragraphs[0]) if record.paragraphs else ""),
        "printed": ("quoted", record.printed[0] if record.printed else ""),
        **{column: ("", said) for column, said in record.columns},
    }


def _around(text: str, numeral: Numeral) -> str:
    start, end = max(0, numeral.start - AROUND), min(len(text), numeral.end + AROUND)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _assigned(content: bytes) -> Any:
    """Return the data of a JSON file, or of a script that does nothing but assign it."""
    text = content.decode()
    return json.loads(text if text.startswith("{") else text.partition("=")[2].rstrip(";\n"))


def _plain(text: str) -> Iterator[str]:
    """Yield a text of a Plotly figure as it is seen, what is bold at its beginning by itself.

    Where both sides are words, a space stood at a line's end.
    """
    for part in _HEAD.split(text):
        lines = _MARKUP.sub("", part).split("<br>")
        whole = lines[0]
        for line in lines[1:]:
            apart = whole and line and not (whole.endswith("-") or is_wide(whole[-1]) or is_wide(line[0]))
            whole += f" {line}" if apart else line
        yield unescape(whole)


def _typed(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULAS) else cell


def _is(said: str | float, expected: str) -> bool:
    """Whether a cell is what it must be; JSON's numbers are numbers."""
    return said == expected if isinstance(said, str) else bool(expected) and said == float(expected)


_DATES = ("datePublished", "dateModified", "temporalCoverage")  # of JSON-LD
_MACHINES = ("url", "contentUrl", "image", "license", "sameAs", "identifier")  # no text for readers


def _strings(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of JSON, each with the key below which it stands."""
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, item in data.items():
            yield from _strings(item, name)
    elif isinstance(data, list):
        for item in data:
            yield from _strings(item, key)


@lru_cache(maxsize=16384)  # of texts that stand on many pages
def _leftovers(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((item.sign, item.fault) for item in find_leftovers(text))
