"""The words of units → which of them make another number of a figure, when they are read."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.charts.story import Story
from microsite.checks.texts import typed_numerals
from microsite.errors import Problem
from microsite.facts.derive import Facts
from microsite.language.wording import wording_of
from microsite.quantities import Bound, Quantity
from microsite.source.models import Unit
from microsite.source.project import Project


def check_readings(story: Story) -> Iterator[Problem]:
    """Yield the units that word a figure so that another is read, as {0}+ does."""
    where = story.project.where
    for code, prose in story.proses.items():
        quantities = {(Quantity(datum.quantity.value), datum.unit): None for datum in story.facts}  # no words of bounds
        found: dict[tuple[str, str], str] = {}
        for quantity, unit in quantities:
            for form in ("text", "full") if story.project.units[unit].text else ("full",):
                said = prose.wording.quantity(quantity, unit, form)
                read = [(item.value, item.bound) for item in prose.wording.numerals.find(said)]
                if read != [(quantity.value, quantity.bound)]:
                    found.setdefault((unit, form), said)
        for (unit, form), said in found.items():
            message = f"words a figure as '{said}', which is read as another one"
            yield where[Unit, unit].problem(form, code, message=message)


def check_units(project: Project, facts: Facts) -> Iterator[Problem]:
    """Yield the units whose words could not be told from a figure, or from the sign of its bound."""
    bounded = {datum.unit for datum in facts if datum.quantity.bound is not Bound.EXACT}
    for id_, unit in project.units.items():
        where = project.where[Unit, id_]
        for location, text, _ in unit.texts:
            for code, patterns in text.items():
                said = patterns.values() if isinstance(patterns, dict) else (patterns,)
                parts = (part for pattern in said for part in pattern.split("{0}"))
                if location == ("name",):  # is no pattern: its braces are shown
                    parts = (name.replace("{", "(") for name in said)
                for part in parts:
                    for _, number in typed_numerals(part, wording_of(project, code).numerals, markdown=False):
                        message = f"'{number}' would be read as a figure; say without a number what the unit is"
                        yield where.problem(*location, code, message=message, snippet=number)
                signed = id_ in bounded and unit.bound == "inside" and location == ("text" if unit.text else "full",)
                if signed and not all(pattern.startswith("{0}") for pattern in said):
                    message = "signs such as > stand before this: with 'bound: inside', 'text' begins with the number"
                    yield where.problem(*location, code, message=message)
