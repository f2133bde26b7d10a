"""Project and facts → the index that a finished site is verified against (verify.py).

It is made from what editors typed and from the facts, not from pages: which records a text cites, which of its
digits and number words state no figure, which dates there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from microsite.charts.story import Story
from microsite.charts.texts import Typed, all_written
from microsite.charts.typesetting import is_wide
from microsite.checks.anchors import shown_on
from microsite.facts.corrections import list_entries
from microsite.facts.derive import Datum, Facts
from microsite.facts.formulas import tokens
from microsite.language.minutes import reading_time
from microsite.language.numerals import TABLES, Numerals
from microsite.language.prose import machine
from microsite.source.addresses import CHAPTERS
from microsite.source.calendar import iso, points, read, typed
from microsite.source.markup import ADDRESS, FIGURES, Marker, markers, sections
from microsite.source.models import UNSEEN, FrontMatter, SetAside, Statistic, Unit, split_reference
from microsite.source.project import Project
from microsite.source.record import AsDate, Record
from microsite.verify.records import ROUNDED, Index, Phrase, Recorded, Wordings

_COLUMNS = ("period_is", "status", "basis", "role", "source", "series", "counter", "speaker")  # of published rows
CONTEXT = 12  # characters on either side that tie a number word to its sentence
_BEFORE = re.compile(r"(?:[^\W\d_]|[ ,，、’])*\Z")  # of a line, what Markdown leaves as it is
_AFTER = re.compile(r"(?:[^\W\d_]|[ ,，、’])*")


def make_index(story: Story, today: str = "") -> Index:
    """Return the index of a project that passed all checks; `today` is the day as of which it was built, if any."""
    project, facts, proses = story.project, story.facts, story.proses
    written = list(_texts(project))
    marked = [(item, marker) for item in written if item.is_prose for marker in markers(item.text)]
    named = [marker.target for _, marker in marked if marker.kind == "date"]
    dates = _dates(project, facts, named + [today] * bool(today))
    return Index(
        languages={code: _wordings(story, code, dates, written, marked) for code in proses},
        inside=tuple(id_ for id_, unit in project.units.items() if unit.bound == "inside"),
        records={id_: tuple(_recorded(story, datum) for datum in data) for id_, data in facts.data.items()},
        past=tuple(_past(story)),
        cites=_cites(story, marked),
        quotes=tuple(dict.fromkeys(item.printed for item in project.set_aside.values())),
        formulas={id_: item.derive.formula for id_, item in project.statistics.items() if item.derive},
        places=_places(project),
    ).even()


# --- what is written


def _texts(project: Project) -> Iterator[Typed]:
    """Yield every text that pages show; those of chapters stand on the story's page, too, and may head lists."""
    for item in all_written(project):
        if isinstance(item.record, Unit) or (isinstance(item.record, FrontMatter) and item.field[0] in UNSEEN):
            continue
        yield item
        if item.scope.startswith(f"page:{CHAPTERS}"):
            lists = () if project.site.subjects or item.field != ("title",) else ("charts", "statistics")
            yield from (item._replace(scope=f"page:{name}") for name in ("index", *lists))


def _dates(project: Project, facts: Facts, found: list[str]) -> tuple[str, ...]:
    """Return every period that the site may name, each with the points that it runs between, and their years."""
    found += [datum.period for datum in facts if datum.period]
    records = (record for _, _, record, _ in project.entries())
    found += [date for record in records for _, date, mark in record.marked if isinstance(mark, AsDate)]
    for statistic in project.statistics.values():
        if statistic.derive:
            found += [text for kind, text in tokens(statistic.derive.formula) if kind == "days"]
    named = dict.fromkeys(point for period in found for point in (period, *points(period)))
    return tuple(named | dict.fromkeys(typed(read(point).year) for at in named for point in points(at)))


# --- what each part of the index is


def _recorded(story: Story, datum: Datum) -> Recorded:
    return Recorded(
        id=datum.statistic,
        key=datum.key,
        number=machine(datum.quantity),
        bound=datum.quantity.bound.value,
        unit=datum.unit,
        period=datum.period or "",
        labelled=datum.period_label is not None,
        paragraphs=tuple(place.paragraph for place in datum.places),
        printed=tuple(
            dict.fromkeys(filter(None, (datum.printed, datum.worded, *(place.printed for place in datum.places))))
        ),
        source=story.place(datum),
        columns=tuple((name, str(getattr(datum, name) or "")) for name in _COLUMNS),
        kinds=tuple((code, prose.wording.kind(datum)) for code, prose in story.proses.items()),
    )


def _past(story: Story) -> Iterator[Recorded]:
    for entry in list_entries(story.project, story.facts):
        now = _recorded(story, entry.datum)
        for datum in (entry.was, entry.now):
            if datum:
                quantity = datum.quantity
                yield replace(now, key=datum.key, number=machine(quantity), bound=quantity.bound.value)


def _wordings(
    story: Story, code: str, dates: tuple[str, ...], written: list[Typed], marked: list[tuple[Typed, Marker]]
) -> Wordings:
    project, proses = story.project, story.proses
    wording = proses[code].wording
    numerals, language = wording.numerals, wording.language
    words = {said: wording.date(date) for date in dates for said in (date, iso(date))}
    names = (item.text for item in written if not item.is_prose and item.language == code)
    own = (other.name for other in project.site.languages.values())  # of which each page names all
    units = (unit.name[code] for unit in project.units.values())
    phrases = [*_whole("date", *words.values()), *_whole("name", *names, *own, *units)]
    for item, marker in marked:
        if marker.kind in ("name", "words", "claim"):
            said = marker.option if marker.kind == "claim" else marker.target
            if item.language == code:
                phrases.append(_phrase(item.text, marker, said, numerals))
                if marker.kind == "claim":  # as the pages of statistics list them
                    phrases += _whole("claim", str(wording.words["quoted"]).format(said))
            elif not proses[item.language].wording.numerals.find(said, loose=True):  # of this language, in another
                phrases += _whole(marker.kind, said)
    phrases += _whole("paragraph", *(wording.paragraphs(*numbers) for numbers in _paragraphs(project)))
    phrases += _whole("length", reading_time(project.pages[code], language.words_a_minute, wording))
    phrases += _whole("name", project.site.url.rstrip("/"))  # may hold digits, and stands in citations
    formulas = (item.derive.formula for item in project.statistics.values() if item.derive)
    phrases += [phrase for formula in formulas for phrase in _numbers(formula)]
    kinds = [str(said) for name in ("statuses", "derived_from") for said in wording.words[name].values()]
    phrases += _whole("name", *(address for item in written for address in ADDRESS.findall(item.text)))
    kept = [phrase for phrase in phrases if numerals.find(phrase.text, loose=True)]
    return Wordings(
        tag=language.tag,
        folder=language.folder,
        locale=language.locale,
        words={name: wording.words[name] for name in TABLES if name in wording.words},
        units={id_: wording.patterns(id_) for id_ in project.units},
        dates=words,
        phrases=tuple(dict.fromkeys(kept)),
        kinds=tuple(dict.fromkeys(kinds)),
    )


def _whole(kind: str, *texts: str) -> Iterator[Phrase]:
    """Yield texts of which nothing states a figure, wherever they stand."""
    yield from (Phrase(kind, text, 0, len(text)) for text in texts)


def _phrase(text: str, marker: Marker, said: str, numerals: Numerals) -> Phrase:
    """Tie what a marker exempts to what stands around it, unless it is a name that says more than a number."""
    found = numerals.find(said, loose=True)
    end = marker.start + len(marker.raw)
    beside = text[max(0, marker.start - 1) : marker.start] + text[end : end + 1]
    is_joined = any(letter.isalnum() and not is_wide(letter) for letter in beside)
    if marker.kind == "name" and not is_joined and not any(numeral.text == said for numeral in found):
        return Phrase(marker.kind, said, 0, len(said))
    left, right = _BEFORE.search(text, max(0, marker.start - 2 * CONTEXT), marker.start), _AFTER.match(text, end)
    # White space at either end may stand at that of a paragraph, an item or a cell, where it is not shown.
    before = re.sub(" +", " ", left[0])[-CONTEXT:].lstrip(" ") if left else ""
    after = re.sub(" +", " ", right[0])[:CONTEXT].rstrip(" ") if right else ""
    return Phrase(marker.kind, before + said + after, len(before), len(before + said))


def _paragraphs(project: Project) -> Iterator[tuple[int, ...]]:
    """Yield the paragraphs of the article of which the site says that something stands there, together."""
    for _, _, record, _ in project.entries():
        if isinstance(record, SetAside):
            yield record.paragraph
        elif isinstance(record, Statistic):
            yield from ((place.paragraph,) for item in record.observations for place in item.places)
        else:
            yield getattr(record, "paragraphs", ())


def _numbers(formula: str) -> Iterator[Phrase]:
    """Yield the numbers that a formula itself holds, with the signs beside them."""
    found = [(kind, {"*": "×", "/": "÷", "-": "−"}.get(text, text)) for kind, text in tokens(formula)]
    for index, (kind, text) in enumerate(found):
        if kind == "number":
            before = f"{found[index - 1][1]} " if index and found[index - 1][0] == "sign" else ""
            after = f" {found[index + 1][1]}" if index + 1 < len(found) else ""
            yield Phrase("formula", before + text + after, len(before), len(before + text))


def _cites(story: Story, marked: list[tuple[Typed, Marker]]) -> dict[str, tuple[str, ...]]:
    project, facts = story.project, story.facts
    cites: dict[str, dict[str, None]] = defaultdict(dict)

    def add(scope: str, reference: str, form: str = "") -> None:
        if form != "label":
            said = "" if form in ("", "text", "full") else f"|{form}"
            cites[scope][facts.find(reference).reference + said] = None

    for slug, spec in (*project.charts.items(), *story.courses.items()):
        for mark in spec.marks:
            add(f"chart:{slug}", mark.statistic, "mark")
            if spec.round_to:
                add(f"chart:{slug}", mark.statistic, f"{ROUNDED}{spec.round_to}")
    for item, marker in marked:
        if marker.kind in FIGURES:
            add(item.scope, marker.target, marker.option)
    for id_, statistic in project.statistics.items():
        for datum in facts.data[id_]:
            add(f"statistic:{id_}", datum.reference)
        for kind, text in tokens(statistic.derive.formula) if statistic.derive else ():
            if kind in ("id", "stated"):
                add(f"statistic:{id_}", text, "value" if kind == "stated" else "")
    told: list[tuple[Record, tuple[str, ...]]] = [(item, item.figures) for item in project.disagreements.values()]
    told += [(item, (item.statistic,)) for item in project.corrections.values()]
    for record, figures in told:  # on the pages of the statistics that they are about
        named = [(reference, "") for reference in figures]
        for words in (words for _, text, _ in record.texts for words in text.values()):
            named += [(marker.target, marker.option) for marker in markers(words) if marker.kind == "number"]
        for scope in {f"statistic:{split_reference(reference)[0]}" for reference in figures}:
            for reference, form in named:
                add(scope, reference, form)
    return {scope: tuple(found) for scope, found in cites.items()}


def _places(project: Project) -> dict[str, str]:
    """Return where scopes, and the parts of pages that have an id, are written: path:line."""
    places: dict[str, str] = {}
    for kind, id_, _, where in project.entries():
        if kind.alone:
            places[kind.scope(id_)] = where.begin()
        if "{id}" in kind.anchor:
            for code in project.site.languages:
                places[f"{code}/{kind.page}#{kind.anchor.format(id=id_)}"] = where.begin()
    for code, pages in project.pages.items():
        for name, page in pages.items():
            path, shown = page.path.as_posix(), shown_on(page)
            chapter = f"#{name.removeprefix(CHAPTERS)}" if name.startswith(CHAPTERS) else ""
            places[f"{code}/{shown}{chapter}"] = f"{path}:{page.body_line + 1}"
            for section in sections(page.body):
                if section.id:
                    places[f"{code}/{shown}#{section.id}"] = f"{path}:{page.body_line + section.line + 1}"
    return places
