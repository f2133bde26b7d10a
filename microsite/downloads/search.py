"""Facts → data/search.js: what the index of statistics can be searched for, in all languages at once.

static/statistics.js reads it, and folds what a reader types in the same way (numerals.fold).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from microsite.charts.story import Story
from microsite.facts.derive import Datum
from microsite.language.numerals import fold
from microsite.language.prose import Prose, machine
from microsite.source.project import Project


def render_search(story: Story) -> dict[str, bytes]:
    """Return the file by its path below the site: {id: [text of the statistic, {key: text of a figure}]}."""
    haystacks = {
        id_: (
            _joined([id_, *_names(story.project, id_)]),
            {datum.key: _joined(_figure(story.project, story.proses, datum)) for datum in data},
        )
        for id_, data in story.facts.data.items()
    }
    text = json.dumps(haystacks, ensure_ascii=False, separators=(",", ":"))
    return {"data/search.js": f"window.haystacks={text};\n".encode()}


def _joined(texts: Iterable[str]) -> str:
    """One text a line, so that no search matches across two."""
    return "\n".join(dict.fromkeys(fold(text) for text in texts if text))


def _names(project: Project, id_: str) -> list[str]:
    statistic = project.statistics[id_]
    return [*statistic.label.values(), *project.units[statistic.unit].name.values()]


def _figure(project: Project, proses: Mapping[str, Prose], datum: Datum) -> list[str]:
    texts = [machine(datum.quantity), datum.printed or "", datum.period or ""]
    for code, prose in proses.items():
        texts += [prose.wording.datum(datum), prose.text(prose.wording.period(datum))]
        if datum.label:
            texts.append(prose.text(datum.label[code]))
        if datum.verdict:
            texts.append(prose.text(project.verdicts[datum.verdict.kind].label[code]))
        if datum.counter:
            texts.append(prose.text(project.speakers[datum.counter].label[code]))
        if datum.speaker:
            texts.append(prose.text(project.speakers[datum.speaker].label[code]))
        elif datum.source:
            texts.append(project.sources[datum.source].publisher[code])
    return texts
