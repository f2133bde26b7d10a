"""A project's folder → its site: load, derive, check, draw, render, verify, write. It alone knows this order."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from microsite.charts.interactive import render_interactive
from microsite.charts.story import Story, make_story
from microsite.checks.charts import find_invalid
from microsite.checks.check import check_project
from microsite.downloads.cards import render_cards, render_courses
from microsite.downloads.feed import render_feeds
from microsite.downloads.search import render_search
from microsite.downloads.sitemap import render_map
from microsite.downloads.tables import render_downloads
from microsite.errors import Problem, refuse
from microsite.files import ENGINE
from microsite.pages.assets import find_taken, read_asset, read_given, read_tokens, render_assets
from microsite.pages.headings import headings, render_headings
from microsite.pages.kinds import PAGES
from microsite.pages.plan import plan_pages
from microsite.parallel import share
from microsite.pictures.drawn import Drawn, add_pictures, refuse_undrawable, sketch
from microsite.pictures.rasters import find_fonts
from microsite.pictures.rasters import render as render_png
from microsite.publish.manifest import MANIFEST, MARK
from microsite.publish.place import refuse_place
from microsite.publish.write import write_site
from microsite.source.load import load_project
from microsite.verify.budgets import check_budgets, read_budgets, weigh
from microsite.verify.index import make_index
from microsite.verify.records import INDEX
from microsite.verify.report import Report
from microsite.verify.verify import verify

Make = Callable[[], Mapping[str, bytes]]  # some of the site, by path


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
    return make_story(load_project(root, PAGES, url))


def read(root: Path, *, strict: bool = False, url: str | None = None) -> Story:
    """Load, derive and check; `strict`: that all is finished, too. Raises BuildError with everything that is wrong."""
    story, problems = load(root, url)
    check(story, problems, strict=strict)
    return story


def check(story: Story, problems: Iterable[Problem] = (), *, strict: bool = False) -> None:
    """Raise BuildError with everything that is wrong with a story, and with the `problems` that it was loaded with."""
    refuse(check_project(story, problems, strict=strict))


def build(root: Path, out: Path, *, strict: bool = False, url: str | None = None, today: str = "") -> Built:
    """Build the whole site, and verify it; the folder `out` is replaced in one step, or left as it was.

    Raises BuildError with all problems; an `out` that holds something else than a site is one. `strict` refuses
    what is not ready for readers: texts still to be written, addresses not yet recorded, figures that are none of
    Plotly's. `url` is the site's address, where it is not the one in data/site.yaml; `today`, the day as of which
    figures are called overdue, if they shall be.
    """
    refuse_place(root, out)
    built = compose(read(root, strict=strict, url=url), out, strict=strict, today=today)
    return replace(built, site=write_site(built.site, out))


def compose(story: Story, out: Path, *, strict: bool = False, today: str = "", whole: bool = True) -> Built:
    """Make and verify the site of a story that passed all checks, and write none. See `build`.

    Who only checks needs no `whole` one: without its PNGs and fonts, which are kept from build to build. Raises
    BuildError with what only the finished site tells.
    """
    root, drawn = story.project.root, draw(story, strict=strict)
    fonts = [partial(render_headings, story)] if whole else []  # first: this process takes them, and may keep them
    pages, index = plan_pages(story, drawn, today), cache(partial(make_index, story, today))
    pictures = plan_pictures(story, drawn, pngs=whole)
    site = render_site(pages, [lambda: {INDEX: index().json}, *fonts, *pictures, *plan_texts(story, drawn)])
    verified = verify(site | drawn.unpublished, index())
    refuse(verified.problems(root))
    refuse(check_budgets(weigh(site), read_budgets(root), site, out))
    given = read_given(root)
    refuse(find_taken(given, (*site, MANIFEST, *MARK)))
    lacking = find_fonts(root).lack([*drawn.pngs.values(), *(text for text, _ in headings(story))])
    return Built(len(pages), site | given, verified, lacking)


def draw(story: Story, *, strict: bool = False, shared: bool = True) -> Drawn:
    """Draw all charts, and what PNGs are made of; `shared`: the pictures of pages that are shared, too.

    Raises BuildError for a figure that can't be drawn; if `strict`, also for one that Plotly would not take.
    """
    drawn = sketch(story, find_invalid) if strict else sketch(story)
    refuse_undrawable(drawn)
    root = story.project.root
    icon, pen = (read_asset(name, root) for name in ("icon.svg", "xray.css"))
    return add_pictures(drawn, story, read_tokens(root, ENGINE), icon, pen, shared=shared)


def render_site(pages: Mapping[str, Callable[[], str]], files: Iterable[Make]) -> dict[str, bytes]:
    """Render the pages, by path, and the files."""

    def page(path: str, make: Callable[[], str]) -> dict[str, bytes]:
        return {path: make().encode()}

    def made(pieces: Iterable[Make]) -> dict[str, bytes]:
        return {path: content for make in pieces for path, content in make().items()}

    pieces: list[Make] = [*files, *(partial(page, path, make) for path, make in pages.items())]
    site = dict(ChainMap(*share("pages and files rendered", made, pieces)))
    return {path: site[path] for path in (*pages, *sorted(site.keys() - pages.keys()))}


def plan_texts(story: Story, drawn: Drawn) -> list[Make]:
    """Return what renders style and downloads, style first: every page asks for it."""
    root = story.project.root
    tokens = read_tokens(root, ENGINE)
    return [
        partial(render_assets, root, ENGINE, tokens),
        partial(render_downloads, story, drawn.charts),
        partial(render_cards, story, drawn.artboards),
        partial(render_courses, story, drawn.artboards),
        partial(render_feeds, story),
        partial(render_search, story),
        partial(render_interactive, drawn.charts, drawn.figures, story.proses, tokens),
        partial(render_map, story.project),
    ]


def plan_pictures(story: Story, drawn: Drawn, *, pngs: bool = True) -> Iterator[Make]:
    """Yield what renders pictures; who only checks draws no PNG, and so needs no font."""
    yield lambda: {picture.path: drawing.encode() for picture, drawing in drawn.pictures.items()}
    if pngs:
        root = story.project.root
        fonts = find_fonts(root)
        yield from (partial(render_png, root, fonts, png, drawing) for png, drawing in drawn.pngs.items())
