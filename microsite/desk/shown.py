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
from typing import Any, NamedTuple

from markupsafe import Markup

from microsite.charts.chart import draw, resolve, table
from microsite.charts.forms import FORMS
from microsite.charts.house import WIDTHS
from microsite.checks.check import written
from microsite.facts.corrections import typed
from microsite.facts.derive import Datum, Facts
from microsite.language.prose import BLOCKS, Links, Marker, Prose
from microsite.pipeline import Story
from microsite.quantities import Quantity
from microsite.source.load import Page, Project
from microsite.source.models import ChartSpec, Claim, Correction, Record, SetAside, Site, Source, Statistic, Unit
from microsite.verify.passages import Reader

# To its mark and what closes after it; in English, no sentence begins with a lower-case letter.
_SENTENCE = re.compile(r".+?(?:[.!?…]+[”’)\"]*(?=\s+[^a-z\s])|[。！？]+[”’』」）]*|$)")
_UNSAID = ("title attribute", "alternative text")  # of a page's text: said elsewhere
_LISTED: Mapping[type[Record], str] = {SetAside: "set aside", Correction: "correction"}


class Place(NamedTuple):
    """Where something is shown: its kind, its id or name there, and its language, if it has one."""

    kind: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class Item:
    """What stands at a place, a sentence, cell row or fact a line, and where it is typed: path:line."""

    lines: tuple[str, ...]
    source: str


Shown = Mapping[Place, Item]


def list_shown(story: Story) -> Shown:
    """Return all places with what they show."""
    project, facts, inputs, proses = story.project, story.facts, story.inputs, story.proses
    shown: dict[Place, Item] = {}
    for datum in facts:
        shown[Place("figure", datum.reference)] = _figure(project, facts, proses, datum)
    for code, prose in proses.items():
        for page in project.pages[code].values():
            shown[Place("page", page.name, code)] = Item(tuple(_page(page, prose)), page.path.as_posix())
    for slug, spec in project.charts.items():
        source = project.where[ChartSpec, slug].document.path.as_posix()
        for code, of_language in inputs.items():
            chart = resolve(slug, spec, FORMS[spec.form], of_language)
            data = table(chart, of_language)
            rows = tuple(" | ".join(cells) for cells in (data.head, *(row.cells for row in data.rows)))
            shown[Place("table", slug, code)] = Item(rows, source)
            if any(FORMS[spec.form].refuse(chart)):  # of an older state, by rules that are younger
                continue
            figures = [draw(FORMS[spec.form], chart, width) for width in WIDTHS]
            drawing = hashlib.sha256(json.dumps(figures, sort_keys=True, default=str).encode()).hexdigest()
            shown[Place("drawing", slug, code)] = Item((drawing,), source)
    shown |= _records(project, proses)
    for code, words in project.words.items():
        lines = tuple(f"{key}: {value}" for key, value in _leaves(words))
        shown[Place("interface", "words", code)] = Item(lines, f"templates/words.{code}.yaml")
    return shown


def sentences(text: str) -> tuple[str, ...]:
    """Split plain text, in English or in Chinese; a cut too many does no harm."""
    return tuple(said for found in _SENTENCE.findall(text) if (said := found.strip()))


def _figure(project: Project, facts: Facts, proses: Mapping[str, Prose], datum: Datum) -> Item:
    where = project.where[Statistic, datum.statistic]
    statistic = project.statistics[datum.statistic]
    data = facts.data[datum.statistic]
    line = where.line("derive") if statistic.derive else where.line("observations", data.index(datum), "value")
    facts_of = {
        "period": f"{datum.period or 'none'} ({datum.period_is})",
        "kind": datum.status,
        "source": datum.source,
        "said by": datum.speaker,
        "paragraph": datum.paragraph,
        "printed": datum.printed,
        "formula": statistic.derive.formula if statistic.derive else None,
        "the statistic’s own figure": "yes" if datum is data[0] and len(data) > 1 else None,
    }
    words = " · ".join(prose.wording.datum(datum, "full") for prose in proses.values())
    lines = (words, *(f"{name}: {said}" for name, said in facts_of.items() if said is not None))
    return Item(lines, f"{where.document.path.as_posix()}:{line}")


def _page(page: Page, prose: Prose) -> Iterator[str]:
    blocks = {kind: partial(_block, prose, kind) for kind in BLOCKS}
    front = (text for name, text in page.front if name != "sections_differ")
    for text in (*front, page.body):
        html = prose.markdown(text, Links("", ""), blocks, anchor="part", level=2)
        for passage in Reader().html(html):
            if passage.place not in _UNSAID:
                yield from sentences(passage.text)


def _block(prose: Prose, kind: str, target: str, links: Links) -> Markup:
    if kind == "chart":
        return Markup("<p>[chart {}]</p>").format(target)
    data = map(prose.facts.find, Marker(kind, target, "", "", 0).references)
    return Markup("").join(
        Markup("<p>{}: {}</p>").format(prose.label(datum), prose.number(datum, "full", links)) for datum in data
    )


def _records(project: Project, proses: Mapping[str, Prose]) -> Iterator[tuple[Place, Item]]:
    for id_, record, where in project.records():
        kind = type(record)
        source = f"{where.document.path.as_posix()}:{where.key_line() if where.location else 1}"
        if isinstance(record, Claim):
            yield Place("claim", id_), Item((record.holds,), source)
            continue
        name = _LISTED.get(kind, {ChartSpec: "chart", Site: "site"}.get(kind, kind.__name__.lower()))
        for code, prose in proses.items():
            said = {"": [f"{key}: {value}" for key, value in _plain_facts(record)]}
            for location, text, is_prose in written(record):
                part = "alternative text" if location == ("alt",) else ""
                words = text.get(code, "")
                said.setdefault(part, []).extend(sentences(prose.text(words)) if is_prose else [str(words)])
            for part, lines in said.items():
                yield Place(part or name, id_, code), Item(tuple(filter(None, lines)), source)


def _plain_facts(record: Record) -> Iterator[tuple[str, Any]]:
    """Yield what readers see of a record beside its texts."""
    seen = {Source: ("date", "grade", "url"), Unit: ("scale",), Correction: ("date", "statistic", "was", "now")}
    for name in seen.get(type(record), ()):
        if (value := getattr(record, name)) is not None:
            yield name, typed(Quantity(value.value, value.bound)) if name in ("was", "now") else value


def _leaves(words: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield above + key, value
