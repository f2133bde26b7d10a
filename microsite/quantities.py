"""Values with their bounds, and interval arithmetic over them.

A figure such as "more than 300" is not the number 300: it is everything above it. `Quantity` keeps
what was said (number and bound); `Interval` is what that means for arithmetic. Units are carried by
derive.py; numbers are worded by wording.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

INFINITY = Decimal("Infinity")
ZERO = Decimal(0)
RELIABLE = 20  # digits of a result that rounding on the way (to Decimal's 28) can't have touched


class Bound(StrEnum):
    """What the words around a number say of it. The last two arise only from arithmetic."""

    EXACT = "exact"
    MORE_THAN = "more-than"
    AT_LEAST = "at-least"
    LESS_THAN = "less-than"
    AT_MOST = "at-most"
    NEARLY = "nearly"
    ABOUT = "about"
    ABOUT_OR_MORE = "about-or-more"
    ABOUT_OR_LESS = "about-or-less"


SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
}
MOST_DIGITS = 15  # before the decimal point and any scale word: far from where Decimal would begin to round
LARGEST = Decimal(10) ** (MOST_DIGITS + 12)  # what can't be typed, and is too long for Decimal to be written out
_PLAIN = re.compile(rf"(-?(?:0|[1-9][0-9]{{,{MOST_DIGITS - 1}}})(?:\.[0-9]+)?)(?: ?([a-z]+|[万亿]+))?")
_EXPECTED = "expected plain digits such as 850000 or 6.31, or a scale word such as 9.4 trillion"


_AMISS = {  # what people type for a number, and what is wrong with it: the first that is found
    rf"-?[1-9][0-9]{{{MOST_DIGITS},}}(\.[0-9]+)? ?[a-z万亿]*": f"has more than {MOST_DIGITS} digits before its point",
    ".*[０-９].*": "has full-width digits",
    "[−–] ?[0-9].*": "has a dash before it; a number below zero has a hyphen, such as -5",
    r"[0-9.]+ ?[-–−] ?[0-9.]+(?<!-[0-9]{2})": "is two numbers; a range stands in brackets, such as [4, 5]",
    "[$€£¥₹].*|.*[€£¥₹]": "has the sign of a currency; the unit says that",
    r"-?[0-9]{1,3}([,_， ][0-9]{3})+(\.[0-9]+)?|.*_.*": "has a separator between its digits",
    "-?[0-9]+,[0-9]+": "has a comma before its decimals, where a point stands: {point}",
    "[0-9]+:[0-9:]+": "is a time of day; a duration is a number in a unit, such as 83 with unit minutes",
    "(?i:yes|no|true|false|on|off)": "is a yes or no, not a number",
    "[0-9]{4}-[0-9]{2}(-[0-9]{2})?": "is a date; dates belong in 'period'",
    ".*%": "has a percent sign; the unit percent says that",
    r"[<>≥≤~+].*|.*\+": "has a sign of a bound; the bound stands in 'bound'",
    "0[0-9]+": "begins with a zero",
    _PLAIN.pattern: f"has an unknown scale word '{{scale}}' (known: {', '.join(SCALES)})",
}


def _parse_number(text: str) -> Decimal:
    match = _PLAIN.fullmatch(text)
    if match and (not match[2] or match[2] in SCALES):
        number = Decimal(match[1])  # with the decimals that are typed: 5.0 is told from 5
        return plain(number * SCALES[match[2]]) if match[2] else number
    reason = next((said for like, said in _AMISS.items() if re.fullmatch(like, text)), "is not a number")
    known = {"point": text.replace(",", "."), "scale": match and match[2]}
    raise ValueError(f"'{text}' {reason.format_map(known)}; {_EXPECTED}")


def parse_value(raw: Any) -> Decimal | tuple[Decimal, Decimal]:
    """Return the number, or the pair of a range `[low, high]`, that an editor typed.

    Takes what people type as they typed it (a string), since YAML itself reads `1_000`, `12:30` and
    `no` as other things. Raises ValueError in an editor's words.
    """
    if isinstance(raw, str):
        return _parse_number(raw)
    if isinstance(raw, list) and len(raw) == 2 and all(isinstance(item, str) for item in raw):
        low, high = _parse_number(raw[0]), _parse_number(raw[1])
        if low >= high:
            raise ValueError(f"the range [{raw[0]}, {raw[1]}] does not rise")
        return low, high
    raise ValueError(f"not a number; {_EXPECTED}, or a range such as [1, 2]")


def round_significant(number: Decimal, digits: int, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """Round to a number of significant digits, without an exponent."""
    if not number or not number.is_finite():
        return number
    rounded = number.quantize(Decimal(1).scaleb(number.adjusted() - digits + 1), rounding=rounding)
    return plain(rounded)


def plain(number: Decimal) -> Decimal:
    """Return the same number without trailing zeros or an exponent: the one form that is published."""
    number = number.normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


FROM_BELOW = (Bound.MORE_THAN, Bound.AT_LEAST, Bound.ABOUT_OR_MORE)  # that leave open how much more it is
FROM_ABOVE = (Bound.LESS_THAN, Bound.AT_MOST, Bound.ABOUT_OR_LESS)
_MIRRORED = dict(zip(FROM_BELOW + FROM_ABOVE, FROM_ABOVE + FROM_BELOW, strict=True))
_OUTWARDS = dict.fromkeys(FROM_BELOW, ROUND_FLOOR) | dict.fromkeys(FROM_ABOVE, ROUND_CEILING)


@dataclass(frozen=True)
class Quantity:
    """What was said: a number, or the two ends of a range, and its bound. The unit stands beside it."""

    value: Decimal | tuple[Decimal, Decimal]
    bound: Bound = Bound.EXACT

    def __str__(self) -> str:
        value = " to ".join(format(end, "f") for end in self.ends)
        return value if self.bound is Bound.EXACT else f"{self.bound} {value}"

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """The number itself; of a range, both its ends."""
        return self.value if isinstance(self.value, tuple) else (self.value,)

    @property
    def number(self) -> Decimal:
        """The number itself; of a range, its lower end."""
        return self.ends[0]

    @property
    def upper(self) -> Decimal:
        """The number itself; of a range, its upper end."""
        return self.ends[-1]

    @property
    def low(self) -> Decimal | None:
        """The lowest value that the words allow (itself excluded after "more than"), or None."""
        if self.bound in (Bound.EXACT, Bound.MORE_THAN, Bound.AT_LEAST):
            return self.number
        return None

    @property
    def high(self) -> Decimal | None:
        """The highest value that the words allow, or None."""
        if self.bound in (Bound.EXACT, Bound.LESS_THAN, Bound.AT_MOST, Bound.NEARLY):
            return self.upper
        return None

    @property
    def size(self) -> Quantity:
        """The same without its minus, for sentences that say "fell by"."""
        if self.upper >= 0:
            return self
        value = (-self.value[1], -self.value[0]) if isinstance(self.value, tuple) else -self.value
        return Quantity(value, _MIRRORED.get(self.bound, self.bound))

    def rounded(self, step: Decimal) -> Quantity:
        """Return the same to a power of ten, with its zeros: 86.0 billion for 86.023. What bounds something still does.

        What is nearly so much is so of no rounder number; what is as round already bears no digit that nobody stated.
        """
        rounding = _OUTWARDS.get(self.bound, ROUND_HALF_EVEN)
        ends = [end.quantize(step, rounding=rounding) for end in self.ends]
        if self.bound is Bound.NEARLY or (*ends,) == self.ends:
            return self
        return Quantity((ends[0], ends[1]) if ends[1:] else ends[0], self.bound)

    @property
    def interval(self) -> Interval:
        """What the words mean for arithmetic. "Nearly" and "about" give a point known to be inexact."""
        approximate = self.bound in (Bound.ABOUT, Bound.NEARLY, Bound.ABOUT_OR_MORE, Bound.ABOUT_OR_LESS)
        open_end = self.bound in (Bound.MORE_THAN, Bound.LESS_THAN)
        low, high = End(self.number, open_end), End(self.upper, open_end)
        if self.bound in FROM_BELOW:
            high = End(INFINITY, open=True)
        if self.bound in FROM_ABOVE:
            low = End(-INFINITY, open=True)
        return Interval(low, high, approximate)


class End(NamedTuple):
    """One end of an interval; an open end is itself excluded."""

    at: Decimal
    open: bool = False


@dataclass(frozen=True)
class Interval:
    """All values between two ends; `approximate` when the ends themselves are only about right.

    Follows IEEE 1788's set-based arithmetic in Decimal, with open ends. Where nothing is known of
    either end, or a divisor may be zero, it raises ValueError: derive.py refuses such a formula.
    """

    low: End
    high: End
    approximate: bool = False

    @classmethod
    def exactly(cls, number: Decimal) -> Interval:
        return cls(End(number), End(number))

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            End(self.low.at + other.low.at, self.low.open or other.low.open),
            End(self.high.at + other.high.at, self.high.open or other.high.open),
            self.approximate or other.approximate,
        )

    def __neg__(self) -> Interval:
        return Interval(End(-self.high.at, self.high.open), End(-self.low.at, self.low.open), self.approximate)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        return self._combine(other, lambda a, b: ZERO if ZERO in (a, b) else a * b)

    def __truediv__(self, other: Interval) -> Interval:
        if other.low.at <= 0 <= other.high.at:
            raise ValueError("divides by something that may be zero")
        # What is infinite over infinite can be anything from nothing on: the other corners say how far.
        return self._combine(other, lambda a, b: ZERO if b.is_infinite() else a / b)

    def _combine(self, other: Interval, operation: Callable[[Decimal, Decimal], Decimal]) -> Interval:
        corners = [
            End(operation(a.at, b.at), (a.open or b.open) and End(ZERO) not in (a, b))  # nothing times anything
            for a in (self.low, self.high)
            for b in (other.low, other.high)
        ]
        return Interval(
            min(corners, key=lambda end: (end.at, end.open)),
            max(corners, key=lambda end: (end.at, not end.open)),
            self.approximate or other.approximate,
        )

    def quantity(self, significant: int) -> Quantity:
        """Return what may be said of this interval, rounded so that a bound stays true.

        An end at zero or infinity says nothing. Raises ValueError where neither end says anything, or one too much.
        """
        if any(end.at.is_finite() and abs(end.at) >= LARGEST for end in (self.low, self.high)):
            raise ValueError(f"comes to {LARGEST:.0E} or more; no figure is so large")
        says_low = self.low.at.is_finite() and (self.low.at != 0 or not self.low.open)
        says_high = self.high.at.is_finite() and (self.high.at != 0 or not self.high.open)
        # A third taken three times is 0.999…: floor and ceiling must not take that for less than one.
        least, most = round_significant(self.low.at, RELIABLE), round_significant(self.high.at, RELIABLE)
        if least == most:
            number = round_significant(least, significant)
            inexact = self.approximate or number != least
            return Quantity(number, Bound.ABOUT if inexact else Bound.EXACT)
        if says_low and says_high:
            low = round_significant(least, significant, ROUND_FLOOR)
            high = round_significant(most, significant, ROUND_CEILING)
            inexact = self.approximate or (low, high) != (least, most)
            return Quantity((low, high), Bound.ABOUT if inexact else Bound.EXACT)
        if says_low:
            number = round_significant(least, significant, ROUND_FLOOR)
            if self.approximate:
                return Quantity(number, Bound.ABOUT_OR_MORE)
            return Quantity(number, Bound.MORE_THAN if self.low.open else Bound.AT_LEAST)
        if says_high:
            mirrored = (-self).quantity(significant)
            return Quantity(-mirrored.number, _MIRRORED[mirrored.bound])
        raise ValueError("has no known end: the bounds of its parts leave it open on both sides")
