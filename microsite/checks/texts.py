"""The texts of records → what in them readers would misread: leftovers, unknown markers, numbers typed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from microsite.charts.texts import Typed, all_written, written
from microsite.checks.joints import joined
from microsite.checks.leftovers import find_brackets, find_leftovers
from microsite.checks.references import marker_problem, sliding
from microsite.errors import Problem, hint
from microsite.facts.derive import Facts
from microsite.language.numerals import Numerals
from microsite.language.wording import Wording, wording_of
from microsite.quantities import Bound
from microsite.source.markup import FIGURES, UNFINISHED, Marker, blank, blanked, markers
from microsite.source.models import ChartSpec, Correction, Disagreement, FrontMatter, Language, Site, Unit
from microsite.source.project import Project
from microsite.source.record import Record, vocabularies
from microsite.source.words import leaves

CODE = re.compile(r"`[^`\n]*`")
WORD = re.compile(r"[a-z0-9-]+")  # an id, if there is one
BRACE = re.compile(r"[{}｛｝][\w@:|.-]{0,20}")  # where no marker is: of one that is not closed, or typed full-width
_SINGLE, _IN_LINE = "between single braces: {id}", "in one line, from { to }, both half-width"
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
NAMES = ("label", "term")  # fields by which records are named wherever they are shown
LONGEST_NAME = 4  # digits alone that may be one: 996, 2049
LARGEST_WORD = 99  # beyond it, a number word that is not round states a figure
FRACTION = re.compile("[¼-¾⅐-⅟↉]")  # in one character
PLACE = re.compile(r"\{\w*\}")  # where something is put into words of the interface
Complaint = tuple[int, str, str]  # where in the text, its snippet there, and what is wrong with it


def check_texts(project: Project, facts: Facts) -> Iterator[Problem]:
    languages = project.site.languages
    for _, _, record, where in project.entries():
        for location, text, _ in written(record):
            if text.keys() == languages.keys():
                continue
            for language in languages.keys() - text.keys():
                yield where.problem(*location, message=f"lacks its text in '{language}'")
            for language in text.keys() - languages.keys():
                message = f"unknown language '{language}'{hint(language, languages)}"
                yield where.problem(*location, language, message=message, at_key=True)
    for item in all_written(project):
        if item.record and item.language in languages:
            for _, snippet, message in _text_faults(project, facts, item, item.record):
                yield item.problem(message=message, snippet=snippet)
    for code, spoken in languages.items():
        for left in find_leftovers(spoken.name):
            where = project.where[Site, "site"]
            yield where.problem("languages", code, "name", message=left.message, snippet=left.sign)


def _text_faults(project: Project, facts: Facts, item: Typed, record: Record) -> list[Complaint]:
    """Return what is wrong with a field's text."""
    if not item.is_prose:
        found = [(left.start, left.sign, left.message) for left in find_leftovers(item.text)]
        if (not isinstance(record, Unit) or item.field == ("name",)) and (brace := BRACE.search(item.text)):
            message = f"'{brace[0]}' would be seen as it is typed: no marker stands in a name"
            found.append((brace.start(), brace[0], message))
        return found
    found = [*complaints(project, facts, item.text, item.language, blocks=False)]
    if "{" not in item.text:
        return found
    is_name = item.field[-1] in NAMES or item.field == ("title",)
    if is_name and not isinstance(record, (ChartSpec, FrontMatter)):
        found += _naming_complaints(item.text)
    if isinstance(record, (Correction, Disagreement)) or "verdict" in item.field:
        named = (marker for marker in markers(item.text) if marker.kind in FIGURES and marker.option != "label")
        found += [(m.start, m.raw, fault) for m in named if (fault := sliding(facts, m.target))]
    return found


def check_words_files(project: Project) -> Iterator[Problem]:
    """Check the words of the interface that a project has itself: they state no number, but for halves of years."""
    named = {key for model, records in project.records.items() if records for key in vocabularies(model).values()}
    for code, document in ((code, where.document) for (kind, code), where in project.where.items() if kind is Language):
        for location, said in leaves({key: said for key, said in document.data.items() if key != "numbers"}):
            found = [(item.sign, item.message) for item in find_leftovers(said)]
            kind, shown = location[0] in named, PLACE.sub("…", said)
            if kind or not (location[0] == "halves" or re.search(r"\d", shown)):  # which check_words tells
                numerals = typed_numerals(shown, wording_of(project, code).numerals, markdown=False)
                why = ", and this names a kind" if kind else " typed by hand: words of the interface state none"
                found += [(number, f"'{number}' is a number{why}") for _, number in numerals]
            if kind and "{" in said:
                found.append(("{", "this names a kind: its braces would be shown"))
            for snippet, message in found:
                yield document.problem(location, message, snippet=snippet)


def find_unfinished(project: Project) -> Iterator[Problem]:
    """Yield what is still to be written: fit for a desk, and not for readers."""
    message = f"is still to be written: '{UNFINISHED}'"
    for item in all_written(project):
        if UNFINISHED in item.text:
            yield item.problem(message=message, snippet=UNFINISHED)
    for code in project.site.languages:
        interface = Path(f"templates/words.{code}.yaml")
        words = (project.root / interface).read_text("utf-8") if (project.root / interface).is_file() else ""
        for number, line in enumerate(words.split("\n"), 1):  # which say so in comments
            if UNFINISHED in line:
                yield Problem(interface, number, line.index(UNFINISHED) + 1, message)


def complaints(project: Project, facts: Facts, text: str, language: str, *, blocks: bool) -> Iterable[Complaint]:
    marked = markers(text) if "{" in text else ()
    wrong = tuple([marker_problem(project, facts, marker, blocks=blocks) for marker in marked])
    found = _complaints(text, wrong, wording_of(project, language), blocks=blocks)
    return [item for item in found if not _is_id(project, text, item[0])] if "`" in text else found


@lru_cache(maxsize=16384)  # whoever checks again and again looks through the texts that have changed, or what they name
def _complaints(text: str, wrong: tuple[str | None, ...], wording: Wording, *, blocks: bool) -> tuple[Complaint, ...]:
    """Return what is wrong with a text, when what is wrong with each of its markers is known."""
    numerals, found = wording.numerals, list[Complaint]()
    for marker, fault in zip(markers(text), wrong, strict=True):
        messages = [fault] if fault else []
        if not fault and marker.kind in ("name", "words") and _is_quantity(marker, numerals):
            messages.append(f"'{marker.raw}' states a quantity; bind it to its statistic with {{id}}")
        elif not fault and marker.kind == "date" and wording.date(marker.target).isdecimal():
            before, behind = text[: marker.start][-1:], text[marker.start + len(marker.raw) :][:1]
            if (before.isascii() and before.isalnum()) or joined("0", behind):
                messages.append(f"'{marker.raw}' runs into what stands beside it; put a space between")
        messages += [item.message for item in find_leftovers(f"({marker.own}")]  # where it begins no line
        for number in numerals.find(marker.option) if marker.kind == "term" else ():
            messages.append(f"'{number.text}' is a number typed by hand, in the words of a term")
        found += [(marker.start, marker.raw, message) for message in messages]
    before, after = str(wording.words["quoted"]).split("{0}")
    quotation = f"{re.escape(before)}[^{re.escape(after)}]*{re.escape(after)}"
    for quoted in re.finditer(quotation, text) if before and after else ():
        for marker in markers(quoted[0]):
            if marker.kind == "number" and marker.option not in ("printed", "label"):
                message = f"'{marker.raw}' is worded by us; in quotation marks stands what was printed, {{…|printed}}"
                found.append((quoted.start() + marker.start, marker.raw, message))
    for brace in BRACE.finditer(CODE.sub(blank, blanked(text, markdown=blocks)) if blocks else blanked(text)):
        snippet = text[brace.start() : brace.end()]
        message = f"'{snippet}' is no marker; one stands {_SINGLE if '{{' in text else _IN_LINE}"
        found.append((brace.start(), snippet, message))
    left = () if blocks else (*find_leftovers(text), *find_brackets(text))  # a page's are told of it as a whole
    found += [(item.start, item.sign, item.message) for item in left]
    for start, said in typed_numerals(text, numerals, markdown=blocks):
        message = f"'{said}' is a number typed by hand; bind it to its statistic with {{id}}, "
        found.append((start, said, message + "or write {date:…}, {name:…} or {words:…} if it states none"))
    return tuple(found)


def _is_quantity(marker: Marker, numerals: Numerals) -> bool:
    """Whether what should be a name, or a number word that states no figure, can be nothing but a quantity.

    A name has plain digits (6G, 2.0) or words of numbers (六链五群); a number word is small or round. With a bound,
    a percent sign, groups of digits, a scale behind digits, or a unit behind them and no more, they count something.
    """
    units = [unit for unit in numerals.afters if unit[0].isspace() or not unit.isascii()]  # 20th is a name
    for item in numerals.find(marker.target):
        rest = marker.target[: item.start] + marker.target[item.end :]
        plain, is_one = _DIGITS.match(item.text), isinstance(item.value, Decimal)
        if marker.kind == "words" and (plain or (isinstance(item.value, Decimal) and _is_told_exactly(item.value))):
            return True
        if plain and (item.bound is not Bound.EXACT or item.percent or not is_one or item.value != Decimal(plain[0])):
            return True
        if plain and ((len(plain[0]) > LONGEST_NAME and not rest) or (not item.start and rest in units)):
            return True
    return False


def _is_told_exactly(value: Decimal) -> bool:
    return value > LARGEST_WORD and len(value.normalize().as_tuple().digits) > 1


def _naming_complaints(name: str) -> Iterator[Complaint]:
    """Yield the markers of a name that would say another, which may be said by it; and figures, which it is said
    without, wherever what it names is named."""
    for marker in markers(name):
        if marker.option == "label" or (marker.kind == "term" and not marker.option):
            yield marker.start, marker.raw, f"'{marker.raw}' can't stand in a name: write the words that it would say"
        elif marker.kind == "number":
            yield marker.start, marker.raw, f"'{marker.raw}' can't stand in a name, which is said where no figure is"


def typed_numerals(text: str, numerals: Numerals, *, markdown: bool) -> Iterator[tuple[int, str]]:
    """Yield where which numbers are typed by hand, those in code among them: readers see it."""
    shown = blanked(text, markdown=markdown)
    yield from ((numeral.start, numeral.text) for numeral in numerals.find(shown))
    yield from ((fraction.start(), fraction[0]) for fraction in FRACTION.finditer(shown))


def _is_id(project: Project, text: str, start: int) -> bool:
    """Whether a number is part of a statistic's or a chart's id, in code."""
    ids = (word for code in CODE.finditer(text) for word in WORD.finditer(text, *code.span()))
    return any(
        word.start() <= start < word.end() and (word[0] in project.statistics or word[0] in project.charts)
        for word in ids
    )
