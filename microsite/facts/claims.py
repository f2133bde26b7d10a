"""Claims → which of them hold no more. A claim compares formulas, or tells the course of a series.

A course (COURSES) is tested on every figure of its series from the first named to the last. So is a comparison of two
figures of a series: where a third, between or after them, says otherwise, the claim needs a reason (`despite`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from microsite.errors import Problem, suggestion
from microsite.facts.derive import Datum, Evaluator, Facts, WaitingError, refuse_breaks
from microsite.facts.formulas import REFERENCE, Amount, evaluate, say_dimension, tokens
from microsite.quantities import Interval
from microsite.source.calendar import end_of
from microsite.source.models import Claim
from microsite.source.project import Project

# What is said of the figures of a span: how each stands to the one before it, to a level or to all others; an example.
COURSES: Mapping[str, tuple[str, str]] = {
    "rises": (">", "rises(id@2019..2024)"),  # each is above the one before
    "falls": ("<", "falls(id@2019..2024)"),
    "peaks": (">", "peaks(id@2022, id@2019..2024)"),  # the one is above all others
    "troughs": ("<", "troughs(id@2022, id@2019..2024)"),
    "never-below": (">=", "never-below(id@2019..2024, level)"),
    "never-above": ("<=", "never-above(id@2019..2024, level)"),
    "first-among": (">", "first-among(id, other, another)"),  # the first is above all others
    "last-among": ("<", "last-among(id, other, another)"),
}

_COMPARISON = re.compile(r"\s*(<=|>=|<|>|=)\s*")
_SIGNS = {"=>": ">=", "≥": ">=", "≧": ">=", "⩾": ">=", "=<": "<=", "≤": "<=", "≦": "<=", "⩽": "<=", "==": "=",
          "===": "=", "＝": "=", "＞": ">", "＜": "<", ">>": ">", "<<": "<"}  # fmt: skip
_MISTYPED = re.compile("===|[=<>!~]=(?<![<>]=)|=[<>]|<>|>>|<<|[≥≧⩾≤≦⩽≠≈＝＞＜]")  # for a sign of comparison
_OPPOSITES: Mapping[str, tuple[str, ...]] = {"<": (">=",), "<=": (">",), ">": ("<=",), ">=": ("<",), "=": ("<", ">")}
_OPEN = "; the bounds leave it open: stated(id) compares numbers as they are printed"
_COURSE = re.compile(rf"\s*({'|'.join(COURSES)})\((.*)\)\s*", re.DOTALL)
_ARGUMENT = re.compile(r",(?![^()]*\))")  # not a comma between those of a function
_SPAN = re.compile(rf"\s*(stated\()?({REFERENCE})\.\.([A-Za-z0-9/-]+)(?(1)\))\s*")


class _Side(NamedTuple):
    """A figure or formula of a claim: as it is typed, what it comes to, and the references in it."""

    typed: str
    amount: Amount
    inputs: tuple[str, ...]


class _Pair(NamedTuple):
    """Two sides, and the sign that must stand between them."""

    left: _Side
    sign: str
    right: _Side

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.left.inputs + self.right.inputs))

    def is_certain(self) -> bool:
        return compare(self.sign, self.left.amount.interval, self.right.amount.interval)

    def is_refuted(self) -> bool:
        """Whether it certainly does not hold: more than not being certain that it does."""
        left, right = self.left.amount.interval, self.right.amount.interval
        return any(compare(sign, left, right) for sign in _OPPOSITES[self.sign])


def judge_claims(project: Project, facts: Facts) -> tuple[Facts, list[Problem]]:
    """Return the facts with the claims that do not hold, and what keeps others from being judged."""
    evaluator = Evaluator(project, facts)
    broken: dict[str, str] = {}
    problems: list[Problem] = []
    for id_, claim, where in project.placed(Claim):
        try:
            tested = _Tested(evaluator, claim)
        except WaitingError:
            continue
        except ValueError as error:
            problems.append(where.problem("holds", message=f"the claim '{id_}' {error}"))
            continue
        if failed := tested.failed():
            broken[id_] = f"does not hold: {failed}"
        elif (otherwise := tested.contradiction()) and claim.despite is None:
            message = f"the claim '{id_}' {otherwise}; tell the course, or say in 'despite' why the words stand"
            problems.append(where.problem("holds", message=message))
        elif claim.despite is not None and not otherwise:
            problems.append(where.problem("despite", message="no third figure says otherwise: remove 'despite'"))
    return replace(facts, broken=broken), problems


def references(holds: str) -> Iterator[str]:
    """Yield what a claim names, as `id` or `id@key`; of a span, both ends."""
    course = _COURSE.fullmatch(holds)
    for side in _ARGUMENT.split(course[2]) if course else _COMPARISON.split(holds)[::2]:
        if span := _SPAN.fullmatch(side):
            yield from (span[2], f"{span[2].partition('@')[0]}@{span[3]}")
        else:
            yield from (text for kind, text in tokens(side) if kind in ("id", "stated"))


class _Tested:
    """A claim as the pairs that must hold. Raises ValueError for what is none, in an editor's words."""

    def __init__(self, evaluator: Evaluator, claim: Claim) -> None:
        self.evaluator, self.claim = evaluator, claim
        self.course = _COURSE.fullmatch(claim.holds)
        pairs = self._told(self.course[1], self.course[2]) if self.course else self._compared()
        self.pairs = tuple(pairs)
        for left, _, right in self.pairs:
            if left.amount.dimension != right.amount.dimension:
                dimensions = f"{say_dimension(left.amount.dimension)} and {say_dimension(right.amount.dimension)}"
                raise ValueError(f"compares {dimensions}; expected the same unit")
        refuse_breaks((evaluator.breaks(pair.inputs) for pair in self.pairs), claim, "compares")

    def failed(self) -> str:
        """Return what of it does not hold, with the numbers behind its ids; nothing if all does."""
        failed = next((pair for pair in self.pairs if not pair.is_certain()), None)
        if failed is None:
            return ""
        if self.course:
            needed = self._said(f"{failed.left.typed} {failed.sign} {failed.right.typed}")
            return f"{self.claim.holds.strip()}, which needs {needed}"
        hint = "" if failed.is_refuted() or not self._is_stated(failed) else _OPEN
        return self._said(self.claim.holds) + hint

    def _is_stated(self, pair: _Pair) -> bool:
        """Whether a pair holds of its numbers as they are printed, without their bounds."""

        def stated(reference: str, kind: str) -> Amount:
            statistic = self.evaluator.project.statistics[reference.partition("@")[0]]
            return self.evaluator.amount(reference, kind if statistic.derive else "stated")

        return self._changed(pair, stated).is_certain()

    def _is_refuted(self, pair: _Pair, old: Datum, new: Datum) -> bool:
        """Whether a pair certainly does not hold with one figure in the place of another."""

        def instead(reference: str, kind: str) -> Amount:
            is_old = self.evaluator.facts.find(reference) is old
            return self.evaluator.amount(new.reference if is_old else reference, kind)

        return self._changed(pair, instead).is_refuted()

    def _changed(self, pair: _Pair, amount: Callable[[str, str], Amount]) -> _Pair:
        """Return a pair with other amounts of what it names."""
        left, right = (
            side._replace(amount=evaluate(tokens(side.typed), amount, self.evaluator.judged)[0])
            for side in (pair.left, pair.right)
        )
        return _Pair(left, pair.sign, right)

    def contradiction(self) -> str:
        """Return which third figure says otherwise than a comparison of two of its series, or nothing.

        In the place of the later of the two, or of the earlier where it lies between them, it makes what is said false,
        and certainly so. A course looks at all figures by itself.
        """
        facts = self.evaluator.facts
        named = {facts.find(reference).reference for pair in self.pairs for reference in pair.inputs}
        for pair in () if self.course else self.pairs:
            for earlier, later in self._twos(pair):
                for third in sorted(facts.data[earlier.statistic], key=_ends):
                    if third.reference in named or not third.is_akin(earlier) or _ends(third) <= _ends(earlier):
                        continue
                    places = [(later, earlier), *([(earlier, later)] if _ends(third) < _ends(later) else ())]
                    if any(third.continues(kept) and self._is_refuted(pair, old, third) for old, kept in places):
                        two = f"compares {earlier.reference} and {later.reference}"
                        return f"{two}, and {third.reference} ({third.quantity}) of their series says otherwise"
        return ""

    def _twos(self, pair: _Pair) -> Iterator[tuple[Datum, Datum]]:
        """Yield the figures of one series that a pair compares, where these are two of different times."""
        data = {datum.reference: datum for datum in map(self.evaluator.facts.find, pair.inputs)}.values()
        for datum in data:
            earlier, *others = sorted(filter(datum.is_akin, data), key=_ends) or [datum]
            if earlier is datum and len(others) == 1 and _ends(earlier) < _ends(others[0]):
                yield earlier, others[0]

    def _side(self, typed: str) -> _Side:
        return _Side(typed.strip(), *self.evaluator.value(typed))

    def _compared(self) -> Iterator[_Pair]:
        if typed := _MISTYPED.search(self.claim.holds):
            raise ValueError(f"has '{typed[0]}'; expected {_SIGNS.get(typed[0], '< or >')}")
        parts = _COMPARISON.split(self.claim.holds)
        if len(parts) == 1:
            name, bracket, _ = parts[0].partition("(")
            hint = (bracket and suggestion(name.strip(), COURSES)) or f", or one of {', '.join(COURSES)}"
            raise ValueError(f"compares nothing; expected <, <=, =, >= or > between formulas{hint}")
        sides = map(self._side, parts[::2])
        for sign, (left, right) in zip(parts[1::2], pairwise(sides), strict=True):
            yield _Pair(left, sign, right)

    def _told(self, name: str, typed: str) -> Iterator[_Pair]:
        (sign, example), terms = COURSES[name], _ARGUMENT.split(typed)
        if len(terms) != example.count(",") + 1 and not (name.endswith("-among") and len(terms) > 1):
            raise ValueError(f"has {len(terms)} term{'s' * (len(terms) > 1)} in {name}; expected {example}")
        if name in ("rises", "falls"):
            yield from (_Pair(later, sign, earlier) for earlier, later in pairwise(self._span(terms[0])))
        elif name.startswith("never-"):
            level = self._side(terms[1])
            yield from (_Pair(side, sign, level) for side in self._span(terms[0]))
        else:
            one = self._side(terms[0])
            spans = (self._span(term) if _SPAN.fullmatch(term) else (self._side(term),) for term in terms[1:])
            others = [other for span in spans for other in span]
            same = [other for other in others if self._figures(other) == self._figures(one)]
            if name in ("peaks", "troughs") and not same:
                raise ValueError(f"has '{one.typed}' outside of its span; expected {example}")
            yield from (_Pair(one, sign, other) for other in others if other not in same)

    def _figures(self, side: _Side) -> list[str]:
        return [self.evaluator.facts.find(reference).reference for reference in side.inputs]

    def _span(self, typed: str) -> tuple[_Side, ...]:
        """Return all figures of a series from one to another, in the order of time."""
        match = _SPAN.fullmatch(typed)
        if match is None:
            raise ValueError(f"has '{typed.strip()}' where a span was expected, such as id@2019..2024")
        facts = self.evaluator.facts
        try:
            first = facts.find(match[2])
            last = facts.find(f"{first.statistic}@{match[3]}")
        except ValueError as error:
            raise ValueError(f"names what is not there: {error}") from None
        if not first.is_akin(last):
            raise ValueError(f"spans {first.reference} and {last.reference}, which are not of one series")
        if _ends(first) >= _ends(last):
            raise ValueError(f"has a span that does not begin before it ends: '{typed.strip()}'")
        data = (item for item in facts.data[first.statistic] if item.is_akin(first))
        within = sorted((item for item in data if _ends(first) <= _ends(item) <= _ends(last)), key=_ends)
        form = "stated({})" if match[1] else "{}"
        return tuple(self._side(form.format(datum.reference)) for datum in within)

    def _said(self, typed: str) -> str:
        """Repeat what is typed with the numbers behind its ids, for an editor."""

        def figure(match: re.Match[str]) -> str:
            return f"{match[0]} ({self.evaluator.facts.find(match[0]).quantity})"

        return re.sub(rf"(?<![\w-]){REFERENCE}(?![\w(-])", figure, typed)


def _ends(datum: Datum) -> str:
    return end_of(datum.period)


def compare(sign: str, left: Interval, right: Interval) -> bool:
    """Whether a sign certainly stands between any two values that both intervals allow."""
    if sign in (">", ">="):
        return compare("<" if sign == ">" else "<=", right, left)
    if left.approximate or right.approximate:  # about 36 is neither known to be 36 nor to be no less
        return sign != "=" and left.high.at < right.low.at
    if sign == "=":
        return left.low.at == left.high.at == right.low.at == right.high.at
    if sign == "<=":
        return left.high.at <= right.low.at
    apart = left.high.open or right.low.open
    return left.high.at < right.low.at or (apart and left.high.at == right.low.at)
