"""An id, a marker or a reference → what is wrong with it: nothing has that name, or it says what it can't."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from microsite.checks.shape import shape_problem
from microsite.errors import Problem, refusal, suggestion
from microsite.facts.derive import Facts
from microsite.source.calendar import check_period
from microsite.source.markup import BLOCKS, KINDS, OPTIONS, Marker
from microsite.source.models import split_reference
from microsite.source.project import Project
from microsite.source.record import AmongWords, IdOf

# Of which there are few: all are told where none is like what is typed.
LISTED = ("unit", "subject", "series", "verdict")
WIDE = {"：": ":", "｜": "|", "＠": "@"}  # what Chinese keyboards type for the signs of a marker


def check_names(project: Project, facts: Facts) -> Iterator[Problem]:
    """Yield what records name and is not there: records, figures, subjects, words of the story's own vocabularies."""
    known = {kind.name: project.of(model) for model, kind in project.kinds.items()} | {"subject": project.subjects}
    figures = {"figure": reference_problem, "dated figure": dated_problem}
    for _, _, record, where in project.entries():
        for location, id_, mark in record.marked:
            message = None
            if isinstance(mark, IdOf) and mark.kind in figures:
                message = figures[mark.kind](project, facts, id_)
            elif isinstance(mark, IdOf):
                message = unknown_problem(mark.kind, id_, known[mark.kind])
            elif isinstance(mark, AmongWords):
                message = _unworded(project, str(location[-1]), id_, mark.key)
            if message:
                yield where.problem(*location, message=message)


def _unworded(project: Project, name: str, id_: str, key: str) -> str | None:
    """Say which words file does not name an id of a vocabulary."""
    for code, words in project.words.items():
        if message := unknown_problem(name, id_, words[key]):
            known = f" (known: {', '.join(words[key]) or 'none'}): name it below '{key}' in templates/words.{code}.yaml"
            return message if suggestion(id_, words[key]) else message + known
    return None


def marker_problem(project: Project, facts: Facts, marker: Marker, *, blocks: bool) -> str | None:
    if marker.kind != "number" and marker.kind not in KINDS:
        return f"unknown marker '{marker.kind}:'{suggestion(marker.kind, KINDS)} (known: {', '.join(KINDS)})"
    if marker.kind in BLOCKS and not blocks:
        return f"{{{marker.kind}:…}} stands in a Markdown page only"
    if marker.option and marker.kind not in ("number", "term", "claim"):
        return f"a {marker.kind} takes nothing behind '|': '{marker.option}' would not be seen"
    if marker.kind in ("name", "words"):
        return None if marker.target else "names nothing"
    if not marker.target.isascii() and (wide := next((sign for sign in WIDE if sign in marker.target), None)):
        return f"'{wide}' in '{marker.raw}' is full-width; expected '{WIDE[wide]}'"
    if marker.kind == "date":
        return refusal(check_period, marker.target)
    if marker.kind == "claim":
        return _claim_problem(project, facts, marker)
    if marker.kind == "term":
        return unknown_problem("term", marker.target, project.terms)
    if marker.kind == "chart":
        return unknown_problem("chart", marker.target, project.charts)
    if marker.kind == "xray":
        return shape_problem(project, marker.target)
    if marker.option and marker.option not in OPTIONS:
        return f"unknown option '{marker.option}'{suggestion(marker.option, OPTIONS)} (known: {', '.join(OPTIONS)})"
    if (message := reference_problem(project, facts, marker.target)) or marker.option != "printed":
        return message
    id_, _ = split_reference(marker.target)
    if id_ in facts.data and not facts.find(marker.target).worded:
        return f"'{marker.target}' has no 'printed' to show"
    return None


def _claim_problem(project: Project, facts: Facts, marker: Marker) -> str | None:
    if unknown := unknown_problem("claim", marker.target, project.claims):
        return unknown
    if not marker.option:
        return f"the claim says nothing; write {{claim:{marker.target}|the words that it ties}}"
    if marker.target in facts.broken:
        return f"'{marker.option}' {facts.broken[marker.target]}"
    return None


def reference_problem(project: Project, facts: Facts, reference: str) -> str | None:
    id_, _ = split_reference(reference)
    if id_ not in facts.data and id_ in project.statistics:
        return None  # its formula is a problem already
    return refusal(facts.find, reference)


def dated_problem(project: Project, facts: Facts, reference: str) -> str | None:
    """Say what is wrong with a reference in the records of what was so once."""
    return reference_problem(project, facts, reference) or sliding(facts, reference)


def sliding(facts: Facts, reference: str) -> str | None:
    """Say what is wrong with naming a figure by its statistic alone, which is the first of it, in what was so once."""
    id_, key = split_reference(reference)
    if key is not None or id_ not in facts.data:
        return None
    return f"'{id_}' will be another figure when one is put in above it; write '{facts.find(id_).reference}'"


def unknown_problem(kind: str, id_: str, known: Collection[str]) -> str | None:
    if id_ in known:
        return None
    few = f" (known: {', '.join(known)})" if kind in LISTED and known else ""
    return f"unknown {kind} '{id_}'{suggestion(id_, known) or few}"
