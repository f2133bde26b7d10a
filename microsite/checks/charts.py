"""Charts and exhibits' drawings → what of them can't be drawn, does not fit in, or can't be listened to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from functools import lru_cache, partial

from microsite.charts.chart import Chart, Figure, check, draw
from microsite.charts.exhibits import outlines_of, refuse
from microsite.charts.forms import FORMS
from microsite.charts.story import Story
from microsite.charts.style import WIDTHS
from microsite.charts.typesetting import outside
from microsite.errors import Problem
from microsite.facts.derive import Facts
from microsite.language.prose import UNSAID
from microsite.source.markup import UNFINISHED
from microsite.source.models import ChartSpec, Exhibit
from microsite.source.project import Project
from microsite.source.yamlfile import Location

LONGEST_ALT = 200  # characters: a screen reader says them in one go


def check_alternatives(story: Story) -> Iterator[Problem]:
    """Yield the charts whose alternative text says too little, or too much to listen to."""
    project = story.project
    for _, spec, where in project.placed(ChartSpec):
        for code, language in project.site.languages.items():
            with suppress(*UNSAID):
                length = len(story.proses[code].text(spec.alt[code]))
                if not language.shortest_alt <= length <= LONGEST_ALT and UNFINISHED not in spec.alt[code]:
                    said = f"an alternative text has {language.shortest_alt} to {LONGEST_ALT}"
                    yield where.problem("alt", code, message=f"has {length} characters; {said}")


def check_pictures(project: Project, facts: Facts) -> Iterator[Problem]:
    for _, exhibit, where in project.placed(Exhibit):
        if exhibit.drawing is None:
            continue
        with suppress(KeyError, ValueError):  # of what is not there, as is told
            data = [facts.find(reference) for reference in exhibit.drawing.of]
            for message in refuse(exhibit.drawing, data, project.units, outlines_of(project.charts.values())):
                yield where.problem("drawing", "of", message=message)


def check_drawings(story: Story) -> Iterator[Problem]:
    """Check what a chart would draw in each language, where all is there that it would show."""
    for slug, spec, where in story.project.placed(ChartSpec):
        faults: dict[Location, list[str]] = {}
        for code, own in story.proses.items():  # what one has said of a place, the next ones need not say again
            found = check(spec, FORMS, own, partial(story.chart, slug, code))
            new = {location for location, _ in found} - faults.keys()
            for location, fault in found:
                if location in new:
                    faults.setdefault(location, []).append(fault)
        faults = faults or {location: [fault] for location, fault in _too_long(story, slug, spec)}
        yield from (where.problem(*place, message=fault) for place, said in faults.items() for fault in said)


def _too_long(story: Story, slug: str, spec: ChartSpec) -> Iterator[tuple[Location, str]]:
    """Yield the texts that end outside a chart's drawing, each for the narrowest screen.

    Where labels do, the rest follows from them.
    """
    for code in story.proses:
        try:
            chart = story.chart(slug, code)
        except UNSAID:
            continue
        found: dict[str, tuple[float, int]] = {}
        for width in reversed(WIDTHS):
            found |= {text: (over, width) for text, over in _outside(chart, width).items()}
        labels = {mark.label: index for index, mark in enumerate(chart.marks) if spec.marks[index].label}
        faults: list[tuple[Location, str]] = []
        for text, (over, width) in found.items():
            index = next((labels[label] for label in labels if text in label), None)
            place: Location = () if index is None else ("marks", index, "label", code)
            faults.append((place, f"'{text}' ends {over:.0f} px outside the drawing of {width} px; shorten it"))
        yield from [fault for fault in faults if fault[0]] or faults


@lru_cache(maxsize=1024)  # whoever builds again and again draws the charts that have changed
def _outside(chart: Chart, width: int) -> Mapping[str, float]:
    return outside(draw(FORMS[chart.spec.form], chart, width))


def find_invalid(figure: Figure) -> str:
    """Return the first line of what Plotly says of a figure that it refuses; nothing for any other.

    Plotly itself takes half a second to load.
    """
    import plotly.graph_objects as go

    try:
        go.Figure(deepcopy(figure))  # which it puts into an order of its own
    except ValueError as error:
        return next(filter(None, map(str.strip, str(error).splitlines())), "no reason given")
    return ""
