"""The texts of records → what in them readers would misread: leftovers, unknown markers, numbers typed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from microsite.charts.texts import written
from microsite.checks.leftovers import find_leftovers
from microsite.checks.references import marker_problem
from microsite.checks.verdicts import sliding
from microsite.errors import Problem, suggestion
from microsite.facts.derive import Facts
from microsite.language.numerals import Numerals
from microsite.language.wording import wording_of
from microsite.source.markup import FIGURES, blank, blanked, markers
from microsite.source.models import Correction, Disagreement, Statistic, Term
from microsite.source.project import Project, Where
from microsite.source.record import Record, vocabularies
from microsite.source.yamlfile import Location, parse, read_text

CODE = re.compile(r"`[^`\n]*`")
WORD = re.compile(r"[a-z0-9-]+")  # an id, if there is one
BRACE = re.compile(r"[{}｛｝][\w@:|.-]{0,20}")  # where no marker is: of one that is not closed, or typed full-width
FRACTION = re.compile("[¼-¾⅐-⅟↉]")  # in one character
Complaint = tuple[int, str, str]  # where in the text, its snippet there, and what is wrong with it


def check_texts(project: Project, facts: Facts) -> Iterator[Problem]:
    for _, _, record, where in project.entries():
        yield from _text_problems(project, facts, record, where)


def _text_problems(project: Project, facts: Facts, record: Record, where: Where) -> Iterator[Problem]:
    languages = project.site.languages
    for code, spoken in languages.items() if record is project.site else ():
        for item in find_leftovers(spoken.name):
            yield where.problem("languages", code, "name", message=item.message, snippet=item.sign)
    for location, text, is_prose in written(record):
        for language in languages:
            if language not in text:
                yield where.problem(*location, message=f"lacks its text in '{language}'")
        for language, words in text.items():
            if language not in languages:
                hint = suggestion(language, languages) or f" (known: {', '.join(languages)})"
                message = f"unknown language '{language}'{hint}"
                yield where.problem(*location, language, message=message, at_key=True)
                continue
            for said in words.values() if isinstance(words, dict) else (words,):  # a unit's, by plurals
                for item in find_leftovers(said):
                    yield where.problem(*location, language, message=item.message, snippet=item.sign)
            if is_prose:
                found = [*complaints(project, facts, words, language, blocks=False)]
                if isinstance(record, (Statistic, Term)) and location[-1] in ("label", "term"):
                    found += _round_complaints(words)
                if isinstance(record, (Correction, Disagreement)) or "verdict" in location:
                    found += _sliding_complaints(facts, words)
                for _, snippet, message in found:
                    yield where.problem(*location, language, message=message, snippet=snippet)


def check_words_files(project: Project) -> Iterator[Problem]:
    """Check the words of the interface that a project has itself; what its vocabularies name, for numbers, too."""
    named = {key for _, _, record, _ in project.entries() for key in vocabularies(type(record)).values()}
    for code in project.words:
        path = Path(f"templates/words.{code}.yaml")
        if not (project.root / path).is_file():
            continue
        document = parse(read_text(project.root / path, path)[0], path)[0]
        for location, said in _said(document.data):
            found = [(item.sign, item.message) for item in find_leftovers(said)]
            if location[0] in named:
                numerals = typed_numerals(said, wording_of(project, code).numerals, markdown=False)
                found += [(number, f"'{number}' is a number, and this names a kind") for _, number in numerals]
            for snippet, message in found:
                yield document.problem(location, message, snippet=snippet)


def _said(words: Mapping[str, Any], at: Location = ()) -> Iterator[tuple[Location, str]]:
    for key, said in words.items():
        if isinstance(said, dict):
            yield from _said(said, (*at, key)) if (*at, key) != ("numbers",) else ()
        else:
            yield (*at, key), said


def complaints(project: Project, facts: Facts, text: str, language: str, *, blocks: bool) -> Iterator[Complaint]:
    for marker in markers(text):
        message = marker_problem(project, facts, marker, blocks=blocks)
        if message:
            yield marker.start, marker.raw, message
    before, after = str(project.words[language]["quoted"]).split("{0}")
    for quoted in re.finditer(f"{re.escape(before)}[^{re.escape(after)}]*{re.escape(after)}", text):
        for marker in markers(quoted[0]):
            if marker.kind == "number" and marker.option not in ("printed", "label"):
                message = f"'{marker.raw}' is worded by us; in quotation marks stands what was printed, {{…|printed}}"
                yield quoted.start() + marker.start, marker.raw, message
    for brace in BRACE.finditer(CODE.sub(blank, blanked(text, markdown=blocks)) if blocks else blanked(text)):
        snippet = text[brace.start() : brace.end()]
        yield (
            brace.start(),
            snippet,
            f"'{snippet}' is no marker; one stands in one line, from {{ to }}, both half-width",
        )
    for start, said in typed_numerals(text, wording_of(project, language).numerals, markdown=blocks):
        if "`" not in text or not _is_id(project, text, start):
            yield (
                start,
                said,
                f"'{said}' is a number typed by hand; bind it to its statistic with {{id}}, "
                f"or write {{date:…}}, {{name:…}} or {{words:…}} if it states none",
            )


def _round_complaints(name: str) -> Iterator[Complaint]:
    """Yield the markers that would say one name by another: that one may be said by the first."""
    for marker in markers(name):
        if marker.option == "label" or (marker.kind == "term" and not marker.option):
            yield marker.start, marker.raw, f"'{marker.raw}' can't stand in a name: write the words that it would say"


def _sliding_complaints(facts: Facts, text: str) -> Iterator[Complaint]:
    """Yield the figures in a text of the record that would be others once a statistic has a newer one."""
    for marker in markers(text):
        if marker.kind in FIGURES and marker.option != "label":
            for message in filter(None, (sliding(facts, reference) for reference in marker.references)):
                yield marker.start, marker.raw, message


@lru_cache(maxsize=16384)  # whoever builds again and again reads the texts that have changed
def typed_numerals(text: str, numerals: Numerals, *, markdown: bool) -> tuple[tuple[int, str], ...]:
    """Return where which numbers are typed by hand, those in code among them: readers see it."""
    shown = blanked(text, markdown=markdown)
    found = [(numeral.start, numeral.text) for numeral in numerals.find(shown)]
    return (*found, *((fraction.start(), fraction[0]) for fraction in FRACTION.finditer(shown)))


def _is_id(project: Project, text: str, start: int) -> bool:
    """Whether a number is part of a statistic's or a chart's id, in code."""
    ids = (word for code in CODE.finditer(text) for word in WORD.finditer(text, *code.span()))
    return any(
        word.start() <= start < word.end() and (word[0] in project.statistics or word[0] in project.charts)
        for word in ids
    )
