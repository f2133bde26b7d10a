"""`build.py serve`: the project composed in memory, and shown while it is edited."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from microsite.desk.preview import HOST, Composed, network_address, serve
from microsite.desk.terminal import say
from microsite.pages.assets import read_given
from microsite.pages.plan import plan_pages
from microsite.pictures.drawn import sketch
from microsite.pipeline import ENGINE, Make, check, draw, load, plan_fonts, plan_pictures, plan_texts

EXAMPLE = "uv run build.py serve"
PORT = 8000  # where it is free


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="where whole builds go (default: site/ in the project)")
    parser.add_argument(
        "--host",
        nargs="?",
        const="",
        default=HOST,
        metavar="ADDRESS",
        help="let others in the network look, such as your phone, at an address of this machine (default: find it)",
    )
    parser.add_argument("--port", type=int, default=PORT, help=f"default: {PORT}; where it is taken, the next one")


def run(arguments: argparse.Namespace) -> int:
    root, out = arguments.root, arguments.out or arguments.root / "site"

    def compose(url: str) -> Composed:
        story, problems = load(root, url)
        if problems:
            check(story, problems)
        drawn = sketch(story)

        def pictures() -> Iterator[Make]:
            yield from plan_pictures(story, draw(story, shared=False))

        style, *texts = plan_texts(story, drawn)
        files: list[Make] = [style, plan_fonts(story), *texts, partial(read_given, root)]
        return Composed(plan_pages(story, drawn, ENGINE), chain(files, pictures()), partial(check, story))

    folders = [base / name for base in dict.fromkeys((root, ENGINE)) for name in ("templates", "static")]
    folders += [root / "data", root / "content"]
    host = arguments.host or network_address()
    full = [sys.executable, str(ENGINE / "build.py"), "--root", str(root), "--out", str(out)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    serve(root, folders, ENGINE / "templates/serve", compose, full, say, arguments.port, host)
    return 0
