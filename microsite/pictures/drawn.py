"""A story's charts → their drawings, each made when it is asked for; and with these, all of a site's pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import product, starmap
from pathlib import Path
from typing import TypeVar

from microsite.charts.chart import Artboard, Chart, Figure
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

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Made(Mapping[_Key, _Value]):
    """What is made of each key, once, when it is asked for, and so the keys. `make` raises KeyError for any other."""

    def __init__(self, find_keys: Callable[[], Iterable[_Key]], make: Callable[[_Key], _Value]) -> None:
        self.find_keys, self.make = find_keys, cache(make)

    @cached_property
    def known(self) -> Mapping[_Key, None]:
        return dict.fromkeys(self.find_keys())

    def __getitem__(self, key: _Key) -> _Value:
        return self.make(key)

    def __contains__(self, key: object) -> bool:
        """Whether it can be made: it is not, by being asked after."""
        return key in self.known

    def __iter__(self) -> Iterator[_Key]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


@dataclass(frozen=True)
class Drawn:
    """A story's charts by slug and language, their drawings, and all pictures: of PNGs, the SVGs that they show.

    Of `all_charts`, those that are not among `charts` are courses, which statistics have without a file: drawn in
    pages, and nowhere else.
    """

    charts: Mapping[tuple[str, str], Chart]
    all_charts: Mapping[tuple[str, str], Chart]
    figures: Mapping[Artboard, Figure]
    artboards: Mapping[Artboard, str]
    pictures: Mapping[Picture, str] = field(default_factory=dict)
    posters: Mapping[Poster, str] = field(default_factory=dict)
    pngs: Mapping[Png, str] = field(default_factory=dict)

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
    own_specs = story.project.charts

    def own_chart(key: tuple[str, str]) -> Chart:
        if key[0] not in own_specs:
            raise KeyError(key)
        return charts[key]

    def figure(artboard: Artboard) -> Figure:
        return _figure(own[artboard.slug, artboard.language], artboard.width)

    def drawing(artboard: Artboard) -> str:
        said, drawn, chart = [], "", charts[artboard.slug, artboard.language]
        try:
            drawn = draw(chart, artboard)
        except ValueError as error:
            said.append(f"can't be drawn: {error}")
        if invalid := find_invalid(_figure(chart, artboard.width)):
            said.append(f"makes a figure that Plotly does not take: {invalid}")
        refuse(Problem(Path(f"content/charts/{artboard.slug}.yaml"), 0, 0, message) for message in said)
        return drawn

    def all_artboards() -> Iterator[Artboard]:
        yield from figures
        yield from starmap(Artboard, product(story.courses, story.proses, (*WIDTHS, SPARK)))

    charts = Made(lambda: product((*own_specs, *story.courses), story.proses), lambda key: story.chart(*key))
    own = Made(lambda: product(own_specs, story.proses), own_chart)
    figures = Made(lambda: starmap(Artboard, product(own_specs, story.proses, WIDTHS)), figure)
    return Drawn(own, charts, figures, Made(all_artboards, drawing))


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
