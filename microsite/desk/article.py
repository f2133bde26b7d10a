"""The article's text, which is no part of a project, and the phrases that are registered of it → where these stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from microsite.checks.printed import Print, Registered, Said, reader_of
from microsite.errors import BuildError, refuse
from microsite.language.numerals import Numeral
from microsite.source.models import Site, Statistic
from microsite.source.project import Project
from microsite.source.yamlfile import read_text

# Every character that can be part of a number: an idiom has to be set aside by hand, not by a rule.
# Of a language without an entry, all that numerals.py can read is taken.
EVERY_NUMERAL = {"zh": re.compile("(?:[0-9０-９]+(?:[.,．][0-9０-９]+)*|[零〇一二三四五六七八九十百千万亿两双半])+")}
EXCERPT = 6  # characters either side of what a finding is about: enough to find it by

Extent = tuple[int, int]


def article_of(project: Project) -> tuple[str, Print]:
    """Return the id of the article as a source, and what reads its phrases. Raises BuildError where there is none."""
    article = project.site.article
    if article is None:
        raise BuildError([project.where[Site, "site"].problem(message="names no article")])
    return article, reader_of(project, project.sources[article].language or "")


def read_article(path: Path) -> list[str]:
    """Return the article's paragraphs, its non-empty lines. Raises BuildError, OSError."""
    text, problems = read_text(path, path, mark=True)
    refuse(problems)
    return [line for line in text.splitlines() if line.strip()]


@dataclass(frozen=True)
class Difference:
    """One disagreement. Paragraphs and positions count from 1; position 0 is the paragraph as a whole."""

    paragraph: int
    position: int
    excerpt: str
    message: str


@dataclass(frozen=True)
class PrintedPhrase:
    """A phrase of the article that is registered for a statistic: its observation's own, or a mention's."""

    statistic: str
    observation: int  # which of the statistic's, from 0
    registered: Registered
    paragraph: int
    printed: str


@dataclass(frozen=True)
class Article:
    """The article with its units, and what can be asked of it."""

    paragraphs: Sequence[str]
    reader: Print

    def paragraph(self, number: int) -> str:
        return self.paragraphs[number - 1] if 1 <= number <= len(self.paragraphs) else ""

    def runs(self, number: int) -> list[Extent]:
        """Spans of all numerals of a paragraph, including those that state no quantity."""
        every = EVERY_NUMERAL.get(self.reader.language)
        if every:
            return [match.span() for match in every.finditer(self.paragraph(number))]
        return [(said.numeral.start, said.numeral.end) for said in self.reader.numbers(self.paragraph(number))]

    def spans(self, number: int, printed: str) -> list[Extent]:
        """Where a phrase occurs without beginning or ending inside a longer number."""
        found = [match.span() for match in re.finditer(f"(?={re.escape(printed)})", self.paragraph(number))]
        edges = [(start, start + len(printed)) for start, _ in found]
        inner = {position for start, end in self.runs(number) for position in range(start + 1, end)}
        return [(start, end) for start, end in edges if start not in inner and end not in inner]

    def span(self, phrase: PrintedPhrase) -> Extent | None:
        return next(iter(self.spans(phrase.paragraph, phrase.printed)), None)

    def finding(self, number: int, span: Extent | None, message: str) -> Difference:
        if span is None:
            return Difference(number, 0, "", message)
        start, end = max(0, span[0] - EXCERPT), min(span[1], span[0] + 2 * EXCERPT) + EXCERPT
        return Difference(number, span[0] + 1, f"…{self.paragraph(number)[start:end]}…", message)

    def said(self, phrase: PrintedPhrase) -> list[Said]:
        """The numbers that the phrase says where it stands: the words around it may add a bound."""
        span = self.span(phrase)
        return self.reader.numbers(self.paragraph(phrase.paragraph), *span) if span else []

    def reading(self, phrase: PrintedPhrase) -> Numeral | None:
        """The number of the phrase that equals its statistic's value, or None."""
        found = self.reader.reading(self.said(phrase), phrase.registered)
        return found and found.numeral


def find_phrases(statistics: Mapping[str, Statistic], article: str) -> Iterator[PrintedPhrase]:
    for id_, statistic in statistics.items():
        for index, observation in enumerate(statistic.observations):
            if observation.source != article or not (observation.paragraph and observation.printed):
                continue
            for place in observation.places:
                registered = Registered(observation.value, observation.bound, statistic.unit, place.implied)
                yield PrintedPhrase(id_, index, registered, place.paragraph, place.printed)
