"""Text with markers → plain text or HTML, in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from markupsafe import Markup, escape

from microsite.facts.derive import Datum, Facts
from microsite.language.conversion import HELD, convert
from microsite.language.wording import Wording, WordingForm
from microsite.quantities import Quantity
from microsite.source.addresses import Links
from microsite.source.calendar import points
from microsite.source.markup import MARKER, WIDE_LETTERS, markers, read
from microsite.source.project import Project

_COUNTED = re.compile(r"(?<=[0-9]) (?=\w)")
# What is raised for a text in which something is named that is not there, as its place is told.
UNSAID = (KeyError, ValueError, RecursionError)
DAY = len("2025-05-09")
LONG = 10  # characters: a third of a phone's line
# In a script without spaces: between the words of a bound and its number.
_BEFORE_DIGITS = re.compile(rf"(?<=[{WIDE_LETTERS}])(?=−?[0-9])")


def undivided(words: str) -> Markup:
    """Return what no line is to end in, such as a date; in a script without spaces, it may behind the year."""
    return Markup('<span class="date">{}</span>').format(_divided(words, 1))


def _divided(words: str, most: int = 0) -> Markup:
    """Say where a line may end in what is kept together."""
    return Markup(_BEFORE_DIGITS.sub("<wbr>", escape(words), most))


def machine(quantity: Quantity) -> str:
    """Write a quantity's number for `<data value>`: plain digits, the ends of a range with a slash."""
    return "/".join(format(end, "f") for end in quantity.ends)


Block = Callable[[str, Links], Markup]


class Prose:
    """Renders the texts of one language. `blocks` renders what stands alone on a line, by kind."""

    def __init__(self, wording: Wording, facts: Facts, project: Project) -> None:
        self.wording, self.facts, self.project = wording, facts, project
        self.text, self.html = cache(self._text), cache(self._html)  # which stand on many pages, and in checks

    def _text(self, source: str) -> str:
        """Render to plain text: for titles, alternative texts, charts, downloads."""
        return MARKER.sub(lambda match: self.words(*read(match)), source)

    def _html(self, source: str, links: Links) -> Markup:
        """Render one line of text to inline HTML, everything but the markers escaped."""
        if "{" not in source:
            return escape(source)
        parts, end = [], 0
        for match in MARKER.finditer(source):
            parts += [escape(source[end : match.start()]), self._inline(*read(match), links)]
            end = match.end()
        return Markup("").join([*parts, escape(source[end:])])

    def markdown(self, source: str, links: Links, blocks: Mapping[str, Block], *, anchor: str, level: int) -> Markup:
        """Render Markdown. Headings are shifted so that `##` is `level`; `anchor` is of whose footnotes these are."""

        def filled(held: re.Match[str]) -> str:
            [marker] = markers(held["marker"])
            if marker.kind in blocks:
                return blocks[marker.kind](marker.target, links)
            said = self._inline(marker.kind, marker.target, marker.option, links)
            return f"<p>{said}</p>" if held["begin"] else said

        return Markup(HELD.sub(filled, convert(source, links, anchor, level - 2)))

    def number(self, datum: Datum, form: str, links: Links) -> Markup:
        """A figure in HTML: the number as data, linked to its statistic's page."""
        address, data = escape(links.statistic(datum.statistic)), self.data(datum, form)
        return Markup(f'<a class="number {datum.status}" href="{address}">{data}</a>')

    def data(self, datum: Datum, form: str) -> Markup:
        """A figure in HTML: the number as data. No line shall end in it; in a script without spaces, in a long one."""
        lang = f' lang="{datum.language}"' if form == "printed" else ""
        value, words = machine(datum.quantity), _COUNTED.sub("\u00a0", self._figure(datum, form))
        text = _divided(words) if len(words) >= LONG else escape(words)
        return Markup(f'<data class="stat" value="{value}" {self.record(datum)}{lang}>{text}</data>')

    def record(self, datum: Datum) -> Markup:
        """What says of an element which figure it shows, as attributes."""
        key = f' data-key="{datum.key}"' if datum != self.facts.data[datum.statistic][0] else ""
        return Markup(f'data-id="{datum.statistic}"{key}')

    def label(self, datum: Datum) -> str:
        """What a datum counts: its own label, else its statistic's."""
        label = datum.label or self.project.statistics[datum.statistic].label
        return self.text(label[self.wording.code])

    def _figure(self, datum: Datum, form: str) -> str:
        if form == "printed":
            return datum.worded or ""
        quantity = datum.quantity.size if form == "size" else datum.quantity
        shown: WordingForm = "text" if form in ("", "size") else form  # type: ignore[assignment]
        return self.wording.quantity(quantity, datum.unit, shown)

    def words(self, kind: str, target: str, option: str) -> str:
        """Return what a marker says: its kind, what it names, and what stands after `|`."""
        if kind == "term":
            return option or self.text(self.project.terms[target].term[self.wording.code])
        if kind == "date":
            return self.wording.date(target)
        if kind in ("name", "words"):
            return target
        if kind == "claim":
            return option
        datum = self.facts.find(target)
        return self.label(datum) if option == "label" else self._figure(datum, option)

    def _inline(self, kind: str, target: str, option: str, links: Links) -> Markup:
        words = self.words(kind, target, option)
        if kind == "term":
            definition = self.text(self.project.terms[target].definition[self.wording.code])
            return Markup('<a class="term" href="{}" title="{}">{}</a>').format(links.term(target), definition, words)
        if kind == "number" and option == "label":
            return Markup('<a href="{}">{}</a>').format(links.statistic(self.facts.find(target).statistic), words)
        if kind == "number":
            return self.number(self.facts.find(target), option, links)
        # No line shall end between a day and its month; nor anywhere in a date, in a language without spaces.
        if kind == "date" and not words.isdecimal() and (len(target) >= DAY or " " not in words):
            return self.date(target)
        return escape(words)

    def date(self, period: str) -> Markup:
        """Word a date so that no line ends in it; of two, one may end between them, for both can be too long for it."""
        if len(both := points(period)) > 1:
            return escape(self.wording.words["period"]).format(*map(self.date, both))
        return undivided(self.wording.date(period))
