"""Texts of a drawing that stand at other marks than theirs are found, in every form of chart; no others are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import pytest

from microsite.charts.story import Story
from microsite.pictures.drawn import Drawn
from microsite.pipeline import draw
from microsite.verify.boxes import Box
from microsite.verify.grammar import Grammar
from microsite.verify.index import make_index
from microsite.verify.passages import Passage, Reader
from microsite.verify.records import Marked
from microsite.verify.scales import find_scales
from microsite.verify.strays import Names, are_alike, find_strays


def plain(text: str) -> str:
    return text.replace(" ", "")


def exchanged(drawing: Sequence[Passage], one: Passage, other: Passage) -> list[Passage]:
    texts = {one: one._replace(text=other.text), other: other._replace(text=one.text)}
    return [texts.get(passage, passage) for passage in drawing]


# --- the real drawings


@pytest.fixture(scope="module")
def drawn(story: Story) -> Drawn:
    return draw(story)


def drawings(story: Story, drawn: Drawn) -> Iterator[tuple[str, Names, tuple[Passage, ...], Grammar]]:
    index, reader = make_index(story, drawn.charts), Reader()
    for artboard, svg in drawn.artboards.items():
        if artboard.slug not in story.project.charts:
            continue
        names = Names(index.marks[f"chart:{artboard.slug}"][artboard.language])
        form = drawn.charts[artboard.slug, artboard.language].spec.form
        code = artboard.language
        yield form, names, reader.html(svg, code), Grammar(code, index.languages[code], index)


def near(one: Sequence[Box], other: Sequence[Box]) -> bool:
    """Whether two texts are about marks that can't be told apart by where they stand."""
    return any(are_alike(mark, others) for mark in one for others in other)


def test_two_texts_of_a_kind_are_found_when_they_are_exchanged(
    story: Story, drawn: Drawn, figure: Callable[[str], None]
) -> None:
    seen, unseen = Counter[str](), Counter[str]()
    for form, names, drawing, grammar in drawings(story, drawn):
        assert find_strays(drawing, names, find_scales(drawing, grammar)) == {}
        boxes = {passage.text: passage.box for passage in drawing if passage.box and not passage.at}
        told = {passage: names.tips.get(plain(passage.text), {}) for passage in drawing if passage.at}
        marks = {
            passage: [box for tips in places.values() for tip in tips if (box := boxes.get(tip))]
            for passage, places in told.items()
        }
        for one, other in combinations(told, 2):
            if one.text == other.text or not told[one].keys() & told[other].keys():
                continue
            changed = exchanged(drawing, one, other)
            found = find_strays(changed, names, find_scales(changed, grammar))
            if found or not near(marks[one], marks[other]):
                (seen if found else unseen)[form] += 1
    assert seen.keys() == {chart.spec.form for chart in drawn.charts.values()}
    assert all(16 * unseen[form] <= number for form, number in seen.items()), unseen  # those that stand too close
    figure(f"exchanged texts of drawings: {seen.total()} found, {unseen.total()} not, in {len(seen)} forms of chart")


# --- what is told apart


def mark(label: str, text: str, group: str = "", beside: tuple[str, ...] = ()) -> Marked:
    return Marked("", label, label, f"{group}{label}: {text}", group, f"{text} trees", text, beside)


def at(y: float, text: str, x: float = 0) -> Passage:
    return Passage("chart text", "en", text, at=(x, y), box=(x, y, x, y))


def bar(y: float, tip: str) -> Passage:
    return Passage("chart tip", "en", tip, box=(20, y - 5, 90, y + 5))


OAKS, ELMS = mark("Oaks", "900"), mark("Elms", "1,200")
BARS = [bar(50, OAKS.tip), bar(100, ELMS.tip)]


@pytest.mark.parametrize(
    ("marks", "drawing", "strays"),
    [
        ([OAKS, ELMS], [*BARS, at(50, "Oaks"), at(100, "Elms")], []),
        ([OAKS, ELMS], [*BARS, at(100, "Oaks"), at(50, "Elms")], ["Oaks", "Elms"]),
        ([OAKS, ELMS], [*BARS, at(30, "Oaks"), at(80, "Elms")], []),  # each above its bar
        ([OAKS, ELMS], [*BARS, at(50, "900 trees", 99), at(100, "1,200", 99)], []),
        ([OAKS, ELMS], [*BARS, at(100, "900 trees", 99), at(50, "1,200", 99)], ["900 trees", "1,200"]),
        ([OAKS, ELMS], [*BARS, at(30, "Oaks 900"), at(80, "Elms 1,200")], []),
        ([OAKS, ELMS], [*BARS, at(80, "Oaks 900"), at(30, "Elms 1,200")], ["Oaks 900", "Elms 1,200"]),
        ([OAKS, ELMS], [*BARS, at(30, "Oaks 1,200"), at(80, "Elms: 900")], ["Oaks 1,200", "Elms: 900"]),
        ([OAKS, ELMS], [*BARS, at(100, "Oaks: 900"), at(50, "Elms: 1,200 trees")], []),  # a place of its own
        ([OAKS, ELMS], [bar(50, OAKS.tip), bar(60, ELMS.tip), at(60, "Oaks"), at(50, "Elms")], []),  # too close
        ([OAKS, ELMS], [*BARS, at(50, "Oaks"), at(100, "Oaks")], ["Oaks", "Oaks"]),
        ([OAKS, ELMS], [*BARS, at(50, "900"), at(100, "900")], ["900", "900"]),
        ([OAKS, ELMS, OAKS], [*BARS, bar(150, OAKS.tip), at(50, "Oaks"), at(100, "Elms"), at(150, "Oaks")], []),
    ],
)
def test_texts_stand_as_their_marks_stand(marks: list[Marked], drawing: list[Passage], strays: list[str]) -> None:
    found = find_strays(drawing, Names(marks), ())
    assert [passage.text for passage in drawing if passage.at in found] == strays


YEARS = [mark(year, text, group) for group, year, text in
         (("Wood", "2023", "5"), ("Wood", "2024", "7"), ("Park", "2023", "7"), ("Park", "2024", "9"))]  # fmt: skip
ROWS = [bar(50 * row, item.tip) for row, item in enumerate(YEARS, 1)]


@pytest.mark.parametrize(
    ("texts", "strays"),
    [
        (["2023", "2024", "2023", "2024"], set()),
        (["2024", "2023", "2023", "2024"], {50, 100}),  # in one of two groups
        (["2023", "2024", "2024", "2023"], {150, 200}),
        (["5", "7", "7", "9"], set()),
        (["7", "5", "7", "9"], {50, 100}),
        (["5", "7", "9", "7"], {150, 200}),
    ],
)
def test_texts_that_say_the_same_are_about_the_marks_beside_them(texts: list[str], strays: set[float]) -> None:
    drawing = [*ROWS, *(at(50 * row, text) for row, text in enumerate(texts, 1))]
    assert {y for _, y in find_strays(drawing, Names(YEARS), ())} == strays


def test_a_heading_stands_over_its_group() -> None:
    assert not find_strays([*ROWS, at(30, "Wood"), at(130, "Park")], Names(YEARS), ())
    assert len(find_strays([*ROWS, at(30, "Park"), at(130, "Wood")], Names(YEARS), ())) == 2


def test_a_heading_may_be_the_label_of_a_mark_elsewhere() -> None:
    marks = [mark("Oaks", "5", "Elms"), mark("Ash", "6", "Elms"), mark("Elms", "7", "Oaks"), mark("Yew", "8", "Oaks")]
    rows = [bar(50 * row, item.tip) for row, item in enumerate(marks, 1)]
    texts = [at(30, "Elms"), at(130, "Oaks"), at(35, "Oaks 5"), at(100, "Ash 6"), at(135, "Elms 7"), at(200, "Yew 8")]
    assert not find_strays([*rows, *texts], Names(marks), ())


def test_what_stands_beside_marks_is_theirs_and_a_scale_is_nobodys() -> None:
    marks = [mark("Oaks", "5", beside=("winner", "50 kg")), mark("Elms", "7", beside=("second", "30 kg"))]
    rows = [bar(50 * row, item.tip) for row, item in enumerate(marks, 1)]
    assert not find_strays([*rows, at(65, "50 kg"), at(115, "30 kg")], Names(marks), ())
    assert len(find_strays([*rows, at(65, "30 kg"), at(115, "50 kg")], Names(marks), ())) == 2
    ticks = [at(100, "5"), at(50, "7")]
    assert find_strays([*rows, *ticks], Names(marks), ())
    assert not find_strays([*rows, *ticks], Names(marks), {(0, 100), (0, 50)})


def test_a_mark_may_be_called_as_its_group_is() -> None:
    marks = [mark("Oaks", "5", "Oaks"), mark("Elms", "7", "Elms")]
    rows = [bar(50 * row, item.tip) for row, item in enumerate(marks, 1)]
    texts = [at(y, text) for y, text in ((30, "Oaks"), (50, "Oaks"), (80, "Elms"), (100, "Elms"))]
    assert not find_strays([*rows, *texts], Names(marks), ())


def test_a_line_may_end_where_a_space_stood() -> None:
    marks = [mark("北京 AI", "5"), mark("上海 AI", "7")]
    rows = [bar(50 * row, item.tip) for row, item in enumerate(marks, 1)]
    assert len(find_strays([*rows, at(100, "北京AI"), at(50, "上海AI")], Names(marks), ())) == 2


def test_a_figure_may_say_what_its_label_does() -> None:
    """As one of 2024 does in the year 2024; a third text that says so is of another mark."""
    marks = [mark("2023", "5"), mark("2024", "2024")]
    rows = [bar(50 * row, item.tip) for row, item in enumerate(marks, 1)]
    texts = [at(50, "2023"), at(50, "5", 99), at(100, "2024"), at(100, "2024", 99)]
    assert not find_strays([*rows, *texts], Names(marks), ())
    assert find_strays([*rows, *texts, at(50, "2024", 50)], Names(marks), ())
    assert not find_strays([*rows, *texts, at(50, "2024", 50)], Names(marks, ["2024"]), ())  # of the name of a paper
