"""A project's folder → its site: load, derive, check, draw, render, verify, write. It alone knows this order."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from microsite.charts.chart import Artboard, Chart, Figure, resolve
from microsite.charts.chart import draw as draw_chart
from microsite.charts.forms import FORMS
from microsite.charts.interactive import render_interactive
from microsite.charts.story import Story, make_story
from microsite.charts.style import SPARK, WIDTHS
from microsite.checks.addresses import find_unrecorded
from microsite.checks.charts import check_alternatives
from microsite.checks.check import check_project
from microsite.checks.figures import find_invalid
from microsite.checks.joints import check_joints
from microsite.checks.parity import check_parity
from microsite.checks.unfinished import find_unfinished
from microsite.checks.units import check_readings
from microsite.downloads.cards import render_cards, render_courses
from microsite.downloads.feed import render_feeds
from microsite.downloads.search import render_search
from microsite.downloads.tables import render_downloads
from microsite.errors import BuildError, Problem, refuse
from microsite.pages.assets import find_taken, read_asset, read_given, read_tokens, render_assets
from microsite.pages.headings import headings, render_headings
from microsite.pages.kinds import PAGES
from microsite.pages.plan import plan_pages
from microsite.pages.social import render_map
from microsite.parallel import share
from microsite.pictures.exports import Picture, render_exports
from microsite.pictures.paper import read_strokes
from microsite.pictures.posters import TOUCH_ICON, Poster, render_icon, render_posters
from microsite.pictures.rasters import Png, find_fonts
from microsite.pictures.rasters import render as render_png
from microsite.pictures.svg import draw as draw_svg
from microsite.publish.manifest import MANIFEST, MARK
from microsite.publish.place import refuse_place
from microsite.publish.write import write_site
from microsite.source.load import load_project
from microsite.source.models import ChartSpec
from microsite.verify.budgets import check_budgets, read_budgets, weigh
from microsite.verify.index import make_index
from microsite.verify.records import INDEX
from microsite.verify.report import Report
from microsite.verify.verify import verify

ENGINE = Path(__file__).resolve().parents[1]  # whose templates and style serve a project that has none
Make = Callable[[], Mapping[str, bytes]]  # some of the site, by path
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Made(Mapping[_Key, _Value]):
    """What is made of each key, when it is asked for."""

    def __init__(self, keys: Iterable[_Key], make: Callable[[_Key], _Value]) -> None:
        self.keyed, self.make = dict.fromkeys(keys), make

    def __getitem__(self, key: _Key) -> _Value:
        if key not in self.keyed:
            raise KeyError(key)
        return self.make(key)

    def __iter__(self) -> Iterator[_Key]:
        return iter(self.keyed)

    def __len__(self) -> int:
        return len(self.keyed)


@dataclass(frozen=True)
class Drawn:
    """A story's charts by slug and language, their drawings, and all pictures: of PNGs, the SVGs that they show.

    `courses` are the charts that statistics have without a file: drawn in pages, and nowhere else.
    """

    charts: dict[tuple[str, str], Chart]
    courses: dict[tuple[str, str], Chart]
    figures: Mapping[Artboard, Figure]
    artboards: Mapping[Artboard, str]
    pictures: dict[Picture, str]
    posters: dict[Poster, str]
    pngs: dict[Png, str]

    @property
    def all_charts(self) -> dict[tuple[str, str], Chart]:
        return self.charts | self.courses

    @property
    def unpublished(self) -> dict[str, bytes]:
        """What is published as PNGs only, to be read back: by what its files would be called."""
        return {poster.svg: drawing.encode() for poster, drawing in self.posters.items()}


@dataclass(frozen=True)
class Built:
    """A finished site: its files by path, how many of them are pages, and what verification counted."""

    pages: int
    site: dict[str, bytes]
    verified: Report
    lacking: str  # characters that the fonts of pictures and headings do not have


def load(root: Path, url: str | None = None) -> tuple[Story, list[Problem]]:
    """Load a project and derive its facts, without checks; return it with what could not be derived.

    `url` replaces the address that data/site.yaml gives. Raises BuildError where files can't be read.
    """
    return make_story(load_project(root, ENGINE, PAGES, url))


def read(root: Path, *, strict: bool = False, url: str | None = None) -> Story:
    """Load, derive and check; `strict`: that all is finished, too. Raises BuildError with everything that is wrong."""
    story, problems = load(root, url)
    check(story, problems, strict=strict)
    return story


def check(story: Story, problems: Iterable[Problem] = (), *, strict: bool = False) -> None:
    """Raise BuildError with everything that is wrong with a story, and with the `problems` that it was loaded with."""
    problems = [*problems, *check_project(story)]
    if not problems:
        problems += check_parity(story.project)
        problems += check_alternatives(story)
        problems += [*check_joints(story), *check_readings(story)]
    if strict and not problems:
        problems += [*find_unfinished(story.project), *find_unrecorded(story.project)]
    refuse(problems)


def build(root: Path, out: Path, *, strict: bool = False, url: str | None = None, today: str = "") -> Built:
    """Build the whole site, and verify it; the folder `out` is replaced in one step, or left as it was.

    Raises BuildError with all problems; an `out` that holds something else than a site is one. `strict` refuses
    what is not ready for readers: texts still to be written, addresses not yet recorded, figures that are none of
    Plotly's. `url` is the site's address, where it is not the one in data/site.yaml; `today`, the day as of which
    figures are called overdue, if they shall be.
    """
    refuse_place(root, ENGINE, out)
    story = read(root, strict=strict, url=url)
    drawn = draw(story, strict=strict)
    pages, site, verified = finish(story, drawn, today)
    refuse(check_budgets(weigh(site), read_budgets(root, ENGINE), site, out))
    given = read_given(root)
    refuse(find_taken(given, (*site, MANIFEST, MARK)))
    site |= given
    lacking = find_fonts(root, ENGINE).lack([*drawn.pngs.values(), *(text for text, _ in headings(story))])
    return Built(pages, write_site(site, out), verified, lacking)


def finish(story: Story, drawn: Drawn, today: str = "") -> tuple[int, dict[str, bytes], Report]:
    """Render the whole site and read it back; return how many pages it has, its files, and what was counted.

    Raises BuildError with every number that is not accounted for.
    """
    pages = plan(story, drawn, today)
    index = cache(partial(make_index, story, drawn.all_charts, today))
    site = render_site(pages, [lambda: {INDEX: index().json}, *plan_files(story, drawn)])
    verified = verify(site | drawn.unpublished, index())
    refuse(verified.problems(story.project.root))
    return len(pages), site, verified


def draw(story: Story, *, strict: bool = False, shared: bool = True) -> Drawn:
    """Draw all charts, and what PNGs are made of; `shared`: the pictures of pages that are shared, too.

    Raises BuildError for a figure that can't be drawn; if `strict`, also for one that Plotly would not take.
    """
    drawn = sketch(story, strict=strict)
    problems: dict[Problem, None] = {}  # each once, though a chart is drawn in every width
    for artboard in drawn.artboards:
        try:
            drawn.artboards[artboard]
        except BuildError as error:
            problems |= dict.fromkeys(error.problems)
    refuse(problems)
    charts, artboards = drawn.charts, drawn.artboards
    titles = {code: prose.text(story.project.site.title[code]) for code, prose in story.proses.items()}
    tokens = read_tokens(story.project.root, ENGINE)
    pictures = render_exports(charts, artboards, story.inputs, titles, tokens)
    colours = {name: tokens[name]["light"] for name in tokens}
    icon = read_asset("icon.svg", story.project.root, ENGINE)
    posters: dict[Poster, str] = {}
    if story.project.site.url and shared:  # nobody is told of them without an address
        strokes = read_strokes(read_asset("xray.css", story.project.root, ENGINE))
        posters = render_posters(story, charts, artboards, colours, icon, strokes)
    pngs = {TOUCH_ICON: render_icon(icon, colours)}
    pngs |= {picture.png: drawing for picture, drawing in pictures.items() if picture.theme == "light"}
    pngs |= {poster.png: drawing for poster, drawing in posters.items()}
    return replace(drawn, pictures=pictures, posters=posters, pngs=pngs)


def sketch(story: Story, *, strict: bool = False) -> Drawn:
    """Return a story's charts, each drawn when it is asked for (which raises as `draw` does), and no pictures."""
    charts, courses = _resolve(story, story.project.charts), _resolve(story, story.courses)

    @cache
    def figure(artboard: Artboard) -> Figure:
        chart = (charts if (artboard.slug, artboard.language) in charts else courses)[artboard.slug, artboard.language]
        return draw_chart(FORMS[chart.spec.form], chart, artboard.width)

    @cache
    def drawing(artboard: Artboard) -> str:
        plain, said, drawn = figure(artboard), [], ""
        try:
            drawn = draw_svg(plain, str(artboard))
        except ValueError as error:
            said.append(f"can't be drawn: {error}")
        if strict and (invalid := find_invalid(plain)):
            said.append(f"makes a figure that Plotly does not take: {invalid}")
        refuse(Problem(Path(f"content/charts/{artboard.slug}.yaml"), 0, 0, message) for message in said)
        return drawn

    boards = _boards(charts, WIDTHS)
    artboards = Made([*boards, *_boards(courses, (*WIDTHS, SPARK))], drawing)
    return Drawn(charts, courses, Made(boards, figure), artboards, pictures={}, posters={}, pngs={})


def _resolve(story: Story, specs: Mapping[str, ChartSpec]) -> dict[tuple[str, str], Chart]:
    return {
        (slug, code): resolve(slug, spec, FORMS[spec.form], inputs)
        for slug, spec in specs.items()
        for code, inputs in story.inputs.items()
    }


def _boards(charts: Iterable[tuple[str, str]], widths: Iterable[int]) -> list[Artboard]:
    return [Artboard(slug, code, width) for slug, code in charts for width in widths]


def plan(story: Story, drawn: Drawn, today: str = "") -> dict[str, Callable[[], str]]:
    """Return what renders each page, by its path in the site."""
    root = story.project.root
    tokens = read_tokens(root, ENGINE)
    return plan_pages(
        story,
        charts=drawn.all_charts,
        artboards=drawn.artboards,
        engine=ENGINE,
        assets=render_assets(root, ENGINE, tokens),
        tokens=tokens,
        today=today,
    )


def render_site(pages: Mapping[str, Callable[[], str]], files: Iterable[Make]) -> dict[str, bytes]:
    """Render the pages, by path, and the files."""

    def page(path: str, make: Callable[[], str]) -> dict[str, bytes]:
        return {path: make().encode()}

    def made(pieces: Iterable[Make]) -> dict[str, bytes]:
        return {path: content for make in pieces for path, content in make().items()}

    pieces: list[Make] = [*files, *(partial(page, path, make) for path, make in pages.items())]
    site = dict(ChainMap(*share("pages and files rendered", made, pieces)))
    return {path: site[path] for path in (*pages, *sorted(site.keys() - pages.keys()))}


def plan_files(story: Story, drawn: Drawn) -> list[Make]:
    """Return what renders everything that is not a page. Who draws no PNG, as a check, needs no font."""
    fonts = [plan_fonts(story)] if drawn.pngs else []
    return [*fonts, *plan_texts(story, drawn), *plan_pictures(story, drawn)]


def plan_fonts(story: Story) -> Make:
    """Cut the headings' fonts here, where they are kept from build to build, and not in a copy of the process."""
    cut = render_headings(story, ENGINE)
    return lambda: cut


def plan_texts(story: Story, drawn: Drawn) -> list[Make]:
    """Return what renders style and downloads."""
    root = story.project.root
    tokens = read_tokens(root, ENGINE)
    return [
        partial(render_assets, root, ENGINE, tokens),
        partial(render_downloads, story, drawn.charts),
        partial(render_cards, story),
        partial(render_courses, drawn.artboards, story.project.default_language),
        partial(render_feeds, story),
        partial(render_search, story),
        partial(render_interactive, drawn.charts, drawn.figures, story.inputs, tokens),
        partial(render_map, story.project),
    ]


def plan_pictures(story: Story, drawn: Drawn) -> list[Make]:
    fonts = find_fonts(story.project.root, ENGINE)
    return [
        lambda: {picture.path: drawing.encode() for picture, drawing in drawn.pictures.items()},
        *(partial(render_png, story.project.root, fonts, png, drawing) for png, drawing in drawn.pngs.items()),
    ]
