#!/usr/bin/env python3
"""Build the site: data/ and content/ → site/. `uv run build.py --help` says what else it can do."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from microsite import snapshots
from microsite.assets import read_tokens, render_assets
from microsite.audit import audit, render_report
from microsite.browser import install_browser
from microsite.charts import FORMS
from microsite.charts.chart import Figure, Inputs, resolve
from microsite.charts.house import WIDTHS
from microsite.check import check_project
from microsite.derive import Facts, derive_facts
from microsite.downloads import render_downloads
from microsite.errors import BuildError, Problem
from microsite.explain import explain
from microsite.fonts import heading_characters, headings, missing_glyphs, read_coverage, subset
from microsite.load import Project, load_project
from microsite.pages import render_pages
from microsite.prose import Prose
from microsite.snapshots import Snapshots
from microsite.svg import Artboard, NoBrowserError, find_browser
from microsite.wording import Wording
from microsite.write import write_site

ENGINE = Path(__file__).resolve().parent  # whose templates and style serve a project that has none
SERIF = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")  # Debian's fonts-noto-cjk


@dataclass(frozen=True)
class Story:
    """A project that passed all checks, with its facts, and its words in every language."""

    project: Project
    facts: Facts
    inputs: dict[str, Inputs]
    proses: dict[str, Prose]


@dataclass(frozen=True)
class Report:
    pages: int
    files: int
    size: int  # bytes
    rendered: tuple[Artboard, ...]  # snapshots made just now
    waiting: tuple[str, ...]  # charts published without their drawing
    seconds: float


def read(root: Path, *, fonts: bool = True) -> Story:
    """Load, derive and check; `fonts`: that the headings' font has their glyphs, too.

    Raises BuildError with everything that is wrong.
    """
    project = load_project(root, ENGINE)
    facts, problems = derive_facts(project)
    wordings = {
        code: Wording(language, project.units, project.words[code], code)
        for code, language in project.site.languages.items()
    }
    proses = {code: Prose(wording, facts, project.statistics, project.terms) for code, wording in wordings.items()}
    inputs = {
        code: Inputs(facts, project.statistics, project.sources, wording, proses[code].text)
        for code, wording in wordings.items()
    }
    problems += check_project(project, facts, inputs[project.default_language])
    if fonts and not problems and (covered := read_coverage(root)) is not None:
        problems += missing_glyphs(headings(project, proses), covered)
    if problems:
        raise BuildError(problems)
    return Story(project, facts, inputs, proses)


def build(root: Path, out: Path, *, strict: bool = False) -> Report:
    """Build the whole site; the folder `out` is replaced in one step, or left as it was.

    Raises BuildError with all problems. `strict` refuses charts whose drawing waits for a browser.
    """
    begin = time.perf_counter()
    story = read(root)
    project, facts, proses = story.project, story.facts, story.proses
    charts = {
        (slug, code): resolve(slug, spec, FORMS[spec.form], inputs)
        for slug, spec in project.charts.items()
        for code, inputs in story.inputs.items()
    }
    figures = {
        Artboard(slug, code, width): FORMS[chart.spec.form].draw(chart, width)
        for (slug, code), chart in charts.items()
        for width in WIDTHS
    }
    drawn, rendered = draw(root, figures, strict=strict)
    pages = render_pages(project, facts, charts, drawn.current, story.inputs, proses, ENGINE)
    site = {path: html.encode() for path, html in pages.items()}
    site |= render_assets(root, ENGINE, read_tokens(root, ENGINE))
    site |= render_downloads(project, facts, charts, proses)
    site[".nojekyll"] = b""
    write_site(site, out)
    size = sum(map(len, site.values()))
    waiting = tuple(dict.fromkeys(artboard.slug for artboard in drawn.waiting))
    return Report(len(pages), len(site), size, rendered, waiting, time.perf_counter() - begin)


def draw(root: Path, figures: Mapping[Artboard, Figure], *, strict: bool) -> tuple[Snapshots, tuple[Artboard, ...]]:
    """Return the snapshots that show their figure, and which of them were rendered just now.

    A chart whose drawing shows other numbers is never published: it waits for a browser. Raises
    BuildError for those that wait where that is refused.
    """
    before = after = snapshots.read(root, figures)
    if before.waiting:
        with suppress(NoBrowserError):
            after = snapshots.render(root, figures, before)
    if strict and after.waiting:
        raise BuildError(
            Problem(Path(f"content/charts/{slug}.yaml"), 0, 0, "is not drawn: no browser (uv run build.py browser)")
            for slug in {artboard.slug for artboard in after.waiting}
        )
    return after, tuple(artboard for artboard in before.waiting if artboard in after.current)


# --- the command line


def command_build(arguments: argparse.Namespace) -> int:
    report = build(arguments.root, arguments.out or arguments.root / "site", strict=arguments.strict)
    for artboard in report.rendered:
        print(f"drawn: {snapshots.path_of(arguments.root, artboard)}")
    for slug in report.waiting:
        print(f"waiting for a browser: the chart '{slug}' is published as its table (uv run build.py browser)")
    print(
        f"{report.pages} pages, {report.files} files, {report.size / 1e6:.1f} MB, "
        f"{len(report.rendered)} drawings made, {report.seconds:.2f} s"
    )
    return 0


def command_check(arguments: argparse.Namespace) -> int:
    story = read(arguments.root)
    print(f"{len(story.project.statistics)} statistics, {len(story.project.charts)} charts: no problem found")
    return 0


def command_explain(arguments: argparse.Namespace) -> int:
    story = read(arguments.root)
    try:
        print(explain(story.project, story.facts, story.proses, arguments.id))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def command_audit(arguments: argparse.Namespace) -> int:
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


def command_fonts(arguments: argparse.Namespace) -> int:
    story = read(arguments.root, fonts=False)
    try:
        characters = heading_characters(headings(story.project, story.proses))
        paths = subset(characters, arguments.font, arguments.root)
    except (ModuleNotFoundError, ValueError, OSError) as error:
        print(f"{arguments.font}: {error}", file=sys.stderr)
        return 1
    print(*paths, sep="\n")
    return 0


def command_browser(_: argparse.Namespace) -> int:
    path = find_browser() or install_browser()
    if path is None:
        print("no browser found, and none could be installed; on Debian: apt-get install chromium", file=sys.stderr)
        return 1
    print(path)
    return 0


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str, str]] = {
    "build": (command_build, "build the site (the default)", "uv run build.py --out /tmp/site"),
    "check": (command_check, "check data and content without building", "uv run build.py check"),
    "explain": (command_explain, "say all that is known of a statistic", "uv run build.py explain tech-firms"),
    "audit": (command_audit, "hold the data against the article's text", "uv run build.py audit article.txt"),
    "fonts": (command_fonts, "cut the headings' font down to what headings need", "uv run --all-groups build.py fonts"),
    "browser": (command_browser, "find or install the browser that draws charts", "uv run build.py browser"),
}


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--root", type=Path, default=ENGINE, help="folder of the project: data/, content/ (default: here)"
    )
    common.add_argument("--out", type=Path, help="folder to write (default: site/ in the project)")
    common.add_argument("--strict", action="store_true", help="refuse charts that wait for a browser")
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__, parents=[common])
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_, words, example) in COMMANDS.items():
        kind = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.",
                                   epilog=f"example: {example}", parents=[common])  # fmt: skip
        if name == "explain":
            kind.add_argument("id", help="id of a statistic")
        if name == "fonts":
            kind.add_argument("--font", type=Path, default=SERIF, help="the font (default: Debian's Noto Serif CJK)")
        if name == "audit":
            kind.add_argument("article", type=Path, help="the article as plain text, a paragraph a line")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    parsed = parse_arguments(arguments)
    command, *_ = COMMANDS[parsed.command or "build"]
    try:
        return command(parsed)
    except BuildError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        count = len(error.problems)
        print(f"{count} problem{'s' if count > 1 else ''}; nothing was written", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; nothing was written", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
