"""Verdicts on the article's figures → problems: a figure without one; one without the evidence that its kind needs.

A kind names a rule; `_missed` says in an editor's words what each rule misses. What counts as the same thing, date and
voice stands in the functions at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from microsite.errors import Problem
from microsite.facts.claims import compare
from microsite.facts.derive import Datum, Facts
from microsite.quantities import Interval, round_significant
from microsite.source.calendar import A_DAY, end_of, span, start_of
from microsite.source.models import Role, Status, Unit, Verdict, VerdictRule
from microsite.source.project import Project
from microsite.source.yamlfile import Location

OLD = 6  # months: a figure given as current that was published longer ago was old in print
NEAR = Decimal("0.1")  # what "about" and "nearly" may be off by, as a share


def check_verdicts(project: Project, facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with verdicts. A project without kinds of verdicts has none to give."""
    for id_, observation, where in project.observations:
        verdict = observation.verdict
        if verdict is None:
            if observation.role is Role.ARTICLE and project.verdicts:
                message = f"a figure of the article needs a 'verdict' (kinds: {', '.join(project.verdicts)})"
                yield where.problem(message=message)
        elif observation.role is not Role.ARTICLE:
            yield where.problem("verdict", message="only figures of the article are judged", at_key=True)
        elif verdict.kind in project.verdicts:
            for judged in (datum for datum in facts.data.get(id_, ()) if datum.verdict is verdict):
                faults = [*_unsound(facts, judged, verdict)]
                with suppress(KeyError, ValueError):  # of what is not there, as is told
                    if not faults and (fault := find_fault(Evidence(project, facts, judged, verdict))):
                        faults = [(("kind",), fault)]
                yield from (where.problem("verdict", *location, message=fault) for location, fault in faults)


def _unsound(facts: Facts, judged: Datum, verdict: Verdict) -> Iterator[tuple[Location, str]]:
    """Yield what a verdict rests on, and can't serve."""
    for number, reference in enumerate(verdict.rests_on):
        if reference == judged.reference:
            yield ("rests_on", number), f"'{reference}' is the figure that is judged: no figure bears itself out"
    for number, claim in enumerate(verdict.claims):
        if claim in facts.broken:
            yield ("claims", number), f"the claim '{claim}' {facts.broken[claim]}"


@dataclass(frozen=True)
class Evidence:
    """A verdict of the article's figure that is judged, with all that it rests on known and in known units."""

    project: Project
    facts: Facts
    judged: Datum
    verdict: Verdict

    @cached_property
    def data(self) -> tuple[Datum, ...]:
        return tuple(map(self.facts.find, self.verdict.rests_on))

    @property
    def printed(self) -> str:
        """The article's day."""
        return self.out(self.judged)

    def unit(self, datum: Datum) -> Unit:
        return self.project.units[datum.unit]

    def out(self, datum: Datum) -> str:
        """The day by which a figure was published, the last on which it can have been; nothing where nobody knows."""
        source = self.project.sources.get(datum.source or "")
        return end_of(source.date) if source else ""

    def agrees(self, datum: Datum) -> bool:
        """Whether both figures can be right together, bounds and rounding minded."""
        unit, own = self.unit(datum), self.unit(self.judged)
        if unit.dimension is None or own.dimension is None:
            return unit is own and datum.quantity.value == self.judged.quantity.value
        return unit.dimension == own.dimension and compatible(self.judged, own.scale, datum, unit.scale)

    def disputes(self, datum: Datum) -> bool:
        """Whether a figure stands in one disagreement with the judged one."""
        both = {datum.reference, self.judged.reference}
        return any(both <= {*item.figures} for item in self.project.disagreements.values())


def find_fault(evidence: Evidence) -> str:
    """Return what the evidence does not bear out of a verdict of a known kind; nothing if it does."""
    verdict, rule = evidence.verdict, evidence.project.verdicts[evidence.verdict.kind].rule
    if (rule in (VerdictRule.NONE, VerdictRule.TARGET_OPEN)) != (verdict.missing is not None):
        needs = "says under 'missing' what one would need to know" if verdict.missing is None else "misses nothing"
        return f"'{verdict.kind}' {needs}"
    targeted = evidence.judged.status is Status.TARGETED
    if targeted != rule.startswith("target-"):
        return f"'{verdict.kind}' is {'not ' if targeted else ''}for targets; this figure is {evidence.judged.status}"
    fault = _missed(evidence, rule)
    return f"'{verdict.kind}' {fault}{_told(evidence)}" if fault else ""


def _told(evidence: Evidence) -> str:
    if not evidence.data:
        return "; it rests on no figure"
    told = (f"{datum.reference} ({datum.quantity}, {datum.period or 'no period'})" for datum in evidence.data)
    return f"; it rests on {', '.join(told)}, and judges {evidence.judged.quantity}"


def _missed(evidence: Evidence, rule: VerdictRule) -> str:
    """Return what a rule misses, or finds that it can't have; nothing where the evidence bears it out."""
    judged, data, claims = evidence.judged, evidence.data, evidence.verdict.claims
    agreed = [datum for datum in data if evidence.agrees(datum)]
    agreeing = [datum for datum in agreed if same_time(judged, datum)]
    about = [datum for datum in agreed if about_the_time(judged, datum)]
    met = any(_meets(evidence, datum) for datum in data)
    match rule:
        case VerdictRule.INDEPENDENT if not any(another_voice(judged, datum) for datum in agreeing):
            return "needs a figure that agrees, of the same time, and that somebody else counted ('counter')"
        case VerdictRule.SAME_VOICE if not about:
            return f"needs a figure elsewhere that agrees, of the same time or less than {OLD} months from it"
        case VerdictRule.SAME_VOICE if any(another_voice(judged, datum) for datum in about):
            return "says that all go back to one voice, and somebody else counted the same"
        case VerdictRule.CLAIMS if not claims:
            return "needs a claim that says how narrowly it holds"
        case VerdictRule.OLD if not any(_was_old(evidence, datum) for datum in data):
            old = "was out half a year before the article"
            return f"needs a figure that agrees and {old}, or a newer one that was out by then"
        case VerdictRule.LATER if not any(evidence.out(datum) > evidence.printed for datum in data):
            return "needs a figure that was published after the article"
        case VerdictRule.LATER if not claims:
            return "needs a claim that says what is otherwise since"
        case VerdictRule.TARGET_MET if not met:
            return "needs a figure that meets the target"
        case VerdictRule.TARGET_MISSED if not data:
            return "needs a figure that falls short of the target"
        case VerdictRule.TARGET_MISSED if met:
            return "says that it was not met, and a figure meets it"
        case VerdictRule.TARGET_OPEN if data:
            return "has no outcome yet, and rests on one"
        case VerdictRule.INCOMPATIBLE if not any(_is_against(evidence, datum) for datum in data):
            return "needs a figure of the same time that can't be right, too"
        case VerdictRule.SOLE if judged.status is not Status.CLAIMED:
            return f"is for what is claimed; this figure is {judged.status}"
        case VerdictRule.SOLE if any(another_voice(judged, datum) for datum in agreeing):
            return "says that nobody else has measured it, and somebody has"
        case VerdictRule.NONE if agreeing:
            return "says that nothing allows a verdict, and something agrees"
    return ""


def _was_old(evidence: Evidence, datum: Datum) -> bool:
    """Whether a figure shows that the judged one was old in print: it was out long before, or as a newer one."""
    out = evidence.out(datum)
    limit = _months_before(evidence.printed, OLD) if evidence.agrees(datum) else evidence.printed
    return "" < out <= limit


def _is_against(evidence: Evidence, datum: Datum) -> bool:
    """Whether both can't be right. That a place is given to another, no number tells: a disagreement does."""
    ordinal = evidence.unit(evidence.judged).dimension is None
    against = not evidence.agrees(datum) or (ordinal and evidence.disputes(datum))
    return against and same_time(evidence.judged, datum)


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
    return span(second)[0] - span(first)[1] < OLD / 12 - A_DAY / 2


def compatible(judged: Datum, own: Decimal, datum: Datum, scale: Decimal) -> bool:
    """Whether two figures can both be right: their intervals meet, or one is the other rounded, or about that."""
    left, right = judged.quantity.interval, datum.quantity.interval
    left, right = left * Interval.exactly(own), right * Interval.exactly(scale)
    if left.approximate or right.approximate:
        room = NEAR * max(abs(judged.quantity.number * own), abs(datum.quantity.number * scale))
        return left.low.at - room <= right.high.at and right.low.at - room <= left.high.at
    if not (compare("<", left, right) or compare(">", left, right)):
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
    scale, own = evidence.unit(datum).scale, evidence.unit(evidence.judged).scale
    aim, reached = evidence.judged.quantity, datum.quantity
    if aim.high is not None and aim.low is None:
        return reached.upper * scale <= aim.upper * own
    return reached.number * scale >= aim.number * own
