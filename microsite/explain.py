"""One statistic → what an editor asks of it in the terminal: figures, sources, files, places of use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from microsite.derive import Datum, Facts
from microsite.load import Project
from microsite.models import Statistic
from microsite.prose import Prose
from microsite.uses import find_uses


def explain(project: Project, facts: Facts, proses: Mapping[str, Prose], id_: str) -> str:
    """Say everything that the project knows of one statistic. Raises ValueError for an unknown id."""
    facts.find(id_)  # raises
    return "\n".join(_lines(project, facts, proses, id_))


def _lines(project: Project, facts: Facts, proses: Mapping[str, Prose], id_: str) -> Iterator[str]:
    statistic = project.statistics[id_]
    where = project.where[Statistic, id_]
    yield f"{id_}  {where.document.path.as_posix()}:{where.key_line()}"
    for code, prose in proses.items():
        yield f"  {code}  {prose.text(statistic.label[code])}: {prose.text(statistic.definition[code])}"
        if statistic.note:
            yield f"      {prose.text(statistic.note[code])}"
    yield ""
    if statistic.derive:
        line = where.line("derive", "formula")
        yield f"Formula  {statistic.derive.formula}  {where.document.path.as_posix()}:{line}"
    for index, datum in enumerate(facts.data[id_]):
        yield from _datum(project, proses, datum, where.line("observations", index, "value"))
    yield ""
    yield "Used in"
    uses = find_uses(project, facts).get(id_, ())
    for use in uses:
        language = f" ({use.language})" if use.language else ""
        yield f"  {use.kind} {use.name}{language}  {use.path.as_posix()}:{use.line}"
    if not uses:
        yield "  nothing yet"


def _datum(project: Project, proses: Mapping[str, Prose], datum: Datum, line: int) -> Iterator[str]:
    words = " · ".join(prose.wording.datum(datum, "full") for prose in proses.values())
    yield f"{datum.key}  {words}  [{datum.role}, {datum.status}, {datum.quantity.bound}]  line {line}"
    if datum.source:
        source = project.sources[datum.source]
        publisher = next(iter(source.publisher.values()))
        place = f", paragraph {datum.paragraph}: {datum.printed}" if datum.paragraph else ""
        yield f"    {publisher}, {source.date or 'undated'} ({source.grade}){place}  {source.url or ''}".rstrip()
