"""Plotly figures → small, themed SVGs that come out the same on every run.

The only importer of Kaleido, which drives a Chromium; both may be missing, and then `find_browser` says
None and `render` raises NoBrowserError. What Plotly exports is rebuilt rather than patched: only what can be
seen is kept, colours become custom properties, and anything unknown is an error.
"""

from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from microsite.charts.chart import Figure
from microsite.charts.style import SENTINELS
from microsite.charts.typesetting import LEADING, TEXT
from microsite.progress import steps

VERSION = 1  # raise it when the same figure shall come out differently: all snapshots are then rendered anew


class NoBrowserError(Exception):
    """Kaleido or a Chromium is missing, or it doesn't start. Charts that need rendering have to wait."""


class Artboard(NamedTuple):
    """One picture of a chart: its language, and its width in CSS pixels."""

    slug: str
    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.slug}-{self.language}-{self.width}"


# --- the browser


def plotly_script() -> Path:
    """Return the plotly.js that belongs to the installed Plotly: rendering uses it, and readers may ask for it."""
    spec = importlib.util.find_spec("plotly")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("plotly")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def find_browser() -> Path | None:
    """Return the browser that would render, or None without one or without Kaleido."""
    if importlib.util.find_spec("kaleido") is None:
        return None
    from choreographer.browsers.chromium import Chromium

    found = Chromium.find_browser(skip_local=False)
    return Path(found) if found else None


def render(figures: Mapping[Artboard, Figure]) -> dict[Artboard, str]:
    """Render all figures in one browser session, about 0.02 s each after a start of two seconds.

    Raises NoBrowserError, and ValueError for a figure that the house style does not allow.
    """
    if not figures:
        return {}
    import asyncio  # takes a while, and most builds draw nothing

    return asyncio.run(_render_once(figures))


async def _render_once(figures: Mapping[Artboard, Figure]) -> dict[Artboard, str]:
    session = await open_session()
    try:
        return await export(session, figures)
    finally:
        await session.close()


async def open_session() -> Any:
    """Return Kaleido with an open browser. Raises NoBrowserError."""
    path = find_browser()
    if path is None:
        raise NoBrowserError("no Chromium, or no Kaleido to drive it")
    import kaleido

    class Session(kaleido.Kaleido):  # type: ignore[misc]  # untyped
        """Keeps its page: Kaleido reloads it after each figure, which takes ten times as long as the figure."""

        async def _return_kaleido_tab(self, tab: Any) -> None:
            await self.tabs_ready.put(tab)

    # Without mathjax=False Kaleido asks a CDN for it and stalls wherever there is no network.
    page = kaleido.PageGenerator(mathjax=False, plotly=plotly_script())
    try:
        # The sandbox keeps Chromium from starting as root, and the page holds nothing but our own figures.
        session = Session(n=1, page_generator=page, path=str(path), enable_sandbox=False)
        await session.open()
    except Exception as error:  # whatever keeps a browser from starting on some machine
        raise NoBrowserError(f"{path} does not start: {error}") from error
    return session


async def open_warm() -> Any:
    """Open a browser and draw nothing once: the first drawing takes a second that the next ones don't."""
    session = await open_session()
    await session.calc_fig({"data": [], "layout": {}}, opts={"format": "svg"})
    import plotly.graph_objects as go

    go.Figure({"data": [{"type": "bar"}], "layout": {"annotations": [{}], "shapes": [{}]}})
    return session


async def export(session: Any, figures: Mapping[Artboard, Figure]) -> dict[Artboard, str]:
    """Render figures in an open session. Raises ValueError for one that the house style does not allow."""
    import plotly.graph_objects as go

    exported = {}
    for artboard, figure in steps("charts drawn", figures.items()):
        raw = await session.calc_fig(go.Figure(figure), opts={"format": "svg"})
        exported[artboard] = clean(raw.decode(), str(artboard), figure)
    return exported


# --- what Plotly exports → what the site shows

NAMESPACE = "{http://www.w3.org/2000/svg}"
_TOKENS = {tuple(bytes.fromhex(colour[1:])): token for token, colour in SENTINELS.items()}
_RGB = re.compile(r"rgba?\((\d+), ?(\d+), ?(\d+)\)|#([0-9a-f]{6})")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_TRANSLATE = re.compile(rf"translate\(({_NUMBER.pattern})(?:[ ,]+({_NUMBER.pattern}))?\)")
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1 0 1,1 0,-\1A\1,\1 0 0,1 \1,0Z")
_BOX = re.compile(r"M(-?[\d.]+),(-?[\d.]+)V(-?[\d.]+)H(-?[\d.]+)V\2Z")
_SQUARE = re.compile(r"M([\d.]+),\1H-\1V-\1H\1Z")
_POLYLINE = re.compile(r"(?:[ML]-?[\d.]+,-?[\d.]+)+")
_DEFAULTS = {
    "opacity": "1",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "text-anchor": "start",
    "font-weight": "400",
    "font-size": str(TEXT),
}
_PAINT = ("fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "opacity")
_PLAIN = {("circle", "cx", "cy", "r"), ("rect", "height", "width", "x", "y")}
_ONCE = ("transform", "opacity", "fill-opacity", "stroke-opacity")  # where overlapping shows
_INVISIBLE = ("defs", "clipPath", "title", "style")


@dataclass
class _Element:
    """One element of the new drawing."""

    tag: str
    attributes: dict[str, str]
    children: list[_Element] = field(default_factory=list)
    text: str = ""
    tail: str = ""

    def lines(self) -> Iterator[str]:
        """Yield the element as XML, one element a line, so that snapshots compare well; text in one."""
        attributes = "".join(f' {name}="{_escape(value)}"' for name, value in sorted(self.attributes.items()))
        if not self.children and not self.text:
            yield f"<{self.tag}{attributes}/>"
        elif self.tag in ("text", "title", "tspan") or not any(child.tag != "title" for child in self.children):
            inner = "".join("".join(child.lines()) + _escape(child.tail) for child in self.children)
            yield f"<{self.tag}{attributes}>{_escape(self.text)}{inner}</{self.tag}>"
        else:
            yield f"<{self.tag}{attributes}>"
            for child in self.children:
                yield from child.lines()
            yield f"</{self.tag}>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def clean(raw: str, prefix: str, figure: Figure) -> str:
    """Rebuild an exported SVG: `prefix` begins its ids, `figure` lends the traces' tips.

    Raises ValueError for a colour that is no token, and for anything whose drawing is unknown.
    """
    source = ET.fromstring(raw)
    cleaner = _Cleaner(source, prefix, _tips(figure))
    drawn = list(cleaner.walk(source, 0, 0))
    if cleaner.patterns:
        drawn.insert(0, _Element("defs", {}, list(cleaner.patterns.values())))
    size = f"0 0 {source.get('width', '0')} {source.get('height', '0')}"
    root = _Element("svg", {"xmlns": NAMESPACE[1:-1], "viewBox": size, "font-size": str(TEXT)}, _join(drawn))
    return "\n".join(root.lines()) + "\n"


def _tips(figure: Figure) -> dict[tuple[str, str], list[Any]]:
    """Return the traces' tips by kind and subplot, in the order in which Plotly draws them."""
    tips: dict[tuple[str, str], list[Any]] = {}
    for trace in figure["data"]:
        subplot = trace["xaxis"] + trace["yaxis"]
        fill_tip = trace.get("text") if trace["hoverinfo"] == "text" else None  # Plotly's own for filled outlines
        tips.setdefault((trace["type"], subplot), []).append(trace.get("hovertext") or fill_tip)
    return tips


class _Cleaner:
    def __init__(self, source: ET.Element, prefix: str, tips: dict[tuple[str, str], list[Any]]) -> None:
        self.prefix, self.tips = prefix, tips
        self.exported = {element.get("id"): element for element in source.iter(f"{NAMESPACE}pattern")}
        self.patterns: dict[str, _Element] = {}  # by what they look like: Plotly repeats them for every bar
        self.subplot = ""

    def walk(self, element: ET.Element, x: float, y: float) -> Iterator[_Element]:
        """Yield what can be seen of an element; (x, y) is where its coordinates begin."""
        tag = element.tag.removeprefix(NAMESPACE)
        classes = element.get("class", "").split()
        if tag in _INVISIBLE or "bg" in classes:
            return
        transform = element.get("transform", "")
        if transform:
            moved = _TRANSLATE.fullmatch(transform)
            if not moved:
                raise ValueError(f"the transform '{transform}' is not a plain translation")
            x, y = x + float(moved[1]), y + float(moved[2] or 0)
        if tag in ("svg", "g"):
            if "subplot" in classes:
                self.subplot = next(name for name in classes if name != "subplot")
            drawn = [new for child in element for new in self.walk(child, x, y)]
            yield from self._mark(drawn, classes) if "trace" in classes else drawn
        elif tag == "text":
            yield self._text(element, x, y)
        elif tag in ("path", "rect", "circle"):
            shape = self._shape(element, tag, x, y)
            if shape:
                yield shape
        else:
            raise ValueError(f"a figure of this house holds no <{tag}>")

    def _mark(self, drawn: list[_Element], classes: list[str]) -> list[_Element]:
        """Give a trace its tip, a tip a point where there is a list of them, and what its parts share."""
        kind = "bar" if "bars" in classes else "scatter"
        tips = self.tips.get((kind, self.subplot))
        if not tips:
            raise ValueError(f"Plotly drew a {kind} trace that the figure does not hold")
        tip = tips.pop(0)
        if isinstance(tip, (list, tuple)):
            for element, one in zip(drawn, tip, strict=True):
                element.children.insert(0, _Element("title", {}, text=str(one)))
            tip = None
        title = [_Element("title", {}, text=tip)] if tip else []
        if len(drawn) < 2 or (not title and any(element.tag == "text" for element in drawn)):
            for element in drawn:
                element.children[:0] = title
            return drawn
        shared = {
            name: value
            for name, value in drawn[0].attributes.items()
            if name in _PAINT and name != "opacity" and all(other.attributes.get(name) == value for other in drawn)
        }
        for element in drawn:
            for name in shared:
                del element.attributes[name]
        outlines = list(filter(None, map(_outline, drawn)))
        if len(outlines) == len(drawn):  # many dots alike are one shape: a page holds thousands of them
            return [_Element("path", {**shared, "d": "".join(outlines)}, title)]
        return [_Element("g", shared, title + drawn)] if title or shared else drawn

    def _shape(self, element: ET.Element, tag: str, x: float, y: float) -> _Element | None:
        data = element.get("d", "")
        if tag == "path" and data in ("", "M0,0"):  # where an axis would have had its line
            return None
        attributes = self._paint(element)
        if not attributes:
            return None
        if tag == "rect":
            places = {"x": _round(float(element.get("x", "0")) + x), "y": _round(float(element.get("y", "0")) + y)}
            places |= {name: _round(float(element.get(name, "0").removesuffix("px"))) for name in ("width", "height")}
        elif tag == "circle":
            places = {"cx": _round(float(element.get("cx", "0")) + x), "cy": _round(float(element.get("cy", "0")) + y)}
            places["r"] = _round(float(element.get("r", "0")))
        elif circle := _CIRCLE.fullmatch(data):
            tag, places = "circle", {"cx": _round(x), "cy": _round(y), "r": _round(float(circle[1]))}
        elif box := _BOX.fullmatch(data):
            x0, y0, y1, x1 = map(float, box.groups())
            tag, places = "rect", {"x": _round(x + min(x0, x1)), "y": _round(y + min(y0, y1))}
            places |= {"width": _round(abs(x1 - x0)), "height": _round(abs(y1 - y0))}
        elif square := _SQUARE.fullmatch(data):
            half = float(square[1])
            tag, places = "rect", {"x": _round(x - half), "y": _round(y - half)}
            places |= dict.fromkeys(("width", "height"), _round(2 * half))
        elif _POLYLINE.fullmatch(data):
            numbers = [float(number) for number in _NUMBER.findall(data)]
            moved = [_round(number + (y if index % 2 else x)) for index, number in enumerate(numbers)]
            pairs = [f"{moved[index]} {moved[index + 1]}" for index in range(0, len(moved), 2)]
            letters = re.findall("[ML]", data)
            places = {"d": "".join(letter + pair for letter, pair in zip(letters, pairs, strict=True))}
        else:
            places = {"d": _NUMBER.sub(lambda number: _round(float(number[0])), data)}
            if x or y:
                places["transform"] = f"translate({_round(x)} {_round(y)})"
        return _Element(tag, attributes | places)

    def _text(self, element: ET.Element, x: float, y: float) -> _Element:
        attributes = self._paint(element)
        declared = _declarations(element)
        attributes["x"] = _round(float(element.get("x", "0")) + x)
        attributes["y"] = _round(float(element.get("y", "0")) + y)
        for name in ("font-size", "font-weight", "text-anchor"):
            value = declared.get(name, element.get(name, "")).removesuffix("px")
            if value and value != _DEFAULTS[name]:
                attributes[name] = value
        new = _Element("text", attributes, text=element.text or "")
        new.children = [self._line(child, attributes["x"]) for child in element]
        return new

    def _line(self, element: ET.Element, x: str) -> _Element:
        """Return a `<tspan>`: a line of a text, or a run of another weight or colour in it."""
        attributes = {}
        declared = _declarations(element)
        if "line" in element.get("class", "").split() and float(element.get("dy", "0em").removesuffix("em")):
            attributes = {"x": x, "dy": f"{LEADING}em"}  # from the line before; Plotly counts from the first
        if declared.get("font-weight") in ("bold", "700"):
            attributes["font-weight"] = "700"
        if "fill" in declared:
            attributes["fill"] = self._colour(declared["fill"])
        children = [self._line(child, x) for child in element]
        return _Element("tspan", attributes, children, element.text or "", element.tail or "")

    def _paint(self, element: ET.Element) -> dict[str, str]:
        """Return fill, stroke and opacity as attributes; nothing for what can't be seen."""
        style = {name: element.get(name, "") for name in _PAINT if element.get(name)} | _declarations(element)
        paint = {name: style[name].removesuffix("px") for name in _PAINT if style.get(name)}
        text = element.tag.removeprefix(NAMESPACE) == "text"
        if paint.get("opacity") == "0" or element.get("visibility") == "hidden":
            return {}
        if paint.get("fill-opacity") == "0":
            paint["fill"] = "none"
        if paint.get("stroke-opacity") == "0" or float(paint.get("stroke-width", "1")) == 0:
            paint["stroke"] = "none"
        stroke = self._colour(paint.get("stroke", "none"))
        fill = self._colour(paint.get("fill", "none" if stroke != "none" else "unset"))
        if fill == "none" and stroke == "none" and not text:
            return {}
        kept = {"fill": fill, "opacity": paint.get("opacity", "1")}
        if fill != "none":
            kept["fill-opacity"] = paint.get("fill-opacity", "1")
        if stroke != "none":
            kept["stroke"] = stroke
            kept["stroke-width"] = _round(float(paint.get("stroke-width", "1")))
            kept["stroke-opacity"] = paint.get("stroke-opacity", "1")
            if "stroke-dasharray" in paint:
                kept["stroke-dasharray"] = " ".join(_NUMBER.findall(paint["stroke-dasharray"]))
        return {name: value for name, value in kept.items() if value and _DEFAULTS.get(name) != value}

    def _colour(self, value: str) -> str:
        if value == "none":
            return value
        reference = re.fullmatch(r"""url\(["']?[^#]*#([^"')]+)["']?\)""", value)
        if reference:
            return f"url(#{self._pattern(self.exported[reference[1]])})"
        match = _RGB.fullmatch(value)
        if match:
            parts = tuple(bytes.fromhex(match[4])) if match[4] else tuple(map(int, match.groups()[:3]))
            if parts in _TOKENS:
                return f"var(--{_TOKENS[parts]})"
        raise ValueError(f"the colour '{value}' is none of the design's tokens")

    def _pattern(self, element: ET.Element) -> str:
        """Keep a pattern that is used; return its id, the same for all that look alike."""
        shapes = [self._shape(child, child.tag.removeprefix(NAMESPACE), 0, 0) for child in element]
        size = {name: _round(float(element.get(name, "0").removesuffix("px"))) for name in ("width", "height")}
        new = _Element("pattern", {**size, "patternUnits": "userSpaceOnUse"}, [shape for shape in shapes if shape])
        look = "".join(new.lines())
        if look not in self.patterns:
            new.attributes["id"] = f"{self.prefix}-{len(self.patterns) + 1}"
            self.patterns[look] = new
        return self.patterns[look].attributes["id"]


def _join(drawn: list[_Element]) -> list[_Element]:
    """Make neighbours one path that are alike but for where they are: lines of a grid, strokes of a hatching."""
    joined: list[_Element] = []
    for element in drawn:
        last = joined[-1] if joined else None
        paint = {**element.attributes, "d": ""}
        plain = element.tag == "path" and not element.children and paint.keys().isdisjoint(_ONCE)
        if last and plain and not last.children and {**last.attributes, "d": ""} == paint and last.tag == "path":
            last.attributes["d"] += element.attributes["d"]
        else:
            joined.append(element)
    return joined


def _outline(element: _Element) -> str | None:
    """Return a circle or rectangle that has nothing of its own as a part of a path; None for anything else."""
    places = dict(element.attributes)
    if element.children or (element.tag, *sorted(places)) not in _PLAIN:
        return None
    if element.tag == "rect":
        return f"M{places['x']} {places['y']}h{places['width']}v{places['height']}h-{places['width']}z"
    radius, left = places["r"], _round(float(places["cx"]) - float(places["r"]))
    across = _round(2 * float(radius))
    return f"M{left} {places['cy']}a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0-{across} 0z"


def _declarations(element: ET.Element) -> dict[str, str]:
    pairs = (part.partition(":") for part in element.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value.strip()}


def _round(number: float) -> str:
    """Word a coordinate to one decimal: a tenth of a pixel at the artboard's own size."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def fetch_browser() -> None:
    """Let Kaleido fetch a Chrome of its own. Raises whatever keeps it from doing so: no network, no space."""
    import kaleido

    kaleido.get_chrome_sync()
