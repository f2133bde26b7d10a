"""`build.py verify`: a finished site read back, as every build does; and what its heaviest pages weigh."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from microsite.desk.terminal import say
from microsite.errors import Problem, command
from microsite.publish.manifest import MANIFEST, find_missing
from microsite.publish.write import read_site
from microsite.verify.budgets import heavy_parts, read_budgets, weigh
from microsite.verify.records import INDEX, Index
from microsite.verify.verify import verify

EXAMPLE = "uv run build.py verify"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="folder of the site (default: site/ in the project)")


def run(arguments: argparse.Namespace) -> int:
    folder = arguments.out or arguments.root / "site"
    try:
        site = read_site(folder)
        index = Index.from_json(site[INDEX])
    except KeyError:
        build = command(arguments.root, *(("--out", str(folder)) if arguments.out else ()))
        say(f"{folder}: has no {INDEX}, so it is no finished site ({build})", stream=sys.stderr)
        return 1
    except ValueError as error:
        say(f"{folder / INDEX}: {error}", stream=sys.stderr)
        return 1
    report = verify(site, index)
    say(report.table())
    budgets = read_budgets(arguments.root)
    for page in weigh(site):
        if limits := budgets.of(page.kind):
            say(" ".join([page.line(limits), *heavy_parts(site[page.path].decode(errors="replace"))]))
    if report.unread:
        say(f"not read: {', '.join(report.unread)}")
    missing = [Problem(folder / path, 0, 0, f"is missing, though {MANIFEST} lists it") for path in find_missing(site)]
    say(*report.problems(arguments.root), *missing, report.line())
    return 1 if report.findings or missing else 0
