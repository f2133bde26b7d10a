"""A project and its facts → every text that readers get from them, as plain lines by where it is shown.

What pages repeat (figures of a statistic in the index, in downloads) is listed once. Two such listings are
compared by diff.py.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import Any, NamedTuple

from markupsafe import Markup

from microsite.charts.chart import draw, table
from microsite.charts.forms import FORMS
from microsite.charts.story import Story
from microsite.charts.style import WIDTHS
from microsite.charts.texts import written
from microsite.facts.corrections import typed
from microsite.facts.derive import Datum
from microsite.files import find_files
from microsite.language.prose import Prose
from microsite.quantities import Quantity
from microsite.source.addresses import Links
from microsite.source.markup import BLOCKS, FIGURES, sections
from microsite.source.models import ChartSpec, Claim, Stated, Statistic
from microsite.source.project import Page, Project
from microsite.source.record import Record
from microsite.source.words import leaves
from microsite.source.yamlfile import Location
from microsite.verify.passages import Reader

# To its mark and what closes after it; in English, no sentence begins with a lower-case letter.
_SENTENCE = re.compile(
    r".+?(?:(?<![.!?…])[.!?…]++[”’)\"]*+(?=\s++[^a-z])|(?<![。！？])[。！？]++[”’』」）]*|\Z)", re.DOTALL
)
_UNSAID = ("title attribute", "alternative text")  # of a page's text: said elsewhere
# As Markdown writes it; numbers and terms have a class.
_LINK = re.compile(r'<a href="([^"]*)"(?: title="([^"]*)")?>(.*?)</a>', re.DOTALL)
# What is said, and attributes but for the alignment of cells: the rest is how it is set.
_TEXT = re.compile(r'(?<=>)[^<>]+(?=<)| (?!class="(?:left|center|right)")[a-z-]+="[^"]*"')
_ELSEWHERE: Mapping[type[Record], tuple[str, ...]] = {  # fields that are listed as figures, tables and drawings
    Statistic: ("observations", "derive"),
    ChartSpec: ("marks", "options"),
    Claim: ("holds",),
}
_FILES = ("templates/**/*.html", "static/**/*")  # what pages look like, and what is published as it is


class ShownAt(NamedTuple):
    """Where something is shown: its kind, its id or name there, and its language, if it has one."""

    kind: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class Item:
    """What stands at a place, a sentence, cell row or fact a line, and where it is typed: path:line."""

    lines: tuple[str, ...]
    source: str


Shown = Mapping[ShownAt, Item]


def list_shown(story: Story) -> Shown:
    """Return all places with what they show."""
    project, proses = story.project, story.proses
    shown: dict[ShownAt, Item] = {}
    for datum in story.facts:
        shown[ShownAt("figure", datum.reference)] = _figure(story, datum)
    for code, prose in proses.items():
        for page in project.pages[code].values():
            said, set_as = _page(page, prose)
            shown[ShownAt("page", page.name, code)] = Item(said, page.path.as_posix())
            shown[ShownAt("setting", page.name, code)] = Item((set_as,), page.path.as_posix())
    for slug, spec in project.charts.items():
        source = project.where[ChartSpec, slug].document.path.as_posix()
        for code, prose in proses.items():
            chart = story.chart(slug, code)
            data = table(chart, prose)
            rows = tuple(" | ".join(cells) for cells in (data.head, *(row.cells for row in data.rows)))
            shown[ShownAt("table", slug, code)] = Item(rows, source)
            if any(FORMS[spec.form].faults(chart)):  # of an older state, by rules that are younger
                continue
            figures = [draw(FORMS[spec.form], chart, width) for width in WIDTHS]
            drawing = json.dumps(figures, sort_keys=True, default=str)
            shown[ShownAt("drawing", slug, code)] = Item((_fingerprint(drawing.encode()),), source)
    shown |= _records(project, proses)
    for code, words in project.words.items():
        lines = tuple(f"{'.'.join(map(str, location))}: {said}" for location, said in leaves(words))
        shown[ShownAt("interface", "words", code)] = Item(lines, f"templates/words.{code}.yaml")
    for path in (path for pattern in _FILES for path in find_files(project.root, pattern)):
        name = path.relative_to(project.root).as_posix()
        shown[ShownAt("file", name)] = Item((_fingerprint(path.read_bytes()),), name)
    shown |= _orders(project)
    return shown


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _orders(project: Project) -> Shown:
    """Return what stands in which order: lists do as in their files."""
    ids: dict[str, list[str]] = {"chapter": list(project.chapters)}
    files: dict[str, str] = {"chapter": f"content/{project.default_language}/chapters"}
    for kind, id_, _, where in project.entries():
        ids.setdefault(kind.name, []).append(id_)
        files.setdefault(kind.name, where.document.path.as_posix())
    return {ShownAt("order", kind): Item(tuple(listed), files[kind]) for kind, listed in ids.items()}


def sentences(text: str) -> tuple[str, ...]:
    """Split plain text, in English or in Chinese; a cut too many does no harm."""
    return tuple(said for found in _SENTENCE.findall(text) if (said := found.strip()))


def _figure(story: Story, datum: Datum) -> Item:
    statistic, data = story.project.statistics[datum.statistic], story.facts.data[datum.statistic]
    facts_of = {
        "period": f"{datum.period or 'none'} ({datum.period_is})",
        "kind": datum.status,
        "series": datum.series,
        "source": datum.source,
        "counted by": datum.counter,
        "said by": datum.speaker,
        "paragraph": datum.paragraph,
        "printed": datum.printed,
        "mentioned": ", ".join(f"{item.printed} ({item.paragraph})" for item in datum.places[1:]) or None,
        "next figure due": datum.next_release,
        "formula": statistic.derive.formula if statistic.derive else None,
        "the statistic’s own figure": "yes" if datum is data[0] and len(data) > 1 else None,
    }
    words = " · ".join(prose.wording.datum(datum, "full") for prose in story.proses.values())
    lines = (words, *(f"{name}: {said}" for name, said in facts_of.items() if said is not None))
    return Item(lines, story.place(datum))


def _page(page: Page, prose: Prose) -> tuple[tuple[str, ...], str]:
    """Return what a page's own texts say, with the addresses of their links, and a fingerprint of how they are set."""
    blocks = {kind: partial(_block, prose, kind) for kind in BLOCKS}
    said: list[str] = []
    set_as = ""
    for text in (*page.front.shown, page.body):
        html = prose.markdown(text, Links("", ""), blocks, anchor="part", level=2)
        for passage in Reader().html(html):
            if passage.place not in _UNSAID:
                said += sentences(passage.text)
        for address, title, words in _LINK.findall(html):
            said.append(" ".join(filter(None, (Markup(words).striptags(), "→", unescape(address), unescape(title)))))
        set_as += _TEXT.sub("", html)
        typed = (part for part in sections(text) if f"{{#{part.id}}}" in part.text.partition("\n")[0])
        said += (f"{part.heading} → #{part.id}" for part in typed)
    return tuple(said), _fingerprint(set_as.encode())


def _block(prose: Prose, kind: str, target: str, links: Links) -> Markup:
    if kind not in FIGURES:
        return Markup("<p>[{} {}]</p>").format(kind, target)
    datum = prose.facts.find(target)
    return Markup("<p>{}: {}</p>").format(prose.label(datum), prose.number(datum, "full", links))


def _records(project: Project, proses: Mapping[str, Prose]) -> Iterator[tuple[ShownAt, Item]]:
    for kind, id_, record, where in project.entries():
        source = where.begin()
        if isinstance(record, Claim):
            yield ShownAt("claim", id_), Item((record.holds,), source)
        for code, prose in proses.items():
            said = {"": [f"{key}: {value}" for key, value in _plain_facts(record)]}
            for location, text, is_prose in written(record):
                part = "alternative text" if location == ("alt",) else ""
                words = text.get(code, "")
                said.setdefault(part, []).extend(sentences(prose.text(words)) if is_prose else [str(words)])
            for part, lines in said.items():
                yield ShownAt(part or kind.name, id_, code), Item(tuple(filter(None, lines)), source)


def _plain_facts(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what a record says beside its texts, but for what is left out in it and what is listed elsewhere."""
    texts = {location for location, _, _ in written(record)}
    elsewhere = _ELSEWHERE.get(type(record), ())

    def facts(value: Any, location: Location) -> Iterator[tuple[str, str]]:
        name = ".".join(map(str, location))
        if location in texts:
            return
        if isinstance(value, Stated):
            yield name, typed(Quantity(value.value, value.bound))
        elif isinstance(value, Record):
            for field, info in type(value).model_fields.items():
                if (said := getattr(value, field)) != info.default and (location or field not in elsewhere):
                    yield from facts(said, (*location, field))
        elif isinstance(value, Mapping):
            for key, item in value.items():
                yield from facts(item, (*location, key))
        elif isinstance(value, tuple) and any(isinstance(item, Record) for item in value):
            for index, item in enumerate(value):
                yield from facts(item, (*location, index))
        else:
            yield name, ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)

    return facts(record, ())
