"""Claims, disagreements and corrections → what of them rests on nothing, or does not follow from what was before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from microsite.charts.texts import all_written
from microsite.checks.references import dated_problem, sliding
from microsite.errors import Problem, refusal
from microsite.facts.corrections import typed
from microsite.facts.derive import Facts
from microsite.quantities import Quantity
from microsite.source.markup import markers
from microsite.source.models import Claim, Correction, Disagreement, Site
from microsite.source.project import Project


def check_claims(project: Project) -> Iterator[Problem]:
    texts = (item.text for item in all_written(project) if item.is_prose and "{claim:" in item.text)
    stated = {marker.target for text in texts for marker in markers(text) if marker.kind == "claim"}
    stated |= {claim for _, item, _ in project.observations if item.verdict for claim in item.verdict.claims}
    for id_, _, where in project.placed(Claim):
        if id_ not in stated:
            message = f"no text or verdict rests on this claim; write {{claim:{id_}|…}} around its words, or remove it"
            yield where.problem(message=message, at_key=True)


def check_disagreements(project: Project, facts: Facts) -> Iterator[Problem]:
    for _, item, where in project.placed(Disagreement):
        with suppress(ValueError):  # of what is not there, as is told
            data = [facts.find(reference) for reference in item.figures]
            if len({(datum.quantity, datum.unit, str(datum.label)) for datum in data}) == 1:
                yield where.problem("figures", message="nothing here disagrees: expected different figures")


def check_corrections(project: Project, facts: Facts) -> Iterator[Problem]:
    """Check that the log is of what there is, newest first, and that its figures lead from one to the next."""
    if project.corrections and not project.site.feed_id:
        title = project.site.title[project.default_language]
        message = f"lacks a 'feed_id', by which readers' programs know what they have shown; so far it is '{title}'"
        yield project.where[Site, "site"].problem(message=message, at_key=True)
    later: dict[str, Quantity] = {}  # what each figure was before the corrections above
    seen: set[tuple[str, str]] = set()
    before = ""
    for _, correction, where in project.placed(Correction):
        if before and correction.date > before:
            yield where.problem("date", message=f"is later than {before} above it; the newest stands first")
        before = correction.date
        if refusal(facts.find, correction.statistic) or sliding(facts, correction.statistic):
            continue
        datum = facts.find(correction.statistic)
        if (correction.date, datum.reference) in seen:
            yield where.problem("date", message=f"has an entry for '{datum.reference}' already; say all of it in one")
        seen.add((correction.date, datum.reference))
        if correction.stands and not correction.stood:
            yield where.problem("stands", message="'stands' needs 'stood': what it takes the place of")
        if correction.stood and not correction.evidence:
            yield where.problem("stood", message="says on no evidence: name sources or figures in 'evidence'")
        for number, reference in enumerate(correction.evidence):
            fault = None if reference in project.sources else dated_problem(project, facts, reference)
            if fault:
                unknown = "" if sliding(facts, reference) else "is neither a source nor a figure: "
                yield where.problem("evidence", number, message=unknown + fault)
        if (correction.was is None) != (correction.now is None):
            yield where.problem(message="'was' and 'now' stand together, or both are left out", at_key=True)
        elif correction.was and correction.now:
            was, now = (Quantity(item.value, item.bound) for item in (correction.was, correction.now))
            follows = later.get(datum.reference, now if datum.inputs else datum.quantity)
            if was == now:
                yield where.problem("now", message="is what it was")
            elif now != follows:
                said = f"is not what '{datum.reference}' is from then on: {typed(follows)}"
                message = said if now.value == follows.value else f"{said}; what changed again has an entry"
                yield where.problem("now", message=message)
            later[datum.reference] = was
