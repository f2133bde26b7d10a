"""The forms of chart that count, date and measure: how many, where, how high, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import cos, dist, radians
from typing import Any

import plotly.graph_objects as go
import pytest
from pydantic import ValidationError

from microsite.charts.axes import Times
from microsite.charts.chart import Chart, check
from microsite.charts.forms import FORMS
from microsite.charts.labels import around, overlap
from microsite.charts.rows import LEAST
from microsite.charts.sheet import SEEN
from microsite.charts.style import AXIS, GAP, GRID, INDIGO, INK, MUTED, PAPER, VERMILION, WIDTHS
from microsite.charts.typesetting import LINE, outside, text_width, widest
from microsite.facts.derive import Datum
from microsite.quantities import Bound
from microsite.source.calendar import span
from microsite.source.models import Role, Status
from tests.charts.drawing import chart, datum, draw, faults, prepare, series, share, tiles, written


def symbols(figure: go.Figure) -> list[tuple[float, float, float]]:
    """Return every symbol as (x, y, size)."""
    traces = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"]
    return [(x, y, trace.marker.size) for trace in traces for x, y in zip(trace.x, trace.y, strict=True)]


def area(xs: tuple[float, ...], ys: tuple[float, ...]) -> float:
    ends = zip(xs, ys, (*xs[1:], xs[0]), (*ys[1:], ys[0]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for x0, y0, x1, y1 in ends)) / 2


# --- dots


def fields(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.fillpattern and trace.fillpattern.shape == "."]


@pytest.mark.parametrize(("part", "filled"), [(14, 7), (60, 30), (2, 1), (40, 20)])
def test_a_part_fills_its_share_of_the_places_of_a_whole(part: int, filled: int) -> None:
    figure = draw(chart("dots", datum("oaks", part), datum("elms", 200), whole="100"))
    pitch = fields(figure)[0].fillpattern.size
    first, *empty = (area(field.x, field.y) / pitch**2 for field in fields(figure))
    assert first == filled
    assert empty == [100 - filled] * 2  # a place is an edge and the paper in it
    assert not figure.layout.shapes


@pytest.mark.parametrize(
    ("marks", "whole", "message"),
    [
        ([datum("oaks", 61), datum("elms", 48)], 100,
         "marks: a field lays one figure over a larger one: it needs two marks, the smaller first"),
        ([datum("oaks", 48)], 100, "marks: 1 marks; a field of dots needs two, the smaller first"),
        ([datum("oaks", (4, 5)), datum("elms", 9)], 9, "marks: a part of a whole is drawn of two exact figures"),
        ([datum("oaks", 4, bound=Bound.NEARLY), datum("elms", 200)], 100,
         "marks: a part of a whole is drawn of two exact figures"),
        ([datum("oaks", 5), datum("pips", 9, "apples")], 9, "marks: 'trees' can't lie over 'apples' of 'pips@only'"),
        ([datum("oaks", 3), datum("elms", 200)], 100,
         "options.whole: of 100 places, 'oaks@only' fills no whole number"),
        ([datum("oaks", 4), datum("elms", 200)], 5000, "options.whole: 5000 dots; a reader can tell at most 1000"),
    ],
)  # fmt: skip
def test_dots_refuse_what_is_no_field(marks: list[Datum], whole: int, message: str) -> None:
    assert faults(chart("dots", *marks, whole=str(whole))) == [message]


def promises(pen: Mapping[str, str], *more: Datum) -> Chart:
    """Return two promises: 12 trees of at least 10, 90 apples of 120."""
    marks = [
        datum("goal", 10, bound=Bound.AT_LEAST, status=Status.TARGETED),
        datum("oaks", 12),
        datum("picking", 120, "apples", status=Status.TARGETED),
        datum("pips", 90, "apples"),
        *more,
    ]
    return chart("target", *marks, groups=["Trees", "Trees", "Apples", "Apples", "Apples"][: len(marks)], pen=pen)


@pytest.mark.parametrize("width", WIDTHS)
def test_promises_are_drawn_as_shares_of_targets_that_stand_on_one_line(width: int) -> None:
    figure = draw(promises({"oaks": "met", "pips": "short"}), width)
    assert [trace.x[0] for trace in figure.data if trace.type == "bar" and trace.base[0] == 0] == [1.2, 0.75]
    lines = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]
    (line,) = {x for trace in lines for x in trace.x if x is not None}
    assert line == pytest.approx(width * share(figure.layout.xaxis, 1))
    written = dict(zip(figure.data[-1].text, figure.data[-1].textfont.color, strict=True))
    assert {text for text, colour in written.items() if colour == VERMILION} == {"met", "short"}


def test_what_was_known_before_there_was_an_outcome_is_a_thin_bar() -> None:
    made = promises({})
    thick, thin = (
        [trace.width[0] for trace in draw(each, 390).data if trace.type == "bar" and trace.base[0] == 0]
        for each in (made, replace(made, options=made.options.model_copy(update={"before": ("pips",)})))
    )
    assert thick[0] == thin[0] == thick[1] > 2 * thin[1]


def test_the_pen_says_what_the_finding_is_above_an_outline_and_beside_frames() -> None:
    robot, plan = datum("oaks", 180, "centimetres"), datum("plan", 5)
    heights = chart("scale", robot, datum("elms", 120, "centimetres"), pen={"oaks": "won"})
    tiles = chart("tiles", datum("oaks", 3), plan, around={"plan": "oaks"}, pen={"plan": "fewer"})
    for made, word in ((heights, "won"), (tiles, "fewer")):
        texts = draw(made, 390).data[-1]
        assert dict(zip(texts.text, texts.textfont.color, strict=True))[word] == VERMILION
    texts = draw(heights, 390).data[-1]
    at = dict(zip(texts.text, texts.y, strict=True))
    assert at["won"] < at["oaks"] < at["180"]
    (fault,) = faults(chart("tiles", datum("oaks", 3), plan, pen={"plan": "fewer"}))
    assert fault == "marks.1.pen: here the pen has no room to speak of 'plan'"


@pytest.mark.parametrize("width", WIDTHS)
def test_squares_say_below_them_by_what_rule_they_are_counted(width: int) -> None:
    rules = {"oaks": {"en": "every tree that stands in the park or beside it"}, "elms": {"en": "the old ones"}}
    figure = draw(chart("areas", datum("oaks", 900), datum("elms", 9), below=rules), width)
    at = {text.replace("<br>", " "): y for text, y in zip(figure.data[-1].text, figure.data[-1].y, strict=True)}
    assert all(at[rule["en"]] > max(y for _, y, _, _ in tiles(figure)) for rule in rules.values())
    texts = figure.data[-1]
    bold = [text for text, weight in zip(texts.text, texts.textfont.weight, strict=True) if weight > 400]
    assert ("oaks" in bold) == (width < WIDTHS[-1])  # where rules stand in a list, it says of what
    if width < WIDTHS[-1]:
        x = dict(zip(texts.text, texts.x, strict=True))
        assert x["the old ones"] > text_width("elms", bold=True)


def test_the_pen_speaks_of_squares_below_them_and_a_line_leads_to_what_is_but_a_speck() -> None:
    figure = draw(chart("areas", datum("oaks", 9000), datum("elms", 4), pen={"oaks": "no steps"}), 320)
    at = dict(zip(figure.data[-1].text, figure.data[-1].y, strict=True))
    assert at["no steps"] == max(at.values())
    (line,) = figure.layout.shapes  # of the large square there is none
    (_, (left, y, wide, tall)), long = tiles(figure), figure.layout.height
    assert left < line.x0 * 320 == line.x1 * 320 < left + wide
    assert y + tall / 2 < (1 - line.y0) * long < (1 - line.y1) * long < at["4"]


def test_the_pen_brackets_bars_of_several_panels() -> None:
    oaks, elms = [datum(f"oaks-{year}", 8) for year in (1, 2)], [datum(f"elms-{year}", 8) for year in (1, 2)]
    how = {"groups": ["a", "a", "b", "b"], "pen": {"elms-2": "all of them"}}
    spans = []
    for against in ({}, {"elms-2": "oaks-1"}):
        figure = draw(chart("proportion", *oaks, *elms, **how, against=against))
        ends = [y for line in figure.layout.shapes if line.line.color == VERMILION for y in (line.y0, line.y1)]
        spans.append([(1 - y) * figure.layout.height for y in (max(ends), min(ends))])
        assert not [pair for pair in combinations(written(figure), 2) if overlap(*pair)]
        assert max(line.x1 for line in figure.layout.shapes if line.line.color != VERMILION) < 1 or not against
    bars = [(y - tall / 2, y + tall / 2) for _, y, _, tall in tiles(figure)]
    assert spans == [pytest.approx([bars[2][0], bars[3][1]], abs=1), pytest.approx([bars[0][0], bars[3][1]], abs=1)]
    (fault,) = faults(chart("proportion", *oaks, pen={"oaks-1": "x"}, against={"oaks-1": "oaks-2"}))
    assert "no room" in fault
    mixed = [oaks[0], elms[0], oaks[1], elms[1]]  # as they are drawn, the second of the oaks is above the elms
    how = {"groups": ["a", "b", "a", "b"], "pen": {"oaks-2": "x"}, "against": {"oaks-2": "elms-1"}}
    (fault,) = faults(chart("proportion", *mixed, **how))
    assert "no room" in fault


def test_a_bracket_that_leaves_no_room_for_bars_gives_way_to_words_below_the_row() -> None:
    marks = [datum(f"hay-{year}", "82.5", "loads", period=str(year)) for year in (2001, 2002)]
    how = {"pen": {"hay-2002": "as much as before"}, "against": {"hay-2002": "hay-2001"}}
    for units, brackets in (("true", 0), ("false", 1)):
        figure = draw(chart("columns", *marks, **how, units=units), 320)
        assert len([line for line in figure.layout.shapes if line.line.color == VERMILION]) == 3 * brackets
        assert "as much as before" in " ".join(figure.data[-1].text).replace("<br>", " ")


def test_a_promise_has_a_single_target() -> None:
    (fault,) = faults(promises({}, datum("more", 150, "apples", status=Status.TARGETED)))
    assert fault == "marks: the group 'Apples' needs a single target, above zero"


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (chart("target", datum("plan", 10, status=Status.TARGETED), datum("oaks", 8), pen={"plan": "2"}),
         "marks.0.pen: here the pen has no room to speak of 'plan'"),
        (chart("bars", datum("oaks", 10), datum("elms", 8), pen={"elms": "fewer"}, against={"elms": "yews"}),
         "marks.1.against: no mark of this chart is 'yews'"),
        (chart("bars", datum("oaks", 10), datum("elms", 8), against={"elms": "oaks"}),
         "marks.1.against: the pen says nothing of this mark"),
        (chart("bars", datum("oaks", 10), datum("elms", 8), pen={"elms": "few"}, against={"elms": "elms"}),
         "marks.1.pen: here the pen has no room to speak of 'elms' against 'elms'"),
        (chart("bars", datum("oaks", 10), datum("elms", 8), groups="ab", pen={"elms": "few"}, against={"elms": "oaks"}),
         "marks.1.pen: here the pen has no room to speak of 'elms' against 'oaks'"),
        (chart("areas", datum("oaks", 10), datum("elms", 8), pen={"elms": "few"}, against={"elms": "oaks"}),
         "marks.1.pen: here the pen has no room to speak of 'elms' against 'oaks'"),
        (chart("proportion", datum("oaks", 10), datum("elms", 8), pen={"oaks": "more"}),
         "marks.0.pen: here the pen has no room to speak of 'oaks'"),
        (chart("dots", datum("oaks", 10), datum("elms", 20), whole="20", pen={"oaks": "half"}),
         "marks.0.pen: here the pen has no room to speak of 'oaks'"),
    ],
)  # fmt: skip
def test_the_pen_says_nothing_of_what_is_not_drawn(made: Chart, message: str) -> None:
    assert faults(made) == [message]


# --- areas


@pytest.mark.parametrize("width", WIDTHS)
def test_squares_cover_as_much_as_their_figures_say_and_stand_apart(width: int) -> None:
    figure = draw(chart("areas", datum("oaks", 850000), datum("elms", 1035), datum("yews", 115)), width)
    squares = tiles(figure)
    assert all(wide == tall for _, _, wide, tall in squares)
    oak, elm, yew = (wide * tall for _, _, wide, tall in squares)
    assert (oak / elm, elm / yew) == pytest.approx((850000 / 1035, 1035 / 115))
    assert len({round(middle + tall / 2, 3) for _, middle, _, tall in squares}) == 1  # on one ground
    assert all(left + wide < other for (left, _, wide, _), (other, *_) in pairwise(squares))
    assert all(left >= 0 and left + wide <= width for left, _, wide, _ in squares)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (chart("areas", datum("oaks", 10), datum("pips", 5, "apples")),
         "marks.1.statistic: 'apples' can't share a scale with 'trees' of 'oaks'"),
        (chart("areas", datum("oaks", 850000), datum("elms", 9)),
         "marks.1.statistic: 'elms@only' is too small to be seen beside the largest"),
        (chart("areas", datum("oaks", 850000), datum("elms", -9)),
         "marks.1.statistic: 'elms' is below zero, which this form can't show; 'bars', 'columns' and 'line' can"),
        (chart("areas", datum("oaks", 0), datum("elms", 0)),
         "marks: nothing here is above zero, so there is nothing to draw"),
    ],
)  # fmt: skip
def test_areas_refuse_what_has_no_square(made: Chart, message: str) -> None:
    assert faults(made) == [message]


# --- columns


def harvest(*years: int, unit: str = "trees", named: str = "oaks") -> list[Datum]:
    """Return a hundred a year more, from 100 in 2000."""
    return [datum(f"{named}-{year}", (year - 1999) * 100, unit, period=str(year)) for year in years]


@pytest.mark.parametrize("width", WIDTHS[2:])
def test_columns_stand_at_their_years_on_one_ground_and_are_as_high_as_their_figures(width: int) -> None:
    figure = draw(chart("columns", *harvest(2001, 2002, 2006)), width)
    boxes = tiles(figure)
    assert [tall / boxes[0][3] for *_, tall in boxes] == pytest.approx([1, 1.5, 3.5])
    middles = [left + wide / 2 for left, _, wide, _ in boxes]
    assert (middles[2] - middles[1]) / (middles[1] - middles[0]) == pytest.approx(4)  # years left out keep their room
    assert len({round(y + tall / 2, 3) for _, y, _, tall in boxes}) == 1
    assert {"200", "700", "2006"} <= set(figure.data[-1].text)


def test_panels_of_one_unit_share_its_scale_and_others_have_their_own() -> None:
    marks = [*harvest(2001, 2002), *harvest(2001, named="elms"), *harvest(2004, unit="apples", named="pips")]
    figure = draw(chart("columns", *marks, groups=["Oaks", "Oaks", "Elms", "Pips"]), 720)
    oak, taller, elm, pip = tiles(figure)
    assert oak[3] == pytest.approx(elm[3])
    assert taller[3] == pytest.approx(pip[3])
    assert oak[1] < elm[1] < pip[1]
    assert {"<br>".join(lines) for lines in (["Oaks"], ["Elms"], ["Pips"])} <= set(figure.data[-1].text)


@pytest.mark.parametrize("bound", [Bound.AT_LEAST, Bound.NEARLY])
def test_a_column_is_as_open_as_its_bound(bound: Bound) -> None:
    exact, open_ = (tiles(draw(chart("columns", datum("oaks", 90, bound=one)), 720)) for one in (Bound.EXACT, bound))
    (_, y, wide, tall), *strips = open_
    assert (wide, tall) == exact[0][2:]
    assert strips
    assert all(
        strip_y < y - tall / 2 if bound is Bound.AT_LEAST else strip_y > y - tall / 2 for _, strip_y, *_ in strips
    )


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("form", ["bars", "columns", "target"])
def test_what_is_about_so_much_ends_in_one_way_and_within_its_number(form: str, width: int, status: Status) -> None:
    made = chart(form, datum("oaks", 90, bound=Bound.ABOUT, status=status))
    if form == "target":
        plan = datum("plan", 100, status=Status.TARGETED)
        made = chart(form, datum("oaks", 90, bound=Bound.ABOUT), plan, groups=["Trees"] * 2, before=["oaks"])
    figure = draw(made, width)
    (whole, end) = (trace for trace in figure.data if trace.type == "bar")
    upright = form == "columns" and width == WIDTHS[-1]
    across, along = ("x", "width") if upright else ("width", "x")
    assert end.marker.color == (PAPER,)
    assert end[across][0] == pytest.approx(whole[across][0] / 3, abs=1)
    assert end[along][0] < whole[along][0] / 2
    tip = whole.base[0] + whole.x[0]
    if not upright:
        assert end.base[0] < tip and (end.base[0] + end.x[0] - tip) / end.x[0] < 0.2  # over the stroke that closes it


@pytest.mark.parametrize("width", WIDTHS)
def test_figures_over_columns_are_told_apart_and_the_pen_writes_over_them(width: int) -> None:
    pen = {"oaks-2004": "a late frost in spring"}
    figure = draw(chart("columns", *harvest(*range(2000, 2030)), units="false", pen=pen), width)
    texts, boxes = figure.data[-1], written(figure)
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    (frost,) = (place for place, text in enumerate(texts.text) if "frost" in text)
    assert texts.textfont.color[frost] == VERMILION
    assert boxes[frost][1] > -LINE


@pytest.mark.parametrize("width", WIDTHS[2:])
def test_figures_of_columns_as_good_as_equal_do_not_touch(width: int) -> None:
    marks = [datum(f"oaks-{year}", value, period=str(year)) for year, value in ((2014, 146), (2023, 337), (2024, 330))]
    pen = {"oaks-2023": "more"}
    texts = draw(chart("columns", *marks, units="false", pen=pen, accent="oaks-2024"), width).data[-1]
    centres = dict(zip(texts.text, texts.x, strict=True))
    apart = centres["330"] - centres["337"]
    assert apart > (text_width("330", bold=True) + text_width("337")) / 2 + 2
    assert centres["330"] + text_width("330", bold=True) / 2 <= width


def many(first: int = 2003) -> Chart:
    marks = [
        datum(f"oaks-{year}", value, period=str(year))
        for year, value in ((first, 900), (2008, 820), (2009, 811), (2010, 802), (2012, 470), (2013, 800))
    ]
    pen = {"oaks-2010": "a late frost in a warm spring"}
    return chart("columns", *marks, units="false", pen=pen, accent="oaks-2013")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_column_before_the_accent_has_its_figure_and_the_years_are_those_of_columns(width: int) -> None:
    texts = draw(many(), width).data[-1].text
    assert {"470", "2003", "2013"} <= set(texts)
    assert not {"2005", "2006", "2011"} & set(texts)
    made = chart("columns", *harvest(2001, 2002), *harvest(2001, 2002, named="elms"), groups=["A", "A", "B", "B"])
    assert [*draw(made, width).data[-1].text].count("2002") == 2  # below each panel


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pen_has_room_over_the_highest_column(width: int) -> None:
    pen = {"oaks-2003": "more than anybody would have thought a year before"}
    figure = draw(chart("columns", *harvest(2001, 2002, 2003), pen=pen), width)
    texts = figure.data[-1]
    tops = [y - LINE * len(text.split("<br>")) / 2 for y, text in zip(texts.y, texts.text, strict=True)]
    assert min(tops) >= 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("values", [(80, 60, 20), (20, 30, 80)])
def test_the_pen_leads_from_one_column_to_the_one_that_it_compares_it_with(width: int, values: tuple[int, ...]) -> None:
    marks = [datum(f"oaks-{year}", value, period=str(year)) for year, value in enumerate(values, 2001)]
    how = {"pen": {"oaks-2003": "a fourth, or four times"}, "against": {"oaks-2003": "oaks-2001"}}
    figure = draw(chart("columns", *marks, units="false", **how), width)
    lines = [shape for shape in figure.layout.shapes if shape.line.color == VERMILION]
    boxes = [(left, y - tall / 2, left + wide, y + tall / 2) for left, y, wide, tall in tiles(figure)]
    ends = {way: [at * figure.layout[long] for line in lines for at in (line[f"{way}0"], line[f"{way}1"])]
            for way, long in (("x", "width"), ("y", "height"))}  # fmt: skip
    if width == WIDTHS[-1]:  # from middle to middle, over all that stands between and its figures
        said = written(figure)
        assert not [pair for pair in combinations(said, 2) if overlap(*pair)]
        middles = [(box[0] + box[2]) / 2 for box in boxes[::2]]
        assert [min(ends["x"]), max(ends["x"])] == pytest.approx(middles)
        level, texts = figure.layout.height - max(ends["y"]), figure.data[-1]
        over = {text: (x, y - LINE / 2) for text, x, y in zip(texts.text, texts.x, texts.y, strict=True)}
        figures = [over[str(value)] for value in values]
        assert level < min(*(box[1] for box in boxes), *(y for _, y in figures))
        assert all(box[3] < level for box in written(figure, "a fourth"))
        assert [x for x, _ in figures] == pytest.approx([(box[0] + box[2]) / 2 for box in boxes])
    else:  # from row to row
        rows = [(box[1] + box[3]) / 2 for box in boxes]
        assert [figure.layout.height - y for y in (max(ends["y"]), min(ends["y"]))] == pytest.approx(rows[::2], abs=1)
        assert min(ends["x"]) > max(box[2] for box in boxes)
    assert not outside(FORMS["columns"].draw(chart("columns", *marks, units="false", **how), width))


def test_a_figure_stands_rather_a_little_higher_than_aside() -> None:
    years = {2010: 210000, 2016: 150000, 2017: 140000, 2025: 80000}
    marks = [datum(f"oaks-{year}", value, period=str(year)) for year, value in years.items()]
    figure = draw(chart("columns", *marks, units="false"), 720)
    texts, middles = figure.data[-1], [left + wide / 2 for left, _, wide, _ in tiles(figure)]
    at = dict(zip(texts.text, texts.x, strict=True))
    assert [at[f"{value:,}"] for value in (150000, 140000)] == pytest.approx(middles[1:3], abs=3)
    assert not [pair for pair in combinations(written(figure), 2) if overlap(*pair)]


def test_what_the_pen_says_beside_a_bracket_is_as_wide_as_bars_leave_room_for() -> None:
    marks = [datum(f"oaks-{year}", value, period=str(year)) for year, value in ((2001, 80), (2002, 20))]
    how = {"pen": {"oaks-2002": "a fourth of it, no more"}, "against": {"oaks-2002": "oaks-2001"}}
    figure = draw(chart("columns", *marks, units="false", **how), 320)
    assert "a fourth of<br>it, no more" in figure.data[-1].text
    assert tiles(figure)[0][2] >= LEAST * 320


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("voice", "colour"), [("article", INK), ("others", INDIGO), ("pen", VERMILION)])
@pytest.mark.parametrize("form", ["bars", "columns", "scale"])
def test_what_is_said_of_a_mark_is_in_the_ink_of_who_says_it(form: str, voice: str, colour: str, width: int) -> None:
    marks = [datum(f"oaks-{year}", 70 + year, "centimetres", period=f"200{year}") for year in (1, 2, 4)]
    marks = [replace(mark, role=Role.CONTEXT) for mark in marks]
    made = chart(form, *marks, **{voice: {"oaks-4": "up, it says"}})
    texts = draw(made, width).data[-1]
    said = {text.replace("<br>", " "): colour for text, colour in zip(texts.text, texts.textfont.color, strict=True)}
    assert said["up, it says"] == colour
    assert not outside(FORMS[form].draw(made, width))
    if form == "columns" and width == WIDTHS[-1]:  # beside the last column, not over another's
        at = dict(zip(texts.text, texts.x, strict=True))
        assert at["up, it says"] > at["74"] == max(x for text, x in at.items() if text.isdecimal())


def test_what_the_article_says_finds_no_room_where_the_pen_speaks_or_would_have_none() -> None:
    tall = datum("oaks", 180, "centimetres")
    all_ = chart("scale", tall, pen={"oaks": "won"}, article={"oaks": "first"}, others={"oaks": "second"})
    stands = "where this would stand, stands 'pen'"
    assert faults(all_) == [f"marks.0.article: {stands}", f"marks.0.others: {stands}"]
    elms = datum("elms", 120, "centimetres")
    for made in (
        chart("areas", tall, elms, others={"oaks": "first"}),
        chart("bars", tall, elms, groups=["A", "A"], stacked="true", others={"oaks": "first"}),
    ):
        assert faults(made) == ["marks.0.others: here 'others' has no room to speak of 'oaks'"]


@pytest.mark.parametrize("width", WIDTHS)
def test_figures_are_drawn_as_rounded_as_the_chart_says_and_told_in_full(width: int) -> None:
    marks = [datum("oaks", 88_093), datum("elms", 86_023), datum("yews", 1_260, bound=Bound.MORE_THAN)]
    made = chart("bars", *marks, round_to="100")
    figure = draw(made, width)
    assert {"88,100", "86,000", "&gt;1,200"} <= set(figure.data[-1].text)
    assert [mark.full for mark in made.marks] == ["88,093", "86,023", "more than 1,260"]
    assert max(left + wide for left, _, wide, _ in tiles(figure)) == 88_093
    spec, prose = prepare("bars", *marks, round_to="10000")
    assert check(spec, FORMS, prose, pytest.fail) == (
        (("round_to",), "of 'yews', more-than 1260, nothing is left, rounded so"),
    )
    spec, prose = prepare("bars", datum("oaks", (9, 11)), round_to="10")
    assert check(spec, FORMS, prose, pytest.fail) == (
        (("round_to",), "the two ends of 'oaks', 9 to 11, are one, rounded so"),
    )


def test_no_digit_is_added_that_nobody_stated_nor_is_nearly_so_much_made_more() -> None:
    made = chart(
        "bars", datum("oaks", 86), datum("elms", 121, bound=Bound.NEARLY), datum("yews", "1.26"), round_to="0.1"
    )
    assert [mark.figure for mark in made.marks] == ["86", "nearly 121", "1.3"]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_open_end_comes_up_to_no_larger_figure(width: int) -> None:
    marks = [datum("oaks-2001", 2112, period="2001"), datum("oaks-2002", 2000, bound=Bound.MORE_THAN, period="2002")]
    boxes = tiles(draw(chart("columns", *marks, units="false"), width))
    if width == WIDTHS[-1]:
        assert min(y - tall / 2 for _, y, _, tall in boxes[1:]) > boxes[0][1] - boxes[0][3] / 2
    else:
        whole, *others = (left + wide for left, _, wide, _ in boxes)
        assert max(others) < whole


@pytest.mark.parametrize("width", WIDTHS[:2])
def test_few_columns_lie_where_it_is_narrow_each_with_its_year_and_figure(width: int) -> None:
    marks = [*harvest(*range(2001, 2012)), *harvest(2004, 2011, unit="apples", named="pips")]
    made = chart(
        "columns",
        *marks,
        groups=["Oaks"] * 11 + ["Pips"] * 2,
        pen={"oaks-2011": "a late frost"},
        units="false",
    )
    figure = draw(made, width)
    rows = {trace.hovertext: (trace.x[0], trace.y[0]) for trace in figure.data if trace.type == "bar"}
    lengths = [rows[mark.tip][0] for mark in made.marks]
    assert lengths[:11] == [(year - 1999) * 100 for year in range(2001, 2012)]
    assert lengths[11] / lengths[12] == pytest.approx(500 / 1200)
    assert lengths[12] == pytest.approx(lengths[10])  # the longest of each unit
    texts = figure.data[-1]
    spots = [*zip(texts.text, texts.x, texts.y, strict=True)]
    for mark in made.marks:
        y = rows[mark.tip][1]
        assert {str(mark.datum.period), mark.figure} <= {text for text, _, at in spots if abs(at - y) < 1}
    (frost,) = (y for text, _, y in spots if text == "a late frost")
    assert rows[made.marks[10].tip][1] < frost < rows[made.marks[11].tip][1]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pen_writes_beside_bars_or_below_them(width: int) -> None:
    pen = {"oaks": "few", "elms": "more than anybody would have thought a year before, by far"}
    figure = draw(chart("bars", datum("oaks", 60), datum("elms", 70), datum("yews", 9), pen=pen, units="false"), width)
    texts = figure.data[-1]
    at = {text.replace("<br>", " "): (x, y) for text, x, y in zip(texts.text, texts.x, texts.y, strict=True)}
    assert at["few"][1] == pytest.approx(at["60"][1])
    assert at["few"][0] > at["60"][0] + text_width("60")
    assert at["70"][1] < at[pen["elms"]][1] < at["9"][1]
    assert not outside(FORMS["bars"].draw(chart("bars", datum("oaks", 60), pen={"oaks": "few"}), width))


@pytest.mark.parametrize(("label", "beside"), [("elms", True), ("elms that were counted in another way", False)])
def test_short_labels_stand_beside_bars_on_a_phone_too(label: str, beside: bool) -> None:  # noqa: FBT001
    texts = draw(chart("bars", datum("elms", 60), labels=[label], units="false"), 320).data[-1]
    at = {text.replace("<br>", " "): y for text, y in zip(texts.text, texts.y, strict=True)}
    assert (at[label] == pytest.approx(at["60"])) is beside


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (chart("columns", datum("oaks", 5, period=None)),
         "marks.0.statistic: 'oaks@only' has no period, and so no place on an axis of time"),
        (chart("columns", datum("oaks", (4, 5))), "marks.0.statistic: 'oaks@only' is a range; a column has one height"),
        (chart("columns", datum("oaks", 5), datum("elms", 6)),
         "marks.1.statistic: a second figure for 2024 in one group"),
        (chart("columns", datum("oaks", 5), datum("pips", 2, "apples", period="2023"), groups=["A", "A"]),
         "marks.1.statistic: 'apples' can't share a scale with 'trees' of 'oaks'"),
        (chart("bars", datum("oaks", 5), datum("elms", 9), groups=["A", "A"], stacked="true",
               pen={"oaks": "few"}),
         "marks.0.pen: here the pen has no room to speak of 'oaks'"),
        (chart("bars", datum("oaks", 5), datum("elms", 9, bound=Bound.MORE_THAN), groups=["A", "A"], stacked="true"),
         "marks.1.statistic: 'elms@only' is not exact; what is open or about can't be summed"),
        (chart("bars", datum("oaks", 5), datum("elms", 9, period="2023"), groups=["A", "A"], stacked="true"),
         "marks.1.statistic: 'elms@only' is of another time than 'oaks@only'"),
        (chart("bars", datum("oaks", 5), datum("mire", 9, "fields"), groups=["A", "A"], stacked="true"),
         "marks.1.statistic: 'fields' can't share a scale with 'trees' of 'oaks'"),
        (chart("bars", datum("oaks", 60, "percent"), datum("elms", 41, "percent"), groups=["A", "A"], stacked="true"),
         "marks.0.statistic: these shares add up to more than all"),
    ],
)  # fmt: skip
def test_columns_and_stacks_refuse_what_has_no_place_in_time_or_in_a_sum(made: Chart, message: str) -> None:
    assert faults(made)[0] == message


def test_parts_of_sums_are_stacked_over_time_a_group_a_period() -> None:
    parts = {"2022": (30, 10), "2023": (35, 20), "2024": (20, 20)}
    marks = [
        datum(f"{name}-{year}", value, period=year)
        for year, values in parts.items()
        for name, value in zip(("oaks", "elms"), values, strict=True)
    ]
    made = chart("bars", *marks, groups=[year for year in parts for _ in "ab"], stacked="true")
    boxes = tiles(draw(made, 720))
    wholes = [box for box in boxes if box[2] in (30, 10, 35, 20)]
    assert [(left, wide) for left, _, wide, _ in wholes] == [(0, 30), (30, 10), (0, 35), (35, 20), (0, 20), (20, 20)]
    assert len({y for _, y, *_ in wholes}) == len(parts)


# --- what else is written of a mark


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (chart("line", datum("a", 5, period="2023/2024"), datum("b", 6, period="2020")), ["2024", "2020"]),
        (chart("line", datum("a", 5), datum("b", 6, bound=Bound.AT_LEAST), floor="b"), ["2024"]),
        (chart("tiles", datum("oaks", 7), datum("elms", 2),
               names={"oaks": [{"en": "Old"}, {"en": "New"}], "elms": [{"en": "Big"}, {"en": "Wee"}]}),
         ["among them: Old, New", "Big, Wee"]),
        (chart("timeline", datum("a", 8, period="2024-01"), datum("b", 8), dates={"b": "2024-05-09"}),
         ["2024"]),
    ],
)  # fmt: skip
def test_a_form_writes_more_beside_its_marks(made: Chart, expected: list[str]) -> None:
    written = "".join(draw(made, 720).data[-1].text)  # texts are drawn last
    assert all(text in written for text in expected)


@pytest.mark.parametrize("form", ["areas", "proportion"])
def test_forms_say_what_draws_a_figure_below_zero(form: str) -> None:
    assert faults(chart(form, datum("a", 5), datum("b", -3)))[0] == (
        "marks.1.statistic: 'b' is below zero, which this form can't show; 'bars', 'columns' and 'line' can"
    )


# --- bars


def ends_of(figure: go.Figure) -> list[tuple[float, float]]:
    """Return where each bar of values begins and ends, in px."""
    axis, width = figure.layout.xaxis, figure.layout.width
    bars = [(trace.base[0], trace.x[0]) for trace in figure.data if trace.type == "bar" and trace.xaxis == "x"]
    return [(width * share(axis, base), width * share(axis, base + long)) for base, long in bars]


def spots_of(figure: go.Figure) -> dict[str, tuple[float, str]]:
    """Return where each text stands: its x, and on which side of that."""
    texts = figure.data[-1]
    return {text: (x, place.split()[1]) for text, x, place in zip(texts.text, texts.x, texts.textposition, strict=True)}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("values", [(5, -3, 0), (-1, 900000, -90000), (-4, -7), (0, 0), (7,), (*range(-20, 20),)])
def test_bars_go_both_ways_from_zero_and_bear_their_figures_at_their_ends(width: int, values: tuple[int, ...]) -> None:
    figure = draw(chart("bars", *(datum(f"a{place}", value) for place, value in enumerate(values))), width)
    bars, written = ends_of(figure), spots_of(figure)
    longest = max(abs(end - start) for start, end in bars)
    zero = next((start for (start, end), value in zip(bars, values, strict=True) if abs(end - start) > 2), None)
    for (start, end), value in zip(bars, values, strict=True):
        x, side = written[f"{value:,}".replace("-", "\N{MINUS SIGN}")]
        assert (x < end, side) == ((True, "left") if value < 0 else (False, "right"))
        if abs(end - start) > 2:
            assert (end - start) / longest == pytest.approx(value / max(map(abs, values)))
            assert start == pytest.approx(zero)
        else:  # a stroke at zero
            assert abs(end - start) == pytest.approx(SEEN)
        wide = text_width(f"{value:,}")
        assert x - wide >= -1 if side == "left" else x + wide <= width + 1


@pytest.mark.parametrize(
    ("bound", "outwards"), [(Bound.LESS_THAN, True), (Bound.MORE_THAN, False), (Bound.NEARLY, True)]
)
def test_a_bar_below_zero_is_open_where_its_figure_is(bound: Bound, outwards: bool) -> None:  # noqa: FBT001
    figure = draw(chart("bars", datum("oaks", -90, bound=bound), datum("elms", 20)))
    low, *strips = [trace for trace in figure.data if trace.type == "bar"]
    end = low.base[0] + low.x[0]
    places = [base + length for base, length in zip(strips[0].base, strips[0].x, strict=True)]
    assert all(place < end for place in places) if outwards else all(end <= place < 0 for place in places)


def test_a_range_is_solid_up_to_where_it_begins() -> None:
    figure = draw(chart("bars", datum("below", (-9, -4)), datum("across", (-5, 6)), datum("above", (2, 8))))
    solid = [trace.x[0] for trace in figure.data if trace.type == "bar" and trace.base[0] == 0]
    assert solid == [-4, 0, 2]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("accent", ["", "elms"])
def test_parts_of_a_sum_lie_end_to_end_with_their_names(width: int, accent: str) -> None:
    marks = [datum("oaks", 40), datum("elms", 30), datum("yews", 3), datum("ash", 20), datum("fir", 60)]
    made = chart("bars", *marks, groups=["North"] * 3 + ["South"] * 2, stacked="true", accent=accent)
    figure = draw(made, width)
    parts = [trace for trace in figure.data if trace.type == "bar" and isinstance(trace.marker.color, str)]
    assert [(trace.base[0], trace.x[0]) for trace in parts if trace.y == parts[0].y] == [(0, 40), (40, 30), (70, 3)]
    assert [(trace.base[0], trace.x[0]) for trace in parts if trace.y == parts[-1].y] == [(0, 20), (20, 60)]
    solid = [trace.hovertext.split(":")[1].strip() for trace in parts if trace.marker.color == INK]
    assert solid == (["elms"] if accent else ["oaks", "yews", "ash"])
    written = " ".join(figure.data[-1].text).replace("<br>", " ")
    assert all(f"{name} {value}" in written for name, value in (("oaks", 40), ("elms", 30), ("yews", 3)))


# --- columns of both signs


@pytest.mark.parametrize("width", WIDTHS[2:])
@pytest.mark.parametrize(
    "values", [(5, -3, 0, 4), (-4, -7), (0, 0), (7,), tuple(place % 13 - 5 for place in range(40))]
)
def test_columns_go_up_and_down_from_one_ground(width: int, values: tuple[int, ...]) -> None:
    made = chart("columns", *series("oaks", *values))
    figure = draw(made, width)
    boxes = [(y - tall / 2, y + tall / 2, tall) for _, y, _, tall in tiles(figure)]
    grounds = {round(high if value < 0 else low, 1) for (high, low, _), value in zip(boxes, values, strict=True)}
    assert len(grounds) == 1
    ground, tallest = grounds.pop(), max(max(map(abs, values)), 1)
    unit = max(tall for *_, tall in boxes) / tallest
    assert all(
        tall == pytest.approx(max(abs(value) * unit, 1.5), abs=0.1)
        for (*_, tall), value in zip(boxes, values, strict=True)
        if any(values)
    )
    texts = figure.data[-1]
    for text, y in zip(texts.text, texts.y, strict=True):
        if text.startswith("\N{MINUS SIGN}"):
            assert y > ground
        assert 0 < y < figure.layout.height


# --- scatter


AXES: dict[str, Any] = {"x": {"en": "Trees"}, "y": {"en": "Share"}}


def pairs(*points: tuple[str, int, int], **more: Any) -> Chart:
    marks = [mark for name, x, y in points for mark in (datum(f"{name}-x", x), datum(f"{name}-y", y, "percent"))]
    groups = [name for name, *_ in points for _ in range(2)]
    return chart("scatter", *marks, groups=groups, **AXES, **more)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_pair_of_figures_is_a_point_with_its_name(width: int) -> None:
    figure = draw(pairs(("Hill", 10, 5), ("Dale", 40, -5), ("Moor", 25, 0), accent="Hill-x"), width)
    assert [(x, y) for x, y, _ in symbols(figure)][::2] == [(10, 5), (40, -5), (25, 0)]
    assert [(x, y) for x, y, _ in symbols(figure)][1::2] == [(10, 5), (40, -5), (25, 0)]  # each bears both figures
    assert {"Hill", "Dale", "Moor", "Share", "Trees"} <= set(figure.data[-1].text)
    tips = {trace.hovertext for trace in figure.data if trace.mode == "markers"}
    assert {len(tip.split("\n")) for tip in tips} == {2}
    assert len(tips) == 3


def test_names_of_points_keep_clear_of_each_other_or_are_left_out() -> None:
    figure = draw(pairs(*((f"Place {n}", n * 7 % 100, n * 13 % 90) for n in range(40))), 320)
    boxes = written(figure, "Place")
    assert 10 < len(boxes) < 40
    assert sum(overlap(*pair) > 60 for pair in combinations(boxes, 2)) == 0


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (pairs(("Hill", 1, 2), ("Dale", 2, 3)), "marks: 2 points; it takes 3 to see whether two figures go together"),
        (chart("scatter", datum("a", 1), datum("b", 2), datum("c", 3), groups=["A", "A", "B"], **AXES),
         "marks.2.statistic: 'B' has 1 marks; a point is a group of two"),
        (chart("scatter", datum("a", 1), datum("b", 2, period="2023"), groups=["A", "A"], **AXES),
         "marks.1.statistic: 'b@only' is of another time than 'a@only'"),
    ],
)  # fmt: skip
def test_a_scatter_refuses_what_is_no_pair(made: Chart, message: str) -> None:
    assert faults(made)[0] == message


# --- months, quarters and days


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("form", ["line", "columns"])
@pytest.mark.parametrize(
    ("periods", "named"),
    [
        ([f"2024-{month:02}" for month in range(1, 13)], "December 2024"),
        (["2023-Q3", "2023-Q4", "2024-Q1"], "1st quarter 2024"),
        (["2024-03-01", "2024-03-02", "2024-03-05"], "5 March 2024"),
        ([f"{year}-Q1" for year in range(2010, 2020)], "2019"),  # too many to be named
        (["2024", "2024-03"], "2024"),
    ],
)
def test_an_axis_of_few_months_names_them_and_ends_with_them(
    periods: list[str], named: str, form: str, width: int
) -> None:
    if form == "columns" and width < WIDTHS[-1]:
        return  # these lie, each beside its own date
    made = chart(form, *(datum(f"a{n}", n + 1, period=period) for n, period in enumerate(periods)))
    texts = draw(made, width).data[-1]
    assert named in texts.text
    axis = [text for text in texts.text if named.split()[-1][:2] == text.split()[-1][:2] and len(text) > 3]
    assert len(axis) >= (1 if len(periods) < 3 else 2)
    if " " in named:
        times = Times.of(made, made.marks)
        assert (times.low, times.high) == pytest.approx((span(periods[0])[0] - 0.5, span(periods[-1])[1] - 0.5))


# --- line


@pytest.mark.parametrize("value", [0, 7, 8, 100])
@pytest.mark.parametrize("zero", ["true", "false"])
def test_a_line_may_be_level(value: int, zero: str) -> None:
    figure = draw(chart("line", *(datum(f"a{year}", value, period=f"{year}") for year in (2022, 2023)), zero=zero))
    assert len({y for _, y, _ in symbols(figure)}) == 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("values", [(-44, -41, 50), (3, -2, 40), (-300, 2, -1)])
def test_a_line_that_crosses_zero_shows_where_that_is(width: int, values: tuple[int, ...]) -> None:
    marks = (datum(f"a{number}", value, period=f"{2020 + number}") for number, value in enumerate(values))
    figure = draw(chart("line", *marks), width)
    height = figure.layout.height
    zero = height * (1 - share(figure.layout.yaxis, 0))  # px from the top
    rules = [shape for shape in figure.layout.shapes if shape.line.color == AXIS and shape.y0 == shape.y1]
    (ground,) = {height * (1 - rule.y0) if rule.yref == "paper" else rule.y0 for rule in rules}
    (written,) = [trace for trace in figure.data if trace.mode == "text"]
    assert ground == pytest.approx(zero)
    assert any(text.startswith("0") and abs(y - zero) < 10 for text, y in zip(written.text, written.y, strict=True))
    figures = {
        text: y for text, y in zip(written.text, written.y, strict=True) if text.strip("<b>/") in map(str, values)
    }
    assert figures
    assert not [text for text, y in figures.items() if abs(y - zero) < 7], figures


@pytest.mark.parametrize(("later", "below"), [(5, True), (7, False)])
def test_a_figure_that_no_line_joins_keeps_clear_of_its_neighbour(later: int, below: bool) -> None:  # noqa: FBT001
    figure = draw(chart("line", datum("a", 6, period="2020"), datum("b", later, period="2022")))
    (written,) = [trace for trace in figure.data if trace.mode == "text"]
    point = figure.layout.height * (1 - share(figure.layout.yaxis, later))  # px from the top
    assert (written.y[written.text.index(str(later))] > point) is below


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_of_a_break_stands_on_no_line_of_another_series(width: int) -> None:
    oaks, elms = (
        [
            replace(datum(name, value, period=year), key=year, series="s", base=year if name == "oaks" else "")
            for value, year in zip(values, ("2023", "2024"), strict=True)
        ]
        for name, values in (("oaks", (673, 658)), ("elms", (646, 667)))
    )
    groups = ["Oaks", "Oaks", "Elms", "Elms"]
    figure = draw(chart("line", *oaks, *elms, groups=groups, zero="true", broken={"en": "felled"}), width)
    signs = [shape for shape in figure.layout.shapes if shape.line.color == MUTED]
    assert len(signs) == 2
    (line,) = (trace for trace in figure.data if trace.mode == "lines")
    middle = share(figure.layout.yaxis, sum(line.y) / 2)
    assert all(min(sign.y0, sign.y1) > middle or max(sign.y0, sign.y1) < middle for sign in signs)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pen_brackets_two_figures_of_the_latest_time(width: int) -> None:
    marks = [
        datum(f"{name}-{year}", value, period=year)
        for name, value in (("oaks", 60), ("elms", 20))
        for year in ("2023", "2024")
    ]
    drawn = chart(
        "line",
        *marks,
        groups=["Oaks", "Oaks", "Elms", "Elms"],
        pen={"oaks-2024": "thrice"},
        against={"oaks-2024": "elms-2024"},
    )
    figure = draw(drawn, width)
    (bar,) = (rule for rule in figure.layout.shapes if rule.line.color == VERMILION and rule.x0 == rule.x1)
    assert sorted((bar.y0, bar.y1)) == pytest.approx([share(figure.layout.yaxis, value) for value in (20, 60)])
    assert bar.x0 > share(figure.layout.xaxis, 2024)
    texts = [item for trace in figure.data if trace.mode == "text" for item in zip(trace.x, trace.text, strict=True)]
    assert all(x > width * bar.x0 for x, text in texts if text in ("thrice", "Oaks 60", "Elms 20"))


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"pen": {"oaks": "thrice"}}, "marks.0.pen: here the pen has no room to speak of 'oaks'"),
        (
            {"pen": {"oaks": "thrice"}, "against": {"oaks": "ashes"}},
            "marks.0.pen: here the pen has no room to speak of 'oaks' against 'ashes'",
        ),
        (
            {"pen": {"oaks": "thrice", "elms": "a third"}, "against": {"oaks": "elms", "elms": "oaks"}},
            "marks.1.pen: the pen speaks of one mark of a line",
        ),
    ],
)
def test_the_pen_brackets_two_marks_of_one_time(how: dict[str, Any], message: str) -> None:
    marks = [datum("oaks", 60, period="2024"), datum("elms", 20, period="2024"), datum("ashes", 20, period="2023")]
    assert faults(chart("line", *marks, groups=["a", "b", "c"], **how)) == [message]


def test_what_the_pen_says_beside_a_line_is_no_heading_of_the_name_below() -> None:
    trees = (("oaks", 60), ("elms", 44), ("yews", 20))
    marks = [datum(f"{name}-{year}", value, period=year) for name, value in trees for year in ("2023", "2024")]
    names = [name for name, _ in trees for _ in "ab"]
    how = {"pen": {"oaks-2024": "thrice what yews are in this year"}, "against": {"oaks-2024": "yews-2024"}}
    figure = draw(chart("line", *marks, groups=names, **how), 320)
    texts = [item for trace in figure.data if trace.mode == "text" for item in zip(trace.y, trace.text, strict=True)]
    at = {text.split()[0]: (y, LINE * len(text.split("<br>")) / 2) for y, text in texts}
    (pen, half), (name, other) = at["thrice"], at["elms"]
    assert name - other - (pen + half) >= 2 * GAP - 0.1


def test_the_pen_of_a_line_brackets_what_stands_at_its_end() -> None:
    marks = [datum(f"{name}-{year}", 60, period=str(year)) for name in ("oaks", "elms") for year in (2020, 2024)]
    for year, room in ((2020, False), (2024, True)):
        how = {"pen": {f"oaks-{year}": "thrice"}, "against": {f"oaks-{year}": f"elms-{year}"}}
        found = faults(chart("line", *marks, groups=["a", "a", "b", "b"], **how))
        assert ["no room" in fault for fault in found] == ([] if room else [True])


@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_series_that_end_close_together_stand_in_one_column_on_the_drawing(width: int) -> None:
    marks = [
        datum(f"{name}-{year}", 900 + year % 7, period=str(year)) for name in "abcde" for year in (2020, 2021, 2024)
    ]
    groups = [f"the village of {name}" for name in "ABCDE" for _ in range(3)]
    figure = draw(chart("line", *marks, groups=groups, zero="true"), width)
    texts = [trace for trace in figure.data if trace.mode == "text"]  # one a series
    written = [item for trace in texts for item in zip(trace.x, trace.y, trace.text, strict=True)]
    named = [(x, y, text) for x, y, text in written if "village" in text]
    assert len({x for x, _, _ in named}) == 1
    tall = [LINE * len(text.split("<br>")) for _, _, text in named]
    assert all(y - high / 2 >= 0 for (_, y, _), high in zip(named, tall, strict=True))
    for ((_, y, _), high), ((_, below, _), deep) in pairwise(
        sorted(zip(named, tall, strict=True), key=lambda one: one[0][1])
    ):
        assert below - y >= (high + deep) / 2 - 0.1


def test_a_long_unit_is_said_once_on_the_scale_where_it_would_leave_the_line_no_room() -> None:
    values = (198, 219, 188, 182, 171)
    marks = [datum(f"a{year}", value, "loads", period=str(year)) for year, value in enumerate(values, 2018)]
    for width in (320, 720):
        figure = draw(chart("line", *marks), width)
        written = [text for trace in figure.data if trace.mode == "text" for text in trace.text]
        assert (sum("loads" in text for text in written) == 1) is (width == 320)
        assert share(figure.layout.xaxis, 2022) - share(figure.layout.xaxis, 2018) > 1 / 3


# --- tiles


@pytest.mark.parametrize("width", WIDTHS)
def test_every_thing_has_a_tile_and_the_end_of_a_range_a_border_as_large(width: int) -> None:
    figure = draw(chart("tiles", datum("oaks", 7), datum("elms", (4, 5))), width)
    found = tiles(figure)
    assert len(found) == 11
    assert {(wide, tall) for _, _, wide, tall in found} == {found[0][2:]} == {(found[0][2], found[0][2])}
    (border,) = borders(figure)
    left, y, wide, _ = found[-1]
    step = left - found[-2][0]
    assert border == pytest.approx((left + step, y - wide / 2, left + step + wide, y + wide / 2))


def borders(figure: go.Figure) -> list[tuple[float, float, float, float]]:
    """Return from where to where the squares reach that are drawn as lines."""
    drawn = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]
    sides = [([x for x in one.x if x is not None], [y for y in one.y if y is not None]) for one in drawn]
    return [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in sides]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_plan_is_drawn_as_frames_around_the_tiles_of_what_came_of_it(width: int) -> None:
    plan = datum("plan", (4, 5), status=Status.TARGETED)
    figure = draw(chart("tiles", datum("oaks", 3), plan, around={"plan": "oaks"}), width)
    found = tiles(figure)
    frames, inner = found[:4], found[4:]
    assert len(inner) == 3
    for (left, y, wide, _), (start, middle, narrow, _) in zip(frames, inner, strict=False):
        assert (left + wide / 2, y) == pytest.approx((start + narrow / 2, middle))
        assert narrow < wide
    ((start, _, end, _),) = borders(figure)  # the end of a range
    assert end - start == pytest.approx(frames[0][2])
    assert frames[3][0] + frames[3][2] < start
    assert end <= width
    assert all(left >= 0 and left + wide <= width for left, _, wide, _ in found)


def test_words_beside_frames_of_several_lines_keep_clear_of_the_names_below() -> None:
    plan = datum("plan", 5, status=Status.TARGETED)
    options: dict[str, Any] = {"around": {"plan": "oaks"}, "names": {"oaks": [{"en": "an oak"}]}}
    labels = ["oaks", "planned by the council in a year long gone by, and never since"]
    texts = draw(chart("tiles", datum("oaks", 3), plan, labels=labels, **options), 480).data[-1]
    at = dict(zip(texts.text, texts.y, strict=True))
    ((words, y),) = ((text, y) for text, y in at.items() if "council" in text)
    assert y + LINE * len(words.split("<br>")) / 2 <= at["among them: an oak"] - LINE / 2


@pytest.mark.parametrize(
    ("around", "message"),
    [
        ({"plan": "yews"}, "options.around.plan: no mark of this chart is 'yews'"),
        ({"plan": "elms"}, "options.around.plan: 'elms' has no row of its own in the group of 'plan'"),
    ],
)
def test_frames_stand_around_tiles_of_their_group(around: dict[str, str], message: str) -> None:
    marks = [datum("oaks", 3), datum("plan", 4), datum("elms", 5)]
    assert faults(chart("tiles", *marks, groups=["A", "A", "B"], around=around)) == [message]


def test_tiles_refuse_names_that_fit_no_tile() -> None:
    names = {"oaks": [{"en": "Old"}, {"en": "New"}], "yews": []}
    assert faults(chart("tiles", datum("oaks", 1), names=names)) == [
        "options.names.oaks: 2 names for 'oaks', which is 1",
        "options.names.yews: no mark of this chart is 'yews'",
    ]


# --- timeline


def statements(*said: tuple[str, int, str], unit: str = "apples") -> list[Datum]:
    return [datum(name, value, unit, period=period) for name, value, period in said]


SAID = statements(("a", 8, "2024-01-01"), ("b", 9, "2024-03-01"), ("c", 5, "2024-06-29"))


@pytest.mark.parametrize("width", WIDTHS)
def test_statements_stand_as_far_apart_as_their_dates_and_as_high_as_their_figures(width: int) -> None:
    first, second, third = symbols(draw(chart("timeline", *SAID), width))
    assert (third[0] - second[0]) / (second[0] - first[0]) == pytest.approx(
        120 / 60, rel=0.02
    )  # months are as long as each other
    assert (third[1] - first[1]) / (first[1] - second[1]) == pytest.approx(3)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_count_is_steps_from_one_day_to_the_next(width: int) -> None:
    counts = statements(("one", 6, "2024-01-15"), ("two", 7, "2024-05-15"))
    figure = draw(chart("timeline", *SAID, *counts, steps=["one", "two"]), width)
    assert len(symbols(figure)) == len(SAID)
    one, two = (trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines")
    assert one.y[0] == one.y[1] > two.y[-2] == two.y[-3]  # the second is higher, and so nearer to the top
    assert (two.x[0], two.x[1]) == (one.x[1], one.x[1])
    assert (two.y[0], two.y[1]) == pytest.approx((one.y[0], two.y[-2]))
    assert two.x[-2] == pytest.approx(max(x for x, _, _ in symbols(figure)))  # nobody knows what it will be later
    texts, papers = figure.data[-1].text, [shape for shape in figure.layout.shapes if shape.line.color == PAPER]
    assert "one" in texts  # the steps are named
    assert len(papers) == len({"a", "b", "c", "one"} & set(texts))  # no rule runs through a name


@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_those_who_said_it_lie_over_nothing_and_the_accent_is_always_named(width: int) -> None:
    said = statements(*((f"speaker {number}", 5 + number % 3, f"2024-{number:02}-10") for number in range(1, 13)))
    figure = draw(chart("timeline", *said, pen={"speaker 6": "right when it was said"}), width)
    texts, points = figure.data[-1], [(x, y) for x, y, _ in symbols(figure)]
    boxes = written(figure, "speaker")
    assert boxes
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair) > 12]
    assert not [box for box in boxes for x, y in points if box[0] < x < box[2] and box[1] < y < box[3]]
    (pen,) = (text for text, colour in zip(texts.text, texts.textfont.color, strict=True) if colour == VERMILION)
    assert pen.replace("<br>", " ") == "right when it was said"
    names = {text.split("<br>")[0]: colour for text, colour in zip(texts.text, texts.textfont.color, strict=True)}
    assert {colour for name, colour in names.items() if name.startswith("speaker")} == {INK}


def test_a_timeline_of_counts_has_a_line_for_each_and_none_between() -> None:
    for counts, lines in (((3, 9, 5), range(3, 10)), ((8, 9, 8), (8, 9))):
        said = statements(*zip("abc", counts, ("2024-01", "2025-01", "2026-01"), strict=True))
        figure = draw(chart("timeline", *said), 320)
        rules = (shape for shape in figure.layout.shapes if shape.line.color == GRID and shape.y0 == shape.y1)
        heights = {round(shape.y0, 6) for shape in rules}
        assert [text for text in figure.data[-1].text if text in map(str, lines)] == [*map(str, lines)]
        assert len(heights) == len(lines) + 1  # and the axis of time


@pytest.mark.parametrize("width", WIDTHS)
def test_what_the_pen_says_of_a_statement_lies_on_no_step(width: int) -> None:
    said = statements(
        ("a", 3, "2021-01"), ("b", 8, "2024-03"), ("it", 8, "2025-05"), ("c", 9, "2025-11"), ("d", 9, "2026-01")
    )
    steps = [(f"s{count}", count, f"{year}-11") for count, year in ((6, 2022), (7, 2023), (8, 2024), (9, 2025))]
    pen = {"it": "right when printed"}
    names = [name for name, *_ in steps]
    figure = draw(chart("timeline", *said, *statements(*steps), steps=names, pen=pen), width)
    texts = figure.data[-1]
    (place,) = (number for number, colour in enumerate(texts.textfont.color) if colour == VERMILION)
    lines = texts.text[place].split("<br>")
    box = around((texts.x[place], texts.y[place]), (widest(lines, bold=True), LINE * len(lines)))
    for trace in (one for one in figure.data if one.type == "scatter" and one.mode == "lines"):
        run = [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if x is not None]
        for (x0, y0), (x1, y1) in zip(run[::2], run[1::2], strict=True):
            assert not overlap(box, (min(x0, x1), min(y0, y1), max(x0, x1) + 1, max(y0, y1) + 1))


@pytest.mark.parametrize("width", WIDTHS)
def test_statements_that_touch_share_a_name_and_the_pen_leads_from_one_to_the_other_that_differs(width: int) -> None:
    said = statements(("mayor", 8, "2024-03-20"), ("planners", 5, "2024-07-26"), ("city", 9, "2025-11-26"),
                      ("bureau", 9, "2025-12-06"))  # fmt: skip
    how = {"pen": {"planners": "eight, then five"}, "against": {"planners": "mayor"}}
    figure = draw(chart("timeline", *said, **how), width)
    assert "city, bureau" in [text.replace("<br>", " ") for text in figure.data[-1].text]
    lines = [shape for shape in figure.layout.shapes if shape.line.color == VERMILION]
    corners = [(x * width, (1 - y) * figure.layout.height) for line in lines for x, y in
               ((line.x0, line.y0), (line.x1, line.y1))]  # fmt: skip
    (mayor, planners), before = ([point[:2] for point in symbols(figure)[:2]]), corners[1]
    assert corners[0] == pytest.approx(mayor)
    assert corners[-1] == pytest.approx(planners)
    assert before == corners[2] == pytest.approx((planners[0], mayor[1]))  # across, then down: nothing fell meanwhile
    assert not [pair for pair in combinations(written(figure), 2) if overlap(*pair)]


def test_a_timeline_refuses_what_has_no_day_or_no_height() -> None:
    said = [datum("a", 8, period="2024"), datum("b", 8, period=None), datum("c", (8, 9), period="2024-06")]
    pips = datum("d", 8, "apples", period="2024-06")
    assert faults(chart("timeline", *said, pips, dates={"b": "2024-05-09"}, steps=["e"])) == [
        "marks.0.statistic: 'a' has the period 2024; give the month or day of the statement in 'dates'",
        "marks.2.statistic: 'c@only' is a range; a statement has one number",
        "marks.3.statistic: statements in 'trees' can't hold 'apples'",
        "options.steps.0: no mark of this chart is 'e'",
    ]


# --- scale


@pytest.mark.parametrize("width", WIDTHS)
def test_what_has_no_outline_is_a_block_as_high_as_its_figure_says(width: int) -> None:
    made = chart("scale", datum("tall", 180, "centimetres"), datum("small", 120, "centimetres"))
    (_, y, _, tall), (_, lower, _, small) = tiles(draw(made, width))
    assert tall / small == pytest.approx(180 / 120)
    assert y + tall / 2 == pytest.approx(lower + small / 2)  # on the same ground


@pytest.mark.parametrize("width", WIDTHS)
def test_figures_of_heights_are_in_their_ink_and_neither_they_nor_labels_touch(width: int) -> None:
    marks = [
        datum(name, f"17{number}.5", "centimetres")
        for number, name in enumerate(("companions", "neighbours", "al of the long name", "dora"))
    ]
    marks[1] = replace(marks[1], role=Role.CONTEXT)
    texts = draw(chart("scale", *marks, units="false"), width).data[-1]
    assert len({y for y, text in zip(texts.y, texts.text, strict=True) if text[0].isdigit()}) == 1  # in one row
    found = list(zip(texts.text, texts.x, texts.textfont.color, texts.textfont.weight, strict=True))
    figures = [one for one in found if one[0][0].isdigit()]
    assert [colour for _, _, colour, _ in figures] == [INK, INDIGO, INK, INK]
    for row in (figures, [one for one in found if one not in figures]):
        for (text, x, _, weight), (other, then, _, heavy) in pairwise(row):
            wide = widest(text.split("<br>"), bold=weight > 400) + widest(other.split("<br>"), bold=heavy > 400)
            assert then - x > wide / 2


RIDER = "-.4,.2 -.1,0 .3,0 .2,1 -.2,.9"


@pytest.mark.parametrize("width", WIDTHS)
def test_an_outline_of_its_own_is_as_high_as_its_figure_and_stands_on_the_ground(width: int) -> None:
    marks = [datum("tall", 180, "centimetres"), datum("small", 120, "centimetres", status=Status.CLAIMED)]
    figure = draw(chart("scale", *marks, outlines={"tall": RIDER, "small": RIDER}), width)
    tall, small = (trace for trace in figure.data if trace.fill == "toself")
    assert max(tall.y) == max(small.y)
    assert (max(tall.y) - min(tall.y)) / (max(small.y) - min(small.y)) == pytest.approx(180 / 120, rel=0.01)
    assert (max(tall.x) - min(tall.x)) / (max(tall.y) - min(tall.y)) == pytest.approx(0.7, rel=0.01)
    assert [trace.fillpattern.shape for trace in (tall, small)] == [None, "/"]
    assert max(tall.x) < min(small.x)


def test_beside_what_the_chart_is_about_what_others_publish_is_pale() -> None:
    heights = [datum("oaks", 180, "centimetres"), replace(datum("man", 170, "centimetres"), role=Role.CONTEXT)]
    shape = "-0.2,0 0.2,0 0.2,1"
    for accent, expected in (("", INDIGO), ("oaks", PAPER)):
        made = chart("scale", *heights, outlines={"oaks": shape, "man": shape}, accent=accent)
        fills = [trace.fillcolor for trace in draw(made, 480).data if trace.fill == "toself"]
        assert fills == [INK, expected]


def test_an_outline_stands_on_the_ground_and_is_of_a_mark() -> None:
    outlines = {"tall": "-.2,.1 .2,.1 0,1.4", "short": RIDER}
    assert faults(chart("scale", datum("tall", 3, "centimetres"), outlines=outlines)) == [
        "options.outlines.tall: the outline of 'tall' reaches from 0.1 to 1.4, not from 0 to 1",
        "options.outlines.short: no mark of this chart is 'short'",
    ]


def test_only_lengths_are_drawn_to_scale() -> None:
    assert faults(chart("scale", datum("tall", 3, "rank"))) == [
        "marks.0.statistic: 'tall@only' is in rank; only lengths are drawn to scale"
    ]


# --- plan


def place(name: str, latitude: str, longitude: str) -> list[Datum]:
    made = [datum(f"{name}-{axis}", number, "degrees") for axis, number in (("north", latitude), ("east", longitude))]
    return [replace(one, period=None) for one in made]


def plan(*places: list[Datum], distances: Sequence[Datum] = (), **options: Any) -> Chart:
    marks = [mark for both in places for mark in both]
    groups = [mark.statistic.split("-")[0].title() for mark in marks] + [""] * len(distances)
    return chart("plan", *marks, *distances, groups=groups, scale="kilometres", **options)


def crosses(figure: go.Figure) -> dict[str, tuple[float, float]]:
    """Return the middles of the crosses by the names of their places."""
    found: dict[str, list[tuple[float, float]]] = {}
    for trace in figure.data:
        if trace.mode == "lines" and ":" in (trace.hovertext or ""):
            middle = (sum(trace.x[:2]) / 2, sum(trace.y[:2]) / 2)
            found.setdefault(trace.hovertext.split(":")[0], []).append(middle)
    assert all(across == pytest.approx(down) for across, down in (found[name] for name in found if name != "far"))
    return {name: middles[0] for name, middles in found.items() if name != "far"}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_distance_measures_the_same_in_every_direction(width: int) -> None:
    figure = draw(plan(place("mill", "60", "20"), place("north", "60.2", "20"), place("east", "60", "20.4")), width)
    at = crosses(figure)
    assert at["Mill"][0] == pytest.approx(at["North"][0])
    assert at["North"][1] < at["Mill"][1]
    assert at["Mill"][0] < at["East"][0]
    up, aside = dist(at["Mill"], at["North"]), dist(at["Mill"], at["East"])
    assert aside / up == pytest.approx(0.4 * cos(radians(60.1)) / 0.2)


@pytest.mark.parametrize("width", WIDTHS)
def test_names_stand_clear_of_crosses_and_of_each_other(width: int) -> None:
    made = plan(place("watermill", "60", "20"), place("farmstead", "60.01", "20.05"), place("chapel", "60.3", "20.3"))
    figure = draw(made, width)
    (texts,) = [trace for trace in figure.data if trace.mode == "text"]
    names = [
        (x - text_width(text) / 2, y - LINE / 2, x + text_width(text) / 2, y + LINE / 2)
        for x, y, text in zip(texts.x, texts.y, texts.text, strict=True)
        if text in ("Watermill", "Farmstead", "Chapel")
    ]
    marks = [(x - 6, y - 6, x + 6, y + 6) for x, y in crosses(figure).values()]
    assert len(names) == 3
    for one, other in [*combinations(names, 2), *((name, mark) for name in names for mark in marks)]:
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert all(left >= 0 and right <= width for left, _, right, _ in names)


@pytest.mark.parametrize("east", ["20.05", "20.06", "20.07", "20.08", "20.09", "20.1", "20.11", "20.12"])
def test_a_name_is_nearest_to_its_own_cross(east: str) -> None:
    figure = draw(plan(place("watermill", "60", "20"), place("farm", "60", east), place("chapel", "60.2", "20.2")), 720)
    (texts,) = [trace for trace in figure.data if trace.mode == "text"]
    at = crosses(figure)
    for x, y, text in zip(texts.x, texts.y, texts.text, strict=True):
        if text in at:
            half = text_width(text) / 2
            apart = {name: max(abs(x - cross[0]) - half, abs(y - cross[1])) for name, cross in at.items()}
            own = apart.pop(text)
            assert own + 8 < min(apart.values())


def test_the_bar_is_as_long_as_it_says() -> None:
    figure = draw(plan(place("mill", "0", "20"), place("north", "0.5", "20")))
    at = crosses(figure)
    per_km = dist(at["Mill"], at["North"]) / (0.5 * 111.2)
    (texts,) = [trace for trace in figure.data if trace.mode == "text"]
    row = max(y for y, text in zip(texts.y, texts.text, strict=True) if text == "0")
    ticks = {float(text): x for x, y, text in zip(texts.x, texts.y, texts.text, strict=True) if y == row}
    assert len(ticks) == 3
    for number, x in ticks.items():
        assert x - ticks[0] == pytest.approx(number * per_km, rel=0.01)


@pytest.mark.parametrize(("north", "east"), [("60.6", "20.4"), ("60.0004", "20")])
def test_the_pen_measures_from_cross_to_cross_what_is_computed_from_both(north: str, east: str) -> None:
    mill, farm = place("mill", "60", "20"), place("farm", north, east)
    inputs = tuple(mark.statistic for mark in (*mill, *farm))
    far = replace(datum("far", 30, "kilometres"), inputs=inputs)
    apart = {"far": ["mill-north", "farm-north"]}
    figure = draw(plan(mill, farm, place("barn", "60", "21"), distances=[far], apart=apart))
    at = crosses(figure)
    (line,) = [trace for trace in figure.data if trace.mode == "lines" and trace.hovertext.startswith("far")]
    assert (line.line.color, line.line.dash) == (VERMILION, "solid")  # we measured it
    ends = [end for end in zip(line.x, line.y, strict=True) if None not in end]
    assert ends == [pytest.approx(at["Mill"]), pytest.approx(at["Farm"])]  # as long as it says
    assert line == next(trace for trace in figure.data if ":" in (trace.hovertext or ""))  # the crosses lie over it


def test_the_pen_says_what_it_measures_or_the_figure_alone() -> None:
    mill, farm = place("mill", "60", "20"), place("farm", "60.6", "20.4")
    inputs = tuple(mark.statistic for mark in (*mill, *farm))
    far = replace(datum("far", 30, "kilometres"), inputs=inputs)
    apart = {"far": ["mill-north", "farm-north"]}
    for words, options in (
        ("30", {}),
        ("one firm, two places", {"pen": {"far": "one firm, two places"}}),
    ):
        figure = draw(plan(mill, farm, distances=[far], apart=apart, **options))
        at, texts = crosses(figure), figure.data[-1]
        (said,) = (place for place, text in enumerate(texts.text) if text == words)
        assert texts.textfont.color[said] == VERMILION
        half = text_width(words, bold=True) / 2
        box = (texts.x[said] - half, texts.y[said] - LINE / 2, texts.x[said] + half, texts.y[said] + LINE / 2)
        assert box[2] < (at["Mill"][0] + at["Farm"][0]) / 2 or box[0] > (at["Mill"][0] + at["Farm"][0]) / 2
        (x, y), (east, north) = at["Mill"], at["Farm"]
        steps = [(x + (east - x) * share / 20, y + (north - y) * share / 20) for share in range(20)]
        assert not [spot for spot in steps if overlap(box, around(spot, (1, 1)))]
    elsewhere = plan(mill, farm, distances=[replace(far, inputs=inputs[:2])], apart=apart)
    assert faults(elsewhere) == ["options.apart.far: 'far' is not computed from these places"]
    stray = plan(mill, farm, pen={"mill-north": "cold"})
    assert faults(stray) == ["marks.0.pen: here the pen has no room to speak of 'mill-north'"]


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (
            plan([*place("mill", "60", "20"), datum("mill-area", 400)], place("farm", "60", "21")),
            "marks.2.statistic: 'mill-area@only' is no area, as a third mark of a place is",
        ),
        (plan(place("mill", "60", "20")), "marks: a plan needs at least two places, apart from each other"),
        (
            plan(place("mill", "60", "20"), place("farm", "60", "20")),
            "marks: a plan needs at least two places, apart from each other",
        ),
        (
            plan(place("mill", "120", "20"), place("farm", "60", "20")),
            "marks.0.statistic: 'mill-north@only' is 120, which is no latitude",
        ),
        (
            plan(place("mill", "60", "20")[:1], place("farm", "60", "20")),
            "marks.0.group: 'Mill' has 1 marks; a place is a group of its latitude and its longitude",
        ),
        (
            plan([datum("mill-north", 60), datum("mill-east", 20)], place("farm", "60", "20")),
            "marks.0.statistic: 'mill-north@only' is no angle, and so no latitude",
        ),
        (
            chart("plan", *place("mill", "60", "20"), groups=("Mill", "Mill"), scale="trees"),
            "options.scale: 'trees' is no unit of length",
        ),
    ],
)
def test_a_plan_refuses_what_has_no_place(made: Chart, message: str) -> None:
    assert faults(made)[0] == message


SQUARE = "19,59 21,59 21,61 19,61"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_whole_ground_lies_under_its_places_at_their_scale(width: int) -> None:
    mill, farm = place("mill", "60", "20"), place("farm", "60.5", "20.5")
    figure = draw(plan(mill, farm, outlines=[SQUARE]), width)
    ground, *drawn = figure.data
    assert (ground.fill, ground.fillcolor, ground.line.width) == ("toself", GRID, 0)
    assert not [trace for trace in drawn if trace.fill]
    at, (bar, *_) = crosses(figure), [trace for trace in drawn if trace.mode == "text"]
    bottom = min(y for y, text in zip(bar.y, bar.text, strict=True) if text == "0")
    assert (min(ground.x), min(ground.y)) >= (0, 0)
    assert max(ground.x) <= width
    assert max(ground.y) < bottom
    assert max(max(ground.x) - min(ground.x) - width, max(ground.y) - min(ground.y) - bottom) > -3 * LINE  # and no less
    for name, latitude, longitude in (("Mill", 60, 20), ("Farm", 60.5, 20.5)):
        share = (longitude - 19) / 2, (61 - latitude) / 2
        for axis, corners in enumerate((ground.x, ground.y)):
            low, high = min(corners), max(corners)
            assert at[name][axis] == pytest.approx(low + share[axis] * (high - low), abs=0.2)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("status", [Status.MEASURED, Status.CLAIMED])
def test_an_area_is_a_circle_of_its_size_with_its_figure(width: int, status: Status) -> None:
    mill, farm = place("mill", "60", "20"), place("farm", "60.5", "20.5")
    mill.append(replace(datum("mill-area", 400, "fields"), period=None, status=status))
    figure = draw(plan(mill, farm), width)
    ((x, y, across),) = symbols(figure)
    at = crosses(figure)
    assert (x, y) == pytest.approx(at["Mill"])
    degree = abs(at["Farm"][1] - at["Mill"][1]) / 0.5
    assert 3.1416 * (across / 2) ** 2 == pytest.approx(400 * (degree / 111.2) ** 2, rel=0.02)
    assert across / 2 <= y <= figure.layout.height - across / 2
    assert [trace.marker.symbol for trace in figure.data if trace.mode == "markers"] == ["circle-open"]
    assert "Mill<br>400" in figure.data[-1].text


@pytest.mark.parametrize("points", ["", "1,2 3,4", "1,2 3,4 5", "1,2 3,4 a,b", "1,2,3 4,5 6,7"])
def test_an_outline_has_three_points_or_more(points: str) -> None:
    with pytest.raises(ValidationError, match="this is no outline: three or more points x,y"):
        plan(place("mill", "60", "20"), place("farm", "60", "21"), outlines=[points])


# --- what has no place in a drawing


@pytest.mark.parametrize(
    ("form", "thing"), [("line", "a point of a line has one number"), ("areas", "a square has one size")]
)
def test_a_range_is_not_drawn_as_its_lower_end(form: str, thing: str) -> None:
    made = chart(form, datum("oaks", (900, 1000), period="2023"), datum("elms", 950))
    assert faults(made) == [f"marks.0.statistic: 'oaks@only' is a range; {thing}"]


@pytest.mark.parametrize("label", ["elms", "elms that were counted in another way"])
def test_the_pen_brackets_a_bar_and_the_one_before_and_words_stand_in_nobodys_way(label: str) -> None:
    marks = [datum("yews", 10), datum("oaks", 8), datum("elms", 9)]
    figure = draw(chart("proportion", *marks, labels=["yews", "oaks", label], pen={"elms": "the same"}), 320)
    tops = [middle - tall / 2 for _, middle, _, tall in tiles(figure)]
    height, pen = figure.layout.height, [shape for shape in figure.layout.shapes if shape.line.color == VERMILION]
    ends = [height * (1 - y) for shape in pen for y in (shape.y0, shape.y1)]
    assert min(ends) == pytest.approx(tops[-2], abs=1)  # bars stand on whole px
    assert max(ends) == pytest.approx(tops[-1] + tiles(figure)[-1][3], abs=1)
    (said,) = written(figure, "the")
    assert not [box for box in written(figure) if box != said and overlap(box, said)]


def test_groups_of_one_dimension_share_a_scale_or_stand_apart() -> None:
    marks = [datum("oaks", 100), datum("elms", 50), datum("yews", 10), datum("figs", 5)]
    groups = ["Many", "Many", "Few", "Few"]
    for apart, ends in (("false", [1, 0.5, 0.1, 0.05]), ("true", [1, 0.5, 1, 0.5])):
        figure = draw(chart("proportion", *marks, groups=groups, apart=apart))
        assert [wide for _, _, wide, _ in tiles(figure)] == pytest.approx(ends)


@pytest.mark.parametrize("form", ["bars", "proportion"])
def test_a_range_from_nothing_is_a_bar(form: str) -> None:
    figure = draw(chart(form, datum("oaks", (0, 5)), datum("elms", 10)))
    pieces = [(trace.base[0], trace.base[0] + trace.x[0]) for trace in figure.data if trace.type == "bar"]
    whole = max(end for _, end in pieces)
    assert (0, whole / 2) in pieces


@pytest.mark.parametrize("tallest", ["0.02", "0.3", "0.7", "1.8", "6.1"])
def test_a_ruler_is_not_much_longer_than_what_it_measures(tallest: str) -> None:
    figure = draw(chart("scale", datum("tall", tallest, "centimetres")), 320)
    assert figure.layout.height < 700
