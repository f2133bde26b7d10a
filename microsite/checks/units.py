"""The words of units, bounds and ranges → which of them make another number of a figure, when they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from microsite.charts.story import Story
from microsite.errors import Problem
from microsite.facts.derive import Facts
from microsite.language.wording import Wording, WordingForm
from microsite.quantities import Bound, Quantity
from microsite.source.models import Language, Unit
from microsite.source.project import Project


def check_readings(story: Story) -> Iterator[Problem]:
    """Yield what words a figure so that another is read: a unit, as {0}+ does, what words ranges, bounds or a minus."""
    where, found = story.project.where, dict[tuple[object, ...], Problem]()
    quantities = {(datum.quantity, datum.unit): None for datum in story.facts}
    for code, prose in story.proses.items():
        words = where.get((Language, code))
        for quantity, id_ in quantities:
            with suppress(KeyError):  # of a unit that is not there, or has no words in this language, as is told
                for at, message in _misread(prose.wording, str(quantity.value), quantity, id_):
                    unit = where[Unit, id_].below(*at, code)
                    place = words.below(*at) if words and at in words.document.values else unit
                    problem = place.problem(message=message)
                    found.setdefault(problem[:3], problem)
    yield from found.values()


@lru_cache(maxsize=8192)  # as what is worded is kept: 5.0 and 5 are equal
def _misread(wording: Wording, _: str, quantity: Quantity, id_: str) -> list[tuple[tuple[str, ...], str]]:
    """Return the first way of wording a figure in which another is read: the key of the words, and what is wrong."""
    for at, meant, said in _worded(wording, quantity, id_):
        read = wording.numerals.stated(said)
        if [(item.value, item.bound) for item in read] != [(meant.value, meant.bound)]:
            heard = " and ".join(f"'{Quantity(item.value, item.bound)}'" for item in read) or "no number"
            return [(at, f"words '{meant}' as '{said}', which is read as {heard}")]
    return []


def _worded(wording: Wording, quantity: Quantity, id_: str) -> Iterator[tuple[tuple[str, ...], Quantity, str]]:
    """Yield the ways in which a figure is worded, each with the key of the words that it depends on."""
    exact, unit = Quantity(quantity.value), wording.units[id_]
    if exact.ends[1:] or exact.number < 0:
        yield ("range" if exact.ends[1:] else "minus",), exact, wording.figure(exact, grouped=unit.grouping)
    forms: tuple[WordingForm, ...] = ("text", "full") if unit.text else ("full",)
    for form in forms:
        yield (form,), exact, wording.quantity(exact, id_, form)
        yield ("bounds", quantity.bound.value), quantity, wording.quantity(quantity, id_, form)
    yield ("signs", quantity.bound.value), quantity, wording.quantity(quantity, id_, "label")


_STOP = re.compile(r"\{0\}\s*[.,;:!?…。，、；：！？]\W*$")  # "{0}. Platz" is read as such


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
