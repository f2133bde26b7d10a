"""The article's text and the registered phrases → data/shape.yaml: the article with all but its figures removed.

No word of it is written there. `audit` holds it against the text, a build against the data.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from microsite.desk.article import Article, Extent, article_of, find_phrases, read_article
from microsite.desk.terminal import say
from microsite.facts.derive import observation_key
from microsite.files import put
from microsite.pipeline import load
from microsite.source.kinds import RECORDS
from microsite.source.models import Paragraph
from microsite.source.project import Project

EXAMPLE = "uv run build.py shape article.txt"
CLAUSE = re.compile(r"\w(?:\w| (?=\w)|(?<=\d)[.,](?=\d))*")  # up to a mark that is none of a number's own
CLOSING = "\"'”’」』》)）"  # what may stand behind a headline's last letter, and behind the mark that ends a sentence
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


def outline(paragraphs: Sequence[str], project: Project) -> list[Paragraph]:
    """Return the article's shape: the lengths of its clauses, and where its figures stand.

    A headline is the first paragraph, and each that begins and ends with a letter and has sentences below it.
    """
    article, reader = article_of(project)
    text = Article(paragraphs, reader)
    figures: dict[int, list[tuple[Extent, str]]] = {}
    for phrase in find_phrases(project.statistics, article):
        if span := text.span(phrase):
            key = observation_key(project.statistics[phrase.statistic].observations[phrase.observation])
            reference = f"{phrase.statistic}@{key}" if phrase.observation else phrase.statistic
            figures.setdefault(phrase.paragraph, []).append((span, reference))
    headlines = set(_headlines(paragraphs))
    return [
        Paragraph.model_construct(
            runs=tuple(_runs(paragraph, sorted(figures.get(number, ()), key=lambda figure: figure[0][0]))),
            headline=number in headlines,
        )
        for number, paragraph in enumerate(paragraphs, 1)
    ]


def _headlines(paragraphs: Sequence[str]) -> Iterator[int]:
    bare = [paragraph.strip() for paragraph in (*paragraphs, "")]
    first, last = [text[:1] for text in bare[:-1]], [text.rstrip(CLOSING)[-1:] for text in bare]
    for number, (begins, ends, below) in enumerate(zip(first, last, last[1:], strict=False), 1):
        if number == 1 or (begins.isalpha() and ends.isalpha() and below and not below.isalnum()):
            yield number


def _runs(paragraph: str, figures: Iterable[tuple[Extent, str]]) -> Iterator[int | str]:
    position = 0
    for (start, end), reference in figures:
        yield from map(len, CLAUSE.findall(paragraph[position:start]))
        yield reference
        position = max(position, end)
    yield from map(len, CLAUSE.findall(paragraph[position:]))


def render(shape: Iterable[Paragraph]) -> str:
    """Return the file's text."""
    return "\n".join([ABOUT, *(line for number, item in enumerate(shape, 1) for line in _entry(number, item))]) + "\n"


def _entry(number: int, paragraph: Paragraph) -> Iterator[str]:
    yield f"# {number}"
    yield f"- runs: {' '.join(map(str, paragraph.runs))}"
    if paragraph.headline:
        yield "  headline: true"
