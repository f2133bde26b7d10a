"""What a drawing writes of a mark, or a group, stands at it: two texts that changed places are found, in every form."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from itertools import combinations, product

from microsite.charts.chart import Chart
from microsite.charts.forms import FORMS
from microsite.charts.story import Story
from microsite.charts.style import WIDTHS
from microsite.charts.typesetting import LEADING, TEXT, text_width
from microsite.pictures import svg
from microsite.pipeline import draw
from microsite.verify.grammar import Grammar
from microsite.verify.index import make_index
from microsite.verify.passages import Reader
from microsite.verify.scales import find_scales
from tests.charts.drawing import chart, datum

SVG = "{http://www.w3.org/2000/svg}"
APART = 16  # px: what stands closer can't be told apart by where it stands
POINT = re.compile(r"[ML(](-?[\d.]+)[ ,](-?[\d.]+)")  # in a path, or of a translation

Box = tuple[float, float, float, float]  # px: left, top, right, bottom
Tips = Mapping[str, Sequence[str]]  # what some marks, or groups, are called: the tips of the marks that it may stand at


def shape(element: ET.Element) -> Box:
    """Return the box around a shape; around a group's first."""
    at = {name: value for name, value in element.attrib.items() if name in ("cx", "cy", "r", "x", "y")}
    if element.tag == f"{SVG}g":
        return shape(next(part for part in element if part.tag != f"{SVG}title"))
    if corners := POINT.findall(element.get("transform", element.get("d", ""))):
        (left, *_, right), (top, *_, bottom) = (sorted(map(float, way * 2)) for way in zip(*corners, strict=True))
    elif "r" in at:
        x, y, radius = (float(at[name]) for name in ("cx", "cy", "r"))
        left, top, right, bottom = x - radius, y - radius, x + radius, y + radius
    else:
        left, top = float(at["x"]), float(at["y"])
        right, bottom = left + float(element.attrib["width"]), top + float(element.attrib["height"])
    return left, top, right, bottom


def read(drawing: str, scales: Container[tuple[float, float]]) -> tuple[dict[str, Box], dict[str, Box]]:
    """Return where a drawing's marks are, by what they answer to a pointer, and where the texts that stand there once.

    Numbers of `scales` are of no mark. A text that is centred is about as wide as it looks; any other is taken to stand
    where it begins or ends.
    """
    marks: dict[str, Box] = {}
    texts: dict[str, list[Box]] = {}
    for element in ET.fromstring(drawing).iter():
        title = element.find(f"{SVG}title")
        if title is not None and element.tag != f"{SVG}svg":
            box = shape(element)
            for tip in (title.text or "").split("\n"):  # a point is of two marks
                left, top, right, bottom = marks.setdefault(tip, box)  # open ends are part of it
                marks[tip] = min(left, box[0]), top, max(right, box[2]), bottom
        elif element.tag == f"{SVG}text":
            x, y = (float(element.get(name, "0")) for name in "xy")
            if (x, y) in scales:
                continue
            lines = [element.text or ""]
            for part in element:
                lines += [""] * ("dy" in part.attrib)
                lines[-1] += "".join(part.itertext()) + (part.tail or "")
            size, bold = float(element.get("font-size", TEXT)), "font-weight" in element.attrib
            wide = max(text_width(line, bold=bold, size=size) for line in lines)
            half = wide / 2 if element.get("text-anchor") == "middle" else 0
            box = (x - half, y - size / 3, x + half, y - size / 3 + (len(lines) - 1) * LEADING * size)
            texts.setdefault(plain("".join(lines)), []).append(box)
    return marks, {said: boxes[0] for said, boxes in texts.items() if len(boxes) == 1}


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)  # lines end at spaces


def names(made: Chart) -> Iterator[Tips]:
    """Yield what marks are called, by label, by figure and by both, and groups, also with a figure: what but one is."""
    of_marks: Sequence[Callable[[Chart], Iterator[tuple[str, str]]]] = (
        lambda made: ((mark.label, mark.tip) for mark in made.marks),
        lambda made: ((text, mark.tip) for mark in made.marks for text in {mark.text, mark.figure}),
        lambda made: ((mark.label + text, mark.tip) for mark in made.marks for text in {mark.text, mark.figure}),
    )
    of_groups = [(group or "", mark) for group, marks in made.groups for mark in marks]
    yield from (unique(way(made)) for way in of_marks)
    texts: dict[str, list[str]] = defaultdict(list)
    for group, mark in of_groups:
        for text in (group, group + mark.text):
            texts[plain(text)].append(mark.tip)
    yield texts


def unique(said: Iterator[tuple[str, str]]) -> Tips:
    tips: dict[str, set[str]] = defaultdict(set)
    for text, tip in said:
        tips[plain(text)].add(tip)
    return {text: [*of] for text, of in tips.items() if len(of) == 1}


def far(one: Box, other: Box) -> float:
    """Return the square of the px between two boxes."""
    across = max(one[0] - other[2], other[0] - one[2], 0)
    along = max(one[1] - other[3], other[1] - one[3], 0)
    return across * across + along * along


def nearest(one: Box, others: Collection[Box]) -> float:
    return min(far(one, other) for other in others)


def told_apart(ones: Collection[Box], others: Collection[Box]) -> bool:
    """Whether all marks of one name stand apart from all of another."""
    return all(
        any(abs(side - beside) > APART for side, beside in zip(one, other, strict=True))
        for one, other in product(ones, others)
    )


def nearer(one: Box, other: Box, first: Collection[Box], second: Collection[Box]) -> bool:
    """Whether two texts would be nearer to their marks, taken together, if they changed places."""
    now, then = nearest(one, first) + nearest(other, second), nearest(one, second) + nearest(other, first)
    return now - then > APART**2


def exchanged(texts: Mapping[str, Box], marks: Mapping[str, Box], tips: Tips) -> Iterator[bool]:
    """Yield for two texts of a kind, whose marks can be told apart, whether an exchange of them would be seen."""
    found = [
        (texts[said], [marks[tip] for tip in of if tip in marks])
        for said, of in tips.items()
        if said in texts and any(tip in marks for tip in of)
    ]
    for (one, first), (other, second) in combinations(found, 2):
        if told_apart(first, second):
            yield not nearer(one, other, first, second) and nearer(other, one, first, second)


def more() -> Iterator[Chart]:
    """Yield charts of the forms that the story does not draw."""
    points = [("Hill", 10, 5), ("Dale", 40, 8), ("Moor", 25, 2)]
    pairs = [mark for name, x, y in points for mark in (datum(f"{name}-x", x), datum(f"{name}-y", y, "percent"))]
    groups = [name for name, *_ in points for _ in range(2)]
    yield chart("scatter", *pairs, groups=groups, x={"en": "Trees"}, y={"en": "Share"})
    places = [("Mill", 60, 20), ("Ford", 61, 23), ("Weir", 62, 19)]
    crosses = [
        datum(f"{name}-{axis}", number, "degrees", period=None)
        for name, *at in places
        for axis, number in zip(("north", "east"), at, strict=True)
    ]
    groups = [name for name, *_ in places for _ in range(2)]
    yield chart("plan", *crosses, groups=groups, scale="kilometres")


def test_what_is_written_of_a_mark_stands_there(story: Story, figure: Callable[[str], None]) -> None:
    drawn, reader = draw(story), Reader()
    index = make_index(story)
    grammars = {code: Grammar(code, item, index) for code, item in index.languages.items()}
    seen = Counter[str]()
    drawings = [
        (made, artboard.language, drawing)
        for artboard, drawing in drawn.artboards.items()
        if (made := drawn.charts.get((artboard.slug, artboard.language)))
    ]
    drawings += [
        (made, "en", svg.draw(FORMS[made.spec.form].draw(made, width), "more")) for made in more() for width in WIDTHS
    ]
    for made, code, drawing in drawings:
        marks, texts = read(drawing, find_scales(reader.html(drawing, code), grammars[code]))
        for tips in names(made):
            for is_seen in exchanged(texts, marks, tips):
                assert is_seen, (made.slug, code, drawing[:100], tips)
                seen[made.spec.form] += 1
    assert seen.keys() == FORMS.keys()
    figure(f"exchanged texts of drawings: {seen.total()} pairs in {len(seen)} forms of chart")
