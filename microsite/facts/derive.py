"""Statistics and their formulas → facts: every figure of the site as one `Datum` each.

What a formula cannot know is refused, at its place in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from microsite.errors import Problem, hint, suggestion
from microsite.facts.formulas import DEEPEST, Amount, evaluate, powers, say_dimension, tokens
from microsite.quantities import Interval, Quantity
from microsite.source.calendar import end_of
from microsite.source.models import (
    Claim,
    Derivation,
    Mention,
    Observation,
    Role,
    Statistic,
    Status,
    Unit,
    Verdict,
    split_reference,
)
from microsite.source.project import Project

# What is made from uncertain things is as uncertain as the least certain of them, last here.
CERTAINTY = (Status.MEASURED, Status.DERIVED, Status.ESTIMATED, Status.CLAIMED, Status.TARGETED)


@dataclass(frozen=True)
class Datum:
    """One figure with everything that is known about it.

    Numbers are in the statistic's unit. What has the name of an observation's field is what stands there. `basis` is
    the status of the least certain figure behind a derived one, and its own status otherwise; `inputs` are the
    references in its formula.
    """

    statistic: str
    key: str
    quantity: Quantity
    unit: str
    status: Status
    basis: Status
    role: Role
    period: str | None = None
    period_is: str = "stated"
    period_label: Mapping[str, str] | None = None
    source: str | None = None
    speaker: str | None = None
    paragraph: int | None = None
    printed: str | None = None
    worded: str | None = None  # the figure as its source words it, in the source's language
    language: str = ""
    places: tuple[Mention, ...] = ()  # where the article prints it
    label: Mapping[str, str] | None = None
    note: Mapping[str, str] | None = None
    inputs: tuple[str, ...] = ()
    next_release: str | None = None
    counter: str | None = None
    series: str | None = None  # of its statistic's
    base: str = ""  # the break from which on its series counts as it does here
    verdict: Verdict | None = None

    @property
    def reference(self) -> str:
        return f"{self.statistic}@{self.key}"

    def continues(self, other: Datum) -> bool:
        """Whether both are of one series, and no break lies between them: only such figures may be joined."""
        return self.is_akin(other) and self.base == other.base

    def is_akin(self, other: Datum) -> bool:
        """Whether both are of one series, on whatever base."""
        return self.series is not None and (self.statistic, self.series) == (other.statistic, other.series)


_AS_OBSERVED = Datum.__dataclass_fields__.keys() & Observation.model_fields.keys() - {"key", "worded"}


@dataclass(frozen=True)
class Facts:
    """All data, by statistic, the statistic's own figure first."""

    data: Mapping[str, tuple[Datum, ...]]
    broken: Mapping[str, str] = field(default_factory=dict)  # claims that do not hold, and why: once they are judged

    def find(self, reference: str) -> Datum:
        """Return the datum of `id` or `id@key`. Raises ValueError with a hint for an editor."""
        id_, key = split_reference(reference)
        if id_ not in self.data:
            raise ValueError(f"unknown statistic '{id_}'{suggestion(id_, self.data)}")
        data = self.data[id_]
        if key is None:
            return data[0]
        for datum in data:
            if datum.key == key:
                return datum
        raise ValueError(f"'{id_}' has no observation '{key}'{hint(key, [datum.key for datum in data])}")

    def __iter__(self) -> Iterator[Datum]:
        for data in self.data.values():
            yield from data


def observation_key(observation: Observation) -> str:
    """An observation's name within its statistic; checks/ sees to it that none is named twice."""
    return observation.key or observation.period or "undated"


def derived_key(derivation: Derivation) -> str:
    return derivation.period or "derived"


def derive_facts(project: Project) -> tuple[Facts, list[Problem]]:
    """Evaluate every formula; those that can't be evaluated are problems, and missing from the facts."""
    data = {
        id_: tuple(_observed(project, id_, observation) for observation in statistic.observations)
        for id_, statistic in project.statistics.items()
        if statistic.observations
    }
    evaluator = Evaluator(project, Facts(data))
    problems: list[Problem] = []
    for id_, statistic, where in project.placed(Statistic):
        if statistic.derive is None:
            continue
        try:
            data[id_] = (evaluator.derived(id_, statistic.unit, statistic.derive),)
        except WaitingError:
            continue
        except ValueError as error:
            problems.append(where.problem("derive", "formula", message=f"the formula of '{id_}' {error}"))
    return Facts({id_: data[id_] for id_ in project.statistics if id_ in data}), problems


def _observed(project: Project, id_: str, observation: Observation) -> Datum:
    statistic, source, said = project.statistics[id_], project.sources.get(observation.source), vars(observation)
    return Datum(
        statistic=id_,
        key=observation_key(observation),
        quantity=Quantity(observation.value, observation.bound),
        unit=statistic.unit,
        basis=observation.status,
        worded=observation.worded or observation.printed,
        language=(source.language or "") if source else "",
        base=_base(statistic, observation),
        places=observation.places,
        **{name: said[name] for name in _AS_OBSERVED},
    )


def _base(statistic: Statistic, observation: Observation) -> str:
    """Return the last break of its series before an observation ends, if there is any."""
    series = statistic.series.get(observation.series or "")
    passed = [at for at in series.breaks if end_of(at) <= end_of(observation.period)] if series else []
    return max(passed, key=end_of, default="")


class WaitingError(ValueError):
    """A figure can't be calculated for what is a problem elsewhere, and is none itself."""


class Evaluator:
    """Evaluates formulas, those over other formulas unrounded; remembers what each has used."""

    def __init__(self, project: Project, facts: Facts) -> None:
        self.project, self.facts = project, facts
        self.amounts: dict[str, tuple[Amount, tuple[str, ...]]] = {}
        self.under_way: list[str] = []

    def derived(self, id_: str, unit_id: str, derivation: Derivation) -> Datum:
        amount, inputs = self.formula(id_, derivation)
        refuse_breaks([self.breaks(inputs)], derivation, "calculates")
        unit, given = self.unit(unit_id), say_dimension(amount.dimension)
        if unit.dimension is None:
            raise ValueError(f"gives {given}, and the unit '{unit_id}' can't be calculated with")
        if powers(unit.dimension) != amount.dimension:
            raise ValueError(f"gives {given}, not the unit '{unit_id}' ({say_dimension(powers(unit.dimension))})")
        quantity = (amount.interval / Interval.exactly(unit.scale)).quantity(derivation.significant)
        data = [self.facts.find(reference) for reference in self.leaves(inputs)]
        return Datum(
            statistic=id_,
            key=derived_key(derivation),
            quantity=quantity,
            unit=unit_id,
            status=Status.DERIVED,
            basis=max((datum.basis for datum in data), key=CERTAINTY.index, default=Status.DERIVED),
            role=Role.CONTEXT if any(datum.role is Role.CONTEXT for datum in data) else Role.ARTICLE,
            period=derivation.period,
            period_is="inferred" if any(datum.period_is == "inferred" for datum in data) else "stated",
            inputs=inputs,
        )

    def leaves(self, references: tuple[str, ...]) -> Iterator[str]:
        for reference in references:
            id_, _ = split_reference(reference)
            if id_ in self.amounts:
                yield from self.leaves(self.amounts[id_][1])
            else:
                yield reference

    def formula(self, id_: str, derivation: Derivation) -> tuple[Amount, tuple[str, ...]]:
        if id_ not in self.amounts:
            if id_ in self.under_way:
                raise ValueError(f"leads back to itself: {' → '.join([*self.under_way, id_])}")
            if len(self.under_way) > DEEPEST:
                raise ValueError(f"rests on a chain of more than {DEEPEST} derived figures")
            self.under_way.append(id_)
            try:
                self.amounts[id_] = self.value(derivation.formula)
            finally:
                self.under_way.pop()
        return self.amounts[id_]

    def value(self, formula: str) -> tuple[Amount, tuple[str, ...]]:
        """Return what a formula comes to, and the references in it. Raises ValueError."""
        return evaluate(tokens(formula), self.amount, self.judged)

    def amount(self, reference: str, kind: str) -> Amount:
        """Return the amount of a statistic; of the kind "stated", its number as a point, the bound set aside."""
        id_, key = split_reference(reference)
        statistic = self.project.statistics.get(id_)
        if statistic is not None and statistic.derive is not None:
            if key not in (None, derived_key(statistic.derive)):
                raise ValueError(f"names '{reference}': '{id_}' is derived, and has no other observation")
            if kind == "stated":
                raise ValueError(f"has stated({reference}), which is derived: nobody states it")
            return self.formula(id_, statistic.derive)[0]
        try:
            datum = self.facts.find(reference)
        except ValueError as error:
            raise ValueError(f"names what is not there: {error}") from None
        unit = self.unit(datum.unit)
        if unit.dimension is None:
            raise ValueError(f"calculates with '{id_}', whose unit '{datum.unit}' is no amount")
        interval = Interval.exactly(datum.quantity.number) if kind == "stated" else datum.quantity.interval
        return Amount(interval * Interval.exactly(unit.scale), powers(unit.dimension))

    def unit(self, id_: str) -> Unit:
        if id_ not in self.project.units:
            raise WaitingError(f"calculates in an unknown unit, '{id_}'")
        return self.project.units[id_]

    def breaks(self, references: Iterable[str]) -> list[str]:
        """Return the breaks that lie between figures of one series."""
        data = [
            self.facts.find(reference) for reference in references if reference.partition("@")[0] in self.facts.data
        ]
        apart = (pair for pair in combinations(data, 2) if pair[0].is_akin(pair[1]) and pair[0].base != pair[1].base)
        return [
            f"the break of {max(one.base, other.base, key=end_of)} in '{one.series}' of '{one.statistic}'"
            for one, other in apart
        ]

    def judged(self, kind: str) -> int:
        """Return how many of the article's figures have a kind of verdict; without a kind, how many have one."""
        if kind and kind not in self.project.verdicts:
            raise ValueError(f"counts an unknown kind of verdict, '{kind}'{hint(kind, self.project.verdicts)}")
        return self.counts[kind] if kind else self.counts.total()

    @cached_property
    def counts(self) -> Counter[str]:
        """How many of the article's figures have each kind of verdict."""
        return Counter(datum.verdict.kind for datum in self.facts if datum.verdict)


def refuse_breaks(found: Iterable[list[str]], record: Claim | Derivation, verb: str) -> None:
    """Raise ValueError where figures from both sides of a break meet and nobody says why, or none do and somebody does.

    `found` are the breaks that each comparison crosses.
    """
    crossed = [place for places in found for place in places]
    if crossed and record.across is None:
        raise ValueError(f"{verb} across {crossed[0]}; leave that, or say in 'across' why it is meant")
    if not crossed and record.across is not None:
        raise ValueError(f"{verb} across no break of a series: remove 'across'")
