"""A kind of thing, its id and a project → the files that an editor goes on from, written so that they build.

What is written stands in templates/new/; each field's comment comes from templates/fields.yaml.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from microsite.charts.chart import check, resolve
from microsite.charts.forms import FORMS
from microsite.desk.beginning import TEMPLATES, About, begin, make_environment, tongue
from microsite.desk.schema import described, read_fields
from microsite.desk.terminal import say
from microsite.errors import BuildError, Problem, command, refuse
from microsite.files import ENGINE, FOLDERS, own_name, put
from microsite.pages.kinds import PAGES
from microsite.pipeline import read
from microsite.publish.place import refuse_place
from microsite.source.fields import ID, check_id
from microsite.source.load import load_project
from microsite.source.markup import UNFINISHED
from microsite.source.models import ChartSpec, Source, Statistic, Term
from microsite.source.own import read_document
from microsite.source.project import Project
from microsite.source.record import Record
from microsite.source.yamlfile import parse

EXAMPLE = "uv run build.py new term robot"
STORY = "story"
PAGE_NAME = re.compile(rf"({ID.pattern}/)*{ID.pattern}")


@dataclass(frozen=True)
class Written:
    """A file's new text, by its path below the root, and the line at which what is new begins."""

    path: Path
    text: str
    line: int


class Scaffold:
    """Writes what is new in one project."""

    def __init__(self, project: Project) -> None:
        self.project, self.environment = project, make_environment()
        self.about = about_in(project.site.languages)

    def write(self, kind: str, id_: str, subject: str | None) -> tuple[Written, ...]:
        """Return the files to write, that of the thing itself first. Raises ValueError in an editor's words."""
        if kind != "page" or not PAGE_NAME.fullmatch(id_):
            check_id(id_)
        subjects = self.project.subjects
        if not subjects and kind in ("statistic", "chart"):
            first = command(self.project.root, "new", "page", "chapters/NAME")
            raise ValueError(f"there is no chapter yet to put it in: {first}")
        if subject and subject not in subjects:
            raise ValueError(f"unknown subject '{subject}' (known: {', '.join(subjects)})")
        return tuple(KINDS[kind](self, id_, subject or next(reversed(subjects), "")))

    # --- the kinds

    def statistic(self, id_: str, subject: str) -> Iterator[Written]:
        self._refuse(Statistic, id_)
        article = self.project.site.article
        source = next((id_ for id_ in self.project.sources if id_ != article), None)
        unit = next((id_ for id_, unit in self.project.units.items() if unit.dimension), None)
        if source is None or unit is None:
            raise ValueError("a statistic needs a source and a unit: add them to data/sources.yaml, data/units.yaml")
        today = time.strftime("%Y")  # what it printed had been measured
        year = min(today, (self.project.sources[source].date or today)[:4])
        text = self._render(
            "statistic.yaml", id=id_, subject=subject, unit=unit, source=source, article=article, year=year
        )
        yield self._appended(Path(f"data/statistics/{subject}.yaml"), text)

    def source(self, id_: str, _: str) -> Iterator[Written]:
        self._refuse(Source, id_)
        grades = ", ".join(self.project.words[self.project.default_language]["grades"])
        yield self._appended(Path("data/sources.yaml"), self._render("source.yaml", id=id_, grades=grades))

    def term(self, id_: str, _: str) -> Iterator[Written]:
        self._refuse(Term, id_)
        yield self._appended(Path("content/glossary.yaml"), self._render("term.yaml", id=id_))
        if "glossary" not in self.project.pages[self.project.default_language]:  # where it will stand
            yield from self.page("glossary", "")

    def chart(self, id_: str, subject: str) -> Iterator[Written]:
        self._refuse(ChartSpec, id_)
        path = Path(f"content/charts/{id_}.yaml")
        statistics = self.project.statistics
        prose = read(self.project.root).proses[self.project.default_language]
        for statistic in sorted(statistics, key=lambda other: statistics[other].subject != subject):
            text = self._render("chart.yaml", id=id_, subject=subject, statistic=statistic, forms=", ".join(FORMS))
            document, _ = parse(text, path)
            spec = ChartSpec.model_validate(document.data)
            if not check(spec, FORMS, prose, partial(resolve, id_, spec, FORMS[spec.form], prose)):
                break
        else:
            raise ValueError("no statistic of this project can be drawn as bars yet")
        yield Written(path, text, 1)
        for pages in self.project.pages.values():
            if page := pages.get(f"chapters/{subject}"):  # a subject need not be a chapter: an editor says where
                yield self._appended(page.path, f"{{chart:{id_}}}\n")

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
                numbers = [re.match(r"[0-9]+", page.path.name) for page in pages.values() if "/" in page.name]
                id_ = f"{1 + max((int(found[0]) for found in numbers if found), default=0)}-{name.split('/')[-1]}"
            yield Written(Path("content", language, folder, f"{id_}.md"), self._render("page.md"), 1)

    # --- what they share

    def _refuse(self, model: type[Record], id_: str) -> None:
        if where := self.project.where.get((model, id_)):
            raise ValueError(f"the id '{id_}' is there already: {where.place(at_key=True)}")

    def _render(self, template: str, **values: object) -> str:
        return self.environment.get_template(template).render(
            about=self.about, languages=list(self.project.site.languages), unfinished=UNFINISHED, **values
        )

    def _appended(self, path: Path, text: str) -> Written:
        whole = self.project.root / path
        before = whole.read_text("utf-8").rstrip("\n") + "\n\n" if whole.is_file() else ""
        return Written(path, before + text, before.count("\n") + 1)


KINDS: Mapping[str, Callable[[Scaffold, str, str], Iterator[Written]]] = {
    kind.__name__: kind for kind in (Scaffold.statistic, Scaffold.chart, Scaffold.page, Scaffold.source, Scaffold.term)
}


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=(*KINDS, STORY), help="what it is")
    parser.add_argument("name", help="its id: lower-case letters, digits and hyphens; of a story, its folder")
    parser.add_argument("--subject", help="what a statistic or chart is listed under (default: the last one)")
    parser.add_argument("--languages", metavar="CODES", help="of a story, the first by default: en,de (default: en)")


def run(arguments: argparse.Namespace) -> int:
    try:
        if arguments.languages and arguments.kind != STORY:
            raise ValueError("--languages is for a new story; what else is new speaks those of its project")
        return (new_story if arguments.kind == STORY else new_part)(arguments)
    except ValueError as error:
        say(error, stream=sys.stderr)
        return 1


def about_in(languages: Collection[str]) -> About:
    """Return what says, in some languages, what a model's field means."""
    fields = read_fields()
    return lambda model, field: " / ".join(described(fields, model, field, languages))


def new_story(arguments: argparse.Namespace) -> int:
    """Write a story to a folder of its own, whole or not at all."""
    folder = Path(arguments.name)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise ValueError(f"{folder} is there already, and is no empty folder")
    refuse_place(ENGINE, folder)
    tongues = [tongue(tag) for tag in (arguments.languages or "en").split(",")]
    codes = [known.code for known in tongues]
    if twice := next((code for code in codes if codes.count(code) > 1), None):
        raise ValueError(f"'{twice}' is asked for more than once")
    draft = folder.with_name(own_name())
    seen = Path(os.path.relpath(folder, ENGINE))  # from the engine's folder
    values = {
        "home": shlex.quote(os.path.relpath(ENGINE, folder.resolve())),
        "serve": command(seen, "serve"),
        "build": command(seen, "--strict"),
        "year": int(time.strftime("%Y")),
    }
    try:
        for path, text in begin(tongues, about_in(codes), **values):
            put(draft / path, text.encode())
        read(draft)
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    say(next_steps(STORY, folder.as_posix(), folder))
    return 0


def next_steps(kind: str, id_: str, root: Path) -> str:
    document = read_document(TEMPLATES / "next.yaml", Path("next.yaml"))
    return str(document.data[kind]).format(id=id_, unfinished=UNFINISHED, serve=command(root, "serve"))


def new_part(arguments: argparse.Namespace) -> int:
    """Write what is new of a story."""
    root, kind = arguments.root, arguments.kind
    project = load_project(root, PAGES, partly=True)
    files = Scaffold(project).write(kind, arguments.name, arguments.subject)
    with TemporaryDirectory() as draft:  # nobody begins with somebody else's mistake
        for folder in (root / name for name in FOLDERS if (root / name).is_dir()):
            shutil.copytree(folder, Path(draft, folder.name))
        before = problems_of(Path(draft))
        for file in files:
            put(Path(draft, file.path), file.text.encode())
        refuse(problems_of(Path(draft)) - before)
    for file in files:
        put(root / file.path, file.text.encode())
    for file in files:
        say(f"{file.path.as_posix()}:{file.line}")
    say(next_steps(kind, arguments.name, root))
    return 0


def problems_of(root: Path) -> set[Problem]:
    try:
        read(root)
    except BuildError as error:
        return set(error.problems)
    return set()
