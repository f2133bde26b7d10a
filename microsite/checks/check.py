"""Rules that hold across files → problems: unknown ids, missing translations, numbers typed by hand.

What one file says by itself is for models.py and load.py; what a formula can't know, for derive.py.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from microsite.charts.chart import Chart, Inputs, check, draw, resolve
from microsite.charts.exhibits import refuse
from microsite.charts.forms import FORMS
from microsite.charts.story import Story
from microsite.charts.style import WIDTHS
from microsite.charts.texts import written
from microsite.charts.typesetting import outside
from microsite.checks.addresses import check_addresses
from microsite.checks.anchors import check_anchors, list_anchors, own_ids, shown_on
from microsite.checks.future import check_future
from microsite.checks.leftovers import find_in_markdown, find_leftovers
from microsite.checks.printed import check_printed
from microsite.checks.shape import check_shape, shape_problem
from microsite.checks.verdicts import check_verdicts, sliding
from microsite.errors import Problem, suggestion
from microsite.facts.corrections import typed
from microsite.facts.derive import Facts, observation_key
from microsite.language.conversion import unread
from microsite.language.numerals import Numerals
from microsite.language.prose import Prose
from microsite.language.wording import wording_of
from microsite.quantities import Bound, Quantity
from microsite.source.calendar import check_period, end_of, is_latest, is_overdue
from microsite.source.fields import check_link
from microsite.source.markup import (
    BLOCKS,
    FIGURES,
    KINDS,
    LINK,
    OPTIONS,
    SCHEMES,
    UNFINISHED,
    Marker,
    blank,
    blanked,
    markers,
)
from microsite.source.models import (
    ChartSpec,
    Claim,
    Correction,
    Disagreement,
    Exhibit,
    Role,
    Site,
    Source,
    Statistic,
    Term,
    Unit,
    split_reference,
)
from microsite.source.project import Page, Project, Where
from microsite.source.record import Record, vocabularies
from microsite.source.yamlfile import Location

INDENTED = 4  # spaces before a line from which Markdown takes it for code
CODE = re.compile(r"`[^`\n]*`")
WORD = re.compile(r"[a-z0-9-]+")  # an id, if there is one
ITEM = re.compile(r" *([0-9]{1,3})[.)](?= )")  # of a numbered list
BRACE = re.compile(r"[{}｛｝][\w@:|.-]{0,20}")  # where no marker is: of one that is not closed, or typed full-width
FRACTION = re.compile("[¼-¾⅐-⅟↉]")  # in one character
WIDE = {"：": ":", "｜": "|", "＠": "@", "，": ","}  # what Chinese keyboards type for the signs of a marker
UNDERLINE = re.compile(r"[ >]{0,3}(=+|-+) *")  # makes a heading of the line above, elsewhere
_EMPHASIS = re.compile(r"[*`]")  # what Markdown shows nothing of
LONGEST_ALT = 200  # characters: a screen reader says them in one go

Complaint = tuple[int, str, str]  # where in the text, its snippet there, and what is wrong with it


def check_project(story: Story) -> list[Problem]:
    """Return everything that does not fit together, in no particular order."""
    project, facts = story.project, story.facts
    problems = [
        *project.unread,
        *_check_texts(project, facts),
        *_check_statistics(project),
        *_check_units(project, facts),
        *_check_sources(project),
        *_check_lists(project),
        *_check_claims(project),
        *check_shape(project, facts),
        *_check_disagreements(project, facts),
        *_check_corrections(project, facts),
        *check_future(project, time.strftime("%Y-%m-%d")),
        *_check_pages(project, facts),
        *_check_charts(project),
        *check_addresses(project),
        *check_anchors(project),
    ]
    if facts.data.keys() and all(datum.unit in project.units for datum in facts):  # what is compared, or drawn, in them
        problems += [*_check_pictures(project, facts), *check_verdicts(project, facts)]
    sound = not problems and facts.data.keys() >= project.statistics.keys()
    return [*problems, *_check_drawings(project, story.inputs, sound=sound)]


def check_alternatives(story: Story) -> Iterator[Problem]:
    """Yield the charts whose alternative text says too little, or too much to listen to.

    Only where all that the texts name is sound.
    """
    project = story.project
    for slug, spec in project.charts.items():
        for code, language in project.site.languages.items():
            length = len(story.proses[code].text(spec.alt[code]))
            if not language.shortest_alt <= length <= LONGEST_ALT and UNFINISHED not in spec.alt[code]:
                message = f"has {length} characters; an alternative text has {language.shortest_alt} to {LONGEST_ALT}"
                yield project.where[ChartSpec, slug].problem("alt", code, message=message)


def check_readings(story: Story) -> Iterator[Problem]:
    """Yield the units that word a figure so that another is read, as {0}+ does."""
    where = story.project.where
    for code, prose in story.proses.items():
        quantities = {(Quantity(datum.quantity.value), datum.unit): None for datum in story.facts}  # no words of bounds
        found: dict[tuple[str, str], str] = {}
        for quantity, unit in quantities:
            for form in ("text", "full") if story.project.units[unit].text else ("full",):
                said = prose.wording.quantity(quantity, unit, form)
                read = [(item.value, item.bound) for item in prose.wording.numerals.find(said)]
                if read != [(quantity.value, quantity.bound)]:
                    found.setdefault((unit, form), said)
        for (unit, form), said in found.items():
            message = f"words a figure as '{said}', which is read as another one"
            yield where[Unit, unit].problem(form, code, message=message)


def check_joints(story: Story) -> Iterator[Problem]:
    """Yield the markers whose words make another number with what stands beside them: {date:2022}{apples}, {trees}万.

    Only where all that the texts name is sound.
    """
    project = story.project
    for _, _, record, where in project.entries():
        for location, text, is_prose in written(record):
            for code, words in text.items() if is_prose else ():
                for marker, message in _joints(words, story.proses[code]):
                    yield where.problem(*location, code, message=message, snippet=marker.raw)
    for page in (page for pages in project.pages.values() for page in pages.values()):
        prose, front = story.proses[page.language], project.where[type(page.front), f"{page.language}/{page.name}"]
        for name, words in page.front:
            for marker, message in _joints(words, prose):
                yield front.problem(name, message=message, snippet=marker.raw)
        for number, line in enumerate(page.body.split("\n"), page.body_line + 1):
            for marker, message in _joints(line, prose):
                yield Problem(page.path, number, marker.start + 1, message)


def _joints(text: str, prose: Prose) -> Iterator[tuple[Marker, str]]:
    shown, end = "", 0
    edges: list[tuple[Marker, int, int]] = []
    for marker in markers(text):
        shown += _EMPHASIS.sub("", text[end : marker.start])
        start, end = len(shown), marker.start + len(marker.raw)
        shown += "" if marker.kind in BLOCKS else prose.text(marker.raw)
        if marker.kind in ("number", "date") and marker.option != "label":
            edges.append((marker, start, len(shown)))
    if edges:
        shown += _EMPHASIS.sub("", text[end:])
        single = [item for item in prose.wording.numerals.find(shown) if not isinstance(item.value, tuple)]
        for marker, *ends in edges:
            for said in (item.text for item in single if any(item.start < at < item.end for at in ends)):
                yield marker, f"'{said}' would be read as one number; write what keeps '{marker.raw}' apart"


def find_unfinished(project: Project) -> Iterator[Problem]:
    """Yield what is still to be written: fit for a desk, and not for readers."""
    message = f"is still to be written: '{UNFINISHED}'"
    for _, _, record, where in project.entries():
        for location, text, _ in written(record):
            for language, words in text.items():
                if UNFINISHED in words:
                    yield where.problem(*location, language, message=message, snippet=UNFINISHED)
    for pages in project.pages.values():
        for page in pages.values():
            where = project.where[type(page.front), f"{page.language}/{page.name}"]
            for name, words in page.front:
                if UNFINISHED in words:
                    yield where.problem(name, message=message, snippet=UNFINISHED)
            yield from _unfinished(page.path, page.body, page.body_line)
    for code in project.site.languages:
        interface = Path(f"templates/words.{code}.yaml")
        if (project.root / interface).is_file():  # which says so in comments
            yield from _unfinished(interface, (project.root / interface).read_text("utf-8"))


def _unfinished(path: Path, text: str, above: int = 0) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), above + 1):
        if UNFINISHED in line:
            yield Problem(path, number, line.index(UNFINISHED) + 1, f"is still to be written: '{UNFINISHED}'")


# --- texts


def _check_texts(project: Project, facts: Facts) -> Iterator[Problem]:
    for _, _, record, where in project.entries():
        yield from _text_problems(project, facts, record, where)


def _text_problems(project: Project, facts: Facts, record: Record, where: Where) -> Iterator[Problem]:
    languages = project.site.languages
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
            for item in find_leftovers(words) if isinstance(words, str) else ():
                yield where.problem(*location, language, message=item.message, snippet=item.sign)
            if is_prose:
                found = [*_complaints(project, facts, words, language, blocks=False)]
                if isinstance(record, (Statistic, Term)) and location[-1] in ("label", "term"):
                    found += _round_complaints(words)
                if isinstance(record, (Correction, Disagreement)) or "verdict" in location:
                    found += _sliding_complaints(facts, words)
                for _, snippet, message in found:
                    yield where.problem(*location, language, message=message, snippet=snippet)


def _complaints(project: Project, facts: Facts, text: str, language: str, *, blocks: bool) -> Iterator[Complaint]:
    for marker in markers(text):
        message = _marker_problem(project, facts, marker, blocks=blocks)
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
    for start, said in _numerals(text, wording_of(project, language).numerals, markdown=blocks):
        if "`" not in text or not _is_id(project, text, start):
            yield (
                start,
                said,
                f"'{said}' is a number typed by hand; bind it to its statistic with {{id}}, "
                f"or write {{date:…}}, {{name:{said}}} or {{words:{said}}} if it states none",
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


@lru_cache(maxsize=16384)  # whoever builds again and again reads the texts that have changed; so below
def _numerals(text: str, numerals: Numerals, *, markdown: bool) -> tuple[tuple[int, str], ...]:
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


def _marker_problem(project: Project, facts: Facts, marker: Marker, *, blocks: bool) -> str | None:
    if marker.kind not in ("number", *KINDS):
        return f"unknown marker '{marker.kind}:'{suggestion(marker.kind, KINDS)}"
    if marker.kind in BLOCKS and not blocks:
        return f"a {marker.kind} stands in a Markdown page only"
    if marker.kind in ("name", "words"):
        return None if marker.target else "names nothing"
    if wide := next((sign for sign in WIDE if sign in marker.target), None):
        return f"'{wide}' in '{marker.raw}' is full-width; expected '{WIDE[wide]}'"
    if marker.kind == "date":
        return _date_problem(marker.target)
    if marker.kind == "claim":
        return _claim_problem(project, facts, marker)
    if marker.kind == "term":
        return _unknown("term", marker.target, project.terms)
    if marker.kind == "chart":
        return _unknown("chart", marker.target, project.charts)
    if marker.kind == "xray":
        return shape_problem(project, marker.target)
    if marker.option and marker.option not in OPTIONS:
        return f"unknown option '{marker.option}'{suggestion(marker.option, OPTIONS)} (known: {', '.join(OPTIONS)})"
    problems = (_reference_problem(project, facts, reference) for reference in marker.references)
    if (message := next(filter(None, problems), None)) or marker.option != "printed":
        return message
    id_, _ = split_reference(marker.target)
    if id_ in facts.data and not facts.find(marker.target).worded:
        return f"'{marker.target}' has no 'printed' to show"
    return None


def _claim_problem(project: Project, facts: Facts, marker: Marker) -> str | None:
    if unknown := _unknown("claim", marker.target, project.claims):
        return unknown
    if not marker.option:
        return f"the claim says nothing; write {{claim:{marker.target}|the words that it ties}}"
    if marker.target in facts.broken:
        return f"'{marker.option}' {facts.broken[marker.target]}"
    return None


def _reference_problem(project: Project, facts: Facts, reference: str) -> str | None:
    if reference in project.statistics and reference not in facts.data:
        return None  # its formula is a problem already
    try:
        facts.find(reference)
    except ValueError as error:
        return str(error)
    return None


def _dated_problem(project: Project, facts: Facts, reference: str) -> str | None:
    """Say what is wrong with a reference in the records of what was so once."""
    return _reference_problem(project, facts, reference) or sliding(facts, reference)


def _date_problem(text: str) -> str | None:
    try:
        check_period(text)
    except ValueError as error:
        return str(error)
    return None


def _unknown(kind: str, id_: str, known: Collection[str]) -> str | None:
    return None if id_ in known else f"unknown {kind} '{id_}'{suggestion(id_, known)}"


# --- data


def _check_statistics(project: Project) -> Iterator[Problem]:
    for id_, statistic in project.statistics.items():
        where = project.where[Statistic, id_]
        checks: list[tuple[Location, str | None]] = [
            (("unit",), _unknown("unit", statistic.unit, project.units)),
            (("chapter",), _unknown("chapter", statistic.chapter, project.subjects)),
        ]
        checks += [
            (("related", index), _unknown("statistic", other, project.statistics))
            for index, other in enumerate(statistic.related)
        ]
        if bool(statistic.observations) == bool(statistic.derive):
            yield where.problem(message=f"'{id_}' needs either 'observations' or 'derive'", at_key=True)
        seen: set[str] = set()
        for index, observation in enumerate(statistic.observations):
            here = ("observations", index)
            key = observation_key(observation)
            if key in seen:
                message = f"a second observation '{key}'; give it a 'key' of its own"
                yield where.problem(*here, message=message)
            seen.add(key)
            checks.append(((*here, "source"), _unknown("source", observation.source, project.sources)))
            for name in ("speaker", "counter"):
                if who := getattr(observation, name):
                    checks.append(((*here, name), _unknown("speaker", who, project.speakers)))
            if observation.series:
                checks.append(((*here, "series"), _unknown("series", observation.series, statistic.series)))
            if (observation.period is None) != (observation.period_is == "unstated"):
                message = "without a 'period', 'period_is' must be 'unstated'; with one it can't be"
                yield where.problem(*here, "period_is", message=message)
            is_article = observation.role is Role.ARTICLE
            for name in ("paragraph", "printed", "speaker"):
                if name == "printed" and not is_article:
                    continue
                if is_article != (getattr(observation, name) is not None):
                    message = (
                        f"an observation of role {observation.role} {'needs' if is_article else 'has no'} '{name}'"
                    )
                    yield where.problem(*here, name, message=message, at_key=True)
            if observation.next_release and end_of(observation.next_release) <= end_of(observation.period):
                yield where.problem(*here, "next_release", message="lies before the end of the figure's own period")
            if is_article and observation.source != project.site.article:
                message = "an observation of role article cites the article"
                message += f", '{project.site.article}'" if project.site.article else ", and data/site.yaml names none"
                yield where.problem(*here, "source", message=message)
        checks += [*_series_faults(statistic), *check_printed(project, id_)]
        for location, message_or_none in checks:
            if message_or_none:
                yield where.problem(*location, message=message_or_none)


def _series_faults(statistic: Statistic) -> Iterator[tuple[Location, str]]:
    """Yield what keeps the figures of a series from following each other: each has a period of its own."""
    for name, series in statistic.series.items():
        seen: set[str] = set()
        for index, observation in enumerate(statistic.observations):
            if observation.series != name:
                continue
            here, period = ("observations", index), observation.period
            if period is None:
                yield (*here, "series"), f"without a 'period', it has no place in the series '{name}'"
            elif period in seen:
                yield (*here, "period"), f"a second figure of the series '{name}' for {period}; a series has one"
            seen.add(period or "")
        if not seen:
            yield ("series", name), f"no observation is of the series '{name}'"
        for period in series.breaks:
            if period not in seen:
                yield (
                    ("series", name, "breaks", period),
                    f"'{name}' has no figure for {period}, the first on a new base",
                )
            elif end_of(period) == min(map(end_of, seen)):
                yield ("series", name, "breaks", period), f"'{name}' begins with {period}: there is nothing to break"


def find_overdue(project: Project, today: str) -> Iterator[Problem]:
    """Yield the figures whose sources should have published the next one by a day, which the data do not have."""
    for id_, statistic in project.statistics.items():
        periods = [item.period for item in statistic.observations]
        for index, item in enumerate(statistic.observations):
            if item.next_release and is_overdue(item.next_release, today) and is_latest(item.period, periods):
                message = f"the next figure of '{id_}' was due: add it, or say when it is due now"
                yield project.where[Statistic, id_].problem("observations", index, "next_release", message=message)


def _check_units(project: Project, facts: Facts) -> Iterator[Problem]:
    """Yield the units whose words could not be told from a figure, or from the sign of its bound."""
    bounded = {datum.unit for datum in facts if datum.quantity.bound is not Bound.EXACT}
    for id_, unit in project.units.items():
        where = project.where[Unit, id_]
        for location, text, _ in unit.texts:
            for code, patterns in text.items():
                said = patterns.values() if isinstance(patterns, dict) else (patterns,)
                parts = (part for pattern in said for part in pattern.split("{0}"))
                if location == ("name",):  # is no pattern: its braces are shown
                    parts = (name.replace("{", "(") for name in said)
                for part in parts:
                    for _, number in _numerals(part, wording_of(project, code).numerals, markdown=False):
                        message = f"'{number}' would be read as a figure; say without a number what the unit is"
                        yield where.problem(*location, code, message=message, snippet=number)
                signed = id_ in bounded and unit.bound == "inside" and location == ("text" if unit.text else "full",)
                if signed and not all(pattern.startswith("{0}") for pattern in said):
                    message = "signs such as > stand before this: with 'bound: inside', 'text' begins with the number"
                    yield where.problem(*location, code, message=message)


def _check_sources(project: Project) -> Iterator[Problem]:
    article = project.site.article
    if article is not None and article not in project.sources:
        message = f"unknown source '{article}'{suggestion(article, project.sources)}"
        yield project.where[type(project.site), "site"].problem("article", message=message)
    elif article is not None and project.sources[article].language is None:
        message = f"the article '{article}' needs a 'language', in which its phrases are printed"
        yield project.where[Source, article].problem(message=message, at_key=True)
    for id_, source in project.sources.items():
        where = project.where[Source, id_]
        if source.url and source.grade == "mirror":
            yield where.problem("url", message="a mirrored source is credited and not linked: remove its 'url'")


def _check_lists(project: Project) -> Iterator[Problem]:
    """Check the statistics that records name, and the words of the story's own vocabularies."""
    for _, _, record, where in project.entries():
        for index, id_ in enumerate(getattr(record, "statistics", ())):
            if message := _unknown("statistic", id_, project.statistics):
                yield where.problem("statistics", index, message=message)
        for name, key in vocabularies(type(record)).items():
            for code, words in project.words.items():
                if (message := _unknown(name, sort := getattr(record, name), words[key])) is None:
                    continue
                if not suggestion(sort, words[key]):
                    message += (
                        f" (known: {', '.join(words[key])}): name it below '{key}' in templates/words.{code}.yaml"
                    )
                yield where.problem(name, message=message)
                break


def _check_pictures(project: Project, facts: Facts) -> Iterator[Problem]:
    for id_, exhibit in project.exhibits.items():
        if exhibit.drawing is None:
            continue
        where, data = project.where[Exhibit, id_], []
        for index, reference in enumerate(exhibit.drawing.of):
            if message := _reference_problem(project, facts, reference):
                yield where.problem("drawing", "of", index, message=message)
            elif split_reference(reference)[0] in facts.data:
                data.append(facts.find(reference))
        if len(data) == len(exhibit.drawing.of):
            for message in refuse(exhibit.drawing, data, project.units):
                yield where.problem("drawing", "of", message=message)


def _targets(project: Project, kind: str) -> set[str]:
    """Return what the markers of one kind name, in pages and in records."""
    said = [
        text
        for pages in project.pages.values()
        for page in pages.values()
        for text in (page.body, *dict(page.front).values())
    ]
    for _, _, record, _ in project.entries():
        said += [words for _, text, is_prose in written(record) if is_prose for words in text.values()]
    return {marker.target for text in said for marker in markers(text) if marker.kind == kind}


def _check_claims(project: Project) -> Iterator[Problem]:
    stated = _targets(project, "claim")
    for statistic in project.statistics.values():
        stated |= {claim for item in statistic.observations if item.verdict for claim in item.verdict.claims}
    for id_ in project.claims:
        if id_ not in stated:
            message = f"no text or verdict rests on this claim; write {{claim:{id_}|…}} around its words, or remove it"
            yield project.where[Claim, id_].problem(message=message, at_key=True)


def _check_disagreements(project: Project, facts: Facts) -> Iterator[Problem]:
    for id_, item in project.disagreements.items():
        where = project.where[Disagreement, id_]
        faults = [_dated_problem(project, facts, reference) for reference in item.figures]
        for index, message in enumerate(faults):
            if message:
                yield where.problem("figures", index, message=message)
        known = all(split_reference(reference)[0] in facts.data for reference in item.figures)
        if known and not any(faults):
            data = [facts.find(reference) for reference in item.figures]
            if len({(datum.quantity, datum.unit, str(datum.label)) for datum in data}) == 1:
                yield where.problem("figures", message="nothing here disagrees: expected different figures")


def _check_corrections(project: Project, facts: Facts) -> Iterator[Problem]:
    """Check that the log is of what there is, newest first, and that its figures lead from one to the next."""
    if project.corrections and not project.site.feed_id:
        title = project.site.title[project.default_language]
        message = f"lacks a 'feed_id', by which readers' programs know what they have shown; so far it is '{title}'"
        yield project.where[Site, "site"].problem(message=message, at_key=True)
    later: dict[str, Quantity] = {}  # what each figure was before the corrections above
    seen: set[tuple[str, str]] = set()
    before = ""
    for index, correction in enumerate(project.corrections.values()):
        where = project.where[Correction, str(index)]
        if before and correction.date > before:
            yield where.problem("date", message=f"is later than {before} above it; the newest stands first")
        before = correction.date
        if wrong := _dated_problem(project, facts, correction.statistic):
            yield where.problem("statistic", message=wrong)
            continue
        if split_reference(correction.statistic)[0] not in facts.data:
            continue  # its formula is a problem already
        entry = correction.date, facts.find(correction.statistic).reference
        if entry in seen:
            yield where.problem("date", message=f"has an entry for '{entry[1]}' already; say all of it in one")
        seen.add(entry)
        if correction.stands and not correction.stood:
            yield where.problem("stands", message="'stands' needs 'stood': what it takes the place of")
        if correction.stood and not correction.evidence:
            yield where.problem("stood", message="says on no evidence: name sources or figures in 'evidence'")
        for number, reference in enumerate(correction.evidence):
            fault = None if reference in project.sources else _dated_problem(project, facts, reference)
            if fault:
                unknown = "" if sliding(facts, reference) else "is neither a source nor a figure: "
                yield where.problem("evidence", number, message=unknown + fault)
        if (correction.was is None) != (correction.now is None):
            yield where.problem(message="'was' and 'now' stand together, or both are left out", at_key=True)
        elif correction.was and correction.now:
            was, now = (Quantity(item.value, item.bound) for item in (correction.was, correction.now))
            datum = facts.find(correction.statistic)
            follows = later.get(datum.reference, now if datum.inputs else datum.quantity)
            if was == now:
                yield where.problem("now", message="is what it was")
            elif now != follows:
                said = f"is not what '{datum.reference}' is from then on: {typed(follows)}"
                message = said if now.value == follows.value else f"{said}; what changed again has an entry"
                yield where.problem("now", message=message)
            later[datum.reference] = was


def _check_charts(project: Project) -> Iterator[Problem]:
    for slug, spec in project.charts.items():
        where = project.where[ChartSpec, slug]
        if message := _unknown("chapter", spec.chapter, project.subjects):
            yield where.problem("chapter", message=message)
        for index, other in enumerate(spec.related):
            if message := _unknown("chart", other, project.charts):
                yield where.problem("related", index, message=message)


def _check_drawings(project: Project, inputs: Mapping[str, Inputs], *, sound: bool) -> Iterator[Problem]:
    """Check what a chart would draw in each language; all of it only where everything that it would show is `sound`."""
    for slug, spec in project.charts.items():
        where = project.where[ChartSpec, slug]
        faults: dict[Location, list[str]] = {}
        for own in inputs.values():  # what one language has said of a place, the next ones need not say again
            found = check(slug, spec, FORMS, own, sound=sound)
            new = {location for location, _ in found} - faults.keys()
            for location, fault in found:
                if location in new:
                    faults.setdefault(location, []).append(fault)
        if sound and not faults:
            faults = {location: [fault] for location, fault in _too_long(slug, spec, inputs)}
        yield from (where.problem(*place, message=fault) for place, said in faults.items() for fault in said)


def _too_long(slug: str, spec: ChartSpec, inputs: Mapping[str, Inputs]) -> Iterator[tuple[Location, str]]:
    """Yield the texts that end outside a chart's drawing, each for the narrowest screen.

    Where labels do, the rest follows from them.
    """
    for code, own in inputs.items():
        chart = resolve(slug, spec, FORMS[spec.form], own)
        found: dict[str, tuple[float, int]] = {}
        for width in reversed(WIDTHS):
            found |= {text: (over, width) for text, over in _outside(chart, width).items()}
        labels = {mark.label: index for index, mark in enumerate(chart.marks) if spec.marks[index].label}
        faults: list[tuple[Location, str]] = []
        for text, (over, width) in found.items():
            index = next((labels[label] for label in labels if text in label), None)
            place: Location = () if index is None else ("marks", index, "label", code)
            faults.append((place, f"'{text}' ends {over:.0f} px outside the drawing of {width} px; shorten it"))
        yield from [fault for fault in faults if fault[0]] or faults


@lru_cache(maxsize=1024)
def _outside(chart: Chart, width: int) -> Mapping[str, float]:
    return outside(draw(FORMS[chart.spec.form], chart, width))


# --- pages


def _check_pages(project: Project, facts: Facts) -> Iterator[Problem]:
    languages = project.site.languages
    required = project.required_pages
    names = dict.fromkeys([*required, *(name for language in languages for name in project.pages[language])])
    for language in languages:
        for name in names:
            if name not in project.pages[language]:
                yield Problem(Path(f"content/{language}/{name}.md"), 0, 0, f"is missing{required.get(name, '')}")
        for page in project.pages[language].values():
            yield from _check_front_matter(project, facts, page)
            yield from _check_body(project, facts, page)


def _check_front_matter(project: Project, facts: Facts, page: Page) -> Iterator[Problem]:
    where: Where = project.where[type(page.front), f"{page.language}/{page.name}"]
    for name, text in page.front:
        markdown = name == "finding"
        for item in find_in_markdown(text) if markdown else find_leftovers(text):
            yield where.problem(name, message=item.message, snippet=item.sign)
        links = _link_complaints(project, text, page) if markdown else ()
        for _, snippet, message in (*_complaints(project, facts, text, page.language, blocks=markdown), *links):
            yield where.problem(name, message=message, snippet=snippet)


def _check_body(project: Project, facts: Facts, page: Page) -> Iterator[Problem]:
    above, item = "", 0
    for left in find_in_markdown(page.body):
        before = page.body[: left.start]
        row = page.body_line + before.count("\n") + 1
        yield Problem(page.path, row, left.start - before.rfind("\n"), left.message)
    held = Counter(marker.raw for marker in markers(page.body))
    held.subtract(unread(page.body))
    for number, line in enumerate(page.body.split("\n")):
        if (numbered := ITEM.match(line)) and int(numbered[1]) in (1, item + 1):  # a list counts from one
            item = int(numbered[1])
            line = blank(numbered) + line[numbered.end() :]
        elif line[:1].strip():
            item = 0
        found = [*_complaints(project, facts, line, page.language, blocks=True), *_link_complaints(project, line, page)]
        for marker in markers(line):
            if marker.kind in BLOCKS and line.strip() != marker.raw:
                found.append((marker.start, marker.raw, f"a {marker.kind} stands alone on its line"))
            elif marker.kind in BLOCKS and page.name == "404":  # which says in each language what it says in all
                found.append((marker.start, marker.raw, f"a {marker.kind} can't stand in the page of lost addresses"))
            elif marker.kind == "xray" and page.name != "index":  # which alone comes with its style
                found.append((marker.start, marker.raw, "the xray stands on the story's page, index.md"))
            elif marker.kind in BLOCKS and line.startswith((" " * INDENTED, "\t")):
                found.append((marker.start, marker.raw, f"a {marker.kind} so far in is shown as code; move it left"))
            elif held[marker.raw] <= 0 and (shown := wording_of(project, page.language).numerals.find(marker.raw)):
                message = f"stands in code, which shows '{shown[0].text}' as it is typed"
                found.append((marker.start, marker.raw, message))
        if UNDERLINE.fullmatch(line) and ("=" in line or above.strip(" >")):
            message = "an underline makes no heading: begin the line above with '##', or leave an empty one for a rule"
            found.append((0, line, message))
        above = line
        for column, _, message in found:
            yield Problem(page.path, page.body_line + number + 1, column + 1, message)


def _link_complaints(project: Project, line: str, page: Page) -> Iterator[Complaint]:
    kinds: dict[str, tuple[str, Collection[str]]] = {
        "page": ("page", {*project.required_pages, *project.pages[project.default_language]}),
        "stat": ("statistic", project.statistics),
        "chart": ("chart", project.charts),
    }
    for picture in re.finditer(r"(?<!\\)!\[(?=[^`]*(?:`[^`]*`[^`]*)*$)", line):
        yield picture.start(), "![", "a picture; what a text can show is a chart, {chart:…} alone on a line"
    for match in LINK.finditer(line):
        scheme, _, name = match[1].partition(":")
        if scheme in kinds:
            if message := _unknown(kinds[scheme][0], name, kinds[scheme][1]):
                yield match.start(1), match[1], message
        elif match[1].startswith("#"):
            ids = own_ids(project, page.language, shown_on(page))
            ids |= {anchor.id for anchor in list_anchors(project, page.language)[shown_on(page)]}
            if match[1][1:] not in ids:
                yield match.start(1), match[1], f"nothing on this page has the id '{match[1][1:]}'"
        elif scheme not in SCHEMES:
            message = f"a link leads to {', '.join(f'{known}:…' for known in SCHEMES)}, not to '{match[1]}'"
            yield match.start(1), match[1], message
        elif message := _address_problem(match[1]):
            yield match.start(1), match[1], message


def _address_problem(address: str) -> str:
    try:
        check_link(address)
    except ValueError as error:
        return str(error)
    return ""
