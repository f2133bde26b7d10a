"""A formula → what it comes to: arithmetic over ids (`new-tech-firms / days(2024)`) that carries bounds and units.

Bounds are carried by quantities.py, units by dimension and scale. What is behind an id, derive.py knows.
"""

from __future__ import annotations

import math
import re
from calendar import isleap
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from microsite.quantities import Interval

ANGLE = (("angle", 1),)  # in degrees
EARTH = 6_371_009  # metres: the mean radius, for distances as the crow flies
DAY = Decimal(86400)  # the unit `days`, in the seconds that all times are reckoned in
DEEPEST = 10  # brackets in brackets, and derived figures in derived figures: nobody can follow more
LONGEST = 1000  # characters of a formula

Dimension = tuple[tuple[str, int], ...]  # sorted, without zero powers


class Amount(NamedTuple):
    """An interval in base units, and its dimension."""

    interval: Interval
    dimension: Dimension = ()


def powers(dimension: Mapping[str, int]) -> Dimension:
    return tuple(sorted((name, power) for name, power in dimension.items() if power))


def say_dimension(dimension: Dimension) -> str:
    return " · ".join(f"{name}^{power}" if power != 1 else name for name, power in dimension) or "a plain number"


REFERENCE = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:@[A-Za-z0-9/-]+)?"
TOKEN = re.compile(
    rf"\s*(?:days\((?P<days>[0-9]{{4}})\)|verdicts\((?P<verdicts>[a-z0-9-]*)\)"
    rf"|stated\((?P<stated>{REFERENCE})\)|(?P<distance>distance(?=\())"
    rf"|(?P<id>{REFERENCE})|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<sign>[-+*/(),]))"
)
TYPED = {"%": "a share, such as 0.75 for 75%", "×": "*", "·": "*", "÷": "/", "−": "-", "（": "(", "）": ")", "，": ","}


def tokens(formula: str) -> list[tuple[str, str]]:
    """Split a formula into (kind, text): days, verdicts, stated, distance, id, number or sign.

    Raises ValueError at what belongs to no formula.
    """
    if len(formula) > LONGEST:
        raise ValueError(f"has more than {LONGEST} characters")
    found, position = [], 0
    while formula[position:].strip():
        match = TOKEN.match(formula, position)
        if not match:
            rest = formula[position:].strip()
            hint = f"; expected {TYPED[rest[0]]}" if rest[0] in TYPED else ""
            raise ValueError(f"can't be read from '{rest[:20]}' on{hint}")
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        position = match.end()
    signs = [text for kind, text in found if kind == "sign"]
    if max(accumulate((text == "(") - (text == ")") for text in signs), default=0) > DEEPEST:
        raise ValueError(f"has brackets more than {DEEPEST} deep")
    return found


def evaluate(
    found: list[tuple[str, str]], amount: Callable[[str, str], Amount], judged: Callable[[str], int]
) -> tuple[Amount, tuple[str, ...]]:
    """Return what the tokens of a formula come to, and the references in it. Raises ValueError.

    `amount` knows what a reference comes to, by whether it is an id or a stated one; `judged`, how many of the
    article's figures have a kind of verdict.
    """
    formula = _Formula(found, amount, judged)
    whole = formula.sum()
    if formula.tokens:
        raise ValueError(f"can't be read from '{formula.tokens[0][1]}' on")
    return whole, tuple(dict.fromkeys(formula.inputs))


@dataclass
class _Formula:
    """Reads and evaluates in one pass: sums of products of factors, as in school."""

    tokens: list[tuple[str, str]]
    amount: Callable[[str, str], Amount]
    judged: Callable[[str], int]
    inputs: list[str] = field(default_factory=list)

    def take(self, *texts: str) -> str | None:
        if self.tokens and self.tokens[0][0] == "sign" and self.tokens[0][1] in texts:
            return self.tokens.pop(0)[1]
        return None

    def sum(self) -> Amount:
        left = self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            if left.dimension != right.dimension:
                verb, to = ("adds", "to") if sign == "+" else ("subtracts", "from")
                raise ValueError(f"{verb} {say_dimension(right.dimension)} {to} {say_dimension(left.dimension)}")
            interval = left.interval + right.interval if sign == "+" else left.interval - right.interval
            left = Amount(interval, left.dimension)
        return left

    def product(self) -> Amount:
        left = self.factor()
        while sign := self.take("*", "/"):
            right = self.factor()
            raised = Counter(dict(left.dimension))
            for name, power in right.dimension:
                raised[name] += power if sign == "*" else -power
            interval = left.interval * right.interval if sign == "*" else left.interval / right.interval
            left = Amount(interval, powers(raised))
        return left

    def factor(self) -> Amount:
        if self.take("("):
            amount = self.sum()
            self.close()
            return amount
        if not self.tokens:
            raise ValueError("ends too early")
        kind, text = self.tokens.pop(0)
        if kind == "number":
            return Amount(Interval.exactly(Decimal(text)))
        if kind == "days":
            return Amount(Interval.exactly((366 if isleap(int(text)) else 365) * DAY), (("time", 1),))
        if kind == "verdicts":
            return Amount(Interval.exactly(Decimal(self.judged(text))))
        if kind == "distance":
            return self.distance()
        if kind == "id" and self.take("("):
            known = "days(2024), with a year, verdicts(kind), stated(id) or distance(…)"
            raise ValueError(f"can't be read from '{text}(' on: expected {known}")
        if kind in ("id", "stated"):
            self.inputs.append(text)
            return self.amount(text, kind)
        raise ValueError(f"has '{text}' where a number or an id was expected")

    def distance(self) -> Amount:
        """Read two places, each a latitude and a longitude; return how far it is from one to the other."""
        self.take("(")
        angles = [self.sum()]
        while self.take(","):
            angles.append(self.sum())
        self.close()
        if len(angles) != 4 or any(angle.dimension != ANGLE for angle in angles):
            raise ValueError("needs four angles in distance(latitude, longitude, latitude, longitude)")
        if any(angle.interval != Interval.exactly(angle.interval.low.at) for angle in angles):
            raise ValueError("measures a distance from a place that is not exact")
        latitude, longitude, other, beside = (math.radians(angle.interval.low.at) for angle in angles)
        across = math.sin((other - latitude) / 2) ** 2
        across += math.cos(latitude) * math.cos(other) * math.sin((beside - longitude) / 2) ** 2
        metres = Decimal(round(2 * EARTH * math.asin(math.sqrt(across)), 3)).quantize(Decimal("0.001"))
        return Amount(replace(Interval.exactly(metres), approximate=True), (("length", 1),))  # the Earth is no sphere

    def close(self) -> None:
        if not self.take(")"):
            raise ValueError("lacks a ')'")
