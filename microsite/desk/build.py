"""`build.py build`: the site, built, verified and put in its place; or, where nothing changed, left as it is."""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path

from microsite.desk.terminal import Progress, say
from microsite.errors import command
from microsite.files import ENGINE
from microsite.progress import telling
from microsite.publish.stamp import Stamp

EXAMPLE = "uv run build.py --out /tmp/site"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="folder to write (default: site/ in the project)")
    parser.add_argument(
        "--strict", action="store_true", help="refuse what is not ready for readers, such as unfinished texts"
    )
    add_day(parser)


def add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=day, metavar="DAY", help="say which figures are overdue on a day, such as 2026-01-31"
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

    begin = time.perf_counter()
    with Progress(sys.stderr) as progress, telling(progress):
        built = build(root, out, strict=arguments.strict, url=url, today=today)
    size = sum(map(len, built.site.values()))
    made = f"{built.pages} pages, {len(built.site)} files, {size / 1e6:.1f} MB"
    if built.lacking:
        few = built.lacking[:12] + "…" * (len(built.lacking) > 12)
        cut = command(root, "fonts")
        say(f"the fonts of pictures and headings lack {few}: others stand in ({cut})", stream=sys.stderr)
    say(f"{made}, {time.perf_counter() - begin:.2f} s", built.verified.line())
    stamp.keep(f"{made}\n{built.verified.line()}")
    return 0
