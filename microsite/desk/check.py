"""`build.py check`: all that a build would complain of, with the numbers of its pages; nothing is written."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from microsite.checks.statistics import find_overdue
from microsite.desk.build import add_day
from microsite.desk.terminal import say
from microsite.pipeline import compose, read
from microsite.publish.place import refuse_place

EXAMPLE = "uv run build.py check"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="ask whether the site could be written to this folder, too")
    parser.add_argument("--strict", action="store_true", help="refuse unfinished texts, too")
    add_day(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.out:
        refuse_place(arguments.root, arguments.out)
    story = read(arguments.root, strict=arguments.strict, url=os.environ.get("SITE_URL") or None)
    overdue = find_overdue(story.project, arguments.as_of) if arguments.as_of else ()
    out, today = arguments.out or arguments.root / "site", arguments.as_of or ""
    compose(story, out, strict=arguments.strict, today=today, whole=False)
    say(*overdue, f"{len(story.project.statistics)} statistics, {len(story.project.charts)} charts: no problem found")
    return 0
