"""What a drawing writes of a mark stands at it: two texts that changed places are found, in what the story draws."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from itertools import combinations

from microsite.charts.chart import Chart
from microsite.charts.story import Story
from microsite.pipeline import draw
from microsite.verify.grammar import Grammar
from microsite.verify.index import make_index
from microsite.verify.passages import Reader
from microsite.verify.scales import find_scales

SVG = "{http://www.w3.org/2000/svg}"
EM, LEADING = 14, 18.2  # px: the size of most texts, and from one line to the next
APART = 16  # px: what stands closer can't be told apart by where it stands
POINT = re.compile(r"[ML(](-?[\d.]+)[ ,](-?[\d.]+)")  # in a path, or of a translation

Box = tuple[float, float, float, float]  # px: left, top, right, bottom


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


def read(svg: str, scales: Container[tuple[float, float]]) -> tuple[dict[str, Box], dict[str, Box]]:
    """Return where a drawing's marks are, by what they answer to a pointer, and where the texts that stand there once.

    Numbers of `scales` are of no mark. A text that is centred is about as wide as it looks; any other is taken to stand
    where it begins or ends.
    """
    marks: dict[str, Box] = {}
    texts: dict[str, list[Box]] = {}
    for element in ET.fromstring(svg).iter():
        title = element.find(f"{SVG}title")
        if title is not None and element.tag != f"{SVG}svg":
            box = shape(element)
            left, top, right, bottom = marks.setdefault(title.text or "", box)  # open ends are part of it
            marks[title.text or ""] = min(left, box[0]), top, max(right, box[2]), bottom
        elif element.tag == f"{SVG}text":
            x, y = (float(element.get(name, "0")) for name in "xy")
            if (x, y) in scales:
                continue
            said = "".join(element.itertext())
            lines = 1 + sum("dy" in part.attrib for part in element.iter(f"{SVG}tspan"))
            wide = sum(1 if letter > "\u2e80" else 0.6 for letter in said) * EM / lines
            half = wide / 2 if element.get("text-anchor") == "middle" else 0
            box = (x - half, y - EM / 3, x + half, y - EM / 3 + (lines - 1) * LEADING)
            texts.setdefault(plain(said), []).append(box)
    return marks, {said: boxes[0] for said, boxes in texts.items() if len(boxes) == 1}


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)  # lines end at spaces


def names(chart: Chart) -> Iterator[dict[str, str]]:
    """Yield what each mark is called, by label, by figure and by both: what but one is called, with its tip."""
    for ways in (
        [[mark.label] for mark in chart.marks],
        [[mark.text, mark.figure] for mark in chart.marks],
        [[mark.label + mark.text, mark.label + mark.figure] for mark in chart.marks],
    ):
        said = Counter(text for texts in ways for text in {*map(plain, texts)})
        yield {
            plain(text): mark.tip
            for mark, texts in zip(chart.marks, ways, strict=True)
            for text in texts
            if said[plain(text)] == 1
        }


def far(one: Box, other: Box) -> float:
    """Return the square of the px between two boxes."""
    across = max(one[0] - other[2], other[0] - one[2], 0)
    along = max(one[1] - other[3], other[1] - one[3], 0)
    return across * across + along * along


def told_apart(one: Box, other: Box) -> bool:
    return any(abs(side - others) > APART for side, others in zip(one, other, strict=True))


def nearer(one: Box, other: Box, first: Box, second: Box) -> bool:
    """Whether two texts would be nearer to their marks, taken together, if they changed places."""
    return far(one, first) + far(other, second) - far(one, second) - far(other, first) > APART**2


def pairs(texts: Mapping[str, Box], marks: Mapping[str, Box], tips: Mapping[str, str]) -> Iterator[tuple[Box, ...]]:
    """Yield two texts of a kind and the two marks that they are about, where these can be told apart."""
    found = [(texts[said], marks[tip]) for said, tip in tips.items() if said in texts and tip in marks]
    for (one, first), (other, second) in combinations(found, 2):
        if told_apart(first, second):
            yield one, other, first, second


def test_what_is_written_of_a_mark_stands_there(story: Story, figure: Callable[[str], None]) -> None:
    drawn, reader = draw(story), Reader()
    index = make_index(story)
    grammars = {code: Grammar(code, item, index) for code, item in index.languages.items()}
    seen = Counter[str]()
    for artboard, svg in drawn.artboards.items():
        if chart := drawn.charts.get((artboard.slug, artboard.language)):
            code = artboard.language
            marks, texts = read(svg, find_scales(reader.html(svg, code), grammars[code]))
            for tips in names(chart):
                for one, other, first, second in pairs(texts, marks, tips):
                    assert not nearer(one, other, first, second), (artboard, tips)
                    assert nearer(other, one, first, second)  # or an exchange would not be seen
                    seen[chart.spec.form] += 1
    forms = {chart.spec.form for chart in drawn.charts.values()}
    assert seen.keys() == forms - {"plan"}  # whose names are of places, between which its marks are
    figure(f"exchanged texts of drawings: {seen.total()} pairs in {len(seen)} forms of chart")
