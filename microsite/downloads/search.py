"""Facts → data/search.js: what the index of statistics can be searched for, in all languages at once, a file a part.

static/statistics.js reads it, and folds what a reader types in the same way (Numerals.fold).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from microsite.charts.story import Story
from microsite.downloads.cards import scripts
from microsite.facts.derive import Datum
from microsite.language.prose import machine

Spoken = tuple[str, str]  # the language that a text is in, none for what machines read, and the text


def render_search(story: Story) -> dict[str, bytes]:
    """Return the files by path below the site: {id: [text of the statistic, {key: text of a figure}]}."""
    synonyms = [_joined(story, (("", word) for word in group)) for group in story.project.site.synonyms]
    haystacks = {
        id_: (
            _widened(_joined(story, _names(story, id_)), synonyms),
            {datum.key: _joined(story, _figure(story, datum)) for datum in data},
        )
        for id_, data in story.facts.data.items()
    }
    parts = ({id_: haystacks[id_] for id_ in part} for part in story.parts)
    return scripts("data/search", *(("window.haystacks={}", part) for part in parts))


def _joined(story: Story, texts: Iterable[Spoken]) -> str:
    """One text a line, so that no search matches across two."""
    folds = {code: prose.wording.numerals.fold for code, prose in story.proses.items()}
    default = folds[story.project.default_language]
    return "\n".join(dict.fromkeys(folds.get(code, default)(text) for code, text in texts if text))


def _widened(text: str, synonyms: Iterable[str]) -> str:
    """Add to names the synonyms of words that begin in them."""
    found = [text]
    for folded in synonyms:
        if any(word in text and re.search(rf"(?<![a-z]){re.escape(word)}", text) for word in folded.split("\n")):
            found.append(folded)
    return "\n".join(found)


def _names(story: Story, id_: str) -> Iterator[Spoken]:
    statistic = story.project.statistics[id_]
    yield "", id_
    yield from ((code, prose.text(statistic.label[code])) for code, prose in story.proses.items())
    yield from story.project.units[statistic.unit].name.items()


def _figure(story: Story, datum: Datum) -> Iterator[Spoken]:
    project = story.project
    yield from (("", machine(datum.quantity)), ("", datum.printed or ""), ("", datum.period or ""))
    for code, prose in story.proses.items():
        yield code, prose.wording.datum(datum)
        yield code, prose.text(prose.wording.period(datum))
        if datum.label:
            yield code, prose.text(datum.label[code])
        if datum.verdict:
            yield code, prose.text(project.verdicts[datum.verdict.kind].label[code])
        if datum.counter:
            yield code, prose.text(project.speakers[datum.counter].label[code])
        if datum.speaker:
            yield code, prose.text(project.speakers[datum.speaker].label[code])
        elif datum.source:
            yield code, project.sources[datum.source].publisher[code]
