"""The log of corrections → its entries with the figures that they name; and a draft of what it lacks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

from microsite.facts.derive import Datum, Facts
from microsite.quantities import Bound, Quantity
from microsite.source.models import Correction, split_reference
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


def list_entries(project: Project, facts: Facts, id_: str = "") -> tuple[LogEntry, ...]:
    """Return all entries, or those about one statistic, newest first.

    What a figure was has a key of its own, which no marker can name.
    """
    corrections = project.corrections.values()
    found = (item for item in corrections if id_ in ("", split_reference(item.statistic)[0]))
    return tuple(_entry(project, facts, item) for item in found)


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
    """Return entries in YAML for the published figures and verdicts that differ, but for those that are in the log.

    What is calculated from a corrected figure changes with it, and is named in a comment.
    """
    entries = list_entries(project, after)
    logged = {(entry.datum.reference, entry.was and entry.was.quantity) for entry in entries}
    withdrawn = [(entry.datum.reference, entry.correction.stood) for entry in entries]
    old, new = ({datum.reference: datum for datum in facts} for facts in (before, after))
    todo = ", ".join(f"{code}: TODO" for code in project.site.languages)
    lines, follow = [], []
    for reference, now in new.items():
        was = old.get(reference)
        if was is None:
            continue
        said: list[str] = []
        if was.quantity != now.quantity and now.inputs:
            follow.append(reference)
        elif was.quantity != now.quantity and (reference, was.quantity) not in logged:
            said += [f"was: {typed(was.quantity)}", f"now: {typed(now.quantity)}"]
        stood, stands = (_verdict(datum, project) for datum in (was, now))
        if stood and stands and stood != stands and (reference, stood) not in withdrawn:
            said += [
                f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in (("stood", stood), ("stands", stands))
            ]
        if said:
            evidence = (now.verdict.rests_on or (now.source or reference,)) if stood != stands and now.verdict else ()
            rest = [f"why: {{{todo}}}", *([f"evidence: [{', '.join(evidence)}]"] if evidence else ())]
            lines += [f"- date: {today}", *(f"  {line}" for line in (f"statistic: {reference}", *said, *rest))]
    if lines and follow:
        lines.append(f"# changes with it: {', '.join(follow)}")
    return "".join(f"{line}\n" for line in lines)


def _verdict(datum: Datum, project: Project) -> Mapping[str, str]:
    """Return a figure's verdict in all languages; nothing of one without, or of a kind that there is no more."""
    kind = project.verdicts.get(datum.verdict.kind) if datum.verdict else None
    return kind.label if kind else {}


def typed(quantity: Quantity) -> str:
    """Write a figure as editors type it."""
    ends = [format(end, "f") for end in quantity.ends]
    value = ends[0] if len(ends) == 1 else f"[{', '.join(ends)}]"
    return value if quantity.bound is Bound.EXACT else f"{{value: {value}, bound: {quantity.bound}}}"
