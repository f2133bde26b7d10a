"""One statistic → what an editor asks of it in the terminal: figures, sources, files, uses, corrections."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping

from microsite.charts.story import Story
from microsite.desk.terminal import say
from microsite.facts.corrections import list_entries
from microsite.facts.derive import Datum
from microsite.language.prose import Prose
from microsite.pages.uses import find_uses
from microsite.pipeline import read
from microsite.source.models import Correction, Disagreement, Statistic
from microsite.source.project import Project

EXAMPLE = "uv run build.py explain tech-firms"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="id of a statistic")


def run(arguments: argparse.Namespace) -> int:
    story = read(arguments.root)
    try:
        say(explain(story, arguments.id))
    except ValueError as error:
        say(error, stream=sys.stderr)
        return 1
    return 0


def explain(story: Story, id_: str) -> str:
    """Say everything that the project knows of one statistic. Raises ValueError for an unknown id."""
    story.facts.find(id_)  # raises
    return "\n".join(_lines(story, id_))


def _lines(story: Story, id_: str) -> Iterator[str]:
    project, facts, proses = story.project, story.facts, story.proses
    statistic = project.statistics[id_]
    where = project.where[Statistic, id_]
    yield f"{id_}  {where.place(at_key=True)}"
    for code, prose in proses.items():
        yield f"  {code}  {prose.text(statistic.label[code])}: {prose.text(statistic.definition[code])}"
        if statistic.note:
            yield f"      {prose.text(statistic.note[code])}"
    yield ""
    if statistic.derive:
        yield f"Formula  {statistic.derive.formula}  {where.place('derive', 'formula')}"
    for index, datum in enumerate(facts.data[id_]):
        yield from _datum(project, proses, datum, where.place("observations", index, "value"))
    yield ""
    yield "Used in"
    uses = find_uses(project, facts).get(id_, ())
    for use in uses:
        section = f" › {proses[use.language].text(use.heading)}" if use.heading else ""
        language = f" ({use.language})" if use.language else ""
        words = f" “{use.words}”" if use.words else ""
        yield f"  {use.kind} {use.name}{section}{language}{words}  {use.path.as_posix()}:{use.line}"
    if not uses:
        yield "  nothing yet"
    for name, item in project.disagreements.items():
        if any(facts.find(reference).statistic == id_ for reference in item.figures):
            at = project.where[Disagreement, name]
            yield f"Disagreement  {', '.join(item.figures)}  {at.place(at_key=True)}"
    for index, entry in enumerate(list_entries(project, facts)):
        if entry.datum.statistic == id_:
            at = project.where[Correction, str(index)]
            change = f": {entry.was.quantity} → {entry.now.quantity}" if entry.was and entry.now else ""
            date = entry.correction.date
            yield f"Corrected  {date}  {entry.datum.reference}{change}  {at.place()}"


def _datum(project: Project, proses: Mapping[str, Prose], datum: Datum, place: str) -> Iterator[str]:
    words = " · ".join(prose.wording.datum(datum, "full") for prose in proses.values())
    yield f"{datum.key}  {words}  [{datum.role}, {datum.status}, {datum.quantity.bound}]  {place}"
    if datum.series:
        yield f"    series {datum.series}{f', on the base of {datum.base}' if datum.base else ''}"
    if datum.counter:
        yield f"    counted by {next(iter(project.speakers[datum.counter].label.values()))}"
    if datum.verdict:
        rests_on = ", ".join((*datum.verdict.rests_on, *datum.verdict.claims)) or "nothing"
        yield f"    verdict of {datum.verdict.day}: {datum.verdict.kind}, resting on {rests_on}"
    if datum.next_release:
        yield f"    the next figure is due: {datum.next_release}"
    if datum.source:
        source = project.sources[datum.source]
        publisher = next(iter(source.publisher.values()))
        place = f", paragraph {datum.paragraph}: {datum.printed}" if datum.paragraph else ""
        yield f"    {publisher}, {source.date or 'undated'} ({source.grade}){place}  {source.url or ''}".rstrip()
