"""What a finished site is held against: its records, and what its texts may say that states no figure.

index.py makes an index from a project; it is published with the site, so that a folder can be verified without
its sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from microsite.language.numerals import MONEY
from microsite.quantities import Bound, Quantity

INDEX = "data/verification.json"
ROUNDED = "to "  # of a form: what drawings say of a mark, and nothing else does, is rounded to what follows
_OUTSIDE = re.compile(f"(−)({MONEY})(?=(?:\u200e)?[0-9])".encode())
_GROUPED = re.compile(rb"\xc2\xa0(?<=[0-9]\xc2\xa0)(?=[0-9]{3}(?![0-9]))")  # begins with what is rare


def even(content: bytes) -> bytes:
    """Return a file, or an index, as each text is held: with plain spaces for those that are no-break or wide.

    A minus stands beside its number, not before a currency's sign; a space between groups of digits stays a narrow one.
    """
    content = _GROUPED.sub("\u202f".encode(), content)
    content = content.replace(b"\xc2\xa0", b" ").replace(b"\xe2\x80\x82", b" ")
    return _OUTSIDE.sub(rb"\2\1", content)


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
    columns: tuple[tuple[str, str], ...] = ()  # what a published row says of it besides, by column
    kinds: tuple[tuple[str, str], ...] = ()  # its status in words, by language

    @property
    def reference(self) -> str:
        return f"{self.id}@{self.key}"

    def __str__(self) -> str:
        bound = "" if self.bound == Bound.EXACT else f"{self.bound} "
        return f"{self.reference} is {bound}{self.number} {self.unit}"

    def kind(self, code: str) -> str:
        """Return its status in the words of a language."""
        return next((said for language, said in self.kinds if language == code), "")

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
    """One language: where its pages are, and how it writes bounds, units, dates and kinds."""

    tag: str
    folder: str
    locale: str
    words: Mapping[str, Any]  # of its words file, what bounds, ranges and numbers are read by
    units: Mapping[str, tuple[str, ...]]  # patterns by unit
    dates: Mapping[str, str]  # words by period
    phrases: tuple[Phrase, ...]
    kinds: tuple[str, ...]  # the words for what kind of figure something is


@dataclass(frozen=True)
class Index:
    """What a site is held against.

    `cites` are the references (`id@key`, or `id@key|form` where the marker asks for a form) of all texts
    written for a scope; `places` the source (path:line) of scopes and of LANGUAGE/PAGE#ANCHOR.
    """

    languages: Mapping[str, Wordings]
    inside: tuple[str, ...]  # units whose bound stands within their words
    records: Mapping[str, tuple[Recorded, ...]]
    past: tuple[Recorded, ...]  # what figures were before, and after, they were corrected
    cites: Mapping[str, tuple[str, ...]]
    quotes: tuple[str, ...]
    formulas: Mapping[str, str]
    places: Mapping[str, str]

    def find(self, id_: str = "", key: str = "") -> Recorded | None:
        """Return a record, without a key the statistic’s own figure; None where there is none, or none is named."""
        return self._by_key.get((id_, key))

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], Recorded]:
        found = {(id_, ""): records[0] for id_, records in self.records.items()}
        return found | {(record.id, record.key): record for record in (*self.past, *self)}

    def __iter__(self) -> Iterator[Recorded]:
        """Yield the records of all figures as they are now."""
        yield from (record for records in self.records.values() for record in records)

    @cached_property
    def json(self) -> bytes:
        """The index as it is published."""
        return _INDEX.dump_json(self) + b"\n"

    def even(self) -> Index:
        """Return the same with plain spaces; every character stays in its place."""
        return self if even(self.json) == self.json else self.from_json(even(self.json))

    @classmethod
    def from_json(cls, content: bytes) -> Index:
        """Read what is published. Raises ValueError for anything else."""
        try:
            return _INDEX.validate_json(content)
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(map(str, fault["loc"]))
            raise ValueError(f"is no index of records: {place}: {fault['msg']}") from None


_INDEX = TypeAdapter(Index)
