"""The article's text and the registered phrases → data/shape.yaml: the article with all but its figures removed.

No word of it is written there. `audit` holds it against the text, a build against the data.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from microsite.desk.audit import outline, read_article
from microsite.desk.terminal import say
from microsite.files import put
from microsite.pipeline import load
from microsite.source.kinds import RECORDS
from microsite.source.models import Paragraph

EXAMPLE = "uv run build.py shape article.txt"
ABOUT = "# What stands in the article's paragraphs, in order: lengths in characters, and figures. Written by `shape`."


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", type=Path, help="the article as plain text, a paragraph a line")


def run(arguments: argparse.Namespace) -> int:
    story, _ = load(arguments.root)  # what is wrong with the data may be the shape itself
    shape = outline(read_article(arguments.article), story.project)
    path = arguments.root / RECORDS[Paragraph].files
    put(path, render(shape).encode(), ours=ABOUT.encode())
    say(path)
    return 0


def render(shape: Iterable[Paragraph]) -> str:
    """Return the file's text."""
    return "\n".join([ABOUT, *(line for number, item in enumerate(shape, 1) for line in _entry(number, item))]) + "\n"


def _entry(number: int, paragraph: Paragraph) -> Iterator[str]:
    yield f"# {number}"
    yield f"- runs: {' '.join(map(str, paragraph.runs))}"
    if paragraph.headline:
        yield "  headline: true"
