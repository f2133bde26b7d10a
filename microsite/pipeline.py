"""A project's folder → its site: load, derive, check, draw, render, verify, write. It alone knows this order."""

from __future__ import annotations

import time
from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from microsite.charts.chart import Chart, Figure, Inputs, resolve
from microsite.charts.chart import draw as draw_chart
from microsite.charts.forms import FORMS
from microsite.charts.interactive import find_library, render_interactive
from microsite.charts.style import WIDTHS
from microsite.checks.addresses import find_unrecorded
from microsite.checks.check import check_alternatives, check_project, find_unfinished
from microsite.checks.fonts import headings, missing_glyphs, read_coverage
from microsite.checks.parity import check_parity
from microsite.cores import meanwhile, share
from microsite.downloads.cards import render_cards
from microsite.downloads.feed import render_feeds
from microsite.downloads.search import render_search
from microsite.downloads.tables import render_downloads
from microsite.errors import BuildError, Problem
from microsite.facts.derive import Facts, derive_facts
from microsite.language.prose import Prose
from microsite.language.wording import Wording, kept
from microsite.pages.assets import find_icon, read_tokens, render_assets
from microsite.pages.pages import plan_pages
from microsite.pages.social import render_map
from microsite.pictures import rasters, snapshots
from microsite.pictures.exports import Picture, render_exports
from microsite.pictures.posters import Poster, render_icon, render_posters, touch_icon
from microsite.pictures.rasters import MissingGlyphsError, Png, Rasters
from microsite.pictures.snapshots import Render, Snapshots
from microsite.pictures.svg import Artboard, NoBrowserError
from microsite.publish.write import refuse_foreign, write_site
from microsite.source.load import load_project
from microsite.source.project import Project
from microsite.source.unsafe import FOLDERS
from microsite.verify.budgets import check_budgets, read_budgets, weigh
from microsite.verify.index import make_index
from microsite.verify.records import INDEX
from microsite.verify.report import Report as Verified
from microsite.verify.verify import verify

ENGINE = Path(__file__).resolve().parents[1]  # whose templates and style serve a project that has none
Make = Callable[[], Mapping[str, bytes]]  # some of the site, by path


@dataclass(frozen=True)
class Story:
    """A project that passed all checks, with its facts, and its words in every language."""

    project: Project
    facts: Facts
    inputs: dict[str, Inputs]
    proses: dict[str, Prose]


@dataclass(frozen=True)
class Drawn:
    """A story's charts by slug and language, which artboards of them are drawn, and all pictures."""

    charts: dict[tuple[str, str], Chart]
    figures: dict[Artboard, Figure]
    snapshots: Snapshots
    rendered: tuple[Artboard, ...]  # made just now
    pictures: dict[Picture, str]
    posters: dict[Poster, str]
    rasters: Rasters
    hindrance: str  # why some PNGs wait


@dataclass(frozen=True)
class Report:
    pages: int
    files: int
    size: int  # bytes
    rendered: tuple[Artboard, ...]  # snapshots made just now
    kept: int  # snapshots of earlier builds
    pictures: tuple[int, int]  # PNGs made just now, and kept
    waiting: tuple[str, ...]  # charts published without their drawing
    without_png: tuple[str, ...]  # folders of PNGs that are missing or show something else
    hindrance: str  # why
    seconds: float
    verified: Verified


def load(root: Path, url: str | None = None) -> tuple[Story, list[Problem]]:
    """Load a project and derive its facts, without checks; return it with what could not be derived.

    `url` replaces the address that data/site.yaml gives. Raises BuildError where files can't be read.
    """
    project = load_project(root, ENGINE, url)
    facts, problems = derive_facts(project)
    wordings = {
        code: kept(Wording(language, project.units, project.words[code], code))
        for code, language in project.site.languages.items()
    }
    proses = {code: Prose(wording, facts, project.statistics, project.terms) for code, wording in wordings.items()}
    inputs = {
        code: Inputs(facts, project.statistics, project.sources, wording, proses[code].text)
        for code, wording in wordings.items()
    }
    return Story(project, facts, inputs, proses), problems


def read(root: Path, *, fonts: bool = True, strict: bool = False, url: str | None = None) -> Story:
    """Load, derive and check; `fonts`: that the headings' font has their glyphs, too; `strict`: that all is finished.

    Raises BuildError with everything that is wrong.
    """
    story, problems = load(root, url)
    project, proses = story.project, story.proses
    problems += check_project(project, story.facts, story.inputs)
    if not problems:
        problems += check_parity(project)
        problems += check_alternatives(project, {code: prose.text for code, prose in proses.items()})
    if fonts and not problems and (covered := read_coverage(root)) is not None:
        problems += missing_glyphs(headings(project, proses), covered)
    if strict and not problems:
        problems += [*find_unfinished(project), *find_unrecorded(project)]
    if problems:
        raise BuildError(problems)
    return story


def build(root: Path, out: Path, *, strict: bool = False, url: str | None = None, today: str = "") -> Report:
    """Build the whole site, and verify it; the folder `out` is replaced in one step, or left as it was.

    Raises BuildError with all problems; an `out` that holds something else than a site is one. `strict` refuses
    what is not ready for readers: charts whose drawing waits for a browser, texts still to be written. `url` is the
    site's address, where it is not the one in data/site.yaml; `today`, the day as of which figures are called
    overdue, if they shall be.
    """
    begin = time.perf_counter()
    _refuse_among_sources(root, out)
    refuse_foreign(out)
    with meanwhile(partial(find_library, root, ENGINE)):  # weighs plotly.js, which takes as long as all this
        story = read(root, strict=strict, url=url)
    drawn = draw(story, strict=strict)
    pages = plan(story, drawn, today)
    index = cache(partial(make_index, story.project, story.facts, story.proses, drawn.charts, today))
    site = render_site(pages, [lambda: {INDEX: index().json}, *plan_files(story, drawn)])
    verified = verify({**site, **{poster.svg: drawing.encode() for poster, drawing in drawn.posters.items()}}, index())
    if verified.problems:
        raise BuildError(verified.problems)
    if heavy := check_budgets(weigh(site), read_budgets(root, ENGINE), site, out):
        raise BuildError(heavy)
    site = write_site(site, out)
    return Report(
        pages=len(pages),
        files=len(site),
        size=sum(map(len, site.values())),
        rendered=drawn.rendered,
        kept=len(drawn.snapshots.current) - len(drawn.rendered),
        pictures=(drawn.rasters.made, len(drawn.rasters.current) - drawn.rasters.made),
        waiting=tuple(dict.fromkeys(artboard.slug for artboard in drawn.snapshots.waiting)),
        without_png=tuple(dict.fromkeys(png.kept.parent.as_posix() for png in drawn.rasters.waiting)),
        hindrance=drawn.hindrance,
        seconds=time.perf_counter() - begin,
        verified=verified,
    )


def _refuse_among_sources(root: Path, out: Path) -> None:
    """Raise BuildError where a site would replace what sites are made from, or stand within it: of any project."""
    above = [place for place in (out.resolve(), *out.resolve().parents) if place.exists()]
    projects = [root, ENGINE, *(place for place in above if (place / "data/site.yaml").is_file())]
    sources = [project / name for project in projects for name in (*FOLDERS, ".git")]
    sources += [ENGINE / name for name in ("microsite", "schema", "tests", "docs", ".ci", ".github")]
    if any(source.resolve().is_relative_to(out.resolve()) for source in (root, ENGINE, *sources)):
        raise BuildError([Problem(out, 0, 0, "would be replaced by the site, and holds what the site is made from")])
    for source in filter(Path.exists, sources):
        if any(place.samefile(source) for place in above):
            message = f"lies within {source}, which holds what a site is made from; choose another folder"
            raise BuildError([Problem(out, 0, 0, message)])


def draw(story: Story, *, strict: bool = False, render: Render | None = None) -> Drawn:
    """Draw the charts whose snapshots show something else, with `render` or else a browser of its own.

    A chart whose drawing shows other numbers is never published: it waits for a browser. Raises
    BuildError for those that wait where that is refused.
    """
    charts = {
        (slug, code): resolve(slug, spec, FORMS[spec.form], inputs)
        for slug, spec in story.project.charts.items()
        for code, inputs in story.inputs.items()
    }
    figures = {
        Artboard(slug, code, width): draw_chart(FORMS[chart.spec.form], chart, width)
        for (slug, code), chart in charts.items()
        for width in WIDTHS
    }
    before = after = snapshots.read(story.project.root, figures)
    if before.waiting:
        with suppress(NoBrowserError):
            after = snapshots.render(story.project.root, figures, before, render)
            snapshots.remove_unused(story.project.root, figures)
    if strict and after.waiting:
        raise BuildError(
            Problem(Path(f"content/charts/{slug}.yaml"), 0, 0, "is not drawn: no browser (uv run build.py browser)")
            for slug in {artboard.slug for artboard in after.waiting}
        )
    rendered = tuple(artboard for artboard in before.waiting if artboard in after.current)
    titles = {code: prose.text(story.project.site.title[code]) for code, prose in story.proses.items()}
    tokens = read_tokens(story.project.root, ENGINE)
    pictures = render_exports(charts, after.current, story.inputs, titles, tokens)
    icon, colours = find_icon(story.project.root, ENGINE), {name: tokens[name]["light"] for name in tokens}
    mark = icon.read_text("utf-8")
    posters: dict[Poster, str] = {}
    if story.project.site.url and render is None:  # nobody is told of them without an address, nor of a preview's
        posters = render_posters(story.project, story.facts, charts, after.current, story.proses, colours, mark)
    drawings = {picture.png: drawing for picture, drawing in pictures.items() if picture.theme == "light"}
    drawings |= {poster.png: drawing for poster, drawing in posters.items()}
    drawings[touch_icon(icon)] = render_icon(mark, colours)
    pngs, hindrance = draw_pngs(story.project.root, drawings, strict=strict, wait=render is not None)
    return Drawn(charts, figures, after, rendered, pictures, posters, pngs, hindrance)


def draw_pngs(
    root: Path, drawings: Mapping[Png, str], *, strict: bool = False, wait: bool = False
) -> tuple[Rasters, str]:
    """Draw the PNGs that show something else, or let them `wait`; return all, and why some are not drawn.

    Raises BuildError for those where that is refused.
    """
    before = rasters.read(root, drawings)
    if wait or not before.waiting:
        return before, ""
    try:
        after = rasters.render(root, drawings, before)
        rasters.remove_unused(root, after.current)
    except NoBrowserError:
        hindrance = "no browser (uv run build.py browser)"
    except MissingGlyphsError as error:
        hindrance = str(error)
    else:
        return after, ""
    if strict:
        folders = Counter(png.kept.parent for png in before.waiting)
        raise BuildError(
            Problem(folder, 0, 0, f"lacks {count} PNG{'s' if count > 1 else ''}: {hindrance}")
            for folder, count in folders.items()
        )
    return before, hindrance


def plan(story: Story, drawn: Drawn, today: str = "") -> dict[str, Callable[[], str]]:
    """Return what renders each page, by its path in the site."""
    return plan_pages(
        story.project,
        story.facts,
        drawn.charts,
        drawn.snapshots.current,
        {picture.path for picture in drawn.pictures} | {png.path for png in drawn.rasters.current},
        find_library(story.project.root, ENGINE),
        story.inputs,
        story.proses,
        ENGINE,
        render_assets(story.project.root, ENGINE, read_tokens(story.project.root, ENGINE)),
        today,
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
    """Return what renders everything that is not a page: style, fonts, downloads."""
    project, facts, proses, root = story.project, story.facts, story.proses, story.project.root
    tokens = read_tokens(root, ENGINE)
    return [
        partial(render_assets, root, ENGINE, tokens),
        partial(render_downloads, project, facts, drawn.charts, proses),
        partial(render_cards, project, facts, proses),
        partial(render_feeds, project, facts, proses),
        partial(render_search, project, facts, proses),
        partial(render_interactive, drawn.charts, drawn.figures, story.inputs, tokens, find_library(root, ENGINE)),
        partial(render_map, project),
        lambda: {picture.path: drawing.encode() for picture, drawing in drawn.pictures.items()},
        lambda: {png.path: content for png, content in drawn.rasters.current.items()},
    ]
