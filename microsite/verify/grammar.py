"""A text of one language → its numbers, and for each whether it says a record, or states no figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from microsite.charts.typesetting import is_wide
from microsite.checks.joints import joined
from microsite.language.numerals import Numeral, make_numerals
from microsite.quantities import Bound, Quantity
from microsite.verify.records import ROUNDED, Index, Phrase, Recorded, Wordings

_TOKEN = re.compile(r"\d+|[A-Za-z]+|[^\W\d_]")  # what a phrase is found by; of other scripts a character each
_BEFORE_DATE = re.compile(r"([0-9][.,]|[0-9$¥￥€£>≥<≤≈~%/]|(?<![A-Za-z])-)$")  # mid-2023 is a date, -2023 is not
_AFTER_DATE = re.compile(r"[A-Za-z0-9%]|[.,][0-9]")


class Grammar:
    """Reads the texts of one language: their numbers, and whether one says a record."""

    def __init__(self, code: str, wordings: Wordings, index: Index) -> None:
        self.code, self.wordings, self.index = code, wordings, index
        self.date_words = frozenset(wordings.dates.values())
        kinds = sorted(wordings.kinds, key=len, reverse=True)
        # In words, where a text begins with them.
        self.kind = re.compile(rf"(?:{'|'.join(map(re.escape, kinds))})(?=$|[^\w\s])")
        patterns = tuple(pattern for patterns in wordings.units.values() for pattern in patterns)
        self.reader = make_numerals(wordings.locale, wordings.words, patterns)
        self.numerals, self.stated = self.reader.find, self.reader.stated
        self.read = cache(lambda text: tuple((numeral, self._exempt(text, numeral)) for numeral in self.numerals(text)))
        self.exempt = cache(self._exempt_kinds)
        self.fault = cache(self._fault)
        self.units: dict[tuple[str, int], frozenset[str] | None] = {}
        self.phrases: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)
        for phrase in wordings.phrases:
            for token in _TOKEN.finditer(phrase.text, phrase.start, phrase.end):
                self.phrases[token[0]].append((token.start(), phrase))
        self.around = {unit: tuple(dict.fromkeys(self._affixes(unit))) for unit in wordings.units}
        self.before = tuple({before for affixes in self.around.values() for before, _ in affixes if before})
        self.after = tuple({after for affixes in self.around.values() for _, after in affixes if after})
        # What stands beside numbers of units that are never left out: it says what they are numbers of.
        self.telling: dict[tuple[str, str], set[str]] = defaultdict(set)
        for unit, affixes in self.around.items():
            for affix in affixes:
                if ("", "") not in affixes:
                    self.telling[affix].add(unit)
        self.longest = sorted(self.telling, key=lambda affix: len("".join(affix)), reverse=True)
        self.near = cache(self._near)

    def _fault(self, record: Recorded, text: str, form: str = "") -> str:
        """Return what is wrong with a text that has to say a record and no other number; nothing if it is right.

        `form`: "value" where the content leaves the bound to the words around, "size" where it leaves out
        a minus.
        """
        quantity = shown(record.quantity, form)
        numerals = self.stated(text)
        if len(numerals) != 1:
            return f"states {len(numerals) or 'no'} number{'s' if len(numerals) > 1 else ''}"
        numeral = numerals[0]
        if numeral.value != quantity.value:
            return "has another value"
        bound = Bound.EXACT if form == "value" else quantity.bound
        if numeral.bound != bound:
            return "has another bound"
        return "" if self.states(text, numeral, record, form, bare=False) else "has another unit"

    def _affixes(self, unit: str) -> Iterator[tuple[str, str]]:
        """Yield what stands before and after a number of a unit: its words, or these and a bound's (每天超过300家)."""
        words = self.wordings.words
        spoken = {(words["signs"][bound], "") for bound in Bound} | {_split(words["bounds"][bound]) for bound in Bound}
        for before, after in map(_split, self.wordings.units[unit]):
            yield before, after
            if unit in self.index.inside:
                yield from ((before and before + first, last + after) for first, last in spoken if first or last)

    def _exempt_kinds(self, text: str) -> tuple[str, ...] | None:
        """Return why each number of a text is exempt, or None where one is not."""
        kinds = tuple(phrase.kind for _, phrase in self.read(text) if phrase)
        return kinds if len(kinds) == len(self.read(text)) else None

    def _exempt(self, text: str, numeral: Numeral) -> Phrase | None:
        """Return the phrase that the content states and in which this number is no figure."""
        found = None
        tokens = list(_TOKEN.finditer(text, numeral.start, numeral.end))
        if any(token[0].isdecimal() for token in tokens):
            tokens = [token for token in tokens if token[0].isdecimal()]
        for token in tokens:
            is_scaled = numeral.scale != 1 and token[0].isdecimal()  # of a year, nobody says millions
            near = self._around(text, token.start(), token[0])
            found = next((phrase for phrase in near if not (is_scaled and phrase.kind == "date")), None)
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
            if phrase.kind != "date" and not phrase.start and start and joined(text[start - 1], text[start]):
                continue
            if phrase.end == len(phrase.text) and end < len(text) and joined(text[end - 1], text[end]):
                continue
            yield phrase

    def _dated(self, text: str, start: int, end: int) -> bool:
        """Whether the words of a date stand there as one: a year is no count of firms."""
        bare = text[start:end].isdecimal()
        if _BEFORE_DATE.search(text[max(0, start - 2) : start]) or (
            bare and re.match("[A-Za-z]", text[start - 1 : start])
        ):
            return False
        if not is_wide(text[end - 1]) and _AFTER_DATE.match(text, end):
            return False
        beside = bare and text.startswith(self.after, end)
        return not (beside and any(_follows(text, end, after) for after in self.after))

    def _unit(self, text: str, numeral: Numeral) -> frozenset[str] | None:
        """Return the units that the words beside a number say it is in, or None where they leave it open."""
        beside = text.startswith(self.after, numeral.end) or text.endswith(self.before, 0, numeral.start)
        if not (beside or numeral.percent):
            return None
        near = self.near(text[numeral.end : numeral.end + 1], numeral.text[-1:])
        told = next((affix for affix in near if _beside(text, numeral, affix)), None)
        return frozenset(self.telling[told]) if told else None

    def _near(self, behind: str, last: str) -> list[tuple[str, str]]:
        """Return what may stand beside a number, the longest first, by the signs at and behind its end."""
        return [affix for affix in self.longest if affix[1][:1] in ("", behind) or affix[1][-1:] == last]

    def states(self, text: str, numeral: Numeral, record: Recorded, form: str, *, bare: bool) -> bool:
        """Whether a number within a text is a record's: in value, bound and unit.

        `bare`: the unit may be left out, as beside a mark of a chart whose subtitle names it. Of the form
        "value", the words around say how the number bounds something, such as "below".
        """
        quantity = shown(record.quantity, form)
        if numeral.value != quantity.value or (numeral.bound != quantity.bound and form != "value"):
            return False
        at = (text, numeral.start)
        if at not in self.units:
            self.units[at] = self._unit(text, numeral)
        if (units := self.units[at]) is not None:
            return record.unit in units
        affixes = self.around[record.unit]
        return bare or ("", "") in affixes or any(_beside(text, numeral, affix) for affix in affixes)


def shown(quantity: Quantity, form: str) -> Quantity:
    """Return what a text says of a quantity: of a fall, "size" says how far it fell, without the minus."""
    if form.startswith(ROUNDED):
        return quantity.rounded(Decimal(form.removeprefix(ROUNDED)))
    return quantity.size if form == "size" else quantity


def _split(pattern: str) -> tuple[str, str]:
    before, _, after = pattern.partition("{0}")
    return before, after.rpartition("}")[2]  # of {0} h {60} min


def _beside(text: str, numeral: Numeral, affix: tuple[str, str]) -> bool:
    """Whether a unit's words stand right before and after a number; its percent sign is the number's own."""
    before, after = affix
    fits = _follows(text, numeral.end, after) or (numeral.percent and numeral.text.endswith(after))
    return fits and text.endswith(before, 0, numeral.start)


def _follows(text: str, end: int, after: str) -> bool:
    """Whether words stand there as such: " m" does not in "2010 more"."""
    stop = end + len(after)
    return text.startswith(after, end) and not (after and joined(after[-1], text[stop : stop + 1]))
