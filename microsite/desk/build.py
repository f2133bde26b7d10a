"""`build.py build`: the site, built, verified and put in its place; or, where nothing changed, left as it is."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from microsite.desk.command_line import ENGINE
from microsite.desk.terminal import Progress, say
from microsite.progress import telling
from microsite.publish.stamp import Stamp

if TYPE_CHECKING:
    from microsite.pipeline import Report

EXAMPLE = "uv run build.py --out /tmp/site"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="folder to write (default: site/ in the project)")
    parser.add_argument(
        "--strict", action="store_true", help="refuse charts that wait for a browser, and unfinished texts"
    )
    add_day(parser)


def add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DAY",
        help="say which figures are overdue on a day, such as 2026-01-31",
    )


def day(text: str) -> str:
    """Return a day as it is typed. Raises ValueError for anything else."""
    return date.fromisoformat(text).isoformat()


def run(arguments: argparse.Namespace) -> int:
    root, out = arguments.root, arguments.out or arguments.root / "site"
    url, today = os.environ.get("SITE_URL") or None, arguments.as_of or ""
    options = ("strict" if arguments.strict else "", today, url or "")
    stamp = Stamp(ENGINE, root.resolve(), out, options)
    if said := stamp.holds():
        say(f"nothing changed: {said}")
        return 0
    from microsite.pipeline import build  # which takes time to import

    with Progress(sys.stderr) as progress, telling(progress):
        report = build(root, out, strict=arguments.strict, url=url, today=today)
    made = f"{report.pages} pages, {report.files} files, {report.size / 1e6:.1f} MB"
    _tell(root, report, made)
    if not (report.waiting or report.without_png):  # a browser would make more of it
        stamp.keep(f"{made}\n{report.verified.line()}")
    return 0


def _tell(root: Path, report: Report, made: str) -> None:
    from microsite.pictures import snapshots

    for artboard in report.rendered:
        say(f"drawn: {snapshots.path_of(root, artboard)}")
    for slug in report.waiting:
        say(f"waiting for a browser: the chart '{slug}' is published as its table (uv run build.py browser)")
    if report.without_png:
        without = ", ".join(report.without_png)
        say(f"published without some PNGs of {without}: {report.hindrance}", stream=sys.stderr)
    pictures, kept = report.pictures
    say(f"charts: {len(report.rendered)} drawings made, {report.kept} kept; pictures: {pictures} made, {kept} kept")
    say(f"{made}, {report.seconds:.2f} s", report.verified.line())
