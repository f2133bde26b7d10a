"""A kind of thing, its id and a project → the files that an editor goes on from, written so that they build.

What is written stands in templates/new/; each field's comment comes from templates/fields.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from microsite.charts.forms import FORMS
from microsite.checks.check import UNFINISHED
from microsite.desk.schema import Fields
from microsite.source.load import Project
from microsite.source.models import ID, ChartSpec, Grade, Record, Source, Statistic, Term
from microsite.source.yamlfile import parse

PAGE_NAME = re.compile(rf"({ID.pattern}/)*{ID.pattern}")


@dataclass(frozen=True)
class Written:
    """A file's new text, by its path below the root, and the line at which what is new begins."""

    path: Path
    text: str
    line: int


class Scaffold:
    """Writes what is new in one project.

    `folder` holds the templates; `year` is the period of a figure that nobody has looked up yet; `draws` says
    whether a chart can be drawn.
    """

    def __init__(
        self, project: Project, fields: Fields, folder: Path, year: str, draws: Callable[[str, ChartSpec], bool]
    ) -> None:
        self.project, self.fields, self.folder, self.year, self.draws = project, fields, folder, year, draws
        self.environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # what comes out is YAML, of our own words only
        )

    def write(self, kind: str, id_: str, chapter: str | None) -> tuple[Written, ...]:
        """Return the files to write, that of the thing itself first. Raises ValueError in an editor's words."""
        if not (PAGE_NAME if kind == "page" else ID).fullmatch(id_):
            raise ValueError(
                f"'{id_}' is not an id: lower-case letters, digits and single hyphens, such as 'tech-firms'"
            )
        chapters = self.project.chapters
        if not chapters and kind in ("statistic", "chart"):
            raise ValueError("there is no chapter yet to put it in: uv run build.py new page chapters/NAME")
        if chapter and chapter not in chapters:
            raise ValueError(f"unknown chapter '{chapter}' (known: {', '.join(chapters)})")
        return tuple(KINDS[kind](self, id_, chapter or next(reversed(chapters), "")))

    def next_steps(self, kind: str, id_: str) -> str:
        text = (self.folder / "next.yaml").read_text("utf-8")
        document, _ = parse(text, self.folder / "next.yaml")
        return str(document.data[kind]).format(id=id_, unfinished=UNFINISHED)

    # --- the kinds

    def statistic(self, id_: str, chapter: str) -> Iterator[Written]:
        self._refuse(Statistic, id_)
        article = self.project.site.article
        source = next((id_ for id_ in self.project.sources if id_ != article), None)
        unit = next((id_ for id_, unit in self.project.units.items() if unit.dimension), None)
        if source is None or unit is None:
            raise ValueError("a statistic needs a source and a unit: add them to data/sources.yaml, data/units.yaml")
        text = self._render("statistic.yaml", id=id_, chapter=chapter, unit=unit, source=source, article=article)
        yield self._appended(Path(f"data/statistics/{chapter}.yaml"), text)

    def source(self, id_: str, _: str) -> Iterator[Written]:
        self._refuse(Source, id_)
        yield self._appended(Path("data/sources.yaml"), self._render("source.yaml", id=id_, grades=", ".join(Grade)))

    def term(self, id_: str, _: str) -> Iterator[Written]:
        self._refuse(Term, id_)
        yield self._appended(Path("content/glossary.yaml"), self._render("term.yaml", id=id_))

    def chart(self, id_: str, chapter: str) -> Iterator[Written]:
        self._refuse(ChartSpec, id_)
        path = Path(f"content/charts/{id_}.yaml")
        statistics = self.project.statistics
        for statistic in sorted(statistics, key=lambda other: statistics[other].chapter != chapter):
            text = self._render("chart.yaml", id=id_, chapter=chapter, statistic=statistic, forms=", ".join(FORMS))
            document, _ = parse(text, path)
            if self.draws(id_, ChartSpec.model_validate(document.data)):
                break
        else:
            raise ValueError("no statistic of this project can be drawn as bars yet")
        yield Written(path, text, 1)
        for pages in self.project.pages.values():
            yield self._appended(pages[f"chapters/{chapter}"].path, f"{{chart:{id_}}}\n")

    def page(self, name: str, _: str) -> Iterator[Written]:
        folder, _, id_ = name.rpartition("/")
        if folder != "chapters" and re.search(r"(^|/)[0-9]+-", name):
            raise ValueError(
                f"'{name}': digits and a hyphen before a file's name order it, and are left out of its name"
            )
        for language, pages in self.project.pages.items():
            if name in pages:
                raise ValueError(f"the page '{name}' is there already: {pages[name].path.as_posix()}")
            if folder == "chapters":  # their files are numbered: the number is the chapter's place in the story
                numbers = [re.match(r"\d+", page.path.name) for page in pages.values() if "/" in page.name]
                id_ = f"{1 + max((int(found[0]) for found in numbers if found), default=0)}-{name.split('/')[-1]}"
            yield Written(Path("content", language, folder, f"{id_}.md"), self._render("page.md"), 1)

    # --- what they share

    def _refuse(self, model: type[Record], id_: str) -> None:
        if where := self.project.where.get((model, id_)):
            raise ValueError(f"the id '{id_}' is there already: {where.document.path.as_posix()}:{where.key_line()}")

    def _render(self, template: str, **values: object) -> str:
        return self.environment.get_template(template).render(
            about=self._about,
            languages=list(self.project.site.languages),
            unfinished=UNFINISHED,
            year=self.year,
            **values,
        )

    def _about(self, model: str, field: str) -> str:
        words = self.fields[model][field]
        return " / ".join(words[language] for language in self.project.site.languages if language in words)

    def _appended(self, path: Path, text: str) -> Written:
        whole = self.project.root / path
        before = whole.read_text("utf-8").rstrip("\n") + "\n\n" if whole.is_file() else ""
        return Written(path, before + text, before.count("\n") + 1)


KINDS: Mapping[str, Callable[[Scaffold, str, str], Iterator[Written]]] = {
    "statistic": Scaffold.statistic,
    "chart": Scaffold.chart,
    "page": Scaffold.page,
    "source": Scaffold.source,
    "term": Scaffold.term,
}
