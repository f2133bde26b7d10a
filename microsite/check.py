"""Rules that hold across files → problems: unknown ids, missing translations, numbers typed by hand.

What one file says by itself is for models.py and load.py; what a formula can't know, for derive.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from microsite.charts import FORMS
from microsite.charts.chart import Inputs, check, read_options
from microsite.derive import Facts, observation_key
from microsite.errors import Problem, suggestion
from microsite.load import Page, Project, Where
from microsite.models import (
    ChartSpec,
    Claim,
    Grade,
    Name,
    Place,
    Policy,
    Prose,
    Record,
    Role,
    SetAside,
    Source,
    Statistic,
    check_period,
    split_reference,
)
from microsite.numerals import Numeral, find_numerals
from microsite.prose import BLOCKS, KINDS, LINK, MARKER, OPTIONS, SCHEMES, Marker, markers

# Every site has these pages; a project adds chapters below `chapters/`, exhibits and policies as it has them.
PAGES = ("index", "charts", "statistics", "glossary", "method", "corrections", "data", "404")
UNFINISHED = "TODO"  # begins what `new` leaves for an editor to write

LONGEST_ALT = 200  # characters: a screen reader says them in one go

Location = tuple[str | int, ...]
Complaint = tuple[int, str, str]  # where in the text, its snippet there, and what is wrong with it


def check_project(project: Project, facts: Facts, inputs: Inputs) -> list[Problem]:
    """Return everything that does not fit together, in no particular order.

    `inputs` are those of the charts in the default language.
    """
    problems = [
        *_check_texts(project, facts),
        *_check_statistics(project),
        *_check_sources(project),
        *_check_lists(project),
        *_check_claims(project),
        *_check_pages(project, facts),
        *_check_words(project),
        *_check_charts(project, facts),
    ]
    return [*problems, *_check_drawings(project, inputs, sound=not problems)]


def check_alternatives(project: Project, says: Mapping[str, Callable[[str], str]]) -> Iterator[Problem]:
    """Yield the charts whose alternative text says too little, or too much to listen to. `says` are by language.

    Only where all that the texts name is sound.
    """
    for slug, spec in project.charts.items():
        for code, language in project.site.languages.items():
            length = len(says[code](spec.alt[code]))
            if not language.shortest_alt <= length <= LONGEST_ALT and UNFINISHED not in spec.alt[code]:
                message = f"has {length} characters; an alternative text has {language.shortest_alt} to {LONGEST_ALT}"
                yield project.where[ChartSpec, slug].problem("alt", code, message=message)


def find_unfinished(project: Project) -> Iterator[Problem]:
    """Yield what is still to be written: fit for a desk, and not for readers."""
    message = f"is still to be written: '{UNFINISHED}'"
    for _, record, where in project.records():
        for location, text, _ in texts(type(record), record):
            for language, words in text.items():
                if UNFINISHED in words:
                    yield where.problem(*location, language, message=message, snippet=UNFINISHED)
    for pages in project.pages.values():
        for page in pages.values():
            where = project.where[type(page.front), f"{page.language}/{page.name}"]
            for name, words in page.front:
                if UNFINISHED in words:
                    yield where.problem(name, message=message, snippet=UNFINISHED)
            for number, line in enumerate(page.body.split("\n"), page.body_line + 1):
                if UNFINISHED in line:
                    yield Problem(page.path, number, line.index(UNFINISHED) + 1, message)


# --- texts


def texts(kind: Any, value: Any, location: Location = ()) -> Iterator[tuple[Location, Mapping[str, str], bool]]:
    """Yield every text in a value of a type, with its location in it, and whether it is prose or a name."""
    if value is None or (isinstance(value, (dict, tuple)) and not get_args(kind)):
        return  # nothing there, or another member of a union
    if get_origin(kind) is Annotated:
        inner, *marks = get_args(kind)
        if any(isinstance(mark, (Prose, Name)) for mark in marks):
            yield location, value, any(isinstance(mark, Prose) for mark in marks)
        else:
            yield from texts(inner, value, location)
    elif get_origin(kind) in (Union, UnionType):
        for member in get_args(kind):
            yield from texts(member, value, location)
    elif isinstance(value, Record):
        for name, annotation in _text_fields(type(value)):
            yield from texts(annotation, getattr(value, name), (*location, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts(get_args(kind)[0], item, (*location, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(get_args(kind)[-1], item, (*location, key))


@cache
def _text_fields(model: type[Record]) -> tuple[tuple[str, Any], ...]:
    """Return the fields below which texts may stand, with their types: most fields hold none."""
    annotations = {name: info.rebuild_annotation() for name, info in model.model_fields.items()}
    return tuple((name, annotation) for name, annotation in annotations.items() if _may_hold_text(annotation))


def _may_hold_text(kind: Any) -> bool:
    if isinstance(kind, (Prose, Name)):
        return True
    if isinstance(kind, type) and issubclass(kind, Record):
        return bool(_text_fields(kind))
    return any(map(_may_hold_text, get_args(kind)))


def _check_texts(project: Project, facts: Facts) -> Iterator[Problem]:
    for _, record, where in project.records():
        yield from _text_problems(project, facts, record, where)


def _text_problems(
    project: Project, facts: Facts, record: Record, where: Where, above: Location = ()
) -> Iterator[Problem]:
    languages = project.site.languages
    for location, text, is_prose in texts(type(record), record, above):
        for language in languages:
            if language not in text:
                yield where.problem(*location, message=f"lacks its text in '{language}'")
        for language, words in text.items():
            if language not in languages:
                hint = suggestion(language, languages) or f" (known: {', '.join(languages)})"
                message = f"unknown language '{language}'{hint}"
                yield where.problem(*location, language, message=message, at_key=True)
            elif is_prose:
                for _, snippet, message in _complaints(project, facts, words, language, blocks=False):
                    yield where.problem(*location, language, message=message, snippet=snippet)


def _complaints(project: Project, facts: Facts, text: str, language: str, *, blocks: bool) -> Iterator[Complaint]:
    for marker in markers(text):
        message = _marker_problem(project, facts, marker, blocks=blocks)
        if message:
            yield marker.start, marker.raw, message
    for numeral in _numerals(text, language):
        yield (
            numeral.start,
            numeral.text,
            f"'{numeral.text}' is a number typed by hand; bind it to its statistic with {{id}}, "
            f"or write {{date:…}}, {{name:{numeral.text}}} or {{words:{numeral.text}}} if it states none",
        )


@lru_cache(maxsize=16384)  # whoever builds again and again reads the texts that have changed
def _numerals(text: str, language: str) -> tuple[Numeral, ...]:
    return tuple(find_numerals(blanked(text), language))


def blanked(text: str) -> str:
    """Return the text with markers, code and addresses blanked out, every other character in its place."""
    pattern = rf"{MARKER.pattern}|`[^`\n]*`|(?m:{LINK.pattern})|https?://\S+|(?m:^ *[0-9]+\. )"
    return re.sub(pattern, lambda match: "\N{REPLACEMENT CHARACTER}" * len(match[0]), text)


def _marker_problem(project: Project, facts: Facts, marker: Marker, *, blocks: bool) -> str | None:
    if marker.kind not in ("number", *KINDS):
        return f"unknown marker '{marker.kind}:'{suggestion(marker.kind, KINDS)}"
    if marker.kind in BLOCKS and not blocks:
        return f"a {marker.kind} stands in a Markdown page only"
    if marker.kind in ("name", "words"):
        return None if marker.target else "names nothing"
    if marker.kind == "date":
        return _date_problem(marker.target)
    if marker.kind == "claim":
        return _claim_problem(project, facts, marker)
    if marker.kind == "term":
        return _unknown("term", marker.target, project.terms)
    if marker.kind == "chart":
        return _unknown("chart", marker.target, project.charts)
    if marker.option and marker.option not in OPTIONS:
        return f"unknown option '{marker.option}'{suggestion(marker.option, OPTIONS)} (known: {', '.join(OPTIONS)})"
    return _reference_problem(project, facts, marker.target)


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
            (("chapter",), _unknown("chapter", statistic.chapter, project.chapters)),
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
            if observation.speaker:
                checks.append(((*here, "speaker"), _unknown("speaker", observation.speaker, project.speakers)))
            if (observation.period is None) != (observation.period_is == "unstated"):
                message = "without a 'period', 'period_is' must be 'unstated'; with one it can't be"
                yield where.problem(*here, "period_is", message=message)
            is_article = observation.role is Role.ARTICLE
            for name in ("paragraph", "printed", "speaker"):
                if is_article != (getattr(observation, name) is not None):
                    message = (
                        f"an observation of role {observation.role} {'needs' if is_article else 'has no'} '{name}'"
                    )
                    yield where.problem(*here, name, message=message, at_key=True)
            if is_article and observation.source != project.site.article:
                message = f"an observation of role article cites the article, '{project.site.article}'"
                yield where.problem(*here, "source", message=message)
        for location, message_or_none in checks:
            if message_or_none:
                yield where.problem(*location, message=message_or_none)


def _check_sources(project: Project) -> Iterator[Problem]:
    article = project.site.article
    if article is not None and article not in project.sources:
        message = f"unknown source '{article}'{suggestion(article, project.sources)}"
        yield project.where[type(project.site), "site"].problem("article", message=message)
    for id_, source in project.sources.items():
        where = project.where[Source, id_]
        if source.url and source.grade is Grade.MIRROR:
            yield where.problem("url", message="a mirrored source is credited and not linked: remove its 'url'")
        if source.url and not re.match(r"https?://[^\s/]+", source.url):
            yield where.problem("url", message="an address begins with https:// or http://")


def _check_lists(project: Project) -> Iterator[Problem]:
    """Check the ids that records other than statistics and charts name."""
    words = project.words[project.default_language]
    for _, record, where in project.records():
        if not isinstance(record, (Statistic, SetAside)):
            for index, id_ in enumerate(getattr(record, "statistics", ())):
                if message := _unknown("statistic", id_, project.statistics):
                    yield where.problem("statistics", index, message=message)
            if message := _unknown("statistic", getattr(record, "statistic", ""), {"", *project.statistics}):
                yield where.problem("statistic", message=message)
        if isinstance(record, (Policy, Place)):
            kinds = words.get("policy_kinds" if isinstance(record, Policy) else "place_kinds", {})
            if message := _unknown("kind", record.kind, kinds):
                yield where.problem("kind", message=message)


def _targets(project: Project, kind: str) -> set[str]:
    """Return what the markers of one kind name, in pages and in records."""
    said = [
        text
        for pages in project.pages.values()
        for page in pages.values()
        for text in (page.body, *dict(page.front).values())
    ]
    for _, record, _ in project.records():
        said += [words for _, text, is_prose in texts(type(record), record) if is_prose for words in text.values()]
    return {marker.target for text in said for marker in markers(text) if marker.kind == kind}


def _check_claims(project: Project) -> Iterator[Problem]:
    stated = _targets(project, "claim")
    for id_ in project.claims:
        if id_ not in stated:
            message = f"no text states this claim; write {{claim:{id_}|…}} around its words, or remove it"
            yield project.where[Claim, id_].problem(message=message, at_key=True)


def _check_charts(project: Project, facts: Facts) -> Iterator[Problem]:
    placed = _targets(project, "chart")
    for slug, spec in project.charts.items():
        where = project.where[ChartSpec, slug]
        if slug not in placed:
            yield where.problem(message=f"no page places this chart; write {{chart:{slug}}} on a line of one")
        if message := _unknown("chapter", spec.chapter, project.chapters):
            yield where.problem("chapter", message=message)
        for index, other in enumerate(spec.related):
            if message := _unknown("chart", other, project.charts):
                yield where.problem("related", index, message=message)
        options = read_options(spec, FORMS)
        if options is not None:
            yield from _text_problems(project, facts, options, where, ("options",))


def _check_drawings(project: Project, inputs: Inputs, *, sound: bool) -> Iterator[Problem]:
    """Check what a chart would draw; all of it only where everything that it would show is `sound`."""
    for slug, spec in project.charts.items():
        for location, fault in check(slug, spec, FORMS, inputs, sound=sound):
            yield project.where[ChartSpec, slug].problem(*location, message=fault)


# --- pages


def _check_pages(project: Project, facts: Facts) -> Iterator[Problem]:
    languages = project.site.languages
    names = dict.fromkeys([*PAGES, *(name for language in languages for name in project.pages[language])])
    for language in languages:
        for name in names:
            if name not in project.pages[language]:
                yield Problem(Path(f"content/{language}/{name}.md"), 0, 0, "is missing")
        for page in project.pages[language].values():
            yield from _check_front_matter(project, facts, page)
            yield from _check_body(project, facts, page)
    for name in project.pages[project.default_language]:
        yield from _check_parity([project.pages[language].get(name) for language in languages])


def _check_parity(versions: Sequence[Page | None]) -> Iterator[Problem]:
    """A page cites the same statistics, terms, charts and claims in every language."""
    pages = [page for page in versions if page is not None]
    cited = [
        {
            ("statistic" if marker.kind in ("number", "big") else marker.kind, split_reference(marker.target)[0])
            for marker in markers(page.body)
            if marker.kind in ("number", "big", "term", "chart", "claim")
        }
        for page in pages
    ]
    for page, own in zip(pages, cited, strict=True):
        for kind, id_ in sorted(set().union(*cited) - own):
            others = (
                other.path.as_posix() for other, theirs in zip(pages, cited, strict=True) if (kind, id_) in theirs
            )
            yield Problem(page.path, 0, 0, f"does not cite the {kind} '{id_}', which {', '.join(others)} cites")


def _check_front_matter(project: Project, facts: Facts, page: Page) -> Iterator[Problem]:
    where: Where = project.where[type(page.front), f"{page.language}/{page.name}"]
    for name, text in page.front:
        for _, snippet, message in _complaints(project, facts, text, page.language, blocks=False):
            yield where.problem(name, message=message, snippet=snippet)


def _check_body(project: Project, facts: Facts, page: Page) -> Iterator[Problem]:
    for number, line in enumerate(page.body.split("\n")):
        found = [*_complaints(project, facts, line, page.language, blocks=True), *_link_complaints(project, line)]
        for marker in markers(line):
            if marker.kind in BLOCKS and line.strip() != marker.raw:
                found.append((marker.start, marker.raw, f"a {marker.kind} stands alone on its line"))
        for column, _, message in found:
            yield Problem(page.path, page.body_line + number + 1, column + 1, message)


def _link_complaints(project: Project, line: str) -> Iterator[Complaint]:
    kinds: dict[str, tuple[str, Collection[str]]] = {
        "page": ("page", {*PAGES, *project.pages[project.default_language]}),
        "stat": ("statistic", project.statistics),
        "chart": ("chart", project.charts),
    }
    for match in LINK.finditer(line):
        scheme, _, name = match[1].partition(":")
        if scheme in kinds:
            if message := _unknown(kinds[scheme][0], name, kinds[scheme][1]):
                yield match.start(1), match[1], message
        elif scheme not in SCHEMES and not match[1].startswith("#"):
            message = f"a link leads to {', '.join(f'{known}:…' for known in SCHEMES)}, not to '{match[1]}'"
            yield match.start(1), match[1], message


def _check_words(project: Project) -> Iterator[Problem]:
    """All languages' interface words have the same keys."""
    default = project.default_language
    expected = _keys(project.words[default])
    for language, words in project.words.items():
        path = Path(f"templates/words.{language}.yaml")
        for key in sorted(expected ^ _keys(words)):
            yield Problem(
                path, 0, 0, f"{'lacks' if key in expected else 'has, unlike the default language,'} the key '{key}'"
            )


def _keys(words: Mapping[str, Any], above: str = "") -> set[str]:
    keys: set[str] = set()
    for key, value in words.items():
        keys |= _keys(value, f"{above}{key}.") if isinstance(value, dict) else {above + key}
    return keys
