"""The article's paragraphs and the registered phrases → whether every number of the article is accounted for.

Nothing may be lost: each numeral lies inside a registered or a set-aside phrase. Nothing may be changed:
each phrase says the value and the bound that are registered for it. The article itself is no part of a
project; its text is passed in. Figures of other sources are not audited.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from microsite.checks.printed import Print, say_value
from microsite.desk.article import Article, Difference, Extent, PrintedPhrase, article_of, find_phrases, read_article
from microsite.desk.shape import outline
from microsite.desk.terminal import say
from microsite.errors import command
from microsite.language.numerals import Numeral
from microsite.pipeline import read
from microsite.source.models import SetAside, Statistic
from microsite.source.project import Project

EXAMPLE = "uv run build.py audit article.txt"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", type=Path, help="the article as plain text, a paragraph a line")


def run(arguments: argparse.Namespace) -> int:
    project = read(arguments.root).project
    article, reader = article_of(project)
    paragraphs = read_article(arguments.article)
    report = audit(paragraphs, project.statistics, project.set_aside.values(), article, reader)
    shape = command(arguments.root, "shape", str(arguments.article))
    found = (*report.findings, *(_reshaped(paragraphs, project, shape) if project.shape else ()))
    say(render_report(replace(report, findings=found)))
    return 1 if found else 0


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
    text = Article(paragraphs, reader)
    phrases = list(find_phrases(statistics, article))
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


def _reshaped(paragraphs: Sequence[str], project: Project, shape: str) -> Iterator[Difference]:
    """Find paragraphs that are not as the project's shape has them; which are headlines, an editor may know better."""
    pairs = zip_longest(outline(paragraphs, project), project.shape.values())
    for number, (found, known) in enumerate(pairs, 1):
        if (found and found.runs) != (known and known.runs):
            yield Difference(number, 0, "", f"data/shape.yaml has another shape: {shape} writes it")


def _misplaced(text: Article, number: int, printed: str, owner: str | None) -> Iterator[Difference]:
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


def _misread(text: Article, phrase: PrintedPhrase, read: Mapping[PrintedPhrase, Numeral]) -> str | None:
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
    if message := text.reader.misbound(numeral, phrase.registered, siblings):
        return f"{subject} {message}"
    return None


def _observation(phrase: PrintedPhrase) -> tuple[str, int]:
    return phrase.statistic, phrase.observation


def _at(phrase: PrintedPhrase, numeral: Numeral) -> tuple[int, int]:
    return phrase.paragraph, numeral.start


def _inside(run: tuple[int, Extent], places: set[tuple[int, Extent]]) -> bool:
    number, (start, end) = run
    return any(place == number and first <= start and end <= last for place, (first, last) in places)
