"""A story's charts → their drawings, each made when it is asked for; and with these, all of a site's pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from microsite.charts.chart import Artboard, Chart, Figure, resolve
from microsite.charts.chart import draw as draw_chart
from microsite.charts.forms import FORMS
from microsite.charts.story import Story
from microsite.charts.style import SPARK, WIDTHS
from microsite.errors import BuildError, Problem, refuse
from microsite.pictures.exports import Picture, render_exports
from microsite.pictures.paper import read_strokes
from microsite.pictures.posters import TOUCH_ICON, Poster, render_icon, render_posters
from microsite.pictures.rasters import Png
from microsite.pictures.svg import draw as draw_svg
from microsite.source.models import ChartSpec

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Made(Mapping[_Key, _Value]):
    """What is made of each key, once, when it is asked for."""

    def __init__(self, keys: Iterable[_Key], make: Callable[[_Key], _Value]) -> None:
        self.known, self.make = dict.fromkeys(keys), cache(make)

    def __getitem__(self, key: _Key) -> _Value:
        if key not in self.known:
            raise KeyError(key)
        return self.make(key)

    def __iter__(self) -> Iterator[_Key]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


@dataclass(frozen=True)
class Drawn:
    """A story's charts by slug and language, their drawings, and all pictures: of PNGs, the SVGs that they show.

    `courses` are the charts that statistics have without a file: drawn in pages, and nowhere else.
    """

    charts: Mapping[tuple[str, str], Chart]
    courses: Mapping[tuple[str, str], Chart]
    figures: Mapping[Artboard, Figure]
    artboards: Mapping[Artboard, str]
    pictures: Mapping[Picture, str] = field(default_factory=dict)
    posters: Mapping[Poster, str] = field(default_factory=dict)
    pngs: Mapping[Png, str] = field(default_factory=dict)

    @property
    def all_charts(self) -> Mapping[tuple[str, str], Chart]:
        return Made(
            [*self.charts, *self.courses], lambda key: (self.charts if key in self.charts else self.courses)[key]
        )

    @property
    def unpublished(self) -> dict[str, bytes]:
        """What is published as PNGs only, to be read back: by what its files would be called."""
        return {poster.svg: drawing.encode() for poster, drawing in self.posters.items()}


def _figure(chart: Chart, width: int) -> Figure:
    return draw_chart(FORMS[chart.spec.form], chart, width)


@lru_cache(maxsize=1024)  # most are the same in the next edition
def _drawing(chart: Chart, artboard: Artboard) -> str:
    return draw_svg(_figure(chart, artboard.width), str(artboard))


def sketch(
    story: Story,
    find_invalid: Callable[[Figure], str] = lambda _: "",
    draw: Callable[[Chart, Artboard], str] = _drawing,
) -> Drawn:
    """Return a story's charts, and no pictures. Who asks for a drawing gets BuildError for one that can't be drawn.

    `find_invalid` says what else is wrong with a figure. `draw` raises ValueError for what it can't draw.
    """
    charts, courses = _resolve(story, story.project.charts), _resolve(story, story.courses)

    def chart(artboard: Artboard) -> Chart:
        key = artboard.slug, artboard.language
        return (charts if key in charts else courses)[key]

    def figure(artboard: Artboard) -> Figure:
        return _figure(chart(artboard), artboard.width)

    def drawing(artboard: Artboard) -> str:
        said, drawn = [], ""
        try:
            drawn = draw(chart(artboard), artboard)
        except ValueError as error:
            said.append(f"can't be drawn: {error}")
        if invalid := find_invalid(figure(artboard)):
            said.append(f"makes a figure that Plotly does not take: {invalid}")
        refuse(Problem(Path(f"content/charts/{artboard.slug}.yaml"), 0, 0, message) for message in said)
        return drawn

    boards = _boards(charts, WIDTHS)
    return Drawn(charts, courses, Made(boards, figure), Made([*boards, *_boards(courses, (*WIDTHS, SPARK))], drawing))


def _resolve(story: Story, specs: Mapping[str, ChartSpec]) -> Mapping[tuple[str, str], Chart]:
    def make(key: tuple[str, str]) -> Chart:
        slug, code = key
        return resolve(slug, specs[slug], FORMS[specs[slug].form], story.inputs[code])

    return Made([(slug, code) for slug in specs for code in story.inputs], make)


def _boards(charts: Iterable[tuple[str, str]], widths: Iterable[int]) -> list[Artboard]:
    return [Artboard(slug, code, width) for slug, code in charts for width in widths]


def refuse_undrawable(drawn: Drawn) -> None:
    """Raise BuildError with what is wrong with any of the drawings."""
    problems: list[Problem] = []
    for artboard in drawn.artboards:
        try:
            drawn.artboards[artboard]
        except BuildError as error:
            problems += error.problems
    refuse(problems)


def add_pictures(
    drawn: Drawn, story: Story, tokens: Mapping[str, Mapping[str, str]], icon: str, pen: str, *, shared: bool
) -> Drawn:
    """Return what is drawn with pictures; `shared`: those of pages that are shared, too.

    `tokens` are the site's colours, `icon` is its own, as an SVG, `pen` the style sheet of the article's X-ray.
    """
    colours = {name: themes["light"] for name, themes in tokens.items()}
    pictures = render_exports(story, drawn.charts, drawn.artboards, tokens)
    posters: dict[Poster, str] = {}
    if story.project.site.url and shared:  # nobody is told of them without an address
        posters = render_posters(story, drawn.charts, drawn.artboards, colours, icon, read_strokes(pen))
    pngs = {TOUCH_ICON: render_icon(icon, colours)}
    pngs |= {picture.png: drawing for picture, drawing in pictures.items() if picture.theme == "light"}
    pngs |= {poster.png: drawing for poster, drawing in posters.items()}
    return replace(drawn, pictures=pictures, posters=posters, pngs=pngs)
