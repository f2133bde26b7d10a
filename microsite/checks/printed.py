"""A phrase as a source prints it, and the figure that is registered for it → what of it contradicts that figure.

Whoever has the whole text (audit.py) passes the numbers that stand in it; else the phrase is all there is to read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from microsite.language.numerals import Numeral, Numerals, NumeralValue
from microsite.language.wording import numerals_of
from microsite.quantities import RELIABLE, Bound, Quantity
from microsite.source.fields import GAP
from microsite.source.models import Observation, Unit
from microsite.source.project import Project
from microsite.source.yamlfile import Location


class Said(NamedTuple):
    """A number that is printed, and the text after it, which may name its unit."""

    numeral: Numeral
    following: str


class Registered(NamedTuple):
    """What is registered for a phrase: a value, its bound and unit; whether it is implied, without a numeral."""

    value: NumeralValue
    bound: Bound
    unit: str
    implied: bool = False


@dataclass(frozen=True)
class Print:
    """Reads phrases of one language."""

    units: Mapping[str, Unit]
    language: str
    numerals: Numerals

    def numbers(self, text: str, start: int = 0, end: int | None = None) -> list[Said]:
        """Return the numbers that stand between two places of a text; the words around these may add a bound."""
        end = len(text) if end is None else end
        found = self.numerals.find(GAP.sub("\u202f", text), loose=True)
        return [
            Said(item, self.numerals.following(text, item)) for item in found if start <= item.start and item.end <= end
        ]

    def reading(self, said: Sequence[Said], registered: Registered) -> Said | None:
        """Return the number that equals the registered value, or None."""
        return next((item for item in said if self._equal(item, registered)), None)

    def misread(self, said: Sequence[Said], registered: Registered) -> str:
        """Return in what value or unit contradict what is printed, or nothing."""
        found = self.reading(said, registered)
        if registered.implied:
            return f"says {say_value(registered.value)} itself: 'implied' is unnecessary" if found else ""
        if found is None:
            numbers = (say_value(item.numeral.value) + "%" * item.numeral.percent for item in said)
            heard = " and ".join(numbers) or "no number"
            return f"says {heard}; {say_value(registered.value)} {registered.unit} is registered"
        own, named = self.units.get(registered.unit), self._named(found)
        if own and own not in named and all(unit.dimension != own.dimension for unit in named) and named:
            words = " or ".join(sorted({unit.name.get(self.language, "another unit") for unit in named}))
            return f"counts in {words}; the statistic's unit is {registered.unit}"
        return ""

    def _named(self, said: Said) -> list[Unit]:
        """The units whose wording follows the number, the longest wording alone."""
        return next((units for tail, units in self._tails if said.following.startswith(tail)), [])

    @cached_property
    def _tails(self) -> Sequence[tuple[str, list[Unit]]]:
        """What stands behind a number in the wordings of units, the longest first, and the units of which it does."""
        tails: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            for tail in {said.partition("{0}")[2].strip() for said in unit.patterns(self.language)} - {""}:
                tails.setdefault(tail, []).append(unit)
        return sorted(tails.items(), key=lambda item: -len(item[0]))

    def _equal(self, said: Said, registered: Registered) -> bool:
        own, numeral = self.units.get(registered.unit), said.numeral
        printed, meant = Decimal(1), Decimal(1)  # sizes of the units in which source and statistic count
        if own and numeral.percent:
            if own.dimension != {}:
                return False
            printed, meant = Decimal("0.01"), own.scale
        elif own and own.dimension:
            named = self._named(said)
            alike = [unit for unit in named if unit.dimension == own.dimension]
            if alike and own not in named:
                printed, meant = alike[0].scale, own.scale
        said_ends, ends = Quantity(numeral.value).ends, Quantity(registered.value).ends
        same = (_is(one * printed, other * meant) for one, other in zip(said_ends, ends, strict=False))
        return len(said_ends) == len(ends) and all(same)

    def misbound(self, numeral: Numeral, registered: Registered, siblings: Collection[Bound]) -> str:
        """Return in what a number's bound contradicts the registered one, or nothing.

        It may say less than another phrase for the same figure (whose bounds are `siblings`) or than a size in words,
        and what it says may be unknown: of a language that has no table here, no words of bounds are.
        """
        vague = numeral.vague and registered.bound is Bound.ABOUT
        unknown = not self.numerals.bounds_are_known
        says_less = numeral.bound is Bound.EXACT and (registered.bound in siblings or vague or unknown)
        if numeral.bound is registered.bound or says_less:
            return ""
        return f"says '{numeral.bound}'; '{registered.bound}' is registered"


def _is(printed: Decimal, meant: Decimal) -> bool:
    """Whether one number is the other: of a third, and what else has no end, rounded."""
    endless = len(printed.as_tuple().digits) > RELIABLE
    return (printed.quantize(meant) if endless else printed) == meant


@lru_cache(maxsize=8)
def reader_of(project: Project, tag: str) -> Print:
    """Return what reads the phrases of sources in a language."""
    return Print(project.units, tag.partition("-")[0], numerals_of(project, tag))


def check_printed(project: Project, observation: Observation, unit: str) -> Iterator[tuple[Location, str]]:
    """Yield where an observation's figure contradicts the phrases that are registered for it, and in what."""
    source, phrases = project.sources.get(observation.source), tuple(_phrases(observation))
    if not phrases or source is None:
        return
    if source.language is None:
        yield phrases[0][0], f"can't be read: '{observation.source}' has no 'language'"
        return
    reader = reader_of(project, source.language)
    read: list[tuple[Location, str, Registered, Said | None]] = []
    for place, phrase, implied in phrases:
        registered, said = Registered(observation.value, observation.bound, unit, implied), reader.numbers(phrase)
        if message := reader.misread(said, registered):
            yield place, f"'{phrase}' {message}"
        else:
            read.append((place, phrase, registered, reader.reading(said, registered)))
    bounds = [found.numeral.bound for *_, found in read if found]
    for place, phrase, registered, found in read:
        siblings = bounds if place != ("worded",) else ()  # it stands by itself
        if found and (message := reader.misbound(found.numeral, registered, siblings)):
            yield place, f"'{phrase}' {message}"
    if observation.worded and observation.worded not in (observation.printed or ""):
        yield ("worded",), f"'{observation.worded}' is no part of what is printed"


def _phrases(observation: Observation) -> Iterator[tuple[Location, str, bool]]:
    """Yield what is registered as printed: where in the observation, the phrase, and whether it implies the value."""
    for name in ("printed", "worded"):
        if phrase := getattr(observation, name):
            yield (name,), phrase, observation.implied
    for index, mention in enumerate(observation.mentions):
        yield ("mentions", index, "printed"), mention.printed, mention.implied


def say_value(value: NumeralValue) -> str:
    return " to ".join(f"{end:,f}" for end in Quantity(value).ends)
