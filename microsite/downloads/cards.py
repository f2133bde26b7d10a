"""Facts and terms → data/cards.LANG.js: what a small card says of a number or a term where it stands; data/courses.js.

Scripts that assign an object, because a page opened from disk may not fetch, in parts where that would be large.
static/site.js loads what a reader asks for, and shows what stands here; what a card says is decided here alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from microsite.charts.chart import Artboard
from microsite.charts.course import PREFIX
from microsite.charts.story import Story
from microsite.charts.style import SPARK, swatch
from microsite.facts.derive import Datum
from microsite.language.prose import Prose
from microsite.source.addresses import part_name
from microsite.source.models import Role, Status


def scripts(path: str, *parts: tuple[str, object]) -> dict[str, bytes]:
    """Return scripts by path, each a statement with data in place of its {}; the first has the path of the whole."""
    texts = [(form, json.dumps(data, ensure_ascii=False, separators=(",", ":"))) for form, data in parts]
    return {
        f"{part_name(path, number)}.js": f"{form.replace('{}', text)};\n".encode()
        for number, (form, text) in enumerate(texts, 1)
    }


def render_cards(story: Story, artboards: Mapping[Artboard, str]) -> dict[str, bytes]:
    """Return the files of each language by path below the site. The first has what all cards need.

    Numbers are keyed as markers name them: `id` for a statistic's own figure, `id@key` for the others. `starts` are
    the first ids of the further files, in each of which are the statistics from one such id to the next.
    """
    files: dict[str, bytes] = {}
    parts = story.cut([sorted(story.facts.data)])
    for code, prose in story.proses.items():
        words = prose.wording.words["card"]
        cards = {
            "words": {"page": words["page"], "term": words["term"]},
            "swatches": {f"{status} {role}": swatch(status, role) for status in Status for role in Role},
            "terms": {id_: _term(story, code, id_) for id_ in story.project.terms},
            "starts": [part[0] for part in parts[1:]],
        }
        numbers: list[dict[str, dict[str, Any]]] = [{} for _ in parts]
        for part, found in zip(parts, numbers, strict=True):
            for id_ in part:
                first, *others = story.facts.data[id_]
                found[id_] = {**_number(prose, first), "course": _course(story, artboards, id_)}
                found |= {datum.reference: _number(prose, datum) for datum in others}
        whole = ("window.cards={}", {**cards, "numbers": numbers[0]})
        added = (("Object.assign(window.cards.numbers,{})", found) for found in numbers[1:])
        files |= scripts(f"data/cards.{code}", whole, *added)
    return files


def render_courses(story: Story, artboards: Mapping[Artboard, str]) -> dict[str, bytes]:
    """Return data/courses.js: the course of each statistic as small as a word, a file for each part of the index."""
    parts = (((id_, _course(story, artboards, id_)) for id_ in part) for part in story.parts)
    return scripts("data/courses", *(("window.courses={}", {id_: it for id_, it in part if it}) for part in parts))


def _course(story: Story, artboards: Mapping[Artboard, str], id_: str) -> str:
    """Return a statistic's course, or nothing where it has none. It says nothing: that of any language will do."""
    board = Artboard(f"{PREFIX}{id_}", story.project.default_language, SPARK)
    return artboards.get(board, "").strip().replace("\n", "")


def _number(prose: Prose, datum: Datum) -> dict[str, Any]:
    return {
        "label": prose.label(datum),
        "value": prose.wording.datum(datum),
        "swatch": f"{datum.status} {datum.role}",
        "kind": prose.wording.kind(datum),
        "rows": list(_rows(prose, datum)),
    }


def _rows(prose: Prose, datum: Datum) -> Iterator[tuple[str, ...]]:
    """Yield when, who says so and where, or how it was calculated; what disagrees: a label and its text each.

    Of what a source prints, the phrase and its language follow.
    """
    project, words, code = prose.project, prose.wording.words, prose.wording.code
    if datum.verdict:
        kind, reason = project.verdicts[datum.verdict.kind].label[code], datum.verdict.reason[code]
        yield words["verdict"]["title"], prose.text(kind) + words["stop"] + prose.text(reason)
    period = prose.text(prose.wording.period(datum))
    if datum.period_is == "inferred":
        period += words["separator"] + words["period_is"]["inferred"]
    yield words["statistic"]["period"], period
    derive = project.statistics[datum.statistic].derive
    if derive and not datum.source:
        yield words["statistic"]["formula"], prose.text(derive.words[code])
    if datum.series:
        series = project.statistics[datum.statistic].series[datum.series]
        yield words["statistic"]["series"], prose.text(series.label[code])
    for role, id_ in ((words["statistic"]["counter"], datum.counter), (words["statistic"]["speaker"], datum.speaker)):
        if id_:
            yield role, prose.text(project.speakers[id_].label[code])
    if datum.source:
        source = project.sources[datum.source]
        date = prose.wording.date(source.date) if source.date else words["sources"]["undated"]
        parts = [source.publisher[code], date]
        if datum.places:
            parts += map(prose.wording.paragraphs, dict.fromkeys(place.paragraph for place in datum.places))
        else:
            parts.append(words["grades"][source.grade])
            parts += filter(None, [prose.wording.tongue(source.language)])
        printed = [datum.printed, datum.language] if datum.printed else []
        yield words["statistic"]["source"], str(words["separator"]).join(parts), *printed
    for item in project.disagreements.values():
        data = [prose.facts.find(reference) for reference in item.figures]
        if any(other is datum for other in data):
            others = [_rival(prose, other, used=other is data[0]) for other in data if other is not datum]
            yield words["card"]["others"], str(words["list_break"]).join(others)
            yield words["card"]["why"], prose.text(item.why[code])


def _rival(prose: Prose, datum: Datum, *, used: bool) -> str:
    """Say a figure that disagrees with the card's: what it counts or who says it, and how good its source is."""
    words, code = prose.wording.words, prose.wording.code
    parts = [prose.label(datum)] if datum.label else []
    if datum.source:
        source = prose.project.sources[datum.source]
        parts = [parts[0] if parts else source.publisher[code], words["grades"][source.grade]]
    if used:
        parts.append(words["statistic"]["used"])
    return str(words["aside"]).format(prose.wording.datum(datum), str(words["separator"]).join(parts))


def _term(story: Story, code: str, id_: str) -> dict[str, Any]:
    project, proses = story.project, story.proses
    term = project.terms[id_]
    return {
        "label": proses[code].text(term.term[code]),
        "text": proses[code].text(term.definition[code]),
        "also": [
            (project.site.languages[other].tag, prose.text(term.term[other]))
            for other, prose in proses.items()
            if other != code
        ],
    }
