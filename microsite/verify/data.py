"""A site's files of data → every row and text in them held against its record: tables, cards, what is searched."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from microsite.downloads.tables import FORMULAS
from microsite.source.words import leaves
from microsite.verify.account import Account, SiteFile
from microsite.verify.records import Recorded

_NEEDED = ("value", "bound", "unit")  # columns that every published row has
_LEFT_OUT = ("value", "value_to", "low", "high", "bound", "unit", "period")  # of JSON, where they are empty


@dataclass
class DataFile:
    """A file of data that is being read into an account; `place` is what its numbers are counted as."""

    account: Account
    path: str
    place: str

    def __post_init__(self) -> None:
        self.index, self.grammars = self.account.index, self.account.grammars

    def fault(self, text: str, reason: str, record: Recorded | None = None) -> None:
        self.account.fault(self.path, self.place, text, reason, record.source if record else "")

    def count(self, kind: str, text: str, fault: str, record: Recorded) -> None:
        self.account.count(self.path, self.place, kind, text, fault, source=record.source)

    def said(self, text: str, code: str, scope: str, record: tuple[str, str] | tuple[()] = ()) -> None:
        self.account.said(SiteFile(self.path, code, "", scope), self.place, text, record)

    def table(self, content: bytes, scope: str) -> None:
        """Hold a CSV against the records of a chart, or without a `scope` against all."""
        text = content.decode("utf-8-sig")
        rows = [{name: _typed(cell) for name, cell in row.items()} for row in csv.DictReader(io.StringIO(text))]
        seen = {self.row(row, scope) for row in rows}
        drawn = [record for record, form in self.account.judge.cites(scope) if form == "mark"]
        self.lacking(seen, drawn if scope else self.index)

    def lacking(self, seen: Collection[str], due: Iterable[Recorded]) -> None:
        for record in due:
            if record.reference not in seen:
                self.fault(record.reference, "is missing", record)

    def row(self, row: Mapping[str, Any], scope: str = "") -> str:
        """Hold one observation, as it is published, against its record; return its reference."""
        record = self.index.find(row.get("id", ""), row.get("key", "") or "?")
        reference = f"{row.get('id')}@{row.get('key')}"
        if record is None:
            self.fault(reference, "is no record")
            return reference
        for column, (kind, expected) in _columns(record).items():
            if column not in row and column not in _NEEDED:
                continue
            said = row.get(column, "")
            fault = "" if _is(said, expected) else f"is the {column} of {reference}: {record}"
            if expected and kind:
                self.count(kind, str(said), fault, record)
            elif fault:
                self.fault(str(said), fault, record)
        for column, said in row.items():
            what, _, code = column.partition("_")
            if what == "label":
                self.said(said, code, scope or f"statistic:{record.id}")
            elif what == "worded":
                self.worded(said, record, code)
        return record.reference

    def worded(self, said: str, record: Recorded, code: str) -> None:
        fault = self.grammars[code].fault(record, said)
        self.count("traced", said, fault and f"{fault}: {record}", record)

    def statistics(self, data: Any) -> None:
        seen = set()
        for id_, item in data["statistics"].items():
            texts = [item.get(name, {}) for name in ("label", "definition", "note")]
            for series in item.get("series", {}).values():
                texts += [series["label"], *series["breaks"].values()]
            for code, said in (pair for text in texts for pair in text.items()):
                self.said(said, code, f"statistic:{id_}")
            if item.get("formula", "") != self.index.formulas.get(id_, ""):
                self.fault(item.get("formula", ""), f"is not the formula of {id_}")
            seen |= {self.row(dict.fromkeys(_LEFT_OUT, "") | row) for row in item["observations"]}
        self.lacking(seen, self.index)
        for source in data.get("sources", {}).values():
            for name in ("publisher", "title"):
                for code, said in source.get(name, {}).items():
                    self.said(said, code, "")

    def cards(self, code: str, data: Any) -> None:
        """Read the small cards of numbers and terms, in one language."""
        for reference, card in data["numbers"].items():
            id_, _, key = reference.partition("@")
            record = self.index.find(id_, key)
            if record is None:
                self.fault(reference, "is no record")
                continue
            if card["kind"] != record.kind(code):
                self.fault(card["kind"], f"is not '{record.kind(code)}': {record}", record)
            self.worded(card["value"], record, code)
            texts = [said for at, said in leaves(card) if not {"value", "rows", "course"} & {*at}]
            for label, said, *printed in card["rows"]:
                texts += [label, said]
                for phrase in printed[:1]:
                    right = phrase in record.printed
                    fault = "" if right else f"is not what its source prints for {record.reference}"
                    self.count("quoted", phrase, fault, record)
            for said in texts:
                self.said(said, code, f"statistic:{id_}", (record.id, record.key))
        for id_, card in data["terms"].items():
            self.said(card["label"], code, f"term:{id_}")
            self.said(card["text"], code, f"term:{id_}")

    def package(self, data: Any) -> None:
        for item in (data, *data.get("sources", ()), *data.get("licenses", ())):
            for name in ("title", "description"):
                self.said(item.get(name, ""), next(iter(self.grammars)), "page:index")


def _columns(record: Recorded) -> dict[str, tuple[str, str]]:
    """Return what a published row must hold: by column, what becomes of its number, if it holds one, and its text."""
    quantity = record.quantity

    def plain(number: Decimal | None) -> str:
        return "" if number is None else format(number, "f")

    return {
        "value": ("traced", plain(quantity.number)),
        "value_to": ("traced", plain(quantity.upper) if isinstance(quantity.value, tuple) else ""),
        "low": ("traced", plain(quantity.low)),
        "high": ("traced", plain(quantity.high)),
        "bound": ("", record.bound),
        "unit": ("", record.unit),
        "period": ("date", record.period),
        "paragraph": ("paragraph", str(record.paragraphs[0]) if record.paragraphs else ""),
        "printed": ("quoted", record.printed[0] if record.printed else ""),
        **{column: ("", said) for column, said in record.columns},
    }


def _typed(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULAS) else cell


def _is(said: str | float, expected: str) -> bool:
    """Whether a cell is what it must be; JSON's numbers are numbers."""
    return said == expected if isinstance(said, str) else bool(expected) and said == float(expected)
