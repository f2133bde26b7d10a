"""Verdicts on the article's figures → problems: a figure without one, and one whose kind or evidence is not there.

Whether the evidence bears the kind out is for evidence.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.checks.evidence import Evidence, find_fault
from microsite.checks.references import sliding
from microsite.errors import Problem, refusal
from microsite.facts.derive import Datum, Facts
from microsite.source.models import Role, Verdict
from microsite.source.project import Project
from microsite.source.yamlfile import Location


def check_verdicts(project: Project, facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with verdicts. A project without kinds of verdicts has none to give."""
    for id_, observation, where in project.observations():
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
                if not faults and (fault := find_fault(Evidence(project, facts, judged, verdict))):
                    faults = [(("kind",), fault)]
                yield from (where.problem("verdict", *location, message=fault) for location, fault in faults)


def _unsound(facts: Facts, judged: Datum, verdict: Verdict) -> Iterator[tuple[Location, str]]:
    """Yield what a verdict names and is not there, or can't serve."""
    for number, reference in enumerate(verdict.rests_on):
        if wrong := refusal(facts.find, reference):
            yield ("rests_on", number), wrong
        elif facts.find(reference) is judged:
            yield ("rests_on", number), f"'{reference}' is the figure that is judged: no figure bears itself out"
        elif slides := sliding(facts, reference):
            yield ("rests_on", number), slides
    for number, claim in enumerate(verdict.claims):
        if claim in facts.broken:
            yield ("claims", number), f"the claim '{claim}' {facts.broken[claim]}"
