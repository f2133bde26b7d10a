"""Figures, bounds, units and periods → words of one language.

The one place where a number becomes text: prose, charts, tables, alternative texts and both languages
word the same Decimal here. Locale data (grouping, 万 and 亿, million and billion, plurals, dates) are
CLDR's, through Babel; the words of bounds stand in templates/words.LANG.yaml, those of units in
data/units.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, Literal

from babel import Locale, localedata
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from microsite.facts.derive import Datum
from microsite.language.numerals import Numerals, make_numerals, scale_patterns
from microsite.quantities import INFINITY, Quantity, plain
from microsite.source.calendar import points, read
from microsite.source.models import Language, Unit
from microsite.source.project import Project

# value: the number and unit alone · text: with its bound, inside a sentence whose noun follows
# full: with its bound, standing alone · label: with the sign of its bound, beside a mark
WordingForm = Literal["value", "text", "full", "label"]

# Decimals of a number with a scale word: what needs more is written out, unless that is longer still.
FEW_DECIMALS, MOST_DECIMALS = 3, 6
LEFT_TO_RIGHT = "\u200e"  # a mark before a number: what belongs to it, such as % or a minus, stays on its side
EARLY = 100  # from this year on, a year is known for one without its era
LONG = 1000  # times the number from which scale words are used at all


@dataclass(frozen=True)
class Wording:
    """Words of one language. `words` is the content of its words file. Those that word everything alike are equal."""

    language: Language = field(hash=False)
    units: Mapping[str, Unit] = field(hash=False)
    words: Mapping[str, Any] = field(hash=False)
    code: str

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.language.locale)

    @cached_property
    def _scale(self) -> Callable[[Decimal], tuple[int, str]]:
        return cache(self._find_scale)

    @cached_property
    def _worded(self) -> Callable[[str, Quantity, str, WordingForm], str]:
        return cache(self._quantity)

    @cached_property
    def numerals(self) -> Numerals:
        """What reads back what is worded here."""
        patterns = (said for unit in self.units for said in self.patterns(unit))
        return make_numerals(self.language.locale, self.words, patterns)

    def patterns(self, unit: str) -> tuple[str, ...]:
        """Return the ways in which a unit is written: {0} h, or with the size of the larger one, {0} h {60} min."""
        spec = self.units[unit]
        own = spec.patterns(self.code)
        if self._many(unit) == INFINITY:
            return own
        parts = (said.replace("{0}", f"{{{self._many(unit)}}}") for said in own)
        joint, wholes = str(self.words["compound"]), self.units[str(spec.larger)].patterns(self.code)
        return (*own, *(joint.format(whole, part) for part in parts for whole in wholes))

    def _many(self, unit: str) -> Decimal:
        """Return how many of a unit make its larger one; none make one that is not there or no larger."""
        spec = self.units[unit]
        larger = self.units.get(spec.larger or "", spec)
        return larger.scale / spec.scale if larger.scale > spec.scale else INFINITY

    @cached_property
    def _mark(self) -> str:
        return LEFT_TO_RIGHT if self.locale.text_direction == "rtl" else ""

    def number(self, number: Decimal, *, grouped: bool = True, scaled: bool = True, short: bool = False) -> str:
        """Word a number exactly: never rounded, with a scale word, if `scaled`, where that keeps it short.

        `short`: of scale words, the one that stands right behind digits, where the language has one for labels.
        """
        size = abs(number)
        power, pattern = self._scale(size) if scaled else (0, "0")
        if short and power:
            glued = self.words.get("numbers", {}).get("short", {}).get(str(10**power))
            pattern = f"0{glued}" if glued else pattern
        if power:  # one that was rounded beyond its point keeps its zeros
            size = size.scaleb(-power) if int(size.as_tuple().exponent) > 0 else plain(size.scaleb(-power))
        digits = pattern.replace("0", self._written_out(size, grouped=grouped and not power))
        return self._mark + (str(self.words["minus"]).format(digits) if number < 0 else digits)

    def _written_out(self, size: Decimal, *, grouped: bool) -> str:
        return _written_out(format(size, "f"), self.locale, grouped=grouped and self.language.grouping)

    def _find_scale(self, size: Decimal) -> tuple[int, str]:
        """Return the power of ten of a size's scale word and its pattern, such as 0 million; 0, if it has none.

        None has one that would not be read back: words before their digits, or right behind them.
        """
        patterns = scale_patterns(self.locale)
        least = max((least for least in patterns.get("other", {}) if least <= size), default=Decimal(0))
        if size < self.language.compact_from or not least:
            return 0, "0"
        power, other = patterns["other"][least]
        many = plain(size.scaleb(-power))
        decimals = FEW_DECIMALS if size < LONG * self.language.compact_from else MOST_DECIMALS
        _, pattern = patterns.get(self.locale.plural_form(many), {}).get(least, (power, other))
        said = pattern.replace("0", self._written_out(many, grouped=False))
        read = [item.value for item in self.numerals.find(said)] == [size]
        return (power, pattern) if read and -int(many.as_tuple().exponent) <= decimals else (0, "0")

    def _power(self, quantity: Quantity) -> int:
        """Return the power of ten of the scale word before a quantity's unit; 0, if its numbers are written out.

        Both ends of a range have such words, or none has: "1 to 2 million" would be read as one million to two.
        """
        powers = [self._scale(abs(end))[0] for end in quantity.ends]
        return powers[-1] if all(powers) else 0

    @cached_property
    def _small(self) -> Mapping[str, str]:
        """The numbers that sentences say in words, from the table by which they are read."""
        table = self.words.get("numbers", {})
        small, words = range(1, int(table.get("spell_out", 0)) + 1), table.get("words", {})
        return {number: re.split(r"\W", words[number])[0] for number in map(str, small) if number in words}

    def figure(self, quantity: Quantity, *, grouped: bool = True, spelled: bool = False, short: bool = False) -> str:
        """Word the number, or both ends of the range, without bound and unit; in words if `spelled` and small."""
        said = [self._small.get(str(end), "") for end in quantity.ends if spelled]
        if not (said and all(said)):
            scaled = self._power(quantity) > 0
            said = [self.number(end, grouped=grouped, scaled=scaled, short=short) for end in quantity.ends]
        return str(self.words["range"] if said[1:] else "{0}").format(*said)

    def quantity(self, quantity: Quantity, unit: str, form: WordingForm = "full") -> str:
        """Word a quantity in its unit. See `Form`."""
        return self._worded(str(quantity.value), quantity, unit, form)  # 5.0 and 5 are equal

    def _quantity(self, _: str, quantity: Quantity, unit: str, form: WordingForm) -> str:
        spec = self.units[unit]
        # What is counted, or measured in a word that has a plural: 6 cm and 6% stay.
        said = (spec.text or spec.full)[self.code]
        is_counted = said == "{0}" or (spec.plural != "ordinal" and not isinstance(said, str))
        short, spelled = form == "label", form == "text" and is_counted
        figure = self.figure(quantity, grouped=spec.grouping, spelled=spelled, short=short)
        bound = "{0}"
        if form == "label":
            bound = self.words["signs"][quantity.bound] + "{0}"
        elif form != "value":
            bound = self.words["bounds"][quantity.bound]
        pattern = self._pattern(spec, quantity, "text" if form in ("text", "value") else "full")
        if spec.bound == "inside":
            return pattern.format(bound.format(figure))
        sign = unicodedata.category(pattern.partition("{0}")[0][-1:] or " ")
        if not isinstance(quantity.value, tuple) and (sign == "Sc" or spec.larger):  # a minus stands before: −€5
            said = self._compound(abs(quantity.value), unit, pattern)
            return bound.format(self._mark + str(self.words["minus"]).format(said) if quantity.value < 0 else said)
        return bound.format(pattern.format(figure))

    def _compound(self, size: Decimal, unit: str, pattern: str) -> str:
        """Word a size in its unit, whole larger ones apart if something is left: 1 h 23 min, but 60 min."""
        spec, (whole, rest) = self.units[unit], divmod(size, self._many(unit))
        if not (whole and rest):
            return pattern.format(self.number(size, grouped=spec.grouping))
        said = self._compound(
            whole, str(spec.larger), self._pattern(self.units[str(spec.larger)], Quantity(whole), "full")
        )
        part = self._pattern(spec, Quantity(rest), "full").format(self.number(rest))
        return str(self.words["compound"]).format(said, part)

    def datum(self, datum: Datum, form: WordingForm = "full") -> str:
        return self.quantity(datum.quantity, datum.unit, form)

    def kind(self, datum: Datum) -> str:
        """Word how a figure came about; of one that is calculated, what it is calculated from."""
        if datum.basis is datum.status:
            return str(self.words["statuses"][datum.basis])
        return str(self.words["derived_from"][datum.basis])

    def _pattern(self, unit: Unit, quantity: Quantity, form: Literal["text", "full"]) -> str:
        pattern = (unit.text if form == "text" and unit.text else unit.full)[self.code]
        return self.counted(pattern, quantity.upper, ordinal=unit.plural == "ordinal", power=self._power(quantity))

    @cached_property
    def date(self) -> Callable[[str], str]:
        """What words a year, a part of one or a day, or two of them with a slash between."""
        return cache(self._date)

    def _date(self, period: str) -> str:
        if len(both := points(period)) > 1:
            return str(self.words["period"]).format(*map(self.date, both))
        point = read(period)
        if point.kind == "half":  # of which CLDR says nothing
            return str(self.words["halves"][str(point.last // 6)]).format(self.date(f"{point.year:04}"))
        if point.kind == "season":
            return str(self.words["season"]).format(period)
        said, first = _formatted(period, self.locale), self.words.get("numbers", {}).get("first_day")
        return re.sub(r"\b1\b", first, said, count=1) if first and point.day == 1 else said

    def tongue(self, tag: str | None) -> str:
        """Say in what language something is, where that is not this one."""
        primary = (tag or "").partition("-")[0].lower()
        if primary in ("", self.locale.language):
            return ""
        return str(self.words["in_language"]).format(self.locale.languages.get(primary, tag))

    def paragraphs(self, *numbers: int) -> str:
        """Say where in the article something stands."""
        listed = str(self.words["listing"]).join(map(str, numbers))
        return self.counted(self.words["statistic"]["paragraphs"], len(numbers)).format(listed) if numbers else ""

    def counted(
        self, patterns: str | Mapping[str, str], number: int | Decimal, *, ordinal: bool = False, power: int = 0
    ) -> str:
        """Return the one of some words that goes with a number, by the plurals of CLDR, or its ordinals.

        `power` is that of the number's scale word, of which Babel knows nothing: 1,2 million d’euros, 85 mille euros.
        """
        if isinstance(patterns, str):
            return patterns
        rule = self.locale.ordinal_form if ordinal else self.locale.plural_form
        many = re.search(r"e not in 0\.\.(\d+)", rule.rules.get("many", ""))
        category = "many" if many and power > int(many[1]) else rule(number)
        return patterns.get(category, patterns["other"])

    def period(self, datum: Datum) -> str:
        """Word a datum's period as its editors label it, else by its date, else that none is stated.

        A label may hold markers: callers say it as they say every text.
        """
        if datum.period_label:
            return datum.period_label[self.code]
        if datum.period is None:
            return str(self.words["period_is"]["unstated"])
        return self.date(datum.period)


@lru_cache(maxsize=4096)  # of the numbers of a site, most are worded again and again
def _written_out(size: str, locale: Locale, *, grouped: bool) -> str:
    """Write plain digits, with all their places, as a locale does."""
    pattern = locale.decimal_formats[None].pattern.partition(".")[0] + f".{'0' * len(size.partition('.')[2])}"
    return format_decimal(size, pattern, locale, group_separator=grouped)


@lru_cache(maxsize=16)
def _kept(wording: Wording) -> Wording:
    """Return the first that words everything alike, with all that it has worded."""
    return wording


@lru_cache(maxsize=8)  # every text is looked through with it, and to compare all words each time takes long
def wording_of(project: Project, code: str) -> Wording:
    """Return what words one of a project's languages."""
    return _kept(Wording(project.site.languages[code], project.units, project.words[code], code))


def numerals_of(project: Project, tag: str) -> Numerals:
    """Return what reads the numbers of a language, in which a source may be that the site does not speak."""
    tongue = tag.partition("-")[0]
    for code, language in project.site.languages.items():
        if tongue in (code, language.tag.partition("-")[0]):
            return wording_of(project, code).numerals
    locale = tongue if Locale.negotiate([tongue], localedata.locale_identifiers()) else "en"
    return make_numerals(locale, project.tongues.get(tongue, {}))


def _formatted(period: str, locale: Locale) -> str:
    """Word one point of time as CLDR does."""
    point = read(period)
    if point.kind == "year" and point.year < EARLY:  # before Christ, where Python's dates don't reach, or soon after
        era = locale.eras["abbreviated"][int(point.year > 0)].replace("'", "''")
        pattern = locale.datetime_skeletons["Gy"].pattern.replace("G", f"'{era}'")
        return format_date(date(point.year if point.year > 0 else 1 - point.year, 1, 1), pattern, locale)
    day = date(point.year, point.first, point.day or 1)
    return format_skeleton(point.skeleton, day, locale=locale) if point.skeleton else format_date(day, "long", locale)
