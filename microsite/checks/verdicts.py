"""Verdicts on the article's figures → problems: a figure without one, and a kind that its evidence does not bear out.

A kind names a rule; each rule is a function here, which says in an editor's words what it misses. What counts as the
same thing, date and voice stands in the functions at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from microsite.errors import Problem, suggestion
from microsite.facts.derive import Datum, Facts
from microsite.quantities import Interval, round_significant
from microsite.source.calendar import end_of, start_of
from microsite.source.models import Role, Statistic, Status, Verdict, VerdictKind, VerdictRule, split_reference
from microsite.source.project import Project

OLD = 6  # months: a figure given as current that was published longer ago was old in print
NEAR = Decimal("0.1")  # what "about" and "nearly" may be off by, as a share


@dataclass(frozen=True)
class Evidence:
    """What a verdict rests on: the judged figure, other figures, and when the article and each source appeared."""

    judged: Datum
    data: tuple[Datum, ...]
    claims: tuple[str, ...]
    units: Mapping[str, tuple[Decimal, object]]  # scale and dimension, by unit
    published: Mapping[str, str]  # days by source, the last on which it can have been
    printed: str  # the article's day
    disputed: tuple[Datum, ...]  # what stands in one disagreement with the judged figure

    def agreeing(self) -> Iterator[Datum]:
        return (datum for datum in self.data if self.agrees(datum) and same_time(self.judged, datum))

    def agrees(self, datum: Datum) -> bool:
        """Whether both figures can be right together, bounds and rounding minded."""
        (scale, dimension), (own, mine) = self.units[datum.unit], self.units[self.judged.unit]
        if dimension is None or mine is None:
            return datum.unit == self.judged.unit and datum.quantity.value == self.judged.quantity.value
        return dimension == mine and compatible(self.judged, own, datum, scale)

    def out(self, datum: Datum) -> str:
        """The day by which a figure was published; nothing where nobody knows."""
        return self.published.get(datum.source or "", "")


Rule = Callable[[Evidence], str]  # what is missing, or nothing


def check_verdicts(project: Project, facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with verdicts. A project without kinds of verdicts has none to give."""
    units = {id_: (unit.scale, unit.dimension) for id_, unit in project.units.items()}
    published = {id_: end_of(source.date) for id_, source in project.sources.items()}
    for id_, statistic in project.statistics.items():
        where = project.where[Statistic, id_]
        for index, observation in enumerate(statistic.observations):
            here, verdict = ("observations", index), observation.verdict
            if verdict is None:
                if observation.role is Role.ARTICLE and project.verdicts:
                    message = f"a figure of the article needs a 'verdict' (kinds: {', '.join(project.verdicts)})"
                    yield where.problem(*here, message=message)
                continue
            if observation.role is not Role.ARTICLE:
                yield where.problem(*here, "verdict", message="only figures of the article are judged", at_key=True)
                continue
            kind = project.verdicts.get(verdict.kind)
            if kind is None:
                hint = suggestion(verdict.kind, project.verdicts) or f" (known: {', '.join(project.verdicts)})"
                message = f"unknown kind of verdict '{verdict.kind}'{hint}"
                yield where.problem(*here, "verdict", "kind", message=message)
                continue
            unsound = [*_unsound(project, facts, id_, index, verdict)]
            for location, message in unsound:
                yield where.problem(*here, "verdict", *location, message=message)
            judged = next((datum for datum in facts.data.get(id_, ())[index : index + 1]), None)
            if unsound or judged is None or judged.unit not in units:
                continue
            data = tuple(facts.find(reference) for reference in verdict.rests_on)
            article = published.get(observation.source, "")
            evidence = Evidence(
                judged=judged,
                data=data,
                claims=verdict.claims,
                units=units,
                published=published,
                printed=article,
                disputed=(*_disputed(project, facts, judged),),
            )
            if message := _fault(verdict, kind, evidence):
                yield where.problem(*here, "verdict", "kind", message=message)


def _disputed(project: Project, facts: Facts, judged: Datum) -> Iterator[Datum]:
    for item in project.disagreements.values():
        with suppress(ValueError):  # of an unknown figure, the check of disagreements tells
            figures = [facts.find(reference) for reference in item.figures]
            yield from figures if judged in figures else ()


def _unsound(
    project: Project, facts: Facts, id_: str, index: int, verdict: Verdict
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield what a verdict names and is not there, or can't serve."""
    for number, reference in enumerate(verdict.rests_on):
        try:
            datum = facts.find(reference)
        except ValueError as error:
            yield ("rests_on", number), str(error)
            continue
        if datum == facts.data.get(id_, ())[index : index + 1][0]:
            yield ("rests_on", number), f"'{reference}' is the figure that is judged: no figure bears itself out"
        elif message := sliding(facts, reference):
            yield ("rests_on", number), message
    for number, claim in enumerate(verdict.claims):
        if claim not in project.claims:
            yield ("claims", number), f"unknown claim '{claim}'{suggestion(claim, project.claims)}"
        elif claim in facts.broken:
            yield ("claims", number), f"the claim '{claim}' {facts.broken[claim]}"


def _fault(verdict: Verdict, kind: VerdictKind, evidence: Evidence) -> str:
    rule = kind.rule
    if (rule in (VerdictRule.NONE, VerdictRule.TARGET_OPEN)) != (verdict.missing is not None):
        needs = "says under 'missing' what one would need to know" if verdict.missing is None else "misses nothing"
        return f"'{verdict.kind}' {needs}"
    targeted = evidence.judged.status is Status.TARGETED
    if targeted != rule.startswith("target-"):
        return f"'{verdict.kind}' is {'not ' if targeted else ''}for targets; this figure is {evidence.judged.status}"
    if fault := RULES[rule](evidence):
        return f"'{verdict.kind}' {fault}{_told(evidence)}"
    return ""


def _told(evidence: Evidence) -> str:
    if not evidence.data:
        return "; it rests on no figure"
    told = (f"{datum.reference} ({datum.quantity}, {datum.period or 'no period'})" for datum in evidence.data)
    return f"; it rests on {', '.join(told)}, and judges {evidence.judged.quantity}"


# --- the rules, one a kind of evidence


def _independent(evidence: Evidence) -> str:
    if any(another_voice(evidence.judged, datum) for datum in evidence.agreeing()):
        return ""
    return "needs a figure that agrees, of the same time, and that somebody else counted ('counter')"


def _same_voice(evidence: Evidence) -> str:
    agreeing = [datum for datum in evidence.data if evidence.agrees(datum) and about_the_time(evidence.judged, datum)]
    if not agreeing:
        return f"needs a figure elsewhere that agrees, of the same time or less than {OLD} months from it"
    if any(another_voice(evidence.judged, datum) for datum in agreeing):
        return "says that all go back to one voice, and somebody else counted the same"
    return ""


def _claims(evidence: Evidence) -> str:
    return "" if evidence.claims else "needs a claim that says how narrowly it holds"


def _old(evidence: Evidence) -> str:
    limit = _months_before(evidence.printed, OLD)
    for datum in evidence.data:
        out = evidence.out(datum)
        if out and (out <= limit if evidence.agrees(datum) else out <= evidence.printed):
            return ""
    return "needs a figure that agrees and was out half a year before the article, or a newer one that was out by then"


def _later(evidence: Evidence) -> str:
    if not any(evidence.out(datum) > evidence.printed for datum in evidence.data):
        return "needs a figure that was published after the article"
    return "" if evidence.claims else "needs a claim that says what is otherwise since"


def _target_met(evidence: Evidence) -> str:
    return "" if any(_meets(evidence, datum) for datum in evidence.data) else "needs a figure that meets the target"


def _target_missed(evidence: Evidence) -> str:
    if not evidence.data:
        return "needs a figure that falls short of the target"
    return "says that it was not met, and a figure meets it" if not _target_met(evidence) else ""


def _target_open(evidence: Evidence) -> str:
    return "has no outcome yet, and rests on one" if evidence.data else ""


def _incompatible(evidence: Evidence) -> str:
    """Look for one that can't be right, too. That a place is given to another, no number tells: a disagreement does."""
    same = [datum for datum in evidence.data if same_time(evidence.judged, datum)]
    ordinal = evidence.units[evidence.judged.unit][1] is None
    if any(not evidence.agrees(datum) or (ordinal and datum in evidence.disputed) for datum in same):
        return ""
    return "needs a figure of the same time that can't be right, too"


def _sole(evidence: Evidence) -> str:
    if evidence.judged.status is not Status.CLAIMED:
        return f"is for what is claimed; this figure is {evidence.judged.status}"
    if any(another_voice(evidence.judged, datum) for datum in evidence.agreeing()):
        return "says that nobody else has measured it, and somebody has"
    return ""


def _none(evidence: Evidence) -> str:
    return "says that nothing allows a verdict, and something agrees" if any(evidence.agreeing()) else ""


RULES: Mapping[VerdictRule, Rule] = {
    VerdictRule.INDEPENDENT: _independent,
    VerdictRule.SAME_VOICE: _same_voice,
    VerdictRule.CLAIMS: _claims,
    VerdictRule.OLD: _old,
    VerdictRule.LATER: _later,
    VerdictRule.TARGET_MET: _target_met,
    VerdictRule.TARGET_MISSED: _target_missed,
    VerdictRule.TARGET_OPEN: _target_open,
    VerdictRule.INCOMPATIBLE: _incompatible,
    VerdictRule.SOLE: _sole,
    VerdictRule.NONE: _none,
}


# --- what counts as the same


def another_voice(judged: Datum, datum: Datum) -> bool:
    """Whether a figure was counted by somebody who is known, and who neither counted nor states the judged one."""
    return datum.counter is not None and datum.counter not in (judged.counter, judged.speaker)


def same_time(judged: Datum, datum: Datum) -> bool:
    """Whether two periods overlap; one that is not stated is taken for the other's."""
    if judged.period is None or datum.period is None:
        return True
    return start_of(judged.period) <= end_of(datum.period) and start_of(datum.period) <= end_of(judged.period)


def about_the_time(judged: Datum, datum: Datum) -> bool:
    """Whether two periods overlap or lie less than OLD months apart: an office repeats a count until the next."""
    if same_time(judged, datum) or judged.period is None or datum.period is None:
        return True
    first, second = sorted((judged.period, datum.period), key=start_of)
    return _months_before(start_of(second), OLD) < end_of(first)


def compatible(judged: Datum, own: Decimal, datum: Datum, scale: Decimal) -> bool:
    """Whether two figures can both be right: their intervals meet, or one is the other rounded, or about that."""
    left, right = judged.quantity.interval, datum.quantity.interval
    left, right = left * Interval.exactly(own), right * Interval.exactly(scale)
    if left.approximate or right.approximate:
        room = NEAR * max(abs(judged.quantity.number * own), abs(datum.quantity.number * scale))
        return left.low.at - room <= right.high.at and right.low.at - room <= left.high.at
    if left.low.at < right.high.at and right.low.at < left.high.at:
        return True
    if left.low.at == right.high.at and not (left.low.open or right.high.open):
        return True
    if right.low.at == left.high.at and not (right.low.open or left.high.open):
        return True
    fewer = min(_digits(judged.quantity.number), _digits(datum.quantity.number))
    rounded = (round_significant(number, fewer) for number in (left.low.at, right.low.at))
    return left.low == left.high and right.low == right.high and len({*rounded}) == 1


def _months_before(day: str, months: int) -> str:
    year, month = divmod(12 * int(day[:4]) + int(day[5:7]) - 1 - months, 12)
    return f"{year:04}-{month + 1:02}{day[7:]}"


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


def _meets(evidence: Evidence, datum: Datum) -> bool:
    """Whether an outcome is what was aimed at or beyond it, both taken at their numbers."""
    (scale, _), (own, _) = evidence.units[datum.unit], evidence.units[evidence.judged.unit]
    aim, reached = evidence.judged.quantity, datum.quantity
    if aim.high is not None and aim.low is None:
        return reached.upper * scale <= aim.upper * own
    return reached.number * scale >= aim.number * own


def sliding(facts: Facts, reference: str) -> str | None:
    """Say what is wrong with naming a figure by its statistic alone, which is the first of it, in what was so once."""
    id_, key = split_reference(reference)
    if key is not None or id_ not in facts.data:
        return None
    return f"'{id_}' will be another figure when one is put in above it; write '{facts.find(id_).reference}'"
