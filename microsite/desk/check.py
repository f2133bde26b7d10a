"""`build.py check`: all that a build would complain of, with the numbers of its pages; nothing is written."""

from __future__ import annotations

import argparse
from pathlib import Path

from microsite.checks.statistics import find_overdue
from microsite.desk.build import add_day
from microsite.desk.terminal import say
from microsite.pipeline import ENGINE, draw, finish, plan_pictures, read
from microsite.publish.place import refuse_place

EXAMPLE = "uv run build.py check"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="ask whether the site could be written to this folder, too")
    parser.add_argument("--strict", action="store_true", help="refuse unfinished texts, too")
    add_day(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.out:
        refuse_place(arguments.root, ENGINE, arguments.out)
    story = read(arguments.root, strict=arguments.strict)
    overdue = find_overdue(story.project, arguments.as_of) if arguments.as_of else ()
    drawn = draw(story, strict=arguments.strict, shared=False)
    finish(story, drawn, plan_pictures(story, drawn, pngs=False))
    say(*overdue, f"{len(story.project.statistics)} statistics, {len(story.project.charts)} charts: no problem found")
    return 0
