"""Drawings of exhibits: to scale, and refused where they could not be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from microsite.charts.exhibits import HEIGHT, WIDTH, draw, outlines_of, refuse
from microsite.charts.story import Story
from microsite.facts.derive import Datum
from microsite.quantities import Bound, Quantity
from microsite.source.models import Drawing, Role, Status, Unit
from tests.charts.drawing import share

UNITS = {
    name: Unit.model_validate({"name": {"en": name}, "full": {"en": "{0}"}, "dimension": dimension, "scale": scale})
    for name, dimension, scale in (
        ("metres", {"length": "1"}, "1"),
        ("centimetres", {"length": "1"}, "0.01"),
        ("hours", {"time": "1"}, "3600"),
        ("minutes", {"time": "1"}, "60"),
        ("trees", {"tree": "1"}, "1"),
        ("rank", None, "1"),
    )
}


def datum(value: str, unit: str) -> Datum:
    quantity = Quantity(Decimal(value), Bound.EXACT)
    return Datum("id", value, quantity, unit, Status.CLAIMED, Status.CLAIMED, Role.ARTICLE, "2024")


def drawing(form: str, count: int = 1) -> Drawing:
    return Drawing.model_validate({"form": form, "of": ["id"] * count})


def drawn(form: str, *data: Datum) -> go.Figure:
    """Draw one exhibit."""
    figure = draw({"it": (drawing(form, len(data)), data)}, UNITS, {})["it"]
    assert (figure["layout"]["width"], figure["layout"]["height"]) == (WIDTH, HEIGHT)
    return go.Figure(figure)


@pytest.mark.parametrize("outlines", [{}, {"id": ((-0.2, 0.0), (0.3, 0.0), (0.0, 1.0))}], ids=["block", "outline"])
def test_outlines_share_a_scale_whatever_their_units(outlines: dict[str, tuple[tuple[float, float], ...]]) -> None:
    lengths = {"tall": datum("2", "metres"), "small": datum("50", "centimetres")}
    figures = draw({id_: (drawing("outline"), [one]) for id_, one in lengths.items()}, UNITS, outlines)
    heights = []
    for (trace,) in (go.Figure(figure).data for figure in figures.values()):
        ends = trace.y if outlines else [trace.y[0] + way * trace.width[0] / 2 for way in (-1, 1)]
        assert max(ends) == pytest.approx(HEIGHT - 1, abs=0.1)
        heights.append(max(ends) - min(ends))
    assert heights[0] == pytest.approx(4 * heights[1], rel=0.01)


def test_a_machine_has_one_outline_in_the_chart_and_among_the_exhibits(story: Story) -> None:
    project = story.project
    outlines = outlines_of(project.charts.values())
    drawn = [item.drawing for item in project.exhibits.values() if item.drawing and item.drawing.form == "outline"]
    assert drawn
    assert all((drawing.like or drawing.of[0]) in outlines for drawing in drawn)


def bars(figure: go.Figure) -> list[go.Bar]:
    """Return the bars, without their open ends."""
    return [trace for trace in figure.data if trace.base == (0,)]


def test_pairs_compare_within_themselves() -> None:
    data = [datum("2", "hours"), datum("30", "minutes"), datum("4", "trees"), datum("3", "trees")]
    figure = drawn("pairs", *data)
    assert [bar.x[0] for bar in bars(figure)] == [1, 0.25, 1, 0.75]
    tops = [bar.y[0] - bar.width[0] / 2 for bar in bars(figure)]
    assert tops == sorted(tops) and tops[0] >= 0 and tops[-1] + bars(figure)[-1].width[0] < HEIGHT


def test_a_bound_leaves_the_end_of_a_bar_open() -> None:
    exact, about = datum("4", "hours"), datum("4", "hours")
    figure = drawn("pairs", exact, replace(about, quantity=Quantity(Decimal(4), Bound.ABOUT)))
    assert [bar.x[0] for bar in bars(figure)] == [1, 1]
    (strips,) = (trace for trace in figure.data if trace.base != (0,))
    assert len(strips.x) == 1  # over the stroke that closes the other
    assert set(strips.y) == {bars(figure)[1].y[0]}
    ends = [share(figure.layout.xaxis, base + long) for base, long in zip(strips.base, strips.x, strict=True)]
    assert max(ends) <= 1


def test_a_figure_is_drawn_in_its_status() -> None:
    looks = {str(drawn("outline", replace(datum("4", "metres"), status=status)).data[0].marker) for status in Status}
    assert len(looks) == len(Status)


def test_each_of_a_count_has_its_dot() -> None:
    field = drawn("dots", datum("61", "trees")).data[0]
    ends = [*zip(field.x, field.y, strict=True)]
    area = abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*ends, ends[0]]))) / 2
    assert area == 61 * field.fillpattern.size**2
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ends)


@pytest.mark.parametrize(
    ("form", "data", "message"),
    [
        ("outline", [datum("3", "trees")], "'id@3' is in trees; only a length is drawn as an outline"),
        ("outline", [datum("0", "metres")], "'id@0' is not one number above zero"),
        ("outline", [datum("1", "metres"), datum("2", "metres")], "'outline' draws one figure"),
        ("dots", [datum("1.5", "trees")], "'id@1.5' is no count of up to 1000, of which each could have its dot"),
        ("dots", [datum("1001", "trees")], "'id@1001' is no count of up to 1000, of which each could have its dot"),
        ("dots", [datum("2", "rank")], "'id@2' is no count of up to 1000, of which each could have its dot"),
        ("pairs", [datum("2", "hours")], "pairs need an even number of figures, not 1"),
        ("pairs", [datum("2", "hours"), datum("3", "trees")], "'id@2' and 'id@3' don't share a scale"),
        ("pairs", [datum("2", "rank"), datum("3", "rank")], "'id@2' and 'id@3' don't share a scale"),
    ],
)
def test_what_would_mislead_is_refused(form: str, data: list[Datum], message: str) -> None:
    assert list(refuse(drawing(form, len(data)), data, UNITS, {})) == [message]


def test_a_borrowed_outline_is_one_that_a_chart_has() -> None:
    borrowed = Drawing.model_validate({"form": "outline", "of": ["id"], "like": "oaks"})
    message = "'outline' has no outline like that of 'oaks', did you mean 'oak'?"
    assert list(refuse(borrowed, [datum("2", "metres")], UNITS, {"oak": ()})) == [message]
    assert list(refuse(borrowed, [datum("2", "metres")], UNITS, {"oaks": ()})) == []
