"""Charts: what is drawn is what is said, and what can't be drawn honestly is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from microsite.charts.chart import check, resolve, table
from microsite.charts.forms import FORMS
from microsite.charts.labels import spread
from microsite.charts.sheet import Sheet
from microsite.charts.story import make_story
from microsite.charts.style import INDIGO, INK, MUTED, OPEN_END, PAPER, PERIOD, STYLES, VERMILION, WIDTHS
from microsite.charts.typesetting import TEXT, outside, text_width, wrap
from microsite.facts.derive import Datum
from microsite.language.phrases import speaking
from microsite.language.prose import Prose
from microsite.quantities import Bound
from microsite.source.models import Role, Status
from tests.charts.drawing import chart, datum, draw, faults, prepare, project_of, share
from tests.project import CHART, load

HEAD = CHART.partition("form:")[0] + CHART.partition("label_by")[0].partition("\n")[2]  # all but form, labels and marks
BEFORE = replace(datum("before", 900, period="2023"), role=Role.CONTEXT)
NOW = datum("now", 1200, bound=Bound.MORE_THAN)
CROP = datum("crop", 36, "kilometres")
BASKET = datum("basket", 9000, "centimetres", Bound.NEARLY, Status.CLAIMED)
GOAL, EARLIER = (
    datum(name, value, "kilometres", Bound.MORE_THAN, Status.TARGETED) for name, value in (("goal", 50), ("earlier", 5))
)


def shares(statistic: str, numbers: Mapping[int, str], broken: int = 0) -> list[Datum]:
    """Return the figures of a series by year, on another base from the year in which it is broken."""
    made = [(year, datum(statistic, number, "percent", period=str(year))) for year, number in numbers.items()]
    return [replace(one, key=str(year), series="all", base=str(year == broken)) for year, one in made]


PICKED = shares("picked", {2020: "6.1", 2021: "6.4", 2023: "6.3", 2024: "6.2"})
SOLD = shares("sold", {2020: "5.1", 2021: "5.4", 2022: "5"}, 2022)
FLOOR = datum("floor", 6, "percent", Bound.AT_LEAST, period="2020/2024")


def bars(figure: go.Figure) -> list[tuple[float, float]]:
    """Return the bars as (start, length), without their open ends."""
    seen: dict[str, tuple[float, float]] = {}
    for trace in figure.data:
        if trace.type == "bar":
            seen.setdefault(trace.hovertext, (trace.base[0], trace.x[0]))
    return list(seen.values())


def texts(figure: go.Figure) -> Mapping[str, tuple[float, float]]:
    written = next(trace for trace in figure.data if trace.type == "scatter" and trace.mode == "text")
    return dict(zip(written.text, zip(written.x, written.y, strict=True), strict=True))


# --- marks and their table


def test_the_table_says_the_marks_in_full_with_bound_status_and_source(tmp_path: Path) -> None:
    made = (
        f"{HEAD}form: proportion\nmarks:\n"
        "  - {statistic: trees, group: {en: Now, zh: 现在}}\n"
        "  - {statistic: crop-per-tree, group: {en: Growth, zh: 增幅}}\n"
    )
    story, _ = make_story(load(tmp_path, {"content/charts/more-trees.yaml": made}))
    drawn = resolve("more-trees", story.project.charts["more-trees"], FORMS["proportion"], story.proses["en"])
    rows = table(drawn, story.proses["en"]).rows
    assert [row.mark for row in rows] == list(drawn.marks)
    gazette = "The Gazette, 1 October 2024"
    assert rows[0].cells == ("Now: Trees", "more than 1,200 trees", "2024", "counted or measured", gazette)
    assert rows[1].cells[3:] == ("from counted figures", f"{gazette}; The Almanac")


def test_a_label_that_leads_to_its_figure_has_one_colon() -> None:
    mark, other = chart("bars", BEFORE, NOW, labels=["Planned:", "Grown"]).marks
    assert (mark.label, mark.head, mark.tip[:12]) == ("Planned:", "Planned", "Planned: 900")
    assert other.tip.startswith("Grown: ")


def test_bars_begin_at_zero_and_end_at_their_numbers() -> None:
    assert bars(draw(chart("bars", BEFORE, NOW))) == [(0, 900), (0, 1200)]


def test_ink_is_the_article_s_the_second_ink_others_and_vermilion_draws_no_mark() -> None:
    figure = draw(chart("bars", BEFORE, NOW, accent="now"))
    context, accent = (trace for trace in figure.data if trace.type == "bar" and trace.base[0] == 0)
    assert (context.marker.color, accent.marker.color) == (INDIGO, INK)
    assert VERMILION not in figure.to_json()


def test_a_bound_leaves_the_end_open_on_its_side() -> None:
    strips = [trace for trace in draw(chart("bars", NOW, BEFORE)).data if trace.type == "bar" and trace.base[0] != 0]
    assert [trace.hovertext for trace in strips] == ["now: more than 1,200, 2024"]
    assert min(strips[0].base) > 1200

    below = draw(chart("bars", BASKET))
    (strip,) = (trace for trace in below.data if trace.type == "bar" and trace.base[0] != 0)
    assert max(strip.base) < 9000
    assert set(strip.marker.color) == {PAPER}


def test_units_of_one_dimension_share_a_scale() -> None:
    assert bars(draw(chart("bars", CROP, BASKET))) == [(0, 36), (0, 9)]


def test_every_status_is_drawn_in_its_own_way() -> None:
    assert set(STYLES) == set(Status)
    areas = {(look.outlined, look.pattern) for look in STYLES.values()}
    points, lines = ({getattr(look, name) for look in STYLES.values()} for name in ("symbol", "dash"))
    assert len(areas) == len(points) == len(lines) == len(Status)


@pytest.mark.parametrize("width", WIDTHS)
def test_bars_leave_room_for_their_figures(width: int) -> None:
    figure = draw(chart("bars", BEFORE, NOW), width)
    assert texts(figure)["&gt;1,200"][0] + text_width(">1,200") <= width + 0.1
    assert share(figure.layout.xaxis, 1200) * width + OPEN_END < width


# --- refusals


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"form": "bar"}, "form: unknown form 'bar', did you mean 'bars'?"),
        ({"options": {"stack": "true"}},
         "options.stack: unknown option 'stack' for the form 'bars', did you mean 'stacked'?"),
        ({"not_charted": {"en": "The count is disputed."}},
         "marks.0.statistic: 'now' is not to be charted: The count is disputed."),
    ],
)  # fmt: skip
def test_what_no_chart_can_be_made_of_is_refused_at_its_place(changed: Mapping[str, Any], fault: str) -> None:
    spec, prose = prepare("bars", NOW)
    spec = spec.model_copy(update=dict(changed))
    now = prose.project.statistics["now"].model_copy(update={"not_charted": changed.get("not_charted")})
    found = check(spec, FORMS, Prose(prose.wording, prose.facts, project_of({"now": now})), pytest.fail)
    assert [f"{'.'.join(map(str, location))}: {message}" for location, message in found] == [fault]


@pytest.mark.parametrize(
    ("form", "marks", "options", "fault"),
    [
        ("bars", [NOW, CROP], {}, "marks.1.statistic: 'kilometres' can't share a scale with 'trees' of 'now'"),
        ("bars", [datum("standing", 2, "rank")], {},
         "marks.0.statistic: 'standing' is in 'rank', which has no length to draw"),
        ("target", [CROP], {},
         "marks: a chart of this form needs a mark whose status is 'targeted', and one beside it"),
        ("line", PICKED[:1], {"floor": "floor"}, "options.floor: no mark of this chart is 'floor'"),
        ("line", [PICKED[0], replace(PICKED[0], key="again")], {},
         "marks.1.statistic: a second figure for 2020 in one group; give it a group of its own"),
        ("line", [PICKED[0], NOW], {}, "marks.1.statistic: a line in 'percent' can't hold 'trees'"),
        ("line", PICKED[:2], {"floor": "picked@2020"},
         "marks.0.statistic: a floor must be a figure such as 'at least' or 'more than'"),
    ],
)  # fmt: skip
def test_what_would_mislead_is_refused_at_its_place(
    form: str, marks: list[Datum], options: Mapping[str, str], fault: str
) -> None:
    assert faults(chart(form, *marks, **options)) == [fault]


# --- lines


def joined(figure: go.Figure) -> list[tuple[int, ...]]:
    return [trace.x for trace in figure.data if trace.mode == "lines"]


@pytest.mark.parametrize(
    ("marks", "groups", "expected"),
    [
        (PICKED, (), [(2020, 2021), (2023, 2024)]),
        (PICKED, ("", "", "", "Revised"), [(2020, 2021)]),
        (SOLD, (), [(2020, 2021)]),
        ([PICKED[0], SOLD[1]], (), []),
    ],
    ids=["missing years", "groups", "a break", "two series"],
)
def test_a_line_does_not_join(marks: list[Datum], groups: tuple[str, ...], expected: list[tuple[int, ...]]) -> None:
    assert joined(draw(chart("line", *marks, groups=groups))) == expected


def test_a_break_is_struck_out_and_it_is_said_what_it_is() -> None:
    figure = draw(chart("line", *SOLD, broken={"en": "Recounted"}))
    first, second = (shape for shape in figure.layout.shapes if shape.line.color == MUTED)
    x = sum(shape.x0 + shape.x1 for shape in (first, second)) / 4 * figure.layout.width
    (line, places) = (trace for trace in figure.data if trace.mode in ("lines", "text"))
    assert line.x == (2020, 2021)
    assert "Recounted" in places.text
    step = texts(figure)["2022"][0] - texts(figure)["2021"][0]
    assert x == pytest.approx(texts(figure)["2021"][0] + step / 2)


def test_a_series_with_a_name_has_its_last_figure_beside_that() -> None:
    figure = draw(chart("line", *PICKED[2:], groups=["Red", "Red"]))
    assert [text for text in texts(figure) if "6." in text] == ["6.3", "Red 6.2"]


def test_a_floor_is_a_rule_and_no_point_of_the_line() -> None:
    figure = draw(chart("line", FLOOR, *PICKED, floor="floor"))
    points = [(trace.x[0], trace.y[0]) for trace in figure.data if trace.mode == "markers"]
    assert points == [(2020, 6.1), (2021, 6.4), (2023, 6.3), (2024, 6.2)]
    height = 1 - share(figure.layout.yaxis, 6)
    rules = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines" and trace.hovertext]
    assert [rule.hovertext.split(":")[0] for rule in rules] == ["floor"]
    assert rules[0].y[:2] == pytest.approx((height * figure.layout.height,) * 2)


# --- proportions and targets


def test_each_group_of_proportions_has_its_own_scale() -> None:
    figure = draw(chart("proportion", CROP, BASKET, NOW, groups=["Length", "Length", "Trees"]))
    assert bars(figure) == [(0, 1), (0, 0.25), (0, 1)]


def test_panels_of_a_proportion_share_a_scale_where_they_share_a_dimension() -> None:
    assert bars(draw(chart("proportion", CROP, BASKET, groups=["Crop", "Basket"]))) == [(0, 1), (0, 0.25)]


def test_a_target_is_a_line_through_the_other_bars_named_above_them() -> None:
    figure = draw(chart("target", GOAL, CROP, BASKET), 768)
    assert bars(figure) == [(0, 36 / 50), (0, 9 / 50)]
    line = next(trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines")
    xs = [x for x in line.x if x is not None]
    assert xs == pytest.approx([share(figure.layout.xaxis, 1) * figure.layout.width] * len(xs))
    tops = [trace.y[0] for trace in figure.data if trace.type == "bar"]
    ys = [y for y in line.y if y is not None]
    assert min(ys) < min(tops) < max(tops) < max(ys)


def test_the_line_of_a_target_does_not_run_through_words() -> None:
    figure = draw(chart("target", GOAL, CROP, labels=["goal", "long " * 24]), 390)
    line = next(trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines")
    assert len([x for x in line.x if x is None]) == 2  # broken where the label stands


def test_words_stop_before_the_line_of_a_target_if_they_can() -> None:
    label, whole = "as the county counted it", datum("all", 90, "kilometres")
    figure = draw(chart("target", GOAL, CROP, whole, labels=["goal", label, "all"], units="false"), 320)
    line = next(trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines")
    assert text_width(label) < line.x[0] < text_width(f"{label}  ") + text_width("36", bold=True)
    assert len([x for x in line.x if x is None]) == 1
    long = "as the county counted it, and nobody else"
    figure = draw(chart("target", GOAL, CROP, whole, labels=["goal", long, "all"], units="false"), 320)
    line = next(trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines")
    assert text_width(long) > line.x[0]
    assert len([x for x in line.x if x is None]) == 1
    (said,) = (text for text in figure.data[-1].text if "else" in text)
    assert "36" in said.split("<br>")[-1]  # the figure follows the last word


def test_the_pen_brackets_what_falls_short_of_a_target() -> None:
    figure = draw(chart("target", GOAL, CROP, pen={"crop": "A third short"}))
    pen = [shape for shape in figure.layout.shapes if shape.line.color == VERMILION]
    ends = [share(figure.layout.xaxis, end) for end in (36 / 50, 1)]
    assert [min(shape.x0 for shape in pen), max(shape.x1 for shape in pen)] == pytest.approx(ends)
    assert any("short" in text for text in texts(figure))


def test_the_pen_measures_what_was_added_since_a_mark() -> None:
    figure = draw(chart("target", BASKET, GOAL, CROP, pen={"crop": "added"}, against={"crop": "basket"}))
    spans = [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.line.color == VERMILION]
    basket, crop = (share(figure.layout.xaxis, end) for end in (9 / 50, 36 / 50))
    assert [span for span in spans if span[0] != span[1]] == [pytest.approx((basket, crop))]


def test_each_group_is_drawn_as_a_share_of_its_own_target() -> None:
    figure = draw(chart("target", GOAL, CROP, EARLIER, BASKET, groups=["Length", "Length", "Again", "Again"]))
    assert bars(figure) == [(0, 36 / 50), (0, 9 / 5)]


def test_a_sheet_has_one_scale() -> None:
    sheet = Sheet(320)
    sheet.scale_x(0, 1, 0, 320)
    with pytest.raises(ValueError, match="one scale"):
        sheet.scale_x(0, 2, 0, 320)


def test_a_row_stands_further_off_where_years_are_left_out() -> None:
    rows = [trace.y[0] for trace in draw(chart("bars", *PICKED)).data if trace.type == "bar"]
    near, far, again = (after - before for before, after in pairwise(rows))
    assert near == again < far


def test_bars_and_patterns_stand_on_whole_px() -> None:
    """Plotly rounds bars once they are interactive, and drawn coordinates are rounded: so neither moves anything."""
    for width in WIDTHS:
        for trace in draw(chart("bars", BASKET, CROP), width).data:
            if trace.type == "bar":
                assert all((y - thick / 2) % 1 == 0 for y, thick in zip(trace.y, trace.width, strict=True))
    assert (PERIOD["/"] * sqrt(2)) % 1 == pytest.approx(0)
    assert PERIOD["."] % 1 == 0


# --- text


def test_text_is_broken_into_even_lines_that_fit() -> None:
    lines = wrap("Policies in support of the measures", 120)
    assert " ".join(lines) == "Policies in support of the measures"
    assert all(text_width(line) <= 120 for line in lines)
    assert min(map(len, lines)) > 5


def test_a_date_and_a_number_with_its_unit_stay_in_one_line() -> None:
    text = "报道见报于2024年10月1日，当时共有1035家企业"
    for width in range(8 * TEXT, 20 * TEXT, 5):
        lines = wrap(text, width, even=False)
        assert "".join(lines) == text
        assert any("2024年10月1日" in line for line in lines)
        assert any("1035家" in line for line in lines)


def test_texts_that_end_outside_a_figure_are_found() -> None:
    sheet = Sheet(200, 50)
    sheet.text(150, 9, "much too long")
    sheet.text(40, 30, ["ends left", "too"], anchor="end")
    sheet.text(50, 30, "much too long", anchor="middle", bold=True)
    found = outside(sheet.figure())
    assert set(found) == {"much too long", "ends left"}
    assert found["ends left"] == pytest.approx(text_width("ends left") - 40)


def test_labels_are_pushed_apart_until_none_touch() -> None:
    moved = spread([10, 10, 10, 10, 12, 60], [18] * 6)
    gaps = [after - before for before, after in pairwise(moved)]
    assert min(gaps) >= 18 - 0.1
    assert moved[-1] == max(moved)


def test_chinese_lines_neither_begin_nor_end_with_the_wrong_punctuation() -> None:
    for width in range(4 * TEXT, 12 * TEXT, TEXT):
        lines = wrap("专精特新“小巨人”企业（有效期内），全国第一", width)
        assert not any(line[0] in "，。”）" or line[-1] in "“（" for line in lines)


@pytest.mark.parametrize(
    ("tag", "text", "words"),
    [
        ("zh-Hans", "统计局所监测的重点企业没有公布数据", ("企业", "没有", "公布", "数据")),
        ("zh-Hant-MO", "統計局所監測的重點企業沒有公布數據", ("企業", "沒有", "公布")),
        ("ja", "統計局が調べた主な企業のデータは公表されていない", ("主な", "データは", "公表されて")),
    ],
)
def test_lines_end_between_phrases_where_these_fit(tag: str, text: str, words: tuple[str, ...]) -> None:
    def torn(width: int) -> bool:
        lines = wrap(text, width)
        assert "".join(lines) == text
        return not all(any(word in line for line in lines) for word in words)

    widths = range(8 * TEXT, 20 * TEXT, 5)
    with speaking(tag):
        assert not any(map(torn, widths))
        assert max(map(text_width, wrap(text, TEXT))) == TEXT  # too narrow for a phrase
    assert any(map(torn, range(4 * TEXT, 20 * TEXT, 3)))


def test_chinese_lines_end_where_a_clause_does_if_that_takes_no_more_lines() -> None:
    with speaking("zh-Hans"):
        assert wrap("口径若一致，已提前超过方案；预计仍低于目标", 14 * TEXT) == [
            "口径若一致，已提前超过方案；",
            "预计仍低于目标",
        ]
        assert wrap("产值的口径若一致，已提前超过", 10 * TEXT) == ["产值的口径若一致，", "已提前超过"]
