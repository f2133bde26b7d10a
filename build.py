#!/usr/bin/env python3
"""Build the site: data/ and content/ → site/. `uv run build.py --help` says what else it can do."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import time
from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, cast

from microsite.publish.stamp import options, stamp_of, unchanged

ENGINE = Path(__file__).resolve().parent  # whose templates and style serve a project that has none

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # Windows would write what is piped in an encoding without Chinese
        cast(TextIOWrapper, stream).reconfigure(encoding="utf-8")

if __name__ == "__main__" and (said := unchanged(sys.argv[1:], ENGINE)):  # before all that takes time to import
    print(f"nothing changed: {said}")
    sys.exit(0)

if __name__ == "__main__":
    gc.disable()  # a command is over before cycles weigh anything; the collector would go through all again and again

from microsite.charts.chart import Chart, Figure, Inputs, resolve
from microsite.charts.chart import check as check_chart
from microsite.charts.chart import draw as draw_chart
from microsite.charts.forms import FORMS
from microsite.charts.house import WIDTHS
from microsite.charts.interactive import find_library, render_interactive
from microsite.checks.addresses import find_unrecorded, list_addresses, render_addresses
from microsite.checks.check import check_alternatives, check_project, find_overdue, find_unfinished
from microsite.checks.fonts import headings, missing_glyphs, read_coverage
from microsite.checks.parity import check_parity
from microsite.cores import meanwhile, share
from microsite.desk.terminal import Progress, say
from microsite.downloads.cards import render_cards
from microsite.downloads.feed import render_feeds
from microsite.downloads.search import render_search
from microsite.downloads.tables import render_downloads
from microsite.errors import BuildError, Problem, annotate
from microsite.facts.derive import Facts, derive_facts
from microsite.files import put
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
from microsite.pictures.svg import Artboard, NoBrowserError, find_browser
from microsite.progress import telling
from microsite.publish.manifest import MANIFEST, find_missing, make_manifest
from microsite.publish.write import read_site, write_site
from microsite.source.load import ADDRESSES, Project, load_project
from microsite.source.models import ChartSpec, check_address
from microsite.verify.budgets import check_budgets, heavy_parts, read_budgets, weigh
from microsite.verify.index import make_index
from microsite.verify.records import INDEX, Index
from microsite.verify.report import Report as Verified
from microsite.verify.verify import verify

if TYPE_CHECKING:
    from microsite.desk.shown import Shown

PORT = 8000  # of the preview, where it is free
Make = Callable[[], Mapping[str, bytes]]  # some of the site, by path
SERIF = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")  # Debian's fonts-noto-cjk


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
    project = load_project(root, ENGINE)
    if url is not None:
        try:
            check_address(url)
        except ValueError as error:
            raise BuildError([Problem(Path("SITE_URL"), 0, 0, str(error))]) from error
        project = replace(project, site=project.site.model_copy(update={"url": url}))
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
    sources = (ENGINE, root, *(root / name for name in ("data", "content", "templates", "static")))
    if any(source.resolve().is_relative_to(out.resolve()) for source in sources):
        raise BuildError([Problem(out, 0, 0, "would be replaced by the site, and holds what the site is made from")])
    if out.is_dir() and any(out.iterdir()) and not any((out / name).is_file() for name in (MANIFEST, "index.html")):
        raise BuildError([Problem(out, 0, 0, "holds something else than a site; empty it, or choose another folder")])
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
    site[MANIFEST] = make_manifest(site)
    write_site(site, out)
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
        lambda: {".nojekyll": b""},
    ]


# --- the command line: what only one command needs, it imports itself


def command_build(arguments: argparse.Namespace) -> int:
    out, url = arguments.out or arguments.root / "site", os.environ.get("SITE_URL") or None
    with Progress(sys.stderr) as progress, telling(progress):
        report = build(arguments.root, out, strict=arguments.strict, url=url, today=arguments.as_of)
    for artboard in report.rendered:
        say(f"drawn: {snapshots.path_of(arguments.root, artboard)}")
    for slug in report.waiting:
        say(f"waiting for a browser: the chart '{slug}' is published as its table (uv run build.py browser)")
    if report.without_png:
        without = ", ".join(report.without_png)
        say(f"published without some PNGs of {without}: {report.hindrance}", stream=sys.stderr)
    made = f"{report.pages} pages, {report.files} files, {report.size / 1e6:.1f} MB"
    pictures, kept = report.pictures
    say(f"charts: {len(report.rendered)} drawings made, {report.kept} kept; pictures: {pictures} made, {kept} kept")
    say(f"{made}, {report.seconds:.2f} s", report.verified.line())
    if not (report.waiting or report.without_png):  # a browser would make more of it
        stamp_of(arguments, ENGINE).keep(f"{made}\n{report.verified.line()}")
    return 0


def command_check(arguments: argparse.Namespace) -> int:
    story = read(arguments.root, strict=arguments.strict)
    overdue = find_overdue(story.project, arguments.as_of) if arguments.as_of else ()
    say(*overdue, f"{len(story.project.statistics)} statistics, {len(story.project.charts)} charts: no problem found")
    return 0


def command_explain(arguments: argparse.Namespace) -> int:
    from microsite.desk.explain import explain

    story = read(arguments.root)
    try:
        print(explain(story.project, story.facts, story.proses, arguments.id))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def command_audit(arguments: argparse.Namespace) -> int:
    from microsite.desk.audit import audit, render_report

    project = read(arguments.root).project
    if project.site.article is None:
        print("data/site.yaml names no article to audit against", file=sys.stderr)
        return 1
    try:
        text = arguments.article.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"{arguments.article}: can't be read as UTF-8 text: {error}", file=sys.stderr)
        return 1
    paragraphs = [line for line in text.splitlines() if line.strip()]
    report = audit(paragraphs, project.statistics, project.set_aside, project.units, project.site.article)
    print(render_report(report))
    return 1 if report.findings else 0


def command_diff(arguments: argparse.Namespace) -> int:
    from microsite.desk.diff import compare, render_markdown, render_text
    from microsite.desk.revisions import checked_out
    from microsite.facts.corrections import draft_corrections

    root = arguments.root
    with ExitStack() as stack:
        try:
            before = stack.enter_context(checked_out(root, arguments.old))
            after = stack.enter_context(checked_out(root, arguments.new)) if arguments.new else root
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        stories, shown = [], []
        for name, folder in ((arguments.old, before), (arguments.new, after)):
            try:  # unchecked, but for the files as they are: rules may be younger than what they are for
                stories.append(load(folder)[0] if name else read(folder, fonts=False))
                shown.append(show(stories[-1]))
            except (BuildError, ValueError, KeyError) as error:
                if not name:
                    raise
                reason = f"something lacks {error}" if isinstance(error, KeyError) else error
                print(f"'{name}' can't be read by today's engine, so there is nothing to compare:", reason, sep="\n")
                return 1
    if arguments.draft:
        old, new = stories
        print(draft_corrections(old.facts, new.facts, new.project, time.strftime("%Y-%m-%d")), end="")
        return 0
    changes = compare(*shown)
    if arguments.markdown:
        print(render_markdown(changes))
    else:
        say(render_text(changes))
    return 0


def show(story: Story) -> Shown:
    from microsite.desk.shown import list_shown

    return list_shown(story.project, story.facts, story.inputs, story.proses)


def command_verify(arguments: argparse.Namespace) -> int:
    folder = arguments.out or arguments.root / "site"
    try:
        site = read_site(folder)
        index = Index.from_json(site[INDEX])
    except KeyError:
        print(f"{folder}: has no {INDEX}, so it is no finished site (uv run build.py)", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"{folder / INDEX}: {error}", file=sys.stderr)
        return 1
    report = verify(site, index)
    print(report.table())
    budgets = read_budgets(arguments.root, ENGINE)
    for page in weigh(site):
        print(page.line(budgets.of(page.kind)), *heavy_parts(site[page.path].decode(errors="replace")))
    if report.unread:
        print(f"not read: {', '.join(report.unread)}")
    missing = [Problem(folder / path, 0, 0, f"is missing, though {MANIFEST} lists it") for path in find_missing(site)]
    say(*report.problems, *missing, report.line())
    return 1 if report.findings or missing else 0


def command_fonts(arguments: argparse.Namespace) -> int:
    from microsite.checks.fonts import heading_characters, subset

    story = read(arguments.root, fonts=False)
    try:
        characters = heading_characters(headings(story.project, story.proses))
        paths = subset(characters, arguments.font, arguments.root)
    except (ModuleNotFoundError, ValueError, OSError) as error:
        print(f"{arguments.font}: {error}", file=sys.stderr)
        return 1
    print(*paths, sep="\n")
    return 0


def command_serve(arguments: argparse.Namespace) -> int:
    from microsite.desk.renderer import Renderer
    from microsite.desk.serve import Edition, serve  # takes a while: a server, and what watches files

    root, out = arguments.root, arguments.out or arguments.root / "site"
    renderer = Renderer()

    def compose(url: str) -> Edition:
        story = read(root, url=url)
        if story.project.charts:
            renderer.warm()
        drawn = draw(story, render=renderer.render)
        style = partial(render_assets, root, ENGINE, read_tokens(root, ENGINE))  # which every page asks for
        return Edition(plan(story, drawn), (style, *plan_files(story, drawn)))

    folders = [base / name for base in dict.fromkeys((root, ENGINE)) for name in ("templates", "static")]
    folders += [root / "data", root / "content"]
    full = [sys.executable, str(ENGINE / "build.py"), "--root", str(root), "--out", str(out)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        serve(root, folders, ENGINE / "templates/serve", compose, full, say, arguments.port)
    finally:
        renderer.close()
    return 0


def command_new(arguments: argparse.Namespace) -> int:
    from microsite.desk.new import Scaffold
    from microsite.desk.schema import read_fields

    root, kind = arguments.root, arguments.kind
    before = problems_of(root)
    project = load_project(root, ENGINE)

    @cache
    def inputs() -> Inputs:
        return read(root).inputs[project.default_language]

    def draws(slug: str, spec: ChartSpec) -> bool:
        return not check_chart(slug, spec, FORMS, inputs())

    scaffold = Scaffold(project, read_fields(root, ENGINE), ENGINE / "templates/new", time.strftime("%Y"), draws)
    try:
        files = scaffold.write(kind, arguments.name, arguments.chapter)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    paths = [root / file.path for file in files]
    old = {path: path.read_bytes() for path in paths if path.exists()}
    try:
        for path, file in zip(paths, files, strict=True):
            put(path, file.text.encode())
        if added := problems_of(root) - before:
            raise BuildError(added)
    except BaseException:  # nobody begins with somebody else's mistake, nor with half of what was to be written
        for path in paths:
            if path in old:
                put(path, old[path])
            else:
                path.unlink(missing_ok=True)
        raise
    for file in files:
        print(f"{file.path.as_posix()}:{file.line}")
    print(scaffold.next_steps(kind, arguments.name), end="")
    return 0


def problems_of(root: Path) -> set[Problem]:
    try:
        read(root)
    except BuildError as error:
        return set(error.problems)
    return set()


def command_schema(arguments: argparse.Namespace) -> int:
    from microsite.desk.schema import FOLDER, read_fields, render_schemas

    root = arguments.root
    folder = root / FOLDER
    schemas = render_schemas(read(root).project.site.languages, read_fields(root, ENGINE))
    for name, text in schemas.items():
        put(folder / name, text.encode())
        print(folder / name)
    for path in sorted(folder.glob("*.schema.json")):
        if path.name not in schemas:
            path.unlink()
    return 0


def command_addresses(arguments: argparse.Namespace) -> int:
    path = arguments.root / ADDRESSES
    project = read(arguments.root).project
    put(path, render_addresses(project).encode())
    print(f"{path}: {len(list_addresses(project))} addresses")
    return 0


def command_browser(_: argparse.Namespace) -> int:
    from microsite.desk.browser import install_browser

    path = find_browser() or install_browser()
    if path is None:
        print("no browser found, and none could be installed; on Debian: apt-get install chromium", file=sys.stderr)
        return 1
    print(path)
    return 0


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str, str]] = {
    "build": (command_build, "build the site (the default)", "uv run build.py --out /tmp/site"),
    "check": (command_check, "check data and content without building", "uv run build.py check"),
    "serve": (command_serve, "show the site while it is edited, always up to date", "uv run build.py serve"),
    "explain": (command_explain, "say all that is known of a statistic", "uv run build.py explain tech-firms"),
    "diff": (
        command_diff,
        "say what readers will see change between two states, each a git revision or a folder",
        "uv run build.py diff HEAD~1",
    ),
    "audit": (command_audit, "hold the data against the article's text", "uv run build.py audit article.txt"),
    "new": (
        command_new,
        "write the beginning of something, with what each field means",
        "uv run build.py new term robot",
    ),
    "schema": (command_schema, "write the schemas by which code editors complete", "uv run build.py schema"),
    "addresses": (
        command_addresses,
        "record the addresses that are published, so that none can be lost",
        "uv run build.py addresses",
    ),
    "verify": (command_verify, "read the finished site back, and trace every number in it", "uv run build.py verify"),
    "fonts": (command_fonts, "cut the headings' font down to what headings need", "uv run --all-groups build.py fonts"),
    "browser": (command_browser, "find or install the browser that draws charts", "uv run build.py browser"),
}


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    common = options()
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__, parents=[common])
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_, words, example) in COMMANDS.items():
        kind = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.",
                                   epilog=f"example: {example}", parents=[common])  # fmt: skip
        if name == "serve":
            kind.add_argument(
                "--port", type=int, default=PORT, help=f"default: {PORT}; where it is taken, the next one"
            )
        if name == "new" and name in arguments:
            from microsite.desk.new import KINDS

            kind.add_argument("kind", choices=KINDS, help="what it is")
            kind.add_argument("name", help="its id: lower-case letters, digits and hyphens")
            kind.add_argument("--chapter", help="of a statistic or chart (default: the story's last)")
        if name == "explain":
            kind.add_argument("id", help="id of a statistic")
        if name == "diff":
            kind.description = f"{kind.description} Both are read with today's engine."
            kind.add_argument("old", help="what readers see now: a revision, or a folder that holds data/")
            kind.add_argument("new", nargs="?", help="what they will see (default: the files as they are)")
            kind.add_argument("--markdown", action="store_true", help="for the summary of a pull request")
            kind.add_argument("--draft", action="store_true", help="entries for data/corrections.yaml instead")
        if name == "fonts":
            kind.add_argument("--font", type=Path, default=SERIF, help="the font (default: Debian's Noto Serif CJK)")
        if name == "audit":
            kind.add_argument("article", type=Path, help="the article as plain text, a paragraph a line")
    return parser.parse_args(arguments, argparse.Namespace(root=ENGINE, out=None, strict=False, as_of=""))


def main(arguments: list[str]) -> int:
    parsed = parse_arguments(arguments)
    command, *_ = COMMANDS[parsed.command or "build"]
    try:
        code = command(parsed)
        sys.stdout.flush()
        return code
    except BuildError as error:
        count = len(error.problems)
        said = f"{count} problem{'s' if count > 1 else ''}; nothing was written"
        say(*error.problems, said, stream=sys.stderr)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(*(annotate(problem, parsed.root) for problem in error.problems), sep="\n")
        return 1
    except BrokenPipeError:  # who reads has read enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; nothing was written", file=sys.stderr)
        return 1


if __name__ == "__main__":
    code = main(sys.argv[1:])
    gc.freeze()  # the interpreter, as it ends, would go through all once more
    sys.exit(code)
