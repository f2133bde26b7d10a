"""A finished site and an index of its records → a report: every number in it, traced to its record or not.

Nothing of what rendered the site is used: files are read as readers get them (passages.py), numbers are read
back by numerals.py, and each has to equal a record in value, bound and unit, or be exempt by what the content
states. The index is made from the project by index.py; it is published with the site, so that a folder can be
verified without its sources.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from typing import Any

from microsite.errors import Problem
from microsite.numerals import Numeral, find_numerals
from microsite.passages import Passage, Reader, Span, UnreadableError
from microsite.quantities import Bound, Quantity

INDEX = "data/verification.json"
AROUND = 36  # characters of the text on either side of a number that a finding shows
_MARKUP = re.compile(r"</?(?:b|i|span)\b[^<>]*>")
_PECULIAR = frozenset(("code", "quotation", "table"))  # places whose texts mean more than what they say
_HEAD = re.compile("</b><br>(?!<b>)")
_CARDS = re.compile(r"data/cards\.([a-z-]+)\.js")
_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_TOKEN = re.compile(r"[0-9]+|[A-Za-z]+|[^\W\d_]")  # what a phrase is found by; of other scripts a character each
_MACHINE = re.compile(r' (?:width|height|style)="[^"]*"|\b(?:year|month) = \{\d+\}')  # in code and citations to copy
_BEFORE_DATE = re.compile(r"(?:[A-Za-z0-9.,$¥￥€£>≥<≤≈~%/]|(?<![A-Za-z])-)$")  # mid-2023 is a date, -2023 is not
_AFTER_DATE = re.compile(r"[A-Za-z0-9%]|[.,][0-9]")
_ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_MIRRORED = {
    Bound.MORE_THAN: Bound.LESS_THAN,
    Bound.AT_LEAST: Bound.AT_MOST,
    Bound.LESS_THAN: Bound.MORE_THAN,
    Bound.AT_MOST: Bound.AT_LEAST,
    Bound.ABOUT_OR_MORE: Bound.ABOUT_OR_LESS,
    Bound.ABOUT_OR_LESS: Bound.ABOUT_OR_MORE,
}
_APART = 2.0  # px that the numbers of a scale may stand from where the scale would have them


@dataclass(frozen=True)
class Recorded:
    """A record as pages must show it. `number` is as machines read it: the ends of a range with a slash."""

    id: str
    key: str
    number: str
    bound: str
    unit: str
    period: str = ""
    labelled: bool = False  # its period is said in words of its own
    paragraphs: tuple[int, ...] = ()
    printed: tuple[str, ...] = ()
    source: str = ""  # path:line

    @property
    def reference(self) -> str:
        return f"{self.id}@{self.key}"

    @cached_property
    def quantity(self) -> Quantity:
        ends = [Decimal(end) for end in self.number.split("/")]
        return Quantity((ends[0], ends[1]) if len(ends) > 1 else ends[0], Bound(self.bound))


@dataclass(frozen=True)
class Phrase:
    """A piece of text whose part text[start:end] states no figure; what stands around it ties it to its place."""

    kind: str  # date, name, words, paragraph
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Wordings:
    """One language: where its pages are, and how it writes bounds, units and dates."""

    tag: str
    folder: str
    bounds: Mapping[str, str]  # patterns by bound
    signs: Mapping[str, str]
    units: Mapping[str, tuple[str, ...]]  # patterns by unit
    dates: Mapping[str, str]  # words by period
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Index:
    """What a site is held against.

    `cites` are the references (`id@key`, or `id@key|form` where the marker asks for a form) of all texts
    written for a scope; `places` the source (path:line) of scopes and of LANGUAGE/PAGE#ANCHOR.
    """

    languages: Mapping[str, Wordings]
    inside: tuple[str, ...]  # units whose bound stands within their words
    records: Mapping[str, tuple[Recorded, ...]]
    cites: Mapping[str, tuple[str, ...]]
    quotes: tuple[str, ...]
    formulas: Mapping[str, str]
    places: Mapping[str, str]

    def find(self, id_: str, key: str = "") -> Recorded | None:
        """Return a record, without a key the statistic's own figure, or None."""
        return self._by_key.get((id_, key))

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], Recorded]:
        found = {(id_, ""): records[0] for id_, records in self.records.items()}
        return found | {(record.id, record.key): record for records in self.records.values() for record in records}

    @cached_property
    def json(self) -> bytes:
        """The index as it is published."""
        return (json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Index:
        """Read what is published. Raises ValueError for anything else."""
        try:
            data = json.loads(content)
            languages = {
                code: Wordings(
                    **{
                        **item,
                        "units": {unit: tuple(patterns) for unit, patterns in item["units"].items()},
                        "phrases": tuple(Phrase(**phrase) for phrase in item["phrases"]),
                    }
                )
                for code, item in data["languages"].items()
            }
            records = {
                id_: tuple(
                    Recorded(**{**item, "paragraphs": tuple(item["paragraphs"]), "printed": tuple(item["printed"])})
                    for item in items
                )
                for id_, items in data["records"].items()
            }
            cites = {scope: tuple(items) for scope, items in data["cites"].items()}
            return cls(
                languages, tuple(data["inside"]), records, cites, tuple(data["quotes"]), data["formulas"],
                data["places"],
            )  # fmt: skip
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"is no index of records: {error}") from error


@dataclass(frozen=True, order=True)
class Finding:
    """A number, or a lack of one, that no record accounts for. `source` is path:line, or empty."""

    path: str
    place: str
    text: str  # the number, or what is wrong without one
    around: str
    reason: str
    source: str = ""

    def __str__(self) -> str:
        around = f" in “{self.around}”" if self.around else ""
        return f"{self.path}: {self.place}: '{self.text}'{around} {self.reason}"


@dataclass(frozen=True)
class Report:
    """How often a number was read, by kind of place and by what became of it."""

    counts: Mapping[str, Counter[str]]  # place → traced, found, or why it is exempt: date, name, words, scale …
    findings: tuple[Finding, ...]
    unread: tuple[str, ...]  # files of data for which no reader is known

    def total(self, *kinds: str) -> int:
        return sum(count for counter in self.counts.values() for kind, count in counter.items() if kind in kinds)

    @property
    def read(self) -> int:
        return sum(counter.total() for counter in self.counts.values())

    @property
    def exempt(self) -> int:
        return self.read - self.total("traced", "found")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The findings at the places where their texts are written, the same one on several pages once."""
        places: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            places[finding.source, finding.place, finding.text, finding.around, finding.reason].append(finding)
        return tuple(_problem(same[0], len(same) - 1) for same in places.values())

    def line(self) -> str:
        """Return the counts in one line."""
        dates = self.total("date")
        return (
            f"{self.read} numbers read back: {self.total('traced')} traced to their records, {dates} in dates, "
            f"{self.exempt - dates} exempt, {len(self.findings)} not accounted for"
        )

    def table(self) -> str:
        """Return the counts by kind of place."""
        kinds = {kind for counter in self.counts.values() for kind in counter}
        columns = ["traced", *sorted(kinds - {"traced", "found"}), "found"]
        rows = [("place", "read", *columns)]
        for place, counter in sorted(self.counts.items()):
            rows.append((place, str(counter.total()), *(str(counter[column] or "") for column in columns)))
        rows.append(("all", str(self.read), *(str(self.total(column) or "") for column in columns)))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) if not index else cell.rjust(width)
                      for index, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
            for row in rows
        )  # fmt: skip


def _problem(finding: Finding, others: int) -> Problem:
    path, _, line = finding.source.rpartition(":")
    also = f" (and on {others} more page{'s' if others > 1 else ''})" if others else ""
    return Problem(Path(path or finding.path), int(line or 0), 1 if line else 0, f"{finding}{also}")


def verify(site: Mapping[str, bytes], index: Index) -> Report:
    """Read back every number of a finished site, given as {path: content}."""
    verifier = _Verifier(index, frozenset(site))
    collecting = gc.isenabled()
    gc.disable()  # nothing here is cyclic, and the collector would go through the whole project again and again
    try:
        for path, content in site.items():
            verifier.file(path, content)
    finally:
        if collecting:
            gc.enable()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for place, kind in verifier.outcomes:
        counts[place][kind] += verifier.outcomes[place, kind]
    return Report(dict(counts), tuple(sorted(set(verifier.findings))), tuple(sorted(verifier.unread)))


# --- one language's grammar


class _Grammar:
    """Reads the texts of one language: their numbers, and whether one says a record."""

    def __init__(self, code: str, wordings: Wordings, index: Index) -> None:
        self.code, self.wordings, self.index = code, wordings, index
        self.date_words = frozenset(wordings.dates.values())
        self.numerals = cache(lambda text: tuple(find_numerals(text, code)))
        self.read = cache(lambda text: tuple((numeral, self._exempt(text, numeral)) for numeral in self.numerals(text)))
        self.exempt = cache(self._exempt_kinds)
        self.fault = cache(self._fault)
        self.units: dict[tuple[str, int], frozenset[str] | None] = {}
        self.phrases: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)
        for phrase in wordings.phrases:
            for token in _TOKEN.finditer(phrase.text, phrase.start, phrase.end):
                self.phrases[token[0]].append((token.start(), phrase))
        self.affixes = {unit: tuple(dict.fromkeys(map(_split, patterns))) for unit, patterns in wordings.units.items()}
        self.before = tuple({before for affixes in self.affixes.values() for before, _ in affixes if before})
        self.after = tuple({after for affixes in self.affixes.values() for _, after in affixes if after})
        # What stands beside numbers of units that are never left out: it says what they are numbers of.
        self.telling: dict[tuple[str, str], set[str]] = defaultdict(set)
        for unit, affixes in self.affixes.items():
            for affix in affixes:
                if ("", "") not in affixes:
                    self.telling[affix].add(unit)

    def _fault(self, record: Recorded, text: str, form: str = "") -> str:
        """Return what is wrong with a text that has to say a record and nothing else; nothing if it is right.

        `form`: "value" where the content leaves the bound to the words around, "size" where it leaves out
        a minus.
        """
        quantity = _shown(record.quantity, form)
        numerals = self.numerals(text)
        if len(numerals) != 1:
            return f"states {len(numerals) or 'no'} number{'s' if len(numerals) > 1 else ''}"
        numeral = numerals[0]
        if numeral.value != quantity.value:
            return "has another value"
        bound = Bound.EXACT if form == "value" else quantity.bound
        if numeral.bound != bound:
            return "has another bound"
        if not any(self._says(text, before, after, quantity) for before, after in self._frames(record.unit, bound)):
            return "has another unit"
        return ""

    def _frames(self, unit: str, bound: Bound) -> Iterator[tuple[str, str]]:
        """Yield what may stand before and after a number of a unit with a bound."""
        spoken = {_split(self.wordings.bounds[bound]), (self.wordings.signs[bound], "")}
        for before, after in self.affixes[unit]:
            for first, last in spoken:
                if unit in self.index.inside:
                    yield before + first, last + after
                else:
                    yield first + before, after + last

    def _says(self, text: str, before: str, after: str, quantity: Quantity) -> bool:
        if len(text) <= len(before) + len(after) or not (text.startswith(before) and text.endswith(after)):
            return False
        core = text[len(before) : len(text) - len(after)]
        numerals = self.numerals(core)
        said = numerals[0] if len(numerals) == 1 else None
        return said is not None and said.text == core and said.value == quantity.value and not said.percent

    def _exempt_kinds(self, text: str) -> tuple[str, ...] | None:
        """Return why each number of a text is exempt, or None where one is not."""
        kinds = tuple(phrase.kind for _, phrase in self.read(text) if phrase)
        return kinds if len(kinds) == len(self.read(text)) else None

    def _exempt(self, text: str, numeral: Numeral) -> Phrase | None:
        """Return the phrase that the content states and in which this number is no figure."""
        found = None
        tokens = list(_TOKEN.finditer(text, numeral.start, numeral.end))
        if any(token[0].isdigit() for token in tokens):
            tokens = [token for token in tokens if token[0].isdigit()]
        for token in tokens:
            found = next((phrase for phrase in self._around(text, token.start(), token[0])), None)
            if found is None:
                return None
        return found

    def _around(self, text: str, position: int, token: str) -> Iterator[Phrase]:
        for offset, phrase in self.phrases.get(token, ()):
            start = position - offset
            end = start + len(phrase.text)
            if start < 0 or not text.startswith(phrase.text, start):
                continue
            if phrase.kind == "date" and not self._dated(text, start, end):
                continue
            if not phrase.start and start and _joined(text[start - 1], text[start]):
                continue
            if phrase.end == len(phrase.text) and end < len(text) and _joined(text[end - 1], text[end]):
                continue
            yield phrase

    def _dated(self, text: str, start: int, end: int) -> bool:
        """Whether the words of a date stand there as one: a year is no count of firms."""
        if _BEFORE_DATE.search(text[max(0, start - 2) : start]):
            return False
        if not _wide(text[end - 1]) and _AFTER_DATE.match(text, end):
            return False
        return not (text[start:end].isdigit() and text.startswith(self.after, end))

    def _unit(self, text: str, numeral: Numeral) -> frozenset[str] | None:
        """Return the units that the words beside a number say it is in, or None where they leave it open."""
        beside = text.startswith(self.after, numeral.end) or text.endswith(self.before, 0, numeral.start)
        if not (beside or numeral.percent):
            return None
        told = max((affix for affix in self.telling if _beside(text, numeral, affix)), key=_length, default=None)
        return frozenset(self.telling[told]) if told else None

    def states(self, text: str, numeral: Numeral, record: Recorded, form: str, *, bare: bool) -> bool:
        """Whether a number within a text is a record's: in value, bound and unit.

        `bare`: the unit may be left out, as beside a mark of a chart whose subtitle names it. Of the form
        "value", the words around say how the number bounds something, such as "below".
        """
        quantity = _shown(record.quantity, form)
        if numeral.value != quantity.value or (numeral.bound != quantity.bound and form != "value"):
            return False
        at = (text, numeral.start)
        if at not in self.units:
            self.units[at] = self._unit(text, numeral)
        if (units := self.units[at]) is not None:
            return record.unit in units
        affixes = self.affixes[record.unit]
        return bare or ("", "") in affixes or any(_beside(text, numeral, affix) for affix in affixes)

    def scale(self, drawing: Sequence[Passage]) -> frozenset[tuple[float, float]]:
        """Return where the numbers of a drawing's scales stand.

        These are no figures of its marks: round numbers in a row, at equal steps (or each ten times the one
        before) and just as far apart as their values are.
        """
        numbers: dict[tuple[float, float], Decimal] = {}
        for passage in drawing:
            numerals = self.numerals(passage.text)
            if passage.at and len(numerals) == 1 and isinstance(numerals[0].value, Decimal):
                rest = (passage.text[: numerals[0].start], passage.text[numerals[0].end :])
                if numerals[0].bound is Bound.EXACT and (rest == ("", "") or rest in self.telling):
                    numbers[passage.at] = numerals[0].value
        found: set[tuple[float, float]] = set()
        for axis in (0, 1):
            rows: dict[float, list[tuple[float, Decimal]]] = defaultdict(list)
            for at, value in numbers.items():
                rows[at[1 - axis]].append((at[axis], value))
            for across, row in rows.items():
                if _is_scale(sorted(row)):
                    found |= {(along, across) if axis == 0 else (across, along) for along, _ in row}
        return frozenset(found)


def _shown(quantity: Quantity, form: str) -> Quantity:
    """Return what a text says of a quantity: of a fall, "size" says how far it fell, without the minus."""
    if form != "size" or quantity.upper >= 0:
        return quantity
    value = (-quantity.value[1], -quantity.value[0]) if isinstance(quantity.value, tuple) else -quantity.value
    return Quantity(value, _MIRRORED.get(quantity.bound, quantity.bound))


def _split(pattern: str) -> tuple[str, str]:
    before, _, after = pattern.partition("{0}")
    return before, after


def _length(affix: tuple[str, str]) -> int:
    return len(affix[0] + affix[1])


def _beside(text: str, numeral: Numeral, affix: tuple[str, str]) -> bool:
    """Whether a unit's words stand right before and after a number; its percent sign is the number's own."""
    before, after = affix
    fits = text.startswith(after, numeral.end) or (after != "" and numeral.text.endswith(after))
    return fits and text.endswith(before, 0, numeral.start)


def _wide(character: str) -> bool:
    return "\u2e80" <= character <= "\uffef"


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours are of one word or number."""
    return left.isalnum() and right.isalnum() and not (_wide(left) or _wide(right))


def _is_scale(row: Sequence[tuple[float, Decimal]]) -> bool:
    """Whether numbers, given as (px, value) from left to right or top to bottom, are those of a scale."""
    values = [value for _, value in row]
    if len(row) < 2 or len(set(values)) < len(row):
        return False
    if all(value > 0 and value.normalize().as_tuple().digits == (1,) for value in values):  # powers of ten
        return _spaced([(at, Decimal(value.adjusted())) for at, value in row])
    step = abs(values[1] - values[0]).normalize()
    round_step = step.scaleb(-step.adjusted()) in _ROUND and all(not value % step for value in values)
    return len(row) > 2 and round_step and _spaced(row)


def _spaced(row: Sequence[tuple[float, Decimal]]) -> bool:
    """Whether values lie as far apart as they stand."""
    (start, first), (end, last) = row[0], row[-1]
    if first == last:
        return False
    along = (start + (end - start) * float((value - first) / (last - first)) for _, value in row)
    return all(abs(px - at) <= _APART for px, (at, _) in zip(along, row, strict=True))


# --- a site's files


@dataclass(frozen=True)
class _Page:
    """A file that is being read: its language, its name below that language's folder, and what it is about."""

    path: str
    code: str
    name: str
    scope: str


Outcome = tuple[str, Numeral | None, str]  # what became of a number; or "found", where, and what is wrong


@dataclass
class _Verifier:
    index: Index
    paths: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader = Reader()
        self.grammars = {code: _Grammar(code, item, self.index) for code, item in self.index.languages.items()}
        self.by_tag = {item.tag: code for code, item in self.index.languages.items()}
        self.folders = sorted(((item.folder, code) for code, item in self.index.languages.items()), reverse=True)
        self.cites = cache(self._cites)
        self.slugs = [scope.removeprefix("chart:") for scope in self.index.cites if scope.startswith("chart:")]
        self.ids = frozenset((*self.index.records, *self.slugs))
        self.known: dict[tuple[Any, ...], tuple[Outcome, ...]] = {}
        self.scales: dict[int, frozenset[tuple[float, float]]] = {}

    def file(self, path: str, content: bytes) -> None:
        """Read one file, if it is of a kind that states numbers to readers."""
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
        if kind == "html":
            self.page(path, content.decode())
        elif path == "data/statistics.csv":
            self.table(path, content.decode(), "")
        elif path.startswith("data/charts/") and kind == "csv":
            self.table(path, content.decode(), f"chart:{path.removeprefix('data/charts/').removesuffix('.csv')}")
        elif path.startswith("data/charts/") and kind == "svg":
            self.picture(path, content.decode())
        elif path.startswith("data/charts/") and kind in ("js", "json"):
            self.figures(path, _assigned(content))
        elif path == "data/statistics.json":
            self.statistics(path, json.loads(content))
        elif path == "data/datapackage.json":
            self.package(path, json.loads(content))
        elif match := _CARDS.fullmatch(path):
            self.cards(path, match[1], _assigned(content))
        elif kind == "xml" and b"<feed" in content:
            self.feed(path, content.decode())
        else:
            return path.startswith("static/") or kind not in ("csv", "json", "js", "svg", "txt", "xml")
        return True

    # --- pages, drawings, feeds

    def page(self, path: str, text: str) -> None:
        folder, code = next(item for item in self.folders if path.startswith(f"{item[0]}/" if item[0] else ""))
        name = path.removeprefix(f"{folder}/").removesuffix(".html").removesuffix("/index")
        top, _, id_ = name.partition("/")
        scopes = {"statistics": "statistic", "charts": "chart", "embed": "chart"}
        scope = f"{scopes[top]}:{id_}" if id_ and top in scopes else f"page:{name}"
        self.passages(_Page(path, code, name, scope), text)

    def picture(self, path: str, text: str) -> None:
        """Read a drawing to take away."""
        slug, code = self.chart(path)
        self.passages(_Page(path, code, "", f"chart:{slug}"), text)

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
            self.scales[-1] = grammar.scale(drawn)
            for passage in drawn:
                self.take(page, passage, grammar, passage.place)

    def chart(self, path: str) -> tuple[str, str]:
        """Return the slug and the language of a chart's file, data/charts/SLUG-LANG and more."""
        name = path.removeprefix("data/charts/")
        for slug in sorted(self.slugs, key=len, reverse=True):
            if name.startswith(f"{slug}-"):
                rest = re.split(r"[-.]", name.removeprefix(f"{slug}-"))
                return slug, next((code for code in self.grammars if code in rest), next(iter(self.grammars)))
        raise ValueError("it belongs to no chart")

    def feed(self, path: str, text: str) -> None:
        """Read an Atom feed: the texts in it that are HTML are read as such."""
        _, code = next(item for item in self.folders if path.startswith(f"{item[0]}/" if item[0] else ""))
        page = _Page(path, code, "", "page:corrections")
        for part in re.findall(r"<(?:title|subtitle|summary|content)\b[^<>]*>([^<]*)</", text):
            self.passages(page, unescape(part) if "&lt;" in part else part, place="feed")

    def passages(self, page: _Page, text: str, place: str = "") -> None:
        passages = self.reader.html(text, self.index.languages[page.code].tag)
        for passage in passages:
            if passage.drawing and passage.drawing not in self.scales:
                drawing = [other for other in passages if other.drawing == passage.drawing]
                self.scales[passage.drawing] = self.grammars[page.code].scale(drawing)
            code = self.by_tag.get(passage.language, passage.language)
            grammar = self.grammars.get(code)
            if grammar is None:
                grammar = self.grammars[page.code]
            if passage.spans or passage.cells or passage.place == "quotation" or grammar.numerals(passage.text):
                self.take(page, passage, grammar, place or passage.place)

    def take(self, page: _Page, passage: Passage, grammar: _Grammar, place: str) -> None:
        """Count what became of a passage's numbers, and keep what was found."""
        if passage.place == "ld+json":
            for said in _strings(json.loads(passage.text)):
                self.said(page.path, "JSON-LD", said, page.code, page.scope)
            return
        if not (passage.spans or passage.record or passage.place in _PECULIAR):
            kinds = grammar.exempt(passage.text)
            if kinds is not None:  # what it is written for does not matter
                for kind in kinds:
                    self.outcomes[place, kind] += 1
                return
        for kind, numeral, reason in self.judge(passage, page.scope, grammar.code):
            self.outcomes[place, kind] += 1
            if kind == "found":
                text, around = (numeral.text, _around(passage.text, numeral)) if numeral else (passage.text, "")
                self.fault(page.path, place, text, around, reason, self.source(page, passage))

    def source(self, page: _Page, passage: Passage) -> str:
        """Return path:line of what was written there, as near as is known."""
        record = self.index.find(*passage.record) if passage.record else None
        keys = (passage.scope, f"{page.code}/{page.name}#{passage.anchor}", page.scope, f"{page.code}/{page.name}")
        return next(filter(None, (self.index.places.get(key) for key in keys)), record.source if record else "")

    def fault(self, path: str, place: str, text: str, around: str, reason: str, source: str = "") -> None:
        self.findings.append(Finding(path, place, text, around, reason, source))

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

    # --- judging

    def _cites(self, scope: str) -> tuple[tuple[Recorded, str], ...]:
        found = []
        if scope in {f"page:{folder}" for folder, _ in self.folders}:  # a language's folder: its first page
            scope = "page:index"
        for cited in self.index.cites.get(scope, ()):
            reference, _, form = cited.partition("|")
            id_, _, key = reference.partition("@")
            record = self.index.find(id_, key)
            if record:
                found.append((record, form))
        return tuple(found)

    def judge(self, passage: Passage, page_scope: str, code: str) -> tuple[Outcome, ...]:
        """Return what becomes of every number of a passage. The same one is judged once."""
        scale = passage.at is not None and passage.at in self.scales[passage.drawing]
        key = (passage.text, passage.place, passage.scope, page_scope, code, passage.record, passage.spans,
               passage.links, passage.cells, passage.drawing != 0, scale)  # fmt: skip
        if key not in self.known:
            self.known[key] = tuple(self._judged(passage, page_scope, self.grammars[code], scale=scale))
        return self.known[key]

    def _judged(self, passage: Passage, page_scope: str, grammar: _Grammar, *, scale: bool) -> Iterator[Outcome]:
        if passage.cells:
            yield from self._row(passage, grammar)
            return
        listed = passage.place == "table" and not passage.record and passage.text in self.index.quotes
        if passage.place == "quotation" or listed:
            yield from self._quotation(passage, grammar)
            return
        text, scope = passage.text, passage.scope or page_scope
        for span in passage.spans:
            yield self._bound(span, passage, (scope, page_scope), grammar)
            text = text[: span.start] + "\ufffc" * (span.end - span.start) + text[span.end :]
        if passage.place == "code":
            text = text.replace("\\", " ")  # before a percent sign, in a citation
            text = _MACHINE.sub(lambda found: "\ufffc" * len(found[0]), text)
        for numeral, phrase in grammar.read(text):
            linked = [link.scope for link in passage.links if link.start <= numeral.start < link.end]
            yield self._loose(numeral, phrase, text, passage, (*linked, scope), grammar, scale=scale)

    def _bound(self, span: Span, passage: Passage, scopes: Iterable[str], grammar: _Grammar) -> Outcome:
        """Judge a number that says of which record it is."""
        record = self.index.find(span.id, span.key)
        said = passage.text[span.start : span.end]
        numeral = Numeral(span.start, span.end, said, Decimal(0))
        if record is None:
            return "found", numeral, f"names the record {span.id}@{span.key}, which is not there"
        if passage.record and passage.place != "table" and record is not self.index.find(*passage.record):
            return "found", numeral, f"is of {record.reference}, within what is about {'@'.join(passage.record)}"
        if span.value != record.number:
            return "found", numeral, f"is {span.value} to machines, and {_say(record)}"
        fault = grammar.fault(record, said)
        if fault:
            cited = {form for scope in scopes for other, form in self.cites(scope) if other is record}
            for form in sorted(cited & {"value", "size"}):
                fault = fault and grammar.fault(record, said, form)
        return ("found", numeral, f"{fault}: {_say(record)}") if fault else ("traced", None, "")

    def _loose(self, numeral: Numeral, phrase: Phrase | None, text: str, passage: Passage,
               scopes: Iterable[str], grammar: _Grammar, *, scale: bool) -> Outcome:  # fmt: skip
        """Judge a number of a text: of its records, exempt, or not accounted for."""
        if self._names(passage, numeral):
            return "name", None, ""
        own = self.index.find(*passage.record) if passage.record else None
        if phrase and phrase.kind == "paragraph" and own and numeral.value not in own.paragraphs:
            return "found", numeral, f"is not the paragraph of {own.reference}"
        if phrase:
            return phrase.kind, None, ""
        candidates = [*([(own, "")] if own else []), *(cited for scope in scopes for cited in self.cites(scope))]
        for record, form in candidates:
            if grammar.states(text, numeral, record, form, bare=passage.drawing != 0 or record is own):
                return "traced", None, ""
        if scale:
            return "scale", None, ""
        alike = (record for record, form in candidates if numeral.value == _shown(record.quantity, form).value)
        near = next(alike, own)
        if near:
            return "found", numeral, f"does not say what its record says: {_say(near)}"
        return "found", numeral, "is of no record that is cited there, and not exempt"

    def _names(self, passage: Passage, numeral: Numeral) -> bool:
        """Whether the number is part of an id or of a file's name, shown as such."""
        if f"data/{passage.text}" in self.paths:
            return True
        words = _ID.finditer(passage.text) if passage.place == "code" else ()
        return any(
            word.start() <= numeral.start and numeral.end <= word.end()
            and any(id_ in word[0] for id_ in self.ids)
            for word in words
        )  # fmt: skip

    def _quotation(self, passage: Passage, grammar: _Grammar) -> Iterator[Outcome]:
        record = self.index.find(*passage.record) if passage.record else None
        printed = record.printed if record else self.index.quotes
        if passage.text not in printed:
            yield "found", None, "is not what the article prints" + (f" for {record.reference}" if record else "")
            return
        for _ in grammar.numerals(passage.text):
            yield "quoted", None, ""

    def _row(self, passage: Passage, grammar: _Grammar) -> Iterator[Outcome]:
        """Judge a row as a whole: it says its record's value and period. Its cells are judged one by one."""
        record = self.index.find(*passage.record)
        if record is None:
            yield "found", None, f"is a row of {'@'.join(passage.record)}, which is not there"
            return
        if all(grammar.fault(record, cell) for cell in passage.cells):
            yield "found", None, f"has no cell with the value of its row: {_say(record)}"
        dates = [cell for cell in passage.cells if cell in grammar.date_words]
        words = grammar.wordings.dates.get(record.period, "")
        if not record.labelled and record.period and words not in dates:
            yield "found", None, f"has no cell with the period of its row: {record.reference} is of {words}"
        for cell in dates:
            if not record.labelled and cell != words:
                yield "found", None, f"has the period {cell}: {record.reference} is of {words or 'none that is stated'}"

    # --- tables and data

    def table(self, path: str, text: str, scope: str) -> None:
        """Hold a CSV against the records of a chart, or without a `scope` against all."""
        seen = {self.row(path, "CSV", row, scope) for row in csv.DictReader(io.StringIO(text))}
        due = [record for records in self.index.records.values() for record in records]
        if scope:
            due = [record for record, form in self.cites(scope) if form == "mark"]
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
            if expected and column not in ("bound", "unit"):
                self.outcomes[place, kind if said == expected else "found"] += 1
            if said != expected:
                self.fault(path, place, said, "", f"is the {column} of {reference}: {_say(record)}", record.source)
        for column, said in row.items():
            if column.startswith("label_"):
                self.said(path, place, said, column.removeprefix("label_"), scope or f"statistic:{record.id}")
        return record.reference

    def statistics(self, path: str, data: Any) -> None:
        seen = set()
        for id_, item in data["statistics"].items():
            for name in ("label", "definition", "note"):
                for code, said in item.get(name, {}).items():
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
            fault = self.grammars[code].fault(record, card["value"])
            self.outcomes["card", "found" if fault else "traced"] += 1
            if fault:
                self.fault(path, "card", card["value"], "", f"{fault}: {_say(record)}", record.source)
            if "printed" in card:
                self.quoted(path, card["printed"], record)
            for said in _strings({name: item for name, item in card.items() if name not in ("value", "printed")}):
                self.said(path, "card", said, code, f"statistic:{id_}", (record.id, record.key))
        for id_, card in data["terms"].items():
            self.said(path, "card", card["label"], code, f"term:{id_}")
            self.said(path, "card", card["text"], code, f"term:{id_}")

    def quoted(self, path: str, text: str, record: Recorded) -> None:
        right = text in record.printed
        self.outcomes["card", "quoted" if right else "found"] += 1
        if not right:
            self.fault(path, "card", text, "", f"is not what the article prints for {record.reference}", record.source)

    def package(self, path: str, data: Any) -> None:
        default = next(iter(self.grammars))
        for item in (data, *data.get("sources", ())):
            for name in ("title", "description"):
                self.said(path, "JSON", item.get(name, ""), default, "site")


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
    }


def _say(record: Recorded) -> str:
    bound = "" if record.bound == Bound.EXACT else f"{record.bound} "
    return f"{record.reference} is {bound}{record.number} {record.unit}"


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
            apart = whole and line and not (whole.endswith("-") or _wide(whole[-1]) or _wide(line[0]))
            whole += f" {line}" if apart else line
        yield unescape(whole)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, item in data.items():
            if not key.startswith("@") and key not in ("url", "contentUrl", "license", "sameAs", "identifier"):
                yield from _strings(item)
    elif isinstance(data, list):
        for item in data:
            yield from _strings(item)
