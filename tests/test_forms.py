"""The forms of chart that count, date and measure: how many, where, how high, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import log10
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
import yaml

from microsite.charts import FORMS
from microsite.charts.chart import Chart, Inputs, resolve
from microsite.charts.house import WIDTHS
from microsite.derive import Datum, Facts
from microsite.models import ChartSpec, Language, Role, Statistic, Status, Unit
from microsite.quantities import Bound, Quantity
from microsite.wording import Wording

WORDS = Path(__file__).resolve().parents[1] / "templates" / "words.en.yaml"
DIMENSIONS: Mapping[str, dict[str, str] | None] = {
    "trees": {"tree": "1"},
    "apples": {"apple": "1"},
    "percent": {},
    "centimetres": {"length": "1"},
    "rank": None,
}


def chart(form: str, *marks: Datum, **options: Any) -> Chart:
    """Resolve a chart of some figures; each is its own statistic, named after its key."""
    text = {"en": "Trees"}
    facts = Facts({datum.statistic: (datum,) for datum in marks})
    units = {
        name: Unit.model_validate({"name": text, "full": {"en": "{0}"}, "dimension": dimension})
        for name, dimension in DIMENSIONS.items()
    }
    wording = Wording(
        Language(tag="en", locale="en_GB", name="English"), units, yaml.load(WORDS.read_text(), yaml.BaseLoader), "en"
    )
    statistics = {
        datum.statistic: Statistic(label=text, definition=text, unit=datum.unit, chapter="harvest") for datum in marks
    }
    spec = ChartSpec.model_validate(
        {
            **dict.fromkeys(("title", "subtitle", "alt", "note"), text),
            "form": form,
            "chapter": "harvest",
            "marks": [{"statistic": datum.statistic, "label": {"en": datum.statistic}} for datum in marks],
            "options": options,
        }
    )
    return resolve("trees", spec, FORMS[form], Inputs(facts, statistics, {}, wording, lambda said: said))


def datum(
    id_: str,
    value: int | str | tuple[int, int],
    unit: str = "trees",
    bound: Bound = Bound.EXACT,
    status: Status = Status.MEASURED,
    period: str | None = "2024",
) -> Datum:
    number = (Decimal(value[0]), Decimal(value[1])) if isinstance(value, tuple) else Decimal(value)
    return Datum(id_, "only", Quantity(number, bound), unit, status, status, Role.ARTICLE, period)


def faults(made: Chart) -> list[str]:
    return [f"{'.'.join(map(str, location))}: {message}" for location, message in FORMS[made.spec.form].refuse(made)]


def draw(made: Chart, width: int = 480) -> go.Figure:
    assert not faults(made)
    return go.Figure(FORMS[made.spec.form].draw(made, width))


def symbols(figure: go.Figure) -> list[tuple[float, float, float]]:
    """Return every symbol as (x, y, size)."""
    traces = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"]
    return [(x, y, trace.marker.size) for trace in traces for x, y in zip(trace.x, trace.y, strict=True)]


def tiles(figure: go.Figure) -> list[tuple[float, float, float, float]]:
    """Return every rectangle as (left, middle, width, height)."""
    return [
        (left, y, width, height)
        for trace in figure.data
        if trace.type == "bar"
        for left, y, width, height in zip(trace.base, trace.y, trace.x, trace.width, strict=True)
    ]


def area(xs: tuple[float, ...], ys: tuple[float, ...]) -> float:
    ends = zip(xs, ys, (*xs[1:], xs[0]), (*ys[1:], ys[0]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for x0, y0, x1, y1 in ends)) / 2


# --- dots


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("arrange", ["rows", "columns"])
def test_every_thing_counted_has_its_dot(width: int, arrange: str) -> None:
    figure = draw(chart("dots", datum("oaks", 24), datum("elms", 61), arrange=arrange), width)
    places = symbols(figure)
    assert len(set(places)) == 24 + 61
    assert all(0 < x < width and 0 < y < figure.layout.height for x, y, _ in places)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_field_of_many_dots_is_one_outline_over_a_grid(width: int) -> None:
    figure = draw(chart("dots", datum("oaks", 337), datum("elms", 200), arrange="columns"), width)
    fields = [trace for trace in figure.data if trace.fillpattern and trace.fillpattern.shape == "."]
    pitches = [trace.fillpattern.size for trace in fields]
    assert [area(f.x, f.y) / pitch**2 for f, pitch in zip(fields, pitches, strict=True)] == [337, 200]
    assert all(corner % pitch == 0 for f, pitch in zip(fields, pitches, strict=True) for corner in (*f.x, *f.y))


def test_a_row_of_more_than_its_count_runs_out_beyond_it() -> None:
    above = symbols(draw(chart("dots", datum("oaks", 20, bound=Bound.MORE_THAN))))
    whole = max(size for _, _, size in above)
    assert sum(size == whole for _, _, size in above) == 20
    assert len(above) > 20
    below = symbols(draw(chart("dots", datum("oaks", 20, bound=Bound.NEARLY))))
    assert sum(size == whole for _, _, size in below) < len(below) == 20


def test_a_share_fills_places_of_a_whole() -> None:
    figure = draw(chart("dots", datum("oaks", 30, "percent"), whole="100", symbol="square"))
    filled, empty = (trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers")
    assert (len(filled.x), len(empty.x)) == (30, 70)
    assert max(filled.x) < min(empty.x)


@pytest.mark.parametrize(
    ("marks", "options", "message"),
    [
        ([datum("oaks", (4, 5))], {}, "marks.0.statistic: 'oaks@only' is a range; dots need one number"),
        ([datum("oaks", "4.5")], {}, "marks.0.statistic: 'oaks@only' is 4.5; dots are whole and at least one"),
        ([datum("oaks", 5000)], {}, "marks: 5000 dots; a reader can tell at most 1000"),
        (
            [datum("oaks", 30, "percent")],
            {},
            "marks.0.statistic: 'oaks@only' is in percent, which counts nothing; a share needs a 'whole'",
        ),
        (
            [datum("oaks", 130, "percent")],
            {"whole": "100"},
            "marks.0.statistic: 'oaks@only' is 130, more than the whole of 100",
        ),
        (
            [datum("oaks", 3), datum("pips", 4, "apples")],
            {"arrange": "columns"},
            "marks: columns of dots compare heights, and these marks have different units; use 'arrange: rows'",
        ),
    ],
)
def test_dots_refuse_what_is_no_count(marks: list[Datum], options: dict[str, Any], message: str) -> None:
    assert faults(chart("dots", *marks, **options)) == [message]


# --- ladder

AXIS = {"axis": {"en": "trees"}}


@pytest.mark.parametrize("width", WIDTHS)
def test_rungs_stand_in_proportion_to_the_powers_of_ten(width: int) -> None:
    figure = draw(chart("ladder", datum("oaks", 850000), datum("elms", 1035), datum("yews", 115), **AXIS), width)
    oak, elm, yew = (left + wide / 2 for left, _, wide, _ in tiles(figure))
    assert (oak - elm) / (elm - yew) == pytest.approx(log10(850000 / 1035) / log10(1035 / 115))
    assert 0 < yew < oak < width


def test_a_ladder_refuses_what_has_no_place_on_its_scale() -> None:
    assert faults(chart("ladder", datum("oaks", 0), datum("elms", 5), **AXIS)) == [
        "marks.0.statistic: 'oaks@only' is not positive; a scale of tenfold steps has no place for it"
    ]
    mixed = chart("ladder", datum("oaks", 10), datum("pips", 5, "apples"), **AXIS)
    assert faults(mixed) == ["marks: marks of different units (trees, apples) on one scale"]


# --- tiles


@pytest.mark.parametrize("width", WIDTHS)
def test_every_thing_has_a_tile_and_the_end_of_a_range_a_smaller_one(width: int) -> None:
    found = tiles(draw(chart("tiles", datum("oaks", 7), datum("elms", (4, 5))), width))
    whole = found[0][2]
    assert [wide for _, _, wide, _ in found] == [whole] * 11 + [pytest.approx(whole / 2, abs=1)]
    assert all(wide == tall for _, _, wide, tall in found)


def test_tiles_refuse_names_that_fit_no_tile() -> None:
    names = {"oaks": [{"en": "Old"}, {"en": "New"}], "yews": []}
    assert faults(chart("tiles", datum("oaks", 1), names=names)) == [
        "options.names.oaks: 2 names for 'oaks', which is 1",
        "options.names.yews: no mark of this chart is 'yews'",
    ]


# --- timeline


@pytest.mark.parametrize("width", WIDTHS)
def test_statements_stand_as_far_apart_as_their_dates(width: int) -> None:
    said = [datum("a", 8, period="2024-01-01"), datum("b", 8, period="2024-03-01"), datum("c", 8, period="2024-06-29")]
    places = [(x, y) for x, y, _ in symbols(draw(chart("timeline", *said), width))]
    along = 0 if places[0][1] == places[1][1] else 1
    first, second, third = (place[along] for place in places)
    assert (third - second) / (second - first) == pytest.approx(120 / 60)


def test_a_timeline_needs_the_day_or_month_of_every_statement() -> None:
    said = [datum("a", 8, period="2024"), datum("b", 8, period=None), datum("c", 8, period="2024-06")]
    assert faults(chart("timeline", *said, dates={"b": "2024-05-09"})) == [
        "marks.0.statistic: 'a' has the period 2024; give the month or day of the statement in 'dates'"
    ]


# --- scale


@pytest.mark.parametrize("outline", ["person", "block"])
@pytest.mark.parametrize("width", WIDTHS)
def test_outlines_are_as_high_as_their_figures_say(width: int, outline: str) -> None:
    made = chart("scale", datum("tall", 180, "centimetres"), datum("small", 120, "centimetres"), outline=outline)
    traces = [trace for trace in draw(made, width).data if trace.type == "bar"]

    def height(name: str) -> float:
        parts = [trace for trace in traces if trace.hovertext.startswith(name)]
        edges = [trace.y[0] + sign * trace.width[0] / 2 for trace in parts for sign in (-1, 1)]
        return float(max(edges) - min(edges))

    assert height("tall") / height("small") == pytest.approx(180 / 120)


def test_only_lengths_are_drawn_to_scale() -> None:
    assert faults(chart("scale", datum("tall", 3, "rank"))) == [
        "marks.0.statistic: 'tall@only' is in rank; only lengths are drawn to scale"
    ]
