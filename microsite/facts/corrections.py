"""The log of corrections → its entries with the figures that they name; and a draft of what it lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

from microsite.facts.derive import Datum, Facts
from microsite.quantities import Bound, Quantity
from microsite.source.models import Correction
from microsite.source.project import Project


class LogEntry(NamedTuple):
    """A correction and the figure that it is about; `was` and `now` are that figure as it was stated.

    `evidence` are figures, each with the id of its source, and sources alone.
    """

    correction: Correction
    datum: Datum
    was: Datum | None
    now: Datum | None
    evidence: tuple[tuple[Datum | None, str | None], ...]

    def is_unseen(self, published: str | None) -> bool:
        """Whether it was put right before the site was published, so that no reader saw it."""
        return published is None or self.correction.date < published

    @property
    def anchor(self) -> str:
        """Its id on the page of corrections: permanent."""
        return f"{self.correction.date}-{self.datum.reference.replace('@', '-').replace('/', '-')}"


def list_entries(project: Project, facts: Facts) -> tuple[LogEntry, ...]:
    """Return all entries, newest first. What a figure was has a key of its own, which no marker can name."""
    return tuple(_entry(project, facts, item) for item in project.corrections.values())


def _entry(project: Project, facts: Facts, correction: Correction) -> LogEntry:
    datum = facts.find(correction.statistic)

    def stated(side: Literal["was", "now"]) -> Datum | None:
        figure = getattr(correction, side)
        key = f"{datum.key}/{side}/{correction.date}"
        return figure and replace(datum, key=key, quantity=Quantity(figure.value, figure.bound))

    evidence: list[tuple[Datum | None, str | None]] = []
    for reference in correction.evidence:
        found = None if reference in project.sources else facts.find(reference)
        evidence.append((found, found.source if found else reference))
    return LogEntry(correction, datum, stated("was"), stated("now"), tuple(evidence))


def draft_corrections(before: Facts, after: Facts, project: Project, today: str) -> str:
    """Return entries in YAML for the published figures that differ, but for those that are in the log.

    What is calculated from a corrected figure changes with it, and is named in a comment.
    """
    logged = {(entry.datum.reference, entry.was and entry.was.quantity) for entry in list_entries(project, after)}
    old, new = ({datum.reference: datum for datum in facts} for facts in (before, after))
    both = [reference for reference in new if reference in old]
    changed = [reference for reference in both if new[reference].quantity != old[reference].quantity]
    follow = [reference for reference in changed if new[reference].inputs]
    todo = ", ".join(f"{code}: TODO" for code in project.site.languages)
    lines = []
    for reference in changed:
        if reference not in follow and (reference, old[reference].quantity) not in logged:
            lines += [
                f"- date: {today}",
                f"  statistic: {reference}",
                f"  was: {typed(old[reference].quantity)}",
                f"  now: {typed(new[reference].quantity)}",
                f"  why: {{{todo}}}",
            ]
    if lines and follow:
        lines.append(f"# changes with it: {', '.join(follow)}")
    return "".join(f"{line}\n" for line in lines)


def typed(quantity: Quantity) -> str:
    """Write a figure as editors type it."""
    ends = [format(number, "f") for number in dict.fromkeys((quantity.number, quantity.upper))]
    value = ends[0] if len(ends) == 1 else f"[{', '.join(ends)}]"
    return value if quantity.bound is Bound.EXACT else f"{{value: {value}, bound: {quantity.bound}}}"
