"""`build.py build`: the site, built, verified and put in its place; or, where nothing changed, left as it is."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from microsite.desk.command_line import ENGINE
from microsite.desk.terminal import Progress, say
from microsite.progress import telling
from microsite.publish.stamp import Stamp

EXAMPLE = "uv run build.py --out /tmp/site"
FONTS = "uv run --all-groups build.py fonts"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="folder to write (default: site/ in the project)")
    parser.add_argument(
        "--strict", action="store_true", help="refuse what is not ready for readers, such as unfinished texts"
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
    if report.lacking:
        few = report.lacking[:12] + "…" * (len(report.lacking) > 12)
        say(f"the fonts of pictures lack {few}: others of this system stand in ({FONTS})", stream=sys.stderr)
    say(f"{made}, {report.seconds:.2f} s", report.verified.line())
    stamp.keep(f"{made}\n{report.verified.line()}")
    return 0
