"""Charts: what is drawn is what is said, and what can't be drawn honestly is refused."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from microsite.charts.chart import Chart, Inputs, check, resolve, table
from microsite.charts.forms import FORMS
from microsite.charts.labels import spread
from microsite.charts.sheet import Sheet
from microsite.charts.style import INDIGO, INK, OPEN_END, PAPER, PERIOD, STYLES, VERMILION, WIDTHS
from microsite.charts.typesetting import TEXT, outside, text_width, wrap
from microsite.facts.derive import derive_facts
from microsite.language.phrases import speaking
from microsite.language.wording import Wording
from microsite.source.models import Status
from tests.project import CHART, STATISTICS, load

HEAD = CHART.partition("label_by")[0].partition("\n")[2]  # all but the form, the labels and the marks

SERIES = """\
share:
  label: {en: Share of red apples, zh: 红苹果占比}
  definition: {en: Red apples among all., zh: 红苹果占全部的比重。}
  unit: percent
  subject: harvest
  observations:
    - {value: 6, bound: at-least, key: floor, period: 2020/2024, role: context, source: almanac}
  series:
    picked:
      label: {en: Counted when picked, zh: 采摘时清点}
      source: almanac
      values: {2020: 6.1, 2021: 6.4, 2023: 6.3, 2024: 6.2}
    sold:
      label: {en: Counted when sold, zh: 出售时清点}
      source: almanac
      values:
        2020: {value: 5.1, key: 2020-sold}
        2021: {value: 5.4, key: 2021-sold}
        2022: {value: 5.0, key: 2022-sold}
      breaks:
        2022: {en: Windfalls are left out., zh: 不再计入落果。}
goal:
  label: {en: Goal, zh: 目标}
  definition: {en: Apples aimed at., zh: 计划收成。}
  unit: tonnes
  subject: harvest
  observations:
    - {value: 50, bound: more-than, period: 2024, status: targeted, role: context, source: almanac}
    - {value: 5, bound: more-than, period: 2020, status: targeted, role: context, source: almanac}
basket:
  label: {en: A basket, zh: 一筐}
  definition: {en: What a basket holds., zh: 一筐的重量。}
  unit: kilograms
  subject: harvest
  observations:
    - {value: 9000, bound: nearly, period: 2024, status: claimed, role: context, source: almanac}
standing:
  label: {en: Standing, zh: 名次}
  definition: {en: Among villages., zh: 各村排名。}
  unit: rank
  subject: harvest
  observations:
    - {value: 2, period: 2024, role: context, source: almanac}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


class Desk:
    """Resolves charts of the small project: of the form, options and marks of one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def inputs(self, chart: str, language: str = "en") -> tuple[Inputs, Any]:
        files = {"data/statistics/harvest.yaml": STATISTICS + SERIES, "content/charts/more-trees.yaml": chart}
        project = load(self.folder, files)
        facts, problems = derive_facts(project)
        assert not problems
        wording = Wording(project.site.languages[language], project.units, project.words[language], language)
        return Inputs(facts, project.statistics, project.sources, wording, lambda text: text), project

    def faults(self, chart: str) -> list[str]:
        inputs, project = self.inputs(HEAD + chart)
        faults = check("more-trees", project.charts["more-trees"], FORMS, inputs)
        return [f"{'.'.join(map(str, location))}: {message}" for location, message in faults]

    def chart(self, chart: str, language: str = "en") -> tuple[Chart, Inputs]:
        inputs, project = self.inputs(HEAD + chart, language)
        spec = project.charts["more-trees"]
        assert not check("more-trees", spec, FORMS, inputs)
        return resolve("more-trees", spec, FORMS[spec.form], inputs), inputs

    def draw(self, chart: str, width: int = 480, language: str = "en") -> go.Figure:
        resolved, _ = self.chart(chart, language)
        return go.Figure(FORMS[resolved.spec.form].draw(resolved, width))


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

BARS = "form: bars\nlabel_by: period\nmarks: [{statistic: trees@2023}, {statistic: trees, accent: true}]\n"


def test_the_table_says_the_marks_in_full_with_bound_status_and_source(desk: Desk) -> None:
    chart, inputs = desk.chart(
        "form: proportion\nmarks:\n"
        "  - {statistic: trees, group: {en: Now, zh: 现在}}\n"
        "  - {statistic: crop-per-tree, group: {en: Growth, zh: 增幅}}\n"
    )
    rows = table(chart, inputs).rows
    assert [row.mark for row in rows] == list(chart.marks)
    gazette = "The Gazette, 1 October 2024"
    assert rows[0].cells == ("Now: Trees", "more than 1,200 trees", "2024", "counted or measured", gazette)
    assert rows[1].cells[3:] == ("from counted figures", f"{gazette}; The Almanac")


def test_bars_begin_at_zero_and_end_at_their_numbers(desk: Desk) -> None:
    assert bars(desk.draw(BARS)) == [(0, 900), (0, 1200)]


def test_ink_is_the_article_s_the_second_ink_others_and_vermilion_draws_no_mark(desk: Desk) -> None:
    figure = desk.draw(BARS)
    context, accent = (trace for trace in figure.data if trace.type == "bar" and trace.base[0] == 0)
    assert (context.marker.color, accent.marker.color) == (INDIGO, INK)
    assert VERMILION not in figure.to_json()


def test_a_bound_leaves_the_end_open_on_its_side(desk: Desk) -> None:
    figure = desk.draw("form: bars\nmarks: [{statistic: trees}, {statistic: trees@2023}]\n")
    strips = [trace for trace in figure.data if trace.type == "bar" and trace.base[0] != 0]
    assert [trace.hovertext for trace in strips] == ["Trees: more than 1,200 trees, 2024"]
    assert min(strips[0].base) > 1200

    below = desk.draw("form: bars\nmarks: [{statistic: basket}]\n")
    (strip,) = (trace for trace in below.data if trace.type == "bar" and trace.base[0] != 0)
    assert max(strip.base) < 9000
    assert set(strip.marker.color) == {PAPER}


def test_units_of_one_dimension_share_a_scale(desk: Desk) -> None:
    figure = desk.draw("form: bars\nmarks: [{statistic: crop}, {statistic: basket}]\n")
    assert bars(figure) == [(0, 36), (0, 9)]


def test_every_status_is_drawn_in_its_own_way() -> None:
    assert set(STYLES) == set(Status)
    areas = {(look.outlined, look.pattern) for look in STYLES.values()}
    points, lines = ({getattr(look, name) for look in STYLES.values()} for name in ("symbol", "dash"))
    assert len(areas) == len(points) == len(lines) == len(Status)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", WIDTHS)
def test_bars_leave_room_for_their_figures(desk: Desk, width: int, language: str) -> None:
    figure = desk.draw(BARS, width, language)
    said = ">1,200 trees" if language == "en" else ">1200棵"
    assert texts(figure)[said.replace(">", "&gt;")][0] + text_width(said, bold=True) <= width
    assert figure.layout.xaxis.domain[1] * width + OPEN_END < width


# --- refusals


@pytest.mark.parametrize(
    ("chart", "fault"),
    [
        ("form: bar\nmarks: [{statistic: trees}]", "form: unknown form 'bar', did you mean 'bars'?"),
        (
            "form: bars\nmarks: [{statistic: tree}]",
            "marks.0.statistic: unknown statistic 'tree', did you mean 'trees'?",
        ),
        (
            "form: bars\noptions: {stack: {}}\nmarks: [{statistic: trees}]",
            "options.stack: unknown option 'stack' for the form 'bars', did you mean 'stacked'?",
        ),
        (
            "form: bars\nmarks: [{statistic: trees}, {statistic: crop}]",
            "marks.1.statistic: 'tonnes' can't share a scale with 'trees' of 'trees'",
        ),
        (
            "form: bars\nmarks: [{statistic: standing}]",
            "marks.0.statistic: 'standing' is in 'rank', which has no length to draw",
        ),
        (
            "form: target\nmarks: [{statistic: crop}]",
            "marks: a chart of this form needs a mark whose status is 'targeted', and one beside it",
        ),
        (
            "form: line\noptions: {floor: share}\nmarks: [{statistic: share@2020}]",
            "options.floor: no mark of this chart is 'share'",
        ),
        (
            "form: line\nmarks: [{statistic: share@2020}, {statistic: share@2020}]",
            "marks.1.statistic: a second figure for 2020 in one group; give it a group of its own",
        ),
        (
            "form: line\nmarks: [{statistic: share@2020}, {statistic: trees}]",
            "marks.1.statistic: a line in 'percent' can't hold 'trees'",
        ),
        (
            "form: line\noptions: {floor: share@2020}\nmarks: [{statistic: share@2020}, {statistic: share@2021}]",
            "marks.0.statistic: a floor must be a figure such as 'at least' or 'more than'",
        ),
    ],
)
def test_what_would_mislead_is_refused_at_its_place(desk: Desk, chart: str, fault: str) -> None:
    assert desk.faults(chart) == [fault]


def test_a_statistic_not_to_be_charted_is_refused_with_its_reason(tmp_path: Path) -> None:
    reason = "  unit: trees\n  not_charted: {en: The count is disputed., zh: 数目有争议。}\n"
    files = {"data/statistics/harvest.yaml": STATISTICS.replace("  unit: trees\n", reason, 1)}
    project = load(tmp_path, files)
    wording = Wording(project.site.languages["en"], project.units, project.words["en"], "en")
    inputs = Inputs(derive_facts(project)[0], project.statistics, project.sources, wording, str)
    faults = check("more-trees", project.charts["more-trees"], FORMS, inputs)
    assert faults[0] == (("marks", 0, "statistic"), "'trees' is not to be charted: The count is disputed.")


# --- lines

YEARS = ", ".join(f"{{statistic: share@{year}}}" for year in (2020, 2021, 2023, 2024))


def joined(figure: go.Figure) -> list[tuple[int, ...]]:
    return [trace.x for trace in figure.data if trace.mode == "lines"]


def test_a_line_does_not_bridge_missing_years(desk: Desk) -> None:
    assert joined(desk.draw(f"form: line\nmarks: [{YEARS}]\n")) == [(2020, 2021), (2023, 2024)]


def test_a_line_does_not_join_groups(desk: Desk) -> None:
    other = YEARS.replace("share@2024}", "share@2024, group: {en: Revised, zh: 修订后}}")
    assert joined(desk.draw(f"form: line\nmarks: [{other}]\n")) == [(2020, 2021)]


def test_a_line_breaks_where_its_series_does(desk: Desk) -> None:
    sold = ", ".join(f"{{statistic: share@{year}-sold}}" for year in (2020, 2021, 2022))
    assert joined(desk.draw(f"form: line\nmarks: [{sold}]\n")) == [(2020, 2021)]


def test_the_pen_strikes_out_a_break_and_says_what_it_is(desk: Desk) -> None:
    sold = ", ".join(f"{{statistic: share@{year}-sold}}" for year in (2020, 2021, 2022))
    figure = desk.draw(f"form: line\noptions: {{broken: {{en: Recounted, zh: 重数}}}}\nmarks: [{sold}]\n")
    first, second = (shape for shape in figure.layout.shapes if shape.line.color == VERMILION)
    x = sum(shape.x0 + shape.x1 for shape in (first, second)) / 4 * figure.layout.width
    (line, places) = (trace for trace in figure.data if trace.mode in ("lines", "text"))
    assert line.x == (2020, 2021)
    assert "Recounted" in places.text
    step = texts(figure)["2022"][0] - texts(figure)["2021"][0]
    assert x == pytest.approx(texts(figure)["2021"][0] + step / 2)


def test_a_series_with_a_name_has_its_last_figure_beside_that(desk: Desk) -> None:
    group = "group: {en: Red, zh: 红}"
    marks = ", ".join(f"{{statistic: share@{year}, {group}}}" for year in (2023, 2024))
    assert [text for text in texts(desk.draw(f"form: line\nmarks: [{marks}]\n")) if "6." in text] == [
        "6.3%",
        "Red 6.2%",
    ]


def test_a_line_does_not_join_two_series(desk: Desk) -> None:
    marks = "{statistic: share@2020}, {statistic: share@2021-sold}"
    assert joined(desk.draw(f"form: line\nmarks: [{marks}]\n")) == []


def test_a_floor_is_a_rule_and_no_point_of_the_line(desk: Desk) -> None:
    chart = f"form: line\noptions: {{floor: share}}\nmarks: [{{statistic: share}}, {YEARS}]\n"
    figure = desk.draw(chart)
    points = [(trace.x[0], trace.y[0]) for trace in figure.data if trace.mode == "markers"]
    assert points == [(2020, 6.1), (2021, 6.4), (2023, 6.3), (2024, 6.2)]
    low, high = figure.layout.yaxis.range
    bottom, top = figure.layout.yaxis.domain
    height = 1 - bottom - (6 - low) / (high - low) * (top - bottom)
    rules = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines" and trace.hovertext]
    assert [rule.hovertext.split(":")[0] for rule in rules] == ["Share of red apples"]
    assert rules[0].y[:2] == pytest.approx((height * figure.layout.height,) * 2)


# --- proportions and targets


def test_each_group_of_proportions_has_its_own_scale(desk: Desk) -> None:
    figure = desk.draw(
        "form: proportion\nmarks:\n"
        "  - {statistic: crop, group: {en: Weight, zh: 重量}}\n"
        "  - {statistic: basket, group: {en: Weight, zh: 重量}}\n"
        "  - {statistic: trees, group: {en: Trees, zh: 果树}}\n"
    )
    assert bars(figure) == [(0, 1), (0, 0.25), (0, 1)]


def test_panels_of_a_proportion_share_a_scale_where_they_share_a_dimension(desk: Desk) -> None:
    figure = desk.draw(
        "form: proportion\nmarks:\n"
        "  - {statistic: crop, group: {en: Weight, zh: 重量}}\n"
        "  - {statistic: basket, group: {en: Basket, zh: 篮子}}\n"
    )
    assert bars(figure) == [(0, 1), (0, 0.25)]


def test_a_target_is_a_line_through_the_other_bars_named_above_them(desk: Desk) -> None:
    figure = desk.draw("form: target\nmarks: [{statistic: goal}, {statistic: crop}, {statistic: basket}]\n", width=768)
    assert bars(figure) == [(0, 36 / 50), (0, 9 / 50)]
    start, end = figure.layout.xaxis.domain
    at = start + 1 / figure.layout.xaxis.range[1] * (end - start)
    line = next(trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines")
    xs = [x for x in line.x if x is not None]
    assert xs == pytest.approx([at * figure.layout.width] * len(xs))
    tops = [trace.y[0] for trace in figure.data if trace.type == "bar"]
    ys = [y for y in line.y if y is not None]
    assert min(ys) < min(tops) < max(tops) < max(ys)


def test_the_line_of_a_target_does_not_run_through_words(desk: Desk) -> None:
    figure = desk.draw(
        "form: target\nmarks:\n"
        "  - statistic: goal\n"
        "  - {statistic: crop, label: {en: "+ "long " * 12 + ", zh: " + "长" * 16 + "}}\n",
        width=390,
    )  # fmt: skip
    line = next(trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines")
    assert len([x for x in line.x if x is None]) == 2  # broken where the label stands


def test_the_pen_brackets_what_falls_short_of_a_target(desk: Desk) -> None:
    options = "options: {short: {crop: {en: A third short, zh: 差三成}}}"
    figure = desk.draw(f"form: target\n{options}\nmarks: [{{statistic: goal}}, {{statistic: crop}}]\n")
    pen = [shape for shape in figure.layout.shapes if shape.line.color == VERMILION]
    start, end = figure.layout.xaxis.domain
    ends = [start + share / figure.layout.xaxis.range[1] * (end - start) for share in (36 / 50, 1)]
    assert [min(shape.x0 for shape in pen), max(shape.x1 for shape in pen)] == pytest.approx(ends)
    assert any("short" in text for text in texts(figure))


def test_the_pen_measures_what_was_added_since_a_mark(desk: Desk) -> None:
    options = "options: {since: basket, short: {crop: {en: added, zh: 加了}}}"
    marks = "marks: [{statistic: basket}, {statistic: goal}, {statistic: crop}]"
    figure = desk.draw(f"form: target\n{options}\n{marks}\n")
    spans = [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.line.color == VERMILION]
    start, end = figure.layout.xaxis.domain
    basket, crop = (start + share / figure.layout.xaxis.range[1] * (end - start) for share in (9 / 50, 36 / 50))
    assert [span for span in spans if span[0] != span[1]] == [pytest.approx((basket, crop))]


def test_each_group_is_drawn_as_a_share_of_its_own_target(desk: Desk) -> None:
    figure = desk.draw(
        "form: target\nmarks:\n"
        "  - {statistic: goal, group: {en: Weight, zh: 重量}}\n"
        "  - {statistic: crop, group: {en: Weight, zh: 重量}}\n"
        "  - {statistic: goal@2020, group: {en: Again, zh: 再来}}\n"
        "  - {statistic: basket, group: {en: Again, zh: 再来}}\n"
    )
    assert bars(figure) == [(0, 36 / 50), (0, 9 / 5)]


def test_a_sheet_has_one_scale() -> None:
    sheet = Sheet(320)
    sheet.scale_x(0, 1, 0, 320)
    with pytest.raises(ValueError, match="one scale"):
        sheet.scale_x(0, 2, 0, 320)


def test_a_row_stands_further_off_where_years_are_left_out(desk: Desk) -> None:
    marks = ", ".join(f"{{statistic: share@{year}}}" for year in (2020, 2021, 2023, 2024))
    figure = desk.draw(f"form: bars\nlabel_by: period\nmarks: [{marks}]\n")
    rows = [trace.y[0] for trace in figure.data if trace.type == "bar"]
    near, far, again = (after - before for before, after in pairwise(rows))
    assert near == again < far


def test_bars_and_patterns_stand_on_whole_px(desk: Desk) -> None:
    """Plotly rounds bars once they are interactive, and drawn coordinates are rounded: so neither moves anything."""
    for width in WIDTHS:
        for trace in desk.draw("form: bars\nmarks: [{statistic: basket}, {statistic: crop}]\n", width).data:
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
    assert any(map(torn, widths))
