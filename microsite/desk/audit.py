"""The article's paragraphs and the registered phrases → whether every number of the article is accounted for.

Nothing may be lost: each numeral lies inside a registered or a set-aside phrase. Nothing may be changed:
each phrase says the value and the bound that are registered for it. The article itself is no part of a
project; its text is passed in. Figures of other sources are not audited.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from microsite.checks.printed import Print, Registered, Said, misbound, reader_of
from microsite.checks.printed import say as say_value
from microsite.desk.terminal import say
from microsite.errors import BuildError, Problem
from microsite.facts.derive import observation_key
from microsite.language.numerals import Numeral
from microsite.pipeline import read
from microsite.source.models import Paragraph, SetAside, Site, Statistic
from microsite.source.project import Project

EXAMPLE = "uv run build.py audit article.txt"

# Every character that can be part of a number: an idiom has to be set aside by hand, not by a rule.
# Of a language without an entry, all that numerals.py can read is taken.
EVERY_NUMERAL = {"zh": re.compile("(?:[0-9０-９]+(?:[.,．][0-9０-９]+)*|[零〇一二三四五六七八九十百千万亿两双半])+")}
CLAUSE = re.compile(r"\w(?:\w| (?=\w)|(?<=\d)[.,](?=\d))*")  # up to a mark that is none of a number's own
CLOSING = "\"'”’」』》)）"  # what may stand behind a headline's last letter, and behind the mark that ends a sentence
EXCERPT = 6  # characters either side of what a finding is about: enough to find it by

Extent = tuple[int, int]


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", type=Path, help="the article as plain text, a paragraph a line")


def run(arguments: argparse.Namespace) -> int:
    project = read(arguments.root).project
    article, reader = article_of(project)
    paragraphs = read_article(arguments.article)
    report = audit(paragraphs, project.statistics, project.set_aside.values(), article, reader)
    found = (*report.findings, *(_reshaped(paragraphs, project) if project.shape else ()))
    say(render_report(replace(report, findings=found)))
    return 1 if found else 0


def article_of(project: Project) -> tuple[str, Print]:
    """Return the id of the article as a source, and what reads its phrases. Raises BuildError where there is none."""
    article = project.site.article
    if article is None:
        raise BuildError([project.where[Site, "site"].problem(message="names no article")])
    return article, reader_of(project, project.sources[article].language or "")


def read_article(path: Path) -> list[str]:
    """Return the article's paragraphs, its non-empty lines. Raises BuildError."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError([Problem(path, 0, 0, f"can't be read as UTF-8 text: {error}")]) from None
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
class Audit:
    """What was counted and found. `implied` are the phrases that only a reader can check.

    `equal` phrases say their statistic's value and bound. `numerals` less `registered` and `set_aside`
    are those that a finding each complains of.
    """

    paragraphs: int
    numerals: int
    registered: int
    set_aside: int
    phrases: int
    equal: int
    implied: tuple[PrintedPhrase, ...]
    findings: tuple[Difference, ...]


def audit(
    paragraphs: Sequence[str],
    statistics: Mapping[str, Statistic],
    set_aside: Collection[SetAside],
    article: str,
    reader: Print,
) -> Audit:
    """Hold the article against what is registered of it.

    `paragraphs` are the article's non-empty lines, its title being paragraph 1; `article` is its id as a
    source, `reader` reads its language. Raises nothing for what an editor can get wrong: that is a finding.
    """
    text = _Article(paragraphs, reader)
    phrases = list(_phrases(statistics, article))
    asides = [(number, aside.printed) for aside in set_aside for number in aside.paragraph]
    findings = [
        Difference(observation.paragraph or 0, 0, "", f"{id_} cites the article without paragraph or phrase")
        for id_, statistic in statistics.items()
        for observation in statistic.observations
        if observation.source == article and not (observation.paragraph and observation.printed)
    ]
    for number, printed, owner in [(p.paragraph, p.printed, p.statistic) for p in phrases]:
        findings += _misplaced(text, number, printed, owner)
    for number, printed in asides:
        findings += _misplaced(text, number, printed, None)

    read = {phrase: numeral for phrase in phrases if (numeral := text.reading(phrase))}
    wrong = {phrase: message for phrase in phrases if (message := _misread(text, phrase, read))}
    findings += [text.finding(p.paragraph, text.span(p), message) for p, message in wrong.items()]

    covered = {(p.paragraph, span) for p in phrases for span in text.spans(p.paragraph, p.printed)}
    aside = {(number, span) for number, printed in asides for span in text.spans(number, printed)}
    runs = [(number, run) for number in range(1, len(paragraphs) + 1) for run in text.runs(number)]
    registered = {run for run in runs if _inside(run, covered)}
    set_apart = {run for run in runs if _inside(run, aside)}
    for number, run in sorted(set(runs) - registered - set_apart):
        findings.append(text.finding(number, run, "this number is neither registered nor set aside"))
    for number, span in sorted(aside):
        if any(phrase.paragraph == number and span[0] <= numeral.start < span[1] for phrase, numeral in read.items()):
            findings.append(text.finding(number, span, "set aside, and registered as a statistic too"))

    return Audit(
        paragraphs=len(paragraphs),
        numerals=len(runs),
        registered=len(registered),
        set_aside=len(set_apart - registered),
        phrases=len(phrases),
        equal=len([phrase for phrase in read if phrase not in wrong]),
        implied=tuple(phrase for phrase in phrases if phrase.registered.implied and phrase not in read),
        findings=tuple(sorted(findings, key=lambda finding: (finding.paragraph, finding.position, finding.message))),
    )


def render_report(report: Audit) -> str:
    """Return the report as lines for a terminal: the counts, what only a reader can check, the findings."""
    missing = report.numerals - report.registered - report.set_aside
    lines = [
        f"{report.numerals} numerals in {report.paragraphs} paragraphs: {report.registered} registered, "
        f"{report.set_aside} set aside, {missing} neither",
        f"{report.phrases} phrases: {report.equal} say the registered value, {len(report.implied)} imply it",
    ]
    lines += [
        f"  paragraph {phrase.paragraph}: '{phrase.printed}' is taken to mean "
        f"{say_value(phrase.registered.value)} ({phrase.statistic})"
        for phrase in report.implied
    ]
    lines.append(f"findings: {len(report.findings)}")
    for finding in report.findings:
        position = f", character {finding.position}: {finding.excerpt}" if finding.position else ""
        lines.append(f"  paragraph {finding.paragraph}{position}: {finding.message}")
    return "\n".join(lines)


@dataclass(frozen=True)
class _Article:
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


def outline(paragraphs: Sequence[str], project: Project) -> list[Paragraph]:
    """Return the article's shape: the lengths of its clauses, and where its figures stand.

    A headline is the first paragraph, and each that begins and ends with a letter and has sentences below it.
    """
    article, reader = article_of(project)
    text = _Article(paragraphs, reader)
    figures: dict[int, list[tuple[Extent, str]]] = {}
    for phrase in _phrases(project.statistics, article):
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


def _reshaped(paragraphs: Sequence[str], project: Project) -> Iterator[Difference]:
    """Find paragraphs that are not as the project's shape has them; which are headlines, an editor may know better."""
    pairs = zip_longest(outline(paragraphs, project), project.shape.values())
    for number, (found, known) in enumerate(pairs, 1):
        if (found and found.runs) != (known and known.runs):
            yield Difference(
                number, 0, "", "data/shape.yaml has another shape: uv run build.py shape ARTICLE writes it"
            )


def _phrases(statistics: Mapping[str, Statistic], article: str) -> Iterator[PrintedPhrase]:
    for id_, statistic in statistics.items():
        for index, observation in enumerate(statistic.observations):
            if observation.source != article or not (observation.paragraph and observation.printed):
                continue
            places = [(observation.paragraph, observation.printed, observation.implied)]
            places += [(mention.paragraph, mention.printed, mention.implied) for mention in observation.mentions]
            for number, printed, implied in places:
                registered = Registered(observation.value, observation.bound, statistic.unit, implied)
                yield PrintedPhrase(id_, index, registered, number, printed)


def _misplaced(text: _Article, number: int, printed: str, owner: str | None) -> Iterator[Difference]:
    """Find a phrase that is not in its paragraph, or, of a statistic, stands there more than once."""
    subject = f"'{printed}' ({owner or 'set aside'})"
    spans = text.spans(number, printed)
    if not 1 <= number <= len(text.paragraphs):
        yield Difference(number, 0, "", f"{subject}: the article has only {len(text.paragraphs)} paragraphs")
    elif not spans and printed in text.paragraph(number):
        yield Difference(number, 0, "", f"{subject} occurs only as a part of a longer number")
    elif not spans:
        others = [str(other) for other in range(1, len(text.paragraphs) + 1) if text.spans(other, printed)]
        hint = f", but in paragraph {', '.join(others)}" if others else ""
        yield Difference(number, 0, "", f"{subject} does not occur here{hint}")
    elif owner and len(spans) > 1:
        yield text.finding(number, spans[0], f"{subject} occurs {len(spans)} times: print a longer phrase")


def _misread(text: _Article, phrase: PrintedPhrase, read: Mapping[PrintedPhrase, Numeral]) -> str | None:
    """Return what is wrong with how a phrase is registered, or None. Where it stands is not asked here."""
    numeral, subject = read.get(phrase), f"'{phrase.printed}' ({phrase.statistic})"
    if text.span(phrase) is None:
        return None
    if message := text.reader.misread(text.said(phrase), phrase.registered):
        return f"{subject} {message}"
    if numeral is None:
        return None
    for other, found in read.items():
        if _at(other, found) == _at(phrase, numeral) and _observation(other) < _observation(phrase):
            return f"{subject} is registered for {other.statistic} too: counted twice"
    if numeral.bound not in [said.numeral.bound for said in text.reader.numbers(phrase.printed)]:
        return f"{subject} leaves out the words that make it '{numeral.bound}'"
    siblings = [found.bound for other, found in read.items() if _observation(other) == _observation(phrase)]
    if message := misbound(numeral, phrase.registered, siblings):
        return f"{subject} {message}"
    return None


def _observation(phrase: PrintedPhrase) -> tuple[str, int]:
    return phrase.statistic, phrase.observation


def _at(phrase: PrintedPhrase, numeral: Numeral) -> tuple[int, int]:
    return phrase.paragraph, numeral.start


def _inside(run: tuple[int, Extent], places: set[tuple[int, Extent]]) -> bool:
    number, (start, end) = run
    return any(place == number and first <= start and end <= last for place, (first, last) in places)
