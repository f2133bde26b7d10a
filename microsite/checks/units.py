"""The words of units and bounds → which of them make another number of a figure, when they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from microsite.charts.story import Story
from microsite.errors import Problem
from microsite.facts.derive import Facts
from microsite.language.numerals import Numerals
from microsite.quantities import Bound, Quantity
from microsite.source.models import Unit
from microsite.source.project import Project


def check_readings(story: Story) -> Iterator[Problem]:
    """Yield what words a figure so that another is read: a unit, as {0}+ does, or the words of a bound."""
    where = story.project.where
    for code, prose in story.proses.items():
        wording, found = prose.wording, dict[tuple[Bound | None, str, str], str]()
        for quantity, unit in {(datum.quantity, datum.unit): None for datum in story.facts}:
            for form in ("text", "full") if story.project.units[unit].text else ("full",):
                exact = Quantity(quantity.value)
                if not _is_read(said := wording.quantity(exact, unit, form), exact, wording.numerals):
                    found.setdefault((None, unit, form), said)
                elif not _is_read(said := wording.quantity(quantity, unit, form), quantity, wording.numerals):
                    found.setdefault((quantity.bound, "", ""), said)
        for (bound, unit, form), said in found.items():
            message = f"words a figure as '{said}', which is read as another one"
            if bound:
                yield Problem(Path(f"templates/words.{code}.yaml"), 0, 0, f"'bounds.{bound}' {message}")
            else:
                yield where[Unit, unit].problem(form, code, message=message)


def _is_read(said: str, quantity: Quantity, numerals: Numerals) -> bool:
    return [(item.value, item.bound) for item in numerals.stated(said)] == [(quantity.value, quantity.bound)]


_STOP = re.compile(r"\{0\}\s*[.,;:!?…。，、；：！？]")


def check_units(project: Project, facts: Facts) -> Iterator[Problem]:
    """Yield the units whose words could not be told from the sign of a bound, or from the end of a sentence."""
    bounded = {datum.unit for datum in facts if datum.quantity.bound is not Bound.EXACT}
    for id_, unit, where in project.placed(Unit):
        if (larger := project.units.get(unit.larger or "")) and (message := _larger_problem(unit, larger)):
            yield where.problem("larger", message=message)
        for location, text, _ in unit.texts:
            for code, patterns in text.items():
                said = patterns.values() if isinstance(patterns, dict) else (patterns,)
                if any(_STOP.search(pattern) for pattern in said):
                    message = "a stop right behind the number would end a sentence: write the unit's words there"
                    yield where.problem(*location, code, message=message)
                signed = id_ in bounded and unit.bound == "inside" and location == ("text" if unit.text else "full",)
                if signed and not all(pattern.startswith("{0}") for pattern in said):
                    message = "signs such as > stand before this: with 'bound: inside', 'text' begins with the number"
                    yield where.problem(*location, code, message=message)


def _larger_problem(unit: Unit, larger: Unit) -> str | None:
    """Return why a unit's larger one does not hold whole ones of it, if so."""
    if unit.bound == "inside" or larger.bound == "inside":
        return "two units can't be worded with 'bound: inside'"
    size = larger.scale / unit.scale
    if unit.dimension is None or unit.dimension != larger.dimension or size <= 1 or size % 1:
        return (
            f"'{unit.larger}' is no whole number of these: 'dimension' is the same in both, and 'scale' says how many"
        )
    return None
