"""Drawings of exhibits: to scale, and refused where they could not be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from microsite.charts.exhibits import HEIGHT, WIDTH, draw, outlines_of, refuse, size
from microsite.facts.derive import Datum
from microsite.pipeline import read
from microsite.quantities import Bound, Quantity
from microsite.source.models import Drawing, Role, Status, Unit
from tests.project import ENGINE

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


@pytest.mark.parametrize("outlines", [{}, {"id": ((-0.2, 0.0), (0.3, 0.0), (0.0, 1.0))}], ids=["block", "outline"])
def test_outlines_share_a_scale_whatever_their_units(outlines: dict[str, tuple[tuple[float, float], ...]]) -> None:
    heights = []
    for figure in (datum("2", "metres"), datum("50", "centimetres")):
        (shape,) = draw(drawing("outline"), [figure], UNITS, size(datum("2", "metres"), UNITS), outlines)
        bottom, top = shape.y + shape.height, shape.y
        if outlines:
            top, bottom = (pick(y for _, y in shape.corners) for pick in (min, max))
        assert bottom == pytest.approx(HEIGHT - 1, abs=0.1)
        heights.append(bottom - top)
    assert heights[0] == pytest.approx(4 * heights[1], rel=0.01)


def test_a_machine_has_one_outline_in_the_chart_and_among_the_exhibits() -> None:
    project = read(ENGINE).project
    outlines = outlines_of(project.charts.values())
    drawn = [item.drawing for item in project.exhibits.values() if item.drawing and item.drawing.form == "outline"]
    assert drawn
    assert all((drawing.like or drawing.of[0]) in outlines for drawing in drawn)


def test_pairs_compare_within_themselves() -> None:
    data = [datum("2", "hours"), datum("30", "minutes"), datum("4", "trees"), datum("3", "trees")]
    before, after, first, second = draw(drawing("pairs", 4), data, UNITS, 0, {})
    assert before.width == pytest.approx(4 * after.width, rel=0.01)
    assert second.width == pytest.approx(0.75 * first.width, rel=0.01)
    assert before.width == first.width <= WIDTH
    tops = [shape.y for shape in (before, after, first, second)]
    assert tops == sorted(tops) and tops[0] >= 0 and tops[-1] + second.height <= HEIGHT


def test_a_bound_leaves_the_end_of_a_bar_open() -> None:
    exact, about = datum("4", "hours"), datum("4", "hours")
    about = replace(about, quantity=Quantity(Decimal(4), Bound.ABOUT))
    shapes = list(draw(drawing("pairs", 2), [exact, about], UNITS, 0, {}))
    bars = [shape for shape in shapes if shape.stroke != "none"]
    assert [bar.width for bar in bars] == [bars[0].width] * 2
    strips = [shape for shape in shapes if shape.stroke == "none"]
    assert len(strips) == 3
    assert {strip.y for strip in strips} == {bars[1].y}
    assert all(strip.x + strip.width <= WIDTH for strip in strips)


def test_a_figure_is_drawn_in_its_status() -> None:
    looks = {
        status: next(draw(drawing("pairs", 2), [replace(datum("4", "hours"), status=status)] * 2, UNITS, 0, {}))
        for status in Status
    }
    assert len({look.fill for look in looks.values()}) == len(looks)


def test_each_of_a_count_has_its_dot() -> None:
    (field,) = draw(drawing("dots"), [datum("61", "trees")], UNITS, 0, {})
    assert len(set(field.dots)) == 61
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in field.dots)


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
